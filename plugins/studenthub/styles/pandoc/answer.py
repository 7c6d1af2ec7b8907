"""Makes HTML of Pandoc's answer: the citations, notes and references of a document.

Pandoc answers in the tree that it was asked in (``document``): a paragraph for each group, in their order, and a
division ``refs`` with one for each source that it lists. Every part of it is written.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from studenthub.html import ids, sanitize
from studenthub.model.sources.source import Source
from studenthub.parse.identifiers import is_web_address
from studenthub.runtime.templating import macro
from studenthub.styles.normalised import items
from studenthub.styles.pandoc import limits, tree
from studenthub.styles.pandoc.tree import Part

_TO_REFERENCE = "#ref-"
#: The macros of inlines.html, by the kind of part.
_MACROS = {
    **{kind: kind for kind in ("Emph", "Strong", "Underline", "Superscript", "Subscript", "SmallCaps")},
    tree.BLOCK: "block",
    tree.INDENT: "indent",
    "Raised": "raised",
}


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
        return ids.reference(self.key)

    @property
    def backlinks(self) -> list[tuple[str, str]]:
        """A letter and an address for every place that cites it: a, b … z, aa."""
        return [(_letter(n), ids.link(ids.citation(self.key, n))) for n in range(1, self.cited + 1)]


@dataclass(frozen=True, slots=True)
class Formatted:
    """A document: its groups in their order, its notes (in note styles), and its references in the style's order.

    ``raised`` says of each group whether it is a number above the line, which is close to the word before it.
    """

    citations: tuple[Markup, ...] = ()
    raised: tuple[bool, ...] = ()
    notes: tuple[Markup, ...] = ()
    references: tuple[Entry, ...] = ()

    @property
    def is_numbered(self) -> bool:
        """Whether each reference has a number or a label of its own."""
        return any(entry.label for entry in self.references)


@dataclass(frozen=True, slots=True)
class Printed:
    """A source of the list, before it is HTML."""

    key: str
    label: tuple[Part, ...]
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The printed text."""
        return "".join(map(str, self.parts))

    @property
    def is_empty(self) -> bool:
        """Whether the style prints nothing of the source."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """Pandoc's output: the groups in their order, and the list of references."""

    groups: tuple[tuple[Part, ...], ...]
    entries: tuple[Printed, ...]


def read(answer: str, groups: int) -> Answer:
    """What Pandoc answered, as JSON, to a document with this number of groups."""
    blocks = json.loads(answer)["blocks"]
    paragraphs = tuple(tree.read(paragraph["c"]) for paragraph in blocks[:groups])
    return Answer(paragraphs, tuple(_printed(one) for division in blocks[groups:] for one in division["c"][1]))


def _printed(division: Mapping[str, Any]) -> Printed:
    """An entry. In numeric styles it begins with two columns, of which the first is its label."""
    (name, *_), blocks = division["c"]
    parts = tree.read(inline for block in blocks for inline in block["c"])
    label: tuple[Part, ...] = ()
    if [part.kind for part in parts[:2]] == [tree.LEFT_MARGIN, tree.RIGHT_INLINE]:
        label, parts = parts[0].parts, (*parts[1].parts, *parts[2:])
    return Printed(str(name).removeprefix("ref-"), label, parts)


def filled(answer: Answer, sources: Mapping[str, Source]) -> Answer:
    """The answer with something to read and to follow for each source of which the style prints nothing."""
    entries = (replace(one, parts=items.plain(sources[one.key])) if one.is_empty else one for one in answer.entries)
    return replace(answer, entries=tuple(entries))


def reference(key: str) -> str:
    """Where a link to a source leads in the answer."""
    return _TO_REFERENCE + key


