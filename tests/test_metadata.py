"""What machines read in the head of a page: the table of tags, JSON-LD, and hostile values."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import html5lib
import jsonschema
import pytest
from lxml import html

import hubs
import showcase as hub

ADDRESS = "https://hub.example/articles/night/"
#: The picture at its head, which is 640 pixels wide, in the largest width that there is.
PICTURE = "https://hub.example/assets/pictures/5e8015926175-640.png"
TITLE = "What a night on call does to your judgement"

#: Every tag of the article's page, in its order: those of one name together.
TAGS: dict[str, list[str]] = {
    "citation_title": [TITLE],
    "citation_author": ["Author, Ann", "Person, H.", "Ministry of Examples"],
    "citation_author_institution": ["University of Example", "University of Example"],
    "citation_author_orcid": ["https://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"],
    "citation_publication_date": ["2026/09/30"],
    "citation_online_date": ["2026/09/30"],
    "citation_journal_title": ["Test Hub"],
    "citation_publisher": ["Test Hub"],
    "citation_language": ["en-ZA"],
    "citation_keywords": ["Sleep; Testing; night; on call"],
    "citation_fulltext_html_url": [ADDRESS],
    "citation_public_url": [ADDRESS],
    "citation_fulltext_world_readable": [""],
    "DC.title": [TITLE],
    "DC.creator": ["Author, Ann", "Person, H.", "Ministry of Examples"],
    "DC.date": ["2026-09-30"],
    "DC.rights": ["https://creativecommons.org/licenses/by/4.0/"],
    "DC.identifier": [ADDRESS],
    "og:type": ["article"],
    "og:title": [TITLE],
    "og:url": [ADDRESS],
    "og:site_name": ["Test Hub"],
    "og:locale": ["en_ZA"],
    "og:image": [PICTURE, ADDRESS + "card.png"],
    "og:image:width": ["640", "1200"],
    "og:image:height": ["360", "630"],
    "article:published_time": ["2026-09-30"],
    "article:modified_time": ["2026-10-02"],
    "article:author": ["Author, Ann", "Person, H.", "Ministry of Examples"],
    "article:section": ["Sleep"],
    "article:tag": ["Sleep", "Testing", "night", "on call"],
    "twitter:card": ["summary_large_image"],
    "twitter:image": [PICTURE],
}

_TEXT = {"type": "string", "minLength": 1}
_DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_URL = {"type": "string", "pattern": "^https://"}
ARTICLE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["@id", "headline", "name", "author", "datePublished", "dateModified", "publisher", "citation", "url"],
    "properties": {
        "@type": {"const": "ScholarlyArticle"},
        "@id": _URL,
        "headline": {**_TEXT, "maxLength": 110},
        "datePublished": _DATE,
        "dateModified": _DATE,
        "image": {"type": "array", "items": _URL, "minItems": 1},
        "license": _URL,
        "isAccessibleForFree": {"const": True},
        "wordCount": {"type": "integer", "minimum": 1},
        "timeRequired": {"pattern": r"^PT\d+M$"},
        "author": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["@type", "name", "url"],
                "properties": {"@type": {"enum": ["Person", "Organization"]}, "name": _TEXT, "url": _URL},
            },
        },
        "citation": {
            "type": "array",
            "items": {
                "required": ["@type", "name"],
                "properties": {"name": _TEXT, "sameAs": {"pattern": "^https?://"}},
            },
        },
        "correction": {
            "type": "array",
            "items": {
                "required": ["@type", "text", "datePublished"],
                "properties": {"@type": {"const": "CorrectionComment"}, "text": _TEXT, "datePublished": _DATE},
            },
        },
    },
}


def _tags(page: html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for tag in page.xpath("//meta[@name or @property]"):
        found[tag.get("name") or tag.get("property")].append(tag.get("content"))
    return found


def _graph(folder: Path, path: str) -> dict[str, dict[str, Any]]:
    """The nodes of a page's JSON-LD by their type."""
    (script,) = hubs.page(folder, path).xpath('//script[@type="application/ld+json"]/text()')
    data = json.loads(script)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def test_the_table_of_tags(showcase: Path) -> None:
    found = _tags(hubs.page(showcase, "articles/night"))
    assert {name: found[name] for name in TAGS} == TAGS
    assert found["citation_reference"][0] == (
        "citation_title=A title about DNA & number 2001; citation_author=Author, A.; citation_author=van der Writer, "
        "B.; citation_author=Scribe, C.; citation_journal_title=A Journal; citation_volume=1; citation_issue=2; "
        "citation_firstpage=1; citation_lastpage=9; citation_publication_date=2001; citation_doi=10.1234/abc.2001"
    )
    assert len(found["citation_reference"]) == 6
    names = [tag.get("name") for tag in hubs.page(showcase, "articles/night").xpath("//meta[@name]")]
    at = names.index("citation_author")
    assert names[at : at + 3] == ["citation_author", "citation_author_institution", "citation_author_orcid"]
    assert "Z3988" not in (showcase / "site/articles/night/index.html").read_text(encoding="utf-8"), "no COinS"


