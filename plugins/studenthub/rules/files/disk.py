"""Checks of the files in docs/: pictures, their sizes and names, and what does not belong there."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from studenthub.model.articles import ARTICLES
from studenthub.model.settings import Settings, draft_form
from studenthub.model.terms import TERM_KINDS
from studenthub.parse.slugs import file_name as article_name
from studenthub.parse.slugs import slugify
from studenthub.pictures import DRAWINGS, ENDINGS
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.files import FileOnDisk, Folder
from studenthub.source.problems import shortened
from studenthub.source.text import Place

_ALLOWED = (*ENDINGS, ".svg", ".md")
#: What ends the name of a picture.
PICTURES = ENDINGS | DRAWINGS
#: Where students send files.
SENT = tuple(f"{kind}/" for kind in (ARTICLES, *TERM_KINDS))
#: Files that programs for references write, BibTeX being one.
SOURCES = (".bib", ".bibtex", ".ris", ".nbib", ".enw")
_ENTRY = re.compile(rb"@[A-Za-z]{3,}\s*\{")
#: What people write texts in: some is Markdown already, the other has to be copied out of its program.
PLAIN_TEXTS = (".txt", ".text", ".markdown", ".mdown", ".mkd")
DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pages", ".pdf", ".tex", ".wpd")
#: The largest picture and the largest article, in bytes.
LARGEST_PICTURE, _LARGEST_ARTICLE = 2 * 1024 * 1024, 200 * 1024
#: A picture that is too large, but not larger than this, is made smaller and reported as advice.
_LARGEST_ADVISED = 10 * 1024 * 1024
#: The names of pictures that are published as they are: with capitals and spaces, too.
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._ -]{0,99}")
#: Names that Windows cannot write, so that nobody could work on the hub there.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


#: Pictures that browsers or the hub do not show.
_DRAWINGS = (".tif", ".tiff", ".bmp", ".heic", ".eps", ".ps")


def foreign_file(checked: Checked) -> Iterator[Finding]:
    """An article comes with pictures and nothing else: .jpg, .png, .webp, .gif, .avif or .svg, and a figure as a .pdf.

    Pages in .html can hold programs; documents hold names and old versions, so a .pdf is only what an article shows
    with ![…](figure.pdf). The text of an article is in a file that ends in .md.

    Wrong: docs/articles/sleep-on-call.docx
    Right: docs/articles/sleep-on-call.md
    """
    for file, place in content(checked):
        if file.plain and file.suffix not in _ALLOWED and not is_figure(checked, file):
            yield Finding(
                place,
                f"files of the type {shortened(file.suffix) or 'without an ending'} do not belong here",
                _instead(file, checked),
            )


def _instead(file: FileOnDisk, checked: Checked) -> str:
    """The hint that says what to send instead of a file: the words of a text, or a picture."""
    shown = _is_shown(checked, file)
    if not shown and file.suffix not in (*PLAIN_TEXTS, *DOCUMENTS, *_DRAWINGS):
        return "use .jpg, .png or .webp"
    if shown or file.suffix in _DRAWINGS:
        return "save the picture as .png, .jpg or .webp, upload that, and delete this file with its dustbin"
    folder, name = posixpath.split(file.path)
    # A folder of one article has its text in index.md.
    text = article_name(posixpath.splitext(name)[0]) if "/" not in folder else "index.md"
    if f"{folder}/{text}" in checked.files.files:
        return f"{text} is read instead: put its text there, and delete this file"
    return f"rename it to {text}" if file.suffix in PLAIN_TEXTS else send_it(checked.settings, text)


def is_figure(checked: Checked, file: FileOnDisk) -> bool:
    """Whether a file is a drawing that the hub publishes: of a PDF only what a text shows, as others are documents."""
    return file.suffix == ".svg" or (file.suffix in DRAWINGS and _is_shown(checked, file))


def _is_shown(checked: Checked, file: FileOnDisk) -> bool:
    name = posixpath.basename(file.path)
    return any(link.picture and unquote(link.target).endswith(name) for _, link in checked.links)


def send_it(settings: Settings, text: str) -> str:
    """The hint that says what to do with a Word file; ``text`` is the file that its text belongs in."""
    paste = f"paste its text into a file {text}"
    home = settings.github
    return f"send it with the form “Send a draft” instead: {draft_form(home)}; or {paste}" if home else paste


def linked_file(checked: Checked) -> Iterator[Finding]:
    """Every file is a file, and not a link to another one.

    A link could publish a file that does not belong to the hub.

    Wrong: a symbolic link in docs/
    Right: a copy of the file
    """
    for file, place in _files(checked):
        if not file.plain:
            yield Finding(place, "this is a link to another file, not a file", "put the file itself here")


def file_name(checked: Checked) -> Iterator[Finding]:
    """The name of a picture has plain letters, digits, hyphens, dots and spaces; a text ends in .md, in small letters.

    Other signs mean something in an address. A text that ends in .MD is no page: nobody checks it, and readers would
    get the file as it is.

    Wrong: Photo #1.jpg, sleep-on-call.MD
    Right: photo-1.jpg, sleep-on-call.md
    """
    for file, place in content(checked):
        name = posixpath.basename(file.path)
        if file.suffix in PICTURES and (not _NAME.fullmatch(name) or _DEVICES.match(name)):
            hint = (
                f"rename it to {_named(name)} on your computer, upload it again, and delete this one with its dustbin"
            )
            yield Finding(place, f"the name {shortened(name)} would give a broken address", hint)
    for file, place in _files(checked):
        name = posixpath.basename(file.path)
        if file.suffix == ".md" and not name.endswith(".md"):
            yield Finding(
                place, f"{shortened(name)} is not read as a page, because its ending is in capitals", _rename(name)
            )


def _rename(name: str) -> str:
    """How to give a text another name in the browser."""
    return f"call it {_named(name)}: open it, press the pencil, and change the name in the box above the text"


def twin_names(checked: Checked) -> Iterator[Finding]:
    """The names of two files differ in more than capitals or accents.

    On many computers they are one file, and one of them is lost.

    Wrong: photo.jpg and Photo.jpg
    Right: photo-1.jpg and photo-2.jpg
    """
    first: dict[str, str] = {}
    for file, place in _files(checked):
        other = first.setdefault(unicodedata.normalize("NFC", file.path).casefold(), file.path)
        if other != file.path:
            yield Finding(
                place,
                f"{shortened(posixpath.basename(other))} has the same name except for capitals or accents",
                "rename one of them",
            )


def large_file(checked: Checked) -> Iterator[Finding]:
    """A picture has at most 2 MB, an article 200 KB.

    The hub publishes a picture no wider than a page, so a larger one is advice up to 10 MB: everybody who works on the
    hub downloads it. A moving picture is published as it is, and many readers pay for every megabyte.

    Wrong: a photograph of 8 MB, as it came from the phone
    Right: the same, 1,600 pixels wide and saved as .jpg: 300 KB
    """
    for file, place in content(checked):
        largest = _LARGEST_ARTICLE if file.suffix == ".md" else LARGEST_PICTURE
        if file.size > largest:
            hint = (
                "split it into two articles"
                if file.suffix == ".md"
                else "make it 1,600 pixels wide and save it as .jpg"
            )
            is_made_smaller = file.suffix not in (".md", ".gif") and file.size <= _LARGEST_ADVISED
            message = f"this file has {size(file.size)}; {size(largest)} are allowed"
            yield Finding(place, message, hint, harmless=is_made_smaller)


def unread_sources(checked: Checked) -> Iterator[Finding]:
    """Sources are in files that end in .bib, in small letters.

    A file with another ending is not read, and whoever cites its sources is told that they do not exist.

    Wrong: bib/zotero.BIB, bib/references.txt, bib/export.ris
    Right: bib/references.bib
    """
    read = checked.settings.bib_files
    found: dict[str, FileOnDisk] = {}
    for name in {posixpath.dirname(path) for path in read} - {""}:
        folder = Folder.read(checked.settings.root, name)
        found |= {f"{name}/{path}": file for path, file in folder.files.items() if _holds_sources(folder, file)}
    for path in sorted(found.keys() - set(read)):
        stem, ending = posixpath.splitext(posixpath.basename(path))
        is_bibtex = ending.lower() in (".bib", ".bibtex", ".txt")
        hint = f"call it {stem}.bib" if is_bibtex else f"export it as BibTeX, into a file {stem}.bib"
        yield Finding(Place(path), f"the hub does not read the sources in {shortened(stem + ending)}", hint)


def _holds_sources(folder: Folder, file: FileOnDisk) -> bool:
    """Whether the name of a file, or what is in it, says that it is one of sources."""
    if file.suffix == ".txt":
        return file.plain and _ENTRY.search(folder.head(file.path)) is not None
    return file.plain and file.suffix in SOURCES


def _named(name: str) -> str:
    """A name that makes no trouble."""
    stem, ending = posixpath.splitext(name)
    return f"{slugify(stem)[:60]}{ending.lower()}"


def _files(checked: Checked) -> Iterator[tuple[FileOnDisk, Place]]:
    for file in checked.files.files.values():
        yield file, Place(f"{checked.settings.docs_dir}/{file.path}")


def content(checked: Checked) -> Iterator[tuple[FileOnDisk, Place]]:
    """The files that students send: those beside articles and terms."""
    return ((file, place) for file, place in _files(checked) if file.path.startswith(SENT))


def size(size: int) -> str:
    """A number of bytes for people: 2.1 MB, 340 KB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{size // 1024} KB"
