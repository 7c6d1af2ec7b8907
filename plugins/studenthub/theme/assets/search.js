// The search button and its keys: all that every page loads. The rest comes when a reader searches.
"use strict";

const button = document.querySelector("[data-search-button]");
const dialog = document.querySelector("[data-search-dialog]");
const inline = document.querySelector("[data-search-inline]");

let loading;

// All that the panel is made of, asked for at once: one after the other they would take three times as long to come.
const PARTS = ["search-panel", "search-client", "search-query", "browse-facets", "browse-fields", "hub-data"];

/** Ask for the look of what will be found. The dialog itself has its own from the beginning, and waits for nothing. */
function dress() {
  if (document.querySelector("[data-search-look]")) return;
  const look = document.createElement("link");
  look.rel = "stylesheet";
  look.href = new URL("search.css", import.meta.url).href;
  look.dataset.searchLook = "";
  look.addEventListener("error", () => look.remove()); // the next search asks again
  document.head.append(look);
}

/** The panel of this page, wired once. It is tried again when its scripts could not be loaded. */
function panel() {
  const root = (inline ?? dialog).querySelector("[data-search-panel]");
  loading ??= Promise.all(PARTS.map((part) => import(`./${part}.js`))).then(
    ([{ SearchPanel }]) => new SearchPanel(root, { inPage: Boolean(inline) }),
    (error) => {
      loading = undefined;
      root.querySelector("[data-search-error]").hidden = false;
      throw error;
    },
  );
  return loading;
}

/**
 * Open the search; or show that of an `address` (q=…&topic=…), for whose readers no keyboard needs to cover the results.
 */
async function open(address = "") {
  dress();
  if (dialog && !dialog.open) dialog.showModal();
  if (!address) {
    const input = (inline ?? dialog).querySelector("input");
    input.focus();
    input.select();
  }
  try {
    (await panel()).start(address);
  } catch (error) {
    console.error(error);
  }
}

// No key of one character: software that types what somebody says presses such keys by accident (WCAG 2.1.4).
function onKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  open();
}

(inline ?? dialog).querySelector("form").addEventListener("submit", (event) => event.preventDefault());
document.querySelector("[data-search-link]").hidden = true;
button.hidden = false;
button.addEventListener("click", () => open());
document.addEventListener("keydown", onKey);
dialog?.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-search-close]")) dialog.close();
});

// A search that was closed is over: a reload does not bring it back.
dialog?.addEventListener("close", () => history.replaceState(null, ""));

// Back from a result, the dialog opens as it was left. The page /search/ keeps its search in its address.
if (inline) {
  const isAsked = Boolean(new URLSearchParams(location.search).get("q"));
  inline.querySelector("form").classList.toggle("search-panel--used", isAsked);
  inline.hidden = false;
  inline.querySelector("input").addEventListener("focus", () => open(), { once: true });
  if (location.search) open(location.search);
} else if (history.state?.search) {
  open(history.state.search);
}
