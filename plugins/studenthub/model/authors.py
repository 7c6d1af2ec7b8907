"""The authors in a front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from studenthub.i18n import ENGLISH, N_, Interface
from studenthub.parse import check_digits, identifiers, ordinals, slugs
from studenthub.parse.bibtex.names import Name, from_parts
from studenthub.parse.frontmatter import Value, forms
from studenthub.parse.frontmatter.fields import Field, Group, Reader
from studenthub.parse.frontmatter.forms import Wrong, form
from studenthub.parse.person import people, person, slip
from studenthub.source.problems import ADVICE, ERROR, shortened

#: Years of study for readers, from the first on.
YEARS_OF_STUDY = (
    *("", N_("first year"), N_("second year"), N_("third year"), N_("fourth year"), N_("fifth year")),
    *(N_("sixth year"), N_("seventh year"), N_("eighth year"), N_("ninth year"), N_("tenth year")),
)


@dataclass(frozen=True)
class Author:
    """An author as they were when they wrote the article.

    ``id`` is the last part of the address of the author's page. ``year_of_study`` counts from 1; 0 is not said.
    ``position`` is what they are besides, or instead of, a student.
    ``orcid`` is the bare identifier with hyphens. ``institution`` is the id of the affiliation. An organisation has
    no family name; a person may have said which part of the name that is.
    """

    id: str
    name: str
    programme: str = ""
    year_of_study: int = 0
    position: str = ""
    affiliation: str = ""
    institution: str = ""
    orcid: str = ""
    organisation: bool = False
    family: str = ""
    given: str = ""

    @property
    def _name(self) -> Name:
        return _parts(self.name, self.family, self.given, self.organisation)

    @property
    def orcid_address(self) -> str:
        """Where the ORCID iD leads, or ""."""
        return identifiers.orcid_address(self.orcid)

    @property
    def csl(self) -> dict[str, str]:
        """The name as a CSL-JSON name."""
        return self._name.to_csl()

    @property
    def details(self) -> str:
        """Programme, year or position at the time of writing, in English: MBChB, fifth year."""
        return self.details_in(ENGLISH)

    def details_in(self, interface: Interface) -> str:
        """The same as readers see it."""
        said = map(ordinals.number, re.findall(r"\w+", self.programme)) if self.year_of_study else ()
        # MBChB IV is in the fourth year.
        is_said = self.year_of_study in said
        year = interface.gettext(YEARS_OF_STUDY[self.year_of_study]) if self.year_of_study and not is_said else ""
        return interface.gettext(", ").join(part for part in (self.position, self.programme, year) if part)

    @property
    def inverted(self) -> str:
        """Family, Given: as Highwire tags and exports want it."""
        return self._name.inverted


# Remembered, because lists of authors are put in order after each edit of a preview.
@lru_cache(maxsize=1 << 14)
def _parts(name: str, family: str, given: str, organisation: bool) -> Name:
    """The parts of an author's name."""
    if organisation:
        return Name(literal=name)
    parts = from_parts(family, given) if family else None
    # What is no name would be taken for one, and turned round.
    return parts or (Name(literal=name) if slip(name) else person(name))


def check_name(own: Reader, *, organisation: bool, family: str, name: str) -> None:
    """Say what in a name is no name: an error, or advice where the name may be right.

    Who has said what the family name is means the rest as it is.
    """
    if name and not organisation and not family and (found := slip(name)):
        own.wrong("name", Wrong(found.message, found.hint), ERROR if found.certain else ADVICE)


def _author_id(value: Value) -> str:
    """The id of an author's file. For a name in its place, the message says how to write one."""
    text = forms.string(value).strip("“”„")
    if slugs.SLUG.fullmatch(text):
        return text
    names = people(text) or [text]
    rows = ['name: "' + name.replace('"', "'") + '"' for name in names]
    # Below the field, other lines can follow each name; within a list, nobody knows how it is written.
    better = "".join(f"\n  - {row}" for row in rows) if value.name else ", ".join(f"{{{row}}}" for row in rows)
    others = f", and “- name: {shortened(names[1])}” below it" if len(names) > 1 else ""
    raise Wrong(
        f"need the word name: before {shortened(text)}",
        f"write “- name: {shortened(names[0])}” on a line of its own below “authors:”{others}",
        better,
    )


