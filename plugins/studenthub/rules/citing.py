"""Checks of what articles cite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from studenthub import styles
from studenthub.articles import Article
from studenthub.bibliography import Source
from studenthub.citations import Cite
from studenthub.problems import Fix, did_you_mean, shortened
from studenthub.rules.checked import Checked, Finding

_ROUND = re.compile(r"\((?P<inner>(?:see |e\.g\.,? |cf\. )?-?@[^()\[\]\n]*)\)")
_AFTER_STOP = re.compile(
    r"(?<=[a-z0-9”\"’)])(?P<stop>[.?!])(?P<space>[ \t]+)(?P<group>\[[^\[\]\n]*@[^\[\]\n]*\])(?=[ \t]*(?:\n|\Z))"
)
_TYPED = re.compile(
    r"\((?P<inner>(?:see |e\.g\.,? |cf\. )?[A-ZÀ-Þ][\w’'-]+[^()\[\]@\n]{0,120}?,? (?:19|20)\d\d[a-z]?"
    r"(?:, ?pp?\. ?[\d–-]+)?)\)"
)
_ONE_TYPED = re.compile(
    r"(?:see |e\.g\.,? |cf\. )?(?P<name>[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)*)"
    r"(?P<others>(?:,? et al\.?|,? (?:and|&|,) [A-ZÀ-Þ][\w’'-]+|, [A-ZÀ-Þ][\w’'-]+)*)"
    r",? (?P<year>(?:19|20)\d\d)[a-z]?(?:, ?(?P<page>pp?\. ?[\d–-]+))?"
)
_NUMBERS = re.compile(r"(?<=[\w.,;”\"’)])[ ]?\[(?:\d{1,2})(?:[ ]?[,–-][ ]?\d{1,2})*\](?![(\[:])")
_WORD_IN_BRACKETS = re.compile(r"\[(?<![!\]\\]\[)(?P<inner>-?[^\W\d][\w:.+-]*\d[\w:.+-]*)\](?![(\[:])")
#: What stands before a year in brackets and is no author.
_NOT_AUTHORS = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "spring", "summer", "autumn", "winter", "act", "section", "table", "figure", "since", "until", "from",
    "in", "by", "before", "after", "about", "version", "edition", "published", "accessed", "updated", "between", "the",
}  # fmt: skip


def unknown_source(checked: Checked) -> Iterator[Finding]:
    """A citation must name an entry of the bibliography.

    Readers follow a citation to its source; one that leads nowhere is a claim without evidence.

    Wrong: [@chretein2011]
    Right: [@chretien2011]
    """
    bibliography = checked.catalogue.bibliography
    known, broken = bibliography.sources, bibliography.broken
    folded: Mapping[str, str] | None = None
    for article in checked.catalogue.articles:
        for group in article.groups:
            for cite in group.cites:
                if cite.key not in known:
                    folded = folded if folded is not None else {key.casefold(): key for key in known}
                    yield _unknown(article, cite, group.narrative, cite.key in broken, folded)


def _unknown(article: Article, cite: Cite, narrative: bool, broken: bool, known: Mapping[str, str]) -> Finding:
    place = article.text.place(cite.offset)
    if broken:
        return Finding(
            place, f"the source @{cite.key} cannot be used", "its entry in the bibliography has a mistake of its own"
        )
    hint = did_you_mean(cite.key, known.values(), "@") or "add it to bib/, or look for its key there"
    if narrative:
        hint += rf"; for a name that is no source, write \@{cite.key}"
    # Only capitals differ: no other source can be meant. A near miss may well be another year's.
    same = known.get(cite.key.casefold())
    start = article.text.content.find(cite.key, cite.offset)
    fix = Fix(start, start + len(cite.key), same) if same and start >= 0 else None
    return Finding(place, f"unknown source @{cite.key}", hint, fix)


def unknown_style(checked: Checked) -> Iterator[Finding]:
    """The field csl names a style of the CSL repository.

    Wrong: csl: vancover
    Right: csl: nlm-citation-sequence
    """
    for article in checked.catalogue.articles:
        if article.csl:
            try:
                styles.find(article.csl)
            except styles.UnknownStyle as unknown:
                yield Finding(article.places["csl"], str(unknown), unknown.hint)


def typed_citation(checked: Checked) -> Iterator[Finding]:
    """A source of the bibliography is cited by its key, not typed.

    A typed citation is not linked, and the source is missing from the list of references.

    Wrong: Sleep matters (Author, 2024).
    Right: Sleep matters [@author2024].
    """
    by_name: dict[tuple[str, str], set[str]] | None = None
    for document in checked.articles:
        for match in _TYPED.finditer(document.running):
            by_name = by_name if by_name is not None else _by_name(checked)
            keys = _keys(match["inner"], by_name)
            if keys and "" not in keys:
                group = f"[{'; '.join(keys)}]"
                yield document.found(
                    match.start(),
                    f"{shortened(match[0])} is typed and not cited",
                    f"write {group}",
                    Fix(match.start(), match.end(), group),
                )


def perhaps_typed_citation(checked: Checked) -> Iterator[Finding]:
    """What looks like a typed citation belongs into the bibliography.

    Put the source into bib/ and cite it by its key: then it is linked and listed. Numbers in brackets lead nowhere.

    Wrong: Sleep matters (Author, 2024). Sleep matters [1].
    Right: Sleep matters [@author2024].
    """
    by_name: dict[tuple[str, str], set[str]] | None = None
    for document in checked.articles:
        for match in _TYPED.finditer(document.running):
            by_name = by_name if by_name is not None else _by_name(checked)
            keys = _keys(match["inner"], by_name)
            if keys and "" in keys:
                yield document.found(
                    match.start(),
                    f"{shortened(match[0])} looks like a typed citation",
                    "put the source into bib/ and cite it as [@key]",
                )
        if "[" in document.running:
            for match in _NUMBERS.finditer(document.running):
                at = document.content.index("[", match.start())
                yield document.found(
                    at, "a number in brackets leads to no source", "put the source into bib/ and cite it as [@key]"
                )


def _by_name(checked: Checked) -> dict[tuple[str, str], set[str]]:
    """The keys by the first author's family name, in small letters, and the year."""
    found: dict[tuple[str, str], set[str]] = {}
    for source in checked.catalogue.bibliography.sources.values():
        if source.authors:
            found.setdefault((source.authors[0].sort_name.casefold(), source.year), set()).add(source.key)
    return found


