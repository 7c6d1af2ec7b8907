"""``hub cite``: a reference as a style prints it."""

from __future__ import annotations

import argparse
import html
import sys
from collections.abc import Mapping

from studenthub import styles
from studenthub.bibliography import Source
from studenthub.cache import Cache
from studenthub.cli.terminal import Commands, patience, read
from studenthub.problems import did_you_mean
from studenthub.styles import Formatter


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "cite",
        help="print the reference of a source",
        description="Print sources of the bibliography as a citation style prints them.",
    )
    parser.add_argument("sources", nargs="+", metavar="KEY|DOI", help="keys or DOIs of entries in bib/")
    parser.add_argument("--style", help="the name of a style, such as apa or vancouver (default: the hub's)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look the sources up and print them."""
    found = read(options)
    known = found.catalogue.bibliography.sources
    settings = found.settings
    style = styles.find(options.style or settings.csl, settings.root)
    sources = [_find(name, known) for name in options.sources]
    wanted = [source for source in sources if source]
    cache = Cache(settings.cache_file)
    formatter = Formatter(known, cache, workers=1)
    try:
        with patience("formatting"):
            entries = formatter.entries(style, wanted)
    finally:
        formatter.close()
        cache.close()
    for name, source in zip(options.sources, sources, strict=True):
        if source:
            sys.stdout.write(f"{html.unescape(entries[source.key].striptags())}\n")
        else:
            hint = did_you_mean(name.removeprefix("@"), known) or "hub bib list prints all of them"
            sys.stderr.write(f"hub: {name} is not in the bibliography ({hint})\n")
    return 0 if all(sources) else 1


def _find(name: str, known: Mapping[str, Source]) -> Source | None:
    key = name.removeprefix("@")
    doi = key.lower().removeprefix("https://doi.org/").removeprefix("doi:")
    return known.get(key) or next((source for source in known.values() if source.doi.lower() == doi and doi), None)
