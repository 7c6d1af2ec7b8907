"""Files of the site that are not pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studenthub import search
from studenthub.hub import Hub
from studenthub.render import browse, cards, feeds, machines
from studenthub.render.views import OutputFile


def files(hub: Hub, contents: Mapping[str, str]) -> Iterator[OutputFile]:
    """All of them. ``contents`` are the texts of the articles as HTML, by slug; addresses relative to their pages."""
    yield OutputFile(search.WORDS_PATH, search.words(hub.catalogue))
    yield from browse.files(hub.catalogue)
    yield from machines.files(hub)
    yield from feeds.files(hub, contents)
    yield from cards.files(hub)
