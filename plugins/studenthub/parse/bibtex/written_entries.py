"""Writes BibTeX entries from plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from studenthub.parse.folding import fold

#: The order in which an entry's fields are written; what is not here comes behind it.
_ORDER = (
    "author", "shortauthor", "editor", "translator", "title", "journal", "booktitle", "year", "date", "month", "volume",
    "number", "pages", "chapter", "series", "edition", "type", "school", "institution", "organization", "publisher",
    "address", "doi", "url", "urldate", "eprint", "archiveprefix", "pmid", "pmcid", "isbn", "issn", "medium",
    "origdate", "note",
)  # fmt: skip
_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}~^&%$#_]")
_TAG = re.compile(r"<(?P<ends>/?)(?P<name>i|b|sub|sup|sc|span)\b[^<>]{0,80}>", re.IGNORECASE)
_COMMANDS = {
    "i": r"\emph{", "b": r"\textbf{", "sub": r"\textsubscript{", "sup": r"\textsuperscript{", "sc": r"\textsc{",
    "span": "",
}  # fmt: skip
#: Fields that are no text: their signs are those of an address or a number.
_VERBATIM = frozenset({"doi", "url", "eprint"})


def escaped(text: str) -> str:
    """Plain text as LaTeX: every sign prints as itself."""
    return _SPECIAL.sub(lambda sign: _SIGNS[sign[0]], " ".join(text.split()))


def rich(text: str) -> str:
    """Text with the tags of CSL-JSON as LaTeX: ``<i>E. coli</i>`` is ``\\emph{E. coli}``. Other tags are left out."""
    out: list[str] = []
    opened: list[str] = []
    at = 0
    text = " ".join(text.split())
    for tag in _TAG.finditer(text):
        out.append(_SPECIAL.sub(lambda sign: _SIGNS[sign[0]], text[at : tag.start()]))
        at, name = tag.end(), tag["name"].lower()
        if not tag["ends"]:
            out.append(_COMMANDS[name])
            opened.append(name)
        elif name in opened:
            while opened.pop() != name:
                out.append("}" if _COMMANDS[name] else "")
            out.append("}" if _COMMANDS[name] else "")
    out.append(_SPECIAL.sub(lambda sign: _SIGNS[sign[0]], text[at:]))
    return "".join(out) + "".join("}" for name in opened if _COMMANDS[name])


def person(family: str, given: str = "", suffix: str = "") -> str:
    """A person as BibTeX wants one: Family, Given or Family, Jr, Given. Without given names it is in braces."""
    family, given, suffix = (escaped(part) for part in (family, given, suffix))
    if not given:
        return f"{{{family}{f' {suffix}' if suffix else ''}}}"
    if "," in family or re.search(r"\band\b", family):
        family = f"{{{family}}}"
    return ", ".join(part for part in (family, suffix, given) if part)


def organisation(name: str) -> str:
    """An organisation, in braces, so that it is not split into names."""
    return f"{{{escaped(name)}}}"


def people(names: Iterable[str], *, others: bool = False) -> str:
    """The value of a field of people; ``others`` is whether "et al." ends it."""
    return " and ".join([*names, *(["others"] if others else [])])


def entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry with the values of ``fields`` as they are, each on a line, without those that are empty."""
    order = {name: index for index, name in enumerate(_ORDER)}
    names = sorted((name for name in fields if fields[name]), key=lambda name: order.get(name, len(order)))
    lines = ",\n".join(f"  {name} = {{{fields[name]}}}" for name in names)
    return f"@{kind}{{{key},\n{lines}\n}}\n" if lines else f"@{kind}{{{key}\n}}\n"


def value(name: str, text: str) -> str:
    """The value of a field from plain text: escaped, unless it is an address or a number."""
    if name not in _VERBATIM:
        return escaped(text)
    # A brace would close the field, and nothing in an identifier may begin a command.
    return "".join(
        f"%{ord(sign):02X}" if sign in "{}\\" else sign for sign in text if sign.isprintable() and sign != " "
    )


def key(name: str, year: str) -> str:
    """A key from a family name, or what else a list files a work under, and its year: vandermerwe2019, examplend."""
    letters = "".join(re.findall(r"[a-z0-9]", fold(name)))
    return f"{letters[:30] or 'source'}{''.join(re.findall(r'[0-9]{4}', year)[:1]) or 'nd'}"
