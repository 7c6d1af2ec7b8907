"""A draft as the files of an article, and the report on it. Nothing is written here."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from studenthub.i18n import ENGLISH, Interface
from studenthub.importer import parts, titles
from studenthub.importer.bylines import DraftAuthor
from studenthub.importer.citations.citing import Citing
from studenthub.importer.citations.sources import Cited, Sources
from studenthub.importer.files.file_kinds import Beside, none_beside
from studenthub.importer.front import Front
from studenthub.importer.front_matter import TODO, FrontMatter
from studenthub.importer.parts import Parts
from studenthub.importer.reports.gathering import Made, Reporter
from studenthub.importer.reports.report import Note, Report
from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text import headings, links, typed_lists
from studenthub.importer.text import pictures as pictures_
from studenthub.importer.text.blocks import Block
from studenthub.importer.text.lines import Line
from studenthub.importer.text.markdown import Writer
from studenthub.importer.text.pictures import Taken
from studenthub.model.sources.source import Source
from studenthub.parse import references, small_words
from studenthub.parse.folding import fold
from studenthub.parse.slugs import slugify
from studenthub.parse.typed_citations import notes as notes_
from studenthub.parse.typed_citations.works import begins_title


@dataclass(frozen=True)
class Given:
    """Fields of an article that are known before its draft is read, such as from a form; they replace the draft's."""

    title: str = ""
    description: str = ""
    date: datetime.date | None = None
    authors: tuple[DraftAuthor, ...] = ()
    topics: tuple[str, ...] = ()
    type: str = ""
    language: str = ""
    slug: str = ""
    declarations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Imported:
    """An article made of a draft: its ``slug``, front matter, body, new entries, pictures, and the report.

    ``pictures`` are to be beside the article. ``bibliography`` is BibTeX, or "" where every source is in bib/.
    """

    slug: str
    front: FrontMatter
    body: str
    bibliography: str
    pictures: tuple[Taken, ...]
    report: Report

    @property
    def article(self) -> str:
        """The whole file."""
        return f"---\n{self.front.yaml}---\n\n{self.body}"

    @property
    def path(self) -> str:
        """Where the article belongs below the folder of articles: a folder where it has pictures."""
        return f"{self.slug}/index.md" if self.pictures else f"{self.slug}.md"


def make(
    data: bytes,
    name: str,
    known: Mapping[str, Source],
    given: Given | None = None,
    beside: Beside = none_beside,
) -> Imported:
    """Make an article of a draft: ``parts.read`` and ``assembled`` in one, with a report in English."""
    return assembled(parts.read(data, name, known, beside), given or Given())


def assembled(draft: Parts, given: Given, interface: Interface = ENGLISH) -> Imported:
    """The article of a draft that was read. The report is in the language of ``interface``."""
    return _Making(draft, given, interface).make()


