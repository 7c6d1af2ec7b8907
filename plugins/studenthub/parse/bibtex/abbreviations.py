"""Abbreviations in BibTeX: those that @string defines, and those that every style of BibTeX defines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from studenthub.parse import months

#: Defined by plain.bst and its siblings (http://mirrors.ctan.org/biblio/bibtex/base/plain.bst). The names of months in
#: full are no abbreviations of BibTeX; who writes them means nothing else.
PREDEFINED: Mapping[str, str] = {
    **{month[:3]: month[:3] for month in months.ENGLISH},
    **{month: month for month in months.ENGLISH},
    "sept": "sep",
    "acmcs": "ACM Computing Surveys",
    "acta": "Acta Informatica",
    "cacm": "Communications of the ACM",
    "ibmjrd": "IBM Journal of Research and Development",
    "ibmsj": "IBM Systems Journal",
    "ieeese": "IEEE Transactions on Software Engineering",
    "ieeetc": "IEEE Transactions on Computers",
    "ieeetcad": "IEEE Transactions on Computer-Aided Design of Integrated Circuits",
    "ipl": "Information Processing Letters",
    "jacm": "Journal of the ACM",
    "jcss": "Journal of Computer and System Sciences",
    "scp": "Science of Computer Programming",
    "sicomp": "SIAM Journal on Computing",
    "tcs": "Theoretical Computer Science",
    "tocs": "ACM Transactions on Computer Systems",
    "tods": "ACM Transactions on Database Systems",
    "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software",
    "toois": "ACM Transactions on Office Information Systems",
    "toplas": "ACM Transactions on Programming Languages and Systems",
}
#: How much text abbreviations may stand for: each line of them can double what the last one made.
MOST_TEXT = 4_000_000


class Word(NamedTuple):
    """An abbreviation where it is used."""

    word: str
    offset: int


class TooMuchText(Exception):
    """The expansion of abbreviations is longer than any bibliography."""


class Abbreviations:
    """The abbreviations of a file as far as it is read. A later definition takes the place of an earlier one."""

    def __init__(self) -> None:
        self._values: dict[str, str | None] = {}
        self._left = MOST_TEXT

    def define(self, name: str, value: str | None) -> None:
        """Define ``name``, in small letters, as ``value``, or as something that is not known yet."""
        self._values[name] = value

    def value(self, word: str) -> str | None:
        """The expansion of ``word``; None if that is not known yet. Raises TooMuchText."""
        name = word.lower()
        value = self._values.get(name, PREDEFINED.get(name) if name[:3] in months.SHORT else None)
        if value is not None:
            self._left -= len(value)
            if self._left < 0:
                raise TooMuchText
        return value


#: The texts and words of a value, in their order.
Pieces = Sequence[str | Word]


class Unknown(Exception):
    """An undefined word; ``files`` are those that define it differently."""

    def __init__(self, word: Word, files: Sequence[str] = ()) -> None:
        super().__init__(word.word)
        self.word, self.files = word, files


class Definitions:
    """The definitions of all @string, by file and name in small letters.

    BibTeX reads all files as one, and defines an abbreviation above its use. Whoever writes one file of many cannot
    know which is read first, so here an abbreviation may also be defined below its use, and in any file: what the file
    itself says counts, or else what all others say, if they agree.
    """

    def __init__(self, defined: Mapping[str, Mapping[str, Pieces]]) -> None:
        self._defined = defined
        self._by_name: dict[str, list[str]] = {}
        for file, names in defined.items():
            for name in names:
                self._by_name.setdefault(name, []).append(file)
        self._values: dict[tuple[str, str], str] = {}
        self._left = MOST_TEXT

    @property
    def names(self) -> Collection[str]:
        """All names that are defined."""
        return self._by_name.keys()

    def text(self, pieces: Pieces, file: str, within: frozenset[str] = frozenset()) -> str:
        """The text of a value in ``file``. Raises Unknown and TooMuchText."""
        text = "".join(one if isinstance(one, str) else self._value(one, file, within) for one in pieces)
        self._left -= len(text)
        if self._left < 0:
            raise TooMuchText
        return text

    def _value(self, word: Word, file: str, within: frozenset[str]) -> str:
        name = word.word.lower()
        if name in within or len(within) > _DEEPEST:
            raise Unknown(word)
        files = [file] if name in self._defined.get(file, {}) else self._by_name.get(name, [])
        if not files:
            if name in PREDEFINED:
                return PREDEFINED[name]
            raise Unknown(word)
        values = {self._defined_value(name, one, within) for one in files}
        if len(values) > 1:
            raise Unknown(word, files)
        return values.pop()

    def _defined_value(self, name: str, file: str, within: frozenset[str]) -> str:
        value = self._values.get((name, file))
        if value is None:
            value = self._values[name, file] = self.text(self._defined[file][name], file, within | {name})
        return value


#: The depth to which abbreviations may name abbreviations.
_DEEPEST = 20
