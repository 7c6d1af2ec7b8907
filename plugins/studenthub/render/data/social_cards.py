"""The pictures of articles for social networks, each drawn once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import metadata as metadata_of
from pathlib import Path

from studenthub.i18n import Interface
from studenthub.model.articles import Article
from studenthub.model.hub import Hub
from studenthub.pictures import social_card
from studenthub.render.citing import title_of
from studenthub.render.data import metadata
from studenthub.render.page import OutputFile
from studenthub.runtime.cache import Cache, digest

#: Cards that take as long to draw as a process takes to start.
FEW = 30


class SocialCards:
    """The card of every article and of the hub. They come from ``cache`` if their words are unchanged."""

    def __init__(self, hub: Hub, cache: Cache) -> None:
        self._cache = cache
        self._words = dict(_words(hub)) if hub.settings.social_cards and hub.settings.site_url else {}

    def __contains__(self, path: str) -> bool:
        """Whether this file of the site is a card."""
        return path in self._words

    def files(self) -> Iterator[OutputFile]:
        """The cards, drawn when they are asked for."""
        for path, words in self._words.items():
            yield OutputFile(path, partial(self._drawn, words), partial(_key, words))

    def draw(self, has: Callable[[str, str], bool]) -> None:
        """Draw those that are in no cache and that the site does not have, by path and key: in a process of its own."""
        new = [words for path, words in self._words.items() if not has(path, _key(words))]
        missing = [words for words in new if _key(words) not in self._cache]
        if len(missing) > FEW:
            for words, card in zip(missing, social_card.drawn(missing), strict=False):
                self._cache.put_bytes("cards", _key(words), card)

    def _drawn(self, words: tuple[str, ...]) -> bytes:
        kept = self._cache.get_bytes(_key(words))
        if kept is None:
            kept = social_card.draw(*words)
            self._cache.put_bytes("cards", _key(words), kept)
        return kept


def _words(hub: Hub) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of every card and its colour, by its path."""
    settings = hub.settings
    accent = settings.appearance.printed_accent
    yield metadata.HUB_CARD, ("", settings.site_name, settings.site_description, "", accent)
    topics = hub.catalogue.terms["topics"]
    for article in hub.catalogue.articles:
        kicker = topics[article.topics[0]].name if article.topics else ""
        if (path := metadata.card_of(article)) != metadata.HUB_CARD:
            who = _who(article, settings.interface)
            yield path, (kicker, title_of(article, settings), who, settings.site_name, accent)


def _who(article: Article, interface: Interface) -> str:
    names = [author.name for author in article.authors]
    if len(names) < 3:
        return interface.listed(names)
    others = len(names) - 1
    return interface.ngettext("%(name)s and %(n)s other", "%(name)s and %(n)s others", others, name=names[0])


def _key(words: tuple[str, ...]) -> str:
    return digest(_code(), *words)


@cache
def _code() -> str:
    """The inputs of a card besides its words."""
    versions = (metadata_of.version(name) for name in ("pillow", "font-source-serif-pro"))
    return digest(Path(social_card.__file__).read_text(encoding="utf-8"), *versions)
