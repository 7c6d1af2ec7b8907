"""How many times a student must save until a first submission is right: python benchmarks/rounds.py FOLDER [-v].

FOLDER has a folder for each submission, with the files of a pull request. Each is laid over a copy of this hub. A round
is one reading of the report and one save: what the report offers is taken as it is (the whole file corrected, or the
lines of a fix), and of every other message the student does what its hint says, literally. What only a person knows
(a standfirst, a topic, the source behind a key) is answered with invented words.
"""

from __future__ import annotations

import argparse
import datetime
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studenthub.cli import misplaced
from studenthub.cli.commands.report import needs_the_whole_file
from studenthub.cli.correction import correction
from studenthub.hub import Hub, Read, Reader
from studenthub.importer import article as importer
from studenthub.importer.article import Given
from studenthub.importer.bylines import DraftAuthor
from studenthub.model import settings
from studenthub.source import fixes
from studenthub.source.problems import Problem

_PROJECT = Path(__file__).parent.parent
_HUB = ("docs", "bib", "overrides", "mkdocs.yml")
_MOST_ROUNDS = 5
#: What a student answers where something is to be filled in, by the field of the front matter.
_ANSWERS = {
    "title": "What a night without sleep does to students",
    "description": "Students who have been awake for twenty hours make more mistakes, and few are asked about it.",
    "date": "2026-03-12",
    "name": "Thandi Voorbeeld",
    "affiliation": "University of Example",
    "programme": "MBChB",
    "topics": "[student-wellbeing]",
}
_TEXT = "Students who have been awake for twenty hours make more mistakes. Nobody has asked them how they feel."
_SOURCE = (
    "author = {{Voorbeeld, A.}}, title = {{An invented work, {key}}}, journal = {{Journal of Examples}}, "
    "year = {{2019}}, volume = {{1}}, pages = {{2--9}}, doi = {{10.1234/{key}}}"
)
_NEW_NAME = re.compile(r"(?:call it|rename it to|move it to) (?P<name>[\w./-]+?)(?=[:;,]? |$)")
_LINES = re.compile(r"delete lines (\d+)–(\d+)")


