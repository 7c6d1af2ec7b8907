"""What is kept from one build to the next."""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

import hubs
from studenthub.cli import main
from studenthub.runtime import cache, lock
from studenthub.runtime.cache import Cache, digest
from studenthub.styles import formatter
from texts import tried


def test_what_is_kept_is_there_later(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "cache.sqlite"
    store = Cache(path)
    store.put("texts", "a", "Ünïcode" * 100)
    store.put_bytes("cards", "b", bytes(range(256)))
    assert store.get("a") == "Ünïcode" * 100
    store.close()
    again = Cache(path)
    assert "a" in again
    assert again.get("a") == "Ünïcode" * 100
    assert again.get_bytes("b") == bytes(range(256))
    assert again.get("c") is None
    assert "c" not in again
    rows = again.kinds()
    assert {kind: number for kind, (number, _) in rows.items()} == {"cards": 1, "texts": 1}
    assert rows["texts"][1] < 100
    again.close()


@pytest.mark.parametrize(
    "content",
    [b"aText", b"b" + zlib.compress(b"Text"), b"a" + zlib.compress(b"Text")[:-1], b"a" + zlib.compress(b"\xff"), "a"],
)
def test_a_row_that_is_damaged_or_of_another_name_is_none(tmp_path: Path, content: bytes | str) -> None:
    path = tmp_path / "cache.sqlite"
    store = Cache(path)
    store.put("texts", "a", "Text")
    store.close()
    assert Cache(path).get("a") == "Text"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE made SET content = ?", (content,))
    again = Cache(path)
    assert again.get("a") is None
    again.close()


def test_without_a_path_nothing_is_kept() -> None:
    store = Cache(None)
    store.put("texts", "a", "text")
    assert store.get("a") == "text"
    store.close()


def test_parts_that_run_together_have_different_digests() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", ""), digest("", "abc")}) == 5


@pytest.mark.parametrize(
    "content",
    [b"", b"no database", b"SQLite format 3\0" + bytes(84), bytes(10_000)],
    ids=["empty", "text", "head", "0"],
)
def test_a_foreign_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(content)
    store = Cache(path)
    store.put("texts", "a", "text")
    store.close()
    again = Cache(path)
    assert again.get("a") == "text"
    again.close()


def test_the_database_of_another_program_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE made (digest TEXT, content BLOB)")
    other.commit()
    other.close()
    store = Cache(path)
    store.put("texts", "a", "text")
    store.close()
    again = Cache(path)
    assert again.get("a") == "text"
    again.close()


def test_a_damaged_file_is_noticed_and_gone_after_the_build(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    store = Cache(path)
    for number in range(200):
        store.put("texts", f"{number:032}", f"text {number} " * 500)
    store.close()
    data = bytearray(path.read_bytes())
    data[8192:-4096] = b"\xff" * (len(data) - 12288)
    path.write_bytes(data)
    damaged = Cache(path)
    found = [damaged.get(f"{number:032}") for number in range(200)]
    assert all(text is None or text == f"text {number} " * 500 for number, text in enumerate(found))
    assert None in found
    damaged.put("texts", "new", "text")
    damaged.close()
    again = Cache(path)
    again.put("texts", "a", "text")
    again.close()
    last = Cache(path)
    assert last.get("a") == "text"
    last.close()


def _garbled(good: bytes) -> Iterator[bytes]:
    """A file with one wrong byte in the text of its schema, or many anywhere."""
    schema = good.index(b"CREATE TABLE")
    yield from (good[:at] + b"\xe1" + good[at + 1 :] for at in range(schema - 30, schema + 140, 9))
    for seed in range(60):
        random = Random(seed)
        data = bytearray(good)
        for _ in range(random.choice([1, 30, 300])):
            data[random.randrange(len(data))] = random.randrange(256)
        yield bytes(data)


def test_a_file_is_replaced_whatever_byte_is_wrong(tmp_path: Path) -> None:
    texts = {f"{number:032}": f"text {number} é" * 50 for number in range(100)}
    path = tmp_path / "whole" / "cache.sqlite"
    store = Cache(path)
    for name, text in texts.items():
        store.put("texts", name, text)
    store.close()
    for number, data in enumerate(tried(list(_garbled(path.read_bytes())))):
        garbled = tmp_path / str(number) / "cache.sqlite"
        garbled.parent.mkdir()
        garbled.write_bytes(data)
        # The first two may meet what is wrong, at the latest when they write.
        for turn in range(3):
            store = Cache(garbled)
            # No row is taken for another one, as an index that leads astray would have it.
            assert all(store.get(name) in (None, text) for name, text in texts.items())
            store.kinds()
            store.put("texts", f"new {turn}", "text")
            store.close()
        store = Cache(garbled)
        assert store.get("new 2") == "text"
        store.close()


def test_what_was_not_used_for_longest_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 5_000)
    path = tmp_path / "cache.sqlite"
    for day, name in enumerate("abcdef"):
        monkeypatch.setattr(cache.datetime, "date", _Day(day))
        store = Cache(path)
        store.get("a")
        store.put_bytes("cards", name, bytes(1_500))
        store.close()
    store = Cache(path)
    assert [name for name in "abcdef" if name in store] == ["a", "e", "f"]
    store.close()


def test_what_is_new_is_written_before_it_takes_much_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_HELD", 5_000)
    one, other = Cache(tmp_path / "cache.sqlite"), Cache(tmp_path / "cache.sqlite")
    for number in range(5):
        one.put_bytes("cards", str(number), bytes(1_500))
    assert [name for name in "01234" if name in other] == ["0", "1", "2", "3"]
    one.put_bytes("cards", "5", bytes(1_500))
    assert "5" not in other
    one.close()
    other.close()


def test_where_nothing_can_be_written_what_is_new_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_HELD", 5_000)
    (tmp_path / "file").write_text("")
    store = Cache(tmp_path / "file/cache.sqlite")
    for number in range(5):
        store.put_bytes("cards", str(number), bytes(1_500))
    assert [name for name in "01234" if name in store] == [*"01234"]
    store.close()


def test_where_a_folder_has_the_name_nothing_is_kept(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    store.put("texts", "a", "text")
    assert store.get("a") == "text"
    assert store.kinds() == {}
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_the_cache_of_a_build_that_is_at_work_is_not_cleared(tmp_path: Path) -> None:
    hubs.write(tmp_path, {})
    extracts = tmp_path / ".cache/studenthub/search/extracts"
    extracts.mkdir(parents=True)
    held = lock.acquire(extracts)
    assert main(["--root", str(tmp_path), "cache", "--clear"]) == 1
    assert extracts.is_dir()
    lock.release(held)
    assert main(["--root", str(tmp_path), "cache", "--clear"]) == 0
    assert not extracts.exists()


def test_a_cache_outside_of_the_hub_is_shown_and_cleared(tmp_path: Path) -> None:
    settings = hubs.write(tmp_path / "hub", {}) / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("bib_dir: bib", f"bib_dir: bib, cache_dir: {tmp_path / 'kept'}"))
    Cache(tmp_path / "kept/cache.sqlite").close()
    for arguments in ([], ["--clear"]):
        assert main(["--root", str(tmp_path / "hub"), "cache", *arguments]) == 0
    assert not (tmp_path / "kept/cache.sqlite").exists()


def test_formatted_citations_are_known_by_all_that_formats_them(monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[Path] = set()
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.add(path) or read_bytes(path))
    formatter.code_digest.cache_clear()
    formatter.code_digest()
    core = Path(formatter.__file__).parent.parent
    pieces = {"styles/formatter.py", "styles/pandoc/worker.lua", "templates/inlines.html", "html/sanitize.py"}
    pieces |= {"model/sources/bibliography.py", "parse/bibtex/__init__.py", "parse/latex/decoder.py"}
    assert {core / piece for piece in pieces} <= read


class _Day:
    """A clock that only knows which day it is."""

    def __init__(self, number: int) -> None:
        self._number = number

    def today(self) -> _Day:
        return self

    def toordinal(self) -> int:
        return self._number


def test_several_threads_and_processes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    stores = [Cache(path), Cache(path)]

    def work(number: int) -> None:
        for turn in range(50):
            stores[number % 2].put("texts", f"{number}-{turn}", f"text {number} {turn}")
            assert stores[number % 2].get(f"{number}-{turn}") == f"text {number} {turn}"

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    last = Cache(path)
    assert all(last.get(f"{number}-{turn}") == f"text {number} {turn}" for number in range(4) for turn in range(50))
    last.close()


def test_a_folder_that_cannot_be_written_to_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Cache(tmp_path / "file" / "cache.sqlite")
    store.put("texts", "a", "text")
    assert store.get("a") == "text"
    store.close()
