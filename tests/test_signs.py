"""Formulas and diagrams: MathML and pictures made in the build, whatever strangers write in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree
from lxml import html as html5
from markdown import Markdown

import hubs
import vectors
from studenthub.markup import diagrams, formulas
from studenthub.markup.document import Document
from studenthub.markup.extension import CitationExtension
from studenthub.runtime.cache import Cache
from studenthub.styles import find
from studenthub.styles.formatter import Formatter

_NESTED = "$" + "{" * 400 + "x" + "}" * 400 + "$"


@pytest.fixture(scope="module")
def extension() -> CitationExtension:
    formatter = Formatter({}, Cache(None))
    return CitationExtension(Document(formatter, find("apa")))


def _html(text: str, extension: CitationExtension) -> str:
    configs = {"pymdownx.arithmatex": {"generic": True}}
    return Markdown(extensions=["pymdownx.arithmatex", extension], extension_configs=configs).convert(text)


# --- formulas ---------------------------------------------------------------------------------------------------------


def test_a_formula_in_the_text_and_one_on_its_own(extension: CitationExtension) -> None:
    html = _html("It is $a<b$.\n\n$$\nE = mc^2\n$$", extension)
    assert '<math display="inline" alttext="a&lt;b"><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></math>' in html
    assert '<math display="block" alttext="E = mc^2">' in html
    assert "<msup><mi>c</mi><mn>2</mn></msup>" in html
    assert "annotation" not in html
    assert extension.failure == ""


def test_aligned_lines_need_no_style(extension: CitationExtension) -> None:
    html = _html(r"\begin{aligned} x &= 1 \\ y &= 2 \end{aligned}", extension)
    assert html.count("<mtr>") == 2
    assert '<mtd columnalign="right"><mi>x</mi></mtd>' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"$\frac{1}$", r"the formula “\frac{1}” cannot be read: it ends too early"),
        (r"$\ref{a}$", r"the formula “\ref{a}” cannot be read: \ref is a command that the hub does not know"),
    ],
)
def test_a_formula_that_cannot_be_read_stays_as_it_is(extension: CitationExtension, written: str, said: str) -> None:
    html = _html(f"Text {written}.", extension)
    assert f'<span class="arithmatex unread">{written}</span>' in html
    assert extension.failure == said
    _html("Another page.", extension)
    assert extension.failure == ""


def test_money_is_no_formula(extension: CitationExtension) -> None:
    assert "<math" not in _html("It costs $5 here and $6 there, or R5.", extension)


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\url{javascript:alert(1)}",
        r"\text{<img src=x onerror=alert(1)>}",
        r"\text{</math><script>alert(1)</script>}",
        r"\text{<annotation-xml encoding='text/html'><svg onload=alert(1)>}",
        r"\style{background:url(//evil.example)}{x}",
        r"\class{evil}{x}\htmlId{__config}{x}",
        r"\unicode{x3c}script\unicode{x3e}",
        r'x" onmouseover="alert(1)',
        r"\input{/etc/passwd}",
        r"\def\a{\a\a}\a",
        r"\begin{array}{l}a\end{array}\color{url(//evil.example)}{x}",
        r"\mathchoice{<script>}{}{}{}",
    ],
)
@pytest.mark.parametrize("has_filter", [True, False])
@pytest.mark.parametrize("has_sanitiser", [True, False])
def test_hostile_formulas_do_nothing(tex: str, has_filter: bool, has_sanitiser: bool) -> None:
    formatter = Formatter({}, Cache(None))
    with vectors.filters(first=has_filter, second=has_sanitiser):
        made = _html(f"Text ${tex}$.\n\n$$\n{tex}\n$$", CitationExtension(Document(formatter, find("apa"))))
    formatter.close()
    tree = etree.fromstring(f"<div>{made}</div>")
    allowed = formulas.ELEMENTS | {"div", "p", "span", "em", "code"}
    assert {element.tag for element in tree.iter()} <= allowed, made
    names = {name for element in tree.iter() for name in element.attrib}
    assert names <= formulas.ATTRIBUTES | {"class", "alttext"}, made


def test_what_pandoc_may_write_one_day_is_taken_apart() -> None:
    """The list, not today's Pandoc, is what keeps elements and attributes out."""
    written = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" onclick="a()"><semantics><mrow href="javascript:a()" '
        'style="x"><mglyph src="x"/><mi>x</mi></mrow><annotation encoding="x">x</annotation></semantics></math>'
    )
    assert formulas.allowed_math(written, 'a"<b') == (
        '<math alttext="a&quot;&lt;b"><mrow><mrow></mrow><mi>x</mi></mrow></math>'
    )


