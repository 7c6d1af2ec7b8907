"""Resolves the links of a page, from files in docs/ to addresses of the site."""

from __future__ import annotations

import logging
import operator
import posixpath
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from studenthub.model.collections import NOT_FOUND
from studenthub.site.conversion.picture_markup import PictureMarkup
from studenthub.site.generator import Generator
from studenthub.site.settings import Levels

#: After all that makes links and pictures.
_LINKS_PRIORITY = 0
#: The same as the table of contents, which gives headings their ids.
_ANCHORS_PRIORITY = 5
_ATTRIBUTES: Mapping[str, str] = {"a": "href", "img": "src"}


class Target(NamedTuple):
    """Where a link leads.

    ``url`` is the address to put there. ``path`` is the file of docs/, or "", ``anchor`` the place on its page.
    ``wrong`` says what is wrong with it, of the gravity ``level``. What a link that ``is_within`` the site becomes can
    change with the site.
    """

    url: str
    path: str = ""
    anchor: str = ""
    wrong: str = ""
    level: int = logging.NOTSET
    is_within: bool = True

    @property
    def is_wrong(self) -> bool:
        """Whether somebody wants to know that it leads nowhere."""
        return self.wrong != "" and self.level >= logging.INFO


class Links:
    """Resolves the links of the page that the file ``path`` of docs/ becomes; ``way`` leads from it to addresses."""

    def __init__(self, path: str, way: Callable[[str], str], generator: Generator, levels: Levels) -> None:
        self._path, self._way, self._generator, self._levels = path, way, generator, levels

    def resolve(self, url: str) -> Target:
        """Where a link leads, as it is written. What is no file of docs/ stays as it is."""
        try:
            scheme, host, name, query, anchor = urlsplit(url)
        except ValueError:
            return Target(url, wrong="is no address, and stays as it is", level=self._levels.not_found)
        if scheme or host or AMP_SUBSTITUTE in url:
            # Python-Markdown writes the letters of e-mail addresses with this.
            return Target(url, is_within=False)
        if url.startswith(("/", "\\")):
            return Target(url, wrong="begins with a slash, and stays as it is", level=self._levels.absolute)
        if not name:
            return Target(url, self._path, anchor)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self._path), unquote(name)))
        address = self._generator.address(path)
        if address is None:
            is_file = posixpath.splitext(name)[1] != ""
            level = self._levels.not_found if is_file else self._levels.unrecognized
            return Target(url, wrong=f"names no file: there is no {path}", level=level)
        whole = urlunsplit(("", "", self._way(address), query, anchor))
        if self._generator.is_excluded(path):
            level = min(logging.INFO, self._levels.not_found)
            return Target(whole, path, anchor, f"leads to {path}, which the site leaves out", level)
        return Target(whole, path, anchor)


def way_from(path: str, generator: Generator, site_url: str) -> Callable[[str], str]:
    """How the page of the file ``path`` of docs/ names an address: from its own, or from the root where it has none."""
    if path == NOT_FOUND:
        return partial(operator.add, urlsplit(site_url or "/").path)
    return partial(relative, here=generator.address(path) or "")


def relative(address: str, here: str) -> str:
    """An address as a link at ``here`` names it; both are relative to the root of the site."""
    target, start = address.rstrip("/").split("/"), here.rpartition("/")[0].split("/")
    target, start = [part for part in target if part], [part for part in start if part]
    shared = 0
    for one, other in zip(target, start, strict=False):
        if one != other:
            break
        shared += 1
    way = "/".join([".."] * (len(start) - shared) + target[shared:]) or "."
    return f"{way}/" if address.endswith("/") or not address else way


class LinkProcessor(Treeprocessor):
    """Makes the addresses of files those of their pages, and remembers what became of each.

    ``resolved`` are the links within the site as they were written, each with what became of it; ``aims`` the places on
    pages, by the file of these, each with its link as written; ``wrong`` are the links that lead nowhere. ``files`` are
    the files of docs/ that links lead to.
    """

    def __init__(self, links: Links, pictures: PictureMarkup) -> None:
        super().__init__()
        self._links, self._pictures = links, pictures
        self.resolved: dict[str, str] = {}
        self.aims: dict[str, dict[str, str]] = {}
        self.wrong: dict[str, Target] = {}
        self.files: set[str] = set()

    def register(self, md: Markdown) -> None:
        """Take part in the next conversion."""
        md.treeprocessors.register(self, "hub_links", _LINKS_PRIORITY)

    def run(self, root: Element) -> None:
        """Put the address of the site in the place of each that names a file in docs/."""
        self._pictures.begin(root)
        for element in list(root.iter()):
            attribute = _ATTRIBUTES.get(element.tag, "")
            if url := element.get(attribute):
                target = self._resolved(url)
                element.set(attribute, target.url)
                if target.path and element.tag == "img":
                    self._pictures.fit(element, target.path)
                elif target.path:
                    self.files.add(target.path)

    def _resolved(self, url: str) -> Target:
        target = self._links.resolve(url)
        if target.is_within:
            self.resolved[url] = target.url
        if target.path and target.anchor:
            self.aims.setdefault(target.path, {}).setdefault(target.anchor, url)
        if target.is_wrong:
            self.wrong[url] = target
        return target


class AnchorProcessor(Treeprocessor):
    """Notes the places of a page that a link can lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def register(self, md: Markdown) -> None:
        """Take part in the next conversion."""
        md.treeprocessors.register(self, "hub_anchors", _ANCHORS_PRIORITY)

    def run(self, root: Element) -> None:
        """Note every id, and the names of anchors."""
        for element in root.iter():
            self.found.update(filter(None, (element.get("id"), element.get("name") if element.tag == "a" else None)))
