"""Reads the metadata of a picture: EXIF, XMP, IPTC, comments and texts, in any container.

The names of EXIF are those of CIPA DC-008 (EXIF 2.32), of IPTC those of IIM 4.2, of XMP those of its namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from xml.etree import ElementTree

from PIL import Image, ImageFile, IptcImagePlugin
from PIL.ExifTags import IFD, Base

from studenthub.pictures.opening import FAULTS

#: A position needs at least a latitude or a longitude: some phones write an empty directory.
_LATITUDE, _LONGITUDE = 2, 4
_OWNER: Mapping[int, str] = {
    Base.CameraOwnerName: "the name of the camera's owner",
    Base.BodySerialNumber: "the number of the camera",
    Base.LensSerialNumber: "the number of the lens",
}
_TEXTS = (Base.ImageDescription, Base.UserComment, Base.XPTitle, Base.XPComment, Base.XPKeywords, Base.XPSubject)
_CREDITS = (Base.Artist, Base.Copyright, Base.XPAuthor)
#: Datasets of IPTC's record 2: title, keywords, instructions, places, headline, caption; who made it, whose it is.
_IPTC_TEXTS = (5, 25, 40, 90, 92, 95, 101, 105, 120)
_IPTC_CREDITS = (80, 85, 110, 115, 116, 122)
#: What XMP says in words, by the end of its namespace and its name.
_XMP_TEXTS = re.compile(
    r"\{[^{}]*(?:dc/elements/1\.1/\}(?:title|description|subject|coverage)"
    r"|photoshop/1\.0/\}(?:City|State|Country|Headline|Instructions|CaptionWriter)"
    r"|[Ii]ptc[^{}]*\}(?:Location|CountryCode|Scene|SubjectCode|PersonInImage|LocationShown|LocationCreated|City"
    r"|Sublocation|ProvinceState|CountryName|Event|ExtDescrAccessibility|AltTextAccessibility|Name)"
    r"|exif/1\.0/\}UserComment|tiff/1\.0/\}ImageDescription|xmp/1\.0/\}Label)"
)
_XMP_CREDITS = re.compile(r"\{[^{}]*(?:dc/elements/1\.1/\}(?:creator|rights)|photoshop/1\.0/\}(?:Credit|Source))")
_XMP_PLACE = re.compile(r"GPSL(?:at|ong)itude")
#: Texts of a PNG that programs write for programs.
_OF_PROGRAMS = re.compile(
    r"software|creation time|(?:date|png|exif|icc|jpeg|thumb|xmp|xml|svg|dc|signature|raw profile type)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"author|artist|creator|copyright|licen[cs]e|rights|credit|source", re.IGNORECASE)
_RAW_PROFILE = re.compile(r"raw profile type (\w+)", re.IGNORECASE)
#: What cameras and programs write into each of their pictures.
_BOILERPLATE = re.compile(
    r"OLYMPUS DIGITAL CAMERA|SONY DSC|KONICA|DCIM\\|Screenshot|CREATOR: gd-jpeg|Created with|Lavc|LEAD Technologies"
    r"|File (?:source|written)|AppleMark|Processed|Optimized|Made with|Generated|Handmade Software"
    r"|R Graphics Output|PowerPoint Presentation|default$|charset=",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3}")
#: Characters of a text, and texts of a picture.
_LONGEST, _MOST = 2_000, 50
_ORIENTATION = Base.Orientation
#: From this orientation on (EXIF 0x0112), a camera was held upright and the picture is shown turned.
_TURNED = 5


@dataclass(frozen=True, slots=True)
class Said:
    """The metadata of a picture. See ``Facts``."""

    has_place: bool
    owner: tuple[str, ...]
    texts: tuple[str, ...]
    credits: tuple[str, ...]


def orientation(image: Image.Image) -> int:
    """How the camera was held, from 1 to 8."""
    try:
        held = image.getexif().get(_ORIENTATION, 1)
    except FAULTS:
        return 1
    return held if isinstance(held, int) and 1 <= held <= 8 else 1


def is_turned(held: int) -> bool:
    """Whether width and height are exchanged where the picture is shown."""
    return held >= _TURNED


def read(image: ImageFile.ImageFile) -> Said:
    """Metadata of a loaded picture about a place, a person or a patient."""
    exif = dict(_exif(image))
    xmp = [*_xmp(image)]
    has_place = "place" in exif or any(_XMP_PLACE.search(packet) for packet in xmp)
    owner = tuple(words for tag, words in _OWNER.items() if exif.get(tag, "").strip(" \0"))
    texts = [exif.get(tag, "") for tag in _TEXTS]
    credits_ = [exif.get(tag, "") for tag in _CREDITS]
    for texts_of, credits_of in (_iptc(image), *map(_of_xmp, xmp)):
        texts += texts_of
        credits_ += credits_of
    texts += [*_comments(image)]
    texts += [value for name, value in _named_texts(image) if not _OF_PROGRAMS.match(name) and not _CREDIT.match(name)]
    credits_ += [value for name, value in _named_texts(image) if _CREDIT.match(name)]
    return Said(has_place, owner, _clean(texts), _clean(credits_))


def _clean(texts: list[str]) -> tuple[str, ...]:
    """Those that say something, once each."""
    flowing = (" ".join(text.replace("\0", " ").split())[:_LONGEST] for text in texts)
    worded = (text for text in flowing if _WORD.search(text) and not _BOILERPLATE.match(text))
    return tuple(dict.fromkeys(worded))[:_MOST]


def _exif(image: Image.Image) -> Iterator[tuple[int | str, str]]:
    """The tags with their values as text; and "place" where there is a position."""
    with suppress(*FAULTS):
        yield from _tags(image.getexif())
    for name, value in _named_texts(image):
        if (profile := _RAW_PROFILE.fullmatch(name)) and profile[1].lower() in ("exif", "app1"):
            # ImageMagick's way; Pillow knows one of its names.
            with suppress(*FAULTS):
                raw = Image.Exif()
                raw.load(_unpacked(value))
                yield from _tags(raw)


def _tags(exif: Image.Exif) -> Iterator[tuple[int | str, str]]:
    directories = [dict(exif), dict(exif.get_ifd(IFD.Exif))]
    position = exif.get_ifd(IFD.GPSInfo)
    if any(position.get(tag) for tag in (_LATITUDE, _LONGITUDE)):
        yield "place", ""
    for directory in directories:
        for tag, value in directory.items():
            yield tag, _text(value, wide=0x9C9B <= tag <= 0x9C9F)


def _text(value: object, *, wide: bool = False) -> str:
    if isinstance(value, tuple) and value and all(isinstance(one, int) and 0 <= one < 256 for one in value):
        value = bytes(value)
    if not isinstance(value, bytes):
        return str(value) if isinstance(value, str) else ""
    if wide:
        return value.decode("utf-16-le", "replace")
    # The first eight bytes of a UserComment name its characters.
    if value.startswith(b"UNICODE\0"):
        return value[8:].decode("utf-16", "replace")
    return value.removeprefix(b"ASCII\0\0\0").removeprefix(bytes(8)).decode("utf-8", "replace")


def _xmp(image: Image.Image) -> Iterator[str]:
    """The packets of XMP, those that go on elsewhere and those of ImageMagick included."""
    packets = [image.info.get("xmp")]
    packets += [data for _, data in getattr(image, "applist", ()) if data.startswith(b"http://ns.adobe.com/")]
    for name, value in _named_texts(image):
        profile = _RAW_PROFILE.fullmatch(name)
        if profile and profile[1].lower() in ("xmp", "app1"):
            packets.append(_unpacked(value))
        elif "xmp" in name.lower():
            packets.append(value.encode("utf-8", "replace"))
    for packet in packets:
        if packet:
            yield packet.decode("utf-8", "replace") if isinstance(packet, bytes) else str(packet)


def _of_xmp(packet: str) -> tuple[list[str], list[str]]:
    start, end = packet.find("<"), packet.rfind(">")
    try:
        root = ElementTree.fromstring(packet[start : end + 1])  # noqa: S314 - expat bounds what entities grow to
    except (ElementTree.ParseError, ValueError):
        return [], []
    texts: list[str] = []
    credits_: list[str] = []
    for element in root.iter():
        said = [(element.tag, " ".join(element.itertext())), *element.items()]
        for name, value in said:
            if isinstance(name, str) and _XMP_TEXTS.fullmatch(name):
                texts.append(value)
            elif isinstance(name, str) and _XMP_CREDITS.fullmatch(name):
                credits_.append(value)
    return texts, credits_


def _iptc(image: ImageFile.ImageFile) -> tuple[list[str], list[str]]:
    try:
        found = IptcImagePlugin.getiptcinfo(image) or {}
    except FAULTS:
        return [], []
    return [*_datasets(found, _IPTC_TEXTS)], [*_datasets(found, _IPTC_CREDITS)]


def _datasets(found: Mapping[tuple[int, int], bytes | list[bytes]], numbers: tuple[int, ...]) -> Iterator[str]:
    for number in numbers:
        value = found.get((2, number), [])
        for one in value if isinstance(value, list) else [value]:
            yield one.decode("utf-8", "replace")


def _comments(image: Image.Image) -> Iterator[str]:
    """The comments of JPEG and GIF."""
    comments = [image.info.get("comment"), *(data for name, data in getattr(image, "applist", ()) if name == "COM")]
    for comment in comments:
        if comment:
            yield comment.decode("utf-8", "replace") if isinstance(comment, bytes) else str(comment)


def _named_texts(image: Image.Image) -> Iterator[tuple[str, str]]:
    for name, value in getattr(image, "text", {}).items():
        yield str(name), str(value)


def _unpacked(profile: str) -> bytes:
    """The bytes of a profile that ImageMagick wrote as text: a name, a length, and hexadecimal digits."""
    digits = re.sub(r"\s", "", "".join(profile.split("\n")[3:]))
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return b""
