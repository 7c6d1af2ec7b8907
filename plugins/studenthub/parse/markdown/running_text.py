"""Finds the running text of a Markdown source: blanks code, comments and the like, and keeps every offset.

This is a prediction for finding citations and for messages. The converter has the last word on a page: what it
sees as a citation is printed as one (see ``markup``). The rules are those of Python-Markdown and of
pymdownx.superfences. Patterns are possessive where they repeat, so that no text takes more than linear time.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from studenthub.parse.markdown import captions, formulas, inline_notes

_FENCE = re.compile(r"[ >\t]*+(?P<signs>`{3,}|~{3,})(?P<info>[^`]*+)")
#: Paragraphs: lines that are not empty.
PARAGRAPH = re.compile(r"(?>(?:^[^\S\n]*+\S[^\n]*+(?:\n|\Z))+)", re.MULTILINE)
#: How boxes and tabs begin; a line of === is below a heading.
BOX = r"(?:!!!|\?\?\?|===)"
#: How the blocks of Python-Markdown begin whose text is indented by four spaces: boxes, tabs, notes and definitions.
HOLDER = r"(?:!!!|\?\?\?|===[!+]*[ \t]|\[\^[^\[\]\n]++\]:|:[ \t])"
#: What makes the indented lines under it text and not code.
_CONTAINER = re.compile(rf"(?:[-*+]|\d+\.)[ \t]|{HOLDER}")
#: A line break that ends no paragraph, and white space without an empty line.
_BREAK = r"\n(?![ \t]*+\n)"
_GAP = rf"(?:[ \t]++|{_BREAK})"
#: The text of a link, which may hold an image, and its address with a title.
_WITHIN = rf"(?>(?:[^\[\]\n]++|{_BREAK}|\[[^\[\]]*+\])*)"
_TARGET = rf"(?>(?:[^()\n]++|{_BREAK}|\([^()\n]*+\))*)"
#: Between runs of backticks of one length. The first backtick is a literal, so that searching is fast.
_CODE = (
    r"`(?<!\\`)(?<!``)(?P<more>`*+)"
    rf"(?=(?P<code>(?>(?:[^`\n]++|{_BREAK}|(?!`(?P=more)(?!`))`++)*))`(?P=more)(?!`))(?P=code)`(?P=more)"
)
_ADDRESS = r"[a-zA-Z][a-zA-Z0-9+.-]*+:[^\s<>]*+|[^\s<>@]++@[^\s<>]++"
_QUOTED = rf"\"(?>(?:[^\"\n]++|{_BREAK})*)\"|'(?>(?:[^'\n]++|{_BREAK})*)'"
_ATTRIBUTE = rf"[^\s\"'=<>]++(?>(?:(?>{_GAP}*)=(?>{_GAP}*)(?:{_QUOTED}|[^\s\"'=<>]++))?)"
_TAG = rf"/?[a-zA-Z][^\s\"'<>@]*+(?>(?:(?>{_GAP}+){_ATTRIBUTE})*)(?>{_GAP}*)/?"
#: No comment holds another; only at the beginning of a line may it hold empty lines.
_COMMENT = (
    r"<!--(?:(?<=(?<![^\n])<!--)(?>(?:[^<-]++|-(?!->)|<(?!!--))*)"
    rf"|(?>(?:[^\n<-]++|{_BREAK}|-(?!->)|<(?!!--))*))-->"
)
#: Each alternative begins with a literal sign, even where two could be one: so it is searched four times as fast.
_INLINE = re.compile(
    rf"{_COMMENT}|<(?:{_ADDRESS}|{_TAG})>|{_CODE}|!\[{_WITHIN}\]\({_TARGET}\)|\[{_WITHIN}\]\({_TARGET}\)"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\[\]\n^][^\[\]\n]*+)\]:[ \t]*+(?:\n[ \t]*+)?\S++"
    r"(?>(?:[ \t]*+\n?[ \t]*+(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^()\n]*+\)))?)[ \t]*+$",
    re.MULTILINE,
)
_SHORTCUT = re.compile(rf"!?\[(?P<label>{_WITHIN})\]")
_REFERENCE = re.compile(rf"!?\[(?P<text>{_WITHIN})\][ \n]?\[(?P<label>(?>(?:[^\[\]\n]++|{_BREAK})*))\]")


def blank(text: str) -> str:
    """``text`` with code, formulas, comments, links, images, tags and link definitions blanked.

    Lengths and lines are kept.
    """
    text = blank_inline(_without_frames_of_captions(text))
    # What is in a note within a line is text.
    text = _spaced(
        text, (span for start, end in inline_notes.find(text) for span in ((start, start + 2), (end - 1, end)))
    )
    return _blank_references(text) if "]:" in text else text


def below(start: int, text: str) -> str:
    """``text`` with a blank line of ``start`` signs above it, so that its offsets are those of its file."""
    return " " * (start - 1) + "\n" + text if start else text


def blank_inline(text: str) -> str:
    """The same, but for link definitions, and for notes within a line, which keep their brackets."""
    if "```" in text or "~~~" in text:
        text = blank_fences(text)
    if "\n    " in text or "\n\t" in text or text.startswith(("    ", "\t")):
        text = _blank_indented(text)
    return _INLINE.sub(_blanked, _blank_formulas(text))


def _without_frames_of_captions(text: str) -> str:
    """``text`` without what is around the caption of a picture that is alone."""
    if "![" not in text:
        return text
    figures = captions.figures(blank_blocks(text))
    return _spaced(text, (span for one in figures for span in ((one.start, one.words_start), (one.words_end, one.end))))


def _spaced(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with spaces from the start to the end of each span, which are in their order."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], _spaces(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def count_words(text: str) -> int:
    """How many words there are in running text; "student-led" and "don’t" are one.

    Where all signs are Western European, they are told apart by their bytes, in an eighth of the time of a pattern.
    """
    try:
        signs = text.replace("--", " ").encode("cp1252")
    except UnicodeEncodeError:
        return len(_WORD.findall(text))
    return (b" " + signs.translate(_LETTERS, _WITHIN_WORDS)).count(b" w")


_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
#: Apostrophes and hyphens, which part no words.
_WITHIN_WORDS = "'’-".encode("cp1252")
_LETTERS = bytes(
    ord("w") if sign.isalnum() or sign == "_" else ord(" ")
    for sign in (bytes([code]).decode("cp1252", "replace") for code in range(256))
)


def blank_blocks(text: str) -> str:
    """``text`` with blocks of code blanked, and all else as it is; lengths and lines are kept."""
    return _blank_indented(blank_fences(text))


def _blanked(match: re.Match[str]) -> str:
    return _spaces(match[0])


def _spaces(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code between fences. ``head`` is where the line of the first fence begins, ``start`` the line below.

    ``info`` is what is behind the signs, and ``text`` what is between the fences; where it is not ``closed``, the page
    shows the signs.
    """

    head: int
    start: int
    info: str
    text: str
    closed: bool = True

    @property
    def name(self) -> str:
        """The first word behind the signs: ``python``, or ``r`` of ``{r, echo=FALSE}``."""
        words = self.info.split()
        return words[0].strip("{.}") if words else ""


