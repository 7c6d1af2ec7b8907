"""The Python-Markdown extension that puts citations and references into a page.

Every generator on Python-Markdown can load it:

    markdown_extensions:
      - studenthub.markup:
          bib_dir: bib
          csl: apa

The inline processor only notes what is cited and leaves a placeholder; when the whole document is known it is
formatted at once, because the letters behind years and the numbers depend on all of it. The HTML is put in last, so
that what authors and bibliographies hold is never read as Markdown; and after the second wall, which has seen it when
it was formatted.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from studenthub import i18n
from studenthub.html import ids, sanitize
from studenthub.i18n import Interface
from studenthub.markup import (
    alerts,
    attributes,
    diagrams,
    formulas,
    guard,
    heading_placeholders,
    headings,
    html_filter,
    rewriting,
    titles,
)
from studenthub.markup.placeholders import PLACEHOLDER, Placeholders
from studenthub.model import settings
from studenthub.model.options import ReferenceLists
from studenthub.model.sources import bibliography
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime import templating
from studenthub.runtime.cache import NAME, Cache
from studenthub.source.text import Text
from studenthub.styles import Style, find, languages
from studenthub.styles.formatter import Formatter
from studenthub.styles.pandoc.answer import Formatted
from studenthub.styles.pandoc.worker import NotFormatted

#: Below links, images and raw HTML (160 to 90), so that a citation in one of these is part of it; above emphasis (60).
_INLINE_PRIORITY = 75
#: After inline patterns (20), so that all citations are known; before the table of contents (5), which lists ours.
_TREE_PRIORITY = 15
#: Before paragraphs (10), which take every block that is left.
_BLOCK_PRIORITY = 15
_ESCAPED = re.compile("\x02(\\d+)\x03")
#: Characters of HTML: what 200 KB of code with numbered lines come to.
_LARGEST = 8 << 20


@dataclass(frozen=True, slots=True)
class Link:
    """A text and where it leads; ``language`` is its tag where it is another than that of the list that it is in."""

    text: str
    href: str
    language: str = ""


@dataclass(frozen=True)
class Document:
    """How the next document is to be converted.

    ``heading`` is that of the references, or "" for the word of the text's ``language`` (a tag of BCP 47). ``also`` are
    the other articles that cite a source, by its key. ``lists`` says where its references are listed.
    ``has_title`` is whether its page shows its title above it.
    """

    formatter: Formatter
    style: Style
    heading: str = ""
    also: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    lists: ReferenceLists = field(default_factory=ReferenceLists)
    has_title: bool = False
    language: str = "en"

    @property
    def interface(self) -> Interface:
        """The interface in the language of the text."""
        return i18n.of_text(self.language)

    @property
    def language_of_lists(self) -> str:
        """The language in which sources are listed: that of the text where CSL knows it."""
        return self.language if languages.locale(self.language) else self.style.language


class CitationExtension(Extension):
    """Citations for Python-Markdown. Set ``document`` before each conversion, or give the options of ``make``.

    ``failure`` says why the last page, or a part of it, could not be converted; the page then shows it as well.
    ``cited`` are the groups that it cites, ``lists_all`` whether it lists the whole bibliography.
    """

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.failure = ""
        self.cited: tuple[CiteGroup, ...] = ()
        self.lists_all = False

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add what reads citations, formulas, boxes and the rest, each with its priority."""
        # Any sign may be escaped, as in Pandoc and on GitHub: 80\% is 80%, and \@ is an @ that cites nothing.
        md.ESCAPED_CHARS.extend(sign for sign in string.punctuation if sign not in md.ESCAPED_CHARS)
        notes = _Notes()
        md.parser.blockprocessors.register(_CommandProcessor(md.parser, self, notes), "bibliography", _BLOCK_PRIORITY)
        md.inlinePatterns.register(_CitationProcessor(md, notes), "citation", _INLINE_PRIORITY)
        md.treeprocessors.register(_ReferencesProcessor(md, self, notes), "references", _TREE_PRIORITY)
        heading_placeholders.build(md, notes.places)
        md.registerExtension(notes)  # type: ignore[arg-type] # anything with reset()
        equations = formulas.build(
            md, lambda wanted: self.document.formatter.formulas(wanted), notes.places, self._complain
        )
        rewriting.build(md, lambda: self.document.formatter.terms(self.document.style.language), equations)
        headings.build(md, lambda: self.document.has_title)
        titles.build(md, lambda: self.document.interface)
        alerts.build(md, lambda: self.document.interface)
        attributes.build(md)
        html_filter.build(md)
        # No other place is around all processors, the generator's own among them.
        md.convert = partial(self._convert, md, notes, md.convert)  # type: ignore[method-assign]

    def _convert(self, md: Markdown, notes: _Notes, convert: Callable[[str], str], source: str) -> str:
        self.failure, self.cited, self.lists_all = "", (), False
        try:
            return self._finish(md, notes, guard.run(convert, source))
        except (guard.PageFailed, NotFormatted) as failed:
            self.failure = str(failed)
            return templating.render("failed.html", self.document.interface, reason=self.failure)

    def _finish(self, md: Markdown, notes: _Notes, html: str) -> str:
        """The page that Markdown made: through the second wall, and with the citations in it.

        Not a postprocessor, as the table of contents runs all of these again for each heading.
        """
        if len(html) > _LARGEST:
            raise guard.PageFailed(f"this page becomes one of {len(html) >> 20} MB; look for what is shown many times")
        _clean_contents(getattr(md, "toc_tokens", ()))
        md.toc = ""  # type: ignore[attr-defined] # the same as HTML, which no template shows
        document = self.document
        html = notes.places.filled(sanitize.clean(html))
        return diagrams.draw(html, document.formatter.cache, self._complain, document.interface)

    def _complain(self, wrong: str) -> None:
        """A part of the page is not what its writer meant; it shows as it was written."""
        self.failure = "; ".join(filter(None, (self.failure, wrong)))


