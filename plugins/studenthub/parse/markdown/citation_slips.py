"""Finds the citations of a text, and reports those that cannot be read."""

from __future__ import annotations

import re

from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup, Malformed
from studenthub.source.problems import Fix, Problem, shortened
from studenthub.source.text import Text


def find(text: Text, running: str) -> tuple[tuple[CiteGroup, ...], list[Problem]]:
    """The groups of citations in ``running``, which is ``text`` with what cites nothing blanked; and what is wrong."""
    if "@" not in running:
        return (), []
    groups: list[CiteGroup] = []
    problems: list[Problem] = []
    for found in citations.find(running):
        if isinstance(found, Malformed):
            problems.append(_malformed(text, found))
        else:
            groups.append(found)
    return tuple(groups), problems


_AND = r"(?:and|or|en|of|et|ou|&)"
#: What people write between two sources in place of a semicolon.
_BETWEEN = re.compile(rf"(?:\s*[,/|+]\s*{_AND}?|\s+{_AND})?\s+(?=-?@)|[,/|+.=](?=-?@)")


#: A bracket that is not closed goes on to the next one.
_NEW_SENTENCE = re.compile(r"\w[.!?]\s+[A-ZÀ-Þ][a-zà-ÿ]")


def _malformed(text: Text, found: Malformed) -> Problem:
    """The slip in a part of a citation that names no source, or more than one."""
    place, short = text.place(found.offset), shortened(found.part)
    if not found.part:
        return Problem(place, "HUB302", "this citation has one semicolon too many", "delete it")
    if "@" not in found.part:
        hint = "a key begins with @, and a page follows a comma: [@one, p. 4; @other]"
        return Problem(place, "HUB302", f"this part of a citation names no source: {short}", hint)
    if _NEW_SENTENCE.search(found.part):
        hint = "each citation has its own pair: [@one] … [@other]"
        return Problem(place, "HUB302", f"a sentence ends within this citation: {short}", hint)
    prefix, at, sources = found.part.partition("@")
    better = prefix + at + _BETWEEN.sub("; ", sources)
    written = re.compile(r"\s+".join(map(re.escape, found.part.split()))).match(text.content, found.offset)
    message = f"separate two sources with a semicolon: {short}"
    if not written or not isinstance(citations.read_text(f"[{better}]"), citations.CiteGroup):
        return Problem(place, "HUB302", message, "write [@one; @other]")
    fix = Fix(written.start(), written.end(), better)
    return Problem(place, "HUB302", message, f"write [{shortened(better, 60)}]", fix=fix)
