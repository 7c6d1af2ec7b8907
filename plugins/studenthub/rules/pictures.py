"""What the first bytes of a picture tell: its kind, and what it says about a person or a place."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

_PLACE = "GPS"
#: Tags of EXIF 2.32 (CIPA DC-008), by directory.
_GPS_DIRECTORY, _EXIF_DIRECTORY = 0x8825, 0x8769
_OWNER = {
    0xA430: "the name of the camera's owner",
    0xA431: "the number of the camera",
    0xA435: "the number of the lens",
}
#: A position needs at least a latitude or a longitude: some phones write an empty directory.
_POSITION = {2, 4}


def kind(head: bytes) -> str:
    """The ending that a file should have, by its first bytes; "" for what is none of our pictures."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and (b"avif" in head[8:32] or b"avis" in head[8:32]):
        return "avif"
    return ""


def personal(head: bytes) -> frozenset[str]:
    """What of a person or a place the EXIF and XMP data tell: "GPS", and words for the rest."""
    found: set[str] = set()
    for block in _exif_blocks(head):
        try:
            found |= set(_tags(block))
        except (struct.error, IndexError):
            continue
    if re.search(rb"exif:GPSL(?:at|ong)itude\s*[=>]", head):
        found.add(_PLACE)
    return frozenset(found)


def _exif_blocks(head: bytes) -> Iterator[bytes]:
    """The TIFF data that JPEG, WebP, PNG and AVIF carry; each begins with the order of its bytes."""
    at = head.find(b"Exif\0\0")
    if at >= 0:
        yield head[at + 6 :]
    for name, gap in ((b"eXIf", 4), (b"EXIF", 8)):
        at = head.find(name)
        if at >= 0:
            yield head[at + gap :]


def _tags(tiff: bytes) -> Iterator[str]:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return
    for tag, value, count in _directory(tiff, struct.unpack_from(order + "I", tiff, 4)[0], order):
        if tag == _GPS_DIRECTORY:
            if any(inner in _POSITION and length for inner, _, length in _directory(tiff, value, order)):
                yield _PLACE
        elif tag == _EXIF_DIRECTORY:
            for inner, _, length in _directory(tiff, value, order):
                if inner in _OWNER and length > 1:
                    yield _OWNER[inner]
        elif tag in _OWNER and count > 1:
            yield _OWNER[tag]


def _directory(tiff: bytes, offset: int, order: str) -> Iterator[tuple[int, int, int]]:
    """Tag, value or offset of the value, and number of values of each entry."""
    (length,) = struct.unpack_from(order + "H", tiff, offset)
    for index in range(min(length, 200)):
        tag, _, count, value = struct.unpack_from(order + "HHII", tiff, offset + 2 + 12 * index)
        yield tag, value, count
