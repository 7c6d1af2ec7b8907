"""Checks for sources that an article names without citing them: typed references and typed citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from studenthub.parse.bibtex import exported_records, keys
from studenthub.parse.markdown.reference_lists import ReferenceList
from studenthub.rules.checked import Checked
from studenthub.rules.citing import own_references, typed_citations, unresolved
from studenthub.rules.citing.typed_references import TypedReference
from studenthub.rules.document import Document, Prefiltered
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

#: Words for a source that was named before.
_LAST_ONE = Prefiltered(
    r"(?<![\w@:.])(?:[Ii]bid(?:em)?(?!\w)\.?|(?:[Oo]p|[Ll]oc)\.? ?cit(?!\w)\.?)",
    ("ibid", "op. cit", "op cit", "op.cit", "opcit", "loc. cit", "loc cit", "loc.cit", "loccit"),
)
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


def _of_heading(document: Document, one: ReferenceList) -> Finding:
    """The heading of a list that is not there: with nothing below it, it is left out."""
    fix = Fix(_end_above(document, one), one.end, "")
    hint = "delete this heading"
    found = document.found(one.start, f"the hub prints the list “{one.name}” by itself", hint, fix)
    below = next((heading.offset for heading in document.headings if heading.offset >= one.end), len(document.content))
    return replace(found, harmless=not document.content[one.end : below].strip())


def _of_list(document: Document, one: ReferenceList, checked: Checked) -> Iterator[Finding]:
    sources = own_references.matched(one.lines, checked)
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


def _entry(row: TypedReference, cite: str) -> str:
    """How to make an entry of a line of a list."""
    reference = row.line.reference
    if "title" not in reference.fields:
        return "write its entry, with its author, title and year, into a file in bib/, and cite it by its key"
    left = [f"the entry has no place for “{shortened(part.value)}”" for part in reference.left]
    doubts = "; ".join([*reference.doubts, *left][:2])
    return f"put {' '.join(row.entry.split()).replace(' }', '}')} into a file in bib/, and {cite}" + (
        doubts and f"; check it: {doubts}"
    )


def _cited(document: Document, checked: Checked) -> frozenset[str]:
    """The keys that the article cites, or will once its typed citations are written as the report says."""
    known = frozenset(document.article.keys) if document.article else frozenset()
    by_name = {source.key for _, source in typed_citations.sources(document, checked)}
    by_list = {
        item.verdict.keys[0] for found in own_references.citations(document, checked) for item in found.citation.items
    }
    return known | by_name | by_list


def _as_entries(
    document: Document, one: ReferenceList, sources: Sequence[TypedReference], checked: Checked
) -> Fix | None:
    """The list as entries below the text, where every word of it is understood and nothing but entries follows it."""
    whole = all(row.source or row.line.reference.whole for row in sources)
    if not one.is_last or len(document.lists) > 1 or not whole or any(unresolved.find(document, checked)):
        return None
    entries = "".join(f"\n{row.entry}" for row in sources if not row.source)
    # What is behind the list looks empty, and may be the entries that the article has below its text.
    return Fix(_end_above(document, one), one.end, f"\n{entries}".rstrip("\n"))


def _end_above(document: Document, one: ReferenceList) -> int:
    """Where the text above a list ends. Entries above it are blanks here, which count: they are in the file."""
    return len(document.content[: one.start].rstrip("\n"))


def typed_citation(checked: Checked) -> Iterator[Finding]:
    """A source of the bibliography is cited by its key, not typed.

    A typed citation is not linked, and the source is missing from the list of references.

    Where the authors differ from those of the source, another work may be meant, so nothing is fixed automatically.

    Wrong: Sleep matters (Author, 2024). Author (2024) says so.
    Right: Sleep matters [@author2024]. @author2024 says so.
    """
    for document in checked.article_documents:
        # What the article's own list says of a citation is certain.
        listed = [(found.start, found.end) for found in own_references.citations(document, checked)]
        for one in typed_citations.citations_of(document, checked):
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
        for found in own_references.citations(document, checked):
            typed_so = document.content[found.start : found.end].strip(" .,;")
            fix = Fix(found.start, found.end, found.right)
            hint = f"write {found.right.strip(' .,;”')}"
            yield document.found(found.start, f"{shortened(typed_so)} is typed and not cited", hint, fix)
        yield from _of_dois(document, checked)
        yield from _of_notes(document, checked)
        for one in unresolved.find(document, checked):
            if one.certain:
                yield document.found(one.start, f"{shortened(one.text)} is typed, and not linked to a source", _HOW)


def _of_notes(document: Document, checked: Checked) -> Iterator[Finding]:
    """The notes that are a typed reference."""
    # Few texts have such a note, and to know all sources by what they are takes a tenth of a check.
    lines = own_references.notes(document, checked)
    for row in own_references.matched(lines, checked) if lines else ():
        cite = f"write [@{row.key}] in the place of the note"
        hint = cite if row.source else _entry(row, cite)
        yield document.found(row.line.start, "this note is a typed reference, and leads to no source", hint)


def _of_dois(document: Document, checked: Checked) -> Iterator[Finding]:
    """The sources that are cited by a DOI in brackets."""
    for match in document.find_running(typed_citations.DOI_IN_BRACKETS):
        source = checked.index.by_identity.get(f"doi:{match['doi'].rstrip('.').lower()}")
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
        for one in unresolved.find(document, checked):
            if not one.certain:
                yield document.found(one.start, f"{shortened(one.text)} looks like a typed citation", _HOW)
        for short in document.find_running(_LAST_ONE):
            yield document.found(short.start(), f"{short[0]} names no source", "cite the source again, as [@key]")
        for match in typed_citations.LIKE_A_KEY.finditer(document.running) if "[" in document.running else ():
            if match["key"] not in known:
                message = f"{shortened(match[0])} looks like a citation without its @, and has no entry in bib/"
                yield document.found(match.start(), message, keys.hint(known_keys().meant(match["key"])) or _HOW)
