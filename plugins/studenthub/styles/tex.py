r"""Rewrites TeX into commands that Pandoc reads, and suggests what to write for others.

Pandoc's reader of formulas knows LaTeX, amsmath, amssymb and siunitx in the main. What it lacks are commands that a
browser needs no more, such as ``\notag``, and others that can be said in those it knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from studenthub.parse.latex import chemistry
from studenthub.source.problems import shortened

#: Commands that mean nothing on a web page, where there are no numbers of equations.
_NOTHING = (
    *("notag", "nonumber", "strut", "mathstrut", "null", "relax", "protect", "boldmath", "unboldmath", "centering"),
    *("tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge"),
)
#: Commands that are replaced by others: the number of their arguments, and the definition.
_DEFINED: Mapping[str, tuple[int, str]] = {
    **dict.fromkeys(_NOTHING, (0, "")),
    **dict.fromkeys(("label", "vphantom"), (1, "")),
    **dict.fromkeys(("dbinom", "tbinom"), (2, r"\binom{#1}{#2}")),
    **dict.fromkeys(("nicefrac", "sfrac"), (2, "{#1}/{#2}")),
    **dict.fromkeys(("textcolor", "colorbox"), (2, "{#2}")),
    **dict.fromkeys(("hbox", "textnormal", "textup"), (1, r"\text{#1}")),
    **dict.fromkeys(("mathbbm", "mathds"), (1, r"\mathbb{#1}")),
    **dict.fromkeys(("mathnormal", "smash", "symit"), (1, "{#1}")),
    **dict.fromkeys(("degree", "textdegree"), (0, r"{}^{\circ}")),
    **dict.fromkeys(("micro", "textmu"), (0, r"\mu")),
    **dict.fromkeys(("independent", "indep"), (0, r"\perp\perp")),
    **dict.fromkeys(("colonequals", "vcentcolon="), (0, ":=")),
    "cfrac": (2, r"\frac{#1}{#2}"),
    "fbox": (1, r"\boxed{#1}"),
    "tag": (1, r"\qquad\text{(#1)}"),
    "hphantom": (1, r"\phantom{#1}"),
    "symup": (1, r"\mathrm{#1}"),
    "symbf": (1, r"\mathbf{#1}"),
    "celsius": (0, r"{}^{\circ}\mathrm{C}"),
    "ohm": (0, r"\Omega"),
    "bmod": (0, r"\ \mathrm{mod}\ "),
    "argmax": (0, r"\operatorname*{arg\,max}"),
    "argmin": (0, r"\operatorname*{arg\,min}"),
    "varlimsup": (0, r"\limsup"),
    "varliminf": (0, r"\liminf"),
    "abs": (1, r"\left|#1\right|"),
    "norm": (1, r"\left\|#1\right\|"),
    "bra": (1, r"\langle #1|"),
    "ket": (1, r"|#1\rangle"),
    "braket": (1, r"\langle #1\rangle"),
    "dv": (2, r"\frac{d #1}{d #2}"),
    "pdv": (2, r"\frac{\partial #1}{\partial #2}"),
    "S": (0, "§"),
    "P": (0, "¶"),
    "copyright": (0, "©"),
    "euro": (0, "€"),
    "vcentcolon": (0, ":"),
}
_COMMAND = re.compile(r"\\([A-Za-z]+)")
#: Old switches of fonts, which hold to the end of their braces.
_SWITCH = re.compile(r"\{\s*\\(rm|bf|it|cal|tt|sf)\b\s*((?>(?:[^{}]|\{[^{}]*\})*))\}")
#: The same with nothing around them: from there to the end.
_SWITCH_TO_END = re.compile(r"\A\s*\\(rm|bf|it|cal|tt|sf)\b\s*((?>(?:[^{}]|\{[^{}]*\})*))\Z")
#: A length that is no argument in braces.
_LENGTH = r"(-?\d{0,4}(?:\.\d{1,4})?)\s*(em|ex|mu|pt|cm|mm|in)\b"
_KERN = re.compile(rf"\\(?:kern|hskip|mkern|mskip)\s*{_LENGTH}")
#: Plain TeX's end of a row.
_ROW_END = re.compile(r"\\cr(?![A-Za-z])")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n[ \t]*")
_PER_CENT = re.compile(r"(?<!\\)(?:\\\\)*%")
_STARRED = re.compile(r"\\(hspace|tag)\*(?=\s*\{)")
#: Environments that only say that a formula follows, or that give numbers to those within.
_WRAPPER = re.compile(r"\\(?:begin|end)\{(?:math|displaymath|subequations)\}")
_RENAMED = re.compile(r"\\(begin|end)\{(?:dcases|rcases)\*?\}")
_TOP_LEVEL = re.compile(r"\\(begin|end)\{[^{}]*\}|[{}]|\\\\|(?<!\\)&|\\.", re.DOTALL)
_CHEMISTRY = re.compile(r"\\ce\s*\{((?>(?:[^{}]|\{(?>(?:[^{}]|\{[^{}]*\})*)\})*))\}")

#: Ems of the widest space, and what other units are in ems.
WIDEST = 10.0
_EMS = {"em": 1.0, "ex": 0.45, "mu": 1 / 18, "pt": 0.1, "pc": 1.2, "px": 0.075, "cm": 2.85, "mm": 0.285, "in": 7.2}
_SPACE = re.compile(
    r"\\(?:hspace|mspace|kern|hskip|mkern|mskip|genfrac\{[^{}]*\}\{[^{}]*\})\*?\s*\{?\s*-?\s*(?P<size>\d+(?:\.\d+)?|\.\d+)\s*(?P<unit>[a-z]{2})"
    r"|\\\\\s*\[\s*-?(?P<skip>\d+(?:\.\d+)?|\.\d+)\s*(?P<skipped>[a-z]{2})\]"
)

#: What to write instead of what stays unknown.
_INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(("ref", "eqref", "autoref", "cref"), "write the number itself: equations have no numbers here"),
    **dict.fromkeys(("cite", "citep", "citet", "footnote"), "put it into the text beside the formula"),
    **dict.fromkeys(("url", "href"), "put the link into the text beside the formula"),
    **dict.fromkeys(("over", "above"), r"write \frac{a}{b}"),
    **dict.fromkeys(("atop", "choose"), r"write \binom{a}{b}"),
    **dict.fromkeys(("intertext", "shortintertext"), "end the formula, write the words, and begin another one"),
    **dict.fromkeys(("def", "let", "DeclareMathOperator", "usepackage"), "write the formula out"),
    **dict.fromkeys(("char", "unicode"), "type the character itself"),
    **dict.fromkeys(("rule", "raisebox", "vspace"), "leave it out"),
    "root": r"write \sqrt[3]{a}",
    "ce": r"write it as \mathrm{H_2O}, or as text: H~2~O",
    "sout": r"write \cancel{a}",
}


def readable(tex: str, *, is_display: bool) -> str:
    """``tex`` in commands that Pandoc reads, as far as it can be said in them."""
    tex = _WRAPPER.sub("", _COMMENT.sub("\n", tex))
    tex = _RENAMED.sub(r"\\\1{cases}", _STARRED.sub(r"\\\1", tex))
    tex = _CHEMISTRY.sub(_as_tex, tex)
    tex = _KERN.sub(_space, _ROW_END.sub(r"\\\\", tex))
    tex = _SWITCH_TO_END.sub(r"\\math\1{\2}", _SWITCH.sub(r"{\\math\1{\2}}", tex))
    used = {name for name in _COMMAND.findall(tex) if name in _DEFINED}
    if is_display:
        tex = _in_lines(tex)
    return "".join(map(_definition, sorted(used))) + tex


def _space(match: re.Match[str]) -> str:
    """A space in ems, as those in eighteenths of it are not read."""
    return rf"\hspace{{{float(match[1] or 0) * _EMS[match[2]]:.2f}em}}"


def refusal(tex: str) -> tuple[str, str]:
    """Why a formula is not to be read, whatever Pandoc makes of it, and what to do about it; or twice ""."""
    if _PER_CENT.search(_COMMENT.sub("\n", tex)):
        return "a % begins a comment, so what follows it would be lost", r"write \%"
    for space in _SPACE.finditer(tex):
        size, unit = (space["size"], space["unit"]) if space["size"] else (space["skip"], space["skipped"])
        if float(size) * _EMS.get(unit, 1.0) > WIDEST:
            return f"a space of {shortened(size, 12)}{unit} is too wide", f"write {WIDEST:.0f}em or less"
    return "", ""


def _definition(name: str) -> str:
    arguments, meaning = _DEFINED[name]
    return rf"\newcommand{{\{name}}}{f'[{arguments}]' if arguments else ''}{{{meaning}}}"


def _as_tex(match: re.Match[str]) -> str:
    return chemistry.as_tex(match[1]) or match[0]


def _in_lines(tex: str) -> str:
    r"""A formula that is broken with \\ on its own level: such lines need something that they are lines of."""
    depth, breaks, columns = 0, False, False
    for sign in _TOP_LEVEL.finditer(tex):
        if sign[1] == "begin" or sign[0] == "{":
            depth += 1
        elif sign[1] == "end" or sign[0] == "}":
            depth -= 1
        elif depth == 0:
            breaks, columns = breaks or sign[0] == "\\\\", columns or sign[0] == "&"
    if not breaks:
        return tex
    name = "aligned" if columns else "gathered"
    return rf"\begin{{{name}}}{tex}\end{{{name}}}"


def reason(unexpected: str, tex: str) -> tuple[str, str]:
    """Why Pandoc could not read a formula, in words, and what to do; ``unexpected`` is what it did not expect."""
    if unexpected == "eof":
        return "it ends too early", "look for a brace or an \\end that is missing"
    if command := re.fullmatch(r"control sequence \\(.+)", unexpected):
        if command[1] == "\\":
            return "a line break \\\\ is in a formula within a line", "put it between $$ and $$, on lines of its own"
        hint = _INSTEAD.get(command[1], "write it with other commands, or leave it out")
        return f"\\{command[1]} is a command that the hub does not know", hint
    sign = unexpected.strip("'\"\\")
    begun = re.search(rf"\\begin\{{({re.escape(sign)}[A-Za-z]*\*?)\}}", tex) if sign.isalpha() else None
    if begun:
        hint = r"use \begin{aligned} or \begin{array}"
        return f"\\begin{{{begun[1]}}} does not begin a formula that the hub knows", hint
    if sign == "&":
        return "& separates columns, and there are none", r"write \& for the sign, or use \begin{aligned}"
    if sign == "" and "\\" in unexpected:
        return "a command in it is misspelt, or lacks its braces", "look at each word that follows a \\"
    if sign == "":
        return "there is a quotation mark in it", r"put words into \text{…}"
    return f"{unexpected} is unexpected", "look at it and at what is before it"
