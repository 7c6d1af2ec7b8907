"""A check for lists that other programs made: their bullets and numbers are none of Markdown's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from studenthub.parse import ordinals
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown import list_slips
from studenthub.rules.markdown.paragraphs import Line
from studenthub.source import fixes
from studenthub.source.problems import Fix

#: Bullets that say nothing. Word's own are letters of its fonts: private characters, or what becomes of them.
BULLETS = r"[•·▪‣◦●○■□➢➤➔❖⁃∙◆◇▶►\ue000-\uf8ff]\ufe0f?"
_GAP = r"[ \t\xa0]"
_WORD = r"[^\W\d_]"
#: How programs begin the lines of a list: one that begins with a bullet is a list, of others it takes two.
_SIGN = re.compile(
    rf"(?P<bullet>(?:{BULLETS}|o\t){_GAP}*(?=\S))"
    rf"|(?P<dash>[–—]{_GAP}+(?=\S))"
    rf"|(?P<font>[§Øü]{_GAP}+(?={_WORD}))"
    rf"|(?P<circle>o{_GAP}+(?=\S))"
    rf"|(?P<numbered>\(?(?P<number>\d{{1,2}})"
    rf"(?:\)(?:{_GAP}+(?=\S)|(?={_WORD}))|\\[.)]{_GAP}+|\.(?: *\xa0{_GAP}*|(?={_WORD}))))"
    rf"|(?P<lettered>\(?(?P<label>[A-Za-z]|[ivx]{{2,4}}|[IVX]{{2,4}})(?:[.)]{_GAP}+(?=\S)|\)(?={_WORD})))"
    rf"|(?P<tight>[-+](?!ve\b)(?={_WORD}{{2}}|[A-Z] |\*\*[^\s*])|\*(?={_WORD}{{2}}[^*\n]*(?:\n|\Z))"
    rf"|[-*+] *\xa0{_GAP}*|\\[-*+]{_GAP}+)"
    rf"|(?P<wiki>\*{{2,4}}{_GAP}*(?={_WORD}[^*\n]*(?:\n|\Z)))"
    r"|(?P<symbol>(?:[\d#*]\ufe0f?\u20e3|[\u2190-\u21ff\u2460-\u24ff\u2580-\u2bff\U0001f000-\U0001faff])"
    r"[\ufe0f\u200d\u2640-\u2642\U0001f000-\U0001faff]*+)"
)
#: A number without any sign behind it.
_BARE = re.compile(rf"(?P<bare>\d{{1,2}})(?:{_GAP}+(?=[A-Z“‘])|{_GAP}*[:–-]{_GAP}+(?={_WORD}))")
_ITEM = re.compile(r"(?:[-*+]|(?P<item>\d{1,2})\.)[ \t]+\S")
#: Most texts hold none of these at the beginning of a line.
_LISTED = re.compile(
    rf"\n[ \t>]*+(?:{_SIGN.pattern}|{_ITEM.pattern}|1{_GAP}*[:–-]{_GAP}|1{_GAP}+[A-Z]|:(?:{_WORD}|\n|[ ]))"
)
#: The labels that follow the first one of a list.
_LABELS = dict.fromkeys("aA", tuple(ascii_lowercase)) | dict.fromkeys("iI", ordinals.ROMAN)
_SPEECH_ENDS = (".", "?", "!", "…", "»", "”", '"')


@dataclass(frozen=True, slots=True)
class _Sign:
    """How a line of a list begins: the ``kind`` is a name of the pattern, and ``width`` characters of it are replaced
    by ``markdown``."""

    kind: str
    width: int
    markdown: str


def list_of_word(checked: Checked) -> Iterator[Finding]:
    """A list has an empty line above it, and each of its lines begins with a hyphen or with a number and a full stop.

    Lists made in Word are lost when you paste: readers see one long paragraph with bullets in it. So are the lines of
    a conversation: leave an empty line between them.

    Wrong: • sleep, • food. Or: 1) sleep, 2) food
    Right: - sleep, - food. Or: 1. sleep, 2. food, each on a line of its own
    """
    for document in checked.documents:
        is_listed = _LISTED.search(document.content, document.body_start)
        for lines in _together(document) if is_listed else ():
            if finding := _bad_list(document, lines):
                yield finding
            else:
                yield from list_slips.find(document, lines)


def _together(document: Document) -> Iterator[Sequence[Line]]:
    """The lines of each paragraph, and those of paragraphs together each of which is an item of one list."""
    together: list[Line] = []
    kind = ""
    for lines in document.paragraphs:
        above, kind = kind, _only_item(lines)
        if above and above == kind and _is_next(document, together[-1], lines[0]):
            together += lines
            continue
        if together:
            yield together
        together = [*lines]
    if together:
        yield together


def _is_next(document: Document, above: Line, below: Line) -> bool:
    """Whether nothing but empty lines is between two lines that begin in one column."""
    return above.prefix == below.prefix and not document.content[above.end : below.start].strip(" \t\n>")


def _only_item(lines: Sequence[Line]) -> str:
    """Of which list a paragraph must be an item, a bulleted or a numbered one; "" if it is none, or several.

    Readers see 1) and (a) as they are meant.
    """
    sign, *others = (_SIGN.match(line.text) for line in lines)
    if sign is None or any(others):
        return ""
    if sign.lastgroup == "numbered":
        return "numbered" if "." in sign[0] else ""
    is_sure = sign.lastgroup in ("bullet", "circle", "font") or (sign.lastgroup == "tight" and sign[0][0] != "*")
    return "bulleted" if is_sure else ""


def is_list(lines: Sequence[str]) -> bool:
    """Whether ``lines`` are a list, in Markdown or as other programs make it."""
    return bool(_ITEM.match(lines[0].lstrip())) or bool(_signs([line.lstrip() for line in lines]))


def as_items(lines: Sequence[str]) -> Sequence[str]:
    """The same lines, where those of a list that another program made begin as in Markdown."""
    bare = [line.lstrip() for line in lines]
    signs = _signs(bare)
    return [
        f"{line[: len(line) - len(text)]}{signs[n].markdown}{text[signs[n].width :]}" if n in signs else line
        for n, (line, text) in enumerate(zip(lines, bare, strict=True))
    ]


def _bad_list(document: Document, lines: Sequence[Line]) -> Finding | None:
    # A sign that is blank in the running text is code.
    signs = _signs([line.written if line.text[0].strip() else "" for line in lines])
    is_ended = len(lines) > 1 and all(line.breaks for line in lines[:-1])
    if signs and not is_ended:
        return _without_signs(document, lines, signs)
    items = [number for number, line in enumerate(lines) if _ITEM.match(line.text)]
    if len(items) < 2 or items[0] == 0 or _is_held(lines, items[0]):
        return None
    first = lines[items[0]]
    message = "without an empty line above it, this does not become a list"
    return document.found(first.start, message, "leave one", first.gap_above)


def _without_signs(document: Document, lines: Sequence[Line], signs: Mapping[int, _Sign]) -> Finding:
    first = lines[min(signs)]
    message, hint = "these lines do not become a list", "begin each with - or with 1."
    if _is_speech(lines, signs):
        hint = "begin each with - if they are one; leave an empty line between them if somebody speaks"
        return document.found(first.start, message, hint)
    start, end = first.start, lines[max(signs)].end
    changes = []
    for line, sign in ((lines[number], sign) for number, sign in signs.items()):
        # An indented line is in a list of its own already.
        written = sign.markdown if line.prefix == first.prefix else sign.markdown.lstrip()
        changes.append(Fix(line.start - start, line.start - start + sign.width, written))
    written = fixes.fixed(document.content[start:end], changes)
    if min(signs) and not _is_held(lines, min(signs)):
        gap = first.gap_above
        start, written = gap.start, f"{gap.text}{first.prefix}{written}"
    # A note that begins within a paragraph takes lines to the foot of the page; which of (1) and (a) is the outer list?
    has_note = any(line.text.startswith("[^") for line in lines[1:])
    has_levels = {"lettered", "numbered"} <= {sign.kind for sign in signs.values()}
    fix = None if has_note or has_levels else Fix(start, end, written)
    return document.found(first.start, message, hint, fix)


def _is_held(lines: Sequence[Line], number: int) -> bool:
    """Whether the line with a number needs no empty line above it, as a box, a note, a heading or an item is there."""
    around = (lines[0], lines[number - 1])
    return any(line.holds for line in around) or _ITEM.match(lines[0].text) is not None


def _is_speech(lines: Sequence[Line], signs: Mapping[int, _Sign]) -> bool:
    """Whether lines with a dash may be what people say in turn: all of them are sentences."""
    said = [lines[n].text for n, sign in signs.items() if sign.kind == "dash"]
    is_led = min(signs) > 0 and lines[min(signs) - 1].text.endswith(":")
    return len(said) == len(signs) and not is_led and all(text.endswith(_SPEECH_ENDS) for text in said)


def _signs(lines: Sequence[str]) -> Mapping[int, _Sign]:
    """The lines that begin as items of a list do in other programs, by their number; none if they are no list."""
    begun = {number: match for number, line in enumerate(lines) if (match := _SIGN.match(line))}
    found = _in_order(_without_words(begun, lines))
    has_bullet = any(match.lastgroup == "bullet" for match in found.values())
    if not found:
        found = _numbered(lines)
    elif len(found) == 1 and not has_bullet and not _is_in_list(*next(iter(found.items())), lines):
        return {}
    has_circle = has_bullet and any(match.lastgroup == "circle" for match in found.values())
    top = next(iter(found.values()))[0][:1] if has_circle else ""
    return {number: _sign(match, top) for number, match in found.items()}


def _without_words(found: Mapping[int, re.Match[str]], lines: Sequence[str]) -> Mapping[int, re.Match[str]]:
    """The same without an o that is a word, and without numbers that go on within a sentence."""
    kinds = {number: match.lastgroup for number, match in found.items()}
    no_signs = set()
    if "bullet" not in kinds.values() and len(found) < len(lines):
        no_signs.add("circle")
    first = next((number for number, kind in kinds.items() if kind == "numbered"), 0)
    if first and found[first]["number"] != "1" and not _is_in_list(first, found[first], lines):
        no_signs.add("numbered")
    return {number: match for number, match in found.items() if kinds[number] not in no_signs}


def _in_order(found: Mapping[int, re.Match[str]]) -> Mapping[int, re.Match[str]]:
    """The same without letters that do not follow each other from the first of their kind on."""
    labels: tuple[str, ...] = ()
    kept: list[int] = []
    for number, match in found.items():
        if match.lastgroup == "lettered":
            labels = labels or _LABELS.get(match["label"], ())
            if match["label"].lower() == "".join(labels[len(kept) : len(kept) + 1]):
                kept.append(number)
    has_number = any(match.lastgroup == "numbered" for match in found.values())
    is_kept = len(kept) > 1 or has_number
    return {n: match for n, match in found.items() if match.lastgroup != "lettered" or (is_kept and n in kept)}


def _numbered(lines: Sequence[str]) -> Mapping[int, re.Match[str]]:
    """All of the lines, where they begin with 1, 2 and so on and no other sign."""
    found = {number: match for number, line in enumerate(lines) if (match := _BARE.match(line))}
    is_list = len(found) == len(lines) > 1 and all(int(match["bare"]) == n for n, match in enumerate(found.values(), 1))
    return found if is_list else {}


def _is_in_list(number: int, match: re.Match[str], lines: Sequence[str]) -> bool:
    """Whether the one line with a sign that is none of Markdown's is an item beside others that are."""
    above = next((item for line in reversed(lines[:number]) if (item := _ITEM.match(line))), None)
    if match.lastgroup == "numbered":
        return above is not None and above["item"] is not None and int(above["item"]) + 1 == int(match["number"])
    return match.lastgroup in ("tight", "wiki") and any(map(_ITEM.match, lines))


def _sign(match: re.Match[str], top: str) -> _Sign:
    """The sign of a line; ``top`` is the bullet of the outer list, where Word has made one of two levels."""
    kind = match.lastgroup or ""
    if kind in ("lettered", "symbol"):
        # These stay: the text may refer to a letter, and a tick says something.
        return _Sign(kind, 0, "- ")
    if kind in ("numbered", "bare"):
        return _Sign(kind, match.end(), f"{match[kind]}. " if kind == "bare" else f"{match['number']}. ")
    if kind == "wiki":
        return _Sign(kind, match.end(), f"{' ' * 4 * (match[0].count('*') - 1)}- ")
    level = 0 if not top or match[0].startswith(top) else 1 if kind == "circle" else 2
    return _Sign(kind, match.end(), f"{' ' * 4 * level}- ")
