// Asks Pagefind, and notices when a word was probably mistyped. Nothing here touches the page.
import { FACETS, cleaned, fold, nearest, stem, words } from "./search-query.js";

const SITE = new URL("../", import.meta.url);

// How much a word counts in what an article's head says, against 1 in its text and 0.1 in its references.
const META_WEIGHTS = { title: 5, byline: 3, topics: 2, tags: 2, places: 1, date: 0.5 };

// No answer at all is taken for a failure after a while, so that no reader waits before an empty list for ever.
const PATIENCE_MS = 30_000;

// A word is taken for a slip when none of the articles that are shown first has it.
const LOOKED_AT = 5;
const SHORTEST_SLIP = 4;

/**
 * What a search found.
 * @typedef {{count: number, sent: string, typed: string, results: Array<() => Promise<object>>}} Found
 * `sent` is what was searched for, "" where nothing was left to search for; `typed` is the query that was taken for a
 * slip and replaced, or "".
 */

export class Engine {
  #pagefind;
  #vocabulary;
  #entry;
  #hasFilters;

  /** Load Pagefind, once; it is tried again after a failure. */
  load() {
    this.#pagefind ??= this.#start().catch((error) => {
      this.#pagefind = undefined;
      throw error;
    });
    return this.#pagefind;
  }

  async #start() {
    this.#entry = await entry();
    const pagefind = await import(new URL("pagefind/pagefind.js", SITE).href);
    await pagefind.options({ ranking: { metaWeights: META_WEIGHTS } });
    await inTime(pagefind.init());
    return pagefind;
  }

  /** Search, and where a word is not found search for the nearest one, unless the reader `insists`. */
  async search({ query, filters, sort }, insists = false) {
    const sent = cleaned(query);
    if (!sent) return { count: 0, sent, typed: "", results: [] };
    const found = await this.#ask(sent, filters, sort);
    const meant = insists ? sent : await this.#meant(sent, found);
    if (meant === sent) return found;
    if (!meant) return { count: 0, sent, typed: "", results: [] };
    const better = await this.#ask(meant, filters, sort);
    return better.count > 0 ? { ...better, typed: sent } : found;
  }

  /** How many results each value of each facet would leave, given the other facets: {topic: {value: count}}. */
  async counts({ query, filters }) {
    const pagefind = await this.load();
    this.#hasFilters ??= pagefind.filters();
    const all = await this.#hasFilters;
    const sent = cleaned(query);
    if (!sent) return all;
    const counts = {};
    for (const facet of FACETS) {
      const others = Object.fromEntries(Object.entries(filters).filter(([name]) => name !== facet));
      counts[facet] = (await pagefind.search(sent, { filters: others })).filters[facet] ?? {};
    }
    return counts;
  }

  async #ask(sent, filters, sort) {
    const pagefind = await this.load();
    const options = { filters, sort: sort === "newest" ? { date: "desc" } : {} };
    const { results } = await inTime(pagefind.search(sent, options));
    // Pagefind takes a part of the index that it cannot get for an empty one: so no results may mean no network, or a
    // site that was published anew meanwhile.
    if (results.length === 0 && (await entry()) !== this.#entry) throw new Error("the index has changed");
    return { count: results.length, sent, typed: "", results: results.map((result) => once(() => inTime(result.data()))) };
  }

  /**
   * The query with every word that the first results lack replaced by the nearest known one. Pagefind takes the
   * beginning of a word that it does not know; where not even that is like the word, it is left out.
   */
  async #meant(sent, found) {
    const first = await Promise.all(found.results.slice(0, LOOKED_AT).map((result) => result()));
    const unknown = words(sent).filter((word) => word.length >= SHORTEST_SLIP && !has(first, stem(fold(word))));
    let meant = sent;
    for (const word of unknown) meant = meant.replace(word, await this.#known(word));
    return unknown.length > 0 ? cleaned(meant) : sent;
  }

  /** The word itself where the index has it, or the nearest of the hub's own words, or "". */
  async #known(word) {
    const { results } = await this.#ask(word, {}, "");
    const first = results.length > 0 ? [await results[0]()] : [];
    if (has(first, stem(fold(word)))) return word;
    const meant = nearest(word, await this.#hubWords());
    return meant ?? (has(first, fold(word).slice(0, Math.max(SHORTEST_SLIP, word.length - 3))) ? word : "");
  }

  /** The hub's own words; without them there is no guessing, and that is all. */
  #hubWords() {
    this.#vocabulary ??= fetch(new URL("search/words.txt", SITE))
      .then((response) => (response.ok ? response.text() : ""))
      .then((text) => text.split("\n").filter(Boolean))
      .catch(() => []);
    return this.#vocabulary;
  }
}

/** Whether one of the articles has a word that begins like that. */
const has = (articles, beginning) => articles.flatMap(wordsOf).some((word) => word.startsWith(beginning));

const wordsOf = ({ content, meta }) => fold(`${Object.values(meta).join(" ")} ${content}`).split(/[^\p{L}\p{N}]+/u);

/** What the index says of itself, now. */
async function entry() {
  const response = await fetch(new URL("pagefind/pagefind-entry.json", SITE), { cache: "no-store" });
  if (!response.ok) throw new Error(`the index is not there: ${response.status}`);
  return response.text();
}

function once(make) {
  let made;
  return () => (made ??= make());
}

function inTime(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the search does not answer")), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
