"""Normalises items of CSL-JSON for a style before Pandoc prints them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Set

from studenthub.model.sources import csl_items
from studenthub.model.sources.csl_vocabulary import PEOPLE
from studenthub.model.sources.source import Source
from studenthub.parse.identifiers import is_web_address
from studenthub.styles.adapted.changes import DATE_IN_WORDS, EDITION_IN_WORDS
from studenthub.styles.csl import Style
from studenthub.styles.normalised import given_names, journal_names, law
from studenthub.styles.normalised.given_names import Name
from studenthub.styles.pandoc import limits, tree
from studenthub.styles.pandoc.tree import Part

#: A source in CSL-JSON.
Item = Mapping[str, object]

#: Two pages of an article that are one, as Crossref has them: 452-452; and a first one without a last.
_SAME_PAGE = re.compile(r"([^–]+)–\1?")
#: A last word with a full stop that is no abbreviation, as far as its length says.
_STOPPED = re.compile(r"(?!Corp|Dept|Univ)[^.]{4,}\.")


#: The types that all styles know; some print of all others no more than the author and the year.
KNOWN_TYPES = {
    *("article-journal", "article-magazine", "article-newspaper", "book", "chapter"),
    *("paper-conference", "report", "thesis", "webpage"),
}
#: What comes near to the others: for most, a page or a report. A few styles of notes do not know these two.
_NEAREST = {
    "review": "article-journal", "periodical": "book", "pamphlet": "book", "entry-encyclopedia": "chapter",
    "report": "book", "webpage": "book",
}  # fmt: skip


class Items:
    """The items of sources, each made once."""

    def __init__(self) -> None:
        self._made: dict[tuple[bool, bool, str], Item] = {}

    def of_document(
        self, style: Style, sources: Iterable[Source], unknown: Set[str] = frozenset(), other: str = ""
    ) -> list[str]:
        """The sources of a document as CSL-JSON for ``style``, as Pandoc can read it.

        Those whose keys are in ``unknown`` are of a type that the style does not know: they are of the type ``other``,
        or of one that comes near to their own.
        """
        found = [self._item(style, source) for source in sources]
        found = [of_known_type(item, style, other) if item["id"] in unknown else item for item in found]
        roles = style.in_initials & PEOPLE
        if roles:
            given = _initials if style.tells_by_initials else _united(found, roles)
            found = [_with_given(item, roles, given) for item in found]
        if not style.joins_initials:
            found = [_with_given(item, PEOPLE, _apart) for item in found]
        if not style.stops_initials:
            found = [_without_stops(item) for item in found]
        return [json.dumps(item, ensure_ascii=False, sort_keys=True) for item in found]

    def _item(self, style: Style, source: Source) -> Item:
        key = style.is_apa, style.shortens_journals, source.fingerprint
        if key not in self._made:
            self._made[key] = limits.item(csl_of(source, style))
        return self._made[key]


def of_known_type(item: Item, style: Style, other: str = "") -> Item:
    """An item as one of the type ``other``, or else of one that ``style`` knows.

    That is what comes near to its own, a page, or a report or a book.
    """
    last = "webpage" if "URL" in item else "book" if style.is_note else "report"
    return {**item, "type": other or _NEAREST.get(str(item["type"]), last)}


def csl_of(source: Source, style: Style) -> Item:
    """A source as an item of CSL-JSON for ``style``."""
    item = dict(_with_given(source.csl, PEOPLE, _dotted))
    if style.is_apa and source.is_own_publisher:
        item.pop("publisher", None)
    if style.shortens_journals and item.get("type") == "article-journal" and "container-title-short" not in item:
        item |= {"container-title-short": short} if (short := journal_names.short(source.container)) else {}
    if is_web_address(str(item.get("container-title", "")).lower()):
        item.setdefault("URL", item.pop("container-title"))
    if isinstance(issued := item.get("issued"), Mapping) and "literal" in issued:
        item[DATE_IN_WORDS] = issued["literal"]
    if csl_items.says_edition(str(item.get("edition", ""))):
        item[EDITION_IN_WORDS] = item["edition"]
    item["title"] = _unstopped(str(item.get("title", "")))
    if match := _SAME_PAGE.fullmatch(str(item.get("page", ""))):
        item["page"] = match[1]
    return law.named(item)


def _unstopped(title: str) -> str:
    """A title without a full stop of its own, which styles put where it belongs; that of an abbreviation stays."""
    last = title.rsplit(maxsplit=1)[-1] if title.strip() else ""
    return title[:-1] if _STOPPED.fullmatch(last) else title


def _with_given(item: Item, roles: Set[str], given: Callable[[Name], str]) -> Item:
    """An item in which people of some ``roles`` have other given names."""
    people = {
        role: [{**name, "given": given(name)} if "given" in name else name for name in names]
        for role in roles
        if isinstance(names := item.get(role), list)
    }
    return {**item, **people}


def _without_stops(item: Item) -> Item:
    """An item in which no suffix of a name ends with a full stop: Gibbs RW Jr."""
    people = {
        role: [{**name, "suffix": name["suffix"].rstrip(".")} if "suffix" in name else name for name in names]
        for role in PEOPLE
        if isinstance(names := item.get(role), list)
    }
    return {**item, **people}


def _dotted(name: Name) -> str:
    # In a name that is all in capitals, a short given name is no initials.
    is_shouted = len(name.get("family", "")) > 1 and name.get("family", "").isupper()
    return name["given"] if is_shouted else given_names.dotted(name["given"])


def _initials(name: Name) -> str:
    return given_names.initials(name["given"])


def _apart(name: Name) -> str:
    # Initials that are typed have to have their hyphens taken out here: styles do so with whole names only.
    return name["given"].replace(".-", ". ")


def _united(items: Iterable[Item], roles: Set[str]) -> Callable[[Name], str]:
    """Given names in which initials are those of the one person of a document that they can be."""
    names = (name for item in items for role in roles for name in _names(item, role))
    known = given_names.united(names)
    return lambda name: known.get((name.get("family", ""), name["given"]), name["given"])


def _names(item: Item, role: str) -> Iterable[Name]:
    names = item.get(role)
    return names if isinstance(names, list) else ()


def plain(source: Source) -> tuple[Part, ...]:
    """A source of which a style prints nothing: who, what, where, when, and its address."""
    who = source.short_authors if source.authors else ""
    said = (who, source.title, source.container, source.year)
    text = " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in said if part)
    address = (tree.text(" "), Part(tree.LINK, parts=(tree.text(source.link),), href=source.link))
    return (tree.text(text), *(address if source.link else ()))
