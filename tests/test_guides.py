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
from studenthub.parse.frontmatter.fields import Field
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


def test_a_page_of_the_hub_whose_front_matter_cannot_be_read_says_so_and_no_more(tmp_path: Path) -> None:
    assert codes(tmp_path, {"docs/about.md": "---\n- About us\n---\n\nText.\n"}) == ["HUB102"]


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
    assert entries.count("@") == 6
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


# --- other languages --------------------------------------------------------------------------------------------------

#: A language with a guide, and another source that its table of citations names.
LANGUAGES = {"fr": "Autre", "pt": "Outro", "af": "Skrywer"}


def in_language(language: str, subject: str = "health") -> dict[str, str]:
    """The pages of the guide by the names of their files."""
    found = guide.pages(Settings(Path(), language=language, subject=subject, guide=True), TOPICS, ())
    return {Path(page.path).name: page.text.content for page in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_in_another_language_has_all_pages(language: str) -> None:
    assert in_language(language).keys() == in_language("en").keys()
    own = guide.pages(Settings(Path(), language=language, guide=True), TOPICS, ())
    assert {page.language for page in own} == {language}


def test_a_page_that_a_language_lacks_is_english_and_says_so() -> None:
    pages = list(guide.pages(Settings(Path(), language="zu-ZA", guide=True), TOPICS, ()))
    assert len(pages) == len(in_language("en"))
    assert {page.language for page in pages} == {"en"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", ["health", "law"])
def test_the_pages_of_a_guide_lead_to_each_other(language: str, subject: str) -> None:
    pages = in_language(language, subject)
    links = {target for text in pages.values() for target in re.findall(r"\]\(([\w-]+\.md)[)#]", text)}
    assert links - {"article.md"} == pages.keys() - {"index.md"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_another_language_names_every_field(language: str) -> None:
    named = set(
        re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| ([^|]*) \|", in_language(language)["front-matter.md"], re.M)))
    )
    fields = {field.name for field in (*FIELDS, *authors.FIELDS)}
    assert fields - named == set()


@pytest.mark.parametrize(("language", "other"), LANGUAGES.items())
def test_readers_see_what_a_guide_in_another_language_says(language: str, other: str, tmp_path: Path) -> None:
    citing = in_language(language)["citing.md"]
    table = re.findall(r"^\| `(.+?)` \| (.+?) \|$", citing.partition("\n## ")[2].partition("\n## ")[0], re.MULTILINE)
    assert len(table) >= 6
    entries = blocks(citing, "bibtex")[0]
    assert codes(tmp_path / "entries", {"bib/a.bib": entries}) == []
    (second,) = set(re.findall(r"@(\w+2020)", citing.partition("\n## ")[2].partition("\n## ")[0]))
    first = re.sub(r"author = \{(\w+, \w\.) and [^}]*\}", r"author = {\1}", entries, count=1)
    files = {
        "mkdocs.yml": hubs.MKDOCS_YML.replace("{bib_dir: bib}", f"{{bib_dir: bib, language: {language}}}"),
        "docs/topics/testing.md": hubs.TOPIC,
        "docs/articles/a.md": hubs.article("\n\n".join(written for written, _ in table)),
        "bib/a.bib": f"{first}@book{{{second}, author = {{{other}, O.}}, title = {{Zz}}, year = {{2020}}}}",
    }
    hubs.write(tmp_path, files)
    assert hubs.build(tmp_path).status == 0
    printed = {spaced(hubs.text(paragraph)) for paragraph in hubs.page(tmp_path, "articles/a").xpath("//article//p")}
    assert [spaced(seen) for _, seen in table if spaced(seen) not in printed] == [], printed


def spaced(text: str) -> str:
    """The text with plain spaces."""
    return " ".join(text.split())