class _Making:
    def __init__(self, parts: Parts, given: Given, interface: Interface) -> None:
        self._parts, self._given, self._interface = parts, given, interface
        self._read, self._own = parts.read, parts.own
        self._sources = Sources(parts.known, parts.own.sources)

    def make(self) -> Imported:
        parts, draft = self._parts, self._read.draft
        above = replace(parts.front, description=parts.front.description.without("emph", "strong"))
        citing_ = self._cite()
        lists = parts.lists
        cited = citing_.put([*lists.text, *lists.behind], lists.numbered_from)
        body = _linked(headings.found(cited, blocks_.text(lists.text)))
        body = body if self._read.kind == "md" else tuple(typed_lists.with_numbers(body))
        notes = tuple(map(_linked, citing_.put_in_notes(draft.notes)))
        self._sources.keep_cited(citing_.cited())
        slug = self._given.slug or slugify(self._given.title or above.title.text or "draft")[:60].strip("-")
        taken = pictures_.taken(draft.pictures, slug)
        body = self._without_lost_pictures(body, taken)
        writer = Writer(
            {str(at): (one.name, one.alternative) for at, one in enumerate(taken) if one},
            notes,
        )
        written = writer.article(body)
        fields = self._front(above, written)
        bibliography = self._bibliography()
        made = Made(body, written, fields.yaml.count("\n") + 3, taken, bibliography)
        report = Reporter(parts, made, self._sources, citing_, self._interface).report()
        lost = self._lost(report, written, fields.yaml, bibliography)
        report = replace(report, left=(*report.left, *(Note("left", words) for words in lost)))
        return Imported(slug, fields, written, bibliography, tuple(one for one in taken if one), report)

    def _cite(self) -> Citing:
        """Gather the works: those that are data first, then those of the list, then those that notes name in whole."""
        draft = self._read.draft
        keys = {**{key: key for key in self._sources.known}, **self._own.keys}
        citing_ = Citing(self._sources, self._read.word.fields, draft.notes, keys, self._read.kind == "md")
        self._sources.add_list(self._parts.lists.entries)
        for number, note in enumerate(draft.notes):
            for line in _sources_of(note):
                reference = references.read(line.text, line.ranges("emph"))
                if not _is_source(reference):
                    continue
                citing_.naming.add(number)
                if not self._is_listed(reference):
                    self._sources.add(reference, "note", line.text)
        return citing_

    def _is_listed(self, note: references.Reference) -> bool:
        """Whether a note names a work of the list, whose pages it may not print."""
        return any(
            (one.reference.value("title") and begins_title(one.reference.value("title"), note.value("title")))
            or begins_title(note.value("title"), one.reference.value("title"))
            for one in self._sources.all
        )

    def _without_lost_pictures(self, body: Sequence[Block], taken: Sequence[Taken | None]) -> tuple[Block, ...]:
        """The blocks without pictures that no browser shows, which are reported."""
        lost = {str(at) for at, one in enumerate(taken) if one is None}
        if not lost:
            return tuple(body)

        def clean(line: Line) -> Line:
            gone = [mark for mark in line.of("picture") if mark.value in lost]
            return line.replaced((mark.start, mark.end, Line()) for mark in gone) if gone else line

        return tuple(blocks_.changed(block, clean) for block in body)

    def _lost(self, report: Report, *written: str) -> Iterator[str]:
        """Every line of the draft that has a word which is nowhere else, to be reported: nothing is lost."""
        _, draft = self._interface.gettext, self._read.draft
        said = " ".join(
            [
                *written,
                *(one.printed for one in report.citations),
                *(one.printed for one in report.references),
                *(one.message for one in (*report.todo, *report.told, *report.left)),
            ]
        )
        known = _words(said)
        named = [line for name, line in draft.named if (name, line) not in self._read.metadata.named]
        for line in (
            *named,
            *blocks_.lines(draft.blocks),
            *(line for note in draft.notes for line in blocks_.lines(note)),
        ):
            if not (_words(_spoken(line)) <= known or _words(line.text) <= known):
                yield _("words that have no place in the article: %(text)s", text=line.text)
        for text, value in self._read.metadata.lines:
            if not _words(value) <= known:
                yield _("a line of its front matter: %(text)s", text=text)

    def _front(self, above: Front, written: str) -> FrontMatter:
        """The front matter: what a form knows, and what the draft says."""
        given, kept = self._given, self._read.metadata.kept
        others = {name: value for name, value in kept.items() if name != "topics" or not given.topics}
        if given.type:
            others["type"] = given.type
        if language := given.language or str(kept.get("language", "")) or _language(written):
            others["language"] = language
        if given.declarations:
            others["declarations"] = dict(given.declarations)
        return FrontMatter(
            title=given.title or titles.sentence_case(above.title, written).text.strip(),
            description=given.description or " ".join(above.description.text.split()),
            date=given.date or above.day,
            authors=given.authors or above.authors,
            topics=given.topics,
            others=others,
        )

    def _bibliography(self) -> str:
        """The entries of the works that bib/ does not have, in the order of their keys."""
        new = sorted((one for one in self._sources.all if not one.existing), key=lambda one: one.key)
        return "\n".join(part for part in (self._own.written, *(entry(one) for one in new)) if part)


def _linked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with typed web addresses as links."""
    return tuple(blocks_.changed(block, links.linked) for block in blocks)


def _language(written: str) -> str:
    """The language of a text, "" for English, which most hubs take for granted, and where nothing is sure."""
    found = small_words.language_of(written)
    return "" if found == small_words.ENGLISH else found


def _words(text: str) -> set[str]:
    """The words of a text as they are compared: small letters, without accents or signs."""
    return {fold(word) for word in re.findall(r"[^\W_]+", text)}


def _spoken(line: Line) -> str:
    """The text of a line with blanks where Markdown has signs: a word in bold that is glued to the next is two."""
    text = line.text
    for at in sorted({at for mark in line.marks for at in (mark.start, mark.end)}, reverse=True):
        text = f"{text[:at]} {text[at:]}"
    return text


def _sources_of(note: Sequence[Block]) -> Iterator[Line]:
    """The parts of a note that may name a work in whole."""
    lines = list(blocks_.lines(note))
    if len(lines) == 1:
        yield from (lines[0].part(*span) for span in notes_.sources(lines[0].text))
    else:
        text = blocks_.text(note)
        yield from (Line(text[start:end]) for start, end in notes_.sources(text))


def _is_source(reference: references.Reference) -> bool:
    """Whether a note names a work in whole, and says nothing else."""
    if reference.kind in ("legislation", "jurisdiction"):
        return not reference.left and "title" in reference.fields
    return reference.whole and bool(reference.authors) and len(reference.fields) > 2


def entry(one: Cited) -> str:
    """An entry; what of the printed reference was not understood is in its note, marked to be looked at."""
    reference = one.reference
    doubtful = bool(reference.left) or (
        "title" not in reference.fields and not reference.fields.keys() & {"url", "doi"}
    )
    note = f"{TODO}: check this entry; the draft has: {one.printed or reference.text}" if doubtful else ""
    return references.entry(reference, one.key, note)
