"""Draws Mermaid diagrams as pictures in the page, without a script.

A program of its own draws them, with a limit of its work: it is quick for what people write, and never ends for some
things that they could. A picture runs no script, whatever is in it (https://www.w3.org/TR/SVG2/conform.html#secure-static-mode).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from studenthub.i18n import ENGLISH, Interface
from studenthub.runtime import programs, templating
from studenthub.runtime.cache import Cache, digest
from studenthub.source.problems import shortened

#: What pymdownx.superfences makes of a fence with the name "mermaid", after the walls.
_FENCE = re.compile(r'<pre class="mermaid"><code>(.*?)</code></pre>', re.DOTALL)
_DESCRIPTION = re.compile(r"^\s*acc(?:Title|Descr)\s*:\s*(.+)$", re.MULTILINE)
_SIZE = re.compile(r'(<svg [^>]*?)(width="100%" )?(viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)")')
#: The least scale of a picture: its letters are 16 pixels high in full size, and 14 on arrows.
_LEAST = 0.75
#: Of a pie: a slice, the square that stands for it in the legend, a line of that, and the edge of all. The program
#: draws slices in near-white, and the lines half a line too high and close to each other.
_SLICE = re.compile(
    r'(<path d="M [\d. ]+ L [\d. ]+ A [^"]* Z" fill=)"([^"]+)"( stroke="#FFFFFF" stroke-width="[^"]+") opacity=".+?"'
)
_KEY = re.compile(r'(<rect x="[\d.]+" y="[\d.]+" width="14\.00" height="14\.00" fill=)"([^"]*)"( stroke=)"[^"]*"')
_LINE = re.compile(r'(<text x="[\d.]+" y="[\d.]+" text-anchor="start" [^>]*font-size=)"17"')
_EDGE = re.compile(r'(<circle [^>]*fill="none" stroke=)"#CBD5E1"')
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
_LONGEST, _LARGEST, _EMPTY = 5_000, 150_000, 16
_KIND = "diagrams"
_FEWER = "draw it with fewer lines"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram as SVG, or "" and why it could not be drawn, in words, with what to do about it."""

    svg: str
    wrong: str = ""
    hint: str = ""


_TOO_LONG = Drawing("", "it takes too long", _FEWER)
_STOPPED = Drawing("", "the program that draws has stopped", "run the command again")


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
    beyond = Drawing("", f"a page may have {MOST} diagrams", "split it into two pages")
    return [_cached(source, cache) if number < MOST else beyond for number, source in enumerate(sources)]


def _cached(source: str, cache: Cache) -> Drawing:
    name = digest(_KIND, version("mmdr"), Path(__file__).read_text(encoding="utf-8"), source)
    try:
        return Drawing(*json.loads(cache.get(name) or ""))
    except (ValueError, TypeError):
        pass
    drawing = _drawn(source)
    if drawing not in (_TOO_LONG, _STOPPED):
        cache.put(_KIND, name, json.dumps([drawing.svg, drawing.wrong, drawing.hint]))
    return drawing


def _figure(
    match: re.Match[str], source: str, drawing: Drawing, interface: Interface, complain: Callable[[str], None]
) -> str:
    if drawing.wrong:
        complain(f"the diagram “{named(source)}” cannot be drawn: {drawing.wrong}")
        return match[0]
    svg = _coloured(drawing.svg)
    size = _SIZE.search(svg)
    width, height = map(float, size.groups()[-2:]) if size else (0, 0)
    # A picture without a size of its own is as wide as there is room.
    svg = _SIZE.sub(rf'\1width="{width}" height="{height}" \3', svg, count=1) if size and size[2] else svg
    return templating.render(
        "diagram.html",
        interface,
        address=f"data:image/svg+xml,{quote(svg, safe='/:=,;()')}",
        description=". ".join(_DESCRIPTION.findall(source)) or interface.gettext("A diagram; its text is below it."),
        size=(round(width * _LEAST), round(height * _LEAST)) if size else None,
        source=source,
    )


def _coloured(svg: str) -> str:
    """A pie with distinguishable colours; any other diagram as it is."""
    slices = [match[2] for match in _SLICE.finditer(svg)]
    if not slices:
        return svg
    drawn = dict.fromkeys([*slices, *(match[2] for match in _KEY.finditer(svg))])
    ours = {colour: COLOURS[number % len(COLOURS)] for number, colour in enumerate(drawn)}
    svg = _SLICE.sub(lambda match: f'{match[1]}"{ours[match[2]]}"{match[3]}', svg)
    svg = _KEY.sub(lambda match: f'{match[1]}"{ours[match[2]]}"{match[3]}"{ours[match[2]]}"', svg)
    svg = _LINE.sub(r'\1"16" dx="4" dominant-baseline="central"', svg)
    return _EDGE.sub(r'\1"#64748B"', svg)


def named(source: str) -> str:
    """A diagram by its first line."""
    first, *_ = source.strip().split("\n")
    return f"{shortened(first)} …"


def _drawn(source: str) -> Drawing:
    if len(source) > _LONGEST:
        return Drawing("", f"it has more than {_LONGEST} characters", _FEWER)
    try:
        ran = programs.run(_COMMAND, _LIMIT, source)
    except programs.TooMuchWork:
        return _TOO_LONG
    except programs.NoProgress:
        return _STOPPED
    if ran.returncode:
        return Drawing("", _reason(" ".join(ran.stderr.split())), "")
    if len(ran.stdout) > _LARGEST:
        return Drawing("", "the picture is too large", _FEWER)
    size = _SIZE.search(ran.stdout)
    if size and max(float(size[4]), float(size[5])) <= _EMPTY:
        return Drawing("", "nothing in it can be drawn", "look for a bracket or quotation mark that is not closed")
    return Drawing(ran.stdout)


def _reason(said: str) -> str:
    """The message of the program, without the parts that are the same for every diagram."""
    _, expected, reason = said.removeprefix("mmdr: ").partition("; expected ")
    return reason if expected else reason or said.removeprefix("mmdr: ") or "the program stopped"
