"""Converts the Markdown of a page to HTML, with its links, ids and pictures; the result is cached.

What is kept is used again only where nothing that it was made from has changed: the text, the converter and its
settings, the entries of the bibliography that it cites, and where its links lead.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from markdown import Markdown

from studenthub.i18n import Interface
from studenthub.markup.document import Document
from studenthub.markup.extension import CitationExtension
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.render import Pictures
from studenthub.runtime.cache import Cache, digest
from studenthub.runtime.fingerprints import fingerprint
from studenthub.site.conversion.links import AnchorProcessor, LinkProcessor, Links, Target, way_from
from studenthub.site.conversion.picture_markup import PictureMarkup, name_of
from studenthub.site.generator import Generator
from studenthub.site.settings import SiteSettings

_LOG = logging.getLogger(__name__)
#: The link of a heading to itself, which the table of contents makes.
_HEADING_LINK = '<a class="headerlink" '
_CHECKBOX = re.compile(r'<input((?=[^>]* type="checkbox")(?![^>]*aria-label)[^>]*)>')


@dataclass(frozen=True)
class Converted:
    """A page that was converted.

    ``key`` is a digest of its HTML and its contents, ``toc`` the headings as Python-Markdown tells them. ``anchors``
    are the ids in it; ``links`` are the relative addresses as they were written, each with what became of it, and
    ``aims`` the anchors in other files that it links to, each with its address as written. ``files`` are the files of
    docs/ that it links to, ``pictures`` those that it shows, each with the name of its files in several widths, or "".
    ``failure`` says why it could not be converted.
    """

    key: str
    toc: Sequence[Any] = ()
    anchors: Sequence[str] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    aims: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: Sequence[str] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
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

    ``fingerprint`` is a digest of all that a page's text depends on besides itself; where it is "", nothing is kept.
    ``pictures`` are those that it may show.
    """

    def __init__(
        self, settings: SiteSettings, generator: Generator, cache: Cache, fingerprint: str, pictures: Pictures
    ) -> None:
        self._settings, self._generator = settings, generator
        self._cache, self._fingerprint, self._pictures = cache, fingerprint, pictures
        self._kits: dict[Interface, tuple[Markdown, CitationExtension]] = {}
        self._unkept: dict[str, str] = {}

    def go_on_with(self, other: Converter) -> None:
        """Take over the Python-Markdown of ``other``, which has the same settings and is not used any more."""
        self._kits, other._kits = other._kits, {}

    def convert(self, path: str, text: str, document: Document, groups: Sequence[CiteGroup] = ()) -> Converted:
        """``text`` as the page of the file ``path`` of docs/. ``groups`` are what it is expected to cite."""
        name = self._name(path, text, document, groups)
        return self._kept(name, path, document) or self._new(name, path, text, document)

    def again(self, path: str, text: str, document: Document) -> Converted:
        """The same without what was kept."""
        return self._new("", path, text, document)

    def html(self, converted: Converted) -> str:
        """The HTML of a page. Raises LookupError where it was kept and is no more."""
        if converted.key in self._unkept:
            return self._unkept[converted.key]
        html = self._cache.get(converted.key)
        if html is None:
            raise LookupError(converted.key)
        return html

    def _name(self, path: str, text: str, document: Document, groups: Sequence[CiteGroup]) -> str:
        asked = document.formatter.fingerprint(document.style, groups)
        around = document.also, document.language, document.heading, document.lists, document.has_title
        return digest("text", self._fingerprint, path, text, asked, fingerprint(around))

    def _kept(self, name: str, path: str, document: Document) -> Converted | None:
        row = self._cache.get(name) if self._fingerprint else None
        if row is None:
            return None
        try:
            kept = Converted(**json.loads(row))
            groups = [_Asked(source, tuple(keys)) for source, keys in kept.cited]
            is_same = kept.formatted == _formatted(document, groups, lists_all=kept.lists_all)
        except (TypeError, ValueError):
            return None
        is_same = is_same and self._lead_as_before(path, kept.links) and self._show_as_before(kept.pictures)
        is_same = is_same and kept.key in self._cache
        return kept if is_same else None

    def _lead_as_before(self, path: str, resolved: Mapping[str, str]) -> bool:
        """Whether every link leads where it did. A page with a link that leads nowhere is never kept."""
        links = self._links(path, self._way(path))
        targets = ((links.resolve(written), became) for written, became in resolved.items())
        return all(target.url == became and not target.is_wrong for target, became in targets)

    def _show_as_before(self, pictures: Mapping[str, str]) -> bool:
        """Whether every picture is the one that it was."""
        return all(name_of(self._pictures.named(path)) == name for path, name in pictures.items())

    def _way(self, path: str) -> Callable[[str], str]:
        return way_from(path, self._generator, self._settings.hub.site_url)

    def _links(self, path: str, way: Callable[[str], str]) -> Links:
        return Links(path, way, self._generator, self._settings.levels)

    def _new(self, name: str, path: str, text: str, document: Document) -> Converted:
        # Where a page fails, what is half done in the converter must not reach the next one.
        kept = document.interface in self._kits
        md, extension = self._kits.pop(document.interface) if kept else self._set_up(document)
        extension.document = document
        way = self._way(path)
        pictures = PictureMarkup(self._pictures.named, way)
        links, anchors = LinkProcessor(self._links(path, way), pictures), AnchorProcessor()
        links.register(md)
        anchors.register(md)
        html = _read_out(md.reset().convert(text), document.interface)
        toc = getattr(md, "toc_tokens", [])
        cited = [(group.source, group.keys) for group in extension.cited]
        converted = Converted(
            key=digest(html, json.dumps(toc)),
            toc=toc,
            anchors=sorted(anchors.found),
            links=links.resolved,
            aims=links.aims,
            files=sorted(links.files),
            pictures=pictures.shown,
            cited=cited,
            lists_all=extension.lists_all,
            formatted=_formatted(document, extension.cited, lists_all=extension.lists_all),
            failure=extension.failure,
        )
        self._report(path, links.wrong)
        if not converted.failure:
            self._kits[document.interface] = md, extension
        if name and self._fingerprint and not links.wrong and not converted.failure:
            self._cache.put("texts", converted.key, html)
            self._cache.put("facts", name, json.dumps(vars(converted), ensure_ascii=False))
        else:
            self._unkept[converted.key] = html
        return converted

    def _report(self, path: str, wrong: Mapping[str, Target]) -> None:
        for url, target in wrong.items():
            _LOG.log(target.level, "%s/%s: the link %s %s", self._settings.hub.docs_dir, path, url, target.wrong)

    def _set_up(self, document: Document) -> tuple[Markdown, CitationExtension]:
        extension = CitationExtension(document)
        extensions = [*self._settings.extensions, extension]
        options = dict(self._settings.extension_options)
        for names, said in _said_by_extensions(document.interface).items():
            name = next((name for name in names if name in self._settings.extensions), "")
            options[name] = {**said, **options.get(name, {})}
        return Markdown(extensions=extensions, extension_configs=options), extension


