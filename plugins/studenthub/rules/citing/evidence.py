"""Advice on evidence: claims without a source, old sources, and articles that rest on one source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from operator import itemgetter

from studenthub.model.articles import Article
from studenthub.model.sources.source import Source
from studenthub.rules.checked import Checked
from studenthub.rules.citing import typed_citations
from studenthub.rules.document import Document, Prefiltered
from studenthub.rules.finding import Finding
from studenthub.source.problems import shortened

#: Types of articles that may rest on what their authors think.
_PERSONAL = {"reflection", "guide", "interview", "editorial", "letter"}
#: An article with this number of words, or more, needs more than one source.
_LONG = 600
#: Words for the people a number is about. Other numbers are mostly an author's own: results, settings, intervals.
_PEOPLE = (
    r"(?:students?|patients|people|persons|women|men|girls|boys|children|adults|adolescents|infants|babies|mothers"
    r"|fathers|doctors|nurses|physicians|surgeons|clinicians|interns|professionals|workers|respondents|users|citizens"
    r"|[A-Z][a-z]+ans|households|families|population|deaths|admissions|hospitals|schools|universities|countries"
    r"|them|us|those"
    # In Afrikaans, French and Portuguese.
    r"|studente|pasiënte|mense|vroue|mans|kinders|dokters|verpleegkundiges|étudiante?s|personnes|femmes|hommes"
    r"|enfants|adultes|médecins|infirmi[eè]re?s|estudantes|doentes|pacientes|pessoas|mulheres|homens|crianças|adultos"
    r"|médicos|enfermeir[oa]s)\b"
)
_CLAIM = Prefiltered(
    rf"\b\d+(?:[.,]\d+)? ?(?:\\?%|(?:per ?cent|pour cent|por cento|persent)\b) (?:of|des?|d[oa]s?|van) "
    rf"(?:[\w’'-]+ ){{0,3}}(?-i:{_PEOPLE})"
    r"|\b(?:studies|research|evidence|trials?|surveys?|experts?|statistics|data) "
    r"(?:has |have )?(?:shows?|shown|suggests?|suggested|found|finds?|indicates?|indicated|"
    r"demonstrates?|demonstrated|proves?|proven) that\b"
    r"|\b(?:it is (?:well[- ])?(?:known|established|proven|documented))\b",
    (
        "%",
        "per cent",
        "percent",
        "pour cent",
        "por cento",
        "persent",
        "show",
        "suggest",
        "found",
        "find",
        "indicat",
        "demonstrat",
        "prove",
        "it is ",
    ),
    re.IGNORECASE,
)

#: A word with a number in it.
_LIKE_A_KEY = re.compile(r"(?<![\w:.+-])[^\W\d][\w:+-]*\d[\w:+-]*")


def uncited_claim(checked: Checked) -> Iterator[Finding]:
    """What "studies show", and how many of all people do something, needs a source.

    A reader who doubts it must be able to look it up. One citation in the paragraph is enough.

    Wrong: Studies show that 40 per cent of students sleep badly.
    Right: In one survey, 40 per cent of students slept badly [@author2024].
    """
    for document in checked.article_documents:
        article = document.article
        if article is None or article.type in _PERSONAL:
            continue
        end = 0
        for match in document.find_running(_CLAIM):
            # Once for each paragraph.
            if match.start() < end:
                continue
            start, end = _paragraph(document.running, match.start())
            if not any(start <= group.start < end for group in article.groups):
                message = f"“{shortened(match[0])}” needs a source"
                yield document.found(match.start(), message, "cite one in this paragraph")


def _paragraph(text: str, offset: int) -> tuple[int, int]:
    end = text.find("\n\n", offset)
    return max(0, text.rfind("\n\n", 0, offset)), len(text) if end < 0 else end


def old_sources(checked: Checked) -> Iterator[Finding]:
    """Most sources of an article are less than ten years old when it appears.

    Knowledge changes. Old sources may be right, but look for newer ones as well.

    Wrong: an article of 2024 whose four sources are of 2009 to 2013
    Right: the same article with a review of 2022
    """
    for article, sources in _sources(checked):
        years = [int(source.year) for source in sources.values() if re.fullmatch(r"\d{4}", source.year)]
        old = [year for year in years if year < article.date.year - 10]
        if len(years) >= 3 and len(old) == len(years):
            yield Finding(
                article.places["date"],
                f"all {len(years)} sources are more than ten years older than the article",
                "check whether something newer says the same",
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
        for offset, source in sources.items():
            if re.fullmatch(r"\d{4}", source.year) and int(source.year) > article.last_changed.year:
                yield Finding(
                    article.text.place(offset),
                    f"@{source.key} is of {source.year}, the article of {article.last_changed.year}",
                    "fix the year, or say when the article was updated",
                )


def _sources(checked: Checked) -> Iterator[tuple[Article, Mapping[int, Source]]]:
    """The articles with the sources that they name, each by its first place.

    A source counts as well where its citation has a slip: what the article rests on is the same when that is fixed.
    """
    for document in checked.article_documents:
        if (article := document.article) and article.is_dated:
            yield article, dict(checked.once(document, _rests_on))


def _rests_on(document: Document, checked: Checked) -> Iterator[tuple[int, Source]]:
    first: dict[str, tuple[int, Source]] = {}
    for offset, source in sorted(_named(document, checked), key=itemgetter(0)):
        first.setdefault(source.key, (offset, source))
    return iter(first.values())


def _named(document: Document, checked: Checked) -> Iterator[tuple[int, Source]]:
    known = checked.catalogue.bibliography.sources
    cites = [cite for group in document.groups for cite in group.cites]
    yield from ((cite.offset, known[cite.key]) for cite in cites if cite.key in known)
    yield from typed_citations.sources(document, checked)
    if document.running.count("@") > len(cites) or "cite" in document.running:
        for match in _LIKE_A_KEY.finditer(document.running):
            if source := known.get(match[0]):
                yield match.start(), source
