"""The sizes of pictures, so that a page keeps their room free while they load."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, UnidentifiedImageError


def size(path: Path) -> tuple[int, int]:
    """Width and height in pixels as it is shown, from the head of the file; zeros where there is none to read."""
    try:
        with Image.open(path) as image:
            width, height = image.size
            # Exif 0x0112: from 5 on, a camera was held upright and the picture is shown turned.
            return (height, width) if image.getexif().get(0x0112, 1) >= 5 else (width, height)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError):
        return 0, 0
