"""Checks of the bibliography."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

from studenthub.bibliography import Source, is_web_address
from studenthub.problems import Fix, did_you_mean, listed, shortened
from studenthub.rules import check_digits
from studenthub.rules.checked import Checked, Finding
from studenthub.source import Text

#: Fields that an entry cannot do without; one of each group is enough.
_DATE = ("year", "date", "pubstate")
_PEOPLE = ("author", "editor")
_REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (("title",), ("journal", "journaltitle"), _DATE),
    "book": (("title",), _PEOPLE),
    "incollection": (("title", "chapter"), ("booktitle",)),
    "inproceedings": (("title",), ("booktitle",)),
    "conference": (("title",), ("booktitle",)),
    "phdthesis": (("title",), ("author",)),
    "mastersthesis": (("title",), ("author",)),
    "thesis": (("title",), ("author",)),
}
#: Fields that a reader misses.
_EXPECTED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (("author",), ("volume", "number", "pubstate", "doi"), ("pages", "eid", "articleno", "pubstate", "doi")),
    "book": (("publisher",), _DATE),
    "incollection": (("author",), ("editor", "bookauthor"), ("publisher",), _DATE),
    "inproceedings": (("author",), _DATE),
    "phdthesis": (("school", "institution"), _DATE),
    "mastersthesis": (("school", "institution"), _DATE),
    "thesis": (("school", "institution"), _DATE),
    "techreport": (("author", "institution"), _DATE),
    "report": (("author", "institution"), _DATE),
    "online": (("author", "organization", "editor"), ("url", "doi")),
}
_INHERITING = ("crossref", "xdata", "entryset")
#: The entry types of BibTeX and biblatex (https://ctan.org/pkg/biblatex, section 2.1), and a few that Zotero writes.
_TYPES = frozenset(
    [
        "article",
        "artwork",
        "audio",
        "bibnote",
        "book",
        "bookinbook",
        "booklet",
        "collection",
        "commentary",
        "conference",
        "customa",
        "customb",
        "customc",
        "customd",
        "custome",
        "customf",
        "dataset",
        "electronic",
        "image",
        "inbook",
        "incollection",
        "inproceedings",
        "inreference",
        "jurisdiction",
        "legal",
        "legislation",
        "letter",
        "magazine",
        "manual",
        "mastersthesis",
        "misc",
        "movie",
        "music",
        "mvbook",
        "mvcollection",
        "mvproceedings",
        "mvreference",
        "newspaper",
        "online",
        "patent",
        "performance",
        "periodical",
        "phdthesis",
        "proceedings",
        "reference",
        "report",
        "review",
        "set",
        "software",
        "standard",
        "suppbook",
        "suppcollection",
        "suppperiodical",
        "techreport",
        "thesis",
        "unpublished",
        "video",
        "webpage",
        "www",
        "xdata",
    ]
)
_KNOWN_FIELDS = (
    "author",
    "editor",
    "title",
    "journal",
    "journaltitle",
    "booktitle",
    "year",
    "date",
    "publisher",
    "school",
    "pages",
    "volume",
)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"{}]+")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ET_AL = re.compile(r"(?:,|\band\b)?\s*\bet\.? al\b\.?", re.IGNORECASE)
_AMPERSAND = re.compile(r"\s*\\?&\s*")
_ORGANISATION = re.compile(
    r"\b(?:Organi[sz]ation|Association|University|Universiteit|Ministry|Department|Council|Institute|Committee|Society|"
    r"Academy|Foundation|Hospital|Commission|Republic|Government|Agency|Federation|Consortium|Collaboration|Network|"
    r"Nations|Initiative|Services?)\b"
)
_ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|nbsp|#\d+|#x[0-9a-fA-F]+);|</?(?:i|b|em|strong|sub|sup|span|p|jats:\w+)\b[^<>]*>"
)
_PLACEHOLDER = re.compile(
    r"\bTODO\b|\bFIXME\b|lorem ipsum|\[?citation needed\]?|link to external site|\[(?:insert|add|your|enter)\b[^\]]*\]",
    re.IGNORECASE,
)
_LEFT_OVER = ("TODO", "FIXME", "orem ipsum", "itation needed", "ink to external", "[insert", "[add", "[your", "[enter")
_PAGES = re.compile(r"(?P<letter>[A-Za-z]*)(?P<first>\d+)\s*[-–—]+\s*(?P=letter)(?P<last>\d+)")
_PREPRINT = re.compile(r"\b(?:arxiv|biorxiv|medrxiv|preprints?|research square|ssrn|researchgate)\b", re.IGNORECASE)
_WORDS = re.compile(r"[\W_]+")


def never_cited(checked: Checked) -> Iterator[Finding]:
    """An entry of the bibliography is cited by an article.

    An entry that nobody cites does no harm, but somebody may have forgotten to cite it.

    Wrong: an entry in bib/ that no article names
    Right: the same, cited as [@author2024], or deleted
    """
    if any("\\full_bibliography" in guide.body for guide in checked.guides):
        return
    cited = {key for article in checked.catalogue.articles for key in article.keys}
    for source in _all(checked):
        if source.key not in cited:
            yield Finding(source.place, f"no article cites @{shortened(source.key)}", "cite it, or delete it")


def same_doi(checked: Checked) -> Iterator[Finding]:
    """A work has one entry, and one DOI.

    With two, it stands twice in a list of references, and readers of the one do not find who cites the other.

    Wrong: author2024 and author2024sleep, both with doi = {10.1234/example}
    Right: one of them, cited everywhere
    """
    first: dict[str, Source] = {}
    for source in _all(checked):
        if "doi" in source.fields and source.doi:
            other = first.setdefault(source.doi.lower(), source)
            if other is not source:
                yield Finding(
                    source.place_of("doi"),
                    f"@{shortened(source.key)} and @{shortened(other.key)} have one DOI",
                    f"the first is at {other.place.path}:{other.place.line}; keep one, and cite it everywhere",
                )


def same_work(checked: Checked) -> Iterator[Finding]:
    """A work has one entry: no other has its title, its first author and its year.

    Wrong: author2024 and author2024a, which differ in nothing but the key
    Right: one of them, cited everywhere
    """
    first: dict[tuple[str, str], Source] = {}
    for source in _all(checked):
        title = _WORDS.sub("", _raw(source, "title").lower())
        if len(title) < 15:
            continue
        other = first.setdefault((title, source.raw("year", "date")[:4]), source)
        if other is not source and _one_work(source, other):
            yield Finding(
                source.place,
                f"@{shortened(source.key)} seems to be the same work as @{shortened(other.key)}",
                f"the first is at {other.place.path}:{other.place.line}; keep one, and cite it everywhere",
            )


def _one_work(one: Source, other: Source) -> bool:
    """Whether nothing tells two entries with one title and year apart."""
    if (one.doi and other.doi) or one.type != other.type:
        return False
    for name in ("volume", "number", "pages", "edition", "chapter", "url"):
        if one.raw(name) and other.raw(name) and one.raw(name) != other.raw(name):
            return False
    return [name.family[:1] for name in one.authors[:1]] == [name.family[:1] for name in other.authors[:1]]


def required_field(checked: Checked) -> Iterator[Finding]:
    """An entry has the fields without which nobody finds the work.

    An article has a title, a journal and a year; a book a title and an author or editor; a chapter a title and a
    booktitle; a thesis a title and an author; everything else a title.

    Wrong: @article{author2024, author = {Author, A.}, title = {An example}}
    Right: the same with journal = {Journal of Examples}, year = {2024}
    """
    for source in _all(checked):
        for names in _REQUIRED.get(source.type, (("title",),)):
            if not _has(source, names):
                yield Finding(
                    source.place,
                    f"@{shortened(source.key)} has no {listed(names[:2])}",
                    _misspelt(source, names) or f"add a line {names[0]} = {{…}},",
                )


def expected_field(checked: Checked) -> Iterator[Finding]:
    """An entry has what readers look for: who wrote it, volume and pages, publisher, the school of a thesis.

    Wrong: @book{author2020, author = {Author, A.}, title = {An example}, year = {2020}}
    Right: the same with publisher = {Example Press}
    """
    for source in _all(checked):
        for names in _EXPECTED.get(source.type, ()):
            if not _has(source, names):
                yield Finding(
                    source.place, f"@{shortened(source.key)} has no {listed(names[:2])}", "add it if the work has one"
                )


def _has(source: Source, names: tuple[str, ...]) -> bool:
    fields = source.fields
    return any(name in fields and fields[name].raw.strip() for name in names) or any(
        name in fields for name in _INHERITING
    )


def _misspelt(source: Source, names: tuple[str, ...]) -> str:
    unknown = [name for name in source.fields if name not in _KNOWN_FIELDS]
    for name in names:
        if near := get_close_matches(name, unknown, n=1, cutoff=0.75):
            return f"is {shortened(near[0])} meant to be {name}?"
    return ""


def unknown_type(checked: Checked) -> Iterator[Finding]:
    """The word after @ is a type of BibTeX or biblatex.

    Wrong: @artcle{author2024, …}
    Right: @article{author2024, …}
    """
    for source in _all(checked):
        if source.type not in _TYPES:
            hint = (
                did_you_mean(source.type, _TYPES, "@")
                or "the commonest are @article, @book, @incollection, @online and @misc"
            )
            yield Finding(source.place, f"@{shortened(source.type)} is no type of entry", hint)


def key_in_capitals(checked: Checked) -> Iterator[Finding]:
    """Two keys differ in more than their capitals.

    Otherwise one is cited for the other.

    Wrong: author2024 and Author2024
    Right: author2024 and author2024sleep
    """
    first: dict[str, Source] = {}
    for source in _all(checked):
        other = first.setdefault(source.key.lower(), source)
        if other is not source:
            yield Finding(
                source.place,
                f"the keys {shortened(source.key)} and {shortened(other.key)} differ only in their capitals",
                "add a word to one of them",
            )


def uncitable_key(checked: Checked) -> Iterator[Finding]:
    """A key can be written in a citation.

    Wrong: author[2024], author@2024
    Right: author2024
    """
    for source in _all(checked):
        if not source.key.isalnum() and re.search(r"[@\[\]{};]", source.key):
            yield Finding(
                source.place,
                f"the key {shortened(source.key)} cannot be cited",
                "use letters, digits, hyphens and colons",
            )


def doi_form(checked: Checked) -> Iterator[Finding]:
    """A DOI begins with 10., a number and a slash, and holds no spaces.

    Wrong: doi = {10.1234/example.}
    Right: doi = {10.1234/example}
    """
    for source in _with(checked, "doi"):
        raw = _raw(source, "doi").strip()
        bare = _DOI_PREFIX.sub("", source.plain("doi"), count=1).strip()
        if not raw or (_DOI.fullmatch(bare) and not bare.endswith((".", ",", ";"))):
            continue
        mended = bare.rstrip(".,;")
        if _DOI.fullmatch(mended):
            yield Finding(
                source.place_of("doi"),
                "this DOI ends with a sign that is not part of it",
                f"write {mended}",
                _whole(source, "doi", mended),
            )
        else:
            yield Finding(
                source.place_of("doi"),
                f"this is no DOI: {shortened(raw)}",
                "it begins with 10., such as 10.1234/example; copy it again",
            )


def doi_prefix(checked: Checked) -> Iterator[Finding]:
    """A DOI is written bare; the hub makes the link.

    Wrong: doi = {https://doi.org/10.1234/example}
    Right: doi = {10.1234/example}
    """
    for source in _with(checked, "doi"):
        raw = _raw(source, "doi").strip()
        if (match := _DOI_PREFIX.match(raw)) and _DOI.fullmatch(raw[match.end() :]):
            bare = raw[match.end() :]
            yield Finding(source.place_of("doi"), "a DOI is written bare", f"write {bare}", _whole(source, "doi", bare))


def doi_in_address(checked: Checked) -> Iterator[Finding]:
    """A DOI that stands in the address of an entry is better in its field doi.

    Then the hub knows it, finds the same work under another key, and shortens the reference.

    Wrong: url = {https://doi.org/10.1234/example}
    Right: doi = {10.1234/example}
    """
    for source in _with(checked, "url"):
        raw = _raw(source, "url").strip()
        if (match := _DOI_PREFIX.match(raw)) and "doi" not in source.fields and _DOI.fullmatch(raw[match.end() :]):
            yield Finding(
                source.place_of("url"), "this address is a DOI", f"write doi = {{{raw[match.end() :]}}} instead"
            )


def isbn(checked: Checked) -> Iterator[Finding]:
    """The check digit of an ISBN is right.

    Wrong: isbn = {978-0-00-000000-1}
    Right: isbn = {978-0-00-000000-2}
    """
    return _numbers(checked, "isbn", "an ISBN", check_digits.isbn)


def issn(checked: Checked) -> Iterator[Finding]:
    """The check digit of an ISSN is right.

    Wrong: issn = {0000-0001}
    Right: issn = {0000-0000}
    """
    return _numbers(checked, "issn", "an ISSN", check_digits.issn)


def _numbers(checked: Checked, name: str, what: str, valid: Callable[[str], bool]) -> Iterator[Finding]:
    for source in _with(checked, name):
        # Exports put several into one field, with words in brackets behind them.
        for part in re.split(r"[,;/]|\s{2,}|\band\b|(?<=[\dX]) (?=97[89]|\d{4}-)", _raw(source, name)):
            written = re.sub(r"\([^()]*\)|^\s*(?:ISBN|ISSN)(?:-1[03])?:?|[a-z]+\s*:", "", part, flags=re.IGNORECASE)
            number = re.sub(r"[\s–—-]", "", written)
            if number and not valid(number):
                yield Finding(
                    source.place_of(name),
                    f"this is not {what}: {shortened(written.strip())}",
                    "a digit is wrong, missing or too many; copy it again",
                )


def reversed_pages(checked: Checked) -> Iterator[Finding]:
    """The last page is not before the first.

    Wrong: pages = {120--112}
    Right: pages = {112--120}
    """
    for source in _with(checked, "pages"):
        match = _PAGES.fullmatch(_raw(source, "pages").strip())
        # A last page with fewer digits is short for a longer one: 1309-15.
        if match and len(match["last"]) == len(match["first"]) and match["last"] < match["first"]:
            right = f"{match['letter']}{match['last']}--{match['letter']}{match['first']}"
            yield Finding(
                source.place_of("pages"),
                f"the pages {shortened(match[0])} run backwards",
                f"is {shortened(right)} meant?",
            )


def year_form(checked: Checked) -> Iterator[Finding]:
    """A year has four digits, and is not far in the future.

    What has not appeared yet has a year of its own in words: in press, forthcoming.

    Wrong: year = {24}, year = {2204}, year = {2024a}
    Right: year = {2024}
    """
    for source in _all(checked):
        raw = _raw(source, "year").strip(" {}")
        if not raw or raw.isalpha():
            continue
        place = source.place_of("year")
        if re.fullmatch(r"\d{4}[a-z]", raw):
            yield Finding(
                place, f"the hub adds the letter of {raw} itself", f"write {raw[:4]}", _whole(source, "year", raw[:4])
            )
        elif re.fullmatch(r"\d{1,2}|\d{5,}", raw):
            yield Finding(place, f"the year {shortened(raw)} has not four digits", "write all four, such as 2024")
        elif re.fullmatch(r"\d{4}", raw) and int(raw) > checked.today.year + 1:
            yield Finding(place, f"the year {raw} is in the future", "mend it, or write in press")


def et_al(checked: Checked) -> Iterator[Finding]:
    """The field author names people, parted by "and"; the hub shortens the list itself.

    "et al." would be printed as a person. Where the others are not known, write "and others".

    Wrong: author = {Author, A. et al.}
    Right: author = {Author, A. and others}
    """
    for source in _all(checked):
        for name in ("author", "editor"):
            raw = _raw(source, name)
            if " al" in raw and (match := _ET_AL.search(raw)):
                yield Finding(
                    source.place_of(name),
                    "et al. would be printed as a person",
                    "name all authors, or write: and others",
                    _part(source, name, match, " and others") if not raw[match.end() :].strip(" {},.") else None,
                )


def ampersand(checked: Checked) -> Iterator[Finding]:
    """Between two authors stands "and".

    A sign such as & makes one person of two.

    Wrong: author = {Author, A. & Writer, B.}
    Right: author = {Author, A. and Writer, B.}
    """
    for source in _all(checked):
        for name in ("author", "editor"):
            raw = _raw(source, name)
            if "&" in raw and "{" not in raw and "&amp;" not in raw and (match := _AMPERSAND.search(raw)):
                yield Finding(
                    source.place_of(name),
                    "& makes one person of two",
                    "write and between authors; put the name of an organisation into braces",
                    _part(source, name, match, " and ") if not _ORGANISATION.search(raw) else None,
                )


def organisation(checked: Checked) -> Iterator[Finding]:
    """The name of an organisation stands in braces of its own.

    Without them, its last word is taken for a family name: "Organization, W. H."

    Wrong: author = {World Health Organization}
    Right: author = {{World Health Organization}}
    """
    for source in _all(checked):
        for name in ("author", "editor"):
            raw = _raw(source, name)
            if not raw or "{" in raw or not _ORGANISATION.search(raw):
                continue
            for person in re.split(r"\s+and\s+(?=[A-Z])", raw):
                if "," not in person and person.count(" ") and _ORGANISATION.search(person):
                    alone = person == raw
                    yield Finding(
                        source.place_of(name),
                        f"{shortened(person)} would be printed as a person",
                        f"write {{{{{shortened(person)}}}}}",
                        _whole(source, name, f"{{{raw}}}") if alone else None,
                    )


def title_in_capitals(checked: Checked) -> Iterator[Finding]:
    """A title is not written in capitals.

    No style turns capitals into small letters, because it cannot know which must stay.

    Wrong: title = {SLEEP IN MEDICAL STUDENTS}
    Right: title = {Sleep in medical students}
    """
    for source in _with(checked, "title"):
        raw = _raw(source, "title")
        if raw.isupper() and sum(sign.isalpha() for sign in raw) > 14 and raw.strip().count(" ") >= 2:
            yield Finding(
                source.place_of("title"),
                "this title is all in capitals",
                f"write {shortened(raw.strip('{} ').capitalize())}",
            )


def title_stop(checked: Checked) -> Iterator[Finding]:
    """A title ends without a full stop; the style sets one.

    Wrong: title = {Sleep in medical students.}
    Right: title = {Sleep in medical students}
    """
    for source in _with(checked, "title"):
        raw = _raw(source, "title").rstrip()
        if raw.endswith(".") and not raw.endswith("..") and not re.search(r"\b(?:\w|etc|al|Inc|Jr|vs|Co|Ltd)\.$", raw):
            yield Finding(
                source.place_of("title"),
                "this title ends with a full stop, so there will be two",
                "delete it",
                _whole(source, "title", raw[:-1]),
            )


def web_signs(checked: Checked) -> Iterator[Finding]:
    """A field holds no signs of HTML.

    They come with copied entries, and would be printed as they stand.

    Wrong: title = {Sleep &amp; health}
    Right: title = {Sleep \\& health}
    """
    for source in _all(checked):
        for name in ("title", "journal", "author", "publisher", "booktitle"):
            raw = _raw(source, name)
            if ("&" in raw or "<" in raw) and (match := _ENTITY.search(raw)):
                fix = _part(source, name, match, r"\&") if match[0] == "&amp;" else None
                yield Finding(
                    source.place_of(name),
                    f"{shortened(match[0])} would be printed as it stands",
                    "write the sign itself, or delete it",
                    fix,
                )


def unusable_address(checked: Checked) -> Iterator[Finding]:
    """The field url is a web address.

    Any other is left out of the reference, so that readers look for it in vain.

    Wrong: url = {www.example.org}
    Right: url = {https://www.example.org}
    """
    for source in _with(checked, "url"):
        raw = re.sub(r"\\([_%&#~])", r"\1", _raw(source, "url").strip())
        if raw and not is_web_address(raw):
            yield Finding(
                source.place_of("url"), f"this is no web address: {shortened(raw)}", "it begins with https://"
            )


def access_date(checked: Checked) -> Iterator[Finding]:
    """A web page has the day on which you read it.

    Pages change; the day tells readers which one you saw.

    Wrong: @online{…, url = {https://example.org/page}}
    Right: the same with urldate = {2026-03-01}
    """
    for source in _with(checked, "url"):
        if source.type in {"online", "electronic", "www", "webpage"} and not source.raw("urldate", "doi", "note"):
            yield Finding(source.place_of("url"), "the day of reading is missing", "add urldate = {2026-03-01},")


def source_placeholder(checked: Checked) -> Iterator[Finding]:
    """Nothing in an entry is left to be filled in.

    Wrong: note = {Link to external site}
    Right: (leave the field out)
    """
    suspicious = {text for text in _texts(checked) if any(word in text.content for word in _LEFT_OVER)}
    for source in _all(checked) if suspicious else ():
        if source.text not in suspicious:
            continue
        for name in ("title", "author", "note", "year", "journal", "howpublished", "url", "publisher"):
            raw = _raw(source, name)
            if (
                raw
                and (match := _PLACEHOLDER.search(raw))
                and (match[0].upper() not in {"TODO", "FIXME"} or match[0].isupper())
            ):
                yield Finding(
                    source.place_of(name),
                    f"“{shortened(match[0])}” was left to be filled in",
                    "fill it in, or delete the field",
                )


def preprint(checked: Checked) -> Iterator[Finding]:
    """A preprint is not called an article of a journal.

    Readers must know that nobody has reviewed it. Look first whether the journal's version has appeared.

    Wrong: @article{…, journal = {medRxiv}}
    Right: @misc{…, howpublished = {Preprint at medRxiv}}
    """
    for source in _all(checked):
        if source.type == "article" and _PREPRINT.search(source.raw("journal", "journaltitle")):
            yield Finding(
                source.place,
                f"@{shortened(source.key)} is a preprint",
                "has the article itself appeared? if not, use @misc",
            )


def spelt_twice(checked: Checked) -> Iterator[Finding]:
    """A journal is written in one way everywhere.

    Otherwise readers of the list of sources take it for two.

    Wrong: journal = {S Afr Med J} here, and journal = {S. Afr. Med. J.} there
    Right: journal = {South African Medical Journal}
    """
    spelt: dict[str, dict[str, Source]] = defaultdict(dict)
    for source in _with(checked, "journal"):
        raw = _raw(source, "journal").replace("{", "").replace("}", "").strip()
        spelt[_WORDS.sub("", raw.lower().removeprefix("the "))].setdefault(raw, source)
    for ways in spelt.values():
        first, *others = ways.items()
        for raw, source in others:
            yield Finding(
                source.place_of("journal"),
                f"{shortened(raw)} is written {shortened(first[0])} elsewhere",
                f"at {first[1].place.path}:{first[1].place.line}; write both alike",
            )


def _texts(checked: Checked) -> dict[Text, None]:
    """The files of the bibliography."""
    return dict.fromkeys(source.text for source in _all(checked))


def _raw(source: Source, name: str) -> str:
    """A field as it is written; there are thousands of entries, and this is asked of each twenty times."""
    field = source.fields.get(name)
    return field.raw if field else ""


def _all(checked: Checked) -> Iterator[Source]:
    return iter(checked.catalogue.bibliography.sources.values())


def _with(checked: Checked, name: str) -> list[Source]:
    return [source for source in checked.catalogue.bibliography.sources.values() if name in source.fields]


def _whole(source: Source, name: str, text: str) -> Fix | None:
    """A mend of a whole field, where it is written out in one piece."""
    field = source.fields[name]
    end = field.offset + len(field.raw)
    return Fix(field.offset, end, text) if source.text.content[field.offset : end] == field.raw else None


def _part(source: Source, name: str, match: re.Match[str], text: str) -> Fix | None:
    """A mend of a part of a field."""
    whole = _whole(source, name, "")
    return Fix(whole.start + match.start(), whole.start + match.end(), text) if whole else None
