// The fields of the filters (browse-fields.html), in /articles/ and in the search.
import { fold } from "./search-query.js";

// A field is a list to choose from; or, of a facet with very many values, text with suggestions. The text is a name,
// and data-id of the field the id that goes with it.

const fieldsOf = (form) => [...form.querySelectorAll(".filters [name]")];

/** The facets that `form` has fields for: the names of columns in the data, and of parameters in addresses. */
export const facetsOf = (form) => fieldsOf(form).map(({ name }) => name);

/**
 * Watch the fields of `form`. `onChange` is called after a choice, `onAsk` with the name of a text field when a reader
 * turns to it, as its suggestions are loaded only then: it promises that they are there.
 */
export function watch(form, { onChange, onAsk }) {
  let asked;
  form.addEventListener("change", async ({ target }) => {
    if (!fieldsOf(form).includes(target)) return;
    if (!target.list) return onChange();
    await asked; // a quick reader has written a name before the names are there
    const before = target.dataset.id;
    lookUp(target);
    if (target.dataset.id !== before) onChange();
  });
  form.addEventListener("focusin", ({ target }) => {
    if (fieldsOf(form).includes(target) && target.list) asked = onAsk(target.name);
  });
}

/** The filters that are chosen: {facet: id}. */
export function chosen(form) {
  const pairs = fieldsOf(form).map((field) => [field.name, idOf(field)]);
  return Object.fromEntries(pairs.filter(([, id]) => id));
}

/** Show what is chosen as buttons in `list`; each of them calls `onRemove` with the filters that are left without it. */
export function showChosen(form, list, onRemove) {
  const all = chosen(form);
  const items = fieldsOf(form)
    .filter(idOf)
    .map((field) => {
      const { [field.name]: _id, ...left } = all;
      const item = document.createElement("li");
      item.append(chip(field, () => onRemove(left)));
      return item;
    });
  list.replaceChildren(...items);
  list.hidden = items.length === 0;
}

function chip(field, onClick) {
  const option = field.list ? undefined : field.selectedOptions[0];
  const name = option?.dataset.name ?? field.value;
  const text = Object.assign(document.createElement("span"), { textContent: name, lang: option?.lang ?? "" });
  const button = document.createElement("button");
  button.type = "button";
  button.append(text);
  button.setAttribute("aria-label", _("Remove the filter %(name)s").replace("%(name)s", () => name));
  button.addEventListener("click", onClick);
  return button;
}

/** Choose `filters`. A value that is not offered yet is called by its id. */
export function choose(form, filters) {
  for (const field of fieldsOf(form)) {
    const id = filters[field.name] ?? "";
    if (field.list) {
      field.dataset.id = id;
      field.value = nameOf(field) ?? id;
      complain(field, "");
    } else {
      pick(field, id);
    }
  }
}

/** Offer the values in `counts` ({facet: [[id, name, count, language]]}) that have articles, and keep what is chosen. */
export function offer(form, counts) {
  const filters = chosen(form);
  for (const [name, values] of Object.entries(counts)) {
    const field = form.elements[name];
    const left = values.filter(([id, , count]) => count > 0 || id === filters[name]);
    if (field.list) {
      field.list.replaceChildren(...left.map(suggestion));
      // What a reader is writing there stays as it is.
      if (field.value === field.dataset.id) field.value = nameOf(field) ?? field.value;
    } else {
      field.replaceChildren(field.options[0], ...left.map(option));
      pick(field, filters[name] ?? "");
    }
    field.closest("label").hidden = values.length === 0;
  }
}

const idOf = (field) => (field.list ? field.dataset.id : field.value);

const suggestions = (field) => [...field.list.options];

/** The name that goes with the id of a text field, once it is suggested. */
const nameOf = (field) => suggestions(field).find((option) => option.dataset.id === field.dataset.id)?.value;

/** Choose a value of a list. One that is not offered is added as it is called. */
function pick(field, id) {
  if (![...field.options].some(({ value }) => value === id)) field.append(new Option(id, id));
  field.value = id;
}

function option([id, label, count, language]) {
  const made = Object.assign(new Option(`${label} (${count})`, id), { lang: language });
  made.dataset.name = label;
  return made;
}

function suggestion([id, name, count]) {
  const option = new Option(ngettext("%(n)s article", "%(n)s articles", count).replace("%(n)s", count), name);
  option.dataset.id = id;
  return option;
}

/** Take the name in a text field, or the only one that has it in it; where there is none, say so. */
function lookUp(field) {
  const typed = fold(field.value.trim());
  const similar = suggestions(field).filter(({ value }) => fold(value).includes(typed));
  const same = similar.find(({ value }) => fold(value) === typed) ?? (similar.length === 1 ? similar[0] : undefined);
  field.dataset.id = (typed && same?.dataset.id) || "";
  if (field.dataset.id) field.value = same.value;
  const several = _("Several authors have that in their names: choose one of those that are suggested.");
  const none = _("No author of these articles has this name: choose one of those that are suggested.");
  complain(field, typed && !same ? (similar.length > 0 ? several : none) : "");
}

/** Say what is wrong with a field, below the fields; "" is nothing. */
function complain(field, wrong) {
  document.getElementById(field.getAttribute("aria-describedby")).textContent = wrong;
  field.setAttribute("aria-invalid", String(wrong !== ""));
}
