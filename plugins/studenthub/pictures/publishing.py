"""Saves a picture for publication: its pixels, upright and in sRGB, and nothing else.

Everything else goes because nothing is taken over: EXIF with places and thumbnails, XMP, IPTC, comments, profiles, and
whatever a container may hold that nobody has thought of. Other sizes and formats of a picture are made from what
``_Pixels`` holds, too.
"""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image, ImageCms, ImageSequence, JpegImagePlugin

from studenthub.pictures import metadata, opening
from studenthub.pictures.opening import FAULTS, Refused

#: Pixels: as wide as the widest place of a page on a fine screen. A phone's camera writes three times as many.
WIDEST = 1600
#: The quality, out of 100, at which compressing a picture again loses nothing that can be seen.
_QUALITY = 85
_TURNS: Mapping[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: The parts of a picture's information that change what it shows.
_SHOWN = frozenset({"transparency"})


@dataclass(frozen=True, slots=True)
class _Pixels:
    """The frames of a picture, upright and without metadata. ``times`` are how long each is shown, in milliseconds;
    ``loop`` how often all are, 0 for always, None for once."""

    frames: tuple[Image.Image, ...]
    times: tuple[float, ...] = ()
    loop: int | None = None


def published(content: bytes) -> bytes:
    """The picture in ``content`` as a file of the same format, at most WIDEST pixels wide. Raises Refused."""
    with warnings.catch_warnings(action="ignore"), opening.opened(content) as image:
        try:
            pixels = _pixels(image)
            if len(pixels.frames) == 1 and pixels.frames[0].width > WIDEST:
                pixels = _Pixels((_narrowed(pixels.frames[0]),))
            return _FILES[opening.ending(image)](pixels, image, content)
        except FAULTS:
            raise Refused("this picture cannot be saved", "open it and save it again as .jpg or .png") from None


def resized(content: bytes, width: int, ending: str) -> bytes:
    """The first frame of the picture in ``content``, ``width`` pixels wide, as a webp, jpg or png. Raises Refused."""
    with warnings.catch_warnings(action="ignore"), opening.opened(content) as image:
        try:
            frame = _pixels(image).frames[0]
            has_alpha = ending != "jpg" and ("A" in frame.getbands() or "transparency" in frame.info)
            frame = frame.convert("RGBA" if has_alpha else "RGB")
            height = max(1, round(frame.height * width / frame.width))
            frame = frame.resize((width, height), Image.Resampling.LANCZOS)
            is_drawing = ending == "webp" and image.format in ("PNG", "GIF")
            return _drawing(frame) if is_drawing else _RESIZED[ending](frame)
        except FAULTS:
            raise Refused("this picture cannot be saved", "open it and save it again as .jpg or .png") from None


def _narrowed(frame: Image.Image) -> Image.Image:
    """A frame that is WIDEST pixels wide. One of a palette gets a palette anew."""
    size = WIDEST, max(1, round(frame.height * WIDEST / frame.width))
    if frame.mode != "P":
        return frame.resize(size, Image.Resampling.LANCZOS)
    colours = frame.convert("RGBA" if "transparency" in frame.info else "RGB")
    return colours.resize(size, Image.Resampling.LANCZOS).quantize(method=Image.Quantize.FASTOCTREE)


def _pixels(image: Image.Image) -> _Pixels:
    held, profile = metadata.orientation(image), image.info.get("icc_profile")
    if opening.frames(image) == 1:
        return _Pixels((_bare(image, held, profile),))
    frames, times = [], []
    for frame in ImageSequence.Iterator(image):
        frames.append(_bare(frame, held, profile))
        # Pillow knows how long a frame is shown when it has been loaded.
        times.append(float(frame.info.get("duration", 0)))
    return _Pixels(tuple(frames), tuple(times), image.info.get("loop"))


def _bare(frame: Image.Image, held: int, profile: bytes | None) -> Image.Image:
    """A frame without what it says, upright, in sRGB."""
    bare = frame.copy()
    bare.info = {name: value for name, value in frame.info.items() if name in _SHOWN}
    if profile:
        bare = _in_srgb(bare, profile)
    return bare.transpose(_TURNS[held]) if held in _TURNS else bare


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours that are meant, without the profile that says so. What no profile helps stays as it is."""
    if image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        mode = "RGB" if image.mode == "CMYK" else image.mode
        converted = ImageCms.profileToProfile(image, source, _srgb(), outputMode=mode)
    except (*FAULTS, ImageCms.PyCMSError):
        return image
    return converted or image


@lru_cache(maxsize=1)
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _jpeg(pixels: _Pixels, image: Image.Image, content: bytes) -> bytes:
    """With the tables of the original, so that as good as nothing is lost."""
    (frame,) = pixels.frames
    same = isinstance(image, JpegImagePlugin.JpegImageFile) and frame.mode == image.mode and frame.mode in ("L", "RGB")
    if frame.mode not in ("L", "RGB"):
        frame = frame.convert("RGB")
    how: dict[str, Any] = {"quality": _QUALITY}
    if same and isinstance(image, JpegImagePlugin.JpegImageFile):
        how = {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
    return _saved(frame, "JPEG", optimize=True, progressive=bool(image.info.get("progressive")), **how)


def _png(pixels: _Pixels, image: Image.Image, content: bytes) -> bytes:
    how = {} if len(pixels.frames) == 1 else {**_animation(pixels), "default_image": False}
    # This strategy of zlib makes the smallest files, both of drawings and of screenshots.
    return _saved(pixels.frames[0], "PNG", compress_level=9, compress_type=zlib.Z_DEFAULT_STRATEGY, **how)


def _gif(pixels: _Pixels, image: Image.Image, content: bytes) -> bytes:
    return _saved(pixels.frames[0], "GIF", **_animation(pixels))


def _webp(pixels: _Pixels, image: Image.Image, content: bytes) -> bytes:
    # Chunks of a WebP: https://developers.google.com/speed/webp/docs/riff_container
    is_lossless = b"VP8L" in content and b"VP8 " not in content
    how = {"lossless": True} if is_lossless else {"quality": _QUALITY}
    return _saved(pixels.frames[0], "WEBP", **how, **_animation(pixels))


def _avif(pixels: _Pixels, image: Image.Image, content: bytes) -> bytes:
    # One thread: with more, the file would be another one on another machine.
    return _saved(pixels.frames[0], "AVIF", quality=_QUALITY, max_threads=1, **_animation(pixels))


_FILES: Mapping[str, Callable[[_Pixels, Image.Image, bytes], bytes]] = {
    "jpg": _jpeg,
    "png": _png,
    "gif": _gif,
    "webp": _webp,
    "avif": _avif,
}


#: Smaller ones are looked at on a telephone, whose reader pays for each byte: there these qualities show no loss.
_RESIZED: Mapping[str, Callable[[Image.Image], bytes]] = {
    "webp": lambda frame: _saved(frame, "WEBP", quality=62, method=4),
    "jpg": lambda frame: _saved(frame, "JPEG", quality=70, optimize=True, progressive=True),
    "png": lambda frame: _saved(frame, "PNG", optimize=True),
}


def _drawing(frame: Image.Image) -> bytes:
    """A chart or a screenshot as a WebP, with all of its edges where that is no larger: else it is a photograph."""
    lossy = _RESIZED["webp"](frame)
    lossless = _saved(frame, "WEBP", lossless=True, method=4)
    return lossless if len(lossless) <= 1.5 * len(lossy) else lossy


def _animation(pixels: _Pixels) -> dict[str, Any]:
    if len(pixels.frames) == 1:
        return {}
    how = {"save_all": True, "append_images": pixels.frames[1:], "duration": list(pixels.times)}
    return how if pixels.loop is None else {**how, "loop": pixels.loop}


def _saved(frame: Image.Image, form: str, **how: Any) -> bytes:
    file = io.BytesIO()
    frame.save(file, form, **how)
    return file.getvalue()
