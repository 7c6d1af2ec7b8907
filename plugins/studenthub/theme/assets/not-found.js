// The page for an address that leads nowhere: what the words of the address find. The search comes when the page is there.

const ROWS = 5;
const field = document.querySelector("[data-not-found]");
const section = document.querySelector("[data-nearest]");

/** The last part of the address as words: “sleep-and-mistakes” of …/articles/sleep-and-mistakes/. */
function words() {
  try {
    const parts = decodeURIComponent(location.pathname).split("/");
    const last = parts.findLast((part) => part && !["index.html", "404.html"].includes(part)) ?? "";
    return last.replace(/\.\w+$/u, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  } catch {
    return ""; // an address that is no text
  }
}

async function show(query) {
  const [{ Client }, { Places }] = await Promise.all([import("./search-client.js"), import("./search-places.js")]);
  const asked = { query, filters: {}, sort: "" };
  const lists = new Places();
  const { rows, typed, sent } = await new Client().search(asked, { rows: ROWS });
  const named = await lists.find(query);
  const places = named.length === 0 && typed ? await lists.find(sent) : named;
  const articles = rows.map(({ title, url, language }) => ({ name: title, href: url, language }));
  const items = [...places, ...articles].slice(0, ROWS).map(({ name, href, language }) => {
    const [item, link] = [document.createElement("li"), document.createElement("a")];
    item.append(Object.assign(link, { href, textContent: name, lang: language || "", dir: "auto" }));
    return item;
  });
  section.querySelector("ul").replaceChildren(...items);
  section.hidden = items.length === 0;
}

const query = words();
field.value = query;
const look = () => show(query).catch((error) => console.error(error)); // the field is still there
if (query) addEventListener("load", look);
