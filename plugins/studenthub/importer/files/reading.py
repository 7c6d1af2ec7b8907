"""Reads a draft of any kind of file as blocks, with the data that the file has beside its text."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from studenthub.i18n import N_, Message
from studenthub.importer.citations import by_key
from studenthub.importer.files import (
    file_kinds,
    metadata,
    opendocument,
    pandoc,
    plain,
    rtf,
    tabs,
    tree,
    typed_marks,
    web_page,
)
from studenthub.importer.files.beside_text import Word
from studenthub.importer.files.file_kinds import Beside, none_beside
from studenthub.importer.files.metadata import Metadata
from studenthub.importer.files.package import Package
from studenthub.importer.files.signs import CAPTION, END, FIELD, GENERATED, HEADING, NAMED, PRINTED, SIGNS, TAB
from studenthub.importer.files.word import preparing
from studenthub.importer.refusals import Refused
from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text import headings, line_breaks, typed_lists
from studenthub.importer.text.blocks import Block, Draft, Figure, Heading, Items, Paragraph, Picture, Quote, Table
from studenthub.importer.text.lines import Line, Mark, atom
from studenthub.importer.text_begins import LONGEST_STANDFIRST
from studenthub.parse.markdown import embedded
from studenthub.source.text import Text

_FIELD = re.compile(f"{FIELD}(?P<number>\\d{{1,6}}){PRINTED}(?P<printed>[^{FIELD}{PRINTED}{END}]*){END}")
_ROLE = re.compile(f"(?:{CAPTION}|{GENERATED}|{HEADING}\\d)+")
_CAPTION = re.compile(r"(?:figure|fig\.?|table|tabel|figuur|tableau|chart|box)\s*\d{1,3}\b[.:]?", re.IGNORECASE)
#: What Word writes behind an alternative text of its own, in the languages of its users here.
_GENERATED_TEXT = re.compile(
    r"[\s,.;]*(?:(?:AI-generated|Le contenu généré par l.IA|O conteúdo gerado por IA|Door AI gegenereerde|KI-)"
    r"\b[^.]{5,60}"
    r"|description automatically generated|description générée automatiquement|descrição gerada automaticamente"
    r"|beskrywing outomaties gegenereer|beschrijving automatisch gegenereerd|automatisch generierte beschreibung)"
    r"(?: (?:with|avec|com|met|mit) [^.]{3,40})?\.?\Z",
    re.IGNORECASE,
)
#: An alternative text that is only where the picture was on its author's computer, or what its file was called.
_ON_DISK = re.compile(
    r"(?:[A-Za-z]:[\\/]|\\\\|file:|/(?:Users|home|private|var|tmp|storage)/).*"
    r"|[^\n]{1,150}\.(?:png|jpe?g|jfif|gif|bmp|tiff?|webp|emf|wmf|heic|svg)(?:\?\S*)?",
    re.IGNORECASE | re.DOTALL,
)
#: Tabs are one blank, and none at the end of a line.
_TABS = re.compile(f" ?{TAB}[ {TAB}]*(?P<end>\n?)")
#: How many of the first blocks may hold the title of a page.
_HEAD = 6
_NO_WORDS = (N_("there is no text in this file"), N_("save the draft again, and send it"))
_ONLY_PICTURES = (
    N_("there are only pictures in this file, and nobody can search or correct a picture of a text"),
    N_("send the file that the text was typed in"),
)
_ONLY_SOURCES = (
    N_("this is a list of sources in BibTeX, and no draft"),
    N_("send the draft; the entries may be below its text"),
)


@dataclass
class Read:
    """A draft that was read: its blocks, and for a Word file what else it has. ``lost`` is what stays behind.

    ``metadata`` is the front matter of a draft in Markdown, and ``entries`` the BibTeX below a text. ``loose`` counts
    the last pictures, which came beside the draft.
    """

    kind: str
    draft: Draft
    word: Word = field(default_factory=Word)
    lost: list[Message] = field(default_factory=list)
    metadata: Metadata = field(default_factory=Metadata)
    entries: str = ""
    loose: int = 0


def read(data: bytes, name: str = "", beside: Beside = none_beside, pictures: Sequence[Picture] = ()) -> Read:
    """Read a draft. Raises Refused where it is none.

    ``beside`` gives a picture that the draft names; ``pictures`` came with it, and are put at its end.
    """
    found = _read(data, name, beside)
    if not re.search(r"\w", blocks_.text(found.draft.blocks)):
        raise Refused(*(_ONLY_SOURCES if found.entries else _ONLY_PICTURES if found.draft.pictures else _NO_WORDS))
    draft, first = found.draft, len(found.draft.pictures)
    figures = (Figure(atom("picture", str(number))) for number in range(first, first + len(pictures)))
    whole = replace(draft, blocks=(*draft.blocks, *figures), pictures=(*draft.pictures, *pictures))
    return replace(found, draft=whole, loose=len(pictures)) if pictures else found


def _read(data: bytes, name: str, beside: Beside) -> Read:
    kind, package = file_kinds.kind(data, name)
    if kind in ("txt", "md"):
        content, entries = _without_entries(file_kinds.decoded(data))
        return _of_text(content, entries) if kind == "txt" else _of_markdown(content, entries, beside)
    found = _prepared(kind, data, package)
    made, files = pandoc.read(kind, found.data)
    reader = tree.Reader(has_signs=True)
    blocks = _keyed(typed_marks.read(_blocks(reader, made)))
    notes: Sequence[Sequence[Block]] = reader.notes
    named = _values(reader, made["meta"])
    shown: Sequence[tuple[str, str]] = reader.pictures
    if kind == "odt":
        blocks = tuple(blocks_.changed(block, _inline) for block in blocks)
        notes = [_unquoted(note) for note in notes]
    elif kind == "html":
        named = _values_of_page(named, blocks)
    elif kind == "rtf":
        shown = _described(shown, found.alternatives)
    pictures = tuple(_picture(address, said, files, beside) for address, said in shown)
    draft = Draft(blocks, tuple(_keyed(_whole(note)) for note in notes), pictures, named)
    return Read(kind, draft, found, [*found.lost, *_lost(reader)])


def _of_text(content: str, entries: str) -> Read:
    typed = (blocks_.changed(block, typed_marks.marked) for block in _keyed(_whole(plain.blocks(content))))
    return Read("txt", Draft(tuple(typed)), entries=entries)


def _of_markdown(content: str, entries: str, beside: Beside) -> Read:
    said, content = metadata.split(content)
    made, files = pandoc.read("md", SIGNS.sub("", content).encode())
    reader = tree.Reader()
    blocks = _blocks(reader, made)
    notes = tuple(map(_whole, reader.notes))
    pictures = tuple(_picture(address, said, files, beside) for address, said in reader.pictures)
    draft = Draft(blocks, notes, pictures, (*said.named, *_values(reader, made["meta"])))
    return Read("md", draft, lost=_lost(reader), metadata=said, entries=entries)


def _prepared(kind: str, data: bytes, package: Package | None) -> Word:
    """The file for Pandoc, and what Pandoc would lose of it."""
    if package is not None:
        return preparing.read(package) if kind == "docx" else opendocument.read(package)
    return rtf.read(data) if kind == "rtf" else web_page.read(file_kinds.decoded(data))


def _blocks(reader: tree.Reader, made: Mapping[str, Any]) -> tuple[Block, ...]:
    """The text of a draft as Pandoc has read it, with its abstract."""
    return _whole([*_abstract(reader, made["meta"]), *reader.blocks(made["blocks"])])


def _values(reader: tree.Reader, meta: Mapping[str, tree.Node]) -> tuple[tuple[str, Line], ...]:
    """The metadata as lines, each with its name."""
    return tuple((key, line) for key, value in meta.items() for line in _named(reader, key, value))


def _values_of_page(named: Sequence[tuple[str, Line]], blocks: Sequence[Block]) -> tuple[tuple[str, Line], ...]:
    """The metadata of a web page: its author is an account, and its title often the name of the file."""
    has_title = any(map(_is_title, blocks[:_HEAD]))
    return tuple(
        ("account" if key == "author" else key, line)
        for key, line in named
        if not (has_title and key in ("title", "pagetitle"))
    )


def _inline(line: Line) -> Line:
    """A line of LibreOffice with its formulas beside words within it: Pandoc sets each apart."""
    if not re.search(r"\w", line.text):
        return line
    marks = (replace(mark, kind="formula") if mark.kind == "display" else mark for mark in line.marks)
    return replace(line, marks=tuple(marks))


def _is_title(block: Block) -> bool:
    return (isinstance(block, Heading) and block.level == 1) or (
        isinstance(block, Paragraph) and block.role == "heading1"
    )


def _described(pictures: Sequence[tuple[str, str]], alternatives: Sequence[str]) -> Sequence[tuple[str, str]]:
    """The pictures of RTF with their alternative texts, where each has one; Pandoc says "image" of each."""
    said = alternatives if len(alternatives) == len(pictures) else [""] * len(pictures)
    return [(address, f"{NAMED}{words}") for (address, _), words in zip(pictures, said, strict=True)]


def _unquoted(note: Sequence[Block]) -> Sequence[Block]:
    """A note whose style is indented, as that of LibreOffice is: Pandoc takes it for a quotation."""
    return note[0].blocks if len(note) == 1 and isinstance(note[0], Quote) else note


def _without_entries(content: str) -> tuple[str, str]:
    """A text without the BibTeX that is pasted below it, and this BibTeX."""
    parted = embedded.split(Text("the draft", content))
    return parted.text.content, parted.bibliography.content if parted.bibliography else ""


def _keyed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with citations by key marked, which Pandoc does for Markdown."""
    return tuple(blocks_.changed(block, by_key.marked) for block in blocks)


