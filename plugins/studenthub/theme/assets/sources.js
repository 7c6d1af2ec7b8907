// Finds a source by words of its authors, title, year or DOI, as one types. Nothing is loaded before that.
import { json, once } from "./hub-data.js";
import { fold } from "./search-query.js";

const MOST = 20;
const form = document.querySelector("[data-find-source]");
const [input, status, failure, list] = ["input", "[role=status]", "[role=alert]", "ul"].map((name) => form.querySelector(name));
const sources = once(load);

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
input.addEventListener("input", async () => {
  try {
    show(await sources());
    failure.hidden = true;
  } catch (error) {
    console.error(error);
    failure.hidden = false;
  }
});

function show(rows) {
  const words = fold(input.value).split(/\s+/u).filter(Boolean);
  const found = words.length > 0 ? rows.filter(({ said }) => words.every((word) => said.includes(word))) : [];
  list.replaceChildren(...found.slice(0, MOST).map(item));
  const count = found.length;
  const said = ngettext("%(n)s source", "%(n)s sources", count).replace("%(n)s", count.toLocaleString(NUMBERS));
  status.textContent = words.length > 0 ? said : "";
}

async function load() {
  const rows = await json(form.dataset.findSource);
  return rows.map(([name, others, href, language]) => ({ name, href, language, said: fold(`${name} ${others}`) }));
}

function item({ name, href, language }) {
  const link = document.createElement("a");
  link.href = form.dataset.root + href;
  link.textContent = name;
  link.dir = "auto";
  if (language) link.lang = language;
  const row = document.createElement("li");
  row.append(link);
  return row;
}
