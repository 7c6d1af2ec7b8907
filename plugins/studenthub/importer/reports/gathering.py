"""Gathers what an import reports: each finding in plain words, with its line in the article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from studenthub.i18n import N_, Interface
from studenthub.importer.citations.citing import Citing
from studenthub.importer.citations.sources import Cited, Sources
from studenthub.importer.parts import Parts
from studenthub.importer.reports import reasons, word_report
from studenthub.importer.reports.report import Citation, Findings, Listed, Report, cut
from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text import pictures as pictures_
from studenthub.importer.text.blocks import Block, Table
from studenthub.importer.text.pictures import Taken
from studenthub.parse import bibtex, capitals
from studenthub.parse.typed_citations import Verdict
from studenthub.parse.typed_citations.works import OK, UNLISTED
from studenthub.source.text import Text


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a draft: its ``body``, ``written`` below ``offset`` lines, its pictures and its BibTeX."""

    body: Sequence[Block]
    written: str
    offset: int
    taken: Sequence[Taken | None]
    bibliography: str


class Reporter:
    """Gathers the findings of an import, in the language of ``interface``."""

    def __init__(self, parts: Parts, made: Made, sources: Sources, cited: Citing, interface: Interface) -> None:
        self._parts, self._made, self._sources, self._citing, self._interface = parts, made, sources, cited, interface
        self._findings = Findings(interface, made.written, made.offset)

    def report(self) -> Report:
        """Every finding, each with its line."""
        self._dates()
        self._chapters()
        self._listed()
        self._typed()
        self._by_key()
        self._habits()
        word_report.find(self._findings, self._parts.read)
        self._lines_left()
        self._others()
        self._shape()
        self._title()
        return Report(
            self._parts.name or "the draft",
            citations=tuple(self._citations()),
            unlinked=len(self._citing.unlinked) + len(self._citing.unknown),
            references=tuple(self._references()),
            todo=tuple(self._findings.todos),
            told=tuple(self._findings.notes),
            left=tuple(self._findings.lost),
            pictures=tuple(one.name for one in self._made.taken if one),
        )

    def _citations(self) -> Iterator[Citation]:
        lines = self._lines_of_citations()
        for one in self._citing.linked:
            line = lines[one.written].popleft() if lines[one.written] else 0
            yield Citation(one.printed, one.written, line)

    def _lines_of_citations(self) -> Mapping[str, deque[int]]:
        """The lines in which each citation is, in their order. One that is part of another is not meant by it."""
        lines: Mapping[str, deque[int]] = defaultdict(deque)
        written = sorted({one.written for one in self._citing.linked}, key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, written)) or r"(?!)")
        for number, line in enumerate(self._findings.lines, self._findings.offset + 1):
            for match in pattern.finditer(line):
                lines[match[0]].append(number)
        return lines

    def _references(self) -> Iterator[Listed]:
        """The entries of the draft itself, then its references."""
        for key, source in self._parts.own.sources.items():
            yield Listed(key, f"{source.label}: {source.title}", True, "bib", self._starts.get(key, 0))
        for one in self._sources.all:
            line = self._starts.get(one.key, 0)
            printed = one.printed or one.reference.text
            yield Listed(one.key, printed, _is_whole(one), "bib" if line else "", line)

    @cached_property
    def _starts(self) -> Mapping[str, int]:
        """The line of the bibliography in which each entry begins."""
        text = Text("bib", self._made.bibliography)
        entries = (one for one in bibtex.entries(text.content) if isinstance(one, bibtex.Entry))
        return {one.key: text.place(one.offset).line for one in entries}

    def _chapters(self) -> None:
        """Lists whose numbers would lead to the works of another chapter."""
        if self._parts.lists.numbered_from:
            several = N_(
                "The draft has several lists of references, and each counts from 1. Only the last was read: what is "
                "above it keeps its numbers and its list as typed."
            )
            self._findings.todo("chapters", self._interface.gettext(several))

    def _listed(self) -> None:
        """References that are incomplete, known already, never cited, or there twice."""
        _ = self._interface.gettext
        used = self._citing.cited() | {
            key
            for one in self._citing.unlinked
            for _, verdict in one.items
            for key in verdict.keys
            if verdict.status != UNLISTED
        }
        for one in self._sources.all:
            reference, line = one.reference, self._starts.get(one.key, 0)
            if one.existing:
                there = (
                    N_("The source %(source)s is in the draft's own entries as @%(key)s, and is cited under this key.")
                    if one.key in self._parts.own.sources
                    else _IN_BIB
                )
                self._findings.note("existing", _(there, source=self._short(one), key=one.key))
            elif not _is_whole(one):
                rest = [_("not understood: %(text)s", text=part.value) for part in reference.left]
                why = _("; ").join([*map(_, reference.doubts), *rest]) or _("it is incomplete")
                message = _("The entry @%(key)s is incomplete, check it: %(why)s.", key=one.key, why=why)
                self._findings.todo("incomplete", message, "bib", line)
            if one.key not in used:
                self._uncited(one, line)
        for printed, key in self._sources.doubles:
            twice = N_("A reference is there twice, and became one entry, @%(key)s: %(text)s")
            self._findings.note("duplicate", _(twice, key=key, text=cut(printed)))

    def _uncited(self, one: Cited, line: int) -> None:
        _ = self._interface.gettext
        title = one.reference.value("title")
        if one.reference.kind == "legislation" and (named := self._findings.line(title)):
            message = N_(
                "%(source)s is named, and not cited: write [@%(key)s] behind it, or delete its entry @%(key)s."
            )
            self._findings.todo("uncited", _(message, source=title, key=one.key), "article", named)
            return
        message = N_(
            "%(source)s is in the list of references, but never cited in the text: cite it, or delete its entry "
            "@%(key)s."
        )
        self._findings.todo("uncited", _(message, source=self._short(one), key=one.key), "bib", line)

    def _typed(self) -> None:
        _ = self._interface.gettext
        times = Counter[str]()
        for one in self._citing.unlinked:
            words, inner = one.printed[:40], one.printed.strip("()[]¹²³⁴⁵⁶⁷⁸⁹")[:30]
            line = self._findings.line(words, times[words]) or self._findings.line(inner, times[words])
            times[words] += 1
            reasons = [self._reason(one.printed, said, verdict) for said, verdict in one.items if verdict.status != OK]
            why = _("; ").join(dict.fromkeys(reasons)) or _("it could not be matched to one reference")
            message = _("“%(text)s” stays as typed: %(why)s", text=one.printed, why=why)
            message += "" if why.endswith("?") else "."
            partial = any(verdict.status == OK for _said, verdict in one.items)
            kind = "partial" if partial else one.items[0][1].status if one.items else UNLISTED
            if partial:
                message += " " + _("One of its sources is known, but a citation is linked only as a whole.")
            self._findings.todo(kind, message, "article", line)
        for note in self._citing.kept():
            stays = N_(
                "“%(text)s” stays a footnote, as not every source in it is certain: cite each as [@key], or leave it."
            )
            self._findings.todo("note", _(stays, text=cut(note)), "article", self._findings.line(note[:30]))
        for linked in self._citing.linked:
            if linked.is_second_hand:
                second = N_("“%(text)s” is cited second hand; only the work that was read is a source.")
                self._findings.note("secondary", _(second, text=linked.printed))
            short = re.match(r"\(([A-Z]{2,10}),", linked.printed)
            if short and "[-@" in linked.written:
                gone = N_(
                    "The abbreviation %(short)s was part of the citation “%(text)s”, and is no longer in the text."
                )
                self._findings.note("abbreviation", _(gone, short=short[1], text=linked.printed))

    def _reason(self, printed: str, said: str, verdict: Verdict) -> str:
        """Why a citation that was ``printed`` is not linked; ``said`` is one of its sources."""
        _ = self._interface.gettext
        said_of = reasons.WITH_LIST if self._sources.has_list else reasons.WITHOUT_LIST
        keys = _(" or ").join(f"@{key}" for key in verdict.keys)
        return _(said_of[verdict.status], said=said if re.search(r"[^\W\d_]{2}", said) else printed, keys=keys)

    def _by_key(self) -> None:
        """Citations by key that have no entry, and what became of the entries of the draft."""
        _, own, unknown = self._interface.gettext, self._parts.own, self._citing.unknown
        reported = set[str]()
        for written, keys in unknown:
            for key in (key for key in keys if key not in reported):
                no_entry = N_("%(text)s cites @%(key)s, and no entry has this key: add its entry, or correct the key.")
                self._findings.todo("key", _(no_entry, text=written, key=key), "article", self._findings.line(written))
            reported |= set(keys)
        for name in own.missing if unknown else ():
            elsewhere = N_(
                "The draft has its sources in %(name)s, which was not beside it: paste its entries below the text."
            )
            self._findings.todo("bibliography", _(elsewhere, name=name))
        for words in dict.fromkeys(self._citing.handles):
            message = _("%(text)s is no key of an entry, and stays a word.", text=words)
            self._findings.note("handle", message, "article", self._findings.line(words))
        for source in own.doubles:
            self._findings.note("existing", _(_IN_BIB, source=source.label, key=source.key))
        for key in own.renamed:
            renamed = N_("Another source in bib/ has the key @%(key)s: the entry and its citations are @%(new)s now.")
            self._findings.note("renamed", _(renamed, key=key, new=own.keys[key]))
        for name, count in own.left:
            message = self._interface.ngettext(
                "%(n)s entry of %(name)s that nothing cites stayed behind.",
                "%(n)s entries of %(name)s that nothing cites stayed behind.",
                count,
                name=name,
            )
            self._findings.note("uncited", message)

    def _habits(self) -> None:
        """What of the draft as a whole is unusual: two ways of citing, sources of law, sources only in Word."""
        _ = self._interface.gettext
        # Behind a name in the sentence, a number is a year or a page.
        typed = [one.printed for one in self._citing.linked if one.how == "typed" and "[-@" not in one.written]
        numbers = [printed for printed in typed if re.match(r"[\[(^]*[\d¹²³⁴⁵⁶⁷⁸⁹]", printed)]
        if numbers and len(numbers) < len(typed):
            mixed = _("Two styles are mixed: some citations are numbers, and some are authors and years.")
            self._findings.note("mixed", mixed)
        if any(one.reference.kind in ("legislation", "jurisdiction") for one in self._sources.all):
            law = _("Acts and cases are cited: an editor can choose a style of law with csl in the front matter.")
            self._findings.note("law", law)
        used = {id(item.record) for found in self._citing.fields for item in found.items}
        for _key, reference in self._parts.read.word.sources:
            if id(reference) not in used:
                one = Cited("", reference, "Word")
                uncited = N_("%(source)s is a source of Word that is never cited, and no entry.")
                self._findings.note("uncited", _(uncited, source=self._short(one)))

    def _lines_left(self) -> None:
        _ = self._interface.gettext
        for text, why in self._parts.front.left:
            self._findings.left("left", _("%(why)s: %(text)s", why=_(why), text=text))
        for text in self._parts.front.bylines:
            self._findings.left(
                "byline", _("the by-line, which became the authors of the front matter: %(text)s", text=text)
            )
        if self._parts.front.date_said not in ("", self._parts.front.date):
            self._findings.left("date", _("the date of the draft: %(date)s", date=self._parts.front.date_said))
        if heading := self._parts.lists.heading:
            of_list = N_("the heading of the list of references, which the hub makes itself: %(text)s")
            self._findings.left("heading", _(of_list, text=heading))
        for text in self._sources.generated:
            made = N_("a line of the list that a program made of its data, as the hub does itself: %(text)s")
            self._findings.left("list", _(made, text=text))
        if dissolved := len(self._citing.dissolved):
            footnotes = self._interface.ngettext(
                "%(n)s footnote was a citation (Ibid. and shortened notes count), and became a citation in the text.",
                "%(n)s footnotes were citations (Ibid. and shortened notes among them), and became citations in the "
                "text.",
                dissolved,
            )
            self._findings.note("footnotes", footnotes)

    def _others(self) -> None:
        """What came in the same archive, and is not in the article."""
        if others := self._parts.others:
            beside = N_(
                "The archive also has %(names)s, which is not in the article: put a picture into the draft where it "
                "belongs, and leave out the rest."
            )
            names = self._interface.listed([cut(name) for name in others])
            self._findings.todo("archive", self._interface.gettext(beside, names=names))

    def _shape(self) -> None:
        """Merged cells, pictures, placeholders and highlights."""
        _, body, taken = self._interface.gettext, self._made.body, self._made.taken
        rules = [
            number
            for number, line in enumerate(self._findings.lines, self._findings.offset)
            if _UNDER_HEADER.fullmatch(line)
        ]
        for block, header in zip((one for one in body if isinstance(one, Table)), rules, strict=False):
            if block.merged:
                merged = _("A table has merged cells, which Markdown does not have: the cells beside them are empty.")
                self._findings.note("merged", merged, "article", header)
        for at, one in enumerate(taken):
            self._picture(at, one, is_loose=at >= len(taken) - self._parts.read.loose)
        for number, line in enumerate(self._findings.lines):
            for match in re.finditer(r"\[[A-Z][A-Z ]{3,60}\](?!\()", line):
                message = _("%(text)s is a placeholder that is still to be filled in.", text=match[0])
                self._findings.todo("placeholder", message, "article", number + 1 + self._findings.offset)
        marked = [line.text[m.start : m.end] for line in blocks_.lines(body) for m in line.of("highlight")]
        for text in dict.fromkeys(marked):
            message = _("“%(text)s” was highlighted in the draft; the highlight is not in the article.", text=cut(text))
            self._findings.note("highlight", message, "article", self._findings.line(text[:30]))

    def _picture(self, at: int, one: Taken | None, *, is_loose: bool) -> None:
        """What became of the picture ``at`` its place in the draft."""
        _, there = self._interface.gettext, self._parts.read.draft.pictures[at]
        if one is None:
            message = N_(
                "Picture %(number)s has a format that browsers do not show: save it as .png or .jpg, and add it."
            )
            if there.name and not there.data:
                message = N_("The picture %(name)s was not beside the draft: add it.")
            elif pictures_.is_too_large(there.data):
                message = N_("Picture %(number)s has too many pixels: make it smaller, and add it.")
            self._findings.todo("picture", _(message, number=at + 1, name=there.name))
            return
        line = self._findings.line(f"]({one.name})")
        if is_loose:
            loose = N_("The picture %(name)s came beside the draft, and is at the end: move it to its place.")
            self._findings.todo("picture", _(loose, name=one.name), "article", line)
        if one.changes:
            changes = _(", ").join(change.translated(self._interface) for change in one.changes)
            message = _("The picture %(name)s: %(changes)s.", name=one.name, changes=changes)
        else:
            message = _("The picture was taken out of the file and named %(name)s.", name=one.name)
        self._findings.note("picture", message, "article", line)
        if not one.alternative:
            blind = N_(
                "The picture %(name)s has no alternative text: describe it for those who cannot see it, between the "
                "square brackets."
            )
            self._findings.todo("alt", _(blind, name=one.name), "article", line)
        elif there.is_generated:
            guessed = N_(
                "Word wrote the alternative text of the picture %(name)s by itself: say what matters in the picture."
            )
            self._findings.todo("alt", _(guessed, name=one.name), "article", line)

    def _dates(self) -> None:
        for words in self._parts.front.guessed:
            self._findings.note("date", words.translated(self._interface))

    def _title(self) -> None:
        title = self._parts.front.title.text
        if capitals.is_capitals(title):
            said = N_("The title was in capitals (%(title)s): check the capitals of names in it.")
            self._findings.note("caps", self._interface.gettext(said, title=title), "article", 2)

    def _short(self, one: Cited) -> str:
        """A work in few words: Author (2018)."""
        _, reference = self._interface.gettext, one.reference
        year = reference.value("year") or reference.value("date")[:4] or _("no year")
        title = cut(reference.value("title") or reference.value("url"))
        who = reference.authors[0].name if reference.authors else _("“%(text)s”", text=title)
        return f"{who} ({year})"


#: The line of hyphens under the first row of a table.
_UNDER_HEADER = re.compile(r"\|(?: :?-+:? \|)+")
_IN_BIB = N_("The source %(source)s is in bib/ already as @%(key)s, and is cited under this key.")


def _is_whole(one: Cited) -> bool:
    """Whether all of a reference was read; of one that was not printed, whether nothing in it is doubtful."""
    return one.reference.whole or (one.origin not in ("list", "note") and not one.reference.doubts)
