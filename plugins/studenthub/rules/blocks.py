"""Checks of headings and lists that Markdown would not recognise, so that readers would see their signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from studenthub.parse.folding import fold
from studenthub.parse.headings import NAME_OF_LIST
from studenthub.parse.markdown import running_text
from studenthub.rules.checked import Checked, Document, Finding
from studenthub.rules.markup import Heading
from studenthub.source.problems import Fix, shortened

_BOLD = re.compile(r"(\*\*|__)(?P<title>[^*_\n]{3,80})\1[ \t]*")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
#: Below this length, a line above hyphens may well be meant as a heading.
_LONGEST_TITLE = 80
#: How Word and other programs begin the lines of a list; and how Markdown does.
_BULLETS = r"[•·▪‣◦●○■➢➤❖\uf0a7\uf0b7\uf0d8]"
_BULLET = re.compile(rf"(?P<indent>[ \t]*){_BULLETS}[ \t]*(?=\S)")
_DASH = re.compile(r"(?P<indent>[ \t]*)[–—][ \t]+(?=\S)")
_NUMBER = re.compile(r"(?P<indent>[ \t]*)\(?(?P<number>\d{1,2})\)[ \t]+(?=\S)")
_LETTER = re.compile(r"(?P<indent>[ \t]*)\(?(?P<letter>[a-h]|i{1,3}|iv|vi{0,3}|ix|x|[A-H](?=\)))[.)][ \t]+(?=\S)")
_NO_SPACE = re.compile(r"(?P<indent>[ \t]*)(?:-(?=[A-Za-z]{2})|\*(?=[^\W\d_]{2}[^*\n]*$)|o\t[ \t]*(?=\S))")
#: A tick says something, and stays.
_TICK = re.compile(r"(?P<indent>[ \t]*)[✓✔✅☑]\ufe0f?[ \t]*(?=\S)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,2}\.)[ \t]+\S")
#: Most texts hold none of these at the beginning of a line.
_LISTED = re.compile(
    r"\n[ \t]*(?:[•·▪‣◦●○■➢➤❖\uf0a7\uf0b7\uf0d8–—✓✔✅☑]|[-*][^\W\d_]|o\t|\(?(?:\d{1,2}|[a-hivxA-H]{1,4})\)[ \t]"
    r"|(?:[-*+]|(?:\d{1,2}|[a-hivx]{1,4})\.)[ \t])"
)
#: A line that is moved in, below an empty one.
_MOVED = re.compile(r"\n[ \t]*\n(?: {4}|\t)[ \t]*\S")
#: A line of somebody's text, and none of a program: it begins like a sentence, and goes on in words.
_SENTENCE = re.compile(r"[“\"'‘]?[A-Z][\w’'-]*+(?:[,;:]?[ ][(“\"‘'\[*_]*+[\w@’'&%–-]++[)”\"’'\]*_.,;:?!]*+){5,}")
#: An item of a list that is indented; in code, such as YAML, a name with a colon is behind a hyphen.
_ITEM_OF_WORDS = re.compile(rf"[ \t]*+(?:{_BULLETS}[ \t]*|(?:[-*+]|\d{{1,2}}[.)])[ \t]+)[*_“‘(]*+[^\W\d_](?![\w-]*:)")
_LINE_OF_TABLE = re.compile(r"(?=[^|]*\|)\|?(?>(?:[ \t]*+:?-++:?[ \t]*+\|?)+)")
#: What lists may follow without an empty line, and what they are no part of.
_OPENS = re.compile(r"[ \t]*(?:#{1,6}|>|\||!!!|\?\?\?|===|:[ \t]|\[\^)")


def first_level_heading(checked: Checked) -> Iterator[Finding]:
    """The title is in the front matter alone, and the sections of a text begin with ##.

    Where all sections begin with a single #, they are shown as sections too. One # above headings with ## is more
    likely a second title.

    Wrong: # Sleep on call, as the first line below title: Sleep on call
    Right: (no such heading)
    """
    for document in checked.documents:
        headings = _meant(document)
        title = document.article.title if document.article else ""
        if headings and headings[0].level == 1 and title and fold(headings[0].title) == fold(title):
            yield document.found(
                headings[0].offset, "this heading repeats the title", "delete it: the page shows the title"
            )
        elif _is_second_title(headings):
            message = "a heading with a single # looks like a second title"
            found = document.found(headings[0].offset, message, "delete it if it is one; begin sections with ##")
            yield replace(found, harmless=True)


def _meant(document: Document) -> Sequence[Heading]:
    """The headings without paragraphs that begin with a hashtag."""
    return [heading for heading in document.headings if not _is_hashtag(document, heading)]


def _is_hashtag(document: Document, heading: Heading) -> bool:
    """Whether a heading is a sentence that begins with a word such as #MeToo."""
    is_word = heading.level == 1 and document.content[heading.offset + 1].isalnum()
    return is_word and " " in heading.title and heading.title.rstrip(' "”’)]*_').endswith((".", "!", "?", "…"))


