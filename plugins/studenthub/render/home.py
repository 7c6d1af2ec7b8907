"""The home page."""

from __future__ import annotations

from heapq import nlargest
from operator import itemgetter

from markupsafe import Markup

from studenthub.hub import Hub
from studenthub.model.collections import NAMED
from studenthub.model.notices import Notice
from studenthub.render import metadata, schema_org
from studenthub.render.articles import Entries
from studenthub.render.cards import Cards
from studenthub.render.lists import links
from studenthub.render.page import Ready
from studenthub.render.sources import printed
from studenthub.render.views import HomeView, Link

_LATEST = 6
#: Up to so many articles, the home page shows all of them, and nothing that only a crowd makes sense of.
_SMALL = 5
_MOST_CITED, _INSTITUTIONS = 5, 12


def read(hub: Hub, cards: Cards, entries: Entries, description: str) -> Ready:
    """The newest articles, the topics, and what most articles are from and cite."""
    settings, catalogue = hub.settings, hub.catalogue
    current = [article for article in catalogue.articles if article.status != "retraction"]
    latest = [cards.of(article).value for article in current[:_LATEST]]
    is_small = len(current) <= _SMALL
    return Ready(
        HomeView(
            heading=settings.site_name,
            lead=latest[0] if latest else None,
            cards=tuple(latest[1:]),
            more=len(catalogue.articles) - len(latest),
            topics=tuple(link for link, _ in links(NAMED["topics"], catalogue)),
            institutions=() if is_small else _largest_institutions(hub),
            sources=() if is_small else _most_cited(hub, entries),
            feeds=metadata.feeds("", settings) if current else (),
            problems=tuple(str(problem) for problem in hub.problems),
            head=metadata.page(settings.site_name, description, "", settings, feed="", nodes=schema_org.home(settings)),
        )
    )


def _largest_institutions(hub: Hub) -> tuple[Link, ...]:
    """Those with the most articles, in alphabetical order."""
    institutions = [link for link, _ in links(NAMED["institutions"], hub.catalogue)]
    largest = set(nlargest(_INSTITUTIONS, institutions, key=lambda link: link.count))
    return tuple(link for link in institutions if link in largest)


def _most_cited(hub: Hub, entries: Entries) -> tuple[tuple[Markup, int, Notice | None], ...]:
    """The sources that the most articles cite, with the number of these; one article alone says nothing."""
    sources = hub.catalogue.bibliography.sources
    several = [(sources[key], len(articles)) for key, articles in hub.catalogue.by_source.items() if len(articles) > 1]
    several.sort(key=itemgetter(1), reverse=True)
    # To know the order of the few at the top, no key is needed of those that are cited less.
    least = several[:_MOST_CITED][-1][1] if several else 0
    shown = [row for row in several if row[1] >= least]
    shown = sorted(shown, key=lambda row: (-row[1], row[0].sort_key))[:_MOST_CITED]
    html = printed([source for source, _ in shown], entries)
    return tuple((entry, count, source.notice) for entry, (source, count) in zip(html, shown, strict=True))