def _said_by_extensions(interface: Interface) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """The options of Python-Markdown's extensions that readers see, by the two names of each; a hub may say others."""
    return {
        ("footnotes", "markdown.extensions.footnotes"): {
            "BACKLINK_TITLE": str(interface.gettext("Jump back to footnote %d in the text"))
        },
        ("toc", "markdown.extensions.toc"): {"permalink_title": str(interface.gettext("Permanent link"))},
    }


def _read_out(html: str, interface: Interface) -> str:
    """A page as a screen reader is to read it.

    The boxes of task lists get names, as their list makes them without (WCAG 4.1.2). The links of headings to
    themselves are for the mouse: read out, each heading would end in "pilcrow", and be one more stop of the Tab key.
    """
    html = html.replace(_HEADING_LINK, f'{_HEADING_LINK}aria-hidden="true" tabindex="-1" ')
    return _CHECKBOX.sub(partial(_name_checkbox, interface), html) if 'type="checkbox"' in html else html


def _name_checkbox(interface: Interface, match: re.Match[str]) -> str:
    is_done = "checked" in match[1].replace("checkbox", "")
    name = interface.gettext("Done") if is_done else interface.gettext("To do")
    return f'<input aria-label="{name}"{match[1]}>'


def _formatted(document: Document, groups: Sequence[Any], *, lists_all: bool) -> str:
    """A digest of what the bibliography has to do with a page."""
    sources = document.formatter.sources if lists_all else {}
    everything = [source.fingerprint for source in sources.values()]
    return digest(document.formatter.fingerprint(document.style, groups), *everything)
