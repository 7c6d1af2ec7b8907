// Other ways in which an article may have written a word or a number of a query. Nothing here touches the page.

// British and American endings, and the Greek stems of medicine that Americans write with an e. Each pair is read both
// ways; a word that it makes counts only where the index has it.
const ENDINGS = [
  [/is(e|es|ed|er|ers|ing|ation|ations|ational|able)$/u, "iz$1"],
  [/iz(e|es|ed|er|ers|ing|ation|ations|ational|able)$/u, "is$1"],
  [/ys(e|es|ed|er|ers|ing)$/u, "yz$1"],
  [/yz(e|es|ed|er|ers|ing)$/u, "ys$1"],
  [/our(s|ed|ing|able|al|ally|ite)?$/u, "or$1"],
  [/or(s|ed|ing|able|al|ally|ite)?$/u, "our$1"],
  [/([bt])re(s|d)?$/u, "$1er$2"],
  [/([bt])er(s|ed)?$/u, "$1re$2"],
  [/([aeiou])ll(ed|ing|er|ers)$/u, "$1l$2"],
  [/([aeiou])l(ed|ing|er|ers)$/u, "$1ll$2"],
  [/ogue(s)?$/u, "og$1"],
  [/og(s)?$/u, "ogue$1"],
  [/aemi(a|as|c)$/u, "emi$1"],
  [/emi(a|as|c)$/u, "aemi$1"],
  [/ence(s)?$/u, "ense$1"],
  [/ense(s)?$/u, "ence$1"],
  [/ramme(s)?$/u, "ram$1"],
  [/ram(s)?$/u, "ramme$1"],
];
const STEMS = [
  "haem hem", "anaemi anemi", "anaesth anesth", "paed ped", "gynaec gynec", "orthopaed orthoped", "caesar cesar",
  "caecum cecum", "aetiolog etiolog", "faec fec", "leukaem leukem", "ischaem ischem", "septicaem septicem",
  "uraem urem", "coeliac celiac", "foet fet", "oedem edem", "oesoph esoph", "oestr estr", "diarrhoe diarrhe",
  "dyspnoe dyspne", "apnoe apne", "amenorrhoe amenorrhe", "manoeuv maneuv", "sulph sulf", "grey gray", "sceptic skeptic",
  "ageing aging", "judgement judgment", "practice practise", "behaviour behavior",
].map((pair) => pair.split(" "));

/** The other spellings of a folded word, at most a few, without the word itself. */
export function spellings(word) {
  if (word.length < 5) return [];
  const found = new Set();
  for (const [ending, other] of ENDINGS) if (ending.test(word)) found.add(word.replace(ending, other));
  for (const [british, american] of STEMS) {
    for (const known of [word, ...found]) {
      if (known.includes(british)) found.add(known.replace(british, american));
      else if (known.startsWith(american)) found.add(known.replace(american, british));
    }
  }
  found.delete(word);
  return [...found];
}

/** A number of four digits or more as authors group them, "1 204", or "": a year is written in one way only. */
export const grouped = (word) =>
  /^\d{4,9}$/u.test(word) && !/^(?:1[5-9]|20)\d\d$/u.test(word) ? word.replace(/\B(?=(?:\d{3})+$)/gu, " ") : "";

/** A query that is a DOI or the address of one, as the index has it; or "". render/data/extract.py writes the same. */
export function identifier(query) {
  const doi = /^\s*(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+?)[\s.,;]*$/iu.exec(query);
  return doi ? `doi${doi[1].toLowerCase().replace(/[^a-z0-9]/gu, "")}` : "";
}
