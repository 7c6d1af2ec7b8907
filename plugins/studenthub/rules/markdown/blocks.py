"""Checks of headings, of lines that become one, and of text that is moved in and becomes code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from studenthub.parse.folding import fold
from studenthub.parse.headings import NAME_OF_LIST
from studenthub.parse.markdown import running_text
from studenthub.parse.markdown.elements import Heading
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown import pasted_lists
from studenthub.rules.markdown.dialects import BOXES
from studenthub.rules.markdown.paragraphs import Line
from studenthub.source import fixes
from studenthub.source.problems import Fix, shortened

_BOLD = re.compile(r"(\*\*|__)(?P<title>[^*_\n]{3,80})\1[ \t]*")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
#: Below this length, a line above hyphens may well be meant as a heading.
_LONGEST_TITLE = 80
#: A line that is moved in, below an empty one.
_MOVED = re.compile(r"\n[ \t]*\n(?: {4}|\t)[ \t]*\S")
#: What is read where text begins, at the margin or in an item or a box, with one to three spaces before it; and where
#: something else is at the margin.
_MOVED_SIGN = re.compile(
    r"^(?>(?:[ ]{0,3}>[ ]?)*)(?P<column>(?>(?:[ ]{4})*))(?P<space>[ ]{1,3})"
    r"(?:(?P<heading>#(?:#{1,5}[ \t]++[^\s#]|[ \t]++[^\W\d_]))"
    # Of other words behind these signs, HUB262 says what to write.
    rf"|(?P<box>(?:!!!|\?\?\?\+?)[ \t]*+(?:(?i:{'|'.join(BOXES)})(?![\w-])|[A-Za-z][\w-]*+[ \t]*+(?:\"|$)))"
    r"|(?P<tab>===[ \t]++\"[^\"\n]++\"[ \t]*$)"
    r"|(?P<abbreviation>\*\[[^\[\]\n*]++\][ ]?:[ \t]*+\S))"
    r"|^(?>(?:[ ]{0,3}>[ ]?)*)(?P<margin>(?P<item>(?:[-*+]|\d{1,3}[.)])[ \t]+)?)(?=\S)",
    re.MULTILINE,
)
_EMPTY_HEADING = re.compile(r"^[ ]{0,3}(?:>[ ]?)*(?P<signs>#{1,6}(?:[ \t][ \t#*_]*)?)$", re.MULTILINE)
#: A line of somebody's text, and none of a program: it begins like a sentence, and goes on in words.
_SENTENCE = re.compile(r"[“\"'‘]?[A-Z][\w’'-]*+(?:[,;:]?[ ][(“\"‘'\[*_]*+[\w@’'&%–-]++[)”\"’'\]*_.,;:?!]*+){5,}")
#: An item of a list that is indented; in code, such as YAML, a name with a colon is behind a hyphen.
_ITEM_OF_WORDS = re.compile(
    rf"[ \t]*+(?:{pasted_lists.BULLETS}[ \t]*|(?:[-*+]|\d{{1,2}}[.)])[ \t]+)[*_“‘(]*+[^\W\d_](?![\w-]*:)"
)
_LINE_OF_TABLE = re.compile(r"(?=[^|]*\|)\|?(?>(?:[ \t]*+:?-++:?[ \t]*+\|?)+)")
#: Where a sentence ends within a line; and where a line does.
_NEXT_SENTENCE = re.compile(r"[.!?][”\"')\]]*[ ]+[A-Z“\"‘]")
_END = re.compile(r"[.!?][”\"')\]*_]*\Z")
_TITLE = re.compile(r"[A-Z][^\s.!?:;,]*+(?: [^\s.!?:;,]++){0,3}")
#: Who speaks; in messages that were copied from a telephone, a day and a time are before the name.
_LABELLED = re.compile(
    r"(?:\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?\]?(?: -)? )?"
    r"(?:\*\*|__)?[A-Z][\w’'.-]*(?: [\w’'.-]+){0,2}(?:\*\*|__)?:(?:\*\*|__)? +\S"
)
#: Editors break lines before this length; a paragraph of Word is one line.
_LONG = 160


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
        if not any(sign in document.running for sign in ("\n--", "\n==", "\n-\n")):
            continue
        for lines in document.paragraphs:
            if _is_underlined(lines):
                yield _underlined(document, *lines[:2])


def _is_underlined(lines: Sequence[Line]) -> bool:
    """Whether the second line of a paragraph makes a heading of the first one; it does so where it is not moved in."""
    if len(lines) < 2 or lines[0].holds or not _UNDERLINE.fullmatch(lines[1].written):
        return False
    # Below an item, HUB217 takes a hyphen for the sign of the next one, if its words are on the line below.
    is_sign = lines[1].written == "-" and lines[0].written.startswith("- ") and len(lines) > 2
    return len(lines[1].prefix) <= len(lines[0].prefix) and not is_sign


def _underlined(document: Document, above: Line, line: Line) -> Finding:
    title, sign = above.written, line.written[0]
    message = f"the line of {sign * 3} turns the text above it into a heading"
    if sign == "=" or (len(title) <= _LONGEST_TITLE and not title.endswith((".", "?", "!", ":"))):
        fix = Fix(above.start, line.end, f"## {title}")
        return document.found(line.start, message, f"write ## {shortened(title)} instead of both lines", fix)
    return document.found(line.start, message, "leave an empty line above it", line.gap_above)


def empty_heading(checked: Checked) -> Iterator[Finding]:
    """A heading has words.

    People who listen to a page move from heading to heading, and would hear nothing. Word leaves such lines behind.

    Wrong: ##
    Right: ## What we did
    """
    for document in checked.documents:
        for match in _EMPTY_HEADING.finditer(document.running, document.body_start) if "#" in document.running else ():
            if not document.content[match.start() : match.end()].strip(" \t>#*_"):
                fix = Fix(match.start("signs"), match.end(), "")
                yield document.found(match.start("signs"), "this heading has no words", "write some, or delete it", fix)


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
    """A paragraph, a list, a table, a heading or a box begins at the margin.

    Indented by four spaces or a tab, as Word does it, it is shown as code: in small type, with its signs. The signs of
    a heading or a box are shown behind a single space.

    Wrong: four spaces or a tab before the first word of a paragraph, or one space before ##
    Right: an empty line between paragraphs, and nothing else
    """
    for document in checked.documents:
        yield from _moved_signs(document)
        body = document.content[document.body_start :]
        if not _MOVED.search(f"\n\n{body}"):
            continue
        for code in running_text.indented_code(body):
            if what := _meant_for(code.lines):
                start = document.body_start + code.start
                indent = len(code.lines[0]) - len(code.lines[0].lstrip())
                margin = code.lines[0][:indent]
                moved = [line[indent:] if line.startswith(margin) else line.lstrip() for line in code.lines]
                moved = list(pasted_lists.as_items(moved)) if what == "list" else moved
                fix = Fix(start, start + len("\n".join(code.lines)), "\n".join(" " * code.column + m for m in moved))
                message = f"this {what} would be shown as code, because it is indented"
                yield document.found(start + indent, message, "delete the space before it", fix)


def _moved_signs(document: Document) -> Iterator[Finding]:
    """Headings, boxes and the like that are not read as such, because of a space or two before them."""
    if not any(signs in document.running for signs in (" #", " !!!", " ???", " ===", " *[")):
        return
    is_item = False
    for match in _MOVED_SIGN.finditer(document.running, document.body_start):
        if match["margin"] is not None:
            is_item = bool(match["item"])
        elif is_item and len(match["space"]) > 1:
            # HUB260 is about what may be meant for the item above it.
            continue
        elif match["column"]:
            # Of two spaces or three, nobody knows whether they are too many or too few.
            is_one = match["space"] == " "
            hint = "delete one space before it" if is_one else "begin it where the text above it begins"
            message = f"this {match.lastgroup} is not read as one, because it does not begin where its text does"
            yield document.found(match.end("space"), message, hint, Fix(*match.span("space"), "") if is_one else None)
        else:
            message = f"this {match.lastgroup} is not read as one, because it is indented"
            fix = Fix(*match.span("space"), "")
            yield document.found(match.end("space"), message, "delete the space before it", fix)


def _meant_for(lines: Sequence[str]) -> str:
    """The kind of text that lines indented like code are: a paragraph, a table and so on; "" if they may be code."""
    if _SENTENCE.fullmatch(lines[0].strip()):
        return "paragraph"
    # A program that is used line by line, such as R, has > before what was typed.
    quote = lines[0].strip().removeprefix("> ")
    if quote != lines[0].strip() and (_SENTENCE.fullmatch(quote) or quote.startswith("[!")):
        return "quotation"
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
    for document in checked.article_documents:
        if "\n**" not in document.running and "\n__" not in document.running:
            continue
        for lines in document.paragraphs:
            match = _BOLD.fullmatch(lines[0].text) if len(lines) == 1 and not lines[0].prefix else None
            title = match["title"] if match else ""
            if title and not title.endswith((".", ":", "?", "!")) and not NAME_OF_LIST.fullmatch(title):
                yield document.found(
                    lines[0].start, "this line in bold looks like a heading", "begin it with ## instead"
                )


def paragraphs_together(checked: Checked) -> Iterator[Finding]:
    """An empty line is between two paragraphs, and below a heading.

    Text that you paste from Word has a line for each paragraph: without empty lines, they become one.

    Wrong: two paragraphs, one directly below the other
    Right: an empty line between the two
    """
    for document in checked.article_documents:
        for lines in document.paragraphs:
            if _is_talk(lines):
                yield _together(document, lines[0], lines[1:])
                continue
            width = max(len(line.text) for line in lines)
            pairs = pairwise(lines) if width >= _LONG and not lines[0].holds else ()
            if begun := [below for above, below in pairs if _is_apart(above, below)]:
                yield _together(document, lines[0], begun)


def _together(document: Document, line: Line, begun: Sequence[Line]) -> Finding:
    """That a paragraph, whose first line is ``line``, is several; ``begun`` are the lines that begin the others."""
    if _TITLE.fullmatch(line.text):
        hint = "begin it with ## if it is a heading, and leave an empty line below it"
        return document.found(line.start, "this line becomes words of the paragraph below it", hint)
    gaps = [below.gap_above for below in begun]
    start, end = gaps[0].start, gaps[-1].end
    moved = [Fix(gap.start - start, gap.end - start, gap.text) for gap in gaps]
    fix = Fix(start, end, fixes.fixed(document.content[start:end], moved))
    message = "this becomes one paragraph with the line above it"
    return document.found(begun[0].start, message, "leave an empty line above it", fix)


def _is_talk(lines: Sequence[Line]) -> bool:
    """Whether each of several lines begins with who speaks, or with what it is: Q: … A: …"""
    return len(lines) > 1 and all(_LABELLED.match(line.written) and not line.breaks for line in lines)


def _is_apart(above: Line, below: Line) -> bool:
    """Whether a line was ended because a paragraph or a heading ends, and not since it was full."""
    if above.breaks or running_text.BEGIN.match(below.text):
        return False
    if _TITLE.fullmatch(above.text):
        return len(below.text) >= _LONG and below.text[0].isupper() and _END.search(below.text) is not None
    is_long = len(above.text) >= _LONG or len(below.text) >= _LONG
    has_sentences = all(_NEXT_SENTENCE.search(line.text) for line in (above, below))
    return is_long and has_sentences and _END.search(above.text) is not None and not below.text[0].islower()
