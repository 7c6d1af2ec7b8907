"""Boxes as GitHub and Obsidian write them: a quotation that begins with ``[!NOTE]``.

They become what ``!!! note`` becomes. GitHub has five kinds
(https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts),
Obsidian any, each with a title if its writer gives one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

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
    """Makes an admonition of each quotation that begins with its kind."""

    def __init__(self, md: Markdown, speaking: Callable[[], Interface]) -> None:
        super().__init__(md)
        self._speaking = speaking

    def run(self, root: Element) -> None:
        for quotation in root.iter("blockquote"):
            first = next(iter(quotation), None)
            if first is not None and first.tag == "p" and (match := _KIND.match(first.text or "")):
                self._change(quotation, first, match)

    def _change(self, quotation: Element, first: Element, match: re.Match[str]) -> None:
        kind = match["kind"].casefold()
        named = kind.capitalize()
        title = Element("p", {"class": "admonition-title"})
        title.text = match["title"].strip() or (self._speaking().gettext(named) if named in TITLES else named)
        first.text = (first.text or "")[match.end() :]
        if not first.text and not len(first):
            quotation.remove(first)
        quotation.tag = "div"
        quotation.set("class", f"admonition {kind}")
        quotation.insert(0, title)
