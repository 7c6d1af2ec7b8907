"""Problems: what is wrong, where, and what to do; and how they are printed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from difflib import get_close_matches
from urllib.parse import quote

from studenthub.source.text import Place

#: Comparing words takes the product of their lengths: of a hostile one only this much is looked at.
_LONGEST_WORD = 80
#: Letters that are enough to suggest the only word that begins with them, or has them between two hyphens.
_SHORTEST_BEGINNING = 3
#: How much of two words must be the same, from 0 to 1, for one to be a slip for the other.
_ALIKE = 0.75
#: Where there are more words than this, only those are compared that begin or end like the one that was meant.
_MANY_WORDS = 500
#: Characters of a line that is shown whole; and those shown on each side of a change in a longer one.
_LONGEST_LINE, _AROUND = 160, 50
#: What is in the place of something confidential.
_MASK = "•••"

#: What a problem means for publication: an error stops it, advice does not, and what was allowed has its reason.
ERROR, ADVICE, ALLOWED = "error", "advice", "allowed"


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix that a machine can make: the characters from ``start`` to ``end`` of the file become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whole lines as they are and as they should be, from ``line`` of the file on, with all fixes of these lines."""

    line: int
    before: str
    after: str

    @property
    def short(self) -> Suggestion:
        """The same; of a long line what is changed, and a few words around it."""
        lines = (self.before, self.after)
        if max(map(len, lines)) <= _LONGEST_LINE:
            return self
        begun = _alike(*lines)
        ended = _alike(*(line[begun:][::-1] for line in lines))
        start = self.before.rfind(" ", 0, max(0, begun - _AROUND)) + 1
        rest = self.before[len(self.before) - ended :]
        stop = rest.find(" ", _AROUND)
        first, last = "… " if start else "", rest if stop < 0 else f"{rest[:stop]} …"
        before, after = (f"{first}{line[start : len(line) - ended]}{last}" for line in lines)
        return Suggestion(self.line, before, after)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix.

    ``code`` is ``HUB`` and three digits; the first digit is the subject: 0 unreadable, 1 front matter, 2 text,
    3 citing, 4 bibliography, 5 confidentiality, 6 files, 9 the whole hub. ``hint`` says what was probably meant.
    ``level`` is one of ERROR, ADVICE and ALLOWED. ``fix`` is for a machine, ``suggestion`` the same for people.
    ``keys`` are the entries of the bibliography that it is about, ``missing`` the fields that the first of them needs.
    """

    place: Place
    code: str
    message: str
    hint: str = ""
    level: str = ERROR
    fix: Fix | None = field(default=None, compare=False)
    suggestion: Suggestion | None = field(default=None, compare=False)
    keys: tuple[str, ...] = field(default=(), compare=False)
    missing: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return one_line(f"{self.place}: {self.code} {self._said}")

    @property
    def is_confidential(self) -> bool:
        """Whether it is about what may lead to a person."""
        return self.code.startswith("HUB5")

    @property
    def sentences(self) -> str:
        """What is wrong and what to do, as sentences on one line."""
        return one_line(" ".join(map(sentence, filter(None, (self.message, self.hint)))))

    @property
    def _said(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


def sentence(text: str) -> str:
    """A message as a sentence: with a capital where it begins with a word, and a full stop."""
    first = re.match(r"[a-z]+(?= |: )", text)
    whole = text[:1].upper() + text[1:] if first else text
    return whole if whole.endswith((".", "?", "!")) else f"{whole}."


def one_line(text: str) -> str:
    """``text`` as one line of a log, which a hostile value can neither forge nor fill with commands.

    Control characters are made visible. ``##[`` begins a command of GitHub's runner wherever it is in a line
    (https://github.com/actions/runner, ActionCommand.TryParse), and gets a space.
    """
    text = text.replace("##[", "## [")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shortened(text: str, longest: int = 40) -> str:
    """``text`` for a message, cut with an ellipsis where it is longer than ``longest`` characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def codepoint(character: str) -> str:
    """A character by its number, as Unicode writes it: U+00A0."""
    return f"U+{ord(character):04X}"


def did_you_mean(name: str, known: Iterable[str], sign: str = "") -> str:
    """A hint that names the known word nearest to ``name``, or an empty string."""
    near = nearest(name, known)
    return f"did you mean {sign}{near}?" if near else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known word nearest to ``name``, or an empty string. Capitals count for nothing.

    Keys of sources are compared by ``parse.keys``: half of their letters are a year.
    """
    meant = name[:_LONGEST_WORD].casefold()
    words = {word.casefold(): word for word in known}
    if len(words) > _MANY_WORDS:
        words = {word: words[word] for word in words if word[:2] == meant[:2] or word[-4:] == meant[-4:]}
    near = get_close_matches(meant, words, n=1, cutoff=_ALIKE)
    if not near and len(meant) >= _SHORTEST_BEGINNING:
        longer = [word for word in words if word.startswith(meant) or meant in word.split("-")]
        near = longer if len(longer) == 1 else []
    return words[near[0]] if near else ""


def listed(words: Iterable[str], between: str = "or") -> str:
    """``a, b or c``."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} {between} {last}" if most else last


def masked(problem: Problem, secrets: Collection[str]) -> Problem:
    """``problem`` without ``secrets``, whole or cut short: what is printed in a log cannot be taken back.

    A fix that would quote one is left out: whoever takes the secret away sees the line anew.
    """
    fix, lines = problem.fix, problem.suggestion
    return replace(
        problem,
        message=without(secrets, problem.message),
        hint=without(secrets, problem.hint),
        fix=fix if fix and without(secrets, fix.text) == fix.text else None,
        suggestion=lines if lines and without(secrets, text := lines.before + lines.after) == text else None,
    )


def without(secrets: Iterable[str], text: str) -> str:
    """``text`` with a mask in the place of ``secrets``, whole or cut short."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, _MASK)
        if "…" in text:
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
        f"title={_property(p.code)}::{'%0A'.join(map(_data, (p._said, *_instead(p))))}\n"
        for p in problems
    )


def _instead(problem: Problem) -> Iterator[str]:
    """The lines of an annotation that say what to write."""
    if problem.suggestion:
        after = problem.suggestion.short.after
        yield "Write this instead:" if after.strip() else "Delete this line."
        yield from after.splitlines()


_ANNOTATIONS: Mapping[str, str] = {ERROR: "error", ADVICE: "notice", ALLOWED: "notice"}


def _data(value: str) -> str:
    """A line break is made visible first, so that of what GitHub has escapes for only the per cent sign is left."""
    return one_line(value).replace("%", "%25")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Iterable[Problem]) -> str:
    """A list of objects, in ASCII for every terminal.

    Their fields are path, line, column, code, level, message, hint; fix, which has start, end and text; and
    suggestion, which has line, before and after. The last two are null where no machine can fix it.
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
            "suggestion": asdict(p.suggestion) if p.suggestion else None,
        }
        for p in problems
    ]
    return json.dumps(rows, indent=2) + "\n"


def as_sarif(problems: Iterable[Problem]) -> str:
    """A SARIF 2.1.0 log, which code scanning and editors read (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""
    rows = list(problems)
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "hub check", "rules": [{"id": code} for code in sorted({p.code for p in rows})]}
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(row) for row in rows],
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"


def _result(problem: Problem) -> dict[str, object]:
    artifact = {"uri": quote(problem.place.path, errors="replace")}
    region = {"startLine": problem.place.line, "startColumn": problem.place.column}
    result: dict[str, object] = {
        "ruleId": problem.code,
        "level": "error" if problem.level == ERROR else "note",
        "message": {"text": problem._said},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }
    if suggestion := problem.suggestion:
        lines = {"startLine": suggestion.line, "endLine": suggestion.line + suggestion.before.count("\n")}
        change = {"deletedRegion": lines, "insertedContent": {"text": suggestion.after}}
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}]}]
    return result


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
    "sarif": as_sarif,
}
