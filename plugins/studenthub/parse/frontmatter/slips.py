"""Slips in a front matter, reported in terms of what was typed: a tab, curly quotes, a missing space.

YAML's own complaints name what it expected; these name the slip, and what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import yaml

from studenthub.source.corrected import CorrectedText
from studenthub.source.problems import Fix, shortened
from studenthub.source.text import Place

#: What Word and others make of three hyphens.
_NEARLY_FENCE = re.compile(r"^(?P<signs>[-–—]{1,2}|-{4,}|[–—]{3,}|={3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_IN_CODE = re.compile(r"(?P<fence>`{3,}+|~{3,}+)[^\n`]*+\n(?=---[ \t]*\n)")
_INDENTED = re.compile(r"(?P<indent>[ \t]+)---[ \t]*\n")
_EMPTY = re.compile(r"\n(?:[ \t]*\n)+")
_FIELD = re.compile(r"^(?:[a-z_]+:(?=[ \t\n])|- name:)", re.MULTILINE)
#: A line of a front matter: a field, an item of a list, what belongs to one of them, a comment, or nothing.
_LINE = re.compile(r"[ \t]*(?:#.*|- .*|[\w -]+:(?:[ \t].*)?)?|[ \t]+\S.*")
#: A heading of the text, and no field that somebody made a comment.
_HEADING = re.compile(r"#{1,6}[ \t]*(?!#|[a-z_]+:(?:[ \t]|\Z))\S")
_FIRST_FIELD = re.compile(r"(?:title|description|date|authors?|topics?|name)[ \t]*:", re.IGNORECASE)
_GUIDE = "copy the block from “The long way” in “Write for the hub” to the top of the file, and fill it in"


class Broken(Exception):
    """Why a front matter, or its line at the offset ``at``, cannot be read; ``fixes`` make of it what was meant."""

    def __init__(self, at: int, code: str, message: str, hint: str = "", *fixes: Fix) -> None:
        super().__init__(message)
        self.at, self.code, self.message, self.hint, self.fixes = at, code, message, hint, fixes


def unopened(content: str) -> Broken:
    """A file that does not begin with ---: what is there instead."""
    if late := re.match(r"(?:[ \t]*\n)+(?=[ \t]*(?:[-–—]|`{3}|~{3}))", content):
        message = "the first line is empty, and must be ---"
        return Broken(0, "HUB101", message, "delete the empty lines at the top", Fix(0, late.end(), ""))
    if indented := _INDENTED.match(content):
        message = "the front matter is indented"
        return Broken(0, "HUB101", message, "delete the spaces before each of its lines", *_dedented(content, indented))
    if dashes := _NEARLY_FENCE.match(content):
        message = f"the first line is {shortened(dashes['signs'])}, and must be three hyphens"
        return Broken(0, "HUB101", message, "write ---", Fix(*dashes.span("signs"), "---"))
    if code := _IN_CODE.match(content):
        message = f"the front matter is inside a block of code, between two lines of {code['fence']}"
        return Broken(0, "HUB101", message, "delete these two lines", *_uncovered(content, code))
    if _FIRST_FIELD.match(content):
        message = "a line of three hyphens is missing above the first field"
        return Broken(0, "HUB101", message, "write --- as the first line of the file", Fix(0, 0, "---\n"))
    return Broken(0, "HUB101", "this file has no front matter", _GUIDE)


def _dedented(content: str, first: re.Match[str]) -> list[Fix]:
    """Fixes that take the spaces of the first line from each line, down to the second line of hyphens."""
    found: list[Fix] = []
    at, indent = 0, first["indent"]
    for number, line in enumerate(content.split("\n")):
        if line.startswith(indent):
            found.append(Fix(at, at + len(indent), ""))
        elif line.strip():
            break
        if number and line.strip() == "---":
            break
        at += len(line) + 1
    return found


def _uncovered(content: str, code: re.Match[str]) -> list[Fix]:
    """Fixes that delete the two lines of ``` around a front matter; nothing where the second one is elsewhere."""
    closing = re.compile(rf"^---[ \t]*\n(?P<line>{code['fence']}[ \t]*(?:\n|\Z))", re.MULTILINE)
    if match := closing.search(content, code.end() + 4):
        return [Fix(0, code.end(), ""), Fix(*match.span("line"), "")]
    return []


def unclosed(content: str, start: int, stop: int, *, closed: bool) -> Broken | None:
    """A front matter without an end, whose fields begin at ``start``.

    Where a line of hyphens at ``stop`` has ``closed`` it, prose may be above that line, which then is a rule of the
    text.
    """
    gap = next((at for at in _gaps(content, start, stop) if not _FIELD.search(content, at, stop)), None)
    nearly = None if closed else _NEARLY_FENCE.search(content, start, stop if gap is None else gap)
    message = "a line of three hyphens is missing below the last field"
    if nearly:
        return Broken(nearly.start(), "HUB102", message, "write ---", Fix(*nearly.span("signs"), "---"))
    if gap is not None:
        gap = _text_above(content, start, gap)
        return Broken(gap, "HUB102", message, "write --- here", Fix(gap, gap, "---\n"))
    return None if closed else Broken(0, "HUB102", message, "write --- on a line by itself there")


def _text_above(content: str, start: int, gap: int) -> int:
    """Where text directly above ``gap`` begins that YAML would take for comments, headings, or for items of a list."""
    lines = content[start:gap].split("\n")[:-1]
    number = first = len(lines)
    while number:
        number -= 1
        if _HEADING.match(lines[number]):
            first = number
        elif lines[number].startswith("- "):
            while number and lines[number - 1].startswith("- "):
                number -= 1
            above = _last_filled(lines, number)
            if above == number or lines[above - 1].rstrip().endswith(":"):
                break
            first = number
        elif lines[number].strip():
            break
    else:
        return gap
    return start + sum(len(line) + 1 for line in lines[: _last_filled(lines, first)])


def _last_filled(lines: Sequence[str], number: int) -> int:
    """How many of the first lines there are without the empty ones directly above the line with this number."""
    while number and not lines[number - 1].strip():
        number -= 1
    return number


def _gaps(content: str, start: int, stop: int) -> Iterator[int]:
    """Where an empty line is above one that belongs to no field."""
    for empty in _EMPTY.finditer(content, start, stop):
        line = content[empty.end() : stop].partition("\n")[0]
        if line.strip() and not _LINE.fullmatch(line):
            yield empty.start() + 1


@dataclass(frozen=True)
class Block:
    """The lines between the fences: ``content`` begins at the offset ``start`` of ``draft``."""

    draft: CorrectedText
    start: int
    content: str

    def place(self, at: int) -> Place:
        """The place of a character of the block."""
        return self.draft.place(self.start + at)

    def no_field(self, at: int) -> Broken:
        """A block that has text at its character ``at`` in place of a field; often a space is missing."""
        line = self.content[at:].partition("\n")[0]
        pattern, message, hint, repair = _NO_SPACE
        if match := pattern.fullmatch(line):
            right = repair(match["value"])
            fix = self._fix(at + match.start("value"), at + match.end("value"), right)
            hint = hint.replace("{fixed}", shortened(f"{match['name']}{right}", 60))
            return Broken(self.start + at, "HUB102", message, hint, fix)
        return Broken(self.start + at, "HUB102", NO_FIELD, WRITE_A_FIELD)

    def look_alike(self) -> Broken | None:
        """A line with signs that only look like those of YAML: dashes for hyphens, unusual spaces, or none."""
        if dashed := _DASHED.search(self.content):
            return self._look_alike(dashed, f"an item of a list begins with a hyphen, not with {dashed['head']}", "-")
        for look, message, right in _SLIPS_OF_ITEMS:
            for item in re.finditer(rf"^(?P<indent>[ ]*){look}", self.content, re.MULTILINE):
                if self._is_item(item):
                    return self._look_alike(item, message, right)
        heads = _HEAD.finditer(self.content) if _SPACE.search(self.content) else ()
        if spaced := next((head for head in heads if _SPACE.search(head["head"])), None):
            right = _SPACE.sub(" ", spaced["head"])
            return self._look_alike(spaced, "the spaces in this line are unusual ones", right)
        return None

    def _is_item(self, line: re.Match[str]) -> bool:
        """Whether a line is below the name of a list, and in no text of several lines."""
        above = self.content[: line.start()].split("\n")[-2::-1]
        indent = len(line["indent"])
        names = (one for one in above if one.strip() and (one[:1].isalpha() or len(one) - len(one.lstrip()) < indent))
        name = next(names, "")
        return name.rstrip().endswith(":") and not _TEXT.fullmatch(name)

    def _look_alike(self, found: re.Match[str], message: str, right: str) -> Broken:
        begin, end = found.span("head")
        fixed = shortened(f"{self.content[found.start() : begin]}{right}{found['rest']}".strip(), 60)
        return Broken(self.start + begin, "HUB102", message, f"write {fixed}", self._fix(begin, end, right))

    def in_quotes(self, start: int) -> tuple[Fix, ...]:
        """A fix that puts all from ``start`` to the end of the line in quotes, where that is the value of a field."""
        end = self.content.find("\n", start)
        line = self.content[self.content.rfind("\n", 0, start) + 1 : end if end >= 0 else len(self.content)]
        value = line[len(line) - len(line.lstrip()) :].partition(": ")[2]
        if not value or self.content[start - 2 : start] not in (": ", "- ") or value[0] in "[{":
            return ()
        whole = self.content[start:end] if end >= 0 else self.content[start:]
        return (self._fix(start, start + len(whole), _quoted(whole)),)

    def unquoted(self, sign: str, at: int, *fixes: Fix, fixed: str = "") -> Broken:
        """A value that begins with a sign that means something to YAML, at the character ``at`` of the block."""
        hint = f"put the whole value in quotes{fixed and ': '}{fixed}"
        return Broken(self.start + at, "HUB104", f"a value cannot begin with {sign}", hint, *fixes)

    def explained(self, error: yaml.MarkedYAMLError) -> Broken:
        """YAML's complaint in terms of what was typed: the first slip that one of the suspected lines shows."""
        suspects = sorted(self._suspects(error), key=lambda suspect: not suspect[0].startswith("\t"))
        for line, begin, at in suspects:
            for pattern, message, hint, repair in _SLIPS:
                if match := pattern.fullmatch(line) if len(line) <= LONGEST_LINE else None:
                    if _WHOLE.fullmatch(match["value"]):
                        break  # it is right as it is: the slip is in another line
                    if message == _TAB:
                        return self._tab(begin, line, match)
                    right = repair(match["value"])
                    fixed = f"{match['name'].strip()} {shortened(right.strip(), 60)}".strip()
                    fixes = (
                        [self._fix(begin + match.start("value"), begin + match.end("value"), right)] if right else []
                    )
                    if not message:
                        return self.unquoted(match["value"][0], at, *fixes, fixed=fixed)
                    return Broken(self.start + at, "HUB102", message, hint.replace("{fixed}", fixed), *fixes)
        message = f"this line cannot be read: {error.problem or error.context}"
        return Broken(self.start + suspects[0][2], "HUB102", message, "check this line and the one above it")

    def _tab(self, begin: int, line: str, match: re.Match[str]) -> Broken:
        """A tab at the beginning of the line at the character ``begin``, or behind the sign of an item."""
        start, end = match.span("value")
        if start and match["name"].strip():
            fix = self._fix(begin + start, begin + end, f" {match['value'].lstrip()}")
            return Broken(self.start + begin + start, "HUB102", "there is a tab in this line", "use a space", fix)
        right = self._indented(begin, line)
        width = len(right) - len(right.lstrip())
        hint = f"use {_NUMBERS.get(width, width)} spaces" if width else "delete it"
        fix = self._fix(begin, begin + len(line), right)
        return Broken(self.start + begin, "HUB102", _TAB, hint, fix)

    def _fix(self, start: int, end: int, text: str) -> Fix:
        return Fix(self.start + start, self.start + end, text)

    def _indented(self, begin: int, line: str) -> str:
        """The line at the character ``begin``, indented with spaces as those above it want it, and not with tabs."""
        if not line.strip():
            return " "
        above: list[tuple[int, int, str]] = []
        rows = [*self.content[:begin].split("\n"), line]
        for row in filter(str.strip, rows):
            words = row.strip()
            indent = len(row) - len(row.lstrip())
            tabs = row[:indent].count("\t")
            # Lines above may have been corrected: two spaces are a tab.
            level = tabs or indent // 2
            while above and above[-1][0] > level:
                above.pop()
            if tabs and above:
                _, indent, upper = above[-1]
                if upper.endswith(":") or (upper.startswith("- ") and not words.startswith("- ")):
                    indent += 2
            elif tabs:
                indent = 0
            above.append((level, indent, words))
        return " " * above[-1][1] + line.lstrip()

    def _suspects(self, error: yaml.MarkedYAMLError) -> Iterator[tuple[str, int, int]]:
        """The lines where a value began, where YAML gave up, the one above, and one above with an open quotation mark.

        Each is given with the number of its first character in the block, and that of the character to look at.
        """
        stopped = error.problem_mark or error.context_mark
        assert stopped
        begun = error.context_mark if error.context_mark and "block" not in (error.context or "") else stopped
        lines = [*self.content.split("\n"), ""]
        above = next((number for number in range(stopped.line - 1, -1, -1) if lines[number].strip()), 0)
        at = {begun.line: begun.index}
        at.setdefault(stopped.line, stopped.index)
        at.setdefault(above, sum(len(line) + 1 for line in lines[:above]))
        for number, offset in at.items():
            begin = sum(len(line) + 1 for line in lines[:number])
            yield lines[number], begin, offset
        for number in range(stopped.line - 1, -1, -1):
            if opened := _OPEN.fullmatch(lines[number]):
                begin = sum(len(line) + 1 for line in lines[:number])
                yield lines[number], begin, begin + opened.start("quote")
                return


#: Longer lines are no slip of a finger, and the patterns below take the square of their length.
LONGEST_LINE = 2000
NOT_IN_LINE = "this line is indented too far or not far enough"
NO_FIELD, WRITE_A_FIELD = "this line is not a field", "write title: My article"


class _Slip(NamedTuple):
    """A line that YAML cannot read, by its look: what is wrong, what to do, and what makes its value a better one.

    Without a ``message``, the value begins with a sign that needs quotes.
    """

    look: re.Pattern[str]
    message: str
    hint: str
    repair: Callable[[str], str]


#: Words with a quotation mark before them that nothing closes; that of ’n, ’tis or ’Twas belongs to the word.
_QUOTED_TITLE = re.compile(r"'(?!T(?:is|was)\b)[A-Z][^']*")


def _quoted(value: str) -> str:
    """``value`` in the quotes that it needs, without curly or unclosed ones."""
    text = value.strip()
    if (text[:1] in "“”„" and text[-1:] in "“”") or (len(text) > 2 and text[0] in "'\"" and text[-1] == text[0]):
        text = text[1:-1]
    elif (text.startswith('"') and text.count('"') == 1) or _QUOTED_TITLE.fullmatch(text):
        text = text[1:]
    return f'"{text}"' if '"' not in text and "\\" not in text else "'{}'".format(text.replace("'", "''"))


def _closed(value: str) -> str:
    """A list or group with the bracket that it lacks; in quotes where its brackets belong to a text."""
    text, gap, comment = value.strip().partition(" #")
    opened, closed = text[0], {"[": "]", "{": "}"}[text[0]]
    is_open = text.count(opened) == text.count(closed) + 1
    return f"{text.rstrip()}{closed}{gap}{comment}" if is_open else _quoted(value)


def _nothing(value: str) -> str:
    """Where no machine can know what was meant."""
    return ""


def _slip(
    value: str,
    message: str,
    hint: str,
    name: str = r"(?:[^\s:\"'\[{#][^:]*:[ \t]+)?",
    repair: Callable[[str], str] = _nothing,
) -> _Slip:
    """A slip in a line of a ``name`` with its hyphens, if it has one, and a ``value``; both are patterns."""
    return _Slip(re.compile(rf"(?P<name>[ -]*{name})(?P<value>{value})"), message, hint, repair)


def _after_space(value: str) -> str:
    return f" {value.strip()}"


#: Spaces that are none to YAML, before a field or behind its colon; a dash or a bullet that begins an item of a list.
_SPACES = "\xa0\u2000-\u200a\u202f\u3000"
_SPACE = re.compile(f"[{_SPACES}]")
_HEAD = re.compile(
    rf"^(?P<head>[ {_SPACES}]*+(?>(?:-[ {_SPACES}]++)?)(?>(?:[A-Za-z_]++:[ {_SPACES}]++)?))(?P<rest>\S.*)", re.MULTILINE
)
_DASHED = re.compile(
    r"(?:^[ ]*(?=.[ \t]+[a-z_]+:[ \t])|(?<=:\n)[ ]*)(?P<head>[–—•·])(?P<rest>[ \t]+\S.*)", re.MULTILINE
)
#: The first field of an item of a list, with another sign or without a space in it, what is wrong, and what is right.
_NAMES = r"(?:name|family|given)"
_SLIPS_OF_ITEMS = (
    (rf"(?P<head>-)(?P<rest>(?:[a-z_]+:[ \t]+|{_NAMES}:)\S.*)", "a space is missing after the hyphen", "- "),
    (r"(?P<head>--[ ]?)(?P<rest>[a-z_]+:[ \t]*\S.*)", "an item of a list begins with one hyphen", "- "),
    (rf"(?P<head>[*+])(?P<rest>[ \t]*{_NAMES}:[ \t]*\S.*)", "an item of a list begins with a hyphen", "-"),
    (rf"-[ ]+{_NAMES}(?P<head>:)(?P<rest>[^\s:].*)", "a space is missing after the colon", ": "),
    (r"-[ ]+name(?P<head>[ ]?[=;][ ]?|[ ])(?P<rest>[^\s:][^:\n]*)", "a colon is missing after name", ": "),
)
#: A value in quotes; and one with a quotation mark that its line does not close.
_WHOLE = re.compile(r"(?:\"[^\"\\]*\"|'(?>(?:[^']|'')*)')[ \t]*(?:#.*)?")
_OPEN = re.compile(r"[ -]*[\w -]+:[ \t]+(?P<quote>\"[^\"\n]*|'[^'\n]*)")
#: What a text of several lines begins with: a sign of YAML's, or a quotation mark that its line does not close.
_TEXT = re.compile(r"[^\n]*:[ \t]+(?:[>|][-+\d]*[ \t]*|\"[^\"\n]*|'[^'\n]*)")
_NO_SPACE = _slip(r"\S.*", "a space is missing after the colon", "write {fixed}", r"[a-z_]+:", _after_space)
_TAB = "this line begins with a tab"
_NUMBERS = {2: "two", 4: "four", 6: "six", 8: "eight"}
_NEEDS_QUOTES = "there is a quotation mark too few or too many here"
#: The lines that YAML cannot read, what is wrong with them, and what to do. The first that fits is reported.
_SLIPS = (
    _slip(r"\t.*", _TAB, ""),
    _slip(r"\t.*", _TAB, "", r"[ ]*(?:- )?[^\s:]+:"),
    _slip(r"(?:[@`%&*!]|[|>](?=\s)|\?(?=\s|$)).*", "", "", repair=_quoted),
    _slip(r"\"[^\"]*\\.*", "there is a backslash in double quotes", "use single quotes for this value"),
    _slip(r"[\"'].*", _NEEDS_QUOTES, "write {fixed}", r"[^\s:\"'\[{#][^:]*:[ \t]+", _quoted),
    _slip(r"[\"'].*", _NEEDS_QUOTES, "inside double quotes write single ones: \"a 'b' c\""),
    _slip(r"[\[{].*", "a bracket is missing, or text follows one", "write {fixed}", repair=_closed),
    _slip(r"- .*", "a list begins on the line below its name", "put the - on a line of its own", r"[^\s:]+:[ \t]+"),
    _slip(r".*:(?: .*)?", "a value with a colon needs quotes", "write {fixed}", r"[^\s:][^:]*:[ \t]+", _quoted),
    _NO_SPACE,
    _Slip(re.compile(r"(?P<name>[ ]*)(?P<value>- [^:]*)"), NOT_IN_LINE, "line it up with the other items", _nothing),
    _slip(
        r"(?:[^:]|:(?=\S))+", NO_FIELD, "a field is a name, a colon, a space and a value; --- follows the last one", ""
    ),
    _slip(r":.*", "there is no name before this colon", "write name: value", ""),
    _slip(r"[^ -].*", NOT_IN_LINE, "line it up with the one above", " +"),
)