def test_links_of_the_head(showcase: Path) -> None:
    page = hubs.page(showcase, "articles/night")
    links = {(link.get("rel"), link.get("type")): link.get("href") for link in page.xpath("//head/link")}
    assert links["canonical", None] == ADDRESS
    assert links["license", None] == "https://creativecommons.org/licenses/by/4.0/"
    for kind in ("application/x-bibtex", "application/atom+xml", "application/feed+json"):
        target = links["alternate", kind]
        assert (showcase / "site/articles/night" / target).resolve().is_file(), target
    assert page.get("lang") == "en-ZA"
    assert page.findtext(".//title") == f"{TITLE} — Test Hub"


def test_every_page_knows_its_own_address(showcase: Path) -> None:
    for path in (showcase / "site").rglob("index.html"):
        where = path.parent.relative_to(showcase / "site").as_posix()
        expected = "https://hub.example/" + ("" if where == "." else f"{quote(where)}/")
        page = html.fromstring(path.read_text(encoding="utf-8"))
        assert page.xpath('//link[@rel="canonical"]/@href') == [expected]
        assert page.xpath('//meta[@property="og:url"]/@content') == [expected]
        assert len(page.xpath("//h1")) == 1, path
        assert page.xpath('//meta[@name="description"]/@content')[0], path


def test_json_ld_of_an_article(showcase: Path) -> None:
    graph = _graph(showcase, "articles/night")
    article = graph["ScholarlyArticle"]
    jsonschema.validate(article, ARTICLE_SCHEMA)
    assert article["author"][0]["affiliation"] == {"@type": "CollegeOrUniversity", "name": "University of Example"}
    assert article["author"][2]["@type"] == "Organization"
    assert article["correction"][0]["text"] == "The number of students was 48, not 84."
    assert article["dateModified"] == "2026-10-02"
    assert article["citation"][0]["sameAs"] == "https://doi.org/10.1234/abc.2001"
    crumbs = [crumb["name"] for crumb in graph["BreadcrumbList"]["itemListElement"]]
    assert crumbs == ["Test Hub", "Sleep", TITLE]
    assert _graph(showcase, "articles/withdrawn")["ScholarlyArticle"]["creativeWorkStatus"] == "Retracted"


