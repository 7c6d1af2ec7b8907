"""The diagrams that writers draw in Mermaid, as pictures in the page: no script, and no byte on other pages.

A program of its own draws them, with a limit of its work: it is quick for what people write, and never ends for some
things that they could. A picture runs no script, whatever stands in it (https://www.w3.org/TR/SVG2/conform.html#secure-static-mode).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from html import unescape
from itertools import count
from urllib.parse import quote

from studenthub.runtime import programs, templating

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
_COLOURS = (
    *("#54b6af", "#d5983e", "#e28e81", "#70a2db", "#7aad58", "#bc8cd0"),
    *("#879ba5", "#b0a038", "#da8ab2", "#5eb389", "#9e91df", "#bd9279"),
)
#: In two GB at most, where a system has such limits.
_PROGRAM = """
import runpy
try:
    from resource import RLIMIT_AS, setrlimit
    setrlimit(RLIMIT_AS, (2 << 30, 2 << 30))
except ImportError:
    pass
runpy.run_module("mmdr", run_name="__main__", alter_sys=True)
"""
_COMMAND = (sys.executable, "-c", _PROGRAM, "--input", "-", "--output", "-", "--backend", "mermaid-rs-renderer")
#: Seconds of CPU time for a diagram; what people write takes a tenth of one. And diagrams of a page.
_LIMIT, _MOST = 2.0, 30
#: Characters: of its text, and of the picture.
_LONGEST, _LARGEST = 5_000, 150_000


class _CannotBeDrawn(Exception):
    """Why not, in words."""


def draw(html: str, complain: Callable[[str], None]) -> str:
    """``html`` with a picture for every diagram. ``complain`` is told of those that stay text."""
    if 'class="mermaid"' not in html:
        return html
    numbers = count(1)
    return _FENCE.sub(lambda match: _figure(match, complain, next(numbers)), html)


def _figure(match: re.Match[str], complain: Callable[[str], None], number: int) -> str:
    source = unescape(match[1])
    try:
        if number > _MOST:
            raise _CannotBeDrawn(f"a page may have {_MOST} diagrams; split it into two pages")
        svg = _coloured(_svg(source))
    except _CannotBeDrawn as why:
        first, *_ = source.split("\n")
        complain(f"the diagram “{first} …” cannot be drawn: {why}")
        return match[0]
    size = _SIZE.search(svg)
    width, height = map(float, size.groups()[-2:]) if size else (0, 0)
    # A picture without a size of its own is as wide as there is room.
    svg = _SIZE.sub(rf'\1width="{width}" height="{height}" \3', svg, count=1) if size and size[2] else svg
    return templating.render(
        "diagram.html",
        address=f"data:image/svg+xml,{quote(svg, safe='/:=,;()')}",
        description=". ".join(_DESCRIPTION.findall(source)) or "A diagram; its text stands below it.",
        size=(round(width * _LEAST), round(height * _LEAST)) if size else None,
        source=source,
    )


def _coloured(svg: str) -> str:
    """A pie in colours that can be told from the paper and from each other; any other diagram as it is."""
    slices = [match[2] for match in _SLICE.finditer(svg)]
    if not slices:
        return svg
    drawn = dict.fromkeys([*slices, *(match[2] for match in _KEY.finditer(svg))])
    ours = {colour: _COLOURS[number % len(_COLOURS)] for number, colour in enumerate(drawn)}
    svg = _SLICE.sub(lambda match: f'{match[1]}"{ours[match[2]]}"{match[3]}', svg)
    svg = _KEY.sub(lambda match: f'{match[1]}"{ours[match[2]]}"{match[3]}"{ours[match[2]]}"', svg)
    svg = _LINE.sub(r'\1"16" dx="4" dominant-baseline="central"', svg)
    return _EDGE.sub(r'\1"#64748B"', svg)


def _svg(source: str) -> str:
    if len(source) > _LONGEST:
        raise _CannotBeDrawn(f"it has more than {_LONGEST} characters")
    try:
        drawn = programs.run(_COMMAND, _LIMIT, source)
    except programs.TooMuchWork:
        raise _CannotBeDrawn("it takes too long; draw it with fewer lines") from None
    except programs.NoProgress:
        raise _CannotBeDrawn("the program that draws has stopped; run the command again") from None
    if drawn.returncode:
        raise _CannotBeDrawn(" ".join(drawn.stderr.split()).removeprefix("mmdr: ") or "the program stopped")
    if len(drawn.stdout) > _LARGEST:
        raise _CannotBeDrawn("the picture is too large; draw it with fewer lines")
    return drawn.stdout