def in_full(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The text of a citation, or of its note."""
    return next((part.parts for part in parts if part.kind == tree.NOTE), tuple(parts))


def written(answer: Answer, asked: Sequence[Sequence[str]], spoken: Mapping[str, str]) -> Formatted:
    """The answer as HTML. ``asked`` are the keys of each group.

    ``spoken`` has the keys that have a source, with the language of the source where it is another than that of the
    list: screen readers then read the entry as it is written (WCAG 3.1.2).
    """
    # An entry that says nothing is no place to lead to.
    entries = [entry for entry in answer.entries if not entry.is_empty]
    writer = _Writer(spoken, [entry.key for entry in entries])
    citations = tuple(writer.group(parts, keys) for parts, keys in zip(answer.groups, asked, strict=True))
    references = tuple(
        Entry(
            entry.key,
            "".join(map(str, entry.label)).strip(),
            writer.whole(entry.parts, spoken.get(entry.key, "")),
            writer.cited[entry.key],
        )
        for entry in entries
    )
    raised = tuple(bool(parts) and _is_raised(parts[0]) for parts in answer.groups)
    return Formatted(citations, raised, tuple(writer.notes), references)


class _Writer:
    """Writes parts as HTML, and counts the places where each source is cited.

    ``listed`` are the keys of the list of references in its order: only these can be led to.
    """

    def __init__(self, known: Collection[str], listed: Sequence[str]) -> None:
        self._known = known
        self._listed = listed
        self._positions = {key: position for position, key in enumerate(listed)}
        self.cited: Counter[str] = Counter()
        self.notes: list[Markup] = []

    def group(self, parts: Sequence[Part], keys: Sequence[str]) -> Markup:
        """A group of citations. Each of its sources is led to, or has at least a place to come back to."""
        before = self.cited.copy()
        parts = tuple(
            replace(part, kind="Raised") if part.kind == tree.SUPERSCRIPT and _is_raised(part) else part
            for part in parts
        )
        if self._is_one_link(parts, keys):
            parts = (Part(tree.LINK, parts=tree.unlinked(parts), href=reference(keys[0])),)
        html = self._html(tree.upright(parts))
        missed = [key for key in dict.fromkeys(keys) if key in self._positions and self.cited[key] == before[key]]
        return _clean(html + Markup("").join(macro("inlines.html", "place")(self._next_place(key)) for key in missed))

    def _is_one_link(self, parts: Sequence[Part], keys: Sequence[str]) -> bool:
        """Whether a group is one link as a whole: a target as long as the text, where Pandoc links the year alone."""
        if len(set(keys)) > 1 or keys[0] not in self._positions or any(part.kind == tree.NOTE for part in parts):
            return False
        return set(tree.links(parts)) <= {reference(keys[0])} and any(map(str, parts))

    def whole(self, parts: Sequence[Part], language: str = "") -> Markup:
        """An entry or a note; ``language`` is its tag where it is another than that of what is around it."""
        html = self._html(tree.upright(parts))
        return _clean(macro("inlines.html", "foreign")(language, html.strip()) if language else html)

    def _html(self, parts: Sequence[Part]) -> Markup:
        parts = tree.spaced(parts)
        return Markup("").join(
            piece for at, part in enumerate(parts) for piece in (self._range(parts, at) or [self._part(part)])
        )

    def _part(self, part: Part) -> Markup:
        if part.kind == tree.TEXT:
            return escape(limits.restored(part.text))
        if part.kind == tree.LINK:
            return self._link(part)
        if part.kind == tree.NOTE:
            self.notes.append(self.whole(part.parts))
            return macro("inlines.html", "note")(len(self.notes))
        inner = self._html(part.parts)
        return macro("inlines.html", _MACROS[part.kind])(inner) if part.kind in _MACROS else inner

    def _link(self, link: Part) -> Markup:
        inner = self._html(link.parts)
        if not link.href.startswith(_TO_REFERENCE):
            return macro("inlines.html", "link")(link.href, inner) if is_web_address(link.href) else inner
        key = _key(link)
        if key not in self._known:
            return macro("inlines.html", "missing")(inner)
        return self._citation(key, inner) if key in self._positions else inner

    def _citation(self, key: str, inner: Markup, label: str = "") -> Markup:
        return macro("inlines.html", "citation")(ids.link(ids.reference(key)), self._next_place(key), inner, label)

    def _next_place(self, key: str) -> str:
        self.cited[key] += 1
        return ids.citation(key, self.cited[key])

    def _range(self, parts: Sequence[Part], at: int) -> list[Markup]:
        """The dash of a range of numbers, as links to the sources that it stands for: in 1–4, to 2 and 3.

        The first of these is the dash; the others have no words, and a name for those who hear them.
        """
        if str(parts[at]) != "–" or not 0 < at < len(parts) - 1:
            return []
        first, last = (self._positions.get(_key(parts[beside]), -1) for beside in (at - 1, at + 1))
        step = 1 if first < last else -1
        between = range(first + step, last, step) if first >= 0 and last >= 0 else ()
        dashes = ("–", *[""] * len(between))
        return [
            self._citation(self._listed[position], escape(dash), str(position + 1))
            for position, dash in zip(between, dashes, strict=False)
        ]


def _is_raised(part: Part) -> bool:
    """Whether a part is a number that is above the line, or the number of a note."""
    return part.kind == tree.NOTE or (part.kind == tree.SUPERSCRIPT and any(tree.links(part.parts)))


def _key(part: Part) -> str:
    """The source that a link leads to, or ""."""
    return part.href.removeprefix(_TO_REFERENCE) if part.href.startswith(_TO_REFERENCE) else ""


def _letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _clean(html: Markup) -> Markup:
    """HTML through the sanitiser: a page puts it in after its own is sanitised."""
    return Markup(sanitize.clean(str(html.strip())))
