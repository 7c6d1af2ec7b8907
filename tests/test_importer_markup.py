"""Drafts in Markdown and HTML: what each thing that they can say is in the article."""

from __future__ import annotations

import datetime

import pytest

from studenthub.importer import article
from studenthub.importer.bylines import DraftAuthor
from studenthub.importer.files import file_kinds, typed_marks
from studenthub.importer.reports import report
from studenthub.importer.text import links, markdown
from studenthub.importer.text.blocks import Paragraph
from studenthub.importer.text.lines import Line, Mark, atom, joined
from texts import quadratic


def _table(*rows: str) -> str:
    return f"<table>{''.join(f'<tr>{cells}</tr>' for cells in rows)}</table>"


#: What is written in a draft in Markdown, and the same in the article.
MARKDOWN = {
    "| A line\n| of a poem": "A line  \nof a poem",
    "Term\n\n:   It means this.\n\n:   It means that.": "**Term**\n\nIt means this.\n\nIt means that.",
    "**A part**\n\nIt begins.": "## A part\n\nIt begins.",
    "**A part**\n\nIt begins.\n\nDiscussion\n\nIt goes on.": "## A part\n\nIt begins.\n\n## Discussion\n\nIt goes on.",
    "1\\. A part\n\nIt begins.\n\n2\\. Another\n\nIt goes on.": (
        "## 1. A part\n\nIt begins.\n\n## 2. Another\n\nIt goes on."
    ),
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
    "(https://example.org/a_(b)), `https://example.org/c`": (
        "(<https://example.org/a_%28b%29>), `https://example.org/c`"
    ),
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
    "<ol><li></li><li>a</li></ol><p>b</p>": "1.\n2. a\n\nb",
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
    _table("<td><ol start=3><li>x</li><li><p>y</p><p>z</p></li></ol></td>"): "3. x\n\n4. y\n\n    z",
    _table("<td><ol start=3><li>x</li><li><p>y</p></li></ol></td><td>b</td>"): "| 3. x<br>4. y | b |\n| --- | --- |",
    _table("<td><blockquote>a</blockquote></td><td><pre>b</pre></td><td><h2>c</h2></td><td><hr></td>"): (
        "| a | b | c |  |\n| --- | --- | --- | --- |"
    ),
    _table(f"<td>{_table('<td>a</td><td>b</td>')}</td><td>c</td>"): "| a b | c |\n| --- | --- |",
}
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
#: Where captions are: beside their figure or table.
CAPTIONS = {
    "![Sleep]\n\nFigure 1. Sleep": "![Sleep](sleep.png)\n/// caption\nFigure 1. Sleep\n///",
    "Figure 1. Sleep\n\n![Sleep]": "![Sleep](sleep.png)\n/// caption\nFigure 1. Sleep\n///",
    "**Table 1. Sleep**\n\n| a |\n|---|": "| a |\n| --- |\n/// caption\nTable 1. Sleep\n///",
    "| a |\n|---|\n\nTable 1. Sleep": "| a |\n| --- |\n/// caption\nTable 1. Sleep\n///",
    "| a |\n|---|\n\nFigure 1. Sleep\n\n![Sleep]": (
        "| a |\n| --- |\n\n![Sleep](sleep.png)\n/// caption\nFigure 1. Sleep\n///"
    ),
    "Table 1. One\n\nTable 2. Two\n\nText.": "Table 1. One\n\nTable 2. Two\n\nText.",
    "Text.\n\nTable 1. One": "Text.\n\nTable 1. One",
    f"| a |\n|---|\n\nTable 1 {'says ' * 60}so.": f"| a |\n| --- |\n\nTable 1 {'says ' * 60}so.",
}
#: The front matter of a draft, and what is of it in that of the article.
FRONT = {
    "title: One\nsubtitle: Two\ndate: 2026-01-02\ncsl: apa": (
        "title: One\ndescription: Two\ndate: 2026-01-02\n...csl: apa\n"
    ),
    "title: '  '\nsummary: >\n  Of\n  rest": 'title: "TODO: the title"\ndescription: Of rest\n',
    "topics: [a, b]\ntype: '0012'\nupdated: 2026-02-03\ndraft: true\nlang: af\nseries: {name: S, part: 2}": (
        'topics: [a, b]\ntype: "0012"\nupdated: 2026-02-03\nseries:\n  name: S\n  part: 2\ndraft: true\nlanguage: af\n'
    ),
    "language: fr\nlang: af\ncsl: some.csl": "topics: [TODO]\nlanguage: fr\n---",
    "author:\n  - Ann Author, MBChB IV, University of Example\n  - ''\n  - Plato": (
        "  - name: Ann Author\n    programme: MBChB\n    year_of_study: 4\n    affiliation: University of Example\n"
        "  - name: Plato\ntopics"
    ),
    "authors:\n  - name: Ann Author\n    year_of_study: 4\n    institute: [Exa, Mple]\n  - orcid: 0": (
        "  - name: Ann Author\n    year_of_study: 4\n    affiliation: Exa Mple\ntopics"
    ),
    "authors: {name: Ann Author, year_of_study: last}": "authors:\n  - name: Ann Author\ntopics",
    "authors: [{name: 'Author, Ann'}, 'Other, Ben']": "authors:\n  - name: Ann Author\n  - name: Ben Other\ntopics",
}
#: Plain text, and what is meant.
PLAIN = {
    "See (https://example.org/a), https://example.org/b_c. And http:// and xhttps://example.org": (
        "See (<https://example.org/a>), <https://example.org/b_c>. And http:// and xhttps://example.org"
    ),
    "## Methods\nText.": "## Methods\n\nText.",
    "Text of some words that go on:\n### Methods ##\nText.": "Text of some words that go on:\n\n## Methods\n\nText.",
    "#1 of the list": "\\#1 of the list",
    "Methods\nText.": "## Methods\n\nText.",
    "1. Introduction\n\nText.\n\n2. What does the law say?\n\nText.": (
        "## 1. Introduction\n\nText.\n\n## 2. What does the law say?\n\nText."
    ),
    "1. What is consent?\n\nText.\n\n2. What does the law say?\n\nText.\n\n2.1 The Act of 2003\n\nText.": (
        "## 1. What is consent?\n\nText.\n\n## 2. What does the law say?\n\nText.\n\n### 2.1 The Act of 2003\n\nText."
    ),
    "1. What is consent?\n\n2. What does the law say?\n\nText.": (
        "1. What is consent?\n\n2\\. What does the law say?\n\nText."
    ),
    "1. They slept.\n\nText.\n\n2. They woke.\n\nText.": "1. They slept.\n\nText.\n\n2. They woke.\n\nText.",
    "1 Introduction\n\nText.\n\n1.1 Aim\n\nText.\n\n2 The law\n\nText.": (
        "## 1 Introduction\n\nText.\n\n### 1.1 Aim\n\nText.\n\n## 2 The law\n\nText."
    ),
    "1 patient slept\n\nText.\n\n2 patients woke\n\nText.": "1 patient slept\n\nText.\n\n2 patients woke\n\nText.",
    "II. THE LAW\n\nText.": "## II. The law\n\nText.",
    "4. References\n\nAuthor, A. (2018). One thing. *Example Journal*, 1(2), 3-4.": "",
    "4. References\n1. Author A. One thing. Example Journal. 2018;1(2):3-4.": "",
    "Part\n----\nText.": "## Part\n\nText.",
    "Words so:\n> a quote\n>\n> of two\nand more.": "Words so:\n\n> a quote\n>\n> of two\n\nand more.",
    "3) three\n4) four\n   more\n___\nText.": "3. three\n4. four more\n\n---\n\nText.",
    "Text of some words:\n* x\n* y": "Text of some words:\n\n- x\n- y",
    "short\nlines\nhere.": "short\n\nlines\n\nhere.",
    "Words that were broken because the line was full, as an\ne-mail does it with https://example.org/every-\nline.": (
        "Words that were broken because the line was full, as an\n\ne-mail does it with <https://example.org/every-line>."
    ),
}
#: The lines below the title of a text, and its authors.
BYLINES = {
    "By Author, Ann": ["Ann Author"],
    "Author, A., Other, B.": ["A. Author", "B. Other"],
    "Author, A.B. & van der Merwe, J. P.": ["A. B. Author", "J. P. van der Merwe"],
    "By Author, Ann Beth and Other, Ben.": ["Ann Beth Author", "Ben Other"],
    "By Ann Author, Ben Other": ["Ann Author", "Ben Other"],
    "Author, Ann (MBChB V)": ["Ann Author"],
    "Author, Ann, LLB II, University of Example": ["Ann Author"],
    "Name: Author, Ann": ["Ann Author"],
    "By Ann Author | 4 min read": ["Ann Author"],
    "Ibhalwe ngu-Ann Author (MBChB), iNyuvesi yaseSibonelweni": ["Ann Author"],
    "Authors: Author, Ann; Other, Ben": ["Ann Author", "Ben Other"],
    "Name: Ann Author": ["Ann Author"],
    "Ann Author (THRANN001)": ["Ann Author"],
    "Ann Author 21234567 and Ben Other, 21234568": ["Ann Author", "Ben Other"],
    "Law, Ethics 21234567": [],
    "Author, Ann": [],
    "Law, Ethics": [],
    "By Thandi, UCT": [],
    "By Thandi, Durban": [],
    "Nkosi, PhD, University of Example": [],
}
FIRST = "Students sleep little, and they say so in every survey that has asked them."


