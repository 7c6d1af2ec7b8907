"""What of a Markdown source is running text: found without converting it, with every offset kept.

This is a prediction for finding citations and for messages. The converter has the last word on a page: what it
sees as a citation is printed as one (see ``studenthub.markdown``).
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"^(?P<indent>[ >\t]*)(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}\[(?P<label>[^\]\n^][^\]\n]*)\]:[ \t]+\S[^\n]*$", re.MULTILINE)
_INDENTED = re.compile(r"^(?: {4}|\t)[^\n]*$", re.MULTILINE)
#: What makes the indented lines under it text and not code: lists, notes, tabs, footnotes and definitions.
_CONTAINER = re.compile(r"(?:[-*+]|\d+[.)])[ \t]|!!!|\?\?\?|===|\[\^[^\]]+\]:|:[ \t]|///")
_INLINE = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|(?<![\\`])(?P<ticks>`++)(?=(?P<code>(?:[^`\n]++|\n(?!\s*\n)|(?!(?P=ticks)(?!`))`++)*+)(?P=ticks)(?!`))(?P=code)(?P=ticks)"
    r"|!?\[(?:[^\[\]\n]++|\n(?!\s*\n)|\[[^\[\]]*+\])*+\]\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)"
    r"|<(?:[a-zA-Z][a-zA-Z0-9+.-]*+:[^\s<>]*+|[^\s<>@]++@[^\s<>]++|/?[a-zA-Z][^<>\n]*+)>",
    re.DOTALL,
)
_REFERENCE_LINK = re.compile(r"!?\[(?:[^\[\]\n]++|\[[^\[\]\n]*+\])*+\]\[(?P<label>[^\[\]\n]*+)\]")


def blank(text: str) -> str:
    """``text`` with code, comments, links, images, tags and link definitions blanked; lengths and lines are kept."""
    text = _blank_fences(text)
    if "`" in text or "[" in text or "<" in text:
        text = _INLINE.sub(_blanked, text)
    if "]:" in text:
        labels = {m["label"].casefold() for m in _DEFINITION.finditer(text)}
        text = _DEFINITION.sub(_blanked, text)
        if labels:
            text = _REFERENCE_LINK.sub(lambda m: _blanked(m) if m["label"].casefold() in labels else m[0], text)
    return _blank_indented(text)


def _blanked(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _blank_fences(text: str) -> str:
    if "```" not in text and "~~~" not in text:
        return text
    out: list[str] = []
    at = 0
    while opening := _FENCE.search(text, at):
        sign = opening["fence"][0]
        close = re.compile(rf"^[ >\t]*{re.escape(sign)}{{{len(opening['fence'])},}}[ \t]*$", re.MULTILINE)
        closing = close.search(text, opening.end())
        if (sign == "`" and "`" in opening["info"]) or not closing:
            out.append(text[at : opening.end()])
            at = opening.end()
            if not closing:
                break
            continue
        out.append(text[at : opening.start()])
        out.append(re.sub(r"[^\n]", " ", text[opening.start() : closing.end()]))
        at = closing.end()
    return "".join(out) + text[at:]


def _blank_indented(text: str) -> str:
    if not _INDENTED.search(text):
        return text
    lines = text.split("\n")
    in_container = code = False
    after_blank = True
    for number, line in enumerate(lines):
        if not line.strip():
            after_blank = True
            continue
        if line.startswith(("    ", "\t")):
            code = not in_container and (after_blank or code)
            if code:
                lines[number] = " " * len(line)
        else:
            code = False
            in_container = bool(_CONTAINER.match(line.lstrip()))
        after_blank = False
    return "\n".join(lines)


_CITED = re.compile(r"[ \t]*\[[^\[\]]*@[^\[\]]*\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_MARKS = re.compile(r"(?<!\\)(?:\*\*|__|[*`]|==|~~)|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])")
_TAG = re.compile(r"<[^<>\n]*>|\{[:#.][^{}\n]*\}|\[\^[^\]\n]*\]")
_LINE_START = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d+[.)][ \t]+|\[\^[^\]]+\]:[ \t]*)+", re.MULTILINE
)
_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*(?:[ \t]*\[[^\[\]]*@[^\[\]]*\])?\s+(?=[\"'“‘(\[]*[A-Z0-9À-ÞĀ-Ž])")
#: A full stop after one of these ends no sentence.
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|cf|vs|etc|et al|al|Dr|Prof|Mr|Mrs|Ms|St|No|Fig|p|pp|[A-Z]))\.$")


def plain(text: str) -> str:
    """Running text without its Markdown signs and bracketed citations, on one line."""
    text = _LINE_START.sub("", text)
    text = _CITED.sub("", text)
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    return " ".join(_MARKS.sub("", text).split())


def paragraph(text: str, offset: int) -> tuple[int, int]:
    """Start and end of the paragraph around ``offset``: what stands between empty lines."""
    start = text.rfind("\n\n", 0, offset)
    end = text.find("\n\n", offset)
    return (0 if start < 0 else start + 2), (len(text) if end < 0 else end)


def sentence(text: str, offset: int) -> tuple[int, int]:
    """Start and end of the sentence around ``offset``. A citation after the full stop belongs to the sentence."""
    low, high = paragraph(text, offset)
    start = low
    for match in _END.finditer(text, low, high):
        if _ABBREVIATION.search(text, low, match.start()):
            continue
        if match.end() > offset:
            return start, match.end()
        start = match.end()
    return start, high
