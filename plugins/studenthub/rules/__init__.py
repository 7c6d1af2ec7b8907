"""The checks that need more than one file, or the text itself. The list is explicit: what is not in it does not run."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace

from studenthub.model.catalogue import Catalogue
from studenthub.model.guides import Guide
from studenthub.model.settings import Settings
from studenthub.rules import (
    blocks,
    citing,
    commands,
    dates,
    dialects,
    disk,
    endings,
    evidence,
    fields,
    footnotes,
    front,
    invisible,
    latex,
    leftovers,
    linked_citations,
    links,
    markdown_ids,
    names,
    patients,
    pictures,
    privacy,
    signs,
    sources,
    style,
    tables,
    text,
    uncited,
    unlinked,
    unprinted,
)
from studenthub.rules.checked import Checked, Document, Finding, Rule
from studenthub.rules.chosen import chosen, notes, wrong_choices
from studenthub.rules.clean import Clean
from studenthub.runtime.cache import Cache
from studenthub.source.problems import ADVICE, ALLOWED, ERROR, Problem
from studenthub.source.text import Text

#: Each looks at one text at a time, and knows of all others nothing but the bibliography and the terms with a file.
TEXT_RULES: Sequence[Rule] = (
    Rule("HUB121", "title in capitals", front.title_in_capitals),
    Rule("HUB122", "title with a full stop", front.title_stop, ADVICE),
    Rule("HUB123", "description repeats the title", front.description_says_title, ADVICE),
    Rule("HUB125", "author named twice", front.author_twice),
    Rule("HUB126", "date of a change", front.change_date),
    Rule("HUB127", "update in the future", front.future_update),
    Rule("HUB128", "declaration that the hub asks for", front.required_declaration),
    Rule("HUB129", "case report without consent", front.case_report),
    Rule("HUB130", "many topics", front.many_topics, ADVICE),
    Rule("HUB131", "unknown check in ignore", front.unknown_ignore),
    Rule("HUB132", "signs in a title or description", front.signs_in_title),
    Rule("HUB133", "day that is far away", front.far_date, ADVICE),
    Rule("HUB135", "kind that the hub does not have", front.kind_of_another_hub),
    Rule("HUB136", "text that is shorter or longer than this hub wants", front.length_of_text),
    Rule("HUB134", "text in another language", front.other_language, ADVICE),
    Rule("HUB201", "picture without alternative text", text.alternative_text),
    Rule("HUB202", "alternative text that says nothing", text.telling_alternative_text),
    Rule("HUB203", "second title", blocks.first_level_heading),
    Rule("HUB204", "skipped level of headings", blocks.skipped_heading, ADVICE),
    Rule("HUB205", "typed list of references", unlinked.typed_reference_list),
    Rule("HUB206", "bare web address", links.bare_link, ADVICE),
    Rule("HUB207", "link text that says nothing", links.telling_link_text),
    Rule("HUB208", "malformed address", links.malformed_address),
    Rule("HUB209", "unsafe address", links.unsafe_address),
    Rule("HUB212", "HTML", text.raw_html),
    Rule("HUB213", "left to be filled in", text.placeholder),
    Rule("HUB214", "invisible character", invisible.hidden_character),
    Rule("HUB215", "article without text", text.empty_article),
    Rule("HUB216", "broken link", links.broken_link),
    Rule("HUB217", "lines that do not become a list", blocks.list_of_word),
    Rule("HUB218", "lines that do not become a table", blocks.table_of_word),
    Rule("HUB219", "paragraph that becomes a heading", blocks.underlined_heading),
    Rule("HUB220", "footnote", footnotes.footnote),
    Rule("HUB221", "heading in capitals", blocks.shouted_heading, ADVICE),
    Rule("HUB222", "bold line as a heading", blocks.bold_heading, ADVICE),
    Rule("HUB223", "long sentence", style.long_sentence, ADVICE),
    Rule("HUB224", "hard to read", style.hard_to_read, ADVICE),
    Rule("HUB225", "unexplained abbreviation", style.undefined_abbreviation, ADVICE),
    Rule("HUB227", "law of another country", style.foreign_law, ADVICE),
    Rule("HUB229", "paragraph that becomes code", blocks.moved_paragraph),
    Rule("HUB231", "text of an assistant", leftovers.text_of_an_assistant),
    Rule("HUB232", "file on a computer", leftovers.file_of_a_computer),
    Rule("HUB623", "picture of another host", pictures.picture_of_another_host),
    Rule("HUB233", "link that few can open", leftovers.link_for_a_few, ADVICE),
    Rule("HUB234", "trace of an assistant", leftovers.trace_of_an_assistant, ADVICE),
    Rule("HUB241", "id given twice", markdown_ids.given_id),
    Rule("HUB251", "formula that cannot be read", signs.unread_formula),
    Rule("HUB252", "diagram that cannot be drawn", signs.undrawn_diagram),
    Rule("HUB253", "formula without an end", signs.open_formula),
    Rule("HUB254", "command of LaTeX in a text", latex.command),
    Rule("HUB255", "table of plus signs", tables.grid_table),
    Rule("HUB256", "table of tabs", tables.tabbed_table),
    Rule("HUB257", "row with too many cells", tables.long_row),
    Rule("HUB258", "Markdown of another program", dialects.other_markdown),
    Rule("HUB259", "bold words or code without an end", endings.without_end),
    Rule("HUB301", "unknown source", citing.unknown_source),
    Rule("HUB303", "unknown citation style", citing.unknown_style),
    Rule("HUB311", "typed citation of a known source", unlinked.typed_citation),
    Rule("HUB312", "citation in round brackets", citing.round_brackets),
    Rule("HUB313", "key without @", citing.forgotten_at),
    Rule("HUB314", "half a pair of brackets", citing.half_brackets),
    Rule("HUB315", "citation in a link", linked_citations.citation_in_link),
    Rule("HUB316", "typed citation without an entry", unlinked.typed_citation_without_entry),
    Rule("HUB317", "work cited by two keys", citing.work_cited_twice),
    Rule("HUB321", "perhaps a typed citation", unlinked.perhaps_typed_citation, ADVICE),
    Rule("HUB322", "citation after the full stop", citing.citation_after_stop, ADVICE),
    Rule("HUB323", "name printed twice", citing.name_twice, ADVICE),
    Rule("HUB328", "citations side by side", citing.citations_apart, ADVICE),
    Rule("HUB329", "no space before a citation", citing.citation_without_space, ADVICE),
    Rule("HUB330", "source named twice in one citation", citing.source_twice, ADVICE),
    Rule("HUB324", "claim without a source", evidence.uncited_claim, ADVICE),
    Rule("HUB325", "old sources", evidence.old_sources, ADVICE),
    Rule("HUB326", "one source or none", evidence.single_source, ADVICE),
    Rule("HUB327", "source younger than the article", evidence.later_source, ADVICE),
    Rule("HUB501", "identity number", privacy.identity_number),
    Rule("HUB502", "number called an identity number", privacy.labelled_identity_number),
    Rule("HUB503", "telephone number", privacy.telephone_number),
    Rule("HUB504", "e-mail address", privacy.mail_address),
    Rule("HUB505", "folder number", privacy.folder_number),
    Rule("HUB506", "date of birth", privacy.date_of_birth),
    Rule("HUB507", "name of a patient", patients.patient_name),
    Rule("HUB511", "exact age", patients.exact_age, ADVICE),
    Rule("HUB512", "exact day", patients.exact_day, ADVICE),
    Rule("HUB514", "perhaps the name of a patient", patients.perhaps_patient, ADVICE),
)
#: These look at one entry of the bibliography at a time.
ENTRY_RULES: Sequence[Rule] = (
    Rule("HUB403", "names that run together", names.names_without_and),
    Rule("HUB414", "unknown type of entry", sources.unknown_type),
    Rule("HUB416", "key that cannot be cited", sources.uncitable_key),
    Rule("HUB417", "form of a DOI", fields.doi_form),
    Rule("HUB418", "ISBN", fields.isbn, ADVICE),
    Rule("HUB419", "ISSN", fields.issn, ADVICE),
    Rule("HUB420", "pages backwards", fields.reversed_pages),
    Rule("HUB421", "form of a year", dates.year_form),
    Rule("HUB422", "et al. among authors", names.et_al),
    Rule("HUB423", "& between authors", names.ampersand),
    Rule("HUB424", "organisation without braces", names.organisation),
    Rule("HUB425", "title in capitals in the bibliography", fields.title_in_capitals),
    Rule("HUB426", "HTML in the bibliography", fields.web_signs),
    Rule("HUB427", "address that cannot be used", fields.unusable_address),
    Rule("HUB428", "entry left to be filled in", fields.source_placeholder),
    Rule("HUB429", "unknown LaTeX", commands.unknown_command),
    Rule("HUB430", "invisible character in an entry", invisible.hidden_in_entry),
    Rule("HUB432", "field that readers miss", sources.expected_field, ADVICE),
    Rule("HUB433", "DOI with its address", fields.doi_prefix, ADVICE),
    Rule("HUB434", "DOI as an address", fields.doi_in_address, ADVICE),
    Rule("HUB435", "title with a full stop in the bibliography", fields.title_stop, ADVICE),
    Rule("HUB436", "day of reading", fields.access_date, ADVICE),
    Rule("HUB437", "preprint as an article", sources.preprint, ADVICE),
    Rule("HUB439", "form of pages", fields.page_form, ADVICE),
    Rule("HUB440", "year in a DOI", fields.year_in_doi, ADVICE),
    Rule("HUB442", "surnames in capitals", names.shouted_names, ADVICE),
    Rule("HUB443", "retracted source", fields.retracted_source, ADVICE),
    Rule("HUB445", "title before a name", names.title_before_name),
)
#: These compare the entries of the bibliography, or look for the one that another entry names.
COMPARING_RULES: Sequence[Rule] = (
    Rule("HUB411", "missing field", sources.required_field),
    Rule("HUB412", "one DOI in two entries", sources.same_doi),
    Rule("HUB413", "one work in two entries", sources.same_work, ADVICE),
    Rule("HUB415", "keys that differ in capitals", sources.key_in_capitals),
    Rule("HUB438", "journal spelt in two ways", sources.spelt_twice, ADVICE),
    Rule("HUB441", "author spelt in two ways", names.author_spelt_twice, ADVICE),
)
#: These look at the bibliography, and at no text.
SOURCE_RULES: Sequence[Rule] = (*ENTRY_RULES, *COMPARING_RULES)
#: These look at one text at a time, and at the files and texts that it links to.
LINK_RULES: Sequence[Rule] = (
    Rule("HUB210", "dead link", links.dead_link),
    Rule("HUB211", "dead link to a heading", links.dead_anchor),
    Rule("HUB226", "web address of the hub itself", links.own_address, ADVICE),
)
#: These look at the hub as a whole.
HUB_RULES: Sequence[Rule] = (
    *LINK_RULES,
    Rule("HUB124", "two articles of one title", front.same_title, ADVICE),
    Rule("HUB431", "never cited", sources.never_cited, ADVICE),
    Rule("HUB444", "field that nobody sees", unprinted.unprinted_field, ADVICE),
    Rule("HUB508", "place in a picture", pictures.place_in_picture),
    Rule("HUB509", "text about a patient in a picture", pictures.patient_in_picture),
    Rule("HUB513", "owner in a picture", pictures.name_in_picture, ADVICE),
    Rule("HUB515", "text in a picture", pictures.text_in_picture, ADVICE),
    Rule("HUB611", "missing picture", pictures.missing_picture),
    Rule("HUB612", "file that does not belong here", disk.foreign_file),
    Rule("HUB613", "link on disk", disk.linked_file),
    Rule("HUB614", "name of a picture or text", disk.file_name),
    Rule("HUB615", "twin names", disk.twin_names),
    Rule("HUB616", "large file", disk.large_file),
    Rule("HUB617", "disguised file", pictures.disguised_file),
    Rule("HUB619", "picture that cannot be shown", pictures.unseen_picture),
    Rule("HUB618", "sources that nobody reads", disk.unread_sources),
    Rule("HUB621", "heavy picture", pictures.heavy_picture, ADVICE),
    Rule("HUB622", "unused picture", pictures.unused_picture, ADVICE),
)
RULES: Sequence[Rule] = (*TEXT_RULES, *SOURCE_RULES, *HUB_RULES)


@dataclass(frozen=True)
class Found:
    """What all checks found. ``secrets`` must be kept out of every message, of whoever it comes from."""

    errors: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()
    secrets: frozenset[str] = frozenset()


def run(
    catalogue: Catalogue,
    settings: Settings,
    guides: Iterable[Guide] = (),
    *,
    today: datetime.date,
    advice: bool = False,
    pause: Callable[[], object] = lambda: None,
    clean: Clean | None = None,
) -> Found:
    """What all rules find; advice only when it is asked for. ``pause`` is called now and then, ``clean`` knows what
    need not be looked at again.

    An error that its author allowed is listed as advice, with the reason, for the editor. Advice that its author does
    not take is left out.
    """
    codes = frozenset(rule.code for rule in RULES)
    clean = clean or Clean()
    with ExitStack() as stack:
        made = clean.cache or stack.enter_context(closing(Cache(settings.cache_file)))
        checked = Checked.of(catalogue, settings, today, guides, codes, pause, made)
        stack.enter_context(closing(checked.signs))
        results = list(_findings(checked, clean, advice=advice))
    allowed = _Allowed(checked)
    found: list[Problem] = []
    secrets: set[str] = set()
    for rule, finding in results:
        reason = allowed.reason(finding, rule.code)
        if not reason or (rule.level == ERROR and not finding.harmless):
            found.append(_problem(rule, finding, reason))
        secrets.update(_as_printed(finding.secret))
    found += [*wrong_choices(settings, codes), *notes(settings)]
    errors = tuple(problem for problem in found if problem.level == ERROR)
    return Found(errors, tuple(p for p in found if p.level != ERROR) if advice else (), frozenset(secrets))


#: Texts that are looked at together: enough that starting is nothing, and few enough to be forgotten soon.
_TOGETHER = 100


def _findings(checked: Checked, clean: Clean, *, advice: bool) -> Iterator[tuple[Rule, Finding]]:
    of_texts, of_sources, of_hub = (
        [rule for rule in chosen(rules, checked.settings) if advice or rule.level == ERROR]
        for rules in (TEXT_RULES, SOURCE_RULES, HUB_RULES)
    )
    yield from _applied(of_hub, checked)
    memory = clean.begin(checked, [rule.code for rule in (*of_texts, *of_sources)])
    cited = uncited.cited(checked.catalogue, checked.guides)
    files = {source.text.path: source.text for source in checked.catalogue.bibliography.sources.values()}
    bibliography = [*(Document(text, 0) for text in files.values()), Document(Text("", "\n".join(sorted(cited))), 0)]
    if not memory.recalls(bibliography):
        found = list(_of_sources(of_sources, checked, cited, advice=advice))
        if not found:
            memory.note(bibliography)
        yield from found
    rest = [document for document in checked.documents if not memory.recalls([document])]
    for start in range(0, len(rest), _TOGETHER):
        some = rest[start : start + _TOGETHER]
        found = list(_applied(of_texts, checked.only(some)))
        spotted = {finding.place.path for _, finding in found}
        for document in some:
            if document.text.path not in spotted:
                memory.note([document])
        yield from found
    memory.keep()


def _of_sources(
    rules: Sequence[Rule], checked: Checked, cited: Collection[str], *, advice: bool
) -> Iterator[tuple[Rule, Finding]]:
    """What is found among the entries that are cited, as if there were no others; and advice about these."""
    yield from _applied(rules, checked.with_sources(cited))
    others = checked.catalogue.bibliography.sources.keys() - cited
    if advice and others:
        alone = _applied(_among(ENTRY_RULES, rules), checked.with_sources(others))
        compared = _applied(_among(COMPARING_RULES, rules), checked.only(()))
        for rule, finding in (*alone, *compared):
            if not uncited.is_about(finding.keys, cited):
                yield rule, replace(finding, harmless=True)


def _among(some: Sequence[Rule], rules: Sequence[Rule]) -> list[Rule]:
    codes = {rule.code for rule in some}
    return [rule for rule in rules if rule.code in codes]


def alone(checked: Checked, rules: Sequence[Rule]) -> Iterator[Problem]:
    """What ``rules`` find in a part of a hub, such as a text to which a fix is tried."""
    allowed = _Allowed(checked)
    for rule, finding in _applied(chosen(rules, checked.settings), checked):
        reason = allowed.reason(finding, rule.code)
        if not reason:
            yield _problem(rule, finding, "")


def _applied(rules: Iterable[Rule], checked: Checked) -> Iterator[tuple[Rule, Finding]]:
    return (
        (rule, finding)
        for rule in rules
        for finding in rule.check(checked)
        if rule.code not in _OF_TEXT_THAT_STAYS or not _is_listed(checked, finding)
    )


#: What is wrong with a line of a typed list: the line must go, so these would send its author in circles.
_OF_TEXT_THAT_STAYS = frozenset(
    {
        *("HUB203", "HUB204", "HUB206", "HUB207", "HUB208", "HUB217", "HUB221", "HUB222", "HUB223", "HUB225"),
        *("HUB311", "HUB316", "HUB321", "HUB324", "HUB504"),
    }
)


def _is_listed(checked: Checked, finding: Finding) -> bool:
    """Whether a finding is about a line of a typed list of references."""
    document = checked.by_path.get(finding.place.path)
    if document is None or not document.article:
        return False
    places = ((document.text.place(one.start).line, document.text.place(one.end).line) for one in document.lists)
    return any(first <= finding.place.line <= last for first, last in places)


def _problem(rule: Rule, finding: Finding, reason: str) -> Problem:
    if reason:
        return Problem(finding.place, rule.code, finding.message, f"allowed: {reason}", ALLOWED)
    level = ADVICE if finding.harmless else rule.level
    return Problem(finding.place, rule.code, finding.message, finding.hint, level, finding.fix, keys=finding.keys)


def _as_printed(secret: str) -> Iterator[str]:
    """What must not be printed of a secret: as it is, and where it is on two lines, on one, and each of its lines."""
    lines = [line.strip(" \t>") for line in secret.split("\n")]
    yield from (part for part in (secret, " ".join(lines)) if part)
    if len(lines) > 1:
        yield from (line for line in lines if len(line) > 2)


class _Allowed:
    """The reasons that articles and entries of the bibliography give for what stays as it is."""

    def __init__(self, checked: Checked) -> None:
        articles = [article for article in checked.catalogue.articles if article.ignore]
        self._articles: Mapping[str, Mapping[str, str]] = {article.path: article.ignore for article in articles}
        self._folders = {
            article.path.removesuffix("index.md"): article.ignore
            for article in articles
            if article.path.endswith("/index.md")
        }
        self._entries: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
        entries = checked.catalogue.bibliography.sources.values()
        if any("ignore" in source.fields for source in entries):
            for source in sorted(entries, key=lambda source: source.offset):
                rows = self._entries.setdefault(source.text.path, [])
                rows.append((source.place.line, dict(_reasons(source.raw("ignore")))))

    def reason(self, finding: Finding, code: str) -> str:
        """Why a finding may stand; "" where nobody said so."""
        path = finding.place.path
        if reason := self._articles.get(path, {}).get(code, ""):
            return reason
        # An article may have entries in its own file.
        rows = self._entries.get(path, [])
        index = bisect_right([line for line, _ in rows], finding.place.line) - 1
        if index >= 0:
            return rows[index][1].get(code, "")
        folder = path.rpartition("/")[0] + "/"
        return self._folders.get(folder, {}).get(code, "")


def _reasons(raw: str) -> Iterator[tuple[str, str]]:
    """``HUB418: printed so in the book; HUB425: it is an abbreviation``, in a field of an entry."""
    for part in raw.split(";"):
        code, _, reason = part.partition(":")
        if len(reason.strip()) >= 10:
            yield code.strip(), " ".join(reason.split())


__all__ = ["RULES", "Checked", "Clean", "Finding", "Found", "Rule", "run"]
