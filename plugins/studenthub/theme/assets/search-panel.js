// The search as readers see it: in the dialog of every page, and in the page /search/.
import { choose, chosen, facetsOf, offer, watch } from "./browse-fields.js";
import { Client } from "./search-client.js";
import { Places } from "./search-places.js";
import { fromAddress, toAddress } from "./search-query.js";

const PAUSE_MS = 50; // after a key, before it is searched for
const LONG_PAUSE_MS = 600; // where a word has one or two letters: very many begin like that, and nobody looks for them
const FIRST_ROWS = 5;
const MORE_ROWS = 10;

export class SearchPanel {
  #engine = new Client();
  #places = new Places();
  #form;
  #input;
  #fieldset;
  #inPage;
  #part;
  #timer;
  #turn = 0;
  #count = 0;
  #large = [];

  /** `inPage` is true in the page /search/, whose address follows the search. */
  constructor(form, { inPage }) {
    this.#form = form;
    this.#inPage = inPage;
    this.#part = (name) => form.querySelector(`[data-search-${name}]`);
    this.#input = form.elements.q;
    this.#fieldset = form.querySelector("fieldset");
    this.#listen();
  }

  #listen() {
    this.#form.addEventListener("reset", (event) => this.#onReset(event));
    this.#form.elements.sort.addEventListener("change", () => this.#search());
    watch(this.#form, { onChange: () => this.#search(), onAsk: (facet) => this.#askFor(facet) });
    this.#input.addEventListener("input", () => this.#soon());
    this.#form.addEventListener("keydown", (event) => this.#onKey(event));
    this.#part("filters").addEventListener("click", () => this.#toggleFilters(this.#fieldset.hidden));
    this.#part("insist").addEventListener("click", () => this.#search({ insists: true }));
    this.#part("more").addEventListener("click", () => this.#showMore());
    this.#part("results").addEventListener("click", () => this.#remember());
  }

  /** Search for what was typed meanwhile, or for what an address (q=…&topic=…) says; or else get ready. */
  start(address) {
    if (address) this.#restore(fromAddress(address, facetsOf(this.#form)));
    if (this.#input.value) this.#search();
    else this.#guarded(() => this.#engine.load());
  }

  #restore({ query, filters, sort }) {
    this.#input.value ||= query;
    this.#form.elements.sort.value = sort;
    choose(this.#form, filters);
    this.#large = Object.keys(filters);
    if (Object.keys(filters).length > 0) this.#toggleFilters(true);
  }

  get #wanted() {
    return { query: this.#input.value.trim(), filters: chosen(this.#form), sort: this.#form.elements.sort.value };
  }

  #soon() {
    clearTimeout(this.#timer);
    const isBeginning = /(?:^|\s)\S{1,2}$/u.test(this.#input.value);
    this.#timer = setTimeout(() => this.#search(), isBeginning ? LONG_PAUSE_MS : PAUSE_MS);
  }

  // --- searching ----------------------------------------------------------------------------------------------------

  async #search({ insists = false } = {}) {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const wanted = this.#wanted;
    this.#keepAddress(wanted);
    const named = this.#showPlaces(wanted.query, turn);
    const slow = setTimeout(() => turn === this.#turn && this.#say(_("Searching …")), LONG_PAUSE_MS);
    await this.#guarded(async () => {
      const facets = this.#fieldset.hidden ? undefined : this.#large;
      const found = await this.#engine.search(wanted, { insists, facets, rows: FIRST_ROWS });
      if (turn !== this.#turn || !found) return;
      this.#show(wanted, found);
      if (found.typed && (await named) === 0) await this.#showPlaces(found.sent, turn);
    });
    clearTimeout(slow);
  }

  /** Run `task`; a failure is shown, with the way to browse. */
  async #guarded(task) {
    try {
      await task();
      this.#part("error").hidden = true;
    } catch (error) {
      console.error(error);
      this.#say("");
      this.#part("error").hidden = false;
    }
  }

