"""Digests of what a build depends on besides the texts: settings, templates, and the versions of what makes pages.

Where something takes part that may look at anything, such as another plugin, there is no digest, and everything is
made each time.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from stat import S_ISLNK

from mkdocs.config.defaults import MkDocsConfig

import studenthub
from studenthub.runtime.cache import digest
from studenthub.source.folders import walk

#: Markdown extensions whose HTML follows from the text and their options. Others may read files or ask the clock.
_PURE = re.compile(
    r"(?:markdown\.extensions\.)?(?:abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes|md_in_html"
    r"|nl2br|sane_lists|smarty|tables|toc|wikilinks)"
    r"|pymdownx\.(?:arithmatex|betterem|blocks\.caption|caret|critic|details|emoji|escapeall|extra|highlight|inlinehilite|keys"
    r"|magiclink|mark|progressbar|saneheaders|smartsymbols|superfences|tabbed|tasklist|tilde)"
)
_INHERITED = re.compile(r"^INHERIT:[ \t]*[\"']?([^\"'\s#]+)", re.MULTILINE)


def of_texts(config: MkDocsConfig) -> str:
    """A digest of what the HTML of a text depends on besides the text, or ""."""
    others = set(config.plugins) - {"studenthub"}
    extensions = [name for name in config.markdown_extensions if isinstance(name, str)]
    if others or config.hooks or not all(_PURE.fullmatch(name) for name in extensions):
        return ""
    said = logging.getLogger("mkdocs").getEffectiveLevel()
    return digest(_code(), *_packages(), *_settings(config), str(config.use_directory_urls), str(said))


def of_site(texts: str, config: MkDocsConfig, told: Iterable[object]) -> str:
    """A digest of what every page depends on besides its own values, or "". ``told`` is what templates are told."""
    folder = Path(config.theme.custom_dir or "")
    templates = sorted(folder.rglob("*.html")) if config.theme.custom_dir else []
    contents = [f"{path.relative_to(folder)}\n{path.read_text(encoding='utf-8')}" for path in templates]
    address = str(config.site_url), str(config.site_name), str(config.theme.name)
    return digest(texts, *address, *contents, *map(repr, told)) if texts else ""


def of_inputs(texts: str, config: MkDocsConfig, files: Iterable[str]) -> str:
    """A digest of all that a build begins with, or "". ``files`` are those outside of docs/ that it reads.

    A file is known by its place on disk, size and times: what has been written to since is another one. The day
    counts, because articles of the future appear on theirs.
    """
    paths = [*map(Path, files)]
    # Checks look at what else lies beside sources; what lies beside mkdocs.yml is none of theirs.
    beside = {path.parent for path in paths if path.suffix == ".bib"} - {Path(config.config_file_path).resolve().parent}
    folders = {Path(folder) for folder in (config.docs_dir, config.theme.custom_dir) if folder} | beside
    stats = [*(row for folder in folders for row in _stats(folder)), *map(_stat, paths)]
    address = str(config.site_url), str(config.site_dir), str(config.theme.name)
    return digest(texts, datetime.date.today().isoformat(), *address, *sorted(stats)) if texts else ""


def of_frame(config: MkDocsConfig, files: Iterable[str]) -> str:
    """A digest of what a preview cannot change by itself: everything but the texts in the files that there are."""
    rows = [*_stats(Path(config.theme.custom_dir))] if config.theme.custom_dir else []
    for entry in _files(config.docs_dir):
        is_text = entry.name.endswith(".md") and not entry.is_symlink()
        rows.append(entry.path if is_text else _stat(Path(entry.path)))
    for path in map(Path, files):
        rows += [_stat(path)] if path.suffix != ".bib" else map(str, path.parent.glob("*.bib"))
    return digest("\n".join(sorted(rows)))


def _stats(folder: Path) -> Iterator[str]:
    return (_stat(Path(entry.path)) for entry in _files(str(folder)))


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    """What is below ``folder`` and is no folder. A link to a folder is one of them, and is not followed."""
    return (entry for _, entry in walk(folder, skip=lambda _: False) if not entry.is_dir(follow_symlinks=False))


def _stat(path: Path) -> str:
    try:
        stat = path.stat(follow_symlinks=False)
        # A template may be a link; what it leads to is what counts.
        target = _stat(path.resolve(strict=True)) if S_ISLNK(stat.st_mode) else ""
    except (OSError, RuntimeError):
        return f"{path} is gone"
    return f"{path} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_mode} {target}"


def _settings(config: MkDocsConfig) -> Iterator[str]:
    """mkdocs.yml, and the files that it builds on."""
    path = Path(config.config_file_path)
    seen: set[Path] = set()
    while path not in seen and path.is_file():
        seen.add(path)
        text = path.read_text(encoding="utf-8")
        yield text
        if "!ENV" in text:
            yield repr(sorted(os.environ.items()))
        parent = _INHERITED.search(text)
        path = path.parent / parent[1] if parent else path


@cache
def _code() -> str:
    """The hub's own code and the templates in it."""
    sha = hashlib.sha256()
    for package in (Path(studenthub.__file__).parent, Path(__file__).parent):
        for path in sorted(package.rglob("*")):
            if path.suffix in (".py", ".html", ".xml", ".lua", ".csl"):
                sha.update(path.read_bytes())
    return sha.hexdigest()


@cache
def _packages() -> tuple[str, ...]:
    """What is installed, as the folders of packages name it: "Markdown-3.11.3.dist-info"."""
    folders = (Path(place) for place in sys.path if place)
    names = (path.name for folder in folders if folder.is_dir() for path in folder.glob("*.dist-info"))
    return (sys.version, *sorted(names))
