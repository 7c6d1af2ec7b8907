"""Checks of the fields of the bibliography: their form, and what must not be in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from studenthub.model.sources import csl_items
from studenthub.parse import capitals, check_digits, identifiers
from studenthub.parse.identifiers import DOI, is_web_address
from studenthub.parse.page_ranges import in_full
from studenthub.rules.bibliography.entries import EntryPart, every, having
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened
from studenthub.source.text import Text

#: DOIs, and their short forms (https://shortdoi.org).
_DOI = re.compile(rf"{DOI}[^\s\"{{}}]+|10/[a-zA-Z0-9]{{3,12}}(?![^\s\"{{}}.,;])")
#: A year with its month or volume behind it: other numbers of four digits are those of pages and articles.
_YEAR_IN_DOI = re.compile(r"(?<=[./])(?:19[5-9][0-9]|20[0-9][0-9])(?=\.(?:0[1-9]|1[0-2])\.\d|\.v\d)")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"\bTODO\b|\bFIXME\b|lorem ipsum|\[?citation needed\]?|link to external site|\[(?:insert|add|your|enter)\b[^\]]*\]",
    re.IGNORECASE,
)
_LEFT_OVER = ("TODO", "FIXME", "orem ipsum", "itation needed", "ink to external", "[insert", "[add", "[your", "[enter")
_NUMBER_WORD = re.compile(r"(?P<word>(?:vol(?:ume)?|no|nr|iss(?:ue)?|number)\.?) ?(?P<number>\d[\w/–-]*)", re.I)
_IN = re.compile(r"\s*In: *(?=\S)")
#: A space or a stop in a number; pages without the first one, or with other signs between them.
_ODD_NUMBER = re.compile(r"(?P<first>\d+)(?:\s+(?P<second>\d+)|[.,;:，；])")
_HALF_RANGE = re.compile(r"[-–—]+\s*[A-Za-z]?\d+|[A-Za-z]?\d+(?:\.{2,}|[／－…])[A-Za-z]?\d+")
#: What a full stop belongs to at the end of an address: _Inc.
_SHORTENED = re.compile(r"[_-][A-Z][a-z]{1,3}\Z")
_PAGE_WORD = re.compile(r"(?:pp?\.?|pages?)\s*(?=\d)", re.IGNORECASE)
#: Words before and behind the numbers of books and journals.
_NUMBER_WORDS = re.compile(r"\([^()]*\)?|\b(?:ISBN|ISSN)(?:-1[03])?\b:?|(?<![a-z])[a-wyz][a-z-]*+\s*+:?", re.IGNORECASE)
_MOST_PAGES = 200
#: Years by which an article may have its DOI before it appears in an issue.
_ONLINE_FIRST = 2
_PAGES = re.compile(r"(?P<letter>[A-Za-z]{0,9})(?P<first>[0-9]{1,9})\s*[-–—]{1,3}\s*(?P=letter)(?P<last>[0-9]{1,9})")
#: How journals mark a retracted article before its title; a title about retracted work is not meant.
_RETRACTED = re.compile(r"[\[({\s]*+(?:RETRACTED|WITHDRAWN|(?i:retracted(?: article)?[\s}]*(?:[:\])]|[-–—]{1,3}\s)))")


def doi_form(checked: Checked) -> Iterator[Finding]:
    """A DOI begins with 10., a number and a slash, and holds no spaces.

    Those that begin with 10.5555 are examples, and lead nowhere.

    Wrong: doi = {10.1234/example.}, doi = {https://publisher.example/doi/full/10.1234/example}
    Right: doi = {10.1234/example}
    """
    for doi in having(checked, "doi"):
        bare = _DOI_PREFIX.sub("", doi.source.plain("doi"), count=1).strip()
        if bare.startswith("10.5555/"):
            yield doi.found("a DOI with 10.5555 is an example, and leads nowhere", "delete it")
        elif doi.raw.strip() and not _is_doi(bare):
            yield _no_doi(doi, bare)


def _is_doi(text: str) -> bool:
    return bool(_DOI.fullmatch(text)) and not text.endswith((".", ",", ";"))


def _no_doi(doi: EntryPart, bare: str) -> Finding:
    raw = shortened(doi.raw.strip())
    several = [one for one in re.split(r"[\s;,]+", bare) if _is_doi(one)]
    if len(several) > 1:
        return doi.found(f"these are several DOIs: {raw}", f"write one of them: {several[0]}")
    within = _DOI.search(bare.replace(" ", "") if bare.startswith("10.") else bare)
    if within is None:
        return doi.found(f"this is not a DOI: {raw}", "it begins with 10., such as 10.1234/example; copy it again")
    right = within[0].rstrip(".,;")
    more = "more than" if right in bare else "not"
    return doi.found(f"this is {more} a DOI: {raw}", f"write {right}", doi.fix(right))


def doi_prefix(checked: Checked) -> Iterator[Finding]:
    """A DOI is written bare; the hub makes the link.

    Wrong: doi = {https://doi.org/10.1234/example}
    Right: doi = {10.1234/example}
    """
    for doi in having(checked, "doi"):
        raw = doi.raw.strip()
        if (match := _DOI_PREFIX.match(raw)) and _is_doi(raw[match.end() :]):
            bare = raw[match.end() :]
            yield doi.found("a DOI is written without https://doi.org/", f"write {bare}", doi.fix(bare))


def doi_in_address(checked: Checked) -> Iterator[Finding]:
    """A DOI that is in the address of an entry is better in its field doi.

    Then the hub knows it, finds the same work under another key, and shortens the reference.

    Wrong: url = {https://doi.org/10.1234/example}
    Right: doi = {10.1234/example}
    """
    for url in having(checked, "url"):
        raw = url.raw.strip()
        if (match := _DOI_PREFIX.match(raw)) and "doi" not in url.source.fields and _DOI.fullmatch(raw[match.end() :]):
            doi = raw[match.end() :]
            yield url.found("this address is a DOI", f"write doi = {{{doi}}} instead", _renamed(url, doi))


def _renamed(url: EntryPart, doi: str) -> Fix | None:
    """The field url as the field doi."""
    value = url.fix(doi)
    before = url.source.text.content[: value.start] if value else ""
    name = re.search(r"url(?P<gap>\s*=\s*[{\"]?)$", before, re.IGNORECASE)
    return Fix(name.start(), value.end, f"doi{name['gap']}{doi}") if value and name else None


def year_in_doi(checked: Checked) -> Iterator[Finding]:
    """The year that a DOI names is that of its entry, or at most two years away: articles are online first.

    Where the two are far apart, the DOI belongs to another work, or the year is wrong.

    Wrong: year = {2013}, doi = {10.1234/example.2009.03.138}
    Right: year = {2009}, doi = {10.1234/example.2009.03.138}
    """
    for doi in having(checked, "doi"):
        source = doi.source
        years = [int(year) for year in _YEAR_IN_DOI.findall(source.doi) if int(year) <= checked.today.year + 1]
        if (
            years
            and re.fullmatch(r"[0-9]{4}", source.year)
            and min(abs(year - int(source.year)) for year in years) > _ONLINE_FIRST
        ):
            yield doi.found(
                f"this DOI names the year {years[0]}, and the entry the year {source.year}",
                "follow the DOI: does it lead to this work?",
            )


def isbn(checked: Checked) -> Iterator[Finding]:
    """An ISBN is right: its last digit, the check digit, follows from the others.

    No style prints it, but readers who export the source find the book with it.

    Wrong: isbn = {978-0-00-000000-1}
    Right: isbn = {978-0-00-000000-2}
    """
    # Programs write an ISSN into the field as well.
    return _numbers(checked, "isbn", "an ISBN", lambda number: check_digits.isbn(number) or check_digits.issn(number))


def issn(checked: Checked) -> Iterator[Finding]:
    """An ISSN is right: its last sign, the check digit, follows from the others.

    Wrong: issn = {0000-0001}
    Right: issn = {0000-0000}
    """
    return _numbers(checked, "issn", "an ISSN", check_digits.issn)


def _numbers(checked: Checked, name: str, what: str, valid: Callable[[str], bool]) -> Iterator[Finding]:
    for field in having(checked, name):
        # Exports put several into one field, with words around them.
        for piece in re.split(r"[,;/\n\\{}]|\s{2,}|\band\b|(?<=\)) (?=\d)", field.raw):
            shown = _NUMBER_WORDS.sub("", piece)
            number = _digits(shown)
            if number.strip("X") and not valid(number) and not all(map(valid, map(_digits, shown.split()))):
                yield field.found(
                    f"this is not {what}: {shortened(shown.strip())}",
                    "a digit is wrong, missing or too many; copy it again",
                )


def _digits(text: str) -> str:
    """The digits of a number of a book or journal, of which the last may be X."""
    return re.sub(r"[^\dX]", "", text.upper())


def reversed_pages(checked: Checked) -> Iterator[Finding]:
    """The last page is not before the first.

    Wrong: pages = {120--112}
    Right: pages = {112--120}
    """
    for pages in having(checked, "pages"):
        match = _PAGES.fullmatch(pages.raw.strip())
        # A last page with fewer digits is short for a longer one: 1309-15.
        if match and len(match["last"]) == len(match["first"]) and match["last"] < match["first"]:
            right = f"{match['letter']}{match['last']}--{match['letter']}{match['first']}"
            yield pages.found(f"the pages {shortened(match[0])} run backwards", f"is {shortened(right)} meant?")


def page_form(checked: Checked) -> Iterator[Finding]:
    """Pages, volumes and numbers are numbers alone, the last page in full; the style prints what belongs around them.

    An article of more than two hundred pages is one with a wrong number. A work without pages has no such field.

    Wrong: pages = {pp. 1309-15}, volume = {vol. 3}
    Right: pages = {1309--1315}, volume = {3}
    """
    yield from _numbers_with_signs(checked)
    for book in having(checked, "booktitle"):
        if match := _IN.match(book.raw):
            right = book.raw[match.end() :].strip()
            yield book.found("the hub prints In itself", f"write {shortened(right)}")
    for pages in having(checked, "pages"):
        raw = pages.raw.strip()
        match = _PAGES.fullmatch(_PAGE_WORD.sub("", raw))
        if _HALF_RANGE.fullmatch(raw):
            yield pages.found(f"a page is missing, or a sign is wrong: {shortened(raw)}", "write first--last")
        if raw and not csl_items.says_pages(raw):
            yield pages.found(f"these are not page numbers: {shortened(raw)}", "delete the field")
        if match is None:
            continue
        first, last = match["first"], match["last"]
        full = in_full(first, last) if not match["letter"] else last
        if int(full) < int(first):
            continue
        if full != last or _PAGE_WORD.match(raw):
            right = f"{match['letter']}{first}--{match['letter']}{full}"
            message = "the last page number is shortened" if full != last else "the hub prints pp. itself"
            yield pages.found(message, f"write {right}", pages.fix(right))
        elif pages.source.type in {"article", "inproceedings"} and int(full) - int(first) > _MOST_PAGES:
            count = int(full) - int(first) + 1
            yield pages.found(f"{count:,} pages are many for an article", "is there a digit too many, or a wrong one?")


def _numbers_with_signs(checked: Checked) -> Iterator[Finding]:
    """Volumes and numbers with words or other signs in them."""
    for name in ("volume", "number"):
        for field in having(checked, name):
            match = _NUMBER_WORD.fullmatch(field.raw.strip())
            if field.source.type == "article" and (odd := _ODD_NUMBER.fullmatch(field.raw.strip())):
                joined = f"{odd['first']}{odd['second'] or ''}"
                others = f", or {odd['first']}--{odd['second']} of two numbers" if odd["second"] else ""
                yield field.found(f"{shortened(field.raw)} is printed as it is", f"write {joined}{others}")
            # Number 12 of a report is printed as it is written.
            if match and (name == "volume" or field.source.type == "article"):
                right = match["number"]
                yield field.found(f"the hub prints {match['word']} itself", f"write {right}", field.fix(right))


def title_in_capitals(checked: Checked) -> Iterator[Finding]:
    """A title is not written in capitals.

    No style turns capitals into small letters, because it cannot know which must stay.

    Wrong: title = {SLEEP IN FIRST YEAR STUDENTS}
    Right: title = {Sleep in first year students}
    """
    for title in having(checked, "title"):
        raw = title.raw
        if raw.isupper() and sum(sign.isupper() for sign in raw) > 14 and raw.strip().count(" ") >= 2:
            right = capitals.calmed(raw.strip("{} "))
            yield title.found("this title is all in capitals", f"write {shortened(right)}")


def title_stop(checked: Checked) -> Iterator[Finding]:
    """A title ends without a full stop; the style sets one.

    Wrong: title = {Sleep in first year students.}
    Right: title = {Sleep in first year students}
    """
    for title in having(checked, "title"):
        raw = title.raw.rstrip()
        if raw.endswith(".") and not raw.endswith("..") and not re.search(r"\b(?:\w|etc|al|Inc|Jr|vs|Co|Ltd)\.$", raw):
            message = "this title ends with a full stop; the style adds one where it is needed"
            yield title.found(message, "delete it", title.fix(raw[:-1]))


def retracted_source(checked: Checked) -> Iterator[Finding]:
    """A work that was retracted is cited as such, and not as evidence.

    Journals and databases write it before the title, and `hub verify` finds the notices that they publish. Readers see
    it beside the reference.

    Wrong: title = {RETRACTED: An example of a study}, cited for what it found
    Right: the same, cited as a work that was retracted; or another work
    """
    hint = "cite another one; or say in the text that it was retracted, and why you name it"
    for source in every(checked):
        title = EntryPart(source, "title")
        if notice := source.notice:
            where = f": {notice.link}" if notice.link else ""
            yield title.found(f"this work was {notice.said}{where}", hint)
        elif _RETRACTED.match(title.raw):
            yield title.found("this work was retracted, as its title says", hint)


def unusable_address(checked: Checked) -> Iterator[Finding]:
    """The field url is a web address.

    Any other is left out of the reference, so that readers look for it in vain. Of several, the first is used.

    Wrong: url = {www.example.org}
    Right: url = {https://www.example.org}
    """
    for url in having(checked, "url"):
        if found := _with_stop(url):
            yield found
            continue
        raw = re.sub(r"\\([_%&#~])", r"\1", url.raw.strip())
        if raw and not is_web_address(raw) and not url.source.url:
            site = f"https://{raw}" if is_web_address(f"https://{raw}") and re.match(r"[\w-]+\.[\w.-]+", raw) else ""
            better = f"https://doi.org/{doi}" if (doi := identifiers.doi(raw)) else site
            yield url.found(
                f"this is not a web address: {shortened(raw)}",
                f"write {shortened(better, 80)}" if better else "it begins with https://",
                url.fix(better) if better else None,
                harmless=bool(url.source.doi),
            )


def _with_stop(url: EntryPart) -> Finding | None:
    """An address with the stop of its sentence, which leads nowhere; that of a page on Example Inc. has one."""
    raw = url.raw.strip()
    right = raw.rstrip(".,;")
    if right == raw or not url.source.url or (raw == f"{right}." and _SHORTENED.search(right[-5:])):
        return None
    hint = f"write {shortened(right, 80)}, if it does not lead to the page"
    return url.found(f"this address ends with {raw[-1]}", hint, harmless=True)


def access_date(checked: Checked) -> Iterator[Finding]:
    """A web page has the day on which you read it.

    Pages change; the day tells readers which one you saw.

    Wrong: @online{…, url = {https://example.org/page}}
    Right: the same with urldate = {2026-03-01}
    """
    for url in having(checked, "url"):
        source = url.source
        pages = {"online", "electronic", "www", "webpage"} | (set() if source.date else {"misc"})
        if source.type in pages and not source.raw(*csl_items.ACCESSED, "doi", "note"):
            yield url.found("the day on which you read this page is missing", "add urldate = {2026-03-01},")


def source_placeholder(checked: Checked) -> Iterator[Finding]:
    """Nothing in an entry is left to be filled in.

    Wrong: note = {Link to external site}
    Right: (leave the field out)
    """
    suspicious = {text for text in _texts(checked) if any(word in text.content for word in _LEFT_OVER)}
    for source in every(checked) if suspicious else ():
        if source.text not in suspicious:
            continue
        for name in ("title", "author", "note", "year", "journal", "howpublished", "url", "publisher"):
            field = EntryPart(source, name)
            if (
                (raw := field.raw)
                and (match := _PLACEHOLDER.search(raw))
                and (match[0].upper() not in {"TODO", "FIXME"} or match[0].isupper())
            ):
                message = f"“{shortened(match[0])}” was left to be filled in"
                yield field.found(message, "fill it in, or delete the field")


def _texts(checked: Checked) -> dict[Text, None]:
    """The files of the bibliography."""
    return dict.fromkeys(source.text for source in every(checked))
