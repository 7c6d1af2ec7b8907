"""``hub init``: the files of a new hub, from a few answers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from studenthub import hub
from studenthub.cli.terminal import Commands, Usage, count
from studenthub.model import settings
from studenthub.starter import files, forms
from studenthub.starter.answers import QUESTIONS, Answers, BadAnswer, Question


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "init",
        help="write the files of a new hub",
        description="Write the files of a new hub into a folder that does not exist or is empty: its settings, a home "
        "page, pages about the hub and its policies, topics, forms and workflows. It asks for what you leave out.",
        epilog='Example: hub init journal --name "Our Journal" --language en-KE --subject law --style oscola',
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of the hub")
    for question in QUESTIONS:
        default = question.default or ("that of its language" if question.name == "country" else "")
        shown = f" (default: {default})" if default else ""
        parser.add_argument(f"--{question.name}", help=f"{question.words}{shown}".replace("%", "%%"))
    parser.add_argument("--yes", action="store_true", help="ask nothing: take the defaults for what you leave out")
    parser.add_argument("--sample", action="store_true", help="add a draft of an article to look at")
    parser.add_argument(
        "--package", default="", help="the line of requirements.txt that names the program (default: the one that runs)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask what is missing, and write the files. Raises Usage."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(path.name != ".git" for path in folder.iterdir())):
        raise Usage(f"{folder} is there already, and is not empty", "name a folder that does not exist")
    given = {question.name: getattr(options, question.name) for question in QUESTIONS}
    asks = not options.yes and sys.stdin.isatty() and sys.stdout.isatty()
    try:
        answers = Answers.of(given, _asked if asks else _default)
    except BadAnswer as error:
        raise Usage(str(error), "give it another value") from None
    written = files.of(answers, options.package, sample=options.sample)
    for path, text in written.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        if path.endswith(".sh"):
            target.chmod(0o755)
    if (folder / ".github").is_dir():
        _write_forms(folder)
    is_here = folder.resolve() == Path.cwd()
    where, first = ("this folder", "") if is_here else (folder, f"cd {folder}, then ")
    sys.stdout.write(
        f"{count(len(written), 'file')} written to {where}. Next: {first}make serve. "
        "hub doctor lists what is left to do.\n"
    )
    if files.in_english(answers):
        sys.stdout.write(
            "The pages in docs/ are in English, and say so: translate them, and delete their line “language: en”. "
            "The topics may be in English as well.\n"
        )
    return 0


def _write_forms(folder: Path) -> None:
    """The forms on GitHub follow from the settings and topics that have just been written."""
    found = settings.read(folder.resolve())
    topics = hub.read(found, unpublished=True).catalogue.terms["topics"]
    for path, text in forms.of(found, topics).items():
        (folder / path).write_text(text, encoding="utf-8")


def _default(question: Question, default: str) -> str:
    """The answer of somebody who is not asked."""
    return default


def _asked(question: Question, default: str) -> str:
    """The answer to a question at a terminal; one that cannot be is asked again."""
    while True:
        sys.stdout.write(f"{question.words}{f' [{default}]' if default else ''}: ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stdout.write("\n")
            raise Usage("there was no answer", "say --yes for the defaults")
        try:
            return question.check(line.strip() or default)
        except BadAnswer as error:
            sys.stdout.write(f"  {str(error).capitalize()}.\n")
