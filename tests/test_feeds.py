"""Feeds, and files for reference managers and other programs: each is read back by a reader that is not ours."""

from __future__ import annotations

import datetime
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import jsonschema
import pytest
import rispy
import yaml
from PIL import Image
from pybtex.database import parse_string

import hubs
from studenthub import hub
from studenthub.model.settings import Settings
from studenthub.model.sources import bibliography
from studenthub.pictures import social_card
from studenthub.render.cards import Cards
from studenthub.render.data import exports, feed_content, feeds
from studenthub.render.page import Content, OutputFile
from studenthub.source.text import Text

ADDRESS = "https://hub.example/articles/night/"
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
_URL = {"type": "string", "pattern": "^https?://"}
#: https://www.jsonfeed.org/version/1.1/, and what we want besides.
JSON_FEED: dict[str, Any] = {
    "type": "object",
    "required": ["version", "title", "items", "home_page_url", "feed_url"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": _URL,
        "feed_url": _URL,
        "items": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["id", "url", "title", "date_published"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "date_published": _MOMENT,
                    "date_modified": _MOMENT,
                    "authors": {"type": "array", "items": {"required": ["name"]}},
                    "content_html": {"type": "string", "minLength": 1},
                },
                "not": {"required": ["author"]},
            },
        },
    },
}
#: The part of https://github.com/citation-style-language/schema (csl-data.json) that a wrong export would break.
CSL_JSON: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "properties": {
            "type": {"enum": ["article-journal", "book", "chapter", "report", "webpage", "thesis", "document"]},
            "title": {"type": "string", "minLength": 1},
            "author": {
                "type": "array",
                "items": {
                    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
                    "additionalProperties": {"type": "string"},
                },
            },
            "issued": {"properties": {"date-parts": {"items": {"items": {"type": "integer"}, "maxItems": 3}}}},
        },
    },
}


def _read(folder: Path, path: str) -> str:
    return (folder / "site" / path).read_text(encoding="utf-8")


# --- feeds ------------------------------------------------------------------------------------------------------------

FEEDS = ["", "topics/sleep/", "authors/author-ann/", "institutions/university-of-example/"]


@pytest.mark.parametrize("folder", FEEDS)
def test_atom(showcase: Path, folder: str) -> None:
    found = feedparser.parse(_read(showcase, f"{folder}feed.xml"))
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.id == f"https://hub.example/{folder}feed.xml"
    assert [link.href for link in found.feed.links if link.rel == "self"] == [found.feed.id]
    ids = [entry.id for entry in found.entries]
    assert len(ids) == len(set(ids))
    entry = next(entry for entry in found.entries if entry.id == ADDRESS)
    assert entry.published == "2026-09-30T00:00:00Z"
    assert entry.updated == "2026-10-02T00:00:00Z"
    assert [author.name for author in entry.authors] == ["Author, Ann", "Person, H.", "Ministry of Examples"]
    content = entry.content[0].value
    assert "What to remember" in content
    assert "doc-backlink" not in content
    assert all(re.match("https?:|mailto:", address) for address in re.findall(r'(?:href|src)="([^"]*)"', content))
    assert [e.updated for e in found.entries if e.title.startswith("Correction")] == ["2026-10-02T00:00:00Z"]
    assert found.entries[0].title == "Retraction: An article that was withdrawn", "the newest first"
    assert found.feed.updated == "2026-11-05T00:00:00Z"


def test_the_reader_of_feeds_can_say_no() -> None:
    assert feedparser.parse("<feed><entry></feed>").bozo


