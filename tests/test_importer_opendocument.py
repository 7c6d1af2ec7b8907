"""Files of LibreOffice and Google Docs (.odt): what Pandoc loses is kept, and what nobody should see is not."""

from __future__ import annotations

import io
import json
import zipfile
from xml.sax.saxutils import quoteattr

from studenthub.importer import article
from studenthub.importer.files import opendocument
from studenthub.importer.files.package import Package
from studenthub.importer.reports import report
from texts import quadratic

_URN = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = (
    f'xmlns:office="{_URN}:office:1.0" xmlns:text="{_URN}:text:1.0" xmlns:style="{_URN}:style:1.0"'
    f' xmlns:draw="{_URN}:drawing:1.0" xmlns:fo="{_URN}:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_STYLES = (
    '<style:style style:name="Out" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Footnote" style:family="paragraph"><style:paragraph-properties fo:margin-left="0.6cm"/>'
    "</style:style>"
    '<style:style style:name="T1" style:family="text" style:parent-style-name="Out"/>'
    '<style:style style:name="T2" style:family="text" style:parent-style-name="Out">'
    '<style:text-properties text:display="true"/></style:style>'
    '<style:style style:name="T3" style:family="text" style:parent-style-name="T3"/>'
)


def _packed(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {_SPACES}><office:automatic-styles>{_STYLES}</office:automatic-styles>"
            f'<office:body><office:text><text:h text:outline-level="1">A draft</text:h>{body}'
            "</office:text></office:body></office:document-content>",
        )
        archive.writestr("styles.xml", f"<office:document-styles {_SPACES}/>")
    return out.getvalue()


def _made(body: str) -> article.Imported:
    return article.make(_packed(body), "draft.odt", {})


def _told(made: article.Imported) -> str:
    return report.as_text(made.report.masked())


def test_a_text_box_follows_the_paragraph_that_it_is_beside() -> None:
    frame = "<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame>"
    made = _made(f"<text:p>Before, {frame}and after.</text:p><text:p>Next.</text:p>")
    assert made.body == "Before, and after.\n\nIn the box.\n\nNext.\n"
    assert "1 text box" in _told(made)


def test_the_text_of_shapes_is_kept_wherever_they_are() -> None:
    geometry = "<draw:enhanced-geometry><draw:equation/></draw:enhanced-geometry>"
    box = "<draw:custom-shape><text:p>In {}.</text:p>{}</draw:custom-shape>".format
    group = f"<draw:g>{box('three', geometry)}<draw:g>{box('four', '')}</draw:g></draw:g>"
    made = _made(f"{box('one', geometry)}<text:p>Before{box('two', geometry)} and{group} after.</text:p><draw:line/>")
    assert made.body == "In one.\n\nBefore and after.\n\nIn two.\n\nIn three.\n\nIn four.\n"
    assert "3 text boxes" in _told(made)


def test_of_a_picture_in_several_formats_the_one_that_browsers_show_is_taken() -> None:
    images = "".join(f'<draw:image xlink:href="Pictures/{name}"/>' for name in ("a.emf", "a.png", "a.svg"))
    frame = f"<draw:frame>{images}</draw:frame>"
    made = _made(f"<text:p>Before.</text:p><text:p>{frame}</text:p><draw:g>{frame}</draw:g>")
    assert [one.message for one in made.report.todo] == ["The picture a.png was not beside the draft: add it."] * 2


def test_hidden_text_is_nowhere() -> None:
    hidden = '<text:span text:style-name="Out">ask ward 99</text:span>'
    section = '<text:section text:name="S" text:display="none"><text:p>ward 98</text:p></text:section>'
    made = _made(f"<text:p>Shown{hidden} words.</text:p>{section}<text:p>More.</text:p>")
    assert made.body == "Shown words.\n\nMore.\n"
    assert "ward 9" not in made.article + _told(made) + report.as_json(made.report)
    assert "Hidden text was left out (2 passages)" in _told(made)


