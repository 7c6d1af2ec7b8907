"""The report of an import: what was recognised, guessed and left out, as text, JSON and Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from studenthub.github import markdown as github
from studenthub.i18n import ENGLISH, N_, Interface
from studenthub.source.problems import one_line

#: Numbers by which a person can be found or called, and addresses: never printed in full.
_PRIVATE = re.compile(
    r"(?i:(?<=number )|(?<=no )|(?<=no\. )|(?<=nommer ))\d{5,}|(?<![\w./])(?:\+?\d[ -]?){8,13}\d(?![\w/])"
    r"|[\w.+-]+@[\w-]+\.[\w.]+"
    # The number of a student, as the University of Cape Town makes it and others do.
    r"|\b[A-Z]{6}\d{3}\b|(?<![\w./-])(?<!PMID )(?<!PMID: )[us]?\d{7,9}(?![\w/-])"
)
_OF_STUDENT = re.compile(r"(?P<label>\bstudent\w*[ -]?(?:number|no|nr|nommer|id)\b[ .:#]*)[\w-]{4,}", re.IGNORECASE)
MASK = "•••"
#: Characters of what a note quotes.
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Note:
    """One finding: its ``kind`` in a word, the ``message`` in plain words, and where it is."""

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
    """A citation that was recognised: as printed in the draft, as written in the article, and in which line."""

    printed: str
    written: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A reference: its key, its text in the draft, whether all of it was read, and the file and line of its entry."""

    key: str
    printed: str
    whole: bool
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an import. ``status`` is new, unchanged, changed or dry; ``todo`` is what the student does next.

    ``told`` are decisions that the student should review; ``left`` are words that are not in the article, with the
    reason; ``checks`` are the problems that the checks of the hub found.
    """

    draft: str
    article: str = ""
    bibliography: str = ""
    status: str = "new"
    citations: tuple[Citation, ...] = ()
    unlinked: int = 0
    references: tuple[Listed, ...] = ()
    todo: tuple[Note, ...] = ()
    told: tuple[Note, ...] = ()
    left: tuple[Note, ...] = ()
    pictures: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    def masked(self, secrets: Collection[str] = ()) -> Report:
        """The report with confidential words of the draft masked."""

        def hidden(said: Note) -> Note:
            message = said.message
            for secret in sorted(secrets, key=len, reverse=True):
                message = message.replace(secret, MASK)
            return replace(said, message=_PRIVATE.sub(MASK, _OF_STUDENT.sub(rf"\g<label>{MASK}", message)))

        return replace(
            self,
            todo=tuple(map(hidden, self.todo)),
            told=tuple(map(hidden, self.told)),
            left=tuple(map(hidden, self.left)),
            citations=tuple(replace(one, printed=_secretless(one.printed, secrets)) for one in self.citations),
        )

    def placed(self, article: str, bibliography: str) -> Report:
        """The report with the paths of its files, where a note has "article" or "bib"."""
        names = {"article": article, "bib": bibliography}

        def moved(said: Note) -> Note:
            return replace(said, path=names.get(said.path, said.path))

        return replace(
            self,
            article=article,
            bibliography=bibliography,
            todo=tuple(map(moved, self.todo)),
            told=tuple(map(moved, self.told)),
            references=tuple(replace(one, path=names.get(one.path, one.path)) for one in self.references),
        )

    @property
    def typed(self) -> tuple[Citation, ...]:
        """The citations for which something else is written than was printed."""
        return tuple(one for one in self.citations if one.printed != one.written)

    @property
    def summary(self) -> str:
        """The result in one line."""
        return ", ".join(part[:1].lower() + part[1:].removesuffix(".") for part in self.recognised(ENGLISH))

    def recognised(self, interface: Interface) -> Iterator[str]:
        """A sentence for each kind of thing that was read."""
        total, listed = len(self.citations) + self.unlinked, len(self.references)
        yield (
            interface.ngettext(
                "%(linked)s of %(n)s citation linked.",
                "%(linked)s of %(n)s citations linked.",
                total,
                linked=interface.number(len(self.citations)),
            )
            if total
            else interface.gettext("No citations found.")
        )
        yield (
            interface.ngettext(
                "%(whole)s of %(n)s reference read whole.",
                "%(whole)s of %(n)s references read whole.",
                listed,
                whole=interface.number(sum(one.whole for one in self.references)),
            )
            if listed
            else interface.gettext("No list of references.")
        )


class Findings:
    """The notes of a report while they are gathered, in the language of ``interface``.

    ``lines`` are those of the text, which is below ``offset`` lines of front matter.
    """

    def __init__(self, interface: Interface, written: str, offset: int) -> None:
        self.interface, self.lines, self.offset = interface, written.split("\n"), offset
        self.todos: list[Note] = []
        self.notes: list[Note] = []
        self.lost: list[Note] = []

    def todo(self, kind: str, message: str, path: str = "", line: int = 0) -> None:
        """Add what the student does next. ``path`` is "article" or "bib"."""
        self.todos.append(Note(kind, message, path if line else "", line))

    def note(self, kind: str, message: str, path: str = "", line: int = 0) -> None:
        """Add a decision that the student should review."""
        self.notes.append(Note(kind, message, path if line else "", line))

    def left(self, kind: str, message: str) -> None:
        """Add words that are not in the article."""
        self.lost.append(Note(kind, " ".join(message.split())))

    def line(self, words: str, earlier: int = 0) -> int:
        """The line of the article in which words are, or 0; of the same words, ``earlier`` were reported before."""
        counted = enumerate(self.lines, self.offset + 1)
        found = [number for number, line in counted for _ in range(line.count(words))]
        return found[min(earlier, len(found) - 1)] if found else 0


def cut(text: str) -> str:
    """A text in one line, shortened."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


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
    yield f"{_made(report)}: {report.summary}."
    for title, rows in _sections(report):
        if rows:
            yield ""
            yield f"{title}:"
            yield from (f"  {'- ' if said.place == '' else f'{said.place}: '}{said.message}" for said in rows)
    if report.checks:
        yield ""
        yield f"{_CHECKS}:"
        yield from (f"  {check}" for check in report.checks)
    yield from _long_lists(report)