def _body(draft: str, name: str) -> str:
    return article.make(draft.encode(), name, {}).body.removeprefix(FIRST).strip()


@pytest.mark.parametrize("written", MARKDOWN)
def test_what_markdown_says_stays(written: str) -> None:
    assert _body(f"# What students read\n\n{FIRST}\n\n{written}\n", "draft.md") == MARKDOWN[written]


@pytest.mark.parametrize("written", CAPTIONS)
def test_a_caption_is_of_the_figure_or_table_beside_it(written: str) -> None:
    with_picture = written.replace("![Sleep]", f"![Sleep]({DOT})")
    assert _body(f"# What students read\n\n{FIRST}\n\n{with_picture}\n", "draft.md") == CAPTIONS[written]


@pytest.mark.parametrize("picture", ["data:image/png;base64,broken!", "data:image/png,%89PNG", "data:text/plain,hello"])
def test_a_picture_in_a_page_that_cannot_be_read_is_reported_without_its_address(picture: str) -> None:
    made = article.make(f"<h1>What students read</h1><p>{FIRST}</p><img src='{picture}'>".encode(), "page.html", {})
    assert [one.message for one in made.report.todo] == [
        "Picture 1 has a format that browsers do not show: save it as .png or .jpg, and add it."
    ]


@pytest.mark.parametrize("written", FRONT)
def test_a_front_matter_stays(written: str) -> None:
    front = article.make(f"---\n{written}\n---\n\n{FIRST}\n".encode(), "draft.md", {}).article
    assert all(part in front for part in FRONT[written].split("...")), front


