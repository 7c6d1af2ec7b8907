"""Files of the site that are not pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studenthub.hub import Hub
from studenthub.render import cards, feeds, machines
from studenthub.render.views import OutputFile


def files(hub: Hub, contents: Mapping[str, str]) -> Iterator[OutputFile]:
    """All of them. ``contents`` are the texts of the articles as HTML, by slug; addresses relative to their pages."""
    yield from machines.files(hub)
    yield from feeds.files(hub, contents)
    yield from cards.files(hub)
