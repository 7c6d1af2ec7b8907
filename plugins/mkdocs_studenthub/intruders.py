"""Files of docs/ that would take the place of what the theme or the hub makes: a script, a stylesheet, a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from studenthub.problems import Problem
from studenthub.source import Place

_HINT = "give it another name; what all pages share is in overrides/"


def turn_away(files: Files, config: MkDocsConfig) -> list[Problem]:
    """Take such files out of ``files``, and those that lie outside of docs/; what is wrong with each."""
    docs = Path(config.docs_dir).resolve()
    ours = {file.dest_uri for file in files if not _is_in(file, docs)}
    found = []
    for file in list(files):
        if _is_in(file, docs) and (message := _wrong(file, docs, ours, config)):
            files.remove(file)
            found.append(Problem(Place(f"{docs.name}/{file.src_uri}"), "HUB605", message, _HINT))
    return found


def _is_in(file: File, docs: Path) -> bool:
    """Whether MkDocs found it in docs/, whatever it may link to."""
    return bool(file.src_dir) and Path(file.src_dir or "").resolve() == docs


def _wrong(file: File, docs: Path, ours: set[str], config: MkDocsConfig) -> str:
    if not (docs / file.src_uri).resolve().is_relative_to(docs):
        return "this is a link to a file outside of the hub"
    if file.dest_uri in ours or any(path.is_file() for path in _in_theme(file, config)):
        return "this file would take the place of one that the hub makes itself"
    return ""


def _in_theme(file: File, config: MkDocsConfig) -> Iterator[Path]:
    if not file.is_documentation_page():
        for folder in config.theme.dirs:
            yield Path(folder) / file.src_uri
