"""Two entries with one key: whether they agree, and in which fields they differ."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from studenthub.model.sources.csl_items import USED
from studenthub.model.sources.source import Source
from studenthub.source.problems import ADVICE, Problem, listed, shortened

#: Fields that a message names before it counts the rest, and characters that it shows of a value.
_MOST, _LONGEST = 3, 30
#: What the rich text of CSL-JSON is marked with.
_TAG = re.compile(r"</?(?:span|i|b|sup|sub)\b[^<>]*>")


def says_all(source: Source, other: Source) -> bool:
    """Whether ``source`` says of its work whatever ``other`` says, as it is printed.

    "1--2" is "1-2", a field that no style prints is nothing, and braces and capitals make no other work.
    """
    said = source.csl
    return all(_folded(said.get(name)) == _folded(value) for name, value in other.csl.items())


def _folded(value: object) -> str:
    """A value of CSL-JSON as it is compared."""
    return " ".join(_TAG.sub("", json.dumps(value, sort_keys=True, ensure_ascii=False)).casefold().split())


def compared(source: Source, first: Source) -> Problem:
    """The problem of ``source``, whose key ``first`` has already.

    It is advice where one of them says all that the other says, and else an error that names what differs.
    """
    place = first.place
    where, message = f"{place.path}:{place.line}", f"the key {shortened(source.key)} is used twice"
    if says_all(source, first) or says_all(first, source):
        hint = f"the first is at {where} and says the same; one of them may be deleted"
        return Problem(source.place, "HUB402", message, hint, ADVICE, keys=(source.key,))
    differ = list(_differences(source, first))
    shown = [*differ[:_MOST], *([f"{len(differ) - _MOST} more"] if len(differ) > _MOST else [])]
    message += f", and the entries differ: {'; '.join(shown)}" if shown else ""
    hint = f"the first is at {where}; delete this one, or give another work another key"
    return Problem(source.place, "HUB402", message, hint, keys=(source.key,))


def _differences(source: Source, first: Source) -> Iterator[str]:
    """The fields that differ, each with both values; then those that only one of them has."""
    if source.type != first.type:
        yield f"@{source.type} here and @{first.type} there"
    here, there = ({name: one.plain(name) for name in sorted(USED)} for one in (source, first))
    for name in here:
        if here[name] and there[name] and here[name].split() != there[name].split():
            yield f"{name} is “{shortened(here[name], _LONGEST)}” here and “{shortened(there[name], _LONGEST)}” there"
    for these, others, where in ((here, there, "here"), (there, here, "there")):
        if names := [name for name in these if these[name] and not others[name]]:
            yield f"{listed(names, 'and')} only {where}"
