"""The page of the checks, which a hub with a guide for writers has beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from studenthub.model.guides import CHECKS, Guide, has_guide
from studenthub.model.settings import Settings
from studenthub.source.text import Text


@dataclass(frozen=True)
class ChecksPage(Guide):
    """What each message of the checks means, in English, as the messages are."""

    settings: Settings = field(kw_only=True)

    @cached_property
    def body(self) -> str:
        """The text, made when somebody reads it: it is in the rules, and a preview begins before they are loaded."""
        from studenthub.rules import explained

        return explained.as_markdown(self.settings)


def beside(guides: Sequence[Guide], settings: Settings) -> list[Guide]:
    """The page, where there is a guide for writers among ``guides``, and no page of its own at that place."""
    path = f"{settings.docs_dir}/{CHECKS}"
    if not has_guide(guides, settings.docs_dir) or any(guide.path == path for guide in guides):
        return []
    said = settings.interface
    title = said.gettext("Checks")
    about = said.gettext("What each message of the checks means, why it matters, and what to do about it.")
    return [
        ChecksPage(Text(path, ""), 0, title, about, has_file=False, language="en", is_titled=True, settings=settings)
    ]
