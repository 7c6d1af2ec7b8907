"""``hub new``: a file for a new article, in which only the article itself is left to write."""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections.abc import Callable, Mapping

from studenthub import hub
from studenthub.articles import ARTICLES, TYPES, slugify
from studenthub.cli.check import write
from studenthub.cli.terminal import Commands, Usage, patience, settings_of
from studenthub.problems import did_you_mean, listed

_BODY = """\
TODO: your text. Begin with what your article says, not with how you came to write it.

## TODO: A heading

Cite a source of the folder bib by its key, in square brackets: see the page How to cite in the guide.
"""


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "new",
        help="begin an article",
        description="Write the file of a new article. What you do not say is asked for, or marked TODO.",
    )
    parser.add_argument("--title", help="what the article says, in a few words")
    parser.add_argument("--description", help="one or two sentences that make people want to read it")
    parser.add_argument("--author", action="append", metavar="NAME", help="your name; again for each other author")
    parser.add_argument("--programme", help="what you study, such as MBChB")
    parser.add_argument("--year", type=int, choices=range(1, 11), metavar="1-10", help="your year of study")
    parser.add_argument("--affiliation", help="your university")
    parser.add_argument("--topic", action="append", metavar="ID", help="a topic of the hub; again for others")
    parser.add_argument("--type", choices=TYPES, help="what kind of article it is (default: article)")
    parser.add_argument("--date", help="the day of publication, such as 2026-09-30 (default: today)")
    parser.add_argument("--slug", help="the name of the file (default: made from the title)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask for what is missing, and write the file."""
    settings = settings_of(options)
    with patience("reading the hub"):
        topics = hub.read(settings, unpublished=True).catalogue.terms["topics"]
    ask = _ask if sys.stdin.isatty() else _todo
    title = options.title or ask("The title of your article", "TODO: the title")
    slug = options.slug or slugify(title.removeprefix("TODO: "))
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug):
        raise Usage(
            f"{slug} cannot be part of an address", "use small letters, digits and hyphens: --slug sleep-on-call"
        )
    path = settings.root / settings.docs_dir / ARTICLES / f"{slug}.md"
    if path.exists() or path.with_suffix("").exists():
        raise Usage(f"there is an article {slug} already", "give the new one another name with --slug")
    fields: dict[str, object] = {
        "title": title,
        "description": options.description
        or ask("One or two sentences about it", "TODO: one or two sentences about it"),
        "date": _day(options.date),
        "authors": _authors(options, ask),
        "topics": _topics(options.topic, topics, ask),
    }
    if options.type:
        fields["type"] = options.type
    if settings.require:
        fields["declarations"] = dict.fromkeys(settings.require, "TODO: none, or a sentence")
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, f"---\n{_yaml(fields)}---\n\n{_BODY}".encode())
    shown = path.relative_to(settings.root).as_posix()
    sys.stdout.write(f"{shown} is there. Replace what is marked TODO, then run: hub check {shown}\n")
    return 0


def _ask(question: str, default: str) -> str:
    try:
        return input(f"{question} (Enter: later): ").strip() or default
    except EOFError:
        return default


def _todo(question: str, default: str) -> str:
    return default


def _day(text: str | None) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text) if text else datetime.date.today()
    except ValueError:
        raise Usage(f"{text} is no date", "write year-month-day, such as 2026-09-30") from None


def _authors(options: argparse.Namespace, ask: Callable[[str, str], str]) -> list[Mapping[str, object]]:
    names = options.author or [ask("Your name, as readers should see it", "TODO: your name")]
    programme = options.programme or ("" if options.author else ask("What you study, such as MBChB", ""))
    affiliation = options.affiliation or ("" if options.author else ask("Your university", ""))
    rest = {"programme": programme, "year_of_study": options.year, "affiliation": affiliation}
    return [{"name": name, **{key: value for key, value in rest.items() if value}} for name in names]


def _topics(given: list[str] | None, known: Mapping[str, object], ask: Callable[[str, str], str]) -> list[str]:
    choice = listed(sorted(known)) or "none yet: make a file in docs/topics"
    chosen = given or [word for word in re.split(r"[\s,]+", ask(f"Its topics, of {choice}", "")) if word]
    for topic in chosen:
        if topic not in known:
            raise Usage(f"there is no topic {topic}", did_you_mean(topic, known) or f"choose from {choice}")
    return chosen or ["todo-choose-a-topic"]


def _yaml(fields: Mapping[str, object], indent: str = "") -> str:
    """YAML as people write it: quotes only where they are needed."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, Mapping):
            lines.append(f"{indent}{name}:\n{_yaml(value, f'{indent}  ')}")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            items = (_yaml(item, f"{indent}    ") for item in value)
            lines.append(f"{indent}{name}:\n" + "".join(f"{indent}  - {item.lstrip()}" for item in items))
        elif isinstance(value, list):
            lines.append(f"{indent}{name}: [{', '.join(map(_scalar, value))}]\n")
        else:
            lines.append(f"{indent}{name}: {_scalar(value)}\n")
    return "".join(lines)


def _scalar(value: object) -> str:
    text = str(value)
    if not isinstance(value, str) or (re.fullmatch(r"[A-Za-z][\w ,.’()-]*", text) and text.lower() not in _WORDS):
        return text
    return json.dumps(text, ensure_ascii=False)


#: Words that YAML takes for something else.
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
