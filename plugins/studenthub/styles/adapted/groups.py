"""Changes the groups of a style before Pandoc reads it: one that prints terms alone is not empty."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from studenthub.styles.adapted.insertion import insert
from studenthub.styles.csl_facts import CSL as _CSL


def count_groups_of_terms(style: Element) -> None:
    """Make a macro of each group within a group that prints terms alone.

    By CSL a group that prints something counts as a variable that is not empty ("Group"). Pandoc counts macros so, and
    not groups, and left out IEEE's "[Online]." where the date of access was missing.
    """
    found = [
        (outer, at, inner)
        for outer in style.iter(f"{_CSL}group")
        for at, inner in enumerate(outer)
        if inner.tag == f"{_CSL}group" and _prints_terms(inner) and not _may_be_empty(inner)
    ]
    for number, (outer, at, inner) in enumerate(found):
        name = f"group of terms {number}"
        outer[at] = Element(f"{_CSL}text", {"macro": name})
        macro = Element(f"{_CSL}macro", {"name": name})
        macro.append(inner)
        insert(macro, style)


def _prints_terms(part: Element) -> bool:
    """Whether an element prints something whatever the source is, unless all its variables are empty."""
    if part.tag == f"{_CSL}text":
        return bool(part.get("term") or part.get("value"))
    if part.tag == f"{_CSL}group":
        return any(map(_prints_terms, part))
    if part.tag == f"{_CSL}choose":
        return part[-1].tag == f"{_CSL}else" and all(map(_prints_something, part))
    return False


def _prints_something(branch: Element) -> bool:
    """Whether a branch of <choose> prints something where it is taken."""
    variables = {child.get("variable") for child in branch if child.tag == f"{_CSL}text"}
    return any(map(_prints_terms, branch)) or not variables.isdisjoint(_tested(branch))


def _may_be_empty(part: Element, tested: frozenset[str] = frozenset()) -> bool:
    """Whether an element asks for a variable that may be empty: one that is not ``tested`` before."""
    if part.tag == f"{_CSL}text":
        return "macro" in part.attrib or ("variable" in part.attrib and part.get("variable") not in tested)
    if part.tag == f"{_CSL}group":
        return any(_may_be_empty(child, tested) for child in part)
    if part.tag == f"{_CSL}choose":
        return any(_may_be_empty(child, tested | _tested(branch)) for branch in part for child in branch)
    return True


def _tested(branch: Element) -> frozenset[str]:
    """The variables that are not empty where a branch of <choose> is taken."""
    tested = branch.get("variable", "").split()
    return frozenset(tested) if len(tested) == 1 or branch.get("match", "all") == "all" else frozenset()
