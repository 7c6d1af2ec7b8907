"""Takes out of a style what is never printed: Pandoc reads it anew for each document, which is half of its work."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from studenthub.model.sources.csl_vocabulary import TYPES
from studenthub.styles.csl_facts import CSL as _CSL

#: Elements in which white space is text.
_WITH_TEXT = {f"{_CSL}{name}" for name in ("term", "single", "multiple", "title", "id", "updated")}


def compact(style: Element) -> None:
    """Take out branches for types that no entry has, macros that nothing calls, notes on the style, and blanks."""
    for branch in style.iter():
        if branch.tag in (f"{_CSL}if", f"{_CSL}else-if") and _is_never_taken(branch):
            branch[:] = ()
    used = _used(style)
    for macro in style.findall(f"{_CSL}macro"):
        if macro.get("name") not in used:
            style.remove(macro)
    info = style.find(f"{_CSL}info")
    for part in list(info) if info is not None else ():
        if info is not None and part.tag not in (f"{_CSL}title", f"{_CSL}id", f"{_CSL}updated"):
            info.remove(part)
    for part in style.iter():
        if part.tag not in _WITH_TEXT:
            part.text = None
            for child in part:
                child.tail = None


def _is_never_taken(branch: Element) -> bool:
    """Whether a branch is for types that no entry of a bibliography has, such as a hearing."""
    types = branch.get("type", "").split()
    is_about_types = bool(types) and branch.attrib.keys() <= {"type", "match"} and branch.get("match") != "none"
    return is_about_types and TYPES.isdisjoint(types)


def _used(style: Element) -> set[str]:
    """The names of the macros that are called."""
    macros = {macro.get("name", ""): macro for macro in style.iterfind(f"{_CSL}macro")}
    waiting = [part for part in style if part.tag != f"{_CSL}macro"]
    used: set[str] = set()
    while waiting:
        for part in waiting.pop().iter():
            name = part.get("macro", "")
            if name in macros and name not in used:
                used.add(name)
                waiting.append(macros[name])
    return used
