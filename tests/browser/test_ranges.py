"""In a numeric style, the card of a range such as 1–4 shows every source that it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from reading import serve

import hubs
from browsers import chromium


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    hubs.needs_a_program()
    folder: Path = tmp_path_factory.mktemp("ranges")
    hubs.write(
        folder,
        {
            "mkdocs.yml": hubs.MKDOCS_YML.replace("bib_dir: bib", "bib_dir: bib, csl: vancouver"),
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a.md": hubs.article(
                "All of them [@s1; @s2; @s3; @s4], two [@s1; @s3], and one [@s2].[^1]\n\n[^1]: See also [@s4]."
            ),
            "bib/a.bib": "".join(
                f"@article{{s{n}, author={{Author, A.}}, title={{Source number {n}}}, year={{200{n}}}, journal={{J}}}}"
                for n in range(1, 5)
            ),
        },
    )
    built = hubs.build(folder)
    assert built.status == 0, built.output
    with chromium() as browser, serve(folder / "site") as site:
        opened = browser.new_page()
        opened.goto(f"{site.url}articles/a/")
        yield opened


def _shown(page: Page, place: int) -> list[str]:
    page.mouse.move(0, 0)
    page.keyboard.press("Escape")
    page.locator("a.cite:not(:empty)").nth(place).hover()
    card = page.locator(".cite-card")
    expect(card).to_be_visible()
    text = card.inner_text()
    return [str(n) for n in range(1, 5) if f"Source number {n}" in text]


def test_a_range_shows_all_that_it_stands_for(page: Page) -> None:
    first, dash, last = range(3)
    assert page.locator("a.cite:not(:empty)").nth(dash).inner_text() == "–"
    assert _shown(page, first) == _shown(page, dash) == _shown(page, last) == ["1", "2", "3", "4"]


def test_numbers_that_are_listed_have_a_card_each(page: Page) -> None:
    assert [_shown(page, place) for place in (3, 4, 5)] == [["1"], ["3"], ["2"]]


def test_the_card_of_a_note_keeps_its_citation(page: Page) -> None:
    page.mouse.move(0, 0)
    page.keyboard.press("Escape")
    page.locator("a.footnote-ref").hover()
    expect(page.locator(".cite-card")).to_contain_text("See also (4).")
