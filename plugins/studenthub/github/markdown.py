"""Writes GitHub's Markdown, in which text becomes no link, picture or mention."""

from __future__ import annotations

import re
from collections.abc import Sequence


def fenced(language: str, lines: Sequence[str]) -> str:
    """Lines as a block of code. Its fence is longer than any that is in them."""
    content = "\n".join(map(_visible, lines))
    longest = max(map(len, re.findall("`+", content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{content}\n{fence}"


def _visible(line: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\t" else f"‹U+{ord(sign):04X}›" for sign in line)


def headed(title: str, content: str) -> str:
    """Markdown below a heading of the third level."""
    return f"### {title}\n\n{content}"


def folded(title: str, content: str) -> str:
    """Markdown that is shown when its title is pressed."""
    return f"<details><summary>{title}</summary>\n\n{content}\n\n</details>"


def code(text: str) -> str:
    """A name as code, without backticks and bars, which would end the code or the cell."""
    return f"`{''.join(sign if sign.isprintable() and sign not in '`|' else '?' for sign in text)}`"


#: Signs of people, addresses and other issues, which GitHub would link. An empty element splits them; it is not copied.
_LINKED = re.compile(r"@(?=\w)|#(?=\d)|://|\bwww(?=\.)|\bGH(?=-\d)")


def plain(text: str) -> str:
    """Text that GitHub shows as it is: what others wrote must not become links, pictures or mentions."""
    visible = "".join(sign if sign.isprintable() else " " for sign in text)
    parts = (_escaped(part) for part in _LINKED.split(visible))
    signs = (_escaped(sign) for sign in _LINKED.findall(visible))
    return "".join(f"{part}{sign}<span></span>" for part, sign in zip(parts, (*signs, ""), strict=True)).removesuffix(
        "<span></span>"
    )


def _escaped(text: str) -> str:
    escaped = "".join(f"\\{sign}" if sign in "\\`*_[]#|!~$" else sign for sign in text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;")