def _keys(inner: str, by_name: Mapping[tuple[str, str], set[str]]) -> list[str]:
    """A citation for each part of a typed group, "" for one that is not known; nothing for what is no citation."""
    found: list[str] = []
    for part in inner.split(";"):
        match = _ONE_TYPED.fullmatch(part.strip())
        if not match or not _NOT_AUTHORS.isdisjoint(match["name"].casefold().split()):
            return []
        keys = by_name.get((match["name"].casefold(), match["year"]), set())
        page = f", {match['page']}" if match["page"] else ""
        found.append(f"@{next(iter(keys))}{page}" if len(keys) == 1 else "")
    return found


def round_brackets(checked: Checked) -> Iterator[Finding]:
    """A citation stands in square brackets.

    With round ones, readers see "(Author (2024))".

    Wrong: (@author2024)
    Right: [@author2024]
    """
    known = checked.catalogue.bibliography.sources
    for document in checked.articles:
        if "@" not in document.running:
            continue
        for match in _ROUND.finditer(document.running):
            groups = document.article.groups if document.article else ()
            inside = [cite for group in groups for cite in group.cites if match.start() < cite.offset < match.end()]
            if any(cite.key in known for cite in inside):
                yield document.found(
                    match.start(),
                    "a citation in round brackets gets a second pair",
                    f"write [{shortened(match['inner'])}]",
                    Fix(match.start(), match.end(), f"[{match['inner']}]"),
                )


def forgotten_at(checked: Checked) -> Iterator[Finding]:
    """A key in brackets has its sign @.

    Without it, it is just a word in brackets.

    Wrong: Sleep matters [author2024].
    Right: Sleep matters [@author2024].
    """
    known = checked.catalogue.bibliography.sources
    for document in checked.articles:
        if "[" not in document.running:
            continue
        for match in _WORD_IN_BRACKETS.finditer(document.running):
            key = match["inner"].removeprefix("-")
            if key in known:
                at = match.end("inner") - len(key)
                yield document.found(
                    match.start(),
                    f"{shortened(key)} is a source, but nothing cites it here",
                    f"write [@{key}]",
                    Fix(at, at, "@"),
                )


def citation_after_stop(checked: Checked) -> Iterator[Finding]:
    """The full stop stands after the citation.

    Otherwise the citation belongs to no sentence.

    Wrong: Sleep matters. [@author2024]
    Right: Sleep matters [@author2024].
    """
    for document in checked.articles:
        if "] " in document.running or "]\n" in document.running:
            for match in _AFTER_STOP.finditer(document.running):
                yield document.found(
                    match.start("group"),
                    "the full stop comes after the citation",
                    "move it behind the bracket",
                    Fix(
                        match.start(),
                        match.end(),
                        f" {document.content[match.start('group') : match.end('group')]}{match['stop']}",
                    ),
                )


