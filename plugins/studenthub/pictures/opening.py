"""Opens a picture: once, whole, and only where its pixels are within bounds."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Mapping

from PIL import GifImagePlugin, Image, ImageFile, ImageSequence, UnidentifiedImageError

from studenthub.pictures import drawings
from studenthub.pictures.refused import NoPicture as NoPicture
from studenthub.pictures.refused import Refused as Refused

#: Pillow's formats, and what files of each are called. A photograph of a phone may hold several pictures (MPO), of
#: which browsers show the first.
_FORMATS: Mapping[str, str] = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
    "GIF": "gif",
    "WEBP": "webp",
    "AVIF": "avif",
}
#: Pixels of a picture, and of all pictures of an animation together: what a phone can show, and a build can hold.
MOST_PIXELS, MOST_OF_ALL = 50_000_000, 100_000_000
#: What Pillow raises for files that are damaged or made to do damage; each of these was seen in fuzzing or in its code.
FAULTS = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, OverflowError, MemoryError, struct.error),
    *(RuntimeError, zlib.error, Image.DecompressionBombError, Image.DecompressionBombWarning),
)

# Frames keep their palette where it is the same in all: so an animation is as small as it came.
GifImagePlugin.LOADING_STRATEGY = GifImagePlugin.LoadingStrategy.RGB_AFTER_DIFFERENT_PALETTE_ONLY


def opened(content: bytes) -> ImageFile.ImageFile:
    """The picture in ``content``, whose first frame is loaded; a drawing is drawn. Raises Refused; whoever calls closes
    it."""
    image = _begun(drawings.drawn(content) if drawings.kind(content) else content)
    try:
        width, height = image.size
        number = frames(image)
        if width * height > MOST_PIXELS or width * height * number > MOST_OF_ALL:
            raise _too_large(f"{width:,} × {height:,} pixels", number)
        for frame in ImageSequence.Iterator(image) if number > 1 else (image,):
            frame.load()
        image.seek(0)
        image.load()
    except FAULTS:
        image.close()
        raise Refused("this picture is damaged: a part of it is missing", _AGAIN) from None
    except Refused:
        image.close()
        raise
    return image


def _begun(content: bytes) -> ImageFile.ImageFile:
    try:
        with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning):
            return Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "GIF", "WEBP", "AVIF"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large("more pixels than any phone can show") from None
    except UnidentifiedImageError:
        raise NoPicture("this is not a picture that browsers can show", _SAVE) from None
    except FAULTS:
        raise Refused("this picture is damaged", _AGAIN) from None


_AGAIN = "open it, save it again and upload it again"
_SAVE = "open it and save it again as .jpg or .png"


def _too_large(size: str, number: int = 1) -> Refused:
    if number > 1:
        return Refused(f"this animation has {number:,} frames of {size}", "make it shorter, or 600 pixels wide")
    return Refused(f"this picture has {size}", "make it 1,600 pixels wide and save it again")


def frames(image: Image.Image) -> int:
    """The number of frames of an animation; 1 for a still picture."""
    return int(getattr(image, "n_frames", 1)) if image.format != "MPO" else 1


def ending(image: Image.Image) -> str:
    """The usual ending of a name of such a picture, without the dot."""
    return _FORMATS[image.format or ""]
