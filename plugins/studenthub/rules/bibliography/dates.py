"""Checks of the dates in the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.model.sources.source import Source
from studenthub.rules.bibliography.entries import EntryPart, every, written
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import shortened

#: Gutenberg's Bible is of 1455.
_FIRST_PRINTED = 1450
#: A day, a month or a range in numbers.
_SIGN = r"\s?[-–—‒－/.]\s?"
_IN_NUMBERS = re.compile(
    rf"\d{{1,4}}{_SIGN}\d{{1,4}}(?:{_SIGN}\d{{1,4}})?[-–—.,;]?|\d{{1,2}} \d{{1,2}}(?:{_SIGN}\d{{1,2}}){{0,2}}|\d{{5,8}}"
)


def year_form(checked: Checked) -> Iterator[Finding]:
    """A year has four digits, and is neither far in the future nor before the first printed books.

    A work that has not appeared yet has words instead of a year: in press, forthcoming; one without a date has n.d.

    A date that cannot be read, or that may mean two days, is printed as it is written; write year-month-day.

    Wrong: year = {24}, year = {2204}, year = {2024a}, date = {05/03/2024}, date = {2024-02-31}, month = {1st quarter}
    Right: year = {2024}, date = {2024-03-05}, month = jul, month = {March--April}
    """
    for source in every(checked):
        raw = written(source, "year").strip(" {}")
        when = source.date.get("literal", "")
        if isinstance(when, str) and _IN_NUMBERS.fullmatch(when):
            hint = "write it as year-month-day, such as 2024-07-11, or two years as 2023/2024"
            name = "date" if written(source, "date") else "year"
            yield EntryPart(source, name).found(f"this is not a date, or could be two: {shortened(when)}", hint)
        elif raw and not raw.isalpha() and not written(source, "date"):
            yield from _unprinted_month(source)
            yield from _slip_in_year(EntryPart(source, "year"), raw, checked.today.year)
        elif when and written(source, "date"):
            yield from _slip_in_year(
                EntryPart(source, "date"), written(source, "date").strip(" {}"), checked.today.year
            )


def _unprinted_month(source: Source) -> Iterator[Finding]:
    month = EntryPart(source, "month")
    if month.raw.strip(" {}") and _is_year_alone(source):
        message = f"this is not a month, and is not printed: {shortened(month.raw)}"
        yield month.found(message, "write jul, or {July}; of a range {March--April}", harmless=True)


def _slip_in_year(year: EntryPart, raw: str, this_year: int) -> Iterator[Finding]:
    """What is wrong with ``raw``, the year as it is written."""
    is_read = _is_read(year.source)
    if re.fullmatch(r"\d{4}[a-z]", raw) and not is_read:
        yield year.found(f"the hub adds the letter of {raw} itself", f"write {raw[:4]}", year.fix(raw[:4]))
    elif re.search(r"\d", raw) and not re.search(r"(?<!\d)\d{4}(?!\d)", raw) and not is_read:
        hint = "write all four, such as 2024"
        yield year.found(f"the year {shortened(raw)} does not have four digits", hint)
    elif re.fullmatch(r"\d{4}", raw) and int(raw) > this_year + 1:
        yield year.found(f"the year {raw} is in the future", "fix it, or write in press")
    elif re.fullmatch(r"\d{4}", raw) and int(raw) < _FIRST_PRINTED:
        hint = "fix it, or add ignore = {HUB421: and why it is right}"
        yield year.found(f"the year {raw} is long ago", hint)
    elif re.match(r"n\.?\s?d\.?.*\d{4}", raw, re.IGNORECASE):
        hint = "write one of the two"
        yield year.found(f"{shortened(raw)} says that there is no date, but gives one", hint)


def _is_year_alone(source: Source) -> bool:
    """Whether nothing but a year is known of a date."""
    parts = source.date.get("date-parts")
    return "season" not in source.date and isinstance(parts, list) and len(parts) == len(parts[0]) == 1


def _is_read(source: Source) -> bool:
    """Whether a year of fewer digits, or with other signs, was understood: 44 BC, 1990s, 199X."""
    return "date-parts" in source.date or bool(re.fullmatch(r"\d{3}0s", source.year))
