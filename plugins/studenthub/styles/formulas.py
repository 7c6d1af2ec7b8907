"""Formulas in TeX as MathML, which every browser shows without a script: by Pandoc's texmath, like the citations."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studenthub.cache import Cache, digest
from studenthub.styles.worker import pandoc

_KIND = "formulas"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in TeX, without its signs at both ends; ``is_display`` where it stands on a line of its own."""

    tex: str
    is_display: bool


@dataclass(frozen=True, slots=True)
class MathML:
    """A formula as <math>, or "" and why it could not be read."""

    html: str
    wrong: str = ""


def convert(
    formulas: Sequence[Formula], cache: Cache, ask: Callable[[Sequence[Formula]], Sequence[MathML]]
) -> Sequence[MathML]:
    """Each of ``formulas`` as MathML, from ``cache`` or, all others at once, from ``ask``."""
    names = [digest(_KIND, pandoc()[1], formula.tex, str(formula.is_display)) for formula in formulas]
    found = {name: _load(cache.get(name)) for name in names}
    missing = {name: formula for name, formula in zip(names, formulas, strict=True) if found[name] is None}
    if missing:
        for (name, _), made in zip(missing.items(), ask(list(missing.values())), strict=True):
            found[name] = made
            cache.put(_KIND, name, json.dumps([made.html, made.wrong]))
    return [known for name in names if (known := found[name])]


def _load(text: str | None) -> MathML | None:
    try:
        return MathML(*json.loads(text)) if text else None
    except (ValueError, TypeError):
        return None
