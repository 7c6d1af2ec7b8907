"""Checks for signs of bold, slanted and marked words, and of code, that are not what their writer meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from studenthub.parse.markdown import running_text
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown import unread_stars
from studenthub.source.problems import Fix, shortened

#: Bold words, a heading, a link and a citation with a backslash before each sign.
_ESCAPED = re.compile(
    # Stars around words, and none that are marks of their own: '\*\*' < 0.01, \*\*p < 0.01.
    r"(?<![\w*'’])\\\*\\\*(?=[^\W_]|[“\"(\[])[^*\n\\]{1,300}(?<=[\w.,:;!?%”)\]])\\\*\\\*(?![\w\\])"
    r"|^[ ]{0,3}\\#(?:\\?#){1,5}(?=[ ]\S)"
    r"|\\\[[^\[\]\n\\]{1,300}\\\]\\\(https?://[^\s()\\]+\\\)"
    r"|\\\[(?:see |cf\. |e\.g\. )?-?\\?@[\w:.+-]+[^\[\]\n\\]{0,300}\\\]",
    re.MULTILINE,
)
#: A sign within a word: no other is eaten, and to look for the sign first is fast.
_WITHIN_WORD = (
    *(re.compile(rf"{sign}(?:(?<=[^\W_]{sign})|(?<=/{sign}))(?=[^\W_])") for sign in (r"\*", "==")),
    re.compile(r"\*(?<=[\w)%]\*)(?=[,;.:)])"),
    re.compile(r"\*\*(?<=\w\*\*)(?=\w)"),
    re.compile(r"\*(?=['’”\")\]])"),
)
#: Stars that are all that is between two quotation marks or brackets: ‘***’, (*).
_ENCLOSED = re.compile(r"(?<=['‘“\"(\[])\*{1,3}(?=['’”\")\]])")
#: From here on, signs are of scripts such as Chinese, which has no spaces between words.
_EASTERN = "\u2e80"
_TWO_STARS = re.compile(r"\*\*")
#: What no slanted words begin with: a star before it is the mark of a note.
_BEHIND_MARKS = ",;.:)"
_TICK = re.compile(r"(?<![\\`\w])`(?=[^\W_])(?P<words>[^`\n]{1,60})")
#: One behind a letter, which begins no code, and one in the place of an apostrophe, with the next one.
_TICK_BEHIND = re.compile(r"(?<=[^\W_])`(?!`)")
_IN_KEY, _LONGEST_KEY = re.compile(r"@\{?[^\s@{}]*"), 100
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])`(?=[^\W\d_])(?:(?=(?P<code>(?:[^`\n]|\n(?![ \t]*\n)){1,300})`(?!`)))?")
#: The words around an apostrophe: patient`s, l`État.
_APOSTROPHE_OF_WORD = re.compile(r"[^\W\d_]`(?:[stmdn]|re|ve|ll)\b|\b(?:[cdjlmnst]|qu)`[^\W\d_]", re.IGNORECASE)
#: Code with more backticks at one end than at the other, and a first fence below an empty line that is moved in.
_UNEVEN = re.compile(r"(?<![\\`\w])(?P<open>`{1,3})(?=[^\s`])(?P<words>[^`\n]{1,200})(?P<close>`{1,3})(?!`)")
_MOVED_FENCE = re.compile(r"\n[ \t]*\n(?:[ ]{4,}|[ ]{0,3}\t)[ \t]*(?P<signs>`{3,}|~{3,})[^`\n]*\n")
#: Quotation marks of LaTeX: `words'.
_QUOTED = re.compile(r"(?P<words>[^'’]+)['’](?![^\W\d_])")
#: Slanted or marked words; most begin and end beside a space or a bracket.
_MARKED = re.compile(
    r"(?<![\\*])\*(?P<slanted>[^\s*](?>(?:[^*\n]|\n(?![ \t]*\n))*))(?:(?<=\w)|(?<=[^\w\s\\])(?=\*\W))\*(?!\*)"
    r"|(?<![\\*])\*\*(?P<bold>[^\s*](?>(?:[^*\n]|\n(?![ \t]*\n))*))(?<=[^\s\\])\*\*(?!\*)"
    r"|(?<![\\=])==(?P<marked>[^\s=](?>(?:[^=\n]|\n(?![ \t]*\n))*))(?<![\s\\])==(?!=)"
)


def without_end(checked: Checked) -> Iterator[Finding]:
    r"""Bold words end with two stars, and code with as many backticks as it begins with.

    Otherwise readers see the signs. No space is between the stars and the words, and one is behind the second stars
    where they follow a colon or another sign. For a sign that is meant as such, write \*\* or \`.

    Wrong: Sleep is **very important. Or: **Sleep: **a duty
    Right: Sleep is **very important**. Or: **Sleep:** a duty
    """
    for document in checked.documents:
        if "*" in document.running or "_" in document.running:
            yield from unread_stars.find(document)
        if "`" in document.content or "~~~" in document.content:
            yield from _fence(document)
            yield from _moved_fences(document)
            yield from _code(document)
        if "\\" in document.content:
            yield from _escaped(document)


