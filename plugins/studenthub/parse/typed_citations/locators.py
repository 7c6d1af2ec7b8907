"""Where in a work a citation points: pages, chapters, sections, paragraphs, in the words that Pandoc knows."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: The words of English, Afrikaans and French for what Pandoc calls so (https://pandoc.org/MANUAL.html#citation-syntax).
_LABELS = {
    "p.": r"pp?|pgs?|pages?|bl|bll|bladsye?|blz|k|ikhasi",
    "chap.": r"chaps?|chapters?|ch|hoofstuk|hfst|chapitre",
    "para.": r"paras?|paragraphs?|pars?|¶¶?",
    "sec.": r"secs?|sections?|ss?|§§?|afdeling|art(?:icle)?s?|reg",
    "fig.": r"figs?|figures?|figuur",
    "vol.": r"vols?|volumes?|band|deel",
    "no.": r"nos?|nr|number",
    "l.": r"lines?|ll|reëls?",
    "n.": r"nn?|notes?|fn",
    "tbl.": r"tables?|tabel|tableau",
    "app.": r"app|appendix|bylae|annexe",
}
_PLURAL = {"p.": "pp.", "chap.": "chaps.", "para.": "paras.", "sec.": "secs.", "fig.": "figs.", "vol.": "vols."}
_WORDS = "|".join(f"(?P<l{number}>{words})" for number, words in enumerate(_LABELS.values()))
_ONE = r"(?:[A-Za-z]?\d+(?:\.\d+)*[A-Za-z]?(?![^\W\d_])(?:\(\w{1,4}\))*|[ivxlc]+(?![a-z]))"
#: Pages or other numbers: 4 · 3–5 and 9 · xii · 129(2) · 44 ff. · 426G–H, a place on a page of law.
_RANGE = rf"{_ONE}(?:\s?[-–—]{{1,2}}\s?(?:{_ONE}|[A-J]\b))?"
NUMBERS = rf"{_RANGE}(?:(?:,\s?|\s?&\s?|\sand\s|\sen\s|\set\s){_RANGE})*(?:\s?ff?\b\.?)?"
#: A locator behind a year or number: , p. 4 · : 44 · , pp. 3–5 and 9 · (p8)
LOCATOR = re.compile(
    rf"\s*(?:(?P<sign>[,:;]|,?\s?at|by)\s*|\s)?(?:(?:{_WORDS})(?:\.\s?|\s|(?=\d))|(?<=:)\s?|(?<=: )|(?<=at )|(?<=by ))"
    rf"(?P<numbers>{NUMBERS})",
    re.IGNORECASE,
)
_BARE = re.compile(rf"\s*(?P<numbers>{NUMBERS})(?![\w])")


@dataclass(frozen=True, slots=True)
class Locator:
    """A locator as Pandoc reads it, such as "pp. 3-5", and where it ends in the text that was searched."""

    text: str
    end: int


def match(text: str, at: int, end: int) -> Locator | None:
    """The locator that begins at ``at``."""
    found = LOCATOR.match(text, at, end)
    if not found:
        return None
    return Locator(written(_label(found), found["numbers"]), found.end())


def bare(text: str, at: int, end: int) -> Locator | None:
    """Numbers that are pages because nothing else is there, as in notes: Author, Title, 27–29."""
    found = _BARE.match(text, at, end)
    return Locator(written("p.", found["numbers"]), found.end()) if found else None


def written(label: str, numbers: str) -> str:
    """A label with its numbers, in the plural where there are several."""
    tidy = re.sub(r"\s?[-–—]{1,2}\s?", "-", numbers.strip())
    several = re.search(r"[-,&]|\b(?:and|en|et)\b|ff?\.?$", tidy)
    return f"{_PLURAL.get(label, label) if several else label} {tidy}"


def _label(found: re.Match[str]) -> str:
    for number, label in enumerate(_LABELS):
        if found[f"l{number}"]:
            return label
    return "p."
