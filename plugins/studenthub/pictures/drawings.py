"""Turns drawings (SVG, PDF) into pixels: each is drawn once, and only the result is published.

So nothing of the file itself reaches a reader: no program, no address, no name that it holds. A process of its own
draws (``drawing_program``), with a limit of its work and of its memory.
"""

from __future__ import annotations

import base64
import binascii
import json
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from xml.etree import ElementTree

from studenthub.pictures.refused import NoPicture, Refused
from studenthub.runtime import programs

#: Seconds of CPU time for a drawing; a plot of 100,000 points takes one or two.
LIMIT = 8.0
_COMMAND = (sys.executable, "-I", "-m", "studenthub.pictures.drawing_program")
_INSTEAD = "save the picture as .png and upload that"
#: How much of a file is searched for the element that begins an SVG, and for the head of a PDF (ISO 32000, annex H.3).
_HEAD = 4096
#: What draws them.
_PACKAGES = ("pypdfium2", "resvg-py")
#: Why nothing was drawn, by what ``drawing_program`` answers, and what to do.
_REFUSALS: Mapping[str, tuple[str, str]] = {
    "damaged": ("this drawing is damaged, or is not a drawing", _INSTEAD),
    "locked": ("this PDF needs a password", _INSTEAD),
    "pages": (
        "this PDF has several pages, but a picture has one",
        f"save it on a page of its own, or {_INSTEAD}",
    ),
    "shape": ("this drawing is more than four times as high as it is wide", _INSTEAD),
    "empty": ("this drawing does not say how large it is", _INSTEAD),
}


def kind(content: bytes) -> str:
    """``svg`` or ``pdf`` where ``content`` is such a drawing, or ""."""
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return "svg" if b"svg" in content[:_HEAD] and _root(content[:_HEAD]).rpartition("}")[2] == "svg" else ""


def _root(head: bytes) -> str:
    """The name of the element that an XML file begins with, whatever prefix it is written with; "" for another file."""
    parser: ElementTree.XMLPullParser[ElementTree.Element] = ElementTree.XMLPullParser(["start"])
    try:
        parser.feed(head.lstrip())
        begun = (event[-1] for event in parser.read_events())
        return next((element.tag for element in begun if isinstance(element, ElementTree.Element)), "")
    except (ElementTree.ParseError, ValueError, LookupError):
        return ""


def code(content: bytes) -> str:
    """The versions of the packages that draw ``content``, for the name of the picture; "" if it is no drawing."""
    return " ".join(map(version, _PACKAGES)) if kind(content) else ""


def drawn(content: bytes) -> bytes:
    """The drawing in ``content`` as a PNG on white paper. Raises Refused."""
    found = _drawn(content)
    if isinstance(found, Refused):
        raise found
    return found


@lru_cache(maxsize=8)
def _drawn(content: bytes) -> bytes | Refused:
    """In a build, the sizes of a picture are made one after the other."""
    order = json.dumps({"kind": kind(content), "content": base64.b64encode(content).decode()})
    try:
        done = programs.run(_COMMAND, LIMIT, order)
        answer = json.loads(done.stdout)
        if wrong := answer.get("wrong"):
            return (NoPicture if wrong == "damaged" else Refused)(*_REFUSALS[wrong])
        return base64.b64decode(answer["png"])
    except programs.TooMuchWork:
        return Refused("this drawing takes too long to draw", _INSTEAD)
    except (programs.LimitReached, OSError, ValueError, KeyError, binascii.Error):
        # It was stopped by the limit of its memory, or by a fault in what draws.
        return Refused("this drawing cannot be drawn", _INSTEAD)
