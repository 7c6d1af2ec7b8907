// Asks Pagefind, narrows and orders what it found, and notices when a word was probably mistyped. It runs in a worker.
import * as pagefind from "../pagefind/pagefind.js";
import { Facets } from "./browse-facets.js";
import { cited, cleaned, fold, nearest, operators, phrases, stem, unquoted, words } from "./search-query.js";
import { grouped, identifier, spellings } from "./search-spelling.js";

const SITE = new URL("../", import.meta.url);
const INDEX = new URL("pagefind/", SITE);

// How much a word counts in what an article's head says, against 1 in its text and 0.1 in its references.
const META_WEIGHTS = { title: 20, byline: 5, topics: 2, tags: 2, places: 1, date: 0.5, cited: 0, status: 0, dois: 1, language: 0 };
const EXCERPT_WORDS = 24;

// No answer at all is taken for a failure after a while, so that no reader waits before an empty list for ever.
const PATIENCE_MS = 30_000;

// A word is taken for a slip when none of the articles that are shown first has it.
const LOOKED_AT = 5;
const SHORTEST_SLIP = 4;

// Results of a DOI that are looked at: a source that more articles cite is a guideline, and its newest are enough.
const MOST_CITING = 50;

// Ways to write a query that are asked for, at most: each is a search of its own.
const MOST_SPELLINGS = 4;

/**
 * What a page gets of a search.
 * @typedef {{count: number, sent: string, typed: string, rows: Row[], counts?: object}} Found
 * `sent` is what was searched for, "" where nothing was left to search for; `typed` is the query that was taken for a
 * slip and replaced, or ""; `counts` are those of Facets.
 * @typedef {{url: string, place: string, title: string, byline: string, date: string,
 *   status: {kind: string, word: string}, language: string, excerpt: string}} Row
 * `place` is the way to the excerpt on the page, or "". `status` is that after the last change: its kind, such as
 * retraction, and what readers call it, or "" and "". `language` is that of the article where it is another than the
 * page's, or "". `excerpt` is HTML, in which the words are marked.
 */

export class Engine {
  #loading;
  #entry;
  #numbers;
  #vocabulary;
  #facets = new Facets();
  #results = [];
  #turn = 0;

  /** Get Pagefind ready, once. */
  load() {
    this.#loading ??= this.#start();
    return this.#loading;
  }

  async #start() {
    await pagefind.options({
      basePath: INDEX.href,
      baseUrl: SITE.pathname,
      excerptLength: EXCERPT_WORDS,
      ranking: { metaWeights: META_WEIGHTS },
    });
    [this.#entry] = await inTime(Promise.all([entry(), pagefind.init()]));
  }

