"""Texts to try parsers with: those made of a syntax's own signs, and those that take a careless parser long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st

#: Repeated, each of these has taken some parser of Markdown, YAML or BibTeX quadratic time.
PIECES = (
    *("[", "]", "{", "}", "(", ")", "`", "@", "<", ">", "*", "_", "$", "^", "\\", "&", "#", "%", "|", "~", ","),
    *('"', "'", " ", "\n", "\t", "\xa0", "\n\n", " \n", "    a\n", "- a\n", "> ", "# ", "a", "é"),
    *("![", "](", "[a](", "[a][", "[[a]", "[a[b]", "[^a", "[a]: b\n", "`a``", "<!--", "<a ", '<a b="', "<a@", "```\n"),
    *("```a\n", "~~~\n", "[@a", "@a [", "@a [p", "@{", "[@{a;", "[@a; @b, p. [x] ", ". [@a] ", "A. ", "e.g. "),
    *("@a{", "\n@a{b,", "\n@a{b,c={", "@a{b,c={}}", '@a{b,c="', "\n@comment{", "@string{a=a#a}\n", "a#", "{{", "}}"),
    *(" and ", ", ", "{\\'", "\\'{", "\\it ", "\\url{", "\\frac{", "\\textit{", "$_", "{a}", "--", "/", "2024-", "..."),
    *("a: ", "- ", "? ", "&a ", "*a ", "!a ", "[a, ", "{a: ", "http://a.", "&amp;", "&#"),
)


_Row = TypeVar("_Row")

#: How often what seems slow is tried again, before it is called slow.
_TRIES = 15


def times(share: float) -> settings:
    """Of a property test that takes long or little, so many times the usual number of examples."""
    return settings(max_examples=round(share * settings.default.max_examples))


def tried(rows: Sequence[_Row]) -> Sequence[_Row]:
    """All of many rows; as many of them as of random examples in ``make test-fast``, a fifth."""
    return rows[:: max(1, 100 // settings.default.max_examples)]


def made_of(*signs: str) -> st.SearchStrategy[str]:
    """Texts of ``signs`` with a few words between."""
    return st.lists(st.sampled_from(signs) | st.text(max_size=3), max_size=40).map("".join)


def seconds(function: Callable[[str], object], text: str) -> float:
    """The CPU time of one call."""
    begin = time.process_time()
    function(text)
    return time.process_time() - begin


def work(function: Callable[[str], object], text: str, most: float) -> float:
    """How much one call is, in millions of additions by Python: seconds would be those of a machine, and of its load.

    What is more than ``most`` is tried again, as the machine may have done other things.
    """
    least = float("inf")
    for _ in range(_TRIES):
        unit = seconds(lambda _: sum(number + 1 for number in range(1_000_000)), "")
        least = min(least, seconds(function, text) / unit)
        if least <= most:
            break
    return least


def quadratic(
    function: Callable[[str], object], pieces: Iterable[str] = PIECES, frame: str = "{}", size: int = 20_000
) -> list[str]:
    """The pieces of which twice as much takes ``function`` over three times as long.

    ``frame`` is the text around the repeated piece. What was slow is tried again, and the best of each size counts: the
    machine does other things, and may be several times slower for a while. How long each takes is told by
    benchmarks/hostile.py.
    """
    slow = []
    for piece in pieces:
        short, long = (frame.replace("{}", (piece * (length // len(piece)))) for length in (size, 2 * size))
        first = second = float("inf")
        for _ in range(_TRIES):
            first, second = min(first, seconds(function, short)), min(second, seconds(function, long))
            if second < 3 * first + 0.1:
                break
        else:
            slow.append(f"{piece!r}: {first:.3f} s, {second:.3f} s")
    return slow
