"""Writes a title in capitals with small letters: short forms and names that are known keep their capitals."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache

from babel import Locale

from studenthub.parse import months


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Short forms that are no word in small letters, and have a vowel; those without one are known by that.
_SHORT_FORMS = _words("""
    ADHD AI AIDS AMR ANC API ART ARV AU BBC BMA BMI CIA COPD COVID DIY DNA EBM ECG EEG EHR EMR EU FAQ FDA GDP
    GDPR GIS GP GPA HAART HIV HPCSA ICC ICD ICJ ICT ICU ID IMF IPV IQ IUD IV IVF JAMA KZN LGBTI LGBTQI LGBTQIA
    MDMA MERS MRI MRSA NASA NATO NGO NHI NICD NICE OECD OSCE PEPFAR PICU POPIA PPE PRISMA PTA RNA SA SADAG SADC
    SAHPRA SAMA SAMRC SANAC SARS SASSA STEMI STI STROBE UAE UCT UFS UHC UK UKZN UN UNAIDS UNESCO UNICEF UNISA US
    USA USAID USSR UTI VIP WHO WMA
""")
#: Short forms that are words as well: what is before them says which it is.
_ALSO_WORDS = {
    "US": re.compile(r"(?:\b(?:the|in|across|from|by|within|throughout)|^|[:?–—-]) *$", re.IGNORECASE),
    "WHO": re.compile(r"\b(?:the|of|by|from|new|revised) *$", re.IGNORECASE),
    "AIDS": re.compile(r"(?<!hearing )(?<!visual )(?<!decision )(?<!memory )(?<!teaching )$", re.IGNORECASE),
    "ART": re.compile(r"\b(?:on|start|starting|of|to) *$", re.IGNORECASE),
    "ID": re.compile(r"\b(?:an|the) *$", re.IGNORECASE),
    "NICE": re.compile(r"\b(?:the|by) *$", re.IGNORECASE),
}
#: Words without a vowel that are no short forms, and how they are written.
_NO_SHORT_FORMS = {"MR": "Mr", "MRS": "Mrs", "MS": "Ms", "DR": "Dr", "ST": "St", "VS": "vs", "V": "v"}
_PEOPLES = _words("""
    African Afrikaner American Arab Asian Australian British Canadian Caucasian Chinese Christian Dutch
    Ethiopian European French German Ghanaian Hindu Hispanic Indian Islamic Israeli Italian Japanese Jewish
    Kenyan Latino Malawian Mexican Mozambican Muslim Namibian Nigerian Russian Rwandan Scottish Somali Spanish
    Syrian Tanzanian Ugandan Ukrainian Welsh Zambian Zimbabwean
""")
#: Places at home, and those in its news.
PLACES = frozenset(
    name.replace("_", " ")
    for name in _words("""
    Africa Antarctica Asia Australia Bloemfontein Botswana Britain Cape_Town Durban Eastern_Cape England Europe
    Free_State Gauteng Johannesburg KwaZulu-Natal Limpopo London Mpumalanga New_York North_America Northern_Cape
    Northern_Ireland North_West Port_Elizabeth Pretoria Scotland South_African South_America Soweto Stellenbosch Wales
    Western_Cape
""")
)
_DAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_WITHIN_SENTENCE = re.compile(r"(?<=[^\W\d_][ ,;])[^\W\d_]+")
_POSSESSIVE = re.compile(r"(?=[’']S$)")
_WORD = re.compile(r"(?<!\w)[^\W\d_](?:[’']?\w)*")
_ORDINAL = re.compile(r"\b\d+(?:ST|ND|RD|TH|S)\b")
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Ý]")
_ROMAN = re.compile(r"[IVX]{2,5}")
#: The first letter of a sentence, and of what follows a title before a name.
_FIRST = re.compile(r"(?:\A|(?<![A-Z])[.?!] |(?<=\bDr )|(?<=\bM[rs] )|(?<=\bMrs ))\W*\w")
#: Letters with full stops, and a word alone in brackets or braces, say themselves that they are short forms.
_KEPT = re.compile(r"\b(?:[A-Z]\.){2,}|(?<=[(\[{])[A-Z][A-Z0-9-]{1,9}(?=[)\]}])|\b[A-Z]&[A-Z]\b")


def spellings(text: str) -> Mapping[str, str]:
    """The words of a text as it writes them within sentences, by the same in small letters."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    spoken = "\n".join(line for line in text.split("\n") if not is_capitals(line))
    for match in _WITHIN_SENTENCE.finditer(spoken):
        seen[match[0].casefold()][match[0]] += 1
    return {small: counted.most_common(1)[0][0] for small, counted in seen.items()}


def is_capitals(text: str) -> bool:
    """Whether a line of several words is in capitals."""
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 4 and all(sign.isupper() for sign in letters)


def calmed(title: str, spelt: Mapping[str, str] | None = None) -> str:
    """A title in capitals as a sentence is written: the first letter, short forms and names have capitals.

    ``spelt`` are the spellings of a text that says more of its names. The length stays.
    """
    kept = [match.span() for match in _KEPT.finditer(title)]

    def written(match: re.Match[str]) -> str:
        if any(start <= match.start() and match.end() <= end for start, end in kept):
            return match[0]
        stem, *possessive = _POSSESSIVE.split(match[0], 1)
        known = "" if stem in _ALSO_WORDS else (spelt or {}).get(stem.casefold(), "")
        right = known if len(known) == len(stem) else _written(stem, title[: match.start()])
        return right + "".join(possessive).lower()

    small = _ORDINAL.sub(lambda match: match[0].lower(), _WORD.sub(written, title))
    names, pattern = _names()
    return _FIRST.sub(lambda first: first[0].upper(), pattern.sub(lambda match: names[match[0].casefold()], small))


def _written(word: str, before: str) -> str:
    """A word of a title in capitals, with what is ``before`` it."""
    if word in _NO_SHORT_FORMS:
        return _NO_SHORT_FORMS[word]
    if word in _ALSO_WORDS:
        return word if _ALSO_WORDS[word].search(before) else word.lower()
    if word.endswith("S") and word[:-1] in _SHORT_FORMS - _ALSO_WORDS.keys():
        return f"{word[:-1]}s"
    is_kept = (len(word) == 1 and word != "A") or any(map(str.isdigit, word)) or is_short_form(word)
    return word if is_kept else word.lower()


def is_short_form(word: str) -> bool:
    """Whether a word in capitals is written so in any sentence: UK, HPV, VII."""
    return word in _SHORT_FORMS or not _VOWEL.search(word) or _ROMAN.fullmatch(word) is not None


@cache
def places() -> frozenset[str]:
    """The names of countries in the languages of the interface, and of places in the news at home."""
    territories = [Locale(language).territories for language in ("en", "af", "fr", "pt")]
    countries = (name for names in territories for code, name in names.items() if code.isalpha())
    return frozenset((*PLACES, *countries))


@cache
def _names() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """The names of countries, languages, peoples, days and months by the same in small letters, and what finds them."""
    names = [
        *_PEOPLES,
        *_DAYS,
        *sorted(places()),
        *(month.capitalize() for month in months.ENGLISH if month not in ("march", "may")),
        *(name for code, name in Locale("en").languages.items() if len(code) == 2),
    ]
    by_small = {name.casefold(): name for name in names}
    longest_first = sorted(by_small, key=len, reverse=True)
    return by_small, re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
