"""From the Markdown of a page to its HTML, with what the rest of the site must know of it; kept in the cache.

What is kept is used again only where nothing that it was made from has changed: the text, the converter and its
settings, the entries of the bibliography that it cites, and where its links lead.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import _RelativePathTreeprocessor

from studenthub.markup.extension import CitationExtension, Document
from studenthub.parse.citations import CiteGroup
from studenthub.runtime.cache import Cache, digest
from studenthub.site.warnings import WarningWatch

_LINKS_LOG = logging.getLogger("mkdocs.structure.pages")
#: Where MkDocs has its own: the same as the table of contents.
_ANCHORS_PRIORITY = 5
#: The link of a heading to itself, which the table of contents makes.
_HEADING_LINK = '<a class="headerlink" '
_CHECKBOX = re.compile(r'<input((?=[^>]* type="checkbox")(?![^>]*aria-label)[^>]*)>')


@dataclass(frozen=True)
class Converted:
    """A page that was converted.

    ``key`` is a digest of its HTML and its contents, ``toc`` the headings as Python-Markdown tells them. ``anchors``
    are the ids in it; ``links`` are the relative addresses as they were written, each with what became of it, and
    ``aims`` the anchors in other files that it links to, each with its address as written. ``failure`` says why it
    could not be converted.
    """

    key: str
    toc: Sequence[Any] = ()
    anchors: Sequence[str] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    aims: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cited: Sequence[tuple[str, Sequence[str]]] = ()
    lists_all: bool = False
    formatted: str = ""
    failure: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A group of citations that was kept."""

    source: str
    keys: tuple[str, ...]


class Converter:
    """Converts pages one after another with one Python-Markdown: setting one up takes a fifth of a page's time.

    ``surroundings`` is a digest of all that a page's text depends on besides itself; where it is "", nothing is kept.
    """

    def __init__(
        self, config: MkDocsConfig, files: Files, extension: CitationExtension, cache: Cache, surroundings: str
    ) -> None:
        self._config, self._files, self._extension = config, files, extension
        self._cache, self._surroundings = cache, surroundings
        self._markdown: Markdown | None = None
        self._unkept: dict[str, str] = {}

    def go_on_with(self, other: Converter) -> None:
        """Take over the Python-Markdown of ``other``, which has the same settings and is not used any more."""
        self._markdown, other._markdown = other._markdown, None

    def convert(self, file: File, text: str, document: Document, groups: Sequence[CiteGroup] = ()) -> Converted:
        """``text`` as the page of ``file``. ``groups`` are what it is expected to cite."""
        name = self._name(file, text, document, groups)
        return self._kept(name, file, document) or self._new(name, file, text, document)

    def again(self, file: File, text: str, document: Document) -> Converted:
        """The same without what was kept."""
        return self._new("", file, text, document)

    def html(self, converted: Converted) -> str:
        """The HTML of a page. Raises LookupError where it was kept and is no more."""
        if converted.key in self._unkept:
            return self._unkept[converted.key]
        html = self._cache.get(converted.key)
        if html is None:
            raise LookupError(converted.key)
        return html

    def _name(self, file: File, text: str, document: Document, groups: Sequence[CiteGroup]) -> str:
        also = repr([(key, [(link.text, link.href) for link in links]) for key, links in document.also.items()])
        asked = document.formatter.digest(document.style, groups)
        said = document.heading, str(document.lists_by_default), document.bib_command, document.full_bib_command
        return digest("text", self._surroundings, file.src_uri, file.dest_uri, text, asked, also, *said)

    def _kept(self, name: str, file: File, document: Document) -> Converted | None:
        row = self._cache.get(name) if self._surroundings else None
        if row is None:
            return None
        try:
            kept = Converted(**json.loads(row))
            groups = [_Asked(source, tuple(keys)) for source, keys in kept.cited]
            is_same = kept.formatted == _formatted(document, groups, lists_all=kept.lists_all)
        except (TypeError, ValueError):
            return None
        is_same = is_same and self._lead_as_before(file, kept.links) and kept.key in self._cache
        return kept if is_same else None

    def _lead_as_before(self, file: File, links: Mapping[str, str]) -> bool:
        """Whether every link leads where it did. What MkDocs warns of is never kept, so it has nothing to say here."""
        if not links:
            return True
        resolve = _Links(file, self._files, self._config).path_to_url
        _LINKS_LOG.disabled = True
        try:
            return all(resolve(written) == became for written, became in links.items())
        finally:
            _LINKS_LOG.disabled = False

    def _new(self, name: str, file: File, text: str, document: Document) -> Converted:
        self._extension.document = document
        md = self._markdown or self._set_up()
        # Where a page fails, what is half done in the converter must not reach the next one.
        self._markdown = None
        links, anchors = _Links(file, self._files, self._config), _Anchors(md)
        links._register(md)
        md.treeprocessors.register(anchors, "hub_anchors", _ANCHORS_PRIORITY)
        with WarningWatch(logging.getLogger("mkdocs"), logging.INFO) as warnings:
            html = _read_out(md.reset().convert(text))
        toc = getattr(md, "toc_tokens", [])
        extension = self._extension
        cited = [(group.source, group.keys) for group in extension.cited]
        converted = Converted(
            key=digest(html, json.dumps(toc)),
            toc=toc,
            anchors=sorted(anchors.found),
            links=links.resolved,
            aims={to.src_uri: dict(aims) for to, aims in links.links_to_anchors.items()},
            cited=cited,
            lists_all=extension.lists_all,
            formatted=_formatted(document, extension.cited, lists_all=extension.lists_all),
            failure=extension.failure,
        )
        if not converted.failure:
            self._markdown = md
        if name and self._surroundings and not warnings.has_seen and not converted.failure:
            self._cache.put("texts", converted.key, html)
            self._cache.put("facts", name, json.dumps(vars(converted), ensure_ascii=False))
        else:
            self._unkept[converted.key] = html
        return converted

    def _set_up(self) -> Markdown:
        names = self._config.markdown_extensions
        return Markdown(extensions=names, extension_configs=self._config.mdx_configs or {})


