"""``hub verify``: check in Crossref, PubMed and other indexes whether the sources exist and their entries are right.

It sends the identifier of an entry, or its title and the name of its first author, to the services that SECURITY.md
names, with the address of the hub. It sends nothing else, and without this command nothing is sent at all.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studenthub.cli import pull_request
from studenthub.cli.commands.check import write
from studenthub.cli.terminal import Commands, Usage, count, read, within
from studenthub.cli.verdict_summary import Run, as_markdown, as_text
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings
from studenthub.model.sources import verdict_files
from studenthub.model.sources.source import Source
from studenthub.model.sources.verdicts import Verdict, entry_digest
from studenthub.runtime import progress
from studenthub.runtime.cache import Cache
from studenthub.source.fixes import fixed
from studenthub.source.problems import did_you_mean, without
from studenthub.source.text import Text
from studenthub.verify import due, retractions
from studenthub.verify.client import OutOfTime
from studenthub.verify.entries import doi_fix
from studenthub.verify.inquiry import NotAsked
from studenthub.verify.opening import Opened, opened

#: Bytes of the summary for a pull request: GitHub takes 65,536 characters.
_LARGEST = 60_000


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "verify",
        help="ask Crossref and other indexes whether sources exist and entries are right",
        description="Ask Crossref, PubMed and other indexes about sources that are new, or whose answer is three "
        "months old. The answers are kept in bib/verified/, which builds and reports read. Only the DOI "
        "of a source, or its title and first author, is sent, and only to these services. Exits with 1 if there is "
        "something to look at.",
        epilog="Example: hub verify author2024 docs/articles/sleep-on-call.md",
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="KEY|FILE",
        help="ask about these sources in any case, or those in these files",
    )
    parser.add_argument(
        "--base",
        metavar="REF",
        help="only sources that changed, or that changed files cite, since this commit or branch",
    )
    parser.add_argument(
        "--retractions", action="store_true", help="also ask whether other sources have been retracted since"
    )
    parser.add_argument("--fix", action="store_true", help="add DOIs that are certain")
    parser.add_argument("--seconds", type=_seconds, metavar="N", help="stop asking after N seconds")
    parser.add_argument("--format", choices=("markdown", "text"), default="text", help="output format (default: text)")
    parser.add_argument("--services", metavar="URL", default="", help="ask this server in place of all services")
    parser.set_defaults(run=run)


def _seconds(text: str) -> float:
    if not text.isdecimal() or not 0 < int(text) < 100_000:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds")
    return float(text)


def run(options: argparse.Namespace) -> int:
    """Ask, keep the answers, and print what there is to look at."""
    found = read(options)
    settings = found.settings
    sources = found.catalogue.bibliography.sources
    kept = verdict_files.read(settings.verified_folder, sources.values())
    until = time.monotonic() + options.seconds if options.seconds else float("inf")
    services = opened(contact=settings.contact, site=settings.site_url, at=options.services, until=until)
    cache = Cache(settings.cache_file)
    try:
        memory = due.Memory(cache)
        scope = _scope(options, found)
        done = Run({source.key: kept[source.key] for source in scope if source.key in kept})
        wanted = scope if options.names else due.due(scope, kept, memory, datetime.date.today())
        asking = _Asking(services, settings.verified_folder, kept, memory, done)
        asking.ask(wanted)
        if options.retractions:
            asking.ask_again(sources)
    finally:
        cache.close()
    if options.fix:
        found = _fix(options, found, done)
    summary = as_markdown(found, done)
    _remember(settings, summary)
    sys.stdout.write(without(found.secrets, summary if options.format == "markdown" else as_text(found, done)))
    return 0 if done.is_good(found.catalogue.bibliography.sources) else 1


# --- whom to ask about ------------------------------------------------------------------------------------------------


def _scope(options: argparse.Namespace, found: Hub) -> Sequence[Source]:
    """The sources that were named, those of what changed, or all."""
    if options.names:
        rows = [source for name in options.names for source in _named(options, found, name)]
    elif options.base:
        changed = pull_request.changed(found.settings.root, options.base)
        # What a new article cites is asked about before the rest of a file that everybody shares.
        rows = [*(row for path in changed for row in _cited_by(found, path))]
        rows += (row for path in changed for row in _held_by(found, path))
    else:
        rows = list(found.catalogue.bibliography.sources.values())
    return list({source.key: source for source in rows}.values())


def _named(options: argparse.Namespace, found: Hub, name: str) -> Sequence[Source]:
    sources = found.catalogue.bibliography.sources
    key = name.removeprefix("@")
    if key in sources:
        return [sources[key]]
    if not name.endswith((".bib", ".md")):
        hint = did_you_mean(key, sources, "@") or "hub bib list prints all of them"
        raise Usage(f"there is no source {name}", hint)
    path = within(options, name)
    rows = [*_held_by(found, path), *_cited_by(found, path)]
    if not rows:
        raise Usage(f"{name} neither holds nor cites a source")
    return rows


def _held_by(found: Hub, path: str) -> list[Source]:
    return [source for source in found.catalogue.bibliography.sources.values() if source.text.path == path]


def _cited_by(found: Hub, path: str) -> list[Source]:
    sources = found.catalogue.bibliography.sources
    keys = [key for article in found.catalogue.articles if article.path == path for key in article.keys]
    return [sources[key] for key in keys if key in sources]


# --- asking -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Asking:
    """Asks with what was ``opened``, and keeps the answers in ``folder``, beside those that were ``kept`` before.

    What is ``done`` goes on from question to question.
    """

    opened: Opened
    folder: Path
    kept: Mapping[str, Verdict]
    memory: due.Memory
    done: Run

    def ask(self, wanted: Sequence[Source]) -> None:
        """Ask about as many as a run may, and keep each answer that is not the one that is kept."""
        done, chosen = self.done, wanted[: due.MOST]
        done.left += len(wanted) - len(chosen)
        for number, source in enumerate(progress.shown("Asking about sources", chosen)):
            try:
                answer = self.opened.inquiry.ask(source)
            except OutOfTime:
                done.left += len(chosen) - number
                done.why = "the time was over"
                break
            done.asked += 1
            if isinstance(answer, NotAsked):
                done.silent[source.key] = answer.why
            else:
                self._keep(source, answer)

    def _keep(self, source: Source, answer: Verdict) -> None:
        self.done.answers[source.key] = answer
        before = self.kept.get(source.key)
        if before is None or not before.is_like(answer):
            verdict_files.write(self.folder, answer)
            self.done.new.add(source.key)
        self.memory.note(source, self.opened.inquiry.now.date())

    def ask_again(self, sources: Mapping[str, Source]) -> None:
        """Ask again about the works of which a notice says something new."""
        rest = {key: verdict for key, verdict in self.kept.items() if self.done.answers.get(key) is verdict}
        try:
            keys, why = retractions.changed(rest, self.opened)
        except OutOfTime:
            keys, why = [], "the time was over"
        self.done.why = self.done.why or why
        self.ask([sources[key] for key in keys])


def _fix(options: argparse.Namespace, found: Hub, done: Run) -> Hub:
    """The hub with the DOIs that are certain; the answers go on to the entries as they are then."""
    settings, sources = found.settings, found.catalogue.bibliography.sources
    fixes = {key: fix for key, verdict in done.answers.items() if (fix := doi_fix(sources[key], verdict))}
    by_path: dict[str, list[str]] = {}
    for key in fixes:
        by_path.setdefault(sources[key].text.path, []).append(key)
    for path, keys in by_path.items():
        data = (settings.root / path).read_bytes()
        content = fixed(Text.decode(path, data).content, [fixes[key] for key in keys])
        out = content.replace("\n", "\r\n") if b"\r\n" in data else content
        write(settings.root / path, (b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b"") + out.encode())
    if not fixes:
        sys.stderr.write("fixed: nothing\n")
        return found
    sys.stderr.write(f"fixed: {count(len(fixes), 'DOI')} put in\n")
    changed = read(options)
    for key in fixes:
        entry = entry_digest(changed.catalogue.bibliography.sources[key])
        verdict = replace(done.answers[key], entry=entry)
        done.answers[key] = verdict
        verdict_files.write(settings.verified_folder, verdict)
    return changed


def _remember(settings: Settings, summary: str) -> None:
    """The results of the last run, for the pull request that a workflow opens."""
    file = settings.root / settings.cache_dir / "verified.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    data = summary.encode("utf-8", "replace")
    cut = data[:_LARGEST].decode("utf-8", "ignore").rpartition("\n\n## ")[0] if len(data) > _LARGEST else summary
    write(file, f"{cut.rstrip()}\n".encode("utf-8", "replace"))
