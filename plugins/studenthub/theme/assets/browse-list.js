// The list of /articles/ and its filters: counts and combines them without reloading, and keeps them in the address.
import { Facets, data } from "./browse-facets.js";
import { choose, chosen, facetsOf, offer, showChosen, watch } from "./browse-fields.js";
import { once } from "./hub-data.js";

const SITE = new URL("../", import.meta.url);

const form = document.querySelector("[data-browse]");
const fieldset = form.querySelector("fieldset");
const list = document.querySelector(".columns__main .cards");
const heading = document.querySelector(".columns__main .list__count");
const pager = document.querySelector(".columns__main .pager");
const part = (name) => document.querySelector(`[data-browse-${name}]`);
// Those of the page as it came: as many are shown at a time.
const firstCards = [...list.children];
heading.tabIndex = -1; // where a reader is who has taken the last filter away

const more = document.createElement("button");
more.type = "button";
more.className = "browse__more";
more.textContent = _("More articles");
more.hidden = true;
list.after(more);

const facets = new Facets({ isOneEach: true });
const chunks = [];
let matches = [];
let shown = 0;
let turn = 0;

// --- what is shown --------------------------------------------------------------------------------------------------

/** Show what `filters` leave; without filters, the page as it came. */
async function apply(filters) {
  const now = ++turn;
  await count(filters);
  if (now !== turn) return;
  const isFiltered = Object.keys(filters).length > 0;
  matches = facets.only(facets.rows, filters);
  shown = 0;
  form.querySelector("[type=reset]").hidden = !isFiltered;
  const total = facets.only(facets.rows, {}).length;
  const all = ngettext("%(n)s article", "%(n)s articles", total).replace("%(n)s", number(total));
  const some = _("%(number)s of %(articles)s").replace("%(number)s", number(matches.length)).replace("%(articles)s", all);
  part("status").textContent = isFiltered ? some : all;
  heading.textContent = part("status").textContent;
  if (pager) pager.hidden = isFiltered;
  part("none").hidden = matches.length > 0;
  showChosen(form, part("chosen"), remove);
  if (isFiltered) return showMore();
  list.replaceChildren(...firstCards);
  more.hidden = true;
}

/** Offer the values that `filters` leave, of the large facets the `wanted` ones. */
async function count(filters, wanted = []) {
  await facets.load([...wanted, ...Object.keys(filters)]);
  offer(form, facets.counts(facets.rows, filters));
}

async function showMore() {
  const now = turn;
  const rows = await Promise.all(matches.slice(shown, shown + firstCards.length).map(row));
  if (now !== turn) return; // the filters have changed meanwhile
  if (shown === 0) list.replaceChildren();
  const first = shown;
  list.append(...rows.map(card));
  shown += rows.length;
  more.hidden = shown >= matches.length;
  if (first > 0) list.children[first].querySelector("h3 a").focus();
}

async function row(index) {
  const chunk = Math.floor(index / facets.chunkSize);
  chunks[chunk] ??= once(() => data(`rows-${chunk}`));
  return (await chunks[chunk]())[index % facets.chunkSize];
}

/** A card like those of the list (partials/byline.html). */
function card(row) {
  const { href, title, description, authors, date, day, topics, minutes, references } = row;
  const { status: [status, badge] = [], kind, tongue, language, image, versions = [] } = row;
  const item = part("card").content.firstElementChild.cloneNode(true);
  const [picture, words] = item.children;
  const [kicker, name, text, facts] = words.children;
  item.classList.toggle("card--pictured", Boolean(image));
  if (image) {
    picture.href = new URL(href, SITE).href;
    picture.firstElementChild.src = new URL(image, SITE).href;
  } else picture.remove();
  item.classList.toggle("card--retracted", status === "retraction");
  name.append(linked([title, href, language]));
  if (status) name.append(" ", labelled(badge, status === "correction" ? "badge" : "badge badge--grave"));
  if (language) text.lang = language;
  text.textContent = description;
  if (kind) kicker.append(linked(kind));
  kicker.querySelector("a")?.classList.add("kicker__kind");
  kicker.append(...topics.map(linked));
  if (tongue) kicker.append(Object.assign(document.createElement("span"), { lang: language, textContent: tongue }));
  if (!kicker.firstChild) kicker.remove();
  const [byline, time, length, sources] = facts.children;
  byline.append(...names(authors));
  time.dateTime = day;
  time.textContent = date;
  length.textContent = _("%(minutes)s min read").replace("%(minutes)s", minutes);
  sources.textContent = ngettext("%(n)s source", "%(n)s sources", references).replace("%(n)s", number(references));
  if (references === 0) sources.remove();
  if (versions.length > 0) facts.append(others(versions));
  return item;
}