@pytest.mark.parametrize("folder", FEEDS)
def test_json_feed(showcase: Path, folder: str) -> None:
    feed = json.loads(_read(showcase, f"{folder}feed.json"))
    jsonschema.validate(feed, JSON_FEED)
    atom = ElementTree.fromstring(_read(showcase, f"{folder}feed.xml"))
    assert [item["id"] for item in feed["items"]] == [e.text for e in atom.iterfind("{*}entry/{*}id")]
    assert None not in feed.values()
    del feed["items"][0]["date_published"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(feed, JSON_FEED)


def test_a_feed_does_not_grow_with_the_hub(tmp_path: Path) -> None:
    articles = {
        f"docs/articles/n{n}.md": hubs.article(
            title=f"Number {n} of many", date=f"2020-{n // 28 + 1:02}-{n % 28 + 1:02}"
        )
        for n in range(30)
    }
    retracted = "\n  - {date: 2021-01-01, kind: retraction, note: Its figures were invented.}"
    articles["docs/articles/n0.md"] = hubs.article(title="Number 0 of many", date="2020-01-01", changes=retracted)
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, **articles})
    built = hubs.build(tmp_path)
    assert built.status == 0, built.output
    found = feedparser.parse(_read(tmp_path, "feed.xml"))
    new, *others = [entry.title for entry in found.entries]
    assert "Number 0 of many" in new, "a retraction is news, however old its article"
    assert others == [f"Number {n} of many" for n in range(29, 10, -1)]
    older = feedparser.parse(_read(tmp_path, "feed/1.xml"))
    titles = [entry.title for entry in older.entries]
    assert titles == [*(f"Number {n} of many" for n in range(10, 0, -1)), "Retracted: Number 0 of many"]
    assert json.loads(_read(tmp_path, "feed.json"))["next_url"] == "https://hub.example/feed/1.json"
    assert not (tmp_path / "site/topics/testing/feed").exists(), "the feed of the hub has all"
    assert hubs.run(tmp_path, ["hub", "audit", "site"]).status == 0


def _many(folder: Path, count: int, **more: str) -> dict[str, OutputFile]:
    """The feeds of a hub with ``count`` articles, one a day."""
    first = datetime.date(2020, 1, 1)
    articles = {
        f"docs/articles/n{n}.md": hubs.article(
            title=f"Number {n} of many", date=str(first + datetime.timedelta(n)), **(more if n == 0 else {})
        )
        for n in range(count)
    }
    hubs.write(folder, {"docs/topics/testing.md": hubs.TOPIC, **articles})
    found = hub.read(Settings(folder, site_url="https://hub.example/", site_name="Hub"), today=hubs.TODAY)
    assert not found.problems
    text = Content(lambda: "", lambda: "<p>Text.</p>")
    return {file.path: file for file in feeds.files(found, Cards(found.catalogue, found.settings), lambda _: text)}


def _walk_atom(made: dict[str, OutputFile], path: str, relation: str) -> Iterator[feedparser.FeedParserDict]:
    """The documents from the one at ``path`` on."""
    while path:
        document = feedparser.parse(made[path].content)
        assert not document.bozo
        links = {link.rel: link.href.removeprefix("https://hub.example/") for link in document.feed.links}
        assert (links["self"], links["first"], links["last"]) == (path, "feed.xml", "feed/1.xml")
        assert document.feed.id == "https://hub.example/feed.xml", "the pages are one feed"
        yield document
        path = links.get(relation, "")


def test_readers_reach_each_article_from_the_feed_of_the_hub(tmp_path: Path) -> None:
    made = _many(tmp_path, 130)
    every = [f"https://hub.example/articles/n{n}/" for n in range(129, -1, -1)]
    documents = list(_walk_atom(made, "feed.xml", "next"))
    assert [len(document.entries) for document in documents] == [20, 10, 100]
    assert [entry.id for document in documents for entry in document.entries] == every
    back = list(_walk_atom(made, "feed/1.xml", "previous"))
    assert [entry.id for document in reversed(back) for entry in document.entries] == every

    found, path = [], "feed.json"
    while path:
        feed = json.loads(made[path].content)
        jsonschema.validate(feed, JSON_FEED)
        assert feed["feed_url"] == "https://hub.example/feed.json"
        found += [item["id"] for item in feed["items"]]
        path = feed.get("next_url", "").removeprefix("https://hub.example/")
    assert found == every


def test_a_new_article_leaves_full_pages_of_the_feed_alone(tmp_path: Path) -> None:
    before, after = _many(tmp_path / "before", 230), _many(tmp_path / "after", 231)
    assert {path for path in before if path.startswith("feed/")} == {
        f"feed/{number}.{format_}" for number in (1, 2, 3) for format_ in ("xml", "json")
    }
    same = {path for path in before if path.startswith("feed") and before[path].key == after[path].key}
    assert same == {"feed/1.xml", "feed/1.json", "feed/2.xml", "feed/2.json"}
    assert all(before[path].content == after[path].content for path in same)


