"""Drafts in HTML, as LibreOffice, Word and Google Docs save them: notes, comments, hidden text, titles, lists."""

from __future__ import annotations

import io
import zipfile

import pytest

from studenthub.importer import article
from studenthub.importer.article import Imported
from studenthub.importer.files import web_page
from studenthub.importer.refusals import Refused
from texts import quadratic
from word_files import paragraph, word_file

DOT = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
FIRST = "Students sleep little, and they say so in every survey that has asked them."
LIBREOFFICE = '<meta name="generator" content="LibreOffice 24.2 (Windows)"/>'
GOOGLE = (
    "<style>@import url(https://themes.googleusercontent.com/fonts);.c0{font-weight:400}.c1{font-weight:700}"
    ".c2{font-style:italic}.c3{vertical-align:super}.c4{display:none}</style>"
)
WORD = (
    "<style><!-- /* Styles */ p.MsoTitle {font-size:28.0pt;} .away, li.away {mso-hide:all}\n"
    "@media print {.MsoNormal{x:y}.c9{display:none}} --></style>"
)
#: What a page holds, what is of it in the article, and what the report says.
PAGES = {
    "a note and an endnote of LibreOffice": (
        '<p>One<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> and'
        ' two<a class="sdendnoteanc" name="sdendnote1anc" href="#sdendnote1sym"><sup>i</sup></a>.</p>'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>\nA '
        "<i>note</i>."
        '</p>\n<p>Its end.</p></div><div id="sdendnote1"><p><a name="sdendnote1sym" href="#sdendnote1anc">i'
        "</a> Another.</p></div>",
        "One[^1] and two[^2].\n\n[^1]: A *note*.\n\n    Its end.\n\n[^2]: Another.",
        "",
    ),
    "notes of Word": (
        '<p>One<a href="#_ftn1" name="_ftnref1" title=""><span style="vertical-align:super">[1]</span></a>'
        ' two<span style="vertical-align:super"><a href="#_ftn2" name="_ftnref2">[2]</a></span>.</p>'
        '<div><br clear=all><hr align=left size=1 width="33%"><div id=ftn1><p class=MsoFootnoteText>'
        '<a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> A note.</p></div>'
        '<div id=ftn2><p><a href="#_ftnref2" name="_ftn2">[2]</a> Another.</p></div></div>',
        "One[^1] two[^2].\n\n[^1]: A note.\n\n[^2]: Another.",
        "",
    ),
    "notes and comments of Google": (
        f'{GOOGLE}<p><span class="c0">One</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span>, two</span>'
        '<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>.</p><hr class="c5"><div><p>'
        '<a href="#ftnt_ref1" id="ftnt1">[1]'
        '</a><span>&nbsp;A note.</span></p></div><div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Why?</span>'
        "</p></div>",
        "One[^1], two.\n\n[^1]: A note.",
        "A comment, which is not in the article: Why?",
    ),
    "notes in a list": (
        '<p>One<a href="#fn1" id="fnref1"><sup>1</sup></a>, two<sup id="ref2"><a href="#fn2">2</a></sup>.</p>'
        "<section><hr>"
        '<ol><li id="fn1"><p>A note.<a href="#fnref1">↩</a></p></li><li id="fn2"><a href="#ref2">^</a> Another.'
        "</li></ol>"
        "</section>",
        "One[^1], two[^2].\n\n[^1]: A note.\n\n[^2]: Another.",
        "",
    ),
    "links that lead to and fro": (
        '<p><a href="#b" id="a">Below</a> is more.</p><p id="b">Here it is: <a href="#a">above</a>. So.</p>',
        "Below is more.\n\nHere it is: above. So.",
        "",
    ),
    "a comment of Word": (
        '<p>One <span><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[SS1]</a>'
        "</span>two.</p>"
        '<div><hr class=msocomoff><div><div id="_com_1" class=msocomtxt><a name="_msocom_1"></a><p>&nbsp;<a href='
        '"#_msoanchor_1" class=msocomoff>[SS1]</a> Is it so?</p></div></div></div>',
        "One two.",
        "A comment, which is not in the article: Is it so?",
    ),
    "a comment of LibreOffice": (
        f"{LIBREOFFICE}<p>One<!-- Is it\nso? --> two<!--[if mso]>three<![endif]-->.</p>",
        "One two.",
        "A comment, which is not in the article: Is it so?",
    ),
    "a comment of a program": ("<p>One<!-- Is it so? --> two.</p><!-- never ended", "One two.", ""),
    "hidden text": (
        f"{GOOGLE}{WORD}<p>One <span style='mso-hide:all; display:none'>secret</span><span class='c0 c4'>secret"
        "</span>two"
        "<span hidden>secret</span>.</p><p style='visibility:hidden'>secret<p class=c9>Three.</p><ul>"
        "<li class=away>secret"
        "<li>four</ul>",
        "One two.\n\nThree.\n\n- four",
        "Hidden text was left out (5 passages)",
    ),
    "tracked changes": (
        '<p>One <del cite="mailto:A" datetime="2026-01-02">secret</del><ins datetime="2026-01-02">two</ins> '
        "<del>3</del>"
        "<span class=msoDel>secret</span>.</p>",
        "One two ~~3~~.",
        "Tracked changes: 2 deleted passages were left out.",
    ),
    "header and footer": (
        '<div title="header"><p>Essay 1</p></div><p>One.</p><div title="footer"><p>Essay 1</p></div>',
        "One.",
        "the header or footer of the pages: Essay 1",
    ),
    "emphasis by style": (
        f"{GOOGLE}<p><span class='c1'>One</span> <span class='c2 c1'>two</span> 10<span class='c3'>9</span> "
        "<span style="
        "'font-weight:bold!important'>three</span> <span style='text-decoration:line-through'>four</span>.</p>",
        "**One** ***two*** 10<sup>9</sup> **three** ~~four~~.",
        "",
    ),
    "lists of Word": (
        "<p class=MsoListParagraphCxSpFirst><span style='font-family:Symbol'>·<span>&nbsp;&nbsp; </span></span>one</p>"
        "<p class=MsoListParagraphCxSpLast>·&nbsp; <b>two</b></p><p>Text.</p>"
        "<p class=MsoListParagraph>3.&nbsp;three</p>"
        "<p class=MsoListParagraph>4.&nbsp;four</p><p class=MsoListParagraph>five</p>",
        "- one\n- **two**\n\nText.\n\n3. three\n4. four\n\nfive",
        "",
    ),
    "lists of Google": (
        '<ul class="lst-kix_a-0 start"><li>a</li></ul><ol class="lst-kix_a-1 start" start="1"><li>b</li></ol>'
        '<ul class="lst-kix_a-0"><li>c</li></ul><p>Text.</p><ul class="lst-kix_a-0"><li>d</li></ul>',
        "- a\n    1. b\n- c\n\nText.\n\n- d",
        "",
    ),
    "a link by a search engine": (
        '<p>One <a href="https://www.google.com/url?q=https://example.org/page&amp;sa=D&amp;ust=1">two</a>.</p>',
        "One [two](https://example.org/page).",
        "",
    ),
    "markup that nobody ended": (
        "<p>1 < 2 &amp; 3 &lt;b&gt; <![foo[x]]> <o:p>four</o:p> <b title='a>b' {x}=1 {y 2=3>five<p>six &#99999999999; ",
        "1 < 2 & 3 &lt;b> four **five**\n\nsix \ufffd",
        "",
    ),
}


