"""Reads the document and the notes of a Word file: fields, headings, hidden text, and what Pandoc loses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from studenthub.i18n import N_, Message
from studenthub.importer.files import fields
from studenthub.importer.files.beside_text import Word
from studenthub.importer.files.fields import Field
from studenthub.importer.files.signs import CAPTION, END, FIELD, GENERATED, HEADING, NAMED, PRINTED, SIGNS
from studenthub.importer.files.word.ooxml import (
    MC,
    SPACES,
    WP,
    A,
    R,
    W,
    complete_grids,
    first,
    is_numbered,
    is_on,
    joined_paragraphs,
    mark_tabs,
    parted,
    prefix_paragraph,
    text,
    texts,
    written,
)
from studenthub.parse.references import Reference

_LOST = {
    f"{W}object": N_("an object of another program"),
    f"{{{SPACES['o']}}}OLEObject": N_("an object of another program"),
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": N_("a chart"),
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": N_("a diagram (SmartArt)"),
    f"{W}altChunk": N_("another file"),
    f"{W}subDoc": N_("another file"),
}
_POINTS = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "bookmarkStart", "bookmarkEnd"))
#: Breaks, tabs and lines through words that Pandoc does not know, and what it knows.
_KNOWN = {f"{W}cr": f"{W}br", f"{W}ptab": f"{W}tab", f"{W}dstrike": f"{W}strike"}
#: What is only around text, and what Pandoc drops with it.
_AROUND = tuple(f"{W}{name}" for name in ("customXml", "smartTag", "dir", "bdo"))
#: Where a paragraph says that its end was deleted, so that it goes on in the next one.
_DELETED_END = f"{W}pPr/{W}rPr/{W}del"
_MOST_SIZE_OF_HEADING = 150
_CONTENTS = re.compile(r"\s*TOC\b")
#: Distance from the line, in half points, at which a part of a paragraph is raised or lowered (ISO/IEC 29500-1,
#: 17.3.2.24). Smaller ones are slips of programs that convert.
_LEAST_POSITION = 4


class Cleaner:
    """Cleans stories for Pandoc, and notes what it finds in ``word``.

    ``tags`` are Word's own sources by tag, ``hiding`` the styles that hide their text, ``numbered`` those that number
    it, in small letters.
    """

    def __init__(
        self, word: Word, tags: Mapping[str, Reference], hiding: frozenset[str], numbered: frozenset[str]
    ) -> None:
        self._word, self._tags, self._hidden_styles, self._numbered = word, tags, hiding, numbered

    def story(self, root: ET.Element) -> bytes:
        """A story as it is for Pandoc."""
        self._clean(root)
        self._fields(root)
        self._headings_and_captions(root)
        complete_grids(root)
        mark_tabs(root)
        root.attrib.pop(f"{MC}Ignorable", None)
        return written(root)

    def _clean(self, parent: ET.Element) -> None:
        """Take out of an element, at every depth, what is hidden, deleted or lost, and text boxes out of paragraphs."""
        new: list[ET.Element] = []
        joined = [child for child in parent if child.find(_DELETED_END) is not None]
        for child in list(parent):
            if child.tag == f"{W}p":
                self._hide(child)
                _raise(child)
            new += self._cleaned(child)
        parent[:] = joined_paragraphs(new, joined) if joined else new

    def _cleaned(self, element: ET.Element) -> Sequence[ET.Element]:
        """What is left of an element: nothing, what it holds where it is only around it, or the element."""
        if self._is_left_out(element):
            return ()
        inside = self._unwrapped(element)
        if inside is not None:
            return inside
        tag = element.tag
        if tag in (f"{W}t", f"{W}instrText"):
            element.text = SIGNS.sub("", element.text or "")
        elif tag in _KNOWN:
            element.tag = _KNOWN[tag]
        if tag == f"{W}drawing":
            self._picture(element)
        boxes = self._boxes(element) if tag == f"{W}p" else ()
        self._clean(element)
        return parted(element) if tag == f"{W}r" else [element, *boxes]

    def _is_left_out(self, element: ET.Element) -> bool:
        """Whether an element is deleted, hidden, a mark or lost; what is, is counted."""
        tag = element.tag
        if tag in (f"{W}del", f"{W}moveFrom") or (tag == f"{W}tr" and element.find(f"{W}trPr/{W}del") is not None):
            self._word.deleted += bool("".join(texts(element, "delText", "t")).strip())
            return True
        if tag == f"{W}r" and self._is_hidden(element):
            self._word.hidden += bool("".join(texts(element, "t")).strip())
            return True
        return tag in _POINTS or self._is_lost(element)

    def _unwrapped(self, element: ET.Element) -> Sequence[ET.Element] | None:
        """What an element holds that is only around it; None for others."""
        tag, holders = element.tag, [element]
        if tag == f"{W}sdt":
            return self._control(element)
        if tag == f"{W}fldSimple":
            return self._simple(element)
        if tag in (f"{W}ins", f"{W}moveTo"):
            inserted = "".join(texts(element, "t"))
            if inserted.strip():
                self._word.inserted.append(inserted.strip())
        elif tag == f"{MC}AlternateContent":
            holders = list(element)[:1]
        elif tag == f"{W}r" and element.find(f"{W}ruby") is not None:
            holders = element.findall(f"{W}ruby/{W}rubyBase")
        elif tag not in _AROUND:
            return None
        for holder in holders:
            self._clean(holder)
        return [child for holder in holders for child in holder if not child.tag.endswith("Pr")]

    def _is_lost(self, element: ET.Element) -> bool:
        """Whether an element is of another program, and no Markdown can say it; what it is is noted."""
        within = element.tag in (f"{W}drawing", f"{W}pict")
        for tag, what in _LOST.items():
            if element.tag == tag or (within and element.find(f".//{tag}") is not None):
                said = next((SIGNS.sub("", one.get("descr", "")) for one in element.iter(f"{WP}docPr")), "").strip()
                described = Message(N_("a chart or diagram described as “%(text)s”"), {"text": said})
                self._word.lost.append(described if said else Message(what))
                return True
        return False

    def _control(self, element: ET.Element) -> Sequence[ET.Element]:
        """What a content control holds, in the place of it; a citation of Mendeley is marked as one.

        A table of contents is left out, and what Word prints where nobody has typed anything: [Document title].
        """
        tag = element.find(f"{W}sdtPr/{W}tag")
        gallery = element.find(f"{W}sdtPr//{W}docPartGallery")
        content = element.find(f"{W}sdtContent")
        name = tag.get(f"{W}val", "") if tag is not None else ""
        kind = gallery.get(f"{W}val", "") if gallery is not None else ""
        is_open = is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr"))
        if kind == "Table of Contents" or is_open or content is None:
            return ()
        self._clean(content)
        if kind == "Bibliographies" or name.startswith("MENDELEY_BIBLIOGRAPHY"):
            for paragraph in content.iter(f"{W}p"):
                prefix_paragraph(paragraph, GENERATED)
        self._cite(content, fields.of_tag(name))
        return list(content)

    def _simple(self, element: ET.Element) -> Sequence[ET.Element]:
        """What a simple field prints, in the place of it: Pandoc drops both. A table of contents is left out."""
        instruction = element.get(f"{W}instr", "")
        if _CONTENTS.match(instruction):
            return ()
        self._clean(element)
        if fields.is_list(instruction):
            prefix_paragraph(element, GENERATED)
        self._cite(element, fields.of_instruction(instruction, "", self._tags))
        return [child for child in element if child.tag != f"{W}fldData"]

    def _cite(self, element: ET.Element, found: Field | None) -> None:
        """Mark what an element prints as a citation that is data."""
        runs = list(element.iter(f"{W}r"))
        if found and runs:
            self._word.fields.append(found)
            runs[0].insert(first(runs[0]), text(f"{FIELD}{len(self._word.fields) - 1}{PRINTED}"))
            runs[-1].append(text(END))

    def _boxes(self, paragraph: ET.Element) -> Sequence[ET.Element]:
        """The paragraphs of the text boxes that are anchored to a paragraph, to be set behind it."""
        found: list[ET.Element] = []
        seen: set[str] = set()
        for run in list(paragraph.iter(f"{W}r")):
            contents = [*run.iter(f"{W}txbxContent")]
            if not contents:
                continue
            for content in contents:
                text = "".join(texts(content, "t"))
                # Word writes a box twice, for itself and for older programs.
                if text.strip() and text not in seen:
                    seen.add(text)
                    self._clean(content)
                    found += list(content)
                    self._word.boxes += 1
            for child in list(run):
                if child.tag != f"{W}rPr" and child.find(f".//{W}txbxContent") is not None:
                    run.remove(child)
        return found

    def _picture(self, drawing: ET.Element) -> None:
        """Let the alternative text of a picture begin with its name; a picture from elsewhere is not fetched."""
        for blip in drawing.iter(f"{A}blip"):
            if blip.get(f"{R}link"):
                self._word.outside.append(blip.attrib.pop(f"{R}link"))
        properties = next(drawing.iter(f"{WP}docPr"), None)
        if properties is not None:
            name = SIGNS.sub("", properties.get("name", ""))
            said = SIGNS.sub("", properties.get("descr", "") or properties.get("title", ""))
            properties.set("descr", f"{name}{NAMED}{said}")
            properties.attrib.pop("title", None)

    def _hide(self, paragraph: ET.Element) -> None:
        """Take out of a paragraph what its style hides: all but runs that say of themselves that they are shown."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is None or style.get(f"{W}val") not in self._hidden_styles:
            return
        for child in list(paragraph):
            if child.tag != f"{W}pPr" and child.find(f".//{W}vanish") is None:
                self._word.hidden += bool("".join(texts(child, "t")).strip())
                paragraph.remove(child)

    def _is_hidden(self, run: ET.Element) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        style = properties.find(f"{W}rStyle")
        if style is not None and style.get(f"{W}val") in self._hidden_styles and properties.find(f"{W}vanish") is None:
            return True
        return any(is_on(properties.find(f"{W}{name}")) for name in ("vanish", "webHidden", "specVanish"))

    def _fields(self, root: ET.Element) -> None:
        """Mark citations that are fields, and take tables of contents out."""
        stack: list[_Frame] = []
        for paragraph in root.iter(f"{W}p"):
            if any(frame.is_list and frame.shown for frame in stack):
                prefix_paragraph(paragraph, GENERATED)
            for run in paragraph.iter(f"{W}r"):
                self._run(run, paragraph, stack)

    def _run(self, run: ET.Element, paragraph: ET.Element, stack: list[_Frame]) -> None:
        for child in list(run):
            kind = child.get(f"{W}fldCharType") if child.tag == f"{W}fldChar" else ""
            if kind == "begin":
                stack.append(_Frame(data=child.findtext(f"{W}fldData") or "", code=[(run, child)]))
            elif child.tag == f"{W}instrText" and stack and not stack[-1].shown:
                stack[-1].instruction += child.text or ""
                stack[-1].code.append((run, child))
            elif kind == "separate" and stack:
                self._shown(stack[-1], run, child, paragraph)
                continue
            elif kind == "end" and stack:
                frame = stack.pop()
                if not frame.shown:
                    self._shown(frame, run, None, paragraph)
                if frame.is_citation:
                    run.insert(list(run).index(child), text(END))
                if frame.is_ours:
                    run.remove(child)
                    continue
            elif any(frame.is_contents for frame in stack) and child.tag != f"{W}rPr":
                run.remove(child)
                continue
            if stack and any(frame.is_ours for frame in stack) and child.tag in (f"{W}fldChar", f"{W}instrText"):
                run.remove(child)

    def _shown(self, frame: _Frame, run: ET.Element, separator: ET.Element | None, paragraph: ET.Element) -> None:
        """What a field is, as soon as its instruction is whole."""
        frame.shown = True
        frame.is_list = fields.is_list(frame.instruction)
        frame.is_contents = bool(_CONTENTS.match(frame.instruction))
        found = fields.of_instruction(frame.instruction, frame.data, self._tags)
        if found:
            frame.is_citation = True
            self._word.fields.append(found)
        if frame.is_ours:
            # A field that begins and does not end would swallow the paragraphs behind it.
            for holder, part in frame.code:
                if part in holder:
                    holder.remove(part)
        if separator is not None and frame.is_ours:
            at = list(run).index(separator)
            run.remove(separator)
            if found:
                run.insert(at, text(f"{FIELD}{len(self._word.fields) - 1}{PRINTED}"))
        elif found:
            run.append(text(f"{FIELD}{len(self._word.fields) - 1}{PRINTED}"))
        if frame.is_list:
            prefix_paragraph(paragraph, GENERATED)

    def _headings_and_captions(self, root: ET.Element) -> None:
        """Mark captions by their style, and headings by their size if no heading style is used."""
        styled = False
        sizes: dict[ET.Element, int] = {}
        letters: Counter[int] = Counter()
        for paragraph in root.iter(f"{W}p"):
            styles = {
                style: properties for properties in paragraph.iter(f"{W}pPr") for style in properties.iter(f"{W}pStyle")
            }
            name = next((style.get(f"{W}val", "").casefold() for style in styles), "")
            text = "".join(texts(paragraph, "t"))
            if "caption" in name and text.strip():
                for style, properties in styles.items():
                    properties.remove(style)
                prefix_paragraph(paragraph, CAPTION)
                continue
            if name.startswith(("heading", "kop", "titre", "opskrif")):
                styled = True
                self._word.numbered_headings |= bool(text.strip()) and (
                    name in self._numbered or is_numbered(paragraph.find(f"{W}pPr/{W}numPr"))
                )
            size = _size(paragraph)
            sizes[paragraph] = size
            letters[size] += len(text)
        if styled or not letters:
            return
        usual = letters.most_common(1)[0][0]
        larger = sorted({size for size in sizes.values() if size >= usual + 4}, reverse=True)
        for paragraph, size in sizes.items():
            text = "".join(texts(paragraph, "t")).strip()
            if size in larger and text and len(text) <= _MOST_SIZE_OF_HEADING:
                prefix_paragraph(paragraph, f"{HEADING}{min(9, larger.index(size) + 1)}")


