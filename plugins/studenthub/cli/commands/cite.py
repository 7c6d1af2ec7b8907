"""``hub cite``: a reference as a style prints it."""

from __future__ import annotations

import argparse
import html
import sys
from collections.abc import Iterable, Mapping

from studenthub import styles
from studenthub.cli.terminal import Commands, patience, read
from studenthub.model.hub import Hub
from studenthub.model.sources.source import Source
from studenthub.parse.bibtex.keys import Keys
from studenthub.runtime.cache import Cache
from studenthub.source.problems import listed
from studenthub.styles.formatter import Formatter
from studenthub.styles.pandoc.workers import Workers


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "cite",
        help="print references in any citation style",
        description="Print sources of the bibliography as references in a citation style.",
        epilog="Example: hub cite author2024 10.1234/example --style vancouver",
    )
    parser.add_argument("sources", nargs="+", metavar="KEY|DOI", help="keys or DOIs of entries in bib/")
    parser.add_argument("--style", help="the name of a style, such as apa or vancouver (default: the hub's)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look the sources up and print them."""
    found = read(options)
    known = found.catalogue.bibliography.sources
    sources = [_find(name, known) for name in options.sources]
    printed = references(found, [source for source in sources if source], options.style)
    for name, source in zip(options.sources, sources, strict=True):
        if source:
            sys.stdout.write(f"{printed[source.key]}\n")
        else:
            meant = Keys.of(known).meant(name.removeprefix("@"))
            hint = f"did you mean {listed(meant)}?" if meant else "hub bib list prints all of them"
            sys.stderr.write(f"hub: {name} is not in the bibliography ({hint})\n")
    return 0 if all(sources) else 1


def references(found: Hub, sources: Iterable[Source], style: str = "") -> Mapping[str, str]:
    """References as plain text, by key, in a style or in the hub's own. Raises UnknownStyle and WorkerFailed."""
    settings = found.settings
    chosen = styles.of_hub(settings, style)
    cache = Cache(settings.cache_file)
    try:
        with patience("formatting"), Formatter(found.catalogue.bibliography.sources, cache, Workers(1)) as formatter:
            entries = formatter.entries(chosen, chosen.language, sources)
    finally:
        cache.close()
    return {key: html.unescape(entry.striptags()) for key, entry in entries.items()}


def _find(name: str, known: Mapping[str, Source]) -> Source | None:
    key = name.removeprefix("@")
    doi = key.lower().removeprefix("https://doi.org/").removeprefix("doi:")
    return known.get(key) or next((source for source in known.values() if source.doi.lower() == doi and doi), None)
