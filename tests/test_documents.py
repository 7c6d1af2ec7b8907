"""What the documents name is there: files, modules, packages, layers, commands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from studenthub.cli.command_line import COMMANDS

PROJECT = Path(__file__).resolve().parents[1]
CORE = PROJECT / "plugins" / "studenthub"
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "benchmarks/README.md")
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
#: What a hub or a build makes, and what a reader is shown as an example.
_MADE = re.compile(
    r"\.venv/|\.cache/|site/|bib/verified/|docs/404\.md|overrides/404\.html|.*/(?:on-call|sleep-on-call)\.md"
    r"|docs/(?:authors|institutions|write)/|-"
)


def _text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def _code(text: str) -> Iterator[str]:
    """The words in backticks that look like a path: with a slash, or the name of a file in Python."""
    for code in re.findall(r"`([^`\n]+)`", text):
        if re.fullmatch(r"[\w.-]+(?:/[\w.{},-]+)+/?|[\w-]+\.py", code):
            yield code


def _is_there(path: str) -> bool:
    roots = (PROJECT, PROJECT / "plugins", PROJECT / "plugins/mkdocs_studenthub", CORE, PROJECT / "tests")
    return any((root / name).exists() for root in roots for name in (path, f"{path}.py"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_path_that_a_document_names_is_there(name: str) -> None:
    paths = [path for path in _code(_text(name)) if not _MADE.match(path)]
    assert [path for path in paths if not _is_there(path)] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_link_between_documents_leads_to_a_file(name: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)|<img src=\"([^\"]+)\"", _text(name))
    local = [target for pair in targets for target in pair if target and "://" not in target]
    assert [target for target in local if not (PROJECT / target).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_command_that_a_document_names_is_there(name: str) -> None:
    targets = re.findall(r"^([\w-]+):", _text("Makefile"), re.MULTILINE)
    text = _text(name)
    assert [word for word in re.findall(r"`hub (?!--)([a-z]+)", text) if word not in COMMANDS] == []
    assert [word for word in re.findall(r"`make ([a-z-]+)", text) if word not in targets] == []


def test_each_package_has_its_reason() -> None:
    rows = re.findall(r"^\| ([a-z0-9-]+(?:, [a-z0-9-]+)*) \| .+ \|$", _text("ARCHITECTURE.md"), re.MULTILINE)
    project = SETTINGS["project"]
    builds = SETTINGS["dependency-groups"]["editable"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"], *builds]
    packages = {re.split(r"[=~><]", row)[0] for row in wanted}
    assert sorted(name for row in rows for name in row.split(", ")) == sorted(packages)


def test_the_tree_lists_the_layers_from_the_ground_up() -> None:
    rows = re.findall(r"^\| `(\w+)/` \|", _text("ARCHITECTURE.md"), re.MULTILINE)
    (layers,) = [row["layers"] for row in SETTINGS["tool"]["importlinter"]["contracts"] if row["type"] == "layers"]
    assert [row for row in rows if row in layers] == layers[::-1]


def test_architecture_is_read_in_a_quarter_of_an_hour() -> None:
    assert 2_200 <= len(_text("ARCHITECTURE.md").split()) <= 3_000
