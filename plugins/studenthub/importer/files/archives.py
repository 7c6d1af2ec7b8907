"""The draft in an archive: as Google Docs packs a web page with its pictures, or a student packs a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote

from studenthub.i18n import N_
from studenthub.importer.files.file_kinds import ENDINGS, LARGEST, Beside
from studenthub.importer.files.package import Package
from studenthub.importer.refusals import Refused

_SEVERAL = (N_("there are several drafts in this archive"), N_("send the one that is the article"))
#: Parts of packages that are drafts or refused for what they are, and no archive.
_OF_PROGRAMS = ("[Content_Types].xml", "mimetype", "META-INF/container.xml", "Index/Document.iwa", "Index.zip")


@dataclass
class Unpacked:
    """A draft, its name, and what gives the files beside it; ``others`` are the names of those nobody asked for."""

    data: bytes
    name: str
    beside: Beside
    others: Sequence[str] = field(default_factory=list)


def unpacked(data: bytes, name: str, beside: Beside) -> Unpacked:
    """The draft in an archive; what is no archive is the draft itself. Raises Refused where it is not clear which."""
    if not data.startswith(b"PK\x03\x04") or len(data) > LARGEST:
        return Unpacked(data, name, beside)
    package = Package(data)
    if any(part in package for part in _OF_PROGRAMS):
        return Unpacked(data, name, beside)
    files = {path: content for path, content in package.parts.items() if not _is_of_system(path)}
    found, *others = sorted((path for path in files if _tier(path) < len(ENDINGS)), key=_tier_and_depth) or [""]
    if not found:
        return Unpacked(data, name, beside)
    if not all(_is_of_page(path, found) for path in others):
        raise Refused(*_SEVERAL)
    return _of(files, found)


def _tier(path: str) -> int:
    return next((at for at, endings in enumerate(ENDINGS) if path.casefold().endswith(endings)), len(ENDINGS))


def _tier_and_depth(path: str) -> tuple[int, int]:
    return _tier(path), path.count("/")


def _is_of_page(path: str, page: str) -> bool:
    """Whether a file is in a folder beside a page in HTML, where Word puts its parts."""
    folder = PurePosixPath(page).parent
    is_below = PurePosixPath(path).parent != folder and PurePosixPath(path).is_relative_to(folder)
    return is_below and page.casefold().endswith(ENDINGS[1])


def _is_of_system(path: str) -> bool:
    """Whether a file is one that macOS or Word adds."""
    pure = PurePosixPath(path)
    return "__MACOSX" in pure.parts or pure.name.startswith((".", "~$"))


def _of(files: Mapping[str, bytes], name: str) -> Unpacked:
    folder, others = PurePosixPath(name).parent, [path for path in files if path != name]

    def beside(address: str) -> bytes | None:
        path = str(folder / unquote(address))
        if path in others:
            others.remove(path)
        return files.get(path)

    return Unpacked(files[name], name, beside, others)
