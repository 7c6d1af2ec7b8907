"""A check for what an entry says to nobody, because the hub's style has no place for it."""

from __future__ import annotations

from collections.abc import Iterator

from studenthub import styles
from studenthub.model.sources import Source
from studenthub.parse import latex
from studenthub.rules.checked import Checked, Finding
from studenthub.rules.entries import found
from studenthub.source.problems import shortened


def unprinted_field(checked: Checked) -> Iterator[Finding]:
    """The hub's style has a place for what an entry says.

    Most styles print no note and no addendum. "howpublished" takes the place of a publisher, and is not printed beside
    one. Sources that no article cites are not checked.

    Wrong: note = {Translated by the authors}
    Right: the same words in the text of the article; or annotation = {…}, if they are only for yourselves
    """
    try:
        style = styles.of_hub(checked.settings)
    except styles.UnknownStyle:
        return
    sources = checked.catalogue.bibliography.sources
    for source in map(sources.__getitem__, checked.catalogue.by_source):
        if not _FIELDS.isdisjoint(source.fields):
            yield from _unprinted(source, style)


_FIELDS = frozenset({"note", "addendum", "howpublished"})


def _unprinted(source: Source, style: styles.Style) -> Iterator[Finding]:
    said = str(source.csl.get("note", ""))
    for name in ("note", "addendum"):
        text = source.plain(name)
        if text and not style.prints_notes and latex.plain(said).find(text.rstrip(".")) >= 0:
            message = f"readers do not see this {name}: the style {style.name} has no place for it"
            hint = "say it in the article, if readers need it; name the field annotation, if it is only for you"
            yield found(source, name, message, hint)
    how = source.plain("howpublished")
    if how and "://" not in how and how != latex.plain(str(source.csl.get("publisher", ""))):
        message = f"readers do not see this howpublished: {shortened(how)}"
        yield found(source, "howpublished", message, "keep one of howpublished and publisher")
