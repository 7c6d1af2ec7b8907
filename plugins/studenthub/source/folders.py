"""The one walk through a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path


def is_hidden(path: str) -> bool:
    """Whether the name of a file or folder begins with a dot."""
    return path.rpartition("/")[2].startswith(".")


def walk(folder: Path | str, skip: Callable[[str], bool] = is_hidden) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below ``folder`` by its path relative to it, with slashes: files, links, and the folders themselves.

    ``skip`` says of a path that it is left out, with all that is below it. A link is never followed, wherever it leads.
    A folder that cannot be read is empty. The order is the system's.
    """
    waiting = [("", str(folder))]
    while waiting:
        prefix, place = waiting.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    path = f"{prefix}{entry.name}"
                    if skip(path):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((f"{path}/", entry.path))
                    yield path, entry
        except OSError:
            continue
