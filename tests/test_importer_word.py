"""Word files: what Pandoc loses is kept, what nobody should see is not, and hostile files do nothing."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import markdown
import pytest
from PIL import Image

import hubs
from studenthub.importer import article
from studenthub.importer.files import file_kinds, package
from studenthub.importer.files.word import preparing
from studenthub.importer.refusals import Refused
from studenthub.importer.reports import report
from studenthub.importer.text import labels, pictures
from studenthub.importer.text.blocks import Picture
from word_files import SPACES, box, field, paragraph, picture, run, word_file

_ENDNOTE = """<EndNote><Cite><Author>Author</Author><Year>2019</Year><Pages>7</Pages><record>
<ref-type name="Journal Article">17</ref-type><contributors><authors><author>Author, Ann</author>
<author>Writer, Ben</author></authors></contributors><titles><title>Of one thing</title>
<secondary-title>Example Journal</secondary-title></titles><pages>3-9</pages><volume>4</volume>
<dates><year>2019</year></dates><electronic-resource-num>10.1234/one</electronic-resource-num></record></Cite></EndNote>"""


def _made(body: str, **more: object) -> article.Imported:
    return article.make(word_file(paragraph("A draft", "Title") + body, **more), "draft.docx", {})  # type: ignore[arg-type]


def _told(made: article.Imported) -> str:
    return report.as_text(made.report.masked())


def test_words_in_a_text_box_and_around_it_stay() -> None:
    made = _made(paragraph(runs=run("Before the box. ") + box("Words in the box.") + run("After the box.")))
    assert made.body == "Before the box. After the box.\n\nWords in the box.\n"
    assert "1 text box" in _told(made)


def test_hidden_text_is_nowhere() -> None:
    hidden = run("ask ward 99", "<w:vanish/>") + run("shown.", '<w:vanish w:val="0"/>')
    made = _made(paragraph(runs=run("Of all this text only this is ") + hidden))
    assert made.body == "Of all this text only this is shown.\n"
    assert "ward 99" not in made.article + _told(made) + report.as_json(made.report)
    assert "Hidden text" in _told(made)


def test_comments_and_changes_are_in_the_report_only() -> None:
    comment = f'<w:comment w:id="0" w:author="Dr Example">{paragraph("Which study?")}</w:comment>'
    comments = f"<w:comments {SPACES}>{comment}</w:comments>"
    about = '<w:commentRangeStart w:id="0"/>' + run("It helps.") + '<w:commentRangeEnd w:id="0"/>'
    changes = f"<w:ins>{run(' Often.')}</w:ins><w:del><w:r><w:delText> Always.</w:delText></w:r></w:del>"
    made = _made(paragraph(runs=about + changes), parts={"word/comments.xml": comments})
    assert made.body == "It helps. Often.\n"
    told = _told(made)
    assert "A comment of Dr Example on “It helps.”" in told
    assert "Which study?" in told
    assert "1 deleted passage" in told
    assert "Always" not in told + made.article


def test_margins_are_no_part_of_the_article() -> None:
    made = _made(
        paragraph("It is so."), parts={"word/header1.xml": f"<w:hdr {SPACES}>{paragraph('Page 1 of 3')}</w:hdr>"}
    )
    assert "Page 1" not in made.article
    assert "Page 1 of 3" in _told(made)


@pytest.mark.parametrize("stored", ["instruction", "data"])
def test_citations_of_endnote(stored: str) -> None:
    data = base64.b64encode(_ENDNOTE.encode("utf-16-le")).decode()
    shown = field("ADDIN EN.CITE", "(Author &amp; Writer, 2019, p. 7)", data)
    if stored == "instruction":
        shown = field(f"ADDIN EN.CITE {escape(_ENDNOTE)}", "(Author &amp; Writer, 2019, p. 7)")
    made = _made(paragraph(runs=run("It is so ") + shown + run(".")))
    assert made.body == "It is so [@author2019, p. 7].\n"
    assert "author = {Author, Ann and Writer, Ben}" in made.bibliography
    assert "doi = {10.1234/one}" in made.bibliography


def test_works_with_one_id_in_two_fields_stay_two_works() -> None:
    def cited(title: str, year: int) -> str:
        record = {
            "type": "book",
            "title": title,
            "author": [{"family": "Author", "given": "A."}],
            "issued": {"date-parts": [[year]]},
        }
        data = {"citationItems": [{"id": "ITEM-1", "itemData": {"id": "ITEM-1", **record}}]}
        return field(f"ADDIN CSL_CITATION {json.dumps(data)}".replace("&", "&amp;"), f"({title})")

    made = _made(paragraph(runs=run("First ") + cited("One", 2001) + run(", then ") + cited("Two", 2002) + run(".")))
    assert made.body == "First [@author2001], then [@author2002].\n"


def test_a_citation_without_data_stays_as_typed() -> None:
    made = _made(paragraph(runs=run("It is so ") + field("ADDIN CSL_CITATION {broken", "(Author, 2019)") + run(".")))
    assert made.body == "It is so (Author, 2019).\n"


def test_a_table_of_contents_is_left_out() -> None:
    made = _made(paragraph(runs=field("TOC \\o", "A heading 3")) + paragraph("It is so."))
    assert made.body == "It is so.\n"


def test_captions_and_alternative_texts_are_two_things() -> None:
    data = _picture("PNG")
    body = paragraph(runs=picture("rId5", "My chart.png", "Bars that fall")) + paragraph("Figure 1. Sleep", "Caption")
    made = _made(
        paragraph("It is so.") + body,
        parts={"word/media/image1.png": data},
        relations={"rId5": ("image", "media/image1.png", False)},
    )
    assert made.body == "It is so.\n\n![Bars that fall](my-chart.png)\n/// caption\nFigure 1. Sleep\n///\n"
    assert [one.name for one in made.pictures] == ["my-chart.png"]
    assert made.path.endswith("/index.md")


def test_pictures_lose_the_place_where_they_were_taken() -> None:
    made = _made(
        paragraph("It is so.") + paragraph(runs=picture("rId5", alternative="A red square")),
        parts={"word/media/image1.jpg": _picture("JPEG", gps=True)},
        relations={"rId5": ("image", "media/image1.jpg", False)},
    )
    assert not Image.open(io.BytesIO(made.pictures[0].data)).getexif()
    assert "GPS" in _told(made)


def test_a_large_picture_is_made_smaller() -> None:
    data = _picture("JPEG", size=(4000, 1000))
    body = paragraph("It is so.") + paragraph(runs=picture("rId5", alternative="A red bar"))
    made = _made(body, parts={"word/media/i.jpg": data}, relations={"rId5": ("image", "media/i.jpg", False)})
    assert Image.open(io.BytesIO(made.pictures[0].data)).size == (1600, 400)


@pytest.mark.parametrize(
    ("kind", "mode", "name", "alternative", "named"),
    [
        ("PNG", "RGBA", "My chart.png", "", ["my-chart.png", "my-chart-2.png"]),
        ("WEBP", "RGB", "C:\\Photos\\sleep.webp", "", ["sleep.webp", "sleep-2.webp"]),
        (
            "GIF",
            "P",
            "Picture 3",
            "Bars that fall in the second year of it",
            ["bars-that-fall-in-the-second.png", "bars-that-fall-in-the-second-2.png"],
        ),
        ("BMP", "L", "image1.bmp", "", ["slug-1.png", "slug-2.png"]),
        ("TIFF", "RGBA", "睡眠.tif", "", ["picture-1.jpg", "picture-2.jpg"]),
        ("JPEG", "CMYK", "photo.jpeg", "Sleep", ["sleep.jpg", "sleep-2.jpg"]),
        ("ICO", "RGBA", "icon.ico", "", []),
    ],
)
def test_pictures_are_of_kinds_that_browsers_show_and_named_by_what_they_are(
    kind: str, mode: str, name: str, alternative: str, named: list[str]
) -> None:
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, kind)
    found = pictures.taken([Picture(out.getvalue(), name, alternative)] * 2, "slug")
    assert [one.name for one in found if one] == named
    assert [Image.open(io.BytesIO(one.data)).size for one in found if one] == [(40, 30)] * len(named)


@pytest.mark.parametrize(
    ("kind", "mode", "more"),
    [("WEBP", "RGBA", {}), ("PNG", "RGBA", {}), ("PNG", "L", {"transparency": 0}), ("GIF", "P", {"transparency": 0})],
)
def test_a_large_picture_keeps_what_is_transparent(kind: str, mode: str, more: dict[str, int]) -> None:
    out = io.BytesIO()
    Image.new(mode, (2000, 1000)).save(out, kind, **more)
    (found,) = pictures.taken([Picture(out.getvalue(), "chart")], "slug")
    assert found
    smaller = Image.open(io.BytesIO(found.data))
    assert smaller.size == (1600, 800)
    assert smaller.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_what_is_no_picture_or_too_large_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    no_pictures = (b"", b"\x89PNG\r\n\x1a\n broken", _picture("JPEG"), _picture("PNG", size=(30, 30))[:60])
    assert pictures.taken([Picture(data, "one") for data in no_pictures], "slug") == [None] * 4


def test_a_photo_of_a_phone_is_made_smaller_and_what_is_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 4_000_000)
    body = paragraph("It is so.") + paragraph(runs=picture("rId5", alternative="A red bar") + picture("rId6"))
    parts = {
        "word/media/a.jpg": _picture("JPEG", size=(4000, 3600)),
        "word/media/b.png": _picture("PNG", size=(4000, 3600)),
    }
    made = _made(
        body, parts=parts, relations={"rId5": ("image", "media/a.jpg", False), "rId6": ("image", "media/b.png", False)}
    )
    assert [Image.open(io.BytesIO(one.data)).size for one in made.pictures] == [(1600, 1440)]
    assert "Picture 2 has too many pixels: make it smaller, and add it." in _told(made)


def test_nothing_is_fetched_from_elsewhere() -> None:
    made = _made(
        paragraph(runs=run("It is so.") + picture("rId5", linked=True)),
        relations={
            "rId5": ("image", "http://127.0.0.1:9/spy.png", True),
            "rId6": ("attachedTemplate", "http://127.0.0.1:9/evil.dotm", True),
        },
        parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0macro"},
    )
    assert made.body == "It is so.\n"
    assert not made.pictures


def test_formulas_are_tex() -> None:
    math = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    assert _made(paragraph(runs=run("It is ") + math + run("."))).body == "It is $x^{2}$.\n"


def _package(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


_ELSEWHERE = '<Relationships><Relationship Type="x/officeDocument" Target="word/gone.xml"/></Relationships>'
_PICTURES = word_file(
    paragraph(runs=picture("rId7")),
    {"word/media/image1.png": b"x"},
    {"rId7": ("image", "media/image1.png", False)},
)
_BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "said",
    [
        "C:\\Documents and Settings\\Ann Author\\My chart.png",
        "/Users/ann/Desktop/chart",
        "file:///home/ann/c",
        "IMG 20.JPG",
    ],
)
def test_where_a_picture_was_on_a_computer_is_no_alternative_text(said: str) -> None:
    shown = paragraph("A.") + paragraph(runs=picture("rId7", alternative=said))
    relations = {"rId7": ("image", "media/image1.png", False)}
    made = _made(shown, parts={"word/media/image1.png": _picture("PNG")}, relations=relations)
    assert "![](a-draft-1.png)" in made.body
    assert "has no alternative text" in _told(made)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "old program"),
        (b"Rar!", "archive"),
        (b"MZ\x90\0\x03", "program"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "e-mail"),
        (b"Received: by x\n\tfor y\nFrom: a\nContent-Type: text/plain\n\nDear editors", "e-mail"),
        (b"From a@example.org Wed\nReceived: by x\nMessage-ID: <1>\n\nDear editors", "e-mail"),
        (b'{"": "DO NOT EDIT", "doc_id": "1a", "email": "ann@example.org"}', "only a link"),
        (b"[InternetShortcut]\r\nURL=https://docs.google.com/document/d/1\r\n", "only a link"),
        (
            b'<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "x" "y">\n<plist><dict><key>URL</key><string>x</string>',
            "only a link",
        ),
        (b'{"words": [1, 2]}', "data for programs"),
        (b"<?xml version='1.0'?><notes/>", "data for programs"),
        (b"<?xml version='1.0'?>\n<?mso-application progid='Word.Document'?><pkg:package>", "Word in XML"),
        (b"<?xml version='1.0'?>\n<office:document>", "LibreOffice in XML"),
        (b"% My essay\n\\documentclass{article}\n\\begin{document}", "LaTeX"),
        (b"\x0aAnn Author" + b"\0" * 151, "keeps this file beside a draft"),
        (b"\0\0\0\x18ftypheic" + bytes(99), "photo"),
        (b"RIFF\x10\0\0\0WEBP", "picture"),
        (b"---\ntitle: Nothing\n---\n", "no text"),
        (b"@article{a, title = {b}}", "BibTeX"),
        (word_file(paragraph()), "no text"),
        (_PICTURES, "only pictures"),
        (_package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "spreadsheet"),
        (_package({"Index.zip": "x"}), "Pages"),
        (_package({"a.docx": "x", "b.odt": "x"}), "several drafts"),
        (_package({"a/Essay.txt": "x", "a/references.txt": "x"}), "several drafts"),
        (_package({"xl/workbook.xml": "<x/>"}), "spreadsheet"),
        (_package({"META-INF/container.xml": "<x/>"}), "e-book"),
        (_package({"notes.xyz": "x"}), "archive"),
        (b"a " * file_kinds.LONGEST_TEXT, "long"),
        (b"", "empty"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\x00\x01\x02\x03" * 99, "no text"),
        (b"a" * (file_kinds.LARGEST + 1), "20 MB"),
        (word_file(paragraph("x"), {"word/document.xml": f"{_BOMB}<w:document {SPACES}/>"}), "XML"),
        (word_file(paragraph("x"), {"word/document.xml": "<w:document"}), "damaged"),
        (word_file(paragraph("x"), {"word/styles.xml": f"{_BOMB}<w:styles {SPACES}/>"}), "XML"),
        (word_file("<w:sdt>" * 900 + "</w:sdt>" * 900), "nested"),
        (word_file(paragraph("x"), {"_rels/.rels": _ELSEWHERE}), "no document"),
        (_package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<broken"}), "damaged"),
        (b"{\\rtf1 {{{ not closed", "damaged"),
        (word_file(paragraph("x"), {"xl/workbook.xml": "<x/>", "word/document.xml": ""}), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_draft_is_refused_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        article.make(data, "draft.docx", {})
    assert said in str(refused.value)
    assert "\n" not in str(refused.value) + refused.value.hint
    assert refused.value.hint


def test_a_package_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_UNPACKED", 1 << 20)
    with pytest.raises(Refused, match="unpacks"):
        article.make(word_file(paragraph("x"), {"word/media/zeros.bin": bytes(2 << 20)}), "draft.docx", {})


def test_a_part_that_is_longer_than_any_draft_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_XML", 2000)
    with pytest.raises(Refused, match="long"):
        article.make(word_file(paragraph("x" * 2000)), "draft.docx", {})


def test_a_file_in_the_strict_form_of_iso_29500_is_read() -> None:
    data = word_file(paragraph("A draft", "Title") + paragraph("It is so."))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/"
    strict = (
        (office, "http://purl.oclc.org/ooxml/officeDocument/"),
        (
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        ("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/"),
    )
    for old, new in strict:
        parts = {name: content.replace(old, new) for name, content in parts.items()}
    made = article.make(_package(parts), "draft.docx", {})
    assert (made.front.title, made.body) == ("A draft", "It is so.\n")


def test_an_encrypted_package_is_refused() -> None:
    data = bytearray(word_file(paragraph("x")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    with pytest.raises(Refused, match="password"):
        article.make(bytes(data), "draft.docx", {})


def test_names_in_a_package_lead_to_no_file(tmp_path: Path) -> None:
    evil = {"../../evil.txt": "evil", "/tmp/evil2": "evil", "word/media/../../../../evil3.png": "evil"}
    made = _made(
        paragraph(runs=run("It is so.") + picture("rId5")),
        parts=evil,
        relations={"rId5": ("image", "../../../../../etc/passwd", False)},
    )
    assert made.body.startswith("It is so.")
    assert not made.pictures
    assert not list(tmp_path.iterdir())


def test_a_refused_draft_writes_nothing(tmp_path: Path) -> None:
    hubs.write(tmp_path, {"docs/topics/testing.md": "---\nname: Testing\n---\n"})
    (tmp_path / "draft.docx").write_bytes(b"PK\x03\x04 broken")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if ".cache" not in path.parts}
    ran = hubs.run(tmp_path, ["hub", "import", "draft.docx"])
    assert ran.status == 1
    assert "draft.docx: this file is damaged" in ran.output
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if ".cache" not in path.parts} == before


def test_a_package_of_libreoffice_that_is_encrypted_is_refused() -> None:
    mimetype, manifest = "application/vnd.oasis.opendocument.text", "<manifest:encryption-data/>"
    with pytest.raises(Refused, match="password"):
        article.make(_package({"mimetype": mimetype, "META-INF/manifest.xml": manifest}), "draft.odt", {})


def _picture(kind: str, *, gps: bool = False, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, (200, 10, 10))
    exif = image.getexif()
    if gps:
        exif[0x8825] = {1: "S", 2: (33.0, 55.0, 0.0), 3: "E", 4: (18.0, 25.0, 0.0)}
    image.save(out, kind, exif=exif)
    return out.getvalue()


def _table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_a_list_of_references_in_a_table_is_one() -> None:
    rows = _table(
        ("1.", "Author A, Writer B. Of one thing. J Ex. 2019;4(1):3-9."),
        ("2.", "Writer B. Of another. Exampleville: Example Press; 2020."),
    )
    raised = run("1,2", '<w:vertAlign w:val="superscript"/>')
    made = _made(paragraph(runs=run("It is so.") + raised) + paragraph("References", "Heading1") + rows)
    assert made.body == "It is so [@author2019; @writer2020].\n"
    assert [one.whole for one in made.report.references] == [True, True]


def test_a_paragraph_goes_on_in_the_next_where_its_end_was_deleted() -> None:
    deleted = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    parts = [f"<w:p>{deleted if more else ''}{run(words)}</w:p>" for words, more in (("A ", 1), ("b ", 1), ("c.", 0))]
    assert _made("".join(parts) + paragraph("Next.")).body == "A b c.\n\nNext.\n"


@pytest.mark.parametrize("heading", ["Abstract", ""])
def test_an_abstract_that_its_style_names_is_a_part_of_the_text(heading: str) -> None:
    paragraphs = [*([heading] if heading else []), "We asked who rests.", "Nobody does."]
    styled = "".join(paragraph(words, "Abstract") for words in paragraphs)
    named = '<w:style w:type="paragraph" w:styleId="Abstract"><w:name w:val="Abstract"/></w:style>'
    styles = f"<w:styles {SPACES}>{named.replace('Abstract', 'Title')}{named}</w:styles>"
    made = _made(styled + paragraph("It is so."), parts={"word/styles.xml": styles})
    assert made.body == "## Abstract\n\nWe asked who rests.\n\nNobody does.\n\nIt is so.\n"


def test_a_title_page_names_the_author_and_keeps_the_number_of_the_student() -> None:
    lines = ["Name: Ann Author", "Student number: ATHANN001", "Studentenommer: 20231234", "Word count: 1 234"]
    lines += ["Submitted in partial fulfilment of the requirements for the degree of MBChB at an example university"]
    made = _made("".join(paragraph(line) for line in lines) + paragraph("Introduction", "Heading1") + paragraph("So."))
    assert "- name: Ann Author\n" in made.front.yaml
    assert made.body == "## Introduction\n\nSo.\n"
    told = _told(made)
    assert "Student number: •••" in told
    assert not [number for number in ("ATHANN001", "20231234") if number in told + made.article]


@pytest.mark.parametrize("section", ["Introduction", "Abstract", "Corresponding author:", "Inleiding"])
def test_the_name_of_a_part_is_no_title(section: str) -> None:
    bold = paragraph(runs=run(section, "<w:b/>"))
    made = article.make(word_file(paragraph("Rest for doctors") + bold + paragraph("It is so, and so.")), "a.docx", {})
    assert made.front.yaml.startswith("title: Rest for doctors\n")


def test_a_line_that_is_the_word_title_is_above_the_title() -> None:
    lines = paragraph("Title", "Title") + paragraph("Rest for doctors in an example hospital.")
    made = article.make(word_file(lines + paragraph("Introduction", "Heading1") + paragraph("So.")), "a.docx", {})
    assert made.front.yaml.startswith("title: Rest for doctors in an example hospital.\n")


def test_no_field_that_begins_and_does_not_end_is_left_for_pandoc() -> None:
    data = {"citationItems": [{"id": 1, "itemData": {"id": 1, "type": "book", "title": "Of one thing"}}]}
    shown = field("ADDIN ZOTERO_ITEM CSL_CITATION " + escape(json.dumps(data)), "(Author, 2019)")
    made = preparing.read(package.Package(word_file(paragraph(runs=run("So ") + shown + run(".")))))
    with zipfile.ZipFile(io.BytesIO(made.data)) as cleaned:
        assert b"fldChar" not in cleaned.read("word/document.xml")


def test_the_numbers_behind_authors_cite_nothing() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    names = run("Ann Author, Ph.D.,") + run("1", raised) + run(" Ben Writer,") + run("2", raised)
    cited = run("It is so.") + run("2", raised)
    listed = paragraph("1. Author A. Of one thing. J Ex. 2019;4(1):3-9.")
    listed += paragraph("2. Writer B. Of another. Exampleville: Example Press; 2020.")
    text = paragraph("Methods", "Heading1") + paragraph(runs=names) + paragraph(runs=cited)
    made = _made(text + paragraph("References", "Heading1") + listed)
    assert [one.written for one in made.report.citations] == ["[@writer2020]"]


def test_references_of_vancouver_in_notes_are_whole() -> None:
    notes = (
        "Author A, Writer B. Of one thing. J Ex. 2019;4(1):3-9.",
        "Writer B. Of another. Exampleville: Press; 2020.",
    )
    parts = "".join(
        f'<w:endnote w:id="{number}"><w:p>{run(text)}</w:p></w:endnote>' for number, text in enumerate(notes, 2)
    )
    signs = "".join(f'{run("So.")}<w:r><w:endnoteReference w:id="{number}"/></w:r>' for number in (2, 3))
    made = _made(
        paragraph(runs=signs),
        parts={"word/endnotes.xml": f"<w:endnotes {SPACES}>{parts}</w:endnotes>"},
        relations={"rIdE": ("endnotes", "endnotes.xml", False)},
    )
    assert made.body == "So [@author2019]. So [@writer2020].\n"


def test_a_paragraph_that_its_style_hides_is_nowhere() -> None:
    hiding = '<w:style w:type="paragraph" w:styleId="z"><w:name w:val="z"/><w:rPr><w:vanish/></w:rPr></w:style>'
    styles = f"<w:styles {SPACES}>{hiding}</w:styles>"
    shown = paragraph("ask ward 98. ", "z", run("Shown.", '<w:vanish w:val="0"/>'))
    made = _made(paragraph("ask ward 99", "z") + paragraph("It is so.") + shown, parts={"word/styles.xml": styles})
    assert made.body.endswith("It is so.\n\nShown.\n")
    assert "ward 9" not in made.article + _told(made) + report.as_json(made.report)
    assert "Hidden text" in _told(made)


def _simple(instruction: str, shown: str) -> str:
    return f'<w:fldSimple w:instr="{instruction}">{run(shown)}</w:fldSimple>'


def test_what_simple_fields_print_stays() -> None:
    runs = run("As ") + _simple(" REF _Ref1 \\h ", "Figure 2") + run(" shows, on ") + _simple(" DATE ", "30 November")
    made = _made(paragraph(runs=runs + run(".")) + paragraph(runs=_simple(" TOC \\o ", "A heading 3")))
    assert made.body == "As Figure 2 shows, on 30 November.\n"


def test_a_citation_in_a_simple_field_is_one() -> None:
    instruction = escape(f"ADDIN EN.CITE {_ENDNOTE}", {'"': "&quot;", "\n": " "})
    made = _made(paragraph(runs=run("It is so ") + _simple(instruction, "(Author, 2019)") + run(".")))
    assert made.body == "It is so [@author2019, p. 7].\n"


def test_words_in_elements_that_pandoc_does_not_know_stay() -> None:
    base = f"<w:rubyBase>{run('base')}</w:rubyBase>"
    runs = (
        run("It is so in ")
        + f'<w:smartTag w:element="place">{run("Durban")}</w:smartTag>'
        + f'<w:customXml w:element="x">{run(" and ")}</w:customXml><w:bdo w:val="ltr">{run("here")}</w:bdo>'
        + f"<w:r><w:ruby><w:rt>{run('above')}</w:rt>{base}</w:ruby></w:r>{run('.')}"
    )
    made = _made(f'<w:customXml w:element="y">{paragraph(runs=runs)}</w:customXml>')
    assert made.body == "It is so in Durban and herebase.\n"


_CHART = (
    '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId9"/></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)


@pytest.mark.parametrize(
    ("lost", "said"),
    [(_CHART, "a chart"), ("<w:r><w:object><o:OLEObject/></w:object></w:r>", "an object of another program")],
)
def test_what_no_markdown_can_say_is_reported(lost: str, said: str) -> None:
    made = _made(paragraph(runs=run("It is so.") + lost))
    assert made.body == "It is so.\n"
    assert said in _told(made)


def test_of_two_ways_to_draw_the_first_is_taken() -> None:
    both = f"<mc:Choice Requires='wps'>{run('new')}</mc:Choice><mc:Fallback>{run('old')}</mc:Fallback>"
    made = _made(paragraph(runs=run("It is ") + f"<mc:AlternateContent>{both}</mc:AlternateContent>" + run(".")))
    assert made.body == "It is new.\n"


def test_a_style_of_letters_may_hide_them() -> None:
    hiding = '<w:style w:type="character" w:styleId="z"><w:name w:val="z"/><w:rPr><w:vanish/></w:rPr></w:style>'
    hiding += '<w:style w:type="character" w:styleId="y"><w:name w:val="y"/><w:basedOn w:val="z"/></w:style>'
    shown = '<w:style w:type="character" w:styleId="x"><w:name w:val="x"/><w:basedOn w:val="z"/>'
    hiding += f'{shown}<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    hidden = run("ask ward 99", '<w:rStyle w:val="z"/>') + run("ask ward 98", '<w:rStyle w:val="y"/>')
    so = run("so", '<w:rStyle w:val="x"/>') + run(".", '<w:rStyle w:val="z"/><w:vanish w:val="0"/>')
    made = _made(
        paragraph(runs=run("It is ") + hidden + so),
        parts={"word/styles.xml": f"<w:styles {SPACES}>{hiding}</w:styles>"},
    )
    assert made.body == "It is so.\n"
    assert "Hidden text" in _told(made)


@pytest.mark.parametrize("kind", ["Bibliographies", "Table of Contents"])
def test_what_word_makes_itself_is_no_text(kind: str) -> None:
    gallery = f'<w:sdtPr><w:docPartObj><w:docPartGallery w:val="{kind}"/></w:docPartObj></w:sdtPr>'
    made_by_word = paragraph("Author, A. (2019). Of one thing. Example Press.")
    control = f"<w:sdt>{gallery}<w:sdtContent>{made_by_word}</w:sdtContent></w:sdt><w:sdt>{gallery}</w:sdt>"
    made = _made(paragraph("It is so (Author, 2019).") + paragraph("References", "Heading1") + control)
    listed = kind == "Bibliographies"
    assert ("[@author2019]" in made.body) is listed
    assert "Example Press" not in made.body


def test_a_field_may_print_nothing_and_a_comment_and_a_margin_may_be_empty() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TC "x" </w:instrText></w:r>'
    comment = f'<w:comment w:id="0" w:author="Dr Example">{paragraph()}</w:comment>'
    made = _made(
        paragraph(runs=run("It is so") + begun + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(".")),
        parts={
            "word/comments.xml": f"<w:comments {SPACES}>{comment}</w:comments>",
            "word/footer1.xml": f"<w:ftr {SPACES}>{paragraph()}{paragraph('Page 1')}{paragraph('Page 1')}</w:ftr>",
        },
    )
    assert made.body == "It is so.\n"
    assert "Dr Example" not in _told(made)
    assert _told(made).count("Page 1") == 1


def test_what_its_position_raises_is_raised() -> None:
    raised, lowered = run("2", '<w:position w:val="6"/>'), run("2", '<w:position w:val="-6"/>')
    runs = run("Of x") + raised + run(" and H") + lowered + run("O ") + run("it is so.", '<w:position w:val="-1"/>')
    moved = run("All of this is a line that was moved.", '<w:position w:val="8"/>')
    made = _made(paragraph(runs=runs) + paragraph(runs=moved))
    assert made.body == ("Of x<sup>2</sup> and H<sub>2</sub>O it is so.\n\nAll of this is a line that was moved.\n")


def test_the_report_names_no_words_that_are_in_the_article() -> None:
    runs = run("Sepsis:", "<w:b/>") + run("is glued, pre") + run("fix", "<w:b/>") + run("ed, and it is so.")
    made = _made(paragraph(runs=runs))
    assert "**Sepsis**:is glued, pre**fix**ed" in made.body
    assert "no place in the article" not in _told(made)


def test_a_line_of_a_typed_table_of_contents_is_no_byline() -> None:
    made = _made(paragraph("Ann Author, MBChB IV, University of Example") + paragraph("Methods 2") + paragraph("So."))
    assert "became the authors of the front matter: Methods 2" not in _told(made)
    assert "programme: MBChB" in made.front.yaml
    assert "year_of_study: 4" in made.front.yaml


def _numbering(*levels: tuple[str, str], more: str = "") -> str:
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{said}"/></w:lvl>'
        for at, (form, said) in enumerate(levels)
    )
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{n}">{made}</w:abstractNum>' for n in (1, 2))
    return f"<w:numbering {SPACES}>{abstract}{numbers}{more}</w:numbering>"


def _item(text: str, level: int = 0, number: int = 1) -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{numbered}</w:pPr>{run(text)}</w:p>"


def _listed(body: str, *levels: tuple[str, str]) -> str:
    return _made(
        paragraph("In the wards it is so.") + body,
        parts={"word/numbering.xml": _numbering(*levels)},
        relations={"rIdN": ("numbering", "numbering.xml", False)},
    ).body.removeprefix("In the wards it is so.\n\n")


def test_lists_by_letters_keep_them() -> None:
    body = _item("one") + _item("deep", 1) + _item("deeper", 2) + _item("two")
    levels = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))
    assert _listed(body, *levels) == "1. one\n\n    (a) deep\n\n    (i) deeper\n\n2. two\n"
    assert _listed(_item("one") + _item("two"), ("upperLetter", "%1.")) == "A. one\n\nB. two\n"
    assert _listed(_item("one") + _item("two"), ("upperRoman", "%1)")) == "I) one\n\nII) two\n"


def test_a_list_behind_another_counts_from_its_own_beginning() -> None:
    body = _item("one") + _item("two") + _item("other", number=2) + paragraph("• typed")
    assert _listed(body, ("decimal", "%1.")) == "1. one\n2. two\n\n1\\. other\n\n- typed\n"


def test_items_below_an_inner_list_are_of_the_outer_one() -> None:
    body = "".join(
        _item(text, level) for text, level in (("one", 0), ("deep", 1), ("more", 1), ("two", 0), ("deep", 1))
    )
    made = _listed(body, ("decimal", "%1."), ("bullet", "o"))
    assert made == "1. one\n    - deep\n    - more\n2. two\n    - deep\n"
    shown = markdown.markdown(made).replace("\n", "")
    inner = "<ul><li>deep</li>{}</ul>"
    assert shown == f"<ol><li>one{inner.format('<li>more</li>')}</li><li>two{inner.format('')}</li></ol>"


@pytest.mark.parametrize(
    ("parts", "body"),
    [
        (("It was warm", ". Mallet et al,", " in a study, said"), "It was warm. **Mallet et al,** in a study, said"),
        (("According to him", ",", " it is so"), "According to him, it is so"),
        (("", "Summary—", "This work is so"), "**Summary**—This work is so"),
        (("It is", " (so)", " and so"), "It is **(so)** and so"),
        (("See ", "this (one)", "and that"), "See **this (one**)and that"),
        (("It costs", "...", ""), "It costs..."),
    ],
)
def test_punctuation_alone_is_not_set_off(parts: tuple[str, str, str], body: str) -> None:
    before, bold, after = parts
    line = paragraph(runs=run(before) + run(bold, "<w:b/>") + run(after))
    made = _made(paragraph("In the wards it is so.") + line)
    assert made.body == f"In the wards it is so.\n\n{body}\n"


def test_lists_of_one_definition_count_on() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    more = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{begins}</w:num>'
        for number, begins in ((3, ""), (4, override), (5, ""))
    )
    items = (("one", 1), ("two", 3), ("new", 4), ("next", 5), ("third", 1))
    body = paragraph("In the wards it is so.") + "".join(_item(text, number=number) for text, number in items)
    made = _made(
        body,
        parts={"word/numbering.xml": _numbering(("decimal", "%1."), more=more)},
        relations={"rIdN": ("numbering", "numbering.xml", False)},
    )
    assert made.body.endswith("1. one\n2. two\n\n1\\. new\n\n2\\. next\n\n3\\. third\n")


def test_labels_count_as_word_does_and_not_without_end() -> None:
    assert labels.of("LowerAlpha", "Period", range(26, 29)) == ("z.", "aa.", "bb.")
    assert labels.of("UpperRoman", "TwoParens", range(1994, 1995)) == ("(MCMXCIV)",)
    assert labels.of("LowerAlpha", "Period", range(10**9, 10**9 + 1)) == ("1000000000.",)
    assert labels.of("LowerRoman", "Period", range(10**9, 10**9 + 1)) == ("1000000000.",)
    assert labels.of("Decimal", "OneParen", range(1, 3)) == ()


def _zotero(shown: str, **properties: object) -> str:
    record = {
        "type": "article-journal",
        "title": "Of one thing",
        "author": [{"family": "Writer", "given": "B."}],
        "issued": {"date-parts": [[2021]]},
    }
    data = {"properties": properties, "citationItems": [{"id": "1", "itemData": record}]}
    return field(f"ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(data)}", shown)


@pytest.mark.parametrize("properties", [{"dontUpdate": True}, {"plainCitation": "(Writer, 2021)"}])
def test_a_citation_that_was_edited_by_hand_keeps_its_words(properties: dict[str, object]) -> None:
    shown = "(as Writer showed in 2021, but not in children)"
    made = _made(paragraph(runs=run("It is so ") + _zotero(shown, **properties) + run(".")))
    assert made.body == f"It is so {shown}.\n"
    assert "edited by hand" in _told(made)
    assert "cite @writer2021 beside them" in _told(made)
    kept = _made(paragraph(runs=run("It is so ") + _zotero("(Writer 2021)", **properties) + run(".")))
    assert kept.body == "It is so [@writer2021].\n"


def test_the_report_says_that_headings_lost_their_numbers() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/>{numbered}</w:pPr>{run("Methods")}</w:p>'
    made = _made(paragraph("In the wards it is so.") + heading + paragraph("As section 1 says, it is so."))
    assert "Word numbered the headings" in _told(made)


_CHART = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Chart 1" descr="Hours of sleep"/><a:graphic><a:graphicData>'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId9"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def test_what_a_chart_and_a_diagram_say_is_reported() -> None:
    point = "<dgm:pt><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    space = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    points = "".join(map(point.format, ("Sleep", "Work", "")))
    diagram = f'<dgm:dataModel xmlns:dgm="{space}" {SPACES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>'
    told = _told(_made(paragraph("Words.", runs=_CHART), parts={"word/diagrams/data1.xml": diagram}))
    assert "a chart or diagram described as “Hours of sleep”" in told
    assert "the words of a diagram (SmartArt): Sleep; Work" in told


@pytest.mark.parametrize(
    "ending",
    [
        " AI-generated content may be incorrect.",
        "\n\nDescription automatically generated",
        ", Description automatically generated with medium confidence",
        " Description générée automatiquement",
    ],
)
def test_an_alternative_text_of_word_itself_is_to_be_checked(ending: str) -> None:
    shown = paragraph("A.") + paragraph(runs=picture("rId7", alternative=f"Two people at a table{escape(ending)}"))
    relations = {"rId7": ("image", "media/image1.png", False)}
    made = _made(shown, parts={"word/media/image1.png": _picture("PNG")}, relations=relations)
    assert "![Two people at a table](" in made.body
    assert "Word wrote the alternative text of the picture" in _told(made)


def test_merged_cells_and_words_that_are_there_twice_are_reported_in_their_own_lines() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr><w:p><w:r><w:t>Dose</w:t></w:r></w:p></w:tc>'.format
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    table = f"<w:tbl>{grid}<w:tr>{cell(2)}</w:tr><w:tr>{cell(1)}{cell(1)}</w:tr></w:tbl>"
    cited = paragraph("Dose, as Nobody (2019) says.")
    made = _made(cited + table + cited + table)
    lines = made.article.splitlines()
    merged = [note.line for note in made.report.told if note.kind == "merged"]
    assert [lines[line - 1] for line in merged] == ["| Dose |  |"] * 2
    typed = [note.line for note in made.report.todo if "Nobody" in note.message]
    assert typed == [at for at, line in enumerate(lines, 1) if "Nobody" in line]


def test_a_long_paragraph_that_greets_is_no_letter() -> None:
    said = "Hello, my name is Ann Author, and this is what I want to say about the nights in the wards of our hospital."
    assert said in _made(paragraph(said) + paragraph("It is so.")).body


@pytest.mark.parametrize("columns", [(), ('w:w="9"',), ("", "")])
@pytest.mark.parametrize("first", ['<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', ""])
def test_no_cell_is_lost_where_the_grid_of_a_table_is_too_small(columns: tuple[str, ...], first: str) -> None:
    grid = "".join(f"<w:gridCol {width}/>" for width in columns)
    head = f"<w:tr><w:tc>{first}{paragraph('Drug')}</w:tc></w:tr>"
    row = f"<w:tr><w:tc>{paragraph('Aspirin')}</w:tc><w:tc>{paragraph('75 mg')}</w:tc></w:tr>"
    made = _made(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{head}{row}</w:tbl>")
    assert made.body == "| Drug |  |\n| --- | --- |\n| Aspirin | 75 mg |\n"


def test_columns_are_aligned_as_all_their_cells_below_the_head_are() -> None:
    def cell(words: str, side: str = "") -> str:
        aligned = f'<w:pPr><w:jc w:val="{side}"/></w:pPr>' if side else ""
        return f"<w:tc><w:p>{aligned}{run(words)}</w:p></w:tc>"

    head = "".join(cell(words, "center") for words in ("Drug", "Dose", "Route", "Note"))
    first = cell("Aspirin") + cell("75 mg", "right") + cell("mouth", "center") + cell("daily", "center")
    second = cell("Example") + cell("5 mg", "right") + cell("mouth", "center") + cell("never")
    rows = "".join(f"<w:tr>{cells}</w:tr>" for cells in (head, first, second))
    made = _made(f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * 4}</w:tblGrid>{rows}</w:tbl>")
    assert made.body.splitlines()[1] == "| --- | --: | :-: | --- |"


def test_headings_in_a_list_without_numbers_have_none() -> None:
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl>'
    number = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    lists = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>{number}'
    numbers = '<w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    parts = {"word/numbering.xml": f"<w:numbering {SPACES}>{lists}</w:numbering>"}
    made = _made(f"<w:p>{numbers}{run('Methods')}</w:p>" + paragraph("It is so."), parts=parts)
    assert made.body == "## Methods\n\nIt is so.\n"
    assert "Word numbered the headings" not in _told(made)


def test_columns_that_a_row_leaves_out_are_empty_cells() -> None:
    def row(properties: str, *cells: str) -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(text: str, span: int = 1) -> str:
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph(text)}</w:tc>'

    grid = '<w:tblGrid><w:gridCol w:w="9"/><w:gridCol w:w="9"/><w:gridCol w:w="9"/></w:tblGrid>'
    rows = (
        row('<w:gridBefore w:val="1"/>', cell("Drug"), cell("Dose")),
        row("", cell("Aspirin", 2), cell("75 mg")),
        row('<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>', cell("None")),
    )
    made = _made(f"<w:tbl>{grid}{''.join(rows)}</w:tbl>")
    assert made.body == "|  | Drug | Dose |\n| --- | --- | --- |\n| Aspirin |  | 75 mg |\n|  | None |  |\n"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (
            '<w:rPr><w:b/></w:rPr><w:t>Before</w:t><w:footnoteReference w:id="2"/><w:t>after</w:t>',
            "**Before**[^1]**after**\n\n[^1]: A note.",
        ),
        (
            f"<w:t>Before </w:t>{picture('rId7', alternative='A dot')[5:-6]}<w:t> after</w:t>",
            "Before ![A dot](a-dot.png) after",
        ),
        ("<w:t>one</w:t><w:cr/><w:t>two</w:t><w:ptab/><w:t>three</w:t>", "one  \ntwo three"),
        ("<w:rPr><w:dstrike/></w:rPr><w:t>one</w:t>", "~~one~~"),
        ("<w:t>one</w:t><w:softHyphen/><w:t>two and th\u00adree</w:t>", "onetwo and three"),
    ],
)
def test_no_text_is_lost_beside_what_else_a_run_holds(content: str, body: str) -> None:
    note = f'<w:footnote w:id="2">{paragraph("A note.")}</w:footnote>'
    made = _made(
        paragraph("This is a text.") + paragraph(runs=f"<w:r>{content}</w:r>"),
        parts={
            "word/footnotes.xml": f"<w:footnotes {SPACES}>{note}</w:footnotes>",
            "word/media/image1.png": _picture("PNG"),
        },
        relations={"rId5": ("footnotes", "footnotes.xml", False), "rId7": ("image", "media/image1.png", False)},
    )
    assert made.body == f"This is a text.\n\n{body}\n"


def test_what_word_prints_where_nobody_typed_is_no_text() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    title = control("<w:showingPlcHdr/>", paragraph("[Document title]", "Title"))
    typed = control('<w:showingPlcHdr w:val="0"/>', run("typed."))
    data = word_file(title + paragraph("What students read", "Heading1") + paragraph("One ", runs=typed))
    made = article.make(data, "draft.docx", {})
    assert (made.front.title, made.body) == ("What students read", "One typed.\n")


def test_a_row_of_a_table_that_was_deleted_is_left_out() -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc></w:tr>".format
    gone = row('<w:trPr><w:del w:id="1"/></w:trPr>', paragraph("Secret"))
    made = _made(f"<w:tbl>{row('', paragraph('Drug'))}{gone}{row('', paragraph('Aspirin'))}</w:tbl>")
    assert made.body == "| Drug |\n| --- |\n| Aspirin |\n"
    assert "Tracked changes: 1 deleted passage was left out." in _told(made)


def _broken(*lines: str) -> str:
    """A paragraph with a line break between its lines; those that begin with * are in bold."""
    runs = [run(line.removeprefix("*"), "<w:b/>" if line.startswith("*") else "") for line in lines]
    return paragraph(runs="<w:r><w:br/></w:r>".join(runs))


_LONG = "Students sleep little, and they say so in every survey that anybody has asked them, which nobody reads."


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (("One", "", "Two"), "One\n\nTwo\n"),
        (("A poem of", "two lines"), "A poem of  \ntwo lines\n"),
        (("*A part", "It is so."), "## A part\n\nIt is so.\n"),
        (("*Please return this to", "Ann Author", "Room 1"), "**Please return this to**  \nAnn Author  \nRoom 1\n"),
        (("It is:", "\u2022 one", "\u2022 two"), "It is:\n\n- one\n- two\n"),
        ((_LONG, _LONG), f"{_LONG}\n\n{_LONG}\n"),
    ],
)
def test_a_line_break_that_ends_a_paragraph_does_so(lines: tuple[str, ...], body: str) -> None:
    assert _made(paragraph("It begins here, as all texts do.") + _broken(*lines)).body == (
        f"It begins here, as all texts do.\n\n{body}"
    )


def test_a_draft_in_one_paragraph_is_an_article() -> None:
    lines = (
        "*WHY SHOPS SURVIVE",
        "Ann Author (BCom Hons), University of Example",
        "",
        "Shops sell (Author, 2019).",
        "",
    )
    listed = ("*REFERENCES", "Author, A. 2019. Small amounts. Journal of Examples, 12(3): 45-52.")
    made = article.make(word_file(_broken(*lines) + _broken(*listed)), "draft.docx", {})
    assert made.body == "Shops sell [@author2019].\n"
    assert [author.name for author in made.front.authors] == ["Ann Author"]


def test_lines_that_all_look_like_a_head_are_the_text() -> None:
    lines = [f"A line of few words {number}" for number in range(6)]
    made = article.make(word_file("".join(map(paragraph, lines))), "draft.docx", {})
    assert made.body.split("\n\n") == [*lines[:-1], f"{lines[-1]}\n"]


def test_markdown_that_was_pasted_into_word_is_read_as_markdown() -> None:
    lines = (
        "# What students read",
        "## A part",
        "It is **so**.",
        "| a | b |",
        "|---|---|",
        "| *1* | 2 |",
        "> Said.",
        "End.",
    )
    made = article.make(word_file("".join(map(paragraph, (line.replace(">", "&gt;") for line in lines)))), "a.docx", {})
    assert made.front.title == "What students read"
    assert made.body == ("## A part\n\nIt is **so**.\n\n| a | b |\n| --- | --- |\n| *1* | 2 |\n\n> Said.\n\nEnd.\n")


def test_other_signs_in_word_stay_as_they_are_typed() -> None:
    text = "A *star* and # one and | two |."
    assert _made(paragraph(text) + paragraph("# a comment in code") + paragraph("It ends.")).body == (
        "A \\*star\\* and # one and | two |.\n\n\\# a comment in code\n\nIt ends.\n"
    )


def test_a_title_page_becomes_the_front_matter_and_the_rest_is_reported() -> None:
    page = (
        "<w:r><w:rPr><w:b/></w:rPr><w:t>UNIVERSITY OF EXAMPLE</w:t></w:r>",
        run("Department of Nursing"),
        "<w:r><w:rPr><w:b/></w:rPr><w:t>Night shifts and the heart</w:t></w:r>",
        *map(run, ("Name: Ann Author", "Student number: 12345678", "Module: NURS3002", "Due date: 14 August 2026")),
        "<w:r><w:rPr><w:b/></w:rPr><w:t>TABLE OF CONTENTS</w:t></w:r>",
        *(f"<w:r><w:t>{part}</w:t><w:tab/><w:t>2</w:t></w:r>" for part in ("Introduction", "Conclusion")),
        run("Introduction", "<w:b/>"),
        run("It is so."),
    )
    data = word_file(
        paragraph(runs=picture("rId7")) + "".join(paragraph(runs=one) for one in page),
        {"word/media/image1.png": _picture("PNG")},
        {"rId7": ("image", "media/image1.png", False)},
    )
    made = article.make(data, "draft.docx", {})
    assert (made.front.title, made.front.description) == ("Night shifts and the heart", "")
    assert [author.name for author in made.front.authors] == ["Ann Author"]
    assert made.body == "![](night-shifts-and-the-heart-1.png)\n\n## Introduction\n\nIt is so.\n"
    left = [one.message for one in made.report.masked().left]
    assert "a line at the top: Student number: \u2022\u2022\u2022" in left
    assert (
        "the table of contents of the draft, which the hub makes itself: TABLE OF CONTENTS; "
        "Introduction 2; Conclusion 2" in left
    )


def test_the_questions_of_an_appendix_are_no_references() -> None:
    listed = ("References", "1. Author A. One. J Ex. 2010;1:1-2.", "2. Author B. Two. J Ex. 2011;1:1-2.")
    behind = ("APPENDIX A: Questionnaire", "1. How long do you sleep?", "2. Why?")
    cited = paragraph(runs=run("It is so") + run("1,2", '<w:vertAlign w:val="superscript"/>') + run("."))
    made = _made(cited + "".join(map(paragraph, (*listed, *behind))))
    assert made.body == (
        "It is so [@author2010; @author2011].\n\nAPPENDIX A: Questionnaire\n\n1. How long do you sleep?\n2. Why?\n"
    )


def test_a_subtitle_in_a_heading_is_the_standfirst_where_more_of_the_head_follows() -> None:
    head = paragraph("What students read", "Heading1") + paragraph("A case of three schools", "Heading2")
    made = article.make(word_file(head + paragraph("Author: Ann Author") + paragraph("It is so.")), "a.docx", {})
    assert (made.front.title, made.front.description) == ("What students read", "A case of three schools")
    assert (made.front.authors[0].name, made.body) == ("Ann Author", "It is so.\n")


def _tabbed(*cells: str) -> str:
    return paragraph(runs="<w:r><w:tab/></w:r>".join(map(run, cells)))


@pytest.mark.parametrize(
    ("rows", "body"),
    [
        (
            (("Item", "Shop"), ("Bread", "18,00"), ("Milk", "9,50")),
            "| Item | Shop |\n| --- | --- |\n| Bread | 18,00 |\n| Milk | 9,50 |\n",
        ),
        (
            (("ATLS", "Advanced life support"), ("ED", "Emergency department"), ("ICU", "Intensive care unit")),
            "- ATLS – Advanced life support\n- ED – Emergency department\n- ICU – Intensive care unit\n",
        ),
        (
            (("2019", "We began.", "A"), ("2020", "We went on.", "B"), ("2021", "We ended.", "C")),
            "| 2019 | We began. | A |\n| --- | --- | --- |\n| 2020 | We went on. | B |\n| 2021 | We ended. | C |\n",
        ),
        ((("Part one", "2"), ("Part two", "3"), ("Part three", "9")), "Part one 2\n\nPart two 3\n\nPart three 9\n"),
        ((("a)", "one"), ("b)", "two"), ("c)", "three")), "a) one\n\nb) two\n\nc) three\n"),
        ((("", "An indented line."), ("", "Another one.")), "An indented line.\n\nAnother one.\n"),
        ((("", "\u2022", "one"), ("", "\u2022 ", " two")), "- one\n- two\n"),
        ((("One ", "", " two", ""),), "One two\n"),
    ],
)
def test_a_table_that_is_typed_with_tabs_is_one(rows: tuple[tuple[str, ...], ...], body: str) -> None:
    made = _made(paragraph("It begins here, as all texts do.") + "".join(_tabbed(*row) for row in rows))
    assert made.body == f"It begins here, as all texts do.\n\n{body}"


def test_a_caption_whose_style_is_in_its_second_properties_is_one() -> None:
    row = "<w:tr><w:tc><w:p><w:r><w:t>Hours</w:t></w:r></w:p></w:tc></w:tr>"
    caption = (
        '<w:p><w:pPr><w:keepNext/></w:pPr><w:pPr><w:pStyle w:val="Caption"/></w:pPr>' + run("Sleep by year.") + "</w:p>"
    )
    found = _made(f"{paragraph('We slept well.')}{caption}<w:tbl>{row}{row}</w:tbl>")
    assert "Sleep by year." in found.body


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (("1. one", "2) two", "3. three"), "1. one\n2. two\n3. three"),
        (("1. It is one.", "Text.", "2. It is two."), "1\\. It is one.\n\nText.\n\n2\\. It is two."),
        (("1. one", "2. two", "1. new", "2. next"), "1. one\n2. two\n\n1\\. new\n\n2\\. next"),
        (("2. two", "3. three"), "2\\. two\n\n3\\. three"),
        (("1. one", "1. again", "2. two"), "1\\. one\n\n1. again\n2. two"),
        (("1.5 mg", "2 mg"), "1.5 mg\n\n2 mg"),
    ],
)
def test_numbers_that_are_typed_are_a_list_where_they_follow_each_other(lines: tuple[str, ...], body: str) -> None:
    made = _made(paragraph("In the wards it is so.") + "".join(map(paragraph, lines)) + paragraph("It was so."))
    assert made.body == f"In the wards it is so.\n\n{body}\n\nIt was so.\n"


def test_a_list_of_references_in_each_chapter_is_read() -> None:
    def chapter(name: str, cited: str, *works: str) -> str:
        return (
            paragraph(name, "Heading1")
            + paragraph(f"We sleep {cited}.")
            + paragraph("References", "Heading2")
            + "".join(map(paragraph, works))
        )

    one = "Author, A. (2019). One thing. Example Journal, 1(2), 3-4."
    two = "Writer, B. (2020). Two things. Example Journal, 2(2), 5-6."
    made = _made(chapter("Sleep", "(Author, 2019)", one) + chapter("Work", "(Author, 2019; Writer, 2020)", one, two))
    assert made.body == ("## Sleep\n\nWe sleep [@author2019].\n\n## Work\n\nWe sleep [@author2019; @writer2020].\n")
    assert made.bibliography.count("@article") == 2
    made = _made(chapter("Sleep", "[1]", f"1. {one}") + chapter("Work", "[1]", f"1. {two}"))
    assert made.body.startswith("## Sleep\n\nWe sleep [1].\n\n### References\n\n1\\. Author, A.")
    assert made.body.endswith("\n\n## Work\n\nWe sleep [@writer2020].\n")
    assert "The draft has several lists of references, and each counts from 1." in _told(made)
