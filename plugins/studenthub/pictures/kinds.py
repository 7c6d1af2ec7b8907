"""The kinds of pictures that browsers show, recognised by name and content without opening one."""

from __future__ import annotations

from collections.abc import Set

#: The endings of names, in small letters.
ENDINGS: Set[str] = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"})

#: Those of drawings made of lines, which the hub draws.
DRAWINGS: Set[str] = frozenset({".svg", ".pdf"})


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
