"""Finds text in UTF-8 that a program has read as if it were in the encoding of Windows: donâ€™t for don’t."""

from __future__ import annotations

import re

#: The first byte of a letter of two or three bytes, as Windows shows it, and what it may show for those that follow.
_NEXT = "[\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
#: AMANHÃ” is a word in capitals with a quotation mark.
PATTERN = re.compile(
    rf"[ÃÂâ](?!(?<=[A-ZÀ-Ý].)[“”‘’…])(?:(?<=[ÃÂ]){_NEXT}|(?<=â){_NEXT}{{2}}|(?<=â)€(?!\w))(?:[ÃÂ]{_NEXT}|â{_NEXT}{{2}})*"
)


def meant(text: str) -> str:
    """What a match of ``PATTERN`` was before it was read in the wrong way; "" where that is not known."""
    if text == "â€":
        # The last byte of this one is often lost.
        return "”"
    try:
        return bytes(_byte(sign) for sign in text).decode("utf-8")
    except ValueError:
        return ""


def _byte(sign: str) -> int:
    """The byte that Windows shows as a sign; those for which it has none are signs of control."""
    return ord(sign) if ord(sign) < 0x100 else sign.encode("cp1252")[0]


def restored(text: str) -> str:
    """A text with what was meant in each place where that is known."""
    return PATTERN.sub(lambda match: meant(match[0]) or match[0], text)
