"""The home page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from heapq import nlargest

from studenthub.model import translations
from studenthub.model.articles import Article
from studenthub.model.collections import HOME, NAMED
from studenthub.model.hub import Hub
from studenthub.render import faults, notices
from studenthub.render.cards import Cards
from studenthub.render.citing import link_to_list
from studenthub.render.data import metadata, schema_org
from studenthub.render.page import Ready
from studenthub.render.pages.articles import Entries
from studenthub.render.pages.guides import language_of
from studenthub.render.pages.lists import links
from studenthub.render.pages.sources import printed
from studenthub.render.parts import Link, Section
from studenthub.render.views import CitedSource, HomeView

#: Articles beside the one that leads, and below these; articles of each topic, and topics.
_SECONDS, _LATEST, _OF_TOPIC, _TOPICS = 3, 4, 3, 4
#: With no more articles than this, the home page shows all of them, and no list that makes sense only for many.
_SMALL = 5
_MOST_CITED, _INSTITUTIONS = 5, 12


def read(hub: Hub, cards: Cards, entries: Entries, title: str, description: str) -> Ready:
    """The newest articles, the topics, and what most articles are from and cite."""
    settings, catalogue = hub.settings, hub.catalogue
    listed = translations.shown(catalogue.articles, catalogue.versions, settings.language)
    current = [article for article in listed if not article.is_retracted]
    is_small = len(current) <= _SMALL
    lead = next((article for article in current if article.featured), current[0] if current else None)
    others = [article for article in current if article is not lead]
    seconds = others[:_SECONDS] if len(others) >= _SECONDS else []
    latest = others[len(seconds) : len(seconds) + _LATEST]
    shown = {article.slug for article in (lead, *seconds, *latest) if article}
    own = hub.guides.get(f"{settings.docs_dir}/{HOME}")
    return Ready(
        title,
        description,
        HomeView(
            heading=settings.site_name,
            lead=cards.of(lead).value if lead else None,
            seconds=tuple(cards.of(article).value for article in seconds),
            cards=tuple(cards.of(article).value for article in latest),
            sections=tuple(_sections(current, shown, hub, cards)),
            more=len(listed) - len(shown),
            topics=tuple(link for link, _ in links(NAMED["topics"], catalogue, settings)),
            institutions=() if is_small else _largest_institutions(hub),
            sources=() if is_small else _most_cited(hub, entries),
            feed=metadata.feed_for_people("", settings) if current else "",
            problems=faults.of_all(hub),
            head=metadata.page(settings.site_name, description, "", settings, feed="", nodes=schema_org.home(settings)),
            language=language_of(own, settings) if own else "",
        ),
    )


def _sections(current: Sequence[Article], shown: Set[str], hub: Hub, cards: Cards) -> Iterator[Section]:
    """The newest articles of the largest topics, each article once on the page."""
    left = {article.slug for article in current if not article.status} - shown
    counts = Counter(topic for article in current for topic in article.topics)
    # Only the newest hundred of a topic are looked at, so that a large hub takes no longer.
    for topic, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_TOPICS]:
        rest = [article for article in hub.catalogue.lists["topics"][topic][:100] if article.slug in left][:_OF_TOPIC]
        if len(rest) == _OF_TOPIC:
            left -= {article.slug for article in rest}
            link = link_to_list(NAMED["topics"], topic, hub.catalogue.terms, hub.settings, count)
            yield Section(link, tuple(cards.of(article).value for article in rest))


def _largest_institutions(hub: Hub) -> tuple[Link, ...]:
    """Those with the most articles, in alphabetical order."""
    institutions = [link for link, _ in links(NAMED["institutions"], hub.catalogue, hub.settings)]
    largest = set(nlargest(_INSTITUTIONS, institutions, key=lambda link: link.count))
    return tuple(link for link in institutions if link in largest)


def _most_cited(hub: Hub, entries: Entries) -> tuple[CitedSource, ...]:
    """The sources that the most articles cite, with the number of these; one article alone says nothing."""
    sources, by_source = hub.catalogue.bibliography.sources, hub.catalogue.by_source
    # To know the order of the few at the top, no key is needed of those that are cited less.
    least = max(2, min(nlargest(_MOST_CITED, map(len, by_source.values())), default=0))
    several = [(sources[key], len(articles)) for key, articles in by_source.items() if len(articles) >= least]
    shown = sorted(several, key=lambda row: (-row[1], row[0].sort_key))[:_MOST_CITED]
    html = printed([source for source, _ in shown], entries)
    return tuple(
        CitedSource(entry, count, notices.label(source.notice, hub.settings.interface))
        for entry, (source, count) in zip(html, shown, strict=True)
    )
