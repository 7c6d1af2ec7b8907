"""Checks of the entries of the bibliography: complete, findable, and without duplicates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher, get_close_matches
from itertools import chain

from studenthub.model.articles import Article
from studenthub.model.sources import uncited
from studenthub.model.sources.source import Source
from studenthub.parse.folding import fold
from studenthub.rules.bibliography.entries import EntryPart, every, having, written
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import did_you_mean, listed, shortened

#: Fields that an entry cannot do without; one of each group is enough.
_DATE = ("year", "date", "pubstate")
_PEOPLE = ("author", "editor")
_PROCEEDINGS = ("booktitle", "maintitle", "journal", "journaltitle", "eventtitle", "series")
_REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (("title",), ("journal", "journaltitle", "booktitle"), _DATE),
    "book": (("title",), _PEOPLE),
    "incollection": (("title", "chapter"), ("booktitle", "maintitle", "journal")),
    "inproceedings": (("title",), _PROCEEDINGS),
    "conference": (("title",), _PROCEEDINGS),
    "phdthesis": (("title",), ("author",)),
    "mastersthesis": (("title",), ("author",)),
    "thesis": (("title",), ("author",)),
}
#: What says which work is meant where it has no title: a private communication, a letter.
_IN_PLACE_OF_TITLE = ("howpublished", "note", "booktitle", "maintitle")
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
    "legislation": (_DATE,),
    "jurisdiction": (_DATE,),
    "online": (("author", "organization", "editor"), ("url", "doi")),
}
#: From this year on, nearly every article can be found online.
_ONLINE = 2000
#: Names of fields that biblatex uses for what students know by another name.
_TWINS = {"journaltitle", "date", "eid", "bookauthor", "chapter", "maintitle"}
#: The entry types of BibTeX and biblatex (https://ctan.org/pkg/biblatex, section 2.1), and a few that Zotero writes.
_TYPES = {
    "article", "artwork", "audio", "bibnote", "book", "bookinbook", "booklet", "collection", "commentary",
    "conference", "customa", "customb", "customc", "customd", "custome", "customf", "dataset", "electronic", "image",
    "inbook", "incollection", "inproceedings", "inreference", "jurisdiction", "legal", "legislation", "letter",
    "magazine", "manual", "mastersthesis", "misc", "movie", "music", "mvbook", "mvcollection", "mvproceedings",
    "mvreference", "newspaper", "online", "patent", "performance", "periodical", "phdthesis", "proceedings",
    "reference", "report", "review", "set", "software", "standard", "suppbook", "suppcollection", "suppperiodical",
    "techreport", "thesis", "unpublished", "video", "webpage", "www", "xdata",
}  # fmt: skip
_KNOWN_FIELDS = {
    "author", "editor", "title", "journal", "journaltitle", "booktitle", "year", "date", "publisher",
    "school", "pages", "volume",
}  # fmt: skip
#: What people write in the place of the journal of a guideline. The WHO has journals as well.
_GUIDELINE = re.compile(
    r"\A\W*(?:(?:NICE|SIGN|WHO)\b.*\bguid(?:eline|ance)|NICE\W*\Z|National Institute for Health)", re.IGNORECASE
)
_PREPRINT = re.compile(r"\b(?:arxiv|biorxiv|medrxiv|preprints?|research square|ssrn|researchgate)\b", re.IGNORECASE)
_LIKE_A_CITATION = re.compile(r"@([\w:./+-]+\w)")
_WORDS = re.compile(r"[\W_]+")
#: Shortest and longest title that is compared, the number of others it is compared with, and the likeness (0 to 1)
#: from which two are one.
_SHORTEST_TITLE, _LONGEST_TITLE, _NEIGHBOURS, _ALIKE = 15, 300, 20, 0.95
#: A slip in a shorter one makes another title: MongoDB, MonetDB.
_LONG_TITLE = 40


def never_cited(checked: Checked) -> Iterator[Finding]:
    """An entry of the bibliography is cited by an article.

    An entry that nobody cites does no harm, but somebody may have forgotten to cite it.

    Wrong: an entry in bib/ that no article names
    Right: the same, cited as [@author2024], or deleted
    """
    lists = checked.settings.reference_lists
    bodies = chain((guide.body for guide in checked.guides), (article.body for article in checked.catalogue.articles))
    if any(uncited.lists_all(body, lists) for body in bodies):
        return
    cited = {key for article in checked.catalogue.articles for key in _named(article)}
    parents = {source.raw("crossref").strip().casefold() for source in every(checked) if "crossref" in source.fields}
    for source in every(checked):
        if source.key not in cited and source.key.casefold() not in parents:
            yield EntryPart(source).found(f"no article cites @{shortened(source.key)}", "cite it, or delete it")


def _named(article: Article) -> Iterator[str]:
    """The keys that an article cites, or would if its citations had no slips."""
    yield from article.keys
    if article.text.content.count("@") > sum(len(group.cites) for group in article.groups):
        yield from _LIKE_A_CITATION.findall(article.text.content, article.body_start)


def same_doi(checked: Checked) -> Iterator[Finding]:
    """A work has one entry, and one DOI.

    With two, a list of references has it twice, and readers who follow one do not find who cites the other.

    Two that say the same do no harm, unless one article cites both (HUB317).

    Wrong: author2024 and author2024sleep, both with doi = {10.1234/example}
    Right: one of them, cited everywhere
    """
    first: dict[str, Source] = {}
    for source in every(checked):
        if "doi" in source.fields and source.doi:
            other = first.setdefault(source.doi.lower(), source)
            if other is not source:
                message = f"@{shortened(source.key)} and @{shortened(other.key)} have the same DOI"
                doi = EntryPart(source, "doi")
                yield doi.found(message, _keep_one(other), harmless=source.says_as(other)).about(other)


def same_work(checked: Checked) -> Iterator[Finding]:
    """A work has one entry: no other entry has the same title, first author and year.

    A slip in one of the titles does not make two works of it.

    Wrong: author2024 and author2024a, which differ in nothing but the key
    Right: one of them, cited everywhere
    """
    alike: dict[tuple[str, str], list[tuple[str, Source]]] = defaultdict(list)
    for source in every(checked):
        title = _WORDS.sub("", written(source, "title").lower())
        if len(title) >= _SHORTEST_TITLE:
            who = fold(source.authors[0].sort_name) if source.authors else ""
            earlier = alike[who, source.raw("year", "date")[:4]]
            same = ((before, other) for before, other in earlier[-_NEIGHBOURS:] if _one_title(title, before))
            if other := next((other for before, other in same if _one_work(source, other, title == before)), None):
                message = f"@{shortened(source.key)} seems to be the same work as @{shortened(other.key)}"
                yield EntryPart(source).found(message, _keep_one(other)).about(other)
            earlier.append((title, source))


def _keep_one(first: Source) -> str:
    """What to do about two entries of one work."""
    return f"the first is at {first.place.path}:{first.place.line}; keep one, and cite it everywhere"


def _one_title(one: str, other: str) -> bool:
    """Whether two titles are the same but for a slip."""
    if one == other:
        return True
    if max(len(one), len(other)) > _LONGEST_TITLE:
        return False
    # A slip is at one end of a title at most; numbers make two works of it: part 1 and part 2.
    if (one[:5] != other[:5] and one[-5:] != other[-5:]) or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= _ALIKE and match.quick_ratio() >= _ALIKE and match.ratio() >= _ALIKE


def _one_work(one: Source, other: Source, is_same_title: bool) -> bool:
    """Whether two entries with one title and year have no difference; titles with a slip need one journal or book."""
    if (one.doi and other.doi) or one.type != other.type:
        return False
    containers = fold(one.container), fold(other.container)
    if not is_same_title and (containers[0] != containers[1] or not (containers[0] or len(one.title) >= _LONG_TITLE)):
        return False
    if containers[0] != containers[1] and "://" in one.container + other.container:
        return False
    told_apart = ("volume", "number", "pages", "edition", "chapter", "url", "related")
    return all(one.raw(name) in ("", other.raw(name)) or not other.raw(name) for name in told_apart)


def required_field(checked: Checked) -> Iterator[Finding]:
    """An entry has the fields without which nobody finds the work.

    An article has a title, a journal and a year; a book a title and an author or editor; a chapter a title and a
    booktitle; a thesis a title and an author; everything else a title. Where a work has no date, the year is n.d.

    Without a title, a reference names no work, so this is an error. The rest is advice.

    Wrong: @article{author2024, author = {Author, A.}, title = {An example}}
    Right: the same with journal = {Journal of Examples}, year = {2024}
    """
    for source in _with_parents(checked):
        for names in _REQUIRED.get(source.type, (("title",),)):
            if not _has(source, names):
                yield _missing(
                    source,
                    [_said(names)],
                    _misspelt(source, names) or _where_from(source, names[0]),
                    harmless="title" not in names or _has(source, _in_place_of_title(source)),
                )


def _with_parents(checked: Checked) -> Iterator[Source]:
    """The entries whose parents are there. What others lack may be in the missing parent, which is reported itself."""
    bibliography = checked.catalogue.bibliography
    known = {key.casefold() for key in bibliography.sources}
    # Entries @xdata are no works, and are kept with those that cannot be cited.
    shared = {key.casefold() for key in bibliography.broken}
    for source in every(checked):
        parents, data = written(source, "crossref"), written(source, "xdata").replace(",", " ")
        if known.issuperset(parents.casefold().split()) and shared.issuperset(data.casefold().split()):
            yield source


def _in_place_of_title(source: Source) -> tuple[str, ...]:
    return _IN_PLACE_OF_TITLE if source.type in _REQUIRED else (*_IN_PLACE_OF_TITLE, "journal", "journaltitle")


def _where_from(source: Source, name: str) -> str:
    if name == "journal" and "url" in source.fields and "volume" not in source.fields:
        return f"add a line journal = {{…}},; or is it a web page? then write @online in place of @{source.type}"
    if name == "year":
        return "add a line year = {2024},; where the work has none, year = {n.d.},"
    return f"add a line {name} = {{…}},"


def expected_field(checked: Checked) -> Iterator[Finding]:
    """An entry has what readers look for: who wrote it, volume and pages, a DOI or an address, publisher, school.

    Wrong: @book{author2020, author = {Author, A.}, title = {An example}, year = {2020}}
    Right: the same with publisher = {Example Press}
    """
    for source in _with_parents(checked):
        if _is_preprint(source):
            # HUB437 says what it is.
            continue
        expected = (("author",),) if _is_alone(source) else _EXPECTED.get(source.type, ())
        missing = [_said(names) for names in expected if not _has(source, names)]
        if source.type == "article" and re.fullmatch(r"[0-9]{4}", source.year) and int(source.year) >= _ONLINE:
            missing += ["doi or url"] if not _has(source, ("doi", "url", "pmid", "pmcid", "eprint")) else []
        if missing:
            hint = "add what the work has of these" if len(missing) > 1 else "add it, if the work has one"
            yield _missing(source, missing, hint)


def _missing(source: Source, fields: Sequence[str], hint: str, *, harmless: bool = False) -> Finding:
    words = listed((f"no {name}" for name in fields), "and")
    found = EntryPart(source).found(f"@{shortened(source.key)} has {words}", hint, harmless=harmless)
    return replace(found, missing=tuple(fields))


def _is_alone(source: Source) -> bool:
    """Whether an article has no place in a volume: that of a magazine on the web, or one whose journal is missing."""
    if source.type != "article":
        return False
    volume = ("volume", "number", "pages", "eid", "articleno")
    return not _has(source, ("journal", "journaltitle", "booktitle")) or (
        "url" in source.fields and not _has(source, volume)
    )


def _said(names: tuple[str, ...]) -> str:
    """The fields of a group as students know them."""
    return listed(name for name in names[:2] if name not in _TWINS)


def _has(source: Source, names: tuple[str, ...]) -> bool:
    fields = source.fields
    return any(name in fields and fields[name].raw.strip() for name in names)


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
    for source in every(checked):
        if source.type not in _TYPES:
            hint = (
                did_you_mean(source.type, _TYPES, "@")
                or "the commonest are @article, @book, @incollection, @online and @misc"
            )
            yield EntryPart(source).found(f"@{shortened(source.type)} is not a type of entry", hint)


def key_in_capitals(checked: Checked) -> Iterator[Finding]:
    """Two keys differ in more than their capitals.

    Otherwise one is cited for the other.

    Wrong: author2024 and Author2024
    Right: author2024 and author2024sleep
    """
    first: dict[str, Source] = {}
    for source in every(checked):
        other = first.setdefault(source.key.lower(), source)
        if other is not source:
            message = f"the keys {shortened(source.key)} and {shortened(other.key)} differ only in their capitals"
            yield EntryPart(source).found(message, "add a word to one of them").about(other)


def uncitable_key(checked: Checked) -> Iterator[Finding]:
    """A key can be written in a citation.

    Wrong: author[2024], author@2024
    Right: author2024
    """
    for source in every(checked):
        if not source.key.isalnum() and re.search(r"[@\[\]{};]", source.key):
            message = f"the key {shortened(source.key)} cannot be cited"
            yield EntryPart(source).found(message, "use letters, digits, hyphens and colons")


def preprint(checked: Checked) -> Iterator[Finding]:
    """A preprint is not listed as a journal article.

    Readers must know that nobody has reviewed it. First check whether the journal's version has appeared.

    Wrong: @article{…, journal = {medRxiv}}
    Right: @misc{…, howpublished = {Preprint at medRxiv}}
    """
    for source in every(checked):
        if _is_preprint(source):
            message = f"@{shortened(source.key)} is a preprint"
            yield EntryPart(source).found(message, "has the article itself appeared? if not, use @misc")


def guideline(checked: Checked) -> Iterator[Finding]:
    """A guideline is a report, and not an article in a journal.

    Otherwise readers look for a journal that does not exist.

    Wrong: @article{…, journal = {NICE guideline [NG1]}}
    Right: @techreport{…, institution = {National Institute for Health and Care Excellence}, number = {NG1}}
    """
    for source in every(checked):
        address, journal = source.raw("url"), source.raw("journal", "journaltitle")
        is_of_nice = not journal and "nice.org.uk/guidance/" in address
        if source.type == "article" and (is_of_nice or _GUIDELINE.search(journal)):
            hint = "write @techreport, with institution = {…} and its number = {…}"
            yield EntryPart(source).found(f"@{shortened(source.key)} is a guideline, and no article", hint)


def _is_preprint(source: Source) -> bool:
    return source.type == "article" and _PREPRINT.search(source.raw("journal", "journaltitle")) is not None


def spelt_twice(checked: Checked) -> Iterator[Finding]:
    """A journal is written in one way everywhere, either in full or abbreviated.

    Otherwise readers of the list of sources take it for two.

    Wrong: journal = {J Examples} here, and journal = {Journal of Examples} there
    Right: journal = {Journal of Examples} everywhere
    """
    spelt: dict[str, dict[str, EntryPart]] = defaultdict(dict)
    for journal in having(checked, "journal"):
        name = journal.raw.replace("{", "").replace("}", "").strip()
        if "://" in name:
            continue
        spelt[_initials(name)].setdefault(name, journal)
    for ways in spelt.values():
        names = list(ways)
        for number, name in enumerate(names):
            for other in names[:number]:
                if _one_journal(name, other):
                    place = ways[other].source.place
                    message = f"{shortened(name)} is written {shortened(other)} elsewhere"
                    hint = f"at {place.path}:{place.line}; write both in the same way"
                    yield ways[name].found(message, hint).about(ways[other].source)
                    break


def _initials(name: str) -> str:
    return "".join(word[0] for word in _significant(name))


def _significant(name: str) -> list[str]:
    words = fold(name.replace(".", " ").replace("&", " ").replace("-", " ")).split()
    return [word for word in words if word not in {"the", "of", "and", "for", "in", "on", "de", "la", "der", "van"}]


def _one_journal(one: str, other: str) -> bool:
    """Whether each word of the one begins like the word of the other: S Afr Med J, South African Medical Journal."""
    pairs = list(zip(_significant(one), _significant(other), strict=True))
    # One word is short for many: comb, ejc.
    return (len(pairs) > 1 or fold(one) == fold(other)) and all(a.startswith(b) or b.startswith(a) for a, b in pairs)
