"""``hub import`` on a disk: pictures, what is there already, and what is left where a file cannot be written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

import hubs

DRAFT = "# A night on call\n\nAnn Author\n\n![A curve that falls](curve.png)\n\nStudents sleep four hours.\n"
CITING = DRAFT.replace("![A curve that falls](curve.png)", "They sleep (Author, 2018).") + (
    "\n## References\n\nAuthor, A. (2018). One thing and another. Example Journal, 1(2), 3-4.\n"
)


def picture(colour: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 6), (colour, 0, 0)).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    hubs.write(
        tmp_path,
        {
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/plain.md": hubs.article("Text."),
            "docs/articles/own/index.md": hubs.article("Text."),
            "draft.md": DRAFT,
        },
    )
    (tmp_path / "curve.png").write_bytes(picture(1))
    return tmp_path


def imported(hub: Path, *options: str, draft: str = "draft.md") -> hubs.Run:
    return hubs.run(hub, ["hub", "import", draft, *options])


def test_pictures_come_into_the_folder_of_the_article(hub: Path) -> None:
    dry = imported(hub, "--dry-run")
    assert "+++ docs/articles/a-night-on-call/curve.png (" in dry.output
    assert not (hub / "docs/articles/a-night-on-call").exists()
    assert imported(hub).status == 0
    assert (hub / "docs/articles/a-night-on-call/curve.png").is_file()
    again = imported(hub)
    assert again.status == 0
    assert "nothing was written" in again.output, "the picture there is that of the draft"


def test_a_picture_with_the_name_of_another_stops_the_import(hub: Path) -> None:
    other = hub / "docs/articles/own/curve.png"
    other.write_bytes(picture(2))
    ran = imported(hub, "--into", "docs/articles/own/index.md")
    assert ran.status == 2
    assert "there is a picture docs/articles/own/curve.png already, and it is not that of the draft" in ran.output
    assert other.read_bytes() == picture(2)
    assert (hub / "docs/articles/own/index.md").read_text() == hubs.article("Text.")


def test_an_article_without_a_folder_has_no_room_for_pictures(hub: Path) -> None:
    ran = imported(hub, "--into", "docs/articles/plain.md")
    assert (
        ran.output
        == "hub: the draft has pictures (move docs/articles/plain.md to docs/articles/plain/index.md first)\n"
    )
    assert ran.status == 2


def test_a_slug_that_a_file_or_a_folder_has_is_taken(hub: Path) -> None:
    said = "hub: there is an article plain already (give the new one another name with --slug)\n"
    assert imported(hub, "--slug", "plain").output == said
    (hub / "draft.md").write_text(CITING)
    assert imported(hub, "--slug", "own").output == said.replace("plain", "own")


@pytest.mark.parametrize("content", [b"---\ntitle: \xff\n---\n", b"---\n" + b"title: [\n" * 60 + b"---\n\nText.\n"])
def test_an_article_that_cannot_be_read_is_left_alone(content: bytes, hub: Path) -> None:
    (hub / "draft.md").write_text(CITING)
    article = hub / "docs/articles/plain.md"
    article.write_bytes(content)
    ran = imported(hub, "--into", "docs/articles/plain.md")
    assert ran.status == 2
    assert ran.output.endswith("(fix it first: hub check says how)\n")
    assert article.read_bytes() == content
    assert not list((hub / "bib").iterdir())


def test_where_the_article_cannot_be_written_nothing_is_left_of_it(hub: Path) -> None:
    (hub / "draft.md").write_text(CITING)
    before = sorted(path for path in hub.rglob("*") if ".cache" not in path.parts)
    (hub / "docs/articles").rename(hub / "docs/elsewhere")
    (hub / "docs/articles").write_text("This is no folder.")
    ran = imported(hub)
    assert ran.status == 2
    assert "docs/articles" in ran.output
    (hub / "docs/articles").unlink()
    (hub / "docs/elsewhere").rename(hub / "docs/articles")
    assert sorted(path for path in hub.rglob("*") if ".cache" not in path.parts) == before


def test_a_draft_may_come_from_another_program(hub: Path) -> None:
    given = io.TextIOWrapper(io.BytesIO(CITING.encode()), encoding="utf-8")
    ran = hubs.run(hub, ["hub", "import", "-"], given)
    assert ran.output.startswith(
        "docs/articles/a-night-on-call.md and bib/a-night-on-call.bib made from standard input"
    )


def test_a_day_in_another_form_of_iso_8601_is_written_as_the_hub_reads_it(hub: Path) -> None:
    (hub / "draft.md").write_text(CITING)
    assert imported(hub, "--date", "20260313").status == 0
    assert "\ndate: 2026-03-13\n" in (hub / "docs/articles/a-night-on-call.md").read_text()
