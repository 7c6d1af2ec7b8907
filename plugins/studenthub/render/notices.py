"""Notices of sources (retractions, corrections) as words for readers."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from studenthub.i18n import N_, Interface
from studenthub.model.sources.notices import CONCERN, CORRECTION, RETRACTION, WITHDRAWAL, Notice
from studenthub.runtime import templating

#: The words for each kind of notice: with its day, with its month or year, and without a date.
_SAID: Mapping[str, tuple[str, str, str]] = {
    RETRACTION: (N_("retracted on %(when)s"), N_("retracted in %(when)s"), N_("retracted")),
    WITHDRAWAL: (N_("withdrawn on %(when)s"), N_("withdrawn in %(when)s"), N_("withdrawn")),
    CONCERN: (
        N_("expression of concern on %(when)s"),
        N_("expression of concern in %(when)s"),
        N_("expression of concern"),
    ),
    CORRECTION: (N_("corrected on %(when)s"), N_("corrected in %(when)s"), N_("corrected")),
}


def label(notice: Notice | None, interface: Interface) -> Markup:
    """The state of a source with a link to the notice, as below an article; nothing where there is no notice."""
    return templating.render("notice.html", interface, notice=notice) if notice else Markup()


def sentence(notice: Notice, interface: Interface) -> str:
    """The event as a part of a sentence: retracted on 6 February 2010; withdrawn in 2010; retracted."""
    on, within, once = _SAID[notice.kind]
    when = interface.partial_date(notice.date)
    if not when:
        return interface.gettext(once)
    return interface.gettext(on if notice.date.count("-") == 2 else within, when=when)