def _made(body: str, head: str = "") -> Imported:
    page = f"<html><head>{head}</head><body lang=en><h1>What students read</h1><p>{FIRST}</p>{body}</body></html>"
    return article.make(page.encode(), "page.html", {})


@pytest.mark.parametrize("kind", PAGES)
def test_what_a_program_writes_is_read_as_it_is_meant(kind: str) -> None:
    written, body, told = PAGES[kind]
    made = _made(written)
    assert made.body.removeprefix(FIRST).strip() == body
    report = made.report
    said = [one.message for one in (*report.todo, *report.told, *report.left)]
    assert any(told in message for message in said) if told else not said
    assert not any("secret" in message for message in said)


@pytest.mark.parametrize(
    "first",
    [
        "<p class=MsoTitle>What students read</p>",
        "<p class='c7 title' id=h.1><span>What students read</span></p>",
        "<p><font face='Calibri'><font size=6 style='font-size: 26pt'>What students read</font></font></p>",
    ],
)
def test_a_title_and_what_is_below_it_are_known_by_their_style(first: str) -> None:
    meta = "<title>Essay v3</title><meta name=author content=Dell><meta name=ProgId content=Word.Document>"
    page = f"<html><head>{meta}</head><body>{first}<p class=subtitle>Of books</p><p>By Ann Author</p><p>{FIRST}</p>"
    made = article.make(page.encode("cp1252"), "page.htm", {})
    assert (made.front.title, made.front.description, made.body) == ("What students read", "Of books", f"{FIRST}\n")
    assert [author.name for author in made.front.authors] == ["Ann Author"]


def test_whose_computer_it_was_is_the_author_only_where_nobody_else_is() -> None:
    meta = "<meta name=author content='Ben Owner'>"
    assert [author.name for author in _made("<p>One.</p>", meta).front.authors] == ["Ben Owner"]
    page = f"<head>{meta}</head><h1>What students read</h1><p>Ann Author, MBChB IV, University of Example</p><p>{FIRST}"
    made = article.make(page.encode(), "page.html", {})
    assert [author.name for author in made.front.authors] == ["Ann Author"]
    assert [one.message for one in made.report.left][-1] == "words that have no place in the article: Ben Owner"


