"""The diagrams that writers draw in Mermaid, as pictures in the page: no script, and no byte on other pages.

A program of its own draws them, with a time limit: it is quick for what people write, and never ends for some things
that they could. A picture runs no script, whatever stands in it (https://www.w3.org/TR/SVG2/conform.html#secure-static-mode).
"""

from __future__ import annotations

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
_COMMAND = (sys.executable, "-m", "mmdr", "--input", "-", "--output", "-", "--backend", "mermaid-rs-renderer")
#: Seconds for one diagram; what people write takes a twentieth of one.
_TIMEOUT = 3.0
#: Characters: of its text, and of the picture.
_LONGEST, _LARGEST = 5_000, 150_000


class _CannotBeDrawn(Exception):
    """Why not, in words."""


def draw(html: str, complain: Callable[[str], None]) -> str:
    """``html`` with a picture for every diagram. ``complain`` is told of those that stay text."""
    return _FENCE.sub(lambda match: _figure(match, complain), html) if 'class="mermaid"' in html else html


def _figure(match: re.Match[str], complain: Callable[[str], None]) -> str:
    source = unescape(match[1])
    try:
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
