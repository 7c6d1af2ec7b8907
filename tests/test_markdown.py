"""The Markdown extension by itself, and in another generator."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import markdown
import pytest

import hubs
from studenthub.markup.extension import makeExtension

BIB = """
@article{one2001, author = {One, A.}, title = {First}, journal = {A Journal}, year = {2001}}
@article{two2002, author = {Two, B. and Three, C.}, title = {Second}, journal = {A Journal}, year = {2002}}
"""


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> markdown.Markdown:
    root = tmp_path_factory.mktemp("hub")
    hubs.write(root, {"bib/references.bib": BIB})
    extensions = [
        makeExtension(root=str(root)),
        "footnotes",
        "tables",
        "toc",
        "attr_list",
        "admonition",
        "abbr",
        "smarty",
    ]
    return markdown.Markdown(extensions=[*extensions, "pymdownx.betterem", "pymdownx.superfences", "pymdownx.mark"])


def html(convert: markdown.Markdown, text: str) -> str:
    return convert.reset().convert(text)


def test_an_extension_makes_no_element_that_is_not_allowed(tmp_path: Path) -> None:
    hubs.write(tmp_path, {})
    md = markdown.Markdown(extensions=[makeExtension(root=str(tmp_path)), "pymdownx.blocks.html"])
    assert md.convert("/// html | marquee\nText\n///") == "<span>Text</span>"


def test_a_comment_ends_where_browsers_end_it(convert: markdown.Markdown) -> None:
    assert html(convert, "<!-- a\n<!-- b -->\nText.\n\n<!-- not closed") == "<p>Text.</p>\n<p>&lt;!– not closed</p>"


ONE = '<a class="cite" href="#ref:one2001" id="cite:one2001:1" role="doc-biblioref">(One, 2001)</a>'


@pytest.mark.parametrize(
    "text",
    [
        "[@one2001]",
        "**[@one2001]**",
        "*see [@one2001]*",
        "==marked [@one2001]==",
        "- [@one2001]",
        "> [@one2001]",
        "| a |\n|---|\n| [@one2001] |",
        "!!! note\n    [@one2001]",
        "A note[^1].\n\n[^1]: [@one2001]",
        "([@one2001])",
        "“[@one2001]”",
        "Text—[@one2001]",
        "[@one2001]\n{: .a-class }",
        "[@one2001\n]",
        "[@{one2001}]",
        '"[@one2001]"',
    ],
)
def test_a_citation_is_one_wherever_text_stands(convert: markdown.Markdown, text: str) -> None:
    page = html(convert, text)
    assert ONE in page
    assert 'id="ref:one2001"' in page


@pytest.mark.parametrize(
    "text",
    [
        "`[@one2001]`",
        "``a ` [@one2001]``",
        "```\n[@one2001]\n```",
        "    [@one2001]",
        "[@one2001](https://example.org)",
        "[a @one2001 b](https://example.org)",
        "![@one2001](x.png)",
        "![a [@one2001] b](x.png)",
        "[@one2001][label]\n\n[label]: https://example.org",
        "<https://example.org/@one2001>",
        "https://example.org/@one2001",
        "name@one2001",
        "<name@one2001.org>",
        r"\@one2001",
        r"[\@one2001]",
        "@ one2001",
        "@@one2001",
    ],
)
def test_what_is_no_citation_is_left_alone(convert: markdown.Markdown, text: str) -> None:
    page = html(convert, text)
    assert 'class="cite' not in page
    assert "references" not in page
    assert "one2001" in unescape(page)


@pytest.mark.parametrize("text", ["<!-- [@one2001] -->", "<!-- one\n\n[@one2001] -->", "a <!-- [@one2001] --> b"])
def test_a_comment_is_the_authors_own(convert: markdown.Markdown, text: str) -> None:
    assert "one2001" not in html(convert, text)


def test_an_affix_may_hold_code_and_emphasis(convert: markdown.Markdown) -> None:
    assert "(see <em>the</em> x in One, 2001)" in html(convert, "[see *the* `x` in @one2001]")


def test_the_list_stands_where_it_is_asked_for(convert: markdown.Markdown) -> None:
    page = html(convert, "[@one2001]\n\n\\bibliography\n\nThe end.")
    assert page.index('id="ref:one2001"') < page.index("The end.")
    assert page.count('id="page:references"') == 1
    assert "\\bibliography" not in page


def test_a_list_stands_once(convert: markdown.Markdown) -> None:
    """A thousand lists of a thousand sources would be a page that nobody can load."""
    page = html(convert, "[@one2001]\n\n" + "\\bibliography\n\n\\full_bibliography\n\n" * 9)
    assert page.count('id="ref:one2001"') == 1
    assert page.count('id="source:one2001"') == 1
    assert "bibliography\n" not in page


def test_a_heading_of_the_authors_own_is_kept(convert: markdown.Markdown) -> None:
    page = html(convert, "[@one2001]\n\n## What I read\n\n\\bibliography")
    assert "References" not in page
    assert page.index("What I read") < page.index('id="ref:one2001"')


def test_the_table_of_contents_lists_the_references(convert: markdown.Markdown) -> None:
    html(convert, "## One\n\n[@one2001]")
    tokens = convert.toc_tokens  # type: ignore[attr-defined]
    assert [(token["name"], token["id"]) for token in tokens] == [("One", "one"), ("References", "references")]


def test_a_heading_that_cites(convert: markdown.Markdown) -> None:
    page = html(convert, "## What @one2001 found")
    assert '<h2 id="what-one-2001-found">What <a' in page
    assert "One (2001)" in page
    assert next(token["name"] for token in convert.toc_tokens) == "What One (2001) found"  # type: ignore[attr-defined]
    assert page.count('id="cite:one2001:1"') == 1


def test_notes_come_after_the_text(convert: markdown.Markdown) -> None:
    """A numeric style numbers in the order of reading, where a footnote is read last."""
    page = html(convert, "A note[^1] and then [@two2002].\n\n[^1]: A note [@one2001].\n")
    assert page.index("cite:two2002:1") < page.index("cite:one2001:1")


def test_documents_share_nothing(convert: markdown.Markdown) -> None:
    assert "Two and Three (2002)" in html(convert, "@two2002")
    assert "Two" not in html(convert, "[@one2001]")
    assert "references" not in html(convert, "Nothing is cited here.")


def test_an_unknown_key_is_seen(convert: markdown.Markdown) -> None:
    assert '(<span class="cite-missing"><strong>nobody?</strong></span>)' in html(convert, "[@nobody]")


def test_a_broken_group_stays_as_it_was_written(convert: markdown.Markdown) -> None:
    assert "[@one2001, @two2002]" in html(convert, "[@one2001, @two2002]")


def test_the_same_article_in_another_generator(shared: Path, tmp_path: Path) -> None:
    """Zensical has no plugins of ours; it loads the extension and prints the same citations and references."""
    seed = shared / "seed-hub"
    for name in ("docs/articles/role-of-social-media.md", "docs/topics/social-media.md", "bib/references.bib"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((seed / name).read_bytes())
    (tmp_path / "docs/topics/professionalism.md").write_text(hubs.TOPIC)
    (tmp_path / "docs/index.md").write_text("# Home\n")
    hubs.write(tmp_path, {})
    assert hubs.build(tmp_path).status == 0
    ours = parts(tmp_path)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Test Hub\nmarkdown_extensions: [toc, {studenthub.markup: {bib_dir: bib}}]\n"
    )
    zensical = Path(sys.executable).with_name("zensical")
    subprocess.run([zensical, "build", "--clean"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    theirs = parts(tmp_path)
    assert theirs == ours
    assert len(theirs) == 12


def parts(folder: Path) -> list[str]:
    """The paragraphs with citations, and the entries of the list."""
    page = hubs.page(folder, "articles/role-of-social-media")
    found = page.xpath('//p[a[@class="cite"]] | //section[@class="references"]//*[self::li or self::h2]')
    pieces = [
        part if isinstance(part, str) else hubs.html.tostring(part, encoding="unicode", with_tail=False)
        for part in found
    ]
    return [re.sub(r"\s+", " ", piece) for piece in pieces] + ["end"]
