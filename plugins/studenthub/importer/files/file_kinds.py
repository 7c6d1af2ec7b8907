"""The kind of file that a draft is, by its content and not by its name, and the refusal of files that are no draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from studenthub.i18n import N_
from studenthub.importer.files.package import Package
from studenthub.importer.refusals import PROTECTED, TOO_LONG, Refused

#: Gives the bytes of a file that a draft names, or None where it is not beside the draft.
Beside = Callable[[str], bytes | None]
#: The largest file that is read, in bytes.
LARGEST = 20 << 20
#: The longest text, in characters: that of a book.
LONGEST_TEXT = 2_000_000
_AS_DOCX = N_("open it in Word, choose Save as, and send the .docx")
#: A picture that is in a page itself (RFC 2397), which is no text.
_EMBEDDED = re.compile(r"data:image/[\w.+-]{1,40};base64,[\w+/=%-]*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Beginnings of files that are no drafts, with what they are and what to do.
_PICTURE = (N_("this is a picture"), N_("send the draft with the picture in it"))
_ARCHIVE = (N_("this is an archive"), N_("send the draft that is in it"))
_OF_WINDOWS = b"MZ"
_PROGRAM = (N_("this is a program"), N_("send the draft"))
_PDF = (N_("this is a PDF, which has no paragraphs or headings to read"), N_("send the file that it was made from"))
_OTHERS = (
    (b"%PDF", _PDF),
    *((begin, _PICTURE) for begin in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")),
    *((begin, _ARCHIVE) for begin in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MIME-Version:", b"From: <Saved by")),
    *((begin, _PROGRAM) for begin in (b"\x7fELF", _OF_WINDOWS)),
)
_OFFICE = {
    "xl/workbook.xml": (N_("this is a spreadsheet"), N_("copy its table into a Word file, and send that")),
    "ppt/presentation.xml": (N_("this is a presentation"), N_("copy its text into a Word file, and send that")),
    "META-INF/container.xml": (N_("this is an e-book"), N_("send the file that it was made from")),
    "Index/Document.iwa": (N_("this is a file of Pages"), N_("choose File, Export To, Word, and send the .docx")),
}


def none_beside(_: str) -> None:
    """No file is beside a draft that came alone."""


def kind(data: bytes, name: str = "") -> tuple[str, Package | None]:
    """docx, odt, rtf, html, md or txt, and the package that it is or is in. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused(N_("this file has more than 20 MB"), N_("make its pictures smaller (in Word: Compress Pictures)"))
    if not data.strip():
        raise Refused(N_("this file is empty"), N_("save the draft again, and send it"))
    if data.startswith(_OLE):
        raise Refused(*_ole(data))
    for begin, said in _OTHERS:
        # A text may begin with the letters of a program: MZANSI.
        if data.startswith(begin) and (begin != _OF_WINDOWS or b"\0" in data[:64]):
            raise Refused(*said)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packaged(data)
    if data.lstrip()[:6].startswith(b"{\\rtf"):
        return "rtf", None
    text = decoded(data)
    suffix = PurePosixPath(name.casefold()).suffix
    if suffix in (".html", ".htm") or re.match(
        r"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)", text, re.IGNORECASE
    ):
        return "html", None
    if suffix in (".md", ".markdown") or (suffix != ".txt" and _is_markdown(text)):
        return "md", None
    return "txt", None


def decoded(data: bytes) -> str:
    """The text of a file, in whatever encoding a student's computer saves it. Raises Refused where it is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    strange = sum(1 for sign in text[:20_000] if not sign.isprintable() and not sign.isspace())
    if strange * 50 > len(text[:20_000]):
        raise Refused(N_("this is no text that can be read"), N_("send a .docx, .odt, .rtf, .html, .md or .txt"))
    if len(text) > LONGEST_TEXT and len(_EMBEDDED.sub("", text)) > LONGEST_TEXT:
        raise Refused(*TOO_LONG)
    return re.sub(r"\r\n?", "\n", re.sub(r"[^\S\n\r\t ]|[\x00-\x08\x0b\x0e-\x1f\x7f]", " ", text))


def pages(package: Package) -> list[str]:
    """The names of the pages in HTML in an archive, without what macOS adds."""
    paths = map(PurePosixPath, package.parts)
    return [str(path) for path in paths if path.suffix.casefold() in (".html", ".htm") and path.name[:1] != "."]


def _packaged(data: bytes) -> tuple[str, Package | None]:
    package = Package(data)
    if package.parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.text"):
        if b"encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
            raise Refused(*PROTECTED)
        return "odt", package
    if "word/document.xml" in package or b"wordprocessingml" in package.parts.get("[Content_Types].xml", b""):
        return "docx", package
    for part, said in _OFFICE.items():
        if part in package:
            raise Refused(*said)
    if len(found := pages(package)) == 1 and len(package.parts[found[0]]) <= LARGEST:
        return "html", package
    raise Refused(*_ARCHIVE)


def _ole(data: bytes) -> tuple[str, str]:
    """The old container of Microsoft holds old files, and new ones that are encrypted."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return PROTECTED
    if "WordDocument".encode("utf-16-le") in data:
        return N_("this is a file of an old Word (.doc)"), _AS_DOCX
    return N_("this is a file of an old program of Microsoft"), _AS_DOCX


def _is_markdown(text: str) -> bool:
    return bool(
        re.match(r"---\n.+?\n---\n", text, re.DOTALL)
        or re.search(r"^#{1,6} \S|\]\(https?://|\[(?:[^\[\]\n]*\s)?-?@[\w{]|^```", text, re.MULTILINE)
    )
