"""The two walls without a browser: what they leave as it is, what they cost, and that neither trusts the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree, html

import vectors
from studenthub import allowed, sanitize
from vectors import Converter

EVERY_FEATURE = (vectors.HOSTILE / "every_feature.md").read_text(encoding="utf-8")


#: What every_feature.md must bring, so that it goes on to show every feature.
MADE = [
    *("admonition warning inline end", "<details", "tabbed-alternate", "task-list-item", "footnote-ref", "<abbr"),
    *("<kbd", "<mark>", "<ins>", "__codelineno-", "highlighttable", "doc-biblioref", "doc-backlink"),
    *("headerlink", "<dl>", "text-align: right", 'class="hll"', "source-odd2005"),
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
def test_the_walls_change_nothing_that_markdown_and_its_extensions_make(converter: Converter, notes: bool) -> None:
    text = f"{EVERY_FEATURE}\n\n\\full_bibliography\n"
    bare = converter.html(text, first=False, second=False, notes=notes)
    for part in [*MADE, "doc-endnotes" if notes else "Also cited in"]:
        assert part in bare, part
    assert converter.html(text, first=True, second=False, notes=notes) == bare
    assert tree(converter.html(text, first=False, second=True, notes=notes)) == tree(bare)
    assert tree(converter.html(text, notes=notes)) == tree(bare)


def test_the_second_wall_finds_nothing_more_to_change(converter: Converter) -> None:
    once = converter.html(EVERY_FEATURE)
    assert sanitize.clean(once) == once


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


@pytest.mark.parametrize("address", ["http://[insert link]", "//[", "https://example.com]/a", "http://ex℀mple.com"])
def test_a_forgotten_placeholder_is_text(converter: Converter, address: str) -> None:
    assert converter.html(f"See [Smith 2020]({address}).") == "<p>See <span>Smith 2020</span>.</p>"


def test_what_was_written_as_html_is_readable(converter: Converter) -> None:
    assert converter.html("a <b>c</b> &amp; d < e") == "<p>a &lt;b&gt;c&lt;/b&gt; &amp; d &lt; e</p>"
    assert converter.html("<div>\n*x*\n</div>") == "<p>&lt;div&gt;\n<em>x</em>\n&lt;/div&gt;</p>"


def test_heads_of_code_that_say_nothing_odd_are_left_alone(converter: Converter) -> None:
    text = '```js title="a {b} c"\nx = {}\n```\n\n``` x {= y ``` z\n'
    assert converter.html(text, first=True, second=False) == converter.html(text, first=False, second=False)


@pytest.mark.parametrize("wall", ["first", "second"])
def test_no_vector_brings_a_traceback(converter: Converter, shared: Path, wall: str) -> None:
    for vector in (*vectors.shared(shared), *vectors.own()):
        md = converter.markdown(first=wall == "first", second=wall == "second")
        assert "cannot be shown" not in md.convert(vector.text), vector.id
