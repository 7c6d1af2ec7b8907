"""Titles of admonitions without their own (!!! note), in the language of the text."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown import Markdown
from markdown.extensions.admonition import AdmonitionProcessor

from studenthub.i18n import N_, Interface

#: The kinds of Material, as Python-Markdown writes them.
TITLES = frozenset(
    {
        *(N_("Note"), N_("Abstract"), N_("Info"), N_("Tip"), N_("Success"), N_("Question"), N_("Warning")),
        *(N_("Failure"), N_("Danger"), N_("Bug"), N_("Example"), N_("Quote"), N_("Important"), N_("Caution")),
    }
)


def build(md: Markdown, speaking: Callable[[], Interface]) -> None:
    """Translate them where ``md`` knows admonitions; ``speaking`` gives what the hub says in the text."""
    if "admonition" not in md.parser.blockprocessors:
        return
    processor = md.parser.blockprocessors["admonition"]
    assert isinstance(processor, AdmonitionProcessor)
    named = processor.get_class_and_title

    def titled(match: re.Match[str]) -> tuple[str, str | None]:
        kind, title = named(match)
        return kind, speaking().gettext(title) if title in TITLES and match.group(2) is None else title

    processor.get_class_and_title = titled  # type: ignore[method-assign]
