"""What editors are given: the tasks of VS Code, the container, the hook before a commit."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

import hubs


def load(path: str) -> Any:
    """JSON that may have lines of comment."""
    lines = (hubs.PROJECT / path).read_text(encoding="utf-8").splitlines()
    return json.loads("\n".join(line for line in lines if not line.lstrip().startswith("//")))


def test_the_task_of_vs_code_reads_what_hub_check_prints(tmp_path: Path) -> None:
    task = load(".vscode/tasks.json")["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    assert Path(task["command"]).name == "hub"
    files = {"docs/articles/a.md": hubs.article("Words [@nobody2020]."), "docs/topics/testing.md": hubs.TOPIC}
    printed = hubs.run(hubs.write(tmp_path, files), ["hub", *task["args"]]).output
    found = [match for line in printed.splitlines() if (match := re.search(pattern["regexp"], line))]
    assert found
    path, line, code = (found[0][pattern[name]] for name in ("file", "line", "code"))
    assert (tmp_path / path).is_file()
    assert "nobody2020" in (tmp_path / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert code == "HUB301"


def test_the_container_and_the_hook_run_commands_of_the_project() -> None:
    container = load(".devcontainer/devcontainer.json")
    makefile = (hubs.PROJECT / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv")
    for command in (container["postCreateCommand"], container["postAttachCommand"]):
        assert re.search(rf"^{re.escape(command.removeprefix('make '))}:", makefile, re.MULTILINE), command
    hooks = yaml.safe_load((hubs.PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    [hook] = hooks["repos"][0]["hooks"]
    assert hook["entry"].split()[:2] == [".venv/bin/hub", "check"]
    assert re.search(hook["files"], "docs/articles/a.md")
    assert not re.search(hook["files"], "plugins/studenthub/hub.py")
