"""What the search and the filters are given: the index, the hub's own words, and the columns."""

from __future__ import annotations

import datetime
import gzip
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from random import Random
from urllib.parse import unquote

import pagefind_bin
import pytest

import hubs
from studenthub.markup import diagrams
from studenthub.model.articles import Article
from studenthub.model.authors import Author
from studenthub.model.catalogue import build
from studenthub.model.settings import Settings
from studenthub.model.sources.bibliography import Bibliography
from studenthub.model.terms import Term
from studenthub.render.cards import Cards
from studenthub.render.data import browse, search
from studenthub.runtime.cache import Cache
from studenthub.site.failure import SiteFailed
from studenthub.site.folder import pagefind as searching
from studenthub.site.folder.pagefind import Extracts, lacking
from studenthub.source.text import Text


def _extract(said: str) -> str:
    return f"<html><p>chrome</p><p data-pagefind-body>{said}</p></html>"


def _index(folder: Path, articles: Mapping[str, str], language: str = "en") -> Path:
    """The folder of the index of articles, each of which says something."""
    site = folder / "site"
    site.mkdir(exist_ok=True)
    with Extracts(folder / "cache") as extracts:
        for slug, said in articles.items():
            extracts.put(slug, said, partial(_extract, said))
        extracts.index(site, language, list(articles))
    return site / "pagefind"


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


ARTICLES = {"one": "Text.", "two": "Text.", "dreißig": "Text."}


def test_the_index_has_every_article_and_nothing_else(tmp_path: Path) -> None:
    pagefind = _index(tmp_path, ARTICLES, "en-ZA")
    entry = json.loads((pagefind / "pagefind-entry.json").read_text())
    assert {name: found["page_count"] for name, found in entry["languages"].items()} == {"en": 3}
    assert not list(pagefind.glob("*ui*"))
    assert [path.name for path in pagefind.parent.iterdir()] == ["pagefind"]
    # One that is no more is forgotten.
    pagefind = _index(tmp_path, {"one": "Text."})
    assert json.loads((pagefind / "pagefind-entry.json").read_text())["languages"]["en"]["page_count"] == 1
    assert [path.name for path in (tmp_path / "cache/extracts/articles").iterdir()] == ["one"]


def test_an_article_without_a_word_is_told_and_all_others_are_found(tmp_path: Path) -> None:
    with Extracts(tmp_path / "cache") as extracts:
        for slug, said in {"one": "Text.", "two": "", "three": "Text."}.items():
            extracts.put(slug, "", partial(_extract, said))
        assert extracts.index(tmp_path, "en", ["one", "two", "three"]) == ["two"]
    one, two, three = (tmp_path / "pagefind/articles.txt").read_text().split("\n")
    assert (bool(one), two, bool(three)) == (True, "", True)
    assert lacking(["two", "four"]) == "the search does not find the article two and 1 more: there is no word in it"


def test_of_a_diagram_and_a_formula_nothing_is_found_and_of_its_caption_all(tmp_path: Path) -> None:
    fence = '<pre class="mermaid"><code>graph TD; Ward--&gt;Home</code></pre>'
    drawn = diagrams.draw(fence, Cache(None), print)
    assert "diagram__text" in drawn
    pagefind = _index(
        tmp_path,
        {"one": f"<p>Before <math><mn>3</mn></math>.</p><figure>{drawn}<figcaption>Way.</figcaption></figure>"},
    )
    (fragment,) = (pagefind / "fragment").iterdir()
    content = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(b"pagefind_dcd"))["content"]
    assert content.split() == ["Before", ".", "Way."]


def test_an_extract_is_made_again_when_it_must_be(tmp_path: Path) -> None:
    made: list[str] = []

    def put(key: str, slug: str = "one") -> None:
        with Extracts(tmp_path) as extracts:
            extracts.put(slug, key, lambda: made.append(key) or f"Text of {key}.")  # type: ignore[func-returns-value]

    path = tmp_path / "extracts/articles/one"
    put("a")
    put("a")
    assert made == ["a"], "it is kept"
    put("b")
    assert made == ["a", "b"], "it was made from something else"
    path.write_bytes(path.read_bytes().replace(b"Text", b"Lies"))
    put("b")
    assert made == ["a", "b", "b"], "it is damaged"
    put("")
    put("")
    assert made == ["a", "b", "b", "", ""], "nobody knows what it is made from"
    path.unlink()
    (path / "some folder").mkdir(parents=True)
    put("c")
    assert b"Text of c." in path.read_bytes(), "a folder was in its place"
    (tmp_path / "other").write_text("somebody's")
    path.unlink()
    path.symlink_to(tmp_path / "other")
    put("d")
    assert (tmp_path / "other").read_text() == "somebody's", "a link was in its place"


def test_two_builds_at_once_do_not_mix_their_extracts(tmp_path: Path) -> None:
    with Extracts(tmp_path / "cache") as first:
        first.put("one", "first", partial(_extract, "The first."))
        with Extracts(tmp_path / "cache") as second:
            second.put("one", "second", partial(_extract, "The second."))
            second.index(tmp_path, "en", ["one"])
        text = b"".join(map(gzip.decompress, _files(tmp_path / "pagefind/fragment").values()))
        assert b"The second." in text
        assert b"The first." in (tmp_path / "cache/extracts/articles/one").read_bytes()


