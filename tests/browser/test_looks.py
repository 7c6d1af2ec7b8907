"""What only the eye sees of a page: edges, lines and marks, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from reading import Served, serve

from browsers import chromium

NIGHT = "articles/night/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def site(showcase: Path) -> Iterator[Served]:
    with serve(showcase / "site") as served:
        yield served


@pytest.fixture
def page(browser: Browser, site: Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.goto(site.url + NIGHT)
    yield opened
    context.close()


# --- edges ------------------------------------------------------------------------------------------------------------

#: The widths of what an article consists of, but for what may be wider than its text and what may be narrower.
_WIDTHS = """() => {
    const parts = ".banner, .standfirst, .series, .bylines, .article__header .facts, .article__header .actions, " +
        ".prose > :is(p, ul, ol, blockquote, .admonition, details, .tabbed-set, .footnote), .series-parts, " +
        ".references, .article__footer > *";
    return [...new Set([...document.querySelectorAll(parts)].map((one) => Math.round(one.offsetWidth)))];
}"""


def test_the_parts_of_an_article_end_on_one_line(page: Page) -> None:
    """Whatever the size of their letters: beside one another, edges that nearly meet look like an oversight."""
    widths = page.evaluate(_WIDTHS)
    assert len(widths) == 1, widths
    page.evaluate("document.querySelector('.standfirst').style.maxWidth = '56ch'")
    assert len(page.evaluate(_WIDTHS)) == 2, "the control"


# --- what has the pointer, and what has the focus ---------------------------------------------------------------------

#: What can be pressed or typed into. Their parents are looked at as well, of which some show it for them.
_PRESSED = "a[href]:not(.skip), button, summary, input, select, textarea, .tabbed-labels > label"
_LOOK = """one => [one, one.parentElement].map((part) => ["", "::before", "::after"].map((which) => {
    const style = getComputedStyle(part, which);
    const { color, backgroundColor, borderTopColor, borderBottomColor, opacity } = style;
    const { textDecorationLine, textDecorationThickness, textDecorationColor } = style;
    return [color, backgroundColor, borderTopColor, borderBottomColor, opacity, textDecorationLine,
            textDecorationLine === "none" ? "" : [textDecorationThickness, textDecorationColor]].join();
})).join(" | ")"""
#: One of a kind is enough: the same element in a place of the same kind.
_KIND = """one => [one, one.parentElement, one.parentElement.parentElement]
    .map((part) => part.tagName + "." + part.className).join(" < ")"""
_UNFOLD = "document.querySelectorAll('details').forEach((one) => (one.open = true))"
_EVERYTHING = (
    *("", NIGHT, "articles/crowd/", "articles/signs/", "articles/", "topics/sleep/", "authors/author-ann/", "sources/"),
    *("search/?q=night", "articles/?topic=sleep", "write/", "write/article/", "404.html"),
)


def _without_an_answer(page: Page, seen: set[str]) -> list[str]:
    """What looks the same with the pointer on it."""
    found = []
    for one in page.query_selector_all(_PRESSED):  # which stay the same while cards come and go
        kind = one.evaluate(_KIND)
        if kind in seen or not one.is_visible() or one.evaluate(_CALM):
            continue
        seen.add(kind)
        page.mouse.move(1, 1)
        page.keyboard.press("Escape")  # the card of a citation, which would be above what is next
        before = one.evaluate(_LOOK)
        one.hover(force=True)
        if one.evaluate(_LOOK) == before:
            found.append(kind)
    return found


#: The tab that is open, a box to tick, and a picture whose title is right below it answer with the pointer alone.
_CALM = """one => one.matches(":checked, [type=checkbox], [type=radio], .card__picture, .headerlink") ||
    getComputedStyle(one).borderBottomWidth === "3px" && one.matches("label") && getComputedStyle(one).color ===
        getComputedStyle(document.body).color"""


def test_what_can_be_pressed_answers_the_pointer(page: Page, site: Served) -> None:
    seen: set[str] = set()
    for path in _EVERYTHING:
        page.goto(site.url + path, wait_until="networkidle")
        page.evaluate(_UNFOLD)
        assert _without_an_answer(page, seen) == [], path
    assert len(seen) > 80
    page.goto(site.url + NIGHT)
    page.evaluate("document.styleSheets[0].insertRule('.tags a { border-color: transparent !important }')")
    assert len(_without_an_answer(page, set())) == 1, "the control"


#: By how many pixels the ring of each thing that has the focus is cut off, where it is, or that it has none.
_RINGS = """() => [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']")]
    .flatMap((one) => {
        one.focus({ preventScroll: true });
        if (document.activeElement !== one || !one.checkVisibility()) return [];
        const ringed = one.matches(".tabbed-set > input") ? one.parentElement.querySelector(".tabbed-labels")
            : one.matches(".search-result > a") ? one.parentElement : one;
        const style = getComputedStyle(ringed), width = parseFloat(style.outlineWidth);
        const name = one.outerHTML.slice(0, 80);
        if (style.outlineStyle !== "solid" || width !== 3) return [`no ring: ${name}`];
        if (one.tabIndex < 0) return [];
        const grown = width + parseFloat(style.outlineOffset), box = ringed.getBoundingClientRect();
        for (let part = ringed.parentElement; part; part = part.parentElement) {
            const { overflowX, position } = getComputedStyle(part), edge = part.getBoundingClientRect();
            if (position === "static" && overflowX === "visible") continue;
            if (overflowX === "visible" || part === document.body || part === document.documentElement) continue;
            const cut = Math.max(edge.left - box.left, box.right - edge.right) + grown;
            if (cut > 1.1 && box.left > edge.left - 1 && box.right < edge.right + 1) return [`cut by ${cut}: ${name}`];
        }
        return [];
    })"""


def test_the_ring_of_what_has_the_focus_is_whole_and_the_same_everywhere(page: Page, site: Served) -> None:
    for path in _EVERYTHING:
        page.goto(site.url + path, wait_until="networkidle")
        page.evaluate(_UNFOLD)
        page.keyboard.press("Tab")
        assert page.evaluate(_RINGS) == [], path
    page.goto(site.url + NIGHT)
    page.keyboard.press("Tab")
    page.evaluate("document.querySelector('.contents').style.padding = '0'")
    assert page.evaluate(_RINGS) != [], "the control"


_CONTRAST = """() => {
    const light = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const root = getComputedStyle(document.documentElement);
    const pen = document.createElement("span");
    document.body.append(pen);
    const colour = (name) => { pen.style.color = `var(${name})`; return light(getComputedStyle(pen).color); };
    const ring = colour("--accent");
    return ["--paper", "--surface", "--accent-soft", "--danger-soft", "--care-soft", "--mark"].map((name) => {
        const [dark, bright] = [ring, colour(name)].sort((one, other) => one - other);
        return (bright + 0.05) / (dark + 0.05);
    });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_is_seen_on_every_colour(page: Page, scheme: Any) -> None:
    """Three to one, WCAG 2.2, 1.4.11."""
    page.emulate_media(color_scheme=scheme)
    assert min(page.evaluate(_CONTRAST)) >= 3


# --- where backgrounds are not seen: on paper, and where a reader forces colours --------------------------------------

#: The lines around what has a background of its own.
_EDGES = """(names) => [...document.querySelectorAll(names)].filter((one) => one.checkVisibility()).map((one) => {
    const { borderTopWidth, borderTopColor, borderLeftWidth, borderLeftColor } = getComputedStyle(one);
    return [borderTopWidth, borderTopColor, borderLeftWidth, borderLeftColor].join(" ");
})"""


def test_on_paper_code_has_a_line_around_it(page: Page, site: Served) -> None:
    for path, names in ((NIGHT, "pre, .filename"), ("articles/crowd/", "pre")):
        page.goto(site.url + path)
        page.emulate_media(media="print")
        edges = page.evaluate(_EDGES, names)
        assert edges == ["1px rgb(153, 153, 153) 1px rgb(153, 153, 153)"] * len(edges), path
        assert edges
        page.emulate_media(media="screen", color_scheme="light")
        assert "153" not in str(page.evaluate(_EDGES, names)), "the control"


def test_in_forced_colours_what_has_a_background_has_an_edge(page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    names = ".prose pre, .filename, .invitation, .series-parts, .tags a, .actions a"
    edges = set(page.evaluate(_EDGES, names))
    assert len(page.query_selector_all(names)) > 6
    assert all(edge.startswith("1px rgb(255, ") and " 1px rgb(255, " in edge for edge in edges), edges


def test_what_only_leads_on_is_not_on_paper(page: Page, site: Served) -> None:
    page.emulate_media(media="print")
    for path, name in ((NIGHT, ".series-parts"), ("", ".follow"), ("", ".more"), ("topics/sleep/", ".follow")):
        page.goto(site.url + path)
        assert page.locator(name).count(), name
        assert not any(one.is_visible() for one in page.locator(name).all()), name


def test_on_paper_there_is_no_gap_around_words_of_code(page: Page) -> None:
    room = "getComputedStyle(document.querySelector('.prose p > code')).paddingInlineStart"
    assert page.evaluate(room) != "0px"
    page.emulate_media(media="print")
    assert page.evaluate(room) == "0px"
