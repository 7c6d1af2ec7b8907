"""``hub check``: list what must be fixed and what could be better, and make the safe fixes."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from studenthub.cli import misplaced, pull_request
from studenthub.cli.terminal import Commands, count, patience, reader, within
from studenthub.hub import Hub, Read, Reader
from studenthub.source import fixes, problems
from studenthub.source.problems import Fix, Problem, listed, one_line
from studenthub.source.text import Text


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "check",
        help="list what must be fixed before the hub can be published",
        description="Check all articles, sources and pictures. Each message names the file, the line and the column; "
        "`hub explain CODE` explains it. Advice is listed separately and stops nothing.",
        epilog="Example: hub check docs/articles/sleep-on-call.md --fix",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders to report on (default: all)")
    parser.add_argument(
        "--format", choices=sorted(problems.FORMATS), default="text", help="output format (default: text)"
    )
    parser.add_argument("--fix", action="store_true", help="make the fixes that are safe, and list what is left")
    parser.add_argument("--no-advice", action="store_true", help="print no advice")
    parser.add_argument(
        "--base",
        metavar="REF",
        help="list first what changed since this commit or branch; give advice on that alone",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, and fix with --fix."""
    wanted, opened = _wanted(options), reader(options)
    names = pull_request.changed(opened.settings.root, options.base) if options.base else {}
    if options.fix:
        _fix(opened, wanted, advice=not options.no_advice)
    with patience("checking the hub"):
        # The lines to write are no part of what a terminal shows.
        shown = (lambda path: not names or path in names) if options.format != "text" else lambda path: False
        found = opened.read().checked(advice=not options.no_advice, fixes=True, lines=shown)
    errors, advice = (_within(rows, wanted) for rows in (found.problems, found.advice))
    lost = misplaced.misplaced(found.settings, names or misplaced.beside(found.settings))
    errors = [*_within(lost, wanted), *errors]
    if options.base:
        # GitHub shows the first ten annotations of a kind.
        errors.sort(key=lambda row: row.place.path not in names)
        passed = [] if options.no_advice else pull_request.dated(found, names)
        advice = [r for r in (*passed, *advice) if r.place.path in names]
        advice = [*pull_request.mixed(found.settings, list(names)), *_within(advice, wanted)]
    if options.format == "text":
        _as_text(_asked(found, wanted), errors, advice)
    else:
        sys.stdout.write(problems.FORMATS[options.format]([*errors, *advice]))
    return 1 if errors else 0


def _asked(found: Hub, wanted: Sequence[str]) -> str:
    """The checked files in words: the articles, and files and folders without articles."""
    paths = [article.path for article in found.catalogue.articles]
    articles = [path for path in paths if _is_within(path, wanted)]
    others = [name for name in wanted if not any(_is_within(path, [name]) for path in articles)]
    words = [count(len(articles), "article")] if articles or not others else []
    return listed([*words, *others], "and")


def _as_text(asked: str, errors: Sequence[Problem], advice: Sequence[Problem]) -> None:
    sys.stdout.write(problems.as_text(errors))
    if advice:
        sys.stdout.write("\nAdvice, which stops nothing:\n")
        sys.stdout.write(problems.as_text(advice) + "\n")
    sys.stdout.write(one_line(f"{asked}, {count(len(errors), 'problem')}"))
    sys.stdout.write(f", {count(len(advice), 'piece of advice', 'pieces of advice')}\n" if advice else "\n")
    if fixable := sum(1 for problem in (*errors, *advice) if problem.fix):
        sys.stdout.write(f"hub check --fix can fix {fixable} of them.\n")


def _wanted(options: argparse.Namespace) -> tuple[str, ...]:
    """The paths that were asked for, relative to the hub."""
    return tuple(within(options, name) for name in options.paths)


def _is_within(path: str, wanted: Sequence[str]) -> bool:
    """Whether a file was asked for, itself or by a folder above it."""
    return not wanted or any(name in (".", path) or path.startswith(f"{name}/") for name in wanted)


def _within(rows: Iterable[Problem], wanted: Sequence[str]) -> list[Problem]:
    return [row for row in rows if _is_within(row.place.path, wanted)]


def _fix(opened: Reader, wanted: Sequence[str], *, advice: bool) -> None:
    """Fix until nothing is left that can be fixed, and say how much that was."""
    before = after = _count(read := opened.read(), wanted, advice=advice)
    files: set[str] = set()
    while paths := _fixable(read, wanted, advice=advice):
        for path in sorted(paths):
            _write_fixed(read, path, advice=advice)
            # The keys of new entries must not be taken twice.
            read = opened.read()
        files |= paths
        # Each round leaves fewer problems; one that did not would go on for ever.
        if (left := _count(read, wanted, advice=advice)) >= after:
            break
        after = left
    where = f" in {count(len(files), 'file')}" if files else ""
    sys.stderr.write(f"fixed {count(before - after, 'problem')}{where}\n")


def _count(read: Read, wanted: Sequence[str], *, advice: bool) -> int:
    found = read.checked(advice=advice)
    return len(_within((*found.problems, *found.advice), wanted))


def _fixable(read: Read, wanted: Sequence[str], *, advice: bool) -> set[str]:
    """The files in which something can be fixed."""
    found = read.checked(advice=advice, fixes=True, lines=lambda path: False)
    return {row.place.path for row in _within((*found.problems, *found.advice), wanted) if row.fix}


def _write_fixed(read: Read, path: str, *, advice: bool) -> None:
    """Write a file with its fixes. What is beyond the limits of a page stays as it is."""
    known = read.texts[path]
    file = read.hub.settings.root / path
    with closing(read.fixer) as fixer:
        corrected = fixer.corrected(known, advice=advice).content
    rewrite(file, corrected + Text.decode(path, file.read_bytes()).content[len(known.content) :])


def apply(root: Path, path: str, chosen: Iterable[Fix]) -> None:
    """Write a file with its fixes; of two that overlap, the first counts."""
    file = root / path
    rewrite(file, fixes.fixed(Text.decode(path, file.read_bytes()).content, chosen))


def rewrite(file: Path, content: str) -> None:
    """Replace the text of a file, if there is one. Its line ends and its byte order mark stay."""
    data = file.read_bytes() if file.exists() else b""
    text = content.replace("\n", "\r\n") if b"\r\n" in data else content
    write(file, (b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b"") + text.encode())


def write(file: Path, data: bytes) -> None:
    """Replace a file at once, so that nothing is lost where the computer stops in between."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".hub-")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(data)
            Path(name).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OSError(error.errno, f"{error.strerror}; nothing was written to it", str(file)) from error
