"""A check for invisible characters, and what finds them in any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studenthub.parse import ligatures, misread
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, codepoint

#: Signs of control and of direction, signs without a width, and tags, which can hide whole sentences. Joiners and
#: fillers belong to other scripts and to emoji, and to no word in Latin letters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<!\U0001f3f4)[\U000e0000-\U000e007f]+|(?<=[A-Za-z])[\u115f\u1160\u200c\u200d\u3164\uffa0]+(?=[A-Za-z])"
)
#: All of these, and those below: most texts have none, and one set of signs is found fast.
_PERHAPS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufb00-\ufb06\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
#: Signs of an encoding of Windows that were read as if they were of another one, and ends of lines that are none here.
_MISREAD = re.compile("[\x80-\x9f\u2028\u2029]")
#: A place where a word may be broken, in the middle of a word: whoever searches for the word does not find it.
_SOFT_HYPHEN = re.compile("(?<=\\w)\u00ad+(?=\\w)")
#: The same where a line ends: readers see a space in the word.
_HYPHEN_AT_END = re.compile("(?<=[^\\W\\d_])\u00ad+[ \\t]*\n[ \\t>]*(?=[^\\W\\d_])")
#: What programs write for a letter that they could not read: \ufffd, or the number that it has in a PDF.
_LOST = re.compile(r"\ufffd+|\(cid:\d{1,5}\)")
#: The letters before a space, at the end of a text.
_BEGINNING = re.compile(r"[^\W\d_]+ \Z")
#: What is between words, and how much of the beginning of a word is shown at most.
_BETWEEN_WORDS = re.compile(r"\W")
_LONGEST_BEGINNING = 30


@dataclass(frozen=True, slots=True)
class Sign:
    """An invisible character from ``start`` to ``end`` of a text, its message, and what to write instead."""

    start: int
    end: int
    message: str
    instead: str = ""
    harmless: bool = False
    is_lost: bool = False

    @property
    def hint(self) -> str:
        """What to do about it."""
        if self.is_lost:
            return "write the letter"
        return f"write {'a space' if self.instead == ' ' else self.instead}" if self.instead else "delete it"


def signs(text: str) -> Iterator[Sign]:
    """The invisible characters of a text, and what programs have made of others."""
    yield from _misread(text)
    yield from (_ligature(text, match) for match in ligatures.DIVIDED.finditer(text))
    if not _PERHAPS.search(text):
        return
    for match in _HIDDEN.finditer(text):
        yield Sign(*match.span(), f"an invisible character is here ({codepoint(match[0][0])})")
    for match in _MISREAD.finditer(text):
        is_end = match[0] > "\x9f"
        instead = " " if is_end else bytes([ord(match[0])]).decode("cp1252", "ignore")
        yield Sign(*match.span(), f"an invisible character is here ({codepoint(match[0])})", instead, harmless=is_end)
    for match in ligatures.PATTERN.finditer(text):
        yield _ligature(text, match)
    for match in _HYPHEN_AT_END.finditer(text):
        message = "an invisible hyphen is at the end of this line (U+00AD), and readers see a word in two parts"
        yield Sign(*match.span(), message)
    for match in _SOFT_HYPHEN.finditer(text):
        message = "an invisible hyphen is in this word (U+00AD), so that a search does not find it"
        yield Sign(*match.span(), message, harmless=True)


def _ligature(text: str, match: re.Match[str]) -> Sign:
    """Two letters in one sign, which is harmless, or the two parts of a word that is divided behind it."""
    if not match["rest"]:
        message = f"{match[0]} is one sign, so that a search does not find this word"
        return Sign(*match.span(), message, ligatures.letters(match[0]), harmless=True)
    beginning = _BETWEEN_WORDS.split(text[max(0, match.start() - _LONGEST_BEGINNING) : match.start()])[-1]
    if not beginning and ligatures.NOT_FIRST.match(match[0]):
        first = _BEGINNING.search(text, max(0, match.start() - _LONGEST_BEGINNING), match.start())
        beginning = first[0] if first else ""
    word = beginning + match[0]
    return Sign(match.end() - len(word), match.end(), f"readers see “{word}”", ligatures.letters(word))


def _misread(text: str) -> Iterator[Sign]:
    """Letters that a program has read in the wrong encoding, and those that it has lost."""
    for match in misread.PATTERN.finditer(text):
        if meant := misread.meant(match[0]):
            yield Sign(*match.span(), f"a program has made {match[0]} of what was {meant}", meant)
    for match in _LOST.finditer(text) if "\ufffd" in text or "(cid:" in text else ():
        yield Sign(*match.span(), "a program has lost a letter here", is_lost=True)


def hidden_character(checked: Checked) -> Iterator[Finding]:
    """The text holds no invisible signs that change how it is read.

    Some of them reverse the order of letters, so that readers see other words than the text has; others hide text.

    Wrong: a text with U+202E in it
    Right: the same text, typed again
    """
    for document in checked.documents:
        if document.content.isascii() and document.content.isprintable():
            continue
        for sign in signs(document.content):
            fix = None if sign.is_lost else Fix(sign.start, sign.end, sign.instead)
            yield document.found(sign.start, sign.message, sign.hint, fix, harmless=sign.harmless)
