"""The issue forms on GitHub, and the template of a pull request.

They are in the language of the hub. GitHub's own words, and those of the checks, stay English.
"""

from __future__ import annotations

from collections.abc import Mapping

from studenthub.guide.examples import EXAMPLES
from studenthub.model.settings import DRAFT_FORM, Settings
from studenthub.model.terms import Term
from studenthub.submission import form
from studenthub.submission.form import Field, written

_FORMS = ".github/ISSUE_TEMPLATE"


def of(settings: Settings, topics: Mapping[str, Term]) -> Mapping[str, str]:
    """The files by their paths."""
    return {
        f"{_FORMS}/1-idea.yml": _idea(settings),
        DRAFT_FORM: form.as_yaml(settings, topics),
        f"{_FORMS}/3-correction.yml": _correction(settings),
        f"{_FORMS}/4-problem.yml": _problem(settings),
        ".github/pull_request_template.md": _pull_request(settings),
    }


def _idea(settings: Settings) -> str:
    _ = settings.interface.gettext
    help_ = (
        *(_("No, thank you"), _("With the sources"), _("With the language")),
        *(_("From a co-author"), _("With GitHub")),
    )
    return written(
        "idea",
        (_("An idea for an article"), _("Ask the editors before you write."), _("Idea: ")),
        _("This page is public. Please write nothing by which a real person can be recognised."),
        (
            Field("subject", "input", _("What would it be about?"), required=True),
            Field("point", "textarea", _("What should readers know or do after reading it?"), required=True),
            Field("sources", "textarea", _("Have you found sources already?")),
            Field("help", "dropdown", _("Would you like help?"), options=help_),
        ),
    )


def _correction(settings: Settings) -> str:
    _ = settings.interface.gettext
    address = f"https://…/articles/{EXAMPLES[settings.subject].slug}/"
    return written(
        "correction",
        (_("A correction"), _("Something in an article is wrong."), _("Correction: ")),
        _(
            "This page is public. If it is about somebody’s privacy, do not repeat the detail; say only which article "
            "and which paragraph."
        ),
        (
            Field("address", "input", _("The address of the article"), placeholder=address, required=True),
            Field("wrong", "textarea", _("What is wrong?"), required=True),
            Field("right", "textarea", _("What is right, and where can one check it?")),
        ),
    )


def _problem(settings: Settings) -> str:
    _ = settings.interface.gettext
    copy = _("Copy the message, with its code such as HUB301, if there is one.")
    return written(
        "problem",
        (
            _("A problem with the site"),
            _("A page looks wrong, a check is mistaken, or you are stuck."),
            _("Problem: "),
        ),
        _("This page is public. Please write nothing by which a real person can be recognised."),
        (
            Field("what", "textarea", _("What did you do, and what happened?"), copy, required=True),
            Field("where", "input", _("Where?"), _("The address of the page or of your pull request.")),
        ),
    )


def _pull_request(settings: Settings) -> str:
    _ = settings.interface.gettext
    promises = (
        *form.promises(settings),
        _(
            "Where a real person appears, there is written consent, which I do not attach "
            "([why this matters](%(address)s)).",
            address=settings.address("write/confidentiality/"),
        ),
        _("If I used AI tools, I say so under `declarations` in the front matter."),
    )
    parts = (
        _comment(_("Everything here is public. No names, numbers, dates or pictures of people, please.")),
        _("What is your article about, and is there anything the editors should know?"),
        "",
        "\n".join(f"- [ ] {promise}" for promise in promises),
        _comment(
            _(
                "What happens now: automatic checks look for mistakes. Until something of yours has been published, an "
                "editor starts them each time you save."
            ),
            _(
                "A red cross is not a rejection: press the check “Check the articles” below, then “Summary”, to see "
                "what to change."
            ),
            _("The editors set the day of publication. You need not change the date."),
        ),
    )
    return "\n\n".join(parts) + "\n"


def _comment(*lines: str) -> str:
    """A comment, which only the writer of the text sees."""
    text = "\n".join(lines)
    return f"<!-- {text} -->"
