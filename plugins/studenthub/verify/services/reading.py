"""Reads values from the answer of a service, and leaves out what does not have the expected form."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from studenthub.model.sources.verdicts import cleaned
from studenthub.parse.bibtex.names import Name, names

Json = Mapping[str, Any]

#: Names that are kept of a list of authors.
MOST_NAMES = 200
#: Values of any other list.
_MOST = 50
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>")
_MISREAD = re.compile(r"[ÂÃÄÅâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d|21\d\d)(?!\d)")


def obj(value: object) -> Json:
    """A JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object, most: int = _MOST) -> Iterator[Json]:
    """The objects in a JSON list."""
    return (row for row in (value[:most] if isinstance(value, list) else ()) if isinstance(row, dict))


def text(value: object) -> str:
    """A text without tags and entities, on one line. Numbers are texts as well."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return ""
    plain = value[:4000]
    if "<" in plain or "&" in plain:
        plain = html.unescape(_TAG.sub("", html.unescape(plain)))
    return cleaned(_repaired(plain))


def _repaired(plain: str) -> str:
    """UTF-8 that was read as Windows-1252, which some publishers have deposited: HrÃ³bjartsson is Hróbjartsson."""
    if not _MISREAD.search(plain):
        return plain
    try:
        return b"".join(sign.encode("latin-1" if "\x80" <= sign <= "\x9f" else "cp1252") for sign in plain).decode()
    except UnicodeError:
        return plain


def texts(value: object) -> tuple[str, ...]:
    """The texts in a JSON list, each once; a single text is a list of one."""
    values = value[:_MOST] if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, map(text, values))))


def year(value: object) -> int:
    """The first year in a text or number, or 0."""
    found = _YEAR.search(text(value))
    return int(found[1]) if found else 0


def person(family: object, given: object = "", suffix: object = "") -> Name | None:
    """A name in parts, or None where there is none."""
    name = Name(family=text(family), given=text(given), suffix=text(suffix))
    if name.family:
        return name
    return Name(literal=name.given) if name.given else None


def whole_name(value: object) -> Name | None:
    """A name in one piece, as people write it: Anna Author; Author, Anna."""
    written = text(value).replace("{", "").replace("}", "").replace("\\", "")
    if not written:
        return None
    if re.search(r"\band\b", written):
        return Name(literal=written)
    found = names(written)
    return found[0] if len(found) == 1 and found[0].full else Name(literal=written)
