"""Formulas in TeX as MathML, which every browser shows without a script: by Pandoc's texmath, like the citations."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from studenthub.parse.latex import chemistry
from studenthub.runtime.cache import Cache, digest
from studenthub.styles import tex
from studenthub.styles.pandoc import limits
from studenthub.styles.pandoc.worker import NotFormatted, TooMuchForPandoc, Worker, pandoc

_KIND = "formulas"
#: Formulas of a page that may take too long until the others are not read.
_PATIENCE = 2
#: Formulas of a page, and how many are read at once.
_MOST, _CHUNK = 1000, 100
#: Characters that XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TOO_LONG = "reading it takes too long"
_NOT_READ = "it was not read, as other formulas of this page take too long"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in TeX, without its delimiters; ``is_display`` if it is on a line of its own."""

    tex: str
    is_display: bool


@dataclass(frozen=True, slots=True)
class MathML:
    """A formula as <math>, or "" and why it could not be read, in words, with what to do about it."""

    html: str
    wrong: str = ""
    hint: str = ""


class FormulaReader:
    """Reads formulas with a Pandoc of its own, which starts when the first one is not in ``cache``."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._worker: Worker | None = None

    def read(self, wanted: Sequence[Formula]) -> Sequence[MathML]:
        """Formulas as MathML, in their order. Raises WorkerFailed."""
        return convert(wanted, self._cache, self._ask)

    def _ask(self, wanted: Sequence[Formula]) -> Sequence[MathML]:
        self._worker = self._worker or Worker()
        return asked(self._worker, wanted)

    def close(self) -> None:
        """Stop Pandoc."""
        if self._worker:
            self._worker.close()


def convert(
    formulas: Sequence[Formula], cache: Cache, ask: Callable[[Sequence[Formula]], Sequence[MathML]]
) -> Sequence[MathML]:
    """Each of ``formulas`` as MathML, from ``cache`` or, many at once, from ``ask``. Raises NotFormatted."""
    if len(formulas) > _MOST:
        raise NotFormatted(f"it has {len(formulas)} formulas, and {_MOST} are allowed; split it into two pages")
    names = [digest(_KIND, pandoc()[1], _reading(), formula.tex, str(formula.is_display)) for formula in formulas]
    found = {name: _load(cache.get(name)) for name in names}
    missing = {name: formula for name, formula in zip(names, formulas, strict=True) if found[name] is None}
    for name, formula in list(missing.items()):
        if refused := _refused(formula):
            found[name] = refused
            del missing[name]
    for name, made in zip(missing, _made(list(missing.values()), ask), strict=True):
        found[name] = made
        if made.wrong not in (_TOO_LONG, _NOT_READ):
            cache.put(_KIND, name, json.dumps([made.html, made.wrong, made.hint]))
    return [known for name in names if (known := found[name])]


def _refused(formula: Formula) -> MathML | None:
    """Why a formula is not read at all, if it is not."""
    if refusal := limits.refusal_of_formula(formula.tex):
        return MathML("", refusal)
    wrong, hint = tex.refusal(formula.tex)
    return MathML("", wrong, hint) if wrong else None


def _made(wanted: Sequence[Formula], ask: Callable[[Sequence[Formula]], Sequence[MathML]]) -> Iterator[MathML]:
    """Many at once; where that takes too long each alone, to know which of them it is, while patience lasts."""
    too_long = 0
    chunks = deque([wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK)])
    while chunks:
        chunk = chunks.popleft()
        if too_long == _PATIENCE:
            yield from [MathML("", _NOT_READ, "shorten these first")] * len(chunk)
            continue
        try:
            yield from ask(chunk)
        except TooMuchForPandoc:
            if len(chunk) > 1:
                chunks.extendleft([formula] for formula in reversed(chunk))
            else:
                too_long += 1
                yield MathML("", _TOO_LONG, "write it with fewer signs")


def _load(text: str | None) -> MathML | None:
    try:
        return MathML(*json.loads(text)) if text else None
    except (ValueError, TypeError):
        return None


def asked(worker: Worker, wanted: Sequence[Formula]) -> Sequence[MathML]:
    """Pandoc's MathML of formulas. Raises NotFormatted and WorkerFailed."""
    written = [(tex.readable(formula.tex, is_display=formula.is_display), formula.is_display) for formula in wanted]
    answers = zip(wanted, worker.formulas(written), strict=True)
    return [_read(formula, html, unexpected) for formula, (html, unexpected) in answers]


def _read(formula: Formula, html: str, unexpected: str) -> MathML:
    if unexpected:
        return MathML("", *tex.reason(unexpected, formula.tex))
    if _NOT_XML.search(html):
        return MathML("", "there is a character in it that cannot be shown", "type it again")
    return MathML(html)


@lru_cache(maxsize=1)
def _reading() -> str:
    """A digest of the code between TeX as it is written and MathML: with other code the cache is another."""
    files = (Path(tex.__file__), Path(chemistry.__file__), Path(__file__).with_name("pandoc") / "worker.lua")
    return digest(*(path.read_text(encoding="utf-8") for path in files))
