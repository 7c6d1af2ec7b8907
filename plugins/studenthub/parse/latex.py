"""The LaTeX that stands in BibTeX fields, as text with the few tags that CSL-JSON knows.

CSL-JSON takes ``<i> <b> <sup> <sub>`` and two spans as markup and has no way to write a literal ``<``. A bracket
that an author typed therefore travels as a private-use character (LESS, GREATER) and is put back as an escaped one
when the formatted text comes out. Source of the tags: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from __future__ import annotations

import html
import re
import unicodedata

LESS, GREATER = "\ue03c", "\ue03e"
_ESCAPE = str.maketrans({"<": LESS, ">": GREATER, LESS: "", GREATER: ""})
_UNESCAPE = str.maketrans({LESS: "<", GREATER: ">"})
#: CSL's sign for words that keep their capitals.
NOCASE = '<span class="nocase">'

#: LaTeX accent commands and the combining characters that follow the letter in Unicode; the words are those of maths.
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "h": "\u0309", "r": "\u030a", "H": "\u030b", "v": "\u030c", "G": "\u030f", "f": "\u0311",
    "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
    "grave": "\u0300", "acute": "\u0301", "hat": "\u0302", "tilde": "\u0303", "bar": "\u0304", "breve": "\u0306",
    "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "vec": "\u20d7",
}  # fmt: skip
#: The commands of accents, whose letter may stand behind a space: Erd\\H os.
ACCENTS = frozenset(_ACCENTS)
#: What an accent without a letter prints, such as the tilde of \~{} in an address.
_BARE_ACCENTS = {"`": "`", "'": "´", "^": "^", "~": "~", '"': "¨", "=": "¯"}
_SYMBOLS = {
    "ss": "ß", "SS": "SS", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å",
    "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "dots": "…", "ldots": "…",
    "cdots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—", "textquoteleft": "‘",
    "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'",
    "textquotedbl": '"', "lq": "‘", "rq": "’", "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»",
    "guillemotleft": "«", "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»",
    "textexclamdown": "¡", "textquestiondown": "¿", "textbackslash": "\\", "backslash": "\\",
    "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_", "textbar": "|", "textless": LESS,
    "textgreater": GREATER, "lt": LESS, "gt": GREATER, "textbraceleft": "{", "textbraceright": "}", "lbrace": "{",
    "rbrace": "}", "textdollar": "$", "textregistered": "®", "texttrademark": "™", "textcopyright": "©",
    "copyright": "©", "textdegree": "°", "degree": "°", "textmu": "µ", "textperiodcentered": "·", "textbullet": "•",
    "textperthousand": "‰", "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾",
    "textordfeminine": "ª", "textordmasculine": "º", "S": "§", "P": "¶", "dag": "†", "ddag": "‡",
    "textdagger": "†", "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€", "slash": "/", "space": " ",
    "quad": " ", "qquad": " ", "newline": " ", "linebreak": " ", "alpha": "α", "beta": "β", "gamma": "γ",
    "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "times": "×", "pm": "±", "mp": "∓", "cdot": "·", "ast": "∗", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "ne": "≠", "ll": "≪", "gg": "≫", "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡",
    "propto": "∝", "infty": "∞", "partial": "∂", "to": "→", "rightarrow": "→", "leftarrow": "←", "circ": "°",
    "prime": "′", "sqrt": "√", "sum": "∑", "int": "∫", "ell": "ℓ", "div": "÷", "in": "∈",
}  # fmt: skip
_TAGS = {
    "textit": "i", "emph": "i", "textsl": "i", "mkbibemph": "i", "mathit": "i", "it": "i", "em": "i", "itshape": "i",
    "sl": "i", "slshape": "i", "textbf": "b", "mathbf": "b", "mkbibbold": "b", "bf": "b", "bfseries": "b",
    "textsuperscript": "sup", "textsubscript": "sub",
}  # fmt: skip
#: Commands whose argument nobody sees: \noopsort{1973b} only puts an entry in its place.
_UNSEEN = {"noopsort", "SortNoop", "label", "vspace", "hspace", "phantom", "hphantom", "vphantom"}
#: Commands whose argument is an address and no LaTeX.
_VERBATIM = {"url", "path", "nolinkurl", "doi"}
_SIGNS = {" ": " ", "~": "\u00a0", ",": " ", ";": " ", ":": " ", "!": "", "/": "", "-": "", "\\": " ", "\n": " "}
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?[ \t\n]*|(?P<math>\$\$?|\\[()\[\]])|\\(?P<sign>.)|(?P<brace>[{}])|(?P<text>[^\\{}$]+)",
    re.DOTALL,
)
_LATEX = re.compile(r"[\\{}$~`'\"<>&\ue03c\ue03e]|--")
#: What databases leave in their exports: Health &amp; Place.
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
#: Deeper groups are read as if their braces were not there.
_DEEP = 40


def to_csl(text: str, *, protect: bool = False) -> str:
    """LaTeX as CSL-JSON rich text, on one line.

    ``protect`` keeps the capitals of braced words where a style changes the case of titles, as BibTeX does.
    """
    if text.isalnum():
        return unicodedata.normalize("NFC", text)
    if _LATEX.search(text):
        text = _Decoder(text, protect).group(0, math=False)
        if "&" in text:
            text = _ENTITY.sub(lambda entity: html.unescape(entity[0]).translate(_ESCAPE), text)
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable() or "  " in text:
        text = re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", text)
    return text.strip()


def to_text(text: str) -> str:
    """LaTeX as plain text."""
    return plain(to_csl(text))


def to_address(text: str) -> str:
    r"""An address or identifier as it is meant: \_ \& \% and \url{...} undone, and nothing made prettier.

    What nobody can see, such as the zero width spaces that come along when an address is copied, is left out.
    """
    text = "".join(c for c in text if c.isprintable() or c.isspace())
    text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    text = re.sub(r"\\(?:url|path|nolinkurl|doi)\b\s*", "", text)
    text = re.sub(r"\{?\\textasciitilde\s*(?:\{\})?\}?|\{?\\~\{\}\}?|\$\s*\\sim\s*\$", "~", text)
    text = re.sub(r"\{?\\textunderscore\s*(?:\{\})?\}?", "_", text)
    return re.sub(r"[{}]", "", re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)).strip()


def escape(text: str) -> str:
    """Plain text as CSL-JSON rich text."""
    return text.translate(_ESCAPE)


def plain(rich: str) -> str:
    """CSL-JSON rich text as plain text."""
    return (
        re.sub(r"<[^<>]*>", "", rich).translate(_UNESCAPE) if "<" in rich or LESS in rich or GREATER in rich else rich
    )


class _Decoder:
    """One pass over the tokens of a field; ``at`` is the index of the next one."""

    def __init__(self, text: str, protect: bool) -> None:
        dollars = [match.start() for match in re.finditer(r"(?<!\\)\$", text)]
        if len(dollars) % 2:
            # A dollar that has no other half is money.
            text = f"{text[: dollars[-1]]}\\{text[dollars[-1] :]}"
        self._text = text
        self._tokens = list(_TOKEN.finditer(text))
        self._protect = protect
        self._at = 0
        self._ignored = 0

    def group(self, depth: int, math: bool) -> str:
        """Everything up to the closing brace of this group, or to the end."""
        out: list[str] = []
        closing = ""
        while (token := self._next()) is not None:
            if token["math"]:
                math = not math
            elif token["brace"] == "}":
                if depth and not self._ignored:
                    break
                self._ignored = max(0, self._ignored - 1)
            elif token["word"] in _TAGS and not self._opens_group():
                # {\it word}: the command holds until the group ends.
                out.append(f"<{_TAGS[token['word']]}>")
                closing = f"</{_TAGS[token['word']]}>{closing}"
            else:
                out.append(self._piece(token, depth, math))
        return "".join(out) + closing

    def _piece(self, token: re.Match[str], depth: int, math: bool) -> str:
        if token["text"]:
            return self._math(token["text"], depth) if math else _typography(token["text"])
        if token["brace"]:
            return self._braced(depth, math)
        return self._sign(token["sign"], depth, math) if token["sign"] else self._command(token["word"], depth, math)

    def _next(self) -> re.Match[str] | None:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else None

    def _peek(self, ahead: int = 0) -> re.Match[str] | None:
        return self._tokens[self._at + ahead] if self._at + ahead < len(self._tokens) else None

    def _opens_group(self) -> bool:
        token = self._peek()
        return token is not None and token["brace"] == "{"

    def _inner(self, depth: int, math: bool) -> str:
        """The group whose opening brace was just read."""
        if depth >= _DEEP:
            self._ignored += 1
            return ""
        return self.group(depth + 1, math)

    def _braced(self, depth: int, math: bool) -> str:
        first = self._peek()
        # {\'E}cole is a letter; {HIV} is a word whose capitals count.
        is_letter = first is not None and bool(first["word"] or first["sign"])
        inner = self._inner(depth, math)
        if self._protect and depth == 0 and not math and not is_letter and re.search(r"\w", inner):
            return f"{NOCASE}{inner}</span>"
        return inner

    def _argument(self, depth: int, math: bool) -> str:
        """The next group, or the next single character."""
        token = self._next()
        if token is None:
            return ""
        if token["brace"] == "{":
            return self._inner(depth, math)
        if token["word"]:
            return _SYMBOLS.get(token["word"], "")
        if token["text"]:
            return self._first(token["text"].lstrip())
        # What is no argument is read next: a closing brace, a dollar, another accent.
        self._at -= 1
        return ""

    def _first(self, text: str) -> str:
        """The first character of a text token; the others are read next."""
        if rest := _TOKEN.match(text, 1):
            self._at -= 1
            self._tokens[self._at] = rest
        return text[:1].translate(_ESCAPE)

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

    def _sign(self, sign: str, depth: int, math: bool) -> str:
        if sign in _ACCENTS:
            return _accented(self._argument(depth, math), _ACCENTS[sign]) or _BARE_ACCENTS.get(sign, "")
        return _SIGNS.get(sign, sign.translate(_ESCAPE))

    def _command(self, word: str, depth: int, math: bool) -> str:
        if word in _SYMBOLS:
            after = self._peek(1)
            if self._opens_group() and after is not None and after["brace"] == "}":
                self._at += 2
            return _SYMBOLS[word]
        if word in _ACCENTS:
            return _accented(self._argument(depth, math), _ACCENTS[word])
        if word in _TAGS:
            return f"<{_TAGS[word]}>{self._argument(depth, math)}</{_TAGS[word]}>"
        if word in _VERBATIM:
            return escape(to_address(self._verbatim()))
        if word == "frac":
            return f"{self._argument(depth, math)}/{self._argument(depth, math)}"
        if word in _UNSEEN:
            return self._verbatim() and ""
        if word == "href":
            self._verbatim()
        # Of a command that is not known, what it holds is kept.
        return self._argument(depth, math or word == "ensuremath") if self._opens_group() else ""

    def _math(self, text: str, depth: int) -> str:
        """Sub- and superscripts; everything else in a formula is text."""
        head, *tail = re.split(r"([_^])", text)
        out = [escape(head)]
        for sign, after in zip(tail[::2], tail[1::2], strict=True):
            low = escape(after[0]) if after else self._argument(depth, math=True)
            tag = "sub" if sign == "_" else "sup"
            # 37^\circ and 5^\prime: these signs stand high by themselves.
            out.append(f"<{tag}>{low}</{tag}>" if low not in ("", "°", "′") else low)
            out.append(escape(after[1:]))
        return "".join(out)


_LETTER = re.compile(r"((?:<[^<>]*>)*)([^<>])([\u0300-\u036f]*)", re.DOTALL)


def _accented(letter: str, accent: str) -> str:
    """``accent`` over the first letter, above the accents that it has already; i and j lose their dots."""
    match = _LETTER.match(letter)
    if not match:
        return letter
    base = {"ı": "i", "ȷ": "j"}.get(match[2], match[2])
    return f"{match[1]}{base}{match[3]}{accent}{letter[match.end() :]}"


#: In this order: a longer sign before one that begins it.
_TYPOGRAPHY = (
    ("---", "—"), ("--", "–"), ("?`", "¿"), ("!`", "¡"), ("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"),
    ("~", "\u00a0"),
)  # fmt: skip


def _typography(text: str) -> str:
    """Dashes, quotation marks and ties as LaTeX writes them."""
    text = escape(text)
    for written, printed in _TYPOGRAPHY:
        text = text.replace(written, printed)
    return text
