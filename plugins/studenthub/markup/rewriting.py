"""Rewrites Markdown of Pandoc, GitHub or Word into the syntax of Python-Markdown and its extensions.

Notes within a line become notes, and the words of a picture that is alone a caption, where they are meant for all
readers. Tables may have bars at the ends of some rows only, and a caption below them. A backslash ends a line, and
hyphens that people type for a dash become one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import InlineProcessor, SubstituteTagInlineProcessor
from markdown.preprocessors import Preprocessor

from studenthub.parse.identifiers import DOI
from studenthub.parse.latex import page_layout
from studenthub.parse.markdown import captions, cross_references, inline_notes, running_text
from studenthub.parse.markdown.captions import Figure
from studenthub.parse.markdown.cross_references import Numbered
from studenthub.styles.locale_terms import LocaleTerms

#: After fenced code (25), comments (19.4) and formulas (19.3), and before blocks are read.
_FIGURES_PRIORITY, _REFERENCES_PRIORITY, _NOTES_PRIORITY = 19.2, 19.15, 19.1
#: Where Python-Markdown has its own; and before lists of definitions (25), which take what begins with a colon.
_TABLES_PRIORITY, _CAPTIONS_PRIORITY = 75, 26
#: Where Python-Markdown has escapes (180) and its line breaks (100), and after citations (75) and emphasis (60).
_BREAKS_PRIORITY, _DASHES_PRIORITY = 179, 30
#: Two hyphens for an en dash and three for an em dash, as in Pandoc and LaTeX; none in an address, a DOI or an option
#: of a program (--fix).
_DASHES = re.compile(
    rf"(?:(?:https?|ftp)://|www\.|\b{DOI})\S+"
    r"|(?<![-<!])(?:(?:(?<=[^\W_])--(?=[^\W_])|(?<![^ \n])--(?=[ \n]))|---(?=[^\s-]|[ \n]))(?![->])"
)
_DASH = {"--": "\u2013", "---": "\u2014"}
#: What LaTeX calls a caption, behind its words.
_LABEL = re.compile(r"[ \t]*\\label\{[^{}\n]*\}[ \t]*")
_PREFIX = re.compile(r"\n[ \t>]*")
#: A citation key in a caption, which a screen reader should not read out.
_KEY = re.compile(r"(?<![\w\\./])-?@(?:\{[^{}\n]*\}|\w[\w:.#$%&+?<>~/-]*\w|\w)")


def build(md: Markdown, terms: Callable[[], LocaleTerms], equations: Callable[[], Sequence[Numbered]]) -> None:
    """Put them into ``md``, where it has the extensions whose words they use.

    ``terms`` are those of a text, ``equations`` its formulas that have a number.
    """
    md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash_break", _BREAKS_PRIORITY)
    md.inlinePatterns.register(_Dashes(_DASHES.pattern, md), "dashes", _DASHES_PRIORITY)
    figures = _Figures(md, terms)
    md.preprocessors.register(_References(md, figures, terms, equations), "cross_references", _REFERENCES_PRIORITY)
    if "footnote" in md.parser.blockprocessors:
        md.preprocessors.register(_Notes(md), "inline_notes", _NOTES_PRIORITY)
    if any(name in md.parser.blockprocessors for name in ("blocks", "blocks-caption")):
        md.preprocessors.register(figures, "figures", _FIGURES_PRIORITY)
    if "table" in md.parser.blockprocessors:
        theirs = md.parser.blockprocessors["table"]
        assert isinstance(theirs, TableProcessor)
        md.parser.blockprocessors.register(_Tables(md.parser, vars(theirs)["config"]), "table", _TABLES_PRIORITY)
        md.parser.blockprocessors.register(_TableCaptions(md.parser), "table_caption", _CAPTIONS_PRIORITY)


class _Figures(Preprocessor):
    """Makes a caption of the words of a picture, in the words of pymdownx.blocks.caption.

    Where the text refers to one of its captions, each begins with its number.
    """

    def __init__(self, md: Markdown, terms: Callable[[], LocaleTerms]) -> None:
        super().__init__(md)
        self._terms = terms
        self.numbered: Sequence[Numbered] = ()

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        blank = running_text.blank_blocks(text)
        self.numbered = cross_references.numbered(blank)
        by_start = {one.start: one for one in self.numbered}
        changes = [
            (one.start, one.end, self._block(text, one, by_start.get(one.words_start)))
            for one in captions.figures(blank)
        ]
        changes += [
            (one.start, one.start, f"{_names(self._terms())[one.kind]} {one.number}: ")
            for one in self.numbered
            if one.kind == "table" and not one.is_typed
        ]
        for one, end in self._unnamed(blank, by_start):
            has_list = blank[end : end + 1] == "{"
            changes.append((end + 1, end + 1, f"#{one.target} ") if has_list else (end, end, f" {{#{one.target}}}"))
        return _changed(text, sorted(changes)).split("\n")

    def _unnamed(self, blank: str, by_start: Mapping[int, Numbered]) -> Iterator[tuple[Numbered, int]]:
        """The tables that have no id of their own, and where each caption ends."""
        for table in captions.tables(blank) if by_start else ():
            one = by_start.get(table.words_start)
            if one and not one.ident:
                label = _LABEL.match(blank, table.words_end)
                yield one, label.end() if label else table.words_end

    def _block(self, text: str, figure: Figure, one: Numbered | None) -> str:
        words = " ".join(_PREFIX.sub("\n", text[figure.words_start : figure.words_end]).split())
        names = _names(self._terms()) if self.numbered else {}
        picture = (
            f"![{_heard(cross_references.spoken(words, self.numbered, names))}]({figure.target}){figure.attributes}"
        )
        options = [] if one is None or one.ident else [f"    attrs: {{id: {one.target}}}"]
        if one and not one.is_typed:
            words = f"{names[one.kind]} {one.number}: {words}"
        block = ("", picture, "", "/// caption", *options, words, "///", "")
        return "\n".join(f"{figure.prefix}{line}" for line in block)


class _References(Preprocessor):
    """Makes links of references to figures and tables of the text, and words of those to its formulas.

    Leaves out what lays out a printed page.
    """

    def __init__(
        self,
        md: Markdown,
        figures: _Figures,
        terms: Callable[[], LocaleTerms],
        equations: Callable[[], Sequence[Numbered]],
    ) -> None:
        super().__init__(md)
        self._figures = figures
        self._terms = terms
        self._equations = equations

    def run(self, lines: list[str]) -> list[str]:
        every = (*self._figures.numbered, *self._equations())
        text = "\n".join(lines)
        if "\\" not in text:
            return lines
        for pattern in (page_layout.ALONE, page_layout.LABEL):
            text = _changed(text, [(*match.span(), "") for match in pattern.finditer(running_text.blank_inline(text))])
        names = _names(self._terms())
        changes = []
        for match, one in cross_references.references(running_text.blank_inline(text), every):
            words = cross_references.words(match, one, names)
            link = f"[{words}](#{one.target})" if one.target else words
            changes.append((*match.span(), f"{match['tie'] and '&nbsp;'}{link}"))
        return _changed(text, changes).split("\n")


def _names(terms: LocaleTerms) -> dict[str, str]:
    return {"figure": terms.figure, "table": terms.table, "equation": terms.equation}


def _changed(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    """``text`` with other words from the start to the end of each change, which are in their order."""
    pieces, at = [], 0
    for start, end, words in changes:
        pieces += [text[at:start], words]
        at = end
    return "".join([*pieces, text[at:]])


def _heard(words: str) -> str:
    """A caption as somebody hears it who cannot see the picture: without notes, signs and keys."""
    pieces, at = [], 0
    for start, end in inline_notes.find(words):
        pieces.append(words[at:start])
        at = end
    plain = running_text.plain("".join([*pieces, words[at:]]))
    return _KEY.sub("…", plain).replace("[", "(").replace("]", ")")


class _Notes(Preprocessor):
    """Makes a footnote of a note within a line."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        pieces, notes, at = [], [], 0
        for number, (start, end) in enumerate(inline_notes.find(running_text.blank_inline(text)), 1):
            name = f"[^hub-note-{number}]"
            notes.append(f"{name}: {' '.join(_PREFIX.sub(' ', text[start + 2 : end - 1]).split())}")
            pieces += [text[at:start], name]
            at = end
        return "".join([*pieces, text[at:], *(f"\n\n{note}" for note in notes)]).split("\n")


class _Tables(TableProcessor):
    """Takes a bar at either end of a row for its border, whatever the other rows have: as GitHub and Pandoc do.

    A caption directly below the last row is no row.
    """

    def run(self, parent: Element, blocks: list[str]) -> None:
        rows, caption = captions.without_caption(blocks[0])
        if caption:
            blocks[0:1] = [rows, caption]
        super().run(parent, blocks)

    def _split_row(self, row: str) -> list[str]:
        self.border = True
        cells: list[str] = super()._split_row(row.strip(" "))  # type: ignore[misc] # theirs is left out of typeshed
        return cells


class _Dashes(InlineProcessor):
    """Two or three hyphens as a dash."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override] # noqa: N802
        return _DASH.get(m[0]), m.start(), m.end()


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