  #keepAddress(wanted) {
    const address = toAddress(wanted);
    const page = this.#form.dataset.searchPage;
    const number = Object.keys(wanted.filters).length;
    if (!this.#inPage) this.#part("share").href = address ? `${page}?${address}` : page;
    this.#part("filters").textContent = number > 0 ? `${_("Filter")} (${number})` : _("Filter");
    this.#form.querySelector("[type=reset]").hidden = number === 0;
    if (this.#inPage) history.replaceState(history.state, "", address ? `?${address}` : location.pathname);
  }

  /** Before the reader follows a result: the way back leads to the same search. */
  #remember() {
    if (!this.#inPage) history.replaceState({ ...history.state, search: toAddress(this.#wanted) }, "");
  }

  // --- showing ------------------------------------------------------------------------------------------------------

  #show(wanted, { count, sent, typed, rows, counts }) {
    this.#count = count;
    this.#form.classList.toggle("search-panel--used", wanted.query !== "");
    this.#form.dataset.searched = "";
    const focused = this.#links.indexOf(document.activeElement);
    this.#part("results").replaceChildren(...rows.map((row) => this.#row(row)));
    // A reader who was quicker than the search is in the results already.
    if (focused >= 0) (this.#links[focused] ?? this.#input).focus();
    this.#part("more").hidden = rows.length >= count;
    if (!this.#inPage) this.#part("share").hidden = count === 0;
    // Of nothing there is no order; and it has no filters but those that left it.
    const isFiltered = Object.keys(wanted.filters).length > 0;
    this.#form.elements.sort.parentElement.hidden = count === 0;
    this.#part("filters").hidden = count === 0 && !isFiltered && this.#fieldset.hidden;
    this.#part("meant").hidden = !typed;
    this.#part("typed").textContent = typed;
    this.#part("shown").textContent = sent;
    if (counts) offer(this.#form, counts);
    if (!wanted.query) this.#say("");
    else if (!sent) this.#say(_("These words are in nearly every article. Add another one."));
    else if (count === 0) this.#say(none(sent, wanted.filters));
    else this.#say(articles(count));
  }

  /** The topics, authors and pages that a query names, and how many; the search of the articles does not wait for them. */
  async #showPlaces(query, turn) {
    let places = [];
    try {
      places = await this.#places.find(query);
    } catch (error) {
      console.error(error);
    }
    if (turn === this.#turn) {
      this.#part("places").hidden = places.length === 0;
      this.#part("places").replaceChildren(...places.map((place) => this.#place(place)));
    }
    return places.length;
  }

  #place({ kind, name, href, count, language }) {
    const item = this.#part("place").content.cloneNode(true);
    const link = item.querySelector("a");
    const [what, who, number] = link.children;
    link.href = href;
    what.textContent = kind;
    who.textContent = name;
    if (language) who.lang = language;
    number.textContent = count > 0 ? articles(count) : "";
    return item;
  }

  #say(text) {
    this.#part("status").textContent = text;
  }

  #row({ url, place, title, byline, date, status, language, excerpt }) {
    const item = this.#part("result").content.cloneNode(true);
    const [names, day] = item.querySelectorAll(".facts > *");
    const link = item.querySelector("a");
    const badge = item.querySelector(".badge");
    link.href = url + place;
    link.textContent = title;
    names.textContent = byline;
    day.textContent = date;
    badge.textContent = status.word;
    badge.hidden = !status.word;
    badge.classList.toggle("badge--grave", status.kind !== "correction");
    item.firstElementChild.classList.toggle("search-result--retracted", status.kind === "retraction");
    const text = item.querySelector(".search-result__excerpt");
    text.append(...marked(excerpt));
    for (const part of [link, text]) if (language) part.lang = language;
    return item;
  }

  async #showMore() {
    await this.#guarded(async () => {
      const turn = this.#turn;
      const shown = this.#links.length;
      const rows = await this.#engine.more(shown, MORE_ROWS);
      if (turn !== this.#turn) return;
      this.#part("results").append(...rows.map((row) => this.#row(row)));
      this.#part("more").hidden = this.#links.length >= this.#count;
      this.#links[shown]?.focus();
    });
  }

  // --- filters ------------------------------------------------------------------------------------------------------

  #toggleFilters(isOpen) {
    this.#fieldset.hidden = !isOpen;
    this.#part("filters").setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.#search();
  }

  /** Load the values of a large facet when a reader turns to it. */
  #askFor(facet) {
    if (this.#large.includes(facet)) return undefined;
    this.#large = [...this.#large, facet];
    return this.#search();
  }

  #onReset(event) {
    // The browser would empty the query and the order as well.
    event.preventDefault();
    choose(this.#form, {});
    this.#search();
  }

  // --- keys ---------------------------------------------------------------------------------------------------------

  #onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = [this.#input, ...this.#part("places").querySelectorAll("a"), ...this.#links];
    const here = stops.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (here === 0 && event.key === "Enter") this.#toFirst(event);
    else if (here === 0 && event.key === "Escape") this.#close(event);
    else if (here >= 0 && step && stops[here + step]) {
      event.preventDefault();
      stops[here + step].focus();
    }
  }

  /** Enter in the field goes to the first result. */
  async #toFirst(event) {
    event.preventDefault();
    await this.#search();
    this.#links[0]?.focus();
  }

  /** Escape closes the dialog at once; the browser would empty the field first. */
  #close(event) {
    const dialog = this.#form.closest("dialog");
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  }

  get #links() {
    return [...this.#part("results").querySelectorAll("a")];
  }
}

const articles = (count) =>
  ngettext("%(n)s article", "%(n)s articles", count).replace("%(n)s", count.toLocaleString(NUMBERS));

/** That nothing was found. */
function none(words, filters) {
  const isFiltered = Object.keys(filters).length > 0;
  const said = isFiltered ? _("No article has “%(words)s” and these filters.") : _("No article has “%(words)s”.");
  return said.replace("%(words)s", () => words);
}

/** The nodes of an excerpt. Pagefind marks words as HTML; read in a document that runs nothing, only the marks stay. */
function marked(excerpt) {
  const { body } = new DOMParser().parseFromString(excerpt, "text/html");
  return [...body.childNodes].map((node) => {
    if (node.nodeName !== "MARK") return node.textContent;
    const mark = document.createElement("mark");
    mark.textContent = node.textContent;
    return mark;
  });
}
