"""Reads what follows the authors and the date of a reference: title, container and publisher.

The sentences of the body are taken away from its end, one kind of thing after the other, until only the title and
the title of its journal or book are left.
"""

from __future__ import annotations

import re

from studenthub.parse.page_ranges import page_range
from studenthub.parse.references import brackets, container, dates, names, numbers, opening, publishers
from studenthub.parse.references.draft import Draft
from studenthub.parse.references.line import TAKEN
from studenthub.parse.references.numbers import Numbers
from studenthub.parse.references.sentences import Span, quotation, split, trim

_IN = re.compile(r"(?:In|IN|Dans|in|dans)\b ?:? (?=\S)")
#: All of what a chapter is part of in brackets, as the North-West University has it: (In Editor, E., ed. Book. Press.)
_IN_WHOLE = re.compile(r"(?<=[.?!] )(?P<opening>\()In [^\W\d_a-z].{20,}(?P<closing>\))[. \n]*$")
#: Pp. 20–30 in Title of the book, as sociologists have it.
_PAGES_IN = re.compile(r"(?:Pp?|pp?|[Pp]ages?)\.? ?(?P<pages>\d+(?: ?[-–] ?\d+)?) (?=in )")
#: A title without quotation marks, and "in" behind a comma: with a colon for certain, or before editors and the like.
_IN_LATER = re.compile(
    r"[,;] (?=[Ii]n: |in [^\W\d_a-z][^.]{0,250}?"
    r"(?:\(?\b(?:eds?|reds?)\b\.?\)?|Conference|Proceedings|Symposium|Workshop|Handbook|Encyclop|Congress"
    r"|: [^\W\d_a-z][^.:]{0,80}?Press))"
)
_EDITED = re.compile(rf"[,.;]? (?P<people>(?i:{opening.ROLE_BY}) [^\W\d_a-z])")
_EDITORS = re.compile(rf"[,;] ?[(]?(?:{opening.ROLE_WORD}) ?[)]?[.,;]*$", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[](?P<inner>[^()\[\]\n]*(?>(?:\([^()\n]*\)[^()\[\]\n]*)*))[)\]][\s.,;:\n]*$")
#: The volume before the journal and the page behind it, as law has it: (2016) 12 Example Law Journal 34.
_OF_LAW = re.compile(
    r"\(?(?P<volume>\d{1,3})\)?(?: ?\((?P<number>\d{1,3})\))? (?P<journal>[^\W\d_][^\d:;,]*?),? "
    r"(?P<pages>[A-Za-z]?\d+(?: ?[-–] ?\d+)?)"
)
_YEARS = re.compile(r"(?:1[4-9]|20)\d\d ?[-–] ?(?:(?:1[4-9]|20)\d\d|\d\d)")
#: Title; Publisher: Place, 2009: a year behind a colon behind a semicolon.
_SEMICOLONS = re.compile(r"; [^;:]+(?:: [^;:]+)?, (?:1[4-9]|20)\d\d ?(?:;|\.|$|\n)|; (?:1[4-9]|20)\d\d; ?pp?\b")
_SOON = re.compile(r"[,;] (?=(?:published online|epub|e-pub|advance online|online first)\b)", re.IGNORECASE)
_PREPRINT = re.compile(
    r"arXiv\b[ ,:]*(?:preprint[ ,:]*)?(?:arXiv: ?)?(?:(?P<first>20\d\d), )?"
    r"(?P<id>\d{4}\.?\d{4,5}(?:v\d+)?|[a-z-]+/\d{7})(?: ?\[[^\[\]]+\])?(?P<rest>,? \(?(?P<year>20\d\d)\)?)?",
    re.IGNORECASE,
)
_EDITION_END = re.compile(r"(?<=[^\W\d_]) (?P<edition>\d{1,2}(?:st|nd|rd|th) (?:ed\.?|edn\.?|edition))$", re.IGNORECASE)
_PRESS = re.compile(r"[,;.] (?P<year>in press|in druk|sous presse|forthcoming)$", re.IGNORECASE)
#: The part of a reference that may be in italics before italics say nothing about it.
_MOST_IN_ITALICS = 0.7
#: Databases in which a work can be read; what the work is part of is named before them.
_DATABASE = re.compile(
    r"(?:JSTOR|Project MUSE|ProQuest|EBSCO(?:host)?|PubMed(?: Central)?|ScienceDirect|SpringerLink|Wiley Online Library"
    r"|Taylor (?:&|and) Francis Online|Sabinet|SAePublications|SciELO|HeinOnline|LexisNexis|Oxford Academic"
    r"|Cambridge Core|Google Books|Google Scholar|ResearchGate|Academia\.edu|Gale[\w ]{0,40}|Internet Archive)"
)
_SERVER = re.compile(
    r"(?:medRxiv|bioRxiv|PsyArXiv|SocArXiv|ChemRxiv|SSRN|Research Square|Preprints\.org|OSF Preprints)"
)
#: IEEE's reports: Example Inst., Cape Town, South Africa, Tech. Rep. TR-12, Mar. 2020.
_REPORT_END = re.compile(
    r", (?P<type>(?:Tech\. |Res\. |Int\. )?Rep\.|White Paper) (?P<number>[A-Z]{0,6}[-/ ]?\d[\w./-]*)"
    rf"(?:, (?P<date>{dates.DATE}))?$"
)
_EDGES = " .,;:" + TAKEN


