"""Checks of sources that are words of a sentence: @author2024 found this."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.parse.markdown.unwrapped import GAP, Match
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

#: One source in brackets, with nothing before it, and perhaps a passage behind it.
_BRACKETED = re.compile(
    r"\[(?P<cited>@(?:\{(?P<braced>[^{}\s@\[\]]++)\}|(?P<plain>[\w:.#$%&+<>~/-]++)))"
    r"(?:, ?(?P<passage>[^\[\]@;\n]++))?\](?![(\[])"
)
#: Words that need a name behind them: in English, Afrikaans, French and Portuguese.
_NEEDS_NAME = re.compile(r"\b(?:according to|volgens|selon|d[’']après|segundo|de acordo com) \Z", re.IGNORECASE)
#: Where a sentence or a clause begins. The end of a short word may be that of an abbreviation: et al.
_BEGINS = re.compile(
    r"(?:(?:\A|\n)[ \t>]*(?:[-*+] +|\d{1,3}[.)] +)?|[^\W\d_]{4}[.?!][”’\"']? "
    r"|, |\b(?:[Aa]s|[Ww]hile|[Ww]hereas|[Aa]lthough|[Tt]hough|[Bb]ut|[Bb]ecause|[Ww]hat|[Ww]hen|[Hh]ow|that) )"
    r"(?P<within>In )?\Z"
)
#: What authors do in their works, behind their names.
_DO = re.compile(
    r" (?:(?:also|first|further|later|recently|rightly|then|therefore|ha(?:s|ve|d)|did not|do(?:es)? not) )?"
    r"(?:(?:argu|believ|compar|conclud|defin|demonstrat|describ|emphasi[sz]|estimat|examin|explor|indicat|investigat"
    r"|measur|not|observ|propos|stat)(?:es?|ed)"
    r"|(?:ask|assert|claim|confirm|discuss|explain|highlight|maintain|point|recommend|report|show|stress|suggest|warn)"
    r"(?:e?s|ed)?|(?:review|stud[iy]|survey)ed|finds?|found|identif(?:y|ied|ies)|says?|said|shown|studied|thinks?"
    r"|thought|writes?|written|wrote)\b"
)
#: A citation that says nothing besides its key, as a CSL processor is asked for it.
_ALONE = re.compile(r"@\{[^{}]+\}|\[@\{[^{}]+\}\]")
#: Other authors behind a name, and a year behind names.
_OTHERS = re.compile(r",? (?:et al\.?|(?:and|&) [\w’'-]+)$")
_YEAR = re.compile(r",?(?: \(?\d{4}[a-z]?\)?)?,?$")
#: The characters before a source that are looked at.
_NEAR = 40


def source_in_brackets(checked: Checked) -> Iterator[Finding]:
    """A source that is a word of the sentence is cited without brackets.

    In brackets, readers see "According to (Author, 2024)", or a number in the place of a name.

    Wrong: According to [@author2024], sleep matters. Or: [@author2024, p. 3] found that it does.
    Right: According to @author2024, sleep matters. Or: @author2024 [p. 3] found that it does.
    """
    known = checked.catalogue.bibliography.sources
    for document in checked.article_documents:
        for match in document.find_running(_BRACKETED) if document.groups else ():
            if (match["braced"] or match["plain"]) in known and _is_word(match):
                passage = f" [{match['passage'].strip()}]" if match["passage"] else ""
                yield document.found(
                    match.start(),
                    "this source is a word of the sentence, and should not be in brackets",
                    f"write {shortened(match['cited'] + passage)}",
                    Fix(match.start(), match.end(), match["cited"] + passage),
                )


def _is_word(match: Match) -> bool:
    """Whether the sentence around a source lacks a word without it."""
    before, behind = match.before(_NEAR), match.behind(_NEAR)
    if _NEEDS_NAME.search(before):
        return True
    begins = _BEGINS.search(before)
    return begins is not None and (behind.startswith(",") if begins["within"] else _DO.match(behind) is not None)


def name_twice(checked: Checked) -> Iterator[Finding]:
    """A citation prints the name of its author itself.

    Wrong: Author @author2024 found this. Or: Author [@author2024] found this. Or: It is so [Author, @author2024].
    Right: @author2024 found this. Or: Author [-@author2024] found this. Or: It is so [@author2024].
    """
    known = checked.catalogue.bibliography.sources
    for article in checked.catalogue.articles:
        for group in article.groups:
            cite, source = group.cites[0], known.get(group.cites[0].key)
            if source is None or not source.authors or cite.is_suppressed:
                continue
            name = source.authors[0].sort_name
            is_inside = _is_name(name, _YEAR.sub("", cite.prefix.rstrip()))
            # With more than a key in its brackets, a citation says something of its own.
            is_alone = _ALONE.fullmatch(group.source) is not None
            before = article.text.content[max(0, group.start - 90) : group.start]
            if not is_inside and not (is_alone and _is_name(name, GAP.sub(" ", before))):
                continue
            style = checked.style_of(article)
            if group.narrative or (style and style.has_names_in_brackets):
                printed = source.label if group.narrative else f"({source.short_authors}, {source.year})"
                key = shortened(source.key)
                yield Finding(
                    article.text.place(group.start),
                    f"the name is printed twice: {name} {printed}",
                    f"delete it before @{key}" if is_inside else f"write [-@{key}], or leave the name out",
                    None if is_inside else Fix(group.start, group.end, f"[-@{source.key}]"),
                )


def _is_name(name: str, before: str) -> bool:
    """Whether what is before a citation ends with the name of its author, perhaps with others."""
    said = before.rstrip().casefold()
    return said.endswith(name.casefold()) or _OTHERS.sub("", said).endswith(name.casefold())
