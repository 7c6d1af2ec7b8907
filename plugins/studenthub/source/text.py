"""A text with its path, and places (line and column) in it."""

from __future__ import annotations

import errno
import stat
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file: ``path`` relative to the project, ``line`` and ``column`` counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class NotUtf8(ValueError):
    """A file whose bytes are not UTF-8; ``place`` is the first byte that is not."""

    def __init__(self, place: Place) -> None:
        super().__init__(f"{place}: not UTF-8")
        self.place = place


@dataclass(frozen=True)
class Text:
    """The text of one file, with line ends as ``\\n``; offsets count characters from 0."""

    path: str
    content: str

    @classmethod
    def read(cls, root: Path, path: str) -> Text:
        """Read ``root/path``. Raises NotUtf8 and OSError: strangers may send a link to anywhere, or a pipe."""
        mode = (root / path).lstat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise OSError(errno.EINVAL, "it is a link or a pipe", str(root / path))
        return cls.decode(path, (root / path).read_bytes())

    @classmethod
    def decode(cls, path: str, data: bytes) -> Text:
        """The text in ``data``. Raises NotUtf8; a byte order mark is dropped, as editors on Windows write one."""
        try:
            return cls(path, _unix(data.decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            # error.object is what was decoded, that is, without the byte order mark.
            raise NotUtf8(cls(path, _unix(error.object[: error.start].decode())).end) from error

    @cached_property
    def _line_starts(self) -> array[int]:
        # A list takes five times as much memory, and a large hub has a million lines.
        *above, _ = self.content.split("\n")
        return array("L", accumulate([len(line) + 1 for line in above], initial=0))

    def place(self, offset: int) -> Place:
        """The place of the character at ``offset``, which is from 0 to the length of the text."""
        line = bisect_right(self._line_starts, offset)
        return Place(self.path, line, offset - self._line_starts[line - 1] + 1)

    @property
    def end(self) -> Place:
        """The place after the last character."""
        return self.place(len(self.content))


def _unix(content: str) -> str:
    return content.replace("\r\n", "\n").replace("\r", "\n")
