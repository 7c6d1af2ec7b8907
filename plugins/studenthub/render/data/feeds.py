"""Feeds: Atom (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), with the whole text.

What harvesters of scholarly blogs want besides is in extensions of JSON Feed, whose names begin with an underscore.

The hub has both, and so has every list of a collection with feeds. Each holds the newest entries, so
that no feed grows with the hub. The older entries of the hub's own feed are in pages behind it (RFC 5005, section 3),
where each article is once. Dates are those of the articles, at midnight in UTC, never that of the build.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from studenthub.model.articles import ARTICLES, Article
from studenthub.model.authors import Author
from studenthub.model.collections import COLLECTIONS
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings
from studenthub.model.vocabulary import GRAVE
from studenthub.model.withdrawn import Withdrawn
from studenthub.render.cards import Cards
from studenthub.render.citing import path_of, title_of
from studenthub.render.data import feed_content
from studenthub.render.licences import licence
from studenthub.render.page import Content, OutputFile
from studenthub.runtime import templating
from studenthub.runtime.fingerprints import fingerprint

#: How many of the newest entries a feed holds.
NEWEST = 20
#: How many older entries each page behind the feed of the hub holds.
PER_PAGE = 100
#: When a feed without entries was updated: it has to say a day, and never says that of the build.
_BEFORE_ALL = datetime.date(1970, 1, 1)
#: Characters that XML 1.0 cannot hold, not even escaped (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Person:
    """An author: ``orcid`` and ``ror`` are whole addresses, or ""."""

    name: str
    orcid: str
    affiliation: str
    ror: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, or a note on a change of one, which has no ``content``, as both formats say it.

    ``doi`` is the address of the article's own DOI, ``volume`` and ``issue`` are as printed, ``references`` are those
    of its sources, ``image`` that of its picture, ``versions`` those in other languages, each after its language.
    """

    day: datetime.date
    id: str
    url: str
    title: str
    published: str
    updated: str
    authors: tuple[Person, ...]
    topics: tuple[str, ...]
    summary: str
    rights: str
    language: str
    doi: str = ""
    volume: str = ""
    issue: str = ""
    references: tuple[str, ...] = ()
    image: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class Deleted:
    """A withdrawn article, as Atom tells of it (RFC 6721): the id that its entry had, when, and why."""

    id: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, or a page of its older entries: ``id`` is the address of the feed, ``page`` that of its page of the site.

    ``path`` is where this document is, without the ending of its format; ``others`` are the documents that a reader
    can go on to, in the same form, each after its relation to this one.
    """

    id: str
    title: str
    description: str
    updated: str
    page: str
    path: str
    deleted: tuple[Deleted, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it is in each format."""

    atom: str
    json: str


#: Entries that are kept in memory, as they are in both formats: enough for the newest articles, which are in most
#: feeds. The others are in those of their authors, and all of them would take more memory than anything else.
_IN_MEMORY = 1000
_Write = Callable[[Entry], Written]


def files(hub: Hub, cards: Cards, contents: Callable[[str], Content]) -> Iterator[OutputFile]:
    """Every feed of the hub. ``contents`` gives the text of an article by its slug.

    A feed names itself by its address, so a hub that does not know its own has none.
    """
    settings = hub.settings
    if not settings.site_url:
        return
    known: dict[str, list[Entry]] = {}

    def entries(articles: Sequence[Article]) -> list[Entry]:
        found: list[Entry] = []
        for article in articles:
            if article.slug not in known:
                known[article.slug] = list(_entries(article, hub, cards, contents(article.slug)))
            found += known[article.slug]
        return sorted(found, key=lambda entry: entry.day, reverse=True)

    catalogue, write = hub.catalogue, lru_cache(_IN_MEMORY)(_written)
    yield from _of_hub(hub, entries(catalogue.articles), write)
    for collection in (one for one in COLLECTIONS if one.has_feeds):
        described = catalogue.terms.get(collection.name, {})
        for ident, articles in sorted(catalogue.lists[collection.name].items()):
            title = f"{collection.title(ident, catalogue.terms, settings)} — {settings.site_name}"
            said = described[ident].description if ident in described else ""
            newest = entries(_newest(articles))[:NEWEST]
            # A list that has no article has no feed; that of the hub is linked from every page, and is always there.
            if newest:
                feed = _feed(f"{collection.name}/{ident}/", title, said, newest, settings)
                yield from _both(feed, newest, settings, write)


