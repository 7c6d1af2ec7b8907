"""The options of the plugin in mkdocs.yml: the one table that settings, the plugin, messages and README follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from studenthub.model.lengths import LENGTHS, SHORTEST_REASON, Length
from studenthub.model.vocabulary import DECLARATIONS, HEALTH, OF_AUTHORS, SUBJECTS, TYPES, Label
from studenthub.parse import check_digits, languages
from studenthub.source.problems import did_you_mean, shortened
from studenthub.source.stop import Stop

T = TypeVar("T")


class BadSettings(Stop):
    """mkdocs.yml cannot be used; the message says why, for people."""


#: What a hub can make of a check.
LEVELS = ("error", "advice", "none")
#: The name of a word of the hub's own, which is in front matters and in addresses.
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ReferenceLists:
    """Where lists of references are: at the end of each page ``by_default``, and where one of two commands is a line.

    ``command`` lists what the page cites, ``full_command`` the whole bibliography.
    """

    by_default: bool = True
    command: str = "\\bibliography"
    full_command: str = "\\full_bibliography"

    @classmethod
    def of(cls, options: Mapping[str, object]) -> ReferenceLists:
        """The choice that the options of mkdocs-bibtex make."""
        default = cls()
        return cls(
            bool(options.get("bib_by_default", default.by_default)),
            str(options.get("bib_command", default.command)),
            str(options.get("full_bib_command", default.full_command)),
        )


@dataclass(frozen=True, slots=True)
class Form:
    """How the value of an option is written: ``words`` say it, and ``read`` gives the value.

    It raises ValueError, with what is wrong with the value where ``words`` do not say it.
    """

    words: str
    read: Callable[[object], Any]


@dataclass(frozen=True, slots=True)
class Option:
    """An option of the plugin. ``help`` is what README says of it."""

    name: str
    form: Form
    default: Any
    help: str

    def read(self, value: object) -> Any:
        """A value as it is written, or the default for none. Raises BadSettings."""
        if value is None:
            return self.default
        try:
            return self.form.read(value)
        except ValueError as error:
            wrong = str(error) or f"must be {self.form.words}"
            raise BadSettings(f"{self.name} in mkdocs.yml {wrong}") from None


def _must(is_right: bool, otherwise: str = "") -> None:
    if not is_right:
        raise ValueError(otherwise)


def _items(value: object) -> tuple[object, ...]:
    """The items of a list."""
    if not isinstance(value, list | tuple):
        raise ValueError
    return tuple(value)


def _rows(value: object) -> Mapping[str, object]:
    """The values of a group by their names."""
    if not isinstance(value, Mapping):
        raise ValueError
    return {str(name): said for name, said in value.items()}


def _of(kind: type[T], words: str, check: Callable[[T], None] = lambda _: None) -> Form:
    def read(value: object) -> T:
        # In Python, True is a number.
        if type(value) is not kind:
            raise ValueError
        check(value)
        return value

    return Form(words, read)


def _one_of(choices: Sequence[str]) -> Form:
    def read(value: object) -> object:
        _must(value in choices)
        return value

    return Form(f"one of these: {', '.join(choices)}", read)


def _some_of(choices: Collection[str]) -> Form:
    def read(value: object) -> tuple[object, ...]:
        items = _items(value)
        _must(all(isinstance(item, str) and item in choices for item in items))
        return items

    return Form(f"a list of some of these: {', '.join(choices)}", read)


def _labelled(known: Mapping[str, str]) -> Form:
    """Words that are known by their names, and words of the hub's own, each with what readers see."""

    def read(value: object) -> Mapping[str, Label]:
        return dict(map(label, _items(value)))

    def label(item: object) -> tuple[str, Label]:
        if isinstance(item, str):
            hint = did_you_mean(item, known) or f"there are {', '.join(known)}; or write “- {item}: ” and its words"
            _must(item in known, f"has no {shortened(item)} ({hint})")
            return item, Label(known[item])
        rows = _rows(item)
        _must(len(rows) == 1)
        [(name, words)] = rows.items()
        right = _NAME.fullmatch(name) is not None
        _must(right, f"has a name that cannot be: {shortened(name)}; use small letters, digits, - and _")
        fits = isinstance(words, str) and 2 <= len(words.strip()) <= 60
        _must(fits, f"needs words for {name}, of 2 to 60 characters")
        return name, Label(str(words).strip(), is_own=True)

    return Form(
        f"a list: each a name that is known ({', '.join(known)}), or one of your own with what readers see, such as "
        "“- case-note: Case note”",
        read,
    )


