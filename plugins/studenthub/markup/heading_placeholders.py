"""Places in headings: filled while the table of contents makes names and ids of what headings print, and then empty
again, for all HTML of ours goes in at the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from studenthub.markup.headings import TAGS
from studenthub.markup.placeholders import PLACEHOLDER, Placeholders

#: After formulas (14), and around the table of contents (5).
_FILL_PRIORITY, _EMPTY_PRIORITY = 13, 4


def build(md: Markdown, places: Placeholders) -> None:
    """Put both into ``md``, for the ``places`` of the page that it converts."""
    stashed: dict[str, str] = {}
    md.treeprocessors.register(_Fill(md, places, stashed), "fill_headings", _FILL_PRIORITY)
    md.treeprocessors.register(_Empty(md, stashed), "empty_headings", _EMPTY_PRIORITY)


class _Fill(Treeprocessor):
    """``stashed`` are the placeholders of this page by the text that replaces them in headings."""

    def __init__(self, md: Markdown, places: Placeholders, stashed: dict[str, str]) -> None:
        super().__init__(md)
        self._places, self._stashed = places, stashed

    def run(self, root: Element) -> None:
        self._stashed.clear()
        if self._places.html:
            _each_text(root, lambda text: PLACEHOLDER.sub(self._filled, text))

    def _filled(self, place: re.Match[str]) -> str:
        stashed: str = self.md.htmlStash.store(self._places.html[int(place[1])])
        self._stashed[stashed] = place[0]
        return stashed


class _Empty(Treeprocessor):
    def __init__(self, md: Markdown, stashed: dict[str, str]) -> None:
        super().__init__(md)
        self._stashed = stashed

    def run(self, root: Element) -> None:
        if stashed := self._stashed:
            _each_text(root, lambda text: HTML_PLACEHOLDER_RE.sub(lambda s: stashed.get(s[0], s[0]), text))


def _each_text(root: Element, change: Callable[[str], str]) -> None:
    for heading in root.iter():
        if heading.tag in TAGS:
            for element in heading.iter():
                if element.text and "\x02" in element.text:
                    element.text = change(element.text)
                if element is not heading and element.tail and "\x02" in element.tail:
                    element.tail = change(element.tail)
