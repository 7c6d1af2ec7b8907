"""The options of the plugin in mkdocs.yml: the one table that settings, the plugin, messages and README follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from studenthub.model.vocabulary import DECLARATIONS, HEALTH, SUBJECTS, TYPES
from studenthub.source.problems import did_you_mean, shortened


class BadSettings(ValueError):
    """mkdocs.yml cannot be used; the message says why, for people."""


#: What a hub can make of a check.
LEVELS = ("error", "advice", "none")
_SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Option:
    """An option. ``help`` is what README says of it, ``form`` what a value must be, in words.

    An option with ``choices`` is a list of some of these, one ``among`` some is one of them.
    """

    name: str
    type: type
    default: Any
    help: str
    form: str = ""
    choices: tuple[str, ...] = ()
    among: tuple[str, ...] = ()

    def read(self, value: object) -> Any:
        """A value as it is written, or the default for none. Raises BadSettings."""
        if value is None:
            return self.default
        if self.name == "checks":
            return self._levels(value)
        if self.type is tuple and isinstance(value, list | tuple):
            value = tuple(value)
        # In Python, True is a number.
        allowed = value in self.among if self.among else not isinstance(value, tuple) or set(value) <= set(self.choices)
        if type(value) is not self.type or not allowed:
            raise BadSettings(f"{self.name} in mkdocs.yml must be {self.form or _FORMS[self.type]}")
        return value

    def _levels(self, value: object) -> Mapping[str, str]:
        """The level of each check that the hub chose."""
        rows = value if isinstance(value, Mapping) else {"": None}
        found: dict[str, str] = {}
        for code, said in rows.items():
            level, reason = (said.get("level"), said.get("reason")) if isinstance(said, Mapping) else (None, None)
            if level not in LEVELS or len(str(reason or "")) < _SHORTEST_REASON:
                raise BadSettings(f"{self.name} in mkdocs.yml must be {self.form}")
            found[str(code)] = str(level)
        return found


_FORMS: Mapping[type, str] = {
    str: "a text; put it in quotation marks",
    bool: "true or false",
}

#: The hub's own. A new one is a row here, a field of Settings, and a line of README, which a test compares.
OWN = (
    Option(
        "csl",
        str,
        "apa",
        "the citation style: a name from the [CSL repository](https://github.com/citation-style-language/styles), or "
        "what people call it (`vancouver`, `ama`, `mla`, `chicago`, `harvard`, `turabian`)",
    ),
    Option(
        "language",
        str,
        "en-ZA",
        "of the pages, and of articles that name none: `en`, `af`, `fr`, `pt` and `zu` are there, others have "
        "English pages; dates, quotation marks and words of citations follow it",
    ),
    Option(
        "country",
        str,
        "ZA",
        "two letters (ISO 3166): whose identity numbers, telephone numbers and laws the checks know",
        form="two capital letters, such as KE",
    ),
    Option(
        "subject",
        str,
        HEALTH,
        "`health`, `law` or `general`: who must not be recognised, and what the guide shows",
        form=f"one of these: {', '.join(SUBJECTS)}",
        among=SUBJECTS,
    ),
    Option("guide", bool, False, "whether the guide for writers that comes with the package is on the site"),
    Option("licence", str, "", "of articles that name none"),
    Option("issn", str, "", "the ISSN of the hub, such as 2049-3630: in metadata, and in the records of its articles"),
    Option("publisher", str, "", "who publishes the hub, in metadata and records, where that is another than its name"),
    Option("per_page", int, 25, "rows on a page of a list", form="a whole number from 1"),
    Option("references_heading", str, "", "the heading of the list of references"),
    Option(
        "require",
        tuple,
        (),
        "declarations that every article must make",
        form=f"a list of some of these: {', '.join(DECLARATIONS)}",
        choices=tuple(DECLARATIONS),
    ),
    Option(
        "kinds",
        tuple,
        (),
        "the kinds of article, where these are not all that suit the subject",
        form=f"a list of some of these: {', '.join(TYPES)}",
        choices=tuple(TYPES),
    ),
    Option(
        "checks",
        dict,
        {},
        "for a check by its code, `level` (`error`, `advice` or `none`) and `reason`: what holds for the whole hub",
        form="a group: below each code, such as HUB324, a level (error, advice or none) and a reason in words",
    ),
    Option("social_cards", bool, True, "whether a picture is drawn for those who share an article"),
    Option("cache_dir", str, ".cache/studenthub", "where builds keep what the next one can use"),
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
