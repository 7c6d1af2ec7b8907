"""``hub schema``: the JSON Schema of an article's front matter, for text editors that complete and check it."""

from __future__ import annotations

import argparse
import json
import sys

from studenthub.cli.terminal import Commands, settings_of
from studenthub.model import article_fields
from studenthub.parse.frontmatter.fields import schema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "schema",
        help="print the JSON Schema of an article's front matter",
        description="Print the JSON Schema of the front matter of an article in this hub, with which text editors "
        "complete and check it.",
        epilog="Example: hub schema > article.schema.json",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print it."""
    fields = article_fields.offered(settings_of(options))
    whole = {"$schema": _DIALECT, "title": "The front matter of an article", **schema(fields)}
    sys.stdout.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
    return 0
