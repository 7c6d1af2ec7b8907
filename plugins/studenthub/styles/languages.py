"""Chooses the CSL locale for the language of a text.

A locale has the terms, dates and quotation marks of a language in a country. Languages are BCP 47 tags, simplified.
"""

from __future__ import annotations

#: The locales of CSL that Pandoc has, the first of a language before its others (https://github.com/citation-style-
#: language/locales, locales.json, "primary-dialects").
LOCALES = (
    *("af-ZA", "ar", "bal-PK", "bg-BG", "brh-PK", "ca-AD", "cs-CZ", "cy-GB", "da-DK", "de-DE", "de-AT", "de-CH"),
    *("el-GR", "en-US", "en-GB", "es-ES", "es-CL", "es-MX", "et-EE", "eu", "fa-IR", "fi-FI", "fr-FR", "fr-CA"),
    *("gl-ES", "he-IL", "hi-IN", "hr-HR", "hu-HU", "id-ID", "is-IS", "it-IT", "ja-JP", "km-KH", "ko-KR", "la"),
    *("lij-IT", "lt-LT", "lv-LV", "mn-MN", "ms-MY", "nb-NO", "nl-NL", "nn-NO", "pa-PK", "pl-PL", "pt-PT", "pt-BR"),
    *("ro-RO", "ru-RU", "sk-SK", "sl-SI", "sr-RS", "sv-SE", "th-TH", "tr-TR", "uk-UA", "vi-VN", "zh-CN", "zh-TW"),
)
#: Locales in which full stops and commas go into quotation marks (their style option "punctuation-in-quote").
SIGNS_IN_QUOTES = {"bal-PK", "brh-PK", "en-US", "fa-IR", "hi-IN", "id-ID", "ms-MY", "pa-PK"}
#: Countries whose English is closer to American than to British.
_AMERICAN = {"", "US", "CA", "PH", "PR", "LR"}
_NORWEGIAN = {"no": "nb"}


def locale(language: str) -> str:
    """The locale of ``language``: its own, or that of another country, or "" where CSL does not know the language.

    English is British but where it is American: en-ZA is en-GB.
    """
    name, _, country = language.lower().partition("-")
    country = country.upper()
    if f"{name}-{country}" in LOCALES:
        return f"{name}-{country}"
    if name == "en":
        return "en-US" if country in _AMERICAN else "en-GB"
    name = _NORWEGIAN.get(name, name)
    return next((one for one in LOCALES if one == name or one.startswith(f"{name}-")), "")
