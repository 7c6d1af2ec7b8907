"""Checks of invisible signs, in texts and in the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.rules import entries
from studenthub.rules.checked import Checked, Finding
from studenthub.source.problems import Fix

#: Signs of control and of direction, signs without a width, and tags, which can hide whole sentences. The two joiners
#: belong to other scripts and to emoji, and to no word in Latin letters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<!\U0001f3f4)[\U000e0000-\U000e007f]+|(?<=[A-Za-z])[\u200c\u200d](?=[A-Za-z])"
)
#: All of these, and the hyphen below: most texts have none, and one set of signs is found fast.
_PERHAPS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
#: A place where a word may be broken, in the middle of a word: whoever searches for the word does not find it.
_SOFT_HYPHEN = re.compile("(?<=\\w)\u00ad+(?=\\w)")


def _places(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where invisible signs are, what they are, and whether they do no harm."""
    if not _PERHAPS.search(text):
        return
    for match in _HIDDEN.finditer(text):
        yield *match.span(), f"an invisible character is here (U+{ord(match[0][0]):04X})", False
    for match in _SOFT_HYPHEN.finditer(text):
        yield *match.span(), "an invisible hyphen is in this word (U+00AD), so that a search does not find it", True


def hidden_character(checked: Checked) -> Iterator[Finding]:
    """The text holds no invisible signs that change how it is read.

    Some of them reverse the order of letters, so that readers see other words than the text has; others hide text.

    Wrong: a text with U+202E in it
    Right: the same text, typed again
    """
    for document in checked.documents:
        if document.content.isascii() and document.content.isprintable():
            continue
        for start, end, message, harmless in _places(document.content):
            place = document.text.place(start)
            yield Finding(place, message, "delete it", Fix(start, end, ""), harmless=harmless)


def hidden_in_entry(checked: Checked) -> Iterator[Finding]:
    """An entry of the bibliography holds no invisible signs.

    They are copied along with a title from a web page or a PDF, and are then printed, linked and searched with it.

    Wrong: title = {A title with U+200B in it}
    Right: the same title, typed again
    """
    for source in entries.every(checked):
        for name, field in source.fields.items():
            if field.raw.isascii():
                continue
            for start, end, message, harmless in _places(field.raw):
                fix = entries.whole(source, name, field.raw[:start] + field.raw[end:])
                yield entries.found(source, name, message, "delete it", fix, harmless=harmless)
