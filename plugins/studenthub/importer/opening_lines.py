"""The lines above the text of a draft: title, standfirst, date, by-line, and lines to leave out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from studenthub.i18n import N_, Message
from studenthub.importer import bylines, titles
from studenthub.importer.bylines import Byline, DraftAuthor
from studenthub.importer.citations import listing
from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text.blocks import Block, Figure, Heading, Items, Paragraph, Quote, Rule, Table
from studenthub.importer.text.lines import ATOM, NO_LINE, Line, flat
from studenthub.parse import capitals
from studenthub.parse.headings import is_of_part
from studenthub.parse.references import dates

_DATE = re.compile(
    rf"(?:(?:published|submitted|date|datum|last edited|last updated|updated|revised|written|written on"
    rf"|draft of|gepubliseer|"
    rf"publié le|le|op|on)\b\s*(?:on)?\s*[:\-–]?\s*)?(?P<date>{dates.DAY})\.?",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w./])(?:\+\d{1,3}[ -]?)?\(?0?\d{2,4}\)?[ -]\d{3}[ -]?\d{3,4}(?!\d)|\b0\d{9}\b|\b0[78]00\b")
_GREETING = re.compile(
    r"(?:dear|hi|hello|good (?:day|morning|afternoon)|geagte|beste|hallo|liewe|cher|chère|bonjour)\b", re.IGNORECASE
)
FAREWELL = re.compile(
    r"(?:kind regards|best regards|regards|best wishes|yours (?:sincerely|faithfully|truly)|sincerely|thanks"
    r"|thank you|sent from my|"
    r"groete|vriendelike groete|cordialement|bien à vous)\b",
    re.IGNORECASE,
)
MORE = re.compile(
    r"to read more|read more (?:articles|student)|visit our|for more (?:articles|information) visit|lees meer"
    r"|pour en savoir plus",
    re.IGNORECASE,
)
#: For what a paper was written, as a title page says it.
_SUBMITTED = re.compile(
    r"(?:this .{3,60} (?:is|was) )?"
    r"(?:submitted|presented|in partial|ingedien|voorgelê|ter (?:gedeeltelike )?vervulling)\b"
    r".{0,200}\b(?:fulfil\w*|requirements?|degree|course|module|vervulling|vereistes|graad|kursus)\b.{0,160}",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(
    r"(?P<name>title|titel|titre|summary|standfirst|abstract|description|opsomming|résumé|date|datum"
    r"|word count|words|woordetelling|aantal woorde"
    r"|(?:student|module|course|subject|assignment|group|studente|kursus)"
    r"[ -]?(?:number|no\.?|nr\.?|code|name|nommer|kode)"
    r"|module|course|subject|kursus|(?:due|submission|hand-in|inhandigings) ?(?:date|datum)|submitted on"
    r"|lecturer|supervisor|tutor|facilitator|dosent|studieleier|faculty|department|programme|qualification|institution"
    r"|(?P<person>(?:student(?:['’]?s)? |full )?name(?: and surname| of student)?|author|student"
    r"|submitted by|prepared by|compiled by|naam|naam en van|outeur|skrywer|voorgelê deur|nom))\s*:\s+(?P<value>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_STANDFIRSTS = ("summary", "standfirst", "abstract", "description", "opsomming", "résumé")
_SENTENCE = re.compile(r"[.?!…][”\"’')\]\d¹²³⁰⁴-⁹⁻,–]*$")
_MOST_IN_HEAD, LONGEST_STANDFIRST, _LONGEST_GREETING = 16, 80, 12
#: The fewest words that are a text.
_FEWEST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a draft. ``left`` are lines that are no part of the article, with what they seem to be.

    ``date`` is ISO 8601, and ``date_said`` what the draft prints; ``guessed`` says what was not certain.
    """

    title: Line = NO_LINE
    description: Line = NO_LINE
    date: str = ""
    date_said: str = ""
    authors: tuple[DraftAuthor, ...] = ()
    bylines: tuple[str, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    guessed: tuple[Message, ...] = ()

    @property
    def day(self) -> datetime.date | None:
        """The date, where it is one: no 31 February."""
        try:
            return datetime.date.fromisoformat(self.date)
        except ValueError:
            return None

    def leaving(self, text: str, what: str) -> Front:
        """The same without a line of the draft."""
        return replace(self, left=(*self.left, (text, what)))

    def by(self, authors: Sequence[DraftAuthor], *lines: str) -> Front:
        """The same by these authors, whom ``lines`` of the draft name."""
        return replace(self, authors=tuple(authors), bylines=(*self.bylines, *lines))


def take(blocks: Sequence[Block], named: Sequence[tuple[str, Line]]) -> tuple[Front, tuple[Block, ...]]:
    """The front matter of a draft, and the blocks that are left of it."""
    logos = len(list(takewhile(_is_picture, blocks)))
    reader = _Head(list(blocks[logos:]), dict(named))
    rest = [*blocks[:logos], *reader.read()]
    if not any(map(_text, rest)) and len(" ".join(text for text, _ in reader.front.left).split()) >= _FEWEST_WORDS:
        # Everything looked like something above a text, so nothing was.
        return Front(), tuple(blocks)
    return reader.front, tuple(rest)


class _Head:
    """Reads the lines at the head of a draft one after another, until its text begins."""

    def __init__(self, blocks: list[Block], named: dict[str, Line]) -> None:
        title = named.get("title", Line())
        #: Whether the file calls the word Title its title, so that the title is what follows.
        self._is_first = titles.says_title(title.text)
        self.front = Front(title=Line() if self._is_first else title)
        self._blocks = blocks
        #: Names of one line each, with what is printed.
        self._names: dict[str, str] = {}
        self._affiliations: list[str] = []
        for name in ("subtitle", "author", "date", "description", "abstract"):
            line = named.get(name, Line())
            # The note of an author is no part of the name.
            text = line.text.replace(ATOM, "").strip()
            byline = bylines.read(text, surely=True, is_name=True) if name == "author" else None
            if byline:
                self._by(byline, text)
            elif text and not self._names_something(line, certain=True):
                if name == "author":
                    self._names.setdefault(text, text)
                else:
                    self._standfirst(line)
        #: Whose computer it was, which says who wrote the draft only where nothing else does.
        self._account = named.get("account", Line()).text

    def read(self) -> list[Block]:
        """Take what is front matter; what is left is the text."""
        begin = self._letter()
        title = self._title_at(begin)
        at = begin
        while at < len(self._blocks) and at < begin + _MOST_IN_HEAD:
            if at != title and not self._is_head(at, title):
                break
            if at == title:
                self.front = replace(self.front, title=titles.of(self._blocks[at]))
            at += 1
        self._close()
        return self._blocks[at:]

    def _letter(self) -> int:
        """Where the article begins behind the letter that it came in."""
        first = self._blocks[0] if self._blocks else None
        if not isinstance(first, Paragraph) or not _GREETING.match(first.line.text):
            return 0
        rule = next((at for at, block in enumerate(self._blocks[:10]) if isinstance(block, Rule)), 0)
        end = rule or next(
            (at + 1 for at, block in enumerate(self._blocks[:10]) if FAREWELL.match(blocks_.text([block]))), 1
        )
        if end == 1 and len(first.line.text.split()) > _LONGEST_GREETING:
            # Hello, my name is Ann, and this talk is about …
            return 0
        for text in filter(None, map(_text, self._blocks[:end])):
            self._leave(text, N_("the letter around the article"))
        return end

    def _title_at(self, begin: int) -> int:
        """Which block is the title, or says one that is known already; -1 for none."""
        head = self._blocks[begin : begin + _MOST_IN_HEAD]
        if self._is_first:
            return begin
        if self.front.title.text:
            at = titles.again(head, self.front.title.text)
        else:
            until = next((at for at, block in enumerate(head) if _begins_text(block)), len(head))
            at = titles.find(head[:until], self._says)
        return at + begin if at >= 0 else -1

    def _is_head(self, at: int, title: int) -> bool:
        """Whether a block is front matter, which is taken then."""
        block = self._blocks[at]
        if isinstance(block, Rule):
            return True
        if isinstance(block, Quote):
            lines = list(blocks_.lines(block.blocks))
            return len(lines) == 1 and at > title and self._standfirst(lines[0])
        if not isinstance(block, Paragraph | Heading):
            return False
        line = block.line
        if listing.is_heading(block) or is_of_part(line.text) or _cites(line):
            return False
        if isinstance(block, Heading) and (title < 0 or at > title) and not self._says(line):
            return self._is_subtitle(at, title) and self._standfirst(line)
        if self._names_something(line, certain=at > title):
            return True
        if at < title and ATOM not in line.text:
            if bylines.is_person(line.text):
                self._names.setdefault(line.text, line.text)
            else:
                self._leave(line.text, N_("a line above the title"))
            return True
        if isinstance(block, Heading):
            return False
        follows = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        if (line.is_all("emph") or line.is_all("strong") or isinstance(follows, Rule)) and _SENTENCE.search(line.text):
            return self._standfirst(line)
        return not block.role and self._is_fragment(at, line)

    def _is_subtitle(self, at: int, title: int) -> bool:
        """Whether a heading below the title is above a line of the head, and so above no text of its own."""
        follows = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        return at == title + 1 > 0 and isinstance(follows, Paragraph) and bool(self._says(follows.line))

    def _is_fragment(self, at: int, line: Line) -> bool:
        """Whether a few words below the title are no text, such as a name or the number of a course; they are noted."""
        few = len(line.text.split()) <= 6 and not _SENTENCE.search(line.text) and ATOM not in line.text
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
            match = _DATE.fullmatch(text)
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
        if _DATE.fullmatch(text):
            return "date"
        if _LABEL.fullmatch(text) and len(text.split()) < LONGEST_STANDFIRST:
            return "label"
        if PHONE.search(text) and len(text.split()) <= 14:
            return N_("a line with a telephone number")
        if MORE.match(text):
            return N_("a line about the website")
        if _SUBMITTED.fullmatch(text):
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
        return ""

    def _labelled(self, line: Line) -> None:
        match = _LABEL.fullmatch(line.text)
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
        elif name in ("title", "titel", "titre") and not self.front.title.text:
            self.front = replace(self.front, title=value)
        elif name in ("date", "datum"):
            self._date(value.text)
        elif name not in _STANDFIRSTS or not self._standfirst(value):
            self._leave(line.text, N_("a line at the top"))

    def _standfirst(self, line: Line) -> bool:
        if self.front.description.text or _cites(line) or len(line.text.split()) > LONGEST_STANDFIRST:
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


def _is_picture(block: Block) -> bool:
    """Whether a block is a picture above a title, such as the logo of a university."""
    return isinstance(block, Figure) or (isinstance(block, Paragraph) and not block.line.text.strip(f"{ATOM} "))


def _text(block: Block) -> str:
    return blocks_.text([block])


def _begins_text(block: Block) -> bool:
    """Whether a block is of the text of the article: a sentence that is not set off, a list, the list of references."""
    if isinstance(block, Items | Table | Figure) or listing.is_heading(block) or is_of_part(_text(block)):
        return True
    if not isinstance(block, Paragraph):
        return False
    line = block.line
    if _cites(line) or len(line.text.split()) > LONGEST_STANDFIRST:
        return True
    is_set_off = bool(block.role) or line.is_all("strong") or line.is_all("emph") or capitals.is_capitals(line.text)
    is_sentence = len(line.text.split()) >= 6 and bool(_SENTENCE.search(line.text.rstrip(ATOM)))
    return is_sentence and not is_set_off and not bylines.read(line.text)


def _cites(line: Line) -> bool:
    """Whether a line cites for certain, so that it is text: no by-line does, and a @name alone may be in one."""
    return bool(line.ranges("field")) or any(line.text[start] == "[" for start, _ in line.ranges("key"))