def _of_hub(hub: Hub, entries: Sequence[Entry], write: _Write) -> Iterator[OutputFile]:
    """The feed of the hub, which says what was withdrawn, and the pages behind it."""
    settings = hub.settings
    newest, older = entries[:NEWEST], _pages(entries[NEWEST:])
    paths = ["feed", *(f"feed/{number}" for number in range(len(older), 0, -1))]
    whole = _feed("", settings.site_name, settings.site_description, newest, settings, hub.catalogue.withdrawn)
    yield from _both(replace(whole, others=_others(paths, 0)), newest, settings, write)
    for place, page in enumerate(reversed(older), 1):
        updated = max(entry.updated for entry in page)
        feed = replace(whole, path=paths[place], others=_others(paths, place), updated=updated, deleted=())
        yield from _both(feed, page, settings, write)


def _pages(older: Sequence[Entry]) -> list[Sequence[Entry]]:
    """The pages of the older entries, the oldest page first, each with its newest entry first.

    They are filled from the oldest entry on, so that a new article moves one entry into the newest page, and a page
    that is full keeps its entries.
    """
    return [older[max(0, end - PER_PAGE) : end] for end in range(len(older), 0, -PER_PAGE)]


def _others(paths: Sequence[str], place: int) -> tuple[tuple[str, str], ...]:
    """Where a reader goes on from the document at a ``place`` among all, the newest first (RFC 5005, section 3)."""
    if len(paths) == 1:
        return ()
    return (
        ("first", paths[0]),
        *((("previous", paths[place - 1]),) if place else ()),
        *((("next", paths[place + 1]),) if place + 1 < len(paths) else ()),
        ("last", paths[-1]),
    )


def _newest(articles: Sequence[Article]) -> list[Article]:
    """The articles that can be in a feed: the newest, and those whose last change is as new."""
    by_change = sorted((a for a in articles if a.changes), key=lambda a: (a.last_changed, a.slug), reverse=True)
    return list({a.slug: a for a in (*articles[:NEWEST], *by_change[:NEWEST])}.values())


def _entries(article: Article, hub: Hub, cards: Cards, content: Content) -> Iterator[Entry]:
    settings, interface = hub.settings, hub.settings.interface
    ident = _id(article, settings)
    topics = hub.catalogue.terms["topics"]
    terms = licence(article.licence or settings.licence)
    image, sources = cards.of(article).value.image, hub.catalogue.bibliography.sources
    entry = partial(
        Entry,
        url=settings.address(path_of(article)),
        authors=tuple(_person(author, hub) for author in article.authors),
        topics=tuple(topics[topic].name for topic in article.topics),
        rights=(terms.href or terms.text) if terms else "",
        language=article.language or settings.language,
    )
    yield entry(
        day=article.date,
        id=ident,
        title=title_of(article, settings),
        published=_moment(article.date),
        updated=_moment(article.last_changed),
        summary=article.description,
        doi=article.doi_address,
        volume=article.volume,
        issue=article.issue,
        references=tuple(link for key in article.keys if key in sources and (link := sources[key].link)),
        image=settings.address(image.sizes[-1][0]) if image and image.sizes else "",
        versions=tuple((one.language, settings.address(one.href)) for one in cards.of(article).value.versions),
        content=content,
    )
    for number, change in enumerate(article.changes, 1):
        if change.kind in GRAVE:
            yield entry(
                day=change.date,
                id=f"{ident}#change-{number}",
                title=interface.gettext(
                    "%(notice)s: %(title)s", notice=interface.gettext(change.name), title=article.title
                ),
                published=_moment(change.date),
                updated=_moment(change.date),
                summary=change.note,
            )


def _person(author: Author, hub: Hub) -> Person:
    place = hub.catalogue.terms["institutions"].get(author.institution)
    return Person(
        name=author.name,
        orcid=author.orcid_address,
        affiliation=author.affiliation,
        ror=f"https://ror.org/{place.ror}" if place and place.ror else "",
    )


