// Without this file every page reads and works; it only adds.
"use strict";

{
  const root = document.documentElement;
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // --- light or dark, remembered; without the button a page follows the system -----------------------------------

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  each("[data-theme-button]", (button) => {
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      show();
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        // A browser that stores nothing still changes this page.
      }
    });
  });

  // --- contents: open where there is room beside the text ----------------------------------------------------------

  each("[data-contents]", (contents) => {
    contents.open = matchMedia("(min-width: 56rem)").matches;
  });

  // Beside a long text they mark the part that is being read; the way back to them shows once they are out of sight.
  // Here and below, places are measured when the browser has worked them out anyway.
  each("[data-contents]", (contents) => {
    const links = [...contents.querySelectorAll("a")];
    const top = ({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1)))?.getBoundingClientRect().top;
    const mark = () => {
      const current = links.findLast((link) => top(link) < innerHeight / 3);
      const isNear = contents.getBoundingClientRect().bottom > 0;
      links.forEach((link) => link.toggleAttribute("data-current", link === current));
      each(".to-contents", (back) => back.toggleAttribute("data-near", isNear));
    };
    addEventListener("scroll", mark, { passive: true });
    requestAnimationFrame(mark);
  });

  // --- what is wider than the page is scrolled with the arrow keys as well --------------------------------------------

  const sizes = new ResizeObserver((seen) => {
    const wide = seen.map(({ target }) => [target, target.scrollWidth > target.clientWidth]);
    for (const [one, isWide] of wide) {
      if (isWide) one.tabIndex = 0;
      else one.removeAttribute("tabindex");
    }
  });
  each(".prose :is(table, pre > code, .arithmatex, .diagram__picture)", (one) => sizes.observe(one));

  // --- print, share, copy ------------------------------------------------------------------------------------------

  const offer = (selector, can, act) =>
    each(selector, (button) => {
      button.hidden = !can;
      button.addEventListener("click", () => act(button));
    });
  // A button that was pressed says for two seconds what came of it, and so does a line for those who cannot see it.
  const outcome = document.createElement("p");
  outcome.className = "visually-hidden";
  outcome.role = "status";
  let copied = null;
  const forget = () => {
    if (!copied) return;
    clearTimeout(copied.timer);
    copied.button.textContent = copied.label;
    outcome.textContent = "";
    copied = null;
  };
  const copy = async (button, text) => {
    let said = _("Copied");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      said = _("Could not be copied");
    }
    forget();
    copied = { button, label: button.textContent, timer: setTimeout(forget, 2000) };
    button.textContent = outcome.textContent = said;
  };
  offer("[data-print]", true, () => print());
  const address = location.href.split("#")[0];
  const share = () => navigator.share({ title: document.title, url: address }).catch(() => {});
  offer("[data-share]", navigator.share, share);
  offer("[data-copy-link]", !navigator.share && navigator.clipboard, (button) => copy(button, address));
  offer("[data-copy]", navigator.clipboard, (button) =>
    copy(button, document.getElementById(button.dataset.copy).textContent.trim()),
  );
  if (navigator.clipboard) {
    each(".prose:not([data-compared]) pre > code", (code) => {
      const button = document.createElement("button");
      button.className = "copy-code";
      button.type = "button";
      button.textContent = _("Copy");
      button.addEventListener("click", () => copy(button, code.textContent));
      code.parentElement.append(button);
    });
    if (document.querySelector("[data-copy], .copy-code")) document.body.append(outcome);
  }

  // --- the card of a citation or footnote, and on a telephone of an abbreviation ------------------------------------
  // It is right behind its link, and in the top layer, where no table cuts it off. WCAG 1.4.13: Escape closes it, the
  // pointer may move onto it, and it stays until then. The Tab key goes on to the next citation: Enter leads to the
  // reference, which has the same links.

  const cites = "a.cite, a.footnote-ref";
  const tapped = `${cites}, abbr[title]`;
  const card = document.createElement("span");
  let shown = null; // the link whose card is open
  let timer = 0;
  let touched = false;

  const later = (act, delay) => {
    clearTimeout(timer);
    timer = setTimeout(act, delay);
  };
  const close = () => {
    clearTimeout(timer);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    card.remove();
  };
  /** A link with those that it touches: of a range such as 1–4, where the dash leads to 2 and 3, all that it stands for. */
  const range = (link) => {
    const run = [link];
    while (run[0].previousSibling?.matches?.("a.cite")) run.unshift(run[0].previousSibling);
    while (run.at(-1).nextSibling?.matches?.("a.cite")) run.push(run.at(-1).nextSibling);
    return run;
  };
  /** What the card says: of an abbreviation its words, of a citation or footnote its text and the way there. */
  const contents = (link) => {
    const said = document.createElement("span");
    said.id = "page:cite-card";
    if (link.title) {
      said.textContent = link.title;
      return [said];
    }
    const texts = range(link).map(({ hash }) => {
      const entry = document.getElementById(decodeURIComponent(hash.slice(1)));
      return entry && (entry.querySelector(".reference__text") || entry.querySelector("p") || entry);
    });
    if (texts.includes(null)) return null;
    for (const text of texts) {
      const part = said.appendChild(document.createElement("span"));
      part.className = "cite-card__part";
      part.dir = "auto";
      part.append(...text.cloneNode(true).childNodes);
    }
    said.querySelectorAll(".footnote-backref").forEach((node) => node.remove());
    said.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    const go = document.createElement("a");
    go.className = "cite-card__go";
    go.href = link.hash;
    go.textContent = link.matches(".cite") ? _("Go to the reference") : _("Go to the note");
    return [said, go];
  };
  const open = (link) => {
    clearTimeout(timer);
    if (shown === link) return;
    close();
    const said = contents(link);
    if (!said) return;
    card.replaceChildren(...said);
    card.querySelectorAll("a").forEach((one) => (one.tabIndex = -1));
    (link.closest("sup") || link).after(card);
    card.showPopover();
    shown = link;
    link.setAttribute("aria-describedby", said[0].id);
    // Below the last line of the link, or above its first where there is no room below.
    const boxes = link.getClientRects();
    const last = boxes[boxes.length - 1];
    const { offsetWidth: width, offsetHeight: height } = card;
    const below = last.bottom + height + 8 < innerHeight || boxes[0].top < height + 8;
    card.style.left = `${Math.max(8, Math.min(last.left, root.clientWidth - width - 8)) + scrollX}px`;
    card.style.top = `${(below ? last.bottom + 4 : boxes[0].top - height - 4) + scrollY}px`;
  };

  if (card.showPopover && document.querySelector(tapped)) {
    card.className = "cite-card";
    card.popover = "manual";
    const main = document.getElementById("page:main");
    // In the card of a footnote, a citation is a link like any other.
    const link = (event) => (card.contains(event.target) ? null : event.target.closest?.(cites));
    const inside = (node) => node && (card.contains(node) || (shown && shown.contains(node)));

    main.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      if (link(event)) later(() => open(link(event)), 120);
      else if (inside(event.target)) clearTimeout(timer);
      else if (shown) later(close, 250);
    });
    main.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch";
    });
    main.addEventListener("focusin", (event) => {
      if (link(event) && link(event).matches(":focus-visible") && !touched) open(link(event));
    });
    main.addEventListener("focusout", (event) => {
      if (shown && !inside(event.relatedTarget) && inside(event.target)) later(close, 0);
    });
    // The first tap opens the card, the second follows the link.
    main.addEventListener("click", (event) => {
      const meant = card.contains(event.target) ? null : event.target.closest(touched ? tapped : cites);
      if (meant && touched && shown !== meant) {
        event.preventDefault();
        open(meant);
      } else if (meant || event.target.closest(".cite-card a")) {
        close();
      }
    });
    document.addEventListener("pointerdown", (event) => {
      if (shown && !inside(event.target)) close();
    });
    document.addEventListener("keydown", (event) => {
      touched = false;
      if (event.key === "Escape") close();
    });
  }
}
