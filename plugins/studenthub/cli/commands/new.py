"""``hub new``: write the file of a new article, with its front matter filled in."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from studenthub import hub
from studenthub.cli.commands.check import write
from studenthub.cli.terminal import Commands, Usage, check_kind, check_slug, check_topics, day, patience, settings_of
from studenthub.model.articles import ARTICLES
from studenthub.model.settings import Settings
from studenthub.parse.frontmatter import yaml_writer
from studenthub.parse.slugs import slugify

_BODY = """\
TODO: your text. Begin with what your article says, not with how you came to write it.

## TODO: A heading

Cite a source of the folder bib by its key, in square brackets: see the page How to cite in the guide.
"""


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "new",
        help="write the file of a new article",
        description="Write the file of a new article. It asks for what you leave out, or marks it TODO.",
        epilog='Example: hub new --title "Sleep on call" --author "Ann Author" --topic student-wellbeing',
    )
    parser.add_argument("--title", help="what the article says, in a few words")
    parser.add_argument("--description", help="one or two sentences that make people want to read it")
    parser.add_argument("--author", action="append", metavar="NAME", help="your name; repeat it for other authors")
    parser.add_argument("--programme", help="what you study, such as MBChB")
    parser.add_argument("--position", help="your position, if you are not a student, such as lecturer")
    parser.add_argument("--year", type=int, choices=range(1, 11), metavar="1-10", help="your year of study")
    parser.add_argument("--affiliation", help="your university")
    parser.add_argument("--topic", action="append", metavar="ID", help="a topic of the hub; repeat it for others")
    parser.add_argument("--type", metavar="KIND", help="what kind of article it is (default: article)")
    parser.add_argument("--date", help="the day of publication, such as 2026-09-30 (default: today)")
    parser.add_argument("--slug", help="the name of the file (default: made from the title)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask for what is missing, and write the file."""
    settings = settings_of(options)
    with patience("reading the hub"):
        topics = hub.read(settings, unpublished=True).catalogue.terms["topics"]
    check_topics(options.topic or (), topics)
    check_kind(settings, options.type)
    date = day(options.date)
    asks = _Questions() if sys.stdin.isatty() and sys.stdout.isatty() else _NoQuestions()
    title = options.title or asks.line("The title of your article")
    path = _path(settings, options.slug or slugify(title or "the title"))
    description = options.description or asks.line("One or two sentences about it, for readers who have only the title")
    fields: dict[str, object] = {
        "title": title or "TODO: the title",
        "description": description or "TODO: one or two sentences about it",
        "date": date,
        "authors": _authors(options, asks, settings),
        "topics": options.topic or asks.topics(topics) or ["todo-choose-a-topic"],
    }
    if options.type:
        fields["type"] = options.type
    if settings.require:
        fields["declarations"] = dict.fromkeys(settings.require, "TODO: none, or a sentence")
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, f"---\n{yaml_writer.dump(fields)}---\n\n{_BODY}".encode())
    shown = path.relative_to(settings.root).as_posix()
    sys.stdout.write(f"{shown} is there. Replace what is marked TODO, then run: hub check {shown}\n")
    return 0


def _path(settings: Settings, slug: str) -> Path:
    check_slug(slug)
    path = settings.root / settings.docs_dir / ARTICLES / f"{slug}.md"
    if path.exists() or path.with_suffix("").exists():
        raise Usage(f"there is an article {slug} already", "give the new one another name with --slug")
    return path


def _authors(options: argparse.Namespace, asks: _NoQuestions, settings: Settings) -> list[Mapping[str, object]]:
    """Whoever names authors by options is asked nothing more about them."""
    names, more = options.author, _NoQuestions() if options.author else asks
    names = names or [more.line("Your name, as readers should see it") or "TODO: your name"]
    example = settings.examples_of_programmes[0]
    questions: Mapping[str, Callable[[], object]] = {
        "programme": lambda: options.programme or more.line(f"What you study, such as {example}"),
        "year_of_study": lambda: options.year or more.year("Your year of study, 1 to 10"),
        "position": lambda: options.position or more.line("Your position, such as lecturer"),
        "affiliation": lambda: options.affiliation or more.line("Your university"),
    }
    given = {"programme": options.programme, "year_of_study": options.year, "position": options.position}
    given["affiliation"] = options.affiliation
    rest = {name: ask() for name, ask in questions.items() if name in settings.ask_authors or given[name]}
    return [{"name": name, **{key: value for key, value in rest.items() if value}} for name in names]


class _NoQuestions:
    """Without a terminal, leave every answer open."""

    def line(self, question: str) -> str:
        """An answer, or ""."""
        return ""

    def year(self, question: str) -> int:
        """A number, or 0."""
        return 0

    def topics(self, known: Mapping[str, object]) -> list[str]:
        """Some of the topics, or none."""
        return []


class _Questions(_NoQuestions):
    """Asks at the terminal. An answer that cannot be is asked for again; nothing that was typed is lost."""

    def __init__(self) -> None:
        self._over = False
        sys.stdout.write("A few questions. Enter leaves one for later, Ctrl-C stops.\n")

    def line(self, question: str) -> str:
        """An answer, or ""; after the end of the input no question is asked."""
        try:
            return "" if self._over else input(f"{question}: ").strip()
        except EOFError:
            self._over = True
            sys.stdout.write("\n")
            return ""

    def year(self, question: str) -> int:
        """A number, or 0."""
        while text := self.line(question):
            if re.fullmatch(r"[1-9]|10", text):
                return int(text)
            sys.stdout.write("  Please write a number from 1 to 10, or press Enter.\n")
        return 0

    def topics(self, known: Mapping[str, object]) -> list[str]:
        """Some of the topics, or none."""
        sys.stdout.write(f"The topics are {', '.join(sorted(known)) or 'none yet'}.\n")
        while words := re.findall(r"[^\s,;]+", self.line("One to three of them").lower()):
            try:
                check_topics(words, known)
                return words
            except Usage as error:
                sys.stdout.write(f"  {str(error).capitalize()} ({error.hint}).\n")
        return []
