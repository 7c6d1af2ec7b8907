"""Files of docs/ that would take the place of what the theme or the hub makes: a script, a stylesheet, a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from studenthub.source.problems import Problem
from studenthub.source.text import Place

_HINT = "give it another name; what all pages share is in overrides/"


def turn_away(files: Files, config: MkDocsConfig) -> list[Problem]:
    """Take such files out of ``files``, and those that lie outside of docs/; what is wrong with each."""
    docs = Path(config.docs_dir).resolve()
    # Whatever they may link to: these are the folders in which MkDocs found files, and there are two or three.
    theirs = {folder for folder in {file.src_dir for file in files} if folder and Path(folder).resolve() == docs}
    ours = {file.dest_uri for file in files if file.src_dir not in theirs}
    outside = _Outside(docs)
    found = []
    for file in list(files):
        if file.src_dir in theirs and (message := _wrong(file, outside, ours, config)):
            files.remove(file)
            found.append(Problem(Place(f"{docs.name}/{file.src_uri}"), "HUB605", message, _HINT))
    return found


class _Outside:
    """Tells what lies outside of ``docs``, though its name is in there. Folders are looked at once."""

    def __init__(self, docs: Path) -> None:
        self._docs = docs
        self._folders: dict[Path, bool] = {}

    def has(self, path: Path) -> bool:
        """Whether following links leads out."""
        if path.is_symlink():
            return not path.resolve().is_relative_to(self._docs)
        if path.parent not in self._folders:
            self._folders[path.parent] = not path.parent.resolve().is_relative_to(self._docs)
        return self._folders[path.parent]


def _wrong(file: File, outside: _Outside, ours: set[str], config: MkDocsConfig) -> str:
    if outside.has(Path(config.docs_dir, file.src_uri)):
        return "this is a link to a file outside of the hub"
    if file.dest_uri in ours or any(path.is_file() for path in _in_theme(file, config)):
        return "this file would take the place of one that the hub makes itself"
    return ""


def _in_theme(file: File, config: MkDocsConfig) -> Iterator[Path]:
    if not file.is_documentation_page():
        for folder in config.theme.dirs:
            yield Path(folder) / file.src_uri
