"""The files that come with templates: which of them a site has, and as readers load them."""

from __future__ import annotations

from studenthub.site import stylesheet

#: Where the theme's own stylesheet is; its name goes on with a digest.
THEME_STYLESHEET = "assets/stylesheets/main."
#: Our own, which says what it needs of the theme's.
OURS = "assets/hub.css"
#: What of a theme our templates use. Its scripts and search workers stay at home.
_KEPT = (THEME_STYLESHEET, "assets/hub", "assets/search", "assets/browse", "assets/write", "assets/images/")


def is_used(path: str) -> bool:
    """Whether a file that came with templates is one that ours ask for. Others are the business of a theme."""
    return not path.startswith("assets/") or (path.startswith(_KEPT) and not path.endswith(".map"))


def is_made(path: str) -> bool:
    """Whether a file that came with templates is another one for readers, which ``made`` gives."""
    return path.endswith(".css")


def made(path: str, content: str, ours: str) -> str:
    """A stylesheet as readers load it: the theme's without what our pages do not have, ours without comments.

    ``ours`` is the content of OURS.
    """
    return stylesheet.trim(content, ours) if path.startswith(THEME_STYLESHEET) else stylesheet.compact(content)
