"""Checks of the ids that an author gives to parts of a page."""

from __future__ import annotations

from collections.abc import Iterator

from studenthub.html import ids
from studenthub.parse.markdown import attributes
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import shortened


def given_id(checked: Checked) -> Iterator[Finding]:
    """No id is given twice on a page, and none is one that the hub uses itself.

    A link leads to the first of two places with one id, so the second is never reached.

    Wrong: ![The first step](one.png){#step} and ![The second step](two.png){#step}
    Right: {#first-step} and {#second-step}
    """
    for document in checked.documents:
        given: set[str] = set()
        for offset, ident in attributes.ids(document.running):
            if ids.is_reserved(ident):
                begin = "__" if ident.startswith("__") else f"{ident.partition(':')[0]}:"
                message = f"ids that begin with {begin} are reserved for the hub"
                yield document.found(offset, message, "choose another name")
            elif ident in given:
                message = f"the id {shortened(ident)} is given twice on this page"
                yield document.found(offset, message, "choose another name for one of the two places")
            given.add(ident)
