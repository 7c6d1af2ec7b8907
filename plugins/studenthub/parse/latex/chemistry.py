r"""Chemical formulas as mhchem has them (https://mhchem.github.io/MathJax-mhchem/), as TeX: \ce{SO4^2- + 2 H2O}."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ARROWS = {
    "<=>>": r"\rightleftharpoons",
    "<<=>": r"\rightleftharpoons",
    "<=>": r"\rightleftharpoons",
    "<->": r"\leftrightarrow",
    "<-->": r"\rightleftarrows",
    "->": r"\rightarrow",
    "<-": r"\leftarrow",
}
_BONDS = {"-": "-", "=": "=", "#": r"\equiv "}
_NUMBER = r"\d+(?:[.,]\d+)?(?:/\d+)?"
_TOKEN = re.compile(
    rf"(?P<arrow>{'|'.join(map(re.escape, sorted(_ARROWS, key=len, reverse=True)))})"
    r"(?:\[(?P<above>[^\[\]]*)\])?(?:\[(?P<below>[^\[\]]*)\])?"
    r"|\s+(?P<leaves>[v^])(?=\s|\Z)"
    r"|(?P<gap>\s+)"
    r"|\^(?:\{(?P<raised>[^{}]*)\}|(?P<charge>\d*[+-]|\d+|\*|\.))"
    rf"|_(?:\{{(?P<lowered>[^{{}}]*)\}}|(?P<low>\d+|[a-z]))"
    r"|(?P<state>\((?:s|l|g|aq|cr|vap|sln)\))"
    r"|(?P<element>[A-Z][a-z]?)"
    rf"|(?P<number>{_NUMBER})"
    r"|(?P<letter>[a-z])"
    r"|(?P<sign>[+\-=#])"
    r"|(?P<bracket>[()\[\]])"
    r"|(?P<dot>\*|\.)"
    r"|(?P<greek>\\[A-Za-z]+)\s*"
    r"|\$(?P<tex>[^$]*)\$"
    r"|\{(?P<text>[^{}]*)\}"
)


def as_tex(formula: str) -> str:
    """TeX that Pandoc reads, or "" where ``formula`` has something that is not known here."""
    pieces: list[str] = []
    at, before = 0, ""
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None:
            return ""
        after = formula[token.end() : token.end() + 1]
        pieces += _written(token, before, after)
        before, at = formula[token.end() - 1], token.end()
    return "".join(pieces)


def _written(token: re.Match[str], before: str, after: str) -> Iterator[str]:
    """A token as TeX; ``before`` and ``after`` are the characters beside it."""
    kind, found = token.lastgroup, token[0]
    follows = before.isalpha() or before in {")", "]"}
    if token["arrow"]:
        yield _arrow(token)
    elif kind == "leaves":
        yield r"\downarrow " if found.strip() == "v" else r"\uparrow "
    elif kind == "gap":
        yield r"\;" if before.isdigit() or after.isalpha() else " "
    elif kind in ("raised", "charge"):
        yield rf"^{{{_upright(token[kind])}}}"
    elif kind in ("lowered", "low"):
        yield rf"_{{{_upright(token[kind])}}}"
    elif kind == "number":
        yield rf"_{{{found}}}" if follows else _amount(found, after)
    elif kind == "sign":
        is_charge = found in "+-" and (follows or before.isdigit()) and (after in ("", " ", ")", "]", "^"))
        yield rf"^{{{found}}}" if is_charge else _BONDS.get(found, f" {found} ")
    elif kind == "dot":
        yield r"\cdot "
    elif kind == "text":
        yield rf"\text{{{token['text']}}}"
    elif kind == "tex":
        yield token["tex"]
    elif kind in ("element", "state", "letter"):
        yield rf"\mathrm{{{found}}}"
    else:
        yield found


def _arrow(token: re.Match[str]) -> str:
    arrow = _ARROWS[token["arrow"]]
    above, below = (as_tex(token[name]) or _upright(token[name]) if token[name] else "" for name in ("above", "below"))
    if above:
        arrow = rf"\overset{{{above}}}{{{arrow}}}"
    return rf" \underset{{{below}}}{{{arrow}}} " if below else f" {arrow} "


def _amount(number: str, after: str) -> str:
    whole, slash, part = number.partition("/")
    written = rf"\frac{{{whole}}}{{{part}}}" if slash else number
    return rf"{written}\," if after.isalpha() or after in ("(", "[") else written


def _upright(text: str) -> str:
    """The TeX of a raised or lowered part: signs and numbers as they are, words upright."""
    return rf"\text{{{text}}}" if re.fullmatch(r"[A-Za-z][A-Za-z ,.\-]+", text) else text.replace("*", r"\ast ")
