"""A check for bold words and code without an end, whose signs readers would see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.parse.markdown import running_text
from studenthub.rules.checked import Checked, Document, Finding
from studenthub.source.problems import Fix, shortened

#: Two stars, but not those of a power: 2**3.
_STARS = re.compile(r"(?<![\\*])\*\*(?!\*)(?!(?<=\w\*\*)\d)")
#: Stars that may be meant as such: alone, behind a number, before a probability (** p < 0.01); or three of them, for
#: words that are bold and slanted.
_MEANT = re.compile(r"\*{3}|(?<!\S)\*\*(?!\S)|(?<=[\d%)])\*\*(?!\w)|\*\*(?=[pP] ?[<=>≤])")
_TICK = re.compile(r"(?<![\\`\w])`(?=[^\W_])(?P<words>[^`\n]{1,60})")
#: Quotation marks of LaTeX: `words'.
_QUOTED = re.compile(r"(?P<words>[^'’]+)['’](?![^\W\d_])")


def without_end(checked: Checked) -> Iterator[Finding]:
    r"""Bold words end with two stars, and code with as many backticks as it begins with.

    Otherwise readers see the signs. For a sign that is meant as such, write \*\* or \`.

    Wrong: Sleep is **very important.
    Right: Sleep is **very important**.
    """
    for document in checked.documents:
        if "**" in document.running:
            yield from _bold(document)
        if "`" in document.content or "~~~" in document.content:
            yield from _fence(document)
            yield from _code(document)


def _bold(document: Document) -> Iterator[Finding]:
    for paragraph in running_text.PARAGRAPH.finditer(document.running, document.body_start):
        if "**" not in paragraph[0]:
            continue
        stars = [match.start() for match in _STARS.finditer(document.running, *paragraph.span())]
        if len(stars) % 2 and not _MEANT.search(paragraph[0]) and not paragraph[0].lstrip(" >").startswith("|"):
            hint = "write two stars before and behind the words that are bold, or delete these"
            yield document.found(stars[-1], "these two stars are alone", hint)


def _fence(document: Document) -> Iterator[Finding]:
    for fence in running_text.fences(document.content):
        if not fence.closed and fence.head >= document.body_start:
            line = document.content[fence.head : fence.start]
            signs = line.strip(" \t>\n").removesuffix(fence.info).strip()
            message = "this block of code has no end"
            hint = f"write {signs} on a line of its own below the code, under the first one"
            yield document.found(fence.head + line.index(signs), message, hint)


def _code(document: Document) -> Iterator[Finding]:
    for match in _TICK.finditer(document.running, document.body_start):
        if quoted := _QUOTED.match(match["words"]):
            right = f"‘{quoted['words']}’"
            fix = Fix(match.start(), match.start("words") + quoted.end(), right)
            message = f"{shortened(f'`{quoted[0]}')} has the quotation marks of LaTeX, which do not work here"
            yield document.found(match.start(), message, f"write {shortened(right)}", fix)
        else:
            message = f"the code that begins with `{match['words'].split()[0].strip('.,;:')} has no end"
            hint = "write ` at its end, or delete the first one"
            yield document.found(match.start(), message, hint, harmless=True)
