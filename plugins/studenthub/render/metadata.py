"""What machines read in the head of a page: Highwire, Dublin Core, OpenGraph, Twitter, and JSON-LD of schema.org.

Google Scholar, Zotero and their like read the Highwire tags (https://scholar.google.com/intl/en/scholar/inclusion.html);
Dublin Core serves those that do not. There are no COinS: Zotero prefers them, and then takes the references for the
article. Addresses are absolute; a hub that does not know its own leaves out what needs one.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from studenthub.model.articles import Article
from studenthub.model.authors import Author
from studenthub.model.settings import Settings
from studenthub.model.sources import Source
from studenthub.model.terms import Term
from studenthub.render.citing import path_of
from studenthub.render.views import Head, HeadLink, Link

Pairs = Iterator[tuple[str, str]]
Json = dict[str, object]

#: Pixels, as the networks that show cards want them.
CARD_SIZE = (1200, 630)
_FEEDS = (("feed.xml", "application/atom+xml"), ("feed.json", "application/feed+json"))
#: The formats of an article's record: the name of its file, its media type, and what people call it.
EXPORTS = (
    ("cite.bib", "application/x-bibtex", "BibTeX"),
    ("cite.ris", "application/x-research-info-systems", "RIS"),
    ("cite.json", "application/vnd.citationstyles.csl+json", "CSL-JSON"),
    ("CITATION.cff", "application/yaml", "CFF"),
)
#: Google cuts headlines here (https://developers.google.com/search/docs/appearance/structured-data/article).
_HEADLINE = 110
_CC = re.compile(r"CC[- ](BY(?:-(?:SA|NC|ND|NC-SA|NC-ND))?)[- ](\d\.\d)", re.IGNORECASE)
_CC0 = re.compile(r"CC0(?:[- ]1\.0)?", re.IGNORECASE)


def licence(name: str) -> Link | None:
    """A licence with the address of its text, where it is one of Creative Commons."""
    if match := _CC.fullmatch(name):
        kind, version = match.groups()
        return Link(f"CC {kind.upper()} {version}", f"https://creativecommons.org/licenses/{kind.lower()}/{version}/")
    if _CC0.fullmatch(name):
        return Link("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    return Link(name, "") if name else None


def feeds(folder: str, settings: Settings) -> tuple[Link, ...]:
    """The two feeds of a list, for people. ``folder`` is the address of its first page.

    A feed names itself by its whole address, so a hub that does not know its own has none.
    """
    if not settings.site_url:
        return ()
    return tuple(Link(text, folder + name) for text, (name, _) in zip(("Atom", "JSON Feed"), _FEEDS, strict=True))


def card_of(article: Article) -> str:
    """Where the picture for those who share the article is."""
    return f"{path_of(article)}card.png"


# --- articles -----------------------------------------------------------------------------------------------------


def article(item: Article, settings: Settings, topics: Sequence[Link], sources: Sequence[Cited]) -> Head:
    """The head of an article's page. ``topics`` are its topics, ``sources`` what it cites."""
    canonical = settings.address(path_of(item))
    terms = licence(item.licence or settings.licence)
    links = [
        *([HeadLink("license", terms.href)] if terms and terms.href else []),
        *(HeadLink("author", f"authors/{quote(author.id)}/") for author in item.authors),
        *(HeadLink("alternate", path_of(item) + name, kind, text) for name, kind, text in EXPORTS[:3]),
        *_feed_links("", settings.site_name, settings),
    ]
    return Head(
        canonical=canonical,
        names=(*_highwire(item, settings, sources), *_dublin_core(item, settings), *_twitter(item, settings)),
        properties=tuple(_open_graph(item, settings, topics)),
        links=tuple(links),
        json_ld=_script(_scholarly_article(item, settings, sources, terms), _crumbs_of(item, settings, topics)),
    )


