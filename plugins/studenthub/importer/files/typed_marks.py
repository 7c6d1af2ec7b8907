"""Finds emphasis and links that are typed as signs in plain text: as in Markdown, an e-mail or WhatsApp."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from studenthub.importer.text.lines import Line, Mark

#: A sign opens before a letter or what opens a quotation, and closes behind a letter or a mark of punctuation; neither
#: touches another letter. So 2*3*4, p < 0.05*, snake_case and ____ are none.
_AROUND = (
    r"(?<![\w*~`\\/])(?P<sign>{sign})(?=[^\W_]|[\"'“‘(\[#@])"
    r"(?P<words>[^\n]{{0,600}}?(?:[^\W_]|[.,;:!?\"'”’)\]%…]))(?P=sign)(?![\w*~`])"
)
_CODE = re.compile(r"(?<![\w`\\])`(?P<words>[^`\n]{1,200})`(?![\w`])")
_LINK = re.compile(r"(?<![!\\])\[(?P<words>[^\[\]\n]{1,300})\]\((?P<address>https?://[^\s()]{1,500})\)")
_ADDRESS = re.compile(r"https?://\S+")
#: The most signs of a kind in one paragraph that are read; no text has more.
_MOST = 200
_KINDS = (
    (re.compile(_AROUND.format(sign=r"\*\*\*")), ("strong", "emph")),
    (re.compile(_AROUND.format(sign=r"\*\*|__")), ("strong",)),
    (re.compile(_AROUND.format(sign=r"\*|_")), ("emph",)),
    (re.compile(_AROUND.format(sign="~~")), ("struck",)),
)


def marked(line: Line) -> Line:
    """The line with what its signs mean as marks, and without these signs; other signs stay."""
    if not any(sign in line.text for sign in ("*", "_", "`", "~~", "](")):
        return line
    for pattern, kinds in ((_LINK, ("link",)), (_CODE, ("code",)), *_KINDS):
        line = line.replaced(islice(_edits(line, pattern, kinds), _MOST))
    return line


def _edits(line: Line, pattern: re.Pattern[str], kinds: tuple[str, ...]) -> Iterator[tuple[int, int, Line]]:
    kept = [*line.ranges("code", "link", "key")]
    if kinds != ("link",):
        kept += [match.span() for match in _ADDRESS.finditer(line.text)]
    for match in pattern.finditer(line.text):
        edges = ((match.start(), match.start("words")), (match.end("words"), match.end()))
        if any(start < stop and begin < end for start, end in edges for begin, stop in kept):
            continue
        words = line.part(*match.span("words"))
        value = match["address"] if kinds == ("link",) else ""
        marks = (Mark(0, len(words.text), kind, value) for kind in kinds)
        yield match.start(), match.end(), Line(words.text, (*words.marks, *marks))
