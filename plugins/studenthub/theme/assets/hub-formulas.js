// Copying a text with formulas gives them in TeX, as they were written; a word processor still gets them as formulas.
"use strict";

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (!selection.rangeCount) return;
  const copied = document.createElement("div");
  copied.append(selection.getRangeAt(0).cloneContents());
  const formulas = copied.querySelectorAll("math");
  if (!formulas.length) return;
  event.clipboardData.setData("text/html", copied.innerHTML);
  for (const formula of formulas) {
    const sign = formula.getAttribute("display") === "block" ? "$$" : "$";
    formula.replaceWith(sign + formula.getAttribute("alttext") + sign);
  }
  // Only what is part of the page knows where its lines end.
  document.body.append(copied);
  event.clipboardData.setData("text/plain", copied.innerText);
  copied.remove();
  event.preventDefault();
});

// A formula that is wider than the column of a page on paper is printed in smaller letters, and none of it is cut off.
const PAPER_EM = 48; // 170 mm in letters of 9.9 points

addEventListener("beforeprint", () => {
  for (const box of document.querySelectorAll("div.arithmatex")) {
    const width = box.scrollWidth / parseFloat(getComputedStyle(box).fontSize);
    box.style.setProperty("--fit", Math.min(1, PAPER_EM / width));
  }
});
