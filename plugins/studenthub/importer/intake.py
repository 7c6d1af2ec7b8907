"""What kind of file a draft is, by what is in it and not by its name; and what is said of those that are none."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from studenthub.importer.package import Package
from studenthub.importer.refusals import Refused

#: Gives the bytes of a file that a draft names, or None where it is not beside the draft.
Beside = Callable[[str], bytes | None]
#: The largest file that is read, in bytes.
LARGEST = 20 << 20
#: The longest text, in characters: that of a book.
LONGEST_TEXT = 2_000_000
_AS_DOCX = "open it in Word, choose Save as, and send the .docx"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Beginnings of files that are no drafts, with what they are and what to do.
_OTHERS = (
    (b"%PDF", "this is a PDF, which has no paragraphs or headings to read", "send the file that it was made from"),
    (b"\x89PNG", "this is a picture", "send the draft with the picture in it"),
    (b"\xff\xd8\xff", "this is a picture", "send the draft with the picture in it"),
    (b"GIF8", "this is a picture", "send the draft with the picture in it"),
    (b"Rar!", "this is an archive", "send the draft that is in it"),
    (b"7z\xbc\xaf", "this is an archive", "send the draft that is in it"),
    (b"\x1f\x8b", "this is an archive", "send the draft that is in it"),
    (b"\x7fELF", "this is a program", "send the draft"),
    (b"MZ", "this is a program", "send the draft"),
)
_OFFICE = {
    "xl/workbook.xml": ("this is a spreadsheet", "copy its table into a Word file, and send that"),
    "ppt/presentation.xml": ("this is a presentation", "copy its text into a Word file, and send that"),
    "META-INF/container.xml": ("this is an e-book", "send the file that it was made from"),
    "Index/Document.iwa": ("this is a file of Pages", "choose File, Export to, Word, and send the .docx"),
}


def none_beside(_: str) -> None:
    """No file is beside a draft that came alone."""


def kind(data: bytes, name: str = "") -> tuple[str, Package | None]:
    """docx, odt, rtf, html, md or txt, and the package of the first two. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused(
            f"this file has {len(data) / (1 << 20):.0f} MB, and 20 MB is the most",
            "make its pictures smaller (in Word: Compress Pictures)",
        )
    if not data.strip():
        raise Refused("this file is empty", "save the draft again, and send it")
    if data.startswith(_OLE):
        raise Refused(*_ole(data))
    for begin, what, hint in _OTHERS:
        if data.startswith(begin):
            raise Refused(what, hint)
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
        raise Refused("this is no text that can be read", "send a .docx, .odt, .rtf, .html, .md or .txt")
    if len(text) > LONGEST_TEXT:
        raise Refused("this draft is too long", "send it in parts")
    return re.sub(r"\r\n?", "\n", re.sub(r"[^\S\n\r\t ]|[\x00-\x08\x0b\x0e-\x1f\x7f]", " ", text))


def _packaged(data: bytes) -> tuple[str, Package | None]:
    package = Package(data)
    if package.parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.text"):
        if b"encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
            raise Refused("this file is protected by a password", "save it without one, and send it again")
        return "odt", package
    if "word/document.xml" in package or b"wordprocessingml" in package.parts.get("[Content_Types].xml", b""):
        return "docx", package
    for part, said in _OFFICE.items():
        if part in package:
            raise Refused(*said)
    raise Refused("this is an archive", "send the draft that is in it")


def _ole(data: bytes) -> tuple[str, str]:
    """The old container of Microsoft holds old files, and new ones that are encrypted."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "this file is protected by a password", "save it without one, and send it again"
    if "WordDocument".encode("utf-16-le") in data:
        return "this is a file of an old Word (.doc)", _AS_DOCX
    return "this is a file of an old program of Microsoft", _AS_DOCX


def _is_markdown(text: str) -> bool:
    return bool(
        re.match(r"---\n.+?\n---\n", text, re.DOTALL)
        or re.search(r"^#{1,6} \S|\]\(https?://|\[(?:[^\[\]\n]*\s)?-?@[\w{]|^```", text, re.MULTILINE)
    )
