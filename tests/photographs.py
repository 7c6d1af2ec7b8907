"""Pictures with everything hidden in them that cameras and programs hide, in every container: all invented."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping

from PIL import Image, PngImagePlugin
from PIL.ExifTags import IFD, Base

#: Words that are in no picture by chance.
SECRET = "Patient Invented Person, ward 7"
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'exif:GPSLatitude="33,55.5S" exif:GPSLongitude="18,25.2E"><dc:description><rdf:Alt>'
    f'<rdf:li xml:lang="x-default">{SECRET}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>'
)


def drawing(size: tuple[int, int] = (320, 240), mode: str = "RGB") -> Image.Image:
    """Something with shades and edges, which a wrong way of saving would change."""
    shades = Image.linear_gradient("L").resize(size)
    picture = Image.merge("RGB", (shades, shades.transpose(Image.Transpose.FLIP_LEFT_RIGHT), shades.rotate(180)))
    picture.paste((200, 30, 30), (10, 10, size[0] // 3, size[1] // 4))
    return picture.convert(mode)


def exif(*, place: bool = False, owner: bool = False, text: str = "", held: int = 1, thumbnail: bool = False) -> bytes:
    """EXIF as a phone writes it."""
    data = Image.Exif()
    data[Base.Orientation] = held
    if text:
        data[Base.ImageDescription] = text
    if owner:
        data.get_ifd(IFD.Exif)[Base.CameraOwnerName] = "Invented Owner"
    if place:
        data.get_ifd(IFD.GPSInfo).update({1: "S", 2: (33.0, 55.0, 30.0), 3: "E", 4: (18.0, 25.0, 10.0)})
    made = data.tobytes()
    return made + b"JFIF thumbnail " + SECRET.encode() if thumbnail else made


def saved(picture: Image.Image, form: str, **how: object) -> bytes:
    """A picture as a file."""
    file = io.BytesIO()
    picture.save(file, form, **how)
    return file.getvalue()


def jpeg(**said: object) -> bytes:
    """A photograph in JPEG; ``said`` is for ``exif``."""
    return saved(drawing(), "JPEG", quality=88, exif=exif(**said))  # type: ignore[arg-type]


def _jpeg_of(tags: Mapping[int, object]) -> bytes:
    """A photograph in JPEG with tags of EXIF."""
    data = Image.Exif()
    data.update(tags)
    return saved(drawing(), "JPEG", quality=88, exif=data)


def _png_with(*chunks: tuple[bytes, bytes], late: bool = False) -> bytes:
    """A PNG with more chunks, before its pixels or after them."""
    plain = saved(drawing(), "PNG")
    at = plain.rindex(b"IEND") - 4 if late else plain.index(b"IDAT") - 4
    made = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return plain[:at] + made + plain[at:]


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def _jpeg_with(*segments: bytes) -> bytes:
    plain = saved(drawing(), "JPEG", quality=88)
    return plain[:2] + b"".join(segments) + plain[2:]


def _raw_profile(kind: str, data: bytes) -> bytes:
    """As ImageMagick writes it."""
    digits = data.hex()
    lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    return f"\n{kind}\n{len(data):8}\n{lines}\n".encode()


def _iptc(text: str) -> bytes:
    words = text.encode()
    record = b"\x1c\x02\x78" + struct.pack(">H", len(words)) + words
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
    return b"Photoshop 3.0\0" + block


def _animation(form: str, **how: object) -> bytes:
    frames = [drawing().rotate(turn) for turn in (0, 60, 120)]
    return saved(frames[0], form, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0, **how)


def placed() -> Mapping[str, bytes]:
    """Pictures that say where they were taken, by name."""
    position = exif(place=True)
    tiff = position.removeprefix(b"Exif\0\0")
    profiles = [_segment(0xE2, b"ICC_PROFILE\0\x01\x01" + bytes(60_000)) for _ in range(5)]
    itxt = b"XML:com.adobe.xmp\0\x01\0\0\0" + zlib.compress(_XMP.encode())
    return {
        "exif.jpg": jpeg(place=True),
        "behind-profiles.jpg": _jpeg_with(*profiles, _segment(0xE1, position)),
        "xmp.jpg": saved(drawing(), "JPEG", xmp=_XMP.encode()),
        "more-xmp.jpg": _jpeg_with(_segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(40) + _XMP.encode())),
        "exif.png": saved(drawing(), "PNG", exif=position),
        "late-exif.png": _png_with((b"eXIf", tiff), late=True),
        "raw.png": _png_with((b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(_raw_profile("exif", position)))),
        "raw-app1.png": _png_with((b"tEXt", b"Raw profile type APP1\0" + _raw_profile("generic profile", position))),
        "packed-xmp.png": _png_with((b"iTXt", itxt)),
        "large.webp": saved(drawing((900, 900)).effect_spread(40), "WEBP", lossless=True, exif=position),
        "exif.avif": saved(drawing(), "AVIF", exif=position),
        "xmp.avif": saved(drawing(), "AVIF", xmp=_XMP.encode()),
        "moving.webp": _animation("WEBP", exif=position),
        "moving.png": _animation("PNG", exif=position),
    }


def worded() -> Mapping[str, bytes]:
    """Pictures with a text about a patient in them, by name."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Description", SECRET, zip=True)
    return {
        "description.jpg": jpeg(text=SECRET),
        "comment-in-exif.jpg": _jpeg_of({Base.UserComment: bytes(8) + SECRET.encode()}),
        "comment-in-ascii.jpg": _jpeg_of({Base.UserComment: b"ASCII\0\0\0" + SECRET.encode()}),
        "comment-in-unicode.jpg": _jpeg_of({Base.UserComment: b"UNICODE\0" + SECRET.encode("utf-16")}),
        "title-of-windows.jpg": _jpeg_of({Base.XPTitle: SECRET.encode("utf-16-le")}),
        "title-in-numbers.jpg": _jpeg_of({Base.XPTitle: tuple(SECRET.encode("utf-16-le"))}),
        "comment.jpg": saved(drawing(), "JPEG", comment=SECRET.encode()),
        "iptc.jpg": _jpeg_with(_segment(0xED, _iptc(SECRET))),
        "xmp.webp": saved(drawing(), "WEBP", xmp=_XMP.encode()),
        "text.png": saved(drawing(), "PNG", pnginfo=texts),
        "comment.gif": saved(drawing(mode="P"), "GIF", comment=SECRET.encode()),
        "moving.gif": _animation("GIF", comment=SECRET.encode()),
        "description.avif": saved(drawing(), "AVIF", exif=exif(text=SECRET)),
    }