def test_what_a_style_or_a_field_hides_is_nowhere() -> None:
    spans = "".join(f'<text:span text:style-name="T{n}">ward 9{n} </text:span>' for n in (1, 2, 3))
    field = '<text:hidden-paragraph text:condition="ooow:1" text:is-hidden="{}"/>'.format
    section = '<text:section text:name="S" text:display="condition" text:is-hidden="true"><text:p>ward 94</text:p>'
    made = _made(
        f"<text:p>Words of {spans}are here.</text:p><text:p>{field('true')}ward 95</text:p>{section}</text:section>"
        f"<text:p>{field('false')}Shown.</text:p>"
    )
    assert made.body == "Words of ward 92 ward 93 are here.\n\nShown.\n"
    assert not any(f"ward 9{n}" in made.article + _told(made) for n in (1, 4, 5))


def test_no_file_takes_more_than_linear_time() -> None:
    mark = '<text:reference-mark-{} text:name="ZOTERO_ITEM x"/>'.format
    pieces = [
        *("<text:date>1</text:date>", mark("start"), mark("start") + mark("end"), "<text:span>a</text:span>"),
        *("<office:annotation/>b", "<draw:frame><draw:text-box/></draw:frame>"),
    ]

    def read(text: str) -> object:
        return opendocument.read(Package(_packed(f"<text:p>{text}</text:p>")))

    assert quadratic(read, pieces, size=200_000) == []


def test_comments_and_changes_are_reported() -> None:
    region = '<text:changed-region text:id="{}"><text:{}>{}</text:{}></text:changed-region>'.format
    changes = region("a", "insertion", "", "insertion") + region(
        "b", "deletion", "<text:p>Always.</text:p>", "deletion"
    )
    comment = "<office:annotation><dc:creator>Dr Example</dc:creator><text:p>Which study?</text:p></office:annotation>"
    made = _made(
        f"<text:tracked-changes>{changes}</text:tracked-changes><text:p>It helps.{comment}"
        '<text:change-start text:change-id="a"/> <text:span>Often</text:span>, they say.'
        '<text:change-end text:change-id="a"/><text:change text:change-id="b"/> So it is.</text:p>'
    )
    assert made.body == "It helps. Often, they say. So it is.\n"
    told = _told(made)
    assert "A comment of Dr Example, which is not in the article: Which study?" in told
    assert "insertions were taken into the text: “Often, they say.”" in told
    assert "1 deleted passage" in told


def test_what_fields_print_stays_and_a_note_is_no_quotation() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        '<text:p text:style-name="Footnote">An aside.</text:p></text:note-body></text:note>'
    )
    made = _made(
        f"<text:p>See Table <text:sequence-ref>1</text:sequence-ref> of <text:date>May</text:date>.{note}</text:p>"
    )
    assert made.body == "See Table 1 of May.[^1]\n\n[^1]: An aside.\n"


def test_citations_of_zotero_are_read_as_data() -> None:
    item = {
        "type": "article-journal", "title": "Of <i>one</i> thing", "container-title": "Example Journal",
        "author": [{"family": "Author", "given": "A."}], "issued": {"date-parts": [[2019]]}, "page": "3-9",
    }  # fmt: skip
    data = {"citationItems": [{"itemData": item, "locator": "4", "label": "page"}]}
    name = quoteattr(f"ZOTERO_ITEM CSL_CITATION {json.dumps(data)} RNDabc")
    made = _made(
        f"<text:p>It is so <text:reference-mark-start text:name={name}/>(<text:span>Author</text:span>, 2019, p. 4)"
        f"<text:reference-mark-end text:name={name}/>. \ue0000\ue001x\ue002</text:p>"
        '<text:h text:outline-level="1">References</text:h><text:section text:name="ZOTERO_BIBL {} CSL_BIBLIOGRAPHY">'
        "<text:p>Author A. Of one thing. Example Journal. 2019:3-9.</text:p></text:section>"
    )
    assert made.body == "It is so [@author2019, p. 4]. 0x\n"
    assert "title = {Of \\emph{one} thing}" in made.bibliography
    assert made.bibliography.count("@article") == 1


def test_the_list_of_sources_that_libreoffice_keeps_is_read() -> None:
    mark = '<text:bibliography-mark text:identifier="A1">[A1]</text:bibliography-mark>'
    listed = (
        "<text:bibliography><text:bibliography-source/><text:index-body>"
        "<text:index-title><text:p>Bibliography</text:p></text:index-title>"
        "<text:p>A1: Author, Ann, Of sleep, 2009</text:p></text:index-body></text:bibliography>"
    )
    made = _made(f"<text:p>It is so {mark}.</text:p>{listed}")
    assert made.body == "It is so [A1].\n"
    assert "Of sleep" in made.bibliography
