"""Checks for sources that an article names without citing them: typed references and typed citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from studenthub.parse import typed_citations
from studenthub.parse.bibtex import exported_records, keys
from studenthub.parse.markdown import running_text
from studenthub.parse.markdown.unwrapped import Match
from studenthub.parse.references import dates
from studenthub.parse.typed_citations import Citation, Passage, Works, numbered
from studenthub.rules.checked import Checked, Document, Finding, Prefiltered
from studenthub.rules.citing import typed, typed_lists
from studenthub.rules.citing.typed_lists import Listed, TypedList
from studenthub.source.problems import Fix, shortened

#: Numbers in square brackets, and numbers that are raised. [0, 1] is an interval, para [12] a place in a judgment.
_NUMBERS = re.compile(
    r"(?<=[\w.,;”\"’)])[ ]?(?<!\bparas )(?<!\bpara )(?<!\b[Aa]t )(?<!\][–-])"
    r"(?:\\?\[(?!0\b)\d{1,2}(?:[ ]?[,–-][ ]?\d{1,2})*\\?\])+(?![(\[]|:(?!\d)|[–-]\[)"
    r"|(?:(?<=[a-z”\"’)][.,;])|(?<=[a-z]{4}))(?:[¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*)"
)
#: A raised number as it is written, ^1,2^, and as it is pasted: it has lost its height.
_RAISED = re.compile(
    r"\^(?P<high>\d{1,3}(?:[,–-]\d{1,3})*)\^"
    r"|<sup>\\?[\[(]?(?P<tag>\d{1,3}(?:[,–-] ?\d{1,3})*)\\?[\])]?</sup>"
    r"|(?<=[a-z”\"’)])(?<!\b[Ff]ig)(?<!\b[Nn]o)(?<!\b[Vv]ol)(?<!\b[Ss]ec)(?<!\b[Tt]ab)(?<!\b[Cc]h)(?<!\b[Vv]er)"
    r"(?P<stop>[.,;][”\"’]?)(?P<low>\d{1,2}(?:[,–-]\d{1,2})*)(?=\s+[A-Za-z“\"‘(]|\s*(?:\n|\Z))"
)
#: Numbers in round brackets at the end of a clause, and the word before them.
_ROUND_NUMBERS = re.compile(
    r"(?P<word>[^\W\d_]+)[”\"’]? (?P<number>\(\d{1,2}(?:[ ]?[,–-][ ]?\d{1,2})*\))(?=[.,;:]|[ \t]*(?:\n|\Z))"
)
#: Words for a source that was named before.
_LAST_ONE = Prefiltered(
    r"(?<![\w@:.])(?:[Ii]bid(?:em)?(?!\w)\.?|(?:[Oo]p|[Ll]oc)\.? ?cit(?!\w)\.?)",
    ("ibid", "op. cit", "op cit", "op.cit", "opcit", "loc. cit", "loc cit", "loc.cit", "loccit"),
)
#: The same as HTML, which is blanked in running text.
_TAGGED = re.compile(
    r"(?:(?<=[.,;:”\"’)])|(?<=[a-z]{4}))"
    r"<sup>\\?[\[(]?(?P<tag>\d{1,3}(?:[,–-] ?\d{1,3})*)\\?[\])]?</sup>"
)
#: A link in the words of a citation: [Author et al., 2019](https://example.org), [1](https://doi.org/10.1234/x).
_LINKED = re.compile(
    r"\[(?<!!\[)(?:\d{1,3}(?:[,–-] ?\d{1,3})*"
    r"|[^\W\d_a-z][\w’'-]+(?: et al\.?| (?:and|&) [^\W\d_a-z][\w’'-]+)?,? \(?(?:19|20)\d\d[a-z]?\)?)\]"
    r"\(<?https?://[^()\s]+\)"
)
_SIGNS_OF_RAISED = re.compile(r"\^(?=\d)|(?<=\d)\^|</?sup>")
_IN_TEXT = re.compile(r"\[\d|[¹²³⁴-⁹]|\^\d|<sup>\d|[.,;][”\"’]?\d")
#: What a unit is divided by: it may be squared.
_PER = re.compile(r"(?:\bper |/ ?)[^\W\d_]+\Z")
_LONGEST_UNIT = 40
_SOON = re.compile(rf"\b{dates.SOON}\b")
_HOW = "put its entry into a file in bib/, and write [@key] here"


def typed_reference_list(checked: Checked) -> Iterator[Finding]:
    """The list of references is made by the hub, not typed.

    A typed list and the citations in the text drift apart, and readers cannot follow a link from one to the other.
    Each source needs an entry, in a file in bib/ or below the text of the article, and a citation where it is used.
    Then delete the list with its heading.

    Wrong: ## References
    Right: (no such heading; put the sources into bib/ and cite them as [@key])
    """
    for document in checked.article_documents:
        for record in exported_records.find(document.running):
            message = f"this is a record in the format of {record.format}, and readers see its signs"
            entry = " ".join(record.entry.split()).replace(" }", "}")
            yield document.found(record.offset, message, f"put {entry} into a file in bib/, and delete it here")
        for one in document.lists:
            if one.lines:
                yield from _of_list(document, one, checked)
            else:
                yield _of_heading(document, one)


def _of_heading(document: Document, one: TypedList) -> Finding:
    """The heading of a list that is not there: with nothing below it, it is left out."""
    fix = Fix(len(document.content[: one.start].rstrip()), one.end, "")
    hint = "delete this heading"
    found = document.found(one.start, f"the hub prints the list “{one.name}” by itself", hint, fix)
    below = next((heading.offset for heading in document.headings if heading.offset >= one.end), len(document.content))
    return replace(found, harmless=not document.content[one.end : below].strip())


def _of_list(document: Document, one: TypedList, checked: Checked) -> Iterator[Finding]:
    sources = _listed(one, checked)
    cited = _cited(document, checked)
    fix = _as_entries(document, one, sources, checked) if all(row.key in cited for row in sources) else None
    first, last = (document.text.place(offset).line for offset in (one.start, one.end))
    name = f"the list “{one.name}” is typed" if one.name else "this list of references is typed"
    where = f"lines {first}–{last}" if last > first else f"line {first}"
    hint = f"delete {where} when each source below has an entry and is cited"
    yield document.found(one.start, f"{name}, and the hub prints its own", hint, fix)
    for source in sources:
        at = source.line.start
        cite = f"cite it as [@{source.key}]" if source.key not in cited or not source.source else ""
        if not source.source:
            yield document.found(at, "this source has no entry", _entry(source, cite), fix)
        elif cite:
            yield document.found(at, f"this source has an entry, @{source.key}, and nothing cites it", cite, fix)


def _entry(row: Listed, cite: str) -> str:
    """How to make an entry of a line of a list."""
    reference = row.line.reference
    if "title" not in reference.fields:
        return "write its entry, with its author, title and year, into a file in bib/, and cite it by its key"
    left = [f"the entry has no place for “{shortened(part.value)}”" for part in reference.left]
    doubts = "; ".join([*reference.doubts, *left][:2])
    return f"put {' '.join(row.entry.split()).replace(' }', '}')} into a file in bib/, and {cite}" + (
        doubts and f"; check it: {doubts}"
    )


def _listed(one: TypedList, checked: Checked) -> tuple[Listed, ...]:
    return typed_lists.listed(one.lines, checked.identities(), checked.catalogue.bibliography.sources)


def _cited(document: Document, checked: Checked) -> frozenset[str]:
    """The keys that the article cites, or will once its typed citations are written as the report says."""
    known = frozenset(document.article.keys) if document.article else frozenset()
    by_name = {source.key for _, source in typed.sources(document, checked)}
    by_list = {item.verdict.keys[0] for found in _of_lists(document, checked) for item in found.citation.items}
    return known | by_name | by_list


def _as_entries(document: Document, one: TypedList, sources: Sequence[Listed], checked: Checked) -> Fix | None:
    """The list as entries below the text, where every word of it is understood and nothing follows it."""
    content = document.content
    whole = all(row.source or row.line.reference.whole for row in sources)
    if not one.is_last or len(document.lists) > 1 or not whole or any(_unresolved(document, checked)):
        return None
    begin = len(content[: one.start].rstrip())
    entries = "".join(f"\n{row.entry}" for row in sources if not row.source)
    return Fix(begin, len(content), f"\n{entries}")


@dataclass(frozen=True, slots=True)
class _Cited:
    """A typed citation of sources in the typed list, the range of the text that it takes, and what to write for it."""

    citation: Citation
    start: int
    end: int
    right: str


def _of_lists(document: Document, checked: Checked) -> tuple[_Cited, ...]:
    """The citations of a text that its own typed list explains for certain."""
    return checked.once(document, _explained)


def _explained(document: Document, checked: Checked) -> Iterator[_Cited]:
    sources = [source for one in document.lists for source in _listed(one, checked)]
    if not sources:
        return
    works = Works(typed_citations.work(row.line.reference, row.key, row.line.number) for row in sources)
    passages = list(_passages(document))
    how = typed_citations.habits([passage for _, passage in passages], works)
    for start, passage in passages:
        for citation in typed_citations.find(passage, works, how):
            right = typed_citations.written(citation) if citation.certain else None
            if right and "@" not in passage.text[citation.start : citation.end]:
                yield _placed(document, start, citation, right)


def _placed(document: Document, start: int, citation: Citation, right: str) -> _Cited:
    """A citation in its file: one that is raised goes before the full stop, with a space before it."""
    begin, end = start + citation.start, start + citation.end
    content = document.content
    raised = next((m for m in _RAISED.finditer(content, max(begin - 7, 0)) if m.start() <= begin < m.end()), None)
    high = raised is not None or content[begin] in "⁰¹²³⁴⁵⁶⁷⁸⁹"
    if raised:
        begin, end = raised.span()
    stop = raised["stop"] if raised and raised["stop"] else ""
    if high and not stop and content[begin - 1 : begin] in (".", ",", ";"):
        stop, begin = content[begin - 1], begin - 1
    space = " " if high or content[begin - 1 : begin].isalnum() else ""
    return _Cited(citation, begin, end, f"{space}{right}{stop}")


def _passages(document: Document) -> Iterator[tuple[int, Passage]]:
    """The paragraphs of a text outside of its lists, each with where it begins."""
    running = document.running
    for match in running_text.PARAGRAPH.finditer(running):
        start = match.start()
        if not any(one.start <= start < one.end for one in document.lists):
            raised = tuple(
                next(found.span(name) for name in ("high", "tag", "low") if found[name])
                for found in _RAISED.finditer(match[0])
            )
            yield start, Passage(_SIGNS_OF_RAISED.sub(lambda found: " " * len(found[0]), match[0]), raised)


def typed_citation(checked: Checked) -> Iterator[Finding]:
    """A source of the bibliography is cited by its key, not typed.

    A typed citation is not linked, and the source is missing from the list of references.

    Where the authors differ from those of the source, another work may be meant, so nothing is fixed automatically.

    Wrong: Sleep matters (Author, 2024). Author (2024) says so.
    Right: Sleep matters [@author2024]. @author2024 says so.
    """
    for document in checked.article_documents:
        # What the article's own list says of a citation is certain.
        listed = [(found.start, found.end) for found in _of_lists(document, checked)]
        for one in typed.citations_of(document, checked):
            right, perhaps = one.right, one.perhaps
            if right and not any(start < one.end and one.start < end for start, end in listed):
                yield document.found(
                    one.start,
                    f"{shortened(one.text)} is typed and not cited",
                    f"write {right}" + (f", if {perhaps} is meant" if perhaps else ""),
                    None if perhaps else Fix(one.start, one.end, right),
                )


def typed_citation_without_entry(checked: Checked) -> Iterator[Finding]:
    """A citation that is typed needs an entry for its source, and becomes [@key].

    As it is, it is not linked, and the source is missing from the list of references.

    Wrong: Sleep matters (Author & Other, 2024). Sleep matters [1], and rest does too [2].
    Right: Sleep matters [@author2024].
    """
    for document in checked.article_documents:
        for found in _of_lists(document, checked):
            typed_so = document.content[found.start : found.end].strip(" .,;")
            fix = Fix(found.start, found.end, found.right)
            hint = f"write {found.right.strip(' .,;”')}"
            yield document.found(found.start, f"{shortened(typed_so)} is typed and not cited", hint, fix)
        yield from _of_dois(document, checked)
        yield from _of_notes(document, checked)
        for one in _unresolved(document, checked):
            if one.certain:
                yield document.found(one.start, f"{shortened(one.text)} is typed, and not linked to a source", _HOW)


def _of_notes(document: Document, checked: Checked) -> Iterator[Finding]:
    """The notes that are a typed reference."""
    # Few texts have such a note, and to know all sources by what they are takes a tenth of a check.
    lines, known = _notes(document, checked), checked.catalogue.bibliography.sources
    for row in typed_lists.listed(lines, checked.identities(), known) if lines else ():
        cite = f"write [@{row.key}] in the place of the note"
        hint = cite if row.source else _entry(row, cite)
        yield document.found(row.line.start, "this note is a typed reference, and leads to no source", hint)


def _notes(document: Document, checked: Checked) -> tuple[typed_lists.Line, ...]:
    return checked.once(document, _notes_in)


def _notes_in(document: Document, checked: Checked) -> Iterator[typed_lists.Line]:
    if "[^" in document.content or "^[" in document.content:
        yield from typed_lists.notes(document.content, document.running, document.body_start)


def _of_dois(document: Document, checked: Checked) -> Iterator[Finding]:
    """The sources that are cited by a DOI in brackets."""
    for match in document.find_running(typed.DOI_IN_BRACKETS):
        source = checked.identities().get(f"doi:{match['doi'].rstrip('.').lower()}")
        message = f"{shortened(match[0])} is typed and not cited"
        fix = Fix(match.start(), match.end(), f"[@{source.key}]") if source else None
        yield document.found(match.start(), message, f"write [@{source.key}]" if source else _HOW, fix)


def perhaps_typed_citation(checked: Checked) -> Iterator[Finding]:
    """What looks like a typed citation belongs in the bibliography.

    Put the source into bib/ and cite it by its key: then it is linked and listed. Numbers in brackets lead nowhere.

    Wrong: Sleep matters (Author, 2024). Sleep matters [author2024].
    Right: Sleep matters [@author2024].
    """
    known = checked.catalogue.bibliography.sources
    known_keys = cache(partial(keys.Keys.of, known))
    for document in checked.article_documents:
        for one in _unresolved(document, checked):
            if not one.certain:
                yield document.found(one.start, f"{shortened(one.text)} looks like a typed citation", _HOW)
        for short in document.find_running(_LAST_ONE):
            yield document.found(short.start(), f"{short[0]} names no source", "cite the source again, as [@key]")
        for match in typed.LIKE_A_KEY.finditer(document.running) if "[" in document.running else ():
            if match["key"] not in known:
                message = f"{shortened(match[0])} looks like a citation without its @, and has no entry in bib/"
                yield document.found(match.start(), message, keys.hint(known_keys().meant(match["key"])) or _HOW)


@dataclass(frozen=True, slots=True)
class _Unresolved:
    start: int
    text: str
    certain: bool


def _unresolved(document: Document, checked: Checked) -> tuple[_Unresolved, ...]:
    """The typed citations that no entry and no list explains.

    They are certain where they name several people, or where there are several of them.
    """
    return checked.once(document, _unexplained)


def _unexplained(document: Document, checked: Checked) -> Iterator[_Unresolved]:
    done = [(found.start, found.end) for found in _of_lists(document, checked)]
    done += [(one.start, one.end) for one in document.lists]
    done += [(one.start, one.end) for one in _notes(document, checked)]
    done += [(one.start, one.end) for one in document.formulas]

    def is_open(start: int, end: int) -> bool:
        return not any(begin < end and start < stop for begin, stop in done)

    named = [one for one in typed.unknown(document, checked) if is_open(one.start, one.end)]
    months = {one.start for one in named if typed.may_be_month(one.text)}
    several = sum(one.in_brackets and one.start not in months for one in named) > 1
    for one in named:
        # What is in press may have no entry yet, (May, 2018) may be a month, and London (2012) is no author.
        is_sure = not _SOON.search(one.text) and one.start not in months
        yield _Unresolved(one.start, one.text, is_sure and (one.names_several or (several and one.in_brackets)))
    for linked in document.find(_LINKED, document.body_start) if "](" in document.content else ():
        yield _Unresolved(linked.start(), linked[0], certain=False)
    yield from (one for one in _in_round_brackets(document) if is_open(one.start, one.start + 1))
    if not _IN_TEXT.search(document.running) and "<sup>" not in document.content:
        return
    running = document.running
    tags = document.find(_TAGGED, document.body_start) if "<sup>" in document.content else ()
    tagged = (tag for tag in tags if running[tag.start("tag")].isdigit())
    found = [*document.find_running(_NUMBERS), *document.find_running(_RAISED), *tagged]
    numbers = sorted(
        (match for match in found if is_open(*match.span()) and not _is_power(match)), key=lambda match: match.start()
    )
    values = {value for match in numbers for value in re.findall(r"\d+", match[0].translate(_HIGH))}
    certain = len(numbers) > 1 and len(values) > 1 and "1" in values
    for match in numbers:
        text = match[0].strip(" .,;")
        if certain or "[" in match[0] or match.lastgroup != "low":
            yield _Unresolved(match.end() - len(match[0].lstrip(" .,;")), text, certain)


def _is_power(found: Match) -> bool:
    """Whether it is a number such as that of 3 cm^2^, and of 3 metres per second²."""
    groups = found.match.groupdict()
    high = groups.get("high") or groups.get("tag") or (found[0] if found[0] in ("²", "³") else "")
    text, (start, end) = found.unwrapped.text, found.match.span()
    number = high.translate(_HIGH)
    is_of_unit = number in ("2", "3") and bool(_PER.search(text, max(0, start - _LONGEST_UNIT), start))
    return bool(high) and (is_of_unit or numbered.is_power(text, start, end, number))


def _in_round_brackets(document: Document) -> Iterator[_Unresolved]:
    """Numbers in round brackets that count sources: several of them, from 1 on, none of which numbers what is named."""
    if "(1" not in document.running:
        return
    found = [m for m in document.find_running(_ROUND_NUMBERS) if m["word"].casefold() not in numbered.NO_CLAIM]
    values = {value for match in found for value in re.findall(r"\d+", match["number"])}
    if len(found) > 1 and len(values) > 1 and "1" in values:
        yield from (_Unresolved(match.start("number"), match["number"], certain=False) for match in found)


_HIGH = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