  /**
   * Search, and where a word is not found for the nearest one, unless the reader `insists`. There are counts when
   * `facets` says which large ones are wanted. Undefined when another search was asked for meanwhile.
   */
  async search({ query, filters, sort }, { insists = false, facets, rows = LOOKED_AT } = {}) {
    const turn = ++this.#turn;
    await nextTask(); // the keys that were pressed while the last search ran
    if (turn !== this.#turn) return undefined;
    const doi = identifier(query);
    const { sent, typed, results } = doi ? await this.#identified(query, doi) : await this.#asked(query, insists);
    const found = await this.#narrowed(results, filters, sort);
    const counts = facets && (await this.#counts(sent && results, filters, facets));
    if (turn !== this.#turn) return undefined;
    this.#results = found;
    return { count: found.length, sent, typed, rows: await this.more(0, rows), counts };
  }

  /** Some of the rows of the last search. */
  more(start, count) {
    return Promise.all(this.#results.slice(start, start + count).map(async ({ data }) => row(await inTime(data()))));
  }

  // --- finding ------------------------------------------------------------------------------------------------------

  /** The articles that a query asks for, with its operators. */
  async #asked(query, insists) {
    const { ways, without, authors } = operators(query);
    const each = await Promise.all(ways.map((way) => this.#meant(cleaned(way), insists)));
    const written = await Promise.all(authors.map((name) => this.#writtenBy(name)));
    const unwanted = await Promise.all(without.map((word) => this.#having(word)));
    const { sent, typed } = each.length === 1 ? each[0] : { sent: query.trim(), typed: "" };
    const found = sent ? together(each.map(({ results }) => results)) : (written[0] ?? []);
    const ids = (results) => new Set(results.map(({ id }) => id));
    const [by, no] = [written.map(ids), ids(unwanted.flat())];
    const results = found.filter(({ id }) => by.every((those) => those.has(id)) && !no.has(id));
    return { sent: sent || (authors.length > 0 ? query.trim() : ""), typed, results };
  }

  /** The articles with an author who has all these names. */
  async #writtenBy(name) {
    const each = await Promise.all(words(name).map((word) => this.#ask(word)));
    const by = each.map((results) => results.filter(({ matchedMetaFields: fields = [] }) => fields.includes("byline")));
    return by.length > 0 ? by.reduce((some, others) => some.filter(({ id }) => others.some((one) => one.id === id))) : [];
  }

  /** The articles that have a word or phrase; none where Pagefind would take the beginning of a word for it. */
  async #having(sent) {
    return phrases(sent).length > 0 || (await this.#has(sent)) ? this.#ask(sent) : [];
  }

  /** The articles that have all words and phrases, the best first. */
  async #find(sent) {
    const quoted = phrases(sent);
    let results = await this.#ask(unquoted(sent) || quoted[0]);
    for (const phrase of quoted) results = among(results, await this.#ask(phrase));
    const citing = await Promise.all(cited(sent).map((source) => this.#ask(`"${source}"`)));
    if (citing.length > 0) results = raised(results, citing.flat());
    // Pagefind takes a part of the index that it cannot get for an empty one: so no results may mean no network, or a
    // site that was published anew meanwhile.
    if (results.length === 0 && (await entry()) !== this.#entry) throw new Error("the index has changed");
    return results;
  }

  /** The articles that have a DOI or cite a source with it, those of their own first. */
  async #identified(query, doi) {
    const results = await this.#ask(doi);
    const first = await Promise.all(results.slice(0, MOST_CITING).map(({ data }) => data()));
    const found = results.filter((_, index) => first[index]?.meta.dois?.split(", ").includes(doi));
    return { sent: query.trim(), typed: "", results: found };
  }

  /** A query in every spelling that the index has, the reader's own first; only that where it has no other. */
  async #spelled(sent) {
    let all = [sent];
    for (const word of words(sent)) {
      const others = await this.#indexed(word);
      if (others.length === 0) continue;
      const ways = all.flatMap((way) => others.map((other) => way.replace(word, other)));
      all = (await this.#has(word)) ? [...all, ...ways] : ways;
    }
    return all.slice(0, MOST_SPELLINGS);
  }

  /** The other ways to write a word that some article has. */
  async #indexed(word) {
    const number = grouped(word);
    if (number) return [`"${number}"`];
    const known = await Promise.all(spellings(fold(word)).map(async (other) => ((await this.#has(other)) ? other : "")));
    return known.filter(Boolean);
  }

  /** Whether the index has a word, or a form of it. */
  async #has(word) {
    const results = await this.#ask(word);
    return results.length > 0 && has([await results[0].data()], stem(fold(word)));
  }

  async #ask(sent) {
    await this.load();
    const { results } = await inTime(pagefind.search(sent));
    return results;
  }

  // --- narrowing ----------------------------------------------------------------------------------------------------

  /** The results that have all `filters`, in the order that is wanted. */
  async #narrowed(results, filters, sort) {
    if (Object.keys(filters).length === 0 && !sort) return results;
    const [rows] = await Promise.all([this.#rows(results), this.#facets.load(Object.keys(filters))]);
    const kept = new Set(this.#facets.only(rows, filters));
    const found = results.map((result, index) => ({ ...result, row: rows[index] })).filter(({ row }) => kept.has(row));
    return sort === "newest" ? found.sort((a, b) => a.row - b.row) : found;
  }

  /** How many results each value would leave, or of all articles where nothing is searched for. */
  async #counts(results, filters, facets) {
    await this.#facets.load([...facets, ...Object.keys(filters)]);
    return this.#facets.counts(results ? await this.#rows(results) : this.#facets.rows, filters);
  }

  /** The rows of results in Facets: the index says which of its articles is which. */
  async #rows(results) {
    this.#numbers ??= text("pagefind/articles.txt").then((said) => new Map(said.split("\n").map((id, row) => [id, row])));
    const numbers = await this.#numbers;
    return results.map(({ id }) => numbers.get(id));
  }

  // --- slips --------------------------------------------------------------------------------------------------------

  async #meant(sent, insists) {
    if (!sent) return { sent, typed: "", results: [] };
    const ways = insists ? [sent] : await this.#spelled(sent);
    const results = together(await Promise.all(ways.map((way) => this.#find(way))));
    const meant = insists ? sent : await this.#corrected(ways[0], results);
    if (meant === ways[0]) return { sent, typed: "", results };
    if (!meant) return { sent, typed: "", results: [] };
    const better = await this.#find(meant);
    return better.length > 0 ? { sent: meant, typed: sent, results: better } : { sent, typed: "", results };
  }

  /**
   * The query with every word that the first results lack replaced by the nearest known one. Pagefind takes the
   * beginning of a word that it does not know; where not even that is like the word, it is left out.
   */
  async #corrected(sent, results) {
    const first = await Promise.all(results.slice(0, LOOKED_AT).map(({ data }) => data()));
    const unknown = words(sent).filter((word) => word.length >= SHORTEST_SLIP && !has(first, stem(fold(word))));
    let meant = sent;
    for (const word of unknown) meant = meant.replace(word, await this.#known(word));
    return unknown.length > 0 ? cleaned(meant) : sent;
  }

  /** The word itself where the index has it, or the nearest of the hub's own words, or "". */
  async #known(word) {
    const results = await this.#ask(word);
    const first = results.length > 0 ? [await results[0].data()] : [];
    if (has(first, stem(fold(word)))) return word;
    this.#vocabulary ??= vocabulary();
    const meant = nearest(word, await this.#vocabulary);
    return meant ?? (has(first, fold(word).slice(0, Math.max(SHORTEST_SLIP, word.length - 3))) ? word : "");
  }
}

/** The results of several searches, each once, the best first. */
function together(searches) {
  if (searches.length === 1) return searches[0];
  const found = new Map();
  for (const result of searches.flat()) {
    const other = found.get(result.id);
    if (!other || other.score < result.score) found.set(result.id, result);
  }
  return [...found.values()].sort((a, b) => b.score - a.score);
}

/** The `results` that a `phrase` is in as well, with its excerpts. */
function among(results, phrase) {
  const exact = new Map(phrase.map((result) => [result.id, result]));
  const both = results.filter(({ id }) => exact.has(id));
  return both.map((result) => (exact.get(result.id).words.length > 0 ? { ...result, data: exact.get(result.id).data } : result));
}

/** The `results` with those that cite what was searched for directly after those that are about it. */
function raised(results, citing) {
  const cites = new Map(among(results, citing).map((result) => [result.id, result]));
  const place = (result) => (isAbout(result) ? 0 : cites.has(result.id) ? 1 : 2);
  return results.map((result) => cites.get(result.id) ?? result).sort((a, b) => place(a) - place(b));
}

/** Whether an article is about an author and a year: it has one in its title, or was written by one in the other. */
function isAbout({ matchedMetaFields: fields = [] }) {
  return fields.includes("title") || (fields.includes("byline") && fields.includes("date"));
}

/** Whether one of the articles has a word that begins like that. */
const has = (articles, beginning) => articles.flatMap(wordsOf).some((word) => word.startsWith(beginning));

/** The words of an article, and those that the index joins: load-shedding and 1,204. */
function wordsOf({ content, meta }) {
  const said = fold(`${Object.values(meta).join(" ")} ${content}`);
  const joined = said.match(/\p{L}+(?:-\p{L}+)+|\d{1,3}(?:,\d{3})+/gu) ?? [];
  return [...said.split(/[^\p{L}\p{N}]+/u), ...joined.map((word) => word.replace(/[-,]/gu, ""))];
}

function row({ url, meta, excerpt, content }) {
  const plain = excerpt.replace(/<\/?mark>/gu, "").trim();
  const before = content.trimStart().startsWith(plain.slice(0, 20)) ? "" : "… ";
  const after = content.trimEnd().endsWith(plain.slice(-20)) ? "" : " …";
  // Pagefind parts a bracket from the link within it.
  const tight = excerpt.trim().replace(/([([]) (?=\S)/gu, "$1").replace(/(\S) (?=[)\]])/gu, "$1");
  const { title, byline = "", date = "" } = meta;
  const [kind, ...words] = (meta.status ?? "").split(" ");
  const status = { kind, word: words.join(" ") };
  // It is one word in the index, which no reader types by chance.
  const language = meta.language?.replace("language", "") ?? "";
  return { url: `${url}/`, place: fragment(excerpt), title, byline, date, status, language, excerpt: `${before}${tight}${after}` };
}

/**
 * The way to the place that an excerpt is from (https://wicg.github.io/scroll-to-text-fragment/): its first marked word,
 * known by the word before it; "" where none is marked. A browser that does not find it shows the beginning.
 */
function fragment(excerpt) {
  const marked = /(?:^|\s)([\p{L}\p{N}'’-]+) <mark>([\p{L}\p{N}'’-]+)<\/mark>/u.exec(excerpt);
  if (!marked) return "";
  const [before, word] = marked.slice(1).map((part) => encodeURIComponent(part).replaceAll("-", "%2D"));
  return `#:~:text=${before}-,${word}`;
}

/** What the index says of itself, now. */
const entry = () => text("pagefind/pagefind-entry.json", { cache: "no-store" });

/** The hub's own words; without them there is no guessing, and that is all. */
const vocabulary = () => text("search/words.txt").then((said) => said.split("\n").filter(Boolean), () => []);

async function text(path, options = {}) {
  const response = await fetch(new URL(path, SITE), options);
  if (!response.ok) throw new Error(`${path} is not there: ${response.status}`);
  return response.text();
}

const nextTask = () => new Promise((resolve) => setTimeout(resolve));

function inTime(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the search does not answer")), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
