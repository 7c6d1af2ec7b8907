// The engine of the search, as a page has it: in a worker, so that typing stays smooth while it works.

export class Client {
  #worker;
  #waiting = new Map();
  #last = 0;

  /** Get ready for a search. */
  load = () => this.#call("load");

  /** As Engine.search and Engine.more. */
  search = (...args) => this.#call("search", args);
  more = (...args) => this.#call("more", args);

  #call(method, args = []) {
    this.#worker ??= this.#start();
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, method, args });
    });
  }

  #start() {
    const worker = new Worker(new URL("search-worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data: { id, value, error } }) => {
      if (error) return this.#fail(error);
      this.#waiting.get(id).resolve(value);
      this.#waiting.delete(id);
    });
    worker.addEventListener("error", () => this.#fail("the worker of the search does not start"));
    return worker;
  }

  /** After a failure the next call begins anew. */
  #fail(reason) {
    this.#worker.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }
}