def _required(value: object) -> Mapping[str, str]:
    """The reason, in words, for each declaration that is asked for; "" where none is given."""
    if isinstance(value, Mapping):
        for name, reason in value.items():
            _must(isinstance(reason, str) and len(reason) >= SHORTEST_REASON, f"needs a reason in words for {name}")
        return {str(name): str(reason).rstrip(". ") for name, reason in value.items()}
    names = _items(value)
    _must(all(isinstance(item, str) for item in names))
    return dict.fromkeys(map(str, names), "")


def _texts(value: object) -> tuple[str, ...]:
    items = _items(value)
    _must(all(isinstance(item, str) and 2 <= len(item) <= 80 for item in items))
    return tuple(map(str, items))


def _lengths(value: object) -> Mapping[str, Length]:
    """The bounds of each length that the hub chose."""
    found: dict[str, Length] = {}
    for name, said in _rows(value).items():
        hint = did_you_mean(name, LENGTHS) or f"there are {', '.join(LENGTHS)}"
        _must(name in LENGTHS, f"has no {shortened(name)} ({hint})")
        row, widest = said if isinstance(said, Mapping) else {}, LENGTHS[name]
        least, most, reason = row.get("least", widest.least), row.get("most", widest.most), row.get("reason")
        given = row.keys() & {"least", "most"} and row.keys() <= {"least", "most", "reason"}
        numbers = type(least) is int and type(most) is int and widest.least <= least <= most <= widest.most
        _must(bool(given and numbers), f"needs for {name} least: or most:, from {widest.least} to {widest.most}")
        _must(isinstance(reason, str) and len(reason) >= SHORTEST_REASON, f"needs for {name} a reason: in words")
        found[name] = Length(int(least), int(most), widest.unit, str(reason).rstrip(". "))
    return found


def _levels(value: object) -> Mapping[str, str]:
    """The level of each check that the hub chose. The reason is for whoever reads mkdocs.yml."""
    found: dict[str, str] = {}
    for code, said in _rows(value).items():
        row = said if isinstance(said, Mapping) else {}
        level, reason = row.get("level"), row.get("reason")
        _must(level in LEVELS and isinstance(reason, str) and len(reason) >= SHORTEST_REASON)
        found[code] = str(level)
    return found


def _language(text: str) -> None:
    _must(languages.TAG.fullmatch(text) is not None, f"is not a language: {text}; write en-ZA, af-ZA or zu-ZA")


def _issn(text: str) -> None:
    is_right = re.fullmatch(r"\d{4}-\d{3}[\dX]", text) and check_digits.issn(text.replace("-", ""))
    _must(not text or bool(is_right), f"is not an ISSN: {text}; copy it again, such as 2049-3630")


_WORDS_OF_TEXT = "a text; put it in quotation marks"
_TEXT = _of(str, _WORDS_OF_TEXT)
_LANGUAGE = _of(str, _WORDS_OF_TEXT, _language)
_ISSN = _of(str, _WORDS_OF_TEXT, _issn)
_COUNTRY = _of(str, "two capital letters, such as KE", lambda text: _must(bool(re.fullmatch("[A-Z]{2}", text))))
_FLAG = _of(bool, "true or false")
_NUMBER = _of(int, "a whole number from 1", lambda number: _must(number >= 1))
_LEVELS_OF_CHECKS = Form(
    "a group: below each code, such as HUB324, a level (error, advice or none) and a reason in words", _levels
)


def _option(form: Form, default: Any, about: str) -> Any:
    """A field of ``Options``; ``about`` is what README says of it."""
    known = {"form": form, "help": about}
    return field(default_factory=dict, metadata=known) if default == {} else field(default=default, metadata=known)