def test_where_nothing_can_be_kept_it_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    assert (_index(tmp_path, ARTICLES) / "pagefind-entry.json").exists()
    assert not list((tmp_path / "cache/extracts/articles").iterdir())


def test_an_index_is_used_again_until_an_extract_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pagefind = _index(tmp_path, ARTICLES)
    before = _files(pagefind)
    shutil.rmtree(pagefind)
    with monkeypatch.context() as without:
        without.setattr(searching.programs, "run", None)
        assert _files(_index(tmp_path, ARTICLES)) == before
        # Negative control: after a change there is no index to use, so Pagefind has to run.
        for changed in (
            lambda: _index(tmp_path, ARTICLES | {"one": "Another text."}),
            lambda: _index(tmp_path, {"one": "Text.", "zwei": "Text.", "dreißig": "Text."}),
            lambda: _index(tmp_path, ARTICLES, "af"),
        ):
            with pytest.raises(TypeError):
                changed()
        without.setattr(searching, "version", lambda _: "0")
        with pytest.raises(TypeError):
            _index(tmp_path, ARTICLES)
    _index(tmp_path, ARTICLES | {"one": "Another text."})
    assert len(list((tmp_path / "cache/indexes").iterdir())) == 2


def test_pagefind_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does so for ever where its folders are removed while it reads."""
    hangs = tmp_path / "hangs"
    hangs.write_text("#!/bin/sh\nsleep 600\n")
    hangs.chmod(0o755)
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: hangs)
    monkeypatch.setattr(searching.programs, "INTERVAL", 0.02)
    monkeypatch.setattr(searching.programs, "IDLE", 10)
    with pytest.raises(SiteFailed, match=r"Pagefind was stopped \(it did nothing for a minute\); build again"):
        _index(tmp_path, ARTICLES)


def test_an_index_that_a_full_disk_has_cut_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = searching.programs.run

    def cut(command: list[str], seconds: float) -> object:
        done = ran(command, seconds)
        entry = Path(command[command.index("--output-path") + 1]) / "pagefind-entry.json"
        entry.write_bytes(b"")
        return done

    monkeypatch.setattr(searching.programs, "run", cut)
    with pytest.raises(SiteFailed, match="the search index is not whole; is there room on the disk"):
        _index(tmp_path, ARTICLES)


def test_an_index_knows_the_order_of_the_articles(tmp_path: Path) -> None:
    names = (_index(tmp_path, ARTICLES) / "articles.txt").read_text().split("\n")
    turned = (_index(tmp_path, dict(reversed(ARTICLES.items()))) / "articles.txt").read_text().split("\n")
    assert turned == names[::-1]


def test_an_index_that_was_edited_in_the_site_is_made_anew(tmp_path: Path) -> None:
    entry = _index(tmp_path, ARTICLES) / "pagefind-entry.json"
    entry.write_text("edited")
    later = next((tmp_path / "cache/indexes").iterdir()).stat().st_mtime + 1
    os.utime(entry, (later, later))
    _index(tmp_path, ARTICLES)
    assert json.loads(entry.read_text())["languages"]["en"]["page_count"] == 3


def test_few_indexes_are_kept_and_a_lost_folder_is_no_loss(tmp_path: Path) -> None:
    for number in range(5):
        _index(tmp_path, {"one": f"Text {number}."})
    kept = [gzip.decompress(path.read_bytes()) for path in (tmp_path / "cache/indexes").rglob("*.pf_fragment")]
    assert sorted(re.findall(rb"Text \d", b"".join(kept))) == [b"Text 2", b"Text 3", b"Text 4"]
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "cache").write_text("a file in its place")
    assert (_index(tmp_path, {"one": "Text."}) / "pagefind-entry.json").exists()


def test_a_site_without_articles_has_an_index_of_nothing(tmp_path: Path) -> None:
    assert (_index(tmp_path, {"one": "Text."}) / "fragment").exists()
    pagefind = _index(tmp_path, {})
    assert sorted(path.name for path in pagefind.iterdir()) == ["articles.txt", "pagefind-entry.json", "pagefind.js"]


def test_an_index_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/.pagefind").write_text("a file in the way")
    with pytest.raises(SiteFailed, match=r"the search index was not made: .*File exists"):
        _index(tmp_path, {"one": "Text."})


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
        f"docs/articles/article-{number}.md": hubs.article(
            authors=f'[{{name: "{name}", organisation: true, affiliation: "{name}"}}]'
        )
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
    (kept,) = (tmp_path / ".cache/studenthub/search/indexes").iterdir()
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

    settings = Settings(Path())
    terms = [Term("topics", f"topic-{t}", f"Topic {t}") for t in range(20)]
    catalogue, _ = build([article(n) for n in range(10_000)], terms, Bibliography())
    sizes = {
        file.path: len(gzip.compress(str(file.content).encode(), 9))
        for file in browse.files(catalogue, Cards(catalogue, settings))
        if "rows" not in file.path
    }
    assert sizes["articles/data/facets.json"] <= 40 * 1024
    assert sum(sizes.values()) > 40 * 1024
