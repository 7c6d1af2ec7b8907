"""Years of one name in a group of citations: (Author, 2007; Author, 2012) is (Author, 2007, 2012).

By CSL 1.0.2 ("Cite Grouping") cites belong together whose names are printed the same. Pandoc puts only those together
whose names are the same in full, so that two teams who are both "Author et al." stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from studenthub.styles import tree
from studenthub.styles.tree import Part

_CITED = re.compile(r"(?P<names>.*[^\W\d_].*?),? (?P<year>\d{4}[a-z]?)")
_DELIMITER = "; "


def years_together(parts: Sequence[Part], delimiter: str) -> tuple[Part, ...]:
    """A group in which each name is printed once for the years that follow it, with ``delimiter`` between these."""
    found: list[Part] = []
    last = ""
    for part in parts:
        cited = _CITED.fullmatch(str(part)) if part.kind == tree.LINK else None
        if cited and cited["names"] == last and found[-1].text == _DELIMITER:
            found[-1:] = [tree.text(delimiter), replace(part, parts=(tree.text(cited["year"]),))]
        else:
            found.append(part)
        if part.kind == tree.LINK:
            last = cited["names"] if cited else ""
    return tuple(found)
