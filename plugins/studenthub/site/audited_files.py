"""Reads one file of a built site for the audit: its links, what it loads, its ids, its faults."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree
from xml.parsers import expat

from studenthub.source.problems import one_line
from studenthub.source.text import NotUtf8, Place, Text

_POLICY, _CANONICAL = "Content-Security-Policy", "canonical address"
#: What every page must say of itself.
_MUST_SAY = ("language", "title", "heading", "description", _POLICY)
#: A <link> with one of these is loaded, or a connection is made for it; any other names a page
#: (https://html.spec.whatwg.org/multipage/links.html#linkTypes).
_LOADED_LINKS = {
    *("apple-touch-icon", "icon", "manifest", "mask-icon", "stylesheet"),
    *("dns-prefetch", "modulepreload", "preconnect", "prefetch", "preload"),
}
#: Elements that load something, and the attribute that says what; src says so on every element.
_LOADING = {"video": "poster", "object": "data", "use": "href", "image": "href"}
#: The addresses in a list of pictures: what is between spaces, but for a comma at its end.
_OF_SRCSET = re.compile(r"[\s,]*(\S*[^\s,])(?:\s[^,]*)?(?:,|$)")
#: The tokens of CSS that hold an address, and those within which nothing is one.
_OF_CSS = re.compile(
    r"""
    /\*.*?\*/ | @namespace[^;]*;
    | (?:@import\s*|\burl\(\s*) (?: "(?P<double>[^"]*)" | '(?P<single>[^']*)' | (?P<bare>(?!url\()[^\s"');]+) )
    | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*'
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
#: An address that names its host or its scheme.
WHOLE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_XLINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a file of the site. The path of ``place`` is relative to the site's folder."""

    place: Place
    message: str

    def __str__(self) -> str:
        return one_line(f"{self.place}: {self.message}")


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a file.

    ``links`` are the addresses to which it leads, ``loads`` those that come with it, each with the first place where
    it is. ``ids`` are the places on a page.
    """

    links: Mapping[str, Place] = field(default_factory=dict)
    loads: Mapping[str, Place] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()


def read(site: Path, name: str, canonical: str) -> Content:
    """The content of a file; empty for kinds that lead nowhere. ``canonical`` is what a page must say of itself."""
    try:
        match name.rpartition(".")[2]:
            case "html":
                return _of_page(Text.read(site, name), canonical)
            case "css":
                return _of_css(Text.read(site, name))
            case "xml" | "svg":
                return _of_xml(Text.read(site, name))
            case "json":
                text = Text.read(site, name)
                return Content(faults=tuple(_unreadable(text.content, Place(name))))
            case _:
                return Content()
    except NotUtf8 as error:
        return Content(faults=(Fault(error.place, "it is not UTF-8, so readers see wrong letters"),))


def _of_page(text: Text, canonical: str) -> Content:
    page = _Page(text.path)
    page.feed(text.content)
    page.close()
    return Content(page.links, page.loads, frozenset(page.ids), (*page.faults, *page.unsaid(canonical)))


def _of_css(text: Text) -> Content:
    loads: dict[str, Place] = {}
    for offset, address in _addresses_of_css(text.content):
        loads.setdefault(address, text.place(offset))
    is_page = text.content.lstrip().startswith("<")
    return Content(loads=loads, faults=(Fault(text.place(0), "this is no stylesheet"),) if is_page else ())


def _addresses_of_css(css: str) -> Iterator[tuple[int, str]]:
    """The addresses that a style loads, each with its offset."""
    for token in _OF_CSS.finditer(css):
        if address := token["double"] or token["single"] or token["bare"]:
            yield token.start(), address


def _of_xml(text: Text) -> Content:
    """A feed, the sitemap or a picture. The XML parser does not say where an element is."""
    start = Place(text.path)
    try:
        root = ElementTree.fromstring(text.content)  # noqa: S314 - expat bounds what an entity may grow to
    except ElementTree.ParseError as error:
        line, column = error.position
        return Content(faults=(_no_program(Place(text.path, line, column + 1), expat.ErrorString(error.code)),))
    links: dict[str, Place] = {}
    loads: dict[str, Place] = {}
    for element in root.iter():
        kind = str(element.tag).rpartition("}")[2]
        if address := element.get("href") or element.get(_XLINK):
            (loads if kind in _LOADING else links)[address] = start
        elif kind == "loc":
            links[(element.text or "").strip()] = start
    return Content(links, loads)


def _unreadable(content: str, start: Place) -> Iterator[Fault]:
    """Why no program can read the JSON that is at ``start``, if none can."""
    try:
        json.loads(content, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        yield _no_program(Place(start.path, start.line + error.lineno - 1, error.colno), error.msg)
    except ValueError as error:
        yield _no_program(start, str(error))


def _no_number(name: str) -> NoReturn:
    """Python accepts NaN and Infinity, and other programs do not."""
    raise ValueError(f"{name} is no number in JSON")


def _no_program(place: Place, why: str) -> Fault:
    return Fault(place, f"no program can read it: {why}")


class _Page(HTMLParser):
    """Reads a page: its places, where it leads, what it loads, and what it says of itself."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.links: dict[str, Place] = {}
        self.loads: dict[str, Place] = {}
        self.ids: set[str] = set()
        self.faults: list[Fault] = []
        self._path = path
        self._said: dict[str, str] = {}
        self._has_tags, self._in_head, self._templates = False, True, 0
        # The element whose text is wanted, where it begins, and its text so far.
        self._element, self._start, self._text = "", Place(path), [""]

    def unsaid(self, canonical: str) -> Iterator[Fault]:
        """A fault for each thing that a page must say and does not; none for plain text or a redirect."""
        if "refresh" in self._said or not self._has_tags:
            return
        said, whole = self._said.get(_CANONICAL), Place(self._path)
        for what in (*_MUST_SAY, *([_CANONICAL] if canonical else [])):
            if not self._said.get(what, "").strip():
                yield Fault(whole, f"the page has no {what}")
        if canonical and said and said != canonical:
            yield Fault(whole, f"the page says that its address is {said}, and it is {canonical}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what it says. Of two attributes of one name browsers take the first."""
        self._has_tags = True
        given = {name: value or "" for name, value in reversed(attrs)}
        match tag:
            case "template":
                self._templates += 1
            case "html":
                self._said["language"] = given.get("lang", "")
            case "body":
                self._in_head = False
            case "meta":
                self._note_meta(given)
            case "link":
                self._note_link(given)
            case "title" if self._in_head:
                self._begin(tag)
            case "h1" | "style":
                self._begin(tag)
            case "script" if given.get("type") == "application/ld+json":
                self._begin(tag)
        if tag != "link":
            self._note_addresses(tag, given)
        if given.get("id"):
            self._note_id(given["id"])

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._element:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """An element whose text was wanted is whole."""
        if tag == "template":
            self._templates -= 1
        if tag != self._element:
            return
        self._element, text = "", "".join(self._text)
        match tag:
            case "script":
                self.faults += _unreadable(text, self._start)
            case "style":
                self._load(*(address for _, address in _addresses_of_css(text)))
            case _:
                self._said.setdefault("heading" if tag == "h1" else tag, text)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """``<![…`` is a comment to browsers; Python before 3.13 stops there."""
        return self.parse_bogus_comment(i, report)

    def _begin(self, tag: str) -> None:
        self._element, self._start, self._text = tag, self._here(), []

    def _here(self) -> Place:
        line, column = self.getpos()
        return Place(self._path, line, column + 1)

    def _link(self, *addresses: str) -> None:
        for address in addresses:
            self.links.setdefault(address, self._here())

    def _load(self, *addresses: str) -> None:
        for address in addresses:
            self.loads.setdefault(address, self._here())

    def _note_meta(self, given: Mapping[str, str]) -> None:
        """A description, the policy, a page that leads on, or an address for programs."""
        content, header = given.get("content", ""), given.get("http-equiv", "").lower()
        if header == _POLICY.lower():
            if self.loads:
                self.faults.append(Fault(self._here(), f"what is loaded before the {_POLICY} is not held by it"))
            self._said[_POLICY] = content
        elif header == "refresh":
            self._said[header] = content
            self._link(content.partition("=")[2].strip("\"' "))
        elif given.get("name", "").lower() == "description":
            self._said["description"] = content
        elif content.startswith(("https://", "http://")):
            self._link(content)

    def _note_link(self, given: Mapping[str, str]) -> None:
        rel, address = set(given.get("rel", "").lower().split()), given.get("href", "")
        if "canonical" in rel:
            self._said[_CANONICAL] = address
        (self._load if rel & _LOADED_LINKS else self._link)(address)

    def _note_addresses(self, tag: str, given: Mapping[str, str]) -> None:
        """Where readers are led, and what comes with the page."""
        loading = _LOADING.get(tag, "")
        self._load(*(given[name] for name in ("src", loading) if name in given))
        self._link(
            *(
                given[name]
                for name in ("href", "action", "formaction")
                if name in given and name != loading and not WHOLE.match(given[name])
            )
        )
        if "srcset" in given:
            self._load(*_OF_SRCSET.findall(given["srcset"]))
        if "style" in given:
            self._load(*(address for _, address in _addresses_of_css(given["style"])))

    def _note_id(self, ident: str) -> None:
        """A place. What a template holds is not on the page yet."""
        if self._templates:
            return
        if ident in self.ids:
            self.faults.append(Fault(self._here(), f"another element has the id {ident} as well"))
        self.ids.add(ident)
