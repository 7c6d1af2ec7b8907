"""Braces after an element that give it a class, an id or a width: ``{.small}``, ``{: #flow }``, ``{ width=50% }``.

Python-Markdown takes whatever is in braces at the end of a paragraph, a heading or a cell for attributes, so that words
such as {Cough, Fever} are lost. Here braces are attributes only where all that they hold is: Pandoc's rule
(https://pandoc.org/MANUAL.html#extension-attributes), and ``{: … }`` as before.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import InlineProcessor

from studenthub.html import ids
from studenthub.parse.markdown import attributes

#: Where Python-Markdown has its own.
_TREE_PRIORITY = 8
#: Before links (160), which would take [words] for the name of one, and after escapes (180).
_SPAN_PRIORITY = 165
#: What Pandoc has classes for, and HTML elements.
_ELEMENTS = {"underline": "u", "ul": "u", "mark": "mark"}
_CLASS = re.compile(r"\.([\w-]+)")


def build(md: Markdown) -> None:
    """Put them into ``md`` in the place of Python-Markdown's own, where it has these."""
    if "attr_list" in md.treeprocessors:
        md.treeprocessors.register(_AttributeLists(md), "attr_list", _TREE_PRIORITY)
        md.inlinePatterns.register(_Span(attributes.SPAN.pattern, md), "bracketed_span", _SPAN_PRIORITY)


class _AttributeLists(AttrListTreeprocessor):
    """Gives no id twice, and none of the page's own."""

    HEADER_RE = re.compile(rf"[ ]+{attributes.BRACES}[ ]*$")  # type: ignore[misc] # theirs is final
    BLOCK_RE = re.compile(rf"\n[ ]*{attributes.BRACES}[ ]*$")  # type: ignore[misc] # theirs is final
    INLINE_RE = re.compile(attributes.BRACES)  # type: ignore[misc] # theirs is final

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._given: set[str] = set()

    def run(self, doc: Element) -> None:
        self._given.clear()
        super().run(doc)

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        before = elem.get("id")
        rest = super().assign_attrs(elem, attrs_string, strict=strict)
        ident = elem.get("id")
        if ident == before or ident is None:
            return rest
        if ids.is_reserved(ident) or ident in self._given or (before and ids.is_reserved(before)):
            del elem.attrib["id"]
            if before:
                elem.set("id", before)
        self._given.add(ident)
        return rest


class _Span(InlineProcessor):
    """``[words]{.class}``, as Pandoc has it."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override] # noqa: N802
        classes = _CLASS.findall(m["list"])
        span = Element(next((_ELEMENTS[name] for name in classes if name in _ELEMENTS), "span"))
        span.text = m["words"]
        # Its braces follow it, as those of every other element.
        return span, m.start(), m.end("words") + 1
