"""The files that come with templates: which of them a site has, and as readers load them."""

from __future__ import annotations

from studenthub.site import stylesheet


def is_made(path: str) -> bool:
    """Whether a file that came with templates is another one for readers, which ``made`` gives."""
    return path.endswith(".css")


def made(content: str) -> str:
    """A stylesheet as readers load it."""
    return stylesheet.compact(content)
