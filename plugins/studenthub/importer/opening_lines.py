"""The lines above the text of a draft: title, standfirst, date, by-line, and lines to leave out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from studenthub.i18n import N_, Message
from studenthub.importer import bylines, lines_around, titles
from studenthub.importer.bylines import Byline, DraftAuthor
from studenthub.importer.citations import listing
from studenthub.importer.front import Front
from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text.blocks import Block, Heading, Items, Paragraph, Quote, Rule, Table
from studenthub.importer.text.lines import ATOM, NO_LINE, Line, flat, joined
from studenthub.importer.text_begins import (
    LONGEST_STANDFIRST,
    begins,
    cites,
    is_picture,
    is_sentence,
    text_of,
    unquoted,
)
from studenthub.parse.headings import is_of_part, is_of_section
from studenthub.parse.references import dates

_MOST_IN_HEAD, _LONGEST_OF_PERSON = 16, 12
#: The longest value below its label.
_LONGEST_VALUE = 8
#: The most words of a line with the number of a student in it.
_MOST_BESIDE_NUMBER = 25
#: The fewest words that are a text.
_FEWEST_WORDS = 20


def take(blocks: Sequence[Block], named: Sequence[tuple[str, Line]]) -> tuple[Front, tuple[Block, ...]]:
    """The front matter of a draft, and the blocks that are left of it."""
    logos = len(list(takewhile(is_picture, blocks)))
    reader = _Head([*unquoted(blocks[logos:])], named)
    rest = [*blocks[:logos], *reader.read()]
    if not any(map(text_of, rest)) and len(" ".join(text for text, _ in reader.front.left).split()) >= _FEWEST_WORDS:
        # Everything looked like something above a text, so nothing was.
        return Front(), tuple(blocks)
    return reader.front, tuple(rest)


class _Head:
    """Reads the lines at the head of a draft one after another, until its text begins."""

    def __init__(self, blocks: list[Block], named: Sequence[tuple[str, Line]]) -> None:
        said = dict(named)
        title = said.get("title", Line())
        #: Whether the file calls the word Title its title, so that the title is what follows.
        self._is_first = titles.says_title(title.text)
        self.front = Front(title=Line() if self._is_first else title)
        self._blocks = blocks
        #: Names of one line each, with what is printed.
        self._names: dict[str, str] = {}
        self._affiliations: list[str] = []
        #: Whether the lines that come are of supervisors.
        self._are_supervisors = False
        self._standfirst_of(said.get("subtitle", NO_LINE))
        for line in (line for name, line in named if name == "author"):
            self._author(line)
        for name in ("date", "description", "abstract"):
            self._standfirst_of(said.get(name, NO_LINE))
        #: Whose computer it was, which says who wrote the draft only where nothing else does.
        self._account = ", ".join(line.text for name, line in named if name == "account")

    def _standfirst_of(self, line: Line) -> None:
        """Take what the file says beside its text, and that is no author."""
        if line.text.replace(ATOM, "").strip() and not self._names_something(line, certain=True):
            self._standfirst(line)

    def _author(self, line: Line) -> None:
        """Take a line that the file says to name authors, or their places."""
        # The note of an author is no part of the name.
        line = line.replaced((at, at + 1, NO_LINE) for at, sign in enumerate(line.text) if sign == ATOM)
        text = flat(line)
        byline = None if bylines.are_numbered(text) else bylines.read(text, surely=True, is_name=True)
        if byline:
            self._by(byline, text)
        elif text and not self._names_something(line, certain=True):
            if re.search(r"[^\W\d]", text):
                self._names.setdefault(text, text)
            else:
                self._leave(text, N_("a line at the top"))

    def read(self) -> list[Block]:
        """Take what is front matter; what is left is the text."""
        begin = lines_around.end_of_letter(self._blocks)
        for text in filter(None, map(text_of, self._blocks[:begin])):
            self._leave(text, N_("the letter around the article"))
        title = self._title_at(begin)
        at = begin
        while at < len(self._blocks) and at < begin + _MOST_IN_HEAD:
            if at != title and self._is_label_above(at):
                at += 2
                continue
            if at != title and not self._is_head(at, title):
                break
            if at == title:
                self.front = replace(self.front, title=titles.of(self._blocks[at]))
            at += 1
        self._close()
        return self._blocks[at:]

    def _title_at(self, begin: int) -> int:
        """Which block is the title, or says one that is known already; -1 for none."""
        head = self._blocks[begin : begin + _MOST_IN_HEAD]
        if self._is_first:
            return begin
        if self.front.title.text:
            at = titles.again(head, self.front.title.text)
        else:
            until = next((at for at, block in enumerate(head) if begins(block)), len(head))
            at = titles.find(head[:until], self._says)
        return at + begin if at >= 0 else -1

    def _is_head(self, at: int, title: int) -> bool:
        """Whether a block is front matter, which is taken then."""
        block = self._blocks[at]
        if isinstance(block, Quote):
            lines = list(blocks_.lines(block.blocks))
            take = self._standfirst if at > title else self._is_left_above
            return len(lines) == 1 and take(lines[0])
        if isinstance(block, Table):
            return self._is_title_page(block)
        if not isinstance(block, Paragraph | Heading):
            return isinstance(block, Rule)
        line = block.line
        if self._is_of_supervisors(line) or self._has_student_number(line):
            return True
        if listing.is_heading(block) or is_of_part(line.text) or cites(line):
            return False
        if isinstance(block, Heading) and (title < 0 or at > title) and not self._says(line):
            return self._is_heading_of_head(at, title)
        if self._names_something(line, certain=at > title):
            return True
        if at < title and self._is_left_above(line):
            return True
        return isinstance(block, Paragraph) and self._is_line_below_title(at, block)

    def _is_left_above(self, line: Line) -> bool:
        """Whether a line above the title is a person or words to leave out, and so neither a picture nor cites."""
        if ATOM in line.text or cites(line):
            return False
        if bylines.is_person(line.text):
            self._names.setdefault(line.text, line.text)
        else:
            self._leave(line.text, N_("a line above the title"))
        return True

    def _is_label_above(self, at: int) -> bool:
        """Whether a line is a label whose value is the next line, such as Submitted by: above a name; takes both."""
        block, *follows = self._blocks[at : at + 2]
        if not isinstance(block, Paragraph) or not follows or not isinstance(follows[0], Paragraph):
            return False
        label, value = block.line, follows[0].line
        line = joined([label, Line(" "), value])
        match = lines_around.LABEL.fullmatch(line.text) if label.text.endswith(":") else None
        is_value = bylines.has_student_number(value.text) or not self._says(value)
        is_short = len(value.text.split()) <= _LONGEST_VALUE and not is_sentence(value) and is_value
        if not match or match.start("value") <= len(label.text) or not (match["person"] or is_short):
            return False
        if match["person"] and not (bylines.is_person(flat(value)) or bylines.read(value.text, surely=True)):
            return False
        self._labelled(line)
        return True

    def _has_student_number(self, line: Line) -> bool:
        """Whether a line says the number of a student and something else, which is read as a line of its own then."""
        match = lines_around.STUDENT_NUMBER.search(line.text)
        if not match or len(line.text.split()) > _MOST_BESIDE_NUMBER or is_sentence(line):
            return False
        parts = (line.part(0, match.start()), Line(", "), line.part(match.end(), len(line.text)))
        rest = joined(parts).strip(" ,\n")
        if not rest.text:
            return False
        if bylines.is_person(rest.text):
            self._names.setdefault(rest.text, rest.text)
        elif not self._names_something(rest, certain=True):
            self._leave(rest.text, N_("a line at the top"))
        self._leave(match[0].strip(" ,;|()\n"), N_("a line at the top"))
        return True

    def _is_heading_of_head(self, at: int, title: int) -> bool:
        """Whether a heading below the title is none of the text: a name, the word Authors, or a subtitle."""
        line = next(blocks_.lines([self._blocks[at]]))
        follows = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        if titles.is_label(line.text) and isinstance(follows, Paragraph) and self._says(follows.line):
            self._leave(line.text, N_("a line at the top"))
            return True
        if self._is_name_set_off(at):
            self._names.setdefault(flat(line), line.text)
            return True
        return self._is_subtitle(at, title) and self._standfirst(line)

    def _is_name_set_off(self, at: int) -> bool:
        """Whether a heading, or a line in bold, is a person and has no text: some set their name so.

        More on the person is below it, or the first part of a paper.
        """
        below = self._blocks[at + 1 :]
        lines = [*blocks_.lines([*takewhile(lambda one: isinstance(one, Paragraph) and not _is_part(one), below)])]
        follows = text_of(below[len(lines)]) if len(lines) < len(below) else ""
        is_told = is_of_section(follows) or any(self._says(line) for line in lines)
        are_short = all(len(line.text.split()) <= _LONGEST_OF_PERSON and not is_sentence(line) for line in lines)
        return bylines.is_person(text_of(self._blocks[at])) and bool(follows) and is_told and are_short

    def _is_line_below_title(self, at: int, block: Paragraph) -> bool:
        """Whether a paragraph below the title is a standfirst, or a few words that are no text."""
        line = block.line
        if line.is_all("strong") and self._is_name_set_off(at):
            self._names.setdefault(flat(line), line.text)
            return True
        follows = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        is_set_off = line.is_all("emph") or line.is_all("strong") or isinstance(follows, Rule)
        if is_set_off and is_sentence(line):
            return self._standfirst(line)
        return not block.role and self._is_fragment(at, line)

    def _is_title_page(self, table: Table) -> bool:
        """Whether a table is of labels and what they say, such as Student: Ann Author; what it says is taken."""
        rows = lines_around.of_title_page(table)
        for line in rows:
            if lines_around.LABEL.fullmatch(line.text):
                self._labelled(line)
            else:
                self._leave(line.text, N_("a line at the top"))
        return bool(rows)

    def _is_of_supervisors(self, line: Line) -> bool:
        """Whether a line names supervisors, or says that the next ones do: they are no authors."""
        text = flat(line)
        begins = bool(lines_around.SUPERVISORS.fullmatch(text.rstrip(" :")))
        self._are_supervisors = begins or (self._are_supervisors and lines_around.is_of_supervisor(text))
        if self._are_supervisors:
            self._leave(line.text, N_("a line at the top"))
        return self._are_supervisors

    def _is_subtitle(self, at: int, title: int) -> bool:
        """Whether a heading below the title is above a line of the head, and so above no text of its own."""
        follows = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        return at == title + 1 > 0 and isinstance(follows, Paragraph) and bool(self._says(follows.line))

    def _is_fragment(self, at: int, line: Line) -> bool:
        """Whether a few words below the title are no text, such as a name or the number of a course; they are noted."""
        few = len(line.text.split()) <= 6 and not lines_around.SENTENCE.search(line.text) and ATOM not in line.text
        if few and not line.is_all("strong", "underline"):
            following = next((b for b in self._blocks[at + 1 :] if not isinstance(b, Rule)), None)
            if isinstance(following, Items) or line.text.endswith(":"):
                return False
            if bylines.is_person(line.text):
                self._names.setdefault(line.text, line.text)
            else:
                self._leave(line.text, N_("a line at the top that is no title, name or date"))
            return True
        return False

    def _names_something(self, line: Line, *, certain: bool) -> bool:
        """Whether a line says date, authors, place, or how to call somebody; what it says is taken."""
        said = self._says(line)
        if not said:
            return False
        text = flat(line)
        if said == "date":
            match = lines_around.DATE.fullmatch(text)
            self._date(match["date"] if match else text)
        elif said == "byline":
            if found := bylines.read(text, surely=certain):
                self._by(found, text)
        elif said == "more":
            self._affiliations.append(text)
        elif said == "label":
            self._labelled(line)
        elif said == "name":
            self._names.setdefault(bylines.without_by(text), text)
        else:
            self._leave(line.text, said)
        return True

    def _by(self, found: Byline, text: str) -> None:
        self.front = self.front.by([*self.front.authors, *found.authors], text)
        if found.date:
            self._date(found.date)

    def _says(self, line: Line) -> str:
        """The kind of a line at the head: date, byline, more, label, name, or words for it; "" for none of these."""
        text = flat(line)
        if lines_around.DATE.fullmatch(text):
            return "date"
        if lines_around.LABEL.fullmatch(text) and len(text.split()) < LONGEST_STANDFIRST:
            return "label"
        if lines_around.PHONE.search(text) and len(text.split()) <= 14:
            return N_("a line with a telephone number")
        if lines_around.MORE.match(text):
            return N_("a line about the website")
        if lines_around.SUBMITTED.fullmatch(text):
            return N_("a line at the top")
        names = bylines.without_by(text)
        if bylines.are_numbered(names) and not bylines.read(names):
            return "name"
        if bylines.read(text):
            return "byline"
        if bylines.more(text) or (text[:1] in bylines.RAISED and self._names):
            return "more"
        if text.casefold().startswith("by ") and bylines.read(text, surely=True):
            return "byline"
        if bylines.has_student_number(text) and len(text.split()) <= _LONGEST_VALUE:
            return N_("a line at the top")
        return ""

    def _labelled(self, line: Line) -> None:
        match = lines_around.LABEL.fullmatch(line.text)
        if not match:
            return
        value = line.part(*match.span("value"))
        name = match["name"].casefold()
        if match["person"]:
            named = bylines.turned(flat(value), is_name=True)
            if bylines.is_person(named) or bylines.are_numbered(named):
                self._names[named] = line.text
            elif found := bylines.read(value.text, surely=True, is_name=True):
                self._by(found, line.text)
            else:
                self._leave(line.text, N_("a line at the top"))
        elif name in ("title", "titel", "titre", "topic") and not self.front.title.text:
            self.front = replace(self.front, title=value)
        elif name in ("date", "datum"):
            self._date(value.text)
        elif name in lines_around.STUDIES and bylines.more(value.text):
            self._affiliations.append(value.text)
            self.front = self.front.by(self.front.authors, line.text)
        elif name not in lines_around.STANDFIRSTS or not self._standfirst(value):
            self._leave(line.text, N_("a line at the top"))

    def _standfirst(self, line: Line) -> bool:
        if self.front.description.text or cites(line) or len(line.text.split()) > LONGEST_STANDFIRST:
            return False
        self.front = replace(self.front, description=line)
        return True

    def _date(self, said: str) -> None:
        if self.front.date_said:
            self._leave(said, N_("a second date"))
            return
        self.front = replace(self.front, date=dates.iso(said), date_said=said)
        if self.front.date:
            return
        numbers = [int(number) for number in said.replace(".", "/").split("/") if number.isdecimal()]
        if len(numbers) == 3:
            # The day is first where most of the hub's students live.
            date = f"{numbers[2]:04}-{numbers[1]:02}-{numbers[0]:02}"
            doubt = N_(
                "the date %(said)s may be day/month or month/day: it was taken as %(date)s; correct it if it is wrong"
            )
            guessed = Message(doubt, {"said": said, "date": date})
            self.front = replace(self.front, date=date, guessed=(*self.front.guessed, guessed))

    def _leave(self, text: str, what: str) -> None:
        self.front = self.front.leaving(text, what)

    def _close(self) -> None:
        """Names and places that have lines of their own become authors."""
        if not self.front.authors and not self._names:
            if found := bylines.read(self._account, surely=True, is_name=True):
                self._by(found, self._account)
            elif bylines.is_person(self._account):
                self._names[self._account] = self._account
        if not self.front.authors and self._names:
            places = " ".join(text for text in self._affiliations if text[:1] in bylines.RAISED)
            are_numbered = all(map(bylines.are_numbered, self._names))
            numbered = bylines.numbered(", ".join(self._names), places) if are_numbered else ()
            authors = numbered or [DraftAuthor(bylines.named(name)) for name in self._names]
            self.front = self.front.by(authors, *self._names.values())
            self._names = {}
        for text in self._affiliations:
            if known := bylines.more(text):
                self.front = self.front.by([author.filled(known) for author in self.front.authors])
        if self.front.authors:
            self.front = self.front.by(self.front.authors, *self._affiliations)
        for text in self._names if self.front.authors else self._affiliations:
            self._leave(text, N_("a name at the top") if self.front.authors else N_("a line at the top"))


def _is_part(block: Block) -> bool:
    return is_of_section(text_of(block))
