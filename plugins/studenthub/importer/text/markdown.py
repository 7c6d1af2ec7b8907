"""Writes the blocks of a draft as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text.blocks import Block, Code, Figure, Heading, Items, Paragraph, Quote, Rule, Table
from studenthub.importer.text.lines import ATOM, NO_LINE, OF_ATOMS, Line, Mark
from studenthub.parse.markdown import citations

_SIGNS = {
    "strong": ("**", "**"),
    "emph": ("*", "*"),
    "struck": ("~~", "~~"),
    "raised": ("<sup>", "</sup>"),
    "lowered": ("<sub>", "</sub>"),
}
#: The line below the head of a table, by the side on which a column is aligned.
_HYPHENS = {"": "---", "right": "--:", "center": ":-:"}
#: Signs that Markdown would take for something: by themselves, or before what follows.
_SPECIAL = re.compile(
    r"[`*\\]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|[~^](?=\S)|==|\$(?=\S)|\]\(|\](?=\[)|\[(?=\^)"
    r"|\{(?=[:#.\s])"
    r"|!(?=\[)|\+\+(?=\w)|:(?=[a-z_]+:)"
)
#: What begins a block at the beginning of a line.
_START = re.compile(
    r"(?P<sign>#|>|[-+*](?=\s|$)|={2,}|-{2,}|\|(?=.)|/{3}|!{3}|\?{3}|:(?=\s|$)|\*\[)"
    r"|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)"
)
#: Signs before which a backslash would be printed.
_ENTITIES = {"<": "&lt;", "&": "&amp;", ":": "&#58;"}
#: What of emphasis is in no need of it at its ends.
_PUNCTUATION = frozenset(".,;:!?)]}»”’\"'…–—-（）：、。「」！？")
#: The blanks of TeX; those at the end of a formula are looked for from there, as a search would begin at each of them.
_BLANKS = re.compile(r"(?:\\[ ,;:!]|\s)+")
_BLANKS_BACKWARDS = re.compile(r"(?:[ ,;:!\n]\\(?!\\)|\s)+")
_EMPTY_LINES = re.compile(r"\n\s*\n")
_FORBIDDEN_IN_ADDRESS = re.compile(r"[\s<>()\\]")


def escaped(text: str) -> str:
    """Plain text as Markdown that prints as it is; what begins a line is for ``_begun`` to see."""
    text = _SPECIAL.sub(lambda match: "".join(_ENTITIES.get(sign, f"\\{sign}") for sign in match[0]), text)
    return citations.CITE.sub(lambda match: match[0].replace("@", r"\@", 1), text)


@dataclass
class Writer:
    """Writes an article; ``pictures`` are the addresses and alternative texts by number, ``notes`` the notes of it.

    ``note_numbers`` are the notes that are used, in their order, by their number.
    """

    pictures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    notes: Sequence[Sequence[Block]] = ()
    note_numbers: dict[str, int] = field(default_factory=dict)

    def blocks(self, blocks: Sequence[Block]) -> str:
        """The blocks with empty lines between them."""
        return "\n\n".join(text for block in _apart(blocks) if (text := self._block(block)))

    def article(self, blocks: Sequence[Block]) -> str:
        """The blocks, and behind them the notes that they have."""
        body = self.blocks(blocks)
        notes: list[str] = []
        # A note may have notes.
        while len(notes) < len(self.note_numbers):
            value, number = list(self.note_numbers.items())[len(notes)]
            text = self.blocks(self.notes[int(value)])
            notes.append(f"[^{number}]: {_indented(text)}")
        return "\n\n".join(part for part in (body, *notes) if part) + "\n"

    def _block(self, block: Block) -> str:
        if isinstance(block, Heading):
            return f"{'#' * min(6, block.level)} {self.line(block.line).replace(chr(10), ' ')}"
        if isinstance(block, Paragraph):
            return self.paragraph(block.line)
        if isinstance(block, Items):
            return self._items(block)
        if isinstance(block, Quote):
            return "\n".join(f"> {line}".rstrip() for line in self.blocks(block.blocks).split("\n"))
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Figure):
            picture = self.line(block.line)
            return picture + self._caption(block.caption) if picture else self.paragraph(block.caption)
        if isinstance(block, Code):
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", block.text)), 3)
            return f"{fence}\n{block.text}\n{fence}"
        return "---" if isinstance(block, Rule) else ""

    def paragraph(self, line: Line) -> str:
        """A paragraph; a line break within it stays one, and a displayed formula is a block of its own."""
        parts, at = [], 0
        for mark in line.of("display"):
            parts += [self._lines(line.part(at, mark.start)), f"$$\n{_formula(mark.value)}\n$$"]
            at = mark.end
        return "\n\n".join(part for part in [*parts, self._lines(line.part(at, len(line.text)))] if part)

    def _lines(self, line: Line) -> str:
        return "  \n".join(_begun(part.strip()) for part in self.line(line).split("\n") if part.strip())

    def _items(self, block: Items) -> str:
        if block.labels:
            return self.blocks(list(blocks_.labelled(block, block.labels)))
        # An empty line within an item makes what follows a part of its inner list, so all have one or none has.
        is_tight = all(map(_is_tight, block.items))
        items = []
        for number, item in enumerate(block.items, block.start):
            sign = f"{number}." if block.start else "-"
            text = "\n".join(map(self._block, item)) if is_tight else self.blocks(item)
            items.append(f"{sign} {_indented(text)}".rstrip())
        return ("\n" if is_tight else "\n\n").join(items)

    def _table(self, block: Table) -> str:
        rows = [
            [self.line(cell).strip().replace("|", r"\|").replace("\n", "<br>") for cell in row] for row in block.rows
        ]
        if not rows:
            return ""
        lines = [f"| {' | '.join(row)} |" for row in rows]
        sides = (*block.sides, *[""] * len(rows[0]))[: len(rows[0])]
        lines.insert(1, f"| {' | '.join(_HYPHENS[side] for side in sides)} |")
        return "\n".join(lines) + self._caption(block.caption)

    def _caption(self, caption: Line) -> str:
        return f"\n/// caption\n{self.paragraph(caption)}\n///" if caption.text.strip() else ""

    def line(self, line: Line) -> str:
        """A line with its marks as signs; emphasis never begins or ends with a blank."""
        marks = sorted(
            (mark for mark in line.marks if mark.kind in _SIGNS or mark.kind in ("link", "code")),
            key=lambda mark: (mark.start, -mark.end),
        )
        return self._range(line, 0, len(line.text), marks)

    def _range(self, line: Line, start: int, end: int, marks: Sequence[Mark]) -> str:
        out, at = [], start
        inner = [mark for mark in marks if start <= mark.start < mark.end and mark.start < end]
        while inner:
            first, *rest = inner
            stop = min(first.end, end)
            begin = max(first.start, at)
            if begin >= stop:
                inner = rest
                continue
            out.append(self._plain(line, at, begin))
            within = [_cut(mark, begin, stop) for mark in rest if mark.start < stop]
            out.append(self._marked(line, begin, stop, first, [mark for mark in within if mark.kind != first.kind]))
            inner = sorted(
                (_cut(mark, stop, end) for mark in rest if mark.end > stop), key=lambda mark: (mark.start, -mark.end)
            )
            at = stop
        out.append(self._plain(line, at, end))
        return "".join(out)

    def _marked(self, line: Line, start: int, end: int, mark: Mark, marks: Sequence[Mark]) -> str:
        text = line.text[start:end]
        if mark.kind == "code":
            signs = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
            pad = " " if text.startswith("`") or text.endswith("`") else ""
            return f"{signs}{pad}{text}{pad}{signs}"
        if mark.kind == "link":
            return _link(self._range(line, start, end, marks), text, mark.value)
        begin, stop = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        if mark.kind in ("strong", "emph"):
            begin, stop = _without_punctuation(line.text, begin, stop)
        if begin >= stop:
            return self._range(line, start, end, marks)
        before, after = _SIGNS[mark.kind]
        parts = (self._range(line, *span, marks) for span in ((start, begin), (begin, stop), (stop, end)))
        first, inside, last = parts
        return f"{first}{before}{inside}{after}{last}"

    def _plain(self, line: Line, start: int, end: int) -> str:
        if ATOM not in line.text[start:end]:
            return escaped(line.text[start:end])
        atoms = {mark.start: mark for mark in line.marks if mark.kind in OF_ATOMS}
        parts = re.split(f"({ATOM})", line.text[start:end])
        out, at = [], start
        for part in parts:
            out.append(self._atom(atoms[at]) if part == ATOM and at in atoms else escaped(part))
            at += len(part)
        return "".join(out)

    def _atom(self, mark: Mark) -> str:
        if mark.kind == "note":
            return f"[^{self.note_numbers.setdefault(mark.value, len(self.note_numbers) + 1)}]"
        if mark.kind == "picture":
            address, alternative = self.pictures[mark.value]
            return f"![{escaped(alternative).replace('[', chr(92) + '[')}]({address})"
        return mark.value if mark.kind == "cite" else f"${' '.join(_formula(mark.value).split())}$"


def _apart(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with numbers as text where Markdown would make one list of two that follow each other."""
    for at, block in enumerate(blocks):
        before, after = blocks[at - 1] if at else None, blocks[at + 1] if at + 1 < len(blocks) else None
        is_after = isinstance(before, Items) and not before.labels
        is_before_bullets = isinstance(after, Items) and not after.start
        if isinstance(block, Items) and block.start and not block.labels and (is_after or is_before_bullets):
            numbers = range(block.start, block.start + len(block.items))
            block = replace(block, labels=tuple(f"{number}." for number in numbers))
        yield block


