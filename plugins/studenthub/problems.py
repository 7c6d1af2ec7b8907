"""What is wrong, where, and what to do about it; and how that is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from studenthub.source import Place


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
        hint = f" ({self.hint})" if self.hint else ""
        return one_line(f"{self.place}: {self.code} {self.message}{hint}")


def one_line(text: str) -> str:
    """``text`` with its control characters made visible, so that a hostile value cannot forge a line of the log."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def did_you_mean(name: str, known: Iterable[str], sign: str = "") -> str:
    """A hint that names the known word nearest to ``name``, or an empty string."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {sign}{near[0]}?" if near else ""


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
        f"title={_property(p.code)}::{_data(p.message + (f' ({p.hint})' if p.hint else ''))}\n"
        for p in problems
    )


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Iterable[Problem]) -> str:
    """A list of objects with the fields path, line, column, code, message and hint."""
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
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {"text": as_text, "github": as_github, "json": as_json}
