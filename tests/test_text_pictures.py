"""Pictures in the text of an article: their room on the page, and the files that a phone and a wide screen get."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

import hubs
import photographs
from studenthub.html import sanitize

PARAGRAPH = "Many words that fill the first screen of a phone. " * 14


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    hubs.needs_a_program()
    folder = tmp_path_factory.mktemp("pictures")
    wide, tall = photographs.drawing((2000, 1500)), photographs.drawing((500, 1000))
    body = "\n\n".join(
        [
            "![Seen at once](wide.jpg)",
            PARAGRAPH,
            "![Wide, with a caption](wide.jpg)\n\n/// caption\nA caption.\n///",
            "![Half](wide.jpg){ width=50% }",
            "![Fixed](tall.png){ width=100 }",
            "[![In a link](tall.png)](large.jpg)",
            "![In motion](moving.gif)",
        ]
    )
    hubs.write(
        folder,
        {
            "mkdocs.yml": hubs.MKDOCS_YML.replace("admonition,", "admonition, pymdownx.blocks.caption,"),
            "docs/index.md": "# Home\n",
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a/index.md": hubs.article(body),
        },
    )
    article = folder / "docs/articles/a"
    camera = photographs.exif(owner=True)
    (article / "wide.jpg").write_bytes(photographs.saved(wide, "JPEG", quality=95, exif=camera))
    (article / "tall.png").write_bytes(photographs.saved(tall, "PNG"))
    (article / "large.jpg").write_bytes(photographs.saved(wide, "JPEG"))
    frames = [Image.new("RGB", (30, 20), shade) for shade in ("red", "green", "blue")]
    frames[0].save(article / "moving.gif", save_all=True, append_images=frames[1:])
    built = hubs.run(folder, ["hub", "build", str(folder / "site")])
    assert built.status == 0, built.output
    return folder


def _images(site: Path) -> dict[str, html.HtmlElement]:
    return {image.get("alt"): image for image in hubs.page(site, "articles/a").xpath("//article//img")}


def test_each_has_its_room_before_it_is_there(site: Path) -> None:
    rooms = {alt: (image.get("width"), image.get("height")) for alt, image in _images(site).items()}
    assert rooms == {
        "Seen at once": ("2000", "1500"),
        "Wide, with a caption": ("2000", "1500"),
        "Half": ("2000", "1500"),
        "Fixed": ("100", "200"),
        "In a link": ("500", "1000"),
        "In motion": ("30", "20"),
    }
    assert _images(site)["Half"].get("style") == "width: 50%; --ratio: 1.333"


def test_only_those_below_the_first_screen_wait(site: Path) -> None:
    waiting = {alt: image.get("loading") for alt, image in _images(site).items()}
    assert waiting.pop("Seen at once") is None
    assert set(waiting.values()) == {"lazy"}


def test_a_browser_finds_every_file_that_it_may_choose(site: Path) -> None:
    page = site / "site/articles/a"
    image = _images(site)["Seen at once"]
    (webp,) = image.xpath("ancestor::picture//source")
    assert webp.get("type") == "image/webp"
    for choice, form in ((webp.get("srcset"), "WEBP"), (image.get("srcset"), "JPEG")):
        files = [candidate.split() for candidate in choice.split(", ")]
        assert [width for _, width in files] == ["480w", "960w", "1600w"]
        for address, width in files:
            with Image.open((page / address).resolve()) as made:
                assert (made.format, f"{made.width}w") == (form, width)
    assert image.get("src").endswith("-960.jpg")


def test_the_width_that_an_author_asks_for_is_what_a_browser_chooses_by(site: Path) -> None:
    sizes = {alt: image.get("sizes") for alt, image in _images(site).items()}
    assert sizes["Half"] == "33vw"
    assert sizes["Fixed"] == "100px"
    assert sizes["Wide, with a caption"] != sizes["Seen at once"]


def test_what_was_sent_is_nowhere_but_where_a_link_leads(site: Path) -> None:
    sent = {path.name for path in (site / "site/articles/a").iterdir()}
    assert sent & {"wide.jpg", "tall.png", "large.jpg", "moving.gif"} == {"large.jpg", "moving.gif"}
    (link,) = hubs.page(site, "articles/a").xpath("//article//a[picture]/@href")
    assert link == "large.jpg"
    published = [path.read_bytes() for path in (site / "site/assets/pictures").iterdir()]
    assert len(published) == 2 * (3 + 2)
    assert not any(b"Invented Owner" in content for content in published)


def test_readers_of_feeds_get_one_file_of_each_with_a_whole_address(site: Path) -> None:
    (item,) = json.loads((site / "site/feed.json").read_text(encoding="utf-8"))["items"]
    content = html.fromstring(item["content_html"])
    assert all(src.startswith("https://hub.example/") for src in content.xpath("//img/@src"))
    assert content.xpath("//img/@srcset | //source | //img[@style]") == []
    assert len(content.xpath("//img[@width][@height]")) == 6


@pytest.mark.parametrize(
    "attribute",
    [
        'srcset="https://elsewhere.example/a.jpg 480w"',
        'srcset="//elsewhere.example/assets/pictures/0123456789ab-480.webp 480w"',
        'srcset="../assets/pictures/0123456789ab-480.webp 480w, https://elsewhere.example/ 1600w"',
        'style="width: 50%; --ratio: 1.5; position: fixed"',
        'sizes="url(https://elsewhere.example/)"',
    ],
)
def test_a_choice_is_between_files_of_the_hub(attribute: str) -> None:
    assert sanitize.clean(f'<img src="a.jpg" {attribute}>') == '<img src="a.jpg">'
    ours = '<img src="a.jpg" srcset="../assets/pictures/0123456789ab-480.webp 480w" style="--ratio: 1.500">'
    assert sanitize.clean(ours) == ours
