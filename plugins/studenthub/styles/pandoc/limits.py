"""Limits input to Pandoc: rewrites what it reads slowly, and refuses what is too large.

Its readers go back and try again, so that a few dozen signs can take them years: quotation marks that nothing closes
in CSL-JSON, ``____`` in a formula. And citeproc takes more than the square of the
number of sources that it has to tell from each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from studenthub.model.sources.source import Source
from studenthub.parse import latex

#: Quotation marks in one text of a source that may lack their other half.
MOST_QUOTES = 10
_QUOTE = re.compile("[“‘\"']")
#: Private-use characters in the place of quotation marks, and of a colon. What Pandoc prints of them, ``restored``
#: turns back.
_SIGNS = {"“": "\ue018", "”": "\ue019", "‘": "\ue01a", "’": "\ue01b", '"': "\ue022", "'": "\ue027", ":": "\ue03a"}
_HIDDEN = str.maketrans({sign: hidden for sign, hidden in _SIGNS.items() if sign != ":"})
_QUOTED = str.maketrans({hidden: sign for sign, hidden in _SIGNS.items()})
_RESTORED = _QUOTED | str.maketrans({latex.LESS: "<", latex.GREATER: ">"})

#: Formulas that texmath never ends to read, such as a gap to fill in: ____.
_ENDLESS_FORMULA = re.compile(r"[_^]\s*[_^]|\\not\s*\\not")
_LONGEST_FORMULA = 2000

#: Sources that a page may cite: it takes a second then.
_MOST_SOURCES = 400
#: Sources of a page whose first authors share a family name: styles distinguish them by their first names.
_MOST_NAMESAKES = 100
#: Characters of a page's citations, and of a word before or after a source.
_MOST_TEXT, _LONGEST_WORD = 20_000, 200


#: Two pages of which each has a number before it: Pandoc leaves the second number out, which is no part of a page.
_NUMBERED_PAGES = re.compile(r"(\w+:\w+–\w+):(\w+)")


def item(csl: Mapping[str, object]) -> Mapping[str, object]:
    """A source in CSL-JSON whose texts have few quotation marks, and whose pages are printed as they are numbered."""
    read = {name: _quoting_little(value) if isinstance(value, str) else value for name, value in csl.items()}
    if isinstance(page := read.get("page"), str):
        read["page"] = _NUMBERED_PAGES.sub(rf"\1{_SIGNS[':']}\2", page)
    return read


def _quoting_little(text: str) -> str:
    # The marks within our own tag have their halves, and without them it would be printed.
    parts = text.split(latex.NOCASE)
    if sum(len(_QUOTE.findall(part)) for part in parts) <= MOST_QUOTES:
        return text
    return latex.NOCASE.join(part.translate(_HIDDEN) for part in parts)


def restored(text: str) -> str:
    """Text that Pandoc printed, with the signs that were hidden from it."""
    return text.translate(_RESTORED)


def quoted(text: str) -> str:
    """Text of an item with the signs that were hidden in it, and still without those of markup."""
    return text.translate(_QUOTED)


def refusal_of_formula(tex: str) -> str:
    """Why a formula is not to be read, or ""."""
    if len(tex) > _LONGEST_FORMULA:
        return f"it has more than {_LONGEST_FORMULA} characters"
    sign = _ENDLESS_FORMULA.search(tex)
    return f"{sign[0]} means nothing" if sign else ""


def refusal(groups: Sequence[str], sources: Sequence[Source]) -> str:
    """Why a document with ``groups`` of citations to ``sources`` is too much, or ""."""
    if len(sources) > _MOST_SOURCES:
        return f"it cites {len(sources)} sources, and {_MOST_SOURCES} are allowed; split it into two pages"
    families = Counter(source.authors[0].family for source in sources if source.authors)
    name, count = max(families.items(), key=lambda row: row[1], default=("", 0))
    if count > _MOST_NAMESAKES:
        return f"it cites {count} sources by authors called {name}, and {_MOST_NAMESAKES} are allowed"
    if sum(map(len, groups)) > _MOST_TEXT:
        return "there is too much text beside the sources in its citations; move it out of the brackets"
    for text in groups:
        for word in text.split():
            if len(word) > _LONGEST_WORD and "@{" not in word:
                return f"a word in a citation has more than {_LONGEST_WORD} characters: {word.strip('[];,')[:40]}…"
    return ""
