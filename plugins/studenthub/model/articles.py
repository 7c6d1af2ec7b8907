"""Articles: what their front matter says, and what their text cites."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from studenthub.model import authors
from studenthub.model.authors import Author
from studenthub.model.declarations import DECLARATIONS
from studenthub.parse import citation_slips, fields, frontmatter, markdown_text, slugs
from studenthub.parse.citations import CiteGroup
from studenthub.parse.fields import Reader, Wrong
from studenthub.parse.frontmatter import Value
from studenthub.runtime.cache import digest
from studenthub.source.problems import Problem, did_you_mean, shortened
from studenthub.source.text import Place, Text

ARTICLES = "articles"

_SHORTEST_REASON = 10
#: The fields whose place an article remembers, for messages about them.
_PLACES = (
    "title", "description", "date", "updated", "authors", "topics", "csl", "image", "changes", "declarations", "ignore",
    "redirect_from",
)  # fmt: skip
#: The words that an article may use for a change, in the terms of journals.
CHANGES = ("correction", "update", "clarification", "expression-of-concern", "retraction")
#: Those that a reader must know of before reading, and who has read it afterwards: the gravest first.
GRAVE = ("retraction", "expression-of-concern", "correction")
#: The kinds of article, with what readers call them. One that says nothing is an ARTICLE.
ARTICLE = "article"
TYPES: Mapping[str, str] = {
    ARTICLE: "Article",
    "opinion": "Opinion",
    "review": "Review",
    "case-report": "Case report",
    "reflection": "Reflection",
    "research": "Research",
    "interview": "Interview",
    "letter": "Letter",
    "editorial": "Editorial",
    "guide": "Guide",
}


@dataclass(frozen=True, slots=True)
class Image:
    """A lead picture. ``src`` is relative to the article's file; ``alt`` says what it shows to who cannot see it."""

    src: str
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change after publication: its day, its kind (one of CHANGES) and what was changed."""

    date: datetime.date
    kind: str
    note: str

    @property
    def name(self) -> str:
        """The kind as readers see it: Expression of concern."""
        return self.kind.replace("-", " ").capitalize()


@dataclass(frozen=True)
class Article:
    """One article: what its front matter says, and what its text cites.

    ``slug`` is the name of its file. ``groups`` have offsets into ``text.content``; ``topics`` are ids. ``language``
    is a BCP 47 tag, ``doi`` the bare identifier. ``updated`` is the last change, or the date. ``series`` is the title
    that its parts share. ``type`` is one of TYPES; what is ``featured`` may lead the home page. ``keywords`` are the
    names of its topics, which the catalogue knows, and its tags. ``words`` is their number in its text, and ``keys``
    are the sources it cites, in the order of their first citation. ``ignore`` has the reason for each code of a check
    that an editor allowed to be broken. ``written`` is each topic as the front matter has it, with its place.
    ``redirect_from`` are the slugs that it had before, the oldest first.
    """

    slug: str
    text: Text = field(repr=False, compare=False)
    body_start: int
    title: str
    description: str
    date: datetime.date
    authors: tuple[Author, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    type: str = ARTICLE
    updated: datetime.date | None = None
    image: Image | None = None
    licence: str = ""
    changes: tuple[Change, ...] = ()
    doi: str = ""
    series: str = ""
    declarations: Mapping[str, str] = field(default_factory=dict)
    csl: str = ""
    language: str = ""
    draft: bool = False
    featured: bool = False
    groups: tuple[CiteGroup, ...] = field(default=(), repr=False)
    places: Mapping[str, Place] = field(default_factory=dict, repr=False, compare=False)
    written: Mapping[str, Value] = field(default_factory=dict, repr=False, compare=False)
    keys: tuple[str, ...] = ()
    words: int = field(default=0, compare=False)
    ignore: Mapping[str, str] = field(default_factory=dict, compare=False)
    redirect_from: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The file, relative to the project."""
        return self.text.path

    @property
    def body(self) -> str:
        """The Markdown after the front matter."""
        return self.text.content[self.body_start :]

    @property
    def has_file(self) -> bool:
        """An article always has."""
        return True

    @property
    def minutes(self) -> int:
        """Reading time at 230 words a minute (Brysbaert 2019 finds 238 for non-fiction), at least one."""
        return max(1, round(self.words / 230))

    @cached_property
    def last_changed(self) -> datetime.date:
        """The day of its last change: of its front matter's word, never of the build."""
        return max([self.date, *([self.updated] if self.updated else []), *(change.date for change in self.changes)])

    @cached_property
    def status(self) -> str:
        """The gravest change that a reader must know of, which is one of GRAVE, or ""."""
        kinds = {change.kind for change in self.changes}
        return next((kind for kind in GRAVE if kind in kinds), "")

    @cached_property
    def fingerprint(self) -> str:
        """A digest of all that the article says, what the catalogue knows of its authors and topics included."""
        return digest(self.text.content, repr(self))

    def is_published(self, today: datetime.date) -> bool:
        """Whether it is neither a draft nor dated in the future."""
        return not self.draft and self.date <= today

    def sentences(self, key: str) -> Iterator[str]:
        """Every sentence that cites ``key``, as plain text."""
        seen: set[tuple[int, int]] = set()
        for group in self.groups:
            if key in group.keys:
                span = markdown_text.sentence(self.text.content, group.start)
                if span not in seen:
                    seen.add(span)
                    yield self.text.content[slice(*span)]


