"""Lead pictures and their sizes, so that a page keeps their room free while they load."""

from __future__ import annotations

import posixpath
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from studenthub.model.articles import ARTICLES, Article
from studenthub.model.settings import Settings
from studenthub.model.terms import TERM_KINDS

#: Where what students send is. Elsewhere in docs/ are pictures of the hub's own, which templates may show.
_SENT = tuple(f"{folder}/" for folder in (ARTICLES, *TERM_KINDS))


def is_sent(path: str) -> bool:
    """Whether a picture, whose path is relative to docs/, is published only where a published page shows it: it may
    belong to a draft, or to nothing."""
    return path.startswith(_SENT)


def lead(article: Article, settings: Settings) -> str:
    """The file of the picture at the head of an article, relative to docs/, or ""."""
    if not article.image or not article.image.src:
        return ""
    folder = posixpath.dirname(article.path[len(settings.docs_dir) + 1 :])
    return posixpath.normpath(posixpath.join(folder, article.image.src))


def size(path: Path) -> tuple[int, int]:
    """Width and height in pixels as it is shown, from the head of the file; zeros where there is none to read."""
    try:
        with Image.open(path) as image:
            width, height = image.size
            # Exif 0x0112: from 5 on, a camera was held upright and the picture is shown turned.
            return (height, width) if image.getexif().get(0x0112, 1) >= 5 else (width, height)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError):
        return 0, 0
