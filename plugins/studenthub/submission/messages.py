"""Messages about a draft to authors and editors, in the language of the hub and in GitHub's Markdown.

What others wrote stays text in it. What the importer and the checks say is English everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from studenthub.github.markdown import plain
from studenthub.i18n import N_, Interface
from studenthub.submission.issue import Issue
from studenthub.submission.parcel import Parcel

#: How our own answer is known again.
MARK = "studenthub draft"
#: GitHub takes no more characters in a comment or a pull request (https://docs.github.com/rest); some are left free.
_LONGEST = 65536 - 1024
#: The first message about a draft that may identify a person.
CONFIDENTIAL = N_(
    "Something in it may show who a real person is, so nothing was made of it. This page and the file are public: "
    "please edit your first message now, and take the file out of it. Then ask the editors to delete the older "
    "versions of the message, without repeating what it is. Leave out what is listed here before you send the file "
    "again; if it is about no real person, say so in a comment."
)
_EDIT = N_(
    "To change something, edit your first message: press **⋯** at its top right, then **Edit**. Drop in another file "
    "or change an answer, and save it. An editor then starts the import again. You need no second issue."
)
_TITLE = N_("A draft from #%(number)s")
#: GitHub's own words, which are English on its pages in every language.
_PERMISSION = "Allow GitHub Actions to create and approve pull requests"


def refused(interface: Interface, parcel: Parcel) -> str:
    """The answer to a draft that cannot become an article yet."""
    _ = interface.gettext
    return _joined(
        _("Thank you for your draft. It cannot become an article yet:"),
        _points(parcel.refusals),
        _in_english(interface, parcel.refusals),
        _(_EDIT),
    )


def taken(interface: Interface, parcel: Parcel, pull: str, run: str) -> str:
    """The answer to a draft that has become a pull request; ``pull`` and ``run`` are addresses."""
    _ = interface.gettext
    missing = (
        _("Please answer in a comment here, or send the file again.") if parcel.missing else _("Nothing is missing.")
    )
    return _joined(
        _(
            "Thank you for your draft. It is [a pull request](%(pull)s) now, where the editors read it. You need not "
            "do anything there.",
            pull=pull,
        ),
        *_seen_and_found(interface, parcel, run),
        f"{missing} {_(_EDIT)}",
    )


def edited(interface: Interface, pull: str) -> str:
    """The answer where an editor has worked on the pull request: it is not overwritten."""
    _ = interface.gettext
    return _joined(
        _(
            "The editors have changed [the pull request](%(pull)s) by hand since, so it was not replaced. Please say "
            "in a comment there what should be different.",
            pull=pull,
        ),
        _(
            "*For the editors: to begin anew from this issue, delete the branch of the pull request, then set the "
            "label again.*"
        ),
    )


def not_permitted(interface: Interface, parcel: Parcel, compare: str, settings: str, run: str) -> str:
    """The answer where the repository lets no workflow open a pull request."""
    _ = interface.gettext
    return _joined(
        _("Thank you for your draft. It is ready for the editors."),
        *_seen_and_found(interface, parcel, run),
        _(
            "*For the editors: the settings do not let workflows open pull requests. [Open it by hand](%(compare)s), "
            "or allow it once for all under [Settings, Actions, General](%(settings)s): “%(permission)s”.*",
            compare=compare,
            settings=settings,
            permission=_PERMISSION,
        ),
    )


def merged(interface: Interface, pull: str) -> str:
    """The answer where the draft has been published before."""
    return _joined(
        interface.gettext(
            "This draft is published already: see [its pull request](%(pull)s). To change the article, say in a new "
            "issue what should be different (the form “A correction”).",
            pull=pull,
        )
    )


def taken_name(interface: Interface, path: str) -> str:
    """Why a draft cannot become a page: another article is there."""
    return interface.gettext(
        "There is an article at this address already (%(path)s). If it is yours, please say in a new issue what should "
        "be different (the form “A correction”). If it is not, please give yours another title.",
        path=path,
    )


def sent_by_another(interface: Interface, number: int) -> str:
    """Why a draft cannot become a page: the editors read another author's draft for the same page."""
    return interface.gettext(
        "Somebody else has sent a draft with this title (#%(number)s), and the editors are reading it. If yours is "
        "another article, please give it another title. If both are one article, please say so in a comment there: "
        "one of the two is enough.",
        number=number,
    )