@dataclass
class _Frame:
    """A field of Word while it is read; ``shown`` is whether its instruction is over and what it prints has begun."""

    data: str = ""
    #: The elements that say what the field is, each with its run.
    code: list[tuple[ET.Element, ET.Element]] = field(default_factory=list)
    instruction: str = ""
    shown: bool = False
    is_citation: bool = False
    is_list: bool = False
    is_contents: bool = False

    @property
    def is_ours(self) -> bool:
        return self.is_citation or self.is_list or self.is_contents


def _raise(paragraph: ET.Element) -> None:
    """Let what is raised or lowered by its position, beside other words, be so by its kind, which Pandoc knows."""
    moved = []
    runs = [run for run in paragraph.iter(f"{W}r") if "".join(texts(run, "t")).strip()]
    for run in runs:
        position = run.find(f"{W}rPr/{W}position")
        value = position.get(f"{W}val", "") if position is not None else ""
        if re.fullmatch(r"-?\d{1,3}", value) and abs(int(value)) >= _LEAST_POSITION:
            moved.append((run[0], "superscript" if int(value) > 0 else "subscript"))
    for properties, kind in moved if len(moved) < len(runs) else ():
        if properties.find(f"{W}vertAlign") is None:
            ET.SubElement(properties, f"{W}vertAlign", {f"{W}val": kind})


def _size(paragraph: ET.Element) -> int:
    """The size of most letters of a paragraph in half points, or 0 if none is set."""
    sizes: Counter[int] = Counter()
    for run in paragraph.iter(f"{W}r"):
        size = run.find(f"{W}rPr/{W}sz")
        value = size.get(f"{W}val", "") if size is not None else ""
        sizes[int(value) if value.isdecimal() else 0] += len("".join(texts(run, "t")))
    return sizes.most_common(1)[0][0] if sizes else 0