def _long_lists(report: Report) -> Iterator[str]:
    if typed := report.typed:
        yield ""
        yield f"{_RECOGNISED}:"
        yield from (
            f"  {_flat(one.printed)} → {one.written}{f' (line {one.line})' if one.line else ''}" for one in typed
        )
    if report.references:
        yield ""
        yield f"{_READ}:"
        for one in report.references:
            yield f"  @{one.key}{'' if one.whole else f' {_PLEASE_CHECK}'}: {_flat(one.printed)}"


def _made(report: Report, interface: Interface = ENGLISH) -> str:
    """Which files there are now."""
    files = interface.listed([part for part in (report.article, report.bibliography) if part])
    return interface.gettext(_STATUS[report.status], files=files, article=report.article, draft=report.draft)


_STATUS = {
    "new": N_("%(files)s made from %(draft)s"),
    "dry": N_("%(files)s would be made from %(draft)s; nothing was written"),
    "changed": N_("%(files)s changed by %(draft)s"),
    "unchanged": N_("%(article)s is as %(draft)s has it already; nothing was written"),
}
_CHECKS, _PLEASE_CHECK = N_("What the checks still want"), N_("(please check)")
_RECOGNISED, _READ = N_("Citations that were recognised"), N_("References that were read")


def _sections(report: Report) -> tuple[tuple[str, Sequence[Note]], ...]:
    return (
        (N_("What to do next"), report.todo),
        (N_("What was decided; please check it"), report.told),
        (N_("What is not in the article"), report.left),
    )


def as_markdown(report: Report, interface: Interface = ENGLISH) -> str:
    """The report as a comment on GitHub, where nothing of the draft becomes a link, a picture or a mention.

    Its headings are in the language of ``interface``, as its points are already; what the checks say is English.
    """
    _ = interface.gettext
    heading = _("Your draft as an article")
    lines = [f"## {heading}", ""]
    lines += [github.plain(" ".join((f"{_made(report, interface)}.", *report.recognised(interface)))), ""]
    for title, rows in _sections(report):
        if rows:
            lines += [f"### {_(title)}", ""]
            lines += [
                f"- {f'{github.code(row.place)}: ' if row.place else ''}{github.plain(row.message)}" for row in rows
            ]
            lines.append("")
    if report.checks:
        lines += [f"### {_(_CHECKS)}", "", *(f"- {github.plain(check)}" for check in report.checks), ""]
    if typed := report.typed:
        lines += [f"<details><summary>{_(_RECOGNISED)}: {interface.number(len(typed))}</summary>", ""]
        lines += [f"- {github.plain(_flat(one.printed))} → {github.code(one.written)}" for one in typed]
        lines += ["", "</details>", ""]
    if report.references:
        lines += [f"<details><summary>{_(_READ)}: {interface.number(len(report.references))}</summary>", ""]
        for one in report.references:
            check = "" if one.whole else f" {_(_PLEASE_CHECK)}"
            lines.append(f"- {github.code(f'@{one.key}')}{check}: {github.plain(_flat(one.printed))}")
        lines += ["", "</details>", ""]
    return "\n".join(lines)


def _flat(text: str) -> str:
    return " ".join(text.split())


#: How a report is written, by the ending of its file.
FORMATS: Mapping[str, Callable[[Report], str]] = {".json": as_json, ".md": as_markdown, ".txt": as_text}
