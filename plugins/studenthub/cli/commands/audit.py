"""``hub audit``: whether the built site is whole, and loads nothing from other hosts."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from studenthub.cli.terminal import Commands, Usage, count, patience, settings_of
from studenthub.site import audit
from studenthub.source.problems import one_line

#: How many problems with the same words are shown: a fault of a template is in all pages.
_SHOWN = 5


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "audit",
        help="check the built site: links, requests to other hosts, complete pages",
        description="Read every file of the built site. Report dead links, anything loaded from another host, pages "
        "without a title, a description or an address, and JSON or XML that cannot be read. Exits "
        "with 1 if anything is wrong.",
    )
    parser.add_argument("site", type=Path, metavar="SITE", help="the folder that mkdocs build wrote")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read the site, and print what is wrong with it."""
    site: Path = options.site
    if not (site / "index.html").is_file():
        raise Usage(f"there is no page in {site}", "build the site first: make build")
    with patience("reading the site"):
        found = audit.read(site, settings_of(options).site_url)
    shown: Counter[str] = Counter()
    for fault in found.faults:
        shown[fault.message] += 1
        if shown[fault.message] <= _SHOWN:
            sys.stdout.write(f"{fault}\n")
    for message, number in shown.items():
        if number > _SHOWN:
            sys.stdout.write(one_line(f"… and {number - _SHOWN:,} more: {message}") + "\n")
    sys.stdout.write(f"{count(found.pages, 'page')}, {count(len(found.faults), 'fault')}\n")
    return 1 if found.faults else 0
