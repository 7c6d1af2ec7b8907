"""Copies HTML, changing or leaving out some of its elements."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

#: Elements that have no end (HTML Standard, 13.1.2, "Void elements").
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
#: The attributes of an element by name. The value of one that is written without a value is None.
Attributes = dict[str, str | None]


class Copy(HTMLParser):
    """Copies HTML as it is written, but without comments. A subclass says in ``start`` and ``end`` what to change."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._parts: list[str] = []
        #: The name of the element that is left out, and how many of this name are open; 0 while none is.
        self._left_out, self._open = "", 0

    def of(self, html: str) -> str:
        """The copy of ``html``, a page or a part of one in which every element that can be closed is."""
        self.feed(html)
        self.close()
        return "".join(self._parts)

    def start(self, tag: str, attributes: Attributes) -> str:
        """The text in the place of a start tag: the tag as it is written."""
        return self.get_starttag_text() or ""

    def end(self, tag: str) -> str:
        """The text in the place of an end tag: the tag."""
        return f"</{tag}>"

    def leave_out(self, tag: str) -> None:
        """Leave out all up to the end of the element that begins here, if it has one."""
        if tag not in _VOID:
            self._left_out, self._open = tag, 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy it, or count it."""
        if not self._open:
            self._parts.append(self.start(tag, dict(attrs)))
        elif tag == self._left_out:
            self._open += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy it: its end is in its text, and nothing is left out up to another."""
        if not self._open:
            self._parts.append(self.start(tag, dict(attrs)))
            self._open = 0

    def handle_endtag(self, tag: str) -> None:
        """Copy it, or count it."""
        if not self._open:
            self._parts.append(self.end(tag))
        elif tag == self._left_out:
            self._open -= 1

    def handle_data(self, data: str) -> None:
        """Copy text."""
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        """Copy ``&amp;``."""
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Copy ``&#39;``."""
        self._write(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """Copy the doctype."""
        self._write(f"<!{decl}>")

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines, for which nobody asks: a tenth of the time."""
        return j

    def _write(self, text: str) -> None:
        if not self._open:
            self._parts.append(text)


def start_tag(name: str, attributes: Attributes) -> str:
    """A start tag with these attributes."""
    written = (key if value is None else f'{key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{' '.join([name, *written])}>"
