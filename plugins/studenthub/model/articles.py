"""Articles, and the people, topics and institutions that they name."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from studenthub.model import bibliography
from studenthub.parse import citations, frontmatter, markdown_text
from studenthub.parse.citations import CiteGroup, Malformed
from studenthub.parse.frontmatter import Reader, Value, Wrong
from studenthub.source.problems import Fix, Problem, did_you_mean, shortened
from studenthub.source.text import Place, Text

ARTICLES = "articles"
#: The kinds of terms, each with the folder of docs/ that describes them.
TERM_KINDS = ("authors", "topics", "institutions")

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHORTEST_REASON = 10
#: The fields whose place an article remembers, for messages about them.
_PLACES = (
    "title", "description", "date", "updated", "authors", "topics", "csl", "image", "changes", "declarations", "ignore",
)  # fmt: skip
#: The words that an article may use for a change, in the terms of journals.
CHANGES = ("correction", "update", "clarification", "expression-of-concern", "retraction")
TYPES = (
    "article",
    "opinion",
    "review",
    "case-report",
    "reflection",
    "research",
    "interview",
    "letter",
    "editorial",
    "guide",
)


#: In words, from the first on.
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True)
class Author:
    """Who wrote an article, as they were when they wrote it.

    ``id`` is the last part of the address of the author's page. ``year_of_study`` counts from 1; 0 is not said.
    ``orcid`` is the bare identifier with hyphens. ``institution`` is the id of the affiliation. An organisation has
    no family name.
    """

    id: str
    name: str
    programme: str = ""
    year_of_study: int = 0
    affiliation: str = ""
    institution: str = ""
    orcid: str = ""
    organisation: bool = False

    @cached_property
    def _name(self) -> bibliography.Name:
        found = bibliography.names(f"{{{self.name}}}" if self.organisation else self.name)
        return found[0] if found else bibliography.Name(literal=self.name)

    @property
    def csl(self) -> dict[str, str]:
        """The name as a CSL-JSON name."""
        return self._name.to_csl()

    @property
    def details(self) -> str:
        """What they were when they wrote it, as readers see it: MBChB, fifth year."""
        year = f"{ORDINALS[self.year_of_study]} year" if self.year_of_study else ""
        return ", ".join(part for part in (self.programme, year) if part)

    @property
    def inverted(self) -> str:
        """Family, Given: as Highwire tags and exports want it."""
        name = self._name
        return name.literal or ", ".join(part for part in (name.sort_name, name.given, name.suffix) if part)


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


@dataclass(frozen=True)
class Article:
    """One article: what its front matter says, and what its text cites.

    ``slug`` is the name of its file. ``groups`` have offsets into ``text.content``; ``topics`` are ids. ``language``
    is a BCP 47 tag, ``doi`` the bare identifier. ``updated`` is the last change, or the date. ``series`` is the title
    that its parts share. ``keywords`` are the names of its topics, which the catalogue knows, and its tags. ``words``
    is their number in its text, and ``keys`` are the sources it cites, in the order of their first citation.
    ``ignore`` has the reason for each code of a check that an editor allowed to be broken. ``written`` is each topic as
    the front matter has it, with its place.
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
    type: str = "article"
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
    groups: tuple[CiteGroup, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict, repr=False, compare=False)
    written: Mapping[str, Value] = field(default_factory=dict, repr=False, compare=False)
    keys: tuple[str, ...] = ()
    words: int = field(default=0, compare=False)
    ignore: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def path(self) -> str:
        """The file, relative to the project."""
        return self.text.path

    @property
    def body(self) -> str:
        """The Markdown after the front matter."""
        return self.text.content[self.body_start :]

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
        """The gravest change that a reader must know of: retraction, expression-of-concern, correction or ""."""
        kinds = {change.kind for change in self.changes}
        return next((kind for kind in ("retraction", "expression-of-concern", "correction") if kind in kinds), "")

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


@dataclass(frozen=True)
class Term:
    """A person, topic or institution that articles name. Without a file of its own it has a name and nothing else."""

    kind: str
    id: str
    name: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    orcid: str = ""
    ror: str = ""
    url: str = ""
    country: str = ""
    affiliation: str = ""
    organisation: bool = False
    body: str = ""
    place: Place | None = field(default=None, compare=False)
    text: Text | None = field(default=None, repr=False, compare=False)
    body_start: int = 0


