"""An article in the formats of reference managers says what its front matter says, whatever signs are in it."""

from __future__ import annotations

import datetime
from pathlib import Path

from hypothesis import given

from studenthub.model.articles import Article
from studenthub.model.authors import Author
from studenthub.model.settings import Settings
from studenthub.parse import bibtex, latex
from studenthub.render.data import exports
from studenthub.source.text import Text
from texts import made_of

#: Signs of LaTeX and BibTeX, alone and within words.
SIGNS = made_of(*"{}\\@,~^`'\"-%$#_&", "--", "``", "''", " and ", r"\{", r"\bf ", "a", "Ab", " ", "é")
SETTINGS = Settings(Path(), site_name="Hub {of} 50 % & more", site_url="https://hub.example/")


def alike(text: str) -> str:
    """A text without control signs, and without the difference between straight and curved apostrophes."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split()).translate(str.maketrans("‘’", "''"))


def article(text: str, authors: tuple[Author, ...]) -> Article:
    day = datetime.date(2024, 7, 11)
    return Article("a", Text("docs/articles/a.md", ""), 0, text, text, day, authors, (), volume=text, keywords=(text,))


@given(SIGNS)
def test_whatever_an_article_says_is_one_entry_that_says_it(text: str) -> None:
    written = article(text, (Author("a", "Ann Author"),))
    (entry,) = bibtex.entries(exports.bibtex(written, SETTINGS))
    assert isinstance(entry, bibtex.Entry)
    source = exports.source(written, SETTINGS)
    assert source.date == {"date-parts": [[2024, 7, 11]]}
    assert alike(source.title) == (alike(text) or source.key)
    for name in ("abstract", "volume", "keywords"):
        assert alike(latex.to_text(entry.fields[name].raw if name in entry.fields else "")) == alike(text)
    assert source.plain("journal") == "Hub {of} 50 % & more"


@given(SIGNS.filter(lambda text: text.strip(" -'`\"{}") != ""))
def test_whatever_a_name_is_one_person_has_it(text: str) -> None:
    name = " ".join(f"X{text}x".split())
    for author in (Author("a", name, organisation=True), Author("a", f"Ann {name}", family=name, given="Ann")):
        (found,) = exports.source(article("A title", (author,)), SETTINGS).authors
        assert alike(name) == alike(found.literal or f"{found.particle} {found.family}")
