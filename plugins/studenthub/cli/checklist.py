"""The steps of setting up a new hub, in its files and on GitHub, and whether each is done."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from studenthub.cli.commands import renew
from studenthub.github.api import Api, Refused
from studenthub.model.settings import DRAFT_FORM, Settings
from studenthub.site.settings import THEME
from studenthub.source.problems import listed

#: The labels of the forms, each with its colour and what it means.
LABELS = {
    "draft": ("1d76db", "An article that came by the form"),
    "import": ("0e8a16", "Set by an editor: make a pull request of this draft"),
    "idea": ("c5def5", "An idea for an article"),
    "correction": ("d93f0b", "Something in an article is wrong"),
    "problem": ("fbca04", "Something in the hub does not work"),
}
_OWNER = re.compile(r"@your-organisation\b")

#: The name of the hub that the program came with, and its articles.
_FIRST_HUB = "Student Hub"
_FIRST_ARTICLES = (
    "before-you-post", "cite-so-that-readers-can-check", "read-what-you-cite", "titles-and-standfirsts",
    "why-corrections-stay", "writing-about-a-patient",
)  # fmt: skip
#: How far a step is done: it is; it is still to do; or somebody must look, as a program cannot.
DONE, TO_DO, LOOK = "ok", "to do", "look"


@dataclass(frozen=True, slots=True)
class State:
    """How far a step is done, and in words what is there or what to do."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of setting up on GitHub: where it is, and what ``ask`` makes of GitHub's answer.

    ``ask`` may raise Refused: much is told to administrators only.
    """

    where: str
    what: str
    ask: Callable[[Api, Settings], Iterator[str]]


def local(found: Settings) -> Iterator[State]:
    """The steps that can be checked in the files of the hub."""
    if urlsplit(found.site_url).hostname in {"example.org", "example.com"}:
        yield State(TO_DO, f"mkdocs.yml: site_url is {found.site_url}; write the address of your own site")
    if not found.repo_url:
        yield State(TO_DO, "mkdocs.yml: repo_url is missing; the page Write an article opens the editor there")
    elif not found.github:
        yield State(LOOK, f"mkdocs.yml: repo_url is {found.repo_url}, which is not on GitHub; forms and workflows are")
    if not found.contact:
        words = "write an address of the editors, for readers without GitHub and for drafts that are private"
        yield State(TO_DO, f"mkdocs.yml: extra.contact is missing; {words}")
    yield from _program(found)
    yield from _owners(found)
    yield from _help(found)
    yield from _written(found)
    yield from _another_hubs(found)
    yield from _overrides(found)


def _program(found: Settings) -> Iterator[State]:
    """A program in a folder of this computer cannot be installed by GitHub, nor by other editors."""
    requirements = found.root / "requirements.txt"
    text = requirements.read_text(encoding="utf-8") if requirements.is_file() else ""
    if folder := re.search(r"^studenthub @ (file:\S+)", text, re.MULTILINE):
        words = "write a version or a web address that other computers can install"
        yield State(TO_DO, f"requirements.txt: the program is in {folder[1]}; {words}")


def _owners(found: Settings) -> Iterator[State]:
    owners = found.root / ".github/CODEOWNERS"
    text = owners.read_text(encoding="utf-8") if owners.is_file() else ""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _OWNER.search(line.partition("#")[0])]
    if lines:
        rows = f"lines {listed(map(str, lines), 'and')} name" if len(lines) > 1 else f"line {lines[0]} names"
        words = "write your own teams, or nobody is asked to look at a change"
        yield State(TO_DO, f".github/CODEOWNERS: {rows} @your-organisation; {words}")


def _help(found: Settings) -> Iterator[State]:
    """The help lines come with the template, and a program cannot know whose they are."""
    rows = found.extra.get("help")
    lines = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    if lines:
        said = listed(
            (f"{row.get('label', '')} {row.get('tel') or row.get('url') or ''}".strip() for row in lines), "and"
        )
        yield State(LOOK, f"mkdocs.yml: the help lines on every page are {said}; are these yours?")


def _another_hubs(found: Settings) -> Iterator[State]:
    """Parts of the first hub that are left in a copy of it."""
    if found.site_name == _FIRST_HUB:
        yield State(TO_DO, f"mkdocs.yml: site_name is {_FIRST_HUB}, as in the hub that this one was copied from")
    articles = found.root / found.docs_dir / "articles"
    there = [name for name in _FIRST_ARTICLES if (articles / f"{name}.md").is_file() or (articles / name).is_dir()]
    if there:
        words = "are in the name of the editors; keep them if they are yours to keep"
        yield State(LOOK, f"{found.docs_dir}/articles: {listed(there, 'and')} came with the program, and {words}")


def _overrides(found: Settings) -> Iterator[State]:
    """The templates and files of the hub that take the place of the theme's, each compared with that."""
    folder = found.custom_dir
    own = found.root / folder if folder else None
    for path in sorted(own.rglob("*")) if own else ():
        name = path.relative_to(own).as_posix() if own else ""
        theirs = THEME / name
        if path.is_file() and theirs.is_file():
            yield from _compared(f"{folder}/{name}", path.read_bytes(), theirs.read_bytes())


