"""The draft in an issue: the answers of its author, and the attached file or pasted text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from studenthub.github import attachments
from studenthub.github.attachments import Attachment, NotFetched, TooLarge
from studenthub.i18n import N_, Message
from studenthub.importer.bylines import DraftAuthor
from studenthub.importer.files.file_kinds import ENDINGS
from studenthub.importer.text.blocks import Picture
from studenthub.model.authors import YEARS_OF_STUDY
from studenthub.model.settings import DRAFT_FORM, Settings
from studenthub.model.terms import Term
from studenthub.parse import ordinals
from studenthub.submission import form
from studenthub.submission.form import Answers
from studenthub.submission.issue import Issue
from studenthub.submission.pasted import Fetch, gathered, without
from studenthub.submission.refusals import Unusable

#: The largest file that is fetched, in bytes; and the fewest words that are an article.
LARGEST = 20 * 1024 * 1024
_FEWEST_WORDS = 30
#: The fewest words of an article that leads to a file elsewhere; fewer are a letter about that file.
_FEWEST_BESIDE_LINK = 150
#: The name of a text that was pasted into the form; whether it is Markdown, its content says.
_PASTED = "draft"
_ELSEWHERE = re.compile(
    r"https://(?:docs\.google|drive\.google|1drv|onedrive\.live|[\w-]+\.sharepoint"
    r"|(?:www\.)?(?:dropbox|icloud|wetransfer)|we(?=\.tl/))\.[^\s)>\]]+"
)
#: Why there is no draft, in words for its author.
NOT_OUR_FORM = Message(
    N_("This was not made with the form “Send a draft”. Please press New issue, and choose that form.")
)
NOT_UPLOADED = Message(N_("The file was still on its way. Please drop it in again, and wait until its name is there."))
LINK = Message(N_("There is a link to a file, and no file. Please download it as a Word file, and drop that in."))
NOTHING = Message(
    N_("There is no article: neither a file nor a text. Please drop the Word file in, or paste the text.")
)
PICTURES = Message(
    N_(
        "There are only pictures, and nobody can search or correct a picture of a text. Please drop the Word file in, "
        "or paste the text."
    )
)
SEVERAL = N_("There are several files, and it is not clear which one is the article: %(names)s. Please leave one.")
NOT_FETCHED = N_("The file %(name)s could not be fetched: %(why)s. Please drop it in again.")
TOO_LARGE = N_(
    "The file %(name)s cannot be taken: %(why)s. Please make its pictures smaller (in Word: choose a picture, Picture "
    "Format, Compress Pictures), and drop it in again."
)
NOT_TICKED = N_("This is not ticked: “%(text)s”")
_UPLOADING = re.compile(r"!?\[Uploading [^\]\n]*\]\(\)")


@dataclass(frozen=True)
class Known:
    """The answers of the form on an article, besides its text. ``topics`` are ids."""

    title: str
    authors: tuple[DraftAuthor, ...]
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
    fields = form.shown(settings.root / DRAFT_FORM, form.fields(settings, topics))
    answers = Answers.read(issue.body, fields)
    if not answers.texts.get("article") and not answers.texts.get("name"):
        raise Unusable([NOT_OUR_FORM])
    reasons = [Message(NOT_TICKED, {"text": text}) for text in form.not_promised(answers, fields, settings)]
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
    name, data, note = _file(text, found, fetch)
    pasted = gathered(text, found, fetch)
    if name == _PASTED:
        return Draft(_NOTHING_KNOWN, name, pasted.text.encode(), named=pasted.pictures)
    loose = (Picture(one, "", pasted.words.get(address, "")) for address, one in pasted.pictures.items())
    return Draft(_NOTHING_KNOWN, name, data, without(note, pasted.pictures), loose=tuple(loose))


def _file(text: str, found: Sequence[Attachment], fetch: Fetch) -> tuple[str, bytes, str]:
    """The name and the bytes of the draft, and what is beside it: words, and files of other kinds. Raises Unusable."""
    files = [one for one in found if not one.is_picture]
    if _UPLOADING.search(text):
        raise Unusable([NOT_UPLOADED])
    usable = [one for one in files if _may_be_draft(one.name)] or files
    if len(usable) > 1:
        names = ", ".join(one.name[:80] for one in usable)
        raise Unusable([Message(SEVERAL, {"names": names})])
    if usable:
        note = _beside(text, usable)
        try:
            # What it is, its content says: a .doc may be a web page, and a .zip the page that Google Docs packs.
            return usable[0].name[:80], fetch(usable[0].address), note
        except NotFetched as problem:
            said = TOO_LARGE if isinstance(problem, TooLarge) else NOT_FETCHED
            raise Unusable([Message(said, {"name": usable[0].name[:80], "why": problem.why})]) from None
    words = len(text.split())
    if words < _FEWEST_BESIDE_LINK and _ELSEWHERE.search(text):
        raise Unusable([LINK])
    if words < _FEWEST_WORDS:
        raise Unusable([PICTURES if found else NOTHING])
    return _PASTED, text.encode(), ""


def _may_be_draft(name: str) -> bool:
    return name.casefold().endswith(tuple(chain.from_iterable(ENDINGS)))


def _beside(text: str, files: Sequence[Attachment]) -> str:
    """The text beside the files, without the links to them."""
    for one in files:
        text = re.sub(rf"!?\[[^\[\]\n]*\]\({re.escape(one.address)}\)", "", text).replace(one.address, "")
    return text.strip()


def known(answers: Answers, settings: Settings, topics: Mapping[str, Term]) -> Known:
    """The answers in the words of a front matter. An answer that cannot be used is left out: the checks ask for it."""
    years = tuple(year.casefold() for year in form.years(settings))
    first = DraftAuthor(
        answers.line("name", 120),
        answers.line("programme", 80),
        year_of_study(answers.line("year", 60), years),
        answers.line("university", 160),
        position=answers.line("position", 80),
    )
    ids = {term.name: ident for ident, term in topics.items()}
    kinds = {
        " ".join(label.translated(settings.interface).split()): name
        for name, label in settings.kinds_of_article.items()
    }
    declarations = {name: answers.line(form.declaration(name), 400) for name in settings.declared}
    declarations["patient_information"] = form.of_patients(settings, answers.line("patients", 200))
    return Known(
        title=answers.line("title", 200),
        authors=tuple(author for author in (first, *_others(answers.texts.get("others", ""), years)) if author.name),
        description=answers.line("description", settings.length("description").most),
        topics=tuple(ids[name] for name in answers.ticked.get("topics", ()) if name in ids),
        type=kinds.get(answers.line("type", 60), ""),
        declarations={name: text for name, text in declarations.items() if text},
    )


#: How the name of a place where people study or work begins, in the languages of the interface.
_PLACE = re.compile(
    r"\b(?:universi|inyuvesi|colleg|coll[èe]ge|kolle[jg]e|hospita|h[ôo]pita|isibhedlela|school|skool|[ée]cole|escola"
    r"|institut|facul|fakult|akademi|acad[ée]mi)",
    re.IGNORECASE,
)
_MOST_AUTHORS = 30


def _others(text: str, years: Sequence[str]) -> Iterator[DraftAuthor]:
    """The other authors: one on each line, name first, then programme, year and university in any order."""
    for line in text.splitlines()[:_MOST_AUTHORS]:
        name, *rest = (" ".join(part.split()) for part in line.strip(" \t-*•").split(","))
        if not name:
            continue
        year, place, programme = 0, "", ""
        for part in filter(None, rest):
            if number := year_of_study(part, years):
                year = number
            elif _PLACE.search(part):
                place = f"{place}, {part}" if place else part
            else:
                programme = f"{programme}, {part}" if programme else part
        yield DraftAuthor(name[:120], programme[:80], year, place[:160])


#: Words beside the number of a year of study, and what may follow the number, in the languages of the interface.
_OF_STUDY = re.compile(r"\b(?:year|of|study|in|ann[ée]e|d[’']études|ano|de|estudos|jaar|unyaka)\b")


def year_of_study(text: str, years: Sequence[str]) -> int:
    """The year of study in a few words, or 0: 5, 5th year, fifth year, year 5, V, 5e année.

    ``years`` are what the hub says of them, in small letters.
    """
    said = text.casefold()
    words = _OF_STUDY.sub("", said).split()
    word = words[0] if len(words) == 1 else ""
    if found := next((name for name in (said, word) if name in years), ""):
        return years.index(found) + 1
    number = ordinals.number(word)
    return number if number < len(YEARS_OF_STUDY) else 0
