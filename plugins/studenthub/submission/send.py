"""Sends a parcel: opens a pull request and answers in the issue. Only this module may write to GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from studenthub.github import pulls
from studenthub.github.api import Api
from studenthub.github.pulls import Commit, Edited, NotPermitted
from studenthub.i18n import Interface
from studenthub.submission import form, messages
from studenthub.submission.issue import Issue
from studenthub.submission.parcel import Parcel

#: How the branch of a draft begins; the number of its issue follows.
_BRANCH = "draft/"


class NoEditor(Exception):
    """Somebody who does not look after the repository has set the label."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a draft is sent: ``server`` is GitHub's address, ``base`` the branch that is published, ``run`` the address
    of this run, which has the preview, and ``interface`` the language of the answers."""

    api: Api
    server: str
    base: str
    run: str
    interface: Interface

    @property
    def repository(self) -> str:
        """The address of the repository."""
        return f"{self.server.rstrip('/')}/{self.api.repository}"


def send(desk: Desk, issue: Issue, parcel: Parcel | None) -> str:
    """Answer ``issue``, with a pull request where there is one to make; what was done, in words for the log.

    ``parcel`` is None where the draft could not be read because of a fault of ours. Raises NoEditor, and Refused and
    Unavailable as the API does.
    """
    api = desk.api
    if not pulls.may_label(api, issue.editor.login):
        raise NoEditor(issue.editor.login)
    if parcel is None:
        said, done = messages.failed(desk.interface, desk.run), "the draft could not be read"
    elif parcel.refusals:
        said, done = messages.refused(desk.interface, parcel), "the draft cannot become an article yet"
    else:
        said, done = _pull_request(desk, issue, parcel)
    pulls.say(api, issue.number, messages.MARK, said)
    # Whoever sets the label again starts the import again.
    api.delete(f"issues/{issue.number}/labels/{quote(form.IMPORT)}")
    return done


def branch(number: int) -> str:
    """The branch of a draft: one for each issue, so that it is renewed and not made twice."""
    return f"{_BRANCH}{number}"


def _pull_request(desk: Desk, issue: Issue, parcel: Parcel) -> tuple[str, str]:
    """The answer, and what was done."""
    api, said = desk.api, desk.interface
    if path := next((path for path in parcel.claimed if pulls.exists(api, path, desk.base)), ""):
        done = f"{path} is in {desk.base} already"
        if merged := pulls.merged(api, branch(issue.number)):
            return messages.merged(said, merged), done
        return messages.refused(said, Parcel(refusals=(messages.taken_name(said, path),))), done
    earlier = next(_earlier(api, issue, parcel), 0)
    if earlier and not _is_by_same_author(api, earlier, issue):
        why = messages.sent_by_another(said, earlier)
        return messages.refused(said, Parcel(refusals=(why,))), f"#{earlier} is a draft with this title, by another"
    name = branch(earlier or issue.number)
    commit = Commit(parcel.files, messages.commit_message(parcel, issue), issue.author.login, issue.author.email)
    title, text = messages.pull_request(said, parcel, issue, desk.run, earlier)
    try:
        pulls.push(api, name, desk.base, commit)
        pull = pulls.open_or_renew(api, name, desk.base, title, text)
    except Edited:
        where = f"{desk.repository}/tree/{quote(name)}"
        return messages.edited(said, where), f"{name} was changed by hand, and stays as it is"
    except NotPermitted:
        compare = (
            f"{desk.repository}/compare/{quote(desk.base)}...{quote(name)}?{urlencode({'expand': 1, 'title': title})}"
        )
        settings = f"{desk.repository}/settings/actions"
        answer = messages.not_permitted(said, parcel, compare, settings, desk.run)
        return answer, "workflows may open no pull request here"
    if earlier:
        pulls.say(api, earlier, messages.MARK, messages.newer(said, issue.number, pull.address))
    answer = messages.taken(said, parcel, pull.address, desk.run)
    return answer, f"{pull.address} is {'open' if pull.is_new else 'renewed'}"


def _earlier(api: Api, issue: Issue, parcel: Parcel) -> Iterator[int]:
    """The other issues whose drafts wait for the editors and would have the same page."""
    for name in pulls.open_branches(api, _BRANCH):
        number = int(name.removeprefix(_BRANCH)) if re.fullmatch(rf"{_BRANCH}\d{{1,9}}", name) else issue.number
        articles = (path for path in parcel.claimed if path.endswith(".md"))
        if number != issue.number and any(pulls.exists(api, path, name) for path in articles):
            yield number


def _is_by_same_author(api: Api, number: int, issue: Issue) -> bool:
    user = (api.find(f"issues/{number}") or {}).get("user") or {}
    return user.get("id") == issue.author.id
