"""Reads what leads to a work: addresses, DOIs, dates of access, numbers of databases, and the media that they name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studenthub.parse.identifiers import DOI
from studenthub.parse.references import dates
from studenthub.parse.references.line import Line
from studenthub.parse.references.record import Part

_DOI = re.compile(
    r"(?>(?:(?:https?: ?//)?(?:dx\.|www\.)?doi\.org/ ?|\bdoi\b ?[:=.]? ?|https?://(?=10\.))*)"
    rf"(?:(?<=doi\.org/)|(?<=doi\.org/ )|(?<=ps://)|(?<=tp://)|(?<![\w/=.&-]))(?P<doi>{DOI}(?>(?:[^\s<>\"“”|{{}}]++|<[^\s<>]{{1,60}}>)*))",
    re.IGNORECASE,
)
_HOST = r"(?:[a-z0-9-]+\.)+(?:org|com|net|int|gov|edu|ac|co|info|africa|[a-z]{2})(?![\w@.-])"
_URL = re.compile(
    r"<?(?P<url>(?:https?|ftp)://[^\s<>\"“”{}|]++|(?<![\w@./])www\.[\w-]++\.[^\s<>\"“”{}|]++"
    rf"|(?<![\w@./-]){_HOST}(?:/[^\s<>\"“”{{}}|]++))>?",
    re.IGNORECASE,
)
#: The words that lead to an address, such as "Available online at:" and "Beskikbaar by", up to the address itself.
_LEAD = re.compile(
    r"[(\[]?\b(?:(?:available|retrieved|obtained|accessed|access|found|read|viewed|see|also|online|internet|at|from|via|on|"
    r"url|doi|website|web|site|link|pdf|html|as|it|is|the|"
    r"beskikbaar|verkrygbaar|toeganklik|aanlyn|onttrek|by|van|op|webwerf|"
    r"disponible|consultable|repérée?|récupérée?|extraite?|en ligne|ligne|en|sur|à|de|l[’']adresse|adresse|"
    r"abgerufen|verfügbar|unter|von|beschikbaar)\b)"
    rf"(?>(?:[\s:,.;\]\[(]+(?:available|retrieved|accessed|online|internet|at|from|via|on|url|doi|website|web|site|"
    rf"link|pdf|html|the|beskikbaar|aanlyn|by|van|op|webwerf|disponible|en|ligne|sur|à|de|le|l[’']adresse|adresse|unter|{dates.DAY}))*)"
    r"[\s:,(\[<]*$",
    re.IGNORECASE,
)
_SITE = re.compile(r"\b(?:retrieved|available)(?: from| at)? (?P<site>[^\n:]{3,80}?) website: ?$", re.IGNORECASE)
_ACCESSED = re.compile(
    r"[(\[]? ?(?:(?:last |first |date |web ?page )?(?:accessed|access|retrieved|cited|viewed|visited|read)"
    r"|date (?:of access|accessed|viewed)|access date|geraadpleeg|besoek|geopen|toegang(?: verkry)?|onttrek"
    r"|datum van gebruik|consultée?s?|repérée?s?|récupérée?s?"
    r"|extraite?s?|citée?s?|date de consultation|page consultée|vu|geraadpleegd|abgerufen|zugriff)"
    rf"(?: ?(?:on|op|le|am|at|the))? ?[:,]? ?(?P<date>{dates.DATE}) ?[)\]]?",
    re.IGNORECASE,
)
#: The day of access alone, behind an address: [2020, May 3] in South African forms of Harvard, le 3 mai 2024.
_ACCESSED_ALONE = re.compile(rf" ?[.,;]? ?(?:[(\[] ?| le (?=\d))(?P<date>{dates.DAY}) ?[)\]]?", re.IGNORECASE)
#: The day of the last change, as the National Library of Medicine has it: [updated 2020 Jan 2; cited 2024 Mar 3].
_UPDATED = re.compile(
    rf"\[ ?(?P<note>(?:last )?(?:updated|revised|modified) {dates.DATE}) ?"
    r"(?:; ?(?=cited|accessed|viewed|retrieved)|\])",
    re.IGNORECASE,
)
#: How the World Health Organization ends what is to be cited.
_LICENCE = re.compile(
    r"[.;] (?P<note>Licen[cs]e: ?CC[ -]BY(?:-[A-Z]{2})* ?\d\.\d(?: IGO)?)[.\s]*(?=$|\n)", re.IGNORECASE
)
#: What is printed behind an article, as the National Library of Medicine has it: 45-52; discussion 53.
_PRINTED_BEHIND = re.compile(
    r"(?<=\d); ?(?P<note>(?:discussion|quiz|author reply|reply|passim|table of contents)"
    r"(?: \w{0,3}\d+(?:[-–,] ?\w{0,3}\d+)*)?)(?=[.;]|$)"
)
_NUMBERS = re.compile(
    r"(?:PubMed(?: Central)? )?(?P<name>PMID|PMCID|ISBN(?:-1[03])?|e?ISSN) ?[:.]? ?"
    r"(?P<value>PMC\d{3,9}|[\dXx][\dXx-]{6,20}|\d{3,9})"
    r"(?: ?\((?:pbk|hbk|hardback|paperback|ebook|print|online)\.?\))?",
)
#: Media, and what else is in square brackets or brackets and is no part of a title.
_MEDIUM = re.compile(
    r"\[ ?(?:internet|online|aanlyn|en ligne|electronic(?: resource)?|on-?line|web ?(?:page|site)|e-?book|preprint|"
    r"pdf|computer software|software|dataset|data set|video|youtube video|tiktok|podcast|audio podcast|blog(?: post)?|"
    r"tweet|film|cd-rom|dvd|poster|press release|media release|fact sheet|infographic|mobile app|app|ahead of print|"
    r"online ahead of print|epub ahead of print|"
    r"unpublished(?![^\]\n]*(?:thesis|dissertation))|in english|in french|in afrikaans)[^\]\n]{0,40}\]",
    re.IGNORECASE,
)
_FIELDS: Mapping[str, str] = {"PMID": "pmid", "PMCID": "pmcid", "ISBN": "isbn", "ISSN": "issn", "EISSN": "issn"}
_CLOSING = {")": "(", "]": "[", "}": "{"}


def trimmed(address: str) -> str:
    """An address or DOI without the punctuation of the sentence around it; brackets of its own stay."""
    while address and (
        address[-1] in ".,;:’”'\"–-"
        or (address[-1] in _CLOSING and address.count(address[-1]) > address.count(_CLOSING[address[-1]]))
    ):
        address = address[:-1]
    return address


def take(line: Line) -> dict[str, Part]:
    """Take everything from ``line`` that leads to the work: the fields doi, url, urldate, pmid, medium and so on."""
    fields: dict[str, Part] = {}
    _take_numbers(line, fields)
    _take_dois(line, fields)
    _take_addresses(line, fields)
    if updated := _UPDATED.search(line.plain):
        fields["annotation"] = line.part(*updated.span("note"))
        line.take(*updated.span())
    for pattern in (_LICENCE, _PRINTED_BEHIND):
        if note := pattern.search(line.plain):
            fields.setdefault("annotation", line.part(*note.span("note")))
            line.take(*note.span())
    for match in _ACCESSED.finditer(line.plain):
        _keep_access(line, match, fields)
    for match in _MEDIUM.finditer(line.plain):
        fields.setdefault("medium", line.part(match.start() + 1, match.end() - 1))
        line.take(match.start(), match.end())
    return fields


def _take_numbers(line: Line, fields: dict[str, Part]) -> None:
    for match in _NUMBERS.finditer(line.plain):
        name = _FIELDS[match["name"].upper().split("-")[0]]
        fields.setdefault(name, line.part(*match.span("value")))
        line.take(match.start(), match.end())


def _take_dois(line: Line, fields: dict[str, Part]) -> None:
    at = 0
    while match := _DOI.search(line.plain, at):
        doi = trimmed(match["doi"])
        start, at = match.start("doi"), match.start("doi") + len(doi)
        if "doi" not in fields:
            fields["doi"] = line.part(start, at, doi)
        elif fields["doi"].value.casefold() != doi.casefold():
            # Which of two DOIs is that of the work is for a person to say.
            continue
        line.take(_led(line, match.start()), at)


def _take_addresses(line: Line, fields: dict[str, Part]) -> None:
    for match in _URL.finditer(line.plain):
        url = trimmed(match["url"])
        start, end = match.start("url"), match.start("url") + len(url)
        if "url" in fields:
            continue
        known = url if "://" in url else f"https://{url}"
        fields["url"] = line.part(start, end, known)
        behind = end + (line.plain[end : end + 1] == ">")
        begin = _led(line, match.start())
        if site := _SITE.search(line.plain, max(0, begin - 110), match.start()):
            # APA's sixth edition: Retrieved from Example Blog website: https://…
            fields.setdefault("organization", line.part(*site.span("site")))
            begin = site.start()
        if between := _ACCESSED.search(line.plain, begin, match.start()):
            _keep_access(line, between, fields)
        line.take(begin, behind)
        if alone := _ACCESSED_ALONE.match(line.plain, behind):
            _keep_access(line, alone, fields)


def _keep_access(line: Line, match: re.Match[str], fields: dict[str, Part]) -> None:
    fields.setdefault("urldate", line.part(*match.span("date"), dates.iso(match["date"]) or match["date"]))
    line.take(match.start(), match.end())


def _led(line: Line, start: int) -> int:
    """Where the words that lead to the address at ``start`` begin."""
    lead = _LEAD.search(line.plain, max(0, start - 90), start)
    return lead.start() if lead else start
