"""Word files for tests, made of the XML of their paragraphs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="jpg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
STYLES = (
    f"<w:styles {SPACES}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{said}"/></w:style>'
        for name, said in (
            ("Title", "Title"),
            ("Heading1", "heading 1"),
            ("Heading2", "heading 2"),
            ("Caption", "caption"),
        )
    )
    + "</w:styles>"
)


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str = "", style: str = "", runs: str = "") -> str:
    """A paragraph with a text, or with runs."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{run(text) if text else ''}{runs}</w:p>"


def field(instruction: str, shown: str, data: str = "") -> str:
    """A complex field that prints ``shown``."""
    begin = f"<w:fldData>{data}</w:fldData>" if data else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{begin}</w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def picture(relation: str, name: str = "Picture 1", alternative: str = "", *, linked: bool = False) -> str:
    """A run with a picture, in the file or linked from elsewhere."""
    blip = f'<a:blip r:{"link" if linked else "embed"}="{relation}"/>'
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
        f'<wp:docPr id="1" name="{name}" descr="{alternative}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        "<pic:pic><pic:nvPicPr>"
        f'<pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>{blip}</pic:blipFill><pic:spPr/>'
        "</pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def box(text: str) -> str:
    """A run with a text box, twice, as Word writes it for itself and for older programs."""
    content = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def _relation(name: str, kind: str, target: str, outside: bool) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


def word_file(
    body: str,
    parts: Mapping[str, bytes | str] | None = None,
    relations: Mapping[str, tuple[str, str, bool]] | None = None,
) -> bytes:
    """A Word file. ``relations`` are kind, target and whether it is outside, by id."""
    rows = "".join(
        _relation(name, *said) for name, said in {"rIdS": ("styles", "styles.xml", False), **(relations or {})}.items()
    )
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships {space}><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships {space}>{rows}</Relationships>",
        "word/styles.xml": STYLES,
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
