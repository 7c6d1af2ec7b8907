"""Boxes as GitHub and Obsidian write them: a quotation that begins with ``[!NOTE]``.

They become what ``!!! note`` becomes. GitHub has five kinds
(https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts),
Obsidian any, each with a title if its writer gives one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from studenthub.i18n import Interface
from studenthub.markup.titles import TITLES

#: Before inline patterns (20), which would take the kind for the name of a link.
_PRIORITY = 25
_KIND = re.compile(r"\s*\[!(?P<kind>[A-Za-z][\w-]*)\][+-]?[ \t]*(?P<title>[^\n]*)\n?")


def build(md: Markdown, speaking: Callable[[], Interface]) -> None:
    """Put them into ``md`` where it knows admonitions; ``speaking`` gives what the hub says in the text."""
    if "admonition" in md.parser.blockprocessors:
        md.treeprocessors.register(_Alerts(md, speaking), "alerts", _PRIORITY)


class _Alerts(Treeprocessor):
    """Makes an admonition of each quotation that begins with its kind.

    Python-Markdown makes one quotation of several that follow each other, so each kind in it begins another box.
    """

    def __init__(self, md: Markdown, speaking: Callable[[], Interface]) -> None:
        super().__init__(md)
        self._speaking = speaking

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for quotation in parent.findall("blockquote"):
                self._separate(parent, quotation)

    def _separate(self, parent: Element, quotation: Element) -> None:
        at = list(parent).index(quotation) + 1
        box: Element | None = None
        for child in list(quotation):
            match = _KIND.match(child.text or "") if child.tag == "p" else None
            if match:
                box = self._box(child, match)
                parent.insert(at, box)
                at += 1
            if box is not None:
                quotation.remove(child)
                # Nothing may be left of the first paragraph.
                if not match or child.text or len(child):
                    box.append(child)
        if box is not None:
            box.tail = quotation.tail
        if not len(quotation):
            parent.remove(quotation)

    def _box(self, first: Element, match: re.Match[str]) -> Element:
        """A box with its title, which is taken out of its ``first`` paragraph."""
        kind = match["kind"].casefold()
        named = kind.capitalize()
        box = Element("div", {"class": f"admonition {kind}"})
        title = SubElement(box, "p", {"class": "admonition-title"})
        title.text = match["title"].strip() or (self._speaking().gettext(named) if named in TITLES else named)
        first.text = (first.text or "")[match.end() :]
        return box
