"""Converts formulas and draws diagrams without converting a page, so that checks can ask for the result."""

from __future__ import annotations

from collections.abc import Sequence

from studenthub.markup import diagrams
from studenthub.markup.diagrams import Drawing
from studenthub.runtime.cache import Cache
from studenthub.styles.formulas import Formula, FormulaReader, MathML


class Signs:
    """Reads formulas and draws diagrams, or remembers in ``cache`` what became of them. Nothing is started until there
    is one."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._reader: FormulaReader | None = None

    def formulas(self, wanted: Sequence[Formula]) -> Sequence[MathML]:
        """Formulas as MathML, or why they cannot be read. Raises WorkerFailed."""
        self._reader = self._reader or FormulaReader(self._cache)
        return self._reader.read(wanted)

    def diagrams(self, sources: Sequence[str]) -> Sequence[Drawing]:
        """The diagrams of a page as pictures, or why they cannot be drawn."""
        return diagrams.drawings(sources, self._cache)

    def close(self) -> None:
        """Stop what was started."""
        if self._reader:
            self._reader.close()
