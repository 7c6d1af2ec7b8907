r"""Finds formulas in a Markdown text: $x$, $$x$$, \(x\), \[x\] and \begin{align} x \end{align}.

What a dollar sign means follows Pandoc (https://pandoc.org/MANUAL.html#math): the opening one has no space after it,
the closing one no space before it and no digit after it. Two things that Pandoc takes for formulas are none here: what
has straight quotation marks in it, and words between two currencies, as in US$-based or A$-based. Nor are words between
\( and \) that have no sign of TeX with them: some programs write a backslash before every bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Environments of LaTeX and amsmath that are formulas.
ENVIRONMENTS = (
    *("equation", "align", "gather", "multline", "eqnarray", "flalign", "alignat", "aligned", "alignedat", "gathered"),
    *("split", "cases", "dcases", "array", "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"),
    *("smallmatrix", "subequations", "math", "displaymath"),
)
_BREAK = r"\n(?![ \t>]*+(?:\n|\Z))"
#: Code, addresses in angle brackets and of links, tags, comments: no formula begins in them.
_NO_FORMULA = (
    rf"(?<!`)(?P<ticks>`++)(?=(?P<code>(?>(?:[^`\n]++|{_BREAK}|(?!(?P=ticks)(?!`))`++)*))(?P=ticks)(?!`))(?P=code)(?P=ticks)"
    r"|<!--(?>(?:(?!-->)[\s\S])*)-->|</?[a-zA-Z][^<>\n]*+>"
    rf"|\]\((?>(?:[^()\n]++|{_BREAK}|\([^()\n]*+\))*)\)"
)
_TOKEN = re.compile(
    rf"{_NO_FORMULA}|\\begin\{{(?P<environment>(?:{'|'.join(ENVIRONMENTS)})\*?)\}}|\\(?P<bracket>[(\[])|\\[\s\S]"
    r"|(?P<dollars>\$\$?)"
)
#: Words in a formula, which may have formulas in them.
_TEXT = r"\\text\{(?>(?:[^{}\n]|\{[^{}\n]*+\}){0,400})\}"
_INLINE = re.compile(
    rf"\$(?=[^ \t\n])(?P<tex>(?>(?:{_TEXT}|\\[^\n]|[^$\\ \t\n]|(?>(?:[ \t]|\\?{_BREAK})+)(?!\$))+))\$(?!\d)"
)
_DISPLAY = re.compile(rf"\$\$(?P<tex>(?>(?:\\[^\n]|[^$\\\n]|\\?{_BREAK}|\$(?!\$))+))\$\$")
_GAP = re.compile(r"\n[ \t>]*+(?:\n|\Z)|\Z")
_QUOTE = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_WORDS = re.compile(_TEXT)
_TEX = re.compile(r"[\\^_{}]")
_DISPLAY_SIGN = re.compile(r"[\\^_{}=<>≈≤≥]")
_SURELY_TEX = re.compile(r"\\[A-Za-z]{2}|[\^_](?:\{|\\|\w(?!\w))")
_WORD = re.compile(r"[^\W\d_]{2}")
#: Two words, or an amount of money and one.
_PROSE = re.compile(r"[^\W\d_]{2,}[^\w\n]+[^\W\d_]{2,}|\d[\d.,]*[^\w\n]+[^\W\d_]{2,}")
#: What is written directly after a letter or a digit: CO$_2$, 10$^{-3}$, p$<$0.05.
_AFTER_LETTER = re.compile(r"[\\^_{]|[-+=<>±×·]+\Z|\w\Z")
#: Characters of a formula between brackets that are looked at, to see whether it is one.
_FAR = 1000
#: Environments of a paragraph that have no end, until no more are looked for.
_PATIENCE = 20


@dataclass(frozen=True, slots=True)
class FormulaSpan:
    """A formula from ``start`` to ``end`` of a text, its delimiters included.

    ``tex`` is what is within them, or the whole of an environment; ``is_display`` where print gives it a line of its
    own.
    """

    start: int
    end: int
    tex: str
    is_display: bool


def find(text: str) -> Iterator[FormulaSpan]:
    """The formulas of ``text``, from which blocks of code have been blanked (see ``running_text.blank_blocks``)."""
    if "$" in text or "\\begin{" in text or "\\(" in text or "\\[" in text:
        yield from _Finder(text).formulas()


class _Finder:
    """Goes through a text once. A formula ends in the paragraph in which it begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._paragraph = (0, 0)
        self._next: dict[str, int] = {}
        self._patience = _PATIENCE

    def formulas(self) -> Iterator[FormulaSpan]:
        at = 0
        while token := _TOKEN.search(self._text, at):
            at = token.end()
            if found := self._formula(token):
                yield found
                at = found.end

    def _formula(self, token: re.Match[str]) -> FormulaSpan | None:
        start = token.start()
        if token["environment"]:
            end = self._end_of_environment(token)
            return self._span(start, end, start, end, is_display=True) if end else None
        if token["bracket"]:
            return self._bracketed(token)
        if not token["dollars"]:
            return None
        if token["dollars"] == "$$" and (match := _DISPLAY.match(self._text, start)) and match["tex"].strip(" \n\t>"):
            return self._span(start, match.end(), *match.span("tex"), is_display=True)
        match = _INLINE.match(self._text, start)
        if match and _is_meant(match["tex"], self._text[start - 1 : start]):
            # GitHub's own way of writing has backticks within.
            ticks = len(match["tex"]) > 2 and match["tex"][0] == match["tex"][-1] == "`"
            return self._span(start, match.end(), match.start("tex") + ticks, match.end("tex") - ticks)
        return None

    def _bracketed(self, token: re.Match[str]) -> FormulaSpan | None:
        start, begin = token.start(), token.end()
        is_display = token["bracket"] == "["
        closing = "\\]" if is_display else "\\)"
        end = self._find(closing, begin)
        if end < 0 or not self._text[begin:end].strip():
            return None
        is_inside = is_display and not (self._is_first(start) and self._is_last(end + 2))
        if is_inside and not _SURELY_TEX.search(self._text, begin, min(end, begin + _FAR)):
            # Within a line it may be a bracket that shall not become a link.
            return None
        if self._is_prose(begin, end, is_display=is_display):
            # Programs put a backslash before a bracket that is only one: \(mmol/L\).
            return None
        return self._span(start, end + 2, begin, end, is_display=is_display)

    def _is_prose(self, begin: int, end: int, *, is_display: bool) -> bool:
        """Whether what is between brackets is words with no sign of a formula, or cites a source."""
        tex = self._text[begin : min(end, begin + _FAR)]
        signs = _DISPLAY_SIGN if is_display else _TEX
        return "@" in tex or (_WORD.search(tex) is not None and not signs.search(tex))

    def _span(self, start: int, end: int, tex_start: int, tex_end: int, *, is_display: bool = False) -> FormulaSpan:
        tex = self._text[tex_start:tex_end]
        line = self._text[self._text.rfind("\n", 0, start) + 1 : start]
        return FormulaSpan(start, end, _QUOTE.sub("\n", tex) if ">" in line else tex, is_display)

    def _end_of_environment(self, token: re.Match[str]) -> int:
        """Where an environment ends that may hold others of its kind; 0 where it does not."""
        _, last = self._paragraph_of(token.start())
        if not self._patience:
            return 0
        name, depth, at = token["environment"], 1, token.end()
        while depth:
            end = self._text.find(f"\\end{{{name}}}", at, last)
            if end < 0:
                self._patience -= 1
                return 0
            depth += self._text.count(f"\\begin{{{name}}}", at, end) - 1
            at = end + len(name) + 6
        return at

    def _find(self, closing: str, at: int) -> int:
        """Where a delimiter is next in the paragraph, or -1. Each is looked for once."""
        _, last = self._paragraph_of(at)
        if self._next.get(closing, 0) < at:
            end = self._text.find(closing, at, last)
            self._next[closing] = end if end >= 0 else last
        return self._next[closing] if self._next[closing] < last else -1

    def _paragraph_of(self, at: int) -> tuple[int, int]:
        if at >= self._paragraph[1]:
            gap = _GAP.search(self._text, at)
            self._paragraph = at, gap.start() + 1 if gap else len(self._text) + 1
            self._next.clear()
            self._patience = _PATIENCE
        return self._paragraph

    def _is_first(self, at: int) -> bool:
        """Whether a paragraph begins there."""
        if self._text[at - 1 : at] not in ("", " ", "\t", ">", "\n"):
            return False
        line = self._text.rfind("\n", 0, at) + 1
        if self._text[line:at].strip(" \t>"):
            return False
        return not self._text[self._text.rfind("\n", 0, max(0, line - 1)) + 1 : line].strip(" \t>\n")

    def _is_last(self, at: int) -> bool:
        """Whether a paragraph ends there."""
        return not self._text[at : self._paragraph_of(at - 1)[1]].strip(" \t>\n")


def _is_meant(tex: str, before: str) -> bool:
    """Whether what is between two dollar signs is a formula, and no words between two amounts of money."""
    if '"' in _WORDS.sub("", tex):
        return False
    if before.isalnum() and not _AFTER_LETTER.match(tex):
        return False
    return _TEX.search(tex) is not None or _PROSE.search(tex) is None
