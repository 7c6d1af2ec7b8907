r"""References from a text to its figures, tables and equations, in the syntax of LaTeX and pandoc-crossref.

``\autoref{fig:flow}`` is "Figure 1", ``\ref{fig:flow}`` is "1" alone, ``\eqref{eq:dose}`` is "(1)", where a caption or
a formula of the same text has the label ``\label{fig:flow}``, or a caption the id ``{#fig:flow}``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studenthub.parse.markdown import captions
from studenthub.parse.markdown.formulas import FormulaSpan

#: A tie before it keeps the number on the line of its word.
REFERENCE = re.compile(r"(?<!\\)(?P<tie>~?)\\(?P<command>ref|eqref|autoref|[cC]ref)\{(?P<label>[^{}\n]*)\}")
#: What the commands print that print no word before the number.
_BARE = {"ref": "{}", "eqref": "({})"}
_LABEL = re.compile(r"\\label\{(?P<label>[^{}\n]*)\}\s*")
_END = re.compile(r"\\end\{[a-z]+\*?\}\s*\Z")
_TYPED = re.compile(r"\s*(?:\*\*|__|[*_])?(?:Fig(?:ure|\.)?|Tab(?:le|\.)?)\s*(?P<number>\d+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered figure, table or equation. ``kind`` says which, ``number`` is as printed, and ``start`` is the offset
    of the words of its caption.

    ``ident`` is the id that the author gave it, or "". A number that is typed needs none before it.
    """

    kind: str
    number: str
    start: int
    labels: tuple[str, ...]
    ident: str
    is_typed: bool

    @property
    def target(self) -> str:
        """The id that a link to it names; "" for a formula, which has none."""
        return "" if self.kind == "equation" else self.ident or f"{self.kind}-{self.number}"


def numbered(text: str) -> tuple[Numbered, ...]:
    """All captions of ``text`` in their order, if it refers to one of them; blocks of code are blanked in it."""
    if not REFERENCE.search(text):
        return ()
    found = [("figure", one.words_start, one.words_end, one.labels) for one in captions.figures(text)]
    found += [("table", one.words_start, one.words_end, one.labels) for one in captions.tables(text)]
    counts = Counter[str]()
    every = []
    for kind, start, end, (label, ident) in sorted(found, key=lambda one: one[1]):
        counts[kind] += 1
        typed = _TYPED.match(text, start, end)
        number = typed["number"] if typed else str(counts[kind])
        labels = tuple(name for name in (label, ident) if name)
        every.append(Numbered(kind, number, start, labels, ident, typed is not None))
    known = by_label(every)
    return tuple(every) if any(match["label"] in known for match in REFERENCE.finditer(text)) else ()


def equations(text: str, formulas: Iterable[FormulaSpan]) -> tuple[Numbered, ...]:
    """The labels in the ``formulas`` of ``text`` in their order, if it refers to one of them."""
    if "\\label{" not in text or not REFERENCE.search(text):
        return ()
    labels = [match["label"] for one in formulas if one.is_display for match in _LABEL.finditer(one.tex)]
    every = tuple(Numbered("equation", str(n), 0, (label,), "", False) for n, label in enumerate(labels, 1))
    return every if any(match["label"] in set(labels) for match in REFERENCE.finditer(text)) else ()


def with_numbers(tex: str, every: Sequence[Numbered]) -> str:
    """A formula with its number behind it; with several, each where its label was."""
    known = by_label(every)
    found = [known[match["label"]] for match in _LABEL.finditer(tex) if match["label"] in known]
    if len(found) != 1:
        return _LABEL.sub(lambda match: _sign(known[match["label"]]) if match["label"] in known else match[0], tex)
    bare = _LABEL.sub(lambda match: "" if match["label"] in known else match[0], tex)
    end = _END.search(bare)
    at = end.start() if end else len(bare)
    return f"{bare[:at].rstrip()}{_sign(found[0])}\n{bare[at:]}"


def _sign(one: Numbered) -> str:
    return rf"\qquad({one.number})"


def by_label(every: Sequence[Numbered]) -> Mapping[str, Numbered]:
    """The captions by what a text calls them."""
    return {label: one for one in reversed(every) for label in one.labels}


def references(text: str, every: Sequence[Numbered]) -> Iterator[tuple[re.Match[str], Numbered]]:
    """The references in ``text`` to what it has of ``every``."""
    known = by_label(every)
    return ((match, known[match["label"]]) for match in REFERENCE.finditer(text) if match["label"] in known)


def words(match: re.Match[str], one: Numbered, names: Mapping[str, str]) -> str:
    """The printed text of a reference; ``names`` are the words for the kinds of captions."""
    return _BARE.get(match["command"], f"{names[one.kind]} {{}}").format(one.number)


def spoken(text: str, every: Sequence[Numbered], names: Mapping[str, str]) -> str:
    """``text`` with the words of its references."""
    pieces, at = [], 0
    for match, one in references(text, every):
        pieces += [text[at : match.start()], match["tie"] and "\u00a0", words(match, one, names)]
        at = match.end()
    return "".join([*pieces, text[at:]])
