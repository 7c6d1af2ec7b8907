"""The ids of a page: the hub's own cannot be an author's, and braces are attributes only where they are meant so."""

from __future__ import annotations

import re
from urllib.parse import unquote

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hubs
from studenthub.html import ids
from studenthub.parse.markdown import attributes
from studenthub.parse.slugs import slugify
from vectors import Converter


@pytest.fixture(scope="module")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Converter:
    return Converter(tmp_path_factory.mktemp("converter"))


def test_every_id_in_a_template_is_one_of_the_hubs_own() -> None:
    folders = (hubs.THEME, hubs.PROJECT / "plugins/studenthub/templates")
    found = [
        (path.name, ident)
        for folder in folders
        for path in folder.rglob("*.html")
        for ident in re.findall(r'\sid="([^"{]+)', path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 20
    assert [row for row in found if not ids.is_reserved(row[1])] == []


@given(st.text(min_size=1))
def test_no_heading_takes_an_id_of_the_hub(title: str) -> None:
    md = markdown.Markdown(extensions=["toc"])
    page = md.convert("# " + title.replace("\n", " "))
    assert not any(ids.is_reserved(ident) for ident in re.findall(r'<h1 id="([^"]*)"', page))


@given(st.text(min_size=1), st.text(min_size=1))
def test_the_ids_of_two_keys_are_two_and_a_link_leads_to_its_own(one: str, other: str) -> None:
    for make in (ids.reference, ids.source, lambda key: ids.citation(key, 1)):
        assert (make(one) == make(other)) == (one == other)
        assert re.fullmatch(r"[\w.:/+~-]+", make(one))
        assert unquote(ids.link(make(one))) == f"#{make(one)}"


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n| --- | --- |\n| **Codes**: {Cough, Fever, Rash} | yes |",
        "## The set {Cough, Fever}",
        "The set is\n{Cough, Fever}",
        "The **codes**{Cough, Fever} were used, and *x*{y z} too.",
        "A dose of *x*{5 mg} and {.5 mg} and *y*{x=1} and *z*{: like this }",
        "- item\n{Cough}",
        "Term\n: **Meaning**{Cough}",
    ],
)
def test_words_in_braces_stay(converter: Converter, text: str) -> None:
    shown = hubs.html.fragment_fromstring(converter.html(text), create_parent="main").text_content()
    for word in re.findall(r"\w+", text):
        assert word in shown
    assert shown.count("{") == text.count("{")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*x*{.small}", '<p><em class="small">x</em></p>'),
        ("*x*{: .small #flow }", '<p><em class="small" id="flow">x</em></p>'),
        ("Words\n{: .lead }", '<p class="lead">Words</p>'),
        ("## Words {#other}", '<h2 id="other">Words'),
        ("## Words {-}", '<h2 id="words">Words'),
        ("![a](x.png){ width=50% }", '<img alt="a" src="x.png" width="50%">'),
        ("![a](x.png){#fig:one fig-alt='b c'}", '<img alt="a" id="fig:one" src="x.png">'),
        ("*x*{#a} *y*{#a}", '<p><em id="a">x</em> <em>y</em></p>'),
        ("A note[^1]{#mine}.\n\n[^1]: B", '<p>A note<sup id="fnref:1">'),
        ("*x*{#ref:a} *y*{#__config}", "<p><em>x</em> <em>y</em></p>"),
        ("A [word]{.smallcaps} here", '<p>A <span class="smallcaps">word</span> here</p>'),
        ("A [*word*]{.underline} and [one]{.mark}", "<p>A <u><em>word</em></u> and <mark>one</mark></p>"),
        ("A [word]{like this} and \\[x]{.small}", "<p>A [word]{like this} and [x]{.small}</p>"),
        ("A `[word]{.small}` as code", "<p>A <code>[word]{.small}</code> as code</p>"),
    ],
)
def test_braces_that_are_meant_as_attributes(converter: Converter, text: str, html: str) -> None:
    assert html in converter.html(text)


def test_the_ids_that_a_text_gives_have_places() -> None:
    text = "*x*{#one} *y*{: .b id='two' } {#a, b} *z*{#three .c}"
    assert [(text[at:][: len(ident)], ident) for at, ident in attributes.ids(text)] == [
        ("one", "one"),
        ("two", "two"),
        ("three", "three"),
    ]


def test_a_slug_is_never_too_long_for_the_name_of_a_file() -> None:
    names = ["Федеральное государственное бюджетное учреждение " * 8 + end for end in ("А", "Б")]
    slugs = [slugify(name) for name in names]
    assert len(set(slugs)) == 2
    assert all(len(slug.encode()) <= 200 and slug.startswith("федеральное-") for slug in slugs)
    assert slugify("a" * 300) != slugify("a" * 301)
    assert len(slugify("a" * 300)) <= 200