def main() -> int:
    """Print the rounds of each submission."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="print what is reported in each round")
    given = parser.parse_args()
    needed = {}
    for folder in sorted(path for path in given.folder.iterdir() if path.is_dir()):
        with tempfile.TemporaryDirectory() as name:
            needed[folder.name] = _rounds(folder, Path(name) / "hub", verbose=given.verbose)
        print(f"{folder.name:28} {needed[folder.name]}")
    print(f"{len(needed)} submissions: median {statistics.median(needed.values()):g}, most {max(needed.values())}")
    return 0


def _rounds(submission: Path, root: Path, *, verbose: bool) -> int:
    root.mkdir()
    for name in _HUB:
        copy = shutil.copytree if (_PROJECT / name).is_dir() else shutil.copy
        copy(_PROJECT / name, root / name)
    student = _Student(root, _laid(submission, root))
    for number in range(_MOST_ROUNDS):
        reported = student.reported()
        if verbose:
            print(*(f"  {number + 1}: {row}" for row in reported), sep="\n")
        if not reported:
            return number
        student.follow(reported)
    return _MOST_ROUNDS


def _laid(submission: Path, root: Path) -> list[str]:
    """Put the files of a submission into a hub; what is added to a file of the hub goes to the end of that of today."""
    paths = []
    for file in sorted(path for path in submission.rglob("*") if path.is_file()):
        path = file.relative_to(submission)
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".bib" and target.exists():
            # It was sent when the file of the hub was shorter: what is new in it is its end.
            added = file.read_text(encoding="utf-8").partition("@article{testperson2021")
            target.write_text(target.read_text(encoding="utf-8") + "".join(("\n", *added[1:])), encoding="utf-8")
        else:
            shutil.copy(file, target)
        paths.append(path.as_posix())
    return paths


@dataclass
class _Student:
    """Does what a report says, in the files of ``paths``."""

    root: Path
    paths: list[str]

    def __post_init__(self) -> None:
        self._read: Read | None = None
        self._found: Hub | None = None

    def reported(self) -> list[Problem]:
        """The errors of the report on the pull request."""
        reader = Reader(settings.read(self.root), unpublished=True, today=datetime.date(2026, 11, 29))
        self._read = reader.read()
        changed = dict.fromkeys(self.paths, "new")
        self._found = self._read.checked(advice=True, fixes=True, lines=lambda path: path in changed)
        own = [row for row in self._found.problems if row.place.path in changed]
        return [*misplaced.misplaced(self._found.settings, changed), *own]

    def follow(self, reported: Sequence[Problem]) -> None:
        """One save: what is offered first, then what is asked for, from the end of each file to its beginning."""
        for path in [path for path in self.paths if path.endswith((".md", ".bib"))]:
            rows = [row for row in reported if row.place.path == path]
            if not rows or not (self.root / path).exists():
                continue
            if path.endswith(".md") and self._take_whole(path, rows):
                continue
            self._take_lines(path, rows)
            for row in sorted(rows, key=lambda row: (row.place.line, row.place.column), reverse=True):
                if not row.fix:
                    self._answer(path, row)
        for row in reported:
            self._move(row)

    def _take_whole(self, path: str, rows: Sequence[Problem]) -> bool:
        assert self._read
        assert self._found
        whole = correction(self._read, self._found, path) if needs_the_whole_file(rows) else ""
        if whole:
            self._write(path, _filled_in(whole))
        return bool(whole)

    def _take_lines(self, path: str, rows: Sequence[Problem]) -> None:
        offered = [row.fix for row in rows if row.fix]
        if offered:
            self._write(path, fixes.fixed(self._text(path), fixes.chosen(rows)))

    def _answer(self, path: str, row: Problem) -> None:
        act: Callable[[str, Problem], None] | None = {
            "HUB213": self._fill_in, "HUB116": self._fill_in, "HUB101": self._unfence, "HUB112": self._move_field_in,
            "HUB212": self._in_markdown, "HUB301": self._add_entry, "HUB316": self._cite, "HUB205": self._delete_list,
            "HUB207": self._say_where, "HUB425": self._write_title, "HUB402": self._delete_entry,
        }.get(row.code)  # fmt: skip
        if act:
            act(path, row)
        elif row.code.startswith("HUB5"):
            self._change_line(path, row, lambda line: re.sub(r"[\d(][\d /()-]{5,}\d", "", line))

    def _move(self, row: Problem) -> None:
        path = row.place.path
        if path.endswith(".docx"):
            self._send(path)
        elif match := _NEW_NAME.search(row.hint):
            name = match["name"].rstrip(".") if "/" in match["name"] else f"{path.rpartition('/')[0]}/{match['name']}"
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).rename(self.root / name)
            self.paths = [name if one == path else one for one in self.paths]

    def _send(self, path: str) -> None:
        """The form “Send a draft” in the place of a Word file, which the form's own answers complete."""
        assert self._found
        known = Given(
            description=_ANSWERS["description"],
            date=datetime.date.fromisoformat(_ANSWERS["date"]),
            authors=(DraftAuthor(_ANSWERS["name"], "MBChB", 4, _ANSWERS["affiliation"]),),
            topics=("student-wellbeing",),
        )
        sources = self._found.catalogue.bibliography.sources
        made = importer.make((self.root / path).read_bytes(), path, sources, known)
        (self.root / path).unlink()
        self.paths = [f"docs/articles/{made.path}", f"bib/{made.slug}.bib"]
        for name, text in zip(self.paths, (made.article, made.bibliography), strict=True):
            self._write(name, text)

    # What a message asks for.

    def _fill_in(self, path: str, row: Problem) -> None:
        if row.place.line <= 20 and re.match(r"[ -]*\w+:", self._line(path, row)):
            self._change_line(path, row, _answered)
        else:
            self._change_line(path, row, lambda _: _TEXT)

    def _unfence(self, path: str, row: Problem) -> None:
        self._write(path, re.sub(r"^```\w*\n", "", self._text(path), count=2, flags=re.MULTILINE))

    def _move_field_in(self, path: str, row: Problem) -> None:
        self._change_line(path, row, lambda line: f"    {line}")

    def _in_markdown(self, path: str, row: Problem) -> None:
        def change(line: str) -> str:
            line = re.sub(r"<h2>(.*?)</h2>", r"## \1\n", line)
            return re.sub(r"</?(?:p|span|center|b|br)\b[^<>]*>", "", line) + ("\n" if "<p>" in line else "")

        self._change_line(path, row, change)

    def _add_entry(self, path: str, row: Problem) -> None:
        match = re.search(r"@([\w:-]+)", row.message)
        if match and "add its entry" in row.hint and f"{{{match[1]}," not in self._bibliography():
            self._append(f"@article{{{match[1]}, {_SOURCE.format(key=match[1])}}}\n")

    def _cite(self, path: str, row: Problem) -> None:
        """A typed citation without an entry: the entry is written, and its key takes the place of the typed words."""
        key = f"source{row.place.line}"
        self._append(f"@article{{{key}, {_SOURCE.format(key=key)}}}\n")
        at = row.place.column - 1
        self._change_line(path, row, lambda line: line[:at] + re.sub(r"^\([^()]*\)", f"[@{key}]", line[at:]))

    def _delete_list(self, path: str, row: Problem) -> None:
        if match := _LINES.search(row.hint):
            lines = self._text(path).split("\n")
            del lines[int(match[1]) - 1 : int(match[2])]
            self._write(path, "\n".join(lines).rstrip() + "\n")

    def _say_where(self, path: str, row: Problem) -> None:
        self._change_line(path, row, lambda line: re.sub(r"\[(?:source|here|link)\]", "[an invented study]", line))

    def _write_title(self, path: str, row: Problem) -> None:
        self._change_line(path, row, lambda line: re.sub(r"\{(.+)\}", lambda m: f"{{{m[1].capitalize()}}}", line))

    def _delete_entry(self, path: str, row: Problem) -> None:
        """One of two entries under one key goes: the student's own, which came last."""
        lines = self._text(path).split("\n")
        first = row.place.line - 1
        last = next((at for at in range(first, len(lines)) if lines[at].startswith("}")), first)
        del lines[first : last + 1]
        self._write(path, "\n".join(lines))

    # Files.

    def _bibliography(self) -> str:
        return "".join(path.read_text(encoding="utf-8") for path in sorted((self.root / "bib").rglob("*.bib")))

    def _append(self, entry: str) -> None:
        path = next((path for path in self.paths if path.endswith(".bib")), "bib/awake-for-twenty-hours.bib")
        self.paths = [*dict.fromkeys((*self.paths, path))]
        self._write(path, (self._text(path) if (self.root / path).exists() else "") + entry)

    def _text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def _line(self, path: str, row: Problem) -> str:
        return self._text(path).split("\n")[row.place.line - 1]

    def _change_line(self, path: str, row: Problem, change: Callable[[str], str]) -> None:
        lines = self._text(path).split("\n")
        lines[row.place.line - 1] = change(lines[row.place.line - 1])
        self._write(path, "\n".join(lines))

    def _write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, encoding="utf-8")


def _filled_in(text: str) -> str:
    """A corrected file with each TODO of its front matter answered."""
    return "\n".join(_answered(line) if "TODO" in line else line for line in text.split("\n"))


def _answered(line: str) -> str:
    match = re.match(r"(?P<begin>[ -]*(?P<field>\w+): *)", line)
    return f"{match['begin']}{_ANSWERS[match['field']]}" if match and match["field"] in _ANSWERS else line


if __name__ == "__main__":
    sys.exit(main())