@pytest.mark.parametrize("written", PLAIN)
def test_lines_of_plain_text_are_what_they_are_meant_as(written: str) -> None:
    assert _body(f"What students read\n==================\n\n{FIRST}\n\n{written}\n", "draft.txt") == PLAIN[written]


@pytest.mark.parametrize("written", BYLINES)
def test_a_surname_before_its_name_is_one_person_where_that_is_certain(written: str) -> None:
    made = article.make(f"What students read\n\n{written}\n\n{FIRST}\n".encode(), "draft.txt", {})
    assert [author.name for author in made.front.authors] == BYLINES[written]
    left = [one.message for one in made.report.left]
    assert sum(written in message for message in left) == len(left) == 1


@pytest.mark.parametrize("first", ["## Methods", "Methods", "1. Methods", "Inleiding"])
def test_a_draft_may_begin_with_a_heading(first: str) -> None:
    made = article.make(f"{first}\n\n{FIRST}\n\nResults\n\n{FIRST}\n".encode(), "draft.txt", {})
    assert made.front.title == ""
    assert made.body == f"## {first.removeprefix('## ')}\n\n{FIRST}\n\n## Results\n\n{FIRST}\n"
    assert not made.report.left


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ("<title>Essay v3</title>", "title: What students read\n"),
        ("<meta name=author content='Ann Author'>", "- name: Ann Author\ntopics"),
        ("<meta name=author content='Author, Ann'>", "- name: Ann Author\ntopics"),
        (
            "<meta name=author content='Ann Author'><meta name=author content='Ben Writer'>",
            "- name: Ann Author\n  - name: Ben Writer\n",
        ),
        ("<meta name=description content='Of rest.'>", "description: Of rest.\n"),
        ("<meta name=date content=2026-01-02>", "date: 2026-01-02\n"),
    ],
)
def test_what_the_head_of_a_page_says_is_in_the_front_matter(meta: str, said: str) -> None:
    page = f"<html><head>{meta}</head><body><h1>What students read</h1><p>{FIRST}</p></body></html>"
    assert said in article.make(page.encode(), "page.html", {}).article


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"{\\rtf1 a}", "a.doc", "rtf"),
        (b"<!DOCTYPE html><p>a", "a", "html"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html><html>", "a.txt", "html"),
        (b"a", "a.HTM", "html"),
        (b"a", "a.md", "md"),
        (b"# A", "a", "md"),
        (b"---\na: b\n---\n", "pasted", "md"),
        (b"It is so [see @author2019].", "pasted", "md"),
        (b"# A", "a.txt", "txt"),
        (b"a", "", "txt"),
        (b"MZANSI SLEEPS", "a.txt", "txt"),
        ("caf\u00e9".encode("utf-16"), "a.txt", "txt"),
        ("caf\u00e9".encode("cp1252"), "a.txt", "txt"),
    ],
)
def test_a_draft_is_of_the_kind_that_it_is_written_in(data: bytes, name: str, kind: str) -> None:
    assert file_kinds.kind(data, name) == (kind, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_every_encoding_of_students(encoding: str) -> None:
    assert file_kinds.decoded(f"café\r\na\u00a0b\r{'c' * 50}\x07".encode(encoding)) == f"café\na b\n{'c' * 50} "


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


#: What is above and below a text, what the front matter says of it, and what is reported to be left out.
AROUND = [
    (
        "Dear Editor,\n\nPlease find my article below.\n\nKind regards,\n\n# Sleep\n\nBy Ann Author\n\n2024-05-01",
        "Kind regards,\n\nAnn Author",
        ("title: Sleep\n", "date: 2024-05-01\n", "- name: Ann Author\n"),
        (
            "the letter around the article: Please find my article below.",
            "the letter around the article: Kind regards,",
        ),
    ),
    (
        "# Sleep\n\nAuthor: Ann Author\n\nDate: 3/4/2024\n\nDate: 2024-05-06\n\nWord count: 1500\n\nHSF3001: a course",
        "Ann Author, MBChB IV, University of Example",
        ("title: Sleep\n", "date: 2024-04-03\n", "- name: Ann Author\n"),
        (
            "a second date: 2024-05-06",
            "a line at the top: Word count: 1500",
            "a line at the top that is no title, name or date: HSF3001: a course",
            "the by-line, which became the authors of the front matter: Ann Author, MBChB IV, University of Example",
        ),
    ),
    (
        "Ann Author\n\nBen Writer\n\nUniversity of Example\n\n# Sleep\n\n> What nights do to people.",
        "To read more, visit www.example.org",
        (
            "title: Sleep\n",
            "description: What nights do to people.\n",
            "- name: Ann Author\n    affiliation: University of Example\n  - name: Ben Writer\n    affiliation: Uni",
        ),
        ("a line about the website: To read more, visit www.example.org",),
    ),
    (
        "Title\n\n# Sleep\n\nThis essay was submitted in partial fulfilment of the requirements of the degree MBChB",
        "Ann Author, University of Example",
        ("title: Sleep\n", "- name: Ann Author\n    affiliation: University of Example\n"),
        ("a line above the title: Title", "a line at the top: This essay was submitted in partial fulfilment of"),
    ),
    (
        "# Title: SLEEP İN THE WARDS\n\nTitle: Of rest\n\nStudent: see the list\n\n082 123 4567",
        "Tel. 021 555 0123",
        ("title: Sleep İN the wards\n",),
        ("a line with a telephone number: •••", "a line with a telephone number: Tel. •••"),
    ),
]


@pytest.mark.parametrize(("head", "foot", "said", "left"), AROUND, ids=range(len(AROUND)))
def test_lines_around_a_text_are_in_the_front_matter_or_reported(
    head: str, foot: str, said: tuple[str, ...], left: tuple[str, ...]
) -> None:
    text = "## Methods\n\nWe asked students at three hospitals how they sleep, and they told us."
    made = article.make(f"{head}\n\n{text}\n\n{foot}\n".encode(), "draft.md", {})
    assert made.body == f"{text}\n"
    front = made.article.removesuffix(made.body)
    assert [part for part in said if part not in front] == [], front
    told = report.as_text(made.report.masked())
    assert [part for part in left if f"  - {part}" not in told] == [], told


#: Lines below the title, with the authors, date and standfirst of the draft, and what stays in its text.
BELOW = {
    "## By Ann Author\n\n2024-05-01": ("Ann Author", "2024-05-01", "", ""),
    "By Ann Author, 2024-05-01": ("Ann Author", "2024-05-01", "", ""),
    "By Ann Author, University of Example\n\nBen Writer": ("Ann Author", "", "", ""),
    "Ann Author¹, Ben Writer²\n\n¹ MBChB IV, University of Example ² LLB II, Wits": (
        *("Ann Author; Ben Writer", "", "", ""),
    ),
    "Author: Ann Author, University of Example": ("Ann Author", "", "", ""),
    "Name: Author, Ann and Writer, Ben": ("Ann Author; Ben Writer", "", "", ""),
    "Date: tomorrow": ("", "", "", ""),
    "Summary: What nights do to people.\n\nAbstract: Another one.": ("", "", "What nights do to people.", ""),
    "**What nights do to people.**": ("", "", "What nights do to people.", ""),
    "Things\n\n- a\n- b": ("", "", "", "Things\n\n- a\n- b"),
    "Things:\n\n- a\n- b": ("", "", "", "Things:\n\n- a\n- b"),
}


@pytest.mark.parametrize("written", BELOW)
def test_lines_below_a_title_are_front_matter_or_text(written: str) -> None:
    text = f"## Methods\n\n{FIRST}\n"
    made = article.make(f"# Sleep\n\n{written}\n\n{text}".encode(), "draft.md", {})
    authors, date, standfirst, stays = BELOW[written]
    assert made.front.title == "Sleep"
    assert "; ".join(author.name for author in made.front.authors) == authors
    assert (made.front.date.isoformat() if made.front.date else "") == date
    assert made.front.description == standfirst
    assert made.body == (f"{stays}\n\n{text}" if stays else text)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Author, Ann", ["Ann Author"]),
        ("Ann Author; Ben Writer", ["Ann Author", "Ben Writer"]),
        ("Student Ann", ["Student Ann"]),
        ("Plato", ["Plato"]),
        ("Ann Author^[University of Example]", ["Ann Author"]),
    ],
)
def test_the_block_above_a_text_of_pandoc_names_its_authors(author: str, names: list[str]) -> None:
    made = article.make(f"% Sleep\n% {author}\n% 2024-05-01\n\n{FIRST}\n".encode(), "draft.md", {})
    assert [one.name for one in made.front.authors] == names
    assert (made.front.title, made.front.date, made.front.description) == ("Sleep", datetime.date(2024, 5, 1), "")


