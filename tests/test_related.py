"""Which articles are recommended beside an article."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from studenthub.model.article_fields import Change
from studenthub.model.articles import Article
from studenthub.model.authors import Author
from studenthub.model.catalogue import Catalogue, build
from studenthub.model.sources.bibliography import read
from studenthub.model.terms import Term
from studenthub.render.pages.articles import related
from studenthub.source.text import Text

KEYS = ("a", "b", "c", "d")
SOURCES, _ = read([Text("bib/a.bib", "".join(f"@misc{{{key}, title = {{T}}, year = {{2001}}}}\n" for key in KEYS))])
TOPICS = ("sleep", "ethics", "law")
DAY = datetime.date(2024, 1, 1)
RETRACTION = Change(DAY, "retraction", "It was not so at all.")


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    some = st.sets(st.sampled_from(KEYS)), st.sets(st.sampled_from(TOPICS)), st.integers(0, 3), st.integers(0, 9)
    rows = draw(st.lists(st.tuples(*some), max_size=12))
    return [
        Article(
            f"a{number}",
            Text(f"docs/articles/a{number}.md", ""),
            0,
            "A title",
            "A description.",
            DAY + datetime.timedelta(days),
            (Author("a", "Author, A."),),
            tuple(sorted(topics)),
            keys=tuple(sorted(keys)),
            changes=(RETRACTION,) if luck == 0 else (),
        )
        for number, (keys, topics, days, luck) in enumerate(rows)
    ]


def _score(one: Article, other: Article, catalogue: Catalogue) -> float:
    """What two articles share, each source and topic divided by the number of articles that have it."""
    shared = [3 / len(catalogue.by_source[key]) for key in one.keys if key in other.keys]
    return sum(shared) + sum(1 / len(catalogue.lists["topics"][topic]) for topic in one.topics if topic in other.topics)


@given(articles())
def test_those_that_share_most_come_first(made: list[Article]) -> None:
    catalogue, _ = build(made, [Term("topics", topic, topic) for topic in TOPICS], SOURCES)
    for article in catalogue.articles:
        found = related(catalogue, article)
        others = [other for other in catalogue.articles if other is not article and other.status != "retraction"]
        sharing = [other for other in others if _score(article, other, catalogue) > 0]
        assert len(found) == min(3, len(sharing))
        assert set(map(id, found)) <= set(map(id, sharing))
        scores = sorted((round(_score(article, other, catalogue), 9) for other in sharing), reverse=True)
        assert [round(_score(article, other, catalogue), 9) for other in found] == scores[:3]
