r"""Converts words of LaTeX into Markdown, and finds matching braces."""

from __future__ import annotations

import re

#: Commands around words, and what Markdown has for them.
_WORDS = {
    **dict.fromkeys(("textbf", "mathbf"), "**"),
    **dict.fromkeys(("textit", "emph", "textsl"), "*"),
    **dict.fromkeys(("texttt", "code"), "`"),
    **dict.fromkeys(("textrm", "textsf", "textnormal", "mbox", "text"), ""),
}
_AROUND_WORDS = re.compile(rf"\\(?P<name>{'|'.join(_WORDS)})\{{(?P<words>[^{{}}\\]*(?:\\[_%&#$ ][^{{}}\\]*)*)\}}")
_SIGN = re.compile(r"\\(?P<sign>[%&#_])")
_MATHS = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.)+\$")
#: Commands that may be left in words: what refers to a number, or is one, and what cites.
_LEFT = re.compile(r"\\(?:ref|autoref|eqref|[cC]ref|label)\{[^{}]*\}")
_OPTION = re.compile(r"\s*\[[^\[\]\n]*\]")
_NAME = re.compile(r"\s*\\[A-Za-z]+")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_LABEL = re.compile(r"\s*\\label\{(?P<label>[^{}]*)\}")
_ESCAPED = re.compile(r"\\([_%&#$*])")
_TIE = re.compile(r"(?<!\\)~")
_THIN = re.compile(r"\\[,;/@]")
#: What no word of Markdown has.
_LATEX = re.compile(r"\\[A-Za-z\\()]|[{}]")
_STASHED = re.compile(r"\x03(\d+)\x03")


class UnknownError(Exception):
    """A block holds what has no words in Markdown."""


def words(tex: str) -> str:
    """Words of LaTeX in one line of Markdown. Raises UnknownError."""
    tex = " ".join(tex.split())
    while tex.startswith("{") and braces(tex, 0)[1] == len(tex):
        tex = tex[1:-1].strip()
    formulas: list[str] = []

    def away(match: re.Match[str]) -> str:
        formulas.append(match[0])
        return f"\x03{len(formulas) - 1}\x03"

    plain = _AROUND_WORDS.sub(_marked, _MATHS.sub(away, tex).replace("*", r"\*"))
    plain = plain.replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")
    plain = _TIE.sub(" ", _THIN.sub("", plain.replace("\\ ", " ")))
    plain = _SIGN.sub(lambda match: match[0] if match["sign"] == "_" else match["sign"], plain)
    if _LATEX.search(_LEFT.sub("", plain)):
        raise UnknownError
    return _STASHED.sub(lambda match: formulas[int(match[1])], plain).strip()


def _marked(match: re.Match[str]) -> str:
    sign = _WORDS[match["name"]]
    words = match["words"].strip()
    if sign == "`":
        words = _ESCAPED.sub(r"\1", words)
    return f"{sign}{words}{sign}" if words else ""


def labelled(words: str) -> tuple[str, list[str]]:
    """The words of a caption, and the labels in it."""
    return _LABEL.sub("", words), [match["label"].strip() for match in _LABEL.finditer(words)]


def options(tex: str, at: int) -> tuple[str, int]:
    """The square brackets at ``at`` with what is in them, or "" for none, and where they have closed."""
    match = _OPTION.match(tex, at)
    return (match[0], match.end()) if match else ("", at)


def argument(tex: str, at: int) -> tuple[str, int]:
    r"""The content of the braces from ``at`` on, or the command there: \\setlength\\tabcolsep{4pt}."""
    match = _NAME.match(tex, at)
    return (match[0], match.end()) if match else braces(tex, at)


def braces(tex: str, at: int) -> tuple[str, int]:
    """The content of the braces that open at ``at``, stripped, and where they close. Raises UnknownError."""
    while at < len(tex) and tex[at].isspace():
        at += 1
    if at >= len(tex) or tex[at] != "{":
        raise UnknownError
    depth = 0
    for match in _BRACE.finditer(tex, at):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return tex[at + 1 : match.start()], match.end()
    raise UnknownError


def environment(tex: str, name: str, at: int) -> tuple[str, int]:
    r"""The content of the environment that begins before ``at``, and where it ends. Raises UnknownError."""
    depth = 1
    for match in re.compile(rf"\\(?:begin|(?P<end>end))\{{{name}\*?\}}").finditer(tex, at):
        depth += -1 if match["end"] else 1
        if depth == 0:
            return tex[at : match.start()], match.end()
    raise UnknownError
