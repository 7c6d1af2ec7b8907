"""Styles by their names and files, and what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from studenthub.styles import UnknownStyle, csl

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no style file own.csl"),
        ("<style", "the citation style own cannot be read: "),
        (f"{HEAD}/>", "the file own is no citation style: it does not say how to print a citation"),
    ],
)
def test_a_file_that_is_no_style_is_named(content: str | None, said: str, tmp_path: Path) -> None:
    if content:
        (tmp_path / "own.csl").write_text(content)
    with pytest.raises(UnknownStyle, match=said):
        csl.find("own.csl", tmp_path)


@pytest.mark.parametrize(
    ("locale", "language"), [("", csl.find("apa").own_locale), ('default-locale="de-DE"', "de-DE")]
)
def test_a_style_that_leads_to_another_prints_as_that_in_its_own_language(
    locale: str, language: str, tmp_path: Path
) -> None:
    parent = "http://www.zotero.org/styles/apa"
    link = f'<info><link href="{parent}" rel="independent-parent"/></info>'
    (tmp_path / "own.csl").write_text(f"{HEAD} {locale}>{link}</style>")
    found = csl.find("own.csl", tmp_path)
    assert found.content == csl.find("apa").content
    assert found.own_locale == language