@dataclass(frozen=True)
class Guide:
    """A page that is neither an article nor a term: the home page's text, the guide for students."""

    text: Text = field(repr=False, compare=False)
    body_start: int
    title: str
    description: str = ""

    @property
    def path(self) -> str:
        """The file, relative to the project."""
        return self.text.path

    @property
    def body(self) -> str:
        """The Markdown after the front matter."""
        return self.text.content[self.body_start :]


@lru_cache(maxsize=1 << 16)
def slugify(text: str) -> str:
    """The part of an address that stands for ``text``: lower case, accents folded, hyphens between the words.

    Letters of scripts without a Latin form are kept, so that no name is lost.
    """
    folded = unicodedata.normalize(
        "NFKD", text.casefold().replace("ø", "o").replace("ł", "l").replace("’", "").replace("'", "")
    )
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", letters)).strip("-") or "unnamed"


def file_name(text: str) -> str:
    """What to call the file of an article: small letters, digits and hyphens."""
    return f"{re.sub(r'[^a-z0-9]+', '-', slugify(text)).strip('-') or 'my-article'}.md"


def slug_of(path: str) -> str:
    """The slug of the article in ``path``: the name of its file, or of its folder where the file is index.md."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem == "index" else pure.stem


def parse(text: Text) -> tuple[Article, list[Problem]]:
    """The article in ``text``. What is missing or wrong is in the problems, and empty in the article."""
    front, problems = frontmatter.parse(text)
    slug = slug_of(text.path)
    if not _SLUG.fullmatch(slug):
        problems.append(
            Problem(
                text.place(0),
                "HUB601",
                f"the file name {slug} cannot be part of an address",
                f"call it {file_name(slug)}: small letters, digits and hyphens",
            )
        )
    running = " " * front.body_start + markdown_text.blank(text.content[front.body_start :])
    groups, citing = _citations(text, running)
    body = _Body(front.body_start, groups, markdown_text.count_words(running))
    if not front.fields and problems:
        return _empty(text, body), [*problems, *citing]
    read = Reader(front.fields, front.place, elsewhere=_OF_AUTHORS, whole=front.whole)
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
        return frontmatter.unique(key for group in self.groups for key in group.keys)


def _empty(text: Text, body: _Body) -> Article:
    slug = slug_of(text.path)
    said = slug, text, body.start, slug, "", datetime.date.min
    return Article(*said, (), (), groups=body.groups, keys=body.keys, words=body.words)


def _read(read: Reader, text: Text, body: _Body) -> Article:
    slug = slug_of(text.path)
    topics: dict[str, Value] = {}
    article = Article(
        slug=slug,
        text=text,
        body_start=body.start,
        groups=body.groups,
        keys=body.keys,
        words=body.words,
        title=read.take(
            "title", frontmatter.length(3, 200), slug, required="write “title:” and the title of the article"
        ),
        description=read.take(
            "description",
            frontmatter.length(20, 400),
            "",
            required="write “description:” and one or two sentences that say what the article finds",
        ),
        date=read.take(
            "date",
            frontmatter.date,
            datetime.date.min,
            required="write “date:” and the day of publication, such as 2024-07-11",
        ),
        authors=read.each(
            "authors",
            lambda value: _author(read, value),
            required="write “authors:”, and on the line below it “  - name: Ann Author”",
        ),
        topics=frontmatter.unique(
            read.each(
                "topics",
                lambda value: _topic(value, topics),
                required="write “topics: [one, another]”, with those in docs/topics/",
            )
        ),
        tags=frontmatter.unique(read.each("tags", _tag)),
        type=read.take("type", frontmatter.one_of(*TYPES), "article"),
        updated=read.take("updated", frontmatter.date, None),
        image=read.take("image", lambda value: _image(read, value), None),
        licence=read.take("licence", frontmatter.length(2, 60), ""),
        changes=read.each("changes", lambda value: _change(read, value)),
        doi=read.take("doi", _doi, ""),
        series=read.take("series", frontmatter.length(3, 120), ""),
        declarations=read.take("declarations", _declarations, {}),
        csl=read.take(
            "csl",
            frontmatter.matching(
                r"[a-z0-9-]+", "write the name of a citation style, such as apa or nlm-citation-sequence"
            ),
            "",
        ),
        language=read.take(
            "language",
            frontmatter.matching(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "write its short form: en-ZA, af-ZA or zu-ZA"),
            "",
        ),
        draft=read.take("draft", frontmatter.boolean, False),
        ignore=read.take("ignore", _ignore, {}),
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


#: Where the fields belong that stand at the margin when a student forgets to move them in.
_OF_AUTHORS = dict.fromkeys(
    ("name", "programme", "year_of_study", "affiliation", "orcid", "organisation"),
    "it belongs to an author: move it in, so that it stands below name:",
)


def _id(value: Value) -> str:
    text = frontmatter.string(value)
    if not _SLUG.fullmatch(text):
        raise Wrong(
            f"has the wrong form: {shortened(text)}",
            f"write the name of a file without .md, such as {shortened(slugify(text))}",
            slugify(text),
        )
    return text


def _topic(value: Value, written: dict[str, Value]) -> str:
    """A topic as it is written, and where; the catalogue knows which there are."""
    text = frontmatter.string(value)
    written.setdefault(text, value)
    return text


def _tag(value: Value) -> str:
    text = frontmatter.length(2, 60)(value)
    if "," in text or ";" in text:
        better = f"[{', '.join(part.strip() for part in re.split(r'[,;]', text) if part.strip())}]"
        raise Wrong(f"are several in one: {shortened(text)}", f"write {shortened(better, 80)}", better)
    return text


def _doi(value: Value) -> str:
    text = frontmatter.string(value)
    if re.fullmatch(r"10\.\d{4,9}/\S+", text):
        return text
    within = re.search(r"10\.\d{4,9}/\S+", text)
    hint = f"write {within[0]}" if within else "it begins with 10., such as 10.1234/abcd"
    raise Wrong(f"has the wrong form: {shortened(text)}", hint, within[0] if within else "")


def _year_of_study(value: Value) -> int:
    """A number; students write fourth, 4th, 4th year and IV as well, and are told."""
    text = frontmatter.string(value).lower().removesuffix(" year").removesuffix("-year").strip()
    words = (ORDINALS, ("", "1st", "2nd", "3rd", *(f"{n}th" for n in range(4, 11))))
    roman = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
    number = next((row.index(text) for row in (*words, roman) if text in row), 0)
    if number:
        raise Wrong(f"must be a number: {shortened(text)}", f"write {number}", str(number))
    return frontmatter.integer(1, 10)(value)


_ORCID_HINT = "an ORCID iD has four groups of four digits, such as 0000-0000-0000-0000; copy it from orcid.org"


def orcid(value: Value) -> str:
    """An ORCID iD with a right check digit (ISO 7064 MOD 11-2, https://support.orcid.org/hc/articles/360006897674)."""
    text = frontmatter.string(value).removeprefix("https://orcid.org/")
    digits = text.replace("-", "")
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", text):
        raise Wrong(f"has the wrong form: {text[:40]}", _ORCID_HINT)
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != digits[-1]:
        raise Wrong(f"{text} has a wrong check digit", "one of its digits is mistyped; copy it from orcid.org")
    return text


def web_address(value: Value) -> str:
    """An http or https address."""
    text = frontmatter.string(value)
    if not bibliography.is_web_address(text):
        raise Wrong(f"is not a web address: {text[:40]}", "it begins with https://")
    return text


def _author(read: Reader, value: Value) -> Author:
    """A group of fields, or the id of a file in docs/authors/: that one has an empty name until it is looked up."""
    if not isinstance(value.data, Mapping):
        return Author(id=_author_id(value), name="")
    with read.nested(value, "authors") as fields:
        name = fields.take("name", frontmatter.length(2, 120), "", required="write “name:” and the author's name")
        return Author(
            id=fields.take("id", _id, slugify(name)),
            name=name,
            programme=fields.take("programme", frontmatter.length(2, 80), ""),
            year_of_study=fields.take("year_of_study", _year_of_study, 0),
            affiliation=fields.take("affiliation", frontmatter.length(2, 160), ""),
            orcid=fields.take("orcid", orcid, ""),
            organisation=fields.take("organisation", frontmatter.boolean, False),
        )


def _author_id(value: Value) -> str:
    """The id of an author's file. A name in its place is told how it is written."""
    text = frontmatter.string(value).strip("“”„")
    if _SLUG.fullmatch(text):
        return text
    names = [name.strip() for name in re.split(r";|\band\b|&", text) if name.strip()]
    better = ", ".join('{name: "' + name.replace('"', "'") + '"}' for name in names)
    raise Wrong(
        f"need the word name: before {shortened(text)}",
        f"write “- name: {shortened(names[0] if names else text)}” on a line of its own below “authors:”",
        f"[{better}]" if len(names) > 1 else better,
    )


def _image(read: Reader, value: Value) -> Image:
    with read.nested(value, "image", "src: and its file, and alt: and what it shows") as fields:
        return Image(
            src=fields.take(
                "src",
                frontmatter.matching(
                    r"[\w./-]+\.(?:jpe?g|png|webp|avif)", "write the name of a .jpg, .png or .webp file"
                ),
                "",
                required="write “src:” and the name of the file",
            ),
            alt=fields.take(
                "alt",
                frontmatter.length(5, 300),
                "",
                required="write “alt:” and what the picture shows, for those who cannot see it",
            ),
            caption=fields.take("caption", frontmatter.length(2, 300), ""),
            credit=fields.take("credit", frontmatter.length(2, 200), ""),
        )


def _change(read: Reader, value: Value) -> Change:
    with read.nested(value, "changes", "date:, kind: and note:") as fields:
        return Change(
            date=fields.take(
                "date", frontmatter.date, datetime.date.min, required="write “date:” and the day of the change"
            ),
            kind=fields.take(
                "kind", frontmatter.one_of(*CHANGES), "", required=f"write “kind:” and one of {', '.join(CHANGES)}"
            ),
            note=fields.take("note", frontmatter.length(10, 600), "", required="write “note:” and what was changed"),
        )


def _declarations(value: Value) -> Mapping[str, str]:
    if not isinstance(value.data, Mapping):
        raise Wrong("is not a group of fields", "write “conflicts: none” below it, moved in by two spaces")
    known = ("ai_use", "conflicts", "funding", "ethics", "patient_information")
    for name in value.data:
        if name not in known:
            hint = did_you_mean(name, known) or f"known fields: {', '.join(known)}"
            raise Wrong(f"has an unknown field {shortened(name)}", hint)
    return {name: frontmatter.string(item) for name, item in value.data.items()}


def _ignore(value: Value) -> Mapping[str, str]:
    """The checks that may be broken in this article, each with its reason."""
    if not isinstance(value.data, Mapping):
        raise Wrong("is not a group of fields", "write “HUB503:” and the reason below it, moved in by two spaces")
    for code, reason in value.data.items():
        if not re.fullmatch(r"HUB\d{3}", code):
            raise Wrong(
                f"names no check: {shortened(code)}", "write the code that the message began with, such as HUB503"
            )
        if len(frontmatter.string(reason)) < _SHORTEST_REASON:
            raise Wrong(
                f"has no reason for {code}", f"say in at least {_SHORTEST_REASON} characters why it is right here"
            )
    return {code: frontmatter.string(reason) for code, reason in value.data.items()}


def _citations(text: Text, running: str) -> tuple[tuple[CiteGroup, ...], list[Problem]]:
    if "@" not in running:
        return (), []
    groups: list[CiteGroup] = []
    problems: list[Problem] = []
    for found in citations.find(running):
        if isinstance(found, Malformed):
            problems.append(_malformed(text, found))
        else:
            groups.append(found)
    return tuple(groups), problems


#: What people write between two sources where a semicolon must stand.
_BETWEEN = re.compile(r"(?:\s*,\s*(?:and|&)?|\s+(?:and|&))?\s+(?=-?@)|,(?=-?@)")


#: A bracket that nobody closed goes on to the next one.
_NEW_SENTENCE = re.compile(r"\w[.!?]\s+[A-ZÀ-Þ][a-zà-ÿ]")


def _malformed(text: Text, found: Malformed) -> Problem:
    """What is wrong with a part of a citation that names no source, or more than one."""
    place, short = text.place(found.offset), shortened(found.part)
    if not found.part:
        return Problem(place, "HUB302", "a semicolon too many stands in this citation", "delete it")
    if "@" not in found.part:
        hint = "a key begins with @, and a page stands behind a comma: [@one, p. 4; @other]"
        return Problem(place, "HUB302", f"this part of a citation names no source: {short}", hint)
    if _NEW_SENTENCE.search(found.part):
        hint = "each citation has its own pair: [@one] … [@other]"
        return Problem(place, "HUB302", f"a sentence ends within this citation: {short}", hint)
    better = _BETWEEN.sub("; ", found.part)
    written = re.compile(r"\s+".join(map(re.escape, found.part.split()))).match(text.content, found.offset)
    message = f"between two sources stands a semicolon: {short}"
    if not written or not isinstance(citations.read_text(f"[{better}]"), citations.CiteGroup):
        return Problem(place, "HUB302", message, "write [@one; @other]")
    fix = Fix(written.start(), written.end(), better)
    return Problem(place, "HUB302", message, f"write [{shortened(better, 60)}]", fix=fix)


def parse_term(text: Text) -> tuple[Term, list[Problem]]:
    """The author, topic or institution that a file of docs/authors, docs/topics or docs/institutions describes."""
    pure = PurePosixPath(text.path)
    kind, ident = pure.parent.name, pure.stem
    front, problems = frontmatter.parse(text)
    if not _SLUG.fullmatch(ident):
        problems.append(
            Problem(
                text.place(0),
                "HUB601",
                f"the file name {ident} cannot be part of an address",
                "use small letters, digits and hyphens",
            )
        )
    if not front.fields and problems:
        return Term(kind, ident, ident, place=text.place(0)), problems
    read = Reader(front.fields, front.place, whole=front.whole)
    term = Term(
        kind=kind,
        id=ident,
        name=read.take(
            "name", frontmatter.length(2, 160), ident, required="write “name:” and the name as readers should see it"
        ),
        description=read.take("description", frontmatter.length(10, 400), ""),
        aliases=read.each("aliases", frontmatter.length(2, 160)),
        url=read.take("url", web_address, ""),
        body=text.content[front.body_start :].strip(),
        place=text.place(0),
        text=text,
        body_start=front.body_start,
    )
    if kind == "authors":
        term = replace(
            term,
            orcid=read.take("orcid", orcid, ""),
            affiliation=read.take("affiliation", frontmatter.length(2, 160), ""),
            organisation=read.take("organisation", frontmatter.boolean, False),
        )
    if kind == "institutions":
        term = replace(
            term,
            ror=read.take(
                "ror", frontmatter.matching(r"0[a-z0-9]{6}\d{2}", "copy it from ror.org: nine signs, the first a 0"), ""
            ),
            country=read.take("country", frontmatter.length(2, 60), ""),
        )
    return term, [*problems, *read.finish()]


_HEADING = re.compile(r"\s*# +(?P<title>[^\n]+?)[ #]*\n")


def parse_guide(text: Text) -> tuple[Guide, list[Problem]]:
    """A page with a title and perhaps a description, and nothing else that a template would act on.

    Such a page may do without a front matter: its title is then its first heading.
    """
    if not text.content.startswith("---"):
        heading = _HEADING.match(text.content)
        return Guide(text, heading.end() if heading else 0, heading["title"] if heading else slug_of(text.path)), []
    front, problems = frontmatter.parse(text)
    if not front.fields and problems:
        return Guide(text, front.body_start, slug_of(text.path)), problems
    if len(_OF_ARTICLES & front.fields.keys()) > 1:
        # Its fields are right, and only its folder is not.
        return Guide(text, front.body_start, slug_of(text.path)), [_misplaced(text)]
    read = Reader(front.fields, front.place, whole=front.whole)
    title = read.take(
        "title", frontmatter.length(2, 200), slug_of(text.path), required="write “title:” and the title of the page"
    )
    guide = Guide(text, front.body_start, title, description=read.take("description", frontmatter.length(10, 400), ""))
    return guide, [*problems, *read.finish()]


#: Fields that only articles have: a page with two of them is one.
_OF_ARTICLES = frozenset({"authors", "date", "topics"})


def _misplaced(text: Text) -> Problem:
    stem = PurePosixPath(text.path).stem
    hint = f"move it to docs/{ARTICLES}/{file_name('my-article' if stem in {'index', 'README'} else stem)}"
    return Problem(text.place(0), "HUB604", "this is an article, and stands in the wrong folder", hint)
