"""A check of the Acts in the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.rules.bibliography.entries import EntryPart, having
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import shortened

#: What South African Acts, and those of other countries of the Commonwealth, are numbered by: 61 of 2003.
_NUMBER = re.compile(r"(?P<number>\d{1,4}) of (?P<year>\d{4})")


def number_of_act(checked: Checked) -> Iterator[Finding]:
    """The number of an Act is the same in its title, its number and its year.

    Where they differ, both are printed: Example Act 16 of 2003 61 of 2003.

    Wrong: title = {Example Act 16 of 2003}, number = {61 of 2003}
    Right: title = {Example Act}, number = {61 of 2003}, year = {2003}
    """
    for title in having(checked, "title"):
        source = title.source
        if source.type != "legislation" or not (said := _NUMBER.search(title.raw)):
            continue
        number = EntryPart(source, "number")
        if number.raw.strip() and said[0] not in number.raw:
            message = f"the title says {said[0]}, and the number {shortened(number.raw)}: readers see both"
            yield number.found(message, f"write {said[0]}, or fix the title")
        elif re.fullmatch(r"\d{4}", source.year) and source.year != said["year"]:
            year = EntryPart(source, "year" if "year" in source.fields else "date")
            message = f"the title says {said[0]}, and the year is {source.year}"
            yield year.found(message, f"is {said['year']} meant?", harmless=True)
