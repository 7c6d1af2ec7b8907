"""The guides for students: what they give to copy is right, what they promise is so, and what is left over is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hubs
from studenthub import guide, hub, render
from studenthub.model import authors, settings
from studenthub.model.article_fields import FIELDS, IMAGE
from studenthub.model.settings import Settings
from studenthub.model.vocabulary import CHANGES, DECLARATIONS, TYPES
from studenthub.parse.fields import Field
from studenthub.render.views import GuideView

TOPICS = sorted(path.stem for path in (hubs.PROJECT / "docs/topics").glob("*.md"))
#: The guide as this hub has it.
GUIDE = {
    page.path: page.text.content
    for page in guide.pages(settings.read(hubs.PROJECT), TOPICS, ["articles/titles-and-standfirsts.md"])
}
FRONT_MATTER = GUIDE["docs/write/front-matter.md"]
CITING = GUIDE["docs/write/citing.md"]


def blocks(markdown: str, language: str) -> list[str]:
    """The code of one language, each block moved to the margin."""
    found = re.finditer(rf"^( *)```{language}\n(.*?)^ *```$", markdown, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{match[1]}", "", match[2], flags=re.MULTILINE) for match in found]


def codes(folder: Path, files: dict[str, str]) -> list[str]:
    topics = {f"docs/topics/{topic}.md": hubs.TOPIC for topic in TOPICS}
    return [problem.code for problem in hubs.found(folder, topics | files)]


def test_guides_stand_in_the_order_in_which_their_index_leads_to_them(tmp_path: Path) -> None:
    leading = "# Guide\n\nFirst [b](b.md#part), see [c](../c.md), then [a](a.md) and [b](b.md).\n"
    files = {"docs/guide/index.md": leading, "docs/c.md": "# C\n"}
    hubs.write(tmp_path, files | {f"docs/guide/{name}.md": f"# {name.upper()}\n" for name in "abcd"})
    read = hub.read(Settings(tmp_path), unpublished=True, today=hubs.TODAY)
    pages = {page.path: page for page in render.everything(read, lambda _: {})}
    view = pages["guide/d.md"].view
    assert isinstance(view, GuideView)
    assert [link.text for link in view.siblings] == ["Guide", "B", "A", "C", "D"]


@pytest.mark.parametrize("path", ["docs/write/index.md"])
def test_the_article_to_copy_is_refused_only_for_what_is_left_unfilled(path: str, tmp_path: Path) -> None:
    (example,) = blocks(GUIDE[path], "yaml")
    left = example if example.rstrip().endswith(".") else example + "\nSleep matters.\n"
    expected = 4 + (left == example)
    assert codes(tmp_path / "left", {"docs/articles/a.md": left}) == ["HUB213"] * expected
    filled = left
    for value in ("name: Your name", "affiliation: Your university"):
        filled = filled.replace(value, value.replace("Your", "Our"))
    filled = re.sub(r"(title|description): .*", r"\1: Sleep on call, and what it does", filled)
    filled = filled.replace("Your text begins after an empty line.", "Sleep matters.")
    assert codes(tmp_path / "filled", {"docs/articles/a.md": filled}) == []


@pytest.mark.parametrize("example", blocks(FRONT_MATTER, "yaml"))
def test_an_example_of_front_matter_can_be_copied(example: str, tmp_path: Path) -> None:
    files = {"docs/articles/a/index.md": hubs.article("Text.", topics="[writing]"), "docs/articles/a/corridor.jpg": ""}
    if not example.startswith("---"):
        name = example.partition(":")[0]
        files["docs/articles/a/index.md"] = hubs.article("Text.", topics="[writing]", **{name: ""}).replace(
            "---\n", f"---\n{example}", 1
        )
    elif "title:" in example:
        files["docs/articles/a/index.md"] = f"{example}\nText.\n"
    else:
        files["docs/authors/your-name.md"] = example
        files["docs/articles/a/index.md"] = hubs.article("Text.", topics="[writing]", authors="[your-name]")
    assert codes(tmp_path, files) == ["HUB617"]  # the picture, which is empty


def rows(section: str) -> dict[str, str]:
    """The rows of the tables below a heading of the guide, by the fields that they name."""
    below = re.split(r"^## ", FRONT_MATTER.partition(f"## {section}\n")[2], flags=re.MULTILINE)[0]
    found = re.findall(r"^\| `(\w+)`(?: and `(\w+)`)? \| (.*) \|$", below, re.MULTILINE)
    return {name: text for *names, text in found for name in names if name}


@pytest.mark.parametrize(
    ("sections", "fields"),
    [
        (("Required", "When you need them"), FIELDS),
        (("Authors",), authors.FIELDS),
        (("A picture at the head",), IMAGE.fields),
    ],
)
def test_the_tables_name_every_field_and_its_limits(sections: tuple[str, ...], fields: tuple[Field, ...]) -> None:
    told = {name: text for section in sections for name, text in rows(section).items()}
    assert sorted(told) == sorted(field.name for field in fields)
    for field in fields:
        schema = field.form.schema
        if "maxLength" in schema and field.name not in ("family", "given"):
            assert f"{schema['minLength']} to {schema['maxLength']} characters" in told[field.name]
    required = {name for name, text in told.items() if name in rows("Required") or text.startswith("**Required.**")}
    assert required == {field.name for field in fields if field.required} | ({"name"} & told.keys())


def test_the_guide_names_every_topic_and_word() -> None:
    head, _, rest = FRONT_MATTER.partition("## Required")
    assert re.findall(r"`([\w-]+)`(?=, `|\n)", rest.partition("## Topics")[2].partition("Nothing fits")[0]) == TOPICS
    (kinds,) = re.findall(r"^\| `type` \| [^:]*: ([^.]*)\.", rest, re.MULTILINE)
    assert re.findall(r"`([\w-]+)`", kinds) == list(TYPES)
    (changes,) = re.findall(r"`kind` is one of ([^;]*);", rest)
    assert re.findall(r"`([\w-]+)`", changes) == list(CHANGES)
    assert rows("Declarations").keys() == DECLARATIONS.keys()
    assert "8 KB" in head


def test_the_entries_to_copy_have_no_fault(tmp_path: Path) -> None:
    entries = "\n".join(blocks(CITING, "bibtex"))
    assert entries.count("@") == 5
    assert codes(tmp_path, {"bib/a.bib": entries}) == []


def test_readers_see_what_the_guide_says_that_they_see(tmp_path: Path) -> None:
    section = CITING.partition("## In your text")[2].partition("## Where")[0]
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \|$", section, re.MULTILINE)
    assert len(rows) == 9
    hubs.write(
        tmp_path,
        {
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a.md": hubs.article("\n\n".join(written for written, _ in rows)),
            "bib/a.bib": blocks(CITING, "bibtex")[0].replace("Author, A. and Writer, B.", "Author, A.")
            + "@book{other2020, author = {Other, O.}, title = {A book}, publisher = {Example Press}, year = {2020}}",
        },
    )
    assert hubs.build(tmp_path).status == 0
    printed = {hubs.text(paragraph) for paragraph in hubs.page(tmp_path, "articles/a").xpath("//article//p")}
    assert {seen for _, seen in rows} <= printed


def test_a_slip_of_the_table_is_told_or_mended(tmp_path: Path) -> None:
    section = CITING.partition("## Slips")[2].partition("## An @")[0]
    slips = re.findall(r"^\| `(.+?)`(?:, or [^|]*)? \| `", section, re.MULTILINE)
    assert len(slips) >= 9
    bib = "\n".join(
        f"@book{{{name}, author = {{{name[:-4].title()}, A.}}, title = {{Book {name}}}, publisher = {{P}}, "
        f"year = {{{name[-4:]}}}}}"
        for name in ("author2024", "other2020")
    )
    for number, slip in enumerate(slips):
        files = {"docs/topics/testing.md": hubs.TOPIC, "bib/a.bib": bib}
        files["docs/articles/a.md"] = hubs.article(f"Sleep matters {slip}", date="2026-01-01")
        found = [row for row in hubs.found(tmp_path / str(number), files, advice=True) if row.code.startswith("HUB3")]
        assert found, slip