#: How a draft names two authors with the numbers of their universities.
NUMBERED = (
    "Ann Author¹, Ben Writer²\n\n{}",
    "Ann Author¹\n\nBen Writer²\n\n{}",
    "By Ann Author¹ and Ben Writer²\n\n{}",
    "By Ann Author^1^ and Ben Writer^2^\n\n{}",
    "Authors: Ann Author¹, Ben Writer²\n\n{}",
)


@pytest.mark.parametrize("names", NUMBERED)
@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("¹ University of One ² University of Two", ["University of One", "University of Two"]),
        ("^1^University of One, ^2^University of Two", ["University of One", "University of Two"]),
        ("¹ University of One\n\n² University of Two", ["University of One", "University of Two"]),
        ("", ["", ""]),
    ],
)
def test_raised_numbers_lead_from_an_author_to_a_university(names: str, places: str, said: list[str]) -> None:
    draft = f"# Sleep\n\n{names.format(places)}\n\n## Methods\n\n{FIRST}\n"
    authors = article.make(draft.encode(), "draft.md", {}).front.authors
    assert [author.name for author in authors] == ["Ann Author", "Ben Writer"]
    assert [author.affiliation for author in authors] == said


def test_all_raised_numbers_lead_to_a_place_and_a_name_without_one_stays() -> None:
    places = "\n\n".join(f"{sign} University of Example {name}" for sign, name in zip("¹²³⁴", "ABCD", strict=True))
    draft = f"# Sleep\n\nAnn Author¹, Ben Writer²\n\nCy Third³, Di Fourth⁴\n\n{places}\n\n## Methods\n\n{FIRST}\n"
    authors = article.make(draft.encode(), "draft.md", {}).front.authors
    assert [author.affiliation for author in authors] == [f"University of Example {name}" for name in "ABCD"]
    made = article.make(f"# Sleep\n\nAnn Author\n\nBen Writer²\n\n## Methods\n\n{FIRST}\n".encode(), "draft.md", {})
    assert [author.name for author in made.front.authors] == ["Ann Author", "Ben Writer"]


