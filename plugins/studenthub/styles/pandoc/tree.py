"""Pandoc's inline elements as a small tree of text and formatted parts.

The kinds are those of https://hackage.haskell.org/package/pandoc-types. What says nothing to readers (a citation, a
span without a meaning) gives way to what is in it. A kind that is not known raises ValueError, so that no word is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

TEXT, LINK, NOTE, EMPHASIS, SUPERSCRIPT = "Text", "Link", "Note", "Emph", "Superscript"
#: What CSL displays on its own (attribute ``display``), by the class that Pandoc gives it.
BLOCK, INDENT, LEFT_MARGIN, RIGHT_INLINE = "csl-block", "csl-indent", "csl-left-margin", "csl-right-inline"
_DISPLAYED = {BLOCK, INDENT, LEFT_MARGIN, RIGHT_INLINE}
#: Signs after which another one is not printed.
_STOPS = {".": (".", "?", "!", "…"), ",": (",",)}
_SPACES = {"Space", "SoftBreak", "LineBreak"}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


@dataclass(frozen=True, slots=True)
class Part:
    """A text, or a part of another ``kind`` with ``parts`` in it. ``href`` is where a link leads."""

    kind: str
    text: str = ""
    parts: tuple[Part, ...] = ()
    href: str = ""

    def __str__(self) -> str:
        """Its text, as it is printed."""
        return self.text or "".join(map(str, self.parts))


def text(content: str) -> Part:
    """A part that is text."""
    return Part(TEXT, content)


def read(nodes: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Inlines of Pandoc's JSON, with neighbouring texts as one. Raises ValueError for a kind that is not known."""
    pieces: list[str | Part] = []
    for node in nodes:
        kind = node["t"]
        # Most nodes are a word or the space behind it.
        if kind == "Str":
            pieces.append(node["c"])
        elif kind in _SPACES:
            pieces.append(" ")
        else:
            pieces += _formatted(kind, node.get("c"))
    return _joined(pieces)


def _formatted(kind: str, holds: Any) -> Iterable[str | Part]:
    match kind:
        case "Emph" | "Strong" | "Underline" | "Superscript" | "Subscript" | "SmallCaps":
            return [Part(kind, parts=read(holds or ()))]
        case "Link":
            _, inside, (href, _) = holds
            return [Part(LINK, parts=read(inside), href=str(href))]
        case "Note":
            return [Part(NOTE, parts=read(inline for block in holds for inline in block["c"]))]
        case "Span":
            (_, classes, _), inside = holds
            shown = next((name for name in classes if name in _DISPLAYED), "")
            return [Part(shown, parts=read(inside))] if shown else read(inside)
        case "Quoted":
            opening, closing = _QUOTES[holds[0]["t"]]
            return [opening, *read(holds[1]), closing]
        case "Strikeout":
            return read(holds)
        case "Cite" | "Image":
            return read(holds[1])
        case "Code" | "Math" | "RawInline":
            return [str(holds[1])]
        case _:
            raise ValueError(f"Pandoc answered with a part of an unknown kind: {kind}")


def _joined(pieces: Iterable[str | Part]) -> tuple[Part, ...]:
    """Texts and parts with neighbouring texts as one."""
    found: list[Part] = []
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif piece.kind == TEXT:
            texts.append(piece.text)
        else:
            found += [text("".join(texts)), piece] if texts else [piece]
            texts.clear()
    return (*found, text("".join(texts))) if texts else tuple(found)


def spaced(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Parts with a space beside each that is displayed on its own."""
    found: list[Part] = []
    for part in parts:
        if found and (part.kind in _DISPLAYED or found[-1].kind in _DISPLAYED) and not str(found[-1]).endswith(" "):
            found.append(text(" "))
        found.append(part)
    return tuple(found)


def quoted(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Parts in which full stops and commas that follow a link or italics go into the quotation marks at its end."""
    found: list[Part] = []
    for part in parts:
        part = replace(part, parts=quoted(part.parts))
        is_after = bool(found) and found[-1].kind in (LINK, EMPHASIS) and str(found[-1]).endswith("”")
        if is_after and part.text[:1] in (".", ","):
            is_stopped = str(found[-1]).rstrip("’”").endswith(_STOPS[part.text[0]])
            found[-1] = _with_last(found[-1], "" if is_stopped else part.text[0])
            part = replace(part, text=part.text[1:])
        found.append(part)
    return tuple(part for part in found if part.parts or part.text)


def _with_last(part: Part, sign: str) -> Part:
    """A part with a sign before the quotation marks at its end."""
    if part.parts:
        return replace(part, parts=(*part.parts[:-1], _with_last(part.parts[-1], sign)))
    inside = part.text.rstrip("’”")
    return replace(part, text=f"{inside}{sign}{part.text[len(inside) :]}")


def upright(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts in which no emphasis is within another: in italics, what is emphasised is upright."""
    return _in_italics(_runs(parts, is_italic=False))


def _runs(parts: Iterable[Part], *, is_italic: bool) -> Iterator[tuple[Part, bool]]:
    """Each part without emphasis in it, and whether all of it is emphasised."""
    for part in parts:
        if part.kind == EMPHASIS:
            yield from _runs(part.parts, is_italic=not is_italic)
        elif not part.parts:
            yield part, is_italic
        else:
            runs = list(_runs(part.parts, is_italic=is_italic))
            same = all(italic == is_italic for _, italic in runs)
            inside = tuple(one for one, _ in runs) if same else _in_italics(runs)
            yield replace(part, parts=inside), is_italic and same


def _in_italics(runs: Iterable[tuple[Part, bool]]) -> tuple[Part, ...]:
    found: list[Part] = []
    for is_italic, some in groupby(runs, key=lambda run: run[1]):
        inside = tuple(part for part, _ in some)
        found += [Part(EMPHASIS, parts=inside)] if is_italic else inside
    return tuple(found)


def links(parts: Iterable[Part]) -> Iterator[str]:
    """Where the links in parts lead."""
    for part in parts:
        if part.kind == LINK:
            yield part.href
        yield from links(part.parts)


def unlinked(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts without their links."""
    found: list[Part] = []
    for part in parts:
        inside = unlinked(part.parts)
        found += inside if part.kind == LINK else [replace(part, parts=inside)]
    return _joined(found)
