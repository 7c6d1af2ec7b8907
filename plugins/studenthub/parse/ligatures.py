"""Finds signs that are two or three letters in one, as PDFs print them, and words that are in two parts behind one."""

from __future__ import annotations

import re
import unicodedata

#: How words go on behind such a sign. None of these is a word: “The wiﬁ is slow” has two.
_REST = (
    r"(?:c|ts?|x(?:ed)?|(?:(?<=\b\ufb01 )|(?<=\bfi ))ve"
    r"|n(?:ds?|al(?:ly)?|e[drs]|ing|dings?)|elds?|rst(?:ly)?|r(?:e|ms?|med)|lms?|sh|ght|ll(?:s|ed)?"
    r"|bres?|e[dr]|ers|cits?|ow[ns]?|ux|ict|oors?|(?<=\ufb03 )cult"
    r"|(?:ca(?:lly|n[ct]|ti)|ci(?:al|en)|cult[iy]|ni(?:te|ti)|nanc|gur|lter|xat|uid|uen|ict|ect|uctu|exib|ammat)[a-z]*+)"
)
#: A sign, with the rest of its word where a space divides it.
PATTERN = re.compile(rf"[\ufb00-\ufb06](?:(?<=[\ufb01-\ufb04]) (?P<rest>{_REST})(?![\w-]))?")


#: The same where a program has written the letters: signifi cant, fi rst. Wi-fi, sci fi, hi-fi and Sufi are whole.
DIVIDED = re.compile(
    rf"f(?:f?i|f?l)(?<!\b[WwHhLl][io][ -]fi)(?<!\b[Ss]ci[ -]fi)(?<!\b[Ww]ifi)(?<!\b[Ss]ufi)"
    rf" (?P<rest>{_REST.replace(chr(0xFB03), 'ffi')})(?![\w-])"
)


#: The rest of a word that does not begin with these letters: con fl ict, speci fi c.
NOT_FIRST = re.compile(r"f(?:f?i|f?l) (?:c|ict|uen|ammat)")


def letters(text: str) -> str:
    """What a match of ``PATTERN`` is in letters: ``ﬁ nal`` is ``final``."""
    return unicodedata.normalize("NFKC", text.replace(" ", ""))


def restored(text: str) -> str:
    """A text with letters for all such signs, and with the words whole that are divided there."""
    return DIVIDED.sub(lambda match: letters(match[0]), PATTERN.sub(lambda match: letters(match[0]), text))
