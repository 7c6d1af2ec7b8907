"""The files that come with templates: which of them a site has, and as readers load them."""

from __future__ import annotations

from studenthub.site import stylesheet

#: What our templates use. The stylesheets, scripts and search workers of a theme below ours are not among it.
_KEPT = ("assets/hub", "assets/search", "assets/browse", "assets/write")


def is_used(path: str) -> bool:
    """Whether a file that came with templates is one that ours ask for. Others are the business of a theme."""
    return not path.startswith("assets/") or path.startswith(_KEPT)


def is_made(path: str) -> bool:
    """Whether a file that came with templates is another one for readers, which ``made`` gives."""
    return path.endswith(".css")


def made(content: str) -> str:
    """A stylesheet as readers load it."""
    return stylesheet.compact(content)
