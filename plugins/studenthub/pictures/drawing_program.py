"""The program that draws one SVG or PDF: reads JSON, and writes JSON with a PNG or why there is none.

Fonts come with the packages and none from the machine, so a drawing is the same everywhere.
"""

from __future__ import annotations

import base64
import io
import json
import re
import sys
from collections.abc import Mapping
from importlib import resources
from xml.etree import ElementTree

from PIL import Image, PngImagePlugin

from studenthub.runtime import bounded

#: Pixels: as wide as a picture is published at most.
_WIDEST = 1600
#: Pixels of a drawing for each of its own: what looks sharp on a fine screen.
_SCALE = 2.0
#: How many times as high as wide a drawing may be.
_STEEPEST = 4.0
#: Pixels of the web for each unit of CSS (CSS Values 4, "Absolute lengths"); a PDF is measured in points.
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "em": 16.0}
_LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)(?:[eE]([-+]?\d{1,2}))?\s*([a-z]*)\s*")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?")
#: What a PDF says of itself that may be about people (ISO 32000, 14.3.3); and characters of it that are kept.
_SAID, _LONGEST = ("Title", "Subject", "Keywords", "Author"), 2000
_SVG = "{http://www.w3.org/2000/svg}"
#: Elements that load what an address leads to; only what is within the drawing may be loaded.
_LOADING = frozenset(f"{_SVG}{name}" for name in ("image", "feImage", "use", "tref", "script", "foreignObject"))

#: Colours that a page chooses. Of light and dark (CSS Color 5) the light one is taken, of a name and its fallback (CSS
#: Variables 1) the fallback.
_CHOICE = re.compile(
    r"(?:light-dark\(\s*(?P<light>(?>(?:[^(),]|\([^()]*\))+)),(?>(?:[^()]|\((?>(?:[^()]|\([^()]*\))*)\))*)\)"
    r"|var\(\s*--[\w-]+\s*,\s*(?P<name>(?>(?:[^(),]|\([^()]*\))+))\))"
)


class _WrongError(Exception):
    """A drawing that cannot be drawn, with the word for the reason."""


def main() -> None:
    """Draw what standard input holds."""
    bounded.bound()
    order = json.load(sys.stdin)
    content = base64.b64decode(order["content"])
    try:
        png = _of_pdf(content) if order["kind"] == "pdf" else _of_svg(content)
        json.dump({"png": base64.b64encode(png).decode()}, sys.stdout)
    except _WrongError as wrong:
        json.dump({"wrong": str(wrong)}, sys.stdout)


def _of_pdf(content: bytes) -> bytes:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as document:
            if len(document) != 1:
                raise _WrongError("pages")
            page = document[0]
            width, height = (points * _UNITS["pt"] for points in page.get_size())
            scale = _width(width, height) / width * _UNITS["pt"]
            # Forms and notes are no part of a picture.
            image = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil()
            said = document.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError as error:
        raise _WrongError("locked" if "password" in str(error).lower() else "damaged") from None
    return _saved(image.convert("RGB"), {name: said[name] for name in _SAID if name in said})


def _of_svg(content: bytes) -> bytes:
    import resvg_py

    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - expat loads nothing from outside, and its growth is bounded
    except (ElementTree.ParseError, ValueError, LookupError):
        raise _WrongError("damaged") from None
    if root.tag != f"{_SVG}svg":
        raise _WrongError("damaged")
    for element in root.iter():
        if element.tag in _LOADING:
            _keep_within(element)
    width, height = _size(root)
    fonts = [path for name in ("font_source_sans_pro", "font_source_serif_pro") for path in _fonts(name)]
    try:
        png = bytes(
            resvg_py.svg_to_bytes(
                svg_string=_CHOICE.sub(_chosen, ElementTree.tostring(root, encoding="unicode")),
                width=round(_width(width, height)),
                dpi=96,
                background="#ffffff",
                skip_system_fonts=True,
                font_files=fonts,
                font_family="Source Sans Pro",
                sans_serif_family="Source Sans Pro",
                serif_family="Source Serif Pro",
                monospace_family="Source Sans Pro",
                cursive_family="Source Sans Pro",
                fantasy_family="Source Sans Pro",
            )
        )
    except ValueError:
        raise _WrongError("damaged") from None
    named = {"Title": f"{_SVG}title", "Description": f"{_SVG}desc"}
    said = {name: "".join(one.itertext()).strip() for name, tag in named.items() if (one := root.find(tag)) is not None}
    with Image.open(io.BytesIO(png)) as image:
        return _saved(image.convert("RGB"), said)


def _saved(image: Image.Image, said: Mapping[str, str]) -> bytes:
    """A PNG with what the drawing says besides, for the checks: the hub publishes the pixels alone."""
    info = PngImagePlugin.PngInfo()
    for name, words in said.items():
        info.add_itxt(name, words[:_LONGEST])
    file = io.BytesIO()
    image.save(file, "PNG", pnginfo=info)
    return file.getvalue()


def _keep_within(element: ElementTree.Element) -> None:
    """Take out of an element every address of something else than a part of the drawing."""
    for name, value in list(element.attrib.items()):
        if name.rpartition("}")[2] in ("href", "src") and not re.match(r"\s*(?:#|data:)", value):
            del element.attrib[name]


def _chosen(match: re.Match[str]) -> str:
    return match["light"] or match["name"]


def _size(root: ElementTree.Element) -> tuple[float, float]:
    """Width and height of an SVG in pixels of the web."""
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    box = [float(part) for part in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if width and not height:
            height = width * box[3] / box[2]
        elif height and not width:
            width = height * box[2] / box[3]
        elif not width:
            width, height = box[2], box[3]
    if not width or not height:
        raise _WrongError("empty")
    return width, height


def _length(text: str) -> float:
    """A length of SVG in pixels of the web, or 0 for none: shares of a page have no size here."""
    match = _LENGTH.fullmatch(text)
    if not match or match[3] not in _UNITS:
        return 0
    return float(f"{match[1]}e{match[2] or 0}") * _UNITS[match[3]]


def _width(width: float, height: float) -> float:
    """How wide a drawing of this size becomes, in pixels."""
    if not width > 0 or not height > 0 or height / width > _STEEPEST:
        raise _WrongError("shape")
    return max(1.0, min(_WIDEST, width * _SCALE))


def _fonts(package: str) -> list[str]:
    folder = resources.files(package).joinpath("files")
    return sorted(str(path) for path in folder.iterdir() if path.name.endswith(".ttf"))


if __name__ == "__main__":
    main()
