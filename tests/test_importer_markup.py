"""Drafts in Markdown and HTML: what each thing that they can say is in the article."""

from __future__ import annotations

import pytest

from studenthub.importer import article


def _table(*rows: str) -> str:
    return f"<table>{''.join(f'<tr>{cells}</tr>' for cells in rows)}</table>"


#: What is written in a draft in Markdown, and the same in the article.
MARKDOWN = {
    "| A line\n| of a poem": "A line  \nof a poem",
    "Term\n\n:   It means this.\n\n:   It means that.": "**Term**\n\nIt means this.\n\nIt means that.",
    "**A part**\n\nIt begins.": "## A part\n\nIt begins.",
    "# A part\n\nIt begins.": "## A part\n\nIt begins.",
    "```r\nx <- `1`\n```": "```\nx <- `1`\n```",
    "    a ```\n    b": "````\na ```\nb\n````",
    "a\n\n* * *\n\nb": "a\n\n---\n\nb",
    "a\n\n\\_\\_\\_\\_\\_\n\nb": "a\n\n---\n\nb",
    "> a\n>\n> > b": "> a\n>\n> > b",
    "5. five\n6. six": "5. five\n6. six",
    "- a\n\n    more\n- b\n    - c": "- a\n\n    more\n\n- b\n\n    - c",
    "::: note\nIn a box.\n:::": "In a box.",
    "[Small]{.smallcaps} *one* **two** ~~three~~": "Small *one* **two** ~~three~~",
    "10^9^ and H~2~O": "10<sup>9</sup> and H<sub>2</sub>O",
    "10<sup>9</sup> and H<SUB>2</SUB>O": "10<sup>9</sup> and H<sub>2</sub>O",
    "<b>two <i class='x'>three</i></b> <kbd>Ctrl</kbd>": "**two *three*** Ctrl",
    "<b>never closed, and </i>closed": "never closed, and closed",
    "a<br>b<br />c": "a  \nb  \nc",
    "| a | b |\n|---|---|\n| 1<br>2 | c |": "| a | b |\n| --- | --- |\n| 1<br>2 | c |",
    "`a | b` and ``c`d``": "`a | b` and ``c`d``",
    "It is $x^2$ here.": "It is $x^2$ here.",
    "It is\n$$y = 3$$\nhere.": "It is\n\n$$\ny = 3\n$$\n\nhere.",
    "| a |\n|---|\n| $$y$$ |": "| a |\n| --- |\n| $y$ |",
    "[words](#part) [words](https://example.org/a(b)) <https://example.org>": (
        "words [words](https://example.org/a%28b%29) <https://example.org>"
    ),
    "So.[^a] And.[^b]\n\n[^b]: One.\n\n    Two.\n\n[^a]: Three.": (
        "So.[^1] And.[^2]\n\n[^1]: Three.\n\n[^2]: One.\n\n    Two."
    ),
    "![Nobody has it](gone.png)": "",
    "<!-- a comment -->\n\nSeen.": "Seen.",
}
HTML = {
    "<dl><dt>Term<dd>One<dd><ul><li>x</ul></dl>": "**Term**\n\nOne\n\n- x",
    "<p>He said <q>yes, <q>maybe</q></q>.</p>": "He said “yes, ‘maybe’”.",
    "<p><mark>a</mark> <u>b</u> <del>c</del> <span style='font-variant: small-caps'>d</span></p>": "a b ~~c~~ d",
    "<p>a\u200bb\ufeff.</p><hr><p>c</p>": "ab.\n\n---\n\nc",
    "<figure><img src='gone.png'><figcaption>Figure 1. <b>Sleep</b></figcaption></figure>": "Figure 1. **Sleep**",
    "<figure><pre>x</pre><figcaption>Listing 1</figcaption></figure><p>a": "```\nx\n```\n\nListing 1\n\na",
    f"<figure>{_table('<td>a</td>', '<td>1</td>')}<figcaption>Table 1. One</figcaption></figure>": (
        "| a |\n| --- |\n| 1 |\n/// caption\nTable 1. One\n///"
    ),
    "<table><thead><tr><th rowspan=2>A</th><th colspan=2>B</th></tr><tr><th>c</th><th>d</th></tr></thead>"
    "<tr><td>1</td><td>2</td></tr></table>": ("| A | B |  |\n| --- | --- | --- |\n|  | c | d |\n| 1 | 2 |  |"),
    _table("<td>a</td><td>b</td>", "<td rowspan=2>1</td><td>2</td>", "<td>3</td>", "<td>4</td><td rowspan=9>5</td>"): (
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n|  | 3 |\n| 4 | 5 |"
    ),
    _table("<td>a</td><td rowspan=2 colspan=2>b</td>", "<td>c</td>"): "| a | b |  |\n| --- | --- | --- |\n| c |  |  |",
    _table("<td><p>1</p><p>2</p></td><td><ul><li>x</li><li>y</li></ul></td>"): "| 1<br>2 | • x<br>• y |\n| --- | --- |",
    _table("<td><ol start=3><li>x</li><li><p>y</p><p>z</p></li></ol></td>"): "| 3. x<br>4. y<br>z |\n| --- |",
    _table("<td><blockquote>a</blockquote></td><td><pre>b</pre></td><td><h2>c</h2></td><td><hr></td>"): (
        "| a | b | c |  |\n| --- | --- | --- | --- |"
    ),
    _table(f"<td>{_table('<td>a</td><td>b</td>')}</td><td>c</td>"): "| a b | c |\n| --- | --- |",
}
FIRST = "Students sleep little, and they say so in every survey that has asked them."


def _body(draft: str, name: str) -> str:
    return article.make(draft.encode(), name, {}).body.removeprefix(FIRST).strip()


@pytest.mark.parametrize("written", MARKDOWN)
def test_what_markdown_says_stays(written: str) -> None:
    assert _body(f"# What students read\n\n{FIRST}\n\n{written}\n", "draft.md") == MARKDOWN[written]


@pytest.mark.parametrize("written", HTML)
def test_what_a_page_says_stays(written: str) -> None:
    assert _body(f"<h1>What students read</h1><p>{FIRST}</p>{written}", "page.html") == HTML[written]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("<kbd>Ctrl</kbd> <!-- a comment -->", "code in html: <kbd>"),
        ("`\\LaTeX{}`{=latex} it is", "code in latex: \\LaTeX{}"),
        ("```{=latex}\n\\newpage\n```", "code in latex: \\newpage"),
        ("<video src='a.mp4'>", "code in html: <video src='a.mp4'>"),
    ],
)
def test_code_that_no_page_shows_is_reported(code: str, said: str) -> None:
    made = article.make(f"# What students read\n\n{FIRST}\n\n{code}\n".encode(), "draft.md", {})
    lost = [one.message for one in made.report.todo if one.kind == "lost"]
    assert lost == [f"The draft holds {said}, which could not be imported: add it as a picture, or in words."]
