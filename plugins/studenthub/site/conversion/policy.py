"""The Content-Security-Policy of every page, made from our own templates.

GitHub Pages sends no headers of ours, so it is a <meta>, first in the head of the theme's base.html. A script within a
page runs only when its hash is here, and the hashes are taken from our templates, never from pages.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
_NO_SCRIPT_OF_OURS = re.compile(r"\bsrc=|\btype=\"application/ld\+json\"")

_DIRECTIVES = (
    "default-src 'none'",
    # The search is WebAssembly.
    "script-src 'self' 'wasm-unsafe-eval' {scripts}",
    # The columns of tables are aligned by style attributes. What else may be in one, the filters say.
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
)


def policy(env: Environment, templates: Iterable[Path], *, preview: bool) -> str:
    """The policy for pages made with ``templates``.

    In a preview MkDocs puts a script of its own into each page, which reloads it and is another one each time.
    """
    hashes = sorted(set(map(_hash, _scripts(env, templates))))
    scripts = "'unsafe-inline'" if preview else " ".join(hashes)
    return "; ".join(_DIRECTIVES).format(scripts=scripts).replace(" ;", ";")


def _scripts(env: Environment, paths: Iterable[Path]) -> Iterator[str]:
    """The scripts that are in templates, as they will be in pages."""
    for path in paths:
        for script in _SCRIPT.finditer(path.read_text(encoding="utf-8")):
            if not _NO_SCRIPT_OF_OURS.search(script["attributes"]):
                yield env.from_string(script["body"]).render()


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
