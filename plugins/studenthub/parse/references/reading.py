"""A printed reference as a typed record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from studenthub.i18n import N_
from studenthub.parse.references import body, brackets, identifiers, law, opening
from studenthub.parse.references.draft import Draft
from studenthub.parse.references.line import Line
from studenthub.parse.references.record import Part, Person, Reference
from studenthub.parse.references.vocabulary import SILENT

#: Where a work that is neither printed nor part of something can be found.
_FOUND = frozenset({"url", "doi", "publisher", "organization", "institution", "eprint", "isbn"})
_OF_A_JOURNAL = re.compile(r"\d+ ?\(\d+\)|\d{4};\d|, \d+, \d+ ?[–-]\d|\bpp?\. ?\d")
_WORD = re.compile(r"\w+")
#: A longer text is no reference, and is not parsed.
LONGEST = 4000


#: The fields without which a work of a kind cannot be found; for others a title is enough.
_NEEDED = {
    "article": ("journal",),
    "book": ("publisher",),
    "incollection": ("booktitle",),
    "inproceedings": ("booktitle",),
    "phdthesis": ("school",),
    "mastersthesis": ("school",),
    "thesis": ("school",),
}
_NOT_RECOGNISED = {
    "journal": N_("its journal was not recognised"),
    "publisher": N_("its publisher was not recognised"),
    "booktitle": N_("the book that it is part of was not recognised"),
    "school": N_("its university was not recognised"),
}


def read(text: str, italics: Iterable[tuple[int, int]] = ()) -> Reference:
    """The record of one printed reference, in whatever style it is printed.

    ``italics`` are the ranges of ``text`` in italics, if they are known: they show where the title of a journal or
    book begins. A text of more than ``LONGEST`` characters is no reference: its record has no fields.
    """
    if len(text) > LONGEST:
        return Reference(text, "misc", left=(Part(text, 0, len(text)),), doubts=(N_("it is too long for a reference"),))
    line = Line(text)
    draft = Draft(line, line.spans(italics))
    draft.fields.update(identifiers.take(line))
    opening.label(draft)
    if not law.read(draft):
        opening.read(draft)
    body.read(draft)
    kind = _kind(draft)
    if kind.endswith("thesis") and "publisher" in draft.fields:
        draft.fields.setdefault("school", draft.fields.pop("publisher"))
    if title := draft.fields.get("title"):
        draft.fields["title"] = _with_italics(title, text, draft.italics)
    people = {role: names for role, names in draft.people.items() if names}
    label = draft.label.value if draft.label else ""
    return Reference(
        text, kind, draft.fields, people, frozenset(draft.others), label, _left(text, draft), _doubts(draft, kind)
    )


def _with_italics(title: Part, text: str, italics: Iterable[tuple[int, int]]) -> Part:
    """A title with the words in italics that are only a part of it, such as the name of a species."""
    inner = [span for span in italics if title.start <= span[0] < span[1] <= title.end]
    beside = (text[title.start : start] + text[end : title.end] for start, end in inner)
    if not inner or text[title.start : title.end] != title.value or not all(words.strip(" .:") for words in beside):
        return title
    rich, at = "", title.start
    for start, end in inner:
        rich, at = f"{rich}{text[at:start]}<i>{text[start:end]}</i>", end
    return replace(title, rich=rich + text[at : title.end])


def _left(text: str, draft: Draft) -> tuple[Part, ...]:
    """The runs of words that no part has and that say something; a run that only repeats other parts says nothing."""
    people = [person for names in draft.people.values() for person in names]
    parts: list[Part | Person] = [*draft.fields.values(), *people, *([draft.label] if draft.label else [])]
    known = [False] * len(text)
    for part in parts:
        known[part.start : part.end] = [True] * (part.end - part.start)
    said = {word for part in parts for word in _words(text[part.start : part.end])}
    runs: list[Part] = []
    for word in _WORD.finditer(text):
        if all(known[word.start() : word.end()]):
            continue
        if runs and not any(known[runs[-1].end : word.start()]):
            runs[-1] = Part(text[runs[-1].start : word.end()], runs[-1].start, word.end())
        else:
            runs.append(Part(word[0], *word.span()))
    return tuple(run for run in runs if not _words(run.value) - SILENT <= said)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _kind(draft: Draft) -> str:
    """The entry type: by what the reference calls itself, or else by what the work is part of."""
    fields = draft.fields
    if draft.kind in ("jurisdiction", "legislation", "book"):
        return draft.kind
    if "title" in fields and law.ACT.fullmatch(fields["title"].value):
        return "legislation"
    if draft.kind.endswith("thesis"):
        return draft.kind
    if "booktitle" in fields:
        return "inproceedings" if brackets.CONFERENCE.search(fields["booktitle"].value) else "incollection"
    if "journal" in fields:
        return "article"
    if draft.kind == "techreport":
        return draft.kind
    return "book" if "publisher" in fields and not _is_web_page(draft) else "misc"


def _is_web_page(draft: Draft) -> bool:
    """Whether an organisation published it on the web itself, without a publisher."""
    fields, own = draft.fields, all(person.literal for person in draft.people.get("author", ()))
    visited = bool(fields.keys() & {"urldate", "medium"}) or "address" not in fields
    return "url" in fields and own and visited and not fields.keys() & {"edition", "isbn"}


def _doubts(draft: Draft, kind: str) -> tuple[str, ...]:
    fields = draft.fields
    doubts = list(draft.doubts)
    if "title" not in fields:
        doubts.append(N_("its title was not recognised"))
    elif _OF_A_JOURNAL.search(fields["title"].value):
        doubts.append(N_("its title holds numbers of a journal, so more than a title is in it"))
    if not fields.keys() & {"year", "date"}:
        doubts.append(N_("it has no year"))
    if not any(draft.people.values()) and not draft.doubts and kind not in ("legislation", "jurisdiction"):
        doubts.append(N_("nobody is named as its author"))
    if kind == "misc" and not fields.keys() & _FOUND:
        doubts.append(N_("it does not say where it can be found"))
    # Lawyers print no publisher.
    needed = _NEEDED.get(kind, ()) if draft.kind != "book" else ()
    doubts += (_NOT_RECOGNISED[name] for name in needed if name not in fields)
    return tuple(doubts)