def parse(text: Text) -> tuple[Article, list[Problem]]:
    """The article in ``text``. What is missing or wrong is in the problems, and empty in the article."""
    front, problems = frontmatter.parse(text)
    slug = slugs.slug_of(text.path)
    if not slugs.SLUG.fullmatch(slug):
        problems.append(
            Problem(
                text.place(0),
                "HUB601",
                f"the file name {slug} cannot be part of an address",
                f"call it {slugs.file_name(slug)}: small letters, digits and hyphens",
            )
        )
    running = " " * front.body_start + markdown_text.blank(text.content[front.body_start :])
    groups, citing = citation_slips.find(text, running)
    body = _Body(front.body_start, groups, markdown_text.count_words(running))
    if not front.fields and problems:
        return _empty(text, body), [*problems, *citing]
    read = Reader(front.fields, front.place, elsewhere=authors.ELSEWHERE, unread=front.unread)
    article = _read(read, text, body)
    return article, [*problems, *read.finish(), *citing]


@dataclass(frozen=True, slots=True)
class _Body:
    """What the text below the front matter says of itself."""

    start: int
    groups: tuple[CiteGroup, ...]
    words: int

    @property
    def keys(self) -> tuple[str, ...]:
        return fields.unique(key for group in self.groups for key in group.keys)


def _empty(text: Text, body: _Body) -> Article:
    slug = slugs.slug_of(text.path)
    said = slug, text, body.start, slug, "", datetime.date.min
    return Article(*said, (), (), groups=body.groups, keys=body.keys, words=body.words)


def _read(read: Reader, text: Text, body: _Body) -> Article:
    slug = slugs.slug_of(text.path)
    topics: dict[str, Value] = {}
    article = Article(
        slug=slug,
        text=text,
        body_start=body.start,
        groups=body.groups,
        keys=body.keys,
        words=body.words,
        title=read.take("title", fields.length(3, 200), slug, required="write “title:” and the title of the article"),
        description=read.take(
            "description",
            fields.length(20, 400),
            "",
            required="write “description:” and one or two sentences that say what the article finds",
        ),
        date=read.take(
            "date",
            fields.date,
            datetime.date.min,
            required="write “date:” and the day of publication, such as 2024-07-11",
        ),
        authors=read.each(
            "authors",
            lambda value: authors.author(read, value),
            required="write “authors:”, and on the line below it “  - name: Ann Author”",
        ),
        topics=fields.unique(
            read.each(
                "topics",
                lambda value: _topic(value, topics),
                required="write “topics: [one, another]”, with those in docs/topics/",
            )
        ),
        tags=fields.unique(read.each("tags", _tag)),
        type=read.take("type", fields.one_of(*TYPES), ARTICLE),
        updated=read.take("updated", fields.date, None),
        image=read.take("image", lambda value: _image(read, value), None),
        licence=read.take("licence", fields.length(2, 60), ""),
        changes=read.each("changes", lambda value: _change(read, value)),
        doi=read.take("doi", _doi, ""),
        series=read.take("series", fields.length(3, 120), ""),
        declarations=read.take("declarations", _declarations, {}),
        csl=read.take(
            "csl",
            fields.matching(r"[a-z0-9-]+", "write the name of a citation style, such as apa or nlm-citation-sequence"),
            "",
        ),
        language=read.take(
            "language",
            fields.matching(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "write its short form: en-ZA, af-ZA or zu-ZA"),
            "",
        ),
        draft=read.take("draft", fields.boolean, False),
        featured=read.take("featured", fields.boolean, False),
        ignore=read.take("ignore", _ignore, {}),
        redirect_from=fields.unique(read.each("redirect_from", old_slug)),
        places={name: read.place(name) for name in _PLACES},
        written=topics,
    )
    if article.updated and article.date != datetime.date.min and article.updated < article.date:
        read.problems.append(
            Problem(
                read.place("updated"),
                "HUB114",
                f"updated ({article.updated}) is before date ({article.date})",
                "date is the first publication",
            )
        )
    return article


