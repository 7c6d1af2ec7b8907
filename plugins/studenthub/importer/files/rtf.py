"""Prepares RTF for Pandoc (RTF 1.9.1): takes out what is hidden, deleted or beside the text, and notes it.

Pandoc 3.9 prints what was deleted as struck out, text boxes twice, and a list above a table at the top; it loses
comments, styles, the notes of LibreOffice, and a letter after some signs (measured).
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from dataclasses import dataclass, replace

from studenthub.importer.files.beside_text import MOST_OF_RANGE, Comment, Word
from studenthub.importer.files.signs import BREAK, CAPTION, HEADING, SIGNS

#: A sign by its number, and one with another for programs that do not know it ("Unicode RTF").
_SIGN = re.compile(rb"(?<!\\)((?:\\\\)*\\u-?\d{1,5}) ?")
_WITH_MARK = re.compile(rb"(?<!\\)((?:\\\\)*\\u-?\d{1,5})(?: ?\?|[^\\{}\s\d])")
#: From here on nothing is written for other programs; or something is.
_ALONE, _DOUBLED = re.compile(rb"\\uc0(?!\d) ?"), re.compile(rb"\\uc[1-9]")
#: A style of characters, which Pandoc takes for that of plain text: where it is raised, all text would be.
_STYLE_OF_SIGNS = re.compile(rb"\{\\\*\\cs\d{1,4}[^{}]{0,400}\}")
#: The list of headings, which LibreOffice has even where they have no numbers.
_LIST_OF_HEADINGS = re.compile(rb"(\\outlinelevel\d[^{}]{0,400}(?:\{\\listtext[^{}]{0,100}\})?)\\ls\d+")
_NOTE = re.compile(rb"\{\\\*\s*(?=\\footnote\b)")
_TOKEN = re.compile(
    rb"(?P<brace>[{}])|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<code>[0-9A-Fa-f]{2})"
    rb"|\\(?P<sign>[^A-Za-z])|(?P<text>[^\\{}]+)",
    re.DOTALL,
)
#: A style of paragraphs in the table of styles.
_STYLE = re.compile(
    rb"\{\\s(?P<number>\d{1,4})(?!\d)[^{}]{0,2000}?[ \r\n](?P<name>title|heading [1-9]|caption);\}", re.IGNORECASE
)
#: Our own signs by their number, between bytes that no text has, until ``_readable`` is done.
_OURS = re.compile(rb"\0(?P<number>-\d{4})\0")
#: What ends a list.
_BETWEEN = b"{\\pard\\plain \0%d\0\\par}" % (ord(BREAK) - 0x10000)
_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
#: Words, and signs behind a backslash, that print something.
_PRINTED = {
    b"line": " ", b"tab": " ", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ", b"~": " ", b"_": "-", b"\\": "\\",
    b"{": "{", b"}": "}",
}  # fmt: skip
#: What the text of a group is part of, by the first word of the group: of the text, of nothing that is shown (which
#: Pandoc is given, or not), or of something beside the text.
_TEXT, _UNSHOWN, _PICTURE, _DROPPED, _MARGIN, _COMMENT, _AUTHOR, _NUMBER, _BEGIN, _END, _NAME, _VALUE = range(12)
_INTO = {
    **dict.fromkeys((b"footnote", b"shppict", b"shpinst", b"shptxt"), _TEXT),
    **dict.fromkeys((b"fonttbl", b"colortbl", b"stylesheet", b"xe", b"tc", b"sp", b"listtext"), _UNSHOWN),
    b"pict": _PICTURE,
    **dict.fromkeys(
        (b"info", b"generator", b"shprslt", b"nonshppict", b"atnid", b"atndate", b"atntime", b"atnparent", b"atnicn"),
        _DROPPED,
    ),
    **dict.fromkeys((b"header", b"headerl", b"headerr", b"headerf"), _MARGIN),
    **dict.fromkeys((b"footer", b"footerl", b"footerr", b"footerf"), _MARGIN),
    b"annotation": _COMMENT,
    b"atnauthor": _AUTHOR,
    b"atnref": _NUMBER,
    b"atrfstart": _BEGIN,
    b"atrfend": _END,
}
_SILENT = (_UNSHOWN, _PICTURE, _DROPPED)
#: Groups that have properties of their own, even within what is hidden.
_APART = frozenset((b"footnote", b"shp", b"shppict", b"nonshppict", b"pict", b"object"))
_HIDING, _DELETING, _INSERTING = (b"v", b"webhidden"), (b"deleted", b"mvf"), (b"revised", b"mvt")


def read(data: bytes) -> Word:
    """Make a file ready."""
    reader = _Reader(data)
    reader.read()
    reader.found.data = _OURS.sub(rb"\\u\g<number>\\'3f", _readable(b"".join(reader.out)))
    return reader.found


def _readable(data: bytes) -> bytes:
    """The file with the signs for other programs by their number, and its notes and headings where Pandoc finds them.

    Pandoc 3.9 skips the letter behind \\u8217? as well, and leaves out a group that begins with \\* and a name.
    """
    data = _LIST_OF_HEADINGS.sub(rb"\1", _STYLE_OF_SIGNS.sub(b"", _NOTE.sub(b"{", data)))
    if not _ALONE.search(data):
        return _WITH_MARK.sub(rb"\1\\'3f", data)
    return data if _DOUBLED.search(data) else _SIGN.sub(rb"\1\\'3f", _ALONE.sub(b"", data))


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds in a group. ``unread`` is how many signs follow one by its number, for others to read.

    ``style`` is the number of that of the paragraph.
    """

    into: int = _TEXT
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    unread: int = 1
    style: bytes = b""


