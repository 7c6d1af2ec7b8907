"""Messages for drafts that cannot be read: what the file is, and what to do."""

from __future__ import annotations

from studenthub.i18n import N_
from studenthub.source.stop import Stop


class Refused(Stop):
    """A file that is no draft the importer can read; the message says what it is.

    Message and hint are marked for the catalogues.
    """


#: Messages that several places use, each with its hint.
BROKEN = (N_("this file is damaged"), N_("open it in the program that you wrote it in, and save it again"))
PROTECTED = (
    N_("this file is protected by a password"),
    N_(
        "in Word choose File, Info, Protect Document, Encrypt with Password, clear the password, save it, and send it "
        "again"
    ),
)
TOO_LONG = (N_("this draft is too long"), N_("send it in parts"))
