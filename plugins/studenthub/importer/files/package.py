"""Opens ZIP packages (.docx, .odt) within limits, and reads their XML without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from studenthub.i18n import N_
from studenthub.importer.refusals import BROKEN, PROTECTED, TOO_LONG, Refused

#: The most that a package may unpack to: all of it, in bytes; one part of XML, in bytes; and its number of parts.
MOST_UNPACKED, MOST_XML, MOST_PARTS = 150 << 20, 24 << 20, 4000
#: How deep elements may be in one another. Word itself writes some thirty.
_DEEPEST = 400
_TOO_LARGE = (N_("this file unpacks to more than a draft can be"), N_("send a draft with fewer, smaller pictures"))
_STRICT = b"http://purl.oclc.org/ooxml/"


class Package:
    """The parts of a package by name, unpacked. Raises Refused where it is damaged, encrypted or too large."""

    def __init__(self, data: bytes) -> None:
        self.parts: Mapping[str, bytes] = _unpacked(data)

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def xml(self, name: str) -> ET.Element | None:
        """The root of a part of XML, or None where there is no such part. Raises Refused."""
        return parsed(self.parts[name]) if name in self.parts else None


def _unpacked(data: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Refused(*_TOO_LARGE)
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused(*PROTECTED)
            left = MOST_UNPACKED
            for entry in entries:
                with archive.open(entry) as part:
                    content = part.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise Refused(*_TOO_LARGE)
                parts[entry.filename.lstrip("/")] = content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError) as error:
        raise Refused(*BROKEN) from error
    return parts


class _Builder(ET.TreeBuilder):
    """Builds a tree, but of no document that declares entities or is nested deeper than any draft."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """No part of a package has a document type; one that does can make a few bytes expand to gigabytes."""
        raise Refused(N_("this file holds XML that no word processor writes"), BROKEN[1])

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused(N_("this file is nested too deeply"), BROKEN[1])
        return super().start(tag, attrs)

    def end(self, tag: str) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def parsed(data: bytes) -> ET.Element:
    """The root element of XML. Raises Refused where it is none, or declares a document type."""
    if len(data) > MOST_XML:
        raise Refused(*TOO_LONG)
    if _STRICT in data:
        data = data.replace(_STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/")
        data = data.replace(
            _STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        ).replace(_STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/")
    try:
        # Entities are refused by the builder, before any is expanded.
        return ET.fromstring(data, parser=ET.XMLParser(target=_Builder()))  # noqa: S314
    except (ET.ParseError, LookupError, ValueError) as error:
        raise Refused(*BROKEN) from error