def _lost(reader: tree.Reader) -> list[Message]:
    """Raw code that no page shows, in words; comments of HTML say nothing to readers."""
    texts = [(form, " ".join(text.split())) for form, text in reader.lost]
    return [
        Message(N_("code in %(form)s: %(text)s"), {"form": form, "text": text[:200]})
        for form, text in texts
        if text and not text.startswith(("<!--", "</", "<div", "<span", "<a "))
    ]


def _abstract(reader: tree.Reader, meta: dict[str, tree.Node]) -> Sequence[Block]:
    """An abstract that its style names, which Pandoc takes out of the text; a short one is the standfirst."""
    value = meta.get("abstract")
    if not value or value["t"] != "MetaBlocks":
        return ()
    found = reader.blocks(value["c"])
    if len(found) == 1 and len(blocks_.text(found).split()) <= LONGEST_STANDFIRST:
        return ()
    del meta["abstract"]
    first = found[0]
    if isinstance(first, Paragraph) and len(first.line.text.split()) == 1:
        return (Heading(1, first.line), *found[1:])
    return (Heading(1, Line("Abstract")), *found)


def _named(reader: tree.Reader, key: str, value: tree.Node) -> Iterator[Line]:
    """The lines of a value of the metadata: each author is one, and other values that are several are joined."""
    kind, content = value["t"], value["c"]
    if kind == "MetaList":
        lines = [line for item in content for line in _named(reader, key, item)]
        yield from lines if key == "author" else [Line(", ".join(line.text for line in lines))]
    elif kind == "MetaBlocks":
        yield next(iter(blocks_.lines(reader.blocks(content))), Line())
    else:
        yield _line(reader.line(content))[0] if kind == "MetaInlines" else Line()


