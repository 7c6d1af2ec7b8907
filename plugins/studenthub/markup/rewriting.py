"""What authors know from Pandoc, GitHub or Word, in the words of Python-Markdown and its extensions.

Notes within a line become notes, and the words of a picture that is alone a caption, where they are meant for all
readers. Tables may have bars at the ends of some rows only, and a caption below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import Preprocessor

from studenthub.parse import captions, inline_notes, markdown_text

#: After fenced code (25), comments (19.4) and formulas (19.3), and before blocks are read.
_FIGURES_PRIORITY, _NOTES_PRIORITY = 19.2, 19.1
#: Where Python-Markdown has its own; and before lists of definitions (25), which take what begins with a colon.
_TABLES_PRIORITY, _CAPTIONS_PRIORITY = 75, 26
_PREFIX = re.compile(r"\n[ \t>]*")
#: A key in a caption, which nobody wants to hear read out.
_KEY = re.compile(r"(?<![\w\\./])-?@(?:\{[^{}\n]*\}|\w[\w:.#$%&+?<>~/-]*\w|\w)")


def build(md: Markdown) -> None:
    """Put them into ``md``, where it has the extensions whose words they use."""
    if "footnote" in md.parser.blockprocessors:
        md.preprocessors.register(_Notes(md), "inline_notes", _NOTES_PRIORITY)
    if any(name.startswith("blocks") for name in _names(md)):
        md.preprocessors.register(_Figures(md), "figures", _FIGURES_PRIORITY)
    if "table" in md.parser.blockprocessors:
        theirs = md.parser.blockprocessors["table"]
        assert isinstance(theirs, TableProcessor)
        md.parser.blockprocessors.register(_Tables(md.parser, vars(theirs)["config"]), "table", _TABLES_PRIORITY)
        md.parser.blockprocessors.register(_TableCaptions(md.parser), "table_caption", _CAPTIONS_PRIORITY)


def _names(md: Markdown) -> Iterator[str]:
    return (name for name in ("blocks", "blocks-caption") if name in md.parser.blockprocessors)


class _Figures(Preprocessor):
    """Makes a caption of the words of a picture, in the words of pymdownx.blocks.caption."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        pieces, at = [], 0
        for figure in captions.figures(markdown_text.blank_blocks(text)):
            words = " ".join(_PREFIX.sub("\n", text[figure.words_start : figure.words_end]).split())
            picture = f"![{_heard(words)}]({figure.target}){figure.attributes}"
            block = ("", picture, "", "/// caption", words, "///", "")
            pieces += [text[at : figure.start], "\n".join(f"{figure.prefix}{line}" for line in block)]
            at = figure.end
        return "".join([*pieces, text[at:]]).split("\n")


def _heard(words: str) -> str:
    """A caption as somebody hears it who cannot see the picture: without notes, signs and keys."""
    pieces, at = [], 0
    for start, end in inline_notes.find(words):
        pieces.append(words[at:start])
        at = end
    plain = markdown_text.plain("".join([*pieces, words[at:]]))
    return _KEY.sub("…", plain).replace("[", "(").replace("]", ")")


class _Notes(Preprocessor):
    """Makes a footnote of a note within a line."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        pieces, notes, at = [], [], 0
        for number, (start, end) in enumerate(inline_notes.find(markdown_text.blank_inline(text)), 1):
            name = f"[^hub-note-{number}]"
            notes.append(f"{name}: {' '.join(_PREFIX.sub(' ', text[start + 2 : end - 1]).split())}")
            pieces += [text[at:start], name]
            at = end
        return "".join([*pieces, text[at:], *(f"\n\n{note}" for note in notes)]).split("\n")


class _Tables(TableProcessor):
    """Takes a bar at either end of a row for its border, whatever the other rows have: as GitHub and Pandoc do."""

    def _split_row(self, row: str) -> list[str]:
        self.border = True
        cells: list[str] = super()._split_row(row.strip(" "))  # type: ignore[misc] # theirs is left out of typeshed
        return cells


class _TableCaptions(BlockProcessor):
    """``: Doses of tea {#tbl:doses}`` below a table, as in Pandoc."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self._found: tuple[str, str] = "", ""

    def test(self, parent: Element, block: str) -> bool:
        above = self.lastChild(parent)
        found = captions.of_table(block) if above is not None and above.tag == "table" else None
        self._found = found or ("", "")
        return found is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        blocks.pop(0)
        words, attributes = self._found
        table = self.lastChild(parent)
        assert table is not None
        parent.remove(table)
        figure = SubElement(parent, "figure")
        figure.append(table)
        caption = SubElement(SubElement(figure, "figcaption"), "p")
        caption.text = f"{words}\n{attributes}" if attributes else words
