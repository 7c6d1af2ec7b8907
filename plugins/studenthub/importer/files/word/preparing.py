"""Prepares a Word file for Pandoc: moves what Pandoc loses to where it reads it, and removes hidden text.

Pandoc 3.9 loses the words around a text box, comments, the data of citations and Word's own sources, and lets hidden
text through (measured). The parts of the file that it is given are the document, its notes, styles, lists and
pictures; nothing that the document only points to, such as a template, is among them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from studenthub.i18n import N_
from studenthub.importer.files import records
from studenthub.importer.files.beside_text import MOST_OF_RANGE, Comment, Word
from studenthub.importer.files.package import Package
from studenthub.importer.files.word.ooxml import A, W, hidden_styles, is_numbered, is_on, texts, written
from studenthub.importer.files.word.stories import Cleaner
from studenthub.importer.refusals import Refused
from studenthub.parse.references import Reference

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_BIBLIOGRAPHY = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
_POINT = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}pt"
#: What other programs call a style that Pandoc knows.
_PANDOC_STYLES = {"Quotations": "Quote"}
#: What holds text of its own, beside the document.
_STORIES = ("footnotes", "endnotes")
#: Kinds of relations whose targets Pandoc may have; a link is the only one that may lead out of the file.
_KEPT_RELATIONS = ("styles", "numbering", "footnotes", "endnotes", "image", "theme", "fontTable")


def read(package: Package) -> Word:
    """Make the file of ``package`` ready. Raises Refused."""
    return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._word = Word()
        self._main = _main(package)
        folder, _, name = self._main.rpartition("/")
        self._folder = folder
        self._relations_name = f"{folder}/_rels/{name}.rels".lstrip("/")
        self._tags: dict[str, Reference] = {}
        self._styles = package.xml(f"{folder}/styles.xml")
        self._unnumber(self._styles)
        self._cleaner = Cleaner(self._word, self._tags, *self._styles_of_note())

    def read(self) -> Word:
        """Every part of the file."""
        document = self._package.xml(self._main)
        if document is None:
            raise Refused(N_("this file has no document in it"), N_("open it in Word, and save it again as .docx"))
        for root in self._custom_sources():
            for source in root:
                tag, reference = records.of_word(source)
                if reference.fields:
                    self._word.sources.append((tag, reference))
                    self._tags.setdefault(tag, reference)
        self._comments(document)
        self._margins()
        self._diagrams()
        self._unnumber(document)
        self._continue_lists(document)
        parts = {self._main: self._cleaner.story(document)}
        if self._styles is not None:
            for called in self._styles.iterfind(f"{W}style/{W}name"):
                said = called.get(f"{W}val", "")
                called.set(f"{W}val", _PANDOC_STYLES.get(said, said))
            parts[f"{self._folder}/styles.xml"] = written(self._styles)
        for name in _STORIES:
            path = f"{self._folder}/{name}.xml"
            story = self._package.xml(path)
            if story is not None:
                parts[path] = self._cleaner.story(story)
        self._word.data = self._packed(parts)
        return self._word

    def _styles_of_note(self) -> tuple[frozenset[str], frozenset[str]]:
        """The styles that hide their text, and in small letters those that number it."""
        rows = [(style.get(f"{W}styleId", ""), style) for style in self._styles] if self._styles is not None else []
        hiding = hidden_styles({name: _based(style) for name, style in rows})
        numbered = (name.casefold() for name, style in rows if is_numbered(style.find(f"{W}pPr/{W}numPr")))
        return hiding, frozenset(numbered)

    def _unnumber(self, root: ET.Element | None) -> None:
        """Let paragraphs and styles be in no list where their level has neither numbers nor signs, as LibreOffice's
        headings.
        """
        lists = self._package.xml(f"{self._folder}/numbering.xml")
        if root is None or lists is None:
            return
        bare = {
            (kind.get(f"{W}abstractNumId"), level.get(f"{W}ilvl"))
            for kind in lists.iterfind(f"{W}abstractNum")
            for level in kind.iterfind(f"{W}lvl")
            if _said(level, "numFmt") == "none" and not _said(level, "lvlText")
        }
        kinds = {one.get(f"{W}numId"): _said(one, "abstractNumId") for one in lists.iterfind(f"{W}num")}
        for properties in root.iter(f"{W}numPr"):
            number = properties.find(f"{W}numId")
            if number is not None and (kinds.get(number.get(f"{W}val")), _said(properties, "ilvl") or "0") in bare:
                number.set(f"{W}val", "0")

    def _continue_lists(self, document: ET.Element) -> None:
        """Let a list be one with that above it of the same definition, where it begins no count of its own."""
        lists = self._package.xml(f"{self._folder}/numbering.xml")
        rows = list(lists.iterfind(f"{W}num")) if lists is not None else []
        kinds = {one.get(f"{W}numId", ""): _said(one, "abstractNumId") for one in rows}
        begins = {one.get(f"{W}numId", "") for one in rows if one.find(f".//{W}startOverride") is not None}
        latest: dict[str, str] = {}
        for number in document.iterfind(f".//{W}numPr/{W}numId"):
            name = number.get(f"{W}val", "")
            kind = kinds.get(name, "")
            if kind and name not in begins:
                number.set(f"{W}val", latest.setdefault(kind, name))
            elif kind:
                latest[kind] = name

    def _comments(self, document: ET.Element) -> None:
        root = self._package.xml(f"{self._folder}/comments.xml")
        if root is None:
            return
        words: list[str] = []
        begins: dict[str, int] = {}
        about: dict[str, str] = {}
        for element in document.iter():
            number = element.get(f"{W}id", "")
            if element.tag == f"{W}commentRangeStart":
                begins[number] = len(words)
            elif element.tag == f"{W}commentRangeEnd":
                begin = begins.pop(number, len(words))
                about[number] = "".join(words[begin : begin + MOST_OF_RANGE])
            elif element.tag == f"{W}t":
                words.append(element.text or "")
        for comment in root:
            text = " ".join("".join(texts(paragraph, "t")) for paragraph in comment.iter(f"{W}p")).strip()
            if text:
                range_ = " ".join(about.get(comment.get(f"{W}id", ""), "").split())
                self._word.comments.append(Comment(comment.get(f"{W}author", ""), text, range_))

    def _margins(self) -> None:
        """The lines at the head and the foot of the pages, which belong to the paper."""
        for name in sorted(self._package.parts):
            if re.fullmatch(rf"{re.escape(self._folder)}/(?:header|footer)\d*\.xml", name):
                root = self._package.xml(name)
                for paragraph in root.iter(f"{W}p") if root is not None else ():
                    text = " ".join("".join(texts(paragraph, "t")).split())
                    if text and text not in self._word.margins:
                        self._word.margins.append(text)

    def _diagrams(self) -> None:
        for name in sorted(self._package.parts):
            if re.fullmatch(rf"{re.escape(self._folder)}/diagrams/data\d*\.xml", name):
                root = self._package.xml(name)
                points = root.iter(_POINT) if root is not None else ()
                words = (" ".join("".join(text.text or "" for text in point.iter(f"{A}t")).split()) for point in points)
                if said := "; ".join(filter(None, words)):
                    self._word.diagrams.append(said)

    def _custom_sources(self) -> Iterator[ET.Element]:
        for name, data in sorted(self._package.parts.items()):
            if re.fullmatch(r"customXml/item\d+\.xml", name) and _BIBLIOGRAPHY.encode() in data:
                root = self._package.xml(name)
                if root is not None and root.tag == f"{{{_BIBLIOGRAPHY}}}Sources":
                    yield root

    def _packed(self, parts: dict[str, bytes]) -> bytes:
        """The file for Pandoc: the stories that were cleaned, styles, lists and pictures."""
        relations, targets = self._relations(self._relations_name)
        parts[self._relations_name] = relations
        for name in _STORIES:
            path = f"{self._folder}/_rels/{name}.xml.rels"
            if path in self._package:
                parts[path], more = self._relations(path)
                targets += more
        for target in targets:
            if target in self._package and target not in parts:
                parts[target] = self._package.parts[target]
                if target.endswith(".xml"):
                    self._package.xml(target)
        for name in ("[Content_Types].xml", "_rels/.rels"):
            if name in self._package:
                self._package.xml(name)
                parts[name] = self._package.parts[name]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return out.getvalue()

    def _relations(self, path: str) -> tuple[bytes, list[str]]:
        """The relations of a part that may stay, and the parts within the package that they lead to."""
        root = self._package.xml(path)
        root = root if root is not None else ET.Element(f"{_RELATIONS}Relationships")
        targets = []
        for relation in list(root):
            kind = relation.get("Type", "").rpartition("/")[2]
            outside = relation.get("TargetMode") == "External"
            if outside and kind == "hyperlink":
                continue
            if outside or kind not in _KEPT_RELATIONS:
                root.remove(relation)
                continue
            targets.append(_resolved(self._folder, relation.get("Target", "")))
        return ET.tostring(root, encoding="utf-8", xml_declaration=True), targets


def _said(element: ET.Element, name: str) -> str:
    """The value of the child of that name, or ""."""
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def _based(style: ET.Element) -> tuple[str, bool | None]:
    """The style that one is based on, and whether it hides its text, None where it does not say."""
    said = style.find(f"{W}rPr/{W}vanish")
    return _said(style, "basedOn"), None if said is None else is_on(said)


def _main(package: Package) -> str:
    """The name of the part that is the document."""
    root = package.xml("_rels/.rels")
    for relation in root if root is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return _resolved("", relation.get("Target", ""))
    return "word/document.xml"


def _resolved(folder: str, target: str) -> str:
    """A target of a relation as the name of a part; one that leads out of the package is the name of none."""
    path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
