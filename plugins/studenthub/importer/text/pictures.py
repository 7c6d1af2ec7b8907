"""Saves the pictures of a draft: smaller, with telling names, without place and owner."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from studenthub.i18n import N_, Message
from studenthub.importer.text.blocks import Picture
from studenthub.parse.slugs import slugify

#: The longest side of a picture, in pixels; the most bytes that one has without being made smaller.
WIDEST, MOST_BYTES = 1600, 500_000
#: More pixels than this are decoded for no draft; and of a photo, which can be decoded smaller than it is.
MOST_PIXELS, MOST_OF_PHOTO = 60_000_000, 125_000_000
_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "png", "BMP": "png", "TIFF": "jpg", "MPO": "jpg"}
#: Names that programs give, which say nothing.
_NO_NAME = re.compile(
    r"(?:picture|image|grafik|bild|afbeelding|photo|img|content placeholder|screenshot)?[\s_-]*\d*"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{40}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture for the hub: its file name, bytes and alternative text, and what was changed, in words."""

    name: str
    data: bytes
    alternative: str
    changes: tuple[Message, ...] = ()


def taken(pictures: Sequence[Picture], slug: str) -> list[Taken | None]:
    """The pictures of a draft in their order; None for one that is no picture browsers can show."""
    names: set[str] = set()
    out: list[Taken | None] = []
    for number, picture in enumerate(pictures, 1):
        made = _clean(picture.data)
        if made is None:
            out.append(None)
            continue
        data, ending, changes = made
        name = _name(picture, number, slug, ending, names)
        names.add(name)
        out.append(Taken(name, data, picture.alternative, changes))
    return out


def _name(picture: Picture, number: int, slug: str, ending: str, names: set[str]) -> str:
    stem = re.sub(
        r"\.(?:png|jpe?g|gif|webp|bmp|tiff?)$",
        "",
        picture.name.replace("\\", "/").rpartition("/")[2],
        flags=re.IGNORECASE,
    )
    if _NO_NAME.fullmatch(stem.strip()):
        stem = " ".join(picture.alternative.split()[:6]) or f"{slug}-{number}"
    stem = re.sub(r"[^a-z0-9]+", "-", slugify(stem)[:60]).strip("-") or f"picture-{number}"
    name, count = f"{stem}.{ending}", 1
    while name in names:
        count += 1
        name = f"{stem}-{count}.{ending}"
    return name


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # How many pixels are too many, we say ourselves.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data)) as image:
            yield image


def is_too_large(data: bytes) -> bool:
    """Whether a picture that was not taken has too many pixels, and may be shown when it is smaller."""
    try:
        with _opened(data) as image:
            return image.format in _FORMATS and image.width * image.height > MOST_PIXELS
    except Image.DecompressionBombError:
        return True
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError):
        return False


def _clean(data: bytes) -> tuple[bytes, str, tuple[Message, ...]] | None:
    """The picture without metadata, the right way up, of at most ``WIDEST`` pixels; its ending; what was changed."""
    try:
        with _opened(data) as image:
            is_smaller = max(image.size) > WIDEST
            if is_smaller and image.width * image.height <= MOST_OF_PHOTO:
                image.draft(image.mode, (WIDEST, WIDEST))
            if image.format not in _FORMATS or image.width * image.height > MOST_PIXELS:
                return None
            ending, hidden, upright = _FORMATS[image.format], _hidden(image), _upright(image)
            if not hidden and not is_smaller and image.format in ("JPEG", "PNG", "WEBP") and len(data) <= MOST_BYTES:
                return data, ending, ()
            if is_smaller:
                upright.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS)
            size = {"width": upright.width, "height": upright.height}
            smaller = Message(N_("it was made smaller, to %(width)s × %(height)s pixels"), size)
            changes = (*hidden, *([smaller] if is_smaller else []))
            return _saved(upright.convert("RGB") if ending == "jpg" else upright, ending), ending, changes
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        TypeError,
        KeyError,
        Warning,
    ):
        return None


def _hidden(image: Image.Image) -> tuple[Message, ...]:
    """What of a picture is not seen, and will be removed."""
    exif = image.getexif()
    if exif.get_ifd(0x8825):
        return (Message(N_("the place where it was taken (GPS) was removed")),)
    written = {"xmp", "comment", "XML:com.adobe.xmp", "photoshop"} & image.info.keys()
    if exif or written or image.format == "MPO":
        return (Message(N_("what the camera or a program wrote into it was removed")),)
    return ()


def _upright(image: Image.Image) -> Image.Image:
    """The picture as the camera meant it, in full colours."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode == "P" or "transparency" in upright.info:
        return upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    return upright


def _saved(image: Image.Image, ending: str) -> bytes:
    out = io.BytesIO()
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    if ending == "jpg":
        clean.save(out, "JPEG", quality=85, optimize=True)
    elif ending == "webp":
        clean.save(out, "WEBP", quality=85)
    else:
        clean.save(out, "PNG", optimize=True)
    return out.getvalue()
