"""Pictures as pages show them: their room on a page, and the sizes from which a browser chooses.

A reader on a telephone does not pay for what an author sent: each picture is written in a few widths, in WebP and in a
format that every browser reads, and a browser takes the smallest that does (HTML, ``srcset`` and ``sizes``).
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import quote

from PIL import Image, UnidentifiedImageError

from studenthub.model.articles import ARTICLES, Article
from studenthub.model.settings import Settings
from studenthub.model.terms import TERM_KINDS
from studenthub.pictures import DRAWINGS, ENDINGS
from studenthub.pictures import Pictures as Looks
from studenthub.render.page import OutputFile
from studenthub.render.parts import ImageView
from studenthub.runtime.cache import Cache, digest

#: In pixels: a telephone, a telephone with a fine screen or a column of text, and a large screen.
WIDTHS = (480, 960, 1600)
#: The folder of the site that has them.
FOLDER = "assets/pictures"
#: Where what students send is. Elsewhere in docs/ are pictures of the hub's own, which templates may show.
_SENT = tuple(f"{folder}/" for folder in (ARTICLES, *TERM_KINDS))
#: What Pillow raises for the head of a file that is no picture, or one that it refuses.
_FAULTS = (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError)
#: Changes when the same picture is written in another way.
_VERSION = "2"


def is_sent(path: str) -> bool:
    """Whether a picture, whose path is relative to docs/, is published only where a published page shows it: it may
    belong to a draft, or to nothing."""
    return path.startswith(_SENT)


def is_drawing(path: str) -> bool:
    """Whether the hub draws a file, whose path is relative to docs/, and publishes what it has drawn. Those of its own
    it publishes as they are."""
    return path.lower().endswith(tuple(DRAWINGS)) and is_sent(path)


def is_picture(path: str) -> bool:
    """Whether a file, whose path is relative to docs/, is a picture that the hub publishes by itself."""
    return path.lower().endswith(tuple(ENDINGS)) or is_drawing(path)


def lead(article: Article, settings: Settings) -> str:
    """The file of the picture at the head of an article, relative to docs/, or ""."""
    if not article.image or not article.image.src:
        return ""
    folder = posixpath.dirname(article.path[len(settings.docs_dir) + 1 :])
    return posixpath.normpath(posixpath.join(folder, article.image.src))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is published: where it is on disk, its size as it is shown in pixels, and what its bytes are.

    ``name`` begins the names of its files: it follows from the bytes, so that a file never changes its content.
    One that moves has no files in other widths.
    """

    path: Path
    width: int
    height: int
    name: str
    ending: str
    is_animated: bool

    @property
    def widths(self) -> tuple[int, ...]:
        """Those in which it is written: none is larger than it is."""
        if self.is_animated:
            return ()
        return (*(width for width in WIDTHS[:-1] if width < self.width), min(self.width, WIDTHS[-1]))

    @property
    def middle(self) -> int:
        """The width that suits most screens, for browsers that cannot choose."""
        return min(self.widths, key=lambda width: abs(width - WIDTHS[1]))

    def href(self, width: int, ending: str) -> str:
        """The address of one of its files, relative to the root of the site."""
        return f"{FOLDER}/{self.name}-{width}.{ending}"


class Pictures:
    """The pictures in docs/, each read once. ``cache`` remembers how large a drawing is."""

    def __init__(self, settings: Settings, cache: Cache | None = None) -> None:
        self._settings = settings
        self._looks = Looks(cache or Cache(None))
        self._read: dict[str, Picture | None] = {}

    def view(self, article: Article) -> ImageView | None:
        """The picture of an article as pages show it. One that cannot be made smaller is shown as it is."""
        src = lead(article, self._settings)
        if not article.image or not src:
            return None
        said = article.image.alt, article.image.caption, article.image.credit
        picture = self.of(article)
        if not picture:
            return ImageView(quote(src), *said)
        if not picture.widths:
            return ImageView(quote(src), *said, picture.width, picture.height)
        return ImageView(
            picture.href(picture.middle, picture.ending),
            *said,
            picture.width,
            picture.height,
            tuple((picture.href(width, picture.ending), width) for width in picture.widths),
            tuple((picture.href(width, "webp"), width) for width in picture.widths),
        )

    def of(self, article: Article) -> Picture | None:
        """The picture at the head of an article, or None where there is none or Pillow cannot read it."""
        src = lead(article, self._settings)
        return self.named(src) if src else None

    def named(self, path: str) -> Picture | None:
        """The picture with a path relative to docs/, or None where there is none or Pillow cannot read it."""
        if path not in self._read:
            self._read[path] = self._found(path)
        return self._read[path]

    def _found(self, path: str) -> Picture | None:
        docs = self._settings.root / self._settings.docs_dir
        try:
            file = (docs / path).resolve()
            stat = file.stat()
        except _FAULTS:
            return None
        if not file.is_relative_to(docs.resolve()):
            return None
        return self._drawn(file) if is_drawing(path) else _read(file, stat.st_mtime_ns, stat.st_size)

    def _drawn(self, file: Path) -> Picture | None:
        content = file.read_bytes()
        facts = self._looks.facts(content)
        return Picture(file, facts.width, facts.height, _name(content), "png", False) if facts.width else None


@lru_cache(maxsize=8192)
def _read(path: Path, changed: int, size: int) -> Picture | None:
    """The picture in a file, which is known by when it was ``changed`` (nanoseconds) and its ``size`` (bytes)."""
    try:
        with Image.open(path) as image:
            is_animated = getattr(image, "is_animated", False) and image.format != "MPO"
            width, height = image.size
            # Exif 0x0112: from 5 on, a camera was held upright and the picture is shown turned.
            if image.getexif().get(0x0112, 1) >= 5:
                width, height = height, width
            has_alpha = "A" in image.getbands() or "transparency" in image.info
            ending = "png" if image.format in ("PNG", "GIF") or has_alpha else "jpg"
        name = _name(path.read_bytes())
    except _FAULTS:
        return None
    return Picture(path, width, height, name, ending, is_animated) if width and height else None


def _name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def files(picture: Picture, cache: Cache) -> Iterator[OutputFile]:
    """The files of a picture in all widths; ``cache`` keeps what was made."""
    for width in picture.widths:
        for ending in (picture.ending, "webp"):
            key = digest(_VERSION, picture.name, str(width), ending)
            make = partial(_kept, cache, key, picture, width, ending)
            yield OutputFile(picture.href(width, ending), make, partial(str, key))


def _kept(cache: Cache, key: str, picture: Picture, width: int, ending: str) -> bytes:
    made = cache.get_bytes(key)
    if made is None:
        made = _made(picture.path.read_bytes(), width, ending)
        cache.put_bytes("pictures", key, made)
    return made


def _made(content: bytes, width: int, ending: str) -> bytes:
    # Pillow's formats take long to load, and most builds change no picture.
    from studenthub.pictures.opening import Refused
    from studenthub.pictures.publishing import resized

    try:
        return resized(content, width, ending)
    except Refused:
        # Only a preview gets to see what the checks refuse.
        return content
