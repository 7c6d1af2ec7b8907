"""A check of the signs in and around a citation: brackets that are no pair, wide signs, dashes, missing spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.parse import look_alikes
from studenthub.parse.markdown import brackets
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

#: A key in wide brackets, or behind the wide form of its sign, or in the brackets of HTML.
_WIDE = re.compile(
    r"(?P<open>[（［【〔])(?P<inner>[^（）［］【】〔〕\n]{0,200}?[@＠](?P<key>[\w:.+-]*\w)[^（）［］【】〔〕\n]{0,200})[）］】〕]"
    r"|\[?＠(?P<lone>[\w:.+-]*\w)\]?|<(?P<tag>-?@(?P<named>[\w:.+-]*\w))>"
)
_WIDE_IN = re.compile("[（［【〔＠]")
_WIDE_COMMA = re.compile("[，；：](?! )")
_TWICE = re.compile(r",\s*+,")
_WIDE_SIGN = re.compile("[，；：．（）［］【】〔〕]")
#: A key directly behind a word: see@author2024.
_GLUED = re.compile(r"@(?<=[^\W\d_]@)(?P<key>[^\W\d][\w:+-]*+)(?![\w@]|\.\w)")
#: A dash before a key that is no hyphen, or apart from it.
_DASH = re.compile(r"(?<=[\[;])(?P<gap>\s*+)(?:[–—−]\s*+|-\s++)(?=@)")
#: The number of a point, with a bracket behind it alone: section 5 a), iv).
_POINT = re.compile(r"(?<![^\W_])(?<!\()(?:[a-z]|[ivx]{1,5})\)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![^\W_])(?<!\()\d{1,2}\)")
#: Looking further back from each citation would take the square of a text's length.
_FAR = 2000
_PAIRS = (("(", ")"), ("{", "}"))


def signs_of_citation(checked: Checked) -> Iterator[Finding]:
    """The signs in a citation are its own: two square brackets, @, commas and semicolons of a Latin keyboard.

    Others are printed with the source, or nothing is cited.

    Wrong: [@author2024)], 【@author2024】, [– @author2024], or see@author2024
    Right: [@author2024], or [-@author2024]
    """
    known = checked.catalogue.bibliography.sources
    for document in checked.article_documents:
        if "@" not in document.running and "＠" not in document.running:
            continue
        running = document.running
        is_wide = "<@" in running or "<-@" in running or (not running.isascii() and _WIDE_IN.search(running))
        for match in _WIDE.finditer(running, document.body_start) if is_wide else ():
            if (key := match["key"] or match["lone"] or match["named"]) in known:
                yield _wide(document, match, key)
        for match in _GLUED.finditer(running, document.body_start):
            if match["key"] in known:
                message = f"there is no space before @{shortened(match['key'])}, so that nothing is cited here"
                yield document.found(match.start(), message, "add one", Fix(match.start(), match.start(), " "))
        for group in document.groups:
            if any(cite.key in known for cite in group.cites):
                yield from _within(document, group)
                yield from _beside(document, group)


def _wide(document: Document, match: re.Match[str], key: str) -> Finding:
    if match["tag"]:
        right, message = f"[{match['tag']}]", "a citation in such brackets is shown with them"
    elif match["open"]:
        inner = _WIDE_COMMA.sub(r"\g<0> ", match["inner"])
        right = f"[{inner.translate(look_alikes.WIDE)}]"
        message = "a citation in such brackets is shown with them"
    else:
        right = match[0].translate(look_alikes.WIDE)
        message = f"＠ is another sign than @, so that {shortened(key)} is not cited here"
    return document.found(match.start(), message, f"write {shortened(right)}", Fix(*match.span(), right))


def _within(document: Document, group: CiteGroup) -> Iterator[Finding]:
    """What is wrong within the brackets of a citation."""
    if group.narrative:
        return
    content = document.content[group.start : group.end]
    if dash := _DASH.search(content):
        start = group.start + dash.end("gap")
        hint = "write -@ to leave out the name, or delete it"
        yield document.found(start, "this dash is printed with the source", hint)
    if wide := _WIDE_SIGN.search(content):
        start = group.start + wide.start()
        right = wide[0].translate(look_alikes.WIDE) + " " * (content[wide.end()] != " ")
        message = f"{wide[0]} is a sign of another keyboard, and is printed as it is"
        yield document.found(start, message, f"write {right.strip()}", Fix(start, start + 1, right))
    if twice := _TWICE.search(content):
        start = group.start + twice.start()
        fix = Fix(start, group.start + twice.end(), "," + " " * (content[twice.end()] != " "))
        yield document.found(start, f"{twice[0]} is printed with the source", "write one comma", fix)
    # What is in the braces of a key belongs to it.
    plain = _POINT.sub(lambda match: " " * len(match[0]), re.sub(r"@\{[^{}]*\}", "", content))
    for opening, closing in _PAIRS:
        if plain.count(opening) != plain.count(closing) and _is_alone(plain, opening, closing):
            at = content.rfind(closing) if plain.count(closing) > plain.count(opening) else content.find(opening)
            yield document.found(group.start + at, brackets.ONE_TOO_MANY, "delete it, or write its other half")


def _is_alone(text: str, opening: str, closing: str) -> bool:
    """Whether the one of two brackets is in a text and the other is not."""
    return (opening in text) != (closing in text)


def _beside(document: Document, group: CiteGroup) -> Iterator[Finding]:
    """A round bracket directly beside a whole citation, whose other half is nowhere in the paragraph."""
    if group.narrative:
        return
    running, start, end = document.running, group.start - 1, group.end
    ends = running.find("\n\n", end)
    rest = running[end : ends if ends >= 0 else len(running)]
    hint = "delete it, or write its other half"
    if running.startswith("(", start) and ")" not in rest:
        yield document.found(start, brackets.ONE_TOO_MANY, hint)
    elif running.startswith(")", end):
        before = running[max(end - _FAR, 0) : group.start]
        points = len(_POINT.findall(before)) + len(_NUMBER.findall(before))
        if before.count("(") <= before.count(")") - points and not brackets.is_open(running, group.start, "()"):
            yield document.found(end, brackets.ONE_TOO_MANY, hint)
