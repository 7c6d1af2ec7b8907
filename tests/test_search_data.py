"""What the search and the filters are given: the index, the hub's own words, and the columns."""

from __future__ import annotations

import datetime
import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
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


def _site(folder: Path, slugs: Sequence[str]) -> Path:
    site = folder / "site"
    for path in (*(f"articles/{slug}" for slug in slugs), "articles", "articles/page/2"):
        (site / path).mkdir(parents=True, exist_ok=True)
        (site / path / "index.html").write_text(PAGE)
    return site


def _edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text().replace(old, new))


SLUGS = ("one", "two", "dreißig")


def test_the_index_has_every_article_and_nothing_else(tmp_path: Path) -> None:
    site = _site(tmp_path, SLUGS)
    index(site, "en-ZA", SLUGS, tmp_path / "kept")
    entry = json.loads((site / "pagefind/pagefind-entry.json").read_text())
    assert {name: found["page_count"] for name, found in entry["languages"].items()} == {"en": 3}
    assert not list(site.glob("pagefind/*ui*"))
    assert sorted(path.name for path in site.iterdir()) == ["articles", "pagefind"]


def test_an_article_that_is_not_indexed_stops_the_build(tmp_path: Path) -> None:
    site = _site(tmp_path, SLUGS)
    _edit(site / "articles/two/index.html", " data-pagefind-body", "")
    with pytest.raises(PluginError, match="would find 2 of 3 articles, and not /articles/two/: every article's page"):
        index(site, "en", SLUGS, tmp_path / "kept")
    with pytest.raises(PluginError, match="would find /articles/dreißig/, which is no article"):
        index(site, "en", ["one"], tmp_path / "kept")
    with pytest.raises(PluginError, match="would not find articles/four/, which has no page"):
        index(site, "en", [*SLUGS, "four"], tmp_path / "kept")
    assert not list((tmp_path / "kept").glob("*"))


def test_an_index_is_used_again_until_a_page_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, kept = _site(tmp_path, SLUGS), tmp_path / "kept"
    index(site, "en", SLUGS, kept)
    before = {path.relative_to(site): path.read_bytes() for path in site.rglob("pagefind/**/*") if path.is_file()}
    shutil.rmtree(site / "pagefind")
    with monkeypatch.context() as without:
        without.setattr(subprocess, "run", None)
        index(site, "en", SLUGS, kept)
        # Pages of other kinds are no business of the search.
        _edit(site / "articles/index.html", "chrome", "more chrome")
        index(site, "en", SLUGS, kept)
        after = {path.relative_to(site): path.read_bytes() for path in site.rglob("pagefind/**/*") if path.is_file()}
        assert after == before
        # Negative control: after a change there is no index to use, so Pagefind has to run.
        _edit(site / "articles/one/index.html", "Text", "Another text")
        with pytest.raises(TypeError):
            index(site, "en", SLUGS, kept)
    index(site, "en", SLUGS, kept)
    assert len(list(kept.iterdir())) == 2


def test_an_index_that_was_edited_in_the_site_is_made_anew(tmp_path: Path) -> None:
    site, kept = _site(tmp_path, SLUGS), tmp_path / "kept"
    index(site, "en", SLUGS, kept)
    entry = site / "pagefind/pagefind-entry.json"
    entry.write_text("edited")
    later = next(kept.iterdir()).stat().st_mtime + 1
    os.utime(entry, (later, later))
    index(site, "en", SLUGS, kept)
    assert json.loads(entry.read_text())["languages"]["en"]["page_count"] == 3


def test_few_indexes_are_kept_and_a_lost_folder_is_no_loss(tmp_path: Path) -> None:
    site, kept = _site(tmp_path, ["one"]), tmp_path / "kept"
    for number in range(5):
        _edit(site / "articles/one/index.html", "Text", f"Text {number}")
        index(site, "en", ["one"], kept)
    assert len(list(kept.iterdir())) == 3
    shutil.rmtree(kept)
    kept.write_text("a file in its place")
    index(site, "en", ["one"], kept)
    assert (site / "pagefind/pagefind-entry.json").exists()


def test_a_site_without_articles_has_no_index(tmp_path: Path) -> None:
    site = _site(tmp_path, ["one"])
    index(site, "en", ["one"], tmp_path / "kept")
    index(site, "en", [], tmp_path / "kept")
    assert not (site / "pagefind").exists()


def test_an_index_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    site = _site(tmp_path, ["one"])
    (site / ".pagefind").write_text("a file in the way")
    with pytest.raises(PluginError, match=r"the search index was not made: .*File exists"):
        index(site, "en", ["one"], tmp_path / "kept")


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
    # The index of the site is the one that is kept for the next build.
    (kept,) = (tmp_path / ".cache/studenthub/search").iterdir()
    assert (tmp_path / "site/pagefind/articles.txt").samefile(kept / "articles.txt")
    assert len((kept / "articles.txt").read_text().split()) == len(names)


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
