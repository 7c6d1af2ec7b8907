"""What formulas and diagrams become, for whoever wants to know it without converting a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studenthub.markup import diagrams
from studenthub.markup.diagrams import Drawing
from studenthub.runtime.cache import Cache
from studenthub.styles import Formula, MathML
from studenthub.styles.formulas import FormulaReader


class Signs:
    """Reads formulas and draws diagrams. Nothing is started, and no file opened, until there is one.

    What was made before is in ``cache``; where there is none, in the file ``path``.
    """

    def __init__(self, path: Path | None = None, cache: Cache | None = None) -> None:
        self._path, self._cache = path, cache
        self._opened: Cache | None = None
        self._reader: FormulaReader | None = None

    def formulas(self, wanted: Sequence[Formula]) -> Sequence[MathML]:
        """Formulas as MathML, or why they cannot be read. Raises WorkerFailed."""
        self._reader = self._reader or FormulaReader(self._kept())
        return self._reader.read(wanted)

    def diagrams(self, sources: Sequence[str]) -> Sequence[Drawing]:
        """The diagrams of a page as pictures, or why they cannot be drawn."""
        return diagrams.drawings(sources, self._kept())

    def _kept(self) -> Cache:
        if self._cache is not None:
            return self._cache
        self._opened = self._opened or Cache(self._path)
        return self._opened

    def close(self) -> None:
        """Stop what was started, and keep what was made."""
        if self._reader:
            self._reader.close()
        if self._opened:
            self._opened.close()
