"""A row of the list of rules: a check, and everything that the hub knows about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import ERROR


class Scope(Enum):
    """The part of a hub that a rule reads, which decides when it must run again."""

    #: One text at a time. Of all others it knows only the bibliography, and the terms that have a file.
    TEXT = "text"
    #: One text at a time, and the files and texts that it links to.
    LINK = "link"
    #: One entry of the bibliography at a time, and no text.
    ENTRY = "entry"
    #: All entries of the bibliography, to compare them, or to find the one that another entry names; and no text.
    ENTRIES = "entries"
    #: The hub as a whole.
    HUB = "hub"


@dataclass(frozen=True)
class Rule:
    """A check: its code, its name in three words, what it looks at, and the function that finds.

    ``level`` is ERROR or ADVICE. Where ``in_lists`` is false, the lines of a typed list of references are left out:
    they must go, so what is wrong with their form would send the author in circles. Only hubs of the ``subject`` have
    the rule, and only those in ``countries``: in a text on law "Ms Author was discharged by the court" is about no
    patient, and laws and check digits of numbers are those of a country. Empty values mean all hubs. Fixes of a rule
    that ``rewrites`` may change words, as the hub prints itself what they take away. A rule for texts that is
    ``in_entries`` reads the words in entries of bib/ as well.
    """

    code: str
    name: str
    scope: Scope
    check: Callable[[Checked], Iterator[Finding]]
    level: str = ERROR
    in_lists: bool = True
    subject: str = ""
    countries: Collection[str] = ()
    rewrites: bool = False
    in_entries: bool = False

    def is_for(self, subject: str, country: str) -> bool:
        """Whether hubs of this subject in this country have the rule."""
        return self.subject in ("", subject) and (not self.countries or country in self.countries)

    @property
    def explanation(self) -> str:
        """The text of its page: what is right, why, and an example, from the docstring of the function."""
        return self.check.__doc__ or ""


def among(rules: Iterable[Rule], *scopes: Scope) -> list[Rule]:
    """Those of ``rules`` that look at one of ``scopes``."""
    return [rule for rule in rules if rule.scope in scopes]
