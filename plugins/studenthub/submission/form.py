"""The issue form *Send a draft*: its fields, its YAML file, and the answers in an issue.

GitHub's forms: https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests. An
answered form is the text of an issue: below each ``### Label`` is its answer, whatever that may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from studenthub.i18n import N_
from studenthub.model import licences
from studenthub.model.authors import YEARS_OF_STUDY
from studenthub.model.settings import Settings
from studenthub.model.terms import Term
from studenthub.model.vocabulary import HEALTH, OF_AUTHORS, PERSONS

#: The label of an issue that the form has made, and the one with which an editor starts the import.
LABEL, IMPORT = "draft", "import"

_HEAD = """\
# Made by `hub draft form` from mkdocs.yml and docs/topics: change those, then run it again.
"""
_INTRODUCTION = {
    "patient": N_(
        "This page, and every file that you attach to it, is **public at once**, and stays so. No names, numbers, "
        "dates or pictures of patients, please."
    ),
    "client": N_(
        "This page, and every file that you attach to it, is **public at once**, and stays so. No names, numbers, "
        "dates or pictures of clients, please."
    ),
    "person": N_(
        "This page, and every file that you attach to it, is **public at once**, and stays so. No names, numbers, "
        "dates or pictures of persons, please."
    ),
}
_PRIVATELY = N_("If you are not sure, or would rather send it privately, write to %(contact)s instead.")
#: How GitHub writes that nothing was answered.
_NOTHING = {"_no response_", "none selected"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form. ``kind`` is one of GitHub's types; ``options`` are what can be chosen or ticked."""

    id: str
    kind: str
    label: str
    description: str = ""
    placeholder: str = ""
    options: tuple[str, ...] = ()
    required: bool = False

    def as_data(self) -> Mapping[str, object]:
        """The field as GitHub reads it."""
        attributes: dict[str, object] = {"label": self.label}
        if self.description:
            attributes["description"] = self.description
        if self.placeholder:
            attributes["placeholder"] = self.placeholder
        if self.kind == "checkboxes":
            rows = ({"label": text} | ({"required": True} if self.required else {}) for text in self.options)
            return {"type": self.kind, "id": self.id, "attributes": attributes | {"options": list(rows)}}
        if self.options:
            attributes["options"] = list(self.options)
        data: dict[str, object] = {"type": self.kind, "id": self.id, "attributes": attributes}
        return data | ({"validations": {"required": True}} if self.required else {})


#: What an article declares of patients, by the answer that is chosen.
PATIENTS = {
    N_("No real patient appears"): N_("none"),
    N_("A real patient appears, with written consent, which I do not attach"): N_(
        "A patient appears, with written consent."
    ),
}
#: What to write into each declaration that is a line of text.
_TO_DECLARE = {
    "conflicts": (N_("Interests that could have influenced you, or: none"), N_("none")),
    "funding": (N_("Who paid for it, or: none"), N_("none")),
    "ai_use": (N_("Which ones, and what for, or: none"), N_("none")),
    "ethics": (N_("The committee and its number where there was research, or: not applicable"), N_("not applicable")),
}
_ALWAYS_ASKED = ("conflicts", "funding", "ai_use")


_RECOGNISED = {
    "patient": N_("No patient can be recognised in the text, the file or a picture."),
    "client": N_("No client can be recognised in the text, the file or a picture."),
    "person": N_("No person can be recognised in the text, the file or a picture."),
}


def promises(settings: Settings) -> tuple[str, ...]:
    """The promises of every author, in the order of the form."""
    _ = settings.interface.gettext
    licence = licences.named(settings.licence).name
    under = N_(
        "All authors agree that this is published under the licence %(licence)s: anyone may share and adapt it, if "
        "they name the authors."
    )
    return (
        _(_RECOGNISED[PERSONS[settings.subject]]),
        _(under, licence=licence) if licence else _("All authors agree that this is published."),
        _("Every picture is our own, or we may use it, and the text says whose it is."),
        _("We wrote this ourselves, and have read every source that it cites."),
    )


def years(settings: Settings) -> tuple[str, ...]:
    """The years of study that can be chosen, from the first on."""
    said = (settings.interface.gettext(name) for name in YEARS_OF_STUDY[1:])
    return tuple(f"{year[0].upper()}{year[1:]}" for year in said)


