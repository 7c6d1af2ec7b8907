"""Finds out which fields of a source a style prints.

The conditions of the style are followed as CSL 1.0.2 says ("Choose"), for one entry that is cited for the first time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from studenthub.model.sources.source import Source
from studenthub.styles.csl import Style
from studenthub.styles.csl_facts import CSL
from studenthub.styles.normalised import items, law
from studenthub.styles.normalised.items import Item

#: Numbers as CSL has them: with prefixes and suffixes, and several of them (CSL 1.0.2, "Choose", is-numeric).
_NUMERIC = re.compile(r"[A-Za-z]*\d+[A-Za-z]*(?>(?:\s*[-–,&]\s*[A-Za-z]*\d+[A-Za-z]*)*)")
#: Letters of a title that nothing else in an entry has.
_TELLING = 24
#: Elements that print one variable, where the source has it.
_PRINTS = {f"{CSL}text", f"{CSL}number", f"{CSL}date"}
#: The conditions about what a variable says, and not only whether it is there.
_ASKED = {"is-numeric": "numeric", "is-uncertain-date": "circa"}


def variables(style: Style, source: Source) -> frozenset[str]:
    """The variables of CSL that ``style`` prints of ``source``: in its list of references, or its first note."""
    item = items.csl_of(source, style)
    found = _of_item(style, item)
    if "title" in item and "title" not in found:
        # The formatter asks again in the same way.
        found = _of_item(style, items.of_known_type(item, style))
    in_name = (law.VARIABLES & source.csl.keys()) - item.keys()
    return found | in_name


def without_title(style: Style, source: Source, text: str) -> bool:
    """Whether ``text``, an entry of one of the rarer types, lacks the title, as ``style`` does not know the type.

    Letters of a short title are in something else: "Pat" in Patent No. 1.
    """
    if source.csl["type"] in items.KNOWN_TYPES:
        return False
    if _letters(source.title)[:_TELLING] not in _letters(text):
        return True
    return bool(source.rich_title) and "title" not in _of_item(style, items.csl_of(source, style))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _of_item(style: Style, item: Item) -> frozenset[str]:
    return _of_shape(style, frozenset((name, _asked(name, value)) for name, value in item.items()))


def _asked(name: str, value: object) -> str:
    """All that the conditions of a style can ask of a variable that an item has."""
    if isinstance(value, Mapping):
        return "circa" if "circa" in value else ""
    if name == "type":
        return str(value)
    return "numeric" if isinstance(value, int | str) and _NUMERIC.fullmatch(str(value)) else ""


@lru_cache(maxsize=2048)
def _of_shape(style: Style, shape: frozenset[tuple[str, str]]) -> frozenset[str]:
    """The variables that are printed of all items of which the style knows the same."""
    in_text = ("citation",) if style.is_note or not style.has_list else ()
    parts = (*in_text, *(("bibliography",) if style.has_list else ()))
    tree = _tree(style.content)
    layouts = (layout for part in parts for layout in tree.iterfind(f"{CSL}{part}/{CSL}layout"))
    reader = _Reader(tree, dict(shape))
    return frozenset(variable for layout in layouts for variable in reader.inside(layout, frozenset()))


@lru_cache(maxsize=8)
def _tree(content: str) -> Element:
    return ElementTree.fromstring(content)  # noqa: S314 - of our own making


class _Reader:
    """Follows the elements of a style for one item, of which it knows what ``_asked`` says of each variable."""

    def __init__(self, style: Element, item: Mapping[str, str]) -> None:
        self._macros = {macro.get("name", ""): macro for macro in style.iterfind(f"{CSL}macro")}
        self._item = item

    def inside(self, part: Element, called: frozenset[str]) -> Iterator[str]:
        """The variables that the children of an element print; ``called`` are the macros around it."""
        for child in part:
            if child.tag == f"{CSL}choose":
                branch = next((one for one in child if self._is_taken(one)), None)
                yield from self.inside(branch, called) if branch is not None else ()
            elif child.tag == f"{CSL}names":
                yield from self._names(child, called)
            elif child.tag in _PRINTS:
                yield from self._printed(child, called)
            elif child.tag == f"{CSL}group":
                yield from self.inside(child, called)

    def _printed(self, part: Element, called: frozenset[str]) -> Iterator[str]:
        variable, macro = part.get("variable", ""), part.get("macro", "")
        if variable in self._item:
            yield variable
        elif macro in self._macros and macro not in called:
            yield from self.inside(self._macros[macro], called | {macro})

    def _names(self, names: Element, called: frozenset[str]) -> Iterator[str]:
        people = [variable for variable in names.get("variable", "").split() if variable in self._item]
        yield from people
        for other in names.iterfind(f"{CSL}substitute/*") if not people else ():
            holder = Element(f"{CSL}group")
            holder.append(other)
            if found := list(self.inside(holder, called)):
                yield from found
                return

    def _is_taken(self, branch: Element) -> bool:
        if branch.tag == f"{CSL}else":
            return True
        tests = [self._holds(name, value) for name, said in branch.items() if name != "match" for value in said.split()]
        match = branch.get("match", "all")
        return not any(tests) if match == "none" else any(tests) if match == "any" else all(tests)

    def _holds(self, test: str, value: str) -> bool:
        if test == "type":
            return value == self._item.get("type")
        if test == "variable":
            return value in self._item
        if test in _ASKED:
            return self._item.get(value) == _ASKED[test]
        return test == "position" and value == "first"
