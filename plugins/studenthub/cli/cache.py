"""``hub cache``: what is kept from one build to the next, and how to be rid of it."""

from __future__ import annotations

import argparse
import shutil
import sys

from studenthub import cache
from studenthub.cache import Cache
from studenthub.cli.terminal import Commands, settings_of

#: What the kinds of rows are to people.
_KINDS = {
    "cards": "pictures for those who share an article",
    "checks": "texts in which the checks found nothing",
    "citations": "formatted citations and references",
    "facts": "what texts lead to",
    "sites": "what stands in the site",
    "texts": "texts as HTML",
}


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "cache",
        help="show or clear what is kept from one build to the next",
        description="Show what builds have kept, so that the next one makes only what has changed. "
        "Clearing it costs time and nothing else.",
    )
    parser.add_argument("--clear", action="store_true", help="delete it")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show or clear it."""
    settings = settings_of(options)
    path = settings.cache_file
    if options.clear:
        cache.remove(path)
        shutil.rmtree(settings.search_folder, ignore_errors=True)
        sys.stdout.write(f"{path.parent.relative_to(settings.root)} is empty\n")
        return 0
    files = [entry.stat().st_size for entry in settings.search_folder.rglob("*") if entry.is_file()]
    if not path.exists() and not files:
        sys.stdout.write("nothing is kept: the next build makes everything\n")
        return 0
    store = Cache(path)
    rows = store.kinds()
    store.close()
    for kind, (number, size) in rows.items():
        sys.stdout.write(f"{number:>9,}  {_size(size):>9}  {_KINDS.get(kind, kind)}\n")
    numbers, sizes = (sum(column) for column in zip(*rows.values(), strict=True)) if rows else (0, 0)
    sys.stdout.write(f"{numbers:>9,}  {_size(sizes):>9}  in {path.relative_to(settings.root)}\n")
    if files:
        where = settings.search_folder.relative_to(settings.root)
        sys.stdout.write(
            f"{len(files):>9,}  {_size(sum(files)):>9}  in {where}: what the search reads and its indexes\n"
        )
    return 0


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size / 1_000:,.1f} KB"