class _Reader:
    """Reads the tokens of a file; ``out`` are those for Pandoc, and ``found`` is what is beside them."""

    def __init__(self, data: bytes) -> None:
        self.out: list[bytes] = []
        self.found = Word()
        self._data = data
        page = _PAGE.search(data, 0, 4000)
        self._encoding = _encoding(page[1].decode() if page else "1252")
        self._styles = _styles(data)
        #: Whether a paragraph begins, and whether a row of a table began or ended last.
        self._is_begin, self._in_row, self._behind_row = True, False, False
        #: What was said in groups that are not closed, by what it is part of.
        self._said = defaultdict[int, list[str]](list)
        #: All words of the text, and where among them the ranges begin and end that comments are about.
        self._words: list[str] = []
        self._ranges: dict[str, tuple[int, int]] = {}
        self._author = self._number = self._named = ""
        #: What the last words were, so that several groups are one passage; and how many signs are not to be read.
        self._last, self._skip = "", 0

    def read(self) -> None:
        """Read the whole file."""
        above, group = list[_Group](), _Group()
        begun, star, at = False, b"", 0
        while token := _TOKEN.match(self._data, at):
            at = token.end()
            if token["brace"] == b"{":
                above.append(group)
                self._write(group, token[0])
                begun = True
                continue
            if begun and (token["sign"] == b"*" or not token[0].strip()):
                star += token[0]
                continue
            if token["brace"]:
                self._write(group, star)
                outer = above.pop() if above else _Group()
                self._close(group, outer)
                group = outer
                self._write(group, token[0])
            elif word := token["word"]:
                group = self._begun(group, word, is_starred=b"*" in star) if begun else group
                self._write(group, star)
                if word == b"bin":
                    at = min(len(self._data), at + max(0, int(token["number"] or 0)))
                    self._write(group, self._data[token.start() : at])
                else:
                    group = self._obeyed(group, word, token)
            else:
                self._write(group, star)
                self._print(group, token[0], "" if group.into in _SILENT else self._text(token))
            begun, star = False, b""
        self.out.append(self._data[at:])

    def _write(self, group: _Group, words: bytes) -> None:
        if group.into in (_TEXT, _UNSHOWN, _PICTURE):
            self.out.append(words)

    def _begun(self, group: _Group, word: bytes, *, is_starred: bool) -> _Group:
        """The group as its first word says what it is."""
        if group.into == _PICTURE:
            return replace(group, into={b"sn": _NAME, b"sv": _VALUE}.get(word, _PICTURE))
        if group.into not in (_TEXT, _COMMENT):
            return group
        self.found.alternatives += [""] if word == b"pict" else []
        if word in _APART and (group.hidden or group.deleted):
            return replace(group, into=_DROPPED)
        return replace(group, into=_INTO.get(word, _UNSHOWN if is_starred else group.into))

    def _obeyed(self, group: _Group, word: bytes, token: re.Match[bytes]) -> _Group:
        """What holds behind a word; the word is written, or what it prints."""
        number = int(token["number"]) if token["number"] else None
        if word == b"u" or word in _PRINTED:
            text = chr(number % 0x10000) if word == b"u" and number is not None else _PRINTED.get(word, "")
            # In the place of a sign of ours is one that nobody sees, with what is for other programs behind it.
            self._print(group, b"\\u8203" if SIGNS.match(text) else token[0], SIGNS.sub("", text))
            self._skip = group.unread if word == b"u" else 0
            return group
        if word in (b"par", b"cell", b"row"):
            self._hear(group, " ")
            self._is_begin = True
        self._row(group, word)
        self._write(group, token[0])
        is_on = number != 0
        if word in _HIDING:
            return replace(group, hidden=is_on)
        if word in _DELETING:
            return replace(group, deleted=is_on)
        if word in _INSERTING:
            return replace(group, inserted=is_on)
        if word == b"plain":
            return replace(group, hidden=False, deleted=False, inserted=False)
        if word in (b"s", b"pard"):
            return replace(group, style=token["number"] or b"")
        return replace(group, unread=min(number or 0, 9)) if word == b"uc" else group

    def _row(self, group: _Group, word: bytes) -> None:
        """Let a list end before the first row of a table."""
        if group.into == _TEXT and word == b"trowd":
            if not self._in_row and not self._behind_row:
                self.out.append(_BETWEEN)
            self._in_row = True
        elif group.into == _TEXT and word == b"row":
            self._in_row, self._behind_row = False, True

    def _text(self, token: re.Match[bytes]) -> str:
        """What a token prints: not the signs for other programs behind one by its number."""
        if token["code"]:
            data = bytes.fromhex(token["code"].decode())
        else:
            data = re.sub(rb"[\r\n]+", b"", token["text"]) if token["text"] else b""
            if token["sign"]:
                return _PRINTED.get(token["sign"], "")
        text = data.decode(self._encoding, errors="replace")
        skipped, self._skip = text[: self._skip], max(0, self._skip - len(text))
        return text[len(skipped) :]

    def _print(self, group: _Group, written: bytes, text: str) -> None:
        """Write words of the text, or note them, where they are hidden, deleted or beside it."""
        kind = "deleted" if group.deleted else "hidden" if group.hidden else "inserted" if group.inserted else "shown"
        if group.into != _TEXT:
            self._write(group, written)
            if kind in ("shown", "inserted"):
                self._hear(group, text)
            return
        if kind in ("shown", "inserted"):
            if self._is_begin and text.strip():
                self.out.append(self._styles.get(group.style, b""))
                self._is_begin = False
            self.out.append(written)
        if text.strip():
            self._behind_row = False
            if kind != self._last:
                self.found.deleted += kind == "deleted"
                self.found.hidden += kind == "hidden"
                self.found.inserted += [""] if kind == "inserted" else []
            self._last = kind
        if kind in ("shown", "inserted"):
            self._hear(group, text)

    def _hear(self, group: _Group, text: str) -> None:
        """Note words of a group for what they are part of."""
        if group.into == _TEXT:
            self._words.append(text)
            if group.inserted and self._last == "inserted":
                self.found.inserted[-1] += text
        elif group.into not in _SILENT:
            self._said[group.into].append(text)

    def _close(self, group: _Group, outer: _Group) -> None:
        """Note what a group beside the text said, which ends here."""
        if group.into == outer.into:
            return
        said = SIGNS.sub("", " ".join("".join(self._said.pop(group.into, ())).split()))
        if group.into == _AUTHOR:
            self._author = said
        elif group.into == _NUMBER:
            self._number = said
        elif group.into == _BEGIN:
            self._ranges[said] = (len(self._words), len(self._words))
        elif group.into == _END and said in self._ranges:
            self._ranges[said] = (self._ranges[said][0], len(self._words))
        elif group.into == _COMMENT and said:
            begin, end = self._ranges.get(self._number, (0, 0))
            about = " ".join("".join(self._words[begin : min(end, begin + MOST_OF_RANGE)]).split())
            self.found.comments.append(Comment(self._author, said, about))
        elif group.into == _NAME:
            self._named = said
        elif group.into == _VALUE and self._named == "wzDescription" and self.found.alternatives:
            self.found.alternatives[-1] = said
        elif group.into == _MARGIN and said and said not in self.found.margins:
            self.found.margins.append(said)


def _styles(data: bytes) -> dict[bytes, bytes]:
    """What paragraphs of a style begin with, by its number; where there is a title, headings are one level lower."""
    named = {match["name"].lower(): match["number"] for match in _STYLE.finditer(data)}
    title = named.get(b"title")
    has_title = title is not None and len(re.findall(rb"\\s%s(?!\d)" % title, data)) > 1
    signs = {number: HEADING for name, number in named.items() if name[-1:].isdigit()}
    levels = {number: int(name[-1:]) + has_title for name, number in named.items() if name[-1:].isdigit()}
    if title is not None:
        signs[title], levels[title] = HEADING, 1
    begins = {number: b"\0%d\0%d" % (ord(signs[number]) - 0x10000, min(9, levels[number])) for number in signs}
    if b"caption" in named:
        begins[named[b"caption"]] = b"\0%d\0" % (ord(CAPTION) - 0x10000)
    return begins


def _encoding(page: str) -> str:
    """The name of a code page that Python knows."""
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return "cp1252"
