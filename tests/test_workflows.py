"""The workflows: what starts them, what they may do, and that they only call commands of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypandoc
import pytest
import yaml

import github_server
import hubs
import submissions
from studenthub import hub
from studenthub.model import settings
from studenthub.submission import form

GITHUB = hubs.PROJECT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
#: What starts each workflow. Strangers start those with pull_request, and nothing else.
STARTS = {
    "check": {"pull_request"},
    "test": {"pull_request", "push"},
    "publish": {"push", "workflow_call", "workflow_dispatch"},
    "morning": {"schedule", "workflow_dispatch"},
    "audit": {"schedule", "workflow_dispatch"},
    "packages": {"schedule", "workflow_dispatch"},
    "links": {"schedule", "workflow_dispatch"},
    "verify": {"schedule", "workflow_dispatch"},
    "import": {"issues"},
}
#: What a job may do beyond reading the project.
MAY = {
    "deploy": {"pages": "write", "id-token": "write"},
    "publish": {"contents": "read", "pages": "write", "id-token": "write"},
    "ask": {"contents": "read", "pull-requests": "read"},
    "propose": {"contents": "write", "pull-requests": "write"},
    "send": {"contents": "write", "issues": "write", "pull-requests": "write"},
}
COMMANDS = (
    r"make [a-z./-]+|\.github/verdicts\.sh (take|propose)"
    r"|\.venv/bin/hub [a-z]+[^;&|`$]*( >> \"\$GITHUB_STEP_SUMMARY\"( \|\| true)?)?"
)
#: Those that take long and are run by nobody but GitHub, or by another test: installing, testing, asking other hosts.
ELSEWHERE = (
    r"make (?:\.venv/\.installed|test|test-linear|test-hostile|audit|audit-packages)"
    r"|\.venv/bin/hub (?:links|verify|draft) .*|\.github/verdicts\.sh .*"
)


def load(path: Path) -> dict[Any, Any]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in load(path)["jobs"].values() for step in job.get("steps", [])]


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
def workflow(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


def test_each_workflow_is_known() -> None:
    assert {path.stem for path in WORKFLOWS} == STARTS.keys()


def test_strangers_start_nothing_that_may_write(workflow: Path) -> None:
    data = load(workflow)
    # YAML 1.1 reads the word "on" as true.
    assert set(data[True]) == STARTS[workflow.stem]
    assert data["permissions"] == {}
    assert data["concurrency"]["group"]
    for name, job in data["jobs"].items():
        assert job["permissions"] == MAY.get(name, {"contents": "read"})
        assert job.get("timeout-minutes", 0) <= 60
        # A job that calls a workflow has no limit of its own: the jobs of that workflow have theirs.
        assert ("timeout-minutes" in job) is not ("uses" in job)
        if "pull_request" in data[True]:
            assert name not in MAY
    assert "secrets." not in workflow.read_text(encoding="utf-8")


def test_main_is_published_when_it_changes_and_each_day() -> None:
    data = load(GITHUB / "workflows/publish.yml")
    assert data[True]["push"] == {"branches": ["main"]}
    morning = load(GITHUB / "workflows/morning.yml")
    assert re.fullmatch(r"\d+ \d+ \* \* \*", morning[True]["schedule"][0]["cron"])
    assert [job["uses"] for job in morning["jobs"].values()] == ["$/.github/workflows/publish.yml"]
    assert data["jobs"]["build"]["if"] == "github.ref == 'refs/heads/main'"
    # What is half published is not broken off.
    assert data["concurrency"]["cancel-in-progress"] is False
    assert data["jobs"]["deploy"]["needs"] == "build"
    assert [step["uses"].partition("@")[0] for step in data["jobs"]["deploy"]["steps"]] == ["actions/deploy-pages"]
    checks = [step["run"] for step in data["jobs"]["build"]["steps"] if "hub check" in str(step.get("run"))]
    assert checks == [".venv/bin/hub check --no-advice --format github"]


def test_a_workflow_that_github_may_disable_does_nothing_on_a_push(workflow: Path) -> None:
    # GitHub disables a workflow that has a schedule after 60 days without a commit, with all that starts it.
    starts = set(load(workflow)[True])
    assert not {"schedule"} < starts & {"schedule", "push", "pull_request"}


@pytest.mark.parametrize("name", ["check", "publish"])
def test_what_is_built_is_audited(name: str) -> None:
    rows = steps(GITHUB / f"workflows/{name}.yml")
    commands = [str(step.get("run") or step["uses"]).partition("@")[0] for step in rows]
    audit = commands.index(".venv/bin/hub audit site")
    # What fails the audit is not handed to the job that deploys; a student still gets the page to look at.
    assert commands.index("make build") < audit
    after = [command for command in commands[audit:] if "upload" in command]
    assert after == (["actions/upload-pages-artifact"] if name == "publish" else [])
    assert not any("if" in step or "continue-on-error" in step for step in rows if "hub verify" not in str(step))


def test_asking_about_sources_stops_no_pull_request() -> None:
    *_, last = steps(GITHUB / "workflows/check.yml")
    assert last["run"].startswith(".venv/bin/hub verify --base origin/main --seconds 50 ")
    assert last["continue-on-error"] is True
    assert last["timeout-minutes"] <= 2
    assert last["if"] == "${{ !cancelled() }}"


def test_who_asks_other_hosts_may_not_write_and_who_writes_asks_nobody() -> None:
    jobs = load(GITHUB / "workflows/verify.yml")["jobs"]
    assert not any(right == "write" for right in jobs["ask"]["permissions"].values())
    commands = [step["run"] for step in jobs["propose"]["steps"] if "run" in step]
    assert commands == [".github/verdicts.sh propose"]
    weekly = load(GITHUB / "workflows/verify.yml")[True]["schedule"][1]["cron"]
    chosen = {step["if"]: step["run"] for step in jobs["ask"]["steps"] if "hub verify" in str(step.get("run"))}
    assert "--retractions" in chosen[f"github.event.schedule == '{weekly}'"]
    assert "--retractions" not in chosen[f"github.event.schedule != '{weekly}'"]


def test_who_reads_a_draft_may_not_write_and_who_writes_reads_no_draft() -> None:
    data = load(GITHUB / "workflows/import.yml")
    assert data[True] == {"issues": {"types": ["labeled"]}}
    read, send = data["jobs"]["read"], data["jobs"]["send"]
    assert (read["permissions"], send["needs"]) == ({"contents": "read"}, "read")
    for job in (read, send):
        assert "github.event.label.name == 'import'" in job["if"]
        # What a stranger's file does must reach no job that publishes: nothing is taken from a cache, or left in one.
        assert not any("cache" in str(step) for step in job["steps"])
        # The default branch is checked out, and no other.
        checkouts = [step for step in job["steps"] if "checkout" in str(step.get("uses"))]
        assert [set(step["with"]) for step in checkouts] == [{"persist-credentials"}]
    assert "token" not in str(read)
    assert [step["run"] for step in send["steps"] if "env" in step] == [".venv/bin/hub draft send parcel"]
    text = (GITHUB / "workflows/import.yml").read_text(encoding="utf-8")
    # Of the issue nothing but its number and the label goes into a value that GitHub works out.
    assert set(re.findall(r"github\.event\.[\w.]+", text)) == {"github.event.issue.number", "github.event.label.name"}


def test_a_word_file_in_the_form_becomes_a_pull_request(tmp_path: Path) -> None:
    hubs.needs_a_program()
    clone, event = tmp_path / "clone", tmp_path / "event.json"
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(hubs.PROJECT), str(clone)], check=True)
    found = settings.read(clone)
    topics = hub.read(found, unpublished=True).catalogue.terms["topics"]
    words = "Tired students make mistakes, and say so to nobody (Author & Writer, 2019). " * 6
    listed = "Author, A., & Writer, B. (2019). Nights on call. *Journal of Examples*, *12*(3), 45-52."
    file = tmp_path / "draft.docx"
    text = f"{words}\n\n# References\n\n{listed}\n"
    pypandoc.convert_text(text, "docx", "markdown", outputfile=file)
    with github_server.running() as github:
        address = github.attach("/user-attachments/files/1/My.draft.docx", file.read_bytes())
        topic = next(iter(topics.values())).name
        fields = form.fields(found, topics)
        answers = submissions.GOOD | {"description": "What a night without sleep does to those who learn."}
        body = submissions.body(f"[My draft.docx]({address})", answers, ticked=[topic], fields=fields)
        environment = os.environ | {
            "GITHUB_EVENT_PATH": str(submissions.event(event, body)),
            "GITHUB_API_URL": f"{github.address}/api",
            "GITHUB_SERVER_URL": github.address,
            "GITHUB_REPOSITORY": github_server.REPOSITORY,
            "GITHUB_RUN_ID": "99",
        }
        for job in load(GITHUB / "workflows/import.yml")["jobs"].values():
            for step in job["steps"]:
                if not (command := str(step.get("run", ""))) or command.startswith("make "):
                    continue
                here = command.replace(".venv/bin/hub", f"{sys.executable} -m studenthub.cli")
                token = {"GITHUB_TOKEN": "secret"} if "env" in step else {}
                done = subprocess.run(
                    here, shell=True, cwd=clone, env=environment | token, capture_output=True, text=True, check=False
                )
                assert done.returncode == 0, done.stdout + done.stderr
        assert b"Nights on call" in (clone / "preview.html").read_bytes()
        [pull] = github.pulls
        files = github.content("draft/7")
        assert b"[@author2019]" in files["docs/articles/sleep-on-call.md"]
        assert b"Nights on call" in files["bib/sleep-on-call.bib"]
        assert "1 of 1 reference read whole" in pull["body"]
        assert "✅" in pull["body"]
        [comment] = github.comments
        assert pull["html_url"] in comment["body"]
        assert "Nothing is missing." in comment["body"]


#: What stands in for GitHub's own command: it knows one pull request, as the file OPEN says, and notes what it is told.
GH = """#!/bin/sh
echo "$@" >> "$NOTES"
case "$1 $2" in
"pr list") cat "$OPEN" ;;
"pr create") echo 7 > "$OPEN" ;;
esac
"""


def test_one_pull_request_is_open_at_a_time(tmp_path: Path) -> None:
    program, notes, number = tmp_path / "bin/gh", tmp_path / "notes.txt", tmp_path / "open.txt"
    program.parent.mkdir()
    program.write_text(GH)
    program.chmod(0o755)
    number.touch()
    environment = os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}", "NOTES": str(notes)}
    environment |= {"OPEN": str(number), "GIT_TERMINAL_PROMPT": "0"}

    def run(folder: Path, *command: str) -> str:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def night(name: str, *answers: str) -> Path:
        """Asks, which writes files, and proposes them in a checkout of their own; returns that checkout."""
        clone = tmp_path / name
        run(tmp_path, "git", "clone", "-q", "--depth", "1", f"file://{tmp_path}/hub.git", name)
        run(clone, str(GITHUB / "verdicts.sh"), "take")
        for answer in answers:
            (clone / "bib/verified").mkdir(parents=True, exist_ok=True)
            (clone / "bib/verified" / answer).write_text("{}")
        (clone / ".cache/studenthub").mkdir(parents=True)
        (clone / ".cache/studenthub/verified.md").write_text("# Summary\n")
        notes.write_text("")
        run(clone, str(GITHUB / "verdicts.sh"), "propose")
        return clone

    def proposed() -> list[str]:
        return run(tmp_path / "hub.git", "git", "ls-tree", "-r", "--name-only", "verified").split()

    run(tmp_path, "git", "init", "-q", "-b", "main", "--bare", "hub.git")
    run(tmp_path, "git", "clone", "-q", "hub.git", "first")
    (tmp_path / "first/bib").mkdir()
    (tmp_path / "first/bib/a.bib").write_text("")
    run(tmp_path / "first", "git", "add", "-A")
    run(tmp_path / "first", "git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Begin")
    run(tmp_path / "first", "git", "push", "-q", "origin", "main")

    night("nothing-new")
    assert "pr create" not in notes.read_text()
    night("one-answer", "a.json")
    assert "pr create --head verified --base main" in notes.read_text()
    assert proposed() == ["bib/a.bib", "bib/verified/a.json"]
    # What waits to be merged is taken over, and is no reason to push again.
    assert (night("the-same") / "bib/verified/a.json").is_file()
    assert not re.search("pr (create|edit)", notes.read_text())
    night("another", "b.json")
    assert "pr edit 7 --body-file" in notes.read_text()
    assert proposed() == ["bib/a.bib", "bib/verified/a.json", "bib/verified/b.json"]


def test_what_is_installed_has_its_hash(workflow: Path) -> None:
    commands = [str(step["run"]) for step in steps(workflow) if "run" in step]
    assert not [command for command in commands if "pip" in command]
    makefile = (hubs.PROJECT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.splitlines() if "pip install" in line and "install --quiet uv" not in line]
    assert installs
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)


def test_actions_are_pinned_by_their_commit(workflow: Path) -> None:
    for line in workflow.read_text(encoding="utf-8").splitlines():
        if "uses:" in line and "uses: $/" not in line:
            assert re.search(r"uses: [\w.-]+/[\w.-]+(/[\w.-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_the_pins_are_those_of_the_tags(workflow: Path, shared: Path) -> None:
    table = (shared / "research/security.md").read_text(encoding="utf-8").partition("## Action pins")[2]
    known = set(re.findall(r"^\| (\S+) \| (v[\d.]+) \| ([0-9a-f]{40}) \|$", table, re.MULTILINE))
    # From the tags of the action's own repository, as those in the table are.
    known.add(("actions/download-artifact", "v8.0.1", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c"))
    used = re.findall(r"uses: ([\w.-]+/[\w.-]+)\S*@([0-9a-f]{40}) # (v[\d.]+)", workflow.read_text(encoding="utf-8"))
    assert {(action, tag, commit) for action, commit, tag in used} <= known


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


def test_each_command_runs_in_a_clean_clone(tmp_path: Path) -> None:
    """One workflow after the other in one clone, where what is kept is that of the one before, as on GitHub."""
    hubs.needs_a_program()
    clone, summary, event = tmp_path / "clone", tmp_path / "summary.md", tmp_path / "event.json"
    event.write_text('{"pull_request": {"head": {"ref": "patch-1", "repo": {"full_name": "student/hub"}}}}')
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(hubs.PROJECT), str(clone)], check=True)
    subprocess.run(["git", "update-ref", "refs/remotes/origin/main", "HEAD"], cwd=clone, check=True)
    environment = os.environ | {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_EVENT_PATH": str(event), "CI": "true"}
    for workflow in WORKFLOWS:
        shutil.rmtree(clone / "site", ignore_errors=True)
        commands = [str(step["run"]) for step in steps(workflow) if "run" in step]
        commands = [command for command in commands if not re.fullmatch(ELSEWHERE, command)]
        for command in commands:
            here = command.replace(".venv/bin/hub", f"{sys.executable} -m studenthub.cli")
            here = here.replace("make build", f"{sys.executable} -m mkdocs build --strict")
            done = subprocess.run(
                here, shell=True, cwd=clone, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
        if not commands:
            continue
        if "hub report" in " ".join(commands):
            assert summary.read_text(encoding="utf-8").startswith("# ✅")
        for step in steps(workflow):
            if "upload" in str(step.get("uses", "")):
                assert (clone / step["with"]["path"]).exists()
                # Only a single file goes without an archive, and only without one does a browser show it.
                assert (clone / step["with"]["path"]).is_file() is (step["with"].get("archive") is False)


def test_dependabot_reads_what_is_installed() -> None:
    # For pip it reads files that end in .txt or .in (its file fetcher for Python), and a .lock is none of them.
    makefile = (hubs.PROJECT / "Makefile").read_text(encoding="utf-8")
    files = set(re.findall(r"requirements[\w.-]*", makefile))
    assert files == {"requirements.txt", "requirements-dev.txt"}
    assert all((hubs.PROJECT / name).is_file() for name in files)
    ecosystems = [row["package-ecosystem"] for row in load(GITHUB / "dependabot.yml")["updates"]]
    assert "pip" in ecosystems


def test_forms_and_owners_are_well_formed() -> None:
    for path in (GITHUB / "ISSUE_TEMPLATE").glob("[1-9]*.yml"):
        form = load(path)
        assert {"name", "description", "body"} <= form.keys()
        labels = [part["attributes"]["label"] for part in form["body"] if part["type"] != "markdown"]
        assert len(labels) == len(set(labels))
    first, *rest = [line for line in (GITHUB / "CODEOWNERS").read_text().splitlines() if line and line[0] != "#"]
    assert first.startswith("*")
    owned = [line.split()[0].strip("/") for line in rest]
    assert owned == ["docs/articles", "docs/authors", "bib"]
    assert all((hubs.PROJECT / path).is_dir() for path in owned)
    assert all(re.fullmatch(r"@[\w-]+/[\w-]+", line.split()[1]) for line in (first, *rest))


def test_each_form_says_that_it_is_public() -> None:
    for path in (GITHUB / "ISSUE_TEMPLATE").glob("[1-9]*.yml"):
        assert "This page" in path.read_text(encoding="utf-8"), path.name
        assert "public" in path.read_text(encoding="utf-8"), path.name


def test_zizmor_and_the_schemas_find_nothing() -> None:
    zizmor, schema = (
        shutil.which(name, path=str(hubs.PROJECT / ".venv/bin")) for name in ("zizmor", "check-jsonschema")
    )
    if not zizmor or not schema:
        pytest.skip("zizmor is not installed")
    audit = [zizmor, "--offline", "--no-progress", "--persona=auditor", str(GITHUB)]
    assert subprocess.run(audit, capture_output=True, check=False).returncode == 0
    forms = sorted((GITHUB / "ISSUE_TEMPLATE").glob("[1-9]*.yml"))
    builtin = {
        "vendor.github-workflows": WORKFLOWS,
        "vendor.dependabot": [GITHUB / "dependabot.yml"],
        "vendor.github-issue-forms": forms,
        "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE/config.yml"],
    }
    for name, files in builtin.items():
        command = [schema, "--builtin-schema", name, *map(str, files)]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
