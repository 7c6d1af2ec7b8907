"""Draws Mermaid diagrams as pictures in the page, without a script.

A program of its own draws them, with a limit of its work: it is quick for what people write, and never ends for some
things that they could. A picture runs no script, whatever is in it (https://www.w3.org/TR/SVG2/conform.html#secure-static-mode).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from html import unescape
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from studenthub.i18n import ENGLISH, Interface
from studenthub.runtime import programs, templating
from studenthub.runtime.cache import Cache, digest
from studenthub.source.problems import shortened

#: What pymdownx.superfences makes of a fence with the name "mermaid", after the filters.
_FENCE = re.compile(r'<pre class="mermaid"><code>(.*?)</code></pre>', re.DOTALL)
_DESCRIPTION = re.compile(r"^\s*acc(?:Title|Descr)\s*:\s*(.+)$", re.MULTILINE)
_SIZE = re.compile(r"\S+ \S+ ([\d.]+) ([\d.]+)")
_SVG = "http://www.w3.org/2000/svg"
#: The least scale of a picture: its letters are 16 pixels high in full size, and 14 on arrows.
_LEAST = 0.75
#: What tells parts of a pie from others: the edge of a slice, that of the whole, the side of the square in the legend.
_EDGE_OF_SLICE, _EDGE, _SIDE = "#FFFFFF", "#CBD5E1", "14.00"
#: As many as the program has, of a lightness that lets the figures on them be read (4.5 to 1), and in dark colours as
#: well, where hub.css turns lightness round.
COLOURS = (
    *("#54b6af", "#d5983e", "#e28e81", "#70a2db", "#7aad58", "#bc8cd0"),
    *("#879ba5", "#b0a038", "#da8ab2", "#5eb389", "#9e91df", "#bd9279"),
)
_COMMAND = (
    *(sys.executable, "-P", "-m", "studenthub.runtime.bounded"),
    *("mmdr", "--input", "-", "--output", "-", "--backend", "mermaid-rs-renderer"),
)
#: Seconds of CPU time for a diagram; what people write takes a tenth of one. And diagrams of a page.
_LIMIT, MOST = 2.0, 30
#: Characters: of its text, and of the picture; and the width and height of a picture of nothing.
_LONGEST, LARGEST, EMPTY = 5_000, 150_000, 16
_KIND = "diagrams"
_FEWER = "draw it with fewer lines"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram as SVG and its size in pixels; or why it could not be drawn, in words, with what to do about it."""

    svg: str = ""
    width: float = 0
    height: float = 0
    wrong: str = ""
    hint: str = ""


_TOO_LONG = Drawing(wrong="it takes too long", hint=_FEWER)
_NO_PICTURE = Drawing(wrong="no browser would show the picture", hint="write its words without unusual signs")
_STOPPED = Drawing(wrong="the program that draws has stopped", hint="run the command again")


def draw(html: str, cache: Cache, complain: Callable[[str], None], interface: Interface = ENGLISH) -> str:
    """``html`` with a picture for every diagram, in the words of ``interface``.

    ``complain`` is told of those that stay text.
    """
    if 'class="mermaid"' not in html:
        return html
    sources = [unescape(source) for source in _FENCE.findall(html)]
    drawn = iter(zip(sources, drawings(sources, cache), strict=True))
    return _FENCE.sub(lambda match: _figure(match, *next(drawn), interface, complain), html)


def drawings(sources: Sequence[str], cache: Cache) -> Sequence[Drawing]:
    """The diagrams of a page, from ``cache`` or drawn."""
    beyond = Drawing(wrong=f"a page may have {MOST} diagrams", hint="split it into two pages")
    return [_cached(source, cache) if number < MOST else beyond for number, source in enumerate(sources)]


def _cached(source: str, cache: Cache) -> Drawing:
    name = digest(_KIND, version("mmdr"), Path(__file__).read_text(encoding="utf-8"), source)
    try:
        return Drawing(*json.loads(cache.get(name) or ""))
    except (ValueError, TypeError):
        pass
    drawing = _drawn(source)
    if drawing not in (_TOO_LONG, _STOPPED):
        cache.put(_KIND, name, json.dumps(astuple(drawing)))
    return drawing


