"""The kind of file that a draft is, by its content and not by its name, and the refusal of files that are no draft."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable
from pathlib import PurePosixPath

from studenthub.i18n import N_
from studenthub.importer.files.package import Package
from studenthub.importer.refusals import PROTECTED, TOO_LONG, Refused

#: Gives the bytes of a file that a draft names, or None where it is not beside the draft.
Beside = Callable[[str], bytes | None]
#: The endings of files that are drafts, those that hold most of what a draft has first.
ENDINGS = ((".docx", ".odt", ".rtf"), (".html", ".htm"), (".md", ".markdown"), (".txt",))
#: The largest file that is read, in bytes.
LARGEST = 20 << 20
#: The longest text, in characters: that of a book.
LONGEST_TEXT = 2_000_000
_AS_DOCX = N_("open it in Word, choose Save as, and send the .docx")
#: A picture that is in a page itself (RFC 2397), which is no text.
_EMBEDDED = re.compile(r"data:image/[\w.+-]{1,40};base64,[\w+/=%-]*")
#: Lines that are only in Markdown: the rule of a table, a fence, and a note.
_OF_MARKDOWN = re.compile(
    r"^(?:\|?(?:[ ]*:?-{3,}:?[ ]*\|)+[ ]*(?::?-{3,}:?)?[ ]*$|\|(?:[ ]*:?-+:?[ ]*\|){2,}[ ]*$|```|\[\^\w{1,20}\]: )",
    re.MULTILINE,
)
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}\bcharset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Beginnings of files that are no drafts, with what they are and what to do.
_PICTURE = (N_("this is a picture"), N_("send the draft with the picture in it"))
_FILM = (N_("this is a photo or a film of a phone"), N_("send the draft with its pictures in it"))
_MAIL = (
    N_("this is an e-mail or a web page, packed into one file"),
    N_("open it, copy its text into a Word file, and send that"),
)
_ARCHIVE = (N_("this is an archive"), N_("send the draft that is in it"))
#: Beginnings that may be letters of a text as well: MZANSI.
_LETTERS = (b"MZ", b"RIFF")
_PROGRAM = (N_("this is a program"), N_("send the draft"))
_PDF = (N_("this is a PDF, which has no paragraphs or headings to read"), N_("send the file that it was made from"))
_OTHERS = (
    (b"%PDF", _PDF),
    *((begin, _PICTURE) for begin in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")),
    *((begin, _ARCHIVE) for begin in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")),
    *((begin, _MAIL) for begin in (b"MIME-Version:", b"From: <Saved by")),
    *((begin, _PROGRAM) for begin in (b"\x7fELF", b"MZ")),
)
_OFFICE = {
    "xl/workbook.xml": (N_("this is a spreadsheet"), N_("copy its table into a Word file, and send that")),
    "ppt/presentation.xml": (N_("this is a presentation"), N_("copy its text into a Word file, and send that")),
    "META-INF/container.xml": (N_("this is an e-book"), N_("send the file that it was made from")),
    **dict.fromkeys(
        ("Index/Document.iwa", "Index.zip", "QuickLook/Preview.pdf", "QuickLook/Thumbnail.jpg"),
        (N_("this is a file of Pages"), N_("choose File, Export To, Word, and send the .docx")),
    ),
}
#: What an OpenDocument file is that is no text, by the end of its type.
_OPEN = {b"spreadsheet": _OFFICE["xl/workbook.xml"], b"presentation": _OFFICE["ppt/presentation.xml"]}
#: The file that Word keeps beside a draft while it is open: so many bytes, the first of which counts the letters of the
#: user's name.
_OWNER_FILE, _LONGEST_OWNER = 162, 54
_OWNER = (
    N_("Word keeps this file beside a draft while the draft is open, and no text is in it"),
    N_("close Word, and send the file without ~$ at the beginning of its name"),
)
_LINK = (
    N_("this is only a link to a draft that is elsewhere"),
    N_("download the draft there as a Word file, and send that"),
)
_DATA = (N_("this is data for programs, and no draft"), N_("send the file that you wrote it in"))
_LATEX = (N_("this is LaTeX"), N_("make a Word file of it, such as with pandoc draft.tex -o draft.docx, and send that"))
#: Texts that are no drafts, by what is in them: what they say is for programs, and may be private.
_TEXTS = (
    (re.compile(r"\s*\[InternetShortcut\]", re.IGNORECASE), _LINK),
    (re.compile(r"(?:<\?xml[^>]*>\s*)?<!DOCTYPE plist[^>]*>.{0,200}<key>URL</key>", re.DOTALL), _LINK),
    (
        re.compile(r"<\?xml[^>]*>.{0,500}(?:<pkg:package|<w:wordDocument)", re.DOTALL),
        (N_("this is a file of Word in XML"), N_("open it in Word, choose Save as, Word Document, and send the .docx")),
    ),
    (
        re.compile(r"<\?xml[^>]*>\s*<office:document\b"),
        (N_("this is a file of LibreOffice in XML"), N_("open it in LibreOffice, and save it as .odt")),
    ),
    (re.compile(r"<\?xml\b"), _DATA),
    (re.compile(r"(?:\s*%[^\n]*\n)*\s*\\documentclass\b"), _LATEX),
    (
        re.compile(
            r"(?:From [^\n]*\n)?(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Message-ID|Content-Type):",
            re.I,
        ),
        _MAIL,
    ),
)


def none_beside(_: str) -> None:
    """No file is beside a draft that came alone."""


def kind(data: bytes, name: str = "") -> tuple[str, Package | None]:
    """docx, odt, rtf, html, md or txt, and the package that it is. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused(N_("this file has more than 20 MB"), N_("make its pictures smaller (in Word: Compress Pictures)"))
    if not data.strip():
        raise Refused(N_("this file is empty"), N_("save the draft again, and send it"))
    if said := _of_another_kind(data):
        raise Refused(*said)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packaged(data)
    if data.lstrip()[:6].startswith(b"{\\rtf"):
        return "rtf", None
    return _kind_of_text(decoded(data), PurePosixPath(name.casefold()).suffix), None


