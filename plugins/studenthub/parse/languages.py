"""Languages: their tags (BCP 47) by any usual name, and their scripts, names and directions.

The codes are those of ISO 639 (https://www.loc.gov/standards/iso639-2/), the names those of babel and those that the
speakers of the language and of English use.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from studenthub.parse.folding import fold

#: A tag, and whatever else means it: codes of three letters, names in English, by the speakers, and of babel.
_NAMES = """
    af afr afrikaans
    am amh amharic
    ar ara arabic العربية
    bg bul bulgarian български
    bn ben bengali
    bs bos bosnian
    ca cat catalan català
    cs cze ces czech čeština
    cy wel cym welsh cymraeg
    da dan danish dansk
    de ger deu german deutsch ngerman germanb
    de-AT austrian naustrian
    de-CH swissgerman nswissgerman
    el gre ell greek ελληνικά
    en eng english anglais englisch engels
    en-AU australian
    en-CA canadian
    en-GB british ukenglish
    en-NZ newzealand
    en-US american usenglish
    es spa spanish español castellano castilian
    et est estonian eesti
    eu baq eus basque euskara
    fa per fas persian farsi فارسی
    fi fin finnish suomi
    fr fre fra french français francais frans französisch
    fr-CA canadien acadian
    ga gle irish gaeilge
    gl glg galician galego
    gu guj gujarati
    ha hau hausa
    he heb hebrew עברית
    hi hin hindi हिन्दी
    hr hrv croatian hrvatski
    hu hun hungarian magyar
    id ind indonesian
    ig ibo igbo
    is ice isl icelandic íslenska
    it ita italian italiano
    ja jpn japanese 日本語
    ko kor korean 한국어
    la lat latin
    lt lit lithuanian lietuvių
    lv lav latvian latviešu
    mk mac mkd macedonian македонски
    mr mar marathi
    ms may msa malay
    nb nob bokmål norsk
    nd nde ndebele isindebele
    nl dut nld dutch nederlands
    nn nno nynorsk
    no nor norwegian
    nr nbl southernndebele
    nso sepedi pedi northernsotho sesothosaleboa
    ny nya chichewa chewa nyanja
    pl pol polish polski
    pt por portuguese português portuges
    pt-BR brazilian brazil
    ro rum ron romanian română
    ru rus russian русский
    rw kin kinyarwanda
    sk slo slk slovak slovenčina
    sl slv slovenian slovene slovenščina
    sn sna shona chishona
    so som somali
    sq alb sqi albanian shqip
    sr srp serbian српски
    ss ssw swati swazi siswati
    st sot sotho sesotho southernsotho
    sv swe swedish svenska
    sw swa swahili kiswahili
    ta tam tamil
    te tel telugu
    th tha thai ไทย
    tn tsn tswana setswana
    tr tur turkish türkçe
    ts tso tsonga xitsonga
    uk ukr ukrainian українська
    ur urd urdu
    ve ven venda tshivenda tshivenḓa
    vi vie vietnamese
    xh xho xhosa isixhosa
    yo yor yoruba
    zh chi zho chinese 中文 mandarin
    zu zul zulu isizulu
"""
_TAGS = {fold(name): row.split()[0] for row in _NAMES.split("\n") for name in row.split()}
#: The form of a tag (BCP 47, simplified).
TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_IN_BRACKETS = re.compile(r"(?<=\w)\s*[(\[][^()\[\]]*[)\]]\s*\Z")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")


def tag(name: str) -> str:
    """The tag of a language by any usual name or code: zul, Français, en_US; "" where it is not known.

    What is in brackets says more of it than a tag has to: English (South Africa).
    """
    name = _IN_BRACKETS.sub("", name)
    folded = fold(name).replace(" ", "")
    if known := _TAGS.get(folded):
        return known
    parts = _TAG.fullmatch(name.strip())
    language = _TAGS.get(parts[1].lower(), "") if parts else ""
    if not parts or not language:
        return ""
    script, region = (parts[2] or "").title(), (parts[3] or "").upper()
    return "-".join(part for part in (language.partition("-")[0], script, region) if part)


def primary(tag: str) -> str:
    """The language of a tag without its region: zu of zu-ZA."""
    return tag.partition("-")[0].lower()


def country(tag: str) -> str:
    """The country of a tag, in two letters, or the one in which most of its speakers live; "" if unknown."""
    locale = _locale(tag)
    likely = get_global("likely_subtags")
    parts = likely.get(str(locale)) or likely.get(primary(tag), "")
    found = (locale and locale.territory) or parts.rpartition("_")[2]
    return found if len(found) == 2 else parts.rpartition("_")[2]


def differing(tag: str, around: str) -> str:
    """The ``tag`` of a part of a text whose language is ``around``, or "" where it is the same language, or no tag."""
    return tag if tag and primary(tag) != primary(around) else ""


def own_name(tag: str) -> str:
    """The name of a language in that language: isiZulu for zu. The tag itself if the CLDR has no name."""
    locale = _locale(tag)
    return (locale.get_display_name() if locale else "") or tag


def direction(tag: str) -> str:
    """How a language is written: rtl or ltr."""
    locale = _locale(tag) or _locale(primary(tag))
    return locale.text_direction if locale else "ltr"


@cache
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
