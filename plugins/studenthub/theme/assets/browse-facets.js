// What the articles can be filtered by. Nothing here touches the page: the worker of the search uses it as well.
import { json, once } from "./hub-data.js";

const DATA = new URL("../articles/data/", import.meta.url);

/**
 * The columns of all articles. A row is the number of an article: 0 is the newest.
 * `filters` are {facet: id of a value} here and below.
 */
export class Facets {
  #columns = {};
  #files = {};
  #isOneEach;
  #preferred = {};
  #group = {};

  /** All rows, and how many of them a chunk of the data has; after `load`. */
  rows = [];
  chunkSize = 0;

  /** With `isOneEach`, of an article in several languages one version counts, as in the lists. */
  constructor({ isOneEach = false } = {}) {
    this.#isOneEach = isOneEach;
  }

  /** Load the columns. A large one has a file of its own, and is loaded only where it is `wanted`. */
  async load(wanted = []) {
    await this.#file("facets");
    await Promise.all(wanted.filter((name) => !(name in this.#columns)).map((name) => this.#file(name)));
  }

  /** Of `rows` those that have all the filters. A value that is not there leaves none. */
  only(rows, filters) {
    const tests = this.#tests(filters);
    const found = rows.filter((row) => tests.every(([, has]) => has(row)));
    const there = new Set(found);
    return found.filter((row) => !this.#preferred[row]?.some((other) => there.has(other)));
  }

  /**
   * How many of `rows` each value of each loaded facet would leave, given the filters of the other facets:
   * {facet: [[id, name, count, language]]} in the order of the names; the language is "" where it is the page's.
   */
  counts(rows, filters) {
    const counts = Object.fromEntries(Object.entries(this.#columns).map(([name, { ids }]) => [name, ids.map(() => 0)]));
    const tests = this.#tests(filters);
    const counted = new Set();
    const isNew = (name, value, row) => {
      const key = `${name} ${value} ${this.#group[row]}`;
      return !(row in this.#group) || (!counted.has(key) && counted.add(key));
    };
    const count = (name, row) => {
      for (const value of this.#columns[name].rows[row]) if (isNew(name, value, row)) counts[name][value]++;
    };
    for (const row of rows) {
      const failed = tests.filter(([, has]) => !has(row));
      if (failed.length === 1) count(failed[0][0], row);
      if (failed.length === 0) for (const name of Object.keys(counts)) count(name, row);
    }
    const named = ([name, column]) => [name, column.values.map(([id, label, language = ""], i) => [id, label, counts[name][i], language])];
    return Object.fromEntries(Object.entries(this.#columns).map(named));
  }

  #tests(filters) {
    return Object.entries(filters).map(([name, id]) => {
      const { ids, rows } = this.#columns[name];
      const value = ids.indexOf(id);
      return [name, (row) => rows[row].includes(value)];
    });
  }

  #file(name) {
    this.#files[name] ??= once(() => this.#read(name));
    return this.#files[name]();
  }

  /** Remember which rows are one article in several languages, and which of them is preferred to which. */
  #know(versions) {
    for (const [number, group] of versions.entries()) {
      for (const [place, row] of group.entries()) {
        this.#group[row] = number;
        this.#preferred[row] = group.slice(0, place);
      }
    }
  }

  async #read(file) {
    const read = await data(file);
    if (file === "facets") {
      this.rows = [...Array(read.articles).keys()];
      this.chunkSize = read.chunk;
      if (this.#isOneEach) this.#know(read.versions ?? []);
    }
    for (const { name, values, rows } of read.facets ?? [read]) {
      this.#columns[name] = {
        values,
        ids: values.map(([id]) => id),
        rows: rows.split(";").map((row) => (row ? row.split(",").map(Number) : [])),
      };
    }
  }
}

/** A file of the data of /articles/. */
export const data = (name) => json(new URL(`${name}.json`, DATA));
