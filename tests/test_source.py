"""Places: lines and columns from 1, whatever bytes the file has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.source.text import NotUtf8, Place, Text


@pytest.mark.parametrize(
    ("content", "offset", "place"),
    [
        ("", 0, "a.md:1:1"),
        ("one\ntwo", 0, "a.md:1:1"),
        ("one\ntwo", 2, "a.md:1:3"),
        ("one\ntwo", 3, "a.md:1:4"),  # the line break itself
        ("one\ntwo", 4, "a.md:2:1"),
        ("one\ntwo", 7, "a.md:2:4"),  # after the last character
        ("\n\n\nx", 3, "a.md:4:1"),
        ("é😀x", 2, "a.md:1:3"),  # characters, not bytes
        ("a\u2028b\x0cc", 4, "a.md:1:5"),  # no editor counts these as lines
    ],
)
def test_place(content: str, offset: int, place: str) -> None:
    assert str(Text("a.md", content).place(offset)) == place


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (b"", ""),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        (b"\xef\xbb\xbf---\r\n", "---\n"),
        ("a\u2028é😀".encode(), "a\u2028é😀"),
        (b"a\x00b", "a\x00b"),
    ],
    ids=["empty", "line ends of three systems", "byte order mark", "beyond ASCII", "NUL"],
)
def test_read(data: bytes, content: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(data)
    assert Text.read(tmp_path, "a.md") == Text("a.md", content)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff", "a.md:1:1"),
        ("é".encode("latin-1"), "a.md:1:1"),
        (b"one\ntw\xe9", "a.md:2:3"),
        ("één ".encode() + b"\xe9", "a.md:1:5"),
        (b"one\r\ntwo\rthr\xe9e", "a.md:3:4"),
        (b"\xef\xbb\xbfone\nt\xe9", "a.md:2:2"),
        (b"\xef\xbb\xbf\xe9", "a.md:1:1"),
        ("one".encode("utf-16"), "a.md:1:1"),
        (b"ab\xe2\x82", "a.md:1:3"),  # cut within a character
    ],
)
def test_what_is_not_utf8_is_told_with_its_place(data: bytes, place: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(data)
    with pytest.raises(NotUtf8) as raised:
        Text.read(tmp_path, "a.md")
    assert str(raised.value.place) == place
    assert str(raised.value) == f"{place}: not UTF-8"


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Text.read(tmp_path, "a.md")


@pytest.mark.skipif(os.name == "nt", reason="pipes in folders are Unix's")
def test_a_link_and_a_pipe_are_not_read(tmp_path: Path) -> None:
    """The one leads to what the student may not see, and the other never ends."""
    (tmp_path / "elsewhere.md").write_text("not ours")
    (tmp_path / "link.md").symlink_to(tmp_path / "elsewhere.md")
    os.mkfifo(tmp_path / "pipe.md")
    for name in ("link.md", "pipe.md"):
        with pytest.raises(OSError, match="it is a link or a pipe"):
            Text.read(tmp_path, name)


def test_places_sort_as_people_read() -> None:
    places = [Place("b", 1, 1), Place("a", 10, 1), Place("a", 9, 2), Place("a", 9, 1)]
    assert [str(place) for place in sorted(places)] == ["a:9:1", "a:9:2", "a:10:1", "b:1:1"]


@given(st.text(st.sampled_from("ab\n\r\u2028")), st.data())
def test_a_place_leads_back_to_its_character(content: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(content)))
    place = Text("a", content).place(offset)
    lines = content.split("\n")
    assert sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1 == offset
    assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(st.binary())
def test_any_bytes_are_a_text_or_not_utf8(data: bytes) -> None:
    try:
        assert "\r" not in Text.decode("a", data).content
    except NotUtf8:
        assert max(data) >= 0x80
