// The filters of /articles/: counts and combines them without reloading, and keeps them in the address.
"use strict";

const DATA = new URL("../articles/data/", import.meta.url);
const SITE = new URL("../", import.meta.url);
const PAGE_ROWS = 25;
const BADGES = { correction: "Corrected", retraction: "Retracted", "expression-of-concern": "Expression of concern" };

const form = document.querySelector("[data-browse]");
const fieldset = form.querySelector("fieldset");
const list = form.parentElement.querySelector(".cards");
const heading = form.parentElement.querySelector(".list__count");
const pager = form.parentElement.querySelector(".pager");
const status = form.querySelector("[data-browse-status]");
const error = form.querySelector("[data-browse-error]");
const opener = form.querySelector("[data-browse-open]");
// Of authors there are very many: their column is loaded when a reader asks for them.
const authorOpener = form.querySelector("[data-browse-authors]");
const authors = fieldset.querySelector("[name=author]").closest("label");
const selects = [...fieldset.querySelectorAll("select")];
const firstCards = [...list.children];

const more = document.createElement("button");
more.type = "button";
more.className = "browse__more";
more.textContent = "More articles";
more.hidden = true;
list.after(more);

/** The columns by facet: {values: [[id, name]], rows: [[number of a value]]}, and how many articles they are of. */
const columns = {};
let articles = 0;
let chunkSize = 0;
const chunks = new Map();
let matches = [];
let shown = 0;
let turn = 0;

async function json(name) {
  const response = await fetch(new URL(name, DATA));
  if (!response.ok) throw new Error(`${name} is not there: ${response.status}`);
  return response.json();
}

const column = ({ values, rows }) => ({
  values,
  rows: rows.split(";").map((row) => (row === "" ? [] : row.split(",").map(Number))),
});

/** Load the columns that are not loaded yet: those of the small facets, and the authors where they are wanted. */
async function load() {
  if (!columns.topic) {
    const small = await json("facets.json");
    articles = small.articles;
    chunkSize = small.chunk;
    for (const facet of small.facets) columns[facet.name] = column(facet);
  }
  if (!authors.hidden && !columns.author) columns.author = column(await json("author.json"));
}

const chosen = () => Object.fromEntries(selects.filter((one) => one.value).map((one) => [one.name, one.value]));

/** The numbers of the articles that have all of `filters`, without the facet `except`. */
function matching(filters, except) {
  const wanted = Object.entries(filters)
    .filter(([name]) => name !== except)
    .map(([name, id]) => [columns[name].rows, columns[name].values.findIndex(([value]) => value === id)]);
  const found = [];
  for (let index = 0; index < articles; index++) {
    if (wanted.every(([rows, value]) => rows[index].includes(value))) found.push(index);
  }
  return found;
}

/** Give every select the values that the other filters leave, with their counts. */
function fill(filters) {
  for (const select of selects.filter(({ name }) => columns[name])) {
    const { values, rows } = columns[select.name];
    const counts = new Array(values.length).fill(0);
    for (const index of matching(filters, select.name)) for (const value of rows[index]) counts[value]++;
    const options = values
      .map(([id, name], index) => [id, name, counts[index]])
      .filter(([id, , count]) => count > 0 || id === filters[select.name])
      .map(([id, name, count]) => new Option(`${name} (${count})`, id));
    if (select.name === "year") options.reverse();
    select.replaceChildren(select.options[0], ...options);
    select.value = filters[select.name] ?? "";
    select.closest("label").hidden = values.length === 0;
  }
}

async function row(index) {
  const chunk = Math.floor(index / chunkSize);
  if (!chunks.has(chunk)) chunks.set(chunk, json(`rows-${chunk}.json`));
  try {
    return (await chunks.get(chunk))[index % chunkSize];
  } catch (reason) {
    chunks.delete(chunk);
    throw reason;
  }
}

const linked = (text, href) => {
  const link = document.createElement("a");
  link.href = new URL(href, SITE).href;
  link.textContent = text;
  return link;
};

function card({ href, title, description, authors: names, date, topics, minutes, status: state }) {
  const item = form.querySelector("[data-browse-card]").content.cloneNode(true);
  const heading = item.querySelector("h3");
  heading.replaceChildren(linked(title, href));
  if (BADGES[state]) {
    const badge = document.createElement("span");
    badge.className = state === "correction" ? "badge" : "badge badge--grave";
    badge.textContent = BADGES[state];
    heading.append(" ", badge);
  }
  item.querySelector(".kicker").append(...topics.map(([name, address]) => linked(name, address)));
  item.querySelector(".card__description").textContent = description;
  const [byline, day, length] = item.querySelector(".facts").children;
  byline.append(...names.flatMap(([name, address], index) => (index ? [", "] : []).concat(linked(name, address))));
  day.textContent = date;
  length.textContent = `${minutes} min read`;
  return item;
}

async function showMore() {
  const now = turn;
  const next = matches.slice(shown, shown + PAGE_ROWS);
  const rows = await Promise.all(next.map(row));
  if (now !== turn) return; // the filters have changed meanwhile
  if (shown === 0) list.replaceChildren();
  const first = shown;
  list.append(...rows.map(card));
  shown += rows.length;
  more.hidden = shown >= matches.length;
  if (first > 0) list.children[first].querySelector("h3 a").focus();
}

/** Show what `filters` leave; without filters, the page as it came. */
async function apply(filters) {
  const now = ++turn;
  if (filters.author) showAuthors();
  await load();
  if (now !== turn) return;
  const isFiltered = Object.keys(filters).length > 0;
  fill(filters);
  matches = matching(filters);
  shown = 0;
  status.textContent = isFiltered ? `${matches.length} of ${articles} articles` : `${articles} articles`;
  heading.textContent = status.textContent;
  if (pager) pager.hidden = isFiltered;
  if (isFiltered) return showMore();
  list.replaceChildren(...firstCards);
  more.hidden = true;
}

/** Run `task`; a failure is shown, with the way to the lists that need no script. */
async function guarded(task) {
  try {
    await task();
    error.hidden = true;
  } catch (reason) {
    console.error(reason);
    error.hidden = false;
  }
}

function toggle(isOpen) {
  fieldset.hidden = !isOpen;
  opener.setAttribute("aria-expanded", String(isOpen));
}

function showAuthors() {
  authorOpener.hidden = true;
  authors.hidden = false;
}

/** The filters in the address; what is no value of a facet leaves no article, and says so. */
function fromAddress() {
  const fields = new URLSearchParams(location.search);
  return Object.fromEntries(selects.map(({ name }) => [name, fields.get(name)]).filter(([, value]) => value));
}

function change(filters) {
  const address = new URLSearchParams(filters).toString();
  history.pushState(null, "", address ? `?${address}` : location.pathname);
  return guarded(() => apply(filters));
}

opener.addEventListener("click", () => {
  toggle(fieldset.hidden);
  if (!fieldset.hidden) guarded(() => apply(chosen()));
});
authorOpener.addEventListener("click", async () => {
  showAuthors();
  await guarded(() => apply(chosen()));
  authors.querySelector("select").focus();
});
form.addEventListener("change", () => change(chosen()));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault();
  change({});
});
more.addEventListener("click", () => guarded(showMore));
addEventListener("popstate", () => guarded(() => apply(fromAddress())));

form.hidden = false;
if (Object.keys(fromAddress()).length > 0) {
  toggle(true);
  guarded(() => apply(fromAddress()));
}
