"""Recognises the language of a text by its function words, among the languages of the hub's countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = "en"
#: Words that every text of some length has. Neighbours share some of them, and have others of their own. None has one
#: letter: those are initials of names and parts of formulas as well.
_WORDS: Mapping[str, frozenset[str]] = {
    ENGLISH: _words("the of and to in is that for with was are this from by as it be on have not an or at which its"),
    "af-ZA": _words(
        "die en van is het nie ’n 'n wat vir met dat om ook deur hulle word kan as ons hierdie dit sy wees"
    ),
    "nl": _words("de het een en van is dat met niet zijn voor ook door deze dit wordt kan als om worden bij aan naar"),
    "de": _words("der die das und ist nicht mit von den dem für auch eine ein zu sich auf im es wird als sind bei"),
    "fr-FR": _words("le la les des et est une dans pour que qui sur par plus avec sont pas ne cette du au il sans"),
    "es": _words("el la los las de que en es una por para con no se del al lo más como su son sin este porque"),
    "pt": _words("os as de que em uma por para com não se do da ao mais como são na no dos das sem este pela porque"),
    "it": _words("il la lo gli le di che in una per con non si del della al più come sono nel dei senza questo"),
    "zu-ZA": _words("ukuthi futhi kodwa ngoba uma kanye noma lapho abantu ngokuthi yini ukuba ngaphandle ukuze"),
    "xh-ZA": _words("ukuba kwaye kodwa kuba xa kunye okanye apho abantu ngaphandle ukuze ke nangona xesha"),
    "st-ZA": _words("le ho ba ya ka ke ha hore tsa mme empa kapa wa se ne bona tse bakeng kamoo"),
    "tn-ZA": _words("le go ba ya ka ke ga gore tsa mme fa kgotsa wa se ne bona tse gonne jaaka"),
}
#: What is around a word; a mark before it may belong to it: ’n.
_SIGNS = '"*_.,;:!?()[]{}<>|/…–—-“”„«»'
_FEWEST = 40
#: A text has several small words; a list of licences has one, "MIT", many times.
_FEWEST_KINDS = 5
#: How many times the words of the next language are enough to be sure, in tenths; all others quote English.
_SURE, _SURE_BESIDE_ENGLISH = 13, 20


def language_of(text: str) -> str:
    """The language as BCP 47 writes it, or "" where the text is too short to say, or two languages are as likely."""
    # Words are between spaces: the ".com" of an address is no Portuguese word.
    pieces = (piece.strip(_SIGNS).rstrip(f"’'{_SIGNS}") for piece in text.casefold().split())
    words = Counter(piece for piece in pieces if piece.lstrip("’'").isalpha())
    if words.total() < _FEWEST:
        return ""
    found = {language: sum(words[word] for word in small & words.keys()) for language, small in _WORDS.items()}
    first, second = sorted(found, key=lambda one: found[one], reverse=True)[:2]
    needed = _SURE_BESIDE_ENGLISH if second == ENGLISH else _SURE
    is_sure = found[first] * 10 > needed * found[second]
    kinds = sum(word in words for word in _WORDS[first])
    is_prose = found[first] * 10 > words.total() and kinds >= _FEWEST_KINDS
    return first if is_sure and is_prose else ""
