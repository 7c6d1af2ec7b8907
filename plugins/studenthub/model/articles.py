"""Articles: what their front matter says, and what their text cites."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from dataclasses import fields as dataclass_fields
from functools import cached_property

from studenthub.model.article_fields import ELSEWHERE, FIELDS, Change, Image
from studenthub.model.authors import Author
from studenthub.model.sources.notices import RETRACTION
from studenthub.model.vocabulary import ARTICLE, GRAVE
from studenthub.parse import frontmatter, identifiers, slugs
from studenthub.parse.frontmatter import Value, fields
from studenthub.parse.frontmatter.fields import Field, Reader
from studenthub.parse.frontmatter.forms import UNDATED
from studenthub.parse.markdown import citation_slips, running_text
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime import fingerprints
from studenthub.runtime.fingerprints import fingerprint
from studenthub.source.problems import Problem
from studenthub.source.text import Place, Text

ARTICLES = "articles"

#: Signs of code around words of a title, which is printed without them.
_CODE = re.compile(r"`(?P<words>[^`]+)`")


@dataclass(frozen=True)
class Article:
    """One article: what its front matter says, and what its text cites.

    ``slug`` is the name of its file. ``groups`` have offsets into ``text.content``; ``topics`` are ids. ``language``
    is a BCP 47 tag, ``doi`` the bare identifier. ``volume`` and ``issue`` are as they are printed. ``updated`` is the
    last change, or the date. ``series`` is the title that its parts share. ``type`` is one of TYPES; what is
    ``featured`` may lead the home page. ``keywords`` are the names of its topics, which the catalogue knows, and its
    tags. ``keys`` are the sources it cites, in the order of their first citation. ``ignore`` has the reason for each
    code of a check that an editor allowed to be broken. ``written`` is each topic as the front matter has it, with its
    place. ``redirect_from`` are the slugs that it had before, the oldest first; ``translation_of`` is that of the
    original of a translation. ``lists`` are those on which the catalogue has it, each by its collection and its id.
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
    volume: str = ""
    issue: str = ""
    series: str = ""
    declarations: Mapping[str, str] = field(default_factory=dict)
    csl: str = ""
    language: str = ""
    translation_of: str = ""
    draft: bool = False
    featured: bool = False
    groups: tuple[CiteGroup, ...] = field(default=(), repr=False, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, repr=False, compare=False)
    written: Mapping[str, Value] = field(default_factory=dict, repr=False, compare=False)
    keys: tuple[str, ...] = ()
    ignore: Mapping[str, str] = field(default_factory=dict, compare=False)
    redirect_from: tuple[str, ...] = ()
    lists: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)

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

    def place_of(self, name: str) -> Place:
        """The place of a field, or the first line where there is no front matter."""
        return self.places.get(name) or self.text.place(0)

    @cached_property
    def words(self) -> int:
        """The number of words in its text, counted for who shows or checks it: a preview shows few articles."""
        return running_text.count_words(running_text.blank(self.body))

    @property
    def minutes(self) -> int:
        """Reading time at 230 words a minute (Brysbaert 2019 finds 238 for non-fiction), at least one."""
        return max(1, round(self.words / 230))

    @cached_property
    def last_changed(self) -> datetime.date:
        """The day of its last change: of its front matter's word, never of the build."""
        return max([self.date, *([self.updated] if self.updated else []), *(change.date for change in self.changes)])

    @property
    def is_dated(self) -> bool:
        """Whether its day of publication is known."""
        return self.date != UNDATED

    @property
    def is_retracted(self) -> bool:
        """Whether it was retracted after its publication."""
        return self.status == RETRACTION

    @property
    def doi_address(self) -> str:
        """Where its own DOI leads, or ""."""
        return identifiers.doi_address(self.doi)

    @cached_property
    def status(self) -> str:
        """The gravest change that a reader must know of, which is one of GRAVE, or ""."""
        kinds = {change.kind for change in self.changes}
        return next((kind for kind in GRAVE if kind in kinds), "")

    @cached_property
    def fingerprint(self) -> str:
        """A digest of all that the article says, what the catalogue knows of its authors and topics included."""
        return fingerprint(self.text.content, *fingerprints.fields(self))

    @property
    def record(self) -> Mapping[str, object]:
        """The public fields of the front matter as plain data, without those that are empty, as machines read them.

        Authors and topics are as the catalogue knows them; dates are dates.
        """
        every = {field.name: _plain(getattr(self, field.name)) for field in FIELDS if field.public}
        return {name: value for name, value in every.items() if value and value != UNDATED}

    def is_published(self, today: datetime.date) -> bool:
        """Whether it is neither a draft nor dated in the future."""
        return not self.draft and self.date <= today

    def sentences(self, key: str) -> Iterator[str]:
        """Every sentence that cites ``key``, as plain text."""
        seen: set[tuple[int, int]] = set()
        for group in self.groups:
            if key in group.keys:
                span = running_text.sentence(self.text.content, group.start)
                if span not in seen:
                    seen.add(span)
                    yield self.text.content[slice(*span)]


def _plain(value: object) -> object:
    """Frozen values as mappings of what is not empty, and tuples as lists."""
    if is_dataclass(value):
        rows = {row.name: _plain(getattr(value, row.name)) for row in dataclass_fields(value)}
        return {name: row for name, row in rows.items() if row}
    if isinstance(value, Mapping):
        return dict(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def parse(text: Text, rows: tuple[Field, ...] = FIELDS) -> tuple[Article, list[Problem]]:
    """The article in ``text``, whose front matter may have the fields ``rows``.

    What is missing or wrong is in the problems, and empty in the article.
    """
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
    running = running_text.below(front.body_start, running_text.blank(text.content[front.body_start :]))
    groups, citing = citation_slips.find(text, running)
    body = _Body(front.body_start, groups)
    if not front.fields and problems:
        return _empty(text, body), [*problems, *citing]
    read = Reader(front.fields, front.place, elsewhere=ELSEWHERE, unread=front.unread)
    article = _read(read, text, body, rows)
    return article, [*problems, *read.finish(), *citing]


@dataclass(frozen=True, slots=True)
class _Body:
    """The facts of the text below the front matter."""

    start: int
    groups: tuple[CiteGroup, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return fields.unique(key for group in self.groups for key in group.keys)


def _empty(text: Text, body: _Body) -> Article:
    slug = slugs.slug_of(text.path)
    said = slug, text, body.start, slug, "", UNDATED
    return Article(*said, (), (), groups=body.groups, keys=body.keys)


def _read(read: Reader, text: Text, body: _Body, rows: tuple[Field, ...]) -> Article:
    slug = slugs.slug_of(text.path)
    taken = fields.taken(rows, read)
    article = Article(
        **{**taken, "title": _CODE.sub(r"\g<words>", taken["title"]) or slug},
        slug=slug,
        text=text,
        body_start=body.start,
        groups=body.groups,
        keys=body.keys,
        places={field.name: read.place(field.name) for field in FIELDS},
        written=_as_written(read.values("topics")),
    )
    if article.updated and article.is_dated and article.updated < article.date:
        read.problems.append(
            Problem(
                read.place("updated"),
                "HUB114",
                f"updated ({article.updated}) is before date ({article.date})",
                "`updated` cannot be earlier than `date`",
            )
        )
    return article


def _as_written(values: Iterable[Value]) -> Mapping[str, Value]:
    """Each topic as it is written first; what is no text is reported already."""
    texts = [(" ".join(value.data.split()), value) for value in values if isinstance(value.data, str)]
    return dict(reversed(texts))
