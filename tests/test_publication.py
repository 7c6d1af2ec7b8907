"""What a hub shows as a publication: kinds, languages, pages of its own, and what others read of its articles."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from lxml import html

import hubs
from studenthub import hub as reading
from studenthub import render
from studenthub.hub import Hub
from studenthub.model import settings as reading_settings
from studenthub.render.cards import Cards
from studenthub.render.data import browse, feeds, metadata, social_cards
from studenthub.render.page import Content
from studenthub.render.pages import named_pages
from studenthub.render.parts import Fault, Link
from studenthub.render.views import ArticleView, HomeView, IndexView, ListView, SourcesView, View
from studenthub.runtime.cache import Cache

SITE = "https://hub.example/"


def _hub(folder: Path, *, yml: str = hubs.MKDOCS_YML, bib: str = "", **files: str) -> Hub:
    """A hub with articles by their slugs, and other files of docs/ by their paths, with __ for a slash."""
    rows = {
        f"docs/{name.replace('__', '/')}.md" if "__" in name else f"docs/articles/{name}.md": text
        for name, text in files.items()
    }
    hubs.write(folder, {"mkdocs.yml": yml, "bib/a.bib": bib, "docs/topics/testing.md": hubs.TOPIC} | rows)
    found = reading.read(reading_settings.read(folder), today=hubs.TODAY)
    assert found.problems == ()
    return found


def _views(hub: Hub) -> dict[str, View]:
    return {page.path: page.view for page in render.everything(hub, lambda _: {})}


def _article(hub: Hub, slug: str = "a") -> ArticleView:
    view = _views(hub)[f"articles/{slug}.md"]
    assert isinstance(view, ArticleView)
    return view


# --- kinds and languages ----------------------------------------------------------------------------------------------


def test_a_kind_has_its_list_and_is_named_where_it_is_not_a_plain_article(tmp_path: Path) -> None:
    hub = _hub(tmp_path, a=hubs.article(type="opinion"), b=hubs.article(title="Plain"))
    views = _views(hub)
    kinds = views["kinds/opinion.md"]
    assert isinstance(kinds, ListView)
    assert (kinds.heading, [card.title for card in kinds.cards]) == ("Opinion", ["An article"])
    assert "kinds/article.md" not in views
    shown, plain = _article(hub).card.kind, _article(hub, "b").card.kind
    assert shown
    assert (shown.text, shown.href, plain) == ("Opinion", "kinds/opinion/", None)
    assert [one.name for one in render.navigation(hub).filters] == ["topic", "author", "kind", "year"]


def test_an_article_in_another_language_says_so_and_one_in_another_country_does_not(tmp_path: Path) -> None:
    hub = _hub(
        tmp_path, a=hubs.article(language="zu-ZA"), b=hubs.article(language="en-GB"), c=hubs.article(language="ar")
    )
    found = {slug: _article(hub, slug).card for slug in "abc"}
    assert {slug: (card.tongue, card.direction) for slug, card in found.items()} == {
        "a": ("isiZulu", "ltr"),
        "b": ("", "ltr"),
        "c": ("العربية", "rtl"),
    }


@pytest.mark.parametrize(
    ("kind", "type_", "genre"),
    [("", "ScholarlyArticle", None), ("letter", "OpinionNewsArticle", "Letter"), ("interview", "Article", "Interview")],
)
def test_search_engines_are_told_the_kind(tmp_path: Path, kind: str, type_: str, genre: str | None) -> None:
    hub = _hub(tmp_path, a=hubs.article(type=kind))
    (node, _) = json.loads(_article(hub).head.json_ld or "")["@graph"]
    assert (node["@type"], node.get("genre"), node["articleSection"]) == (type_, genre, "Testing")


def test_what_somebody_studies_is_not_their_job(tmp_path: Path) -> None:
    authors = "[{name: Ann Author, programme: MBChB}, {name: Bo Author, position: Lecturer}]"
    (node, _) = json.loads(_article(_hub(tmp_path, a=hubs.article(authors=authors))).head.json_ld or "")["@graph"]
    assert [author.get("jobTitle") for author in node["author"]] == [None, "Lecturer"]


def test_what_is_called_in_another_language_says_in_which(tmp_path: Path) -> None:
    """Pages in English of a German hub: its topics and its own kinds are German, languages have their own names."""
    own = "bib_dir: bib, language: de, kinds: [article, review, {notiz: Notiz}]"
    hub = _hub(
        tmp_path,
        yml=hubs.MKDOCS_YML.replace("bib_dir: bib", own),
        a=hubs.article(type="notiz", language="ar"),
        b=hubs.article(title="Another", type="review"),
    )
    views = _views(hub)
    kinds, languages, kind = views["kinds/index.md"], views["languages/index.md"], views["kinds/notiz.md"]
    assert isinstance(kinds, IndexView)
    assert isinstance(languages, IndexView)
    assert isinstance(kind, ListView)
    assert {link.text: link.language for link, _ in kinds.groups[0].links} == {"Notiz": "de", "Review": ""}
    assert {link.text: link.language for link, _ in languages.groups[0].links} == {"العربية": "ar"}
    assert kind.language == "de"
    cards = [card for view in views.values() if isinstance(view, ListView) for card in view.cards]
    assert {card.kind.text: card.kind.language for card in cards if card.kind} == {"Notiz": "de", "Review": ""}
    data = {file.path: file.content for file in browse.files(hub.catalogue, Cards(hub.catalogue, hub.settings))}
    assert {facet["name"]: facet["values"] for facet in json.loads(data["articles/data/facets.json"])["facets"]} == {
        "topic": [["testing", "Testing", "de"]],
        "kind": [["notiz", "Notiz", "de"], ["review", "Review"]],
        "language": [["ar", "العربية", "ar"]],
        "year": [["2024", "2024"]],
    }
    (german, english) = json.loads(data["articles/data/rows-0.json"])
    assert {tuple(row["kind"]) for row in (german, english)} == {
        ("Notiz", "kinds/notiz/", "de"),
        ("Review", "kinds/review/"),
    }


@pytest.mark.parametrize(("articles", "is_offered"), [(0, False), (1, False), (2, True)])
def test_filters_are_offered_where_there_is_a_choice(tmp_path: Path, articles: int, is_offered: bool) -> None:
    found = _hub(tmp_path, **{f"a{n}": hubs.article(title=f"Number {n}") for n in range(articles)})
    lists = {path: view for path, view in _views(found).items() if isinstance(view, ListView)}
    assert [path for path, view in lists.items() if view.has_filters] == (["articles/index.md"] if is_offered else [])


# --- notices and authors ----------------------------------------------------------------------------------------------


def _change(kind: str, day: str) -> str:
    return f"{{date: {day}, kind: {kind}, note: What there is to know of it.}}"


def test_beside_a_retraction_nothing_else_is_said_first(tmp_path: Path) -> None:
    changes = [_change("correction", "2024-08-01"), _change("expression-of-concern", "2024-10-01")]
    hub = _hub(
        tmp_path,
        a=hubs.article(changes=f"[{', '.join(changes)}]"),
        b=hubs.article(title="Another", changes=f"[{', '.join([*changes, _change('retraction', '2024-09-01')])}]"),
    )
    assert [notice.name for notice in _article(hub).notices] == ["Expression of concern", "Correction"]
    assert [notice.name for notice in _article(hub, "b").notices] == ["Retraction"]
    assert len(_article(hub, "b").changes) == 3


def test_authors_are_listed_by_their_family_names(tmp_path: Path) -> None:
    names = ["Zoe Author", "Ann Writer", "Ben Example"]
    authors = ", ".join(f"{{name: {name}}}" for name in names)
    hub = _hub(tmp_path, a=hubs.article(authors=f"[{authors}, {{name: The Editors, organisation: true}}]"))
    index = _views(hub)["authors/index.md"]
    assert isinstance(index, IndexView)
    (everybody,) = index.groups
    assert [link.text for link, _ in everybody.links] == ["Zoe Author", "Ben Example", "The Editors", "Ann Writer"]
    assert (everybody.letter, index.letters) == ("", ())


def test_many_authors_are_listed_by_letters_with_where_they_study(tmp_path: Path) -> None:
    yml = hubs.MKDOCS_YML.replace("{bib_dir: bib}", "{bib_dir: bib, per_page: 1}")
    place = "affiliation: University of Example"
    names = [f"{{name: 'Author, {n}', {place}}}" for n in "ABCD"] + ["{name: 'Écrivain, A.'}", "{name: 'Writer, A.'}"]
    views = _views(_hub(tmp_path, yml=yml, a=hubs.article(authors=f"[{', '.join(names)}]")))
    first, second = views["authors/index.md"], views["authors/page/2.md"]
    assert isinstance(first, IndexView)
    assert isinstance(second, IndexView)
    assert [(group.id, group.letter, len(group.links)) for group in first.groups] == [("page:letter-A", "A", 4)]
    assert [(group.letter, len(group.links)) for group in second.groups] == [("E", 1), ("W", 1)]
    assert [(link.text, link.href) for link in second.letters] == [
        ("A", "authors/#page:letter-A"),
        ("E", "authors/page/2/#page:letter-E"),
        ("W", "authors/page/2/#page:letter-W"),
    ]
    said = [said for group in (*first.groups, *second.groups) for _, said in group.links]
    assert said == [*["University of Example"] * 4, "", ""]


# --- pages of the hub's own -------------------------------------------------------------------------------------------

NAV = """nav:
  - index.md
  - About us: about.md
  - Elsewhere: https://elsewhere.example/
  - Policies:
      - policies/index.md
      - write/index.md