@form(type="string", minLength=2, maxLength=120)
def _name(value: Value) -> str:
    """The name of one person. For several, or its parts, the message says how to write them."""
    if isinstance(value.data, tuple):
        names = [one.data for one in value.data if isinstance(one.data, str) and one.data]
        rows = " and ".join(f"“- name: {shortened(name)}”" for name in names[:2])
        raise Wrong("is that of one person", f"write {rows or '“- name:”'} on lines of their own below “authors:”")
    if not isinstance(value.data, str):
        raise Wrong("must be text", "write the whole name: “- name: Ann Author”")
    return forms.length(2, 120)(value)


@form(type="string", pattern=f"^(?:{slugs.SLUG.pattern})$")
def _id(value: Value) -> str:
    text = forms.string(value)
    if not slugs.SLUG.fullmatch(text):
        raise Wrong(
            f"has the wrong form: {shortened(text)}",
            f"write the name of a file without .md, such as {shortened(slugs.slugify(text))}",
            slugs.slugify(text),
        )
    return text


@form(type="integer", minimum=1, maximum=10)
def _year_of_study(value: Value) -> int:
    """A number. For fourth, 4th, 4th year or IV the message suggests it."""
    text = forms.string(value).lower().removesuffix(" year").removesuffix("-year").strip()
    if not text.isdigit() and 0 < (number := ordinals.number(text)) < len(YEARS_OF_STUDY):
        raise Wrong(f"must be a number: {shortened(text)}", f"write {number}", str(number))
    return forms.integer(1, 10)(value)


_ORCID_HINT = "an ORCID iD has four groups of four digits, such as 0000-0000-0000-0000; copy it from orcid.org"


@form(type="string", pattern=r"^(?:https://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")
def orcid(value: Value) -> str:
    """An ORCID iD: its bare identifier, whose check digit is right."""
    text = forms.string(value).removeprefix("https://orcid.org/")
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", text):
        raise Wrong(f"has the wrong form: {text[:40]}", _ORCID_HINT)
    if not check_digits.orcid(text.replace("-", "")):
        raise Wrong(f"{text} has a wrong check digit", "one of its digits is mistyped; copy it from orcid.org")
    return text


#: The fields of an author in an article's front matter.
FIELDS = (
    Field("name", _name, "the name as readers should see it: no title, no degree, one person"),
    Field("family", forms.length(1, 80), "the surname, if nobody can tell it in the name"),
    Field("given", forms.length(1, 80), "the first names, beside the surname"),
    Field("programme", forms.length(2, 80), "what the author studies, such as MBChB"),
    Field("year_of_study", _year_of_study, "the year of study, as a number, at the time of writing", default=0),
    Field("position", forms.length(2, 80), "what the author is, other than a student: lecturer, tutor, pharmacist"),
    Field("affiliation", forms.length(2, 160), "the university or hospital"),
    Field("orcid", orcid, "the ORCID iD, four groups of four"),
    Field("id", _id, "the last part of the address of the author's page, if two people have one name"),
    Field("organisation", forms.boolean, "true if the author is a group and not a person", default=False),
)


def _built(**said: Any) -> Author:
    """An author; a name that is not written out follows from its parts."""
    name = said["name"] or f"{said['given']} {said['family']}".strip()
    return Author(**{**said, "name": name, "id": said["id"] or (slugs.slugify(name) if name else "")})


def _check(own: Reader, author: Author) -> None:
    if author.given and not author.family:
        own.wrong("given", Wrong("has no surname beside it", "write the surname after “family:” as well"))
    if not author.name:
        own.missing("name", "write “name:” and the author's name")
    check_name(own, organisation=author.organisation, family=author.family, name=author.name)


@form(type="string", pattern=f"^(?:{slugs.SLUG.pattern})$", description="a file of docs/authors, without .md")
def _named(value: Value) -> Author:
    """The id of a file in docs/authors/: its name is empty until it is looked up."""
    return Author(id=_author_id(value), name="")


#: An author, as a group of fields, or as the id of a file.
FORM = Group("authors", FIELDS, _built, check=_check, short=_named)
