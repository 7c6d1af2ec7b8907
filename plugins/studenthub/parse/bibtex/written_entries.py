"""Writes BibTeX entries from plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from studenthub.parse import months
from studenthub.parse.folding import fold

#: The order in which an entry's fields are written; what is not here comes behind it.
_ORDER = (
    "author", "shortauthor", "editor", "translator", "title", "journal", "booktitle", "year", "date", "month", "volume",
    "number", "pages", "chapter", "series", "edition", "type", "school", "institution", "organization", "publisher",
    "address", "doi", "url", "urldate", "eprint", "archiveprefix", "pmid", "pmcid", "isbn", "issn", "medium",
    "origdate", "note",
)  # fmt: skip
#: BibTeX counts a brace behind a backslash as well, so braces have commands.
_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "`": r"\textasciigrave{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
#: A sign that LaTeX reads as a command, or the first of two that it joins to a dash or a quotation mark.
_SPECIAL = re.compile(r"[\\{}~^`&%$#_]|-(?=-)|'(?=')")
#: The commands of LaTeX for the tags of HTML and of CSL-JSON.
COMMANDS: Mapping[str, str] = {
    "i": "emph", "em": "emph", "b": "textbf", "strong": "textbf", "sub": "textsubscript", "sup": "textsuperscript",
    "sc": "textsc",
}  # fmt: skip
_TAG = re.compile(rf"<(?P<ends>/?)(?P<name>{'|'.join(COMMANDS)}|span)\b[^<>]{{0,80}}>", re.IGNORECASE)
#: Fields that are no text: their signs are those of an address or a number.
_VERBATIM = frozenset({"doi", "url", "eprint"})


def escaped(text: str) -> str:
    """Plain text as LaTeX: every sign prints as itself, but for ', which prints as ’."""
    return _signs(" ".join(text.split()))


def _signs(text: str) -> str:
    return _SPECIAL.sub(lambda sign: _SIGNS.get(sign[0], f"{sign[0]}{{}}"), text)


def rich(text: str) -> str:
    """Text with the tags of CSL-JSON as LaTeX: ``<i>E. coli</i>`` is ``\\emph{E. coli}``. Other tags are left out."""
    out: list[str] = []
    opened: list[str] = []
    at = 0
    text = " ".join(text.split())
    for tag in _TAG.finditer(text):
        out.append(_signs(text[at : tag.start()]))
        at, name = tag.end(), tag["name"].lower()
        if not tag["ends"]:
            out.append(f"\\{COMMANDS[name]}{{" if name in COMMANDS else "")
            opened.append(name)
        elif name in opened:
            begun = len(opened) - 1 - opened[::-1].index(name)
            out.append(_ends(opened[begun:]))
            del opened[begun:]
    return "".join([*out, _signs(text[at:]), _ends(opened)])


def _ends(names: Iterable[str]) -> str:
    """The braces that end the commands of tags."""
    return "".join("}" for name in names if name in COMMANDS)


def person(family: str, given: str = "", suffix: str = "") -> str:
    """A person as BibTeX wants one: Family, Given or Family, Jr, Given. Without given names it is in braces."""
    if not given:
        return organisation(f"{family} {suffix}".strip())
    return ", ".join(_part(part) for part in (family, suffix, given) if part)


def _part(text: str) -> str:
    """A part of a name; in braces where it has what separates parts and names."""
    return f"{{{escaped(text)}}}" if re.search(r",|\band\b", text, re.IGNORECASE) else escaped(text)


def organisation(name: str) -> str:
    """An organisation, in braces, so that it is not split into names."""
    return f"{{{escaped(name)}}}"


def people(names: Iterable[str], *, others: bool = False) -> str:
    """The value of a field of people; ``others`` is whether "et al." ends it."""
    return " and ".join([*names, *(["others"] if others else [])])


def entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry with its fields in the usual order; each value is LaTeX already."""
    order = {name: index for index, name in enumerate(_ORDER)}
    return in_order(kind, key, dict(sorted(fields.items(), key=lambda item: order.get(item[0], len(order)))))


def in_order(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry with its fields as they are ordered, each on a line, without those that are empty."""
    lines = ",\n".join(f"  {name} = {_delimited(name, text)}" for name, text in fields.items() if text)
    return f"@{kind}{{{key},\n{lines}\n}}\n" if lines else f"@{kind}{{{key}\n}}\n"


def _delimited(name: str, text: str) -> str:
    """A value in braces; a month as the abbreviation that each style prints in its own way."""
    return text if name == "month" and text in months.SHORT else f"{{{text}}}"


def value(name: str, text: str) -> str:
    """The value of a field from plain text: escaped, unless it is an address or a number. Pages may have ``--``."""
    if name == "pages":
        return "--".join(map(escaped, text.split("--")))
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
