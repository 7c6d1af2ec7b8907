"""What an import has recognised, guessed and left: for the student, as text, JSON and Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from studenthub.github import markdown as github
from studenthub.source.problems import one_line

#: Numbers by which a person can be found or called, and addresses: never printed in full.
_PRIVATE = re.compile(
    r"(?i:(?<=number )|(?<=no )|(?<=no\. )|(?<=nommer ))\d{5,}|(?<![\w./])(?:\+?\d[ -]?){8,13}\d(?![\w/])"
    r"|[\w.+-]+@[\w-]+\.[\w.]+"
    # The number of a student as the University of Cape Town makes it.
    r"|\b[A-Z]{6}\d{3}\b"
)
_OF_STUDENT = re.compile(r"(?P<label>\bstudent\w*[ -]?(?:number|no|nr|nommer|id)\b[ .:#]*)[\w-]{4,}", re.IGNORECASE)
MASK = "•••"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to tell: its ``kind`` in a word, the ``message`` in plain words, and where it is."""

    kind: str
    message: str
    path: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """path:line, or ""."""
        return f"{self.path}:{self.line}" if self.path and self.line else self.path


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation that was recognised: what was printed, what is written for it, in which line of the article."""

    printed: str
    written: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A reference: its key, what was printed, whether it was read whole, the line of its entry, and who has it."""

    key: str
    printed: str
    whole: bool
    path: str = ""
    line: int = 0


@dataclass
class Report:
    """An import as it is told. ``status`` is new, unchanged, changed or dry; ``todo`` is what the student does next.

    ``told`` are decisions to look at; ``left`` are words that are not in the article, with the reason; ``checks`` is
    what the checks of the hub still want.
    """

    draft: str
    article: str = ""
    bibliography: str = ""
    status: str = "new"
    citations: list[Citation] = field(default_factory=list)
    unlinked: int = 0
    references: list[Listed] = field(default_factory=list)
    todo: list[Said] = field(default_factory=list)
    told: list[Said] = field(default_factory=list)
    left: list[Said] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)

    def masked(self, secrets: Collection[str] = ()) -> Report:
        """The report without anything confidential in what it repeats."""

        def hidden(text: str) -> str:
            for secret in sorted(secrets, key=len, reverse=True):
                text = text.replace(secret, MASK)
            return _PRIVATE.sub(MASK, _OF_STUDENT.sub(rf"\g<label>{MASK}", text))

        out = replace(self)
        for name in ("todo", "told", "left"):
            setattr(out, name, [replace(said, message=hidden(said.message)) for said in getattr(self, name)])
        out.citations = [replace(one, printed=_secretless(one.printed, secrets)) for one in self.citations]
        return out

    @property
    def typed(self) -> list[Citation]:
        """The citations for which something else is written than was printed."""
        return [one for one in self.citations if one.printed != one.written]

    @property
    def summary(self) -> str:
        """What came of it in one line."""
        total = len(self.citations) + self.unlinked
        whole = sum(one.whole for one in self.references)
        parts = [
            f"{len(self.citations)} of {total} citations linked" if total else "no citations found",
            f"{whole} of {len(self.references)} references read whole" if self.references else "no list of references",
        ]
        return f"{', '.join(parts)}"


def _secretless(text: str, secrets: Collection[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, MASK)
    return text


def as_json(report: Report) -> str:
    """The report as data, with the field names of ``Report``."""
    return json.dumps({"version": 1, **asdict(report), "summary": report.summary}, ensure_ascii=False, indent=2) + "\n"


def as_text(report: Report) -> str:
    """The report as a student reads it in a terminal."""
    return "".join(f"{one_line(line)}\n" for line in _text(report))


def _text(report: Report) -> Iterator[str]:
    yield _headline(report)
    for title, rows in _sections(report):
        if rows:
            yield ""
            yield f"{title}:"
            yield from (f"  {'- ' if said.place == '' else f'{said.place}: '}{said.message}" for said in rows)
    if report.checks:
        yield ""
        yield "What the checks still want:"
        yield from (f"  {check}" for check in report.checks)
    yield from _long_lists(report)


def _long_lists(report: Report) -> Iterator[str]:
    if typed := report.typed:
        yield ""
        yield "Citations that were recognised:"
        yield from (
            f"  {_flat(one.printed)} → {one.written}{f' (line {one.line})' if one.line else ''}" for one in typed
        )
    if report.references:
        yield ""
        yield "References that were read:"
        for one in report.references:
            yield f"  @{one.key}{'' if one.whole else ' (please check)'}: {_flat(one.printed)}"


def _headline(report: Report) -> str:
    files = " and ".join(part for part in (report.article, report.bibliography) if part)
    words = {
        "new": f"{files} made from {report.draft}",
        "dry": f"{files} would be made from {report.draft}; nothing was written",
        "changed": f"{files} changed by {report.draft}",
        "unchanged": f"{report.article} is as {report.draft} has it already; nothing was written",
    }
    return f"{words.get(report.status, files)}: {report.summary}."


def _sections(report: Report) -> tuple[tuple[str, Sequence[Said]], ...]:
    return (
        ("What to do next", report.todo),
        ("What was decided; please check it", report.told),
        ("What is not in the article", report.left),
    )


def as_markdown(report: Report) -> str:
    """The report as a comment on GitHub, where nothing of the draft becomes a link, a picture or a mention."""
    lines = ["## Your draft as an article", "", github.plain(_headline(report)), ""]
    for title, rows in _sections(report):
        if rows:
            lines += [f"### {title}", ""]
            lines += [
                f"- {f'{github.code(said.place)}: ' if said.place else ''}{github.plain(said.message)}" for said in rows
            ]
            lines.append("")
    if report.checks:
        lines += ["### What the checks still want", "", *(f"- {github.plain(check)}" for check in report.checks), ""]
    if typed := report.typed:
        lines += [f"<details><summary>{len(typed)} citations that were recognised</summary>", ""]
        lines += [f"- {github.plain(_flat(one.printed))} → {github.code(one.written)}" for one in typed]
        lines += ["", "</details>", ""]
    if report.references:
        lines += [f"<details><summary>{len(report.references)} references that were read</summary>", ""]
        for one in report.references:
            check = "" if one.whole else " (please check)"
            lines.append(f"- {github.code(f'@{one.key}')}{check}: {github.plain(_flat(one.printed))}")
        lines += ["", "</details>", ""]
    return "\n".join(lines)


def _flat(text: str) -> str:
    return " ".join(text.split())


#: How a report is written, by the ending of its file.
FORMATS = {".json": as_json, ".md": as_markdown, ".txt": as_text}


def moved(said: Said, names: Mapping[str, str]) -> Said:
    """What is said, with the path of a file in the place of what the file is."""
    return replace(said, path=names.get(said.path, said.path))


def moved_reference(listed: Listed, names: Mapping[str, str]) -> Listed:
    """A reference, with the path of its bibliography."""
    return replace(listed, path=names.get(listed.path, listed.path))
