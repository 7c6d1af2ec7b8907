"""A check for fields of an entry that the hub's style does not print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from studenthub import styles
from studenthub.model.sources.csl_items import USED
from studenthub.model.sources.entry_fields import CONTAINER
from studenthub.model.sources.source import Source
from studenthub.parse import latex
from studenthub.parse.bibtex.names import names
from studenthub.parse.folding import fold
from studenthub.parse.references import dates
from studenthub.rules.bibliography.entries import EntryPart
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened
from studenthub.styles import printed

#: The fields whose words are in one variable of CSL.
_VARIABLES = {"note": "note", "addendum": "note", "howpublished": "publisher"}
#: Where a thesis or report was written: other works have these fields from databases.
_WHERE_WRITTEN = ("school", "institution", "university")
#: The titles of a whole or of its parts, which are printed with the title of the journal, the book or the work.
_TITLES = tuple(sorted(name for name in CONTAINER if name.endswith("subtitle") or name == "maintitle"))
_TITLE_VARIABLES = {"container-title", "container-title-short"}
#: What programs write into notes: the name of a field of a database and its value, or another day.
_OF_PROGRAMS = re.compile(
    r"(?:Number|Publisher|Section|Company|Distributor|Institution|Label|Pages|Series|Type|ISBN|_?eprint|Book Title"
    r"|Conference Name|Archive Location|Includes bibliographical references"
    r"|Posted|Published(?: online)?|Volume publication date)\b",
    re.IGNORECASE,
)
#: The fields that a number of arXiv is in.
_NUMBERS = ("eprint", "doi", "url", "journal", "volume")
_SIGNS = re.compile(r"[\W_]+")
#: What has a field of its own, which styles print: a version, and the day on which a page was read.
_VERSION = re.compile(r"(?:R package |Python package )?version (?P<number>[\w.-]*\d)\.?", re.IGNORECASE)
_READ = re.compile(r"\W*(?:online\W+)?(?:last )?(?:accessed|visited|retrieved|read)\b", re.IGNORECASE)
#: Names of fields with which other programs do something, though they are a letter away from another.
_OF_OTHERS = frozenset(
    {"volumes", "eissn", "editora", "editorb", "editorc", "notes", "numbers"}
    | {"isrn", "ismn", "isan", "eisbn", "essn"}
)
_SHORTEST_NAME = 4
_FIELDS = frozenset({*_VARIABLES, *_WHERE_WRITTEN, *_TITLES, "eprint"})


def unprinted_field(checked: Checked) -> Iterator[Finding]:
    """The hub's style has a place for what an entry says.

    Most styles print no note and no addendum. "howpublished" takes the place of a publisher, and is not printed beside
    one, nor where a style prints no publisher of such a work. Of "eprint" readers see a number or a link, if the hub
    knows from "eprinttype" where it leads. Mendeley has written the same few numbers, such as the arXiv number
    1011.1669, into entries of works that have none: the hub leaves them out. A field whose name has a slip is not read.
    Sources that no article cites are not checked.

    Wrong: note = {Translated by the authors}
    Right: the same words in the text of the article; or annotation = {…}, if they are only for yourselves
    """
    try:
        style = styles.of_hub(checked.settings)
    except styles.UnknownStyle:
        return
    sources = checked.catalogue.bibliography.sources
    for source in map(sources.__getitem__, checked.catalogue.by_source):
        yield from _invented(source)
        yield from _misspelt(source)
        if not _FIELDS.isdisjoint(source.fields):
            yield from _unprinted(source, style)


def _unprinted(source: Source, style: styles.Style) -> Iterator[Finding]:
    variables = printed.variables(style, source)
    for name, variable in _VARIABLES.items():
        said = latex.plain(str(source.csl.get(variable, "")))
        text = source.plain(name).rstrip(".")
        if text and text in said and variable not in variables and not _is_said(source, text):
            yield _no_place(source, name, style, _field_for(source, name, style))
    how = source.plain("howpublished")
    if how and "://" not in how and how != latex.plain(str(source.csl.get("publisher", ""))):
        message = f"readers do not see this howpublished: {shortened(how)}"
        yield EntryPart(source, "howpublished").found(message, "keep one of howpublished and publisher")
    if source.csl["type"] in ("thesis", "report") and "publisher" not in variables and "publisher" in source.csl:
        where = (name for name in _WHERE_WRITTEN if source.raw(name) and not _is_author(source, name))
        yield from (_no_place(source, name, style) for name in where)
    yield from (_no_place(source, name, style) for name in _TITLES if _is_lost(source, name, variables))
    if (eprint := source.plain("eprint")) and not {"DOI", "URL", "PMID", "number"} & source.csl.keys():
        message = f"readers do not see this eprint: {shortened(eprint)}"
        hint = "add eprinttype = {arxiv}, {pubmed} or {jstor}; or url = {https://…}"
        yield EntryPart(source, "eprint").found(message, hint)


def _invented(source: Source) -> Iterator[Finding]:
    for name, field in source.invented.items():
        message = f"readers do not see this {name}: Mendeley writes {shortened(field.raw)} where it knows none"
        hint = "delete the field, or put the right number into it"
        yield Finding(source.text.place(field.offset), message, hint, keys=(source.key,))


def _misspelt(source: Source) -> Iterator[Finding]:
    """Fields whose names are a slip away from those of fields that the entry does not have."""
    for name in source.fields.keys() - USED - _OF_OTHERS:
        if meant := next((right for right in _alike(name) if right not in source.fields), ""):
            part = EntryPart(source, name)
            yield part.found(f"readers do not see the field {name}", f"did you mean {meant}?", _renamed(part, meant))


@lru_cache(maxsize=1000)
def _alike(name: str) -> list[str]:
    """The names of fields that are a slip away from ``name``, from A to Z."""
    return sorted(right for right in USED if len(right) >= _SHORTEST_NAME and _is_slip(name, right))


def _is_slip(name: str, right: str) -> bool:
    """Whether one letter is missing, too much or another one, or two have changed places."""
    longest = max(len(name), len(right))
    start = next((at for at in range(longest) if name[at : at + 1] != right[at : at + 1]), longest)
    one, other = name[start:], right[start:]
    return one[1:] == other or one == other[1:] or one[1:] == other[1:] or (one[1::-1] + one[2:] == other)


def _renamed(part: EntryPart, name: str) -> Fix | None:
    before = part.source.text.content[: part.source.fields[part.name].offset]
    found = re.search(rf"\b{re.escape(part.name)}(?=\s*=\s*[{{\"]?\Z)", before[-200:], re.IGNORECASE)
    at = max(len(before) - 200, 0)
    return Fix(at + found.start(), at + found.end(), name) if found else None


def _is_lost(source: Source, name: str, variables: frozenset[str]) -> bool:
    """Whether a title within an entry is neither in what is printed of its container, nor in its own title."""
    text = source.plain(name)
    if not text or text in source.title:
        return False
    return text not in source.container or not _TITLE_VARIABLES & variables


def _is_author(source: Source, name: str) -> bool:
    """Whether a field names who wrote the work, as reports of institutions do; styles say it once."""
    authors = (author.sort_name for author in names(source.raw("author")))
    return fold(source.plain(name)) in map(fold, authors)


def _is_said(source: Source, text: str) -> bool:
    """Whether a note says what another field says as well, such as a number of arXiv, or what only a program needs."""
    if _OF_PROGRAMS.match(text):
        return True
    number = _SIGNS.sub("", text.partition("[")[0].casefold()).removeprefix("arxiv")
    return len(number) > 5 and any(number in _SIGNS.sub("", source.raw(other).casefold()) for other in _NUMBERS)


def _field_for(source: Source, name: str, style: styles.Style) -> str:
    """The field that a note is better written in, with its value."""
    text = source.plain(name)
    if version := _VERSION.fullmatch(text):
        moved = replace(source, fields={**source.fields, "version": source.fields[name]})
        return f"version = {{{version['number']}}} instead" if "version" in printed.variables(style, moved) else ""
    read = _READ.match(text)
    if not read:
        return ""
    day = dates.iso(text[read.end() :].strip(" :,.()").removeprefix("on "))
    if len(day) == len("2026-03-01"):
        return f"urldate = {{{day}}} instead"
    return "urldate = {2026-03-01} instead, with the day on which you read it"


def _no_place(source: Source, name: str, style: styles.Style, better: str = "") -> Finding:
    message = f"readers do not see this {name}: the style {style.name} has no place for it"
    hint = "say it in the article, if readers need it; name the field annotation, if it is only for you"
    return EntryPart(source, name).found(message, f"write {better}" if better else hint)
