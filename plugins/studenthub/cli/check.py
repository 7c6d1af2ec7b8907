"""``hub check``: what must be mended, what could be better, and mends that a machine can make."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from studenthub.cli import outside, pull_request
from studenthub.cli.terminal import Commands, count, read, within
from studenthub.hub import Hub
from studenthub.source import fixes, problems
from studenthub.source.problems import Fix, Problem, listed, one_line
from studenthub.source.text import Text

#: A mend can make another one possible; more rounds than this would be a quarrel between two of them.
_ROUNDS = 8


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "check",
        help="say what must be mended before the hub can be published",
        description="Check all articles, sources and pictures. Each message names the file, the line and the column; "
        "`hub explain CODE` says more. Advice is printed apart and stops nothing.",
        epilog="Example: hub check docs/articles/sleep-on-call.md --fix",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders to report on (default: all)")
    parser.add_argument("--format", choices=sorted(problems.FORMATS), default="text", help="how to print it")
    parser.add_argument("--fix", action="store_true", help="mend what a machine can mend, and say what is left")
    parser.add_argument("--no-advice", action="store_true", help="leave advice out")
    parser.add_argument(
        "--base", metavar="REF", help="begin with what changed since this commit or branch, and give advice on no more"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, and perhaps mend."""
    wanted = _wanted(options)
    found = read(options, advice=not options.no_advice)
    if options.fix:
        found = _mend(options, found, wanted)
    errors, advice = (_within(rows, wanted) for rows in (found.problems, found.advice))
    if options.base:
        names = pull_request.changed(found.settings.root, options.base)
        # GitHub shows the first ten annotations of a kind.
        errors.sort(key=lambda row: row.place.path not in names)
        errors = [*_within(outside.misplaced(found.settings, names), wanted), *errors]
        passed = [] if options.no_advice else pull_request.dated(found, names)
        advice = [r for r in (*passed, *advice) if r.place.path in names]
        advice = [*pull_request.mixed(found.settings, list(names)), *_within(advice, wanted)]
    if options.format == "text":
        _as_text(_asked(found, wanted), errors, advice)
    else:
        sys.stdout.write(problems.FORMATS[options.format]([*errors, *advice]))
    return 1 if errors else 0


def _asked(found: Hub, wanted: Sequence[str]) -> str:
    """What was looked at, in words: the articles, and the files and folders that hold none."""
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
    if mendable := sum(1 for problem in (*errors, *advice) if problem.fix):
        sys.stdout.write(f"hub check --fix can mend {mendable} of them.\n")


def _wanted(options: argparse.Namespace) -> tuple[str, ...]:
    """The paths that were asked for, relative to the hub."""
    return tuple(within(options, name) for name in options.paths)


def _is_within(path: str, wanted: Sequence[str]) -> bool:
    """Whether a file was asked for, itself or by a folder above it."""
    return not wanted or any(name in (".", path) or path.startswith(f"{name}/") for name in wanted)


def _within(rows: Iterable[Problem], wanted: Sequence[str]) -> list[Problem]:
    return [row for row in rows if _is_within(row.place.path, wanted)]


def _mend(options: argparse.Namespace, found: Hub, wanted: Sequence[str]) -> Hub:
    """Mend until nothing is left that a machine can mend."""
    first = rows = _mendable(found, wanted)
    more: Counter[str] = Counter()
    for _ in range(_ROUNDS):
        if not rows:
            break
        by_path: dict[str, list[Fix]] = defaultdict(list)
        for row in rows:
            if row.fix:
                by_path[row.place.path].append(row.fix)
        for path, chosen in by_path.items():
            apply(found.settings.root, path, chosen)
        found = read(options, advice=not options.no_advice)
        rows = _mendable(found, wanted)
        # Of two mends that overlap, the other waits for the next round, and is none that is new.
        more |= _kinds(rows) - _kinds(first)
    also = f", and {more.total():,} more that came to light" if more else ""
    mended = max(0, len(first) - len(rows))
    sys.stderr.write(f"mended: {count(mended, 'thing')}{also}\n")
    return found


def _mendable(found: Hub, wanted: Sequence[str]) -> list[Problem]:
    return [row for row in _within((*found.problems, *found.advice), wanted) if row.fix]


def _kinds(rows: Iterable[Problem]) -> Counter[str]:
    """How often each thing is wrong; where it is changes with what is mended above it."""
    return Counter(f"{row.place.path} {row.code} {row.message}" for row in rows)


def apply(root: Path, path: str, chosen: Iterable[Fix]) -> None:
    """Write a file with its fixes; of two that overlap, the first counts."""
    file = root / path
    rewrite(file, fixes.mended(Text.decode(path, file.read_bytes()).content, chosen))


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
