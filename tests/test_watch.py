"""What a preview is told of changes on the disk, by the system or by looking."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from watchdog import observers
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from studenthub.site.serving import watch
from studenthub.site.serving.watch import Watcher


class Told(FileSystemEventHandler):
    """Keeps the names of files that have changed."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.has_changed = threading.Event()

    def dispatch(self, event: FileSystemEvent) -> None:
        self.names.add(Path(str(event.src_path)).name)
        self.has_changed.set()


@pytest.mark.parametrize("has_watches", [True, False])
def test_a_change_is_noticed_though_the_system_has_no_watch_left(
    has_watches: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(watch, "INTERVAL", 0.02)
    watcher, told = Watcher(), Told()
    if not has_watches:
        monkeypatch.setattr(observers.Observer, "start", refuse)
    watcher.schedule(told, str(tmp_path), recursive=True)
    watcher.start()
    (tmp_path / "new.md").write_text("Text.")
    assert told.has_changed.wait(20)
    watcher.stop()
    watcher.join()
    assert "new.md" in told.names


def test_of_one_file_its_neighbours_are_no_news(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("a: 1")
    watcher, told = Watcher(), Told()
    watcher.schedule(told, str(tmp_path / "mkdocs.yml"))
    watcher.start()
    (tmp_path / "neighbour.md").write_text("Text.")
    (tmp_path / "mkdocs.new").write_text("a: 2")
    (tmp_path / "mkdocs.new").replace(tmp_path / "mkdocs.yml")
    assert told.has_changed.wait(20)
    watcher.stop()
    watcher.join()
    assert "neighbour.md" not in told.names


def test_what_is_not_scheduled_any_more_is_no_news(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    watcher, before, after = Watcher(), Told(), Told()
    watched = watcher.schedule(before, str(tmp_path / "one"))
    watcher.schedule(after, str(tmp_path / "two"))
    watcher.start()
    watcher.unschedule(watched)
    (tmp_path / "one/a.md").write_text("Text.")
    (tmp_path / "two/b.md").write_text("Text.")
    assert after.has_changed.wait(20)
    watcher.stop()
    watcher.join()
    assert before.names == set()
