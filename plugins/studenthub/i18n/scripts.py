"""Puts translated words into the scripts and the stylesheet of a site.

So they have just the words that they use, and nothing looks them up in a browser. A message is ``_("Copied")``; one
that depends on a number ``ngettext("%(n)s article", "%(n)s articles", count)``, where ``count`` is a name or a
property; and NUMBERS is the language in which numbers are written.
"""

from __future__ import annotations

import json
import re

from studenthub.i18n.interface import Interface

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_TEXT = rf"({_STRING}(?:\s*\+\s*{_STRING})*)"
_MESSAGE = re.compile(
    rf"(?<![\w$.])(?:_\(\s*{_TEXT},?\s*\)|ngettext\(\s*{_TEXT},\s*{_TEXT},\s*([\w.]+),?\s*\)|(NUMBERS)(?![\w$]))"
)


def translated(content: str, interface: Interface) -> str:
    """``content``, a script or a stylesheet, in the words of ``interface``."""
    return _MESSAGE.sub(lambda match: _translated(match, interface), content)


def _translated(match: re.Match[str], interface: Interface) -> str:
    message, one, many, count, numbers = match.groups()
    if numbers:
        return _literal(interface.numbers)
    if message is not None:
        return _literal(interface.gettext(_read(message)))
    forms, rule = interface.plural(_read(one), _read(many))
    # The rule is in the language C, and this part of it in JavaScript as well.
    chosen = re.sub(r"\bn\b", lambda _: count, rule)
    return f"[{', '.join(map(_literal, forms))}][Number({chosen})]"


def _read(written: str) -> str:
    return "".join(map(json.loads, re.findall(_STRING, written)))


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
