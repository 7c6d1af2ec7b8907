"""A check of the passages that citations name: pages, paragraphs, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.model.sources.source import Source
from studenthub.parse.markdown.citations import Cite, CiteGroup
from studenthub.parse.markdown.unwrapped import GAP
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

#: Pages as Pandoc does not read them: it knows p. 3, pp. 3, page 3, and a number alone.
_PAGES = re.compile(
    r"(?P<word>pp?(?=[ \d])|pgs?\b\.?|pages? (?:no\.?|nr\.?|number))[ ]?(?P<numbers>\d[\d ,&–—-]*)", re.IGNORECASE
)
_SPACED_RANGE = re.compile(r"(?<=\d)(?: +[–—-] *| *[–—-] +)(?=\d)")
_SEVERAL = re.compile(r"[,&–—-]")
_LEADING = re.compile(r"[,:]? ?")
_IN_ROUND = re.compile(r"\((pp?\. ?\d[\d–—-]*)\)")
#: Signs behind the last number, or behind a key.
_END = re.compile(r"(?:(?<=\d)|\A)[.,:]+\Z")
#: A passage before a key.
_BEFORE = re.compile(r"(?:pp?|pgs?|pages?|paras?|ss?|sections?|ch|chapter)\.? ?\d[\d–—-]*,?", re.IGNORECASE)
#: A year or pages in round brackets behind a source: @author2024 (2024), [@author2024] (p. 3).
_BEHIND = re.compile(rf"(?:{GAP.pattern})?\((?:(?P<year>\d{{4}}[a-z]?)|(?P<pages>pp?\.(?:{GAP.pattern})?\d[\d–—-]*))\)")
#: A page that may be as high as a year.
_HIGH_PAGE = re.compile(r"\d{4}")


def unread_passage(checked: Checked) -> Iterator[Finding]:
    """The passage of a source is in its brackets, as p. 3, pp. 3-5 or para. 3, without the year.

    Otherwise readers see "(Author, 2024, pg 3)", "(Author, 2024, p. p3)" or "Author (2024) (2024)".

    Wrong: [@author2024, pg 3]. Or: [@author2024, 2024]. Or: [p. 3, @author2024]. Or: @author2024 (2024)
    Right: [@author2024, p. 3]. Or: [@author2024]. Or: @author2024
    """
    known = checked.catalogue.bibliography.sources
    for document in checked.article_documents:
        for group in document.groups:
            for cite in group.cites:
                if source := known.get(cite.key):
                    yield from _named(document, group, cite, source)
            source = known.get(group.keys[0]) if len(group.cites) == 1 else None
            if source and (match := _BEHIND.match(document.content, group.end)):
                yield from _behind(checked, document, group, source, match)


def _named(document: Document, group: CiteGroup, cite: Cite, source: Source) -> Iterator[Finding]:
    """What is wrong with the passage of a citation."""
    before, behind = _on_a_line(cite.prefix).strip(), _on_a_line(cite.suffix)
    if _BEFORE.fullmatch(before):
        meant = _written(group, cite, before.rstrip(","))
        yield document.found(group.start, "a passage before its source is printed as it is typed", f"write {meant}")
    lead = _LEADING.match(behind)
    assert lead
    typed = behind[lead.end() :].rstrip() or lead[0].strip()
    year, _, passage = typed.partition(", ")
    if source.year and year == source.year and not _HIGH_PAGE.search(str(source.csl.get("page", ""))):
        message = f"the year is printed twice, the second time as a page: p. {year}"
        yield document.found(cite.offset, message, f"write {_written(group, cite, passage)}")
    elif (meant := _END.sub("", typed)) != typed:
        message = f"readers see {typed[len(meant) :]} at the end of this citation"
        yield document.found(cite.offset, message, "delete it", _fix(document, group, cite, typed, meant))
    elif (meant := _read(typed)) != typed:
        message = f"{shortened(typed)} is not read as a page, but printed as it is typed"
        yield document.found(
            cite.offset, message, f"write {shortened(meant)}", _fix(document, group, cite, typed, meant)
        )


def _on_a_line(words: str) -> str:
    """Words of a citation without the signs with which the lines of a quotation begin."""
    return words.replace(" > ", " ")


def _written(group: CiteGroup, cite: Cite, passage: str) -> str:
    """A citation with a passage, or with "" none, as it is to be written."""
    key = f"@{shortened(cite.key)}"
    if group.narrative:
        return f"{key} [{passage}]" if passage else key
    return f"[{key}, {passage}]" if passage else f"[{key}]"


def _read(typed: str) -> str:
    """A passage as Pandoc reads it."""
    if match := _IN_ROUND.fullmatch(typed):
        return match[1]
    if match := _PAGES.fullmatch(typed):
        typed = f"{'pp.' if _SEVERAL.search(match['numbers']) else 'p.'} {match['numbers']}"
    return _SPACED_RANGE.sub("–", typed)


def _fix(document: Document, group: CiteGroup, cite: Cite, typed: str, meant: str) -> Fix | None:
    """Another passage in the place of what is typed, where that is on one line."""
    at = document.content.find(typed, cite.offset, group.end)
    return Fix(at, at + len(typed), meant) if at >= 0 else None


def _behind(
    checked: Checked, document: Document, group: CiteGroup, source: Source, match: re.Match[str]
) -> Iterator[Finding]:
    """Pages or a year behind the brackets of a citation, or behind a name."""
    cite = group.cites[0]
    if match["pages"] and not cite.suffix.strip():
        pages = GAP.sub(" ", match["pages"])
        start, signs = (group.end, " [{}]") if group.narrative else (group.end - 1, ", {}]")
        yield document.found(
            group.end,
            "these pages are outside the citation",
            f"write {_written(group, cite, pages)}",
            Fix(start, match.end(), signs.format(pages)),
        )
    elif group.narrative and match["year"] == source.year and document.article:
        style = checked.style_of(document.article)
        if style and style.cites_years and style.has_names_in_brackets:
            message = f"the year is printed twice: ({source.year}) ({source.year})"
            yield document.found(group.end, message, "delete it", Fix(group.end, match.end(), ""))
