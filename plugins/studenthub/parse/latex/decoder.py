"""Decodes the LaTeX of one field: groups, commands, formulas and accents; reports unknown commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from studenthub.parse.latex import commands
from studenthub.parse.latex.addresses import to_address
from studenthub.parse.latex.letters import accented, cased, paired, typography
from studenthub.parse.latex.symbols import BETWEEN, ESCAPE, FUNCTIONS, SYMBOLS
from studenthub.parse.latex.units import chemistry, number, unit

#: CSL's sign for words that keep their capitals.
NOCASE = '<span class="nocase">'
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?[ \t\n]*|(?P<math>\$\$?|\\[()\[\]])|\\(?P<sign>.)|(?P<brace>[{}])|(?P<text>[^\\{}$]+)",
    re.DOTALL,
)
#: Deeper groups are read as if their braces were not there.
_DEEP = 40
_DIMENSION = re.compile(r"=?\s*[-+]?\d*[.,]?\d+\s*(?:pt|em|ex|mm|cm|in|mu|bp|pc|sp|dd|cc)\s?")
_OPTIONAL = re.compile(r"\s*\[([^\[\]]*)\]")
_CODE = re.compile(r"\s*(?:\"(?P<hex>[0-9A-F]{1,5})|(?P<decimal>[0-9]{1,6}))\s?")


class Unknown(NamedTuple):
    """A command that is not known, and where it begins. ``prints`` says whether what it holds is printed."""

    command: str
    offset: int
    prints: bool


class Decoder:
    """One pass over the tokens of a field.

    ``_at`` is the index of the next one, ``_depth`` the number of groups around it; ``_math`` says that it is in a
    formula.
    """

    def __init__(self, text: str, *, protect: bool = False) -> None:
        text = paired(text)
        dollars = [match.start() for match in re.finditer(r"(?<!\\)\$", text)]
        if len(dollars) % 2:
            # A dollar that has no other half is money.
            text = f"{text[: dollars[-1]]}\\{text[dollars[-1] :]}"
        self.unknown: list[Unknown] = []
        self._money = dollars[-1] if len(dollars) % 2 else len(text)
        self._text = text
        self._tokens = list(_TOKEN.finditer(text))
        self._protect = protect
        self._at = self._depth = 0
        self._math = False
        self._ignored = 0
        self._quotes = 0

    def group(self) -> str:
        """Everything up to the closing brace of this group, or to the end, as CSL-JSON rich text."""
        out: list[str] = []
        closing, around = "", self._math
        while (token := self._next()) is not None:
            if token["math"]:
                self._math = not self._math
            elif token["brace"] == "}":
                if self._depth and not self._ignored:
                    break
                self._ignored = max(0, self._ignored - 1)
            elif token["word"] in commands.TAGS and not self._opens_group():
                # {\it word}: the command holds until the group ends.
                out.append(f"<{commands.TAGS[token['word']]}>")
                closing = f"</{commands.TAGS[token['word']]}>{closing}"
            elif token["word"] in BETWEEN or token["word"] in FUNCTIONS:
                out.append(self._spaced(token, out))
            else:
                out.append(self._piece(token))
        self._math = around
        return "".join(out) + closing

    # --- tokens ----------------------------------------------------------------------------------------------------

    def _next(self) -> re.Match[str] | None:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else None

    def _peek(self, ahead: int = 0) -> re.Match[str] | None:
        return self._tokens[self._at + ahead] if self._at + ahead < len(self._tokens) else None

    def _opens_group(self) -> bool:
        token = self._peek()
        return token is not None and token["brace"] == "{"

    def _read(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match of ``pattern`` at the beginning of the text that comes next, which is read."""
        token = self._peek()
        match = pattern.match(self._text, token.start(), token.end()) if token and token["text"] else None
        if token and match and match.end() > token.start():
            rest = _TOKEN.match(self._text, match.end(), token.end())
            if rest:
                self._tokens[self._at] = rest
            else:
                self._at += 1
            return match
        return None

    # --- pieces ----------------------------------------------------------------------------------------------------

    def _piece(self, token: re.Match[str]) -> str:
        if token["text"]:
            return self._scripts(token["text"]) if self._math else typography(token["text"])
        if token["brace"]:
            return self._braced()
        return self._sign(token["sign"]) if token["sign"] else self._command(token)

    def _spaced(self, token: re.Match[str], out: list[str]) -> str:
        """A relation with a space on both sides, if there is one behind it; a function with one before its argument."""
        self._skip_empty_group()
        symbol, before = SYMBOLS[token["word"]], out[-1] if out else ""
        if token["word"] in BETWEEN:
            is_apart = token[0][-1].isspace()
            return f"{' ' if is_apart and before and not before[-1].isspace() else ''}{symbol}{' ' if is_apart else ''}"
        after = self._peek()
        goes_on = after is not None and bool(after["word"] or (after["math"] is None and after[0][:1].isalnum()))
        return f"{' ' if before[-1:].isalnum() else ''}{symbol}{' ' if goes_on else ''}"

    def _inner(self) -> str:
        """The group whose opening brace was just read."""
        if self._depth >= _DEEP:
            self._ignored += 1
            return ""
        self._depth += 1
        inner = self.group()
        self._depth -= 1
        return inner

    def _braced(self) -> str:
        first = self._peek()
        # {\'E}cole is a letter; {HIV} is a word whose capitals count.
        is_letter = first is not None and bool(first["word"] or first["sign"])
        inner = self._inner()
        if self._protect and not self._depth and not self._math and not is_letter and re.search(r"\w", inner):
            return f"{NOCASE}{inner}</span>"
        return inner

    def _argument(self) -> str:
        """The next group, or the next single character."""
        token = self._next()
        if token is None:
            return ""
        if token["brace"] == "{":
            return self._inner()
        if token["word"]:
            return SYMBOLS.get(token["word"], "")
        if token["text"]:
            return self._first(token)
        # What is no argument is read next: a closing brace, a dollar, another accent.
        self._at -= 1
        return ""

    def _first(self, token: re.Match[str]) -> str:
        """The first character of a text token; the others are read next."""
        text = token["text"]
        start = token.start() + len(text) - len(text.lstrip())
        if rest := _TOKEN.match(self._text, start + 1, token.end()):
            self._at -= 1
            self._tokens[self._at] = rest
        return self._text[start : min(start + 1, token.end())].translate(ESCAPE)

    @contextmanager
    def _in_formula(self, is_formula: bool) -> Iterator[None]:
        """Read what comes next as a formula, or as text."""
        around, self._math = self._math, is_formula
        yield
        self._math = around

    def _arguments(self, number: int) -> list[str]:
        """The next ``number`` arguments, without the optional ones before and between them."""
        found = []
        for _ in range(number):
            self._read(_OPTIONAL)
            found.append(self._argument())
        return found

    def _verbatim(self) -> str:
        """The next group as it is written."""
        if not self._opens_group():
            return ""
        start, depth = self._tokens[self._at].end(), 0
        while (token := self._next()) is not None:
            depth += {"{": 1, "}": -1}.get(token["brace"], 0)
            if not depth:
                return self._text[start : token.start()]
        return self._text[start:]

    def _skip_empty_group(self) -> None:
        after = self._peek(1)
        if self._opens_group() and after is not None and after["brace"] == "}":
            self._at += 2

    # --- commands --------------------------------------------------------------------------------------------------

    def _sign(self, sign: str) -> str:
        if sign in commands.ACCENTS:
            return self._accent(sign) or commands.BARE_ACCENTS.get(sign, "")
        return commands.SIGNS.get(sign, sign.translate(ESCAPE))

    def _accent(self, name: str) -> str:
        return accented(self._argument(), commands.ACCENTS[name])

    def _command(self, token: re.Match[str]) -> str:
        word = token["word"]
        if word in SYMBOLS:
            if word == "sqrt":
                self._read(_OPTIONAL)
            self._skip_empty_group()
            return SYMBOLS[word]
        if word in commands.ACCENTS:
            return self._accent(word)
        if word in commands.TAGS:
            return f"<{commands.TAGS[word]}>{self._argument()}</{commands.TAGS[word]}>"
        if word in commands.VERBATIM:
            return to_address(self._verbatim()).translate(ESCAPE)
        if word in commands.SILENT:
            if word in commands.DIMENSIONED:
                self._read(_DIMENSION)
            self._skip_empty_group()
            return ""
        if special := _SPECIAL.get(word):
            return special(self)
        return self._with_arguments(token)

    def _with_arguments(self, token: re.Match[str]) -> str:
        word = token["word"]
        if word in commands.UNSEEN:
            self._read(_OPTIONAL)
            for _ in range(commands.UNSEEN[word]):
                self._verbatim()
            return ""
        if word in commands.PRINTED:
            is_text = word.startswith("text") or word in ("mbox", "hbox")
            with self._in_formula((self._math and not is_text) or word == "ensuremath"):
                found = self._arguments(commands.PRINTED[word])
            return found[-1] if found else ""
        if word in commands.BRACKETED:
            before, after = commands.BRACKETED[word]
            return f"{before}{self._argument()}{after}"
        if word in commands.FRACTIONS:
            return "/".join(self._arguments(2))
        return self._unknown(token)

    def _unknown(self, token: re.Match[str]) -> str:
        """What an unknown command holds."""
        found: list[str] = []
        while self._opens_group():
            found.append(self._argument())
        word, offset = token["word"], token.start() - (token.start() > self._money)
        printed = "".join(found) if word not in commands.OUT_OF_PLACE else ""
        self.unknown.append(Unknown(word, offset, bool(printed)))
        return printed

    def _quoted(self) -> str:
        """Double quotation marks, and single ones within them."""
        self._read(_OPTIONAL)
        self._quotes += 1
        before, after = "“”" if self._quotes % 2 else "‘’"
        inner = self._argument()
        self._quotes -= 1
        return f"{before}{inner}{after}"

    def _foreign_quoted(self) -> str:
        self._argument()
        return self._quoted()

    def _href(self) -> str:
        self._read(_OPTIONAL)
        self._verbatim()
        return self._argument()

    def _first_of_two(self) -> str:
        """The text as TeX prints it, without its form for the outline of a PDF."""
        printed = self._argument()
        self._verbatim()
        return printed

    def _hspace(self) -> str:
        """Space of a width is a space where it is one to the eye."""
        width = self._verbatim()
        return "" if width.lstrip().startswith("-") or width.strip(" 0.") in ("pt", "em", "ex", "") else " "

    def _character(self) -> str:
        """A character by its number: \\char233, \\char"E9, \\symbol{233}."""
        if code := self._read(_CODE):
            return _of_code(code)
        written = self._verbatim()
        code = _CODE.fullmatch(written)
        return _of_code(code) if code else ""

    def _quantity(self) -> str:
        """A number with its unit, by siunitx."""
        self._read(_OPTIONAL)
        value = number(self._verbatim())
        self._read(_OPTIONAL)
        of = unit(self._verbatim())
        # 37 °C, and 90° and 50%.
        return f"{value}{'' if of in ('°', '%', '′', '″') else ' '}{of}".strip()

    def _quantity_range(self) -> str:
        self._read(_OPTIONAL)
        first, last = number(self._verbatim()), number(self._verbatim())
        return f"{first}–{last} {unit(self._verbatim())}".strip()

    def _number_range(self) -> str:
        self._read(_OPTIONAL)
        return f"{number(self._verbatim())}–{number(self._verbatim())}"

    def _only_unit(self) -> str:
        self._read(_OPTIONAL)
        return unit(self._verbatim())

    def _only_number(self) -> str:
        self._read(_OPTIONAL)
        return number(self._verbatim())

    def _angle(self) -> str:
        self._read(_OPTIONAL)
        parts = self._verbatim().split(";")
        return "".join(f"{part.strip()}{sign}" for part, sign in zip(parts, "°′″", strict=False) if part.strip())

    def _chemistry(self) -> str:
        """A formula of mhchem: numbers behind an element are low, charges are high."""
        with self._in_formula(False):
            return chemistry(self._argument())

    def _if_math(self) -> str:
        r"""``\ifmmode a\else b\fi``, as records of physics have it: the half for formulas, or that for text."""
        if not self._math:
            self._skip_to("else")
        return ""

    def _else(self) -> str:
        self._skip_to("fi")
        return ""

    def _skip_to(self, word: str) -> None:
        """Go behind the next command ``word``, if there is one."""
        found = (at for at in range(self._at, len(self._tokens)) if self._tokens[at]["word"] == word)
        self._at = next(found, self._at - 1) + 1

    def _negated(self) -> str:
        """\\not\\in, \\not=."""
        sign = self._argument()
        return f"{sign}\u0338" if sign else ""

    def _scripts(self, text: str) -> str:
        """Sub- and superscripts; everything else in a formula is text."""
        head, *tail = re.split(r"([_^])", text)
        out = [_plain_math(head)]
        for sign, after in zip(tail[::2], tail[1::2], strict=True):
            low = _plain_math(after[0]) if after else self._argument()
            tag = "sub" if sign == "_" else "sup"
            # 37^\circ and 5^\prime: these signs are raised by themselves.
            out.append(f"<{tag}>{low}</{tag}>" if low not in ("", "°", "′", "*", "†", "‡") else low)
            out.append(_plain_math(after[1:]))
        return "".join(out)


