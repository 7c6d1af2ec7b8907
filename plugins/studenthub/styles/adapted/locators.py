"""Gives Pandoc the words by which writers name a part of a source."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from studenthub.styles.adapted.insertion import insert
from studenthub.styles.csl_facts import CSL as _CSL

#: The words of the hub's guide for parts of a source, as writers type them, by the locators that Pandoc knows. Those
#: of a locale, it knows from there: the American ones are all of these, of the British ones some are missing.
_LOCATORS = {
    "page": ("p.", "pp.", "page", "pages"),
    "chapter": ("chap.", "chaps.", "ch.", "chapter", "chapters"),
    "section": ("sec.", "secs.", "section", "sections", "§", "§§"),
    "paragraph": ("para.", "paras.", "paragraph", "paragraphs"),
    "figure": ("fig.", "figs.", "figure"),
    "volume": ("vol.", "vols.", "volume"),
    "part": ("pt.", "pts.", "part"),
    "line": ("line", "lines"),
    "verse": ("verse", "verses"),
    "column": ("col.", "cols.", "column"),
    "note": ("note", "notes"),
    "book": ("bk.", "bks.", "book"),
}
_NOT_BRITISH = {"chap.", "chaps.", "sec.", "secs.", "paras.", "figs.", "vols.", "pt.", "pts.", "cols.", "bk.", "bks."}
#: A form of terms that no style asks for in a locator.
_UNUSED_FORM = "verb-short"


def add(style: Element, locale: str) -> None:
    """Let Pandoc know the English words for parts of a source where a style prints another ``locale``.

    It takes a word for what it is in whatever form a term has it.
    """
    if locale == "en-US":
        return
    found = Element(f"{_CSL}locale")
    insert(found, style)
    terms = SubElement(found, f"{_CSL}terms")
    for name, words in _LOCATORS.items():
        for word in words:
            if locale != "en-GB" or word in _NOT_BRITISH:
                SubElement(terms, f"{_CSL}term", {"name": name, "form": _UNUSED_FORM}).text = word
