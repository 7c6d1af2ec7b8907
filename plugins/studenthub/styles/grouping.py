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

#: A source without a locator, which stays where it is.
_CITED = re.compile(r"(?P<names>.*[^\W\d_].*?),? (?P<year>\d{4}[a-z]?)")
_DELIMITER = "; "


def years_together(parts: Sequence[Part], delimiter: str) -> tuple[Part, ...]:
    """A group in which each name is printed once for all of its years, with ``delimiter`` between these.

    Words beside a source divide the group: what follows them stays behind them.
    """
    found: list[Part] = []
    # Where the last year of each name is.
    places: dict[str, int] = {}
    for part in parts:
        cited = _CITED.fullmatch(str(part)) if part.kind == tree.LINK else None
        at = places.get(cited["names"], len(found)) + 1 if cited else 0
        if cited and at < len(found) and found[-1].text == _DELIMITER:
            found.pop()
            found[at:at] = [tree.text(delimiter), replace(part, parts=(tree.text(cited["year"]),))]
            places = {name: place + 2 if place >= at - 1 else place for name, place in places.items()}
            continue
        if part.kind != tree.LINK and part.text != _DELIMITER:
            places = {}
        elif cited:
            places[cited["names"]] = len(found)
        found.append(part)
    return tuple(found)
