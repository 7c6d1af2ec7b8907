// The filters of /articles/: all that the page loads. The rest comes where they are open: beside the list, for an address
// that has some, or when a reader opens them.
"use strict";

const form = document.querySelector("[data-browse]");
const button = form.querySelector("[data-browse-open]");
const isBeside = matchMedia("(min-width: 56rem)").matches;
const isInAddress = [...new URLSearchParams(location.search).keys()].some((name) => name in form.elements);

async function start(event) {
  try {
    const list = await import("./browse-list.js");
    button.removeEventListener("click", start);
    await list.open({ isAsked: Boolean(event) });
  } catch (error) {
    console.error(error);
    form.querySelector("[data-browse-error]").hidden = false;
  }
}

form.hidden = false;
if (isBeside || isInAddress) start();
else button.addEventListener("click", start);
