r"""Converts a ``tabular`` of LaTeX into a Markdown table."""

from __future__ import annotations

import re

from studenthub.parse.latex.words import UnknownError, braces, words

#: Lines in a table, and other commands between its rows.
_RULES = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|(?:c|cmid)(?:line|rule)(?:\[[^\[\]]*\])?(?:\([a-z]+\))?\{[^{}]*\}|addlinespace|endhead"
    r"|endfirsthead|endfoot|endlastfoot|centering|small|noalign\{[^{}]*\})(?![A-Za-z])(?:\[[^\[\]]*\])?"
)
_ROW = re.compile(r"\\\\\*?(?:\[[^\[\]\n]*\])?|\\tabularnewline\b")
_SPAN = re.compile(r"\\multicolumn\s*\{(?P<number>\d{1,2})\}\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*(?=\{)")
_HIGH = re.compile(
    r"\\multirow\s*(?:\[[^\[\]]*\])?\{[^{}]*\}\s*\{[^{}]*\}\s*(?=\{)|\\(?:makecell|thead|shortstack)(?:\[[^\[\]]*\])?(?=\{)"
)
_COLUMN = re.compile(r"\*\{(?P<times>\d{1,2})\}\{(?P<kind>[a-zA-Z|]+)\}|(?P<one>[a-zA-Z])|[@!<>]?\{")
#: A bar in a cell, but for those of formulas.
_BAR = re.compile(r"(?P<formula>\$[^$]+\$)|\|")
_CELL = re.compile(r"(?<!\\)&")


def table(tex: str, columns: str) -> str:
    """The rows of a ``tabular`` whose columns are ``columns``. Raises UnknownError."""
    signs = _aligned(columns)
    rows = [_cells(row) for row in _split(_RULES.sub(" ", tex), _ROW)]
    rows = [row for row in rows if any(row)]
    if not rows or not signs or any(len(row) > len(signs) for row in rows):
        raise UnknownError
    head, *others = [[*row, *[""] * (len(signs) - len(row))] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, signs, *others))


def _aligned(columns: str) -> list[str]:
    """The row below the head, by the letters of the columns."""
    signs: list[str] = []
    at = 0
    while at < len(columns):
        match = _COLUMN.match(columns, at)
        if match is None:
            at += 1
            continue
        if match["times"]:
            signs += int(match["times"]) * [_sign(kind) for kind in match["kind"] if kind != "|"]
            at = match.end()
        elif match["one"]:
            signs.append(_sign(match["one"]))
            at = match.end()
            if at < len(columns) and columns[at] == "{":
                _, at = braces(columns, at)
        else:
            _, at = braces(columns, match.end() - 1)
    return signs


def _sign(column: str) -> str:
    return {"c": ":-:", "r": "--:", "S": "--:"}.get(column, "---")


def _cells(row: str) -> list[str]:
    cells: list[str] = []
    for cell in _split(row, _CELL):
        span = _SPAN.match(cell.strip())
        inside = cell.strip()[span.end() :] if span else cell.strip()
        if high := _HIGH.match(inside):
            inside = inside[high.end() :].replace("\\\\", " ")
        cells.append(_BAR.sub(lambda bar: bar[0] if bar["formula"] else r"\|", words(inside)))
        cells += [""] * (int(span["number"]) - 1 if span else 0)
    return cells


def _split(tex: str, at: re.Pattern[str]) -> list[str]:
    """``tex`` where ``at`` matches outside of braces and formulas."""
    parts, begin, depth, maths = [], 0, 0, False
    position = 0
    while position < len(tex):
        match = at.match(tex, position) if depth == 0 and not maths else None
        if match:
            parts.append(tex[begin:position])
            begin = position = match.end()
            continue
        sign = tex[position]
        if sign == "\\":
            position += 2
            continue
        depth += (sign == "{") - (sign == "}")
        maths ^= sign == "$"
        position += 1
    return [*parts, tex[begin:]]