"""


def test_pages_of_the_hub_are_where_nav_has_them(tmp_path: Path) -> None:
    files = {
        "__about": "# About this hub\n",
        "policies__index": "# Policies\n",
        "__contact": "# Contact\n",
        "policies__second": "# Not a first page\n",
        "write__index": "# Write\n",
    }
    navigation = render.navigation(_hub(tmp_path / "without", **files))
    assert [link.text for link in navigation.footer] == ["About this hub", "Contact", "Policies", "Write for the hub"]
    navigation = render.navigation(_hub(tmp_path / "with", yml=hubs.MKDOCS_YML + NAV, **files))
    header = [(link.text, link.href) for link in navigation.header]
    assert header[-3:] == [("About us", "about/"), ("Elsewhere", "https://elsewhere.example/"), ("Write", "write/")]
    assert [link.text for link in navigation.footer] == ["Policies", "Contact", "Write for the hub"]


def test_the_search_knows_places_by_name(tmp_path: Path) -> None:
    hub = _hub(
        tmp_path,
        a=hubs.article(authors='[{name: "Ann Author", affiliation: "University of Example"}]'),
        institutions__uex="---\nname: University of Example\naliases: [UEX]\n---\n",
        write__index="---\ntitle: Write for the hub\ndescription: From your draft to a page.\n"
        "---\n\n## Before you begin\n",
    )
    found = {row[1]: row for row in json.loads(named_pages.rows(hub))}
    assert found["Testing"] == ["Topic", "Testing", "topics/testing/", 1, ""]
    assert found["University of Example"] == ["Institution", "University of Example", "institutions/uex/", 1, "UEX"]
    assert found["Write for the hub"][:3] == ["Guide", "Write for the hub", "write/"]
    assert "Before you begin" in found["Write for the hub"][4]
    assert "2024" not in found


def test_of_a_table_an_excerpt_shows_cells_and_no_sentences(tmp_path: Path) -> None:
    view = _article(_hub(tmp_path, a=hubs.article()))
    said = html.fromstring(render.extract(view, "<table><tr><th>Ward</th><td>1</td><td>0.46</td></tr></table>"))
    assert hubs.text(said.xpath("//table")[0]) == "Ward ·1 ·0.46 ·"


def test_a_topic_says_which_others_its_articles_are_on_and_not_how_many(tmp_path: Path) -> None:
    files = {"topics__other": "---\nname: Other\n---\n", "a": hubs.article(topics="[testing, other]")}
    view = _views(_hub(tmp_path, **files))["topics/testing.md"]
    assert isinstance(view, ListView)
    assert (view.related_heading, [(link.text, link.count) for link in view.related]) == (
        "Other topics",
        [("Other", 0)],
    )


# --- sources ----------------------------------------------------------------------------------------------------------


def test_letters_lead_to_the_first_source_of_each_wherever_it_is(tmp_path: Path) -> None:
    names = ["Author", "Beispiel", "Çelik", "Example", "Nemo"]
    bib = "".join(
        f"@book{{k{n}, author = {{{name}, A.}}, title = {{T}}, publisher = {{P}}, year = {{2001}}}}\n"
        for n, name in enumerate(names)
    )
    cited = " ".join(f"[@k{n}]" for n in range(len(names)))
    yml = hubs.MKDOCS_YML.replace("{bib_dir: bib}", "{bib_dir: bib, per_page: 2}")
    hub = _hub(tmp_path, yml=yml, bib=bib, a=hubs.article(f"Text {cited}."))
    view = _views(hub)["sources/page/2.md"]
    assert isinstance(view, SourcesView)
    assert [(link.text, link.href.partition("#")[0]) for link in view.letters] == [
        ("A", "sources/"),
        ("B", "sources/"),
        ("C", "sources/page/2/"),
        ("E", "sources/page/2/"),
        ("N", "sources/page/3/"),
    ]
    assert {link.href.partition("#")[2] for link in view.letters} >= {source.id for source in view.sources}


# --- what others read -------------------------------------------------------------------------------------------------


def test_feeds_name_authors_a_doi_and_what_an_article_builds_on(tmp_path: Path) -> None:
    hub = _hub(
        tmp_path,
        bib="@article{one, author={Author, A.}, title={T}, journal={J}, year={2001}, doi={10.1234/one}}\n",
        a=hubs.article(
            "Text [@one].",
            doi="10.1234/own",
            authors="[{name: Ann Author, orcid: 0000-0002-1825-0097, affiliation: University of Example}]",
        ),
        institutions__uex="---\nname: University of Example\nror: 05gq02987\n---\n",
    )
    content = Content(lambda: "", lambda: "<p>Text.</p>")
    made = {file.path: file.content for file in feeds.files(hub, Cards(hub.catalogue, hub.settings), lambda _: content)}
    feed = json.loads(made["feed.json"])
    assert feed["favicon"] == feedparser.parse(made["feed.xml"]).feed.icon == f"{SITE}assets/hub-180.png"
    (item,) = feed["items"]
    assert item["authors"] == [
        {
            "name": "Ann Author",
            "url": "https://orcid.org/0000-0002-1825-0097",
            "_affiliations": [{"name": "University of Example", "id": "https://ror.org/05gq02987"}],
        }
    ]
    assert (item["_doi"], item["_references"]) == (
        "https://doi.org/10.1234/own",
        [{"url": "https://doi.org/10.1234/one"}],
    )
    (entry,) = feedparser.parse(made["feed.xml"]).entries
    assert entry.authors == [{"name": "Ann Author", "href": "https://orcid.org/0000-0002-1825-0097"}]
    assert ("related", "https://doi.org/10.1234/own") in {(link.rel, link.href) for link in entry.links}


@pytest.mark.parametrize(
    ("title", "is_drawn"),
    [
        ("Ærø, Łódź and β-blockers → now", True),
        ("Ответ врача", True),
        ("الموافقة المستنيرة", False),
        ("知情同意", False),
    ],
)
def test_what_cannot_be_drawn_is_shared_with_the_card_of_the_hub(tmp_path: Path, title: str, is_drawn: bool) -> None:
    hub = _hub(tmp_path, a=hubs.article(title=f'"{title}"'))
    path = metadata.card_of(hub.catalogue.articles[0])
    assert (path == "articles/a/card.png") is is_drawn
    assert path in {file.path for file in social_cards.SocialCards(hub, Cache(None)).files()}
    assert (f"{SITE}{path}") in [content for name, content in _article(hub).head.properties if name == "og:image"]


def test_cards_that_the_site_has_are_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(social_cards, "FEW", 0)
    asked: list[list[tuple[str, ...]]] = []
    monkeypatch.setattr(social_cards.social_card, "drawn", lambda words: asked.append(words) or iter([b"drawn"]))
    hub = _hub(tmp_path, a=hubs.article(title="First"), b=hubs.article(title="Second"))
    cards = social_cards.SocialCards(hub, Cache(None))
    cards.draw(lambda path, key: path != "articles/b/card.png")
    assert [[title for _, title, *_ in words] for words in asked] == [["Second"]]
    assert {file.path: file.content for file in cards.files()}["articles/b/card.png"] == b"drawn"


# --- what is wrong, in a preview --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("guide", "explained"), [("true", "write/checks/#hub112"), ("false", "")])
def test_what_is_wrong_is_said_in_sentences_with_the_page_that_explains_it(
    tmp_path: Path, guide: str, explained: str
) -> None:
    yml = hubs.MKDOCS_YML.replace("bib_dir: bib", f"bib_dir: bib, guide: {guide}")
    article = hubs.article(titel="Twice")
    hubs.write(tmp_path, {"mkdocs.yml": yml, "docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": article})
    hub = reading.read(reading_settings.read(tmp_path), unpublished=True, today=hubs.TODAY)
    own = Fault("Unknown field titel. Did you mean title?", 7, Link("HUB112", explained))
    assert _article(hub).problems == (own,)
    home = _views(hub)["index.md"]
    assert isinstance(home, HomeView)
    assert home.problems == (replace(own, file="docs/articles/a.md"),)
