"""Why a citation stays as it was typed, in plain words, by its status."""

from __future__ import annotations

from studenthub.i18n import N_
from studenthub.importer.citations.citing import EDITED
from studenthub.parse.typed_citations.works import (
    AMBIGUOUS,
    NO_YEAR,
    OTHER_AUTHORS,
    OTHER_YEAR,
    SPELLING,
    UNLISTED,
)

#: Where there is a list of references.
WITH_LIST = {
    UNLISTED: N_("%(said)s is not in the list of references"),
    AMBIGUOUS: N_("%(said)s may be more than one reference: %(keys)s"),
    OTHER_YEAR: N_("the list has another year for %(said)s: did you mean %(keys)s?"),
    SPELLING: N_("%(said)s is not in the list of references; another spelling: did you mean %(keys)s?"),
    OTHER_AUTHORS: N_("the list has other authors for %(said)s: did you mean %(keys)s?"),
    NO_YEAR: N_("%(said)s has no year; it is ambiguous, perhaps %(keys)s"),
    EDITED: N_("its words were edited by hand, and a citation has no room for them: cite %(keys)s beside them"),
}
#: The same where sources are in notes, or in the data of a program, alone.
WITHOUT_LIST = WITH_LIST | {
    UNLISTED: N_("there is no list of references to find it in"),
    OTHER_YEAR: N_("the source has another year than %(said)s: did you mean %(keys)s?"),
    SPELLING: N_("no source is spelt like %(said)s: did you mean %(keys)s?"),
    OTHER_AUTHORS: N_("the source has other authors than %(said)s: did you mean %(keys)s?"),
}
