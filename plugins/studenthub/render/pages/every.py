"""All pages of a hub, as values: a module for each kind makes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from studenthub.i18n import N_
from studenthub.model import collections
from studenthub.model.collections import HOME, SEARCH
from studenthub.model.guides import GUIDE
from studenthub.model.hub import Hub
from studenthub.render.cards import Cards
from studenthub.render.data import metadata
from studenthub.render.page import Page, Ready
from studenthub.render.pages import articles, guides, home, lists, redirects, sources, writing
from studenthub.render.pages.articles import Entries
from studenthub.render.views import SearchView

_TITLE, _SEARCH = N_("Search"), N_("Find an article by its words, its authors, or what it cites.")


def everything(hub: Hub, entries: Entries, style: str = "") -> Iterator[Page]:
    """All pages of the hub. ``entries`` gives sources as the hub's ``style`` prints them, by key."""
    cards = Cards(hub.catalogue, hub.settings)
    yield from articles.pages(hub, cards, entries, style)
    yield from lists.pages(hub, cards)
    yield from sources.pages(hub, entries)
    yield Page(collections.path(SEARCH), "search.html", partial(_search, hub))
    yield _home(hub, cards, entries)
    yield from guides.pages(hub)
    yield from writing.pages(hub, guides.siblings(hub).get(GUIDE.rstrip("/"), ()))
    yield from redirects.pages(hub.catalogue, hub.settings)


def _search(hub: Hub) -> Ready:
    title, description = map(hub.settings.interface.gettext, (_TITLE, _SEARCH))
    return Ready(title, description, SearchView(metadata.page(title, description, f"{SEARCH}/", hub.settings)))


def _home(hub: Hub, cards: Cards, entries: Entries) -> Page:
    """The home page, with or without a text of its own."""
    settings = hub.settings
    guide = hub.guides.get(f"{settings.docs_dir}/{HOME}")
    title = guide.title if guide else settings.site_name
    description = guide.description if guide else settings.site_description
    read = partial(home.read, hub, cards, entries, title, description)
    return Page(HOME, "home.html", read, guide, changed=lambda: hub.catalogue.last_changed)
