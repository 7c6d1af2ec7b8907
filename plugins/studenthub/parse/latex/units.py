"""Converts numbers, units and formulas of the packages siunitx and mhchem."""

from __future__ import annotations

import re

from studenthub.parse.latex.symbols import ESCAPE, GREATER, LESS, SYMBOLS, UNITS, words

#: The parts of a formula of mhchem: isotopes and charges, numbers of atoms, charges at the end, arrows.
_CHEMICAL = re.compile(
    rf"\^(?P<high>[0-9]*[+-]|[0-9]+)|_(?P<low>[0-9]+)|(?<=[A-Za-z)\]])(?P<count>[0-9]+)"
    rf"|(?<=[A-Za-z0-9)\]])(?P<charge>[+-])(?![\w{GREATER}])|(?P<arrow>{LESS}?(?:[-–]{{1,2}}|=){GREATER}|{LESS}[-–]{{1,2}})"
)
_UNIT = re.compile(r"(?:\^|\\tothe\s*)(?P<power>-?[0-9]+)|\\(?P<command>[A-Za-z]+)\s*|(?P<text>[^\\^]+|.)", re.DOTALL)
#: Powers before their unit.
_POWERS = {"square": "²", "cubic": "³"}
_PREFIXES = words("""
    yocto zepto atto femto pico nano micro milli centi deci deca deka hecto kilo mega giga tera peta exa zetta
    yotta
""")


def chemistry(text: str) -> str:
    """A formula of mhchem: numbers behind an element are low, charges are high."""
    return _CHEMICAL.sub(_chemical, text)


def _chemical(part: re.Match[str]) -> str:
    if part["arrow"]:
        if "=" in part["arrow"]:
            return "⇌"
        left, right = part["arrow"].startswith(LESS), part["arrow"].endswith(GREATER)
        return "↔" if left and right else "←" if left else "→"
    low = part["low"] or part["count"]
    return f"<sub>{low}</sub>" if low else f"<sup>{part['high'] or part['charge']}</sup>"


def number(raw: str) -> str:
    """A number of siunitx: 1e-5 is 1 × 10⁻⁵, 5 +- 2 is 5 ± 2."""
    text = raw.replace("\\pm", "±").replace("+-", "±").replace("\\times", "×").strip()
    text = re.sub(r"[±×x]", lambda sign: f" {sign[0].replace('x', '×')} ", text)
    text = re.sub(r"^-|(?<=\s)-", "−", text).translate(ESCAPE)
    mantissa, e, power = text.partition("e")
    if e and re.fullmatch(r"[-−+]?[0-9]+", power):
        high = power.replace("-", "−").removeprefix("+")
        text = f"{mantissa} × 10<sup>{high}</sup>" if mantissa else f"10<sup>{high}</sup>"
    return " ".join(text.split())


def unit(raw: str) -> str:
    """A unit of siunitx: \\milli\\gram\\per\\litre is mg/L."""
    out = prefix = power = ""
    for piece in _UNIT.finditer(raw.replace("{", "").replace("}", "").replace("~", " ")):
        command = piece["command"]
        if command in _PREFIXES:
            prefix = UNITS[command]
        elif command in _POWERS:
            power = _POWERS[command]
        elif command == "per":
            out += "/"
        elif command in ("squared", "cubed"):
            out += UNITS[command]
        elif command:
            gap = " " if out and out[-1] not in "/·" else ""
            out += f"{gap}{prefix}{UNITS.get(command, SYMBOLS.get(command, command))}{power}"
            prefix = power = ""
        elif piece["power"]:
            out += f"<sup>{piece['power'].replace('-', '−')}</sup>"
        else:
            out, prefix = f"{out}{prefix}{piece['text'].replace('.', '·').translate(ESCAPE)}", ""
    return out.strip()