def _read_out(html: str) -> str:
    """A page as a screen reader is to read it.

    The boxes of task lists get names, as their list makes them without (WCAG 4.1.2). The links of headings to
    themselves are for the mouse: read out, each heading would end in "pilcrow", and be one more stop of the Tab key.
    """
    html = html.replace(_HEADING_LINK, f'{_HEADING_LINK}aria-hidden="true" tabindex="-1" ')
    return _CHECKBOX.sub(_name_checkbox, html) if 'type="checkbox"' in html else html


def _name_checkbox(match: re.Match[str]) -> str:
    return f'<input aria-label="{"Done" if "checked" in match[1].replace("checkbox", "") else "To do"}"{match[1]}>'


def _formatted(document: Document, groups: Sequence[Any], *, lists_all: bool) -> str:
    """A digest of what the bibliography has to do with a page."""
    sources = document.formatter.sources if lists_all else {}
    everything = [source.fingerprint for source in sources.values()]
    return digest(document.formatter.digest(document.style, groups), *everything)


class _Links(_RelativePathTreeprocessor):
    """Makes the addresses of files those of their pages, as MkDocs does it, and remembers what became of each."""

    def __init__(self, file: File, files: Files, config: MkDocsConfig) -> None:
        super().__init__(file, files, config)
        self.resolved: dict[str, str] = {}

    def path_to_url(self, url: str) -> str:
        became = super().path_to_url(url)
        parts = urlsplit(url)
        if not parts.scheme and not parts.netloc:
            self.resolved[url] = became
        return became


class _Anchors(Treeprocessor):
    """Notes the ids of a page."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.found: set[str] = set()

    def run(self, root: Element) -> None:
        for element in root.iter():
            self.found.update(filter(None, (element.get("id"), element.get("name") if element.tag == "a" else None)))
