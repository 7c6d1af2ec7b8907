"""What is no longer where it was: renamed and withdrawn articles in feeds, records and the list of old addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

import hubs
from studenthub import hub
from studenthub.model.settings import Settings
from studenthub.render.cards import Cards
from studenthub.render.data import feeds, for_programs
from studenthub.render.page import Content, Page
from studenthub.render.pages import redirects

_AT = "{http://purl.org/atompub/tombstones/1.0}"
WITHDRAWN = "---\ntitle: A withdrawn article\nwithdrawn: {date: 2024-09-01, reason: At the request of its authors.}\n"


def read(tmp_path: Path, **files: str) -> hub.Hub:
    """A hub with the articles ``files``, by their slugs."""
    rows = {f"docs/articles/{name.replace('_', '-')}.md": text for name, text in files.items()}
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC} | rows)
    found = hub.read(Settings(tmp_path, site_url="https://hub.example/", site_name="Hub"), today=hubs.TODAY)
    assert not found.problems
    return found


def files(found: hub.Hub) -> dict[str, bytes]:
    content = Content(lambda: "", lambda: "<p>Text.</p>")
    return {
        file.path: file.content
        for file in feeds.files(found, Cards(found.catalogue, found.settings), lambda _: content)
    }


def test_readers_of_feeds_do_not_get_a_renamed_article_twice(tmp_path: Path) -> None:
    change = "[{date: 2024-08-01, kind: correction, note: A number was wrong.}]"
    found = read(tmp_path, third=hubs.article(redirect_from="[first, second]", changes=change))
    made = files(found)
    atom = feedparser.parse(made["feed.xml"])
    ids = ["https://hub.example/articles/first/#change-1", "https://hub.example/articles/first/"]
    assert [entry.id for entry in atom.entries] == ids
    assert {entry.link for entry in atom.entries} == {"https://hub.example/articles/third/"}
    assert [item["id"] for item in json.loads(made["feed.json"])["items"]] == ids


def test_a_feed_says_what_was_withdrawn(tmp_path: Path) -> None:
    found = read(
        tmp_path, other=hubs.article(), gone=f"{WITHDRAWN}---\n", went=f"{WITHDRAWN}redirect_from: [was]\n---\n"
    )
    made = files(found)
    root = ElementTree.fromstring(made["feed.xml"])
    rows = [
        (one.get("ref"), one.get("when"), one.findtext(f"{_AT}comment")) for one in root.findall(f"{_AT}deleted-entry")
    ]
    reason = "2024-09-01T00:00:00Z", "At the request of its authors."
    assert rows == [("https://hub.example/articles/was/", *reason), ("https://hub.example/articles/gone/", *reason)]
    # A reader that has seen the feed before looks at it again.
    assert root.findtext("{http://www.w3.org/2005/Atom}updated") == "2024-09-01T00:00:00Z"
    parsed = feedparser.parse(made["feed.xml"])
    assert not parsed.bozo
    assert len(parsed.entries) == 1
    assert b"tombstones" not in made["topics/testing/feed.xml"]


def test_a_feed_without_tombstones_has_no_name_for_them(tmp_path: Path) -> None:
    assert b"tombstones" not in files(read(tmp_path, one=hubs.article()))["feed.xml"]


def test_the_catalogue_has_old_names_and_withdrawn_articles(tmp_path: Path) -> None:
    found = read(tmp_path, other=hubs.article(redirect_from="[was]"), gone=f"{WITHDRAWN}---\n")
    data = json.loads(for_programs.catalogue(found))
    assert data["articles"][0]["redirect_from"] == ["was"]
    assert data["withdrawn"] == [
        {
            "id": "gone",
            "url": "https://hub.example/articles/gone/",
            "title": "A withdrawn article",
            "date": "2024-09-01",
            "reason": "At the request of its authors.",
        }
    ]
    assert "withdrawn" not in json.loads(for_programs.catalogue(read(tmp_path / "b", other=hubs.article())))


def test_search_engines_are_given_neither_old_addresses_nor_notes(tmp_path: Path) -> None:
    found = read(tmp_path, other=hubs.article(redirect_from="[was]"), gone=f"{WITHDRAWN}---\n")
    made = list(redirects.pages(found.catalogue, found.settings))
    assert [page.address for page in made] == ["articles/was/", "articles/gone/"]
    listed = Page("articles/other.md", "article.html", lambda: made[0].inputs)
    addresses = re.findall("<loc>(.*?)</loc>", for_programs.sitemap([*made, listed], found))
    assert addresses == ["https://hub.example/articles/other/"]
    assert made[0].view.head.canonical == addresses[0]
    assert ("robots", "noindex") in made[1].view.head.names


@pytest.mark.parametrize("front", ["draft: true", "date: 2999-01-01"])
def test_the_old_address_of_what_is_not_published_leads_nowhere(front: str, tmp_path: Path) -> None:
    name, value = front.split(": ")
    found = read(tmp_path, other=hubs.article(redirect_from="[was]", **{name: value}))
    assert not found.catalogue.redirects


@pytest.mark.parametrize("fence", ["---", "--- ", "---\t"])
def test_spaces_that_nobody_sees_do_not_make_it_an_article(fence: str, tmp_path: Path) -> None:
    gone = f"{WITHDRAWN}---\n".replace("---", fence)
    assert [one.title for one in read(tmp_path, gone=gone).catalogue.withdrawn] == ["A withdrawn article"]


@pytest.mark.parametrize("fence", ["---", "--- "])
def test_an_article_may_speak_of_withdrawing(fence: str, tmp_path: Path) -> None:
    other = hubs.article("withdrawn:\n\n---\n\nwithdrawn: yes\n\n---\n", title="withdrawn is a word")
    found = read(tmp_path, other=other.replace("---", fence))
    assert [article.slug for article in found.catalogue.articles] == ["other"]
