"""Runs Pagefind over the built site. It is a program of its own: the Python API around it waits 0.1 s per article."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pagefind_bin
from mkdocs.exceptions import PluginError

FOLDER = "pagefind"

#: What of an article's text is not worth finding: headings of our own, and links back from the references.
_EXCLUDED = ("#references", ".reference__back", ".reference__also", ".headerlink", ".footnote-backref")
#: Pagefind's own dialogs, which the hub does not use.
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")


def index(site: Path, language: str, articles: int) -> None:
    """Index the pages of ``articles`` articles in ``site``. Raises PluginError when their number is another one.

    All articles are in one index, whatever their language: a reader of any page searches the whole hub.
    """
    folder = site / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    if not articles:
        return
    command = [str(pagefind_bin.get_executable()), "--site", str(site), "--glob", "articles/*/index.html", "--silent"]
    command += ["--force-language", language.partition("-")[0], "--exclude-selectors", ", ".join(_EXCLUDED)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if ran.returncode:
        raise PluginError(f"the search index was not made: {' '.join((ran.stderr or ran.stdout).split())}")
    if (indexed := _count(folder)) != articles:
        raise PluginError(
            f"the search would find {indexed} of {articles} articles: every article's page needs one element with "
            "data-pagefind-body (overrides/article.html has it)"
        )
    for pattern in _UNUSED:
        for path in folder.glob(pattern):
            path.unlink()


def _count(folder: Path) -> int:
    """The number of pages that have a fragment of their own, as the index counts them."""
    entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))
    return sum(int(language["page_count"]) for language in entry["languages"].values())
