"""Files of the site that are not pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from studenthub.model.hub import Hub
from studenthub.render.cards import Cards
from studenthub.render.data import browse, feeds, for_programs, search
from studenthub.render.data.social_cards import SocialCards
from studenthub.render.page import Content, OutputFile, Page
from studenthub.render.pages import named_pages, sources


def files(
    hub: Hub, pages: Iterable[Page], contents: Callable[[str], Content], social_cards: SocialCards
) -> Iterator[OutputFile]:
    """All of them. ``contents`` gives the text of an article by its slug; ``social_cards`` are those for networks."""
    yield OutputFile(search.WORDS_PATH, partial(search.words, hub.catalogue))
    yield OutputFile(named_pages.PATH, partial(named_pages.rows, hub))
    yield from sources.files(hub)
    cards = Cards(hub.catalogue, hub.settings)
    yield from browse.files(hub.catalogue, cards)
    yield from for_programs.files(hub, pages)
    yield from feeds.files(hub, cards, contents)
    yield from social_cards.files()
