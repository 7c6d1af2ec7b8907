"""The diagrams that writers draw in Mermaid, as pictures in the page: no script, and no byte on other pages.

A program of its own draws them, with a time limit: it is quick for what people write, and never ends for some things
that they could. A picture runs no script, whatever stands in it (https://www.w3.org/TR/SVG2/conform.html#secure-static-mode).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from urllib.parse import quote

from studenthub import templating

#: What pymdownx.superfences makes of a fence with the name "mermaid", after the walls.
_FENCE = re.compile(r'<pre class="mermaid"><code>(.*?)</code></pre>', re.DOTALL)
_DESCRIPTION = re.compile(r"^\s*acc(?:Title|Descr)\s*:\s*(.+)$", re.MULTILINE)
_SIZE = re.compile(r'<svg [^>]*viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
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
#: Seconds for one diagram, and of work for all of a page; what people write takes a twentieth of one.
_TIMEOUT, _BUDGET = 3.0, 2.0
#: Characters: of its text, and of the picture.
_LONGEST, _LARGEST = 5_000, 150_000


class _CannotBeDrawn(Exception):
    """Why not, in words."""


def draw(html: str, complain: Callable[[str], None]) -> str:
    """``html`` with a picture for every diagram. ``complain`` is told of those that stay text."""
    if 'class="mermaid"' not in html:
        return html
    end = _worked() + _BUDGET
    return _FENCE.sub(lambda match: _figure(match, complain, end), html)


def _worked() -> float:
    """Seconds of work of all programs that were started and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _figure(match: re.Match[str], complain: Callable[[str], None], end: float) -> str:
    source = unescape(match[1])
    try:
        if _worked() > end:
            raise _CannotBeDrawn("the ones above take too long")
        svg = _svg(source)
    except _CannotBeDrawn as why:
        first, *_ = source.split("\n")
        complain(f"the diagram “{first} …” cannot be drawn: {why}")
        return match[0]
    size = _SIZE.search(svg)
    return templating.render(
        "diagram.html",
        address=f"data:image/svg+xml,{quote(svg, safe='/:=,;()')}",
        description=". ".join(_DESCRIPTION.findall(source)) or "A diagram; its text stands below it.",
        size=(round(float(size[1])), round(float(size[2]))) if size else None,
        source=source,
    )


def _svg(source: str) -> str:
    if len(source) > _LONGEST:
        raise _CannotBeDrawn(f"it has more than {_LONGEST} characters")
    try:
        drawn = subprocess.run(
            _COMMAND, input=source, capture_output=True, encoding="utf-8", timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        raise _CannotBeDrawn("it takes too long; draw it with fewer lines") from None
    if drawn.returncode:
        raise _CannotBeDrawn(" ".join(drawn.stderr.split()).removeprefix("mmdr: ") or "the program stopped")
    if len(drawn.stdout) > _LARGEST:
        raise _CannotBeDrawn("the picture is too large; draw it with fewer lines")
    return drawn.stdout
