"""``hub cache``: show what builds keep for the next one, and delete it."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from studenthub.cli.terminal import Commands, settings_of
from studenthub.model.settings import Settings
from studenthub.runtime import cache
from studenthub.runtime.cache import Cache
from studenthub.runtime.lock import acquire, release

#: What the kinds of rows are to people.
_KINDS = {
    "cards": "pictures for those who share an article",
    "checks": "texts in which the checks found nothing",
    "citations": "formatted citations and references",
    "diagrams": "diagrams",
    "facts": "what texts lead to",
    "formulas": "formulas",
    "looks": "what is known of pictures",
    "pictures": "lead pictures in other sizes",
    "sites": "what is in the site",
    "texts": "texts as HTML",
}


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "cache",
        help="show or clear what builds keep for the next build",
        description="Show what builds keep, so that the next one makes only what has changed. "
        "Clearing it is safe; the next build takes longer.",
    )
    parser.add_argument("--clear", action="store_true", help="delete everything that is kept")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show or clear it."""
    settings = settings_of(options)
    path = settings.cache_file
    if options.clear:
        return _clear(settings)
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
    sys.stdout.write(f"{numbers:>9,}  {_size(sizes):>9}  in {_shown(path, settings)}\n")
    if files:
        where = _shown(settings.search_folder, settings)
        sys.stdout.write(
            f"{len(files):>9,}  {_size(sum(files)):>9}  in {where}: what the search reads and its indexes\n"
        )
    return 0


def _clear(settings: Settings) -> int:
    # A build that is at work reads its extracts until the end.
    extracts = settings.search_folder / "extracts"
    held = acquire(extracts)
    if held < 0 and extracts.is_dir() and sys.platform != "win32":
        sys.stderr.write("a build or a preview is at work: clear it when that has ended\n")
        return 1
    cache.remove(settings.cache_file)
    shutil.rmtree(settings.search_folder, ignore_errors=True)
    release(held)
    sys.stdout.write(f"{_shown(settings.cache_file.parent, settings)} is empty\n")
    return 0


def _shown(path: Path, settings: Settings) -> str:
    """A path for messages: relative to the hub if it is in there."""
    return Path(os.path.relpath(path, settings.root)).as_posix()


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size / 1_000:,.1f} KB"
