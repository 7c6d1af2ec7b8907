"""Moves headings to the levels below the title of a page, whatever level a text begins with.

The one with a single # is the title on GitHub and in Word; in Pandoc, where a title is in the front matter, it is a
section. A page has its title already, so in a text with such headings each is shown a level lower. A heading
"References" with nothing below it stands for the list that the hub prints with a heading of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from studenthub.parse.headings import NAME_OF_LIST
from studenthub.parse.markdown.attributes import BRACES

#: After inline patterns (20) and before the lists of references (15), which have headings of their own.
_PRIORITY = 16
TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ATTRIBUTES = re.compile(rf"[ ]+{BRACES}[ ]*$")


def build(md: Markdown, has_title: Callable[[], bool]) -> None:
    """Put it into ``md``; ``has_title`` is whether the page of the next text shows a title above it."""
    md.treeprocessors.register(_BelowTitle(md, has_title), "below_title", _PRIORITY)


class _BelowTitle(Treeprocessor):
    def __init__(self, md: Markdown, has_title: Callable[[], bool]) -> None:
        super().__init__(md)
        self._has_title = has_title

    def run(self, root: Element) -> None:
        for heading, follows in list(pairwise([*root, None])):
            if heading.tag in TAGS and _is_empty_list(heading, follows):
                root.remove(heading)
        if self._has_title() and root.find(".//h1") is not None:
            for element in root.iter():
                if element.tag in TAGS:
                    element.tag = TAGS[min(TAGS.index(element.tag) + 1, len(TAGS) - 1)]


def _is_empty_list(heading: Element, follows: Element | None) -> bool:
    """Whether nothing is below a heading that is the name of a list of references."""
    title = _ATTRIBUTES.sub("", "".join(heading.itertext())).strip(" .")
    is_empty = follows is None or (follows.tag in TAGS and follows.tag <= heading.tag)
    return is_empty and NAME_OF_LIST.fullmatch(title) is not None
