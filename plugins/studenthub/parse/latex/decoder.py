"""Decodes the LaTeX of one field: groups, commands, formulas and accents; reports unknown commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from studenthub.parse.latex import commands
from studenthub.parse.latex.addresses import to_address
from studenthub.parse.latex.letters import accented, paired, typography
from studenthub.parse.latex.special import SPECIAL
from studenthub.parse.latex.symbols import BETWEEN, ESCAPE, FUNCTIONS, SYMBOLS

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


class Unknown(NamedTuple):
    """A command that is not known, and where it begins. ``prints`` says whether what it holds is printed."""

    command: str
    offset: int
    prints: bool


class Decoder:
    """One pass over the tokens of a field.

    ``_at`` is the index of the next one, ``_depth`` the number of groups around it, ``_quotes`` that of
    quotations. ``is_in_formula`` is whether it is in one.
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
        self.is_in_formula = False
        self._ignored = 0
        self._quotes = 0

    def group(self) -> str:
        """Everything up to the closing brace of this group, or to the end, as CSL-JSON rich text."""
        out: list[str] = []
        closing, around = "", self.is_in_formula
        while (token := self._next()) is not None:
            if token["math"]:
                self.is_in_formula = not self.is_in_formula
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
        self.is_in_formula = around
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

    def read(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
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
            return self._scripts(token["text"]) if self.is_in_formula else typography(token["text"])
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
        if self._protect and not self._depth and not self.is_in_formula and not is_letter and re.search(r"\w", inner):
            return f"{NOCASE}{inner}</span>"
        return inner

    def argument(self) -> str:
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
    def in_quotation(self) -> Iterator[int]:
        """Read what comes next as quoted; the number of quotations that it is in."""
        self._quotes += 1
        yield self._quotes
        self._quotes -= 1

    def skip_option(self) -> None:
        """Leave out what is in square brackets before the next argument."""
        self.read(_OPTIONAL)

    @contextmanager
    def in_formula(self, is_formula: bool) -> Iterator[None]:
        """Read what comes next as a formula, or as text."""
        around, self.is_in_formula = self.is_in_formula, is_formula
        yield
        self.is_in_formula = around

    def _arguments(self, number: int) -> list[str]:
        """The next ``number`` arguments, without the optional ones before and between them."""
        found = []
        for _ in range(number):
            self.skip_option()
            found.append(self.argument())
        return found

    def verbatim(self) -> str:
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
        return accented(self.argument(), commands.ACCENTS[name])

    def _command(self, token: re.Match[str]) -> str:
        word = token["word"]
        if word in SYMBOLS:
            if word == "sqrt":
                self.skip_option()
            self._skip_empty_group()
            return SYMBOLS[word]
        if word in commands.ACCENTS:
            return self._accent(word)
        if word in commands.TAGS:
            return f"<{commands.TAGS[word]}>{self.argument()}</{commands.TAGS[word]}>"
        if word in commands.VERBATIM:
            return to_address(self.verbatim()).translate(ESCAPE)
        if word in commands.SILENT:
            if word in commands.DIMENSIONED:
                self.read(_DIMENSION)
            self._skip_empty_group()
            return ""
        if special := SPECIAL.get(word):
            return special(self)
        return self._with_arguments(token)

    def _with_arguments(self, token: re.Match[str]) -> str:
        word = token["word"]
        if word in commands.UNSEEN:
            self.skip_option()
            for _ in range(commands.UNSEEN[word]):
                self.verbatim()
            return ""
        if word in commands.PRINTED:
            is_text = word.startswith("text") or word in ("mbox", "hbox")
            with self.in_formula((self.is_in_formula and not is_text) or word == "ensuremath"):
                found = self._arguments(commands.PRINTED[word])
            return found[-1] if found else ""
        if word in commands.BRACKETED:
            before, after = commands.BRACKETED[word]
            return f"{before}{self.argument()}{after}"
        if word in commands.FRACTIONS:
            return "/".join(self._arguments(2))
        return self._unknown(token)

    def _unknown(self, token: re.Match[str]) -> str:
        """What an unknown command holds."""
        found: list[str] = []
        while self._opens_group():
            found.append(self.argument())
        word, offset = token["word"], token.start() - (token.start() > self._money)
        printed = "".join(found) if word not in commands.OUT_OF_PLACE else ""
        self.unknown.append(Unknown(word, offset, bool(printed)))
        return printed

    def skip_to(self, word: str) -> None:
        """Go behind the next command ``word``, if there is one."""
        found = (at for at in range(self._at, len(self._tokens)) if self._tokens[at]["word"] == word)
        self._at = next(found, self._at - 1) + 1

    def _scripts(self, text: str) -> str:
        """Sub- and superscripts; everything else in a formula is text."""
        head, *tail = re.split(r"([_^])", text)
        out = [_plain_math(head)]
        for sign, after in zip(tail[::2], tail[1::2], strict=True):
            low = _plain_math(after[0]) if after else self.argument()
            tag = "sub" if sign == "_" else "sup"
            # 37^\circ and 5^\prime: these signs are raised by themselves.
            out.append(f"<{tag}>{low}</{tag}>" if low not in ("", "°", "′", "*", "†", "‡") else low)
            out.append(_plain_math(after[1:]))
        return "".join(out)


def _plain_math(text: str) -> str:
    return text.replace("~", "\u00a0").replace("'", "′").translate(ESCAPE)
