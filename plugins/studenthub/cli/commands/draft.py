"""``hub draft``: turn a draft in a GitHub issue into a pull request."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from studenthub import hub
from studenthub.cli.commands.check import write
from studenthub.cli.commands.take import take
from studenthub.cli.terminal import Commands, Usage, helped, settings_of
from studenthub.github.api import Api, Refused, Unavailable
from studenthub.model.settings import DRAFT_FORM, Settings
from studenthub.source.problems import listed, one_line
from studenthub.submission import form, send
from studenthub.submission.issue import Issue, NoIssue
from studenthub.submission.parcel import Damaged, Parcel
from studenthub.submission.send import Desk, NoEditor


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "draft",
        help="turn a draft in an issue into a pull request",
        description="Write the form with which students send a draft, or run a step of the workflow that imports it.",
        epilog="Example: hub draft form",
    )
    parser.set_defaults(run=lambda _: helped(parser))
    kinds = parser.add_subparsers(dest="draft", metavar="STEP")
    forms = kinds.add_parser("form", help=f"write {DRAFT_FORM} from mkdocs.yml and docs/topics")
    forms.add_argument("--check", action="store_true", help="change nothing; exit with 1 if the form is out of date")
    forms.set_defaults(run=_form)
    reads = kinds.add_parser("read", help="make an article of the draft in an issue, check it, and build its page")
    reads.add_argument("parcel", type=Path, metavar="DIR", help="a new folder for the step send")
    reads.add_argument("preview", type=Path, metavar="FILE", help="the file for the page of the article")
    reads.set_defaults(run=_read)
    sends = kinds.add_parser("send", help="open a pull request with what the step read has made, and answer the issue")
    sends.add_argument("parcel", type=Path, metavar="DIR", help="the folder that the step read has made")
    sends.set_defaults(run=_send)


def _form(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    topics = hub.read(settings, unpublished=True).catalogue.terms["topics"]
    text = form.as_yaml(settings, topics)
    file = settings.root / DRAFT_FORM
    is_current = file.is_file() and file.read_text(encoding="utf-8") == text
    if options.check:
        sys.stdout.write(f"{DRAFT_FORM} is {'up to date' if is_current else 'not up to date: hub draft form'}\n")
        return 0 if is_current else 1
    file.parent.mkdir(parents=True, exist_ok=True)
    write(file, text.encode())
    sys.stdout.write(f"{DRAFT_FORM} is {'as it was' if is_current else 'up to date now'}\n")
    return 0


def _read(options: argparse.Namespace) -> int:
    """Make the parcel. Returns 0 also for a draft that cannot be read: the next job answers its author."""
    environment, settings = os.environ, settings_of(options)
    issue = _issue(environment)
    server, repository = (_variable(environment, name) for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"))
    taken = take(hub.read(settings, unpublished=True), issue, server, repository)
    taken.parcel.write(options.parcel)
    if taken.page:
        write(options.preview, taken.page)
    done = listed(taken.parcel.files, "and") or f"not taken: {'; '.join(taken.parcel.refusals)}"
    sys.stdout.write(one_line(f"the draft in #{issue.number}: {done}") + "\n")
    return 0


def _send(options: argparse.Namespace) -> int:
    """Run it. The status is 1 where the maintainers must look at something: GitHub then writes to them."""
    environment, settings = os.environ, settings_of(options)
    desk = _desk(environment, settings)
    try:
        parcel: Parcel | None = Parcel.read(options.parcel, settings.docs_dir)
    except Damaged as damaged:
        sys.stderr.write(one_line(f"hub: {options.parcel}: {damaged}") + "\n")
        parcel = None
    try:
        done = send.send(desk, _issue(environment), parcel)
    except NoEditor as nobody:
        raise Usage(f"{nobody} does not look after {desk.api.repository}", "only an editor may start this") from None
    except (Refused, Unavailable) as error:
        sys.stderr.write(one_line(f"hub: {error}") + "\n")
        return 1
    sys.stdout.write(one_line(done) + "\n")
    return 0 if parcel else 1


def _issue(environment: Mapping[str, str]) -> Issue:
    try:
        return Issue.read(Path(_variable(environment, "GITHUB_EVENT_PATH")))
    except NoIssue as error:
        raise Usage(str(error)) from None


def _desk(environment: Mapping[str, str], settings: Settings) -> Desk:
    server, repository = (_variable(environment, name) for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"))
    api = Api(_variable(environment, "GITHUB_API_URL"), repository, _variable(environment, "GITHUB_TOKEN"))
    run = f"{server}/{repository}/actions/runs/{_variable(environment, 'GITHUB_RUN_ID')}"
    return Desk(api, server, settings.branch, run, settings.interface)


def _variable(environment: Mapping[str, str], name: str) -> str:
    """A variable of GitHub Actions (https://docs.github.com/actions/reference/variables-reference). Raises Usage."""
    if not environment.get(name):
        raise Usage(f"{name} is not set", "this step belongs to a workflow")
    return environment[name]
