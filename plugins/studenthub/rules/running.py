"""Runs the rules over a hub, or over a part of it, and makes problems of what they find."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace

from studenthub.model.hub import Contents
from studenthub.model.sources import uncited
from studenthub.rules import RULES
from studenthub.rules.bibliography import entries
from studenthub.rules.checked import Checked
from studenthub.rules.chosen import chosen, notes, wrong_choices
from studenthub.rules.clean import Clean
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.ignored import Ignored
from studenthub.rules.rule import Rule, Scope, among
from studenthub.runtime.cache import Cache
from studenthub.source.problems import ADVICE, ALLOWED, ERROR, Problem
from studenthub.source.text import Text


@dataclass(frozen=True)
class Found:
    """The findings of all checks. ``secrets`` must be masked in every message."""

    errors: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()
    secrets: frozenset[str] = frozenset()


def run(
    contents: Contents,
    *,
    advice: bool = False,
    pause: Callable[[], object] = lambda: None,
    clean: Clean | None = None,
) -> Found:
    """The findings of all rules; advice only if ``advice`` is set. ``pause`` is called now and then; ``clean`` knows
    the texts that can be skipped.

    An error that its author allowed is listed as advice, with the reason, for the editor. Advice that its author does
    not take is left out.
    """
    settings, codes = contents.settings, frozenset(rule.code for rule in RULES)
    clean = clean or Clean()
    with ExitStack() as stack:
        made = clean.cache or stack.enter_context(closing(Cache(settings.cache_file)))
        checked = Checked.of(contents, codes, pause, made)
        stack.enter_context(closing(checked.signs))
        results = list(_findings(checked, clean, advice=advice))
    ignored = Ignored(checked)
    found: list[Problem] = []
    secrets: set[str] = set()
    for rule, finding in results:
        reason = ignored.reason(finding, rule.code)
        if not reason or (rule.level == ERROR and not finding.harmless):
            found.append(_problem(rule, finding, reason))
        secrets.update(_as_printed(finding.secret))
    found += [*wrong_choices(settings, codes), *notes(settings)]
    errors = tuple(problem for problem in found if problem.level == ERROR)
    return Found(errors, tuple(p for p in found if p.level != ERROR) if advice else (), frozenset(secrets))


#: Texts that are looked at together: enough that starting is nothing, and few enough to be forgotten soon.
_TOGETHER = 100


def _findings(checked: Checked, clean: Clean, *, advice: bool) -> Iterator[tuple[Rule, Finding]]:
    wanted = [rule for rule in chosen(RULES, checked.settings) if advice or rule.level == ERROR]
    yield from _applied(among(wanted, Scope.LINK, Scope.HUB), checked)
    of_texts, of_sources = among(wanted, Scope.TEXT), among(wanted, Scope.ENTRY, Scope.ENTRIES)
    memory = clean.begin(checked, [rule.code for rule in (*of_texts, *of_sources)])
    cited = uncited.cited(checked.catalogue, checked.guides, checked.settings.reference_lists)
    files = {source.text.path: source.text for source in checked.catalogue.bibliography.sources.values()}
    bibliography = [*(Document(text, 0) for text in files.values()), Document(Text("", "\n".join(sorted(cited))), 0)]
    if not memory.recalls(bibliography):
        found = list(_of_sources(of_sources, checked, cited, advice=advice))
        words = entries.words(checked.catalogue.bibliography.sources.values())
        found += _applied([rule for rule in of_texts if rule.in_entries], checked.only(words))
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
    """The findings about cited entries, and about the others as advice."""
    yield from _applied(rules, checked.with_sources(cited))
    others = checked.catalogue.bibliography.sources.keys() - cited
    if advice and others:
        alone = _applied(among(rules, Scope.ENTRY), checked.with_sources(others))
        compared = _applied(among(rules, Scope.ENTRIES), checked.only(()))
        for rule, finding in (*alone, *compared):
            if not uncited.is_about(finding.keys, cited):
                yield rule, replace(finding, harmless=True)


def alone(checked: Checked, rules: Sequence[Rule]) -> Iterator[Problem]:
    """The findings of ``rules`` in a part of a hub, such as a text with a fix that is tried."""
    ignored = Ignored(checked)
    for rule, finding in _applied(chosen(rules, checked.settings), checked):
        reason = ignored.reason(finding, rule.code)
        if not reason:
            yield _problem(rule, finding, "")


def _applied(rules: Iterable[Rule], checked: Checked) -> Iterator[tuple[Rule, Finding]]:
    return (
        (rule, finding)
        for rule in rules
        for finding in rule.check(checked)
        if rule.in_lists or not _is_listed(checked, finding)
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
    return Problem(
        finding.place,
        rule.code,
        finding.message,
        finding.hint,
        level,
        finding.fix,
        keys=finding.keys,
        missing=finding.missing,
    )


def _as_printed(secret: str) -> Iterator[str]:
    """The forms of a secret that must not be printed: as it is, and if it is on two lines, joined and each line."""
    lines = [line.strip(" \t>") for line in secret.split("\n")]
    yield from (part for part in (secret, " ".join(lines)) if part)
    if len(lines) > 1:
        yield from (line for line in lines if len(line) > 2)