def test_much_nesting_takes_no_time(extension: CitationExtension) -> None:
    assert "<math" in _html(_NESTED, extension)
    assert extension.failure == ""


# --- diagrams ---------------------------------------------------------------------------------------------------------


def _drawn(source: str) -> tuple[str, list[str]]:
    wrong: list[str] = []
    escaped = source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    html = diagrams.draw(f'<pre class="mermaid"><code>{escaped}</code></pre>', Cache(None), wrong.append)
    return html, wrong


def test_a_diagram_is_a_picture_with_its_text() -> None:
    html, wrong = _drawn("flowchart LR\n  accTitle: The way\n  accDescr: From A to B\n  A[Patient & nurse] --> B\n")
    assert wrong == []
    tree = html5.fromstring(html)
    (picture,) = tree.iter("img")
    svg = unquote(picture.get("src").removeprefix("data:image/svg+xml,"))
    assert "Patient &amp; nurse" in svg
    assert picture.get("alt") == "The way. From A to B"
    assert int(picture.get("width")) > int(picture.get("height")) > 10
    assert "A[Patient & nurse] --> B" in "".join(tree.find(".//details").itertext())


@pytest.mark.parametrize(
    "kind", ["sequenceDiagram\n A->>B: x", "stateDiagram-v2\n [*] --> A", 'pie\n "A": 1', "gantt\n A: 2024-01-01, 3d"]
)
def test_other_kinds_of_diagram(kind: str) -> None:
    html, wrong = _drawn(kind)
    assert wrong == []
    assert 'src="data:image/svg+xml,' in html


def _picture(source: str) -> tuple[etree._Element, int]:
    """The SVG of a diagram, and the width that the page gives it."""
    html, wrong = _drawn(source)
    assert wrong == []
    (picture,) = html5.fromstring(html).iter("img")
    return etree.fromstring(unquote(picture.get("src").removeprefix("data:image/svg+xml,"))), int(picture.get("width"))


@pytest.mark.parametrize(
    "source", ["flowchart LR\n A-->B", 'pie\n "A": 1', "journey\n title J\n section s\n go: 5: me"]
)
def test_a_picture_has_a_size_of_its_own_and_is_given_three_quarters_at_least(source: str) -> None:
    svg, width = _picture(source)
    assert width == round(float(svg.get("width")) * 0.75)
    assert float(svg.get("height")) > 10


def test_the_slices_of_a_pie_have_colours_of_ours_that_are_those_of_its_legend() -> None:
    """The program's own are near-white; where it writes them otherwise one day, this is how we learn of it."""
    svg, _ = _picture("pie\n" + "".join(f'  "<{number}>" : {50 + number}\n' for number in range(9)))
    space = "{http://www.w3.org/2000/svg}"
    slices = [path.get("fill") for path in svg.iter(f"{space}path") if " A " in path.get("d")]
    keys = [rect.get("fill") for rect in svg.iter(f"{space}rect") if rect.get("width") == "14.00"]
    assert slices == list(diagrams.COLOURS[:9])
    assert keys == slices[::-1]  # slices come by size, the legend as it was written
    assert {path.get("opacity") for path in svg.iter(f"{space}path")} == {None}
    lines = [text for text in svg.iter(f"{space}text") if text.get("text-anchor") == "start"]
    assert [text.get("dominant-baseline") for text in lines] == ["central"] * 9