def _clean_contents(tokens: Sequence[dict[str, Any]]) -> None:
    """Make the names of headings text, which themes print as it is."""
    for token in tokens:
        token["name"] = token["html"] = sanitize.text(token["name"])
        token["data-toc-label"] = ""
        _clean_contents(token["children"])


class _Notes:
    """The state of a document while it is converted: its groups, its placeholders, and where it asks for lists.

    ``own`` is for the sources that it cites, ``full`` for the whole bibliography. ``is_headed`` is whether ``own`` is
    below a heading of the author's, and needs none of ours.
    """

    def __init__(self) -> None:
        self.places = Placeholders()
        self.reset()

    def reset(self) -> None:
        """Forget the last document."""
        self.groups: dict[int, CiteGroup] = {}
        self.own: Element | None = None
        self.is_headed = False
        self.full: Element | None = None
        self.places.reset()


class _CommandProcessor(BlockProcessor):
    r"""Takes \bibliography out of the text, and notes where it was."""

    def __init__(self, parser: BlockParser, extension: CitationExtension, notes: _Notes) -> None:
        super().__init__(parser)
        self._extension = extension
        self._notes = notes

    def test(self, parent: Element, block: str) -> bool:
        document = self._extension.document
        return block.strip() in (document.lists.command, document.lists.full_command)

    def run(self, parent: Element, blocks: list[str]) -> None:
        notes = self._notes
        is_full = blocks.pop(0).strip() == self._extension.document.lists.full_command
        # A page has one list: its entries have ids, and a thousand entries twice would be too much to load.
        if is_full and notes.full is None:
            notes.full = SubElement(parent, "section")
        elif not is_full and notes.own is None:
            notes.is_headed = len(parent) > 0 and re.fullmatch("h[1-6]", parent[-1].tag) is not None
            notes.own = SubElement(parent, "section")