def test_a_page_of_the_feed_begins_with_its_first_older_entry(tmp_path: Path) -> None:
    for count, pages in ((20, 0), (21, 1), (120, 1), (121, 2)):
        made = _many(tmp_path / str(count), count)
        assert len([path for path in made if path.startswith("feed/")]) == 2 * pages, count
    alone = feedparser.parse(_many(tmp_path / "20", 20)["feed.xml"].content)
    assert {link.rel for link in alone.feed.links} == {"self", "alternate"}, "a feed of one document has no pages"


def test_a_late_retraction_is_news_and_changes_the_page_of_its_article(tmp_path: Path) -> None:
    before = _many(tmp_path / "before", 130)
    retracted = "[{date: 2024-01-01, kind: retraction, note: Its figures were invented.}]"
    after = _many(tmp_path / "after", 130, changes=retracted)
    newest, *_, oldest = _walk_atom(after, "feed.xml", "next")
    assert newest.entries[0].id == "https://hub.example/articles/n0/#change-1"
    assert oldest.entries[-1].id == "https://hub.example/articles/n0/"
    assert oldest.feed.updated == "2024-01-01T00:00:00Z"
    assert before["feed/1.xml"].key != after["feed/1.xml"].key
    assert len(oldest.entries) == 100
    (first, *_) = feedparser.parse(after["topics/testing/feed.xml"].content).entries
    assert first.id == "https://hub.example/articles/n0/#change-1", "the old article's topic tells of it as well"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('<p>a <a href="../b/">b</a> c</p>', '<p>a <a href="https://hub.example/articles/b/">b</a> c</p>'),
        ('<code>&lt;a href="b/"&gt;</code> &amp; &#39;', '<code>&lt;a href="b/"&gt;</code> &amp; &#39;'),
        ('<h2 id="a">A<a class="headerlink" href="#a">\xb6</a></h2>', '<h2 id="a">A</h2>'),
        ('a<span class="visually-hidden x">b<span>c</span>d</span>e', "ae"),
        ('a<span class="visually-hidden">b<br>c</span>d', "ad"),
        ('a<img class="headerlink" src="b.jpg">b<br class="visually-hidden"/>c', "abc"),
        ('<math alttext="a&lt;b\'"><mi>a</mi><mspace/></math>.', "<code>a&lt;b&#39;</code>."),
        ("<math><mi>a</mi></math>", "<math><mi>a</mi></math>"),
        (
            '<picture><source srcset="b.webp"><img src="b.jpg" sizes="2px" alt="&lt;B>" style="a"></picture>',
            '<picture><img src="https://hub.example/articles/a/b.jpg" alt="&lt;B&gt;"></picture>',
        ),
    ],
)
def test_the_text_of_a_feed_is_that_of_the_page_without_what_belongs_to_it(written: str, read: str) -> None:
    assert feed_content.content(written, "https://hub.example/articles/a/") == read


def test_the_map_of_the_site_has_the_dates_of_the_articles(showcase: Path) -> None:
    pages = ElementTree.fromstring(_read(showcase, "sitemap.xml"))
    dates = {url.findtext("{*}loc"): url.findtext("{*}lastmod") for url in pages}
    assert dates[ADDRESS] == "2026-10-02"
    assert dates["https://hub.example/articles/withdrawn/"] == "2026-11-05"
    assert dates["https://hub.example/"] == "2026-11-05"
    assert dates["https://hub.example/write/"] is None, "nobody knows"
    assert time.strftime("%Y-%m-%d") not in set(dates.values()) - {"2026-11-05", "2026-10-02"}


# --- records ----------------------------------------------------------------------------------------------------------


def test_bibtex(showcase: Path) -> None:
    found = parse_string(_read(showcase, "articles/night/cite.bib"), "bibtex").entries["author2026what"]
    assert found.fields["title"] == "{What a night on call does to your judgement}"
    assert [str(person) for person in found.persons["author"]] == [
        "Author, Ann",
        "Person, H.",
        "{Ministry of Examples}",
    ]
    assert found.fields["url"] == ADDRESS
    assert found.fields["keywords"] == "Sleep, Testing, night, on call"
    assert (found.fields["year"], found.fields["day"]) == ("2026", "30")
    everything = parse_string(_read(showcase, "sources/sources.bib"), "bibtex").entries
    assert len(everything) == 8
    assert everything["author2001"].fields["title"] == r"A title about {DNA} \& number 2001"


