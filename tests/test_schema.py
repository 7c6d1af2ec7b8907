"""What editors of text are told of the front matter is what the checks say of it."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
import yaml

import hubs
from studenthub.model import articles
from studenthub.model.article_fields import FIELDS
from studenthub.model.vocabulary import TYPES
from studenthub.parse.frontmatter.fields import schema
from studenthub.source.text import Text

SCHEMA = schema(FIELDS)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
SNIPPETS = hubs.PROJECT / ".vscode/markdown.code-snippets"


class Plain(yaml.SafeLoader):
    """Leaves dates as they are written."""


Plain.yaml_implicit_resolvers = {
    first: [row for row in rows if row[0] != "tag:yaml.org,2002:timestamp"]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def is_valid(front: str) -> bool:
    return VALIDATOR.is_valid(yaml.load(front, Plain))


def front_of(text: str) -> str:
    return text.split("---\n")[1]


@pytest.mark.parametrize("path", sorted((hubs.PROJECT / "docs/articles").rglob("*.md")), ids=lambda path: path.stem)
def test_an_article_is_as_the_schema_says(path: object) -> None:
    assert is_valid(front_of(path.read_text("utf-8")))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("title", "A title", "A"),
        ("description", "What the article finds, in a sentence.", "Too short"),
        ("date", "2024-07-11", "11 July 2024"),
        ("authors", "[{name: Ann Author, year_of_study: 4}]", "[{name: Ann Author, year_of_study: fourth}]"),
        ("authors", "[ann-author]", "[Ann Author]"),
        ("authors", "{family: Doe, given: Jane}", "[{name: Ann Author, degree: MBChB}]"),
        ("tags", "sleep", "[{a: b}]"),
        ("type", "opinion", "opinon"),
        ("updated", "2026-07-12", "yesterday"),
        ("image", "{src: a.jpg, alt: A lamp at night}", "{src: a.jpg}"),
        ("changes", "[{date: 2024-08-01, kind: update, note: A table is new.}]", "[{date: 2024-08-01, kind: update}]"),
        ("doi", "10.1234/example", "https://doi.org/10.1234/example"),
        ("declarations", "{conflicts: none}", "{interests: none}"),
        ("csl", "apa", "APA 7"),
        ("language", "af-ZA", "Afrikaans"),
        ("draft", "true", "perhaps"),
        ("ignore", "{HUB503: the number of a help desk}", "{HUB503: no}"),
        ("redirect_from", "[old-name]", "[Old name.md]"),
        ("licence", "CC-BY-4.0", "C"),
        ("series", "A year on the wards", "A"),
        ("featured", "true", "[true]"),
        ("topics", "[testing]", "[{a: b}]"),
    ],
)
def test_the_schema_and_the_checks_say_the_same(field: str, right: str, wrong: str) -> None:
    for value, expected in ((right, True), (wrong, False)):
        text = hubs.article("Text.", **{field: value})
        _, problems = articles.parse(Text("docs/articles/a.md", text))
        assert problems is not expected, problems
        assert is_valid(front_of(text)) is expected, (field, value)


@pytest.mark.parametrize("field", [field.name for field in FIELDS if field.required])
def test_a_field_that_must_be_there_is_required(field: str) -> None:
    front = yaml.load(front_of(hubs.article("Text.")), Plain)
    assert VALIDATOR.is_valid(front)
    del front[field]
    assert not VALIDATOR.is_valid(front)


def test_the_command_prints_a_schema() -> None:
    printed = json.loads(hubs.run(hubs.PROJECT, ["hub", "schema"]).output)
    jsonschema.Draft202012Validator.check_schema(printed)
    assert list(printed["properties"]) == [field.name for field in FIELDS]


def test_the_snippet_has_what_is_required_and_all_kinds() -> None:
    (snippet,) = json.loads(SNIPPETS.read_text("utf-8")).values()
    body = "\n".join(snippet["body"])
    (kinds,) = re.findall(r"\$\{9\|(.*)\|\}", body)
    assert kinds.split(",") == list(TYPES)
    filled = re.sub(r"\$\{\d[:|](.*?)(?:,.*\|)?\}", r"\1", body).replace(
        "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2026-09-30"
    )
    article, problems = articles.parse(Text("docs/articles/a.md", filled.replace("$0", "Text.\n")))
    assert not problems
    assert article.type == "article"
