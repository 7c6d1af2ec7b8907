// The page that begins an article: what is filled in goes into the address of GitHub's editor. Without this file the
// link on the page has a file to fill in, and everything can be read.
"use strict";

for (const form of document.querySelectorAll("[data-write]")) {
  // GitHub refuses longer addresses, and old browsers cut them.
  const LONGEST = 7000;
  const WORDS = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];

  const $ = (selector) => document.querySelector(selector);
  const value = (field) => field.value.trim().replace(/\s+/g, " ");

  /** A value as YAML: in quotes where it could be taken for something else. */
  const scalar = (text) =>
    /^[A-Za-z][\w ,.’()-]*$/.test(text) && !WORDS.includes(text.toLowerCase()) ? text : JSON.stringify(text);

  /** The name of the file: small letters, digits and hyphens. */
  const slug = (title) =>
    title
      .toLowerCase()
      .replace(/ø/g, "o")
      .replace(/ł/g, "l")
      .replace(/['’]/g, "")
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 60)
      .replace(/^-+|-+$/g, "") || _("my-article");

  const lines = (selector, key, indent) =>
    [...form.querySelectorAll(selector)]
      .filter(value)
      .map((field) => `${indent}${field.dataset[key]}: ${field.type === "number" ? value(field) : scalar(value(field))}`);

  const file = () => {
    const topics = [...form.querySelectorAll("[data-topic]:checked")].map((box) => box.value);
    const authors = lines("[data-author]", "author", "    ");
    const declarations = lines("[data-declaration]", "declaration", "  ");
    const now = new Date();
    const today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    return [
      "---",
      ...lines("[data-field]", "field", ""),
      `date: ${today}`,
      ...(authors.length ? ["authors:", `  - ${authors[0].trim()}`, ...authors.slice(1)] : []),
      ...(topics.length ? [`topics: [${topics.join(", ")}]`] : []),
      ...(declarations.length ? ["declarations:", ...declarations] : []),
      "---",
      "",
      form.dataset.body,
    ].join("\n");
  };

  const show = () => {
    const text = file();
    const name = `${form.dataset.folder}/${slug(value(document.getElementById("page:write-title")))}.md`;
    $("[data-write-name]").textContent = name;
    $("[data-write-file]").textContent = text;
    const go = $("[data-write-go]");
    if (!go) return;
    const begin = `${form.dataset.newFile}?filename=${encodeURI(name)}`;
    const whole = `${begin}&value=${encodeURIComponent(text)}`;
    const fits = whole.length <= LONGEST;
    go.href = fits ? whole : begin;
    $("[data-write-long]").hidden = fits;
  };

  const topics = [...form.querySelectorAll("[data-topic]")];
  const ask = () => {
    const chosen = topics.some((box) => box.checked);
    topics[0]?.setCustomValidity(chosen ? "" : _("Please choose one to three topics."));
  };

  form.hidden = false;
  form.addEventListener("input", () => {
    ask();
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  $("[data-write-go]")?.addEventListener("click", (event) => {
    ask();
    if (!form.reportValidity()) event.preventDefault();
  });
  // A browser that goes back has the answers still.
  if ([...form.querySelectorAll("[data-field], [data-author]")].some(value)) show();
}