def _of_another_kind(data: bytes) -> tuple[str, str] | None:
    """What is no draft by its first bytes, and what to do."""
    if data.startswith(_OLE):
        return _ole(data)
    if len(data) == _OWNER_FILE and data[0] <= _LONGEST_OWNER and b"\0" in data:
        return _OWNER
    if data[4:8] == b"ftyp":
        return _FILM
    begins = ((begin, said) for begin, said in _OTHERS if begin not in _LETTERS or b"\0" in data[:64])
    return next((said for begin, said in begins if data.startswith(begin)), None)


def _kind_of_text(text: str, suffix: str) -> str:
    """html, md or txt. Raises Refused where the text is for programs."""
    if suffix in (".html", ".htm") or re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html)", text, re.IGNORECASE):
        return "html"
    if said := next((said for pattern, said in _TEXTS if pattern.match(text)), None):
        raise Refused(*said)
    if _is_json(text):
        raise Refused(*(_LINK if re.search(r'"doc_id"|"url"\s*:\s*"https?://', text) else _DATA))
    is_markdown = _is_surely_markdown(text) if suffix == ".txt" else _is_markdown(text)
    is_markdown |= suffix in (".md", ".markdown")
    return "md" if is_markdown else "txt"


def decoded(data: bytes) -> str:
    """The text of a file, in whatever encoding a student's computer saves it. Raises Refused where it is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode(_said_encoding(data), errors="replace")
    strange = sum(1 for sign in text[:20_000] if not sign.isprintable() and not sign.isspace())
    if strange * 50 > len(text[:20_000]):
        raise Refused(N_("this is no text that can be read"), N_("send a .docx, .odt, .rtf, .html, .md or .txt"))
    if len(text) > LONGEST_TEXT and len(_EMBEDDED.sub("", text)) > LONGEST_TEXT:
        raise Refused(*TOO_LONG)
    return re.sub(r"\r\n?", "\n", re.sub(r"[^\S\n\r\t ]|[\x00-\x08\x0b\x0e-\x1f\x7f]", " ", text))


def _said_encoding(data: bytes) -> str:
    """The encoding that a page in HTML says it has, and that of Windows in the west for other texts."""
    said = _CHARSET.search(data[:65536])
    try:
        return codecs.lookup(said[1].decode("ascii")).name if said else "cp1252"
    except LookupError:
        return "cp1252"


def _packaged(data: bytes) -> tuple[str, Package | None]:
    package = Package(data)
    if package.parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.text"):
        if b"encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
            raise Refused(*PROTECTED)
        return "odt", package
    if "word/document.xml" in package or b"wordprocessingml" in package.parts.get("[Content_Types].xml", b""):
        return "docx", package
    for kind_, said in _OPEN.items():
        if package.parts.get("mimetype", b"").endswith(kind_):
            raise Refused(*said)
    for part, said in _OFFICE.items():
        if part in package:
            raise Refused(*said)
    raise Refused(*_ARCHIVE)


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        return isinstance(json.loads(text), (dict, list))
    except (ValueError, RecursionError):
        return False


def _ole(data: bytes) -> tuple[str, str]:
    """The old container of Microsoft holds old files, and new ones that are encrypted."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return PROTECTED
    if "WordDocument".encode("utf-16-le") in data:
        return N_("this is a file of an old Word (.doc)"), _AS_DOCX
    return N_("this is a file of an old program of Microsoft"), _AS_DOCX


def _is_surely_markdown(text: str) -> bool:
    """Whether a text has a front matter, a table, a fence or a note, whose signs nobody types for anything else."""
    return bool(re.match(r"---\n.+?\n---\n", text, re.DOTALL) or _OF_MARKDOWN.search(text))


def _is_markdown(text: str) -> bool:
    return bool(
        re.match(r"---\n.+?\n---\n", text, re.DOTALL)
        or re.search(r"^#{1,6} \S|\]\(https?://|\[(?:[^\[\]\n]*\s)?-?@[\w{]|^```", text, re.MULTILINE)
    )
