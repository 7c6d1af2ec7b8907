"""``hub report``: what a student and an editor want to know about a pull request, as Markdown."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from studenthub.articles import Article
from studenthub.bibliography import Source
from studenthub.cli.check import mended
from studenthub.cli.terminal import Commands, Usage, count, read
from studenthub.hub import Hub
from studenthub.problems import Fix, Problem

#: What students send; anything else in the same pull request is for editors to look at apart.
_CONTENT = ("docs/articles/", "docs/authors/", "bib/")
#: GitHub shows at most a megabyte of a summary.
_LONGEST = 200


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "report",
        help="print a report on the articles as Markdown",
        description="Say for each article what must be mended, what could be better, and what it cites.",
    )
    parser.add_argument("--base", metavar="REF", help="only what changed since this commit or branch")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the report. What is wrong in it is said by ``hub check``: this command ends with 0."""
    found = read(options, advice=True)
    changed = _changed(options.root.resolve(), options.base) if options.base else None
    sys.stdout.write("\n\n".join(_report(found, changed)) + "\n")
    return 0


def _changed(root: Path, base: str) -> list[str]:
    if base.startswith("-"):
        raise Usage(f"{base} is no name of a commit")
    command = ["git", "diff", "--name-only", "-z", "--relative", f"{base}...HEAD"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if done.returncode:
        raise Usage(f"git knows no {base}", "fetch it first")
    return [name for name in done.stdout.decode("utf-8", "replace").split("\0") if name]


def _report(found: Hub, changed: Sequence[str] | None) -> Iterator[str]:
    errors = _of(found.problems, changed)
    # A bibliography that is wrong elsewhere still stops the build, and must be seen.
    elsewhere = [problem for problem in found.problems if problem not in errors]
    if not found.problems:
        yield "# ✅ Ready for an editor\n\nThe checks found nothing that must be mended."
    else:
        yield f"# ❌ {count(len(found.problems), 'thing')} to mend"
        yield "Open the file in your copy, mend the line, and save: the checks run again by themselves."
    if changed is not None and (mixed := _mixed(changed)):
        yield f"> **An article comes with other changes.** Please send {mixed} in a pull request of its own."
    articles = [a for a in found.catalogue.articles if changed is None or _belongs(a, changed)]
    for article in articles[:_LONGEST]:
        yield from _article(found, article)
    shown = {article.path for article in articles}
    rest = [problem for problem in (*errors, *elsewhere) if problem.place.path not in shown]
    if rest:
        yield "## Other files\n\n" + _table(rest)


def _mixed(changed: Sequence[str]) -> str:
    content = [name for name in changed if name.startswith(_CONTENT)]
    others = [name for name in changed if not name.startswith(_CONTENT)]
    if not content or not others:
        return ""
    return ", ".join(f"{_code(name)}" for name in others[:5]) + (" and others" if len(others) > 5 else "")


def _belongs(article: Article, changed: Sequence[str]) -> bool:
    folder = article.path.removesuffix("index.md") if article.path.endswith("/index.md") else None
    return article.path in changed or bool(folder and any(name.startswith(folder) for name in changed))


def _of(problems: Sequence[Problem], changed: Sequence[str] | None) -> list[Problem]:
    return [problem for problem in problems if changed is None or problem.place.path in changed]


def _article(found: Hub, article: Article) -> Iterator[str]:
    errors = [problem for problem in found.problems if problem.place.path == article.path]
    advice = [problem for problem in found.advice if problem.place.path == article.path]
    known = found.catalogue.bibliography.sources
    missing = [key for key in article.keys if key not in known]
    yield f"## {'❌' if errors else '✅'} {_plain(article.title)}"
    facts = [
        count(article.words, "word"),
        f"{count(article.minutes, 'minute')} to read",
        count(len(article.keys), "source") + (f", {len(missing)} of them missing" if missing else ""),
    ]
    yield f"{_code(article.path)} · " + " · ".join(facts)
    if errors:
        yield "**Must be mended**\n\n" + _table(errors)
        yield from _mends(article, errors)
    if article.keys:
        rows = "\n".join(f"| {_code(key)} | {_source(known.get(key))} |" for key in article.keys)
        yield f"<details><summary>Sources</summary>\n\n| Key | Source |\n| --- | --- |\n{rows}\n\n</details>"
    if advice:
        yield "<details><summary>Advice, which stops nothing</summary>\n\n" + _table(advice) + "\n\n</details>"


def _mends(article: Article, errors: Sequence[Problem]) -> Iterator[str]:
    """The lines that a machine can mend, before and after: to be copied in the browser."""
    if any(problem.code.startswith("HUB5") for problem in errors):
        # What is confidential is not said again.
        return
    lines: dict[int, list[Fix]] = {}
    for problem in errors:
        if problem.fix:
            lines.setdefault(problem.place.line, []).append(problem.fix)
    content = article.text.content
    shown = []
    for fixes in list(lines.values())[:_LONGEST]:
        start = content.rfind("\n", 0, fixes[0].start) + 1
        end = content.find("\n", fixes[0].end)
        before = content[start : end if end >= 0 else len(content)]
        shown.append(f"- {before}\n+ {mended(content, fixes, start, start + len(before))}")
    if shown:
        longest = max((len(run) for run in re.findall("`+", "".join(shown))), default=0)
        fence = "`" * max(3, longest + 1)
        yield (
            "**Write it like this** (− is your line, + the mended one):\n\n"
            + f"{fence}diff\n"
            + "\n".join(shown)
            + f"\n{fence}"
        )


def _source(source: Source | None) -> str:
    return _plain(f"{source.label}. {source.title}") if source else "❌ not in bib/"


def _table(problems: Sequence[Problem]) -> str:
    rows = [
        f"| {_code(str(p.place))} | {p.code} | {_plain(p.message)} | {_plain(p.hint)} |" for p in problems[:_LONGEST]
    ]
    more = [f"\n… and {len(problems) - _LONGEST} more: run hub check"] if len(problems) > _LONGEST else []
    return "\n".join(["| Where | Code | What is wrong | What to do |", "| --- | --- | --- | --- |", *rows, *more])


def _code(text: str) -> str:
    """A name as code, in which only its own end and that of a cell must not stand."""
    return f"`{''.join(sign if sign.isprintable() and sign not in '`|' else '?' for sign in text)}`"


def _plain(text: str) -> str:
    """Text that GitHub shows as it is: what others wrote must not become links, pictures or mentions."""
    visible = "".join(sign if sign.isprintable() else " " for sign in text)
    escaped = "".join(f"\\{sign}" if sign in "\\`*_[]#|!~()" else sign for sign in visible)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace("@", "@\u200b").replace("://", ":\u200b//")
