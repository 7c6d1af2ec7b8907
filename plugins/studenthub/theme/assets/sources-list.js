// Finds a source by words of its authors, title, year or DOI, as one types.
import { json, once } from "./hub-data.js";
import { fold } from "./search-query.js";

const MOST = 20;
const form = document.querySelector("[data-find-source]");
const [input, status, list] = ["input", "[role=status]", "ul"].map((name) => form.querySelector(name));
const sources = once(load);

/** Show what is typed by now; throws where the sources cannot be loaded. */
export async function find() {
  const rows = await sources();
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
