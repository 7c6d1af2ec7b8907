"""Checks of the days on which an article appears and changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from studenthub.parse.frontmatter.forms import UNDATED
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding

#: An article that waits for its day seldom waits longer: in the last month of a year, for all of the next.
_FAR = datetime.timedelta(days=400)


def change_date(checked: Checked) -> Iterator[Finding]:
    """The date of a change is between publication and today.

    Wrong: date: 2024-07-11, and under changes: date: 2023-01-01
    Right: under changes: the day on which the change was made
    """
    for article in checked.catalogue.articles:
        for change in article.changes:
            if change.date == UNDATED or not article.is_dated:
                continue
            if change.date < article.date:
                yield Finding(
                    article.places["changes"],
                    f"the change of {change.date} is before the publication on {article.date}",
                    "fix one of the dates",
                )
            elif change.date > checked.today:
                yield Finding(
                    article.places["changes"],
                    f"the change of {change.date} is in the future",
                    "write the day on which it was made",
                )


def future_update(checked: Checked) -> Iterator[Finding]:
    """The day of the last change is not in the future.

    Wrong: updated: 2999-01-01
    Right: updated: the day of the change
    """
    for article in checked.catalogue.articles:
        if article.updated and article.updated > checked.today and article.date <= checked.today:
            yield Finding(
                article.places["updated"],
                f"updated ({article.updated}) is in the future",
                "write the day of the change",
            )


def far_date(checked: Checked) -> Iterator[Finding]:
    """An article appears within a year or so.

    Nobody sees it before its date, and it is easy to mistype a year. If you mean that day, there is nothing to do.

    Wrong: date: 2062-07-11
    Right: date: 2026-07-11
    """
    for article in checked.catalogue.articles:
        if article.date - checked.today > _FAR:
            yield Finding(
                article.places["date"],
                f"this article appears on {article.date}, and not before",
                "fix the year; if the day is meant, there is nothing to do",
            )
