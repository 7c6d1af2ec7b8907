"""The one list of lists: what follows from it agrees."""

from __future__ import annotations

import json

import pytest

import hubs
from studenthub import hub as reading
from studenthub import render
from studenthub.hub import Hub
from studenthub.i18n import ENGLISH
from studenthub.model.collections import COLLECTIONS, FOLDERS, NAMED
from studenthub.model.guides import WRITING
from studenthub.model.settings import Settings
from studenthub.render.cards import Cards
from studenthub.render.data import browse


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Hub:
    """Five articles by students of the second and the tenth year, two to a page."""
    files = {
        f"docs/articles/a{number}.md": hubs.article(
            "Text [@one].",
            title=f"Article {number}",
            date=f"202{number}-01-01",
            authors=f"[{{name: Ann Author, year_of_study: {10 if number % 2 else 2}, affiliation: Example}}]",
        )
        for number in range(5)
    }
    folder = hubs.write(
        tmp_path_factory.mktemp("collections"),
        {
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/topics/empty.md": "---\nname: Empty\n---\n",
            "docs/institutions/example.md": "---\nname: Example\ncountry: Kenya\n---\n",
            "docs/write/index.md": "# Write\n",
            "bib/a.bib": "@book{one, author = {Author, A.}, title = {One}, publisher = {Press}, year = {2001}}\n",
            **files,
        },
    )
    found = reading.read(Settings(folder, bib_files=("bib/a.bib",), per_page=2), today=hubs.TODAY)
    assert found.problems == ()
    return found


def test_the_pages_that_links_may_lead_to_are_those_that_are_made(hub: Hub) -> None:
    pages = [page.path for page in render.everything(hub, lambda _: {})]
    written = {path.removeprefix("docs/") for path in (*hub.guides, *(a.path for a in hub.catalogue.articles))}
    assert {"articles/page/3.md", "countries/kenya.md", "topics/empty.md"} < set(pages)
    assert sorted(set(pages) - written - {WRITING}) == sorted(set(hub.catalogue.pages(2)) - written)
    assert len(pages) == len(set(pages))


def test_no_page_of_a_list_is_outside_of_the_folders_that_are_reserved(hub: Hub) -> None:
    folders = {path.split("/")[0] for path in hub.catalogue.pages(2) if "/" in path}
    assert folders == FOLDERS


def test_lists_are_in_the_order_of_their_names_or_of_the_calendar(hub: Hub) -> None:
    lists, terms = hub.catalogue.lists, hub.catalogue.terms
    assert NAMED["study-years"].sorted(lists["study-years"], terms, ENGLISH) == ["2", "10"]
    assert NAMED["years"].sorted(lists["years"], terms, ENGLISH) == ["2024", "2023", "2022", "2021", "2020"]
    assert NAMED["topics"].sorted(terms["topics"], terms, ENGLISH) == ["empty", "testing"]


def test_every_collection_has_its_filter_and_its_place(hub: Hub) -> None:
    navigation = render.navigation(hub)
    linked = {link.href for link in (*navigation.header, *navigation.footer)}
    assert {f"{one.name}/" for one in COLLECTIONS if one.name not in {"kinds", "languages"}} < linked
    data = {file.path: file.content for file in browse.files(hub.catalogue, Cards(hub.catalogue, hub.settings))}
    small = [facet["name"] for facet in json.loads(data["articles/data/facets.json"])["facets"]]
    large = [one.filter.name for one in COLLECTIONS if f"articles/data/{one.filter.name}.json" in data]
    assert {*small, *large} == {one.name for one in navigation.filters}
    assert not {"kind", "language"} & {*small, *large}
    assert large == ["author"]
