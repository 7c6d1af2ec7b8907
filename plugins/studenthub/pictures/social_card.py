"""The picture of an article for social networks, and the program that draws many.

Drawn in one channel: 0 is ink, _PAPER is paper, what is between is the edge of a letter, and _ACCENT is the hub's
colour. Sixteen shades make a PNG of four bits a pixel, which takes a quarter of the time and of the bytes.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib import resources

from PIL import Image, ImageDraw, ImageFont

#: Pixels, as the networks that show cards want them.
SIZE = (1200, 630)
COMMAND = (sys.executable, "-I", "-m", "studenthub.pictures.social_card")
_INK, _SOFT, _PAPER, _ACCENT = 0, 80, 224, 255
_INK_COLOUR, _PAPER_COLOUR = ((27, 32, 38), (251, 250, 247))
_LEFT, _RIGHT, _TOP, _BASE = 84, 1116, 84, 556
_SIZES = (76, 66, 56, 48, 42)
_LINES = 4


def drawn(cards: Sequence[Sequence[str]]) -> Iterator[bytes]:
    """The cards of these words, as ``draw`` makes them, drawn by a process of its own. Fewer, if that fails."""
    with suppress(OSError, binascii.Error), _started() as process:
        assert process.stdin
        assert process.stdout
        with process.stdin as asked:
            asked.write(json.dumps(cards).encode())
        yield from map(base64.b64decode, process.stdout)


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def main() -> None:
    """Draw the cards whose words standard input holds, as JSON; each is a line, in base 64."""
    for words in json.load(sys.stdin):
        print(base64.b64encode(draw(*words)).decode(), flush=True)


def draw(kicker: str, title: str, byline: str, hub: str, accent: str) -> bytes:
    """A card as PNG. What the font lacks is left out rather than drawn as boxes; ``accent`` is a colour as #rrggbb."""
    picture = Image.new("L", SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 24, SIZE[1]), fill=_ACCENT)
    pen.text((_LEFT, _TOP), _known(kicker), _SOFT, _font("Semibold", 30))
    size, lines = _fitted(_known(title))
    for number, line in enumerate(lines):
        pen.text((_LEFT, _TOP + 60 + round(number * size * 1.16)), line, _INK, _font("Bold", size))
    pen.line((_LEFT, _BASE - 48, _RIGHT, _BASE - 48), _SOFT, 1)
    name = _known(hub)
    width = round(_font("Bold", 30).getlength(name))
    pen.text((_RIGHT - width, _BASE - 28), name, _INK, _font("Bold", 30))
    pen.text((_LEFT, _BASE - 28), _cut(_known(byline), _RIGHT - _LEFT - width - 40), _SOFT, _font("Regular", 30))
    shades = picture.point([min(15, round(value * 14 / _PAPER)) for value in range(256)])
    shades.putpalette(_palette(accent))
    file = io.BytesIO()
    # Level 3 takes half the time of 6 for a sixth more bytes.
    shades.save(file, "PNG", bits=4, compress_level=3)
    return file.getvalue()


def _palette(accent: str) -> list[int]:
    colours = tuple(zip(_INK_COLOUR, _PAPER_COLOUR, strict=True))
    edge = [round(a + (b - a) * step / 14) for step in range(15) for a, b in colours]
    return [*edge, *bytes.fromhex(accent.removeprefix("#"))]


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    file = resources.files("font_source_serif_pro").joinpath("files", f"SourceSerifPro-{weight}.ttf")
    with resources.as_file(file) as path:
        # The simple layout needs no library of the system, so a card is the same everywhere.
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _is_known(letter: str) -> bool:
    font = _font("Regular", 30)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


def _known(words: str) -> str:
    """The words without signs that the typeface has not, or nothing where little would be left."""
    known = "".join(filter(_is_known, words))
    return known if len(known) * 2 > len(words) else ""


def _fitted(title: str) -> tuple[int, Sequence[str]]:
    """The largest size in which the title has at most _LINES lines, and the lines."""
    for size in _SIZES:
        lines = _wrapped(title.split(), _font("Bold", size))
        if len(lines) * size * 1.16 <= _BASE - 60 - _TOP - 60 and len(lines) <= _LINES and _fit(lines, size):
            return size, lines
    font = _font("Bold", size)
    lines = _wrapped([part for word in title.split() for part in parts_of(word, font)], font)
    if len(lines) <= _LINES:
        return size, lines
    *kept, last = lines[:_LINES]
    return size, [*kept, _ended(last, _RIGHT - _LEFT, font)]


def _fit(lines: Iterable[str], size: int) -> bool:
    font = _font("Bold", size)
    return all(font.getlength(line) <= _RIGHT - _LEFT for line in lines)


def parts_of(word: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """A word, or where it is longer than a line its parts, with hyphens."""
    if font.getlength(word) <= _RIGHT - _LEFT:
        yield word
        return
    part = ""
    for letter in word:
        if font.getlength(f"{part}{letter}-") > _RIGHT - _LEFT:
            yield f"{part}-"
            part = ""
        part += letter
    yield part


def _wrapped(words: Iterable[str], font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in words:
        line = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(line) > _RIGHT - _LEFT:
            lines.append(word)
        else:
            lines[-1] = line
    return lines


def _cut(text: str, width: int) -> str:
    font = _font("Regular", 30)
    return text if font.getlength(text) <= width else _ended(text, width, font)


def _ended(text: str, width: int, font: ImageFont.FreeTypeFont) -> str:
    """The beginning of a text, as far as it fits, with a sign that more follows."""
    text = text.rstrip(" ,;:.-")
    # The box of what is printed: the three points reach beyond the length that the font gives for them.
    while text and font.getbbox(text + "…")[2] > width:
        text = text[:-1].rstrip(" ,;:.-")
    return text + "…"


if __name__ == "__main__":
    main()
