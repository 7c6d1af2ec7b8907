"""Prepares a file of LibreOffice or Google Docs (.odt) for Pandoc, as ``word`` does a Word file.

Pandoc 3.9 loses text boxes, comments, most fields and the data of Zotero's citations, and lets hidden text through
(measured). The elements are those of OpenDocument 1.3 (https://docs.oasis-open.org/office/OpenDocument/v1.3/).
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from studenthub.importer.files import fields
from studenthub.importer.files.beside_text import Comment, Word
from studenthub.importer.files.package import Package
from studenthub.importer.files.signs import END, FIELD, GENERATED, PRINTED, SIGNS
from studenthub.importer.files.word.ooxml import hidden_styles

_SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "text", "table", "style", "meta", "manifest", "chart", "number", "form", "script")
} | {
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
for _prefix, _uri in _SPACES.items():
    ET.register_namespace(_prefix, _uri)
_OFFICE, _TEXT, _STYLE, _DRAW = (f"{{{_SPACES[name]}}}" for name in ("office", "text", "style", "draw"))
_NAME, _MARK_START, _MARK_END = f"{_TEXT}name", f"{_TEXT}reference-mark-start", f"{_TEXT}reference-mark-end"
#: A field that hides its whole paragraph.
_HIDES = f"{_TEXT}hidden-paragraph"
_STYLE_NAME, _IS_HIDDEN = f"{_TEXT}style-name", f"{_TEXT}is-hidden"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
#: Elements of text that Pandoc knows, within a paragraph. Of all others, such as fields, their words stay.
_KNOWN = frozenset(
    f"{_TEXT}{name}"
    for name in (
        *("span", "a", "s", "tab", "line-break", "note", "note-citation", "note-body", "sequence", "ruby", "ruby-base"),
        *("bookmark", "bookmark-start", "bookmark-end", "reference-mark", "reference-mark-start", "reference-mark-end"),
        *("p", "h", "list", "list-item", "list-header", "section", "meta", "bookmark-ref"),
    )
)
_SHOWN = (".png", ".jpg", ".jpeg", ".gif", ".webp")
#: What is drawn, and may hold text.
_SHAPES = frozenset(
    f"{_DRAW}{name}"
    for name in (
        *("custom-shape", "rect", "ellipse", "circle", "polygon", "regular-polygon", "polyline", "path", "caption"),
        *("connector", "measure", "line", "g"),
    )
)
_MARKS = frozenset(
    {f"{_TEXT}{name}" for name in ("change", "change-start", "change-end", "soft-page-break", "tracked-changes")}
    | {f"{_OFFICE}annotation", f"{_OFFICE}annotation-end"}
)


def read(package: Package) -> Word:
    """Make the file of ``package`` ready. Raises Refused."""
    roots = {name: package.xml(name) for name in ("content.xml", "styles.xml", "meta.xml")}
    found = Word()
    styles = [style for root in roots.values() if root is not None for style in root.iter(f"{_STYLE}style")]
    content = roots["content.xml"]
    parts = dict(package.parts)
    if content is not None:
        found.inserted = [words for words in map(str.strip, _inserted(content)) if words]
        found.deleted = sum(1 for _ in content.iter(f"{_TEXT}deletion"))
        for frame in content.iter(f"{_DRAW}frame"):
            _show_best(frame)
        for listed in content.iter(f"{_TEXT}bibliography"):
            # The list of sources that LibreOffice keeps itself: Pandoc loses it.
            listed.tag, listed[:] = f"{_TEXT}section", [one for one in listed.iter() if one.tag in _PARAGRAPHS]
        for element in content.iter():
            element.text, element.tail = (SIGNS.sub("", one) if one else one for one in (element.text, element.tail))
        _Cleaner(found, hidden_styles({style.get(f"{_STYLE}name", ""): _style(style) for style in styles})).clean(
            content, None
        )
        parts["content.xml"] = ET.tostring(content, encoding="utf-8", xml_declaration=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    found.data = out.getvalue()
    return found


def _style(style: ET.Element) -> tuple[str, bool | None]:
    """The style that one is based on, and whether it hides its text, None where it does not say."""
    said = next((said for one in style if (said := one.get(f"{_TEXT}display", ""))), "")
    return style.get(f"{_STYLE}parent-style-name", ""), said == "none" if said else None


class _Cleaner:
    """Takes out what is hidden or beside the text, and notes it in ``found``."""

    def __init__(self, found: Word, hiding: frozenset[str]) -> None:
        self._found, self._hiding = found, hiding

    def clean(self, parent: ET.Element, boxes: list[ET.Element] | None) -> None:
        """Clean an element at every depth; ``boxes`` are what was in the text boxes of the paragraph that it is in."""
        children: list[ET.Element] = []
        words: list[str] = []
        for piece in self._cleaned(parent, boxes):
            if isinstance(piece, str):
                words.append(piece)
                continue
            _write(children[-1] if children else None, parent, words)
            children.append(piece)
            words = []
        _write(children[-1] if children else None, parent, words)
        parent[:] = children

    def _cleaned(self, parent: ET.Element, boxes: list[ET.Element] | None) -> Iterator[str | ET.Element]:
        """The words and the elements of an element in their order, each clean."""
        yield parent.text or ""
        ends = Counter(child.get(_NAME, "") for child in parent if child.tag == _MARK_END)
        cited: set[str] = set()
        left = deque(parent)
        while left:
            child = left.popleft()
            name, behind, child.tail = child.get(_NAME, ""), child.tail or "", None
            alone: list[ET.Element] = []
            if self._is_taken_out(child, alone if boxes is None else boxes):
                left.extendleft(reversed(alone))
                yield behind
                continue
            if self._is_field(child):
                yield from self._cleaned(child, boxes)
                yield behind
                continue
            beside: list[ET.Element] = []
            self.clean(child, beside if child.tag in _PARAGRAPHS else boxes)
            left.extendleft(reversed(beside))
            if fields.is_list(f"ADDIN {name}"):
                for paragraph in child.iter(f"{_TEXT}p"):
                    paragraph.text = f"{GENERATED}{paragraph.text or ''}"
            yield child
            if child.tag == _MARK_START and ends[name] and (found := fields.of_instruction(name, "", {})):
                # The data of a citation of Zotero is the name of a reference mark.
                yield f"{FIELD}{len(self._found.fields)}{PRINTED}"
                self._found.fields.append(found)
                cited.add(name)
            elif child.tag == _MARK_END:
                ends[name] -= 1
                yield END if name in cited else ""
                cited.discard(name)
            yield behind

    def _is_taken_out(self, element: ET.Element, boxes: list[ET.Element]) -> bool:
        """Whether an element is hidden, a mark, a comment or a text box; what is in that goes into ``boxes``."""
        if boxed := list(_boxed(element)):
            boxes += boxed
            self._found.boxes += any("".join(one.itertext()).strip() for one in boxed)
        elif element.tag == f"{_OFFICE}annotation":
            said = " ".join(" ".join("".join(one.itertext()) for one in element.iterfind(f"{_TEXT}p")).split())
            author = element.findtext(f"{{{_SPACES['dc']}}}creator", "")
            self._found.comments += [Comment(author, said, "")] if said else []
        elif element.tag not in _MARKS:
            is_hidden = (
                element.get(_STYLE_NAME) in self._hiding
                or element.get(f"{_TEXT}display") == "none"
                or element.get(_IS_HIDDEN) == "true"
                or element.tag == f"{_TEXT}hidden-text"
                or (element.tag in _PARAGRAPHS and any(one.get(_IS_HIDDEN) == "true" for one in element.iter(_HIDES)))
            )
            self._found.hidden += is_hidden and bool("".join(element.itertext()).strip())
            return is_hidden
        return True

    @staticmethod
    def _is_field(element: ET.Element) -> bool:
        """Whether an element prints words that are no part of the text for Pandoc."""
        is_known = element.tag in _KNOWN or not element.tag.startswith(_TEXT)
        return not is_known and all(child.tag.startswith(_TEXT) and child.tag not in _PARAGRAPHS for child in element)


def _show_best(frame: ET.Element) -> None:
    """Leave of the same picture in several formats the first that browsers show."""
    images = frame.findall(f"{_DRAW}image")
    shown = [one for one in images if one.get(f"{{{_SPACES['xlink']}}}href", "").lower().endswith(_SHOWN)]
    for image in images if len(images) > 1 and shown else ():
        if image is not shown[0]:
            frame.remove(image)


def _boxed(element: ET.Element) -> Iterator[ET.Element]:
    """The paragraphs in a text box or a shape, which LibreOffice makes of the boxes of Word; and grouped pictures."""
    if element.tag == f"{_DRAW}frame":
        for box in element.findall(f"{_DRAW}text-box"):
            yield from box
    elif element.tag in _SHAPES:
        for child in element:
            if child.tag in _PARAGRAPHS or child.tag == f"{_TEXT}list":
                yield child
            elif child.find(f"{_DRAW}image") is not None:
                paragraph = ET.Element(f"{_TEXT}p")
                paragraph.append(child)
                yield paragraph
            else:
                yield from _boxed(child)


def _write(above: ET.Element | None, parent: ET.Element, words: Sequence[str]) -> None:
    """Put words behind the child ``above``, or before the first child."""
    if above is None:
        parent.text = "".join(words)
    else:
        above.tail = "".join(words)


def _inserted(content: ET.Element) -> Iterator[str]:
    """The words of each insertion that was tracked."""
    named = {
        region.get(f"{_TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id")
        for region in content.iter(f"{_TEXT}changed-region")
        if region.find(f"{_TEXT}insertion") is not None
    }
    words: list[str] | None = None
    for element in content.iter():
        if element.tag == f"{_TEXT}change-start" and element.get(f"{_TEXT}change-id") in named:
            words = []
        elif element.tag == f"{_TEXT}change-end" and words is not None:
            yield "".join(words)
            words = None
        elif words is not None:
            words.append(element.text or "")
        if words is not None:
            words.append(element.tail or "")
