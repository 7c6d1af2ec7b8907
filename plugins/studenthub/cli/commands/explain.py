"""``hub explain``: what a message means."""

from __future__ import annotations

import argparse
import sys

from studenthub.cli.terminal import Commands, Usage
from studenthub.rules import explained
from studenthub.source.problems import did_you_mean


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "explain",
        help="explain a message, with an example of wrong and right",
        description="Explain a code: what it means, why it matters, and what is right. Without a code, list all codes.",
        epilog="Example: hub explain HUB301",
    )
    parser.add_argument("codes", nargs="*", metavar="CODE", help="such as HUB301")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the explanations that were asked for."""
    known = explained.explanations()
    if not options.codes:
        for one in known.values():
            sys.stdout.write(f"{one.code}  {one.name}\n")
        return 0
    texts = []
    for code in options.codes:
        name = code.upper() if code.upper().startswith("HUB") else f"HUB{code}"
        if name not in known:
            raise Usage(f"there is no code {code}", did_you_mean(name, known) or "hub explain without one lists all")
        texts.append(explained.as_text(known[name]))
    sys.stdout.write("\n".join(texts))
    return 0
