"""Prepares RTF for Pandoc, whose reader loses a letter after some signs, and LibreOffice's notes."""

from __future__ import annotations

import re

#: A sign by its number, and one with another for programs that do not know it (RTF 1.9.1, "Unicode RTF").
_SIGN = re.compile(rb"(?<!\\)((?:\\\\)*\\u-?\d{1,5}) ?")
_WITH_MARK = re.compile(rb"(?<!\\)((?:\\\\)*\\u-?\d{1,5})(?: ?\?|[^\\{}\s\d])")
#: From here on nothing is written for other programs; or something is.
_ALONE, _DOUBLED = re.compile(rb"\\uc0(?!\d) ?"), re.compile(rb"\\uc[1-9]")
#: A style of characters, which Pandoc takes for that of plain text: where it is raised, all text would be.
_STYLE_OF_SIGNS = re.compile(rb"\{\\\*\\cs\d{1,4}[^{}]{0,400}\}")
#: The list of headings, which LibreOffice has even where they have no numbers.
_LIST_OF_HEADINGS = re.compile(rb"(\\outlinelevel\d[^{}]{0,400}(?:\{\\listtext[^{}]{0,100}\})?)\\ls\d+")
_NOTE = re.compile(rb"\{\\\*\s*(?=\\footnote\b)")


def readable(data: bytes) -> bytes:
    """The file with the signs for other programs by their number, and its notes and headings where Pandoc finds them.

    Pandoc 3.9 skips the letter behind \\u8217? as well, and leaves out a group that begins with \\* and a name.
    """
    data = _LIST_OF_HEADINGS.sub(rb"\1", _STYLE_OF_SIGNS.sub(b"", _NOTE.sub(b"{", data)))
    if not _ALONE.search(data):
        return _WITH_MARK.sub(rb"\1\\'3f", data)
    return data if _DOUBLED.search(data) else _SIGN.sub(rb"\1\\'3f", _ALONE.sub(b"", data))
