"""Mends that a machine can make: put into a text, and shown as the lines that they change."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from studenthub.source.problems import ERROR, Fix, Problem, Suggestion
from studenthub.source.text import Text

#: What is shown to be copied: mends of neighbouring lines, and characters of these.
_MOST_FIXES, _LONGEST_BLOCK = 20, 10_000


def kept(fixes: Iterable[Fix]) -> list[Fix]:
    """The mends in their order; of two that overlap, the first counts."""
    apart: list[Fix] = []
    for fix in sorted(set(fixes), key=lambda fix: (fix.start, fix.end, fix.text)):
        if not apart or _are_apart(apart[-1], fix):
            apart.append(fix)
    return apart


def _are_apart(first: Fix, second: Fix) -> bool:
    return first.end <= second.start and first.start < second.start


def mended(content: str, fixes: Iterable[Fix]) -> str:
    """``content`` with its mends."""
    parts: list[str] = []
    at = 0
    for fix in kept(fixes):
        parts += [content[at : fix.start], fix.text]
        at = fix.end
    return "".join([*parts, content[at:]])


def suggested(problems: Iterable[Problem], texts: Mapping[str, Text]) -> list[Problem]:
    """``problems``, each that a machine can mend with its lines as they are and as they should be.

    All mends of a line are in its suggestion: whoever copies it is done with the line.
    """
    rows = list(problems)
    by_path: dict[str, list[Problem]] = defaultdict(list)
    for row in rows:
        if row.fix and row.place.path in texts:
            by_path[row.place.path].append(row)
    shown = {path: list(_suggestions(texts[path], _weighed(found))) for path, found in by_path.items()}
    return [_with_suggestion(row, shown.get(row.place.path, ())) for row in rows]


def _weighed(rows: Sequence[Problem]) -> list[Fix]:
    """The mends of errors, and those of advice that leave them room."""
    needed = kept(row.fix for row in rows if row.fix and row.level == ERROR)
    starts = [fix.start for fix in needed]

    def has_room(fix: Fix) -> bool:
        at = bisect_right(starts, fix.start)
        before, after = needed[max(at - 1, 0) : at], needed[at : at + 1]
        return all(_are_apart(one, fix) for one in before) and all(_are_apart(fix, one) for one in after)

    return needed + [row.fix for row in rows if row.fix and row.level != ERROR and has_room(row.fix)]


def _with_suggestion(row: Problem, blocks: Sequence[tuple[int, int, Suggestion]]) -> Problem:
    if row.fix and (at := bisect_right(blocks, row.fix.start, key=itemgetter(0))):
        _, end, suggestion = blocks[at - 1]
        if row.fix.start <= end:
            return replace(row, suggestion=suggestion)
    return row


def _suggestions(text: Text, fixes: Iterable[Fix]) -> Iterator[tuple[int, int, Suggestion]]:
    """The blocks of whole lines that mends change, each with its offsets."""
    content = text.content
    blocks: list[tuple[int, int, list[Fix]]] = []
    for fix in kept(fixes):
        start, end = content.rfind("\n", 0, fix.start) + 1, content.find("\n", fix.end)
        end = len(content) if end < 0 else end
        if blocks and start <= blocks[-1][1]:
            begun, _, together = blocks[-1]
            together.append(fix)
            blocks[-1] = (begun, end, together)
        else:
            blocks.append((start, end, [fix]))
    for start, end, together in blocks:
        # Each of them is shown with the whole block.
        if len(together) > _MOST_FIXES or end - start > _LONGEST_BLOCK:
            continue
        moved = [Fix(fix.start - start, fix.end - start, fix.text) for fix in together]
        lines = content[start:end]
        yield start, end, Suggestion(text.place(start).line, lines, mended(lines, moved))
