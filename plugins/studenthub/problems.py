"""What is wrong, where, and what to do about it; and how that is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from studenthub.source import Place

#: Comparing words takes the product of their lengths: of a hostile one only this much is looked at.
_LONGEST_WORD = 80
#: Of more words than this, only those are compared that begin or end like the one that was meant.
_MANY_WORDS = 500


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend.

    ``code`` is ``HUB`` and three digits; the first digit is the subject: 0 unreadable, 1 front matter, 2 text,
    3 citing, 4 bibliography, 5 confidentiality, 6 files, 9 the whole hub. ``hint`` says what was probably meant.
    """

    place: Place
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return one_line(f"{self.place}: {self.code} {self._said}")

    @property
    def _said(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


def one_line(text: str) -> str:
    """``text`` with its control characters made visible, so that a hostile value cannot forge a line of the log."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shortened(text: str, longest: int = 40) -> str:
    """``text`` for a message, cut with an ellipsis where it is longer than ``longest`` characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def did_you_mean(name: str, known: Iterable[str], sign: str = "") -> str:
    """A hint that names the known word nearest to ``name``, or an empty string. Capitals count for nothing."""
    meant = name[:_LONGEST_WORD].casefold()
    words = {word.casefold(): word for word in known}
    if len(words) > _MANY_WORDS:
        words = {word: words[word] for word in words if word[:2] == meant[:2] or word[-4:] == meant[-4:]}
    near = get_close_matches(meant, words, n=1, cutoff=0.6)
    return f"did you mean {sign}{words[near[0]]}?" if near else ""


def listed(words: Iterable[str]) -> str:
    """``a, b or c``."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} or {last}" if most else last


def as_text(problems: Iterable[Problem]) -> str:
    """One problem a line, as compilers print them."""
    return "".join(f"{problem}\n" for problem in problems)


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that become annotations on the lines of a pull request.

    Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(
        f"::error file={_property(p.place.path)},line={p.place.line},col={p.place.column},"
        f"title={_property(p.code)}::{_data(p._said)}\n"
        for p in problems
    )


def _data(value: str) -> str:
    """A line break is made visible first, so that of what GitHub has escapes for only the per cent sign is left."""
    return one_line(value).replace("%", "%25")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Iterable[Problem]) -> str:
    """A list of objects with the fields path, line, column, code, message and hint, in ASCII for every terminal."""
    rows = [
        {
            "path": p.place.path,
            "line": p.place.line,
            "column": p.place.column,
            "code": p.code,
            "message": p.message,
            "hint": p.hint,
        }
        for p in problems
    ]
    return json.dumps(rows, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {"text": as_text, "github": as_github, "json": as_json}