def _highwire(item: Article, settings: Settings, sources: Iterable[Cited]) -> Pairs:
    yield "citation_title", title_of(item)
    for author in item.authors:
        yield "citation_author", author.inverted
        if author.affiliation:
            yield "citation_author_institution", author.affiliation
        if author.orcid:
            yield "citation_author_orcid", f"https://orcid.org/{author.orcid}"
    if item.date != datetime.date.min:
        yield "citation_publication_date", f"{item.date:%Y/%m/%d}"
        yield "citation_online_date", f"{item.date:%Y/%m/%d}"
    yield "citation_journal_title", settings.site_name
    yield "citation_publisher", settings.site_name
    if item.doi:
        yield "citation_doi", item.doi
    yield "citation_language", item.language or settings.language
    yield "citation_abstract", item.description
    if item.keywords:
        yield "citation_keywords", "; ".join(item.keywords)
    if address := settings.address(path_of(item)):
        yield "citation_fulltext_html_url", address
        yield "citation_abstract_html_url", address
        yield "citation_public_url", address
    yield "citation_fulltext_world_readable", ""
    for source in sources:
        yield "citation_reference", source.reference


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as Highwire and schema.org describe it; many articles share one."""

    reference: str
    node: Json


def cited(source: Source) -> Cited:
    """What the heads of the articles that cite ``source`` say of it."""
    return Cited(_reference(source), _work(source))


def _reference(source: Source) -> str:
    """A source in the words of Highwire, ``name=value`` with semicolons between: so no value may hold one."""
    csl = source.csl
    pages = str(csl.get("page", "")).split("–")
    parts = [
        ("title", source.title),
        *(("author", ", ".join(part for part in (n.sort_name, n.given, n.suffix) if part)) for n in source.authors),
        ("journal_title", source.container),
        ("volume", source.plain("volume")),
        ("issue", source.plain("number", "issue")),
        ("firstpage", pages[0]),
        ("lastpage", pages[1] if len(pages) > 1 else ""),
        ("publication_date", source.year if source.year[:4].isdecimal() else ""),
        ("doi", source.doi),
    ]
    return "; ".join(f"citation_{name}={value.replace(';', ',')}" for name, value in parts if value)


def _dublin_core(item: Article, settings: Settings) -> Pairs:
    yield "DC.title", title_of(item)
    for author in item.authors:
        yield "DC.creator", author.inverted
    if item.date != datetime.date.min:
        yield "DC.date", item.date.isoformat()
    yield "DC.type", "Text"
    yield "DC.language", item.language or settings.language
    yield "DC.publisher", settings.site_name
    if identifier := item.doi or settings.address(path_of(item)):
        yield "DC.identifier", identifier
    if terms := licence(item.licence or settings.licence):
        yield "DC.rights", terms.href or terms.text


def _open_graph(item: Article, settings: Settings, topics: Sequence[Link]) -> Pairs:
    yield "og:type", "article"
    yield from _shared(title_of(item), item.description, path_of(item), settings, item.language)
    if item.date != datetime.date.min:
        yield "article:published_time", item.date.isoformat()
        yield "article:modified_time", item.last_changed.isoformat()
    for author in item.authors:
        yield "article:author", author.name
    for topic in topics[:1]:
        yield "article:section", topic.text
    for tag in item.keywords:
        yield "article:tag", tag
    yield from _picture(card_of(item), f"{item.title}. {settings.site_name}", settings)


def _twitter(item: Article, settings: Settings) -> Pairs:
    has_card = settings.social_cards and settings.site_url
    yield "twitter:card", "summary_large_image" if has_card else "summary"
    yield "twitter:title", title_of(item)
    yield "twitter:description", item.description
    if has_card:
        yield "twitter:image", settings.address(card_of(item))
        yield "twitter:image:alt", f"{item.title}. {settings.site_name}"


def _shared(title: str, description: str, path: str, settings: Settings, language: str = "") -> Pairs:
    yield "og:title", title
    if description:
        yield "og:description", description
    if address := settings.address(path):
        yield "og:url", address
    yield "og:site_name", settings.site_name
    yield "og:locale", (language or settings.language).replace("-", "_")


def _picture(path: str, alt: str, settings: Settings) -> Pairs:
    if settings.social_cards and settings.site_url:
        yield "og:image", settings.address(path)
        yield "og:image:type", "image/png"
        yield "og:image:width", str(CARD_SIZE[0])
        yield "og:image:height", str(CARD_SIZE[1])
        yield "og:image:alt", alt


def title_of(item: Article) -> str:
    """The title as lists of other programs should show it: a retraction is part of it."""
    return f"Retracted: {item.title}" if item.status == "retraction" else item.title


# --- JSON-LD ------------------------------------------------------------------------------------------------------


def _script(*nodes: Json) -> Markup:
    """JSON-LD within a <script>: no < begins a tag there, and no program but one of JSON reads it."""
    graph = [_filled(node) for node in nodes if node]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - JSON without any <


def _filled(node: Json) -> Json:
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}


def _person(author: Author, settings: Settings) -> Json:
    names = author.csl
    return _filled(
        {
            "@type": "Organization" if author.organisation else "Person",
            "name": author.name,
            "givenName": names.get("given", ""),
            "familyName": f"{names.get('non-dropping-particle', '')} {names.get('family', '')}".strip(),
            "url": settings.address(f"authors/{author.id}/"),
            "jobTitle": "" if author.organisation else author.programme,
            "affiliation": {"@type": "CollegeOrUniversity", "name": author.affiliation} if author.affiliation else "",
            "sameAs": f"https://orcid.org/{author.orcid}" if author.orcid else "",
        }
    )


def _hub(settings: Settings) -> Json:
    return _filled({"@type": "Organization", "name": settings.site_name, "url": settings.address("")})


def _scholarly_article(item: Article, settings: Settings, sources: Sequence[Cited], terms: Link | None) -> Json:
    address = settings.address(path_of(item))
    pictures = [settings.address(card_of(item))] if settings.social_cards and settings.site_url else []
    return {
        "@type": "ScholarlyArticle",
        "@id": address,
        "mainEntityOfPage": address,
        "url": address,
        "headline": title_of(item)[:_HEADLINE],
        "name": title_of(item),
        "abstract": item.description,
        "description": item.description,
        "image": pictures,
        "datePublished": item.date.isoformat() if item.date != datetime.date.min else "",
        "dateModified": item.last_changed.isoformat() if item.date != datetime.date.min else "",
        "author": [_person(author, settings) for author in item.authors],
        "publisher": _hub(settings),
        "isPartOf": {"@type": "Periodical", **{k: v for k, v in _hub(settings).items() if k != "@type"}},
        "license": (terms.href or terms.text) if terms else "",
        "inLanguage": item.language or settings.language,
        "isAccessibleForFree": True,
        "wordCount": item.words,
        "timeRequired": f"PT{item.minutes}M",
        "keywords": list(item.keywords),
        "identifier": f"https://doi.org/{item.doi}" if item.doi else "",
        "creativeWorkStatus": "Retracted" if item.status == "retraction" else "Published",
        "citation": [source.node for source in sources],
        "correction": [
            {
                "@type": "CorrectionComment",
                "name": change.kind.replace("-", " ").capitalize(),
                "text": change.note,
                "datePublished": change.date.isoformat(),
            }
            for change in item.changes
        ],
    }


_WORKS: Mapping[str, str] = {
    "article-journal": "ScholarlyArticle",
    "book": "Book",
    "chapter": "Chapter",
    "report": "Report",
    "thesis": "Thesis",
    "webpage": "WebPage",
    "dataset": "Dataset",
    "software": "SoftwareApplication",
    "legislation": "Legislation",
    "article-newspaper": "NewsArticle",
    "paper-conference": "ScholarlyArticle",
}


def _work(source: Source) -> Json:
    return _filled(
        {
            "@type": _WORKS.get(str(source.csl["type"]), "CreativeWork"),
            "name": source.title,
            "author": [
                {"@type": "Organization" if name.literal else "Person", "name": name.full} for name in source.authors
            ],
            "datePublished": source.year if re.fullmatch(r"\d{4}", source.year) else "",
            "sameAs": source.link,
        }
    )


def _crumbs_of(item: Article, settings: Settings, topics: Sequence[Link]) -> Json:
    above = topics[0] if topics else Link("Articles", "articles/")
    return _crumbs([Link(settings.site_name, ""), above, Link(item.title, path_of(item))], settings)


def _crumbs(trail: Sequence[Link], settings: Settings) -> Json:
    if not settings.site_url:
        return {}
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.text,
                "item": {"@id": _absolute(link.href, settings)},
            }
            for position, link in enumerate(trail, 1)
        ],
    }


def _absolute(href: str, settings: Settings) -> str:
    """The address of a link of ours, which is quoted already."""
    return f"{settings.site_url.rstrip('/')}/{href}"


# --- other pages --------------------------------------------------------------------------------------------------


def page(
    title: str, description: str, path: str, settings: Settings, *, feed: str | None = None, nodes: Sequence[Json] = ()
) -> Head:
    """The head of a page that is no article. ``path`` is its address; ``feed`` is the folder of its feeds."""
    image = list(_picture("assets/card.png", settings.site_name, settings))
    return Head(
        canonical=settings.address(path),
        names=(("twitter:card", "summary_large_image" if image else "summary"),),
        properties=(("og:type", "website"), *_shared(title, description, path, settings), *image),
        links=tuple(_feed_links(feed, title if feed else settings.site_name, settings) if feed is not None else ()),
        json_ld=_script(*nodes) if nodes and settings.site_url else None,
    )


def home(settings: Settings) -> list[Json]:
    """What the hub is."""
    return [
        {
            "@type": "WebSite",
            "@id": settings.address("") + "#site",
            "name": settings.site_name,
            "url": settings.address(""),
            "description": settings.site_description,
            "inLanguage": settings.language,
            "publisher": _hub(settings),
        }
    ]


def listing(title: str, description: str, path: str, articles: Sequence[Article], settings: Settings) -> list[Json]:
    """A list of articles, and where it stands."""
    node: Json = {
        "@type": "CollectionPage",
        "@id": settings.address(path),
        "url": settings.address(path),
        "name": title,
        "description": description,
        "inLanguage": settings.language,
        "hasPart": [{"@type": "ScholarlyArticle", "@id": settings.address(path_of(item))} for item in articles],
    }
    return [node, _crumbs([Link(settings.site_name, ""), Link(title, path)], settings)]


def profile(term: Term, path: str, articles: Sequence[Article], settings: Settings) -> list[Json]:
    """The page of an author."""
    person: Json = _filled(
        {
            "@type": "Organization" if term.organisation else "Person",
            "@id": settings.address(path) + "#author",
            "name": term.name,
            "alternateName": list(term.aliases),
            "description": term.description,
            "url": settings.address(path),
            "affiliation": {"@type": "CollegeOrUniversity", "name": term.affiliation} if term.affiliation else "",
            "sameAs": [link for link in (f"https://orcid.org/{term.orcid}" if term.orcid else "", term.url) if link],
        }
    )
    node: Json = {
        "@type": "ProfilePage",
        "@id": settings.address(path),
        "url": settings.address(path),
        "mainEntity": person,
        "inLanguage": settings.language,
        "hasPart": [{"@type": "ScholarlyArticle", "@id": settings.address(path_of(item))} for item in articles],
    }
    return [node, _crumbs([Link(settings.site_name, ""), Link("Authors", "authors/"), Link(term.name, path)], settings)]


def _feed_links(folder: str, title: str, settings: Settings) -> Iterator[HeadLink]:
    for name, kind in _FEEDS if settings.site_url else ():
        yield HeadLink("alternate", f"{folder}{name}", kind, title)
