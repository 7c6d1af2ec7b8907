"""``hub doctor``: what is wrong, and how far a hub is set up, here and on GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import github_server
import hubs
from github_server import Fault, GitHub
from studenthub.cli import checklist, main
from studenthub.cli.commands import doctor
from studenthub.github.api import Api
from studenthub.model import settings
from studenthub.styles.pandoc import worker

CONFIG = f"{hubs.MKDOCS_YML}repo_url: https://github.com/example/hub\nextra: {{contact: editors@hub.example}}\n"
REVIEW = {"required_approving_review_count": 1, "require_code_owner_review": True}
#: A repository that is set up as it should be.
WELL = {
    "pages": {"build_type": "workflow"},
    "rules/branches/main": [
        {
            "type": "pull_request",
            "parameters": {"required_approving_review_count": 1, "require_code_owner_review": True},
        }
    ],
    "actions/permissions/fork-pr-contributor-approval": {"approval_policy": "first_time_contributors_new_to_github"},
    "actions/permissions/workflow": {"can_approve_pull_request_reviews": True},
    "private-vulnerability-reporting": {"enabled": True},
}


def small(tmp_path: Path, config: str = CONFIG, **files: str) -> Path:
    rows = {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article("Text."), "mkdocs.yml": config}
    return hubs.write(tmp_path, rows | files)


def test_a_hub_that_is_set_up_is_well(tmp_path: Path) -> None:
    found = hubs.run(small(tmp_path), ["hub", "doctor"])
    assert "to do" not in found.output
    assert "look   GitHub, Settings, Pages: the source is GitHub Actions" in found.output
    assert found.output.endswith("all is well\n")
    assert found.status == 0


def test_it_names_what_is_wrong(tmp_path: Path) -> None:
    found = hubs.run(small(tmp_path, CONFIG.replace("bib_dir: bib", "bib_dir: bib, csl: vancuver")), ["hub", "doctor"])
    assert "wrong  citation style: there is no citation style called vancuver" in found.output
    assert found.status == 1


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("site_name: [", "wrong  mkdocs.yml: "),
        (CONFIG.replace("site_url: https://hub.example/\n", ""), "wrong  mkdocs.yml: site_url is missing (feeds and"),
        (f"{CONFIG}docs_dir: elsewhere\n", "wrong  folders: there is no folder elsewhere (articles are in its folder"),
    ],
)
def test_settings_that_no_site_can_be_made_of_are_wrong(config: str, said: str, tmp_path: Path) -> None:
    found = hubs.run(small(tmp_path, config), ["hub", "doctor"])
    assert f"\n{said}" in found.output
    assert found.status == 1


@pytest.mark.parametrize(
    ("installed", "said"),
    [
        ({"nh3": None}, "wrong  Python and packages: the package nh3 is missing (run: make build)"),
        ({"mkdocs": None}, "properdocs "),
        ({"mkdocs": None, "properdocs": None}, "the package mkdocs is missing"),
        ({"mkdocs-bibtex": "0.1"}, "wrong  Python and packages: mkdocs-bibtex is 0.1, and must be "),
    ],
)
def test_packages_are_those_that_the_hub_needs(
    installed: dict[str, str | None], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = doctor.metadata.version

    def other(name: str) -> str:
        found = installed.get(name, "") if name in installed else version(name)
        if not found:
            raise doctor.metadata.PackageNotFoundError(name)
        return found

    monkeypatch.setattr(doctor.metadata, "version", other)
    assert said in hubs.run(small(tmp_path), ["hub", "doctor"]).output.splitlines()[0]


def test_a_pandoc_that_is_missing_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise OSError("No pandoc was found")

    monkeypatch.setattr("studenthub.styles.pandoc.worker.pypandoc.get_pandoc_path", missing)
    monkeypatch.setattr(worker, "pandoc", worker.pandoc.__wrapped__)
    found = hubs.run(small(tmp_path), ["hub", "doctor"])
    assert "wrong  formatting of citations: Pandoc is missing; install the package pypandoc-binary" in found.output
    assert found.status == 1


def test_what_a_new_hub_must_make_its_own_is_to_do(tmp_path: Path) -> None:
    config = hubs.MKDOCS_YML.replace("https://hub.example/", "https://example.org/")
    config += "extra: {help: [{label: Advice, tel: 0800 000 000}, {label: Write, url: 'https://help.example'}, 4]}\n"
    owners = "* @your-organisation/editors\n# @your-organisation\n/docs/ @your-organisation/editors\n"
    small(tmp_path, config, **{".github/CODEOWNERS": owners, ".github/ISSUE_TEMPLATE/2-draft.yml": "old"})
    states = list(checklist.local(settings.read(tmp_path)))
    assert [(state.kind, state.words.partition("; ")[0]) for state in states] == [
        ("to do", "mkdocs.yml: site_url is https://example.org/"),
        ("to do", "mkdocs.yml: repo_url is missing"),
        ("to do", "mkdocs.yml: extra.contact is missing"),
        ("to do", ".github/CODEOWNERS: lines 1 and 3 name @your-organisation"),
        ("look", "mkdocs.yml: the help lines on every page are Advice 0800 000 000 and Write https://help.example"),
        ("to do", ".github/ISSUE_TEMPLATE/2-draft.yml: it is older than mkdocs.yml, docs/topics or the program"),
    ]
    found = hubs.run(tmp_path, ["hub", "doctor"])
    assert found.output.endswith("everything works; 5 things are left to do\n")
    assert found.status == 0


def test_templates_of_the_hub_are_compared_with_the_themes(tmp_path: Path) -> None:
    theirs = (hubs.THEME / "404.html").read_text(encoding="utf-8")
    own = {
        "overrides/404.html": theirs,
        "overrides/list.html": "{% extends 'base.html' %}\nOne line.\n",
        "overrides/assets/own.css": "p { color: red }\n",
    }
    config = CONFIG.replace("{name: studenthub}", "{name: studenthub, custom_dir: overrides}")
    small(tmp_path, config.replace("Test Hub", "Student Hub"), **own)
    first, same, other = checklist.local(settings.read(tmp_path))
    assert (first.kind, same.kind, other.kind) == ("to do", "to do", "look")
    assert first.words.startswith("mkdocs.yml: site_name is Student Hub, as in the hub that this one was copied from")
    assert same.words.startswith("overrides/404.html: it is the theme's own file; delete it")
    assert "2 lines are yours alone" in other.words


@pytest.mark.parametrize(
    ("repo_url", "kinds"), [("https://gitlab.com/a/b", ["look"]), ("https://github.com/a/b.git", [])]
)
def test_a_repository_elsewhere_is_looked_at(repo_url: str, kinds: list[str], tmp_path: Path) -> None:
    found = settings.read(small(tmp_path, CONFIG.replace("https://github.com/example/hub", repo_url)))
    assert [state.kind for state in checklist.local(found)] == kinds


# --- GitHub -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    with github_server.running() as hub:
        hub.settings = dict(WELL)
        hub.labels = {name: {"name": name} for name in checklist.LABELS}
        monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
        monkeypatch.setenv("GITHUB_API_URL", f"{hub.address}/api")
        monkeypatch.setenv("GITHUB_TOKEN", "secret")
        yield hub


def left(github: GitHub, tmp_path: Path) -> list[str]:
    """What is not done yet on GitHub."""
    api = Api(f"{github.address}/api", github_server.REPOSITORY, "secret", sleep=lambda _: None)
    rows = checklist.on_github(api, settings.read(small(tmp_path)))
    return [f"{state.kind}: {state.words}" for state in rows if state.kind != "ok"]


def test_a_repository_that_is_set_up_is_well(
    github: GitHub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert left(github, tmp_path) == []
    assert main(["--root", str(tmp_path), "doctor", "--github"]) == 0
    printed = capsys.readouterr().out
    assert "ok     GitHub, Settings, Pages: the source is GitHub Actions" in printed
    assert "secret" not in printed


@pytest.mark.parametrize(
    ("name", "answer", "expected"),
    [
        ("pages", (404, {"message": "Not Found"}), "to do: GitHub, Settings, Pages: Pages is off"),
        ("pages", {"build_type": "legacy"}, "to do: GitHub, Settings, Pages: the source is a branch"),
        ("rules/branches/main", [], "to do: GitHub, Settings, Rules: main is not protected"),
        (
            "rules/branches/main",
            [{"type": "pull_request", "parameters": {"required_approving_review_count": 0}}],
            "to do: GitHub, Settings, Rules: require one approval; require review from code owners",
        ),
        (
            "actions/permissions/fork-pr-contributor-approval",
            {"approval_policy": "all_external_contributors"},
            "to do: GitHub, Settings, Actions, General: every student waits",
        ),
        (
            "actions/permissions/workflow",
            {"can_approve_pull_request_reviews": False},
            "to do: GitHub, Settings, Actions, General: allow GitHub Actions to create",
        ),
        (
            "private-vulnerability-reporting",
            {"enabled": False},
            "to do: GitHub, Settings, Advanced Security: switch on",
        ),
        (
            "actions/permissions/workflow",
            (403, {"message": "Resource not accessible by integration"}),
            "look: GitHub, Settings, Actions, General: GitHub Actions may create pull requests (GitHub tells it to",
        ),
    ],
)
def test_each_setting_that_is_not_right_is_told(
    name: str, answer: object, expected: str, github: GitHub, tmp_path: Path
) -> None:
    github.settings[name] = answer
    [found] = left(github, tmp_path)
    assert found.startswith(expected)


def test_the_older_protection_of_a_branch_counts(github: GitHub, tmp_path: Path) -> None:
    github.settings["rules/branches/main"] = []
    reviews = {"required_approving_review_count": 1, "require_code_owner_reviews": True}
    github.settings["branches/main/protection"] = {"required_pull_request_reviews": reviews}
    assert left(github, tmp_path) == []


def test_missing_labels_are_told_and_made(github: GitHub, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    github.labels = {"draft": {"name": "draft"}}
    [found] = left(github, tmp_path)
    assert "make import, idea, correction and problem" in found
    assert main(["--root", str(tmp_path), "doctor", "--github", "--fix"]) == 0
    assert "made   the labels import, idea, correction and problem" in capsys.readouterr().out
    assert github.labels.keys() == checklist.LABELS.keys()
    assert left(github, tmp_path) == []


def test_the_labels_are_those_of_the_forms() -> None:
    used = {
        label
        for path in (hubs.PROJECT / ".github/ISSUE_TEMPLATE").glob("[1-9]*.yml")
        for label in settings.yaml.safe_load(path.read_text(encoding="utf-8"))["labels"]
    }
    assert used | {"import"} == set(checklist.LABELS)


def test_github_is_asked_only_with_a_repository_and_a_token(
    github: GitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small(tmp_path)
    assert main(["--root", str(tmp_path), "doctor"]) == 0
    assert github.calls == []
    assert main(["--root", str(tmp_path), "doctor", "--fix"]) == 2
    monkeypatch.delenv("GITHUB_TOKEN")
    monkeypatch.delenv("GH_TOKEN", raising=False)
    assert main(["--root", str(tmp_path), "doctor", "--github"]) == 2
    assert "GITHUB_TOKEN is not set" in capsys.readouterr().err
    small(tmp_path, hubs.MKDOCS_YML)
    assert main(["--root", str(tmp_path), "doctor", "--github"]) == 2
    assert "names no repository on GitHub" in capsys.readouterr().err


def test_a_github_that_is_away_is_told_in_words(
    github: GitHub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    github.faults["GET pages"].append(Fault(429, "slow down", {"Retry-After": "3600"}))
    assert main(["--root", str(small(tmp_path)), "doctor", "--github"]) == 2
    assert "GitHub asks for patience: slow down" in capsys.readouterr().err
