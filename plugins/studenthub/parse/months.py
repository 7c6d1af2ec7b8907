"""Lists the names of the months."""

from __future__ import annotations

#: The months, in full and shortened, in English, Afrikaans, Dutch, French, German and Portuguese.
_NAMES = (
    ("january januarie januari janvier januar janeiro", "jan janv"),
    ("february februarie februari février fevrier februar fevereiro", "feb febr févr"),
    ("march maart mars märz março", "mar mrt"),
    ("april avril abril", "apr avr"),
    ("may mei mai maio", ""),
    ("june junie juni juin junho", "jun"),
    ("july julie juli juillet julho", "jul juil"),
    ("august augustus août aout agosto", "aug"),
    ("september septembre setembro", "sep sept"),
    ("october oktober octobre outubro", "oct okt"),
    ("november novembre novembro", "nov"),
    ("december desember décembre decembre dezember dezembro", "dec des déc dez"),
)
#: The names of the months in full, in English and in all these languages.
ENGLISH = tuple(full.split()[0] for full, _ in _NAMES)
IN_FULL = frozenset(name for full, _ in _NAMES for name in full.split())
#: The first three letters in English, which BibTeX and PubMed know.
SHORT = tuple(name[:3] for name in ENGLISH)
#: The number of a month by any of its names, in small letters.
NUMBERS = {name: number for number, (full, short) in enumerate(_NAMES, 1) for name in f"{full} {short}".split()}
