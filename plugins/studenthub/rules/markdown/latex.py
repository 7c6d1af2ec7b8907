r"""A check for commands of LaTeX outside formulas, which readers would see as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from studenthub.parse.latex import blocks as latex_blocks
from studenthub.parse.latex import page_layout
from studenthub.parse.markdown import cross_references, running_text
from studenthub.parse.markdown.formulas import ENVIRONMENTS
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

_FIRST, _SECOND = (rf"\{{(?P<{name}>(?>(?:[^{{}}\n]|\n(?![ \t]*\n)|\{{[^{{}}\n]*\}})*))\}}" for name in ("one", "two"))
#: Around words, and what Markdown has for them: in its order, before and after.
_AROUND: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("textit", "emph", "textsl"), ("*", "*")),
    **dict.fromkeys(("textbf", "strong"), ("**", "**")),
    **dict.fromkeys(("texttt", "code", "verb"), ("`", "`")),
    **dict.fromkeys(("textsc",), ("[", "]{.smallcaps}")),
    **dict.fromkeys(("underline",), ("[", "]{.underline}")),
    **dict.fromkeys(("textsuperscript",), ("^", "^")),
    **dict.fromkeys(("textsubscript",), ("~", "~")),
    **dict.fromkeys(("textrm", "textsf", "textnormal", "mbox"), ("", "")),
    **dict.fromkeys(("footnote", "thanks"), ("^[", "]")),
    **dict.fromkeys(("url", "nolinkurl"), ("<", ">")),
    **dict.fromkeys(("section", "chapter"), ("## ", "")),
    **dict.fromkeys(("subsection",), ("### ", "")),
}
_CITE = ("cite", "citep", "parencite", "autocite", "footcite", "supercite", "nocite", "citet", "textcite")
#: These print the name in the sentence.
_NARRATIVE = ("citet", "textcite")
#: What readers of a page do not need.
_NOTHING = (
    *page_layout.NAMES,
    *("small", "large", "normalsize", "footnotesize"),
)
_NOTHING_IN_BRACES = ("vspace", "hspace", "pagestyle", "thispagestyle", "input", "include", "usepackage")
_REFERENCES = ("ref", "autoref", "cref", "Cref", "eqref", "pageref", "nameref", "vref")
_OPTION = r"(?>(?:[^\[\]\n]|\n(?![ \t]*\n))*)"
_COMMAND = re.compile(
    rf"(?<!\\)\\(?:(?P<around>{'|'.join(_AROUND)}){_FIRST}"
    rf"|(?P<cite>{'|'.join(_CITE)})\*?(?:\[(?P<before>{_OPTION})\](?=\[))?(?:\[(?P<page>{_OPTION})\])?"
    rf"{_FIRST.replace('<one>', '<keys>')}"
    rf"|href{_FIRST.replace('<one>', '<address>')}{_SECOND}"
    rf"|(?P<reference>{'|'.join(_REFERENCES)})\*?\{{[^{{}}\n]*\}}"
    rf"|(?P<nothing>(?:{'|'.join(_NOTHING)})(?![A-Za-z])(?:\{{\}})?|(?:{'|'.join(_NOTHING_IN_BRACES)})\*?\{{[^{{}}\n]*\}})"
    rf"|(?P<environment>(?:begin|end)\{{(?!(?:{'|'.join(ENVIRONMENTS)})\*?\}})[A-Za-z*]+\}}))"
)
#: LaTeX's quotation marks: two backticks and two apostrophes. Two such pairs in a paragraph would become code.
_QUOTED = re.compile(r"(?<!`)``(?P<words>(?:[^`'\n]|'(?!'))+)''(?!')")
#: What only a formula has. A path of Windows has no such part behind its colon.
MATHEMATICS = re.compile(
    r"(?<![\w:\\])\\(?:[dt]?frac|sqrt|times|cdot|pm|leq?|geq?|neq?|approx|sim|alpha|beta|gamma|delta|epsilon|theta|lambda"
    r"|mu|pi|rho|sigma|tau|phi|chi|omega|Delta|Sigma|Omega|sum|prod|int|infty|partial|rightarrow|Rightarrow|text|mathrm"
    r"|mathbf|bar|hat|vec|overline|left|right)(?![A-Za-z])(?:\{[^{}\n]*\}){0,2}"
)
#: A dollar sign that is no price. One before a digit is a price, unless a command is in the same formula: before the
#: next word of a sentence.
DOLLAR = re.compile(r"\$(?<!\\.)(?!\d(?!(?>(?:(?![^\W\d_]{2}|[.,;:][ ])[^\\$\n])*)\\[A-Za-z]))")
_LETTERS = re.compile(r"\\[A-Za-z]")
_KEY = re.compile(r"[^\s,{}\[\]]+")
_REFERENCE_HINT = "write what it is called: the figure below, Table 2, the equation above"


def command(checked: Checked) -> Iterator[Finding]:
    r"""A text has no commands of LaTeX. Formulas may have them.

    Readers would see them as they are typed.

    Wrong: \textit{in vitro}, \footnote{A note.}, Figure \ref{fig:flow}
    Right: *in vitro*, ^[A note.], the figure below
    """
    for document in checked.documents:
        if "``" in document.content and "''" in document.content:
            yield from _quotation_marks(document)
        if "\\" not in document.running:
            continue
        yield from _mathematics(document)
        end, lacking = 0, set[str]()
        known = _taken(document)
        for match in _COMMAND.finditer(document.running, document.body_start):
            if match.start() < end or match.end() in known:
                continue
            name = (match["environment"] or "").removeprefix("begin")
            closing = -1
            if name.startswith("{") and name not in lacking:
                # What is within is reported with it. An end that is missing is looked for once.
                closing = document.running.find(f"\\end{name}", match.end())
                end = closing + 1
                if not end:
                    lacking.add(name)
            yield (
                _block(document, match, closing + len(f"\\end{name}"))
                if end > match.start()
                else _found(document, match)
            )


def _mathematics(document: Document) -> Iterator[Finding]:
    """The first command of each line that only a formula has; where a dollar sign is, HUB253 says what is wrong."""
    line = -1
    for match in MATHEMATICS.finditer(document.running, document.body_start):
        start = document.running.rfind("\n", 0, match.start())
        if start != line:
            line = start
            end = document.running.find("\n", match.end())
            if DOLLAR.search(document.running, start + 1, end if end >= 0 else len(document.running)):
                continue
            message = f"{shortened(match[0])} is a command of LaTeX, and readers see it as it is"
            yield document.found(
                match.start(), message, "write the formula between $ and $, without a space beside them"
            )


def _quotation_marks(document: Document) -> Iterator[Finding]:
    start = document.body_start
    for match in _QUOTED.finditer(
        running_text.below(start, running_text.blank_blocks(document.content[start:])), start
    ):
        right = f"“{document.content[match.start('words') : match.end('words')]}”"
        message = f"{shortened(match[0])} has the quotation marks of LaTeX, which do not work here"
        fix = Fix(match.start(), match.end(), right)
        yield document.found(match.start(), message, f"write {shortened(right)}", fix)


def _taken(document: Document) -> frozenset[int]:
    """Where each command ends that the page shows as a word and a number, or leaves out."""
    text = document.content[document.body_start :]
    captions = cross_references.numbered(running_text.blank_blocks(text))
    equations = cross_references.equations(document.content, document.formulas)
    found = cross_references.references(document.running, (*captions, *equations))
    layout = page_layout.ALONE.finditer(document.running)
    return frozenset(
        (*(match.end() for match, _ in found), *(len(match[0].rstrip()) + match.start() for match in layout))
    )


def _block(document: Document, match: re.Match[str], end: int) -> Finding:
    """An environment up to its ``end``, and what Markdown has for it."""
    instead = latex_blocks.in_markdown(document.content[match.start() : end])
    if instead is None:
        return _found(document, match)
    message = (
        f"{shortened(document.content[match.start() : match.end()])} is a command of LaTeX, which does not work here"
    )
    line = document.content.rfind("\n", 0, match.start()) + 1
    start = line if not document.content[line : match.start()].strip() else match.start()
    hint = f"write it in Markdown: {shortened(instead)}"
    return document.found(match.start(), message, hint, Fix(start, end, instead))


def _found(document: Document, match: re.Match[str]) -> Finding:
    written = document.content[match.start() : match.end()]
    message = f"{shortened(written)} is a command of LaTeX, which does not work here"
    if match["reference"]:
        return document.found(match.start(), message, _REFERENCE_HINT)
    if match["environment"]:
        return document.found(match.start(), message, "write lists, tables and pictures as the guide shows")
    instead = _instead(document, match)
    if instead is None:
        return document.found(match.start(), message, "write it in Markdown")
    hint = f"write {shortened(instead)}" if instead else "delete it"
    return document.found(match.start(), message, hint, Fix(match.start(), match.end(), instead))


def _instead(document: Document, match: re.Match[str]) -> str | None:
    """The Markdown to write instead: "" for nothing, None if that is not known."""
    if match["nothing"]:
        return ""
    if match["around"]:
        before, after = _AROUND[match["around"]]
        words = _text(document, match, "one").strip()
        # A command within a command is for people.
        return f"{before}{words}{after}" if words and not _LETTERS.search(words) else None
    if match["cite"]:
        return _citation(match, _KEY.findall(match["keys"]))
    return f"[{_text(document, match, 'two').strip()}]({_text(document, match, 'address').strip()})"


def _citation(match: re.Match[str], keys: Sequence[str]) -> str | None:
    """A citation with what is before it, which only brackets have room for, and its page."""
    before, page, sources = match["before"] or "", match["page"] or "", "; ".join(f"@{key}" for key in keys)
    if not keys:
        return None
    if match["cite"] in _NARRATIVE and not before:
        return f"{sources} [{page}]" if page else sources
    return f"[{f'{before} {sources}'.strip()}{page and f', {page}'}]"


def _text(document: Document, match: re.Match[str], name: str) -> str:
    return document.content[match.start(name) : match.end(name)]