def test_ris(showcase: Path) -> None:
    (found,) = rispy.loads(_read(showcase, "articles/night/cite.ris"))
    assert found["type_of_reference"] == "JOUR"
    assert found["authors"] == ["Author, Ann", "Person, H.", "Ministry of Examples"]
    assert found["date"] == "2026/09/30/"
    assert found["urls"] == [ADDRESS]
    assert found["keywords"] == ["Sleep", "Testing", "night", "on call"]
    everything = rispy.loads(_read(showcase, "sources/sources.ris"))
    assert len(everything) == 8
    source = next(entry for entry in everything if entry["id"] == "author2001")
    assert (source["start_page"], source["end_page"], source["doi"]) == ("1", "9", "10.1234/abc.2001")
    assert source["authors"][1] == "van der Writer, B."


def test_ris_carries_all_that_a_source_says() -> None:
    written = """@incollection{key, author = {Author, A.}, editor = {Editor, E.}, translator = {Writer, W.},
        title = {A part}, booktitle = {A book}, publisher = {Press}, year = {2001}, isbn = {978-3-16-148410-0},
        issn = {2049-3630}, pmid = {12345}, pmcid = {PMC678}, url = {https://example.org}, urldate = {2024-07-11},
        note = {A note}, series = {A series}, number = {4}}
        @book{old, author = {Author, A.}, title = {A book}, date = {-0043}}
        @thesis{soon, author = {Author, A.}, title = {A thesis}, type = {MMed}, pubstate = {inpress}}"""
    found, problems = bibliography.read([Text("bib/a.bib", written)])
    assert not problems
    part, old, soon = rispy.loads(exports.sources_ris(list(found.sources.values()), Settings(Path())))
    assert (part["authors"], part["secondary_authors"]) == (["Author, A."], ["Editor, E."])
    assert part["subsidiary_authors"] == ["Writer, W."]
    assert (part["issn"], part["accession_number"], part["custom2"]) == ("978-3-16-148410-0", "12345", "PMC678")
    assert (part["access_date"], part["notes"], part["tertiary_title"]) == ("2024/07/11/", ["A note"], "A series")
    assert (old["year"], soon["year"], soon["type_of_work"]) == ("44 BCE", "in press", "MMed")


def test_no_line_of_a_value_looks_like_an_entry() -> None:
    written = "@misc{a, title = {One\n  @misc{b} two\n@misc(c, x)}, note = {@misc}}"
    found, _ = bibliography.read([Text("bib/a.bib", written)])
    exported = exports.sources_bibtex(list(found.sources.values()), Settings(Path()))
    assert [line for line in exported.split("\n") if line.strip().startswith("@")] == ["@misc{a,"]
    assert list(parse_string(exported, "bibtex").entries) == ["a"]


