"""Citations by author and year in running text: (Author & Writer, 2018, p. 4; see Sample, 2020) · Author (2018) found.

The grammar finds what reads like a citation; which work it names is for ``works`` to say. The people before a year are
tried from the longest run of words on, and the first run that the list knows is taken: so the words of a sentence
before a name are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from studenthub.parse.references import dates
from studenthub.parse.typed_citations import locators, people
from studenthub.parse.typed_citations.found import Citation, Item
from studenthub.parse.typed_citations.works import OK, UNLISTED, Said, Verdict, Works, compared

_YEAR = (
    r"(?:(?:\[?(?:1[5-9]|20)\d\d\]?\s?/\s?)?(?:1[5-9]|20)\d\d(?!\d)[a-z]?(?![^\W\d_])"
    rf"|n\.\s?d\.(?:-?[a-z]\b)?|n\.d|{dates.NO_DATE}|{dates.SOON})"
)
_YEARS = re.compile(_YEAR, re.IGNORECASE)
#: Further years of the same people: , 2012a · and 2015.
_MORE = re.compile(rf"\s*(?:,|&|;|and\b|en\b|et\b)\s*(?P<year>{_YEAR})")
#: Further letters of a year that has one: 2012a, b and c · 2012a/b · 2012a–c. What begins a word or a number is none.
_LETTER = re.compile(
    r"\s*(?:(?P<to>[–-])|,?\s*(?:and|en|et)\s|,?\s*&|[,/])\s*(?P<letter>[b-h])(?![^\W_]|[’'–-]\w|\.\s?\d)"
)
#: Letters that are apart from their year: 2012 a, b.
_LETTERS = re.compile(r"[a-h](?:(?:,? (?:and|en|et|&) ?|, ?|/|[–-])[a-h])*")
#: A pair of brackets that may contain a year; brackets within are part of it, such as [WHO].
_BRACKETS = re.compile(
    r"[(](?P<inner>[^()\n]{2,400}(?:\([^()\n]{1,60}\)[^()\n]{0,200})?)[)]|\[(?P<square>[^\[\]()\n]{4,300})\]"
)
_SECONDARY = re.compile(
    r"(?:as\s)?(?:cited|quoted|discussed|reported|referred to|described)\s(?:in|by):?\s*$"
    r"|(?:soos\s)?aangehaal\s(?:in|deur):?\s*$"
    r"|cité\s(?:dans|par)\s*:?\s*$|quoted from\s*$|(?:apud|qtd\.? in)\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"‘'*_]+(?P<title>[^“”\"*_]{3,150}?)[,.]?[”\"’'*_]+[,.]?\s*$")
#: Words before the people of a citation that say how it supports a sentence.
_SIGNAL = re.compile(
    r"(?:(?:but |and |for )?(?:see|compare|contrast|cf\.?|e\.?g\.?|i\.?e\.?|also|in|from|after|following"
    r"|(?:adapted|modified|redrawn|taken|reproduced) from|sources?|according to|"
    r"for (?:example|instance|a review|an overview|details)|such as|including|reviewed (?:in|by)|both|"
    r"sien|vgl\.?|byvoorbeeld|bv\.?|ook|voir|p\. ?ex\.?|par exemple|notamment|cf)\b[\s,:.]*)+",
    re.IGNORECASE,
)
#: A page between two numbers: 2018, p. 1990.
_PAGE_BEHIND = re.compile(r"\b(?:pp?|pages?|bl)\.?\s*$", re.IGNORECASE)
#: A volume and the name of a journal.
_VOLUME_BEHIND = re.compile(r" ?\d{1,4}(?: ?\(\d{1,3}\))? [A-Z]")
#: The end of a sentence or clause, but not of an initial or of "et al.".
_BREAK = re.compile(r"(?<!\b[A-ZÀ-Þ])(?<!\bet)(?<!\bal)\. |[?!;:] |[()”“\n]")
#: Author, 2018; Writer, 2020.
_NAMES_AND_YEARS = re.compile(r"(?:[^\W\d_][^,;\d]*, (?:1[5-9]|20)\d\d[a-z]?(?:; |\Z))+")
_LONGEST_PREFIX, _LONGEST_TITLE = 90, 160


def find(text: str, works: Works) -> Iterator[Citation]:
    """The citations by author and year in a text, in their order."""
    at = end = 0
    while match := _BRACKETS.search(text, at):
        group = "inner" if match["inner"] is not None else "square"
        found = _Group(text, *match.span(group), works).read(end)
        if found and (group == "inner" or found.certain or _is_plain(found, text)):
            yield _with_brackets(found, text)
            at = end = match.end()
        else:
            # (as Author (2020) says): another pair may be within it.
            within = text.find("(", match.start() + 1, match.end())
            at = within if within >= 0 else match.end()


def _with_brackets(citation: Citation, text: str) -> Citation:
    """The same with the brackets around it, where nothing else is in them: (Author (2020))."""
    start, end = citation.start - 1, citation.end + 1
    is_whole = citation.narrative and text[max(start, 0) : start + 1] == "(" and text[end - 1 : end] == ")"
    return replace(citation, start=start, end=end, narrative=False) if is_whole else citation


def _is_plain(citation: Citation, text: str) -> bool:
    """Whether square brackets hold names, a comma and a year, or name several people, as no remark in them does."""
    several = any(item.said.others or len(item.said.names) > 1 for item in citation.items)
    return several or _NAMES_AND_YEARS.fullmatch(text[citation.start + 1 : citation.end - 1]) is not None


class _Group:
    """One pair of brackets, which is read from one year to the next."""

    def __init__(self, text: str, start: int, end: int, works: Works) -> None:
        self._text, self._start, self._end, self._works = text, start, end, works
        self._items: list[Item] = []
        self._people: people.People | None = None

    def read(self, begin: int) -> Citation | None:
        """The citation in the brackets, with the names before them, from ``begin`` on, where none are in them."""
        at = self._start
        narrative: people.People | None = None
        before = ""
        for year in _YEARS.finditer(self._text, self._start, self._end):
            if year.start() < at:
                continue
            at = self._locator(at, year.start())
            if not self._items and not self._text[at : year.start()].strip():
                narrative = self._before(begin, year[0])
                if narrative is None:
                    return None
                self._people = narrative
            elif self._text[at : year.start()].strip(" ,;&\u00a0") not in ("", "and", "en", "et"):
                found = self._within(at, year)
                if found is None:
                    if not self._items:
                        return None
                    break
                cut, at, self._people = found
                before = before or cut
            at = self._add(at, year)
        if not self._items:
            return None
        return self._citation(self._tail(at), narrative, before)

    def _before(self, begin: int, year: str) -> people.People | None:
        """The people before the brackets, who are part of the sentence."""
        end = self._start - 1
        if not self._text[:end].strip() or self._text[end - 1 : end] not in (" ", "\u00a0", ",", "’", "'", "."):
            return None
        if _VOLUME_BEHIND.match(self._text, self._end + 1):
            # C Author ‘A title’ (2018) 135 Example Law Journal 210 is the work itself, in whole.
            return None
        if title := _QUOTED.search(self._text, max(begin, end - _LONGEST_TITLE), end):
            # See “A title without an author” (2022).
            said = Said((), year, title=title["title"])
            if self._works.find(said).status == OK:
                return people.People(said, title.start(), title.end(), known=True)
        return people.before(self._text, max(begin, _sentence(self._text, end)), end, year, self._works)

    def _within(self, at: int, year: re.Match[str]) -> tuple[str, int, people.People] | None:
        """The words before the next work that cite nothing, where its prefix begins, and its people."""
        begin = self._text.rfind(";", at, year.start()) + 1 or at
        cut = self._text[at : begin - 1].strip(" ,;") if begin > at and not self._items else ""
        if title := _QUOTED.search(self._text, begin, _stripped(self._text, begin, year.start())):
            said = Said((), year[0], title=title["title"])
            return cut, begin, people.People(said, title.start(), title.end(), False)
        found = self._law(begin, year) or people.before(self._text, begin, year.start(), year[0], self._works)
        if found is None:
            return None
        prefix = self._text[begin : found.start].strip(" ,;")
        means = not prefix or any(words.fullmatch(prefix) for words in (_SIGNAL, _SECONDARY))
        if len(prefix) > _LONGEST_PREFIX or not (found.known or means):
            return None
        return cut, begin, found

    def _law(self, begin: int, year: re.Match[str]) -> people.People | None:
        """The Act of the list whose name ends with the year: (Example Act 2005, s 4)."""
        for work, spelt in self._works.laws:
            for match in spelt.finditer(self._text, begin, year.end()):
                if match.end() == year.end():
                    return people.People(Said((), year[0], title=work.title), match.start(), year.start(), known=True)
        return None

    def _add(self, at: int, year: re.Match[str]) -> int:
        """Note the work that a year names, and further years of the same people."""
        who = self._people
        if who is None:
            return year.end()
        inside = who.start >= at
        prefix = self._text[at : who.start].lstrip(" ,;:").rstrip(" ,;") if inside else ""
        self._note(who, year[0], at if inside else year.start(), year.end(), prefix)
        end = self._letters(who, year[0], year.end())
        while more := _MORE.match(self._text, end, self._end):
            if _PAGE_BEHIND.search(self._text, year.end(), more.start("year")) or self._is_word(more.end()):
                break
            self._note(who, more["year"], more.start("year"), more.end(), "")
            end = self._letters(who, more["year"], more.end())
        return end

    def _letters(self, who: people.People, year: str, end: int) -> int:
        """Note the works that further letters name of a year that ends at ``end``; where they end."""
        last = year[4:5] if year[:4].isdigit() else ""
        cited = {self._items[-1].verdict.keys}
        while last and (more := _LETTER.match(self._text, end, self._end)) and last < more["letter"]:
            if self._is_word(more.end()):
                break
            following = range(ord(last) + 1, ord(more["letter"]) + 1) if more["to"] else (ord(more["letter"]),)
            for letter in map(chr, following):
                self._note(who, f"{year[:4]}{letter}", more.start("letter"), more.end(), "")
                if (found := self._items[-1].verdict.keys) in cited:
                    # Two letters are two works, and the list has one.
                    self._items[-1] = replace(self._items[-1], verdict=Verdict(UNLISTED))
                cited.add(found)
            last, end = more["letter"], more.end()
        return end

    def _is_word(self, end: int) -> bool:
        """Whether a word goes on behind what may be a year or a letter."""
        following = self._text[end : self._end].lstrip()
        return following[:1].isalpha() and not re.match(r"(?:and|en|et|p)\b", following)

    def _introduced(self, year: str) -> Verdict | None:
        """The work of an organisation whose name is before brackets that shorten it: Ministry of X (MinX, 2019)."""
        if self._items:
            return None
        named = [one for one in self._works.all if one.organisation and self._follows(one.names[0])]
        found = {self._works.find(Said((one.names[0],), year)) for one in named}
        return found.pop() if len(found) == 1 else None

    def _note(self, who: people.People, year: str, start: int, end: int, prefix: str) -> None:
        said = Said(who.said.names, year, who.said.others, who.said.initials, who.said.title)
        verdict = self._works.find(said)
        if verdict.status == UNLISTED and who.start >= start:
            verdict = self._introduced(year) or verdict
        last = self._items[-1] if self._items else None
        if last and _SECONDARY.search(f"{prefix} ") and last.verdict.status != OK and verdict.status == OK:
            # (Author, 1923, as cited in Writer, 2010): what the writer of the text has read is Writer's.
            start, prefix = last.start, self._text[last.start : who.start].strip(" ,;:")
            self._items.pop()
        self._items.append(Item(verdict, start, end, prefix, suppress=self._is_spelt_out(who, verdict), said=said))

    def _is_spelt_out(self, who: people.People, verdict: Verdict) -> bool:
        """Whether the brackets shorten the name before them: Example Organisation (EO, 2020)."""
        if verdict.status != OK or self._items:
            return False
        work = self._works.by_key[verdict.keys[0]]
        said = who.said.names[0] if who.said.names else ""
        if not work.organisation or compared(said) == compared(work.names[0]):
            return False
        return self._follows(work.names[0])

    def _follows(self, name: str) -> bool:
        """Whether a name is right before the brackets; in French an article may be part of its first word."""
        before = f" {compared(self._text[max(0, self._start - 200) : self._start - 1])}"
        return before.endswith(tuple(f" {article}{compared(name)}" for article in ("", "l", "d")))

    def _locator(self, at: int, end: int) -> int:
        """The locator of the work before, if one is at ``at``; where it ends."""
        if not self._items:
            return at
        found = locators.match(self._text, at, end) or self._bare(at, end)
        if not found:
            return at
        self._items[-1] = replace(self._items[-1], locator=found.text, end=found.end)
        return found.end

    def _bare(self, at: int, end: int) -> locators.Locator | None:
        """Numbers behind a year and a comma, up to the next sign: (Author 2018, 23-25)."""
        if self._text[at : at + 1] != ",":
            return None
        found = locators.bare(self._text, at + 1, end)
        follows = self._text[found.end : found.end + 1] if found else ""
        return found if found and (found.end == self._end or follows == ";") else None

    def _tail(self, at: int) -> str:
        """Read what is behind the last work: its locator, then a few words that go with it or that cite nothing."""
        at = self._locator(at, self._end)
        rest = self._text[at : self._end]
        first, _, cited_not = rest.partition(";")
        words = first.strip(" ,:")
        if words:
            self._items[-1] = replace(self._items[-1], suffix=words)
        return cited_not.strip(" ,;")

    def _citation(self, after: str, narrative: people.People | None, before: str) -> Citation | None:
        suffix = self._items[-1].suffix
        said = [before, after, *(item.suffix for item in self._items)]
        if any(_YEARS.search(words) or _LETTERS.fullmatch(words) for words in said):
            # There is another work in these words, which was not understood.
            self._items.append(Item(Verdict(UNLISTED), self._end - len(after or suffix), self._end))
        if len(suffix) > _LONGEST_PREFIX:
            return None
        several = len(self._items) > 1 or bool(suffix or before or after)
        alone = None if several or (narrative and narrative.possessive) else narrative
        if narrative and not alone:
            # Author’s (2018) study, and Author (2010, 2018): the name stays in the sentence.
            self._items = [replace(item, suppress=item.start >= self._start) for item in self._items]
        start = alone.start if alone else self._start - 1
        return Citation(start, self._end + 1, tuple(self._items), alone is not None, before, after)


def _sentence(text: str, end: int) -> int:
    """Where the sentence begins that ``end`` is in: behind a full stop, a bracket, a quotation mark."""
    return max((match.end() for match in _BREAK.finditer(text, max(0, end - 400), end)), default=0)


def _stripped(text: str, begin: int, end: int) -> int:
    return begin + len(text[begin:end].rstrip(" ,"))
