"""Pages that the search finds by their names, beside articles: topics, authors, institutions, and the guide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from studenthub.model.collections import COLLECTIONS, HOME, NOT_FOUND
from studenthub.model.hub import Hub
from studenthub.render.citing import link_to_list
from studenthub.render.pages.guides import link_to

#: Where they are in the site.
PATH = "search/places.json"

_HEADING = re.compile(r"^#{2,3} +(.+?)[ #]*$", re.MULTILINE)


def rows(hub: Hub) -> str:
    """Each as [kind, name, address, number of articles, other words for it], as JSON; then the language of its name,
    where that is another than the interface's.

    Addresses are relative to the root of the site. Of the guide the other words are what it says of itself: its
    description and its headings.
    """
    return json.dumps([*_lists(hub), *_guides(hub)], ensure_ascii=False, separators=(",", ":"))


def _lists(hub: Hub) -> Iterator[list[object]]:
    terms, settings = hub.catalogue.terms, hub.settings
    for collection in COLLECTIONS:
        if collection.is_numbered:
            continue
        groups = hub.catalogue.lists[collection.name]
        known = terms[collection.name] if collection.is_described else {}
        for ident in collection.sorted(groups, terms, settings):
            others = " ".join(known[ident].aliases) if ident in known else ""
            label = settings.interface.gettext(collection.filter.label)
            link = link_to_list(collection, ident, terms, settings, len(groups[ident]))
            yield [label, link.text, link.href, link.count, others, *filter(None, [link.language])]


def _guides(hub: Hub) -> Iterator[list[object]]:
    for guide in hub.guides.values():
        path = hub.settings.in_docs(guide.path)
        if path not in (HOME, NOT_FOUND):
            others = " ".join((guide.description, *_HEADING.findall(guide.body)))
            link = link_to(guide, hub.settings)
            said = filter(None, [link.language])
            yield [hub.settings.interface.gettext("Guide"), link.text, link.href, 0, others, *said]
