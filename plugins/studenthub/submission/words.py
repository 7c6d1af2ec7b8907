"""What authors and editors are told of a draft, in GitHub's Markdown. What others wrote stays text in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studenthub.github.markdown import plain
from studenthub.source.problems import listed
from studenthub.submission.issue import Issue
from studenthub.submission.parcel import Parcel

#: How our own answer is known again.
MARK = "studenthub draft"
#: GitHub takes no more characters in a comment or a pull request (https://docs.github.com/rest); some are left free.
_LONGEST = 65536 - 1024
#: What is said first of a draft that may lead to a patient.
CONFIDENTIAL = (
    "Something in it may tell who a patient is, so nothing was made of it. This page and the file are public: please "
    "edit your first message now, and take the file out of it. Then ask the editors to delete the older versions of "
    "the message, without repeating what it is. Leave out what is listed here before you send the file again; if it "
    "is about no patient, say so in a comment."
)
_EDIT = (
    "To change something, edit your first message: press **⋯** at its top right, then **Edit**. Drop in another file "
    "or change an answer, and save it. An editor then starts the import again. You need no second issue."
)


def refused(parcel: Parcel) -> str:
    """The answer to a draft that cannot become an article yet."""
    return _joined(
        "Thank you for your draft. It cannot become an article yet:",
        _points(parcel.refusals),
        _EDIT,
    )


def taken(parcel: Parcel, pull: str, run: str) -> str:
    """The answer to a draft that has become a pull request; ``pull`` and ``run`` are addresses."""
    return _joined(
        f"Thank you for your draft. It is [a pull request]({pull}) now, where the editors read it. You need not do "
        "anything there.",
        _seen(parcel, run),
        *_section("What was recognised", parcel.recognised),
        *_section("What is missing", parcel.missing),
        ("Please answer in a comment here, or send the file again. " if parcel.missing else "Nothing is missing. ")
        + _EDIT,
    )


def edited(pull: str) -> str:
    """The answer where an editor has worked on the pull request: it is not overwritten."""
    where = f"[the pull request]({pull})" if pull else "the pull request"
    return _joined(
        f"The editors have changed {where} by hand since, so it was not replaced. Please say in a comment there what "
        "should be different.",
        "*For the editors: to begin anew from this issue, delete the branch of the pull request, then set the label "
        "again.*",
    )


def not_permitted(parcel: Parcel, compare: str, settings: str, run: str) -> str:
    """The answer where the repository lets no workflow open a pull request."""
    return _joined(
        "Thank you for your draft. It is ready for the editors.",
        _seen(parcel, run),
        *_section("What was recognised", parcel.recognised),
        *_section("What is missing", parcel.missing),
        f"*For the editors: the settings do not let workflows open pull requests. [Open it by hand]({compare}), or "
        f"allow it once for all under [Settings, Actions, General]({settings}): “Allow GitHub Actions to create and "
        "approve pull requests”.*",
    )


def merged(pull: str) -> str:
    """The answer where the draft has been published before."""
    return _joined(
        f"This draft is in the hub already: see [its pull request]({pull}). To change the article, say in a new issue "
        "what should be different (the form “A correction”)."
    )


def taken_name(slug: str) -> str:
    """Why a draft cannot become a page: another article is there."""
    return f"There is an article at this address already ({slug}). Please give yours another title."


def failed(run: str) -> str:
    """The answer when something of ours is broken."""
    return _joined(
        "Thank you for your draft. Something in the hub itself went wrong while it was read, so it is not your file. "
        f"The editors see it ([the run]({run})) and will try again. You need not do anything."
    )


def pull_request(parcel: Parcel, issue: Issue, run: str) -> tuple[str, str]:
    """The title and the text of the pull request."""
    names = listed(map(plain, parcel.names), "and") if parcel.names else f"@{issue.author.login}"
    text = _joined(
        f"On behalf of {names}, who sent this draft in #{issue.number}. Closes #{issue.number}.",
        *([f"The author adds:\n\n{_quoted(parcel.note)}"] if parcel.note else []),
        _seen(parcel, run),
        *_section("What was recognised", parcel.recognised),
        *_section("What is missing", parcel.missing),
        "*For the editors: a workflow opened this, so the checks have not run here; the report below is theirs. They "
        "run when you change something, or when you close this and open it again. The author has an answer in the "
        "issue.*",
        "---",
    )
    return one_line(parcel.title) or f"A draft from #{issue.number}", _cut(text, parcel.report)


def commit_message(parcel: Parcel, issue: Issue) -> str:
    """The message of the commit."""
    title = one_line(parcel.title) or "A draft"
    return f"{title}\n\nSent by its author in #{issue.number}.\n"


def one_line(text: str) -> str:
    """A title as GitHub shows it on one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:200]


def _seen(parcel: Parcel, run: str) -> str:
    """Where the page can be seen."""
    seen = f"**[See the page]({run}#artifacts)**: sign in to GitHub, and under *Artifacts* press **preview.html**."
    return seen if parcel.preview else ""


def _section(heading: str, rows: Sequence[str]) -> list[str]:
    return [f"### {heading}", _points(rows)] if rows else []


def _points(rows: Iterable[str]) -> str:
    return "\n".join(f"- {plain(row)}" for row in rows)


def _quoted(text: str) -> str:
    return "\n".join(f"> {plain(line)}" for line in text.strip().splitlines()[:40])


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)[:_LONGEST] + "\n"


def _cut(text: str, report: str) -> str:
    """The text with as much of the report as GitHub takes, whole blocks of it."""
    kept = text
    for block in report.split("\n\n"):
        if len(kept) + len(block) + 2 > _LONGEST:
            return f"{kept.rstrip()}\n\n*The report goes on in the summary of the run.*\n"
        kept += f"\n{block}\n"
    return kept
