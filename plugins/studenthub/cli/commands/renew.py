"""``hub renew``: write forms and workflows as the installed version of the program has them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

from studenthub import hub
from studenthub.cli.commands.check import write
from studenthub.cli.terminal import Commands, Usage, settings_of
from studenthub.model.settings import Settings
from studenthub.source.problems import listed
from studenthub.starter import files, forms


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "renew",
        help="update forms and workflows to this version of the program",
        description="Write these files as this version of the program has them. hub doctor names those that differ. "
        "Changes that you made by hand are lost: look at git diff afterwards.",
        epilog="Example: hub renew .github/workflows/check.yml",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a form or a workflow of the hub")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write them. Raises Usage."""
    found = settings_of(options)
    there = written(found)
    for path in options.files:
        if path not in there:
            raise Usage(f"{path} is not a form or a workflow of this hub", f"it has {listed(there, 'and')}")
    for path in options.files:
        write(found.root / path, there[path].encode())
        sys.stdout.write(f"{path} is up to date\n")
    return 0


def written(found: Settings) -> Mapping[str, str]:
    """The forms and workflows that the hub has, by their paths, as this version of the program writes them."""
    topics = hub.read(found, unpublished=True).catalogue.terms["topics"]
    there = {path: text for path, text in forms.of(found, topics).items() if (found.root / path).is_file()}
    return {**there, **files.renewed(found.root)}