def bombs() -> Mapping[str, bytes]:
    """Files that nobody can show, or that would fill a phone, by name."""
    row = zlib.compress(bytes(30_000 // 8 + 1) * 30_000, 1)
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    frame = b",\0\0\0\0" + struct.pack("<HH", 800, 800) + b"\0\x02\0"
    text = b"Comment\0\0" + zlib.compress(bytes(200_000_000), 1)
    return {
        "wide.png": b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, ((b"IHDR", head), (b"IDAT", row), (b"IEND", b"")))),
        "endless.png": b"\x89PNG\r\n\x1a\n"
        + b"".join(map(_chunk, ((b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)),))),
        "large.png": saved(Image.new("1", (8_000, 7_000)), "PNG"),
        "long.gif": b"GIF89a" + struct.pack("<HHBBB", 800, 800, 0, 0, 0) + frame * 160 + b";",
        "endless.gif": b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + b",\0\0\0\0\xff\xff\xff\xff\0\x02\0;",
        "text.png": _png_with((b"zTXt", text)),
        "half.jpg": jpeg()[:-4_000],
        "page.jpg": b"\xff\xd8\xff\xe0<html><script>alert(1)</script></html>",
        "drawing.png": b'\x89PNG\r\n\x1a\n<svg xmlns="http://www.w3.org/2000/svg"/>',
        "script.avif": b"\0\0\0\x1cftypavif<script>alert(1)</script>",
    }


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    name, data = part
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
