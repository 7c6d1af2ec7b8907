"""The draft in an issue: what its author has answered, and the file or text that came with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from studenthub.github import attachments
from studenthub.github.attachments import Attachment, NotFetched
from studenthub.importer.blocks import Picture
from studenthub.model.authors import ORDINALS
from studenthub.model.settings import Settings
from studenthub.model.terms import Term
from studenthub.source.problems import listed
from studenthub.submission import form
from studenthub.submission.form import Answers
from studenthub.submission.issue import Issue
from studenthub.submission.pasted import Fetch, gathered, without
from studenthub.submission.refusals import Unusable

#: Files that the importer reads, by their ending.
TYPES = (".docx", ".odt", ".rtf", ".md", ".txt", ".html", ".htm")
#: The largest file that is fetched, in bytes; and the fewest words that are an article.
LARGEST = 20 * 1024 * 1024
_FEWEST_WORDS = 30
#: What to do with files that the importer does not read.
_INSTEAD = {
    ".doc": "an old Word file: open it in Word, and save it as .docx",
    ".pdf": "a PDF, which holds no paragraphs: send the Word file that it was made from",
    ".pages": "a file of Pages: choose File, Export to, Word, and send the .docx",
    ".zip": "a packed folder: take the file out of it, and send that",
    ".gdoc": "a link to Google Docs: choose File, Download, Microsoft Word, and send the .docx",
}
#: The name of a text that was pasted into the form; whether it is Markdown, its content says.
_PASTED = "draft"
_ELSEWHERE = re.compile(
    r"https://(?:docs\.google|drive\.google|1drv|onedrive\.live|[\w-]+\.sharepoint|www\.dropbox|icloud)\.[^\s)>\]]+"
)
#: Why there is no draft, in words for its author.
_NOT_OUR_FORM = "This was not made with the form “Send a draft”. Please press New issue, and choose that form."
_NOT_UPLOADED = "The file was still on its way. Please drop it in again, and wait until its name is there."
_LINK = "There is a link to a file, and no file. Please download it as a Word file, and drop that in."
_NOTHING = "There is no article: neither a file nor a text. Please drop the Word file in, or paste the text."
_SEVERAL = "There are several files, and it is not clear which one is the article: {names}. Please leave one."
_NOT_FETCHED = "The file {name} could not be fetched: {why}. Please drop it in again."
_UPLOADING = re.compile(r"!?\[Uploading [^\]\n]*\]\(\)")


@dataclass(frozen=True, slots=True)
class Writer:
    """An author as the form knows them. ``year_of_study`` counts from 1; 0 is not said."""

    name: str
    programme: str = ""
    year_of_study: int = 0
    affiliation: str = ""
    position: str = ""


@dataclass(frozen=True)
class Known:
    """What the form says of an article, besides its text. ``topics`` are ids."""

    title: str
    authors: tuple[Writer, ...]
    description: str
    topics: tuple[str, ...]
    type: str
    declarations: Mapping[str, str]


@dataclass(frozen=True)
class Draft:
    """A draft as it was sent: a file with this name and these bytes, and the ``note`` of its author beside it.

    ``named`` are the pictures of a text by the addresses that it has for them, ``loose`` those that came with a file.
    """

    known: Known
    name: str
    data: bytes
    note: str = ""
    named: Mapping[str, bytes] = field(default_factory=dict)
    loose: tuple[Picture, ...] = ()


_NOTHING_KNOWN = Known("", (), "", (), "", {})


def read(
    issue: Issue, settings: Settings, topics: Mapping[str, Term], server: str, repository: str, fetch: Fetch
) -> Draft:
    """The draft in ``issue``. ``fetch`` gives the bytes at an address, or raises NotFetched. Raises Unusable."""
    fields = form.fields(settings, topics)
    answers = Answers.read(issue.body, fields)
    if not answers.texts.get("article") and not answers.texts.get("name"):
        raise Unusable([_NOT_OUR_FORM])
    reasons = [f"This is not ticked: “{text}”" for text in form.not_promised(answers, settings)]
    text = answers.texts.get("article", "")
    found = list(attachments.find(text, server, repository))
    try:
        sent = _sent(text, found, fetch)
    except Unusable as unusable:
        raise Unusable([*reasons, *unusable.reasons]) from None
    if reasons:
        raise Unusable(reasons)
    return replace(sent, known=known(answers, settings, topics))


def _sent(text: str, found: Sequence[Attachment], fetch: Fetch) -> Draft:
    """The draft in the text of a form, of which nothing else is known yet. Raises Unusable."""
    name, data, note = _file(text, [one for one in found if not one.is_picture], fetch)
    pasted = gathered(text, found, fetch)
    if name == _PASTED:
        return Draft(_NOTHING_KNOWN, name, pasted.text.encode(), named=pasted.pictures)
    loose = (Picture(one, "", pasted.words.get(address, "")) for address, one in pasted.pictures.items())
    return Draft(_NOTHING_KNOWN, name, data, without(note, pasted.pictures), loose=tuple(loose))


def _file(text: str, files: Sequence[Attachment], fetch: Fetch) -> tuple[str, bytes, str]:
    """The name and the bytes of the draft, and what is written beside it. Raises Unusable."""
    if _UPLOADING.search(text):
        raise Unusable([_NOT_UPLOADED])
    usable = [one for one in files if _ending(one.name) in TYPES]
    if len(usable) > 1:
        names = listed([one.name[:80] for one in usable], "and")
        raise Unusable([_SEVERAL.format(names=names)])
    if not usable and files:
        raise Unusable([_refused(one.name) for one in files])
    if usable:
        note = _beside(text, files)
        try:
            return usable[0].name[:80], fetch(usable[0].address), note
        except NotFetched as problem:
            raise Unusable([_NOT_FETCHED.format(name=usable[0].name[:80], why=problem)]) from None
    if len(text.split()) < _FEWEST_WORDS:
        if _ELSEWHERE.search(text):
            raise Unusable([_LINK])
        raise Unusable([_NOTHING])
    return _PASTED, text.encode(), ""


def _ending(name: str) -> str:
    return PurePosixPath(name.lower()).suffix


def _refused(name: str) -> str:
    ending = _ending(name)
    what = _INSTEAD.get(ending, f"no text that can be read: send a file that ends in {listed(TYPES[:4])}")
    return f"{name[:80]} is {what}."


def _beside(text: str, files: Sequence[Attachment]) -> str:
    """What is written beside the files, without the links to them."""
    for one in files:
        text = re.sub(rf"!?\[[^\[\]\n]*\]\({re.escape(one.address)}\)", "", text).replace(one.address, "")
    return text.strip()


def known(answers: Answers, settings: Settings, topics: Mapping[str, Term]) -> Known:
    """What the form says, in the words of a front matter. What cannot be used is left out: the checks ask for it."""
    year, years = answers.line("year", 60), form.years(settings)
    first = Writer(
        answers.line("name", 120),
        answers.line("programme", 80),
        years.index(year) + 1 if year in years else _year(year),
        answers.line("university", 160),
        answers.line("position", 80),
    )
    ids = {term.name: ident for ident, term in topics.items()}
    kinds = {label.said(settings.interface): name for name, label in settings.kinds_of_article.items()}
    declarations = {name: answers.line(form.declaration(name), 400) for name in settings.declared}
    declarations["patient_information"] = form.of_patients(settings, answers.line("patients", 200))
    return Known(
        title=answers.line("title", 200),
        authors=tuple(writer for writer in (first, *_others(answers.texts.get("others", ""))) if writer.name),
        description=answers.line("description", settings.length("description").most),
        topics=tuple(ids[name] for name in answers.ticked.get("topics", ()) if name in ids),
        type=kinds.get(answers.line("type", 60), ""),
        declarations={name: text for name, text in declarations.items() if text},
    )


_PLACE = re.compile(r"\b(?:universit|college|hospital|school|institut|faculty|akademi|kolle[jg]e)", re.IGNORECASE)
_MOST_AUTHORS = 30


def _others(text: str) -> Iterator[Writer]:
    """The other authors: one on each line, name first, then programme, year and university in any order."""
    for line in text.splitlines()[:_MOST_AUTHORS]:
        name, *rest = (" ".join(part.split()) for part in line.strip(" \t-*•").split(","))
        if not name:
            continue
        year, place, programme = 0, "", ""
        for part in filter(None, rest):
            if number := _year(part):
                year = number
            elif _PLACE.search(part):
                place = f"{place}, {part}" if place else part
            else:
                programme = f"{programme}, {part}" if programme else part
        yield Writer(name[:120], programme[:80], year, place[:160])


def _year(text: str) -> int:
    """The year of study in a few words, or 0: 5, 5th year, fifth year, year 5, V."""
    words = re.sub(r"\b(?:year|of|study|in)\b", "", text.lower()).split()
    if len(words) != 1:
        return 0
    roman = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
    for row in (ORDINALS, roman):
        if words[0] in row[1:]:
            return row.index(words[0])
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", words[0])
    return int(match[1]) if match and 1 <= int(match[1]) <= 10 else 0
