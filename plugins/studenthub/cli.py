"""The command ``hub``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from studenthub import hub, problems, settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 is clean, 1 is problems, 2 is wrong usage or settings."""
    parser = argparse.ArgumentParser(prog="hub", description="Checks the articles of a student hub.")
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the folder with mkdocs.yml (default: here)"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="say what must be mended before the hub can be published")
    check.add_argument("--format", choices=sorted(problems.FORMATS), default="text", help="how to print what is wrong")
    check.set_defaults(run=_check)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except settings.BadSettings as error:
        sys.stderr.write(f"hub: {error}\n")
        return 2


def _check(options: argparse.Namespace) -> int:
    found = hub.read(settings.read(options.root.resolve()), unpublished=True)
    sys.stdout.write(problems.FORMATS[options.format](found.problems))
    if options.format == "text":
        count, articles = len(found.problems), len(found.catalogue.articles)
        sys.stdout.write(
            f"{articles} article{'' if articles == 1 else 's'}, {count or 'no'} problem{'' if count == 1 else 's'}\n"
        )
    return 1 if found.problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
