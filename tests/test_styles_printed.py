"""What a style prints of a source, told from its CSL alone, is what Pandoc prints with it."""

from __future__ import annotations

import pytest

from studenthub import styles
from studenthub.model.sources import bibliography
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles import printed
from studenthub.styles.formatter import Formatter
from studenthub.styles.pandoc.workers import Workers

#: A word of its own for each variable.
WORDS = {
    "title": "Sparrows",
    "note": "Herons",
    "publisher": "Falcons",
    "container-title": "Gazelles",
    "publisher-place": "Lisbon",
    "genre": "Pelicans",
    "edition": "Cormorants",
    "version": "Ostriches",
}
FIELDS = (
    "author = {Author, A.}, title = {Sparrows}, note = {Herons}, howpublished = {Falcons}, booktitle = {Gazelles},"
    " address = {Lisbon}, type = {Pelicans}, edition = {Cormorants}, version = {Ostriches}, year = {2020}"
)
ENTRY_TYPES = (
    *("article", "book", "booklet", "dataset", "inbook", "incollection", "inproceedings", "legislation", "manual"),
    *("misc", "movie", "online", "patent", "performance", "periodical", "phdthesis", "software", "standard"),
    *("techreport", "unpublished"),
)
NAMES = ("apa", "ama", "chicago-author-date", "harvard", "ieee", "mla", "nature", "turabian", "uct", "vancouver")


@pytest.mark.parametrize("name", NAMES)
def test_variables_are_told_from_the_style(name: str) -> None:
    entries = "\n".join(f"@{kind}{{{kind}, {FIELDS}}}" for kind in ENTRY_TYPES)
    found, _ = bibliography.read([Text("a.bib", entries)])
    style = styles.find(name).speaking("en-ZA")
    with Formatter(found.sources, Cache(None), Workers(1)) as formatter:
        references = formatter.entries(style, "en", found.sources.values())
    for kind, source in found.sources.items():
        reference = references[kind].striptags().casefold()
        expected = {variable for variable, word in WORDS.items() if word.casefold() in reference}
        assert printed.variables(style, source) & WORDS.keys() == expected, (kind, reference)
