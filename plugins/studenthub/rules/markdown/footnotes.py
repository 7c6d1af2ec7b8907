"""A check of footnotes and abbreviations: each mark needs its text, and each text its mark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache

from studenthub.parse.markdown import brackets
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, did_you_mean, shortened

#: A mark, such as [^1]; at the beginning of a line and with a colon behind it, it begins the text of the note.
_MARK = re.compile(r"(?<!\\)\[\^(?P<name>[^\[\]\n^@]{1,200})\]")
#: A citation with the sign of a footnote.
_CITED = re.compile(r"(?<!\\)\[\^[ ]?(?P<cited>-?@[\w{][^\[\]\n]{0,200})\](?!:)")
#: What is nearly *[HTML]: and its words: with another bracket or one too many, with another sign before it, or without
#: its colon.
_NEARLY_ABBREVIATION = re.compile(
    r"^(?P<signs>\\?\*{1,2}(?P<opens>[\[({]{1,2})(?P<short>(?=[^\s\[\](){}]*[A-Z])[^\W\d_][\w.&/’'-]{0,30})"
    r"(?P<closes>[\])}]{1,2})[ ]?(?P<colon>[:;]?))[ \t]*+[^\W\d_][^*\n]*$",
    re.MULTILINE,
)
_WORD = re.compile(r"\w+")
#: A second colon behind the mark of a text.
_COLON = re.compile(r"[ ]?:+(?=\s)")
#: A colon with a space before it.
_APART = re.compile(r"[ \t]+:(?=[ \t])")
_MOST_SLIPS = 20
#: By how much what is within a note is moved in, and how far its beginning is looked for.
_STEP, _FAR = 4, 4000
_IS_TEXT = re.compile(r"[ \t>]*")


def footnote(checked: Checked) -> Iterator[Finding]:
    r"""The mark of a footnote has a text, and the text a mark. Its name is one word.

    A mark without a text stays on the page as it was typed, and nothing leads to a text without a mark. A key is the
    name of no footnote: it is cited. The meaning of an abbreviation is on a line of its own as well: *[HTML]: Words.

    Wrong: Sleep matters.[^my note]
    Right: Sleep matters.[^note] … and on a line of its own: [^note]: What the note says.
    """
    for document in checked.documents:
        if document.has_any("[^"):
            yield from _footnotes(document)
        if document.has_any("*[", "*(", "*{"):
            yield from _abbreviations(document)


def _abbreviations(document: Document) -> Iterator[Finding]:
    words = cache(lambda: Counter(_WORD.findall(document.running)))
    for match in _NEARLY_ABBREVIATION.finditer(document.running, document.body_start):
        short, right = match["short"], f"*[{match['short']}]:"
        if match["signs"] in (right, f"*[{short}] :") or ("[" not in match["opens"] and "]" not in match["closes"]):
            continue
        # Without its colon it may be a note, whose sign is the star.
        if match["colon"] or (short.isupper() and all(words()[word] > 1 for word in _WORD.findall(short))):
            message = f"this line does not say what the abbreviation {shortened(short)} means"
            fix = Fix(*match.span("signs"), right if match["colon"] else f"{right} ")
            yield document.found(match.start(), message, f"write {shortened(right)} and its meaning", fix)


def _footnotes(document: Document) -> Iterator[Finding]:
    for match in _CITED.finditer(document.running, document.body_start):
        right = f"[{document.content[match.start('cited') : match.end('cited')]}]"
        message = f"{shortened(match[0])} is no footnote: readers see the ^"
        hint = f"write {shortened(right)}, or ^{shortened(right)} for a note"
        yield document.found(match.start(), message, hint, Fix(match.start(), match.end(), right))
    matches = list(_MARK.finditer(document.running, document.body_start))
    texts = {match["name"] for match in matches if _is_text(document, match)}
    marks = {match["name"] for match in matches if not _is_text(document, match)}
    marks_of = Counter(match["name"] for match in matches)
    bare = {match["name"]: match for match in matches if match["name"] not in texts and _is_first(document, match)}
    for match in matches:
        yield from _third_bracket(document, match)
        name = match["name"]
        sign = f"[^{shortened(name)}]"
        if _is_text(document, match) and (space := _within_note(document, match)):
            message = f"readers do not see the text of {sign}, as it is within the note above it"
            yield document.found(match.start(), message, "delete the space before it", space)
        apart = _APART.match(document.content, bare[name].end()) if name in bare else None
        if apart or (name in bare and marks_of[name] > 1):
            if match is bare[name]:
                fix = Fix(match.end(), apart.end() if apart else match.end(), ":")
                hint = f"write {sign}: {'without the space' if apart else 'with a colon'}"
                yield document.found(match.start(), f"this line is not the text of the footnote {sign}", hint, fix)
            continue
        if _is_text(document, match) and (more := _COLON.match(document.content, match.end() + 1)):
            message = f"the text of the footnote {sign} begins with a colon"
            yield document.found(match.end() + 1, message, "delete it: one is enough", Fix(*more.span(), ""))
        if re.search(r"\s", name):
            word = "-".join(name.split()) or "note"
            fix = Fix(match.start("name"), match.end("name"), word)
            hint = f"write [^{shortened(word)}] here and wherever this footnote is named"
            yield document.found(match.start(), f"the name of the footnote {sign} is not one word", hint, fix)
        elif name not in texts:
            hint = _meant(name, texts - marks) or f"write a line {sign}: and then what the note says"
            yield document.found(match.start(), f"the footnote {sign} has no text", hint)
        elif name not in marks and not _meant(name, marks - texts):
            hint = f"write {sign} where it belongs, or delete this line"
            yield document.found(match.start(), f"no mark leads to the footnote {sign}", hint)


def _within_note(document: Document, match: re.Match[str]) -> Fix | None:
    """The space that moves the text of a note into the text of the one above it, as a fix that deletes it."""
    content = document.content
    start = content.rfind("\n", 0, match.start()) + 1
    column = len(content[start : match.start()].expandtabs(4))
    if column < _STEP or content[start : match.start()].strip():
        return None
    above = content[max(start - _FAR, document.body_start) : start].split("\n")[-2::-1]
    indents = (
        (len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()), line.lstrip()) for line in above if line.strip()
    )
    holder = next((line for indent, line in indents if indent <= column - _STEP), "")
    return Fix(start, match.start(), "") if holder.startswith("[^") else None


def _third_bracket(document: Document, match: re.Match[str]) -> Iterator[Finding]:
    """A bracket directly beside a mark, which has no second one."""
    running, start, end = document.running, match.start() - 1, match.end()
    is_opening = running.startswith("[", start) and not running.startswith("\\", start - 1)
    if is_opening and not brackets.is_closed(running, end):
        yield document.found(start, brackets.ONE_TOO_MANY, "delete it", Fix(start, start + 1, ""))
    elif running.startswith("]", end) and not brackets.is_open(running, match.start()):
        yield document.found(end, brackets.ONE_TOO_MANY, "delete it", Fix(end, end + 1, ""))


def _meant(name: str, others: Collection[str]) -> str:
    """Which of the footnotes that lack their half ``name`` may be a slip for; ""."""
    # If many lack it, it is no slip; and comparing all with all would take long.
    if len(others) > _MOST_SLIPS:
        return ""
    return did_you_mean(f"[^{name}]", [f"[^{other}]" for other in others])


def _is_text(document: Document, match: re.Match[str]) -> bool:
    return _is_first(document, match) and document.content.startswith(":", match.end())


def _is_first(document: Document, match: re.Match[str]) -> bool:
    """Whether a line begins with a mark, and words are behind it."""
    start = document.content.rfind("\n", 0, match.start()) + 1
    is_first = _IS_TEXT.fullmatch(document.content, start, match.start()) is not None
    return is_first and document.content[match.end() : match.end() + 1] not in ("", "\n")
