"""Formulas in TeX as MathML, which every browser shows without a script: by Pandoc's texmath, like the citations."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from studenthub.runtime.cache import Cache, digest
from studenthub.styles import pandoc_limits
from studenthub.styles.worker import NotFormatted, TooMuchForPandoc, pandoc

_KIND = "formulas"
#: Formulas of a page that may take too long until the others are not read.
_PATIENCE = 2
#: Formulas of a page, and how many are read at once.
_MOST, _CHUNK = 1000, 100
_TOO_LONG = "reading it takes too long; write it with fewer signs"
_NOT_READ = "it was not read, as other formulas of this page take too long; shorten these first"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in TeX, without its signs at both ends; ``is_display`` where it stands on a line of its own."""

    tex: str
    is_display: bool


@dataclass(frozen=True, slots=True)
class MathML:
    """A formula as <math>, or "" and why it could not be read, in words."""

    html: str
    wrong: str = ""


def convert(
    formulas: Sequence[Formula], cache: Cache, ask: Callable[[Sequence[Formula]], Sequence[MathML]]
) -> Sequence[MathML]:
    """Each of ``formulas`` as MathML, from ``cache`` or, many at once, from ``ask``. Raises NotFormatted."""
    if len(formulas) > _MOST:
        raise NotFormatted(f"it has {len(formulas)} formulas, and {_MOST} are allowed; split it into two pages")
    names = [digest(_KIND, pandoc()[1], formula.tex, str(formula.is_display)) for formula in formulas]
    found = {name: _load(cache.get(name)) for name in names}
    missing = {name: formula for name, formula in zip(names, formulas, strict=True) if found[name] is None}
    for name, formula in list(missing.items()):
        if refusal := pandoc_limits.refusal_of_formula(formula.tex):
            found[name] = MathML("", refusal)
            del missing[name]
    for name, made in zip(missing, _made(list(missing.values()), ask), strict=True):
        found[name] = made
        if made.wrong not in (_TOO_LONG, _NOT_READ):
            cache.put(_KIND, name, json.dumps([made.html, made.wrong]))
    return [known for name in names if (known := found[name])]


def _made(wanted: Sequence[Formula], ask: Callable[[Sequence[Formula]], Sequence[MathML]]) -> Iterator[MathML]:
    """Many at once; where that takes too long each alone, to know which of them it is, while patience lasts."""
    too_long = 0
    chunks = deque([wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK)])
    while chunks:
        chunk = chunks.popleft()
        if too_long == _PATIENCE:
            yield from [MathML("", _NOT_READ)] * len(chunk)
            continue
        try:
            yield from ask(chunk)
        except TooMuchForPandoc:
            if len(chunk) > 1:
                chunks.extendleft([formula] for formula in reversed(chunk))
            else:
                too_long += 1
                yield MathML("", _TOO_LONG)


def _load(text: str | None) -> MathML | None:
    try:
        return MathML(*json.loads(text)) if text else None
    except (ValueError, TypeError):
        return None


def reason(unexpected: str) -> str:
    """What Pandoc did not expect in a formula, in words."""
    return "it ends too early" if unexpected == "eof" else f"nobody expected {unexpected}"