class _CitationProcessor(InlineProcessor):
    """Notes each group of citations, and leaves a placeholder in its place."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, notes: _Notes) -> None:
        super().__init__(citations.GROUP.pattern, md)
        self._notes = notes

    def getCompiledRegExp(self) -> Any:  # noqa: N802 - Python-Markdown's name
        """The pattern that Python-Markdown searches with: this object, as GROUP alone takes ten times as long."""
        return self

    def finditer(self, text: str, start: int) -> Iterator[re.Match[str]]:
        """The matches of GROUP from ``start`` on."""
        return citations.matches(text, start) if "@" in text else iter(())

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override] # noqa: N802
        written = m[0]
        if "\x02" in written:
            # Code and escapes within the group are placeholders by now; the formatter needs what was written.
            written = _ESCAPED.sub(lambda e: "\\" + chr(int(e[1])), str(self.unescape(written)))
        group = citations.read_text(written)
        if not isinstance(group, CiteGroup):
            return None, m.start(), m.end()
        place = self._notes.places.new()
        self._notes.groups[self._notes.places.numbers(place)[0]] = group
        return place, m.start(), m.end()


class _ReferencesProcessor(Treeprocessor):
    """Formats the document and puts its lists in their places."""

    def __init__(self, md: Markdown, extension: CitationExtension, notes: _Notes) -> None:
        super().__init__(md)
        self._extension = extension
        self._notes = notes

    def run(self, root: Element) -> None:
        document = self._extension.document
        own, full = self._notes.own, self._notes.full
        if not self._notes.groups and own is None and full is None:
            return
        order = self._order(root)
        self._extension.cited = tuple(self._notes.groups[number] for number in order)
        self._extension.lists_all = full is not None
        formatted = document.formatter.document(document.style, self._extension.cited)
        self._notes.places.html.update(zip(order, map(str, formatted.citations), strict=True))
        raised = {number for number, is_raised in zip(order, formatted.raised, strict=True) if is_raised}
        _draw_near(root, raised, document.style.signs_before_numbers)
        references, notes = self._headings(document)
        if formatted.notes:
            html = templating.render("notes.html", i18n.of_text(document.language_of_lists), notes=formatted.notes)
            self._section(SubElement(root, "section"), notes, "notes", "doc-endnotes", html, ids.NOTES)
        if own is None and document.lists.by_default and formatted.references:
            own = SubElement(root, "section")
        if own is not None:
            self._references(own, "" if self._notes.is_headed else document.heading or references, formatted)
        if full is not None:
            self._section(full, "", "all-references", "doc-bibliography", self._everything(document))

    @staticmethod
    def _headings(document: Document) -> tuple[str, str]:
        """Those of the references and of the notes: in CSL's words, or in ours where CSL does not know the language."""
        if document.language_of_lists != document.language and document.interface.catalogue:
            return document.interface.gettext("References"), document.interface.gettext("Notes")
        terms = document.formatter.terms(document.style.language)
        return terms.references, terms.notes

    def _references(self, element: Element, heading: str, formatted: Formatted) -> None:
        """Turn ``element`` into the list of what the article cites."""
        html = ""
        if formatted.references:
            known = self._extension.document.formatter.sources
            html = templating.render(
                "references.html",
                i18n.of_text(self._extension.document.language_of_lists),
                references=formatted.references,
                is_numbered=formatted.is_numbered,
                also=self._extension.document.also,
                notices={entry.key: known[entry.key].notice for entry in formatted.references},
            )
        self._section(element, heading, "references", "doc-bibliography", html, ids.REFERENCES)

    def _order(self, root: Element) -> list[int]:
        """The numbers of the groups as a reader meets them; a footnote's come after the text's."""
        found = (number for text in root.itertext() for number in self._notes.places.numbers(text))
        return list(dict.fromkeys(number for number in found if number in self._notes.groups))

    def _everything(self, document: Document) -> str:
        """All sources of the bibliography, whether cited or not."""
        sources = sorted(document.formatter.sources.values(), key=lambda source: source.sort_key)
        entries = document.formatter.entries(document.style, document.style.language, sources)
        return templating.render(
            "bibliography.html",
            i18n.of_text(document.language_of_lists),
            sources=[(ids.source(source.key), entries[source.key], source.notice) for source in sources],
        )

    def _section(self, element: Element, heading: str, name: str, role: str, html: str, ident: str = "") -> None:
        """Turn ``element`` into a section with a heading, which the table of contents lists, and ``html``."""
        element.tag, element.text = "section", ""
        element.attrib.clear()
        element.set("class", name)
        element.set("role", role)
        if ident:
            element.set("id", ident)
        if heading:
            # It is labelled with words, as its heading gets an id of them later.
            element.set("aria-label", heading)
            SubElement(element, "h2").text = heading
        content = SubElement(element, "div")
        content.text = self._notes.places.new(html)
        document = self._extension.document
        if document.language_of_lists != document.language:
            # The heading is in the language of the text only where the hub has the word, as CSL has none.
            (content if document.interface.catalogue else element).set("lang", document.language_of_lists)


def _draw_near(root: Element, raised: Set[int], before: str) -> None:
    """Put raised numbers directly behind the word before them, or behind the signs ``before`` where these follow it."""
    if not raised:
        return
    place = re.compile(rf"(?<!\s)\s*({PLACEHOLDER.pattern})({f'[{re.escape(before)}]*' if before else ''})")

    def moved(found: re.Match[str]) -> str:
        return found[3] + found[1] if int(found[2]) in raised else found[0]

    for element in root.iter():
        if element.text and "\x02" in element.text:
            element.text = place.sub(moved, element.text)
        if element.tail and "\x02" in element.tail:
            element.tail = place.sub(moved, element.tail)


def makeExtension(**options: Any) -> CitationExtension:  # noqa: N802 - Python-Markdown's name
    """The extension for generators that know nothing of the hub.

    Options: ``bib_file`` or ``bib_dir``, ``csl``, ``heading``, and ``root``, which the paths are relative to.
    """
    root = Path(options.get("root", ".")).resolve()
    bib_file, bib_dir = options.get("bib_file"), options.get("bib_dir", "bib")
    files = (bib_file,) if bib_file else settings.bib_files(root, bib_dir)
    stamps = tuple((name, (root / name).stat().st_mtime_ns) for name in files)
    return CitationExtension(_document(root, stamps, options.get("csl", "apa"), options.get("heading", "")))


@lru_cache(maxsize=4)
def _document(root: Path, stamps: tuple[tuple[str, int], ...], csl: str, heading: str) -> Document:
    """Generators make a converter for every page; the bibliography is read and the workers started once."""
    found, _ = bibliography.read(Text.read(root, name) for name, _ in stamps)
    cache = Cache(root / ".cache" / "studenthub" / NAME, autocommit=True)
    return Document(Formatter(found.sources, cache), find(csl, root), heading)
