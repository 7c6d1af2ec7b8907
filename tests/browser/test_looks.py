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
        ".prose > :is(p, ul, ol, blockquote, .admonition, details, .tabbed-set, .footnote), .series-parts, .references, " +
        ".article__footer > *";
    return [...new Set([...document.querySelectorAll(parts)].map((one) => Math.round(one.offsetWidth)))];
}"""


def test_the_parts_of_an_article_end_on_one_line(page: Page) -> None:
    """Whatever the size of their letters: beside one another, edges that nearly meet look like an oversight."""
    widths = page.evaluate(_WIDTHS)
    assert len(widths) == 1, widths
    page.evaluate("document.querySelector('.standfirst').style.maxWidth = '56ch'")
    assert len(page.evaluate(_WIDTHS)) == 2, "the control"
