"""Checks of formulas and diagrams, by the programs that the build uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.markup import diagrams
from studenthub.parse.markdown import formulas, running_text
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown.latex import DOLLAR, MATHEMATICS
from studenthub.source.problems import Fix, shortened
from studenthub.styles.formulas import Formula
from studenthub.styles.pandoc.worker import NotFormatted

#: What begins a formula; of those that are found, nothing of it is left.
_OPEN = re.compile(
    rf"\$\$|\\begin\{{(?P<name>(?:{'|'.join(formulas.ENVIRONMENTS)})\*?)\}}"
    r"|(?<![\\$\w])\$(?=[^$\n]*[\\^_{])(?:[ \t]++[^$\n]*[^$\s][ \t]*+|[^$\s][^$\n]*[ \t]++)\$"
)
#: A dollar sign without a backslash.
_BESIDE = re.compile(r"\$(?<!\\.)")
#: What only a formula has, directly behind a dollar sign.
_RAISED = re.compile(r"\$[A-Za-z](?:\^[\w{]|_[\d{])")
#: Lines of the longest formula that somebody may have put an empty line into.
_TALLEST = 30


def unread_formula(checked: Checked) -> Iterator[Finding]:
    r"""A formula is one that the hub can read: LaTeX, with the commands of amsmath.

    It becomes a formula that every browser shows without a script, so commands for pages of paper, such as those that
    refer to a number of an equation, mean nothing.

    Wrong: $\frac{1}$, or $50%$
    Right: $\frac{1}{2}$, or $50\%$
    """
    for document in checked.documents:
        if not document.formulas:
            continue
        wanted = [Formula(span.tex.strip(), span.is_display) for span in document.formulas]
        try:
            read = checked.signs.formulas(wanted)
        except NotFormatted as failed:
            yield document.found(document.formulas[0].start, "the formulas of this page cannot be read", str(failed))
            continue
        for span, formula, made in zip(document.formulas, wanted, read, strict=True):
            if made.wrong:
                message = f"the formula “{shortened(formula.tex)}” cannot be read: {made.wrong}"
                yield document.found(span.start, message, made.hint)


def open_formula(checked: Checked) -> Iterator[Finding]:
    r"""A formula begins and ends in one paragraph, and its dollar signs have no space within.

    Otherwise readers see it as it was typed, with its signs.

    Wrong: $$, an empty line, x = 1, $$. Or: $ x^2 $
    Right: $$, x = 1, $$, each on a line of its own, with no empty line between. Or: $x^2$
    """
    for document in checked.documents:
        if "$" in document.content:
            yield from _half_formulas(document)
        if not document.has_any("$$", "\\begin{", "$ ", " $"):
            continue
        opening: int | None = None
        for match in _OPEN.finditer(document.running, document.body_start):
            if match[0] == "$$":
                # The second of two belongs to the first, which has been reported.
                is_closing = opening is not None and document.running.count("\n", opening, match.start()) <= _TALLEST
                opening = None if is_closing else match.start()
                if not is_closing:
                    message = "this $$ does not begin a formula: there is no second $$ in its paragraph"
                    hint = "end the formula with $$, and leave no empty line in it"
                    yield document.found(match.start(), message, hint)
            elif match["name"]:
                message = f"this formula has no \\end{{{match['name']}}} in its paragraph"
                yield document.found(match.start(), message, "end it so, and leave no empty line in it")
            else:
                written = f"${document.content[match.start() + 1 : match.end() - 1].strip()}$"
                message = "this is not read as a formula, because of a space beside a dollar sign"
                yield document.found(match.start(), message, f"write {shortened(written)}")


def _half_formulas(document: Document) -> Iterator[Finding]:
    """Dollar signs that have no second one: beside a whole formula, and on a line with what only a formula has."""
    # The signs of another formula are blank in the running text.
    running = document.running
    for formula in document.formulas:
        if document.content.startswith("$", formula.start):
            beside = (formula.end, formula.start - 1)
            if at := next((at for at in beside if _BESIDE.match(running, at)), 0):
                yield document.found(at, "this dollar sign is one too many", "delete it", Fix(at, at + 1, ""))
    for paragraph in (
        running_text.PARAGRAPH.finditer(document.running, document.body_start) if "$" in document.running else ()
    ):
        dollars = [match.start() for match in DOLLAR.finditer(document.running, *paragraph.span())]
        if len(dollars) != 1:
            continue
        start = document.running.rfind("\n", 0, dollars[0]) + 1
        line = start, (document.running.find("\n", start) + 1 or len(document.running))
        if MATHEMATICS.search(document.running, *line) or _RAISED.search(document.running, *line):
            message = "this dollar sign is alone, and no formula is read here"
            yield document.found(dollars[0], message, "write $ before the formula and behind it")


def undrawn_diagram(checked: Checked) -> Iterator[Finding]:
    """A diagram is one that the hub can draw: Mermaid (https://mermaid.js.org).

    Wrong: a block of mermaid with the line A -->
    Right: the same with A --> B
    """
    for document in checked.documents:
        if "mermaid" not in document.content:
            continue
        fences = [fence for fence in running_text.fences(document.content) if fence.closed and fence.name == "mermaid"]
        for fence, drawing in zip(fences, checked.signs.diagrams([fence.text for fence in fences]), strict=True):
            if drawing.wrong:
                message = f"the diagram “{diagrams.named(fence.text)}” cannot be drawn: {drawing.wrong}"
                yield document.found(_line_of(document, fence.start, drawing.wrong), message, drawing.hint)


def _line_of(document: Document, start: int, wrong: str) -> int:
    """Where in a block of code the line is that a message quotes at its end, or where the block begins."""
    quoted = wrong.rpartition(": ")[2].strip()
    at = document.content.find(quoted, start) if quoted and quoted != wrong else -1
    return max(at, start)
