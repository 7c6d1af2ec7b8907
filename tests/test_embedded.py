"""BibTeX in the file of an article: what is taken for it, what is not, and that every sign keeps its place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from studenthub.model.sources import bibliography
from studenthub.parse.markdown import embedded
from studenthub.source.text import Text
from texts import PIECES, made_of, quadratic

FRONT = "---\ntitle: A title\n---\n"
ENTRY = "@book{author2001, author = {Author, A.}, title = {A title}, year = {2001}}"


def split(content: str) -> tuple[str, str]:
    """The text and the bibliography, without the white space around them."""
    found = embedded.split(Text("a.md", content))
    return found.text.content.strip(), found.bibliography.content.strip() if found.bibliography else ""


def keys(content: str) -> list[str]:
    found = embedded.split(Text("a.md", content)).bibliography
    return [source.key for source in bibliography.parse(found).sources] if found else []


@pytest.mark.parametrize(
    "content",
    [
        f"Text.\n\n{ENTRY}",
        f"Text.\n\n{ENTRY},",
        f"Text.\n\n   {ENTRY}\n",
        f"Text.\n\n    {ENTRY}\n",
        f"Text.\n\n\t{ENTRY}\n",
        "Text.\n\n" + ENTRY.replace(", ", ",\n    "),
        "Text.\n\n" + ENTRY.replace(", ", ",\n\n\t"),
        f"Text.\n\n% a comment\n\n{ENTRY}\n\n%another\n{ENTRY}",
        f"Text.\n\n## References\n\n{ENTRY}",
        f"Text.\n\n**Bibliography:**\n{ENTRY}",
        f"Text.\n\nBibTeX\n\n{ENTRY}",
        f"Text.\n\n@string{{a = {{b}}}}\n@comment{{jabref-meta: x}}\n{ENTRY}",
        f"Text.\n\n```bibtex\n{ENTRY}\n```\n",
        f"Text.\n\n~~~~ bib\n{ENTRY}\n~~~~\n",
        f"Text.\n\n``` {{.bibtex .numberLines}}\n{ENTRY}\n```",
        f"Text.\n\n# Sources\n\n```BibTeX\n{ENTRY}\n```",
        f"{ENTRY}\n\nText.",
    ],
)
def test_entries_are_the_bibliography_and_not_the_text(content: str) -> None:
    text, _ = split(FRONT + content)
    assert text.split() == [*FRONT.split(), "Text."]
    assert "author2001" in keys(FRONT + content)


def test_a_block_above_the_text_is_the_bibliography_where_the_text_cites_it() -> None:
    text, _ = split(f"{FRONT}```bibtex\n{ENTRY}\n```\nText [@author2001].")
    assert text.split() == [*FRONT.split(), "Text", "[@author2001]."]


@pytest.mark.parametrize(
    "content",
    [
        "Text [@author2001]. @author2001 found this.",
        "@author {so} it is",
        "@author2001 {a, b = c}",
        f"Write `{ENTRY}` below it.",
        f"See: {ENTRY}",
        f"```text\n{ENTRY}\n```",
        f"An example:\n\n```bibtex\n{ENTRY}\n```\n\nCite it as `[@author2001]`.",
        f"```\n{ENTRY}\n```",
        f"~~~latex\n{ENTRY}\n~~~",
        f"````markdown\n```bibtex\n{ENTRY}\n```\n````",
        f"<!--\n{ENTRY}\n-->",
        "name@example.org{x, y = {z}}",
        "```bibtex\nnever closed [@author2001]",
        "## References\n\nAuthor, A. (2001). A title.",
    ],
)
def test_what_is_no_bibliography_stays(content: str) -> None:
    assert embedded.split(Text("a.md", FRONT + content)) == embedded.Split(Text("a.md", FRONT + content))
    assert embedded.spans(Text("a.md", FRONT + content)) == []


def test_the_front_matter_is_none_of_it() -> None:
    content = f"---\ntitle: >\n  {ENTRY}\n{ENTRY}\n---\n\nText."
    assert keys(content) == []


def test_text_between_and_below_entries_stays() -> None:
    text, sources = split(f"One.\n\n{ENTRY}\n\nTwo.\n\n{ENTRY.replace('2001', '2002')} Three.")
    assert text.split() == ["One.", "Two.", "Three."]
    assert sources.count("@book") == 2


def test_an_entry_that_is_not_closed_is_told_at_its_line() -> None:
    content = f"{FRONT}\nText.\n\n@misc{{open2001, title = {{Open, year = {{2001}}\n\n{ENTRY}\n"
    found = embedded.split(Text("docs/articles/a.md", content))
    assert found.text.content.split() == [*FRONT.split(), "Text."]
    assert found.bibliography
    parsed = bibliography.parse(found.bibliography)
    assert [source.key for source in parsed.sources] == ["author2001"]
    assert [(problem.code, problem.place.line) for problem in parsed.problems] == [("HUB401", 7)]


SIGNS = made_of(
    *(
        "@book{a,",
        " title = {T}",
        ", ",
        "}",
        "\n",
        "\n\n",
        "@",
        "{",
        "```bibtex\n",
        "```\n",
        "~~~bib\n",
        "~~~\n",
        "% x\n",
    ),
    *("## References\n", "<!--", "-->", "@string{s = {t}}\n", "    ", "Text. ", "---\n", "[@a]", "\u2028", "\r", '"'),
)


@given(SIGNS)
def test_every_sign_keeps_its_place_and_none_is_in_both(content: str) -> None:
    whole = Text("a.md", content)
    found = embedded.split(whole)
    if found.bibliography is None:
        assert found.text is whole
        assert embedded.spans(whole) == []
        return
    rows = embedded.spans(whole)
    for at, (sign, text, source) in enumerate(
        zip(content, found.text.content, found.bibliography.content, strict=True)
    ):
        inside = any(start <= at < end for start, end in rows)
        assert text == (" " if inside and sign != "\n" else sign)
        assert source in ((sign, " ") if inside else (" ", "\n"))
        assert (source == "\n") is (sign == "\n")


@given(SIGNS)
def test_what_is_taken_out_is_all_that_there_is(content: str) -> None:
    rows = embedded.spans(Text("a.md", content))
    assert rows == sorted(rows)
    assert all(one[1] < other[0] for one, other in pairwise(rows))
    found = embedded.split(Text("a.md", content))
    assert not embedded.spans(found.text)


def test_the_time_grows_with_the_length() -> None:
    pieces = (
        *PIECES,
        "@book{a, b = {c}}\n",
        "\n@book{a, b = {",
        "```bibtex\n```\n",
        "```bibtex\n",
        "% a\n",
        "\n\n",
        "## References\n",
    )
    assert quadratic(lambda text: embedded.split(Text("a.md", text)), pieces, frame="\n@book{a, b = {c}}\n{}") == []
