"""Typed references and citations of an article, replaced where they are, and nothing else."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given

from studenthub.importer import existing_article, kept_front_matter, misindented_authors
from studenthub.importer.front_matter import FrontMatter
from studenthub.model.sources import bibliography
from studenthub.parse.markdown import embedded
from studenthub.source.text import Text
from texts import made_of

FRONT = "---\ntitle: Sleep on call\n---\n"
APA = """\
Author, A., & Writer, B. (2019). An invented study of sleep. *Journal of Examples*, *12*(3), 45-52.
Example, C. (2020). Handover at night. Example Press.
"""
NUMBERED = """\
1. Author A, Writer B. An invented study of sleep. J Ex. 2019;12(3):45-52.
2. Example C. Handover at night. Cape Town: Example Press; 2020.
"""


PARTS = (
    *("\n", "## References\n", "1. ", "Author, A. (2019). ", "Title. ", "*J*, 1, 2-3.", "(Author, 2019)", "[1]"),
    *("^1^", "<", "`", "- ", "@"),
)


def corrected(body: str) -> str:
    """The body of the corrected article."""
    after = existing_article.corrected(Text("docs/articles/a.md", FRONT + body), {}).content
    assert after.startswith(FRONT)
    return after.removeprefix(FRONT)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"Sleep matters (Author & Writer, 2019).\n\n## References\n\n{APA}", "Sleep matters [@author2019]."),
        (f"Author and Writer (2019) say so.\n\nReferences\n{APA}", "@author2019 say so."),
        (f"Sleep matters (Example, 2020, p. 4).\n\n**References:**\n\n{APA}", "Sleep matters [@example2020, p. 4]."),
        (
            f"Sleep matters [1], and so on [1, 2].\n\nREFERENCES\n{NUMBERED}",
            "Sleep matters [@author2019], and so on [@author2019; @example2020].",
        ),
        (
            f"Sleep matters.^1^ So does rest.<sup>1,2</sup>\n\n## References\n\n{NUMBERED}",
            "Sleep matters [@author2019]. So does rest [@author2019; @example2020].",
        ),
        (f"Sleep matters.¹\n\n## References\n\n{NUMBERED}", "Sleep matters [@author2019]."),
    ],
)
def test_a_typed_list_becomes_entries_and_what_leads_to_it_citations(body: str, text: str) -> None:
    after = corrected(body)
    assert after.startswith(f"{text}\n\n```bibtex\n@")
    assert "eferences" not in after
    own = embedded.split(Text("a.md", FRONT + after)).bibliography
    assert own
    found = bibliography.read([own])[0].sources
    assert {key: source.title for key, source in found.items()} == {
        "author2019": "An invented study of sleep",
        "example2020": "Handover at night",
    }


def test_what_is_not_certain_stays_as_it_is_typed() -> None:
    body = f"So (Nobody, 2018). `(Author & Writer, 2019)` (Author & Writer, 2019)\n\n## References\n\n{APA}"
    assert corrected(body).startswith("So (Nobody, 2018). `(Author & Writer, 2019)` [@author2019]\n")


def test_all_else_stays_as_its_author_has_written_it() -> None:
    text = (
        "# *One* {#a}\n\n| a | b |\n|---|---|\n| (Example, 2020) | $x_1$ |\n\n!!! note\n    Text <b>.\n\n- [ ] x\n  y\n"
    )
    about = "## About\n\nMe."
    after = corrected(f"{text}\n## References\n\n{APA}\n{about}\n")
    assert after.startswith(f"{text.replace('(Example, 2020)', '[@example2020]')}\n{about}\n\n```bibtex\n")


def test_a_source_of_the_hub_is_not_made_twice() -> None:
    bib = Text("bib/a.bib", "@book{example2020x, author = {Example, C.}, title = {Handover at night}, year = {2020}}")
    known = bibliography.read([bib])[0].sources
    text = Text("a.md", f"{FRONT}So (Example, 2020).\n\n## References\n\n{APA}")
    after = existing_article.corrected(text, known).content
    assert "So [@example2020x]." in after
    assert "@article{author2019," in after
    assert "Handover" not in after


@pytest.mark.parametrize(
    "body",
    [
        "Sleep matters (Author, 2019).\n",
        "Sleep matters.\n\n## References\n\nhttps://doi.org/10.1234/a\nhttps://www.example.org/b\n",
        f"Sleep matters [@a].\n\n## References\n\n{APA}\n```bibtex\n@book{{a, title = {{A}}}}\n```\n",
        "",
    ],
)
def test_without_a_list_that_can_be_read_nothing_changes(body: str) -> None:
    assert corrected(body) == body


@given(
    made_of(
        "\n",
        "## References\n",
        "1. ",
        "Author, A. (2019). ",
        "Title. ",
        "*J*, 1, 2-3.",
        "(Author, 2019)",
        "[1]",
        "^1^",
        "<",
        "`",
        "- ",
        "@",
    )
)
def test_no_text_breaks_it_and_a_second_time_changes_nothing(body: str) -> None:
    after = corrected(body)
    if after != body:
        assert corrected(after) == after


def test_an_article_without_a_front_matter_gets_one_of_what_is_at_its_head() -> None:
    body = "Students who sleep write better [@a2019], *much* better than students who do not."
    head = "# Sleep on call\n\nBy Thandi Example, MBChB 4, University of Example\n\n30 November 2026\n\n"
    after = existing_article.begun(Text("a.md", f"{head}{body}\n"), {}).content
    front, _, rest = after.removeprefix("---\n").partition("---\n")
    fields = yaml.safe_load(front)
    assert fields["title"] == "Sleep on call"
    assert fields["date"].isoformat() == "2026-11-30"
    assert fields["authors"] == [
        {"name": "Thandi Example", "programme": "MBChB", "year_of_study": 4, "affiliation": "University of Example"}
    ]
    assert "TODO" in fields["description"]
    assert rest == f"\n{body}\n"


@pytest.mark.parametrize("content", [f"{FRONT}Text.\n", "Short.\n", "INTRODUCTION\n\nText.\n"])
def test_a_head_that_is_not_certain_stays(content: str) -> None:
    assert existing_article.begun(Text("a.md", content), {}).content == content


@pytest.mark.parametrize(
    "names", ["Ann Author and Ben Writer", "\n  - Ann Author\n  - Ben Writer", "[Ann Author, Ben Writer]"]
)
def test_what_belongs_to_an_author_goes_below_each_name(names: str) -> None:
    front = f"Title: Sleep\nAuthors: {names}\nprogramme: MBChB\nyear_of_study: IV\ntopics: [writing]\nAffiliation: A"
    after = misindented_authors.gathered(Text("docs/articles/a.md", f"---\n{front}\n---\n\nText.\n")).content
    fields = yaml.safe_load(after.split("---\n")[1])
    said = {"programme": "MBChB", "year_of_study": "IV", "affiliation": "A"}
    people = [{"name": "Ann Author"} | said, {"name": "Ben Writer"} | said]
    assert fields == {"Title": "Sleep", "authors": people, "topics": ["writing"]}
    assert after.endswith("---\n\nText.\n")


@pytest.mark.parametrize(
    "front",
    [
        "title: Sleep\nauthors:\n  - name: Ann Author\n",
        "title: Sleep\nprogramme: MBChB\n",
        "authors:\n  - name: Ann Author\n    programme: LLB\nprogramme: MBChB\n",
        "authors: Ann Author\nprogramme:\n",
    ],
)
def test_a_front_matter_with_nothing_at_the_margin_stays(front: str) -> None:
    text = Text("docs/articles/a.md", f"---\n{front}---\n\nText.\n")
    assert misindented_authors.gathered(text).content == text.content


def test_a_draft_is_not_put_below_a_front_matter_that_nobody_can_read() -> None:
    text = Text("docs/articles/a.md", f"---\ntitle: {'A' * 9000}\n---\n\nText.\n")
    with pytest.raises(ValueError, match="no front matter that can be read"):
        kept_front_matter.merged(text, FrontMatter("B", "", None, (), ()))
