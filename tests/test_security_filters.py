"""The two filters without a browser: what they leave as it is, what they cost, and that neither trusts the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree, html

import hubs
import vectors
from studenthub.html import allowed, sanitize
from vectors import Converter

EVERY_FEATURE = (vectors.HOSTILE / "every_feature.md").read_text(encoding="utf-8")


#: What every_feature.md must bring, so that it goes on to show every feature.
MADE = [
    *("admonition warning inline end", "<details", "tabbed-alternate", "task-list-item", "footnote-ref", "<abbr"),
    *("<kbd", "<mark>", "<ins>", "highlighttable", "doc-biblioref", "doc-backlink"),
    *("headerlink", "<dl>", "text-align: right", 'class="hll"', "source:odd2005"),
]


@pytest.fixture(scope="module")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Converter:
    return Converter(tmp_path_factory.mktemp("hub"))


def tree(text: str) -> str:
    """What a browser makes of ``text``, in one way of writing it down."""
    root = html.fragment_fromstring(text, create_parent="main")
    for body in root.xpath("//tbody"):
        body.drop_tag()
    for element in root.iter():
        for name in ("checked", "disabled", "open"):
            if name in element.attrib:
                element.set(name, "")
        ordered = sorted(element.items())
        element.attrib.clear()
        element.attrib.update(ordered)
    return re.sub(r">\s+<", ">\n<", etree.tostring(root, encoding="unicode"))


@pytest.mark.parametrize("notes", [False, True])
def test_the_filters_change_nothing_that_markdown_and_its_extensions_make(converter: Converter, notes: bool) -> None:
    text = f"{EVERY_FEATURE}\n\n\\full_bibliography\n"
    bare = converter.html(text, first=False, second=False, notes=notes)
    for part in [*MADE, "doc-endnotes" if notes else "Also cited in"]:
        assert part in bare, part
    assert converter.html(text, first=True, second=False, notes=notes) == bare
    assert tree(converter.html(text, first=False, second=True, notes=notes)) == tree(bare)
    assert tree(converter.html(text, notes=notes)) == tree(bare)


def test_the_sanitiser_finds_nothing_more_to_change(converter: Converter) -> None:
    # What only our own templates may ask for comes in after it.
    once = converter.html(EVERY_FEATURE).replace(' class="visually-hidden"', "")
    assert sanitize.clean(once) == once


FILTERS = [pytest.param(True, False, id="filter alone"), pytest.param(False, True, id="sanitiser alone")]

HOSTILE_HEADINGS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg/onload=alert(1)>",
    "<<b>img src=x onerror=alert(1)>",
    "<b title='>'><img src=x onerror=alert(1)>",
    "<!--> <img src=x onerror=alert(1)> -->",
    "&lt;img src=x onerror=alert(1)&gt;",
    "`<img src=x onerror=alert(1)>`",
    "`#!html <img src=x onerror=alert(1)>`",
    "@one2001 <img src=x onerror=alert(1)> [see <svg/onload=alert(1)> @evil2003]",
    "x { data-toc-label='<img src=x onerror=alert(1)>' }",
    "x { data-toc-label='&lt;img src=x onerror=alert(1)//' }",
    'x { #"><img/src=x/onerror=alert(1)> }',
    "x { #javascript:alert(1) }",
]


@pytest.mark.parametrize(("first", "second"), FILTERS)
@pytest.mark.parametrize("heading", HOSTILE_HEADINGS)
def test_what_the_contents_print_of_a_heading_is_text(
    converter: Converter, heading: str, first: bool, second: bool
) -> None:
    """Themes print the names that the table of contents gives as they are, and the ids after a "#"."""
    md = converter.markdown(first=first, second=second)
    md.convert(f"# A title\n\n## {heading}\n\n[TOC]\n\nText.")
    (title,) = md.toc_tokens  # type: ignore[attr-defined]
    for token in (title, *title["children"]):
        assert "<" not in token["name"], token
        assert not html.fragment_fromstring(token["name"], create_parent="p").xpath("./*")
        assert not token["id"].startswith("__")
        if second:
            assert token["html"] == token["name"]
            assert not token["data-toc-label"]
            assert not md.toc  # type: ignore[attr-defined]


def test_the_sanitiser_is_met_once_for_each_page(converter: Converter, monkeypatch: pytest.MonkeyPatch) -> None:
    converter.html(EVERY_FEATURE)
    met: list[str] = []

    def clean(text: str, really: Callable[[str], str] = sanitize.clean) -> str:
        met.append(text)
        return really(text)

    monkeypatch.setattr(sanitize, "clean", clean)
    converter.html(EVERY_FEATURE)
    assert len(met) == 1


@pytest.mark.parametrize(("first", "second"), FILTERS)
@pytest.mark.parametrize(
    "text",
    [
        "![see [@one2001]](nothing.png)",
        '![x](nothing.png "see [@one2001]")',
        "*x*{: title='[@one2001]' id='@one2001' class='@one2001' lang='[@one2001]' }",
        "*[One]: [@one2001]\n\nOne is @one2001.",
        "[x](#@one2001) [y](https://example.org/[@one2001])",
        '<b title="[@one2001]">x</b>',
        '<a href="[@one2001]" title="@two2002">x</a>',
    ],
)
def test_no_citation_lands_in_an_attribute(converter: Converter, text: str, first: bool, second: bool) -> None:
    """Citations are put in after the sanitiser, so their places must not have come through it within a tag."""
    shown = converter.html(f"Before. [@two2002]\n\n{text}", first=first, second=second)
    for value in html.fragment_fromstring(shown, create_parent="main").xpath("//@*"):
        assert not set("<>\x02\x03") & set(value), value
    assert "\x02" not in shown


@pytest.mark.parametrize("template", ["&#2;{}&#3;", "&#x2;{}&#x03;", "\x02{}\x03", "{}", "&amp;#2;{}&amp;#3;"])
def test_nobody_can_write_the_place_of_a_citation(converter: Converter, template: str) -> None:
    """Or a page of 64 KB could be made of thousands of lists of references."""
    for word in ("cite:0", "qzcitexw:0", "wzxhzdk:0", "0"):
        for first in (True, False):
            text = f"[@one2001]\n\n{template.format(word)}"
            assert converter.html(text, first=first).count('id="cite:one2001:1"') == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c&d#e",
        "HTTP://example.org",
        "mailto:a@example.org",
        "tel:+27 800 567 567",
        "../other/index.md#part",
        "#part",
        "?query",
        "a/b:c",
        "//example.org/a",
        "",
    ],
)
def test_addresses_that_may_be(address: str) -> None:
    assert allowed.is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "\xa0javascript:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "vbscript:a",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:x",
        "x:y",
        "http://[insert link]",
        "//[",
        "https://example.com]/a",
        "http://ex℀mple.com",
    ],
)
def test_addresses_that_may_not_be(address: str) -> None:
    assert not allowed.is_address(address)


def test_pictures_come_from_the_hub(converter: Converter) -> None:
    for address in (
        "https://evil.example/a.png",
        "//evil.example/a.png",
        "\\\\\\\\evil.example/a.png",
        "data:image/png,x",
    ):
        shown = converter.html(f"![What it shows](<{address}>)")
        assert "<img" not in shown
        assert "What it shows" in shown


@pytest.mark.parametrize(("first", "second"), FILTERS)
def test_nobody_hides_text_from_eyes_alone(converter: Converter, first: bool, second: bool) -> None:
    """Search engines, feeds and screen readers would have it."""
    shown = converter.html("Words.\n{: .visually-hidden .small }", first=first, second=second)
    assert "visually-hidden" not in shown


@pytest.mark.parametrize("address", ["http://[insert link]", "//[", "https://example.com]/a", "http://ex℀mple.com"])
def test_a_forgotten_placeholder_is_text(converter: Converter, address: str) -> None:
    assert converter.html(f"See [Smith 2020]({address}).") == "<p>See <span>Smith 2020</span>.</p>"


def test_what_was_written_as_html_is_readable(converter: Converter) -> None:
    assert converter.html("a <b>c</b> &amp; d < e") == "<p>a &lt;b&gt;c&lt;/b&gt; &amp; d &lt; e</p>"
    assert converter.html("<div>\n*x*\n</div>") == "<p>&lt;div&gt;\n<em>x</em>\n&lt;/div&gt;</p>"


def test_heads_of_code_that_say_nothing_odd_are_left_alone(converter: Converter) -> None:
    text = '```js title="a {b} c"\nx = {}\n```\n\n``` x {= y ``` z\n'
    assert converter.html(text, first=True, second=False) == converter.html(text, first=False, second=False)


@pytest.mark.parametrize("alone", ["first", "second"])
def test_no_vector_brings_a_traceback(converter: Converter, shared: Path, alone: str) -> None:
    md = converter.markdown(first=alone == "first", second=alone == "second")
    for vector in (*vectors.shared(shared), *vectors.own()):
        assert "cannot be shown" not in md.reset().convert(vector.text), vector.id


@pytest.mark.parametrize(
    "text", ['--8<-- "mkdocs.yml"', "--8<--\nmkdocs.yml\n--8<--", "{{ config.site_name }}", '{% include "main.html" %}']
)
def test_nothing_is_put_in_from_another_file(converter: Converter, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Neither snippets nor templates: what would ask for them is printed as it was written."""
    monkeypatch.chdir(hubs.PROJECT)
    assert html.fromstring(f"<div>{converter.html(text)}</div>").text_content().strip() == text