@pytest.mark.parametrize(
    "broken",
    [{"headline": ""}, {"datePublished": "11 July 2024"}, {"author": []}, {"image": ["card.png"]}, {"citation": [{}]}],
)
def test_the_schema_can_say_no(showcase: Path, broken: dict[str, Any]) -> None:
    article = _graph(showcase, "articles/night")["ScholarlyArticle"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(article | broken, ARTICLE_SCHEMA)


def test_json_ld_of_other_pages(showcase: Path) -> None:
    assert _graph(showcase, ".")["WebSite"]["url"] == "https://hub.example/"
    person = _graph(showcase, "authors/person-h")["ProfilePage"]["mainEntity"]
    assert person["name"] == "Person, H."
    assert person["sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]
    topic = _graph(showcase, "topics/sleep")["CollectionPage"]
    assert {"@type": "ScholarlyArticle", "@id": ADDRESS} in topic["hasPart"]


def test_a_hub_without_a_guide_leads_to_none(attacked: Path) -> None:
    site = attacked / "site"
    assert not (site / "write").exists()
    for path in site.rglob("index.html"):
        assert _lost_in(site, path, html.fromstring(path.read_text(encoding="utf-8"))) == [], path


HOSTILE = """"><script>alert(1)</script><u x='</script>"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub whose every value tries to break out of where it lands."""
    folder = tmp_path_factory.mktemp("attacked")
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    hubs.write(
        folder,
        {
            "docs/topics/testing.md": f"---\nname: {quoted}\ndescription: {quoted}\n---\n",
            "docs/articles/a.md": hubs.article(
                "Text [@author2001].",
                title=quoted,
                description=quoted,
                authors=f"[{{name: {quoted}, family: {quoted}, affiliation: {quoted}, programme: {quoted}}}]",
                tags=f"[{quoted}]",
                licence=quoted,
                series=quoted,
                changes=f"[{{date: 2024-08-01, kind: retraction, note: {quoted}}}]",
                declarations=f"{{conflicts: {quoted}}}",
            ),
            "bib/a.bib": f"@misc{{author2001, author={{{{{HOSTILE}}}}}, title={{{HOSTILE}}}, year={{2001}}}}\n",
        },
    )
    built = hubs.build(folder)
    assert built.status == 0, built.output
    return folder


def _scripts(source: str) -> list[str]:
    return [script.text or "" for script in html.fromstring(source).iter("script") if not script.get("src")]


def test_hostile_values_do_nothing(attacked: Path, showcase: Path) -> None:
    harmless = re.compile(r"^(try\{const t=localStorage|\{\"@context\")")
    pages = list((attacked / "site").rglob("*.html"))
    assert len(pages) > 8
    for path in pages:
        source = path.read_text(encoding="utf-8")
        assert all(harmless.match(script) for script in _scripts(source)), path
        for script in html.fromstring(source).xpath('//script[@type="application/ld+json"]'):
            json.loads(script.text)
        assert not html.fromstring(source).xpath("//u[@x]"), path
    control = "<title>x</title>" + HOSTILE
    assert not all(harmless.match(script) for script in _scripts(control)), "the control"


def test_pages_are_well_formed_html(showcase: Path, attacked: Path) -> None:
    """What a strict HTML5 parser says: nesting, attributes given twice, stray tags."""
    for folder in (showcase, attacked):
        for path in (folder / "site").rglob("*.html"):
            parser = html5lib.HTMLParser()
            parser.parse(path.read_text(encoding="utf-8"))
            assert parser.errors == [], (path, parser.errors)
    parser = html5lib.HTMLParser()
    parser.parse("<!doctype html><title>x</title><p><div></p></div>")
    assert parser.errors, "the control"


def _lost_on(page: html.HtmlElement) -> list[str]:
    """Ids that are there twice, places that are not there, and citations that no reference leads back to."""
    ids = page.xpath("//@id")
    lost = [f"{one} twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    lost += [href for href in page.xpath("//a/@href[starts-with(., '#')]") if unquote(href[1:]) not in ids]
    for cite in page.xpath('//a[@role="doc-biblioref"]'):
        back = page.xpath(f'//li[@id="{cite.get("href")[1:]}"]//a[@role="doc-backlink"]/@href')
        if f"#{cite.get('id')}" not in back:
            lost.append(f"no way back to {cite.get('id')}")
    return lost


def test_no_id_is_there_twice_and_every_fragment_leads_somewhere(showcase: Path) -> None:
    for path in (showcase / "site").rglob("*.html"):
        assert _lost_on(html.fromstring(path.read_text(encoding="utf-8"))) == [], path
    page = hubs.page(showcase, "articles/night")
    page.xpath('//li[@id="ref:author2001"]//a[@role="doc-backlink"]')[0].drop_tree()
    page.xpath('//li[@id="ref:author2003"]')[0].set("id", "ref:author2002")
    assert _lost_on(page) == [
        "ref:author2002 twice",
        "#ref:author2003",
        "no way back to cite:author2001:1",
        "no way back to cite:author2003:1",
    ], "the control"


def _lost_in(site: Path, path: Path, page: html.HtmlElement) -> list[str]:
    """The addresses within the site that a page names and that are not there."""
    lost = []
    for href in page.xpath("//a/@href | //link/@href | //script/@src | //img/@src"):
        if not re.match(r"[a-z]+:|#|//", href):
            target = (path.parent / unquote(re.split("[?#]", href)[0])).resolve()
            if not (target / "index.html").is_file() and not target.is_file():
                lost.append(href)
    return lost


def test_every_link_within_the_site_leads_somewhere(showcase: Path) -> None:
    site = showcase / "site"
    for path in site.rglob("index.html"):
        assert _lost_in(site, path, html.fromstring(path.read_text(encoding="utf-8"))) == [], path
    control = html.fromstring('<p><a href="articles/">x</a><a href="articels/">x</a><img src="no.png"></p>')
    assert _lost_in(site, site / "index.html", control) == ["articels/", "no.png"], "the control"


def test_a_retracted_article_says_so_in_its_heading(showcase: Path) -> None:
    (heading,) = hubs.page(showcase, "articles/withdrawn").xpath("//h1")
    assert hubs.text(heading) == "Retracted: An article that was withdrawn"
    (heading,) = hubs.page(showcase, "articles/night").xpath("//h1")
    assert hubs.text(heading) == TITLE


def test_help_is_a_number_to_call_or_an_address_to_follow(showcase: Path) -> None:
    help_lines = hubs.page(showcase, "").xpath('//section[@class="help"]/p')
    assert [(hubs.text(line), line.xpath("string(a/@href)")) for line in help_lines] == [
        ("Membership information 0800 225 677", "tel:0800225677"),
        ("Medicolegal advice 0800 014 780", "tel:0800014780"),
        ("Counselling help.example/students", "https://help.example/students/"),
    ]


# --- corrections and retractions --------------------------------------------------------------------------------------


def test_a_correction_shows_where_it_matters(showcase: Path) -> None:
    page = hubs.page(showcase, "articles/night")
    (banner,) = page.xpath('//p[starts-with(@class, "banner")]')
    assert hubs.text(banner) == "Correction, 2 October 2026: The number of students was 48, not 84. History"
    history = [hubs.text(row) for row in page.xpath('//ul[@class="history"]/li')]
    assert history == [
        "30 September 2026 Published",
        "2 October 2026 Correction: The number of students was 48, not 84.",
    ]
    assert "Updated 2 October 2026" in hubs.text(page.xpath('//p[@class="facts"]')[0])


def test_a_retracted_article_stays_and_is_marked_everywhere(showcase: Path) -> None:
    own = hubs.page(showcase, "articles/withdrawn")
    assert own.findtext(".//title") == "Retracted: An article that was withdrawn — Test Hub"
    (banner, *_) = own.xpath('//p[starts-with(@class, "banner")]')
    assert hubs.text(banner).startswith("Retraction, 5 November 2026: The data")
    for path in ("articles", "topics/sleep", "authors/author-ann", "years/2024"):
        (card,) = hubs.page(showcase, path).xpath('//article[.//a[contains(@href, "withdrawn")]]')
        assert "Retracted" in hubs.text(card), path
    # Its newest change makes it neither the latest article nor anybody's reading advice.
    assert not hubs.page(showcase, ".").xpath('//article//a[contains(@href, "withdrawn")]')
    for path in (showcase / "site/articles").glob("*/index.html"):
        page = html.fromstring(path.read_text(encoding="utf-8"))
        assert not page.xpath('//section[@class="related"]//a[contains(@href, "withdrawn")]'), path


def test_an_article_says_that_it_builds_on_a_retracted_one(showcase: Path) -> None:
    banners = hubs.page(showcase, "articles/numbered").xpath('//p[@class="banner"]')
    assert [hubs.text(banner) for banner in banners] == [
        "Retracted source: this article builds on An article that was withdrawn, which has been retracted."
    ]


def test_a_series(showcase: Path) -> None:
    page = hubs.page(showcase, "articles/numbered")
    (line,) = page.xpath('//header//p[@class="series"]')
    assert hubs.text(line) == "Part 2 of 2 of the series Nights"
    (parts,) = page.xpath('//nav[@class="series-parts"]')
    assert hubs.text(parts.xpath(".//summary")[0]) == "Both parts"
    assert [hubs.text(part) for part in parts.xpath(".//li")] == [
        "What a night on call does to your judgement",
        "The night after",
    ]
    assert [hubs.text(link) for link in parts.xpath('./p[@class="neighbours"]/a')] == [
        "Part 1 What a night on call does to your judgement"
    ]
    assert set(parts.xpath(".//a/@href")) == {"../../articles/night/"}
    assert not page.xpath('//nav[@aria-label="Other articles"]')


def test_of_many_articles_that_cite_a_source_the_first_are_shown(showcase: Path) -> None:
    page = hubs.page(showcase, "sources")
    (often,), (seldom,) = (page.xpath(f'//li[@id="source:author{year}"]') for year in (2001, 2004))
    number = len(often.xpath(".//div[@class='mention']"))
    assert number > 5
    assert len(often.xpath("div[@class='mention']")) == 4
    assert hubs.text(often.xpath("details/summary")[0]) == f"Also cited in {number - 4} other articles"
    assert 0 < len(seldom.xpath("div[@class='mention']")) <= 5
    assert not seldom.xpath("details")


def test_how_to_cite_is_said_in_the_style_of_the_hub(tmp_path: Path) -> None:
    hubs.write(
        tmp_path,
        {
            "mkdocs.yml": hubs.MKDOCS_YML.replace("bib_dir: bib", "bib_dir: bib, csl: nlm-citation-sequence"),
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a.md": hubs.article(
                title="'50 % of {cells} & more'",
                authors="[{name: 'van der Author, Ann'}, {name: 'Ministry of Examples', organisation: true}]",
            ),
        },
    )
    built = hubs.build(tmp_path)
    assert built.status == 0, built.output
    (said,) = hubs.page(tmp_path, "articles/a").xpath('//p[@id="page:how-to-cite"]')
    assert hubs.text(said) == (
        "van der Author A, Ministry of Examples. 50 % of {cells} & more. Test Hub [Internet]. 2024 Jul 11. "
        "Available from: https://hub.example/articles/a/"
    )


def test_the_picture_keeps_its_room(showcase: Path) -> None:
    (picture,) = hubs.page(showcase, "articles/night").xpath('//figure[@class="article__image"]//img')
    assert (picture.get("width"), picture.get("height"), picture.get("alt")) == ("640", "360", "Bars of growing height")


def test_an_author_without_a_file_is_what_their_newest_article_says(showcase: Path) -> None:
    page = hubs.page(showcase, "authors/author-ann")
    facts = page.xpath('//header[@class="list__header"]/p[@class="facts"]/*')
    assert [(fact.get("href"), fact.text) for fact in facts] == [
        (None, "MBChB, fifth year (2026)"),
        ("../../institutions/university-of-example/", "University of Example"),
        ("https://orcid.org/0000-0002-1825-0097", "ORCID 0000-0002-1825-0097"),
    ]
    person = _graph(showcase, "authors/author-ann")["ProfilePage"]["mainEntity"]
    assert person["affiliation"]["name"] == "University of Example"
    assert person["sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]


def test_what_to_read_next_is_before_the_references(showcase: Path) -> None:
    page = hubs.page(showcase, "articles/night")
    places = [page.xpath(f"count(//*[@id='page:{name}']/preceding::*)") for name in ("series", "related", "references")]
    assert places == sorted(places)
    assert places[0] > 0


def test_of_many_authors_the_institutions_are_numbered(tmp_path: Path) -> None:
    places = ["University A", "University B", "University A", "University C"]
    authors = ", ".join(f"{{name: 'Author, {n}', affiliation: {place}}}" for n, place in enumerate(places))
    hubs.write(
        tmp_path, {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article(authors=f"[{authors}]")}
    )
    assert hubs.build(tmp_path).status == 0
    page = hubs.page(tmp_path, "articles/a")
    assert page.xpath("//ul[starts-with(@class, 'bylines')]//sup/text()") == ["1", "2", "1", "3"]
    assert page.xpath("//ol[@class='places']//a/text()") == ["University A", "University B", "University C"]


def test_tags_icons_and_the_feed_are_links(showcase: Path) -> None:
    page = hubs.page(showcase, "articles/night")
    assert page.xpath("//p[@class='tags']/a/@href") == ["../../search/?q=night", "../../search/?q=on%20call"]
    assert page.xpath("//link[@rel='apple-touch-icon']/@href") == ["../../assets/hub-180.png"]
    assert len(page.xpath("//meta[@name='theme-color']")) == 2
    follow = hubs.page(showcase, "").xpath("//section[@aria-labelledby='page:follow']//a/@href")
    assert follow == ["./feed.xml"]


def test_after_an_article_that_is_alone_there_is_nothing(tmp_path: Path) -> None:
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article()})
    assert hubs.build(tmp_path).status == 0
    assert not hubs.page(tmp_path, "articles/a").xpath('//*[@class="after"]')


def test_the_home_page_shows_the_institutions_with_the_most_articles(tmp_path: Path) -> None:
    names = [f"University {letter}" for letter in "ABCDEFGHIJKLMNN"]
    articles = {
        f"docs/articles/a{number}.md": hubs.article(
            title=f"Article {number}", authors=f"[{{name: 'Author, A.', affiliation: {name}}}]"
        )
        for number, name in enumerate(names)
    }
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, **articles})
    assert hubs.build(tmp_path).status == 0
    shown = hubs.page(tmp_path, "").xpath('//section[@aria-labelledby="page:institutions"]//li/a/text()')
    assert (len(shown), shown[0], shown[-1]) == (12, "University A", "University N")