def _compared(name: str, own: bytes, theirs: bytes) -> Iterator[State]:
    if own == theirs:
        yield State(TO_DO, f"{name}: it is the theme's own file; delete it, so that it is renewed with the package")
        return
    before, after = theirs.decode("utf-8", "replace").splitlines(), own.decode("utf-8", "replace").splitlines()
    rows = [row[:1] for row in list(difflib.unified_diff(before, after, n=0))[2:]]
    differs = f"{rows.count('+')} lines are yours alone, {rows.count('-')} the theme's"
    yield State(LOOK, f"{name}: it takes the place of the theme's; {differs}. Compare them after an upgrade")


def _written(found: Settings) -> Iterator[State]:
    """The forms and workflows that another version of the program wrote, or the form for drafts before a change."""
    texts = renew.written(found).items()
    older = [path for path, text in texts if (found.root / path).read_text(encoding="utf-8", errors="replace") != text]
    if DRAFT_FORM in older:
        older.remove(DRAFT_FORM)
        words = "it is older than mkdocs.yml, docs/topics or the program; run hub draft form"
        yield State(TO_DO, f"{DRAFT_FORM}: {words}")
    if older:
        differ = f"forms and workflows that this version of the program writes differently: {listed(older, 'and')}"
        words = "where the difference is not yours, hub renew FILE writes the newer text; git diff shows what changed"
        yield State(LOOK, f"{differ}. They go on working; {words}")


def on_github(api: Api | None, found: Settings) -> Iterator[State]:
    """The steps on GitHub, or, without access, what to look at there."""
    for step in STEPS:
        where = f"GitHub, {step.where}"
        if api is None:
            yield State(LOOK, f"{where}: {step.what}")
            continue
        try:
            left = list(step.ask(api, found))
        except Refused as refused:
            why = "GitHub tells it to administrators only" if refused.status in (401, 403, 404) else str(refused)
            yield State(LOOK, f"{where}: {step.what} ({why})")
            continue
        yield State(TO_DO, f"{where}: {'; '.join(left)}") if left else State(DONE, f"{where}: {step.what}")


# --- the steps, each with what is left to do --------------------------------------------------------------------------


def _pages(api: Api, _: Settings) -> Iterator[str]:
    """https://docs.github.com/rest/pages/pages#get-a-apiname-pages-site"""
    site = api.find("pages")
    if site is None:
        yield "Pages is off; choose GitHub Actions as the source"
    elif site.get("build_type") != "workflow":
        yield "the source is a branch; choose GitHub Actions"


def _protection(api: Api, found: Settings) -> Iterator[str]:
    """https://docs.github.com/rest/repos/rules#get-rules-for-a-branch, or the older protection of a branch."""
    rules = {str(rule.get("type")): rule.get("parameters") or {} for rule in api.get(f"rules/branches/{found.branch}")}
    review = rules.get("pull_request")
    if review is None:
        # Without any protection this is not found, and that is the answer.
        review = (api.find(f"branches/{found.branch}/protection") or {}).get("required_pull_request_reviews")
    if review is None:
        yield f"{found.branch} is not protected; require a pull request with one approval"
        return
    if not review.get("required_approving_review_count"):
        yield "require one approval"
    if not (review.get("require_code_owner_review") or review.get("require_code_owner_reviews")):
        yield "require review from code owners"


def _approval(api: Api, _: Settings) -> Iterator[str]:
    """https://docs.github.com/rest/actions/permissions#get-fork-pr-contributor-approval-permissions-for-a-repository"""
    policy = api.get("actions/permissions/fork-pr-contributor-approval").get("approval_policy")
    if policy == "all_external_contributors":
        yield "every student waits for an editor at each change; choose first-time contributors who are new to GitHub"


def _pull_requests(api: Api, _: Settings) -> Iterator[str]:
    """https://docs.github.com/rest/actions/permissions#get-default-workflow-permissions-for-a-repository"""
    if not api.get("actions/permissions/workflow").get("can_approve_pull_request_reviews"):
        yield "allow GitHub Actions to create and approve pull requests, which the import of drafts does"


def _reporting(api: Api, _: Settings) -> Iterator[str]:
    """https://docs.github.com/rest/repos/repos#check-if-private-vulnerability-reporting-is-enabled-for-a-repository"""
    if not api.get("private-vulnerability-reporting").get("enabled"):
        yield "switch on private vulnerability reporting, by which students report a slip unseen by others"


def _labels(api: Api, _: Settings) -> Iterator[str]:
    if missing := missing_labels(api):
        yield f"make {listed(missing, 'and')} (hub doctor --github --fix does)"


def missing_labels(api: Api) -> list[str]:
    """The labels of the forms that the repository does not have."""
    there = {str(label.get("name")) for label in api.rows("labels")}
    return [name for name in LABELS if name not in there]


def make_labels(api: Api) -> list[str]:
    """Make those labels; which they were."""
    missing = missing_labels(api)
    for name in missing:
        colour, meaning = LABELS[name]
        api.post("labels", {"name": name, "color": colour, "description": meaning})
    return missing


STEPS = (
    Step("Settings, Pages", "the source is GitHub Actions", _pages),
    Step(
        "Settings, Rules",
        "the published branch takes pull requests that a code owner approved, and nothing else",
        _protection,
    ),
    Step("Settings, Actions, General", "first-time contributors wait for approval, and others do not", _approval),
    Step("Settings, Actions, General", "GitHub Actions may create pull requests", _pull_requests),
    Step("Settings, Advanced Security", "private vulnerability reporting is on", _reporting),
    Step("Issues, Labels", f"there are {listed(LABELS, 'and')}", _labels),
)
