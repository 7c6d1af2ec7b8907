"""JSON-LD of schema.org about articles, authors, lists and the hub, for search engines.

Addresses are absolute; a hub that does not know its own leaves out what needs one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from studenthub.model.article_fields import Change
from studenthub.model.articles import Article
from studenthub.model.authors import Author
from studenthub.model.settings import Settings
from studenthub.model.sources.source import Source
from studenthub.model.terms import Term
from studenthub.model.vocabulary import ARTICLE
from studenthub.parse import identifiers
from studenthub.render.citing import path_of, title_of
from studenthub.render.licences import licence
from studenthub.render.parts import Link

Json = dict[str, object]

#: Google cuts headlines here (https://developers.google.com/search/docs/appearance/structured-data/article).
_HEADLINE = 110


def script(*nodes: Json) -> Markup:
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
            "jobTitle": author.position,
            "affiliation": {"@type": "CollegeOrUniversity", "name": author.affiliation} if author.affiliation else "",
            "sameAs": author.orcid_address,
        }
    )


def _hub(settings: Settings) -> Json:
    logo = settings.address(settings.appearance.logo) if settings.appearance.logo else ""
    return _filled({"@type": "Organization", "name": settings.site_name, "url": settings.address(""), "logo": logo})


def _publisher(settings: Settings) -> Json:
    """The hub, or who publishes it; the address of the site is not that of another."""
    return {"@type": "Organization", "name": settings.publisher} if settings.publisher else _hub(settings)


def _container(item: Article, settings: Settings) -> Json:
    """The hub as a periodical; of an article in an issue that, within its volume (https://schema.org/PublicationIssue)."""
    editors = [{"@type": "Person", "name": name} for name in settings.editors]
    whole = _filled({**_hub(settings), "@type": "Periodical", "issn": settings.issn, "editor": editors})
    if item.volume:
        whole = {"@type": "PublicationVolume", "volumeNumber": item.volume, "isPartOf": whole}
    return {"@type": "PublicationIssue", "issueNumber": item.issue, "isPartOf": whole} if item.issue else whole


def article(
    item: Article, settings: Settings, topics: Sequence[Link], cited: Sequence[Json], pictures: Sequence[str]
) -> list[Json]:
    """An article with its ``topics``, what it has ``cited``, and the addresses of its ``pictures``; and where it is."""
    return [_article(item, settings, topics, cited, pictures), _crumbs_of(item, settings, topics)]


#: What search engines call the kinds of article that are not scholarly ones.
_ARTICLES: Mapping[str, str] = {
    "opinion": "OpinionNewsArticle",
    "editorial": "OpinionNewsArticle",
    "letter": "OpinionNewsArticle",
    "interview": "Article",
    "reflection": "Article",
}


def _article(
    item: Article, settings: Settings, topics: Sequence[Link], cited: Sequence[Json], pictures: Sequence[str]
) -> Json:
    original = settings.address(f"articles/{item.translation_of}/") if item.translation_of else ""
    address, terms = settings.address(path_of(item)), licence(item.licence or settings.licence)
    return {
        "@type": _ARTICLES.get(item.type, "ScholarlyArticle"),
        "@id": address,
        "mainEntityOfPage": address,
        "url": address,
        "headline": title_of(item, settings)[:_HEADLINE],
        "name": title_of(item, settings),
        "abstract": item.description,
        "description": item.description,
        "image": list(pictures),
        "genre": settings.kind(item.type) if item.type != ARTICLE else "",
        "articleSection": topics[0].text if topics else "",
        "datePublished": item.date.isoformat() if item.is_dated else "",
        "dateModified": item.last_changed.isoformat() if item.is_dated else "",
        "author": [_person(author, settings) for author in item.authors],
        "publisher": _publisher(settings),
        "isPartOf": _container(item, settings),
        "license": (terms.href or terms.text) if terms else "",
        "inLanguage": item.language or settings.language,
        "isAccessibleForFree": True,
        "wordCount": item.words,
        "timeRequired": f"PT{item.minutes}M",
        "keywords": list(item.keywords),
        "identifier": item.doi_address,
        "translationOfWork": {"@id": original} if original else "",
        "creativeWorkStatus": "Retracted" if item.is_retracted else "Published",
        "citation": list(cited),
        "correction": [_correction(change, settings) for change in item.changes],
    }


def _correction(change: Change, settings: Settings) -> Json:
    return {
        "@type": "CorrectionComment",
        "name": settings.interface.gettext(change.name),
        "text": change.note,
        "datePublished": change.date.isoformat(),
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


def work(source: Source) -> Json:
    """A source that an article cites."""
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
    above = topics[0] if topics else Link(settings.interface.gettext("Articles"), "articles/")
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


def home(settings: Settings) -> list[Json]:
    """The hub as a WebSite."""
    return [
        {
            "@type": "WebSite",
            "@id": settings.address("") + "#site",
            "name": settings.site_name,
            "url": settings.address(""),
            "description": settings.site_description,
            "inLanguage": settings.language,
            "publisher": _publisher(settings),
        }
    ]


def listing(title: str, description: str, path: str, articles: Sequence[str], settings: Settings) -> list[Json]:
    """A list of articles, of which the paths are given, and where it is."""
    node: Json = {
        "@type": "CollectionPage",
        "@id": settings.address(path),
        "url": settings.address(path),
        "name": title,
        "description": description,
        "inLanguage": settings.language,
        "hasPart": [{"@type": "ScholarlyArticle", "@id": settings.address(path)} for path in articles],
    }
    return [node, _crumbs([Link(settings.site_name, ""), Link(title, path)], settings)]


def profile(term: Term, path: str, articles: Sequence[str], settings: Settings) -> list[Json]:
    """The page of an author, with the paths of the articles on it."""
    person: Json = _filled(
        {
            "@type": "Organization" if term.organisation else "Person",
            "@id": settings.address(path) + "#author",
            "name": term.name,
            "alternateName": list(term.aliases),
            "description": term.description,
            "url": settings.address(path),
            "affiliation": {"@type": "CollegeOrUniversity", "name": term.affiliation} if term.affiliation else "",
            "sameAs": list(filter(None, (identifiers.orcid_address(term.orcid), term.url))),
        }
    )
    node: Json = {
        "@type": "ProfilePage",
        "@id": settings.address(path),
        "url": settings.address(path),
        "mainEntity": person,
        "inLanguage": settings.language,
        "hasPart": [{"@type": "ScholarlyArticle", "@id": settings.address(path)} for path in articles],
    }
    return [
        node,
        _crumbs(
            [
                Link(settings.site_name, ""),
                Link(settings.interface.gettext("Authors"), "authors/"),
                Link(term.name, path),
            ],
            settings,
        ),
    ]
