"""Adds sizes and alternatives to the pictures in a text, so that their room is kept and small files are loaded.

A browser chooses by ``srcset`` and ``sizes``, and takes WebP where it can (HTML, "The picture element").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from studenthub.render import Picture

#: How wide a picture is shown: in lines of text, and with a caption, when it may take the free column as well. On a
#: phone that is told as two thirds, so that a fine screen does not fetch what its reader pays for and does not see.
_COLUMN, _FIGURE, _PHONE = ("38rem", "34rem"), ("56rem", "50rem"), "66vw"
#: Letters of a text before a picture that is on the first screen; all pictures below it are loaded when they are near.
_FIRST_SCREEN = 600
_PERCENT = re.compile(r"(\d{1,3})%")


@dataclass
class PictureMarkup:
    """Gives the pictures of one page their sizes.

    ``named`` finds a picture by its path in docs/, ``relative`` makes an address within the site one of this page.
    ``shown`` are the pictures of the page by their paths in docs/, each with the name of its files, or "" where it has
    none and is shown as it is.
    """

    named: Callable[[str], Picture | None]
    relative: Callable[[str], str]
    shown: dict[str, str] = field(default_factory=dict)

    def begin(self, root: Element) -> None:
        """Look at a page before its pictures are changed."""
        self._parents: Mapping[Element, Element] = {child: parent for parent in root.iter() for child in parent}
        self._early = _early(root)

    def fit(self, image: Element, path: str) -> None:
        """Give the ``img`` of the file ``path`` its room and its files."""
        picture = self.named(path)
        self.shown[path] = name_of(picture)
        image.set("decoding", "async")
        if image is not self._early:
            image.set("loading", image.get("loading", "lazy"))
        if picture:
            sizes = self._room(image, picture)
            if picture.widths:
                self._choose(image, picture, sizes)

    def _room(self, image: Element, picture: Picture) -> str:
        """Set width, height and shape; the answer is how wide it is shown, as ``sizes`` says it."""
        wide, column = _FIGURE if self._is_in_figure(image) else _COLUMN
        sizes = f"(min-width: {wide}) {column}, {_PHONE}"
        asked, style = image.get("width", ""), ""
        width = picture.width
        if percent := _PERCENT.fullmatch(asked):
            style = f"width: {percent[1]}%; "
            sizes = f"{max(1, round(int(percent[1]) * 0.66))}vw"
        elif asked.isdigit() and int(asked) > 0:
            width = int(asked)
            sizes = f"{width}px"
        image.set("width", str(width))
        image.set("height", str(max(1, round(width * picture.height / picture.width))))
        image.set("style", f"{style}--ratio: {picture.width / picture.height:.3f}")
        return sizes

    def _choose(self, image: Element, picture: Picture, sizes: str) -> None:
        """Put the ``img`` into a ``picture``, with all files of it."""
        inside = Element("picture")
        SubElement(inside, "source", type="image/webp", srcset=self._files(picture, "webp"), sizes=sizes)
        image.set("src", self.relative(picture.href(picture.middle, picture.ending)))
        image.set("srcset", self._files(picture, picture.ending))
        image.set("sizes", sizes)
        parent = self._parents[image]
        parent[list(parent).index(image)] = inside
        inside.append(image)
        inside.tail, image.tail = image.tail, None

    def _files(self, picture: Picture, ending: str) -> str:
        return ", ".join(f"{self.relative(picture.href(width, ending))} {width}w" for width in picture.widths)

    def _is_in_figure(self, image: Element) -> bool:
        at: Element | None = image
        while at is not None and at.tag != "figure":
            at = self._parents.get(at)
        return at is not None


def name_of(picture: Picture | None) -> str:
    """The name of a picture's files in several widths, or "" where it has none."""
    return picture.name if picture and picture.widths else ""


def _early(root: Element) -> Element | None:
    """The picture on the first screen, if there is one."""
    letters = 0
    for element in root.iter():
        if element.tag == "img":
            return element
        letters += len(element.text or "")
        if letters > _FIRST_SCREEN:
            return None
    return None
