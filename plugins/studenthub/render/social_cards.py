"""The picture of an article for social networks: 1200 × 630 pixels, drawn once.

Drawn in one channel: 0 is ink, _PAPER is paper, what is between is the edge of a letter, and _ACCENT is the hub's
colour. Sixteen shades make a PNG of four bits a pixel, which takes a quarter of the time and of the bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import metadata as metadata_of
from importlib import resources
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from studenthub.i18n import Interface
from studenthub.model.articles import Article
from studenthub.model.hub import Hub
from studenthub.render import metadata
from studenthub.render.citing import title_of
from studenthub.render.page import OutputFile
from studenthub.runtime.cache import Cache, digest

_INK, _SOFT, _PAPER, _ACCENT = 0, 80, 224, 255
_COLOURS = ((27, 32, 38), (251, 250, 247), (11, 93, 99))
_LEFT, _RIGHT, _TOP, _BASE = 84, 1116, 84, 556
_SIZES = (76, 66, 56, 48, 42)
_LINES = 4


def files(hub: Hub, cache: Cache) -> Iterator[OutputFile]:
    """The card of every article and of the hub. They come from ``cache`` where their words are unchanged."""
    settings = hub.settings
    if not settings.social_cards or not settings.site_url:
        return
    yield _card(cache, metadata.HUB_CARD, "", settings.site_name, settings.site_description, "")
    topics = hub.catalogue.terms["topics"]
    for article in hub.catalogue.articles:
        kicker = topics[article.topics[0]].name if article.topics else ""
        words = kicker, title_of(article, settings), _who(article, settings.interface), settings.site_name
        if (path := metadata.card_of(article)) != metadata.HUB_CARD:
            yield _card(cache, path, *words)


def _card(cache: Cache, path: str, *words: str) -> OutputFile:
    key = digest(_code(), *words)
    return OutputFile(path, lambda: _drawn(cache, key, words), lambda: key)


def _drawn(cache: Cache, key: str, words: Sequence[str]) -> bytes:
    kept = cache.get_bytes(key)
    if kept is None:
        kept = draw(*words)
        cache.put_bytes("cards", key, kept)
    return kept


def _who(article: Article, interface: Interface) -> str:
    names = [author.name for author in article.authors]
    if len(names) < 3:
        return interface.listed(names)
    others = len(names) - 1
    return interface.ngettext("%(name)s and %(n)s other", "%(name)s and %(n)s others", others, name=names[0])


@cache
def _code() -> str:
    """The inputs of a card besides its words."""
    versions = (metadata_of.version(name) for name in ("pillow", "font-source-serif-pro"))
    return digest(Path(__file__).read_text(encoding="utf-8"), *versions)


def draw(kicker: str, title: str, byline: str, hub: str) -> bytes:
    """A card as PNG. What the font has not is left out rather than drawn as boxes."""
    picture = Image.new("L", metadata.CARD_SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 24, metadata.CARD_SIZE[1]), fill=_ACCENT)
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
    shades.putpalette(_palette())
    file = io.BytesIO()
    # Level 3 takes half the time of 6 for a sixth more bytes.
    shades.save(file, "PNG", bits=4, compress_level=3)
    return file.getvalue()


def _palette() -> list[int]:
    ink, paper, accent = _COLOURS
    edge = [round(a + (b - a) * step / 14) for step in range(15) for a, b in zip(ink, paper, strict=True)]
    return [*edge, *accent]


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
    lines = _wrapped([part for word in title.split() for part in _parts(word, font)], font)
    if len(lines) <= _LINES:
        return size, lines
    *kept, last = lines[:_LINES]
    return size, [*kept, _ended(last, _RIGHT - _LEFT, font)]


def _fit(lines: Iterable[str], size: int) -> bool:
    font = _font("Bold", size)
    return all(font.getlength(line) <= _RIGHT - _LEFT for line in lines)


def _parts(word: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
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
    """As much of a text as there is room for with a sign that more follows."""
    text = text.rstrip(" ,;:.-")
    # What is printed, since the points stand out of the length that they are said to have.
    while text and font.getbbox(text + "…")[2] > width:
        text = text[:-1].rstrip(" ,;:.-")
    return text + "…"
