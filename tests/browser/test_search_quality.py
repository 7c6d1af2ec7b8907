"""Known items are found: by name, part of a title, cited source, with slips, in another number, without accents.

The queries and their answers are those of benchmarks/search_corpus.py. The "kept" ones were made before the ranking
was looked at, and it was never set by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

import hubs
import search_corpus
from reading import chromium
from search import ranks
from search_corpus import Item
from served import Site, serve

ARTICLES = 240


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Site, list[Item]]]:
    root = tmp_path_factory.mktemp("quality") / "hub"
    items = search_corpus.write(root, ARTICLES, hubs.PROJECT / "overrides")
    built = hubs.build(root)
    assert built.status == 0, built.output
    with chromium() as browser, serve(root / "site") as site:
        page = browser.new_page()
        page.goto(site.url)
        yield page, site, items


@pytest.mark.parametrize("part", ["open", "kept"])
def test_known_items_are_found(found: tuple[Page, Site, list[Item]], part: str) -> None:
    page, site, items = found
    queries = search_corpus.queries(items, part, each=8)
    assert len(queries) >= 60
    assert len({query.kind for query in queries}) == 9
    score = search_corpus.score(ranks(page, site, queries))
    assert score.first >= 0.85, score
    assert score.first_five >= 0.96, score
    assert score.mrr >= 0.90, score
    assert score.empty <= 0.02, score


def test_slips_are_found_because_they_are_mended(found: tuple[Page, Site, list[Item]]) -> None:
    """Negative control: for a reader who insists on every slip, the same measure says that items are not found."""
    page, site, items = found
    slips = [query for query in search_corpus.queries(items, "kept", each=8) if query.kind == "misspelling"]
    mended = search_corpus.score(ranks(page, site, slips))
    insisted = search_corpus.score(ranks(page, site, slips, insists=True))
    assert insisted.first_five < 0.7 < 0.85 < mended.first_five


def test_the_queries_of_both_parts_are_about_different_articles(tmp_path: Path) -> None:
    items = search_corpus.write(tmp_path / "hub", 40, hubs.PROJECT / "overrides")
    texts = [{query.text for query in search_corpus.queries(items, part, each=5)} for part in ("open", "kept")]
    shared = {text for text in texts[0] & texts[1] if not text.isupper()}
    assert not shared


def test_the_score_knows_wrong_from_right() -> None:
    assert search_corpus.score([1, 2, 0, None]) == search_corpus.Score(4, 0.25, 0.5, 0.375, 0.25)