def newer(interface: Interface, number: int, pull: str) -> str:
    """The answer in the first issue of a draft whose author has sent it again in another."""
    return _joined(
        interface.gettext(
            "You have sent this draft again in #%(number)s, and [the pull request](%(pull)s) has that newer one now. "
            "Please go on there.",
            number=number,
            pull=pull,
        )
    )


def failed(interface: Interface, run: str) -> str:
    """The answer when something of ours is broken."""
    return _joined(
        interface.gettext(
            "Thank you for your draft. Something in the hub itself went wrong while it was read, so it is not your "
            "file. The editors see it ([the run](%(run)s)) and will try again. You need not do anything.",
            run=run,
        )
    )


def pull_request(interface: Interface, parcel: Parcel, issue: Issue, run: str, earlier: int = 0) -> tuple[str, str]:
    """The title and the text of the pull request. ``earlier`` is the issue in which the draft came before, or 0."""
    _ = interface.gettext
    names = interface.listed([plain(name) for name in parcel.names]) or f"@{issue.author.login}"
    on_behalf = _("On behalf of %(names)s, who sent this draft in #%(number)s.", names=names, number=issue.number)
    text = _joined(
        # A keyword of GitHub's.
        " ".join((on_behalf, *(f"Closes #{number}." for number in (issue.number, earlier) if number))),
        *([_("The author adds:"), _quoted(parcel.note)] if parcel.note else []),
        *_seen_and_found(interface, parcel, run),
        _(
            "*For the editors: a workflow opened this, so the checks have not run here; the report below is theirs. "
            "They run when you change something, or when you close this and open it again. The author has an answer "
            "in the issue.*"
        ),
        "---",
    )
    title = one_line(parcel.title) or _(_TITLE, number=issue.number)
    return title, _cut(text, parcel.report, _("The report goes on in the summary of the run."))


def commit_message(parcel: Parcel, issue: Issue) -> str:
    """The message of the commit."""
    title = one_line(parcel.title) or "A draft"
    return f"{title}\n\nSent by its author in #{issue.number}.\n"


def one_line(text: str) -> str:
    """A title as GitHub shows it on one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:200]


def _seen_and_found(interface: Interface, parcel: Parcel, run: str) -> Iterator[str]:
    """Where the page can be seen, what was recognised, and what is missing."""
    _ = interface.gettext
    if parcel.preview:
        yield _(
            "**[See the page](%(run)s#artifacts)**: sign in to GitHub, and under *Artifacts* press **preview.html**.",
            run=run,
        )
    for heading, rows in ((_("What was recognised"), parcel.recognised), (_("What is missing"), parcel.missing)):
        if rows:
            yield f"### {heading}"
            yield _points(rows)
    yield _in_english(interface, (*parcel.recognised, *parcel.missing))


def _in_english(interface: Interface, rows: Sequence[str]) -> str:
    """A word on the language of what the checks say, where the hub has another."""
    words = interface.gettext("What the checks say is in English.")
    return f"*{words}*" if rows and interface.catalogue else ""


def _points(rows: Iterable[str]) -> str:
    return "\n".join(f"- {plain(row)}" for row in rows)


def _quoted(text: str) -> str:
    return "\n".join(f"> {plain(line)}" for line in text.strip().splitlines()[:40])


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)[:_LONGEST] + "\n"


def _cut(text: str, report: str, going_on: str) -> str:
    """The text with as much of the report as GitHub takes, whole blocks of it, and where it goes on."""
    kept = text
    for block in report.split("\n\n"):
        if len(kept) + len(block) + 2 > _LONGEST:
            return f"{kept.rstrip()}\n\n*{going_on}*\n"
        kept += f"\n{block}\n"
    return kept