def test_a_contents_list_ends_at_the_first_part() -> None:
    text = f"## Methods\n\n{FIRST}\n\n## Results\n\n{FIRST}\n"
    made = article.make(f"# Sleep\n\nContents\n\nMethods 2\n\nResults 3\n\n{text}".encode(), "draft.md", {})
    assert made.body == text


def test_two_empty_lines_within_a_paragraph_part_it_as_one_does() -> None:
    broken = f"{FIRST}\\\n\\\n\\\n{FIRST}\\\n\\\n&nbsp;"
    assert _body(f"# What students read\n\n{FIRST}\n\n{broken}\n", "draft.md") == f"{FIRST}\n\n{FIRST}"


@pytest.mark.parametrize(
    ("draft", "title", "body"),
    [
        ("Title: Sleep\nAuthor: Ann Author\n\n## Methods\n\nWe asked.\n", "Sleep", "## Methods\n\nWe asked.\n"),
        ("Author: Ann Author\nDate: 2026-05-01\n\n# Sleep\n\nWe asked.\n", "Sleep", "We asked.\n"),
        ("author: Ann Author\n# Sleep\n\n## Methods\n\nWe asked.\n", "Sleep", "## Methods\n\nWe asked.\n"),
        ("---\nTitle: Sleep\n# no heading\nAUTHOR: Ann Author\n---\n\nWe asked.\n", "Sleep", "We asked.\n"),
    ],
)
def test_fields_at_the_head_of_markdown_may_have_capitals_and_no_hyphens(draft: str, title: str, body: str) -> None:
    made = article.make(draft.encode(), "draft.md", {})
    assert (made.front.title, made.body) == (title, body)
    assert [author.name for author in made.front.authors] == ["Ann Author"]


