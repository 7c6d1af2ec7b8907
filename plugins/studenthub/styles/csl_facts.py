"""Facts about a style, read from its CSL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

NAMESPACE = "http://purl.org/net/xbiblio/csl"
#: Before the name of an element of CSL.
CSL = f"{{{NAMESPACE}}}"
#: Variables that are the name of a journal in short; the second is citeproc-js's own.
_SHORT_JOURNALS = ("container-title-short", "journalAbbreviation")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def called(style: Element, part: str) -> Iterator[Element]:
    """All elements of <citation> or <bibliography>, and of the macros that they call, each once."""
    macros = {macro.get("name", ""): macro for macro in style.findall(f"{CSL}macro")}
    roots, seen = style.findall(f"{CSL}{part}/{CSL}layout"), set[str]()
    while roots:
        for element in roots.pop().iter():
            yield element
            name = element.get("macro", "")
            if name in macros and name not in seen:
                seen.add(name)
                roots.append(macros[name])


def cites_names(style: Element) -> bool:
    """Whether citations name authors."""
    return any(part.tag == f"{CSL}names" for part in called(style, "citation"))


def cites_years(style: Element) -> bool:
    """Whether citations say when a source was published."""
    return any(
        part.tag == f"{CSL}date" and "issued" in part.get("variable", "").split() for part in called(style, "citation")
    )


def shortens_journals(style: Element) -> bool:
    """Whether entries have the names of journals in short."""
    return any(
        part.get("variable") in _SHORT_JOURNALS
        or (part.get("variable") == "container-title" and part.get("form") == "short")
        for part in called(style, "bibliography")
        if part.tag == f"{CSL}text"
    )


def in_initials(style: Element) -> frozenset[str]:
    """The variables of people whose given names are never printed in full (CSL 1.0.2, "Name", initialize-with)."""
    found: dict[str, bool] = {}
    for part in ("citation", "bibliography"):
        above = style.find(f"{CSL}{part}")
        said = style.attrib | (above.attrib if above is not None else {})
        for names, name in _names(style, part):
            are_initials = _are_initials(said | name)
            for variable in names.get("variable", "").split():
                found[variable] = found.get(variable, True) and are_initials
    return frozenset(variable for variable, are_initials in found.items() if are_initials)


def joins_initials(style: Element) -> bool:
    """Whether initials have a hyphen between them where the given names have one (CSL 1.0.2, "Hyphenation of
    Initialized Names")."""
    return style.get("initialize-with-hyphen", "true") == "true"


def stops_initials(style: Element) -> bool:
    """Whether initials have full stops; where they have none, neither has a "Jr" behind them (Citing Medicine,
    chapter 1)."""
    signs = [part.get("initialize-with", "") for part in style.iter() if "initialize-with" in part.attrib]
    return not signs or any("." in sign for sign in signs)


def tells_by_initials(style: Element) -> bool:
    """Whether a style distinguishes people with one family name by initials at most, never by given names."""
    citation = style.find(f"{CSL}citation")
    said = citation.attrib if citation is not None else {}
    rule = said.get("givenname-disambiguation-rule", "by-cite")
    return said.get("disambiguate-add-givenname") != "true" or rule.endswith("-with-initials")


def delimiter_of_years(style: Element) -> str:
    """The text between the years of one name in a citation, or "" if these are not grouped ("Cite Grouping")."""
    citation = style.find(f"{CSL}citation")
    if citation is None or not citation.get("collapse", "").startswith("year"):
        return ""
    return citation.get("cite-group-delimiter", ", ")


def dash(style: Element) -> str:
    """The sign that replaces authors who are those of the entry before (CSL: "Reference Grouping"), or ""."""
    bibliography = style.find(f"{CSL}bibliography")
    if bibliography is None or bibliography.get("subsequent-author-substitute-rule", "complete-all") != "complete-all":
        return ""
    return bibliography.get("subsequent-author-substitute", "")


def signs_in_quotes(style: Element) -> tuple[tuple[str, bool], ...]:
    """Whether full stops and commas go into quotation marks, by the language ("" is any) for which a style says so."""
    return tuple(
        (locale.get(_LANGUAGE, ""), options.get("punctuation-in-quote") == "true")
        for locale in style.iterfind(f"{CSL}locale")
        for options in locale.iterfind(f"{CSL}style-options[@punctuation-in-quote]")
    )


def _names(style: Element, part: str) -> Iterator[tuple[Element, dict[str, str]]]:
    """Each <names> and what its <name> says; in <substitute>, that of the <names> around it."""
    around: dict[Element, dict[str, str]] = {}
    for names in called(style, part):
        if names.tag == f"{CSL}names":
            name = names.find(f"{CSL}name")
            said = dict(name.attrib) if name is not None else around.get(names, {})
            around |= dict.fromkeys(names.iterfind(f"{CSL}substitute/{CSL}names"), said)
            yield names, said


def _are_initials(said: Mapping[str, str]) -> bool:
    prints_none = said.get("form") in ("short", "count")
    return prints_none or ("initialize-with" in said and said.get("initialize") != "false")
