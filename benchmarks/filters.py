"""What sanitising costs of a build: python benchmarks/filters.py [--articles N] [--rounds N].

A hub of generated articles is built over and over in one process, its citations from the cache, with a clock around
the sanitiser and what it is a part of. CPU milliseconds of the building thread for each article; medians of the
rounds, and of the shares within each. The same text cleaned twice takes half the time the second time, so a loop over
the sanitiser alone would flatter it.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import jinja2
import markdown
from mkdocs.commands import build
from mkdocs.config import load_config

from corpus import Corpus
from studenthub.html import sanitize
from studenthub.runtime.cache import NAME
from studenthub.site.folder import publish

_spent: Counter[str] = Counter()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    for name, owner, function in (
        ("sanitiser", sanitize, "clean"),
        ("conversion", markdown.Markdown, "convert"),
        ("page", publish, "_changed"),
        ("template", jinja2.Template, "render"),
    ):
        setattr(owner, function, _timed(name, getattr(owner, function)))
    rows: list[Counter[str]] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "hub"
        Corpus(given.articles, 4 * given.articles, cites=8).write(root, "hub")
        os.chdir(root)
        for _ in range(given.rounds + 1):
            _forget(root)
            _spent.clear()
            _build()
            rows.append(_spent.copy())
    _print(rows[1:], given.articles)


def _timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*arguments: object, **options: object) -> object:
        start = time.thread_time()
        try:
            return function(*arguments, **options)
        finally:
            _spent[name] += time.thread_time() - start  # type: ignore[assignment] # a Counter of seconds

    return timed


def _forget(root: Path) -> None:
    """Leave of what was built the citations alone."""
    shutil.rmtree(root / "site", ignore_errors=True)
    cache = root / ".cache/studenthub" / NAME
    if cache.exists():
        with closing(sqlite3.connect(cache, isolation_level=None)) as database:
            database.execute("DELETE FROM made WHERE kind != 'citations'")


def _build() -> None:
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="build", dirty=False)
    build.build(config)
    config.plugins.on_shutdown()


def _print(rows: list[Counter[str]], articles: int) -> None:
    print("| | CPU ms an article | sanitiser's share |\n|---|--:|--:|")
    print(f"| sanitiser | {median(row['sanitiser'] for row in rows) * 1000 / articles:.2f} | |")
    for name, parts in (
        ("conversion of Markdown", ("conversion", "sanitiser")),
        ("conversion and templates", ("conversion", "sanitiser", "template")),
        ("pages from reading to writing", ("page",)),
    ):
        total = [sum(row[part] for part in parts) for row in rows]
        share = median(row["sanitiser"] / whole for row, whole in zip(rows, total, strict=True))
        print(f"| {name} | {median(total) * 1000 / articles:.2f} | {share:.1%} |")


if __name__ == "__main__":
    main()
