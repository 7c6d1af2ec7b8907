"""Pandoc's answer: the HTML of a document's citations and of its list, let through an allow-list of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote, unquote

from markupsafe import Markup, escape

from studenthub.html import sanitize
from studenthub.parse.identifiers import is_web_address
from studenthub.styles import pandoc_limits


@dataclass(frozen=True, slots=True)
class Entry:
    """A source in a list, as the style prints it. ``label`` is its number in a numeric style; ``cited`` counts its
    citations in the document."""

    key: str
    label: str
    html: Markup
    cited: int = 0

    @property
    def id(self) -> str:
        """The id of the entry on its page."""
        return f"ref-{self.key}"

    @property
    def backlinks(self) -> list[tuple[str, str]]:
        """A letter and an address for every place that cites it: a, b … z, aa."""
        return [(_letter(n), f"#{quote(f'cite-{self.key}-{n}')}") for n in range(1, self.cited + 1)]


def _letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def read(html: str, known: set[str], asked: Sequence[Sequence[str]]) -> Answer:
    """What stands in ``html``.

    ``known`` are the keys of the sources; ``asked`` are those of every group, so that each is a place to come back to.
    """
    reader = Answer(known, asked)
    reader.feed(html)
    reader.close()
    return reader


_INLINE = {"em": "em", "strong": "strong", "i": "em", "b": "strong", "sup": "sup", "sub": "sub"}
_MARGINS = {"csl-left-margin", "csl-right-inline", "csl-block", "csl-indent"}


class Answer(HTMLParser):
    """Pandoc's answer, let through an allow-list of its own and through the second wall.

    Its shape: one <p> for each group, <div id="refs"> with a <div class="csl-entry"> for each source, and in note
    styles <section class="footnotes"> with an <li> for each note.
    """

    def __init__(self, known: set[str], asked: Sequence[Sequence[str]]) -> None:
        super().__init__(convert_charrefs=True)
        self._known = known
        self._asked = asked
        self._citations: list[list[Markup]] = []
        self._keys: list[list[str]] = []
        self._notes: list[list[Markup]] = []
        self._entries: list[tuple[str, list[Markup], list[Markup]]] = []
        self._out: list[Markup] | None = None
        self._ends: list[tuple[str, Markup]] = []
        self._cited: Counter[str] = Counter()
        self._in_notes = False
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"hr", "br"}:
            return
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        end = Markup("")
        if "csl-entry" in classes:
            self._entries.append((unquote(given.get("id", "")).removeprefix("ref-"), [], []))
            self._out = self._entries[-1][2]
        elif classes & _MARGINS and self._entries:
            _, label, text = self._entries[-1]
            self._out = label if "csl-left-margin" in classes else text
        elif "footnotes" in classes:
            self._in_notes = True
        elif tag == "li" and self._in_notes:
            self._notes.append([])
            self._out = self._notes[-1]
        elif tag == "p" and not self._in_notes and not self._entries:
            self._citations.append([])
            self._keys.append([])
            self._out = self._citations[-1]
        elif tag == "a":
            end = self._open_link(given, classes)
        elif tag in _INLINE:
            self._write(Markup(f"<{_INLINE[tag]}>"))
            end = Markup(f"</{_INLINE[tag]}>")
        elif tag == "span" and ("smallcaps" in classes or "small-caps" in given.get("style", "")):
            self._write(Markup('<span class="smallcaps">'))
            end = Markup("</span>")
        self._ends.append((tag, end))

    def handle_endtag(self, tag: str) -> None:
        while self._ends:
            opened, end = self._ends.pop()
            self._write(end)
            if opened == "a" and self._skip:
                self._skip -= 1
            if opened == tag:
                break
        if tag in {"p", "div", "li"}:
            self._out = None

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self._write(escape(pandoc_limits.restored(re.sub(r"\s*\n\s*", " ", data))))

    def _write(self, html: Markup) -> None:
        if self._out is not None:
            self._out.append(html)

    def _open_link(self, given: Mapping[str, str], classes: set[str]) -> Markup:
        href = given.get("href", "")
        if "footnote-back" in classes:
            self._skip += 1
            return Markup("")
        if "footnote-ref" in classes:
            number = href.removeprefix("#fn")
            self._write(
                Markup('<a class="cite cite--note" href="#note-{0}" id="noteref-{0}" role="doc-noteref">').format(
                    number
                )
            )
            return Markup("</a>")
        if href.startswith("#ref-"):
            return self._open_citation(unquote(href.removeprefix("#ref-")))
        if is_web_address(href):
            self._write(Markup('<a href="{}">').format(href))
            return Markup("</a>")
        return Markup("")

    def _open_citation(self, key: str) -> Markup:
        if key not in self._known:
            self._write(Markup('<span class="cite-missing">'))
            return Markup("</span>")
        self._cited[key] += 1
        if self._in_notes:
            return self._open_link_from_note(key)
        self._keys[-1].append(key)
        self._write(_cite(key, self._cited[key]))
        return Markup("</a>")

    def _open_link_from_note(self, key: str) -> Markup:
        self._write(_cite(key, self._cited[key]))
        return Markup("</a>")

    def close(self) -> None:
        super().close()
        if not self._notes:
            for parts, linked, keys in zip(self._citations, self._keys, self._asked, strict=False):
                parts.extend(self._anchor(key) for key in keys if key in self._known and key not in linked)

    def citations(self) -> tuple[Markup, ...]:
        """Each group."""
        wholes = (_whole(_joined(parts), keys) for parts, keys in zip(self._citations, self._keys, strict=True))
        return tuple(map(_clean, wholes))

    def notes(self) -> tuple[Markup, ...]:
        """Each note of a note style."""
        return tuple(_clean(_joined(parts)) for parts in self._notes)

    def entries(self) -> tuple[Entry, ...]:
        """Each entry of the list."""
        return tuple(
            Entry(key, _joined(label).striptags(), _clean(_joined(html)), self._cited[key])
            for key, label, html in self._entries
        )

    def _anchor(self, key: str) -> Markup:
        """A place to come back to for a source that a range such as 1–3 leaves out."""
        self._cited[key] += 1
        return Markup('<span id="{}"></span>').format(f"cite-{key}-{self._cited[key]}")


def _cite(key: str, number: int) -> Markup:
    return Markup('<a class="cite" href="#{}" id="{}" role="doc-biblioref">').format(
        quote(f"ref-{key}"), f"cite-{key}-{number}"
    )


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts).strip()


def _clean(html: Markup) -> Markup:
    """The second wall, here and once, as pages put this in after theirs."""
    return Markup(sanitize.clean(str(html)))


_CITE_TAG = re.compile(r'<a class="cite" [^>]*>')


def _whole(html: Markup, keys: Sequence[str]) -> Markup:
    """A group of one source as one link: a target as long as the text, where Pandoc links the year alone."""
    if len(keys) != 1 or html.count("<a ") != 1:
        return html
    tag = _CITE_TAG.search(html)
    if not tag:
        return html
    text = str(html)
    return Markup(tag[0] + text[: tag.start()] + text[tag.end() :].replace("</a>", "", 1) + "</a>")
