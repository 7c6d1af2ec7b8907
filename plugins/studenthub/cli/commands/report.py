"""``hub report``: a report on a pull request for its author and the editors, in GitHub's Markdown.

It is in the language of the hub, but for what the checks and the indexes say, and for the words on GitHub's buttons.
"""

from __future__ import annotations

import argparse
import datetime
import os
import posixpath
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from studenthub.cli import misplaced, pull_request
from studenthub.cli.commands.cite import references
from studenthub.cli.correction import correction
from studenthub.cli.pull_request import Copy
from studenthub.cli.terminal import Commands, patience, reader
from studenthub.cli.verdict_summary import of_article
from studenthub.github.markdown import code, fenced, folded, headed, plain
from studenthub.i18n import N_, Interface
from studenthub.model.articles import Article
from studenthub.model.hub import Hub
from studenthub.model.settings import draft_form
from studenthub.model.sources import verdict_files
from studenthub.model.sources.verdicts import Verdict
from studenthub.render.parts import Day
from studenthub.rules.files.disk import DOCUMENTS
from studenthub.source.problems import ALLOWED, ERROR, Problem, Suggestion, listed, without
from studenthub.source.text import Place

#: Bytes. GitHub shows no summary of more than 1 MiB; the rest is for the note that something is missing.
LARGEST = 1024 * 1024 - 4096
#: The most rows of one kind.
_MOST = 100
#: The whole file is offered where more lines are wrong, a list of references is typed, or there is no front matter.
_FEW, _LARGE = 3, ("HUB101", "HUB205")
#: What became of a file in a pull request, as its author reads it.
_KINDS = {"new": N_("new"), "changed": N_("changed")}


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "report",
        help="print the report that a pull request shows",
        description="Report for each article, in Markdown: how it will look, what must be fixed, what could be better, "
        "and what it cites.",
    )
    parser.add_argument("--base", metavar="REF", help="only what changed since this commit or branch")
    parser.add_argument(
        "--format", choices=("markdown",), default="markdown", help="output format (default: %(default)s)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the report. Always returns 0: the exit status of ``hub check`` says whether anything is wrong."""
    opened = reader(options)
    changed = pull_request.changed(opened.settings.root, options.base) if options.base else None
    with patience("checking the hub"):
        shown = lambda path: changed is None or path in changed  # noqa: E731
        hub = opened.read()
        found = hub.checked(advice=True, fixes=True, lines=shown)
        corrected = partial(correction, hub, found) if changed else _as_it_is
        sys.stdout.write(markdown(found, changed, Copy.of(os.environ), corrected))
    return 0


def _as_it_is(_: str) -> str:
    return ""


def markdown(
    found: Hub,
    changed: Mapping[str, str] | None,
    copy: Copy | None,
    corrected: Callable[[str], str] = _as_it_is,
) -> str:
    """The report on the articles in ``changed``, files each with what became of it, or on all where that is None.

    ``copy`` is where its reader fixes what is wrong; where it is None, the author has no copy, and is told elsewhere.
    ``corrected`` gives the whole text of an article as it should be, or "" where it cannot be offered.
    """
    if changed:
        found = replace(found, problems=(*misplaced.misplaced(found.settings, changed), *found.problems))
    catalogue = found.catalogue
    articles = catalogue.articles if changed is None else pull_request.articles_of(catalogue, changed)
    cited = dict.fromkeys(key for article in articles[:_MOST] for key in article.keys)
    known = catalogue.bibliography.sources
    settings, sources = found.settings, [known[key] for key in cited if key in known]
    printed = references(found, sources)
    verdicts = verdict_files.read(settings.verified_folder, sources)
    report = _Report(found, changed, articles, printed, verdicts, copy, corrected)
    more = settings.interface.gettext(
        "**There is more than GitHub shows in a report.** Fix what is above, then look again."
    )
    return without(found.secrets, _cut(report.blocks(), more))


def _cut(blocks: Iterable[str], more: str) -> str:
    """The blocks, as far as GitHub shows them, and that there is ``more``."""
    kept: list[str] = []
    size = 0
    for block in blocks:
        size += len(block.encode("utf-8", "replace")) + 2
        if size > LARGEST:
            kept.append(more)
            break
        kept.append(block)
    return "\n\n".join(kept) + "\n"


def needs_the_whole_file(errors: Sequence[Problem]) -> bool:
    """Whether too much of an article is wrong for changing it line by line."""
    return len({row.place.line for row in errors}) > _FEW or any(row.code in _LARGE for row in errors)


@dataclass(frozen=True)
class _Report:
    """``changed`` are the files of the pull request, or None for all. By the keys of sources, ``printed`` are
    references as text, and ``verdicts`` what ``hub verify`` has found out.
    """

    found: Hub
    changed: Mapping[str, str] | None
    articles: Sequence[Article]
    printed: Mapping[str, str]
    verdicts: Mapping[str, Verdict]
    copy: Copy | None
    corrected: Callable[[str], str]
    today: datetime.date = field(default_factory=datetime.date.today)

    @cached_property
    def _said(self) -> Interface:
        return self.found.settings.interface

    def blocks(self) -> Iterator[str]:
        """Parts that are whole Markdown each, the most important first."""
        _, problems = self._said.gettext, self.found.problems
        if problems:
            to_fix = self._said.ngettext("%(n)s problem to fix", "%(n)s problems to fix", len(problems))
            yield f"# ❌ {to_fix}"
            yield from self._how(self.copy) if self.copy else ()
        else:
            ready, nothing = _("Ready for an editor"), _("There is nothing that you must fix.")
            yield f"# ✅ {ready}\n\n{nothing}"
        if self._said.catalogue and (problems or self.found.advice):
            in_english = _("What the checks say is in English.")
            yield f"*{in_english}*"
        if any(problem.is_confidential for problem in problems):
            words = _(
                "**Something here may lead to a person.** What you saved is public, and stays visible in older "
                "versions when it is fixed. Tell the editors at once, without repeating what it is: they can have it "
                "removed."
            )
            yield f"> {words}"
        yield from self._mixed()
        for article in self.articles[:_MOST]:
            yield from self._article(article)
        yield from self._elsewhere()
        yield from self._preview()

    def _how(self, copy: Copy) -> Iterator[str]:
        """The buttons to press; whoever has a Word file needs no Git at all."""
        _ = self._said.gettext
        safe = _("This is not a rejection, and your text is safe.")
        if not copy.is_on_github:
            again = _("Fix the lines below, and save the file where you sent it from: the checks run again.")
            yield f"{safe} {again}"
            return
        press = (
            _("Press a line number, then the pencil; fix the line, and press **Commit changes…**.")
            if copy.address
            else _("Open the file in your copy, then the pencil; fix the line, and press **Commit changes…**.")
        )
        rest = _(
            "To rename or move a text, change its path in the box above it. To delete a file, open it, and press "
            "**⋯**, then **Delete file**. The checks run again: you need no second pull request."
        )
        yield f"{safe} {press} {rest}"
        endings = {posixpath.splitext(p.place.path)[1].lower() for p in self.found.problems}
        if copy.home and endings & set(DOCUMENTS):
            words = _(
                "**You have a Word file?** Send it with the form [Send a draft](%(form)s), and the hub makes the "
                "article of it, with its citations and references. Then close this pull request: at the foot of its "
                "page, press **Close pull request**.",
                form=draft_form(copy.home),
            )
            yield f"> {words}"

    def _mixed(self) -> Iterator[str]:
        others = pull_request.others(self.found.settings, list(self.changed or ()))
        if others:
            words = self._said.gettext(
                "**More than an article.** Files of the hub itself come with it: %(names)s. Please send what is no "
                "article in a pull request of its own: editors read articles, and maintainers the rest.",
                names=", ".join([*map(code, others[:5]), *(["…"] if len(others) > 5 else [])]),
            )
            yield f"> {words}"

    def _article(self, article: Article) -> Iterator[str]:
        every = *self.found.problems, *self.found.advice, *self._advice
        problems = [p for p in every if p.place.path == article.path]
        errors = [p for p in problems if p.level == ERROR]
        kind = (self.changed or {}).get(article.path, "")
        _ = self._said.gettext
        facts = [code(article.path), *([_(_KINDS[kind])] if kind in _KINDS else [])]
        facts += [self._said.ngettext("%(n)s word", "%(n)s words", article.words), self._minutes(article)]
        facts += [self._said.ngettext("%(n)s source", "%(n)s sources", len(article.keys))]
        yield f"## {'❌' if errors else '✅'} {plain(article.title)}\n\n{' · '.join(facts)}"
        yield from self._whole(article, errors)
        yield from self._problems(_("To fix"), errors)
        yield self._look(article)
        if article.keys:
            yield self._sources(article)
        if compared := of_article(self.found, article.keys[:_MOST], self.verdicts):
            yield headed(_("What indexes say of the sources"), compared)
        advice = [p for p in problems if p.level not in (ERROR, ALLOWED)]
        if advice:
            yield folded(_("Advice: take it or leave it"), "\n".join(self._rows(advice)))
        allowed = [p for p in problems if p.level == ALLOWED]
        if allowed:
            heading = _("For the editor: what the author allowed under `ignore`")
            yield headed(heading, "\n".join(self._rows(allowed)))

    def _whole(self, article: Article, errors: Sequence[Problem]) -> Iterator[str]:
        """The file as it should be, where many lines are wrong: to be copied in the place of the old text."""
        if needs_the_whole_file(errors) and (text := self.corrected(article.path)):
            _ = self._said.gettext
            edit = self.copy.edit(article.path) if self.copy else ""
            opening = (
                _("[Open the file in the editor](%(address)s), select all of its text,", address=edit)
                if edit
                else _("Open the file in your copy, press the pencil, select all of its text,")
            )
            rest = _(
                "paste this in its place, and press **Commit changes…**. Typed references are entries in it, and typed "
                "citations lead to them where that is certain. Where it says TODO, fill it in. Read it once: what is "
                "left to fix is listed below."
            )
            yield folded(
                _("The whole file, corrected: to copy instead of changing line by line"),
                f"{opening} {rest}\n\n" + fenced("markdown", text.rstrip("\n").split("\n")),
            )

    def _minutes(self, article: Article) -> str:
        return self._said.gettext("%(minutes)s min read", minutes=self._said.number(article.minutes))

    @cached_property
    def _advice(self) -> Sequence[Problem]:
        """Advice about the pull request itself."""
        return pull_request.dated(self.found, self.changed) if self.changed is not None else ()

    def _problems(self, heading: str, problems: Sequence[Problem]) -> Iterator[str]:
        if problems:
            yield f"### {heading}"
            yield from self._rows(problems)

    def _rows(self, problems: Sequence[Problem]) -> Iterator[str]:
        """A point for each problem; what to write instead is below the last one of its lines."""
        shown = problems[:_MOST]
        for row, following in zip(shown, [*shown[1:], None], strict=True):
            point = f"- {self._where(row)}: {plain(row.sentences)}"
            point += f" {self._explained(row.code)}"
            if row.suggestion and (following is None or following.suggestion != row.suggestion):
                whole = self._said.gettext("The whole line:")
                point += f"\n\n{_difference(row.suggestion, whole)}\n"
            yield point
        if len(problems) > _MOST:
            yield self._said.gettext("- … and %(n)s more", n=self._said.number(len(problems) - _MOST))

    def _where(self, problem: Problem) -> str:
        address = self.copy.line(problem.place.path, problem.place.line) if self.copy else ""
        words = self._said.gettext("Line %(line)s", line=problem.place.line)
        return f"[**{words}**]({address})" if address else f"**{words}**"

    def _explained(self, code: str) -> str:
        """A code, with its explanation behind it where the hub has one."""
        settings = self.found.settings
        explained = f"{settings.docs_dir}/write/checks.md" in self.found.guides
        return f"[{code}]({settings.address('write/checks/')}#{code.lower()})" if explained else f"`{code}`"

    def _look(self, article: Article) -> str:
        """The head of the page."""
        _ = self._said.gettext
        authors = [
            _(", ").join(part for part in (a.name, a.details_in(self._said), a.affiliation) if part)
            for a in article.authors
        ]
        topics, day = self.found.catalogue.terms["topics"], Day.of(article.date, self._said).text
        facts = [day, self._minutes(article), *(topics[t].name for t in article.topics)]
        lines = [
            f"> **{plain(article.title)}**",
            "> " + (plain(article.description) or _("(no description)")),
            *(f"> {plain(author)}" for author in authors),
            f"> {plain(' · '.join(fact for fact in facts if fact))}",
        ]
        if article.draft:
            hidden = _("It is marked as a draft: delete the line `draft: true` when it is ready.")
            lines.append(f"> *{hidden}*")
        elif article.date > self.today:
            later = _("It will appear on %(date)s.", date=day)
            lines.append(f"> *{later}*")
        return headed(_("How it will look"), "\n>\n".join(lines))

    def _sources(self, article: Article) -> str:
        _, known = self._said.gettext, self.found.catalogue.bibliography.sources
        rows = []
        for key in article.keys[:_MOST]:
            if source := known.get(key):
                missing = self._missing.get(source.place, [])
                rows.append(f"| {code(key)} | {plain(self.printed.get(key, ''))} | {', '.join(missing) or '✅'} |")
            else:
                absence = _("is not in `bib`")
                rows.append(f"| {code(key)} | ❌ | {absence} |")
        head = " | ".join((_("Key"), _("Reference"), _("What is missing")))
        lines = [f"| {head} |", "| --- | --- | --- |", *rows]
        title = _("Sources: %(n)s", n=self._said.number(len(article.keys)))
        if absent := sum(1 for key in article.keys if key not in known):
            title += _(", of which %(n)s cannot be found", n=self._said.number(absent))
        return folded(title, "\n".join(lines))

    @cached_property
    def _missing(self) -> Mapping[Place, list[str]]:
        """The missing fields of a reference, by the place of its entry."""
        found: dict[Place, list[str]] = {}
        for problem in (*self.found.problems, *self.found.advice):
            if problem.missing:
                words = listed((f"no {name}" for name in problem.missing), "and")
                found.setdefault(problem.place, []).append(plain(words))
        return found

    def _elsewhere(self) -> Iterator[str]:
        """Problems in other files: those of the pull request, and those that were there before it."""
        shown = {article.path for article in self.articles[:_MOST]}
        rest = [problem for problem in self.found.problems if problem.place.path not in shown]
        by_path: dict[str, list[Problem]] = {}
        for problem in rest:
            by_path.setdefault(problem.place.path, []).append(problem)
        for path in sorted(by_path, key=self._is_foreign):
            yield f"## ❌ {code(path)}"
            if self._is_foreign(path):
                yield self._said.gettext(
                    "You did not change this file. Something that you added does not go with it, or it was wrong "
                    "before. If you do not know what to do, leave it as it is: an editor sees this as well."
                )
            yield from self._rows(by_path[path])

    def _is_foreign(self, path: str) -> bool:
        return self.changed is not None and path not in self.changed

    def _preview(self) -> Iterator[str]:
        if self.changed is None or self.copy is None or not self.articles:
            return
        _ = self._said.gettext
        if self.copy.is_on_github:
            words = _(
                "At the foot of this page, under **Artifacts**, press **preview.html**: it opens in your browser, on a "
                "phone as well. It is there whatever is still to fix, also for a draft or an article of the future."
            )
            if not self.found.problems:
                words += " " + _("**site** is the whole hub, packed.")
        else:
            words = _("It is in the file preview.html that this run has made, and opens in a browser.")
        yield "## " + _("See the page") + f"\n\n{words}"


def _difference(suggestion: Suggestion, heading: str) -> str:
    """Lines before and after, and a long one once more, below a ``heading``, to be copied; within a point of a list."""
    short = suggestion.short
    before, after = short.before.split("\n"), short.after.split("\n") if short.after else []
    blocks = [fenced("diff", [*(f"- {line}" for line in before), *(f"+ {line}" for line in after)])]
    if short != suggestion:
        blocks.append(heading)
        blocks.append(fenced("text", suggestion.after.split("\n")))
    return "\n\n".join(textwrap.indent(block, "  ") for block in blocks)
