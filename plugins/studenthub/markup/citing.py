"""Notes what a text cites while it is converted, and puts citations and references into their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from studenthub import i18n
from studenthub.html import ids
from studenthub.markup.document import Document
from studenthub.markup.placeholders import PLACEHOLDER, Placeholders
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime import templating
from studenthub.styles.pandoc.answer import Formatted

#: Below links, images and raw HTML (160 to 90), so that a citation in one of these is part of it; above emphasis (60).
_INLINE_PRIORITY = 75
#: After inline patterns (20), so that all citations are known; before the table of contents (5), which lists ours.
_TREE_PRIORITY = 15
#: Before paragraphs (10), which take every block that is left.
_BLOCK_PRIORITY = 15
_ESCAPED = re.compile("\x02(\\d+)\x03")


def build(md: Markdown, document: Callable[[], Document], notes: Notes) -> None:
    """Add what reads citations and prints references to a converter; ``document`` gives the one to convert next."""
    md.parser.blockprocessors.register(_CommandProcessor(md.parser, document, notes), "bibliography", _BLOCK_PRIORITY)
    md.inlinePatterns.register(_CitationProcessor(md, notes), "citation", _INLINE_PRIORITY)
    md.treeprocessors.register(_ReferencesProcessor(md, document, notes), "references", _TREE_PRIORITY)


class Notes:
    """The state of a document while it is converted: its groups, its placeholders, and where it asks for lists.

    ``own`` is for the sources that it cites, ``full`` for the whole bibliography. ``is_headed`` is whether ``own`` is
    below a heading of the author's, and needs none of ours. ``cited`` are the groups as a reader meets them.
    """

    def __init__(self) -> None:
        self.places = Placeholders()
        self.reset()

    def reset(self) -> None:
        """Forget the last document."""
        self.groups: dict[int, CiteGroup] = {}
        self.cited: tuple[CiteGroup, ...] = ()
        self.own: Element | None = None
        self.is_headed = False
        self.full: Element | None = None
        self.places.reset()


class _CommandProcessor(BlockProcessor):
    r"""Takes \bibliography out of the text, and notes where it was."""

    def __init__(self, parser: BlockParser, document: Callable[[], Document], notes: Notes) -> None:
        super().__init__(parser)
        self._document = document
        self._notes = notes

    def test(self, parent: Element, block: str) -> bool:
        document = self._document()
        return block.strip() in (document.lists.command, document.lists.full_command)

    def run(self, parent: Element, blocks: list[str]) -> None:
        notes = self._notes
        is_full = blocks.pop(0).strip() == self._document().lists.full_command
        # A page has one list: its entries have ids, and a thousand entries twice would be too much to load.
        if is_full and notes.full is None:
            notes.full = SubElement(parent, "section")
        elif not is_full and notes.own is None:
            notes.is_headed = len(parent) > 0 and re.fullmatch("h[1-6]", parent[-1].tag) is not None
            notes.own = SubElement(parent, "section")


class _CitationProcessor(InlineProcessor):
    """Notes each group of citations, and leaves a placeholder in its place."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, notes: Notes) -> None:
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

    def __init__(self, md: Markdown, document: Callable[[], Document], notes: Notes) -> None:
        super().__init__(md)
        self._document = document
        self._notes = notes

    def run(self, root: Element) -> None:
        document = self._document()
        own, full = self._notes.own, self._notes.full
        if not self._notes.groups and own is None and full is None:
            return
        order = self._order(root)
        self._notes.cited = tuple(self._notes.groups[number] for number in order)
        formatted = document.formatter.document(document.style, self._notes.cited)
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
            known = self._document().formatter.sources
            html = templating.render(
                "references.html",
                i18n.of_text(self._document().language_of_lists),
                references=formatted.references,
                is_numbered=formatted.is_numbered,
                also=self._document().also,
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
        document = self._document()
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
