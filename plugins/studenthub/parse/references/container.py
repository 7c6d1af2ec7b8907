"""Reads the rest of a reference: its title, and the title of the journal or book that it is part of."""

from __future__ import annotations

import re

from studenthub.parse.references import brackets, publishers
from studenthub.parse.references.draft import Draft
from studenthub.parse.references.line import TAKEN
from studenthub.parse.references.sentences import Span, is_short_form, trim

_SECTION = re.compile(r"(?:Series|Part|Section|Serie|Reeks|Reihe)\b|[A-H](?:[,:]|$)")


def assign(draft: Draft, units: list[Span], *, titled: bool) -> None:
    """Give the sentences that are left their fields: the title, unless it is known (``titled``), and the container."""
    trimmed = [trim(draft.text, unit.start, unit.end, " ,;" + TAKEN) for unit in units]
    units = [unit for unit in trimmed if unit.end > unit.start]
    if not units:
        return
    if titled:
        _put(draft, units)
    elif len(units) == 1:
        _split_by_comma(draft, units[0])
    elif (at := _begin(draft, units)) < len(units):
        put_title(draft, units[:at])
        _put(draft, units[at:])
    else:
        put_title(draft, units)


def put_title(draft: Draft, units: list[Span]) -> None:
    """Take the title, which may be several sentences."""
    if units:
        draft.put("title", units[0].start, units[-1].end)


def is_one(draft: Draft, unit: Span) -> bool:
    """Whether a sentence reads like the title of a journal, a newspaper or a conference."""
    text, dated = draft.slice(unit), draft.fields.get("date")
    return (
        publishers.is_container(text) or bool(brackets.CONFERENCE.search(text)) or bool(dated and len(dated.value) > 7)
    )


def is_short_title(text: str) -> bool:
    """Whether a text is a few words that begin with capitals."""
    words = re.findall(r"[^\W\d_][\w’'.&-]*", text)
    return 0 < len(words) <= 6 and all(word[0].isupper() for word in words if len(word) > 3)


def _begin(draft: Draft, units: list[Span]) -> int:
    """The index of the first sentence of the container; the number of all where there is none."""
    text, fields = draft.slice(units[-1]), draft.fields
    if draft.counted:
        return _italic(draft, units) or _abbreviated(draft, units)
    if "publisher" in fields:
        return len(units) - ("pages" in fields or bool(brackets.CONFERENCE.search(text)))
    if draft.kind.endswith("thesis"):
        return len(units)
    if "pages" in fields or publishers.is_container(text) or brackets.CONFERENCE.search(text):
        return _italic(draft, units) or _abbreviated(draft, units)
    return len(units) - (is_short_title(text) and bool(fields.keys() & {"doi", "date"}))


def _italic(draft: Draft, units: list[Span]) -> int:
    """The index of the sentence that begins in italics, but for the first; 0 where none does."""
    starts = (
        index
        for index, unit in enumerate(units)
        if index and any(abs(start - unit.start) < 2 for start, _ in draft.italics)
    )
    return next(starts, 0)


def _abbreviated(draft: Draft, units: list[Span]) -> int:
    """The index of the last sentence, or of those before it that are words of one title: Proc. Natl. Acad. Sci."""
    at = len(units) - 1
    while at > 1 and _continues(draft.slice(units[at - 1]), draft.slice(units[at])):
        at -= 1
    return at


def _continues(before: str, text: str) -> bool:
    words, following = before.split(), text.split()
    if len(words) < 3 and any(map(is_short_form, words)) and all(word[0].isupper() for word in words):
        return True
    if _SECTION.match(text):
        return publishers.is_container(before)
    # Example Reviews. Genetics: two short names in capitals, the first of which says what it is.
    short = len(words) < 5 and len(following) < 4 and not re.match(r"(?:An?|The)\b", before)
    capitals = all(word[0].isupper() or word in ("and", "of", "&", "in") for word in words + following)
    return short and capitals and publishers.is_container(before)


def _split_by_comma(draft: Draft, unit: Span) -> None:
    """Title, Journal 12 (2010) 34–45: of a reference that has commas between all its parts."""
    text = draft.slice(unit)
    commas = [match.start() for match in re.finditer(r", (?=[^\W\d_a-z])", text)] if draft.counted else []
    if commas:
        put_title(draft, [Span(unit.start, unit.start + commas[-1])])
        _put(draft, [trim(draft.text, unit.start + commas[-1], unit.end)])
    else:
        put_title(draft, [unit])


def _put(draft: Draft, units: list[Span]) -> None:
    if len(units) > 1 and not draft.counted and brackets.SERIES.search(draft.slice(units[-1])):
        brackets.series(draft, units[-1])
        units = units[:-1]
    start, end = units[0].start, units[-1].end
    if draft.text[end : end + 1] == "." and "." in draft.text[start:end]:
        # J. Invent. Ex.: its last full stop is one of its own.
        end += 1
    draft.put(_field(draft, draft.text[start:end]), start, end)


def _field(draft: Draft, text: str) -> str:
    """The name of the field that holds a container."""
    fields = draft.fields
    if (
        draft.kind == "incollection"
        or ("editor" in draft.people and not draft.counted)
        or (brackets.CONFERENCE.search(text) and not draft.counted)
    ):
        return "booktitle"
    if draft.counted or publishers.is_container(text) or fields.keys() & {"doi", "month", "date"}:
        return "journal"
    if "pages" in fields or "publisher" in fields:
        return "booktitle"
    return "publisher"
