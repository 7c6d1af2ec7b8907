// The search runs in this worker: Pagefind's own would send every result to the page, and each one back when it is
// forgotten, which at 10,000 articles took longer than the search.
import { Engine } from "./search-engine.js";

// What the engine imports, asked for at the same time.
import "../pagefind/pagefind.js";
import "./browse-facets.js";
import "./hub-data.js";
import "./search-query.js";
import "./search-spelling.js";

const engine = new Engine();

addEventListener("message", async ({ data: { id, method, args } }) => {
  try {
    postMessage({ id, value: await engine[method](...args) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
});