def name_twice(checked: Checked) -> Iterator[Finding]:
    """A citation in the sentence prints the name itself.

    Wrong: Author @author2024 found this.
    Right: @author2024 found this. Or: Author [-@author2024] found this.
    """
    known = checked.catalogue.bibliography.sources
    for article in checked.catalogue.articles:
        for group in article.groups:
            if not group.narrative or group.source.startswith("-") or group.cites[0].key not in known:
                continue
            source = known[group.cites[0].key]
            before = article.text.content[max(0, group.start - 60) : group.start].rstrip()
            if source.authors and before.casefold().endswith(source.authors[0].sort_name.casefold()):
                yield Finding(
                    article.text.place(group.start),
                    f"the name is printed twice: {source.authors[0].sort_name} {source.label}",
                    f"write [-@{source.key}], or leave the name out",
                )


#: Types of articles that may rest on what their authors think.
_PERSONAL = {"reflection", "guide", "interview", "editorial", "letter"}
#: From so many words on, an article needs more than one source.
_LONG = 600
_CLAIM = re.compile(
    r"\b\d+(?:[.,]\d+)? ?(?:%|per ?cent\b)|\b(?:studies|research|evidence|trials?|surveys?|experts?|statistics|data) "
    r"(?:has |have )?(?:shows?|shown|suggests?|suggested|found|finds?|indicates?|indicated|demonstrates?|demonstrated|"
    r"proves?|proven)\b"
    r"|\b(?:it is (?:well[- ])?(?:known|established|proven|documented))\b",
    re.IGNORECASE,
)


def uncited_claim(checked: Checked) -> Iterator[Finding]:
    """A number, or what "studies show", needs a source.

    A reader who doubts it must be able to look it up. One citation in the paragraph is enough.

    Wrong: Studies show that 40 per cent of students sleep badly.
    Right: In one survey, 40 per cent of students slept badly [@author2024].
    """
    for document in checked.articles:
        article = document.article
        if article is None or article.type in _PERSONAL:
            continue
        for match in _CLAIM.finditer(document.running):
            start, end = _paragraph(document.running, match.start())
            if not any(start <= group.start < end for group in article.groups):
                yield document.found(
                    match.start(), f"“{shortened(match[0])}”: says who?", "cite the source in this paragraph"
                )


def _paragraph(text: str, offset: int) -> tuple[int, int]:
    end = text.find("\n\n", offset)
    return max(0, text.rfind("\n\n", 0, offset)), len(text) if end < 0 else end


def old_sources(checked: Checked) -> Iterator[Finding]:
    """Most sources of an article are less than ten years old when it appears.

    Medicine changes. Old sources may be right, but look for newer ones as well.

    Wrong: an article of 2024 whose four sources are of 2009 to 2013
    Right: the same article with a review of 2022
    """
    for article, sources in _sources(checked):
        years = [int(source.year) for source in sources if re.fullmatch(r"\d{4}", source.year)]
        old = [year for year in years if year < article.date.year - 10]
        if len(years) >= 3 and len(old) == len(years):
            yield Finding(
                article.places["date"],
                f"all {len(years)} sources are more than ten years older than the article",
                "look whether something newer says the same",
            )


def single_source(checked: Checked) -> Iterator[Finding]:
    """A long article rests on more than one source.

    Wrong: 1,000 words with one source
    Right: the same with three, one of which disagrees
    """
    for article, sources in _sources(checked):
        if len(sources) < 2 and article.type not in _PERSONAL and article.words >= _LONG:
            count = "only one source" if sources else "no source"
            yield Finding(
                article.text.place(article.body_start),
                f"{article.words} words cite {count}",
                "who else has written about it?",
            )


def later_source(checked: Checked) -> Iterator[Finding]:
    """A source is not younger than the article that cites it.

    One of the two dates is wrong, or the article was changed: then say so with updated: or changes:.

    Wrong: an article of 2020 that cites a source of 2023
    Right: the same with updated: 2023-05-01
    """
    for article, sources in _sources(checked):
        for source in sources:
            if re.fullmatch(r"\d{4}", source.year) and int(source.year) > article.last_changed.year:
                cite = next(cite for group in article.groups for cite in group.cites if cite.key == source.key)
                yield Finding(
                    article.text.place(cite.offset),
                    f"@{source.key} is of {source.year}, the article of {article.last_changed.year}",
                    "mend the year, or say when the article was updated",
                )


def _sources(checked: Checked) -> Iterator[tuple[Article, list[Source]]]:
    known = checked.catalogue.bibliography.sources
    for article in checked.catalogue.articles:
        if article.date.year > 1:
            yield article, [known[key] for key in article.keys if key in known]
