"""Finds files in docs/ that would replace a script, a stylesheet or a page of the theme or the hub."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from studenthub.source.problems import Problem
from studenthub.source.text import Place

_HINT = "give it another name; what all pages share is in overrides/"


def find(
    docs: Path, files: Iterable[tuple[str, str]], made: Container[str], themes: Iterable[Path]
) -> Iterator[tuple[str, Problem]]:
    """The problems of ``files`` of the folder ``docs``, each given by its path there and by that in the site.

    ``made`` are the paths in the site of what is made, ``themes`` the folders of templates and what comes with them. A
    file that is outside of docs, though its name is in there, is wrong as well.
    """
    outside, themes = _Outside(docs.resolve()), tuple(themes)
    for path, target in files:
        if message := _wrong(docs / path, path, target, outside, made, themes):
            yield path, Problem(Place(f"{docs.name}/{path}"), "HUB605", message, _HINT)


class _Outside:
    """Says what is outside of ``docs``, though its name is in there. Folders are looked at once."""

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


def _wrong(file: Path, path: str, target: str, outside: _Outside, made: Container[str], themes: Iterable[Path]) -> str:
    if outside.has(file):
        return "this is a link to a file outside of the hub"
    in_theme = not path.endswith(".md") and any((theme / path).is_file() for theme in themes)
    if target in made or in_theme:
        return "this file would take the place of one that the hub makes itself"
    return ""
