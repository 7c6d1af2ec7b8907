"""Runs Pagefind over the built site. It is a program of its own: the Python API around it waits 0.1 s per article."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import pagefind_bin
from mkdocs.exceptions import PluginError

FOLDER = "pagefind"

#: What of an article's text is not worth finding: headings of our own, and links back from the references.
_EXCLUDED = ("#references", ".reference__back", ".reference__also", ".headerlink", ".footnote-backref")
#: Pagefind's own dialogs and worker, which the hub does not use.
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js")
#: In the index: what it calls the articles, a line for each in the order of the catalogue. Filters know them by number.
_ARTICLES = "articles.txt"
#: Indexes that are kept: of the site, of the preview with its drafts, and of the state before the last change.
_MOST_KEPT = 3
#: What every file of Pagefind's begins with, before the JSON of a fragment.
_SIGNATURE = b"pagefind_dcd"


def index(site: Path, language: str, slugs: Sequence[str], kept: Path) -> None:
    """Index the articles of ``site``, whose pages are ``articles/<slug>/index.html``.

    An index takes 3 CPU-ms for each article, and never changes in part. So it is kept in the folder ``kept``, and used
    again as long as none of these pages has changed; that takes 0.1 ms for each. Where ``kept`` cannot be written to,
    it is done without. The old index of the site is replaced at the end, so a reader of a preview has one meanwhile.

    All articles are in one index, whatever their language: a reader of any page searches the whole hub. Raises
    PluginError where the index cannot be made, or lacks an article.
    """
    old, new = site / FOLDER, site / f".{FOLDER}"
    shutil.rmtree(new, ignore_errors=True)
    if slugs:
        same = kept / _digest(site, language, slugs)
        if not _use(same, new):
            _make(site, language, slugs, new)
            _keep(new, same)
    shutil.rmtree(old, ignore_errors=True)
    if slugs:
        new.rename(old)


def _digest(site: Path, language: str, slugs: Sequence[str]) -> str:
    """Of everything that an index is made from: the pages, Pagefind's version, and what it is told here."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(json.dumps([version("pagefind_bin"), language, *slugs]).encode())
    for slug in slugs:
        try:
            page = (site / f"articles/{slug}/index.html").read_bytes()
        except OSError:
            raise PluginError(f"the search would not find articles/{slug}/, which has no page") from None
        digest.update(len(page).to_bytes(8, "big") + page)
    return digest.hexdigest()


def _make(site: Path, language: str, slugs: Sequence[str], folder: Path) -> None:
    command = [str(pagefind_bin.get_executable()), "--site", str(site), "--glob", "articles/*/index.html", "--silent"]
    command += ["--output-path", str(folder), "--exclude-selectors", ", ".join(_EXCLUDED)]
    command += ["--force-language", language.partition("-")[0]]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if ran.returncode:
        raise PluginError(f"the search index was not made: {' '.join((ran.stderr or ran.stdout).split())}")
    wanted, found = [f"/articles/{slug}/" for slug in slugs], dict(_fragments(folder))
    if lost := [address for address in wanted if address not in found]:
        raise PluginError(
            f"the search would find {len(found)} of {len(wanted)} articles, and not {lost[0]}: every article's page "
            "needs an element with data-pagefind-body (overrides/article.html has it)"
        )
    if strange := sorted(found.keys() - wanted):
        raise PluginError(f"the search would find {strange[0]}, which is no article")
    (folder / _ARTICLES).write_text("\n".join(found[address] for address in wanted), encoding="ascii")
    for pattern in _UNUSED:
        for path in folder.glob(pattern):
            path.unlink()


def _fragments(folder: Path) -> Iterator[tuple[str, str]]:
    """The addresses of all pages in an index, and what it calls their fragments, which are JSON, compressed."""
    for path in (folder / "fragment").iterdir():
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE))
        yield fragment["url"], path.stem


def _use(kept: Path, folder: Path) -> bool:
    """Whether the index ``kept`` was there, and is in ``folder`` now."""
    try:
        made = kept.stat().st_mtime_ns
        # Of a file that was edited in the site, the kept one is the same file.
        if any(path.stat().st_mtime_ns > made for path in kept.rglob("*") if path.is_file()):
            return False
        shutil.copytree(kept, folder, copy_function=_link)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        return False
    return True


def _keep(folder: Path, kept: Path) -> None:
    """Keep an index, and forget those that were made before the last few."""
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as scratch:
            whole = shutil.copytree(folder, Path(scratch) / "index", copy_function=_link)
            os.utime(whole)
            shutil.rmtree(kept, ignore_errors=True)
            whole.rename(kept)
        by_age = sorted(kept.parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in by_age[_MOST_KEPT:]:
            shutil.rmtree(path, ignore_errors=True)


def _link(one: str, other: str) -> None:
    """Give a file a second name, which takes a tenth of the time of a copy; or copy it to another disk."""
    try:
        os.link(one, other)
    except OSError:
        shutil.copy2(one, other)
