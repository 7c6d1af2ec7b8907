"""What is wrong, where, and what to do about it; and how that is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from difflib import get_close_matches
from urllib.parse import quote

from studenthub.source import Place

#: Comparing words takes the product of their lengths: of a hostile one only this much is looked at.
_LONGEST_WORD = 80
#: Of more words than this, only those are compared that begin or end like the one that was meant.
_MANY_WORDS = 500
#: What stands in the place of something confidential.
_MASK = "•••"

#: What a problem means for publication: an error stops it, advice does not, and what was allowed has its reason.
ERROR, ADVICE, ALLOWED = "error", "advice", "allowed"


@dataclass(frozen=True, slots=True)
class Fix:
    """A mend that a machine can make: the characters from ``start`` to ``end`` of the file become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend.

    ``code`` is ``HUB`` and three digits; the first digit is the subject: 0 unreadable, 1 front matter, 2 text,
    3 citing, 4 bibliography, 5 confidentiality, 6 files, 9 the whole hub. ``hint`` says what was probably meant.
    ``level`` is one of ERROR, ADVICE and ALLOWED.
    """

    place: Place
    code: str
    message: str
    hint: str = ""
    level: str = ERROR
    fix: Fix | None = field(default=None, compare=False)

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


def masked(problem: Problem, secrets: Iterable[str]) -> Problem:
    """``problem`` without ``secrets``, whole or cut short: what is printed in a log cannot be taken back."""
    message, hint = problem.message, problem.hint
    for secret in secrets:
        message, hint = _without(secret, message), _without(secret, hint)
    return replace(problem, message=message, hint=hint)


def _without(secret: str, text: str) -> str:
    text = text.replace(secret, _MASK)
    for length in range(len(secret) - 1, 3, -1):
        text = text.replace(f"{secret[:length]}…", f"{_MASK}…")
    return text


def as_text(problems: Iterable[Problem]) -> str:
    """One problem a line, as compilers print them."""
    return "".join(f"{problem}\n" for problem in problems)


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that become annotations on the lines of a pull request.

    Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(
        f"::{_ANNOTATIONS[p.level]} file={_property(p.place.path)},line={p.place.line},col={p.place.column},"
        f"title={_property(p.code)}::{_data(p._said)}\n"
        for p in problems
    )


_ANNOTATIONS: Mapping[str, str] = {ERROR: "error", ADVICE: "notice", ALLOWED: "notice"}


def _data(value: str) -> str:
    """A line break is made visible first, so that of what GitHub has escapes for only the per cent sign is left."""
    return one_line(value).replace("%", "%25")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Iterable[Problem]) -> str:
    """A list of objects, in ASCII for every terminal.

    Their fields are path, line, column, code, level, message, hint, and fix, which has start, end and text or is null.
    """
    rows = [
        {
            "path": p.place.path,
            "line": p.place.line,
            "column": p.place.column,
            "code": p.code,
            "level": p.level,
            "message": p.message,
            "hint": p.hint,
            "fix": asdict(p.fix) if p.fix else None,
        }
        for p in problems
    ]
    return json.dumps(rows, indent=2) + "\n"


def as_sarif(problems: Iterable[Problem]) -> str:
    """A SARIF 2.1.0 log, which code scanning and editors read (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""
    results = [
        {
            "ruleId": p.code,
            "level": "error" if p.level == ERROR else "note",
            "message": {"text": p._said},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(p.place.path, errors="replace")},
                        "region": {"startLine": p.place.line, "startColumn": p.place.column},
                    }
                }
            ],
        }
        for p in problems
    ]
    codes = sorted({str(result["ruleId"]) for result in results})
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "hub check", "rules": [{"id": code} for code in codes]}},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
    "sarif": as_sarif,
}
