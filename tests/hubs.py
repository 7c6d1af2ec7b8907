"""Small hubs on disk, and the commands that are run on them."""

from __future__ import annotations

import datetime
import io
import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from lxml import html

import commands
from studenthub import cli, hub
from studenthub.model.settings import Settings
from studenthub.source.problems import Problem

PROJECT = Path(__file__).resolve().parents[1]
THEME = PROJECT / "plugins/studenthub/theme"

#: What every hub has unless it says otherwise.
MKDOCS_YML = """\
site_name: Test Hub
site_url: https://hub.example/
theme: {name: studenthub}
plugins:
  - studenthub: {bib_dir: bib}
markdown_extensions:
  [admonition, attr_list, footnotes, md_in_html, tables, toc, pymdownx.superfences, pymdownx.highlight]
"""


@dataclass(frozen=True)
class Run:
    """What a command printed, on both channels, and its exit status."""

    output: str
    status: int


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a hub into ``folder``."""
    for name, content in ({"mkdocs.yml": MKDOCS_YML} | dict(files)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for name in ("docs", "bib"):
        (folder / name).mkdir(exist_ok=True)
    return folder


def own_templates(folder: Path, *names: str) -> Path:
    """Give the hub in ``folder`` its own copies of files of the theme, which a test may change."""
    copy = folder / "overrides"
    for name in names:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(THEME / name, copy / name)
    settings = folder / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("name: studenthub}", "name: studenthub, custom_dir: overrides}"))
    return copy


_FILE = re.compile(r"^-- (.+) --\n", re.MULTILINE)
COMMAND = re.compile(r"^\$ (.*)\n", re.MULTILINE)


def files_of(case: str) -> dict[str, str]:
    """The hub that a text case writes out before its first command (test_cases says how)."""
    _, *parts = _FILE.split(COMMAND.split(case)[0])
    return {name: content.rstrip("\n") + "\n" for name, content in zip(parts[::2], parts[1::2], strict=True)}


def needs_a_program() -> None:
    """Skip a test that starts a build, a server or a browser, where ``make test-fast`` leaves these out."""
    if os.environ.get("HUB_TESTS") == "fast":
        pytest.skip("starts a program, which make test-fast leaves out")


def run(folder: Path, command: Sequence[str], given: io.TextIOBase | None = None) -> Run:
    """Run ``hub …`` in this process, or ``mkdocs …`` in one of its own, in ``folder``, as a user does.

    ``hub`` reads what is ``given`` to it, if it asks.
    """
    if command[0] == "hub":
        return _run_here(folder, command[1:], given or io.StringIO())
    needs_a_program()
    return Run(*commands.run(folder, command, _environment()))


class Terminal(io.TextIOWrapper):
    """A terminal at which somebody has typed ``lines``."""

    def __init__(self, lines: str = "") -> None:
        super().__init__(io.BytesIO(lines.encode()), encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True


def _run_here(folder: Path, arguments: Sequence[str], given: io.TextIOBase) -> Run:
    output = Terminal() if given.isatty() else io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with (
        chdir(folder),
        patch.dict(os.environ, _environment()),
        patch.object(sys, "stdin", given),
        redirect_stdout(output),
        redirect_stderr(output),
    ):
        try:
            status = cli.main(arguments)
        except SystemExit as ended:  # argparse has printed help, or what is wrong with the arguments
            status = int(ended.code or 0)
    output.seek(0)
    return Run(output.read(), status)


def start(folder: Path, command: Sequence[str], output: Path) -> commands.Started:
    """A command that goes on while the test does; what it prints is in ``output``."""
    needs_a_program()
    return commands.Started(folder, command, _environment(), output)


def _environment() -> dict[str, str]:
    return os.environ | {"NO_MKDOCS_2_WARNING": "1", "COLUMNS": "100", "NO_COLOR": "1"}


def build(folder: Path, *arguments: str) -> Run:
    """A real ``mkdocs build --strict``."""
    return run(folder, ["mkdocs", "build", "--strict", *arguments])


def page(folder: Path, path: str) -> html.HtmlElement:
    """A page of the site in ``folder``, without its <template> elements: nobody sees them."""
    found = html.fromstring((folder / "site" / path / "index.html").read_text(encoding="utf-8"))
    for template in found.xpath("//template"):
        template.drop_tree()
    return found


def text(element: html.HtmlElement) -> str:
    """The text of an element, white space collapsed."""
    return " ".join(element.text_content().split())


def article(body: str = "Text.", **fields: str) -> str:
    """An article with all required fields; ``fields`` are YAML that replaces or adds some ("" leaves one out)."""
    front = {
        "title": "An article",
        "description": "What this article is about, in one sentence.",
        "date": "2024-07-11",
        "authors": '[{name: "Author, A."}]',
        "topics": "[testing]",
    } | fields
    lines = "".join(f"{name}: {value}\n" for name, value in front.items() if value)
    return f"---\n{lines}---\n\n{body}\n"


#: The day of tests that depend on one.
TODAY = datetime.date(2026, 11, 24)


def found(folder: Path, files: Mapping[str, str], *, advice: bool = False, fixes: bool = True) -> list[Problem]:
    """All problems of a tiny hub with the fixes that are offered, and the advice if it is asked for.

    To try each fix takes longer than to check: ``fixes`` says whether a test needs them.
    """
    write(folder, {"docs/topics/testing.md": TOPIC} | dict(files))
    bibs = tuple(sorted(name for name in files if name.endswith(".bib")))
    opened = hub.Reader(Settings(folder, bib_files=bibs), unpublished=True, today=TODAY).read()
    checked = opened.checked(advice=advice, fixes=fixes)
    return [*checked.problems, *checked.advice]


TOPIC = "---\nname: Testing\n---\n"