def _picture(address: str, said: str, files: dict[str, bytes], beside: Beside) -> Picture:
    name, _, alternative = said.rpartition(NAMED)
    is_embedded = address.startswith("data:")
    data = _embedded(address) if is_embedded else files.get(address) or beside(address)
    name = name or ("" if is_embedded else unquote(address).rpartition("/")[2])
    own = " ".join(SIGNS.sub("", alternative).split())
    own = "" if _ON_DISK.fullmatch(own) else own
    said = _GENERATED_TEXT.sub("", own)
    return Picture(data or b"", name, said, is_generated=said != own)


def _embedded(address: str) -> bytes:
    """The bytes of a picture that is in a page itself (RFC 2397); b"" where they cannot be read."""
    head, _, content = address.partition(",")
    data = unquote_to_bytes(content)
    try:
        return b64decode(data) if head.endswith(";base64") else data
    except ValueError:
        return b""


def _whole(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the signs of ``ooxml`` as marks and roles, captions where they belong, typed bullets as lists."""
    marked = [one for block in tabs.tables(blocks) for one in _marked(block)]
    return headings.numbered(_captioned(typed_lists.with_bullets(line_breaks.parted(marked))))


def _marked(block: Block) -> Sequence[Block]:
    if isinstance(block, Paragraph | Heading):
        line, role = _line(block.line)
        if isinstance(block, Heading):
            return [replace(block, line=line)] if line.text.strip() else []
        return [Paragraph(line, role or block.role)] if line.text.strip() else []
    if isinstance(block, Items):
        return [
            replace(block, items=tuple(tuple(one for inner in item for one in _marked(inner)) for item in block.items))
        ]
    if isinstance(block, Quote):
        return [replace(block, blocks=tuple(one for inner in block.blocks for one in _marked(inner)))]
    return [blocks_.changed(block, lambda line: _line(line)[0])]


def _line(line: Line) -> tuple[Line, str]:
    """A line without the signs: fields are marks; and the role that the signs at its beginning say."""
    role = ""
    has_tabs = TAB in line.text
    if has_tabs:
        line = line.replaced((*match.span(), Line(match["end"] or " ")) for match in _TABS.finditer(line.text))
    begin = _ROLE.match(line.text)
    if begin:
        signs = begin[0]
        role = "caption" if CAPTION in signs else "generated" if GENERATED in signs else f"heading{signs[-1]}"
        line = line.part(begin.end(), len(line.text))
    while match := _FIELD.search(line.text):
        printed = line.part(*match.span("printed"))
        mark = Mark(0, len(printed.text), "field", match["number"])
        line = line.replaced([(match.start(), match.end(), Line(printed.text, (*printed.marks, mark)))])
    stray = [
        (m.start(), m.end(), Line()) for m in re.finditer(f"{FIELD}\\d{{1,6}}{PRINTED}|{SIGNS.pattern}\\d?", line.text)
    ]
    line = line.replaced(stray) if stray else line
    return (line.strip() if has_tabs else line), role


def _captioned(blocks: list[Block]) -> list[Block]:
    """Captions as part of the figure or table that they are beside: below a figure, above or below a table."""
    out: list[Block] = []
    waiting: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Paragraph) and (block.role == "caption" or _CAPTION.match(block.line.text)):
            last = out[-1] if out else None
            if isinstance(last, Figure | Table) and not last.caption.text and waiting is None and _fits(block, last):
                out[-1] = replace(last, caption=_plain(block.line))
                continue
            if waiting is not None:
                out.append(Paragraph(waiting.line))
            waiting = block
            continue
        if waiting is not None:
            if isinstance(block, Table | Figure) and not block.caption.text:
                block = replace(block, caption=_plain(waiting.line))
            else:
                out.append(Paragraph(waiting.line))
            waiting = None
        out.append(block)
    return [*out, Paragraph(waiting.line)] if waiting else out


def _fits(caption: Paragraph, block: Figure | Table) -> bool:
    """Whether a caption behind a block is of it: a table has its caption more often above."""
    is_table = re.match(r"tab", caption.line.text, re.IGNORECASE)
    text = caption.line.text
    if caption.role != "caption" and len(text.split()) > 60:
        return False
    return isinstance(block, Table) == bool(is_table) if re.match(r"(?:fig|tab)", text, re.IGNORECASE) else True


def _plain(line: Line) -> Line:
    """A caption without the emphasis that all of it has."""
    return line.without(*(kind for kind in ("emph", "strong") if line.is_all(kind)))
