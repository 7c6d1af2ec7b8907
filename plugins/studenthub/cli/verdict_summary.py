"""The summary of a run of ``hub verify``, for a terminal and for GitHub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from studenthub.cli.terminal import count
from studenthub.cli.verdict_messages import Words, is_good, words
from studenthub.github.markdown import code, fenced, plain
from studenthub.model.hub import Hub
from studenthub.model.sources.source import Source
from studenthub.model.sources.verdicts import AGREES, DIFFERS, NOT_FOUND, WRONG_WORK, Verdict
from studenthub.source.problems import listed, one_line

#: What one source does, and what several do.
_KINDS = {
    AGREES: ("agrees", "agree"),
    DIFFERS: ("differs", "differ"),
    WRONG_WORK: ("leads to another work", "lead to another work"),
    NOT_FOUND: ("was not found", "were not found"),
}
#: How many sources are shown one by one.
_MOST = 200


@dataclass
class Run:
    """The state after one run: the answers by key, including earlier ones.

    ``asked`` counts the sources that were asked about, ``new`` are the keys whose answer is not the one that was kept
    before, and ``silent`` says why there is none about others. ``left`` counts the sources that were not asked about
    yet; ``why`` says why, where it is known.
    """

    answers: dict[str, Verdict] = field(default_factory=dict)
    asked: int = 0
    silent: dict[str, str] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    left: int = 0
    why: str = ""

    def is_good(self, sources: Mapping[str, Source]) -> bool:
        """Whether an answer needs no action, and nothing is left to ask."""
        is_complete = not self.silent and not self.left
        return is_complete and all(is_good(sources[key], verdict) for key, verdict in self.answers.items())


def as_text(found: Hub, done: Run) -> str:
    """The summary for a terminal: each entry of which there is something to say, then the counts."""
    sources = found.catalogue.bibliography.sources
    parts: list[str] = []
    for key, verdict in _sorted(found, done):
        said = words(sources[key], verdict)
        if said.is_good and not said.remarks:
            continue
        parts.append(one_line(f"{sources[key].place}: @{key} {said.headline}") + "\n")
        parts += (f"  {one_line(remark)}\n" for remark in said.remarks)
        if said.entry:
            parts.append("  As the record has it:\n")
            parts += (f"    {one_line(line)}\n" for line in said.entry.splitlines())
        parts.append("\n")
    parts += (
        one_line(f"{sources[key].place}: @{key} was not asked about: {why}") + "\n" for key, why in done.silent.items()
    )
    return "".join(parts) + _summed(done) + "\n"


def _sorted(found: Hub, done: Run) -> list[tuple[str, Verdict]]:
    sources = found.catalogue.bibliography.sources
    return sorted(done.answers.items(), key=lambda row: sources[row[0]].place)


def _summed(done: Run) -> str:
    """How many there are of each kind, in one line."""
    kinds = Counter(verdict.verdict for verdict in done.answers.values())
    grave = sum(1 for verdict in done.answers.values() if verdict.notice and verdict.notice.is_grave)
    parts = [f"{kinds[kind]:,} {said[kinds[kind] != 1]}" for kind, said in _KINDS.items() if kinds[kind]]
    parts += [f"{grave:,} retracted or withdrawn"] if grave else []
    parts += [f"{len(done.silent):,} without an answer"] if done.silent else []
    known = count(len(done.answers.keys() | done.silent.keys()), "source")
    line = f"{known}: {listed(parts, 'and')}. " if parts else ""
    line += f"{format(done.asked, ',') if done.asked else 'None'} asked about now"
    if done.left:
        line += f"; {done.left:,} not yet{f', as {done.why}' if done.why else ''}: run it again"
    return line


def as_markdown(found: Hub, done: Run) -> str:
    """The text for the summary of a workflow and a pull request, new verdicts first; "" where nothing was asked."""
    if not (done.answers or done.silent or done.left):
        return ""
    sources = found.catalogue.bibliography.sources
    rows = [(key, verdict, words(sources[key], verdict)) for key, verdict in _sorted(found, done)]
    shown = sorted((row for row in rows if not row[2].is_good), key=lambda row: row[0] not in done.new)
    parts = [f"# {'🔎' if shown else '✅'} Are these sources real?", f"{_summed(done)}."]
    if shown:
        parts.append(
            "Indexes have mistakes, too, and not every work is in one. Compare each entry with the work itself."
        )
    for key, _, said in shown[:_MOST]:
        known = "" if key in done.new else " (known before)"
        parts.append(f"## {code(key)}: {said.headline}{known}\n\n{_points(said)}")
    if len(shown) > _MOST:
        parts.append(f"… and {len(shown) - _MOST} more.")
    good = [(key, verdict, said) for key, verdict, said in rows if said.is_good and said.remarks]
    agreeing = {key: " ".join(said.remarks) for key, verdict, said in good if verdict.verdict == AGREES}
    parts += _listed("These agree, with a remark", agreeing)
    parts += _listed(
        "In no index, which is normal for books, laws, reports and web pages",
        {key: "" for key, verdict, _ in good if verdict.verdict == NOT_FOUND},
    )
    parts += _listed("No answer, which says nothing about the source", done.silent)
    return "\n\n".join(parts) + "\n"


def _listed(title: str, rows: Mapping[str, str]) -> list[str]:
    """A section with a line for each source, or nothing."""
    lines = [f"- {code(key)}{f': {plain(said)}' if said else ''}" for key, said in list(rows.items())[:_MOST]]
    lines += [f"- … and {len(rows) - _MOST} more"] if len(rows) > _MOST else []
    return [f"## {title}\n\n" + "\n".join(lines)] if rows else []


def _points(said: Words) -> str:
    lines = "\n".join(f"- {plain(remark)}" for remark in said.remarks)
    entry = f"\n\nAs the record has it, to copy:\n\n{fenced('bibtex', said.entry.splitlines())}" if said.entry else ""
    return f"{lines}{entry}"


def of_article(found: Hub, keys: Iterable[str], kept: Mapping[str, Verdict]) -> str:
    """The kept answers about the sources of an article, as Markdown; "" where all is well."""
    sources = found.catalogue.bibliography.sources
    rows = [(key, words(sources[key], kept[key])) for key in keys if key in kept and key in sources]
    parts = [f"**{code(key)}: {said.headline}**\n\n{_points(said)}" for key, said in rows if not said.is_good]
    agreeing = [(key, said) for key, said in rows if said.remarks and kept[key].verdict == AGREES and said.is_good]
    if agreeing:
        parts.append("\n".join(f"- {code(key)} agrees. {plain(' '.join(said.remarks))}" for key, said in agreeing))
    return "\n\n".join(parts)