def _escaped(document: Document) -> Iterator[Finding]:
    """Signs of Markdown before which a program has put backslashes, as Google Docs does with what was typed."""
    for match in _ESCAPED.finditer(document.running, document.body_start):
        right = document.content[match.start() : match.end()].replace("\\", "")
        message = f"readers see the signs of {shortened(document.content[match.start() : match.end()])}"
        hint = f"write {shortened(right)}, without the backslashes"
        yield document.found(match.start(), message, hint, Fix(match.start(), match.end(), right))


def _fence(document: Document) -> Iterator[Finding]:
    for fence in running_text.fences(document.content):
        if not fence.closed and fence.head >= document.body_start:
            line = document.content[fence.head : fence.start]
            signs = line.strip(" \t>\n").removesuffix(fence.info).strip()
            message = "this block of code has no end"
            hint = f"write {signs} on a line of its own below the code, under the first one"
            yield document.found(fence.head + line.index(signs), message, hint)


def _moved_fences(document: Document) -> Iterator[Finding]:
    """Blocks of code between fences that are code as they are, with their fences, as they are moved in."""
    if not _MOVED_FENCE.search(document.content, document.body_start):
        return
    moved = running_text.moved_in(document.content[document.body_start :])
    for match in _MOVED_FENCE.finditer(document.content, document.body_start):
        if document.content.count("\n", document.body_start, match.start("signs")) in moved:
            message = f"readers see these {match['signs']}, because they are indented"
            yield document.found(match.start("signs"), message, "delete the space before the lines of this block")


def _code(document: Document) -> Iterator[Finding]:
    uneven = set()
    for match in _UNEVEN.finditer(document.running, document.body_start):
        if len(match["open"]) != len(match["close"]) and not _QUOTED.match(match["words"]):
            uneven |= {match.start(), match.start("close")}
            right = f"{match['open']}{match['words']}{match['open']}"
            message = f"this code begins with {match['open']} and ends with {match['close']}"
            yield document.found(match.start(), message, f"write {shortened(right)}", Fix(*match.span(), right))
    for match in _TICK.finditer(document.running, document.body_start):
        if match.start() in uneven:
            continue
        if quoted := _QUOTED.match(match["words"]):
            right = f"‘{quoted['words']}’"
            fix = Fix(match.start(), match.start("words") + quoted.end(), right)
            message = f"{shortened(f'`{quoted[0]}')} has the quotation marks of LaTeX, which do not work here"
            yield document.found(match.start(), message, f"write {shortened(right)}", fix)
        else:
            message = f"the code that begins with `{match['words'].split()[0].strip('.,;:')} has no end"
            hint = "write ` at its end, or delete the first one"
            yield document.found(match.start(), message, hint, harmless=True)
    apostrophes = list(_apostrophes(document))
    for offset in apostrophes:
        fix = Fix(offset, offset + 1, "’")
        yield document.found(offset, "an apostrophe is ’ or ', and no `", "write ’", fix)
    beside = {running_text.paragraph(document.content, offset) for offset in apostrophes}
    for match in _TICK_BEHIND.finditer(document.running, document.body_start):
        is_known = match.start() in uneven or running_text.paragraph(document.content, match.start()) in beside
        if not is_known and not _is_in_key(document, match.start()):
            hint = "delete it, or write ` at both ends of the code"
            yield document.found(match.start(), "readers see this `", hint, harmless=True)