def _id(article: Article | Withdrawn, settings: Settings) -> str:
    """The id of an entry in a feed: the first address of an article, also after it was renamed (RFC 4287, 4.2.6)."""
    return settings.address(f"{ARTICLES}/{next(iter(article.redirect_from), article.slug)}/")


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _written(entry: Entry) -> Written:
    """The entry in both formats."""
    content = feed_content.content(entry.content.make(), entry.url) if entry.content else ""
    atom = _NOT_XML.sub("", templating.render("feed-entry.xml", entry=entry, content=content))
    return Written(atom, json.dumps(_json_item(entry, content), ensure_ascii=False))


def _json_item(entry: Entry, content: str) -> Mapping[str, object]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": content,
        "content_text": "" if content else entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "image": entry.image,
        "authors": [_json_author(person) for person in entry.authors],
        "tags": entry.topics,
        "language": entry.language,
        "_doi": entry.doi,
        "_volume": entry.volume,
        "_issue": entry.issue,
        "_translations": [{"url": address, "language": language} for language, address in entry.versions],
        "_references": [{"url": address} for address in entry.references],
    }
    return _filled(item)


def _json_author(person: Person) -> Mapping[str, object]:
    place = _filled({"name": person.affiliation, "id": person.ror})
    return _filled({"name": person.name, "url": person.orcid, "_affiliations": [place] if place else []})


def _filled(values: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in values.items() if value}


def _feed(
    folder: str,
    title: str,
    description: str,
    entries: Sequence[Entry],
    settings: Settings,
    withdrawn: Iterable[Withdrawn] = (),
) -> Feed:
    gone = sorted(withdrawn, key=lambda one: (one.date, one.slug), reverse=True)[:NEWEST]
    updated = _moment(max([_BEFORE_ALL, *(entry.day for entry in entries), *(one.date for one in gone)]))
    deleted = tuple(Deleted(_id(one, settings), _moment(one.date), one.reason) for one in gone)
    address, page = settings.address(f"{folder}feed.xml"), settings.address(folder)
    return Feed(address, title, description, updated, page, f"{folder}feed", deleted)


def _both(feed: Feed, entries: Sequence[Entry], settings: Settings, write: _Write) -> Iterator[OutputFile]:
    identify = partial(fingerprint, feed, entries)
    yield OutputFile(f"{feed.path}.xml", partial(_atom_feed, feed, entries, settings, write), identify)
    yield OutputFile(f"{feed.path}.json", partial(_json_feed, feed, entries, settings, write), identify)


def _atom_feed(feed: Feed, entries: Iterable[Entry], settings: Settings, write: _Write) -> str:
    head = templating.render(
        "feed.xml",
        feed=feed,
        address=settings.address(f"{feed.path}.xml"),
        others=[(relation, settings.address(f"{path}.xml")) for relation, path in feed.others],
        icon=settings.address(settings.appearance.icon),
        language=settings.language,
        site_name=settings.site_name,
        editors=settings.editors,
        publisher=settings.publisher,
        issn=settings.issn,
        entries=_MARK,
    )
    return _NOT_XML.sub("", str(head)).replace(_MARK, "".join(write(entry).atom for entry in entries))


#: Where the entries go: they are escaped already, and too long to be escaped and copied again for every feed.
_MARK = "\ue000"


def _json_feed(feed: Feed, entries: Iterable[Entry], settings: Settings, write: _Write) -> str:
    # The address of a feed is its identity in this format, so all pages name that of the first.
    after = dict(feed.others).get("next")
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.id.removesuffix("xml") + "json",
        "next_url": settings.address(f"{after}.json") if after else "",
        "favicon": settings.address(settings.appearance.icon),
        "language": settings.language,
        "authors": [{"name": settings.site_name, "url": settings.address("")}],
        "_publication": _filled(
            {"issn": settings.issn, "publisher": settings.publisher, "editors": list(settings.editors)}
        ),
    }
    text = json.dumps({name: value for name, value in head.items() if value}, ensure_ascii=False)
    items = ",\n".join(write(entry).json for entry in entries)
    return f'{text[:-1]}, "items": [\n{items}\n]}}\n'
