"""What happened to a source, within a sentence."""

from __future__ import annotations

import pytest

from studenthub.i18n import ENGLISH
from studenthub.model.sources.notices import CONCERN, CORRECTION, RETRACTION, WITHDRAWAL, Notice
from studenthub.render import notices


@pytest.mark.parametrize(
    ("kind", "date", "sentence"),
    [
        (RETRACTION, "2010-02-06", "retracted on 6 February 2010"),
        (WITHDRAWAL, "2010-02", "withdrawn in February 2010"),
        (CONCERN, "2010", "expression of concern in 2010"),
        (CORRECTION, "", "corrected"),
    ],
)
def test_a_notice_says_when_as_far_as_that_is_known(kind: str, date: str, sentence: str) -> None:
    assert notices.sentence(Notice(kind, date), ENGLISH) == sentence