def _is_tight(item: Sequence[Block]) -> bool:
    """Whether an item is a line, and perhaps a list of such items below it."""
    first, *inner = item or (Paragraph(NO_LINE),)
    if not isinstance(first, Paragraph) or first.line.ranges("display") or len(inner) > 1:
        return False
    return all(isinstance(one, Items) and not one.labels and all(map(_is_tight, one.items)) for one in inner)


def _link(inside: str, text: str, address: str) -> str:
    """A link; one that prints its own address is written as it is."""
    own = address.strip()
    address = _FORBIDDEN_IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", own)
    if not re.match(r"(?:https?://|mailto:)[^/\s]", address):
        return inside
    return f"<{address}>" if text.strip() in (own, own.rstrip("/"), address) else f"[{inside}]({address})"


def _without_punctuation(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of emphasis without marks of punctuation at its ends that touch a word outside.

    Markdown reads no sign of emphasis there, and nobody sees whether a comma is slanted.
    """
    if not re.search(r"[^\W_]|\ufffc", text[start:end]):
        return start, start
    while text[start] in _PUNCTUATION and re.match(r"[^\W_]", text[start - 1 : start] or " "):
        start += 1 + len(text[start + 1 : end]) - len(text[start + 1 : end].lstrip())
    while text[end - 1] in _PUNCTUATION and re.match(r"[^\W_]", text[end : end + 1] or " "):
        end = start + len(text[start : end - 1].rstrip())
    return start, end


def _formula(tex: str) -> str:
    """The TeX of a formula without empty lines and without the blanks at its ends, of which TeX has several."""
    begin, end = _BLANKS.match(tex), _BLANKS_BACKWARDS.match(tex[::-1])
    inner = tex[begin.end() if begin else 0 : len(tex) - (end.end() if end else 0)]
    return _EMPTY_LINES.sub("\n", inner)


def _cut(mark: Mark, start: int, end: int) -> Mark:
    return Mark(max(mark.start, start), min(mark.end, end), mark.kind, mark.value)


def _begun(line: str) -> str:
    """A line of a paragraph that begins nothing else."""
    match = _START.match(line)
    if not match:
        return line
    if match["number"]:
        return f"{match['number']}\\{line[match.start('dot') :]}"
    # Before the other signs a backslash would be printed.
    return f"\\{line}" if line[0] in "#>-+*!" else f"&#{ord(line[0])};{line[1:]}"


def _indented(text: str) -> str:
    """Text below the first line indented by four spaces, as Python-Markdown wants it in lists and notes."""
    return re.sub(r"\n(?=[^\n])", "\n    ", text)