@pytest.mark.parametrize(
    "listed",
    [
        "{}\n\n---\n\n{}",
        "{}\n\n> {}",
        "### Books\n\n{}\n\n### Reports\n\n{}",
        "Books\n\n{}\n\nReports\n\n{}",
        "- {} [here](https://example.org/one)\n- {} [https://example.org/two](https://example.org/two)",
        "| 1 | {} |\n| --- | --- |\n|  |  |\n| 2 | {} |",
    ],
)
def test_a_list_of_references_may_have_rules_quotations_headings_links_and_rows(listed: str) -> None:
    entries = ("Author, A. (2018). *One thing*. Example Press.", "Writer, B. (2019). *Another thing*. Example Press.")
    draft = (
        f"# What students read\n\n{FIRST} (Author, 2018; Writer, 2019)\n\n## References\n\n{listed.format(*entries)}\n"
    )
    made = article.make(draft.encode(), "draft.md", {})
    assert made.body == f"{FIRST} [@author2018; @writer2019]\n"
    assert made.bibliography.count("@book{") == 2
    assert made.bibliography.count("url = {https://example.org/") == listed.count("[")


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("https://www.google.com/url?q=https://example.org/a&sa=D", "https://example.org/a"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&data=x",
            "https://example.org/a",
        ),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
        ("https://example.org/a?utm_source=x&b=1&fbclid=y#part", "https://example.org/a?b=1#part"),
        (" http://[::1 ", "http://[::1"),
    ],
)
def test_a_link_leads_where_it_leads_in_the_end(address: str, meant: str) -> None:
    assert links.meant(address) == meant


