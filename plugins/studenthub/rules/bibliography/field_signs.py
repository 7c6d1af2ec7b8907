"""Checks of the signs that come into the bibliography from elsewhere: those of HTML, and invisible ones."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html import entities

from studenthub.parse.bibtex.written_entries import COMMANDS
from studenthub.rules.bibliography.entries import EntryPart, every
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.rules.text import invisible
from studenthub.source.problems import shortened

_ENTITY = re.compile(
    r"&(?P<name>[A-Za-z][A-Za-z0-9]{1,30};|#\d+;|#x[0-9a-fA-F]+;)|</?(?:i|b|em|strong|sub|sup|span|p|jats:\w+)\b[^<>]*>"
)
#: The fields of text that references show.
_SHOWN = (
    *("title", "subtitle", "journal", "journaltitle", "author", "editor", "publisher", "booktitle", "series", "note"),
    *("institution", "organization", "school", "address", "howpublished"),
)
_SIGN = re.compile(r"&(?:amp;)*(?P<name>[A-Za-z][A-Za-z0-9]{1,30};|#\d+;|#x[0-9a-fA-F]+;)")
_PAIR = re.compile(r"<(?P<tag>i|b|em|strong|sub|sup)>(?P<words>[^<>{}]*)</(?P=tag)>", re.IGNORECASE)


def web_signs(checked: Checked) -> Iterator[Finding]:
    """A field holds no signs of HTML.

    They come with copied entries, and would be printed as they stand.

    Wrong: title = {Sleep &amp; <i>E. coli</i>}
    Right: title = {Sleep \\& \\emph{E. coli}}
    """
    for source in every(checked):
        for name in _SHOWN:
            field = EntryPart(source, name)
            raw = field.raw
            found = filter(_is_sign, _ENTITY.finditer(raw)) if "&" in raw or "<" in raw else iter(())
            if match := next(found, None):
                right = _SIGN.sub(_as_sign, raw)
                right = _ENTITY.sub(lambda m: "" if _is_sign(m) else m[0], _PAIR.sub(_in_latex, right))
                message = f"{shortened(match[0])} would be printed as it is"
                yield field.found(message, f"write {shortened(right, 80)}", field.fix(right))


def _is_sign(match: re.Match[str]) -> bool:
    """Whether a tag is here, or a sign by the name that it has in HTML: &eacute; and not R&D;."""
    name = match["name"]
    return not name or name.startswith("#") or name in entities.html5


def _as_sign(match: re.Match[str]) -> str:
    if not _is_sign(match):
        return match[0]
    sign = html.unescape(re.sub(r"&(?:amp;)+(?=[a-z#])", "&", match[0]))
    return {"&": r"\&", "\xa0": "~", "%": r"\%"}.get(sign, sign)


def _in_latex(match: re.Match[str]) -> str:
    """<i>E. coli</i> as BibTeX writes it."""
    return f"\\{COMMANDS[match['tag'].lower()]}{{{match['words']}}}"


def hidden_in_entry(checked: Checked) -> Iterator[Finding]:
    """An entry of the bibliography holds no invisible signs.

    They are copied along with a title from a web page or a PDF, and are then printed, linked and searched with it.

    Wrong: title = {A title with U+200B in it}
    Right: the same title, typed again
    """
    for source in every(checked):
        for name, field in source.fields.items():
            if field.raw.isascii() and field.raw.isprintable():
                continue
            for sign in invisible.signs(field.raw):
                part = EntryPart(source, name)
                right = field.raw[: sign.start] + sign.instead + field.raw[sign.end :]
                fix = None if sign.is_lost else part.fix(right)
                yield part.found(sign.message, sign.hint, fix, harmless=sign.harmless)
