"""The LaTeX that stands in BibTeX fields, as text with the few tags that CSL-JSON knows.

CSL-JSON takes ``<i> <b> <sup> <sub>`` and two spans as markup and has no way to write a literal ``<``. A bracket
that an author typed therefore travels as a private-use character (LESS, GREATER) and is put back as an escaped one
when the formatted text comes out. Source of the tags: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from __future__ import annotations

import re
import unicodedata

LESS, GREATER = "\ue03c", "\ue03e"
_ESCAPE = str.maketrans({"<": LESS, ">": GREATER, LESS: "", GREATER: ""})
_UNESCAPE = str.maketrans({LESS: "<", GREATER: ">"})

#: LaTeX accent commands and the combining characters that follow the letter in Unicode.
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361",
}  # fmt: skip
_SYMBOLS = {
    "ss": "ß", "SS": "SS", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å",
    "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "dots": "…", "ldots": "…",
    "textellipsis": "…", "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'", "textquotedbl": '"',
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_", "textbar": "|",
    "textless": LESS, "textgreater": GREATER, "textbraceleft": "{", "textbraceright": "}", "textdollar": "$",
    "textregistered": "®", "texttrademark": "™", "textcopyright": "©", "copyright": "©", "textdegree": "°",
    "degree": "°", "textmu": "µ", "textperiodcentered": "·", "textbullet": "•", "textperthousand": "‰",
    "textonehalf": "½", "textonequarter": "¼", "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "pounds": "£",
    "euro": "€", "texteuro": "€", "guillemotleft": "«", "guillemotright": "»", "slash": "/", "space": " ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "times": "×", "pm": "±", "cdot": "·", "leq": "≤", "le": "≤", "geq": "≥",
    "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "infty": "∞", "to": "→", "rightarrow": "→",
    "leftarrow": "←", "circ": "°", "prime": "′", "sqrt": "√", "sum": "∑", "ell": "ℓ", "div": "÷",
}  # fmt: skip
_TAGS = {
    "textit": "i", "emph": "i", "textsl": "i", "mkbibemph": "i", "mathit": "i", "it": "i", "em": "i", "itshape": "i",
    "textbf": "b", "mathbf": "b", "bf": "b", "bfseries": "b", "textsuperscript": "sup", "textsubscript": "sub",
}  # fmt: skip
_SPACES = {" ": " ", "~": "\u00a0", ",": "\u202f", ";": " ", ":": " ", "!": "", "/": "", "-": "", "\\": " ", "\n": " "}
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?[ \t\n]*|\\(?P<sign>.)|(?P<brace>[{}])|(?P<math>\$)|(?P<text>[^\\{}$]+)", re.DOTALL
)
_WORD = re.compile(r"\\[A-Za-z]+|.", re.DOTALL)
_DEEP = 40


def to_csl(text: str, *, protect: bool = False) -> str:
    """LaTeX as CSL-JSON rich text.

    ``protect`` keeps the capitals of braced words where a style changes the case of titles, as BibTeX does.
    """
    if not re.search(r"[\\{}$~`'\"<>\ue03c\ue03e-]", text):
        return " ".join(text.split())
    out = unicodedata.normalize("NFC", _Decoder(text, protect).group(0, math=False))
    return re.sub(r"[ \t\n]+", " ", out).strip()


def to_text(text: str) -> str:
    """LaTeX as plain text."""
    return plain(to_csl(text))


def escape(text: str) -> str:
    """Plain text as CSL-JSON rich text."""
    return text.translate(_ESCAPE)


def plain(rich: str) -> str:
    """CSL-JSON rich text as plain text."""
    return re.sub(r"<[^<>]*>", "", rich).translate(_UNESCAPE)


class _Decoder:
    """One pass over the tokens of a field; ``at`` is the index of the next one."""

    def __init__(self, text: str, protect: bool) -> None:
        self._tokens = list(_TOKEN.finditer(text))
        self._protect = protect
        self._at = 0

    def group(self, depth: int, math: bool) -> str:
        """Everything up to the closing brace of this group, or to the end."""
        out: list[str] = []
        closing = ""
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            kind = token.lastgroup
            if kind == "brace" and token["brace"] == "}":
                if depth:
                    break
            elif kind == "brace":
                out.append(self._braced(depth, math))
            elif kind == "math":
                math = not math
            elif kind == "text":
                out.append(self._math(token["text"], depth) if math else _typography(token["text"]))
            elif kind == "sign":
                out.append(self._sign(token["sign"], depth, math))
            elif token["word"] in _TAGS and not self._opens_group():
                # {\it word}: the command holds until the group ends.
                out.append(f"<{_TAGS[token['word']]}>")
                closing = f"</{_TAGS[token['word']]}>{closing}"
            else:
                out.append(self._command(token["word"], depth, math))
        return "".join(out) + closing

    def _opens_group(self) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at]["brace"] == "{"

    def _argument(self, depth: int, math: bool) -> str:
        """The next group, or the next single character."""
        if self._opens_group():
            self._at += 1
            return self.group(depth + 1, math) if depth < _DEEP else ""
        if self._at >= len(self._tokens):
            return ""
        token = self._tokens[self._at]
        self._at += 1
        if token["word"]:
            return _SYMBOLS.get(token["word"], "")
        if token["text"]:
            text = token["text"].lstrip()
            return self._rest(text)
        return ""

    def _rest(self, text: str) -> str:
        """The first character of a text token; the others are read next."""
        if len(text) > 1:
            self._at -= 1
            match = _TOKEN.match(text, 1)
            assert match
            self._tokens[self._at] = match
        return text[:1].translate(_ESCAPE)

    def _braced(self, depth: int, math: bool) -> str:
        if depth >= _DEEP:
            return ""
        command = self._at < len(self._tokens) and self._tokens[self._at]["word"] is not None
        accent = self._at < len(self._tokens) and self._tokens[self._at]["sign"] is not None
        inner = self.group(depth + 1, math)
        if self._protect and depth == 0 and not math and not command and not accent and re.search(r"\w", inner):
            return f'<span class="nocase">{inner}</span>'
        return inner

    def _sign(self, sign: str, depth: int, math: bool) -> str:
        if sign in _ACCENTS:
            return _accented(self._argument(depth, math), _ACCENTS[sign])
        return _SPACES.get(sign, sign.translate(_ESCAPE))

    def _command(self, word: str, depth: int, math: bool) -> str:
        if word in _SYMBOLS:
            if self._opens_group() and self._at + 1 < len(self._tokens) and self._tokens[self._at + 1]["brace"] == "}":
                self._at += 2
            return _SYMBOLS[word]
        if word in _ACCENTS:
            return _accented(self._argument(depth, math), _ACCENTS[word])
        if word in _TAGS:
            return f"<{_TAGS[word]}>{self._argument(depth, math)}</{_TAGS[word]}>"
        if word == "href":
            self._argument(depth, math)
            return self._argument(depth, math)
        # An unknown command is dropped and what it holds is kept.
        return ""

    def _math(self, text: str, depth: int) -> str:
        """Sub- and superscripts; everything else in a formula is text."""
        head, *tail = re.split(r"([_^])", text)
        out = [head.translate(_ESCAPE)]
        for sign, after in zip(tail[::2], tail[1::2], strict=True):
            tag = "sub" if sign == "_" else "sup"
            last = not after
            low = self._argument(depth, math=True) if last else after[0].translate(_ESCAPE)
            out.append(f"<{tag}>{low}</{tag}>{after[1:].translate(_ESCAPE)}" if low else "")
        return "".join(out)


def _accented(letter: str, accent: str) -> str:
    base = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    return base[:1] + accent + base[1:] if base else ""


def _typography(text: str) -> str:
    """Dashes, quotation marks and ties as LaTeX writes them."""
    text = text.translate(_ESCAPE).replace("---", "—").replace("--", "–")
    return text.replace("``", "“").replace("''", "”").replace("`", "‘").replace("'", "’").replace("~", "\u00a0")
