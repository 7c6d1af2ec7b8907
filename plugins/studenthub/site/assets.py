"""The files that come with templates: which of them a site has, and as readers load them."""

from __future__ import annotations

from studenthub.model.settings import Settings
from studenthub.site import stylesheet

_STYLESHEET = "assets/hub.css"


def is_made(path: str) -> bool:
    """Whether a file that came with templates is another one for readers, which ``made`` gives."""
    return path.endswith(".css")


def made(path: str, content: str, settings: Settings) -> str:
    """A stylesheet as readers load it; that of all pages with the colours of the hub."""
    colours = settings.appearance.colours if path == _STYLESHEET else ""
    return stylesheet.compact(content) + colours


def is_shown(path: str, settings: Settings) -> bool:
    """Whether every page shows a picture, so that it is published whatever else does."""
    return path in settings.appearance.files
