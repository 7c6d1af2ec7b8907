"""What the search and the filters are given: the index, the hub's own words, and the columns."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path
from random import Random
from urllib.parse import unquote

import pytest
from mkdocs.exceptions import PluginError

import hubs
from mkdocs_studenthub.search import index
from studenthub import search
from studenthub.articles import Article, Author, Term
from studenthub.bibliography import Bibliography
from studenthub.catalogue import build
from studenthub.render import browse
from studenthub.source import Text

PAGE = "<html><body><p>chrome</p><p data-pagefind-body>Text.</p></body></html>"


def _site(folder: Path, articles: int) -> Path:
    for number in range(articles):
        (folder / f"articles/article-{number}").mkdir(parents=True)
        (folder / f"articles/article-{number}/index.html").write_text(PAGE)
    for path in ("articles", "articles/page/2"):
        (folder / path).mkdir(parents=True, exist_ok=True)
        (folder / path / "index.html").write_text(PAGE)
    return folder


def test_the_index_has_every_article_and_nothing_else(tmp_path: Path) -> None:
    index(_site(tmp_path, 3), "en-ZA", 3)
    entry = json.loads((tmp_path / "pagefind/pagefind-entry.json").read_text())
    assert {name: found["page_count"] for name, found in entry["languages"].items()} == {"en": 3}
    assert not list(tmp_path.glob("pagefind/*ui*"))


def test_an_article_that_is_not_indexed_stops_the_build(tmp_path: Path) -> None:
    site = _site(tmp_path, 3)
    lost = site / "articles/article-1/index.html"
    lost.write_text(lost.read_text().replace(" data-pagefind-body", ""))
    with pytest.raises(PluginError, match="would find 2 of 3 articles: every article's page needs one element"):
        index(site, "en", 3)


def test_a_site_without_articles_has_no_index(tmp_path: Path) -> None:
    index(tmp_path, "en", 0)
    assert not (tmp_path / "pagefind").exists()


def test_an_index_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match=r"the search index was not made: .*Pagefind was not able to build an index"):
        index(tmp_path, "en", 1)


def test_words() -> None:
    author = Author("a", "Gonçauthor, A.", institution="u", affiliation="University of U")
    text = Text("docs/articles/a.md", "")
    said = "Of sleep, COVID19 and naïveté."
    article = Article("a", text, 0, "Sleep on the Wards", said, datetime.date(2024, 1, 1), (author,), ("sleep",))
    catalogue, _ = build([article], [Term("topics", "sleep", "Sleep", aliases=("Insomnia",))], Bibliography())
    words = search.words(catalogue).split()
    assert words[0] == "sleep"
    assert set(words) == {"sleep", "wards", "naïveté", "gonçauthor", "insomnia", "university", "covid"}


def test_two_spellings_of_a_country_are_an_error(tmp_path: Path) -> None:
    files = {
        f"docs/institutions/{name}.md": f"---\nname: {name}\ncountry: {country}\n---\n"
        for name, country in {"aa": "South Africa", "bb": "South-Africa", "cc": "Lesotho"}.items()
    }
    ran = hubs.run(hubs.write(tmp_path, files), ["hub", "check"])
    assert "docs/institutions/bb.md:1:1: HUB603 South-Africa and South Africa (docs/institutions/aa.md)" in ran.output
    assert ran.output.count("HUB603") == 1


def test_any_name_has_a_stable_address(tmp_path: Path) -> None:
    """Apostrophes, slashes, accents and other scripts: the link in the index leads to the page that is there."""
    names = {"O'Hara/Ünïversity": "ohara-university", "不眠大学": "不眠大学", "Łódź & Åbo": "lodz-abo"}
    files = {
        f"docs/articles/article-{number}.md": hubs.article(authors=f'[{{name: "{name}", affiliation: "{name}"}}]')
        for number, name in enumerate(names)
    }
    built = hubs.build(hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, **files}))
    assert built.status == 0, built.output
    for kind in ("authors", "institutions"):
        links = hubs.page(tmp_path, kind).xpath("//ul[@class='index']//a")
        assert {hubs.text(link): unquote(link.get("href")) for link in links} == {
            name: f"../{kind}/{ident}/" for name, ident in names.items()
        }
        for name, ident in names.items():
            assert hubs.text(hubs.page(tmp_path, f"{kind}/{ident}").xpath("//h1")[0]) == name


def test_columns_are_small() -> None:
    """At 10,000 articles: what a reader loads before the first row. Negative control: with the authors it is more."""

    def article(n: int) -> Article:
        rng = Random(n)
        people = [
            Author(f"author-{a}", f"Author {a}", year_of_study=a % 6 + 1, affiliation=f"University of {a % 20}")
            for a in rng.sample(range(5_000), rng.choices((1, 2, 3), (6, 3, 1))[0])
        ]
        topics = tuple(f"topic-{t}" for t in rng.sample(range(20), rng.randint(1, 3)))
        date = datetime.date(2015, 1, 1) + datetime.timedelta(days=rng.randrange(3_653))
        return Article(f"article-{n}", Text(f"docs/articles/{n}.md", ""), 0, "T", "D", date, tuple(people), topics)

    terms = [Term("topics", f"topic-{t}", f"Topic {t}") for t in range(20)]
    catalogue, _ = build([article(n) for n in range(10_000)], terms, Bibliography())
    sizes = {
        file.path: len(gzip.compress(str(file.content).encode(), 9))
        for file in browse.files(catalogue)
        if "rows" not in file.path
    }
    assert sizes["articles/data/facets.json"] <= 40 * 1024
    assert sum(sizes.values()) > 40 * 1024