DOT_HEX = "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"


def _archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_a_page_of_google_is_read_out_of_its_archive_with_its_pictures() -> None:
    dot = bytes.fromhex(DOT_HEX)
    outside = '<img alt="Away" src="../secret.png">'
    page = (
        f'{GOOGLE}<div><p>Essay 1</p></div><p class="title">What students read</p><p>{FIRST}</p><p><img alt="A dot"'
        f' src="images/image1.gif">{outside}</p><div><p>Page</p></div>'
    )
    files = {"Essay.html": f"<body>{page}".encode(), "images__image1.gif": dot, "MACOSX__._Essay.html": b"x"}
    made = article.make(_archive(**files), "Essay.zip", {})
    assert made.front.title == "What students read"
    assert [picture.name for picture in made.pictures] == ["a-dot.png"]
    assert "the header or footer of the pages: Page" in [one.message for one in made.report.left]


def test_a_draft_is_read_out_of_an_archive_and_what_is_beside_it_is_reported() -> None:
    files = {
        "My essay__Essay.docx": word_file(paragraph("It is so.")),
        "My essay__chart.png": b"x",
        "__MACOSX__My essay__._Essay.docx": b"x",
        "My essay__~$Essay.docx": b"x",
    }
    made = article.make(_archive(**files), "Essay.zip", {})
    assert made.body == "It is so.\n"
    assert [one.message for one in made.report.todo if one.kind == "archive"] == [
        "The archive also has My essay/chart.png, which is not in the article: put a picture into the draft where it "
        "belongs, and leave out the rest."
    ]


def test_a_draft_in_markdown_has_its_pictures_and_sources_from_its_archive() -> None:
    text = b"---\nbibliography: my.bib\n---\nIt is so [@a2020].\n\n![A dot](pictures/a%20dot.gif)\n"
    files = {"essay.md": text, "my.bib": b"@book{a2020, author={Author, A.}, title={B}, year={2020}}"}
    made = article.make(_archive(**files, **{"pictures__a dot.gif": bytes.fromhex(DOT_HEX)}), "Essay.zip", {})
    assert [picture.name for picture in made.pictures] == ["a-dot.png"]
    assert "@book{a2020" in made.bibliography
    assert not [one for one in made.report.todo if one.kind == "archive"]


def test_a_page_that_is_odd_takes_no_more_time_than_it_is_long() -> None:
    note = '<a href="#x" id="y">1</a><div><a href="#y" id="x">1</a></div>'
    hidden = '<p style="display:none">x</p>y'
    pieces = ("<", "<a ", "<!--", "<!", "<?", "</a", "<a x='\"", "&#", "<p><div>", "</b>", "<style>a{", note, hidden)
    assert quadratic(web_page.read, pieces, size=100_000) == []


def test_a_page_may_hold_large_pictures_itself() -> None:
    picture = f"<p><img alt='A dot' src='data:image/gif;base64,{DOT}'></p>"
    large = f"<p><img alt='Noise' src='data:image/png;base64,{'A' * 2_100_000}'></p>"
    assert [one.name for one in _made(picture + large).pictures] == ["a-dot.png"]
    with pytest.raises(Refused):
        _made(f"<p>{'word ' * 420_000}</p>")


@pytest.mark.parametrize(("program", "says"), [(LIBREOFFICE, True), ("", False)])
def test_a_page_that_may_show_what_was_deleted_says_so(program: str, says: bool) -> None:
    page = f"<html><head>{program}</head><body><p>{FIRST}</p></body></html>"
    told = [one.message for one in article.make(page.encode(), "page.html", {}).report.told]
    assert any("shows what was deleted" in message for message in told) is says


@pytest.mark.parametrize(
    "said", ["<meta charset='{}'>", "<meta http-equiv=Content-Type content='text/html; charset = {}'>"]
)
@pytest.mark.parametrize(
    ("encoding", "words"),
    [("iso-8859-6", "\u0643\u062a\u0627\u0628"), ("windows-1251", "\u0421\u043e\u043d"), ("none", "caf\u00e9")],
)
def test_a_page_is_read_in_the_encoding_that_it_says(said: str, encoding: str, words: str) -> None:
    page = f"<html><head>{said.format(encoding)}</head><body><p>It is so: {words}.</p></body></html>"
    data = page.encode("cp1252" if encoding == "none" else encoding)
    assert article.make(data, "page.html", {}).body == f"It is so: {words}.\n"
