"""Commands of LaTeX that are more than a sign, or words with a sign on either side: what each prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from studenthub.parse.latex import commands
from studenthub.parse.latex.letters import cased
from studenthub.parse.latex.symbols import ESCAPE
from studenthub.parse.latex.units import chemistry, number, unit

if TYPE_CHECKING:
    from studenthub.parse.latex.decoder import Decoder

_CODE = re.compile(r"\s*(?:\"(?P<hex>[0-9A-F]{1,5})|(?P<decimal>[0-9]{1,6}))\s?")


def _quoted(decoder: Decoder) -> str:
    """Double quotation marks, and single ones within them."""
    decoder.skip_option()
    with decoder.in_quotation() as depth:
        before, after = "“”" if depth % 2 else "‘’"
        return f"{before}{decoder.argument()}{after}"


def _foreign_quoted(decoder: Decoder) -> str:
    decoder.argument()
    return _quoted(decoder)


def _href(decoder: Decoder) -> str:
    decoder.skip_option()
    decoder.verbatim()
    return decoder.argument()


def _first_of_two(decoder: Decoder) -> str:
    """The text as TeX prints it, without its form for the outline of a PDF."""
    printed = decoder.argument()
    decoder.verbatim()
    return printed


def _hspace(decoder: Decoder) -> str:
    """Space of a width is a space where it is one to the eye."""
    width = decoder.verbatim()
    return "" if width.lstrip().startswith("-") or width.strip(" 0.") in ("pt", "em", "ex", "") else " "


def _character(decoder: Decoder) -> str:
    """A character by its number: \\char233, \\char"E9, \\symbol{233}."""
    if code := decoder.read(_CODE):
        return _of_code(code)
    code = _CODE.fullmatch(decoder.verbatim())
    return _of_code(code) if code else ""


def _quantity(decoder: Decoder) -> str:
    """A number with its unit, by siunitx."""
    decoder.skip_option()
    value = number(decoder.verbatim())
    decoder.skip_option()
    of = unit(decoder.verbatim())
    # 37 °C, and 90° and 50%.
    return f"{value}{'' if of in ('°', '%', '′', '″') else ' '}{of}".strip()


def _quantity_range(decoder: Decoder) -> str:
    decoder.skip_option()
    first, last = number(decoder.verbatim()), number(decoder.verbatim())
    return f"{first}–{last} {unit(decoder.verbatim())}".strip()


def _number_range(decoder: Decoder) -> str:
    decoder.skip_option()
    return f"{number(decoder.verbatim())}–{number(decoder.verbatim())}"


def _only_unit(decoder: Decoder) -> str:
    decoder.skip_option()
    return unit(decoder.verbatim())


def _only_number(decoder: Decoder) -> str:
    decoder.skip_option()
    return number(decoder.verbatim())


def _angle(decoder: Decoder) -> str:
    decoder.skip_option()
    parts = decoder.verbatim().split(";")
    return "".join(f"{part.strip()}{sign}" for part, sign in zip(parts, "°′″", strict=False) if part.strip())


def _chemistry(decoder: Decoder) -> str:
    """A formula of mhchem: numbers behind an element are low, charges are high."""
    with decoder.in_formula(False):
        return chemistry(decoder.argument())


def _if_math(decoder: Decoder) -> str:
    r"""``\ifmmode a\else b\fi``, as records of physics have it: the half for formulas, or that for text."""
    if not decoder.is_in_formula:
        decoder.skip_to("else")
    return ""


def _else(decoder: Decoder) -> str:
    decoder.skip_to("fi")
    return ""


def _negated(decoder: Decoder) -> str:
    """\\not\\in, \\not=."""
    sign = decoder.argument()
    return f"{sign}\u0338" if sign else ""


def _of_code(code: re.Match[str]) -> str:
    number = int(code["hex"], 16) if code["hex"] else int(code["decimal"])
    return chr(number).translate(ESCAPE) if 0x20 <= number < 0xD800 or 0xDFFF < number < 0x110000 else ""


#: By name, what reads its arguments from a decoder and gives what is printed.
SPECIAL: dict[str, Callable[[Decoder], str]] = {
    **dict.fromkeys(commands.QUOTED, _quoted),
    **dict.fromkeys(commands.QUOTED_IN, _foreign_quoted),
    **dict.fromkeys(commands.UPPER, lambda decoder: cased(decoder.argument(), str.upper)),
    **dict.fromkeys(commands.LOWER, lambda decoder: cased(decoder.argument(), str.lower)),
    **dict.fromkeys(("char", "symbol", "unichar"), _character),
    **dict.fromkeys(("SI", "qty"), _quantity),
    **dict.fromkeys(("SIrange", "qtyrange"), _quantity_range),
    **dict.fromkeys(("si", "unit"), _only_unit),
    "num": _only_number,
    "numrange": _number_range,
    "ang": _angle,
    "ce": _chemistry,
    "cf": _chemistry,
    "href": _href,
    "texorpdfstring": _first_of_two,
    "hspace": _hspace,
    "not": _negated,
    "ifmmode": _if_math,
    "else": _else,
}
