"""``hub draft read``, the first job of an import: makes an article of a draft, checks it, and builds its page."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from studenthub import hub
from studenthub.cli.commands import preview, report
from studenthub.cli.commands.check import write
from studenthub.cli.terminal import Usage
from studenthub.github import attachments
from studenthub.i18n import N_, Interface
from studenthub.importer.article import Imported
from studenthub.importer.front_matter import TODO
from studenthub.importer.refusals import Refused
from studenthub.importer.reports import report as reports
from studenthub.importer.reports.report import Report
from studenthub.model import settings
from studenthub.model.hub import Hub
from studenthub.source.problems import Problem
from studenthub.submission import draft, imported, messages
from studenthub.submission.draft import LARGEST
from studenthub.submission.issue import Issue
from studenthub.submission.parcel import Parcel
from studenthub.submission.refusals import Unusable


@dataclass(frozen=True, slots=True)
class Taken:
    """The result for a draft: the parcel for the second job, and the page as one file, or b""."""

    parcel: Parcel
    page: bytes = b""


def take(found: Hub, issue: Issue, server: str, repository: str) -> Taken:
    """Fetch, import, check and show the draft in ``issue``. The files of the article are written into the hub."""
    said = found.settings.interface
    fetch = partial(attachments.fetch, server=server, largest=LARGEST)
    sources = found.catalogue.bibliography.sources
    try:
        sent = draft.read(issue, found.settings, found.catalogue.terms["topics"], server, repository, fetch)
    except Unusable as unusable:
        return Taken(Parcel(refusals=tuple(reason.translated(said) for reason in unusable.reasons)))
    try:
        made = imported.article(sent, sources, datetime.date.today(), said)
    except Refused as refused:
        what, then = said.gettext(str(refused)), said.gettext(refused.hint)
        then = f"{then[:1].upper()}{then[1:]}"
        reason = N_("The file %(name)s cannot be read: %(what)s. %(then)s.")
        return Taken(Parcel(refusals=(said.gettext(reason, name=sent.name, what=what, then=then),)))
    files = imported.files(made, found.settings)
    names = tuple(author.name for author in made.front.authors)
    parcel = Parcel(title=made.front.title, names=names, note=sent.note, files=files)
    if any((found.settings.root / path).exists() for path in parcel.claimed):
        # It is the second job that knows whether it is this draft, already published.
        return Taken(parcel)
    for path, data in files.items():
        (found.settings.root / path).parent.mkdir(parents=True, exist_ok=True)
        write(found.settings.root / path, data)
    return _checked(parcel, made, hub.read(settings.read(found.settings.root), unpublished=True, advice=True))


def _checked(parcel: Parcel, made: Imported, found: Hub) -> Taken:
    """The parcel with what the checks say, and the page; without either where the text may lead to a person."""
    said = found.settings.interface
    problems = [problem for problem in found.problems if problem.place.path in parcel.files]
    if private := [problem for problem in problems if problem.is_confidential]:
        points = dict.fromkeys(_private(one, made, said) for one in private)
        return Taken(Parcel(refusals=(said.gettext(messages.CONFIDENTIAL), *points)))
    path = next(iter(parcel.files))
    bibliography = next((name for name in parcel.files if name.endswith(".bib")), "")
    placed = made.report.placed(path, bibliography).masked(found.secrets)
    parts = (reports.as_markdown(placed, said), report.markdown(found, dict.fromkeys(parcel.files, "new"), None))
    parcel = replace(
        parcel,
        recognised=tuple(_recognised(placed, said)),
        missing=tuple(dict.fromkeys(_missing(made, placed, problems, said))),
        report="\n".join(parts),
    )
    try:
        page = preview.build(found.settings, next(one for one in found.catalogue.articles if one.path == path))
    except Usage as error:
        sys.stderr.write(f"hub: {error}\n")
        return Taken(parcel)
    return Taken(replace(parcel, preview=True), page)


def _recognised(placed: Report, interface: Interface) -> Iterator[str]:
    """The recognised parts, in words for the author."""
    yield from placed.recognised(interface)
    if pictures := len(placed.pictures):
        yield interface.ngettext("%(n)s picture.", "%(n)s pictures.", pictures)


def _missing(made: Imported, placed: Report, problems: Sequence[Problem], interface: Interface) -> Iterator[str]:
    """Points that the author can still add or decide: each once, although a check may find it as well."""
    yield from map(interface.gettext, imported.missing(made))
    yield from (row.message for row in placed.todo)
    lines = made.article.split("\n")
    known = {(row.path, row.line) for row in placed.todo}
    for problem in problems:
        place = problem.place
        is_asked = place.path.endswith(".md") and TODO in lines[place.line - 1]
        if not is_asked and (place.path, place.line) not in known:
            yield _sentence(problem, interface)


def _private(problem: Problem, made: Imported, interface: Interface) -> str:
    """What may show who a person is, at its place in the draft: nobody sees the article, and no word is repeated."""
    place = problem.place
    lines = made.article.split("\n")
    begin = len(lines) - len(made.body.split("\n"))
    if not place.path.endswith(".md"):
        return _sentence(problem, interface)
    if place.line <= begin:
        return interface.gettext(N_("Above the text: %(said)s."), said=problem.message)
    before = "\n".join(lines[begin : place.line]).split("\n\n")
    number = sum(1 for block in before if block.strip() and not block.startswith("#"))
    return interface.gettext(N_("Paragraph %(number)s of the text: %(said)s."), number=number, said=problem.message)


def _sentence(problem: Problem, interface: Interface) -> str:
    place = problem.place
    message = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    return interface.gettext("Line %(line)s of %(path)s: %(said)s.", line=place.line, path=place.path, said=message)