def fences(text: str) -> Iterator[Fence]:
    """The blocks of code between fences, and the fences that no other one ends."""
    lines = text.split("\n")
    at = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for begin, end in _fences(lines) if "```" in text or "~~~" in text else ():
        head = _FENCE.fullmatch(lines[begin])
        column = _column(lines[begin])
        inside = "\n".join(_moved_out(line, column) for line in lines[begin + 1 : end or begin + 1])
        yield Fence(at[begin], at[begin + 1], head["info"].strip() if head else "", inside, closed=end > 0)


def _moved_out(line: str, column: int) -> str:
    """A line of a block of code without what moves the whole block in."""
    line = line.expandtabs(4)
    return line[column:] if not line[:column].strip(" >") else line


def blank_fences(text: str) -> str:
    """``text`` with blocks of code between fences blanked; lengths and lines are kept."""
    lines = text.split("\n")
    for begin, end in ((begin, end) for begin, end in _fences(lines) if end):
        lines[begin : end + 1] = map(_spaces, lines[begin : end + 1])
    return "\n".join(lines)


def _fences(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and last lines of blocks of code, as superfences reads them: a fence ends with the same signs in the
    same column, or is none at all, and its last line is 0."""
    opening: re.Match[str] | None = None
    begin = column = 0
    for number, line in enumerate(lines):
        fence = _FENCE.fullmatch(line)
        if opening is None:
            opening, begin, column = fence, number, _column(line)
        elif line.strip(" >\t") and _column(line) < column:
            yield begin, 0
            opening = None
        elif fence and fence["signs"] == opening["signs"] and not fence["info"].strip() and _column(line) == column:
            yield begin, number
            opening = None
    if opening:
        yield begin, 0


def _column(line: str) -> int:
    """The column in which the text of a line begins, counted from 0."""
    return len(line[: len(line) - len(line.lstrip(" >\t"))].expandtabs(4))


def _blank_indented(text: str) -> str:
    lines = text.split("\n")
    for number, _ in _indented(lines):
        lines[number] = _spaces(lines[number])
    return "\n".join(lines)


def _indented(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Lines moved in by four columns more than the text around them are code, if an empty line is above.

    Each is given by its number, with the column in which text begins there.
    """
    text_column = 0  # where text begins in the list, note or footnote that is open
    above_empty, in_code = True, False
    for number, line in enumerate(lines):
        if not line.strip():
            above_empty = True
            continue
        column = _column(line)
        in_code = column >= text_column + 4 and (above_empty or in_code)
        if in_code:
            yield number, text_column
        elif _CONTAINER.match(line.lstrip()):
            text_column = column - column % 4 + 4
        elif above_empty:
            text_column = min(text_column, column - column % 4)
        above_empty = line.startswith("#")


def moved_in(text: str) -> frozenset[int]:
    """The numbers of the lines that are moved in so far that they are code, with any fences among them."""
    return frozenset(number for number, _ in _indented(text.split("\n")))


@dataclass(frozen=True, slots=True)
class IndentedCode:
    """A block of code that is code because its ``lines`` are moved in; ``column`` is where text would begin there.

    It begins at ``start`` of the text.
    """

    start: int
    column: int
    lines: Sequence[str]


def indented_code(text: str) -> Iterator[IndentedCode]:
    """The blocks of code that are moved in, up to the next empty line in each."""
    lines = blank_fences(text).split("\n")
    at = list(accumulate((len(line) + 1 for line in lines), initial=0))
    block: list[tuple[int, int]] = []
    for number, column in [*_indented(lines), (-1, 0)]:
        if block and number != block[-1][0] + 1:
            first = block[0][0]
            yield IndentedCode(at[first], block[0][1], lines[first : block[-1][0] + 1])
            block = []
        block.append((number, column))


def _blank_formulas(text: str) -> str:
    return _spaced(text, ((formula.start, formula.end) for formula in formulas.find(text)))


def _blank_references(text: str) -> str:
    """Definitions of links, and the links that name one of them, [text][label] first; other brackets are text."""
    labels = {_label(match["label"]) for match in _DEFINITION.finditer(text)}
    if not labels:
        return text
    text = _DEFINITION.sub(_blanked, text)
    text = _REFERENCE.sub(lambda m: _blanked(m) if _label(m["label"] or m["text"]) in labels else m[0], text)
    return _SHORTCUT.sub(lambda m: _blanked(m) if _label(m["label"]) in labels else m[0], text)


def _label(label: str) -> str:
    return " ".join(label.split()).casefold()


_CITED = r"\[[^\[\]@]*+@(?>(?:[^\[\]]++|\[[^\[\]]*+\])*)\]"
_FOOTNOTE = r"\[\^[^\[\]\s]++\]"
_LINK = re.compile(rf"{_CODE}|!?\[(?P<text>{_WITHIN})\](?:\({_TARGET}\)|\[(?!\^)[^\[\]@\n]*+\])")
_SIGN = re.compile(
    rf"{_CODE}|\\(?P<escaped>[!-/:-@\[-`{{-~])|<(?P<address>{_ADDRESS})>|(?P<mark>[~^])(?P<raised>[^\s~^]+)(?P=mark)"
    rf"|[ \t]*+{_CITED}|{_FOOTNOTE}|{_COMMENT}|<{_TAG}>|\{{[:#.][^{{}}\n]*+\}}"
    r"|\*+(?=\S)|(?<=\S)\*+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|==|~~|\^\^"
)
_ITEM = r"(?:[-*+]|\d{1,3}[.)]|:)[ \t]+(?:\[[ xX]\][ \t]+)?|#{1,6}[ \t]+|\[\^[^\[\]\n]++\]:[ \t]*"
_LINE_START = re.compile(rf"^[ \t]*+(?:>[ \t]?|{_ITEM})*", re.MULTILINE)


def plain(text: str) -> str:
    """Running text without its Markdown signs and bracketed citations, on one line."""
    text = _LINE_START.sub("", text)
    text = _LINK.sub(_text_of_link, text)
    text = _SIGN.sub(lambda m: m["code"] or m["escaped"] or m["address"] or m["raised"] or "", text)
    return " ".join(html.unescape(text).split())


def _text_of_link(match: re.Match[str]) -> str:
    """The text of a link, which may be an image; code is left alone."""
    return match[0] if match["text"] is None else _LINK.sub(_text_of_link, match["text"])


#: No paragraph is looked at further than this from where it was asked for.
_FAR = 2000
_EMPTY = re.compile(r"[ \t>]*+(?:\n|\Z)")
#: A line that is no part of the paragraph below it: a heading, or the first or last of a block such as a caption.
APART = re.compile(r"[ \t]*+(?:#{1,6}[ \t]|///)")
#: A line that begins a paragraph, an item of a list, a row of a table or a block.
BEGIN = re.compile(rf"[ \t>]*+(?:{_ITEM}|\||{BOX}|///)")


def paragraph(text: str, offset: int) -> tuple[int, int]:
    """Start and end of the paragraph, list item, heading or table row around ``offset``."""
    low, high = max(0, offset - _FAR), min(len(text), offset + _FAR)
    start, end = _line(text, offset, low, high)
    while start > low and not BEGIN.match(text, start):
        above, _ = _line(text, start - 1, low, high)
        if _EMPTY.match(text, above) or APART.match(text, above):
            break
        start = above
    while end < high and not APART.match(text, start):
        if _EMPTY.match(text, end + 1) or BEGIN.match(text, end + 1):
            break
        _, end = _line(text, end + 1, low, high)
    return start, end


def _line(text: str, offset: int, low: int, high: int) -> tuple[int, int]:
    """Start and end of the line around ``offset``, as far as it lies between ``low`` and ``high``."""
    start, end = text.rfind("\n", low, offset), text.find("\n", offset, high)
    return (low if start < 0 else start + 1), (high if end < 0 else end)


#: Where a sentence may end: a full stop, with what belongs to it, and a gap before what may begin the next.
_STOP = re.compile(
    rf"(?<=[.!?…])[\"'”’)\]*_]*+(?>(?:[ \t]*+(?:{_CITED}|{_FOOTNOTE}))*)(?P<gap>\s++)"
    rf"(?!{_CITED})[\"'“‘(\[*_]*+(?P<next>[^\W_]|@)"
)
#: A full stop after one of these ends no sentence; after one of the second, none before a number.
_SHORT = re.compile(r"(?:^|[^\w.])(?:[Ee]\.g|[Ii]\.e|[Cc]f|vs|al|ca|Drs?|Prof|Mr|Mrs|Ms|Mx|St|[A-Z])\.$")
_SHORT_COUNT = re.compile(
    r"(?:^|[^\w.])(?:pp?|[Nn]os?|[Ff]igs?|[Ee]qs?|[Vv]ols?|[Cc]h|[Cc]hap|[Ss]ec|[Tt]ab|[Aa]rt)\.$"
)


def sentence(text: str, offset: int) -> tuple[int, int]:
    """Start and end of the sentence around ``offset``. A citation after the full stop belongs to the sentence."""
    start, high = paragraph(text, offset)
    if text.startswith("|", start):
        bar = text.find("|", offset, high)
        return max(start, text.rfind("|", start, offset) + 1), high if bar < 0 else bar
    for match in _STOP.finditer(text, start, high):
        if not _ends(match, start):
            continue
        if match.start("gap") > offset:
            return start, match.start("gap")
        start = match.end("gap")
    return start, high


def _ends(match: re.Match[str], low: int) -> bool:
    if match["next"].islower():
        return False
    before = match.string[max(low, match.start() - 8) : match.start()]
    return not _SHORT.search(before) and not (match["next"].isdigit() and _SHORT_COUNT.search(before))
