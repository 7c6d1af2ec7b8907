"""Changes a CSL style before Pandoc reads it, so that it prints what the specification says, and faster.

Each change is one function over the tree of the style; none of them changes what another processor would print. The
rules are those of CSL 1.0.2 (https://docs.citationstyles.org/en/v1.0.2/specification.html). Elements are in the
namespace of CSL.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from studenthub.model.sources.csl_vocabulary import PEOPLE
from studenthub.styles.adapted import groups, sorting
from studenthub.styles.adapted.compact import compact
from studenthub.styles.csl_facts import CSL as _CSL

#: A variable of the hub's own: the words in a date's place. No style prints it.
DATE_IN_WORDS = "date-in-words"
#: Another one: it is there where the words of an edition say that it is one.
EDITION_IN_WORDS = "edition-in-words"


def adapt(style: Element) -> None:
    """Make the changes in the tree of an independent style."""
    for change in _CHANGES:
        change(style)


def _name_the_labelled(style: Element) -> None:
    """Give every <names> that has a <label> a <name>.

    CSL lets a style leave <name> out. Pandoc then prints the label before the names, without a space
    (", editorsTucker G, Jones A."), where citeproc-js prints "Tucker G, Jones A, editors."
    """
    for names in style.iter(f"{_CSL}names"):
        children = [child.tag for child in names]
        if f"{_CSL}label" in children and f"{_CSL}name" not in children:
            names.insert(children.index(f"{_CSL}label"), Element(f"{_CSL}name"))


def _name_whom_entries_name(style: Element) -> None:
    """Begin with the author where a style begins with others whom no entry names, such as composers.

    Pandoc takes names that stand in for others as equal only where they are so to the last: of two works by one author
    et al. it does not put the years together.
    """
    for names in list(style.iter(f"{_CSL}names")):
        substitute = names.find(f"{_CSL}substitute")
        while substitute is not None and len(substitute) > 1 and PEOPLE.isdisjoint(names.get("variable", "").split()):
            first = substitute[0]
            if first.tag != f"{_CSL}names" or len(first):
                break
            names.set("variable", first.get("variable", ""))
            substitute.remove(first)


def _label_what_is_numbered(style: Element) -> None:
    """Print a term where a label is of another number than the one beside it: a series' "no." by the word for an issue.

    By CSL a label is printed where its own number is ("Label"), so that Pandoc leaves it out; the makers of such styles
    looked at citeproc-js, which does not.
    """
    for group in style.iter(f"{_CSL}group"):
        numbers = {part.get("variable", "") for part in group if part.tag in (f"{_CSL}text", f"{_CSL}number")}
        for label in group.findall(f"{_CSL}label"):
            if len(group) == 2 and "" not in numbers and label.get("variable") not in numbers | {"locator", "page"}:
                label.tag = f"{_CSL}text"
                label.set("term", label.attrib.pop("variable"))
                label.attrib.pop("plural", None)


def _count_one_number(style: Element) -> None:
    """Label a number as one: of a patent's, "US 9,876,543 B2", Pandoc makes several (Patent Nos.), and of "3rd
    revised" several editions.
    """
    for label in style.iter(f"{_CSL}label"):
        if label.get("variable") in ("number", "edition"):
            label.attrib.setdefault("plural", "never")


def _call_editions_so_once(style: Element) -> None:
    """Print no "edn" behind an edition that says what it is, such as "New edition"."""
    _only_without(
        EDITION_IN_WORDS, style, lambda part: part.tag == f"{_CSL}label" and part.get("variable") == "edition"
    )


def _number_every_page(style: Element) -> None:
    """Ask for pages, and not for numbers, where a style takes pages without numbers for "in press".

    The numbers of articles have letters in them that CSL does not take for those of a number: e47.pub2, S12.e3.
    """
    for branch in style.iter():
        is_alone = branch.get("is-numeric") == "page" and branch.attrib.keys() <= {"is-numeric", "match"}
        if branch.tag in (f"{_CSL}if", f"{_CSL}else-if") and is_alone and _prints_in_press(style):
            branch.set("variable", branch.attrib.pop("is-numeric"))


def _prints_in_press(style: Element) -> bool:
    return any(text.get("term") == "in press" for text in style.iter(f"{_CSL}text"))


def _print_words_once(style: Element) -> None:
    """Print no day of a date that is in words, such as "in press".

    Styles print the year in one place and the day in another. Of a date in words, Pandoc prints all in each place.
    """
    _only_without(DATE_IN_WORDS, style, _is_day)


def _is_day(part: Element) -> bool:
    """Whether an element prints a date of publication without its year."""
    is_issued = part.tag == f"{_CSL}date" and part.get("variable") == "issued" and "form" not in part.attrib
    return is_issued and all(one.get("name") != "year" for one in part)


def _only_without(variable: str, style: Element, is_meant: Callable[[Element], bool]) -> None:
    """Print elements only where a source has no ``variable``."""
    parents = [(parent, at, part) for parent in style.iter() for at, part in enumerate(parent)]
    for parent, at, part in parents:
        if is_meant(part):
            parent[at] = Element(f"{_CSL}choose")
            SubElement(parent[at], f"{_CSL}if", {"variable": variable, "match": "none"}).append(part)


_CHANGES: tuple[Callable[[Element], None], ...] = (
    _name_the_labelled,
    _name_whom_entries_name,
    _label_what_is_numbered,
    _count_one_number,
    _call_editions_so_once,
    _number_every_page,
    _print_words_once,
    sorting.break_ties,
    sorting.inherit_names,
    sorting.separate_names_of_keys,
    groups.count_groups_of_terms,
    compact,
)
