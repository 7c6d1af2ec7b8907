"""Finds links, pictures, tags and headings in Markdown without converting it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studenthub.parse.markdown import attributes, running_text

_SPAN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|(?<![\\`])(?P<ticks>`++)(?>(?:[^`\n]++|\n(?!\s*\n)|(?!(?P=ticks)(?!`))`++)*)(?P=ticks)(?!`)"
    r"|(?P<link>(?<!\\)!?\[(?P<label>(?>(?:[^\[\]\n]++|\n(?!\s*\n)|\[[^\[\]]*+\](?:\([^()\n]*+\))?)*))\]"
    r"\([ ]*(?P<target><[^<>\n]*+>|[^()\s]*+(?>(?:\([^()\n]*+\)[^()\s]*+)*))(?P<rest>[^()\n]*+)\))"
    r"|<(?P<auto>(?:[a-zA-Z][a-zA-Z0-9+.-]*+:|www\.|https?//)[^\s<>]*+)>"
    r"|<(?P<tag>/?[a-zA-Z][a-zA-Z0-9-]*+)(?:[\s/][^<>]*+)?>",
    re.DOTALL,
)
_DEFINITION = re.compile(r"^ {0,3}\[(?P<label>[^\]\n^][^\]\n]*)\]:[ \t]+<?(?P<target>[^\s<>]+)>?[^\n]*$", re.MULTILINE)
#: A picture whose address is defined elsewhere: ![words][name], ![name][] or ![name].
_NAMED_PICTURE = re.compile(r"(?<!\\)!\[(?P<words>[^\[\]\n]*+)\](?:[ ]?\[(?P<name>[^\[\]\n]*+)\])?(?!\()")
#: Below a line break, by which it is searched for several times as fast as by the beginning of a line.
_HEADING = re.compile(r"\n(?P<signs>#{1,6})[ \t]*+(?P<title>[^#\n][^\n]*+)")
_UNDERLINED = re.compile(r"\n(?P<title>[^\n]+)\n(?P<signs>=+|-+)[ \t]*(?=\n|\Z)")
_ATTRIBUTES = re.compile(r"\{:?[ ]*(?P<inner>[^{}\n]*)\}\s*$")
_NOTE = re.compile(r"^\[\^(?P<note>[^\]\n]+)\]:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture. ``offset`` is its first character, ``target_offset`` that of its address.

    ``label`` is what is in the square brackets; an address in angle brackets, or one that is defined at the foot
    of the page, has none.
    """

    offset: int
    label: str
    target: str
    target_offset: int
    picture: bool = False
    bracketed: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with hashes: ``level`` from 1, and the offset of its first hash."""

    offset: int
    level: int
    title: str

    @classmethod
    def all(cls, content: str, running: str) -> Iterator[Heading]:
        """The headings of ``content``; those that are blank in ``running`` are in code."""
        if "#" not in running:
            return
        for match in _HEADING.finditer(f"\n{running}"):
            title = content[match.start("title") - 1 : match.end("title") - 1].rstrip("# \t")
            yield cls(match.start("signs") - 1, len(match["signs"]), title)


@dataclass(frozen=True)
class Elements:
    """The links and tags of one file."""

    links: tuple[Link, ...] = ()
    tags: tuple[tuple[int, str], ...] = ()

    @classmethod
    def read(cls, content: str, start: int) -> Elements:
        """The elements of ``content`` from ``start`` on, outside code and comments."""
        if content.find("](", start) < 0 and content.find("<", start) < 0 and content.find("]:", start) < 0:
            return cls()
        body = running_text.below(start, running_text.blank_blocks(content[start:]))
        links: list[Link] = []
        tags: list[tuple[int, str]] = []
        for match in _SPAN.finditer(body, start):
            if match["link"] is not None:
                links += _nested(match, body)
            elif match["auto"] is not None:
                links.append(Link(match.start(), "", match["auto"], match.start("auto"), bracketed=False))
            elif match["tag"] is not None:
                tags.append((match.start(), match["tag"].lower()))
        links += _defined(body, start) if "]:" in body else ()
        return cls(tuple(links), tuple(tags))

    def anchors(self, content: str, headings: Sequence[Heading]) -> frozenset[str] | None:
        """The ids that the headings, attributes and footnotes of a page get; ``content`` has no front matter."""
        if "\n===" in content or "--8<--" in content:
            return None
        found: dict[str, None] = {"references": None, "notes": None}
        found |= {ident: None for _, ident in attributes.ids(content)}
        found |= {f"fn:{match['note']}": None for match in _NOTE.finditer(content)}
        for heading in headings:
            if re.search(r"[@<\[`&\\]", heading.title):
                # What such a heading is called depends on the converter.
                return None
            name = _slug(_ATTRIBUTES.sub("", heading.title))
            while name in found:
                name = _next(name)
            found[name] = None
        if _UNDERLINED.search(f"\n{content}"):
            return None
        return frozenset(found)


def _nested(match: re.Match[str], body: str) -> Iterator[Link]:
    """A link, and the picture that it may be around."""
    target = match["target"]
    at = match.start("target") + target.startswith("<")
    # An address with spaces is not one; it is reported whole.
    rest = match["rest"]
    if rest.strip() and not rest.strip().startswith(('"', "'")) and not target.startswith("<"):
        target += rest.rstrip()
    picture = match["link"].startswith("!")
    yield Link(match.start(), match["label"], target.strip("<>"), at, picture)
    if "![" in match["label"]:
        for inner in _SPAN.finditer(body, match.start("label"), match.end("label")):
            if inner["link"] is not None:
                yield Link(
                    inner.start(), inner["label"], inner["target"].strip("<>"), inner.start("target"), picture=True
                )


def _defined(body: str, start: int) -> Iterator[Link]:
    """The addresses that are defined on lines of their own; one that a picture names is that picture."""
    shown: dict[str, re.Match[str]] = {}
    for match in _NAMED_PICTURE.finditer(body, start) if "![" in body else ():
        shown.setdefault(_name(match["name"] or match["words"]), match)
    for match in _DEFINITION.finditer(body, start):
        target, at = match["target"].strip("<>"), match.start("target")
        picture = shown.get(_name(match["label"]))
        if picture:
            yield Link(picture.start(), picture["words"], target, at, picture=True, bracketed=False)
        else:
            yield Link(match.start(), "", target, at, bracketed=False)


def _name(label: str) -> str:
    """A label as Markdown compares it with others."""
    return " ".join(label.casefold().split())


def _slug(title: str) -> str:
    """The id that Python-Markdown's table of contents gives a heading."""
    plain = re.sub(r"[*~^=+]|(?<!\w)_|_(?!\w)", "", title)
    folded = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = re.sub(r"[^\w\s-]", "", folded).strip().lower()
    return re.sub(r"[-\s]+", "-", words)


def _next(name: str) -> str:
    match = re.fullmatch(r"(.+)_(\d{1,9})", name)
    return f"{match[1]}_{int(match[2]) + 1}" if match else f"{name}_1"
