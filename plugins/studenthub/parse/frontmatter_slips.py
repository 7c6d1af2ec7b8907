"""What goes wrong when people type a front matter, in terms of what they typed: a tab, quotes of Word's, no space.

YAML's own complaints name what it expected; these name the slip, and what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from studenthub.source.problems import Fix, Problem, shortened
from studenthub.source.text import Place, Text

#: What Word and others make of three hyphens.
_NEARLY_FENCE = re.compile(r"^(?P<signs>[-–—]{1,2}|-{4,}|[–—]{3,}|={3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)


class Broken(Exception):
    """Why a front matter, or a line of it, cannot be read."""

    def __init__(self, place: Place, code: str, message: str, hint: str = "", fix: Fix | None = None) -> None:
        self.problem = Problem(place, code, message, hint, fix=fix)


def unopened(text: Text) -> Broken:
    """A file that does not begin with ---: what stands there instead."""
    top, content = text.place(0), text.content
    if late := re.match(r"\s+(?=[-–—])", content):
        fix = Fix(0, late.end(), "")
        return Broken(top, "HUB101", "an empty line stands above the first ---", "delete it", fix)
    if dashes := _NEARLY_FENCE.match(content):
        message = f"the first line is {shortened(dashes['signs'])}, and must be three hyphens"
        return Broken(top, "HUB101", message, "write ---", Fix(*dashes.span("signs"), "---"))
    if re.match(r"```[^\n]*\n---", content):
        message = "the front matter stands in a block of code"
        return Broken(top, "HUB101", message, "delete the line above the first ---, and the ``` below the second")
    if re.match(r"[a-z_]+:[ \t]", content):
        message = "the line of three hyphens is missing above the first field"
        return Broken(top, "HUB101", message, "begin the file with ---", Fix(0, 0, "---\n"))
    hint = "begin it with title, date and so on between two lines of ---: copy them from the guide"
    return Broken(top, "HUB101", "this file has no front matter", hint)


def unclosed(text: Text) -> Broken:
    """A front matter without an end."""
    message = "the line of three hyphens is missing below the last field"
    for line in _NEARLY_FENCE.finditer(text.content, 4):
        place = text.place(line.start("signs"))
        return Broken(place, "HUB102", message, "write ---", Fix(*line.span("signs"), "---"))
    return Broken(text.place(0), "HUB102", message, "put a line with --- there")


@dataclass(frozen=True)
class Block:
    """The lines between the fences, which begin at the offset ``start`` of ``text``."""

    text: Text
    start: int
    content: str

    def place(self, at: int) -> Place:
        """The place of a character of the block."""
        return self.text.place(self.start + at)

    def no_field(self, place: Place, at: int) -> Broken:
        """A block that begins with text at the offset ``at`` in place of a field, often for want of a space."""
        line = self.content[at - self.start :].partition("\n")[0]
        for pattern, message, hint, repair in (_STRANGE_SPACE, _NO_SPACE):
            if match := pattern.fullmatch(line):
                right = repair(match["value"])
                fix = Fix(at + match.start("value"), at + match.end("value"), right)
                fixed = f"{match['name']}{right}"
                return Broken(place, "HUB102", message, hint.replace("{fixed}", shortened(fixed, 60)), fix)
        return Broken(place, "HUB102", NO_FIELD, WRITE_A_FIELD)

    def in_quotes(self, start: int) -> Fix | None:
        """A mend that puts all from ``start`` to the end of the line in quotes, where that is the value of a field."""
        end = self.content.find("\n", start)
        line = self.content[self.content.rfind("\n", 0, start) + 1 : end if end >= 0 else len(self.content)]
        value = line[len(line) - len(line.lstrip()) :].partition(": ")[2]
        if not value or self.content[start - 2 : start] not in (": ", "- ") or value[0] in "[{":
            return None
        whole = self.content[start:end] if end >= 0 else self.content[start:]
        return Fix(self.start + start, self.start + start + len(whole), _quoted(whole))

    def unquoted(self, sign: str, place: Place, fixed: str = "", fix: Fix | None = None) -> Broken:
        """A value that begins with a sign that means something to YAML."""
        hint = f"put the whole value in quotes{fixed and ': '}{fixed}"
        return Broken(place, "HUB104", f"a value cannot begin with {sign}", hint, fix)

    def explained(self, error: yaml.MarkedYAMLError) -> Broken:
        """YAML's complaint in terms of what was typed: the first slip that one of the suspected lines shows."""
        suspects = sorted(self._suspects(error), key=lambda suspect: not suspect[0].startswith("\t"))
        for line, begin, place in suspects:
            for pattern, message, hint, repair in _SLIPS:
                if match := pattern.fullmatch(line) if len(line) <= LONGEST_LINE else None:
                    right = self._moved_in(begin, line) if line.startswith("\t") else repair(match["value"])
                    fixed = f"{match['name'].strip()} {shortened(right.strip(), 60)}".strip()
                    fix = Fix(begin + match.start("value"), begin + match.end("value"), right) if right else None
                    if not message:
                        return self.unquoted(match["value"][0], place, fixed, fix)
                    message = f"the front matter cannot be read: {message}"
                    return Broken(place, "HUB102", message, hint.replace("{fixed}", fixed), fix)
        message = f"the front matter cannot be read: {error.problem or error.context}"
        return Broken(suspects[0][2], "HUB102", message, "look at this line and the one above it")

    def _moved_in(self, begin: int, line: str) -> str:
        """The line at the offset ``begin``, moved in by spaces as those above it want it, and not by tabs."""
        if not line.strip():
            return " "
        above: list[tuple[int, int, str]] = []
        rows = [*self.text.content[self.start : begin].split("\n"), line]
        for row in filter(str.strip, rows):
            words = row.strip()
            indent = len(row) - len(row.lstrip())
            tabs = row[:indent].count("\t")
            while above and above[-1][0] > tabs:
                above.pop()
            if tabs and above:
                _, indent, upper = above[-1]
                if upper.endswith(":") or (upper.startswith("- ") and not words.startswith("- ")):
                    indent += 2
            above.append((tabs, indent, words))
        return " " * above[-1][1] + line.lstrip()

    def _suspects(self, error: yaml.MarkedYAMLError) -> Iterator[tuple[str, int, Place]]:
        """The lines where a value began, where YAML gave up, and the one above.

        Each is given with its offset in the file, and the place to look at.
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
            yield lines[number], self.start + begin, self.place(offset)


#: Longer lines are no slip of a finger, and the patterns below take the square of their length.
LONGEST_LINE = 2000
NO_FIELD, WRITE_A_FIELD = "this line is not a field", "write title: My article"
_Slip = tuple[re.Pattern[str], str, str, Callable[[str], str]]


def _quoted(value: str) -> str:
    """``value`` in the quotes that it needs, and without those that Word made or nobody closed."""
    text = value.strip()
    if (text[:1] in "“”„" and text[-1:] in "“”") or (len(text) > 2 and text[0] in "'\"" and text[-1] == text[0]):
        text = text[1:-1]
    elif text.startswith('"') and text.count('"') == 1:
        text = text[1:]
    return f'"{text}"' if '"' not in text and "\\" not in text else "'{}'".format(text.replace("'", "''"))


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
    """The look of a line, in two groups: its name with hyphens, if it has one, and its value; and a better value."""
    return re.compile(rf"(?P<name>[ -]*{name})(?P<value>{value})"), message, hint, repair


def _after_space(value: str) -> str:
    return f" {value.strip()}"


_STRANGE_SPACE = _slip(r"\xa0.*", "an unusual space stands after the colon", "write {fixed}", r"[a-z_]+:", _after_space)
_NO_SPACE = _slip(r"\S.*", "a space is missing after the colon", "write {fixed}", r"[a-z_]+:", _after_space)
_NEEDS_QUOTES = "a quotation mark too few, or too many"
#: The lines that YAML cannot read, what is wrong with them, and what to do. The first that fits is told.
_SLIPS = (
    _slip(r"\t.*", "a line is moved in with a tab", "use spaces, not tabs"),
    _STRANGE_SPACE,
    _slip(r"(?:[@`%&*!]|[|>](?=\s)|\?(?=\s|$)).*", "", "", repair=_quoted),
    _slip(r"\"[^\"]*\\.*", "a backslash stands in double quotes", "use single quotes for this value"),
    _slip(r"[\"'].*", _NEEDS_QUOTES, "write {fixed}", r"[^\s:\"'\[{#][^:]*:[ \t]+", _quoted),
    _slip(r"[\"'].*", _NEEDS_QUOTES, "inside double quotes write single ones: \"a 'b' c\""),
    _slip(r"[\[{].*", "a bracket too few, or text after it", "close it; if it belongs to the text, put all in quotes"),
    _slip(r"- .*", "a list begins on the line below its name", "put the - on a line of its own", r"[^\s:]+:[ \t]+"),
    _slip(r".*:(?: .*)?", "a value with a colon needs quotes", "write {fixed}", r"[^\s:][^:]*:[ \t]+", _quoted),
    _NO_SPACE,
    _slip(r"(?:[^:]|:(?=\S))+", NO_FIELD, "a field has a colon and a space; after the last one comes ---", ""),
    _slip(r":.*", "there is no name before this colon", "write name: value", ""),
    _slip(r"[^ -].*", "this line begins in the wrong column", "the fields of a group stand below each other", " +"),
)