/** The authors of an article: of five or more the first two. */
function names(authors) {
  const shown = authors.length < 5 ? authors : authors.slice(0, 2);
  const rest = authors.length - shown.length;
  const links = shown.flatMap((author, index) => [...separator(index, rest > 0 ? 3 : shown.length), named(author)]);
  if (rest === 0) return links;
  const said = ngettext("%(name)s and %(n)s other", "%(name)s and %(n)s others", rest).replace("%(n)s", number(rest));
  const [before, after] = said.split("%(name)s");
  return [before, ...links, after];
}

function linked([text, href, language]) {
  const link = document.createElement("a");
  link.href = new URL(href, SITE).href;
  link.textContent = text;
  if (language) link.lang = language;
  return link;
}

/** A link whose text is what somebody wrote, in whichever script. */
function named(said) {
  const link = linked(said);
  link.dir = "auto";
  return link;
}

const labelled = (textContent, className) => Object.assign(document.createElement("span"), { textContent, className });

/** The same article in other languages. */
function others(versions) {
  const links = versions.flatMap(([name, href, language], index) => [
    ...separator(index, versions.length),
    Object.assign(linked([name, href]), { hreflang: language, lang: language }),
  ]);
  const [before, after] = _("Also in %(languages)s").split("%(languages)s");
  const made = Object.assign(labelled("", "versions"), { dir: "auto" });
  made.append(before, ...links, after);
  return made;
}

/** As the templates write it: 1,016. */
const number = (value) => value.toLocaleString(NUMBERS);
const separator = (index, count) => (index === 0 ? [] : [index === count - 1 ? _(" and ") : _(", ")]);

/** Run `task`; a failure is shown, with the way to the lists that need no script. */
async function guarded(task) {
  try {
    await task();
    part("error").hidden = true;
  } catch (error) {
    console.error(error);
    part("error").hidden = false;
  }
}

// --- what readers do ------------------------------------------------------------------------------------------------

/** The filters in the address; what is no value of a facet leaves no article, and says so. */
function fromAddress() {
  const fields = new URLSearchParams(location.search);
  return Object.fromEntries(facetsOf(form).map((name) => [name, fields.get(name)]).filter(([, value]) => value));
}

function restore() {
  const filters = fromAddress();
  choose(form, filters);
  return guarded(() => apply(filters));
}

function change(filters) {
  const address = new URLSearchParams(filters).toString();
  history.pushState(null, "", address ? `?${address}` : location.pathname);
  return guarded(() => apply(filters));
}

/** Go on with the filters that are left, and with the next of them. */
async function remove(left) {
  choose(form, left);
  await change(left);
  (part("chosen").querySelector("button") ?? heading).focus();
}

function toggle(isOpen) {
  fieldset.hidden = !isOpen;
  part("open").setAttribute("aria-expanded", String(isOpen));
}

watch(form, {
  onChange: () => change(chosen(form)),
  onAsk: (facet) => guarded(() => count(chosen(form), [facet])),
});
part("open").addEventListener("click", () => {
  toggle(fieldset.hidden);
  if (!fieldset.hidden) guarded(() => apply(chosen(form)));
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault();
  choose(form, {});
  change({});
});
more.addEventListener("click", () => guarded(showMore));
addEventListener("popstate", restore);

/** Open the filters, with those that the address has. Where a reader has not asked for them, nothing is announced. */
export function open({ isAsked }) {
  toggle(true);
  if (Object.keys(fromAddress()).length > 0) return restore();
  return guarded(() => (isAsked ? apply({}) : count({})));
}