def fields(settings: Settings, topics: Mapping[str, Term]) -> tuple[Field, ...]:
    """The fields that have an answer, in their order. Free text comes last but for the promises."""
    _, programme = settings.interface.gettext, settings.examples_of_programmes[0]
    return (
        Field("title", "input", _("Title"), _("What the article says, in a few words."), required=True),
        Field("name", "input", _("Your name"), _("As readers should see it."), "Ann Author", required=True),
        *(_OF_AUTHORS[name](settings) for name in OF_AUTHORS if name in settings.ask_authors),
        Field(
            "others",
            "textarea",
            _("Other authors"),
            _("One on each line: name, programme, year of study, university."),
            f"Ben Writer, {programme}, 5, {_('University of Example')}",
        ),
        Field(
            "description",
            "textarea",
            _("Standfirst"),
            _("One or two sentences that tell a reader what the article finds. Leave it empty if the file has them."),
        ),
        Field("topics", "checkboxes", _("Topics"), _("One to three."), options=tuple(t.name for t in topics.values())),
        Field(
            "type",
            "dropdown",
            _("Kind"),
            _("What kind of article it is."),
            options=tuple(label.translated(settings.interface) for label in settings.kinds_of_article.values()),
        ),
        *_declarations(settings),
        *_patients(settings),
        Field(
            "article",
            "textarea",
            _("The article"),
            _(
                "Drop the Word file here (.docx, .odt, .rtf, .html, .md, .txt, or the .zip of a web page of Google "
                "Docs), or paste the text with its list of references. Keep your citations and references as they are: "
                "the hub reads them."
            ),
            required=True,
        ),
        Field("promises", "checkboxes", _("Before you send it"), options=promises(settings), required=True),
    )


def _programme(settings: Settings) -> Field:
    _ = settings.interface.gettext
    return Field("programme", "input", _("Programme"), _("What you study."), ", ".join(settings.examples_of_programmes))


def _year(settings: Settings) -> Field:
    return Field("year", "dropdown", settings.interface.gettext("Year of study"), options=years(settings))


def _position(settings: Settings) -> Field:
    _ = settings.interface.gettext
    return Field("position", "input", _("Your position"), _("What you are, if not a student."), _("such as lecturer"))


def _university(settings: Settings) -> Field:
    _ = settings.interface.gettext
    label = _("University or hospital") if settings.subject == HEALTH else _("University")
    return Field("university", "input", label, "", _("University of Example"), required=True)


#: What is asked of an author, by the name of the field in a front matter.
_OF_AUTHORS: Mapping[str, Callable[[Settings], Field]] = {
    "programme": _programme,
    "year_of_study": _year,
    "position": _position,
    "affiliation": _university,
}


def shown(file: Path, now: Sequence[Field]) -> tuple[Field, ...]:
    """The fields as they are in the form that authors fill in, which may be older than the settings and the program.

    ``now`` is what they would be; they have the labels, the order and the promises of the ``file``.
    """
    known = {one.id: one for one in now}
    try:
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))["body"]
        there = {row["id"]: row["attributes"] for row in rows if row.get("id") in known}
        labels = {name: str(said["label"]) for name, said in there.items()}
        promised = tuple(str(row["label"]) for row in there["promises"]["options"])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, KeyError, TypeError):
        return tuple(now)
    asked = {**known, "promises": replace(known["promises"], options=promised)}
    return tuple(replace(asked[name], label=label) for name, label in labels.items())


def declaration(name: str) -> str:
    """The id of the field in which somebody makes a declaration."""
    return name if name in _TO_DECLARE else f"declared-{name}"


def _declarations(settings: Settings) -> Iterator[Field]:
    _ = settings.interface.gettext
    ours = [name for name in _TO_DECLARE if name in settings.declared]
    own = [name for name, label in settings.declared.items() if label.is_own and name not in ours]
    for name in (*ours, *own):
        label, reason = settings.declared[name], settings.require.get(name, "")
        said, placeholder = _TO_DECLARE.get(name, (N_("A sentence, or: none"), N_("none")))
        required = name in _ALWAYS_ASKED or name in settings.require
        if required or label.is_own:
            about = f"{reason[0].upper()}{reason[1:]}." if reason else _(said)
            yield Field(
                declaration(name),
                "input",
                label.translated(settings.interface),
                about,
                _(placeholder),
                required=required,
            )


def _patients(settings: Settings) -> Iterator[Field]:
    _ = settings.interface.gettext
    if "patient_information" in settings.declared:
        yield Field("patients", "dropdown", _("Patients"), options=tuple(map(_, PATIENTS)), required=True)