def test_csl_json(showcase: Path) -> None:
    (found,) = json.loads(_read(showcase, "articles/night/cite.json"))
    everything = json.loads(_read(showcase, "sources/sources.json"))
    for items in ([found], everything):
        jsonschema.validate(items, CSL_JSON)
    assert found["issued"] == {"date-parts": [[2026, 9, 30]]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([found | {"type": "blog"}], CSL_JSON)


def test_cff(showcase: Path) -> None:
    found = yaml.safe_load(_read(showcase, "articles/night/CITATION.cff"))
    assert found["cff-version"] == "1.2.0"
    assert found["authors"][2] == {"name": "Ministry of Examples"}
    assert found["preferred-citation"]["url"] == ADDRESS


def test_records_keep_strange_signs(tmp_path: Path) -> None:
    title = "50 % of {cells} & <u>all</u> \\_ #1"
    hubs.write(
        tmp_path,
        {
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a.md": hubs.article(title=f"'{title}'", authors="[{name: 'O’Neill-Åuthor, Zoë'}]"),
        },
    )
    built = hubs.build(tmp_path)
    assert built.status == 0, built.output
    (ris,) = rispy.loads(_read(tmp_path, "articles/a/cite.ris"))
    assert ris["title"] == title
    (csl,) = json.loads(_read(tmp_path, "articles/a/cite.json"))
    assert csl["title"] == title
    assert yaml.safe_load(_read(tmp_path, "articles/a/CITATION.cff"))["title"] == title
    (entry,) = parse_string(_read(tmp_path, "articles/a/cite.bib"), "bibtex").entries.values()
    assert (
        entry.fields["title"]
        == r"{50 \% of \textbraceleft{}cells\textbraceright{} \& <u>all</u> \textbackslash{}\_ \#1}"
    )
    assert str(entry.persons["author"][0]) == "O’Neill-Åuthor, Zoë"


# --- other programs ---------------------------------------------------------------------------------------------------


def test_the_catalogue_for_programs(showcase: Path) -> None:
    found = json.loads(_read(showcase, "catalogue.json"))
    articles = {article["id"]: article for article in found["articles"]}
    assert articles["night"]["sources"] == [f"author{year}" for year in (2001, 2002, 2003, 2005, 2004, 2006)]
    assert articles["withdrawn"]["status"] == "retraction"
    assert found["terms"]["topics"] == {"sleep": "Sleep", "testing": "Testing"}


def test_robots_and_llms(showcase: Path) -> None:
    assert "Sitemap: https://hub.example/sitemap.xml" in _read(showcase, "robots.txt")
    text = _read(showcase, "llms.txt")
    assert text.startswith("# Test Hub\n\n> Articles for trying everything out.\n")
    assert f"]({ADDRESS}): After sixteen hours" in text
    assert "withdrawn" not in text


def _edge(title: str) -> set[int]:
    """The shades in the margin at the right of a card."""
    with Image.open(io.BytesIO(social_card.draw("", title, "", "", "#0b5d63"))) as card:
        return set(card.convert("L").crop((1117, 100, 1200, 500)).tobytes())


def test_a_long_word_stays_on_its_card(monkeypatch: pytest.MonkeyPatch) -> None:
    word = "Pneumonoultramicroscopicsilicovolcanoconiosis"
    for title in (word, word * 3, f"On {word * 9}", f"What {word} means"):
        assert len(_edge(title)) == 1, title
    monkeypatch.setattr(social_card, "parts_of", lambda word, font: [word])
    assert len(_edge(word * 3)) > 1, "the control"


def test_a_process_of_its_own_draws_the_same_cards() -> None:
    words = [("Heart", "Ærø and β", "Author, A.", "Hub", "#0b5d63"), ("", "Second", "", "", "#ee0000")]
    assert list(social_card.drawn(words)) == [social_card.draw(*one) for one in words]


def test_what_that_process_does_not_draw_is_drawn_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(social_card, "COMMAND", (sys.executable, "-c", "print('no card')"))
    assert list(social_card.drawn([("", "Title", "", "", "#0b5d63")])) == []
    monkeypatch.setattr(social_card, "COMMAND", ("/no/such/program",))
    assert list(social_card.drawn([("", "Title", "", "", "#0b5d63")])) == []


def test_social_cards(showcase: Path, tmp_path: Path) -> None:
    for path in ("articles/night/card.png", "assets/card.png"):
        with Image.open(showcase / "site" / path) as card:
            assert card.size == (1200, 630)
            assert len(card.convert("RGB").getcolors(100_000) or []) > 8, "there are letters on it"
        assert (showcase / "site" / path).stat().st_size < 40_000
    hubs.write(tmp_path, {"mkdocs.yml": hubs.MKDOCS_YML.replace("bib_dir: bib", "bib_dir: bib, social_cards: false")})
    assert hubs.build(tmp_path).status == 0
    assert not list((tmp_path / "site").rglob("card.png"))
    assert not hubs.page(tmp_path, ".").xpath('//meta[@property="og:image"]')


def test_a_build_is_the_same_on_every_day_in_every_folder_and_with_every_hash_seed(
    showcase: Path, tmp_path: Path
) -> None:
    hubs.needs_a_program()
    other = tmp_path / "elsewhere"
    shutil.copytree(showcase, other, ignore=shutil.ignore_patterns("site", ".cache"))
    clock = "import time, mkdocs.__main__; now = time.time; time.time = lambda: now() + 9e6; mkdocs.__main__.cli()"
    done = subprocess.run(
        [sys.executable, "-c", clock, "build", "--strict"],
        cwd=other,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, second = showcase / "site", other / "site"
    names = _files(first)
    assert names == _files(second)
    different = [str(name) for name in names if (first / name).read_bytes() != (second / name).read_bytes()]
    assert different == []


def _files(site: Path) -> list[Path]:
    return sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())


def test_a_file_of_ones_own_is_kept(tmp_path: Path) -> None:
    hubs.write(tmp_path, {"docs/robots.txt": "User-agent: *\nDisallow: /\n"})
    assert hubs.build(tmp_path).status == 0
    assert _read(tmp_path, "robots.txt") == "User-agent: *\nDisallow: /\n"
