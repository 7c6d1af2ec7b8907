"""Changes a CSL style before Pandoc reads it, so that it prints what the specification says, and faster.

Each change is one function over the tree of the style; none of them changes what another processor would print. The
rules are those of CSL 1.0.2 (https://docs.citationstyles.org/en/v1.0.2/specification.html). Elements are in the
namespace of CSL.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement, tostring

from studenthub.model.sources.csl_vocabulary import PEOPLE, TYPES
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
#: The words of the hub's guide for parts of a source, as writers type them, by the locators that Pandoc knows. Those
#: of a locale, it knows from there: the American ones are all of these, of the British ones some are missing.
_LOCATORS = {
    "page": ("p.", "pp.", "page", "pages"),
    "chapter": ("chap.", "chaps.", "ch.", "chapter", "chapters"),
    "section": ("sec.", "secs.", "section", "sections", "§", "§§"),
    "paragraph": ("para.", "paras.", "paragraph", "paragraphs"),
    "figure": ("fig.", "figs.", "figure"),
    "volume": ("vol.", "vols.", "volume"),
    "part": ("pt.", "pts.", "part"),
    "line": ("line", "lines"),
    "verse": ("verse", "verses"),
    "column": ("col.", "cols.", "column"),
    "note": ("note", "notes"),
    "book": ("bk.", "bks.", "book"),
}
_NOT_BRITISH = {"chap.", "chaps.", "sec.", "secs.", "paras.", "figs.", "vols.", "pt.", "pts.", "cols.", "bk.", "bks."}
#: A form of terms that no style asks for in a locator.
_UNUSED_FORM = "verb-short"
#: Elements that print something by themselves, or call what does.
_PRINTED = {f"{_CSL}{name}" for name in ("text", "number", "date", "names", "label")}
#: A variable of the hub's own: the words in a date's place. No style prints it.
DATE_IN_WORDS = "date-in-words"
#: Another one: it is there where the words of an edition say that it is one.
EDITION_IN_WORDS = "edition-in-words"
#: Elements in which white space is text.
_WITH_TEXT = {f"{_CSL}{name}" for name in ("term", "single", "multiple", "title", "id", "updated")}


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


def _break_ties(style: Element) -> None:
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


def _inherit_names(style: Element) -> None:
    """Say in <citation> and <bibliography> what names inherit from <style>, which Pandoc forgets when it sorts."""
    for part in (style.find(f"{_CSL}citation"), style.find(f"{_CSL}bibliography")):
        for name in _INHERITED if part is not None else ():
            if name in style.attrib and part is not None:
                part.attrib.setdefault(name, style.attrib[name])


def _separate_names_of_keys(style: Element) -> None:
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
        style.insert(_after_info(style), macro)
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
            self._style.insert(_after_info(self._style), macro)
        return self._copies[content]


def _count_groups_of_terms(style: Element) -> None:
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
        style.insert(_after_info(style), macro)


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


def with_locators(style: Element, locale: str) -> None:
    """Let Pandoc know the English words for parts of a source where a style prints another ``locale``.

    It takes a word for what it is in whatever form a term has it.
    """
    if locale == "en-US":
        return
    found = Element(f"{_CSL}locale")
    style.insert(_after_info(style), found)
    terms = SubElement(found, f"{_CSL}terms")
    for name, words in _LOCATORS.items():
        for word in words:
            if locale != "en-GB" or word in _NOT_BRITISH:
                SubElement(terms, f"{_CSL}term", {"name": name, "form": _UNUSED_FORM}).text = word


def _after_info(style: Element) -> int:
    return next((at + 1 for at, part in enumerate(style) if part.tag == f"{_CSL}info"), 0)


def _compact(style: Element) -> None:
    """Take out what is never printed: Pandoc reads a style anew for each document, which is half of its work."""
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


_CHANGES: tuple[Callable[[Element], None], ...] = (
    _name_the_labelled,
    _name_whom_entries_name,
    _label_what_is_numbered,
    _count_one_number,
    _call_editions_so_once,
    _number_every_page,
    _print_words_once,
    _break_ties,
    _inherit_names,
    _separate_names_of_keys,
    _count_groups_of_terms,
    _compact,
)
