"""Lead pictures and the home page: the sizes that readers get, and what is left out of them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

import hubs
from studenthub import hub as reading
from studenthub import render
from studenthub.hub import Hub
from studenthub.model.settings import Settings
from studenthub.render.cards import Cards
from studenthub.render.page import OutputFile
from studenthub.render.pictures import files
from studenthub.render.views import HomeView
from studenthub.runtime.cache import Cache


def _photograph(path: Path, size: tuple[int, int] = (2000, 1500), *, turned: bool = False) -> None:
    """A picture in two halves, with the place where it was taken in its metadata."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010E] = "Patient A. Example, bed 4"
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8825)[1] = "S"
    image.save(path, exif=exif)


def _hub(folder: Path, picture: str) -> Hub:
    hubs.write(
        folder,
        {
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a.md": hubs.article(image=f"{{src: {picture}, alt: What it shows}}"),
        },
    )
    return reading.read(Settings(folder, site_url="https://hub.example/"), today=hubs.TODAY)


def _files(hub: Hub, cards: Cards) -> list[OutputFile]:
    """The files of the only lead picture."""
    picture = cards.pictures.of(hub.catalogue.articles[0])
    return list(files(picture, Cache(None))) if picture else []


def test_a_picture_is_there_in_widths_that_a_phone_can_choose_from(tmp_path: Path) -> None:
    hub = _hub(tmp_path, "a.jpg")
    _photograph(tmp_path / "docs/articles/a.jpg")
    cards = Cards(hub.catalogue, hub.settings)
    (article,) = hub.catalogue.articles
    image = cards.of(article).value.image
    assert image
    assert (image.width, image.height, image.alt) == (2000, 1500, "What it shows")
    assert [width for _, width in image.webp] == [width for _, width in image.sizes] == [480, 960, 1600]
    made = {file.path: file.content for file in _files(hub, cards)}
    assert sorted(made) == sorted(href for href, _ in (*image.webp, *image.sizes))
    for href, width in (*image.webp, *image.sizes):
        with Image.open(io.BytesIO(made[href])) as written:
            assert written.size == (width, width * 3 // 4)
            assert written.format == {"webp": "WEBP", "jpg": "JPEG"}[href.rpartition(".")[2]]
    assert all(b"Patient" not in content and b"Exif" not in content for content in made.values())


def test_a_camera_that_was_held_upright_makes_an_upright_picture(tmp_path: Path) -> None:
    hub = _hub(tmp_path, "a.jpg")
    _photograph(tmp_path / "docs/articles/a.jpg", (800, 600), turned=True)
    cards = Cards(hub.catalogue, hub.settings)
    image = cards.of(hub.catalogue.articles[0]).value.image
    assert image
    assert (image.width, image.height) == (600, 800)
    smallest = _files(hub, cards)[0]
    with Image.open(io.BytesIO(smallest.content)) as written:
        assert written.size == (480, 640)
        # The left half of what the camera wrote is the upper half of what is shown.
        upper, lower = written.convert("L").getpixel((240, 100)), written.convert("L").getpixel((240, 540))
        assert isinstance(upper, int)
        assert isinstance(lower, int)
        assert upper < 50 < 200 < lower


def test_a_picture_is_never_made_larger_and_keeps_what_is_transparent(tmp_path: Path) -> None:
    hub = _hub(tmp_path, "a.png")
    Image.new("RGBA", (300, 200), (9, 90, 90, 128)).save(tmp_path / "docs/articles/a.png")
    cards = Cards(hub.catalogue, hub.settings)
    made = _files(hub, cards)
    assert sorted(file.path.rpartition("-")[2] for file in made) == ["300.png", "300.webp"]
    for file in made:
        with Image.open(io.BytesIO(file.content)) as written:
            assert written.convert("RGBA").getpixel((10, 10))[3] == 128  # type: ignore[index]


@pytest.mark.parametrize(("name", "width"), [("a.webp", 500), ("none.jpg", 0)])
def test_what_cannot_be_made_smaller_is_shown_as_it_is(tmp_path: Path, name: str, width: int) -> None:
    hub = _hub(tmp_path, name)
    frames = [Image.new("RGB", (500, 500), colour) for colour in ("red", "green")]
    frames[0].save(tmp_path / "docs/articles/a.webp", save_all=True, append_images=frames[1:])
    cards = Cards(hub.catalogue, hub.settings)
    image = cards.of(hub.catalogue.articles[0]).value.image
    assert image
    assert (image.src, image.webp, image.width) == (f"articles/{name}", (), width)
    assert _files(hub, cards) == []


def _home(folder: Path, number: int, featured: int | None = None) -> HomeView:
    """The home page of a hub of so many articles on three topics in turn."""
    names = ("one", "two", "three")
    hubs.write(folder, {f"docs/topics/{name}.md": f"---\nname: {name.title()}\n---\n" for name in names})
    for n in range(number):
        fields = {"title": f"Article {n:02}", "date": f"2024-01-{n + 1:02}", "topics": f"[{names[n % 3]}]"}
        if n == featured:
            fields["featured"] = "true"
        hubs.write(folder, {f"docs/articles/a{n:02}.md": hubs.article(**fields)})
    hub = reading.read(Settings(folder), today=hubs.TODAY)
    assert hub.problems == ()
    home = next(page.view for page in render.everything(hub, lambda _: {}) if page.path == "index.md")
    assert isinstance(home, HomeView)
    return home


def _shown(home: HomeView) -> list[str]:
    cards = (home.lead, *home.seconds, *home.cards, *(card for section in home.sections for card in section.cards))
    return [card.title for card in cards if card]


def test_the_newest_article_leads_or_the_newest_that_editors_chose(tmp_path: Path) -> None:
    home = _home(tmp_path / "newest", 25)
    assert home.lead
    assert home.lead.title == "Article 24"
    assert [card.title for card in home.seconds] == ["Article 23", "Article 22", "Article 21"]
    home = _home(tmp_path / "chosen", 25, featured=3)
    assert home.lead
    assert home.lead.title == "Article 03"
    assert [card.title for card in home.seconds] == ["Article 24", "Article 23", "Article 22"]


@pytest.mark.parametrize(
    ("number", "seconds", "others", "sections"), [(1, 0, 0, 0), (3, 0, 2, 0), (5, 3, 1, 0), (25, 3, 4, 3)]
)
def test_no_article_is_on_the_home_page_twice(
    tmp_path: Path, number: int, seconds: int, others: int, sections: int
) -> None:
    home = _home(tmp_path, number)
    assert (len(home.seconds), len(home.cards), len(home.sections)) == (seconds, others, sections)
    shown = _shown(home)
    assert len(shown) == len(set(shown))
