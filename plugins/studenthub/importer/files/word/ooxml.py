"""Word's XML: its namespaces, and functions to read its elements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from studenthub.importer.files.signs import TAB

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
for _prefix, _uri in SPACES.items():
    # Pandoc knows the elements by these prefixes.
    ET.register_namespace(_prefix, _uri)
W, R, WP, A, MC = (f"{{{SPACES[prefix]}}}" for prefix in ("w", "r", "wp", "a", "mc"))
#: Word has no more columns in a table.
_MOST_COLUMNS = 63
#: What is alone in a run where Pandoc reads it.
_ALONE = tuple(f"{W}{name}" for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference"))
_OFF = ("0", "false", "off", "none")


def texts(element: ET.Element, *names: str) -> Iterable[str]:
    """The texts of the elements of these names within an element; a tab or a line break is a blank."""
    tags = {f"{W}{name}" for name in names}
    for one in element.iter():
        if one.tag in tags:
            yield one.text or ""
        elif one.tag in (f"{W}tab", f"{W}br"):
            yield " "


def text(text: str) -> ET.Element:
    """An element with a text."""
    element = ET.Element(f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    element.text = text
    return element


def first(run: ET.Element) -> int:
    """Where the contents of a run begin: behind its properties."""
    return 1 if len(run) and run[0].tag == f"{W}rPr" else 0


def parted(run: ET.Element) -> Sequence[ET.Element]:
    """A run as several: beside a picture or the mark of a note in the same run, Pandoc 3.9 loses the text."""
    properties, content = run[: first(run)], run[first(run) :]
    groups: list[list[ET.Element]] = []
    for child in content:
        if not groups or child.tag in _ALONE or groups[-1][-1].tag in _ALONE:
            groups.append([])
        groups[-1].append(child)
    if len(groups) < 2:
        return [run]
    parts = [ET.Element(run.tag, run.attrib) for _ in groups]
    for part, group in zip(parts, groups, strict=True):
        part[:] = [*properties, *group]
    return parts


def prefix_paragraph(paragraph: ET.Element, sign: str) -> None:
    """Put a sign at the beginning of a paragraph that has a text."""
    first = next(paragraph.iter(f"{W}t"), None)
    if first is not None and not (first.text or "").startswith(sign):
        first.text = f"{sign}{first.text or ''}"
        first.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def mark_tabs(root: ET.Element) -> None:
    """Let each tab be a sign, of which Pandoc makes no blank."""
    for run in root.iter(f"{W}r"):
        for at, child in enumerate(run):
            if child.tag == f"{W}tab":
                run[at] = text(TAB)


def is_on(element: ET.Element | None) -> bool:
    """Whether a property that is there or not, or says so, is on."""
    return element is not None and element.get(f"{W}val", "true") not in _OFF


def hidden_styles(styles: Mapping[str, tuple[str, bool | None]]) -> frozenset[str]:
    """The names of the styles whose text is hidden.

    ``styles`` are by their name: the style that one is based on, and whether it hides its text, None where the other
    says that.
    """
    known = {name: hides for name, (_, hides) in styles.items()}
    for name in styles:
        passed = [name]
        while known.get(passed[-1]) is None and (above := styles.get(passed[-1], ("", None))[0]) not in passed:
            passed.append(above)
        known.update(dict.fromkeys(passed, bool(known.get(passed[-1]))))
    return frozenset(name for name, hides in known.items() if hides)


def joined_paragraphs(elements: Sequence[ET.Element], joined: Sequence[ET.Element]) -> list[ET.Element]:
    """The elements with the paragraphs of ``joined``, whose ends were deleted, at the beginning of what follows."""
    out: list[ET.Element] = []
    for element in elements:
        if element.tag == f"{W}p" and out and out[-1] in joined:
            before = out.pop()
            at = 0 if element.find(f"{W}pPr") is None else 1
            element[at:at] = [one for one in before if one.tag != f"{W}pPr"]
        out.append(element)
    return out


def is_numbered(properties: ET.Element | None) -> bool:
    """Whether the properties of a paragraph's numbers (w:numPr) give it one; the list 0 is none."""
    number = properties.find(f"{W}numId") if properties is not None else None
    return number is not None and number.get(f"{W}val") != "0"


def written(root: ET.Element) -> bytes:
    """A part as a file. Its root declares every prefix: Pandoc reads the notes with those of the document."""
    text = ET.tostring(root, encoding="unicode")
    end = text.index(">")
    opening = text[:end].rstrip("/")
    missing = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items() if f"xmlns:{prefix}=" not in opening)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}{missing}{text[len(opening) :]}'.encode()


def complete_grids(root: ET.Element) -> None:
    """Give each table a column in its grid for each that its rows have, and each row a cell in each column.

    Pandoc 3.9 leaves out the cells of other tables that are beyond the grid, or beyond the first row.
    """
    for table in root.iter(f"{W}tbl"):
        for row in table.findall(f"{W}tr"):
            _fill(row)
        rows = [(row, _columns(row)) for row in table.findall(f"{W}tr")]
        width = max((columns for _, columns in rows), default=0)
        for row, columns in rows:
            for _ in range(width - columns):
                row.append(_empty_cell())
        grid = table.find(f"{W}tblGrid")
        if grid is None:
            grid = ET.Element(f"{W}tblGrid")
            table.insert(0, grid)
        if sum(f"{W}w" in column.attrib for column in grid) < width:
            grid[:] = [ET.Element(f"{W}gridCol", {f"{W}w": "100"}) for _ in range(width)]


def _columns(row: ET.Element) -> int:
    """How many columns of the grid the cells of a row take."""
    return len(row.findall(f"{W}tc")) + sum(_number(span) - 1 for span in row.iterfind(f"{W}tc/{W}tcPr/{W}gridSpan"))


def _fill(row: ET.Element) -> None:
    """Put empty cells where a row says how many columns it leaves out before and behind its own."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        return
    for name in ("gridBefore", "gridAfter"):
        said = properties.find(f"{W}{name}")
        if said is None:
            continue
        properties.remove(said)
        at = len(row) if name == "gridAfter" else list(row).index(properties) + 1
        for _ in range(_number(said)):
            row.insert(at, _empty_cell())


def _empty_cell() -> ET.Element:
    cell = ET.Element(f"{W}tc")
    ET.SubElement(cell, f"{W}p")
    return cell


def _number(element: ET.Element) -> int:
    """The value of an element as a number, at most that of the columns of a table in Word."""
    value = element.get(f"{W}val", "")
    return min(int(value), _MOST_COLUMNS) if value.isdecimal() else 1
