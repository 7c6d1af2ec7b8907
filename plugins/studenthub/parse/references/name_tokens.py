"""The words and signs of a list of names, and what each of them can be: a name, an initial, "and", "et al."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studenthub.parse.references.line import TAKEN, Line
from studenthub.parse.references.vocabulary import AND, PARTICLES, ROLES, SUFFIXES

#: A letter with accents that Unicode has no letter for: Ọ̀ of Yoruba.
_ACCENTED = r"[^\W\d_][\u0300-\u036f]*+"
_TOKEN = re.compile(
    rf"(?P<initial>{_ACCENTED}\.(?>(?:[-–]?{_ACCENTED}\.)*)(?>(?:[-–]?{_ACCENTED}(?![\w.]))?))"
    r"|(?P<word>(?:[’'](?=t\b))?[^\W\d_](?>(?:[^\W\d_]|[\u0300-\u036f]|[’'\-](?=[^\W\d_]))*))"
    r"|(?P<dots>…|\.\s?\.\s?\.)|(?P<number>\d+)|(?P<sign>[^\w\s]|\n|_)"
)
#: Words that look like short first names, and say what somebody did.
_NO_NAMES = frozenset(word for words in ROLES.values() for word in words if len(word) < 6) | {"in", "vol", "no", "pp"}
_ENDS = frozenset(',;.:()[]&/“”‘"«–—' + TAKEN)
_ET_AL = re.compile(
    r"et\.?\s?(?:al|coll|alii)\b\.?|(?:and|en|&|et)\s(?:others|andere?|colleagues|autres)\b|(?<=[,;]\s)others\b"
    r"|e\.\s?a\b\.?",
    re.IGNORECASE,
)
#: Names further than this many signs into a text are no longer read: lists of physics have thousands.
_FARTHEST = 6000


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign between two offsets of a line. ``kind`` is the name of its group in the pattern, or "end"."""

    kind: str
    text: str
    start: int
    end: int


class Tokens:
    """The tokens of a line from an offset on. An index beyond the last one is a token of the kind "end"."""

    def __init__(self, line: Line, start: int) -> None:
        self.line = line
        # Tokens are made when they are asked for: most texts are looked at for a few of them only.
        self._matches = _TOKEN.finditer(line.plain, start, start + _FARTHEST)
        self._tokens: list[Token] = []
        self._end = Token("end", "", len(line.plain), len(line.plain))

    def __getitem__(self, index: int) -> Token:
        while len(self._tokens) <= index and (match := next(self._matches, None)):
            self._tokens.append(Token(str(match.lastgroup), match[0], match.start(), match.end()))
        return self._tokens[index] if 0 <= index < len(self._tokens) else self._end

    # What tokens are.

    def is_sign(self, index: int, signs: str) -> bool:
        """Whether a token is one of some signs."""
        token = self[index]
        return token.kind == "sign" and token.text in signs

    def is_and(self, index: int) -> bool:
        """Whether a token is "and" in one of the languages, or &."""
        return self[index].text.casefold() in AND

    def is_particle(self, index: int) -> bool:
        """Whether a token begins a surname in small letters: van, de, O before a name."""
        text = self[index].text
        if text in ("O", "Ó"):
            return self.is_name(index + 1)
        return text.casefold() in PARTICLES and (len(text) > 1 or (text.islower() and not self.is_sign(index + 1, ".")))

    def is_role(self, token: Token) -> bool:
        """Whether a token is no name but a short word such as ed, vol or in."""
        return token.text.casefold() in _NO_NAMES and not token.text.isupper()

    def is_suffix(self, index: int) -> bool:
        """Whether a token is Jr, III or the like."""
        return self[index].text.casefold() in SUFFIXES

    def is_name(self, index: int) -> bool:
        """Whether a token can be a surname or a given name in full."""
        token = self[index]
        if token.kind != "word" or len(token.text) < 2 or self.is_role(token):
            return False
        first = token.text.lstrip("’'")[0]
        return (
            not first.islower() or (token.text[1] in "’'-" and not token.text[2:3].islower()) or "-" in token.text[2:4]
        )

    def is_initial(self, index: int, *, short: bool = False) -> bool:
        """Whether a token is one initial or several: K. · K.C. · KC · J-B, and with ``short`` also Ch. and Yu."""
        token = self[index]
        if token.kind == "initial":
            return token.text[0].isupper()
        letters = token.text.replace("-", "")
        if token.kind != "word" or not letters[:1].isupper() or self.is_role(token):
            return False
        if letters.isupper() and len(letters) <= 4:
            return True
        few = short and len(letters) <= 3 and not self.is_suffix(index)
        if not few or not self.is_sign(index + 1, ".") or self[index + 1].start != token.end:
            return False
        return self[index + 2].kind == "initial" or self.is_sign(index + 2, ",;(&") or self.is_and(index + 2)

    def after_initial(self, index: int) -> int:
        """The index behind an initial, and behind the full stop of Ch."""
        short = self[index].kind == "word" and not self[index].text.replace("-", "").isupper()
        return index + 2 if short else index + 1

    def ends(self, index: int) -> bool:
        """Whether a name ends before a token."""
        token = self[index]
        return (
            token.kind in ("end", "number", "dots")
            or (token.kind == "sign" and token.text in _ENDS)
            or self.is_and(index)
            or self.et_al(index) > 0
        )

    def et_al(self, index: int) -> int:
        """The index behind "et al." or its like at ``index``, or 0."""
        found = _ET_AL.match(self.line.plain, self[index].start)
        if not found:
            return 0
        while self[index].start < found.end():
            index += 1
        return index

    def separator(self, index: int) -> tuple[int, bool]:
        """The index of the next name, which is ``index`` itself where none follows; whether names are left out."""
        at, gap = index, False
        if self.is_sign(at, ",;"):
            at += 1
        if self[at].kind == "dots":
            at, gap = at + 1, True
            if self.is_sign(at, ","):
                at += 1
        if self.is_and(at) and not self.et_al(at):
            at += 1
        return at, gap
