"""The options of the plugin in mkdocs.yml: the one table that settings, the plugin, messages and README follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from studenthub.model.vocabulary import DECLARATIONS, HEALTH, SUBJECTS, TYPES
from studenthub.parse import check_digits, languages
from studenthub.source.problems import did_you_mean, shortened

T = TypeVar("T")


class BadSettings(ValueError):
    """mkdocs.yml cannot be used; the message says why, for people."""


#: What a hub can make of a check.
LEVELS = ("error", "advice", "none")
_SHORTEST_REASON = 10


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
        _must(isinstance(value, list | tuple))
        items = tuple(value) if isinstance(value, list | tuple) else ()
        _must(all(isinstance(item, str) and item in choices for item in items))
        return items

    return Form(f"a list of some of these: {', '.join(choices)}", read)


def _levels(value: object) -> Mapping[str, str]:
    """The level of each check that the hub chose. The reason is for whoever reads mkdocs.yml."""
    _must(isinstance(value, Mapping))
    found: dict[str, str] = {}
    for code, said in value.items() if isinstance(value, Mapping) else ():
        row = said if isinstance(said, Mapping) else {}
        level, reason = row.get("level"), row.get("reason")
        _must(level in LEVELS and isinstance(reason, str) and len(reason) >= _SHORTEST_REASON)
        found[str(code)] = str(level)
    return found


def _language(text: str) -> None:
    _must(languages.TAG.fullmatch(text) is not None, f"is no language: {text}; write en-ZA, af-ZA or zu-ZA")


def _issn(text: str) -> None:
    is_right = re.fullmatch(r"\d{4}-\d{3}[\dX]", text) and check_digits.issn(text.replace("-", ""))
    _must(not text or bool(is_right), f"is no ISSN: {text}; copy it again, such as 2049-3630")


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

#: The hub's own. A new one is a row here, a field of Settings, and a line of README, which a test compares.
OWN = (
    Option(
        "csl",
        _TEXT,
        "apa",
        "the citation style: a name from the [CSL repository](https://github.com/citation-style-language/styles), or "
        "what people call it (`vancouver`, `ama`, `mla`, `chicago`, `harvard`, `turabian`)",
    ),
    Option(
        "language",
        _LANGUAGE,
        "en-ZA",
        "of the pages, and of articles that name none: `en`, `af`, `fr`, `pt` and `zu` are there, others have "
        "English pages; dates, quotation marks and words of citations follow it",
    ),
    Option(
        "country",
        _COUNTRY,
        "ZA",
        "two letters (ISO 3166): whose identity numbers, telephone numbers and laws the checks know",
    ),
    Option(
        "subject",
        _one_of(SUBJECTS),
        HEALTH,
        "`health`, `law` or `general`: who must not be recognised, and what the guide shows",
    ),
    Option("guide", _FLAG, False, "whether the guide for writers that comes with the package is on the site"),
    Option("licence", _TEXT, "", "of articles that name none"),
    Option(
        "issn", _ISSN, "", "the ISSN of the hub, such as 2049-3630: in metadata, and in the records of its articles"
    ),
    Option(
        "publisher", _TEXT, "", "who publishes the hub, in metadata and records, where that is another than its name"
    ),
    Option(
        "per_page",
        _NUMBER,
        25,
        "rows on a page of a list",
    ),
    Option("references_heading", _TEXT, "", "the heading of the list of references"),
    Option(
        "require",
        _some_of(DECLARATIONS),
        (),
        "declarations that every article must make",
    ),
    Option(
        "kinds",
        _some_of(TYPES),
        (),
        "the kinds of article, where these are not all that suit the subject",
    ),
    Option(
        "checks",
        _LEVELS_OF_CHECKS,
        {},
        "for a check by its code, `level` (`error`, `advice` or `none`) and `reason`: what holds for the whole hub",
    ),
    Option("social_cards", _FLAG, True, "whether a picture is drawn for those who share an article"),
    Option("cache_dir", _TEXT, ".cache/studenthub", "where builds keep what the next one can use"),
)
DEFAULTS: Mapping[str, Any] = {option.name: option.default for option in OWN}
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
    return {option.name: option.read(written.get(option.name)) for option in OWN}


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
