"""Files in the wrong place: an article at the root of the repository, a Word file in a pull request."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from studenthub.model.articles import ARTICLES
from studenthub.model.guides import is_article
from studenthub.model.settings import Settings
from studenthub.parse import slugs
from studenthub.rules.files.disk import DOCUMENTS, PLAIN_TEXTS, SOURCES, send_it
from studenthub.source.problems import Problem
from studenthub.source.text import NotUtf8, Place, Text

#: How a file is moved in the browser, where it is a text.
_MOVE = "move it to {}: open it, press the pencil, and write that path in the box with its name"


def beside(settings: Settings) -> dict[str, str]:
    """The files where articles are put by mistake, at the root and in articles/ there, as ``misplaced`` takes them."""
    folders = (folder for folder in (settings.root, settings.root / ARTICLES) if folder.is_dir())
    files = (path for folder in folders for path in sorted(folder.iterdir()) if path.is_file())
    return {path.relative_to(settings.root).as_posix(): "" for path in files}


def misplaced(settings: Settings, names: Mapping[str, str]) -> Iterator[Problem]:
    """The articles, drafts and sources among files that would never be read.

    ``names`` are paths relative to the root, each with what became of it in a pull request: "new", "deleted" or
    another word. Drafts and sources are reported where they are new. What is in docs/ is checked by the rules.
    """
    folders = (f"{settings.docs_dir}/", f"{settings.bib_dir}/", ".")
    for path, kind in names.items():
        if kind == "deleted" or path.startswith(folders) or path in settings.bib_files:
            continue
        stem, ending = posixpath.splitext(posixpath.basename(path))
        article = f"{settings.docs_dir}/{ARTICLES}/{slugs.file_name(stem)}"
        if ending.lower() in (".md", *PLAIN_TEXTS):
            if _holds_article(settings, path):
                yield Problem(
                    Place(path), "HUB604", "this is an article, and it is in the wrong folder", _MOVE.format(article)
                )
        elif kind == "new" and ending.lower() in DOCUMENTS:
            yield Problem(
                Place(path), "HUB612", f"files of the type {ending.lower()} are not read", send_it(settings, article)
            )
        elif kind == "new" and ending.lower() in SOURCES:
            hint = _MOVE.format(f"{settings.bib_dir}/{slugs.file_name(stem).removesuffix('.md')}{ending.lower()}")
            yield Problem(Place(path), "HUB618", f"the sources in {posixpath.basename(path)} are not read here", hint)


def _holds_article(settings: Settings, path: str) -> bool:
    try:
        return is_article(Text.read(settings.root, path))
    except (OSError, NotUtf8):
        return False
