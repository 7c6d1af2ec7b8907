"""Drawings in SVG and PDF: what readers get is a picture of them, and nothing of the file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

import hubs
from studenthub.pictures import drawings, facts
from studenthub.pictures.publishing import published
from studenthub.pictures.refused import Refused

_HEAD = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {_HEAD} width="300" height="200"><rect x="150" width="150" height="200" fill="#00f"/></svg>'


def _pdf(*colours: str, size: tuple[int, int] = (300, 200)) -> bytes:
    pages = [Image.new("RGB", size, colour) for colour in colours]
    file = io.BytesIO()
    pages[0].save(file, "PDF", resolution=96, save_all=True, append_images=pages[1:])
    return file.getvalue()


def _shown(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(published(content))) as image:
        return image.convert("RGB")


def _at(content: bytes, x: float, y: float) -> tuple[int, ...]:
    image = _shown(content)
    colour = image.getpixel((round(x * image.width), round(y * image.height)))
    assert isinstance(colour, tuple)
    return colour


def test_a_drawing_is_published_as_its_pixels_on_white_paper() -> None:
    assert _shown(SVG.encode()).size == (600, 400)
    assert (_at(SVG.encode(), 0.25, 0.5), _at(SVG.encode(), 0.75, 0.5)) == ((255, 255, 255), (0, 0, 255))
    assert _shown(_pdf("red")).size == (600, 400)
    assert _at(_pdf("blue"), 0.5, 0.5)[2] > 250


@pytest.mark.parametrize("prefix", ["svg", "a"])
def test_a_prefix_is_no_part_of_the_name_of_an_element(prefix: str) -> None:
    lines = f"""<?xml version="1.0"?><!-- <svg> --><{prefix}:svg xmlns:{prefix}="http://www.w3.org/2000/svg"
        width="300" height="200"><{prefix}:rect width="300" height="200" fill="#00f"/></{prefix}:svg>"""
    assert _at(lines.encode(), 0.5, 0.5) == (0, 0, 255)
    assert drawings.kind(b"<html><svg></svg></html>") == ""


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="72pt" height="36pt"', (192, 96)),
        ('viewBox="0 0 3000 1500"', (1600, 800)),
        ('width="100%" height="100%" viewBox="0 0 40 20"', (80, 40)),
        ('width="1in" viewBox="0,0,40,20"', (192, 96)),
    ],
)
def test_how_large_a_drawing_is(attributes: str, size: tuple[int, int]) -> None:
    assert _shown(f"<svg {_HEAD} {attributes}/>".encode()).size == size


@pytest.mark.parametrize(
    "loading",
    [
        '<image width="100" height="100" href="{file}"/>',
        '<image width="100" height="100" xlink:href="file://{file}"/>',
        '<feImage href="{file}"/>',
        '<image width="100" height="100" href="&other;"/>',
    ],
)
def test_no_file_is_drawn_into_another(loading: str, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    Image.new("RGB", (50, 50), "red").save(other)
    inside = loading.format(file=other)
    entity = f'<!DOCTYPE svg [<!ENTITY other "{other}">]>'
    drawing = f'{entity}<svg {_HEAD} width="100" height="100">{inside}</svg>'
    assert _at(drawing.encode(), 0.5, 0.5) == (255, 255, 255)


def test_a_picture_within_a_drawing_is_drawn() -> None:
    drawing = SVG.replace(
        "<rect", '<defs><rect id="a" width="300" height="200" fill="#0f0"/></defs><use href="#a"/><rect'
    )
    assert _at(drawing.encode(), 0.25, 0.5) == (0, 255, 0)


def test_words_are_drawn_in_fonts_that_come_with_the_hub() -> None:
    words = '<text y="80" font-size="90" font-family="Helvetica, sans-serif" fill="#f00">Ωmega α</text>'
    drawing = f'<svg {_HEAD} width="400" height="100">{words}</svg>'
    red = sum(count for count, colour in _shown(drawing.encode()).getcolors(1 << 24) or () if colour == (255, 0, 0))
    assert red > 5_000


def test_of_a_light_and_a_dark_colour_the_light_one_is_drawn() -> None:
    drawing = SVG.replace('fill="#00f"', 'style="fill: light-dark(rgb(1, 2, 3), var(--dark, #eee))"')
    assert _at(drawing.encode(), 0.75, 0.5) == (1, 2, 3)


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"%PDF-1.4 and no more", "damaged"),
        (f"<svg {_HEAD}><rect".encode(), "damaged"),
        (b'<svg width="3" height="3"></svg>', "damaged"),
        (f"<svg {_HEAD}/>".encode(), "how large"),
        (f'<svg {_HEAD} width="10" height="900"/>'.encode(), "high"),
        (f'<svg {_HEAD} width="1" height="1e60"/>'.encode(), "high"),
        (_pdf("red", "blue"), "several pages"),
        (_pdf("red", size=(20, 900)), "high"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(content: bytes, wrong: str) -> None:
    assert wrong in facts.look(content).wrong
    with pytest.raises(Refused, match=wrong):
        published(content)


def test_what_grows_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawings, "LIMIT", 1.0)
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(10))
    laughs = f'<!DOCTYPE svg [<!ENTITY a0 "<rect/>">{entities}]><svg {_HEAD} width="9" height="9">&a10;</svg>'
    uses = [f'<use href="#g{n}"/>' * 10 for n in range(9)]
    groups = "".join(f'<g id="g{n + 1}">{inside}</g>' for n, inside in enumerate(uses))
    copies = f'<svg {_HEAD} width="9" height="9"><rect id="g0" width="1" height="1"/>{groups}</svg>'
    for drawing in (laughs, copies):
        assert facts.look(drawing.encode()).wrong


def test_what_a_drawing_says_besides_is_known_and_not_published() -> None:
    words = "Patient Jane Doe, bed 4"
    svg = SVG.replace("<rect", f"<title>{words}</title><rect").encode()
    file = io.BytesIO()
    Image.new("RGB", (300, 200)).save(file, "PDF", title=words, author="Author, A.")
    for content in (svg, file.getvalue()):
        assert facts.look(content).texts == (words,)
        assert b"Doe" not in published(content)
    assert facts.look(file.getvalue()).credits == ("Author, A.",)


def test_the_same_drawing_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = drawings.drawn(SVG.encode())
    monkeypatch.setattr(drawings.programs, "run", None)
    assert drawings.drawn(SVG.encode()) == drawn


def test_a_page_shows_pictures_and_the_site_has_no_drawing(tmp_path: Path) -> None:
    hubs.needs_a_program()
    hubs.write(
        tmp_path,
        {
            "docs/index.md": "# Home\n",
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a/index.md": hubs.article("![A chart](chart.svg)\n\n![A figure](figure%201.pdf)"),
            "docs/articles/a/chart.svg": SVG.replace("<rect", "<script>alert('Here.')</script><rect"),
        },
    )
    (tmp_path / "docs/articles/a/figure 1.pdf").write_bytes(_pdf("red"))
    built = hubs.run(tmp_path, ["hub", "build", "site"])
    assert built.status == 0, built.output
    written = hubs.run(tmp_path, ["hub", "build", "--markdown", "texts"])
    assert written.status == 0, written.output
    assert (
        "![A chart](chart.svg.png)\n\n![A figure](figure%201.pdf.png)"
        in (tmp_path / "texts/articles/a/index.md").read_text()
    )
    drawn = (tmp_path / "texts/articles/a").glob("*.*.png")
    assert sorted(path.name for path in drawn) == ["chart.svg.png", "figure 1.pdf.png"]
    assert not list((tmp_path / "texts/articles/a").glob("*.svg"))
    for image in hubs.page(tmp_path, "articles/a").xpath("//article//img"):
        file = (tmp_path / "site/articles/a" / image.get("src")).resolve()
        assert (file.suffix, image.get("width"), image.get("height")) == (".png", "600", "400")
        with Image.open(file) as picture:
            assert picture.width == 600
    sent = [path for path in (tmp_path / "site").rglob("*") if path.is_file() and path.suffix in (".svg", ".pdf")]
    assert [path for path in sent if path.name in ("chart.svg", "figure 1.pdf")] == []
    assert not any(b"Here." in path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file())