def test_the_words_beside_a_thin_slice_are_as_the_program_writes_them() -> None:
    svg, _ = _picture('pie\n "Often" : 386\n "Seldom" : 85\n "Never" : 15\n')
    said = [text for text in svg.iter("{http://www.w3.org/2000/svg}text") if text.text == "Never"]
    assert [text.get("dominant-baseline") for text in said] == ["middle"]


def test_a_hostile_diagram_is_a_picture_and_nothing_else() -> None:
    """A browser runs nothing in a picture: so it must stay in its address."""
    source = (
        'flowchart LR\n  accTitle: "><script>alert(1)</script>\n'
        '  A["<img src=x onerror=alert(1)>"] --> B["\'); alert(1)//"]\n'
        '  click A "javascript:alert(1)"\n  style A fill:url(https://evil.example/x)\n'
    )
    html, wrong = _drawn(source)
    assert wrong == []
    elements = {element.tag for element in html5.fromstring(html).iter()}
    assert elements == {"figure", "div", "img", "details", "summary", "pre", "code"}
    (picture,) = html5.fromstring(html).iter("img")
    assert set(picture.attrib) == {"src", "alt", "width", "height"}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("flowchart LR\n  A -->\n", "the diagram “flowchart LR …” cannot be drawn: "),
        ('flowchart LR\n A-->B\n style A fill:"<x"', "no browser would show the picture"),
        ("nonsense", "the diagram “nonsense …” cannot be drawn: "),
        ("flowchart LR\n" + "A --> B\n" * 700, "it has more than 5000 characters"),
        ("flowchart LR\n" + "".join(f"{a}-->{b}\n" for a in range(24) for b in range(24)), "it takes too long"),
    ],
)
def test_what_cannot_be_drawn_stays_text(source: str, said: str) -> None:
    html, (wrong,) = _drawn(source)
    assert said in wrong
    assert html.startswith('<pre class="mermaid"><code>')


# --- in a hub ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [("LARGEST", 100, "the picture is too large"), ("EMPTY", 10_000, "nothing in it can be drawn")],
)
def test_a_picture_that_is_no_use_to_readers_stays_text(
    limit: str, value: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagrams, limit, value)
    html, (wrong,) = _drawn("flowchart LR\n  A --> B\n")
    assert "<img" not in html
    assert said in str(wrong)


def test_pages_without_them_have_no_byte_of_them(showcase: Path) -> None:
    page = (showcase / "site/articles/signs/index.html").read_text(encoding="utf-8")
    assert page.count("<math") == 4
    assert page.count('class="diagram"') == 2
    other = (showcase / "site/articles/numbered/index.html").read_text(encoding="utf-8")
    assert not re.search("<math|mermaid|diagram|arithmatex", other)
    scripts = re.compile('<script [^>]*src="([^"]*)"')
    assert set(scripts.findall(page)) - set(scripts.findall(other)) == {"../../assets/hub-formulas.js"}


def test_feeds_have_formulas_as_they_were_written(showcase: Path) -> None:
    feed = json.loads((showcase / "site/topics/testing/feed.json").read_text(encoding="utf-8"))
    (item,) = [item for item in feed["items"] if item["url"].endswith("/signs/")]
    assert "<math" not in item["content_html"]
    assert r"<code>\text{NNT} = 1/\text{ARR}</code>" in item["content_html"]


def test_a_build_says_what_cannot_be_read(tmp_path: Path) -> None:
    yml = hubs.MKDOCS_YML.replace("[admonition,", "[{pymdownx.arithmatex: {generic: true}}, admonition,")
    hubs.write(
        tmp_path,
        {
            "mkdocs.yml": yml,
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a.md": hubs.article(r"Text $\frac{1}$."),
        },
    )
    built = hubs.build(tmp_path)
    assert built.status == 1
    assert r"docs/articles/a.md:9:6: HUB251 the formula “\frac{1}” cannot be read: it ends too early" in built.output
    assert "1 problem:" in built.output
    assert not (tmp_path / "site").exists()