def test_pages_of_the_hub(showcase: Path) -> None:
    for path in hub.PAGES:
        assert (showcase / "site" / path).exists(), path


def test_an_article_of_an_issue_says_where_it_was_published(tmp_path: Path) -> None:
    settings = "bib_dir: bib, issn: 2049-3630, publisher: A Press, editors: [Editor One, Editor Two]"
    article = hubs.article(
        "Text.",
        authors="[{name: Ann Author, affiliation: University of Example, orcid: 0000-0002-1825-0097}]",
        volume="3",
        issue="2",
        doi="10.1234/hub.7",
    )
    hubs.write(
        tmp_path,
        {
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a.md": article,
            "mkdocs.yml": hubs.MKDOCS_YML.replace("bib_dir: bib", settings),
        },
    )
    ran = hubs.run(tmp_path, ["hub", "build", "site"])
    assert ran.status == 0, ran.output
    tags = _tags(hubs.page(tmp_path, "articles/a"))
    assert {name: tags[name] for name in tags if name in ("citation_volume", "citation_issue", "citation_issn")} == {
        "citation_volume": ["3"],
        "citation_issue": ["2"],
        "citation_issn": ["2049-3630"],
    }
    assert tags["citation_author_orcid"] == ["https://orcid.org/0000-0002-1825-0097"]
    assert tags["citation_doi"] == tags["DC.identifier"] == ["10.1234/hub.7"]
    assert tags["DC.contributor"] == ["Editor One", "Editor Two"]
    assert tags["citation_publisher"] == tags["DC.publisher"] == ["A Press"]
    issue = _graph(tmp_path, "articles/a")["ScholarlyArticle"]["isPartOf"]
    assert issue["issueNumber"] == "2"
    assert (issue["isPartOf"]["@type"], issue["isPartOf"]["volumeNumber"]) == ("PublicationVolume", "3")
    assert issue["isPartOf"]["isPartOf"]["issn"] == "2049-3630"