def _figure(
    match: re.Match[str], source: str, drawing: Drawing, interface: Interface, complain: Callable[[str], None]
) -> str:
    if drawing.wrong:
        complain(f"the diagram “{named(source)}” cannot be drawn: {drawing.wrong}")
        return match[0]
    return templating.render(
        "diagram.html",
        interface,
        address=f"data:image/svg+xml,{quote(drawing.svg, safe='/:=,;()')}",
        description=". ".join(_DESCRIPTION.findall(source)) or interface.gettext("A diagram; its text is below it."),
        size=(round(drawing.width * _LEAST), round(drawing.height * _LEAST)),
        source=source,
    )


def named(source: str) -> str:
    """A diagram by its first line."""
    first, *_ = source.strip().split("\n")
    return f"{shortened(first)} …"


def _drawn(source: str) -> Drawing:
    if len(source) > _LONGEST:
        return Drawing(wrong=f"it has more than {_LONGEST} characters", hint=_FEWER)
    try:
        ran = programs.run(_COMMAND, _LIMIT, source)
    except programs.TooMuchWork:
        return _TOO_LONG
    except programs.NoProgress:
        return _STOPPED
    if ran.returncode:
        return Drawing(wrong=_reason(" ".join(ran.stderr.split())))
    if len(ran.stdout) > LARGEST:
        return Drawing(wrong="the picture is too large", hint=_FEWER)
    try:
        return _picture(ElementTree.fromstring(ran.stdout))  # noqa: S314 - of a program that declares nothing in it
    except ElementTree.ParseError:
        return _NO_PICTURE


def _picture(svg: Element) -> Drawing:
    """The picture that the program has drawn, with a size of its own and the colours of a pie."""
    for part in svg.iter():
        part.tag = part.tag.removeprefix(f"{{{_SVG}}}")
    svg.attrib["xmlns"] = _SVG
    size = _SIZE.fullmatch(svg.get("viewBox", ""))
    if not size:
        return _NO_PICTURE
    width, height = map(float, size.groups())
    if max(width, height) <= EMPTY:
        hint = "look for a bracket or quotation mark that is not closed"
        return Drawing(wrong="nothing in it can be drawn", hint=hint)
    if svg.get("width") == "100%":
        # It would be as wide as there is room.
        svg.attrib |= {"width": str(width), "height": str(height)}
    _colour(svg)
    return Drawing(ElementTree.tostring(svg, encoding="unicode"), width, height)


def _colour(svg: Element) -> None:
    """Give the slices of a pie distinguishable colours; any other diagram stays as it is.

    The program draws slices in near-white, and the lines of the legend half a line too high and close to each other.
    """
    parts = [part for part in svg.iter("path") if part.get("stroke") == _EDGE_OF_SLICE]
    slices = [part for part in parts if " A " in part.get("d", "")]
    if not slices:
        return
    keys = [part for part in svg.iter("rect") if part.get("width") == part.get("height") == _SIDE]
    drawn = dict.fromkeys(part.get("fill") for part in (*slices, *keys))
    ours = {colour: COLOURS[number % len(COLOURS)] for number, colour in enumerate(drawn)}
    for part in slices:
        part.attrib["fill"] = ours[part.get("fill")]
        part.attrib.pop("opacity", None)
    for part in keys:
        part.attrib["fill"] = part.attrib["stroke"] = ours[part.get("fill")]
    for line in svg.iter("text"):
        if line.get("text-anchor") == "start" and "dominant-baseline" not in line.attrib:
            line.attrib |= {"font-size": "16", "dx": "4", "dominant-baseline": "central"}
    for circle in svg.iter("circle"):
        if circle.get("stroke") == _EDGE:
            circle.attrib["stroke"] = "#64748B"


def _reason(said: str) -> str:
    """The message of the program, without the parts that are the same for every diagram."""
    _, expected, reason = said.removeprefix("mmdr: ").partition("; expected ")
    return reason if expected else reason or said.removeprefix("mmdr: ") or "the program stopped"
