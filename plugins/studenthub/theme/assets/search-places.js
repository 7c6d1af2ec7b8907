// What the search finds beside articles, by its name: topics, authors, institutions, and pages of the guide.
import { json, once } from "./hub-data.js";
import { cleaned, fold } from "./search-query.js";

const PLACES = new URL("../search/places.json", import.meta.url);
const MOST = 4;
const SHORTEST_STEM = 3;

/**
 * @typedef {{kind: string, name: string, href: string, count: number, language: string}} Place
 * `language` is that of the name where it is another than the page's, or "".
 */

export class Places {
  #rows = once(load);

  /** Those whose name or other words have all words of a query, the nearest names first; loaded when first asked. */
  async find(query) {
    const words = fold(cleaned(query).replaceAll('"', " ")).split(/\s+/u).filter(Boolean);
    if (words.length === 0 || words.join("").length < SHORTEST_STEM) return [];
    const rows = await this.#rows();
    const found = matching(rows, words);
    const best = found.length > 0 ? found : matching(rows, words.map(stem));
    return best.slice(0, MOST).map(({ row }) => row);
  }
}

async function load() {
  const rows = await json(PLACES);
  return rows.map(([kind, name, href, count, others, language = ""]) => {
    const folded = fold(name);
    const said = split(`${folded} ${fold(others)}`);
    return { kind, name, href: new URL(`../${href}`, PLACES).href, count, language, folded, said };
  });
}

const split = (text) => text.split(/[^\p{L}\p{N}]+/u);

/** Rough, for words that differ in their ends: cite and citing. */
const stem = (word) => (word.length > SHORTEST_STEM ? word.replace(/(?:ing|es|s|e|ed)$/u, "") : word);

function matching(rows, words) {
  const whole = words.join(" ");
  return rows
    .filter(({ said }) => words.every((word) => said.some((other) => other.startsWith(word))))
    .map((row) => ({ row, rank: rank(row.folded, whole, words) }))
    .sort((a, b) => a.rank - b.rank || b.row.count - a.row.count);
}

/** 0 for the name itself, 1 for its beginning, 2 where all words are of the name, 3 where they are of the others. */
function rank(name, whole, words) {
  if (name === whole) return 0;
  if (name.startsWith(whole)) return 1;
  return words.every((word) => split(name).some((other) => other.startsWith(word))) ? 2 : 3;
}
