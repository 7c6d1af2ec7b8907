"""Pictures: what they say about people is found and taken out, what nobody can show is refused, and what belongs to a
draft is not published."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageSequence, ImageStat

import hubs
import photographs
from photographs import SECRET
from studenthub.pictures import Facts, Pictures, facts
from studenthub.pictures.opening import Refused
from studenthub.pictures.publishing import published
from studenthub.runtime.cache import Cache
from texts import times

PLACED, WORDED, BOMBS = photographs.placed(), photographs.worded(), photographs.bombs()
NOTHING = ("GPS", "Exif", "XMP", "http://ns.adobe", "Photoshop", "ICC_PROFILE", "Raw profile", "Invented", "ward 7")


def shown(content: bytes) -> list[Image.Image]:
    """What a browser shows: the frames, upright."""
    with Image.open(io.BytesIO(content)) as image:
        return [frame.convert("RGBA") for frame in ImageSequence.Iterator(image)]


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart, from 0 to 255, in the mean."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("name", PLACED)
def test_a_place_is_found_in_every_container(name: str) -> None:
    assert facts.look(PLACED[name]).has_place


@pytest.mark.parametrize("name", WORDED)
def test_a_text_is_found_in_every_container(name: str) -> None:
    assert SECRET in facts.look(WORDED[name]).texts


def test_an_owner_is_found_and_what_programs_write_is_not() -> None:
    assert facts.look(photographs.jpeg(owner=True)).owner == ("the name of the camera's owner",)
    for text in ("OLYMPUS DIGITAL CAMERA", "Screenshot", "-", "Created with GIMP"):
        assert facts.look(photographs.jpeg(text=text)) == facts.look(photographs.jpeg())


@pytest.mark.parametrize(
    ("form", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")]
)
def test_nothing_is_wider_than_a_page(form: str, mode: str) -> None:
    wide = photographs.drawing((2400, 600), mode)
    with Image.open(io.BytesIO(published(photographs.saved(wide, form)))) as picture:
        assert (picture.size, picture.format) == ((1600, 400), form)
        assert difference(picture, wide.convert("RGB").resize((1600, 400))) < 5
    narrow = photographs.saved(photographs.drawing((1600, 300), mode), form)
    with Image.open(io.BytesIO(published(narrow))) as picture:
        assert picture.size == (1600, 300)


@pytest.mark.parametrize("name", [*PLACED, *WORDED])
def test_what_is_published_shows_the_same_and_says_nothing(name: str) -> None:
    content = (PLACED | WORDED)[name]
    made = published(content)
    told = facts.look(made)
    assert (told.wrong, told.kind) == ("", Path(name).suffix[1:])
    assert (told.has_place, told.owner, told.texts, told.credits) == (False, (), (), ())
    assert [word for word in NOTHING if word.lower().encode() in made.lower()] == []
    before, after = shown(content), shown(made)
    assert len(before) == len(after)
    assert max(map(difference, before, after)) < 3
    assert published(content) == made


@pytest.mark.parametrize("name", ["moving.webp", "moving.png", "moving.gif"])
def test_an_animation_keeps_its_times(name: str) -> None:
    with Image.open(io.BytesIO(published((PLACED | WORDED)[name]))) as image:
        times = [(frame.load(), frame.info["duration"])[1] for frame in ImageSequence.Iterator(image)]
        assert times == [100, 200, 300]
        assert image.info["loop"] == 0


@pytest.mark.parametrize("held", range(1, 9))
def test_a_picture_stays_upright(held: int) -> None:
    content = photographs.jpeg(held=held)
    with Image.open(io.BytesIO(content)) as image:
        upright = published(content)
        told = facts.look(content)
        assert Image.open(io.BytesIO(upright)).size == (told.width, told.height)
        assert (told.width > told.height) == (held < 5)
        turned = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_270, 8: Image.Transpose.ROTATE_90}.get(held)
        if turned is not None:
            assert difference(image.transpose(turned), shown(upright)[0]) < 3


def test_colours_are_those_of_the_web() -> None:
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    assert published(photographs.saved(photographs.drawing(), "JPEG", icc_profile=swapped.tobytes()))
    print_ = photographs.drawing(mode="CMYK")
    with Image.open(io.BytesIO(published(photographs.saved(print_, "JPEG")))) as image:
        assert image.mode == "RGB"
        assert difference(print_, image) < 4


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_no_pixel_of_a_png_changes(mode: str) -> None:
    picture = photographs.drawing(mode="L").convert("I;16") if mode == "I;16" else photographs.drawing(mode=mode)
    content = photographs.saved(picture, "PNG", **({"transparency": 3} if mode == "P" else {}))
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(published(content))) as after:
        assert (before.mode, before.tobytes()) == (after.mode, after.tobytes())
        assert before.convert("RGBA").tobytes() == after.convert("RGBA").tobytes()


@pytest.mark.parametrize("name", BOMBS)
def test_what_nobody_can_show_is_refused(name: str) -> None:
    assert facts.look(BOMBS[name]).wrong
    with pytest.raises(Refused):
        published(BOMBS[name])


def test_what_is_known_of_a_picture_is_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    content = PLACED["exif.jpg"]
    found = Pictures(cache).facts(content)
    cache.close()
    again = Cache(tmp_path / "cache.sqlite")
    assert Pictures(again).facts(content) == found == facts.look(content)
    assert again.kinds()["looks"][0] == 1
    again.close()


@times(1.5)
@given(st.sampled_from(sorted(PLACED | WORDED)), st.data())
def test_no_damage_is_more_than_a_message(name: str, data: st.DataObject) -> None:
    content = bytearray((PLACED | WORDED)[name])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, min(len(content) - 1, 3_000)))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(content) // 2, len(content)))
    damaged = bytes(content[:cut])
    assert isinstance(facts.look(damaged), Facts)
    try:
        made = published(damaged)
    except Refused:
        return
    assert not facts.look(made).has_place


# --- in a hub ---------------------------------------------------------------------------------------------------------


def write(folder: Path, texts: Mapping[str, str], pictures: Mapping[str, bytes]) -> None:
    hubs.write(folder, {"docs/index.md": "# Home\n", "docs/topics/testing.md": hubs.TOPIC} | dict(texts))
    for name, content in pictures.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@pytest.mark.parametrize(
    ("pictures", "code"),
    [(PLACED, "HUB508"), (WORDED, "HUB509"), (BOMBS, "HUB617 or HUB619")],
    ids=["place", "text", "bomb"],
)
def test_the_check_says_so(pictures: Mapping[str, bytes], code: str, tmp_path: Path) -> None:
    body = "\n\n".join(f"![What it shows]({name})" for name in pictures)
    write(tmp_path, {}, {f"docs/articles/a/{name}": content for name, content in pictures.items()})
    problems = hubs.found(tmp_path, {"docs/articles/a/index.md": hubs.article(body)})
    places = {Path(problem.place.path).name for problem in problems if problem.code in code}
    assert places == set(pictures)
    assert not any("Invented" in problem.message + problem.hint for problem in problems)


def test_a_text_that_is_about_no_patient_is_advice(tmp_path: Path) -> None:
    picture = photographs.jpeg(text="Our common room at three in the morning")
    write(tmp_path, {}, {"docs/articles/a/room.jpg": picture})
    files = {"docs/articles/a/index.md": hubs.article("![What it shows](room.jpg)")}
    assert hubs.found(tmp_path, files) == []
    assert [problem.code for problem in hubs.found(tmp_path, files, advice=True) if problem.code[3] in "56"] == [
        "HUB515"
    ]


def test_nothing_of_a_draft_is_published_before_its_day(tmp_path: Path) -> None:
    plain = photographs.jpeg()
    write(
        tmp_path,
        {
            "docs/articles/shown/index.md": hubs.article("![What it shows](one.jpg)\n\n[Large](l%61rge-one.jpg)"),
            "docs/articles/draft/index.md": hubs.article("![What it shows](scan.jpg)", draft="true"),
            "docs/articles/later/index.md": hubs.article(
                "Text.", date="2098-07-11", image="{src: head.jpg, alt: What it shows}"
            ),
            "docs/articles/flat.md": hubs.article(
                "![What it shows](beside.jpg)\n\n![Another][it]\n\n[it]: odd-name.jpg", draft="true"
            ),
            "docs/articles/other.md": hubs.article("Text.", image="{src: lead.jpg, alt: What it shows}"),
            "docs/index.md": "# Home\n\n![What it shows](home.jpg)\n",
        },
        dict.fromkeys(
            [
                "docs/articles/shown/one.jpg", "docs/articles/shown/large-one.jpg", "docs/articles/shown/left-over.jpg",
                "docs/articles/draft/scan.jpg", "docs/articles/draft/second.jpg", "docs/articles/later/head.jpg",
                "docs/articles/beside.jpg", "docs/articles/odd-name.jpg", "docs/articles/lead.jpg", "docs/home.jpg",
                "docs/logo.jpg",
            ],
            plain,
        ),
    )  # fmt: skip
    built = hubs.run(tmp_path, ["mkdocs", "build"])
    site = tmp_path / "site"
    found = {path.relative_to(site).as_posix() for path in site.rglob("*.jpg")}
    # What pages show has the same pixels everywhere, and is no wider than 480 of them.
    (smaller,) = (path for path in found if path.startswith("assets/pictures/"))
    linked = {"articles/shown/large-one.jpg", "home.jpg", "logo.jpg"}
    assert found == {smaller, *linked}, built.output
    folder = tmp_path / "elsewhere"
    made = hubs.run(tmp_path, ["hub", "build", str(folder)])
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.jpg")}
    assert found == {smaller, *linked}, made.output
    # Another generator gets the texts as they were written, and the pictures under the names that these say.
    assert hubs.run(tmp_path, ["hub", "build", "--markdown", str(tmp_path / "texts")]).status == 0
    folder = tmp_path / "texts"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.jpg")}
    assert found == {"articles/shown/one.jpg", "articles/lead.jpg", *linked}


def test_a_build_takes_over_what_has_not_changed_and_makes_what_has(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"docs/articles/a/index.md": hubs.article("![What it shows](one.jpg)")},
        {"docs/articles/a/one.jpg": photographs.jpeg(text="Our common room at night")},
    )

    def shown() -> Path:
        assert hubs.build(tmp_path).status == 0
        (image,) = hubs.page(tmp_path, "articles/a").xpath("//article//img/@src")
        return (tmp_path / "site/articles/a" / image).resolve()

    picture = shown()
    first = picture.read_bytes(), picture.stat().st_ino
    assert b"common room" not in first[0]
    (tmp_path / "docs/articles/b.md").write_text(hubs.article())
    assert shown() == picture
    assert (picture.read_bytes(), picture.stat().st_ino) == first
    (tmp_path / "docs/articles/a/one.jpg").write_bytes(photographs.saved(photographs.drawing((200, 100)), "JPEG"))
    assert Image.open(shown()).size == (200, 100)
    assert not picture.exists()
