"""Sources as items of CSL-JSON, in the form in which a style prints them best."""

from __future__ import annotations

import json
from collections.abc import Mapping

from studenthub.model.sources import Source
from studenthub.styles import pandoc_limits, tree
from studenthub.styles.csl import Style
from studenthub.styles.tree import Part


class Items:
    """The items of sources, each made once."""

    def __init__(self) -> None:
        self._made: dict[tuple[bool, str], str] = {}

    def item(self, style: Style, source: Source) -> str:
        """A source as CSL-JSON for ``style``."""
        key = style.is_apa, source.fingerprint
        if key not in self._made:
            made = pandoc_limits.item(_for_style(source, is_apa=style.is_apa))
            self._made[key] = json.dumps(made, ensure_ascii=False, sort_keys=True)
        return self._made[key]


def _for_style(source: Source, *, is_apa: bool) -> Mapping[str, object]:
    if is_apa and source.is_own_publisher:
        return {name: value for name, value in source.csl.items() if name != "publisher"}
    return source.csl


def plain(source: Source) -> tuple[Part, ...]:
    """A source of which a style prints nothing: who, what, where, when, and its address."""
    who = source.short_authors if source.authors else ""
    said = (who, source.title, source.container, source.year)
    text = " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in said if part)
    address = (tree.text(" "), Part(tree.LINK, parts=(tree.text(source.link),), href=source.link))
    return (tree.text(text), *(address if source.link else ()))
