"""The second filter: cleans the finished HTML of a page by the allow-list.

It trusts nothing that came before it. nh3 reads HTML as browsers do (it is ammonia, on html5ever), so what it lets
through means to a browser what it means here. A page of the hub passes it unchanged but for how it is written down.
"""

from __future__ import annotations

from functools import lru_cache

import nh3

from studenthub.html.allowed import ATTRIBUTES, SCHEMES, TAGS, attribute

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"},
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    # Most attributes of a page are on others as well: classes, roles, the sources that it cites.
    attribute_filter=lru_cache(maxsize=16384)(attribute),
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def clean(html: str) -> str:
    """``html`` with nothing in it that is not allowed."""
    return _CLEANER.clean(html)


def text(html: str) -> str:
    """``html`` that is meant to be text, entities and all, with nothing in it that could be a tag."""
    return html.replace("<", "&lt;").replace(">", "&gt;")