def of_patients(settings: Settings, chosen: str) -> str:
    """The declaration on patients for the answer that is ``chosen``; "" for none."""
    _ = settings.interface.gettext
    return next((_(said) for answer, said in PATIENTS.items() if " ".join(_(answer).split()) == chosen), "")


def as_yaml(settings: Settings, topics: Mapping[str, Term]) -> str:
    """The file of the form."""
    _ = settings.interface.gettext
    introduction = _(_INTRODUCTION[PERSONS[settings.subject]])
    if settings.contact:
        introduction += f" {_(_PRIVATELY, contact=settings.contact)}"
    head = (
        _("Send a draft"),
        _("Send your article as a Word file. You need nothing but this page."),
        _("Draft: "),
    )
    return _HEAD + written(LABEL, head, introduction, fields(settings, topics))


def written(label: str, head: tuple[str, str, str], introduction: str, body: Iterable[Field]) -> str:
    """A form as GitHub reads it; ``head`` is its name, what it is for, and how the titles of its issues begin."""
    name, description, title = head
    data = {
        "name": name,
        "description": description,
        "title": title,
        "labels": [label],
        "body": [{"type": "markdown", "attributes": {"value": introduction}}, *(one.as_data() for one in body)],
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)


@dataclass(frozen=True)
class Answers:
    """The text of an issue as answers, by the ids of the fields; of checkboxes, the labels that are ticked."""

    texts: Mapping[str, str] = field(default_factory=dict)
    ticked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, body: str, form: Sequence[Field]) -> Answers:
        """The answers in an issue. A missing one is empty; an issue that the form has not made has none at all."""
        lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        found = dict(_sections(lines, form))
        texts = {one.id: _answer(found.get(one.id, "")) for one in form if one.kind != "checkboxes"}
        ticked = {one.id: tuple(_ticked(found.get(one.id, ""))) for one in form if one.kind == "checkboxes"}
        return cls(texts, ticked) if found else cls()

    def line(self, name: str, longest: int) -> str:
        """An answer of one line, however it came: without invisible characters, and cut at ``longest``."""
        visible = "".join(sign if sign.isprintable() else " " for sign in self.texts.get(name, ""))
        return " ".join(visible.split())[:longest].strip()


def _sections(lines: Sequence[str], form: Sequence[Field]) -> Iterator[tuple[str, str]]:
    """The answers by id. Free text may hold lines like our headings, so it is closed in from both sides."""
    free = max((number for number, one in enumerate(form) if one.kind == "textarea"), default=len(form) - 1)
    at: dict[int, int] = {}
    begin, end = 0, len(lines)
    for number in range(free + 1):
        place = _find(lines, form[number].label, range(begin, end))
        if place is not None:
            at[number], begin = place, place + 1
    for number in reversed(range(free + 1, len(form))):
        place = _find(lines, form[number].label, reversed(range(begin, end)))
        if place is not None:
            at[number], end = place, place
    starts = [*sorted(at.values()), len(lines)]
    for number, place in at.items():
        following = starts[starts.index(place) + 1]
        yield form[number].id, "\n".join(lines[place + 1 : following]).strip("\n")


def _find(lines: Sequence[str], label: str, numbers: range | Iterator[int]) -> int | None:
    return next((number for number in numbers if lines[number].rstrip() == f"### {label}"), None)


def _answer(text: str) -> str:
    return "" if text.strip().lower() in _NOTHING else text.strip()


def _ticked(text: str) -> Iterator[str]:
    """The labels with a cross before them."""
    return (match[1].strip() for match in re.finditer(r"^- \[[xX]\] ([^\n]+)$", text, re.MULTILINE))


def not_promised(answers: Answers, form: Sequence[Field], settings: Settings) -> tuple[str, ...]:
    """The promises that the author has not ticked: those of the form, and to the licence that the hub has now."""
    ticked = {_compared(label) for label in answers.ticked.get("promises", ())}
    asked = next((one.options for one in form if one.id == "promises"), ())
    licence = licences.named(settings.licence).name
    if licence and not any(licence in text for text in asked):
        asked += tuple(text for text in promises(settings) if licence in text)
    return tuple(text for text in asked if _compared(text) not in ticked)


def _compared(text: str) -> str:
    return " ".join(text.split()).casefold()
