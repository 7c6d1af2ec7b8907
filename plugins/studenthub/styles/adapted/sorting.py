"""Changes how a style sorts before Pandoc reads it: the names in the keys of an order, and works of one date."""

from __future__ import annotations

import copy
from xml.etree.ElementTree import Element, SubElement, tostring

from studenthub.styles.adapted.insertion import insert
from studenthub.styles.csl_facts import CSL as _CSL

#: What <name> may inherit from <style>, <citation> and <bibliography> (CSL 1.0.2, "Inheritable Name Options").
_INHERITED = (
    *("and", "delimiter-precedes-et-al", "delimiter-precedes-last", "et-al-min", "et-al-use-first", "et-al-use-last"),
    *("et-al-subsequent-min", "et-al-subsequent-use-first", "initialize", "initialize-with", "name-as-sort-order"),
    *("sort-separator", "name-form", "name-delimiter", "names-delimiter"),
)
#: What <key> says about the names in it, and what <name> calls it.
_OF_KEYS = {
    "names-min": ("et-al-min", "et-al-subsequent-min"),
    "names-use-first": ("et-al-use-first", "et-al-subsequent-use-first"),
    "names-use-last": ("et-al-use-last",),
}
#: Elements that print something by themselves, or call what does.
_PRINTED = {f"{_CSL}{name}" for name in ("text", "number", "date", "names", "label")}


def break_ties(style: Element) -> None:
    """Sort citations as the list where they are sorted by their dates alone, and these are the same.

    citeproc-js does so, and manuals ask for it: works of one year are in the order of their authors.
    """
    cites, entries = (style.find(f"{_CSL}{part}/{_CSL}sort") for part in ("citation", "bibliography"))
    if cites is not None and entries is not None and all(_is_date(style, key) for key in cites):
        cites.extend(copy.deepcopy(key) for key in entries)


def _is_date(style: Element, key: Element) -> bool:
    """Whether a key of a citation's order is a date."""
    if "variable" in key.attrib:
        return key.get("variable") in ("issued", "original-date")
    macro = next((one for one in style.iterfind(f"{_CSL}macro") if one.get("name") == key.get("macro")), None)
    printed = [] if macro is None else [part for part in macro.iter() if part.tag in _PRINTED]
    return bool(printed) and all(
        part.tag == f"{_CSL}date" or "term" in part.attrib or part.get("variable") == "year-suffix" for part in printed
    )


def inherit_names(style: Element) -> None:
    """Say in <citation> and <bibliography> what names inherit from <style>, which Pandoc forgets when it sorts."""
    for part in (style.find(f"{_CSL}citation"), style.find(f"{_CSL}bibliography")):
        for name in _INHERITED if part is not None else ():
            if name in style.attrib and part is not None:
                part.attrib.setdefault(name, style.attrib[name])


def separate_names_of_keys(style: Element) -> None:
    """Let each <key> call macros of its own, in which names are made for sorting.

    Pandoc puts the names of a key together without a space, so that "Author, A." and "Baddeley, B." are one word. It
    takes what a <key> says of names only where <name> says nothing, though by CSL it goes first ("Sorting"). And it
    leaves out the "et al." by which one author comes before the same one and others: a second key counts them.
    """
    copies: dict[bytes, str] = {}
    for sort in list(style.iter(f"{_CSL}sort")):
        for at, key in reversed(list(enumerate(sort))):
            changes = {to: value for name, value in key.items() for to in _OF_KEYS.get(name, ())}
            called = key.get("macro", "")
            if called:
                key.set("macro", _ForSorting(style, changes, copies).macro(called))
            first = key.get("names-use-first", "")
            if "names-min" in key.attrib and first.isdigit() and not _counts_names(style, called):
                counted = _counted_authors(style, key.get("names-min", ""), int(first) + 1)
                sort.insert(at + 1, Element(f"{_CSL}key", {"macro": counted}))


def _counts_names(style: Element, macro: str) -> bool:
    """Whether a macro prints how many names there are, and not the names."""
    names = style.iterfind(f"{_CSL}macro[@name='{macro}']/{_CSL}names/{_CSL}name") if "'" not in macro else ()
    return any(name.get("form") == "count" for name in names)


def _counted_authors(style: Element, at_least: str, first: int) -> str:
    """The name of a macro that counts authors, but no more than ``first`` where there are ``at_least`` or more."""
    name = f"authors counted: {at_least} {first}"
    if all(macro.get("name") != name for macro in style.iterfind(f"{_CSL}macro")):
        macro = Element(f"{_CSL}macro", {"name": name})
        insert(macro, style)
        said = {"form": "count", "et-al-min": at_least, "et-al-use-first": str(first)}
        SubElement(SubElement(macro, f"{_CSL}names", {"variable": "author"}), f"{_CSL}name", said)
    return name


class _ForSorting:
    """Copies of macros in which a space follows each name, and names have what a key says of them.

    A macro without names is not copied. ``copies`` are the names of those that were made, by what is in them.
    """

    def __init__(self, style: Element, changes: dict[str, str], copies: dict[bytes, str]) -> None:
        self._style, self._changes, self._copies = style, changes, copies
        self._macros = {macro.get("name", ""): macro for macro in style.findall(f"{_CSL}macro")}
        self._names: dict[str, str] = {}

    def macro(self, name: str) -> str:
        """The name of the copy of a macro, or its own where it needs none."""
        if name not in self._names:
            self._names[name] = name
            if name in self._macros:
                self._names[name] = self._copied(name)
        return self._names[name]

    def _copied(self, name: str) -> str:
        macro, is_changed = copy.deepcopy(self._macros[name]), False
        inherits = {inner for outer in macro.iter(f"{_CSL}substitute") for inner in outer.iter(f"{_CSL}names")}
        for part in list(macro.iter()):
            if part.tag == f"{_CSL}names" and part not in inherits and part.find(f"{_CSL}name") is None:
                part.insert(0, Element(f"{_CSL}name", {"suffix": " "}))
                is_changed = True
            elif part.tag == f"{_CSL}name":
                part.attrib |= {key: value for key, value in self._changes.items() if key in part.attrib}
                part.set("suffix", " ")
                part.attrib.setdefault("name-as-sort-order", "all")
                is_changed = True
            elif part.tag == f"{_CSL}text" and "macro" in part.attrib:
                called = part.get("macro", "")
                part.set("macro", self.macro(called))
                is_changed = is_changed or part.get("macro") != called
        if not is_changed:
            return name
        content = tostring(macro)
        if content not in self._copies:
            self._copies[content] = f"{name} for sorting {len(self._copies)}"
            macro.set("name", self._copies[content])
            insert(macro, self._style)
        return self._copies[content]
