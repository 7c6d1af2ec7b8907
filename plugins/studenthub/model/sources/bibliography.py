"""The shared bibliography: all files of BibTeX, read into sources.

The reader is ours because students must be told the line, because one bad entry must not take down the rest, and
because Pandoc's own conversion loses particles ("van der Berg"), capitals and "in press". How entries are written is
known to ``parse.bibtex``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from studenthub.model.sources import duplicates, inheritance
from studenthub.model.sources.csl_items import USED
from studenthub.model.sources.notices import Notice
from studenthub.model.sources.source import Source
from studenthub.parse.bibtex import BadEntry, Block, Field, Stray, entries, exported_records
from studenthub.parse.bibtex.abbreviations import Definitions, TooMuchText, Unknown
from studenthub.parse.bibtex.exported_records import Record
from studenthub.source.problems import ADVICE, ERROR, Problem, did_you_mean, listed, shortened
from studenthub.source.text import Text


@dataclass(frozen=True)
class Bibliography:
    """All sources by key.

    In ``broken`` are the entries that cannot be cited, so that nobody calls them unknown: those that could not be read,
    and @xdata, which is no work but what others share.
    """

    sources: Mapping[str, Source] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()


#: The code of an entry that cannot be read: what follows in it is hidden.
UNREADABLE = "HUB401"
#: How many undefined abbreviations get a suggestion.
_MOST_GUESSES = 20
#: A line that is no comment and not part of an entry, in a file without entries.
_AS_ENTRY = "an entry begins with @article{, @book{ or @misc{; each source of a list needs one"
_NO_COMMENT = re.compile(r"^[ \t]*[^\s%@]", re.MULTILINE)


@dataclass(frozen=True)
class Parsed:
    """One file: its entries, and the keys of those that cannot be read, with the reasons.

    ``strings`` are the abbreviations that it defines, the last definition of each; ``short`` are the keys of entries
    with others.
    """

    path: str
    sources: tuple[Source, ...]
    broken: frozenset[str]
    strings: Mapping[str, Field]
    short: frozenset[str]
    problems: tuple[Problem, ...]


def read(texts: Iterable[Text]) -> tuple[Bibliography, list[Problem]]:
    """Read the files in order. A key that is there twice keeps its first entry."""
    return merge(map(parse, texts))


def parse(text: Text) -> Parsed:
    """Read one file."""
    sources: list[Source] = []
    broken: set[str] = set()
    strings: dict[str, Field] = {}
    problems: list[Problem] = []
    strays: list[Stray] = []
    for found in entries(text.content):
        if isinstance(found, BadEntry):
            problems.append(_unreadable(text, found))
            broken.add(found.key)
        elif isinstance(found, Stray):
            strays.append(found)
        elif isinstance(found, Block):
            strings.update(found.fields)
        else:
            invented = _invented(found.fields)
            fields = found.fields
            own = {name: fields[name] for name in fields if name not in invented} if invented else fields
            sources.append(Source(found.key, found.type, own, text, found.offset, invented=invented))
    records = list(exported_records.find(text.content))
    if records:
        problems += (_record(text, record) for record in records)
    elif not sources and not problems and not strings and (comment := _NO_COMMENT.search(text.content)):
        problems.append(_stray(text, comment.start(), "this text is not an entry"))
    elif sources:
        message = "this reference is not in an entry, so the hub does not read it"
        problems += (_stray(text, stray.offset, message) for stray in strays)
    short = (source.key for source in sources if any(field.pieces for field in source.fields.values()))
    return Parsed(text.path, tuple(sources), frozenset(broken), strings, frozenset(short), tuple(problems))


#: Identifiers that Mendeley wrote into thousands of entries for which it had found none.
_OF_MENDELEY = {"eprint": "1011.1669", "isbn": "9788578110796", "pmid": "25246403", "issn": "1098-6596"}


def _invented(fields: Mapping[str, Field]) -> Mapping[str, Field]:
    """The identifiers of an entry that would lead readers to another work."""
    if not fields.keys() & {"eprint", "isbn"}:
        return {}
    names = [name for name, value in _OF_MENDELEY.items() if name in fields and value in fields[name].raw]
    return {name: fields[name] for name in names} if {"eprint", "isbn"} & set(names) else {}


def _unreadable(text: Text, bad: BadEntry) -> Problem:
    """An entry that cannot be read spoils no other, so it is a problem of who cites it; a @string is of everybody."""
    keys = () if bad.kind == "string" else (bad.key,)
    return Problem(text.place(bad.offset), UNREADABLE, bad.message, bad.hint, fix=bad.fix, keys=keys)


def _stray(text: Text, offset: int, message: str) -> Problem:
    return Problem(text.place(offset), "HUB404", message, _AS_ENTRY, ADVICE)


def _record(text: Text, record: Record) -> Problem:
    entry = " ".join(record.entry.split()).replace(" }", "}")
    message = f"this is a record in the format of {record.format}, not an entry of BibTeX"
    return Problem(text.place(record.offset), "HUB404", message, f"write {entry} instead", ADVICE)


def merge(files: Iterable[Parsed]) -> tuple[Bibliography, list[Problem]]:
    """The bibliography of several files.

    Of two entries with one key, the one that says more is kept, or the first where they differ.
    """
    files = tuple(files)
    sources: dict[str, Source] = {}
    broken: set[str] = set()
    problems: list[Problem] = []
    for parsed in files:
        broken |= parsed.broken
        problems += parsed.problems
        for source in parsed.sources:
            first = sources.setdefault(source.key, source)
            if first is not source:
                problems.append(duplicates.compared(source, first))
                if duplicates.says_all(source, first):
                    sources[source.key] = source
    unreadable = frozenset(broken - sources.keys() - {""})
    written, unknown = _written_out(sources, files)
    complete, dangling = inheritance.resolved(written, unreadable)
    shared = frozenset(key for key, source in complete.items() if source.type == "xdata")
    works = {key: source for key, source in complete.items() if key not in shared} if shared else complete
    return Bibliography(works, unreadable | shared), [*problems, *unknown, *dangling]


def noted(bibliography: Bibliography, notices: Mapping[str, Notice]) -> Bibliography:
    """The same with what is known of sources that were retracted or withdrawn, by their keys."""
    if not notices:
        return bibliography
    sources = bibliography.sources.items()
    noted = {key: replace(source, notice=notices[key]) if key in notices else source for key, source in sources}
    return replace(bibliography, sources=noted)


def _written_out(sources: Mapping[str, Source], files: Sequence[Parsed]) -> tuple[Mapping[str, Source], list[Problem]]:
    """``sources`` with abbreviations that are defined below them or in other files, and the undefined ones."""
    short = [sources[key] for key in dict.fromkeys(key for parsed in files for key in parsed.short)]
    if not short:
        return sources, []
    defined = {
        parsed.path: {name: field.pieces or (field.raw,) for name, field in parsed.strings.items()} for parsed in files
    }
    definitions = Definitions(defined)
    found = dict(sources)
    problems: list[Problem] = []
    for source in short:
        fields = dict(source.fields)
        for name, one in source.fields.items():
            try:
                fields[name] = one._replace(raw=definitions.text(one.pieces, source.text.path)) if one.pieces else one
            except Unknown as unknown:
                guess = len(problems) < _MOST_GUESSES
                problems.append(_unknown(source, name, unknown, definitions, guess=guess))
            except TooMuchText:
                message = "the abbreviations of the bibliography expand to too much text"
                hint = "write out what they stand for"
                problems.append(Problem(source.place_of(name), "HUB405", message, hint, keys=(source.key,)))
        found[source.key] = replace(source, fields=fields)
    return found, problems


def _unknown(source: Source, name: str, unknown: Unknown, definitions: Definitions, *, guess: bool) -> Problem:
    word = unknown.word.word
    message = f"the abbreviation {shortened(word)} is not defined"
    hint = f"if it is an ordinary word, put it in braces: {{{shortened(word)}}}"
    if unknown.files:
        message = f"the abbreviation {shortened(word)} stands for different things in {listed(unknown.files, 'and')}"
        hint = "write out what it stands for here"
    elif guess and (meant := did_you_mean(word, definitions.names)):
        hint = f"{meant} {hint}"
    is_here = unknown.word in source.fields[name].pieces
    place = source.text.place(unknown.word.offset) if is_here else source.place_of(name)
    level = ERROR if name in USED else ADVICE
    return Problem(place, "HUB405", message, hint, level, keys=(source.key,))
