// The search as readers see it: in the dialog of every page, and in the page /search/.
import { Engine } from "./search-engine.js";
import { FACETS, fromAddress, toAddress } from "./search-query.js";

const PAUSE_MS = 90; // after a key, before it is searched for: fast typists need about 100 ms for a key
const LONG_PAUSE_MS = 600; // where a word has one or two letters: very many begin like that, and nobody looks for them
const FIRST_ROWS = 5;
const MORE_ROWS = 10;
const MOST_OPTIONS = 100; // a longer list helps nobody; narrowing the search shortens it

export class SearchPanel {
  #engine = new Engine();
  #root;
  #form;
  #input;
  #inPage;
  #part;
  #timer;
  #turn = 0;
  #found = { count: 0, sent: "", typed: "", results: [] };
  #shown = 0;

  /** `inPage` is true in the page /search/, whose address follows the search. */
  constructor(root, { inPage }) {
    this.#root = root;
    this.#inPage = inPage;
    this.#part = (name) => root.querySelector(`[data-search-${name}]`);
    this.#form = root.querySelector("form");
    this.#input = this.#form.elements.q;
    this.#part("options").hidden = false;
    this.#listen();
  }

  #listen() {
    this.#form.addEventListener("submit", (event) => this.#onSubmit(event));
    this.#form.addEventListener("reset", (event) => this.#onReset(event));
    this.#input.addEventListener("input", () => this.#soon());
    this.#form.addEventListener("change", (event) => event.target.matches("select") && this.#search());
    this.#root.addEventListener("keydown", (event) => this.#onKey(event));
    this.#part("filters").addEventListener("click", () => this.#toggleFilters(this.#areFiltersHidden));
    this.#part("insist").addEventListener("click", () => this.#search({ insists: true }));
    this.#part("more").addEventListener("click", () => this.#showMore());
    this.#part("results").addEventListener("click", () => this.#remember());
  }

  /** Search for what an address (q=…&topic=…) says, or for what was typed meanwhile; or else get ready. */
  start(address) {
    if (address) this.#restore(fromAddress(address));
    if (this.#input.value) this.#search();
    else this.#guarded(() => this.#engine.load());
  }

  #restore({ query, filters, sort }) {
    this.#input.value = query;
    this.#form.elements.sort.value = sort;
    for (const [facet, value] of Object.entries(filters)) fill(this.#form.elements[facet], [], value);
    if (Object.keys(filters).length > 0) this.#toggleFilters(true);
  }

  get #wanted() {
    const fields = this.#form.elements;
    const filters = Object.fromEntries(FACETS.map((name) => [name, fields[name].value]).filter(([, value]) => value));
    return { query: this.#input.value.trim(), filters, sort: fields.sort.value };
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
    await this.#guarded(async () => {
      const found = await this.#engine.search(wanted, insists);
      const rows = await Promise.all(found.results.slice(0, FIRST_ROWS).map((result) => result()));
      if (turn !== this.#turn) return; // a later search has overtaken this one
      this.#found = found;
      this.#show(wanted, rows);
      if (this.#areFiltersHidden) return;
      const counts = await this.#engine.counts({ ...wanted, query: found.sent });
      if (turn === this.#turn) this.#showCounts(counts, wanted.filters);
    });
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
    const page = this.#root.dataset.searchPage;
    const share = this.#part("share");
    share.href = address ? `${page}?${address}` : page;
    share.hidden = !wanted.query;
    this.#part("reset").hidden = Object.keys(wanted.filters).length === 0;
    if (this.#inPage) history.replaceState(history.state, "", address ? `?${address}` : location.pathname);
  }

  /** Before the reader follows a result: the way back leads to the same search. */
  #remember() {
    if (!this.#inPage) history.replaceState({ ...history.state, search: toAddress(this.#wanted) }, "");
  }

  // --- showing ------------------------------------------------------------------------------------------------------

  #show(wanted, rows) {
    const { count, sent, typed } = this.#found;
    this.#part("results").replaceChildren(...rows.map((row) => this.#row(row)));
    this.#shown = rows.length;
    this.#part("more").hidden = this.#shown >= count;
    this.#part("meant").hidden = !typed;
    this.#part("typed").textContent = typed;
    this.#part("shown").textContent = sent;
    if (!wanted.query) this.#say("");
    else if (!sent) this.#say("These words are in nearly every article. Add another one.");
    else if (count === 0) this.#say(`No article has “${sent}”.`);
    else this.#say(`${count} article${count === 1 ? "" : "s"}`);
  }

  #say(text) {
    this.#part("status").textContent = text;
  }

  #row({ url, meta, excerpt }) {
    const item = this.#part("result").content.cloneNode(true);
    const [byline, date] = item.querySelectorAll("span, time");
    const link = item.querySelector("a");
    link.href = url;
    link.textContent = meta.title;
    byline.textContent = meta.byline ?? "";
    date.textContent = meta.date ?? "";
    item.querySelector(".search-result__excerpt").append(...marked(excerpt));
    return item;
  }

  async #showMore() {
    await this.#guarded(async () => {
      const found = this.#found;
      const next = found.results.slice(this.#shown, this.#shown + MORE_ROWS);
      const rows = await Promise.all(next.map((result) => result()));
      if (found !== this.#found) return;
      const items = rows.map((row) => this.#row(row));
      const first = items[0]?.querySelector("a");
      this.#part("results").append(...items);
      this.#shown += rows.length;
      this.#part("more").hidden = this.#shown >= found.count;
      first?.focus();
    });
  }

  // --- filters ------------------------------------------------------------------------------------------------------

  get #areFiltersHidden() {
    return this.#form.querySelector("fieldset").hidden;
  }

  #toggleFilters(isOpen) {
    this.#form.querySelector("fieldset").hidden = !isOpen;
    this.#part("filters").setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.#search();
  }

  #showCounts(counts, filters) {
    for (const facet of FACETS) {
      const byName = facet === "year" ? (a, b) => b[0].localeCompare(a[0]) : (a, b) => b[1] - a[1];
      const values = Object.entries(counts[facet] ?? {}).filter(([, count]) => count > 0).sort(byName);
      const select = this.#form.elements[facet];
      fill(select, values.slice(0, MOST_OPTIONS), filters[facet] ?? "");
      select.closest("label").hidden = select.options.length === 1;
    }
  }

  #onReset(event) {
    // The browser would empty the query and the order as well.
    event.preventDefault();
    for (const facet of FACETS) this.#form.elements[facet].value = "";
    this.#search();
  }

  // --- keys ---------------------------------------------------------------------------------------------------------

  /** Enter in the field goes to the first result. */
  async #onSubmit(event) {
    event.preventDefault();
    await this.#search();
    this.#links[0]?.focus();
  }

  get #links() {
    return [...this.#part("results").querySelectorAll("a")];
  }

  #onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.matches("select") || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = [this.#input, ...this.#links];
    const here = stops.indexOf(event.target);
    if (here === -1 || !stops[here + step]) return;
    event.preventDefault();
    stops[here + step].focus();
  }
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

/** Put `values` ([name, count]) into a select, after its first option, and choose `chosen`. A count of 0 is not said. */
function fill(select, values, chosen) {
  const rows = chosen && !values.some(([name]) => name === chosen) ? [[chosen, 0], ...values] : values;
  const options = rows.map(([name, count]) => new Option(count ? `${name} (${count})` : name, name));
  select.replaceChildren(select.options[0], ...options);
  select.value = chosen;
}
