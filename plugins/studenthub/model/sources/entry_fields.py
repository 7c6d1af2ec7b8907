"""The fields of an entry of the bibliography, and what they say: text, people, dates, identifiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from studenthub.parse import identifiers, languages, latex, organisations
from studenthub.parse.bibtex import Field, dates
from studenthub.parse.bibtex.names import OTHERS, Name, names
from studenthub.parse.folding import fold

#: The fields that hold who published a work, the first that is filled.
PUBLISHER = ("publisher", "school", "institution", "university", "organization")
#: The fields that hold the journal or book that a work is part of, or the whole work of which it is a volume.
CONTAINER = frozenset(
    (
        *("journal", "journaltitle", "reporter", "journalsubtitle"),
        *("booktitle", "booksubtitle", "maintitle", "mainsubtitle"),
    )
)
#: A space that does not belong there in most languages.
_BEFORE_COLON = re.compile(r"(?<=\w) +:(?= |$)")
#: The fields that hold the court of a judgment.
COURT = ("court", "institution", "organization")
#: The types of entries that are a part of a book.
_PARTS = {"incollection", "inbook", "inproceedings", "conference", "inreference", "suppbook", "bookinbook"}


#: The types of entries that are a page on the web.
_ONLINE = {"online", "electronic", "www"}


@dataclass(frozen=True)
class EntryFields:
    """The fields of an entry. ``type`` and the names of ``fields`` are in lower case; they are those of biblatex."""

    key: str
    type: str
    fields: Mapping[str, Field]

    def raw(self, *names: str) -> str:
        """The first of the fields ``names`` that has a value, as it is written."""
        # A plain loop: this is asked forty times of each entry, and a generator takes twice its time.
        for name in names:
            field = self.fields.get(name)
            if field is not None and field.raw.strip():
                return field.raw
        return ""

    def plain(self, *names: str) -> str:
        """The same as plain text."""
        raw = self.raw(*names)
        return latex.to_text(raw) if raw else ""

    @cached_property
    def authors(self) -> tuple[Name, ...]:
        """Who wrote it, or else who edited it; "and others" is nobody."""
        return tuple(name for name in self._people if name != OTHERS)

    @property
    def has_others(self) -> bool:
        """Whether more people wrote it than are named."""
        return OTHERS in self._people

    @cached_property
    def _people(self) -> tuple[Name, ...]:
        return names(self.raw("author")) or names(self.raw("editor"))

    @cached_property
    def title(self) -> str:
        """The title with its subtitle, as plain text; the key where there is none."""
        return latex.plain(self.rich_title) or self.key

    @cached_property
    def rich_title(self) -> str:
        """The title with its subtitle, as CSL-JSON rich text; of a volume with the title of the whole work."""
        of_whole = () if self._is_part else ("maintitle", "mainsubtitle")
        return self._joined(*of_whole, "title", "subtitle")

    @cached_property
    def rich_container(self) -> str:
        """The journal, law report, book or site that it is part of, as CSL-JSON rich text."""
        if journal := next(filter(self.raw, ("journal", "journaltitle", "reporter")), ""):
            return self._joined(journal, "journalsubtitle")
        if self._is_part:
            return self._joined("maintitle", "mainsubtitle", "booktitle", "booksubtitle")
        return self._site

    @property
    def container(self) -> str:
        """The same as plain text."""
        return latex.plain(self.rich_container)

    @property
    def _site(self) -> str:
        """The site that a page is part of, as Zotero's biblatex has it; not again where its author is called so."""
        site = self._joined("titleaddon") if self.type in _ONLINE else ""
        return "" if any(fold(name.literal) == fold(latex.plain(site)) for name in self.authors) else site

    @property
    def _is_part(self) -> bool:
        """Whether it is a part of a book, and no book itself."""
        return bool(self.raw("booktitle")) or self.type in _PARTS

    def _joined(self, *names: str) -> str:
        """The fields ``names`` that have a value, with colons between them."""
        texts = (latex.to_csl(self.fields[name].raw, protect=True) for name in names if name in self.fields)
        joined = ": ".join(text for text in texts if text)
        # Catalogues of libraries write “Title : subtitle” in all languages, and Mendeley does. French prints it so.
        return joined if " :" not in joined or self.language.startswith("fr") else _BEFORE_COLON.sub(":", joined)

    @cached_property
    def date(self) -> Mapping[str, object]:
        """When it was published, as a date of CSL-JSON."""
        return dates.date(self.raw("date", "year"), self.raw("month"), self.raw("day"), self.raw("pubstate"))

    @cached_property
    def year(self) -> str:
        """The year as it is printed: 2014, 2010–2011, 2010–, 44 BCE, ca. 1850, in press or n.d."""
        parts = self.date.get("date-parts")
        if isinstance(parts, list):
            years = "–".join(dict.fromkeys(dates.year(part[0]) for part in parts))
            return f"ca. {years}" if "circa" in self.date else years
        return str(self.date.get("literal", "n.d."))

    @cached_property
    def language(self) -> str:
        """The language of the work as a tag, or "" where the entry names none that is known."""
        return next(filter(None, map(languages.tag, map(self.plain, ("langid", "language")))), "")

    @cached_property
    def doi(self) -> str:
        """The bare DOI, or an empty string. A preprint of arXiv has a DOI as well."""
        found = identifiers.doi(self.raw("doi"))
        if not found and self.plain("archiveprefix", "eprinttype").lower() == "arxiv":
            return identifiers.arxiv_doi(self.raw("eprint"))
        return found

    @cached_property
    def url(self) -> str:
        """An address that is safe to link to, or an empty string. Of several, the first."""
        raw = self.raw("url")
        url = identifiers.first_address(raw) if raw else identifiers.first_url(self.raw("howpublished"))
        if not url and not self.container:
            url = identifiers.first_url(self.raw("note"))
        if not url and not self.doi:
            url = identifiers.eprint_address(self.plain("eprinttype", "archiveprefix"), self.plain("eprint"))
        return url if identifiers.is_web_address(url) else ""

    @property
    def is_own_publisher(self) -> bool:
        """Whether an organisation wrote and published it: APA then leaves the publisher out (7th ed., section 9.29).

        The publisher may be the initials of its name.
        """
        publisher = fold(self.plain(*PUBLISHER))
        literals = (name.literal for name in self.authors if name.literal)
        return any(publisher in (fold(name), *organisations.acronyms(name)) for name in literals)
