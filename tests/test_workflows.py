"""The workflows: what starts them, what they may do, and that they only call commands of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import hubs

GITHUB = hubs.PROJECT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
#: What each workflow may do beyond reading the project.
MAY = {"deploy": {"pages": "write", "id-token": "write"}}
COMMANDS = r"make [a-z./-]+|\.venv/bin/hub [a-z]+[^;&|`$]*( >> \"\$GITHUB_STEP_SUMMARY\")?"


def load(path: Path) -> dict[Any, Any]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in load(path)["jobs"].values() for step in job["steps"]]


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
def workflow(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


def test_strangers_start_nothing_that_may_write(workflow: Path) -> None:
    data = load(workflow)
    # YAML 1.1 reads the word "on" as true.
    assert set(data[True]) <= {"pull_request", "push", "schedule", "workflow_dispatch"}
    assert data["permissions"] == {}
    for name, job in data["jobs"].items():
        assert job["permissions"] == MAY.get(name, {"contents": "read"})
        assert job["timeout-minutes"] <= 60
        if "pull_request" in data[True]:
            assert name not in MAY
    assert "secrets." not in workflow.read_text(encoding="utf-8")


def test_actions_are_pinned_by_their_commit(workflow: Path) -> None:
    for line in workflow.read_text(encoding="utf-8").splitlines():
        if "uses:" in line:
            assert re.search(r"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_the_token_is_not_left_in_the_checkout(workflow: Path) -> None:
    for step in steps(workflow):
        if str(step.get("uses", "")).startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_only_commands_of_the_project_are_run(workflow: Path) -> None:
    targets = set(re.findall(r"^([\w.$()/-]+):", (hubs.PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    targets = {target.replace("$(VENV)", ".venv") for target in targets}
    for step in steps(workflow):
        if command := str(step.get("run", "")):
            assert "${{" not in command
            assert re.fullmatch(COMMANDS, command), command
            if command.startswith("make "):
                assert command.removeprefix("make ") in targets


def test_the_commands_of_hub_run_in_a_clean_clone(workflow: Path, tmp_path: Path) -> None:
    commands = [str(step["run"]) for step in steps(workflow) if str(step.get("run", "")).startswith(".venv/bin/hub ")]
    if not commands:
        return
    clone, summary = tmp_path / "clone", tmp_path / "summary.md"
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(hubs.PROJECT), str(clone)], check=True)
    subprocess.run(["git", "update-ref", "refs/remotes/origin/main", "HEAD"], cwd=clone, check=True)
    for command in commands:
        here = command.replace(".venv/bin/hub", f"{sys.executable} -m studenthub.cli")
        environment = os.environ | {"GITHUB_STEP_SUMMARY": str(summary)}
        done = subprocess.run(here, shell=True, cwd=clone, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    if "hub report" in " ".join(commands):
        assert summary.read_text(encoding="utf-8").startswith("# ✅")


def test_forms_and_owners_are_well_formed() -> None:
    for path in (GITHUB / "ISSUE_TEMPLATE").glob("[1-9]*.yml"):
        form = load(path)
        assert {"name", "description", "body"} <= form.keys()
        labels = [part["attributes"]["label"] for part in form["body"] if part["type"] != "markdown"]
        assert len(labels) == len(set(labels))
    first, *rest = [line for line in (GITHUB / "CODEOWNERS").read_text().splitlines() if line and line[0] != "#"]
    assert first.startswith("*")
    for line in rest:
        assert (hubs.PROJECT / line.split()[0].strip("/")).exists() or "institutions" in line


def test_zizmor_and_the_schemas_find_nothing() -> None:
    zizmor, schema = (
        shutil.which(name, path=str(hubs.PROJECT / ".venv/bin")) for name in ("zizmor", "check-jsonschema")
    )
    if not zizmor or not schema:
        pytest.skip("zizmor is not installed")
    audit = [zizmor, "--offline", "--no-progress", "--persona=auditor", str(GITHUB)]
    assert subprocess.run(audit, capture_output=True, check=False).returncode == 0
    builtin = {"vendor.github-workflows": WORKFLOWS, "vendor.dependabot": [GITHUB / "dependabot.yml"]}
    for name, files in builtin.items():
        command = [schema, "--builtin-schema", name, *map(str, files)]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