def _is_second_title(headings: Sequence[Heading]) -> bool:
    """Whether the first heading is the only one with a single #, and sections with ## follow it.

    The name of a list of references says nothing of this.
    """
    levels = [heading.level for heading in headings if not NAME_OF_LIST.fullmatch(heading.title.strip(" ."))]
    return levels[:1] == [1] and levels.count(1) == 1 and levels.count(2) > 1


def skipped_heading(checked: Checked) -> Iterator[Finding]:
    """No level of headings is skipped.

    People who listen to a page move from heading to heading, and would think that something is missing.

    Wrong: #### Details directly under ## Methods
    Right: ### Details
    """
    for document in checked.documents:
        headings = _meant(document)
        top = 1 if any(heading.level == 1 for heading in headings) else 2
        before = top - 1
        for heading in headings:
            if heading.level > before + 1:
                above = f"the one above it has {'#' * before}" if before >= top else "there is no heading above it"
                yield document.found(
                    heading.offset,
                    f"this heading has {'#' * heading.level}, but {above}",
                    f"write {'#' * (before + 1)}",
                    Fix(heading.offset, heading.offset + heading.level, "#" * (before + 1)),
                )
            before = max(heading.level, top)


def underlined_heading(checked: Checked) -> Iterator[Finding]:
    r"""A line of hyphens has an empty line above it, and a paragraph that begins with a # has a backslash before it.

    Without them, the paragraph becomes a heading. Headings begin with ## on this hub.

    Wrong: The end of a paragraph, and directly below it ---
    Right: an empty line between the two
    """
    for document in checked.documents:
        for heading in document.headings:
            if _is_hashtag(document, heading):
                word = heading.title.split()[0]
                message = f"#{word} at the beginning of a line turns the line into a heading, without its #"
                fix = Fix(heading.offset, heading.offset, "\\")
                yield document.found(heading.offset, message, f"write \\#{word}", fix)
        if "\n--" not in document.running and "\n==" not in document.running:
            continue
        for block in _blocks(document):
            if len(block.lines) < 2 or not _UNDERLINE.fullmatch(block.lines[1]) or _OPENS.match(block.lines[0]):
                continue
            # An item that is a link or code is blank but for its hyphen.
            line = document.content[block.offset(1) :].partition("\n")[0]
            if _UNDERLINE.fullmatch(line):
                yield _underlined(document, block)


def _underlined(document: Document, block: _Block) -> Finding:
    start, line = block.offset(0), block.offset(1)
    title = document.content[start:line].strip()
    sign = block.lines[1][0]
    message = f"the line of {sign * 3} turns the text above it into a heading"
    if sign == "=" or (len(title) <= _LONGEST_TITLE and not title.endswith((".", "?", "!", ":"))):
        fix = Fix(start, line + len(block.lines[1]), f"## {title}")
        return document.found(line, message, f"write ## {shortened(title)} instead of both lines", fix)
    return document.found(line, message, "leave an empty line above it", Fix(line, line, "\n"))


def list_of_word(checked: Checked) -> Iterator[Finding]:
    """A list has an empty line above it, and each of its lines begins with a hyphen or with a number and a full stop.

    Lists made in Word are lost when you paste: readers see one long paragraph with bullets in it.

    Wrong: • sleep, • food. Or: 1) sleep, 2) food
    Right: - sleep, - food. Or: 1. sleep, 2. food, each on a line of its own
    """
    for document in checked.documents:
        if not _LISTED.search(document.running, document.body_start):
            continue
        for block in _blocks(document):
            if finding := _bad_list(document, block):
                yield finding


def is_list(lines: Sequence[str]) -> bool:
    """Whether ``lines`` are a list, in Markdown or as Word makes it."""
    return bool(_ITEM.match(lines[0])) or _is_list_of_word(lines)


def _is_list_of_word(lines: Sequence[str]) -> bool:
    """Whether ``lines`` begin as Word begins the items of a list."""
    # One line that begins with a dash or a bracket may be anything, and so may (ii) without (i).
    signs = [line for line in lines if _markdown_sign(line)]
    letter = _LETTER.match(signs[0]) if signs else None
    begins = letter is None or letter["letter"] in ("a", "A", "i")
    return (len(signs) > 1 and begins) or any(map(_BULLET.match, lines))


