"""Terms: the people, topics and institutions that articles name, each with what its own file adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from studenthub.model.authors import FIELDS as AUTHOR_FIELDS
from studenthub.model.authors import check_name
from studenthub.parse import frontmatter, slugs
from studenthub.parse.frontmatter import Value, forms
from studenthub.parse.frontmatter.fields import Field, Reader, taken
from studenthub.parse.frontmatter.forms import Wrong, form
from studenthub.parse.identifiers import is_web_address
from studenthub.source.problems import Problem
from studenthub.source.text import Place, Text

#: The kinds of terms, each with the folder of docs/ that describes them.
TERM_KINDS = ("authors", "topics", "institutions")


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
    family: str = ""
    given: str = ""
    body: str = ""
    place: Place | None = field(default=None, compare=False)
    text: Text | None = field(default=None, repr=False, compare=False)
    body_start: int = 0

    @property
    def has_file(self) -> bool:
        """Whether a file describes it."""
        return self.text is not None


@form(type="string", format="uri")
def _web_address(value: Value) -> str:
    """An http or https address."""
    text = forms.string(value)
    if not is_web_address(text):
        raise Wrong(f"is not a web address: {text[:40]}", "it begins with https://")
    return text


_NAMED = (
    Field(
        "name",
        forms.length(2, 160),
        "the name as readers should see it",
        required="write “name:” and the name as readers should see it",
    ),
    Field("description", forms.length(10, 400), "one or two sentences on it"),
    Field("aliases", forms.length(2, 160), "other names that articles use", collect=tuple),
    Field("url", _web_address, "the address of a page about it"),
)
_OF_AUTHORS = ("orcid", "affiliation", "organisation", "family", "given")
_ROR = forms.matching(r"0[a-z0-9]{6}\d{2}", "copy it from ror.org: nine signs, the first a 0")
#: The fields of a term by its kind.
FIELDS: Mapping[str, tuple[Field, ...]] = {
    "authors": (*_NAMED, *(row for row in AUTHOR_FIELDS if row.name in _OF_AUTHORS)),
    "topics": _NAMED,
    "institutions": (*_NAMED, Field("ror", _ROR, "the ROR id"), Field("country", forms.length(2, 60), "the country")),
}


def parse_term(text: Text) -> tuple[Term, list[Problem]]:
    """The author, topic or institution that a file of docs/authors, docs/topics or docs/institutions describes."""
    pure = PurePosixPath(text.path)
    kind, ident = pure.parent.name, pure.stem
    front, problems = frontmatter.parse(text)
    if not slugs.SLUG.fullmatch(ident):
        message = f"the file name {ident} cannot be part of an address"
        problems.append(Problem(text.place(0), "HUB601", message, "use small letters, digits and hyphens"))
    if not front.fields and problems:
        return Term(kind, ident, ident, place=text.place(0)), problems
    read = Reader(front.fields, front.place, unread=front.unread)
    said = taken(FIELDS[kind], read)
    term = Term(
        kind,
        ident,
        **{**said, "name": said["name"] or ident},
        body=text.content[front.body_start :].strip(),
        place=text.place(0),
        text=text,
        body_start=front.body_start,
    )
    if kind == "authors" and read.has("name"):
        check_name(read, organisation=term.organisation, family=term.family, name=term.name)
    return term, [*problems, *read.finish()]