@dataclass(frozen=True, kw_only=True)
class Options:
    """The hub's own options. A new one is a field here, and a line of README, which a test compares."""

    csl: str = _option(
        _TEXT,
        "apa",
        "the citation style: a name from the [CSL repository](https://github.com/citation-style-language/styles), or "
        "what people call it (`vancouver`, `ama`, `mla`, `chicago`, `harvard`, `turabian`)",
    )
    language: str = _option(
        _LANGUAGE,
        "en-ZA",
        "of the pages, and of articles that name none: `en`, `af`, `fr`, `pt` and `zu` are there, others have "
        "English pages; dates, quotation marks and words of citations follow it",
    )
    country: str = _option(
        _COUNTRY, "ZA", "two letters (ISO 3166): whose identity numbers, telephone numbers and laws the checks know"
    )
    subject: str = _option(
        _one_of(SUBJECTS), HEALTH, "`health`, `law` or `general`: who must not be recognised, and what the guide shows"
    )
    guide: bool = _option(_FLAG, False, "whether the guide for writers that comes with the package is on the site")
    licence: str = _option(_TEXT, "", "of articles that name none")
    issn: str = _option(
        _ISSN, "", "the ISSN of the hub, such as 2049-3630: in metadata, and in the records of its articles"
    )
    publisher: str = _option(
        _TEXT, "", "who publishes the hub, in metadata and records, where that is another than its name"
    )
    editors: tuple[str, ...] = _option(
        Form("a list of names", _texts),
        (),
        "the names of the editors: on the page about the hub, in metadata and in feeds",
    )
    per_page: int = _option(_NUMBER, 25, "rows on a page of a list")
    references_heading: str = _option(_TEXT, "", "the heading of the list of references")
    kinds: Mapping[str, Label] = _option(
        _labelled(TYPES),
        {},
        "the kinds of article, where these are not all that suit the subject; one of your own with its words, as in "
        "`- case-note: Case note`",
    )
    declarations: Mapping[str, Label] = _option(
        _labelled(DECLARATIONS),
        {},
        "what an article may declare, where this is not all that suits the subject; one of your own with its words, as "
        "in `- data: Availability of data`",
    )
    require: Mapping[str, str] = _option(
        Form("a list of declarations, or a group in which each has a reason in words", _required),
        {},
        "declarations that every article must make, as a list, or each with a reason that authors read",
    )
    limits: Mapping[str, Length] = _option(
        Form("a group: below title, description or text, least: or most:, and a reason: in words", _lengths),
        {},
        "how long a `title` and a `description` (in characters) and the `text` (in words) may be: `least`, `most`, and "
        "a `reason` that authors read",
    )
    programmes: tuple[str, ...] = _option(
        Form("a list of texts, such as LLB", _texts), (), "examples of what authors study, for forms and the guide"
    )
    ask_authors: tuple[str, ...] = _option(
        _some_of(OF_AUTHORS),
        ("programme", "year_of_study", "affiliation"),
        f"what forms ask of an author beside the name: some of {', '.join(f'`{name}`' for name in OF_AUTHORS)}",
    )
    checks: Mapping[str, str] = _option(
        _LEVELS_OF_CHECKS,
        {},
        "for a check by its code, `level` (`error`, `advice` or `none`) and `reason`: what holds for the whole hub",
    )
    social_cards: bool = _option(_FLAG, True, "whether a picture is drawn for those who share an article")
    cache_dir: str = _option(_TEXT, ".cache/studenthub", "where builds keep what the next one can use")


DEFAULTS: Mapping[str, Any] = vars(Options())
#: The same as rows of a table.
OWN = tuple(Option(one.name, one.metadata["form"], DEFAULTS[one.name], one.metadata["help"]) for one in fields(Options))
#: The options that come from mkdocs-bibtex, and MkDocs' own of every plugin.
_OTHERS = ("bib_file", "bib_dir", "csl_file", "bib_command", "full_bib_command", "bib_by_default", "enabled")
#: The options of mkdocs-bibtex that do nothing in the hub, and why.
IDLE: Mapping[str, str] = {
    "csl_file_encoding": "a style says its encoding itself",
    "enable_inline_citations": "citations in a sentence, such as @author2001, are always read",
    "footnote_format": "the citation style says how notes are numbered",
}
NAMES = frozenset({*DEFAULTS, *_OTHERS})


def read(written: Mapping[str, object]) -> Mapping[str, Any]:
    """The hub's own options by their names, from those that are ``written``. Raises BadSettings."""
    return agreed({option.name: option.read(written.get(option.name)) for option in OWN})


def agreed(read: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same options, where what one of them names is in another. Raises BadSettings."""
    known = read["declarations"] or DECLARATIONS
    for name in read["require"]:
        if name not in known:
            hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
            raise BadSettings(f"require in mkdocs.yml names no declaration of this hub: {shortened(name)} ({hint})")
    return read


def unknown(names: Iterable[object]) -> Iterable[tuple[str, str]]:
    """The options that the plugin does not have, each with what is said of it: nobody would notice that it does
    nothing."""
    for name in map(str, names):
        if name in IDLE:
            reason = f"does nothing: {IDLE[name]} (remove the line)"
            yield name, f"the option {name} of the plugin studenthub in mkdocs.yml {reason}"
        elif name not in NAMES:
            hint = did_you_mean(name, NAMES) or f"it has {', '.join(sorted(NAMES))}"
            yield name, f"the plugin studenthub in mkdocs.yml has no option {shortened(name)} ({hint})"
