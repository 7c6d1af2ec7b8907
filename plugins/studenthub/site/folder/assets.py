"""The assets of a theme: which a site needs, and their contents without comments."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

from studenthub.i18n import scripts
from studenthub.model.settings import Settings
from studenthub.site.folder import script, stylesheet
from studenthub.site.settings import THEME

_STYLESHEET = "assets/hub.css"
_COMPACT: Mapping[str, Callable[[str], str]] = {".css": stylesheet.compact, ".js": script.compact}


def is_made(path: str) -> bool:
    """Whether a file that came with templates is another one for readers, which ``made`` gives."""
    return posixpath.splitext(path)[1] in _COMPACT


def made(path: str, content: str, settings: Settings) -> str:
    """A stylesheet or script as readers load it: that of all pages with the colours of the hub, ours in its words."""
    # In a file that only the hub has, _() may be anything.
    if (THEME / path).is_file():
        content = scripts.translated(content, settings.interface)
    colours = settings.appearance.colours if path == _STYLESHEET else ""
    return _COMPACT[posixpath.splitext(path)[1]](content) + colours


def is_shown(path: str, settings: Settings) -> bool:
    """Whether every page shows a picture, so that it is published whatever else does."""
    return path in settings.appearance.files