def _bad_list(document: Document, block: _Block) -> Finding | None:
    if _is_list_of_word(block.lines):
        begun = {number: sign for number, line in enumerate(block.lines) if (sign := _markdown_sign(line))}
        first, last = min(begun), max(begun)
        start, end = block.offset(first), block.offset(last) + len(block.lines[last])
        lines = document.content[start:end].split("\n")
        for number, (beginning, length) in begun.items():
            lines[number - first] = f"{beginning}{lines[number - first][length:]}"
        # What a note or a quotation begins with holds the list as well.
        gap = "\n" if first and not any(_OPENS.match(block.lines[n]) for n in (0, first - 1)) else ""
        # A note that begins within a paragraph takes lines to the foot of the page.
        has_note = any(line.lstrip().startswith("[^") for line in block.lines[1:])
        fix = None if has_note else Fix(start, end, gap + "\n".join(lines))
        return document.found(start, "these lines do not become a list", "begin each with - or with 1.", fix)
    items = [number for number, line in enumerate(block.lines) if _ITEM.match(line)]
    if len(items) < 2 or items[0] == 0 or any(_OPENS.match(block.lines[n]) for n in (0, items[0] - 1)):
        return None
    start = block.offset(items[0])
    return document.found(
        start, "without an empty line above it, this does not become a list", "leave one", Fix(start, start, "\n")
    )


def _as_item(line: str) -> str:
    """A line that Word made as Markdown begins it; any other as it is."""
    beginning, length = _markdown_sign(line) or ("", 0)
    return f"{beginning}{line[length:]}"


def _markdown_sign(line: str) -> tuple[str, int] | None:
    """How a line that Word made would begin in Markdown, and where its words begin; None for other lines."""
    for pattern in (_BULLET, _DASH, _NO_SPACE):
        if match := pattern.match(line):
            return f"{match['indent']}- ", match.end()
    if match := _LETTER.match(line) or _TICK.match(line):
        # The letter stays: the text may refer to it.
        return f"{match['indent']}- ", match.end("indent")
    if match := _NUMBER.match(line):
        return f"{match['indent']}{match['number']}. ", match.end()
    return None


def shouted_heading(checked: Checked) -> Iterator[Finding]:
    """A heading is easier to read in small letters.

    Wrong: ## WHAT WE DID
    Right: ## What we did
    """
    for document in checked.documents:
        for heading in document.headings:
            capitals = sum(1 for sign in heading.title if sign.isupper())
            if capitals > 8 and " " in heading.title.strip() and heading.title.isupper():
                yield document.found(heading.offset, "this heading is all in capitals", "write it in small letters")


def moved_paragraph(checked: Checked) -> Iterator[Finding]:
    """A paragraph, a list or a table begins at the margin.

    Indented by four spaces or a tab, as Word does it, it is shown as code: in small type, with its signs.

    Wrong: four spaces or a tab before the first word of a paragraph
    Right: an empty line between paragraphs, and nothing else
    """
    for document in checked.documents:
        if not _MOVED.search(document.content, document.body_start):
            continue
        for code in running_text.indented_code(document.content[document.body_start :]):
            if what := _meant_for(code.lines):
                start = document.body_start + code.start
                indent = len(code.lines[0]) - len(code.lines[0].lstrip())
                margin = code.lines[0][:indent]
                moved = [line[indent:] if line.startswith(margin) else line.lstrip() for line in code.lines]
                if what == "list":
                    moved = [_as_item(line) for line in moved]
                fix = Fix(start, start + len("\n".join(code.lines)), "\n".join(" " * code.column + m for m in moved))
                message = f"this {what} would be shown as code, because it is indented"
                yield document.found(start + indent, message, "delete the space before it", fix)


def _meant_for(lines: Sequence[str]) -> str:
    """What lines are in words that are indented like code; "" if they may be code."""
    if _SENTENCE.fullmatch(lines[0].strip()):
        return "paragraph"
    if len(lines) > 1 and _LINE_OF_TABLE.fullmatch(lines[1].strip()) and "|" in lines[0]:
        return "table"
    items = [line for line in lines if _ITEM_OF_WORDS.match(line)]
    return "list" if len(items) > 1 and _ITEM_OF_WORDS.match(lines[0]) else ""


def bold_heading(checked: Checked) -> Iterator[Finding]:
    """A line in bold is not a heading.

    It looks like one, but it is missing from the table of contents, and people who listen to the page do not find it.

    Wrong: **What we did**
    Right: ## What we did
    """
    for document in checked.articles:
        if "\n**" not in document.running and "\n__" not in document.running:
            continue
        for block in _blocks(document):
            match = _BOLD.fullmatch(block.lines[0]) if len(block.lines) == 1 else None
            title = match["title"] if match else ""
            if title and not title.endswith((".", ":", "?", "!")) and not NAME_OF_LIST.fullmatch(title):
                yield document.found(
                    block.offset(0), "this line in bold looks like a heading", "begin it with ## instead"
                )


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph: its lines, without code and links, and the offset of the first one in the file."""

    start: int
    lines: Sequence[str]

    def offset(self, number: int) -> int:
        """Where a line begins."""
        return self.start + sum(len(line) + 1 for line in self.lines[:number])


def _blocks(document: Document) -> Iterator[_Block]:
    for match in running_text.PARAGRAPH.finditer(document.running, document.body_start):
        yield _Block(match.start(), match[0].removesuffix("\n").split("\n"))
