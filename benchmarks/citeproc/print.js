// Prints documents with citeproc-js: node print.js REQUEST.json > ANSWER.json
//
// The request has the text of a style, the folder of CSL's locales, a language, and documents: each its items as
// CSL-JSON, and its citations as citeproc-js wants them. The answer has the HTML of each document's citations, and its
// entries as pairs of a key and HTML.
"use strict";
const fs = require("fs");
const path = require("path");
const CSL = require("citeproc");

const request = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const known = new Set(fs.readdirSync(request.locales).map((name) => name.slice("locales-".length, -".xml".length)));

function locale(language) {
  const name = known.has(language) ? language : "en-US";
  return fs.readFileSync(path.join(request.locales, `locales-${name}.xml`), "utf8");
}

// One engine prints all documents, as it reads its style for longer than it prints. It forgets each before the next.
let items = {};
const system = { retrieveLocale: locale, retrieveItem: (id) => ({ ...items[id] }) };
const engine = new CSL.Engine(system, request.style, request.language);
const isNote = engine.opt.xclass === "note";

function printed(one) {
  engine.restoreProcessorState([]);
  engine.updateItems([]);
  items = Object.fromEntries(one.items.map((item) => [item.id, item]));
  const citations = one.citations.map(({ cites, isNarrative }, at) => ({
    citationID: String(at),
    citationItems: cites,
    properties: { noteIndex: isNote ? at + 1 : 0, ...(isNarrative ? { mode: "composite" } : {}) },
  }));
  const texts = engine.rebuildProcessorState(citations, "html", []).map(([, , html]) => html);
  return { citations: texts, entries: entries() };
}

// Where an entry prints nothing, citeproc-js has its id and no text: then each is asked for alone.
function entries() {
  const [{ entry_ids: ids }, texts] = engine.makeBibliography() || [{ entry_ids: [] }, []];
  if (ids.length === texts.length) return ids.map(([id], at) => [id, texts[at]]);
  return ids.map(([id]) => [id, engine.makeBibliography({ include: [{ field: "id", value: id }] })[1][0] || ""]);
}

process.stdout.write(JSON.stringify(request.documents.map(printed)));
