"""The names of languages, as those who speak them write them."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError


def primary(tag: str) -> str:
    """The language of a BCP 47 tag without its region: zu of zu-ZA."""
    return tag.partition("-")[0].lower()


@cache
def name(language: str) -> str:
    """isiZulu for zu, Afrikaans for af, as the Unicode CLDR has it; the tag itself where that has none."""
    try:
        return Locale.parse(language, sep="-").get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language
