"""The Python-Markdown extension: citations and references while Markdown is converted.

Every generator on Python-Markdown can load it:

    markdown_extensions:
      - studenthub.markdown:
          bib_dir: bib
          csl: apa

The inline processor only notes what is cited and leaves a placeholder; when the whole document is known it is
formatted at once, because the letters behind years and the numbers depend on all of it. The HTML waits in Markdown's
stash, so that what authors and bibliographies hold is never read as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from studenthub import bibliography, citations, settings, templating
from studenthub.citations import CiteGroup
from studenthub.source import Text
from studenthub.styles import Cache, Formatter, Style, find

#: Below links, images and raw HTML (160 to 90), so that a citation in one of these is part of it; above emphasis (60).
_INLINE_PRIORITY = 75
#: After inline patterns (20), so that all citations are known; before the table of contents (5), which lists ours.
_TREE_PRIORITY = 15
_ESCAPED = re.compile("\x02(\\d+)\x03")


@dataclass(frozen=True, slots=True)
class Link:
    """A text and where it leads."""

    text: str
    href: str


@dataclass(frozen=True)
class Document:
    """How the next document is to be converted.

    ``also`` are the other articles that cite a source, by its key. ``lists_by_default`` puts the references at the
    end where no ``bib_command`` stands.
    """

    formatter: Formatter
    style: Style
    heading: str = "References"
    also: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    lists_by_default: bool = True
    bib_command: str = "\\bibliography"
    full_bib_command: str = "\\full_bibliography"


class CitationExtension(Extension):
    """Citations for Python-Markdown. Set ``document`` before each conversion, or give the options of ``make``."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        # \@ is an @ that cites nothing: an e-mail address, a handle.
        md.ESCAPED_CHARS.append("@")
        inline = _CitationProcessor(md)
        md.inlinePatterns.register(inline, "citation", _INLINE_PRIORITY)
        md.treeprocessors.register(_ReferencesProcessor(md, self, inline), "references", _TREE_PRIORITY)
        md.registerExtension(inline)  # type: ignore[arg-type] # anything with reset()


class _CitationProcessor(InlineProcessor):
    """Notes each group of citations, and leaves a placeholder of the HTML stash in its place."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown) -> None:
        super().__init__(citations.GROUP.pattern, md)
        self.groups: dict[int, CiteGroup] = {}

    def reset(self) -> None:
        """Forget the last document."""
        self.groups = {}

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override] # noqa: N802
        if "@" not in m[0]:
            return None, m.start(), m.end()
        written = m
        if "\x02" in m[0]:
            # Code and escapes within the group are placeholders by now; the formatter needs what was written.
            again = citations.GROUP.fullmatch(_ESCAPED.sub(lambda e: "\\" + chr(int(e[1])), str(self.unescape(m[0]))))
            if again is None:
                return None, m.start(), m.end()
            written = again
        group = citations.read(written)
        if not isinstance(group, CiteGroup):
            return None, m.start(), m.end()
        placeholder = self.md.htmlStash.store("")
        self.groups[self.md.htmlStash.html_counter - 1] = group
        return placeholder, m.start(), m.end()


class _ReferencesProcessor(Treeprocessor):
    """Formats the document and puts its lists in their places."""

    def __init__(self, md: Markdown, extension: CitationExtension, inline: _CitationProcessor) -> None:
        super().__init__(md)
        self._extension = extension
        self._inline = inline

    def run(self, root: Element) -> None:
        document = self._extension.document
        order = self._order(root)
        formatted = document.formatter.document(document.style, [self._inline.groups[number] for number in order])
        for number, html in zip(order, formatted.citations, strict=True):
            self.md.htmlStash.rawHtmlBlocks[number] = str(html)
        notes = templating.render("notes.html", notes=formatted.notes) if formatted.notes else ""
        listed = (
            templating.render("references.html", references=formatted.references, also=document.also)
            if formatted.references
            else ""
        )
        placed = self._place(root, document, listed)
        if notes:
            self._section(SubElement(root, "section"), "Notes", "notes", "doc-endnotes", notes)
        if listed and not placed and document.lists_by_default:
            self._section(SubElement(root, "section"), document.heading, "references", "doc-bibliography", listed)

    def _order(self, root: Element) -> list[int]:
        """The numbers of the groups as a reader meets them; a footnote's come after the text's."""
        if not self._inline.groups:
            return []
        numbers = (
            int(number) for text in root.itertext() if "\x02" in text for number in HTML_PLACEHOLDER_RE.findall(text)
        )
        return [number for number in dict.fromkeys(numbers) if number in self._inline.groups]

    def _place(self, root: Element, document: Document, listed: str) -> bool:
        """Put the lists where commands ask for them; whether the article's own was asked for."""
        placed = False
        for parent in root.iter():
            before: Element | None = None
            for child in parent:
                command = (child.text or "").strip() if child.tag == "p" and not len(child) else ""
                if command == document.bib_command:
                    heading = "" if before is not None and re.fullmatch("h[1-6]", before.tag) else document.heading
                    self._section(child, heading, "references", "doc-bibliography", listed)
                    placed = True
                elif command == document.full_bib_command:
                    self._section(child, "", "all-references", "doc-bibliography", self._everything(document))
                before = child
        return placed

    def _everything(self, document: Document) -> str:
        """All sources of the bibliography, whether cited or not."""
        sources = sorted(document.formatter.sources.values(), key=lambda source: source.sort_key)
        entries = document.formatter.entries(document.style, sources)
        return templating.render("bibliography.html", sources=[(source.key, entries[source.key]) for source in sources])

    def _section(self, element: Element, heading: str, name: str, role: str, html: str) -> None:
        """Turn ``element`` into a section with a heading, which the table of contents lists, and ``html``."""
        element.tag, element.text = "section", ""
        element.attrib.clear()
        element.set("class", name)
        element.set("role", role)
        if heading:
            element.set("aria-labelledby", name)
            title = SubElement(element, "h2", {"id": name})
            title.text = heading
        SubElement(element, "div").text = self.md.htmlStash.store(html)


def makeExtension(**options: Any) -> CitationExtension:  # noqa: N802 - Python-Markdown's name
    """The extension for generators that know nothing of the hub.

    Options: ``bib_file`` or ``bib_dir``, ``csl``, ``heading``, and ``root``, which the paths are relative to.
    """
    root = Path(options.get("root", ".")).resolve()
    bib_file, bib_dir = options.get("bib_file"), options.get("bib_dir", "bib")
    files = (bib_file,) if bib_file else settings.bib_files(root, bib_dir)
    stamps = tuple((name, (root / name).stat().st_mtime_ns) for name in files)
    return CitationExtension(_document(root, stamps, options.get("csl", "apa"), options.get("heading", "References")))


@lru_cache(maxsize=4)
def _document(root: Path, stamps: tuple[tuple[str, int], ...], csl: str, heading: str) -> Document:
    """Generators make a converter for every page; the bibliography is read and the workers started once."""
    found, _ = bibliography.read(Text.read(root, name) for name, _ in stamps)
    folder = root / ".cache" / "studenthub"
    cache = Cache(folder / "citations.sqlite", autocommit=True)
    return Document(Formatter(found.sources, cache, folder / "styles"), find(csl), heading)