def old_slug(value: Value) -> str:
    """The slug that an article had. Its old address is told how it is written."""
    text = fields.string(value)
    if not slugs.SLUG.fullmatch(text):
        better = slugs.file_name(text.strip("/").rpartition("/")[2].removesuffix(".md")).removesuffix(".md")
        raise Wrong(f"has the wrong form: {shortened(text)}", f"write the old name of the file: {better}", better)
    return text


def _topic(value: Value, written: dict[str, Value]) -> str:
    """A topic as it is written, and where; the catalogue knows which there are."""
    text = fields.string(value)
    written.setdefault(text, value)
    return text


def _tag(value: Value) -> str:
    text = fields.length(1, 60)(value)
    if "," in text or ";" in text:
        better = f"[{', '.join(part.strip() for part in re.split(r'[,;]', text) if part.strip())}]"
        raise Wrong(f"are several in one: {shortened(text)}", f"write {shortened(better, 80)}", better)
    return text


def _doi(value: Value) -> str:
    text = fields.string(value)
    if re.fullmatch(r"10\.\d{4,9}/\S+", text):
        return text
    within = re.search(r"10\.\d{4,9}/\S+", text)
    hint = f"write {within[0]}" if within else "it begins with 10., such as 10.1234/abcd"
    raise Wrong(f"has the wrong form: {shortened(text)}", hint, within[0] if within else "")


def _image(read: Reader, value: Value) -> Image:
    with read.nested(value, "image", "src: and its file, and alt: and what it shows") as own:
        return Image(
            src=own.take(
                "src",
                fields.matching(r"[\w./-]+\.(?:jpe?g|png|webp|avif)", "write the name of a .jpg, .png or .webp file"),
                "",
                required="write “src:” and the name of the file",
            ),
            alt=own.take(
                "alt",
                fields.length(5, 300),
                "",
                required="write “alt:” and what the picture shows, for those who cannot see it",
            ),
            caption=own.take("caption", fields.length(2, 300), ""),
            credit=own.take("credit", fields.length(2, 200), ""),
        )


def _change(read: Reader, value: Value) -> Change:
    with read.nested(value, "changes", "date:, kind: and note:") as own:
        return Change(
            date=own.take("date", fields.date, datetime.date.min, required="write “date:” and the day of the change"),
            kind=own.take(
                "kind", fields.one_of(*CHANGES), "", required=f"write “kind:” and one of {', '.join(CHANGES)}"
            ),
            note=own.take("note", fields.length(10, 600), "", required="write “note:” and what was changed"),
        )


def _declarations(value: Value) -> Mapping[str, str]:
    if not isinstance(value.data, Mapping):
        raise Wrong("is not a group of fields", "write “conflicts: none” below it, moved in by two spaces")
    for name in value.data:
        if name not in DECLARATIONS:
            hint = did_you_mean(name, DECLARATIONS) or f"known fields: {', '.join(DECLARATIONS)}"
            raise Wrong(f"has an unknown field {shortened(name)}", hint)
    return {name: fields.string(item) for name, item in value.data.items()}


def _ignore(value: Value) -> Mapping[str, str]:
    """The checks that may be broken in this article, each with its reason."""
    if not isinstance(value.data, Mapping):
        raise Wrong("is not a group of fields", "write “HUB503:” and the reason below it, moved in by two spaces")
    for code, reason in value.data.items():
        if not re.fullmatch(r"HUB\d{3}", code):
            raise Wrong(
                f"names no check: {shortened(code)}", "write the code that the message began with, such as HUB503"
            )
        if len(fields.string(reason)) < _SHORTEST_REASON:
            raise Wrong(
                f"has no reason for {code}", f"say in at least {_SHORTEST_REASON} characters why it is right here"
            )
    return {code: fields.string(reason) for code, reason in value.data.items()}
