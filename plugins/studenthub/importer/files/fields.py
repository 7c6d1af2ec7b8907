"""Citations that a reference manager, or Word itself, stored in a document as data."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from studenthub.importer.files import records
from studenthub.importer.files.package import parsed
from studenthub.importer.refusals import Refused
from studenthub.parse.folding import fold
from studenthub.parse.references import Reference
from studenthub.parse.typed_citations import locators

#: CSL's names of locators as the words for them
#: (https://docs.citationstyles.org/en/stable/specification.html#locators).
_LABELS = {
    "page": "p.",
    "chapter": "chap.",
    "paragraph": "para.",
    "section": "sec.",
    "figure": "fig.",
    "volume": "vol.",
    "issue": "no.",
    "line": "l.",
    "note": "n.",
    "table": "tbl.",
    "appendix": "app.",
}
#: Words that styles put between works and names.
_AROUND_CITATIONS = ("and", "et", "al", "others", "und", "en", "pp", "para", "sec", "chap", "Ibid")
_MENDELEY = "MENDELEY_CITATION_v3_"


@dataclass(frozen=True, slots=True)
class FieldItem:
    """One work of a citation: its record, and where in it and in which words it is cited."""

    record: Reference
    locator: str = ""
    prefix: str = ""
    suffix: str = ""
    suppress: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A citation of ``program``, with its works. ``narrative`` is whether its author is part of a sentence.

    ``edited`` is whether somebody changed its words by hand, and ``made`` are those that the program printed.
    """

    program: str
    items: tuple[FieldItem, ...]
    narrative: bool = False
    edited: bool = False
    made: str = ""

    def own_words(self, printed: str) -> frozenset[str]:
        """The words of an edited citation that neither its works nor the program say; they would be lost."""
        said = [self.made, *_AROUND_CITATIONS]
        for item in self.items:
            said += [item.locator, item.prefix, item.suffix, *(part.value for part in item.record.fields.values())]
            for person in (one for people in item.record.people.values() for one in people):
                said += [person.name, person.given]
        is_edited = self.edited or bool(self.made and _words(self.made) != _words(printed))
        return _words(printed) - _words(" ".join(said)) if is_edited else frozenset()


def of_instruction(instruction: str, data: str, sources: Mapping[str, Reference]) -> Field | None:
    """The citation of a field of Word, or None. ``data`` is its base64, ``sources`` are Word's own by tag."""
    words = instruction.strip()
    if "CSL_CITATION" in words:
        program = "Zotero" if "ZOTERO_ITEM" in words else "Mendeley"
        return of_json(program, words[words.find("{") :])
    if re.match(r"ADDIN\s+EN\.CITE(?!\.DATA)", words):
        return _endnote(words) or _endnote(_decoded(data))
    if words.startswith("CITATION "):
        return _word(words, sources)
    return None


def of_tag(tag: str) -> Field | None:
    """The citation of a content control of Mendeley Cite; or None."""
    if not tag.startswith(_MENDELEY):
        return None
    return of_json("Mendeley", _decoded(tag[len(_MENDELEY) :]))


def is_list(instruction: str) -> bool:
    """Whether a field prints the list of references."""
    return bool(
        re.match(r"\s*(?:ADDIN\s+(?:ZOTERO_BIBL|EN\.REFLIST|Mendeley Bibliography)|BIBLIOGRAPHY\b)", instruction)
    )


def of_json(program: str, text: str) -> Field | None:
    """The citation in the JSON of Zotero or Mendeley (the schema csl-citation.json); None where it cannot be read."""
    try:
        data, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    items = data.get("citationItems") if isinstance(data, dict) else None
    if not isinstance(items, list):
        return None
    found = [item for one in items if isinstance(one, dict) and (item := _csl_item(one))]
    if not found or len(found) != len(items):
        return None
    properties, manual, old = (_mapping(data.get(name)) for name in ("properties", "manualOverride", "mendeley"))
    edited = properties.get("dontUpdate") or manual.get("isManuallyOverridden") or old.get("manualFormatting")
    made = str(properties.get("plainCitation") or "")
    return Field(program, tuple(found), properties.get("mode") == "composite", bool(edited), made)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in re.findall(r"[^\W\d_]{2,}", text))


def _csl_item(item: Mapping[str, Any]) -> FieldItem | None:
    record = item.get("itemData")
    if not isinstance(record, dict) or not record.get("title"):
        return None
    locator = str(item.get("locator") or "").strip()
    label = _LABELS.get(str(item.get("label") or "page"), "p.")
    return FieldItem(
        records.of_csl(record),
        locators.written(label, locator) if locator else "",
        str(item.get("prefix") or "").strip(),
        str(item.get("suffix") or "").strip(" ,"),
        bool(item.get("suppress-author")),
    )


def _decoded(text: str) -> str:
    try:
        data = base64.b64decode("".join(text.split()) + "==", validate=False)
    except (binascii.Error, ValueError):
        return ""
    return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-8", errors="ignore").replace("\0", "")


def _endnote(text: str) -> Field | None:
    begin, end = text.find("<EndNote"), text.rfind("</EndNote>")
    if begin < 0 or end < 0:
        return None
    try:
        root = parsed(text[begin : end + len("</EndNote>")].encode())
    except Refused:
        return None
    found = [item for cite in root.iter("Cite") if (item := _endnote_item(cite))]
    return Field("EndNote", tuple(found)) if found and len(found) == len(list(root.iter("Cite"))) else None


def _endnote_item(cite: ET.Element) -> FieldItem | None:
    record = cite.find("record")
    if record is None or record.find("titles/title") is None:
        return None
    pages = (cite.findtext("Pages") or "").strip()
    return FieldItem(
        records.of_endnote(record),
        locators.written("p.", re.sub(r"^pp?\.?\s*", "", pages)) if pages else "",
        (cite.findtext("Prefix") or "").strip(),
        (cite.findtext("Suffix") or "").strip(" ,"),
        cite.get("ExcludeAuth") == "1",
    )


def _word(instruction: str, sources: Mapping[str, Reference]) -> Field | None:
    """The citation of a CITATION field: tags with their switches (ISO/IEC 29500-1, 17.16.5.10)."""
    tokens = re.findall(r'"(?:[^"\\]|\\.)*"|\\[a-z]|[^\s"]+', instruction)[1:]
    items = list(_word_items(tokens, sources))
    return Field("Word", tuple(item for item in items if item)) if items and all(items) else None


def _word_items(tokens: Sequence[str], sources: Mapping[str, Reference]) -> Iterator[FieldItem | None]:
    tag, said = "", dict[str, str]()
    at = 0
    tokens = [*tokens, r"\m", ""]
    while at < len(tokens):
        word = tokens[at]
        value = tokens[at + 1] if at + 1 < len(tokens) and not tokens[at + 1].startswith("\\") else ""
        if word == r"\m" or not word.startswith("\\"):
            if tag:
                yield _word_item(tag, said, sources)
            tag, said = (value if word == r"\m" else word), {}
            at += 2 if word == r"\m" else 1
            continue
        said[word[1]] = value.strip('"').strip()
        at += 2 if value else 1


def _word_item(tag: str, said: Mapping[str, str], sources: Mapping[str, Reference]) -> FieldItem | None:
    if tag not in sources:
        return None
    locator = locators.written("p.", said["p"]) if said.get("p") else ""
    return FieldItem(sources[tag], locator, said.get("f", ""), said.get("s", "").strip(" ,"), "n" in said)
