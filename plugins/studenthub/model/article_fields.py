"""The fields of an article's front matter: the one list that is read, described to editors and exported."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studenthub.model import authors
from studenthub.model.lengths import SHORTEST_REASON, USUAL, Length
from studenthub.model.settings import Settings
from studenthub.model.vocabulary import ARTICLE, CHANGES, DECLARATIONS, TYPES, Label
from studenthub.parse import languages, slugs
from studenthub.parse.frontmatter import Value, forms
from studenthub.parse.frontmatter.fields import Field, Group, unique
from studenthub.parse.frontmatter.forms import Form, Wrong, form
from studenthub.parse.identifiers import DOI
from studenthub.source.problems import did_you_mean, shortened


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
        return CHANGES.get(self.kind, "")


def _slug(what: str) -> Form[str]:
    """A slug; of an address, or a name with .md, the hint says how it is written. ``what`` it is, in words."""

    @form(type="string", pattern=f"^(?:{slugs.SLUG.pattern})$")
    def convert(value: Value) -> str:
        text = forms.string(value)
        if not slugs.SLUG.fullmatch(text):
            better = slugs.file_name(text.strip("/").rpartition("/")[2].removesuffix(".md")).removesuffix(".md")
            raise Wrong(f"has the wrong form: {shortened(text)}", f"write the {what}: {better}", better)
        return text

    return convert


#: The slug that an article had.
OLD_SLUG = _slug("old name of the file")


@form(type="string", minLength=1, maxLength=60)
def _tag(value: Value) -> str:
    text = forms.length(1, 60)(value)
    if "," in text or ";" in text:
        better = f"[{', '.join(part.strip() for part in re.split(r'[,;]', text) if part.strip())}]"
        raise Wrong(f"contains several: {shortened(text)}", f"write {shortened(better, 80)}", better)
    return text


@form(type="string", pattern=rf"^{DOI}\S+$")
def _doi(value: Value) -> str:
    text = forms.string(value)
    if re.fullmatch(rf"{DOI}\S+", text):
        return text
    within = re.search(rf"{DOI}\S+", text)
    hint = f"write {within[0]}" if within else "it begins with 10., such as 10.1234/abcd"
    raise Wrong(f"has the wrong form: {shortened(text)}", hint, within[0] if within else "")


def _declarations(known: Mapping[str, Label]) -> Form[Mapping[str, str]]:
    @form(
        type="object",
        properties={name: {"type": "string", "description": label.text} for name, label in known.items()},
        additionalProperties=False,
    )
    def convert(value: Value) -> Mapping[str, str]:
        if not isinstance(value.data, Mapping):
            raise Wrong("is not a group of fields", "write “conflicts: none” below it, indented by two spaces")
        for name in value.data:
            if name not in known:
                hint = did_you_mean(name, known) or f"known fields: {', '.join(known)}"
                raise Wrong(f"has an unknown field {shortened(name)}", hint)
        return {name: forms.string(item) for name, item in value.data.items()}

    return convert


@form(
    type="object",
    patternProperties={r"^HUB\d{3}$": {"type": "string", "minLength": SHORTEST_REASON}},
    additionalProperties=False,
)
def _ignore(value: Value) -> Mapping[str, str]:
    """The checks that may be broken in this article, each with its reason."""
    if not isinstance(value.data, Mapping):
        raise Wrong("is not a group of fields", "write “HUB503:” and the reason below it, indented by two spaces")
    for code, reason in value.data.items():
        if not re.fullmatch(r"HUB\d{3}", code):
            raise Wrong(
                f"names no check: {shortened(code)}", "write the code that the message began with, such as HUB503"
            )
        if len(forms.string(reason)) < SHORTEST_REASON:
            raise Wrong(
                f"has no reason for {code}", f"say in at least {SHORTEST_REASON} characters why it is right here"
            )
    return {code: forms.string(reason) for code, reason in value.data.items()}


#: The fields of a lead picture.
IMAGE = Group(
    "image",
    (
        Field(
            "src",
            forms.matching(r"[\w./-]+\.(?:jpe?g|png|webp|avif)", "write the name of a .jpg, .png or .webp file"),
            "the file, as seen from the article's own file",
            required="write “src:” and the name of the file",
        ),
        Field(
            "alt",
            forms.length(5, 300),
            "what the picture shows, for those who cannot see it",
            required="write “alt:” and what the picture shows, for those who cannot see it",
        ),
        Field("caption", forms.length(2, 300), "what to print under it"),
        Field("credit", forms.length(2, 200), "who made it"),
    ),
    Image,
    "src: and its file, and alt: and what it shows",
)
#: The fields of a change after publication.
CHANGE = Group(
    "changes",
    (
        Field(
            "date",
            forms.date,
            "the day of the change",
            required="write “date:” and the day of the change",
            default=forms.UNDATED,
        ),
        Field("kind", forms.one_of(*CHANGES), "what it is", required=f"write “kind:” and one of {', '.join(CHANGES)}"),
        Field("note", forms.length(10, 600), "what was changed", required="write “note:” and what was changed"),
    ),
    Change,
    "date:, kind: and note:",
)


def _limited(length: Length) -> Form[str]:
    return forms.length(length.least, length.most, length.reason)


_DECLARATIONS = _declarations({name: Label(said) for name, said in DECLARATIONS.items()})
#: In the order in which missing fields are reported. A new field is a row here and an attribute of Article,
#: and whatever shows it to readers.
FIELDS = (
    Field(
        "title",
        _limited(USUAL["title"]),
        "the title; up to about 70 characters is best",
        required="write “title:” and the title of the article",
    ),
    Field(
        "description",
        _limited(USUAL["description"]),
        "the standfirst: one or two sentences that say what the article finds",
        required="write “description:” and one or two sentences that say what the article finds",
    ),
    Field(
        "date",
        forms.date,
        "the day of publication",
        required="write “date:” and the day of publication, such as 2024-07-11",
        default=forms.UNDATED,
    ),
    Field(
        "authors",
        authors.FORM,
        "the authors, in the order in which they should appear",
        required="write “authors:”, and on the line below it “  - name: Ann Author”",
        collect=tuple,
    ),
    Field(
        "topics",
        forms.string,
        "one or more of the files in docs/topics, without .md",
        required="write “topics: [one, another]”, with those in docs/topics/",
        collect=unique,
    ),
    Field("tags", _tag, "your own keywords", collect=unique),
    Field("type", forms.one_of(*TYPES), "what kind of article it is", default=ARTICLE),
    Field("updated", forms.date, "the day on which you last changed it", default=None),
    Field("image", IMAGE, "a picture for the head of the article", default=None),
    Field("licence", forms.length(2, 60), "the terms under which others may use it, if not the hub's"),
    Field("changes", CHANGE, "corrections after publication", collect=tuple),
    Field("doi", _doi, "the article's own DOI, without https://doi.org/"),
    Field("volume", forms.length(1, 20), "the volume that it is in, where the hub has volumes"),
    Field("issue", forms.length(1, 20), "the issue of that volume"),
    Field("series", forms.length(3, 120), "the title that all parts of a series share"),
    Field("declarations", _DECLARATIONS, "what a reader should know about how it came about", default={}),
    Field(
        "csl",
        forms.matching(r"[a-z0-9-]+", "write the name of a citation style, such as apa or nlm-citation-sequence"),
        "another style for the citations than the hub's",
    ),
    Field(
        "language",
        forms.matching(languages.TAG.pattern, "write its short form: en-ZA, af-ZA or zu-ZA"),
        "the language, if not the hub's: en-ZA, af-ZA or zu-ZA",
    ),
    Field(
        "translation_of",
        _slug("name of the file"),
        "the article that this one is a translation of: the name of its file without .md",
    ),
    Field("draft", forms.boolean, "true while it is not ready: then it is not published", default=False, public=False),
    Field("featured", forms.boolean, "true where editors want it to lead the home page", default=False),
    Field(
        "ignore",
        _ignore,
        "the checks that are wrong about this article, each with the reason",
        default={},
        public=False,
    ),
    Field("redirect_from", OLD_SLUG, "the names that the file had before, without .md", collect=unique),
)


#: What to write for a field that is somewhere else here: of an author, of the declarations, or with another name in
#: Quarto, Hugo and the papers of journals.
ELSEWHERE: Mapping[str, str] = {
    **{
        field.name: "it belongs to an author: indent it, so that it is below name:"
        for field in authors.FIELDS
        if field.name != "id"
    },
    **{name: f"write it below “declarations:”, indented by two spaces: {name}: …" for name in DECLARATIONS},
    **dict.fromkeys(("keywords", "keyword"), "write tags: [one, another]"),
    **dict.fromkeys(("abstract", "summary", "excerpt"), "write description: and one or two sentences"),
    **dict.fromkeys(("category", "categories"), "write topics: and one or two topics of the hub"),
    "subtitle": 'write it in the title, after a colon: title: "The title: the subtitle"',
    "affiliations": "write affiliation: below each author",
    "bibliography": "leave it out: the hub reads bib/, and the entries below the text",
    "lang": "write language: and its short form",
    "slug": "leave it out: the name of the file is the address",
    "image_alt": "write it as alt: below image:",
}


def of(settings: Settings) -> tuple[Field, ...]:
    """The fields as a hub has them. A kind that only other hubs have is one all the same: HUB135 says what to write."""
    return _with(settings, {**TYPES, **settings.kinds})


def offered(settings: Settings) -> tuple[Field, ...]:
    """The fields as an editor of text offers them: with the kinds of this hub alone."""
    return _with(settings, {ARTICLE: "", **settings.kinds_of_article})


def _with(settings: Settings, kinds: Iterable[str]) -> tuple[Field, ...]:
    own: Mapping[str, Form[Any]] = {
        "title": _limited(settings.length("title")),
        "description": _limited(settings.length("description")),
        "type": forms.one_of(*kinds),
        "declarations": _declarations(settings.declared),
    }
    return tuple(replace(field, form=own.get(field.name, field.form)) for field in FIELDS)
