"""The command line: its subcommands, and how each ends."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from studenthub.cli.terminal import helped
from studenthub.runtime import gc_pause
from studenthub.source.stop import Stop

#: The commands, in the order in which help lists them. A module is loaded when it is needed: all of them take longer to
#: load than most commands take to run.
COMMANDS = (
    *("new", "import", "check", "explain", "report", "preview", "list", "cite", "bib", "rename", "withdraw"),
    *("draft", "build", "audit", "links", "verify", "schema", "cache", "init", "renew", "doctor"),
)
#: The modules of commands that have another name than theirs: a word of Python, and a function of it.
_MODULES = {"import": "importing", "list": "listing"}
_EPILOG = """\
From a draft to a page:
  hub new                write the file of a new article, after a few questions
  hub import essay.docx  make an article of a draft from Word, with its bibliography
  hub check              list what must be fixed before it can be published
  hub explain HUB301     explain a message, with an example
  mkdocs serve           preview the hub at http://127.0.0.1:8000 while you write

Exit status: 0 no problems, 1 problems, 2 the command or mkdocs.yml is wrong.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 is clean, 1 is problems, 2 is wrong usage or settings. Prints no traceback."""
    # A stream is None where it was closed before we began.
    sys.stdout, sys.stderr = sys.stdout or io.StringIO(), sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(_wanted(given)).parse_args(given)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except Stop as stop:
        sys.stderr.write(f"hub: {stop.said}\n")
    except BrokenPipeError:
        # The reader of the output, such as head, has enough. Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        sys.stderr.write(f"hub: {f'{error.filename}: ' if error.filename else ''}{error.strerror or error}\n")
    except KeyboardInterrupt:
        sys.stderr.write("\nhub: stopped\n")
    return 2


def _wanted(arguments: Sequence[str]) -> Iterable[str]:
    """The commands to know about: the one that is asked for, or all where another word comes first."""
    return arguments[:1] if arguments and arguments[0] in COMMANDS else COMMANDS


def _parser(names: Iterable[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hub",
        description="Begin, check and manage the articles of a student hub.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the folder with mkdocs.yml (default: here)"
    )
    parser.set_defaults(run=lambda _: helped(parser))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name in names:
        gc_pause.loaded(f"studenthub.cli.commands.{_MODULES.get(name, name)}").add(commands)
    return parser
