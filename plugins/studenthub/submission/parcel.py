"""The parcel from the job that reads a draft to the job that may write: files and texts, nothing that runs.

The first job has read what a stranger sent, so the second one believes nothing of it: names, types and sizes are looked
at again, and what does not fit is not taken.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studenthub import pictures

_NAME, _FILES, _REPORT = "parcel.json", "files", "report.md"
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
#: The most files of a draft, and the most bytes of one and of all.
_MOST_FILES, _LARGEST_TEXT, _LARGEST_PICTURE, _LARGEST = 40, 400_000, 2 * 1024 * 1024, 20 * 1024 * 1024
_LONGEST_REPORT = 1024 * 1024
_PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "avif")


class Damaged(ValueError):
    """A parcel that is not what the first job makes."""


@dataclass(frozen=True)
class Parcel:
    """A draft on its way to a pull request, or why it cannot become one.

    ``refusals`` are reasons for the author; where there are none, ``files`` are what to commit, by their path.
    ``title`` is that of the article, ``names`` are its authors, ``note`` is what the author wrote beside the file,
    ``report`` is Markdown, and ``preview`` says whether the run has the page.
    """

    title: str = ""
    names: tuple[str, ...] = ()
    note: str = ""
    recognised: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    report: str = ""
    preview: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def claimed(self) -> tuple[str, ...]:
        """The paths of which none may be there yet: its files, and the other file that would have the same address."""
        article = next((path for path in self.files if path.endswith(".md")), "")
        folder = article.removesuffix("/index.md")
        other = f"{folder}.md" if folder != article else f"{article.removesuffix('.md')}/index.md"
        return (*self.files, other) if article else tuple(self.files)

    def write(self, folder: Path) -> None:
        """Put it into a new folder."""
        folder.mkdir(parents=True)
        data = {name: getattr(self, name) for name in _WORDS}
        (folder / _NAME).write_text(json.dumps(data, indent=2), encoding="utf-8")
        (folder / _REPORT).write_text(self.report, encoding="utf-8")
        for path, content in self.files.items():
            file = folder / _FILES / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    @classmethod
    def read(cls, folder: Path, docs_dir: str = "docs", bib_dir: str = "bib") -> Parcel:
        """The parcel in a folder. Raises Damaged if it holds anything that a draft does not."""
        try:
            data = json.loads(_plain(folder / _NAME, _LARGEST_TEXT))
            report = _plain(folder / _REPORT, _LONGEST_REPORT).decode("utf-8")
            words = {name: _words(data[name], name) for name in _WORDS}
        except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
            raise Damaged(f"it cannot be read ({error!r})") from None
        files = dict(_files(folder / _FILES, docs_dir, bib_dir))
        if sum(map(len, files.values())) > _LARGEST:
            raise Damaged("its files are too large together")
        if bool(files) is bool(words["refusals"]):
            raise Damaged("it holds files and refuses them, or neither")
        return cls(**words, report=report, files=files)


#: What a parcel says besides its files and its report: a text each, several, or yes and no.
_TEXTS, _LISTS = ("title", "note"), ("names", "recognised", "missing", "refusals")
_WORDS = (*_TEXTS, *_LISTS, "preview")


def _words(value: Any, name: str) -> Any:
    if name in _TEXTS and isinstance(value, str):
        return value
    if name in _LISTS and isinstance(value, list) and all(isinstance(row, str) for row in value):
        return tuple(value)
    if name == "preview" and isinstance(value, bool):
        return value
    raise ValueError(name)


def _files(folder: Path, docs_dir: str, bib_dir: str) -> Iterator[tuple[str, bytes]]:
    """The files of the article and of its bibliography."""
    articles = f"{re.escape(docs_dir)}/articles"
    endings = "|".join(_PICTURES)
    allowed = re.compile(
        rf"(?P<text>{articles}/{_SLUG}(?:/index)?\.md|{re.escape(bib_dir)}/{_SLUG}\.bib)"
        rf"|(?P<picture>{articles}/{_SLUG}/[a-z0-9][a-z0-9.-]*\.(?P<ending>{endings}))"
    )
    paths = sorted(folder.rglob("*")) if folder.is_dir() else []
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            continue
        name = path.relative_to(folder).as_posix()
        match = allowed.fullmatch(name)
        if not match or ".." in name or len(paths) > 4 * _MOST_FILES:
            raise Damaged(f"it holds {name!r}")
        data = _plain(path, _LARGEST_TEXT if match["text"] else _LARGEST_PICTURE)
        if match["picture"] and pictures.kind(data[:4096]) != match["ending"].replace("jpeg", "jpg"):
            raise Damaged(f"{name!r} is no such picture")
        if match["text"] and not _is_text(data):
            raise Damaged(f"{name!r} is no text")
        yield name, data


def _plain(path: Path, largest: int) -> bytes:
    """The bytes of a file that is one. Raises Damaged."""
    mode = path.lstat()
    if not stat.S_ISREG(mode.st_mode) or mode.st_size > largest:
        raise Damaged(f"{path.name!r} is no plain file of at most {largest} bytes")
    return path.read_bytes()


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False
