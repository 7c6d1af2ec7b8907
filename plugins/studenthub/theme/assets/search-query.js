// What a reader's words become before they are searched for. Nothing here touches the page.

// Letters of a query: a text that was pasted by mistake would load most of the index (search-panel.html says so too).
const LONGEST = 200;

/** Lower case, without accents: as the index compares words. */
export const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ø", "o").replaceAll("ł", "l");

// Words that are in nearly every article: to look one up would load most of the index, and sort out nothing.
const STOP_WORDS = new Set(
  _(
    "a about after al all also an and any are as at be been before being between both but by can could did do does et " +
      "for from had has have how if in into is it its may more most no not of on or our out over should so some such " +
      "than that the their them then there these they this those through to under up was we were what when where which " +
      "while who why will with would you your",
  )
    .split(" ")
    .map(fold),
);

/** The part of a word that its forms share; rough, for comparing two words of one reader's query. */
export const stem = (word) => word.replace(/(?:'s|’s|ies|es|s|ed|ing|y)$/u, "").replace(/i$/u, "");

/**
 * The query that is sent: quoted phrases as they are, of other words those that tell articles apart.
 * It is empty where nothing is left.
 */
export function cleaned(query) {
  const parts = query.replace(/[“”„«»]/gu, '"').match(/"[^"]*"?|[^\s"]+/gu) ?? [];
  const kept = parts.map((part) => {
    if (part.startsWith('"')) return /\p{L}|\p{N}/u.test(part) ? `"${part.replaceAll('"', "").trim()}"` : "";
    const word = part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
    return [...word].length < 2 || STOP_WORDS.has(fold(word)) ? "" : word;
  });
  return kept.filter(Boolean).join(" ");
}

// Ways to read a query with OR that are asked for, at most: each is a search of its own.
const MOST_WAYS = 4;

/**
 * The operators of a query, as other searches have them: of the words beside an OR one is enough, -word is in no
 * result, and author:name (author:"two names") wrote each of them.
 * `ways` are the queries without operators of which one is enough.
 */
export function operators(query) {
  const parts = query.replace(/[“”„«»]/gu, '"').match(/[-−]?(?:author:\s*)?(?:"[^"]*"?|[^\s"]+)/giu) ?? [];
  const [groups, without, authors] = [[], [], []];
  let isChoice = false;
  parts.forEach((part, index) => {
    const author = /^author:\s*(.+)$/iu.exec(part)?.[1];
    const unwanted = /^[-−](["\p{L}].*)$/u.exec(part)?.[1];
    if (author) authors.push(author.replaceAll('"', ""));
    else if (unwanted) without.push(cleaned(unwanted));
    else if (part === "OR" && groups.length > 0 && index < parts.length - 1) isChoice = true;
    else {
      if (isChoice) groups.at(-1).push(part);
      else groups.push([part]);
      isChoice = false;
    }
  });
  const longer = (ways, group) => ways.flatMap((way) => group.map((part) => `${way} ${part}`.trim())).slice(0, MOST_WAYS);
  return { ways: groups.reduce(longer, [""]), without: without.filter(Boolean), authors };
}

/** The phrases of a cleaned query, with their quotation marks. */
export const phrases = (query) => query.match(/"[^"]*"/gu) ?? [];

/** The words of a cleaned query outside quotation marks. */
export const words = (query) => query.replace(/"[^"]*"/gu, " ").match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu) ?? [];

/** A cleaned query as words alone, those of its phrases included. */
export const unquoted = (query) => cleaned(query.replaceAll('"', " "));

/** The sources that a cleaned query may ask for: a name and a year, "zeuthen 2011", for the three names next to it. */
export function cited(query) {
  const said = words(query);
  const year = said.findIndex((word) => /^(?:1[5-9]|20)\d\d[a-z]?$/u.test(word));
  if (year === -1) return [];
  const names = year > 0 ? said.slice(0, year).slice(-3) : said.slice(1, 4);
  return names.filter((name) => !/\d/u.test(name)).map((name) => `${name} ${said[year].slice(0, 4)}`);
}

/**
 * The nearest of `known` (the commonest first) to a word that nobody wrote: one slip apart, in words of seven letters
 * or more two. A slip is a letter missing, added, wrong, or two that changed places. Undefined where none is near.
 */
export function nearest(word, known) {
  const typed = fold(word);
  let most = typed.length < 4 ? 0 : typed.length < 7 ? 1 : 2;
  let found;
  for (const other of known) {
    const candidate = fold(other);
    if (Math.abs(candidate.length - typed.length) > most) continue;
    // Of two at the same distance the one with the same first letter: few slip there.
    const slips = distance(typed, candidate, most) + (candidate[0] === typed[0] ? 0 : 0.5);
    if (slips > 0 && slips <= most && (found === undefined || slips < most)) {
      found = other;
      most = slips;
    }
  }
  return found;
}

/** Optimal string alignment distance (Damerau 1964, without editing a part twice); more than `most` is Infinity. */
function distance(a, b, most) {
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[b.length];
}

/** The search in an address: {query, filters, sort}. The filters are of `facets`. */
export function fromAddress(address, facets) {
  const fields = new URLSearchParams(address);
  const filters = Object.fromEntries(facets.filter((name) => fields.get(name)).map((name) => [name, fields.get(name)]));
  return { query: (fields.get("q") ?? "").slice(0, LONGEST), filters, sort: fields.get("sort") === "newest" ? "newest" : "" };
}

/** The address of a search, without the question mark; "" where nothing is searched for. */
export function toAddress({ query, filters, sort }) {
  const fields = new URLSearchParams();
  if (query) fields.set("q", query);
  for (const [name, value] of Object.entries(filters)) if (value) fields.set(name, value);
  if (sort) fields.set("sort", sort);
  return fields.toString();
}