def _apostrophes(document: Document) -> Iterator[int]:
    """Where a backtick is an apostrophe: don`t. Two of them would make code of what is between."""
    for match in _APOSTROPHE.finditer(document.content, document.body_start):
        start, end = match.start(), match.end("code")
        if document.running[start - 1] == " " or _is_in_key(document, start):
            # This is within code, or in the key of a source.
            continue
        if document.running[start] == "`":
            yield start
        elif match["code"] and " " in match["code"]:
            found = [at for at in (start, end) if _APOSTROPHE_OF_WORD.search(document.content, at - 3, at + 4)]
            yield from found if found[:1] == [start] else ()


def _is_in_key(document: Document, at: int) -> bool:
    low = max(0, at - _LONGEST_KEY)
    begin = max(low, *(document.content.rfind(sign, low, at) + 1 for sign in " \n[(;"))
    return _IN_KEY.fullmatch(document.content, begin, at) is not None


def eaten_sign(checked: Checked) -> Iterator[Finding]:
    r"""A star or == within a word is not read as the beginning or the end of slanted or marked words.

    Two of them in a paragraph would vanish, and what is between them would be slanted or marked. Write a backslash
    before each.

    Wrong: HLA-B*57:01 and HLA-B*15:02
    Right: HLA-B\*57:01 and HLA-B\*15:02
    """
    for document in checked.documents:
        if not any(sign.search(document.content, document.body_start) for sign in _WITHIN_WORD):
            continue
        enclosed = list(unread_stars.read_within(document, _ENCLOSED))
        places = {stars.start for stars in enclosed}
        read: Set[int] = frozenset()
        for stars in enclosed:
            signs = document.content[stars.start : stars.end]
            right = "".join(f"\\{sign}" for sign in signs)
            message = f"the {signs} that is alone here vanishes, and what follows is bold or slanted"
            yield document.found(stars.start, message, f"write {right}", Fix(stars.start, stars.end, right))
        for match in _MARKED.finditer(document.running, document.body_start):
            start, end = match.span(match.lastgroup or 0)
            if not places.isdisjoint((match.start(), end)) or not _is_eaten(document.content, match, start, end):
                continue
            sign = document.content[end : match.end()]
            if match["bold"] and match.start() not in (read := read or _bold(document)):
                continue
            escaped = "\\==" if match["marked"] else "".join(f"\\{one}" for one in sign)
            right = f"{escaped}{document.content[start:end]}{escaped}"
            message = f"the two signs {sign} vanish, and the words between them are {match.lastgroup}"
            hint = f"write {escaped} for a {sign} that is meant as such"
            yield document.found(match.start(), message, hint, Fix(match.start(), match.end(), right))


def _bold(document: Document) -> Set[int]:
    """Where two stars are read: of those within words, a bracket beside one decides."""
    return {stars.start for stars in unread_stars.read_within(document, _TWO_STARS)}


def _is_eaten(content: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether signs are within words on both sides, and not around a part of one word: un*believ*able."""
    beside = content[match.start() - 1 : match.start()], content[match.end() : match.end() + 1]
    if match.lastgroup == "slanted" and content[start] in _BEHIND_MARKS and beside[0].strip():
        return True
    # A power belongs to no word: η*p*².
    if beside[0] >= _EASTERN or beside[1] >= _EASTERN or (beside[1].isdigit() and not beside[1].isdecimal()):
        return False
    around = (*beside, content[start], content[end - 1])
    if not (beside[0].isalnum() or beside[0] == "/") or not beside[1].isalnum() or not content[start].isalnum():
        return False
    return (
        match.lastgroup == "marked"
        or end - start == 1
        or any(map(str.isspace, content[start:end]))
        or any(map(str.isdigit, around))
    )