_SPECIAL: dict[str, Callable[[Decoder], str]] = {
    **dict.fromkeys(commands.QUOTED, Decoder._quoted),
    **dict.fromkeys(commands.QUOTED_IN, Decoder._foreign_quoted),
    **dict.fromkeys(commands.UPPER, lambda decoder: cased(decoder._argument(), str.upper)),
    **dict.fromkeys(commands.LOWER, lambda decoder: cased(decoder._argument(), str.lower)),
    **dict.fromkeys(("char", "symbol", "unichar"), Decoder._character),
    **dict.fromkeys(("SI", "qty"), Decoder._quantity),
    **dict.fromkeys(("SIrange", "qtyrange"), Decoder._quantity_range),
    **dict.fromkeys(("si", "unit"), Decoder._only_unit),
    "num": Decoder._only_number,
    "numrange": Decoder._number_range,
    "ang": Decoder._angle,
    "ce": Decoder._chemistry,
    "cf": Decoder._chemistry,
    "href": Decoder._href,
    "texorpdfstring": Decoder._first_of_two,
    "hspace": Decoder._hspace,
    "not": Decoder._negated,
    "ifmmode": Decoder._if_math,
    "else": Decoder._else,
}


def _of_code(code: re.Match[str]) -> str:
    number = int(code["hex"], 16) if code["hex"] else int(code["decimal"])
    return chr(number).translate(ESCAPE) if 0x20 <= number < 0xD800 or 0xDFFF < number < 0x110000 else ""


def _plain_math(text: str) -> str:
    return text.replace("~", "\u00a0").replace("'", "′").translate(ESCAPE)