def read(draft: Draft) -> None:
    """Read everything from ``draft.at`` on."""
    _Body(draft).read()


class _Body:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._units: list[Span] = []
        self._titled = "title" in draft.fields
        #: The sign before a year that was taken: what is left before it is a publisher.
        self._before_year = ""

    def read(self) -> None:
        draft = self._draft
        while draft.at < draft.end and self._text[draft.at] in _EDGES:
            draft.at += 1
        if whole := _IN_WHOLE.search(self._text, draft.at):
            draft.line.take(*whole.span("opening"))
            draft.line.take(*whole.span("closing"))
        self._quoted_title()
        self._units = self._split(draft.at)
        self._part_of()
        self._peel()
        container.assign(draft, self._units, titled=self._titled)

    def _split(self, start: int) -> list[Span]:
        semicolons = self._draft.semicolons or bool(_SEMICOLONS.search(self._text, start))
        whole = [span for span in self._draft.italics if span[1] - span[0] < _MOST_IN_ITALICS * self._draft.end]
        return split(self._text, start, self._draft.end, semicolons=semicolons, whole=whole)

    @property
    def _text(self) -> str:
        return self._draft.line.plain

    @property
    def _alone(self) -> bool:
        """Whether the last sentence is the title itself, of which less may be taken."""
        return len(self._units) == 1 and not self._titled

    def _quoted_title(self) -> None:
        draft = self._draft
        if self._titled or not (title := quotation(self._text, draft.at, draft.end)):
            return
        draft.put("title", title.start + 1, title.end - 1)
        draft.line.take(title.start, title.end)
        draft.at, self._titled = title.end, True
        if not draft.dated:
            opening.date(draft)

    # In: editors, title of the book.

    def _part_of(self) -> None:
        for index, unit in enumerate(self._units):
            begin = unit.start
            if not self._titled and (later := _IN_LATER.search(self._text, unit.start, unit.end)):
                begin = later.end()
            elif not index and not self._titled:
                continue
            if pages := _PAGES_IN.match(self._text, begin, unit.end):
                self._draft.put("pages", *pages.span("pages"), page_range(pages["pages"]))
                self._draft.line.take(begin, pages.end())
            start = pages.end() if pages else begin
            if match := _IN.match(self._text, start, unit.end):
                title = [*self._units[:index], trim(self._text, unit.start, begin)]
                if not self._titled:
                    container.put_title(self._draft, [span for span in title if span.end > span.start])
                self._draft.line.take(start, match.end())
                self._units = self._split(self._editors(match.end()))
                self._draft.kind, self._titled = "incollection", True
                return

    def _editors(self, start: int) -> int:
        """Take the editors before the title of a book; where that begins."""
        draft = self._draft
        found = names.read(draft.line, start, natural=True)
        if not found:
            return start
        role = opening.ROLE.match(self._text, found.end)
        if brackets.begins_with_title(found):
            return start
        if not role and not (found.initials and self._text[found.end : found.end + 1] in ".:,("):
            return start
        draft.at = role.end() if role else found.end
        draft.put_people("editor", found.people, found.others, start, draft.at)
        if not draft.dated:
            opening.date(draft)
        return draft.at

    # From the end.

    def _peel(self) -> None:
        steps = (
            self._report, self._sentence, self._database, self._preprint, self._law, self._numbers, self._bracket,
            self._published, self._part, self._edited, self._unknown,
        )  # fmt: skip
        while self._units:
            unit = trim(self._text, self._units[-1].start, self._units[-1].end)
            if unit.start == unit.end:
                self._units.pop()
                continue
            self._units[-1] = unit
            if not any(step(unit) for step in steps):
                return

    def _sentence(self, unit: Span) -> bool:
        return not self._alone and brackets.sentence(self._draft, unit)

    def _database(self, unit: Span) -> bool:
        """Where a work was read, behind all of its parts, as MLA has it: JSTOR."""
        is_one = not self._alone and _DATABASE.fullmatch(self._text, unit.start, unit.end)
        return bool(is_one) and self._draft.put("annotation", unit.start, unit.end)

    def _report(self, unit: Span) -> bool:
        match = _REPORT_END.search(self._text, unit.start, unit.end) if self._titled else None
        if not match:
            return False
        self._draft.kind = "techreport"
        for name in ("type", "number"):
            self._draft.put(name, *match.span(name))
        if match["date"] and not self._draft.dated:
            whole = dates.iso(match["date"])
            self._draft.put("date" if len(whole) > 4 else "year", *match.span("date"), whole or match["date"])
        before = trim(self._text, unit.start, match.start())
        if published := publishers.find(self._text, before, certain=True):
            brackets.take_publisher(self._draft, published)
        return True

    def _preprint(self, unit: Span) -> bool:
        """arXiv:2306.14976 · arXiv preprint, 1010.3436: its number is none of a volume."""
        if _SERVER.fullmatch(self._text, unit.start, unit.end) and not self._alone:
            self._draft.counted |= self._draft.put("journal", unit.start, unit.end)
            return True
        match = _PREPRINT.fullmatch(self._text, unit.start, unit.end)
        if not match or self._alone or "journal" in self._draft.fields:
            return False
        number = self._draft.line.part(*match.span("id"))
        for name in ("first", "year"):
            if match[name] and not self._draft.dated:
                self._draft.put("year", *match.span(name))
        if match["rest"]:
            self._draft.line.take(*match.span("rest"))
            return True
        if self._draft.put("journal", unit.start, unit.end):
            self._draft.fields["eprint"] = number
            self._draft.counted = True
        return True

    def _law(self, unit: Span) -> bool:
        match = _OF_LAW.fullmatch(self._text, unit.start, unit.end) if self._titled and self._draft.dated else None
        if not match:
            return False
        for name in ("volume", "number", "journal", "pages"):
            if match[name]:
                self._draft.put(name, *match.span(name))
        self._draft.counted = True
        self._draft.line.take(unit.start, unit.end)
        return True

    def _bracket(self, unit: Span) -> bool:
        match = _BRACKET.search(self._text, unit.start, unit.end)
        if not match:
            return False
        inner = trim(self._text, *match.span("inner"), " .,;")
        whole = match.start() == unit.start
        if brackets.inside(self._draft, inner, titled=self._titled):
            self._draft.line.take(match.start(), match.end())
        elif not _is_acronym(self._draft.slice(inner)) and (
            (whole and not self._alone) or self._ends_with_publisher(Span(unit.start, match.start()))
        ):
            brackets.series(self._draft, inner)
            self._draft.line.take(match.start(), match.end())
        else:
            return False
        return True

    def _ends_with_publisher(self, span: Span) -> bool:
        before = trim(self._text, span.start, span.end)
        return not (self._draft.counted or self._alone) and bool(publishers.find(self._text, before))

    def _numbers(self, unit: Span) -> bool:
        found = numbers.read(self._text, unit.start, unit.end, dated=self._draft.dated)
        if not found or not self._are_numbers(found, unit):
            return False
        brackets.take_numbers(self._draft, found)
        if "date" in found.spans:
            self._before_year = self._text[unit.start : found.start].rstrip()[-1:] or self._before_year
        return True

    def _are_numbers(self, found: Numbers, unit: Span) -> bool:
        """Whether numbers at the end of a sentence are no part of a title."""
        kinds = set(found.spans)
        if found.start == unit.start:
            return not self._alone
        if kinds <= {"date", "month"} and not self._draft.dated:
            return True
        text = self._text[found.start : found.end]
        if kinds == {"volume"} and text[:1] in "vV":
            return True
        if kinds == {"volume"} and self._draft.kind == "incollection":
            return False
        if self._alone:
            return len(kinds) > 1 and bool(kinds & {"volume", "pages"}) and "," in self._text[unit.start : found.start]
        before = self._text[unit.start : found.start].rstrip()
        sign = before[-1:]
        if (kinds == {"number"} and sign != ",") or (kinds == {"pages"} and _YEARS.fullmatch(text)):
            return False
        return (
            len(kinds) > 1
            or sign in ",;)"
            or not text[0].isdigit()
            or self._is_italic(found.start)
            or (kinds == {"pages"} and not text.isdigit())
            or publishers.is_container(before)
        )

    def _is_italic(self, offset: int) -> bool:
        return any(start <= offset < end for start, end in self._draft.italics)

    def _published(self, unit: Span) -> bool:
        fields = self._draft.fields
        if self._draft.counted or fields.keys() & {"publisher", "school"} or (self._alone and not self._before_year):
            return False
        in_book = self._draft.kind == "incollection" and len(self._units) > 1
        certain = (self._before_year == ";" or in_book) and not self._alone
        part = self._titled or self._before_year == ","
        published = publishers.find(self._text, unit, certain=certain, part=part)
        if published and self._titled and len(self._units) == 1 and published.start == unit.start:
            # “Title.” Annals of an Example Press: what it is part of is not named at all, or this is it.
            published = (
                None if not ({"pages"} & fields.keys() or self._before_year) or not published.place else published
            )
        if not published or (published.start == unit.start and self._alone):
            return False
        brackets.take_publisher(self._draft, published)
        return True

    def _part(self, unit: Span) -> bool:
        """A last part between commas or semicolons: , 2nd ed. · , PhD thesis · ; published online."""
        if press := _PRESS.search(self._text, unit.start, unit.end):
            return not self._draft.dated and self._draft.put("year", *press.span("year"))
        if soon := _SOON.search(self._text, unit.start, unit.end):
            return brackets.sentence(self._draft, trim(self._text, soon.end(), unit.end))
        if edition := _EDITION_END.search(self._text, unit.start, unit.end):
            return brackets.sentence(self._draft, Span(*edition.span("edition")))
        comma = max(self._text.rfind(", ", unit.start, unit.end), self._text.rfind("; ", unit.start, unit.end))
        return comma > 0 and brackets.sentence(self._draft, trim(self._text, comma, unit.end))

    def _edited(self, unit: Span) -> bool:
        """Title of a book, edited by A. Author · Title of a book, A. Author and B. Author, Eds."""
        for match in _EDITED.finditer(self._text, unit.start, unit.end):
            if brackets.sentence(self._draft, Span(match.start("people"), unit.end)):
                return True
        if not _EDITORS.search(self._text, max(unit.start, unit.end - 40), unit.end):
            return False
        commas = re.finditer(r"[,;.] ", self._text[unit.start : unit.end])
        return any(
            brackets.people_before(self._draft, trim(self._text, unit.start + comma.end(), unit.end, " "))
            for comma in commas
        )

    def _unknown(self, unit: Span) -> bool:
        """A publisher that no word gives away: few words in capitals behind the title of a book."""
        known = self._draft.fields.keys() & {"publisher", "school", "pages", "doi", "volume"} or self._draft.counted
        if self._alone and self._before_year == "," and not self._draft.people:
            # Title, Channel, 2020: nobody is named, and commas are between the parts.
            comma = self._text.rfind(", ", unit.start, unit.end)
            part = trim(self._text, comma, unit.end)
            named = comma > 0 and not known and container.is_short_title(self._draft.slice(part))
            return named and self._draft.put("publisher", part.start, part.end)
        if known or self._alone or (self._titled and len(self._units) == 1) or container.is_one(self._draft, unit):
            return False
        return container.is_short_title(self._draft.slice(unit)) and self._draft.put("publisher", unit.start, unit.end)


def _is_acronym(text: str) -> bool:
    return " " not in text and len(text) < 13 and sum(map(str.isupper, text)) > 1
