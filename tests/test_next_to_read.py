"""What to read next is where the text of an article ends: before its references, unless an author ends elsewhere."""

from __future__ import annotations

import pytest

from studenthub.site.conversion.templates import without_references

LIST = '<section class="references" id="page:references"><h2>References</h2><div>…</div>\n</section>'


def test_the_list_that_ends_an_article_is_apart() -> None:
    assert without_references(f"<p>Text.</p>\n{LIST}\n") == ("<p>Text.</p>\n", f"{LIST}\n")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Text.</p>",
        "",
        f"<p>Text.</p>{LIST}<p>More text.</p>",
        f'{LIST}<section class="notes">Notes</section>',
        '<p id="page:references">No list.</p>',
    ],
)
def test_all_else_is_text(html: str) -> None:
    assert without_references(html) == (html, "")
