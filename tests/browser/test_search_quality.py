"""Known items are found: by name, part of a title, cited source, with slips, in another number, without accents.

The queries and their answers are those of benchmarks/search_corpus.py. Two of the three sets were made before the
ranking was looked at, and it was never set by them.
"""

from __future__ import annotations

from pathlib import Path

import hubs
import search_corpus
from browsers import chromium
from search import ranks
from served import serve

ARTICLES = 120


def test_known_items_are_found(tmp_path: Path) -> None:
    hubs.needs_a_program()
    items = search_corpus.write(tmp_path / "hub", ARTICLES, "hub")
    built = hubs.build(tmp_path / "hub")
    assert built.status == 0, built.output
    with chromium() as browser, serve(tmp_path / "hub/site") as site:
        page = browser.new_page()
        page.goto(site.url)
        for part in search_corpus.PARTS:
            queries = search_corpus.queries(items, part, each=8)
            assert len(queries) >= 60
            assert len({query.kind for query in queries}) == 9
            score = search_corpus.score(ranks(page, site, queries))
            assert score.first >= 0.85, score
            assert score.first_five >= 0.96, score
            assert score.mrr >= 0.90, score
            assert score.empty <= 0.02, score
        # Negative control: for a reader who insists on every slip, the same measure says that nothing is found.
        slips = [query for query in queries if query.kind == "misspelling"]
        mended = search_corpus.score(ranks(page, site, slips))
        insisted = search_corpus.score(ranks(page, site, slips, insists=True))
        assert insisted.first_five < 0.7 < 0.85 < mended.first_five


def test_the_queries_of_two_parts_are_about_different_articles() -> None:
    items = search_corpus.items(40)
    kinds = {"part of a title", "whole title", "misspelling", "phrase"}
    texts = [
        {query.text for query in search_corpus.queries(items, part, each=5) if query.kind in kinds}
        for part in ("open", "kept")
    ]
    assert not texts[0] & texts[1]


def test_the_score_knows_wrong_from_right() -> None:
    assert search_corpus.score([1, 2, 0, None]) == search_corpus.Score(4, 0.25, 0.5, 0.375, 0.25)
