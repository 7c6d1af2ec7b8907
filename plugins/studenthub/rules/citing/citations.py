"""Checks of what articles cite."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise

from studenthub import styles
from studenthub.model.articles import Article
from studenthub.model.sources.source import Source
from studenthub.parse import look_alikes
from studenthub.parse.bibtex import keys
from studenthub.parse.identifiers import DOI
from studenthub.parse.markdown import brackets
from studenthub.parse.markdown.citations import Cite, CiteGroup
from studenthub.parse.markdown.unwrapped import GAP, Match, Unwrapped
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

_SIGNS = re.compile(r"[\W_]+")
_ROUND = re.compile(
    r"\((?P<lead>(?:see (?:also )?|e\.g\.,? |cf\. )?)"
    r"(?:(?P<inner>-?@[^()\[\]\n]*)|\[(?P<square>[^()\[\]\n]*@[^()\[\]\n]*)\])\)"
    r"|\{(?<!@\{)(?:(?P<curly>-?@[^{}\n]*)|\[(?P<braced>[^{}\[\]\n]*@[^{}\[\]\n]*)\])\}|\[\[(?P<double>[^\[\]\n]*@[^\[\]\n]*)\]\](?!\()"
)
_INNER = ("inner", "square", "curly", "braced", "double")
_CITED = r"\[[^\[\]\n]*@[^\[\]\n]*\]"
_AFTER_STOP = re.compile(
    r"(?<=[a-z0-9”\"’)])(?P<stop>[.?!])"
    rf"[ \t]*(?P<group>{_CITED})(?=[ \t]*(?:\n|\Z)|\s+[A-Z“\"])"
)
_STOP_BEFORE_BRACKET = re.compile(r"[.?!][ \t]*+\[[^@\]\n]*+@")
#: A key in brackets of any kind, single or double, with its sign forgotten, behind it, or another one: (key1), [key1@].
_KEY_IN_BRACKETS = re.compile(
    r"[\[({](?<![!\]\\\w].)(?<!@\{)[\[({]?(?:cite: ?)?(?P<minus>-?)#?"
    r"(?P<key>[^\W\d][\w:.+-]*\d[\w:.+-]*)@?(?P<page>(?:, [^\[\](){}@;\n]{1,60})?)[\])}]{1,2}(?![(\[:])"
)
#: A key within a sentence, without its sign, or with a doubled one or a space: As author2024 says. One has a year.
_KEY_AS_WORD = re.compile(
    r"(?:(?P<signs>(?<!@)@@+|(?<![\w@])@[ ]+)|(?<![\w@＠/.:#&=~{\[(\\\"'“‘-]))(?P<key>[a-z][\w:+-]*\d{4}[\w-]*)"
    r"(?![\w@/:=~]|\.\w)(?(signs)|(?![})\]\"'”’]))"
)
#: The year in a key, and the longest word that is looked at for one.
_YEAR_IN_WORD, _LONGEST_KEY = re.compile(r"\d{4}(?<=[\w:+-]\d{4})"), 100
_DOI = re.compile(rf"@(?:doi:|https?://(?:dx\.)?doi\.org/)?(?P<doi>{DOI}[^\s\[\]{{}},;<>]*[^\W_])", re.IGNORECASE)
_AFTER_COMMA = re.compile(r"[,;][ \n]?(?P<key>[^\W\d][\w:.+-]*\d[\w:.+-]*)(?=[,;\]])")
#: An open bracket before a citation, with the words that may be there: [see @key. Numbers begin an interval: [0, 1).
_OPENED = re.compile(r"\[(?P<prefix>(?:[^\W\d_][^\[\]()@\n]*)?)\Z")
_LONGEST_PREFIX = 60
_CLOSED = re.compile(r"(?>(?:[^\[\]\n]++|\n(?![ \t]*+\n))*)\]")
#: Looking further back from each citation would take the square of a text's length.
_LONGEST_BRACKET = 2000
_SENTENCE_ENDS = re.compile(r"[.?!]?(?:[ \t]*\n[ \t]*(?:\n|\Z)|\Z)|[.?!]\s")
_SPACE_AFTER_AT = re.compile(r"(?<=\[@)[ \t]+(?=(?P<key>[^\W\d][\w:.+-]*)[\],;])")
#: How Quarto and pandoc-crossref name figures, tables and the like.
_CROSS_REFERENCE = re.compile(r"(?:fig|tbl|tab|table|eq|eqn|sec|lst|thm)[-:]")


def unknown_source(checked: Checked) -> Iterator[Finding]:
    """A citation must name an entry of the bibliography.

    Readers follow a citation to its source; one that leads nowhere is a claim without evidence.

    Wrong: [@chretein2011]
    Right: [@chretien2011]
    """
    known, broken = checked.catalogue.bibliography.sources, checked.catalogue.bibliography.broken
    known_keys = cache(partial(keys.Keys.of, known))
    for article in checked.catalogue.articles:
        for group in article.groups:
            for cite in group.cites:
                if cite.key in broken:
                    hint = "its entry in bib/ has a mistake of its own: see the message there"
                    yield Finding(article.text.place(cite.offset), f"the source @{cite.key} cannot be used", hint)
                elif cite.key not in known:
                    doi = _DOI.match(article.text.content, cite.offset)
                    yield (
                        _by_doi(article, doi, checked)
                        if doi
                        else _unknown(article, cite, known, known_keys().meant(cite.key), group.narrative)
                    )


def _by_doi(article: Article, doi: re.Match[str], checked: Checked) -> Finding:
    place, message = (
        article.text.place(doi.start()),
        f"{shortened(doi[0])} is a DOI, and sources are cited by their keys",
    )
    source = checked.index.by_identity.get(f"doi:{doi['doi'].lower()}")
    if source is None:
        return Finding(place, message, "put its entry into a file in bib/, and write its key here")
    return Finding(place, message, f"write @{source.key}", Fix(*doi.span(), f"@{source.key}"))


def _unknown(article: Article, cite: Cite, known: Collection[str], meant: Sequence[str], narrative: bool) -> Finding:
    place = article.text.place(cite.offset)
    if _CROSS_REFERENCE.match(cite.key) and not meant:
        hint = "write the words, such as Figure 1; to link to a heading, write [its words](#its-words)"
        return Finding(place, f"@{shortened(cite.key)} is a cross-reference, which this hub does not have", hint)
    # Only capitals or signs differ: no other source can be meant. A near miss may well be another year's.
    same = meant[0] if len(meant) == 1 and _bare(meant[0]) == _bare(cite.key) else ""
    if same:
        start = article.text.content.find(cite.key, cite.offset)
        fix = Fix(start, start + len(cite.key), same) if start >= 0 else None
        what = "capitals" if same.casefold() == cite.key.casefold() else "signs"
        return Finding(place, f"unknown source @{cite.key}", f"write @{same}: {what} count", fix)
    if letter := look_alikes.first(cite.key):
        latin = look_alikes.in_latin(cite.key)
        right = f"write @{latin} in Latin letters" if latin.isascii() else "write its Latin letters"
        message = f"unknown source @{shortened(cite.key)}, in which {letter} looks like a Latin one"
        start = article.text.content.find(cite.key, cite.offset)
        fix = Fix(start, start + len(cite.key), latin) if latin in known and start >= 0 else None
        return Finding(place, message, right, fix)
    if twin := next((one for one in known if not one.isascii() and look_alikes.in_latin(one) == cite.key), ""):
        message = f"unknown source @{shortened(cite.key)}: its key in bib/ has {look_alikes.first(twin)}"
        return Finding(place, message, "write the key in bib/ in Latin letters")
    hint = keys.hint(meant) or "add its entry to a file in bib/, or copy its key from there"
    if narrative and not meant:
        hint += rf"; if it is a name and no source, write \@{cite.key}"
    return Finding(place, f"unknown source @{cite.key}", hint)


def work_cited_twice(checked: Checked) -> Iterator[Finding]:
    """An article always cites a work by the same key.

    A work that has two entries in the bibliography is listed twice where both are cited, with letters after its year.

    Wrong: [@author2024] and [@author2024sleep], whose entries say the same
    Right: [@author2024] in both places
    """
    sources = checked.catalogue.bibliography.sources
    for article in checked.catalogue.articles:
        first: dict[str, Source] = {}
        for cite in (cite for group in article.groups for cite in group.cites):
            source = sources.get(cite.key)
            if source is None or "doi" not in source.fields or not source.doi:
                continue
            other = first.setdefault(source.doi.lower(), source)
            if other is not source and source.says_as(other):
                start = article.text.content.find(cite.key, cite.offset)
                fix = Fix(start, start + len(cite.key), other.key) if start >= 0 else None
                message = (
                    f"@{shortened(cite.key)} is the same work as @{shortened(other.key)}, and would be listed twice"
                )
                yield Finding(article.text.place(cite.offset), message, f"write @{other.key}", fix)


def _bare(key: str) -> str:
    """A key without its signs, in small letters."""
    return _SIGNS.sub("", key.casefold())


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


def round_brackets(checked: Checked) -> Iterator[Finding]:
    """A citation is in one pair of square brackets.

    With round ones, readers see "(Author (2024))", and with braces or two pairs they see the brackets as well.

    Wrong: (@author2024). Or: ([@author2024]). Or: {@author2024}
    Right: [@author2024]
    """
    known = checked.catalogue.bibliography.sources
    for document in checked.article_documents:
        if "@" not in document.running:
            continue
        for match in document.find_running(_ROUND):
            groups = document.groups
            inside = [cite for group in groups for cite in group.cites if match.start() < cite.offset < match.end()]
            if any(cite.key in known for cite in inside) and _is_double(checked, document, match):
                inner = next(match[part] for part in _INNER if match[part])
                inner = f"{match['lead'] or ''}{inner}"
                is_round = match[0].startswith("(")
                shown = "in round brackets is shown as ((…))" if is_round else "in such brackets is shown with them"
                yield document.found(
                    match.start(),
                    f"a citation {shown}",
                    f"write [{shortened(inner)}]",
                    Fix(match.start(), match.end(), f"[{inner}]"),
                )


def _is_double(checked: Checked, document: Document, match: Match) -> bool:
    """Whether brackets are printed within brackets. A number may be in a remark: (see [1])."""
    style = checked.style_of(document.article) if document.article else None
    return not (match["lead"] and match["square"]) or bool(style and style.has_names_in_brackets)


def forgotten_at(checked: Checked) -> Iterator[Finding]:
    """A key has the sign @ directly before it, and is in square brackets.

    Without the sign, it is just a word in brackets.

    Wrong: Sleep matters [author2024].
    Right: Sleep matters [@author2024].
    """
    known = checked.catalogue.bibliography.sources
    spelt = cache(lambda: {key.lower(): key for key in known})
    for document in checked.article_documents:
        running = document.running
        for match in document.find_running(_KEY_IN_BRACKETS):
            if key := match["key"] if match["key"] in known else spelt().get(match["key"].lower(), ""):
                right = f"[{match['minus']}@{key}{match['page']}]"
                start = match.start() - (running[match.start() - 1] == "@")
                yield document.found(start, _uncited(key), f"write {right}", Fix(start, match.end(), right))
        for match in _keys_as_words(document.flowing, document.body_start):
            if (key := match["key"]) in known and not _is_in_citation(running, match.start("key")):
                right = f"@{key}"
                yield document.found(match.start(), _uncited(key), f"write {right}", Fix(*match.span(), right))
        for match in document.find_running(_SPACE_AFTER_AT) if "@ " in document.flowing.text else ():
            if match["key"] in known:
                right = f"[@{match['key']}]"
                yield document.found(match.start(), _uncited(match["key"]), f"write {right}", Fix(*match.span(), ""))
        for group in document.groups:
            for lone in _AFTER_COMMA.finditer(running, group.start, group.end):
                if (key := lone["key"]) in known:
                    fix = Fix(lone.start(), lone.end(), f"; @{key}")
                    yield document.found(lone.start("key"), _uncited(key), f"write ; @{key}", fix)


def _keys_as_words(flowing: Unwrapped, body_start: int) -> Iterator[Match]:
    """The words that may be keys. Few words have a year in them, and to look for the year first is fast."""
    text, at = flowing.text, body_start
    for year in _YEAR_IN_WORD.finditer(text, at):
        if year.start() < at:
            continue
        low = max(at, year.start() - _LONGEST_KEY)
        begin = max(low, text.rfind(" ", low, year.start()) + 1)
        far = min(len(text), year.end() + _LONGEST_KEY)
        end = text.find(" ", year.end(), far)
        at = end if end >= 0 else far
        # A sign and spaces may be before the word.
        before = text[max(0, begin - _LONGEST_KEY) : begin]
        begin -= len(before) - len(before.rstrip("@ "))
        yield from (Match(match, flowing) for match in _KEY_AS_WORD.finditer(text, begin, at))


def _is_in_citation(running: str, offset: int) -> bool:
    """Whether a character is in brackets that hold an @ as well, of which other checks say what is wrong."""
    start = max(running.rfind(sign, max(offset - _LONGEST_BRACKET, 0), offset) for sign in "[]")
    end = running.find("]", offset, offset + _LONGEST_BRACKET)
    return start >= 0 and running[start] == "[" and end >= 0 and "@" in running[start:end].replace("@@", "")


def _uncited(key: str) -> str:
    return f"{shortened(key)} is a source, but nothing cites it here"


def half_brackets(checked: Checked) -> Iterator[Finding]:
    """The square brackets of a citation are a pair.

    Where one is missing, readers see the other, and the citation is printed as part of the sentence.

    Wrong: Sleep matters [@author2024. Sleep matters @author2024].
    Right: Sleep matters [@author2024].
    """
    for document in checked.article_documents:
        running = document.running
        for group in document.groups:
            if not group.narrative:
                yield from _third_bracket(document, group)
                continue
            opened = _OPENED.search(running[max(group.start - _LONGEST_PREFIX, 0) : group.start])
            prefix = opened["prefix"] if opened else ""
            hint = f"write [{shortened(f'{prefix}{document.content[group.start : group.end]}')}]"
            if opened and not _CLOSED.match(running, group.end):
                fix = Fix(group.end, group.end, "]") if _SENTENCE_ENDS.match(running, group.end) else None
                start = group.start - len(prefix) - 1
                yield document.found(start, "this citation has no closing bracket", hint, fix)
            elif not opened and running.startswith("]", group.end) and not brackets.is_open(running, group.start):
                fix = Fix(group.start, group.start, "[")
                yield document.found(group.end, "this citation has no opening bracket", hint, fix)


def _third_bracket(document: Document, group: CiteGroup) -> Iterator[Finding]:
    """A bracket directly beside a whole citation, which has no second one."""
    running, start, end = document.running, group.start - 1, group.end
    hint = "delete it"
    if (
        running.startswith("[", start)
        and not running.startswith("\\", start - 1)
        and not brackets.is_closed(running, end)
    ):
        yield document.found(start, brackets.ONE_TOO_MANY, hint, Fix(start, group.start, ""))
    elif running.startswith(("]", " ]"), end) and not brackets.is_open(running, group.start):
        at = running.index("]", end)
        yield document.found(at, brackets.ONE_TOO_MANY, hint, Fix(end, at + 1, ""))


def citation_after_stop(checked: Checked) -> Iterator[Finding]:
    """The full stop is after the citation.

    Otherwise the citation belongs to no sentence.

    Wrong: Sleep matters. [@author2024]
    Right: Sleep matters [@author2024].
    """
    for document in checked.article_documents:
        for match in document.find_running(_AFTER_STOP) if _STOP_BEFORE_BRACKET.search(document.flowing.text) else ():
            group = document.content[slice(*match.span("group"))]
            yield document.found(
                match.start("group"),
                "the full stop comes after the citation",
                f"write {shortened(group)}{match['stop']}",
                Fix(match.start(), match.end(), f" {group}{match['stop']}"),
            )


def citations_apart(checked: Checked) -> Iterator[Finding]:
    """Sources that are cited for the same statement are in one pair of brackets.

    Wrong: Sleep matters [@author2024] [@other2020].
    Right: Sleep matters [@author2024; @other2020].
    """
    for document in checked.article_documents:
        groups = [group for group in document.groups if not group.narrative]
        for one, other in pairwise(groups):
            if one.end == other.start or GAP.fullmatch(document.content, one.end, other.start):
                yield document.found(
                    other.start,
                    "two citations are side by side",
                    "put both sources into one pair of brackets, with a semicolon between them",
                    Fix(one.end - 1, other.start + 1, "; "),
                )


def source_twice(checked: Checked) -> Iterator[Finding]:
    """A citation names a source once.

    Readers would see it twice: (Author, 2024, 2024). Two passages of one source go behind one key.

    Wrong: [@author2024; @author2024]
    Right: [@author2024]
    """
    for document in checked.article_documents:
        for group in document.groups:
            said: dict[str, str] = {}
            for cite in group.cites:
                if cite.key in said and (cite.suffix in {"", said[cite.key]} or not said[cite.key]):
                    start = document.content.find("@", cite.offset)
                    message = f"@{shortened(cite.key)} is named twice in one citation"
                    yield document.found(start, message, "name it once")
                said[cite.key] = cite.suffix


def citation_without_space(checked: Checked) -> Iterator[Finding]:
    """There is a space before the bracket of a citation.

    Wrong: Sleep matters[@author2024].
    Right: Sleep matters [@author2024].
    """
    for document in checked.article_documents:
        for group in document.groups:
            before = document.content[group.start - 1 : group.start]
            if not group.narrative and (before.isalnum() or before in {",", ";", ":", "”", "’"}):
                yield document.found(
                    group.start,
                    "there is no space before this citation",
                    "add one",
                    Fix(group.start, group.start, " "),
                )
