"""Digests of what a build depends on besides the texts: settings, templates, and the versions of what makes pages.

Where something takes part that may look at anything, such as another plugin, there is no digest, and everything is
made each time.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from stat import S_ISLNK

from jinja2 import Environment

import studenthub
from studenthub.runtime.cache import digest
from studenthub.runtime.fingerprints import fingerprint
from studenthub.site.conversion.templates import GLOBALS, of_folders
from studenthub.site.settings import SiteSettings
from studenthub.source.folders import walk

#: Markdown extensions whose HTML follows from the text and their options. Others may read files or ask the clock.
_PURE = re.compile(
    r"(?:markdown\.extensions\.)?(?:abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes|md_in_html"
    r"|nl2br|sane_lists|smarty|tables|toc|wikilinks)"
    r"|pymdownx\.(?:arithmatex|betterem|blocks\.caption|caret|critic|details|emoji|escapeall|extra|highlight|inlinehilite|keys"
    r"|magiclink|mark|progressbar|saneheaders|smartsymbols|superfences|tabbed|tasklist|tilde)"
)


#: How the names of files end that a page may follow from: code, templates, words.
_CODE = (".py", ".html", ".xml", ".lua", ".csl", ".po")


def of_texts(settings: SiteSettings) -> str:
    """A digest of what the HTML of a text depends on besides the text, or ""."""
    names = [name for name in settings.extensions if isinstance(name, str)]
    if settings.others or len(names) < len(settings.extensions) or not all(map(_PURE.fullmatch, names)):
        return ""
    return digest(_code(Path(studenthub.__file__).parent), *_packages(), *_settings(settings.config_files))


def of_site(texts: str, settings: SiteSettings, templates: Environment) -> str:
    """A digest of what every page depends on besides its own values, or ""."""
    files = sorted(of_folders(settings.templates).items())
    contents = [f"{name}\n{path.read_text(encoding='utf-8')}" for name, path in files]
    shared = fingerprint(*(templates.globals.get(name) for name in GLOBALS))
    return digest(texts, settings.hub.fingerprint, _code(settings.door), *contents, shared) if texts else ""


def of_inputs(texts: str, settings: SiteSettings) -> str:
    """A digest of all that a build begins with, or "".

    A file is known by its place on disk, size and times: what has been written to since is another one. The day
    counts, because articles of the future appear on theirs.
    """
    # Checks look at what else is beside sources; what is beside mkdocs.yml is none of theirs.
    beside = {path.parent for path in settings.files if path.suffix == ".bib"} - {settings.hub.root}
    folders = {settings.docs, *settings.templates} | beside
    stats = [*(row for folder in folders for row in _stats(folder)), *map(_stat, settings.files)]
    said = datetime.date.today().isoformat(), settings.hub.fingerprint, str(settings.folder)
    return digest(texts, *said, *sorted(stats)) if texts and not settings.bibs else ""


def of_frame(settings: SiteSettings) -> str:
    """A digest of what a preview cannot change by itself: everything but the texts in the files that there are."""
    rows = [row for folder in settings.templates for row in _stats(folder)]
    for entry in _files(settings.docs):
        is_text = entry.name.endswith(".md") and not entry.is_symlink()
        rows.append(entry.path if is_text else _stat(Path(entry.path)))
    for path in settings.files:
        rows += [_stat(path)] if path.suffix != ".bib" else map(str, path.parent.glob("*.bib"))
    return digest("\n".join(sorted(rows)))


def _stats(folder: Path) -> Iterator[str]:
    return (_stat(Path(entry.path)) for entry in _files(folder))


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The files below ``folder``. A link to a folder is one of them, and is not followed."""
    return (entry for _, entry in walk(folder, skip=lambda _: False) if not entry.is_dir(follow_symlinks=False))


def _stat(path: Path) -> str:
    try:
        stat = path.stat(follow_symlinks=False)
        # A template may be a link; what it leads to is what counts.
        target = _stat(path.resolve(strict=True)) if S_ISLNK(stat.st_mode) else ""
    except (OSError, RuntimeError):
        return f"{path} is gone"
    return f"{path} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_mode} {target}"


def _settings(files: Iterable[Path]) -> Iterator[str]:
    """mkdocs.yml, and the files that it builds on."""
    for path in files:
        text = path.read_text(encoding="utf-8")
        yield text
        if "!ENV" in text:
            yield repr(sorted(os.environ.items()))


@cache
def _code(package: Path) -> str:
    """The code of a package and the templates in it."""
    sha = hashlib.sha256()
    # Paths as plain text: as objects they take longer to sort than their files to read.
    for path in sorted(entry.path for _, entry in walk(package) if entry.name.endswith(_CODE)):
        sha.update(Path(path).read_bytes())
    return sha.hexdigest()


@cache
def _packages() -> tuple[str, ...]:
    """The installed packages, as their folders name them: "Markdown-3.11.3.dist-info"."""
    folders = (Path(place) for place in sys.path if place)
    names = (path.name for folder in folders if folder.is_dir() for path in folder.glob("*.dist-info"))
    return (sys.version, *sorted(names))
