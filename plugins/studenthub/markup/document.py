"""How the text of a page is to be converted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studenthub import i18n
from studenthub.i18n import Interface
from studenthub.model.options import ReferenceLists
from studenthub.styles import Style, languages
from studenthub.styles.formatter import Formatter


@dataclass(frozen=True, slots=True)
class Link:
    """A text and where it leads; ``language`` is its tag where it is another than that of the list that it is in."""

    text: str
    href: str
    language: str = ""


@dataclass(frozen=True)
class Document:
    """How the next document is to be converted.

    ``heading`` is that of the references, or "" for the word of the text's ``language`` (a tag of BCP 47). ``also`` are
    the other articles that cite a source, by its key. ``lists`` says where its references are listed.
    ``has_title`` is whether its page shows its title above it.
    """

    formatter: Formatter
    style: Style
    heading: str = ""
    also: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    lists: ReferenceLists = field(default_factory=ReferenceLists)
    has_title: bool = False
    language: str = "en"

    @property
    def interface(self) -> Interface:
        """The interface in the language of the text."""
        return i18n.of_text(self.language)

    @property
    def language_of_lists(self) -> str:
        """The language in which sources are listed: that of the text where CSL knows it."""
        return self.language if languages.locale(self.language) else self.style.language
