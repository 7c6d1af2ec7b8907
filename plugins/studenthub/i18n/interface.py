"""The interface in one language: its words, dates and numbers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from gettext import NullTranslations

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal

from studenthub.i18n import catalogues

#: Countries whose English writes July 11, 2024; elsewhere it is 11 July 2024, whatever the CLDR has for the country.
_AMERICAN = ("US", "PH", "PR")


def N_(message: str) -> str:  # noqa: N802 - gettext's name
    """Mark a message for the catalogues where it is not translated yet."""
    return message


@dataclass(frozen=True)
class Message:
    """A message that is translated later, where the language is known. ``text`` is marked by ``N_``; ``values`` may be
    messages as well."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def translated(self, interface: Interface) -> str:
        """The message in a language."""
        values = {
            name: row.translated(interface) if isinstance(row, Message) else row for name, row in self.values.items()
        }
        return str(interface.gettext(self.text, **values))

    def __str__(self) -> str:
        return self.translated(ENGLISH)


@dataclass(frozen=True)
class Interface:
    """The words of the hub in one language.

    ``language`` is the tag (BCP 47) of its words; ``catalogue`` the one of ``catalogues.languages`` that has them, or
    "" for English, which is what a catalogue lacks as well. Where the words are in a text of another language,
    ``is_foreign`` is true, and all of them are marked as English.
    """

    language: str
    catalogue: str = ""
    is_foreign: bool = False

    @cached_property
    def direction(self) -> str:
        """How it is written: ltr or rtl."""
        return self._locale.text_direction

    def gettext(self, message: str, **values: object) -> str:
        """A message in the language, with ``values`` in their places, such as %(title)s."""
        return _filled(self.translations.gettext(message), values)

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """A message that in some languages depends on where it is used."""
        return _filled(self.translations.pgettext(context, message), values)

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """A message that depends on a number, which is in the place %(n)s."""
        return _filled(self.translations.ngettext(one, many, count), {"n": self.number(count), **values})

    def number(self, value: int) -> str:
        """1,016."""
        return _numbered(value, self._numbers)

    def date(self, date: datetime.date) -> str:
        """11 July 2024."""
        return self._dated(date, "yMMMMd")

    def partial_date(self, iso: str) -> str:
        """The known part of YYYY-MM-DD: 6 February 2010, February 2010, 2010, or nothing."""
        try:
            year, month, day = map(int, [*iso.split("-"), "1"][:3])
            return self._dated(datetime.date(year, month, day), "yMMMMd" if iso.count("-") == 2 else "yMMMM")
        except ValueError:
            return iso[:4]

    def listed(self, names: list[str]) -> str:
        """A, B and C."""
        return "".join(f"{self.separator(index, len(names))}{name}" for index, name in enumerate(names))

    def separator(self, index: int, count: int) -> str:
        """The sign between the item ``index`` of ``count`` and the one before it; the first has an index of 0."""
        if index == 0:
            return ""
        return self.gettext(" and ") if index == count - 1 else self.gettext(", ")

    @property
    def numbers(self) -> str:
        """The language in which numbers are written, as scripts know it."""
        return self._numbers.replace("_", "-")

    def plural(self, one: str, many: str) -> tuple[tuple[str, ...], str]:
        """All forms of a message that depends on a number n, with the rule in the language C that says which."""
        return catalogues.plural(self.catalogue, one, many)

    @cached_property
    def translations(self) -> NullTranslations:
        """Its catalogue as gettext reads it."""
        if self.catalogue:
            return catalogues.translations(self.catalogue)
        return catalogues.English() if self.is_foreign else NullTranslations()

    @property
    def _numbers(self) -> str:
        """The catalogue's, as the CLDR has other signs for countries than their English texts have."""
        return self.catalogue.replace("-", "_") or "en"

    @cached_property
    def _locale(self) -> Locale:
        if not self.catalogue:
            country = self.language.rpartition("-")[2]
            return Locale("en", country if country in _AMERICAN and not self.is_foreign else "GB")
        return Locale.parse(self.catalogue, sep="-")

    def _dated(self, date: datetime.date, skeleton: str) -> str:
        return _dated(date, skeleton, str(self._locale))


# The CLDR takes 20 µs to say a date, and a hub says many.


@lru_cache(maxsize=1 << 14)
def _dated(date: datetime.date, skeleton: str, locale: str) -> str:
    return format_skeleton(skeleton, date, locale=locale)


@lru_cache(maxsize=1 << 14)
def _numbered(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale)


@cache
def of_hub(language: str) -> Interface:
    """The interface of a hub in ``language``, a tag (BCP 47): English where there is no catalogue."""
    catalogue = _catalogue(language)
    if catalogue or _primary(language) == "en":
        return Interface(language, catalogue)
    return Interface("en")


@cache
def of_text(language: str) -> Interface:
    """The words of the hub within a text in ``language``: English, and marked as such, if there is no catalogue."""
    catalogue = _catalogue(language)
    return Interface(language, catalogue, is_foreign=not catalogue and _primary(language) != "en")


#: The interface where no language is set.
ENGLISH = Interface("en")


def _catalogue(language: str) -> str:
    known = {name.lower(): name for name in catalogues.languages()}
    return known.get(language.lower()) or known.get(_primary(language), "")


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _filled(message: str, values: dict[str, object]) -> str:
    return message % values if values else message