def test_the_front_matter_of_a_draft_says_what_is_missing() -> None:
    """A draft of an older import may have TODO in its own fields; what nobody has said is no title of anything."""
    made = article.make(f"---\ntitle: 'TODO: the title'\n---\n\n{FIRST}\n".encode(), "draft.md", {})
    assert made.front.missing == ("title", "description", "date", "authors", "topics")
    given = article.Given("Sleep", "About it.", datetime.date(2026, 1, 2), (DraftAuthor("Ann Author"),), ("sleep",))
    made = article.make(FIRST.encode(), "draft.md", {}, given)
    assert made.front.missing == ()
    assert made.front.title == "Sleep"


@pytest.mark.parametrize(("before", "is_said"), [("Person, 1923, as cited in ", True), ("see ", False)])
def test_a_work_that_is_cited_second_hand_is_reported(before: str, is_said: bool) -> None:
    works = "## References\n\nWriter, W. (2010). A long title. *Journal of Examples*, 1(2), 3-4."
    made = article.make(f"# A title\n\nSleep matters ({before}Writer, 2010).\n\n{works}\n".encode(), "draft.md", {})
    assert f"{before}@writer2010]" in made.article
    assert any("second hand" in note.message for note in made.report.told) == is_said


def test_rtf_of_libreoffice_is_neither_raised_nor_a_list() -> None:
    heading = rb"\pard\plain \s1\ilvl0\outlinelevel0\f3{\listtext\pard\plain \tab}\ls1 \fi0{"
    made = article.make(
        rb"{\rtf1\ansi{\fonttbl{\f3 Times;}}{\stylesheet{\s0\snext0 Normal;}{\s1\snext0\ilvl0\outlinelevel0 Heading 1;}"
        rb"{\*\cs17\snext17\loch\super Footnote Anchor;}}{\*\listtable{\list\listtemplateid1"
        rb"{\listlevel\levelnfc255\levelstartat1{\leveltext \'00;}{\levelnumbers;}}\listid1}}"
        rb"{\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}" + heading + rb"Methods}"
        b"\n\\par \\pard\\plain \\s0{It is so.}\n\\par }",
        "draft.rtf",
        {},
    )
    assert made.body == "## Methods\n\nIt is so.\n"


@pytest.mark.parametrize(
    ("draft", "levels"),
    [
        ((4, 4, 1, 2), (2, 2, 2, 3)),
        ((1, 2, 5, 3, 2, 1), (2, 3, 4, 4, 3, 2)),
        ((2, 1, 3), (2, 2, 3)),
        ((1, 2, 3, 4, 5, 6), (2, 3, 4, 5, 6, 6)),
    ],
)
def test_no_level_of_headings_is_left_out(draft: tuple[int, ...], levels: tuple[int, ...]) -> None:
    text = "".join(f"<h{level}>Part {at}</h{level}><p>It is so.</p>" for at, level in enumerate(draft))
    made = article.make(f"<html><body><p>{FIRST}.</p>{text}</body></html>".encode(), "draft.html", {})
    assert tuple(len(line) - len(line.lstrip("#")) for line in made.body.splitlines() if line.startswith("#")) == levels


def test_typed_signs_take_no_more_time_than_their_text_is_long() -> None:
    pieces = ("*a ", "**a ", "_a", "`a ", "[a](", "*a* ", "~~a ", "https://a_b", "***a b*** _c_ ")
    assert quadratic(lambda text: typed_marks.marked(Line(text)), pieces, size=20_000) == []


def test_the_blanks_of_a_formula_take_no_more_time_than_their_text_is_long() -> None:
    def made(formula: str) -> str:
        return markdown.Writer().blocks([Paragraph(atom("display", formula))])

    assert quadratic(made, (" ", "\\,", "\\ ", "\n", "\n "), "a{}b") == []


def test_citations_by_key_take_no_more_time_than_they_are_many() -> None:
    def made(text: str) -> Line:
        words = text.split(" ")
        marks = [Mark(0, len(word), "key", word) for word in words]
        return joined([Line(word, (mark,)) for word, mark in zip(words, marks, strict=True)], " ")

    assert quadratic(made, ("@a ",), size=6_000) == []
