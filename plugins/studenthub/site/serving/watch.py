"""Watches folders for changes: by events of the system, or by polling where there are none."""

from __future__ import annotations

from pathlib import Path

from watchdog import events, observers
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

#: A file that is only read has not changed; the system tells of that as well.
_CHANGES = [
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
    events.DirMovedEvent,
]
#: Seconds between two looks.
INTERVAL = 0.5


class _OneFile(FileSystemEventHandler):
    """Passes on what happens to one file in a folder: editors put a new file in the place of the old one."""

    def __init__(self, handler: FileSystemEventHandler, path: Path) -> None:
        self._handler, self._path = handler, str(path)

    def dispatch(self, event: FileSystemEvent) -> None:
        """Called by the observer."""
        if self._path in (event.src_path, event.dest_path):
            self._handler.dispatch(event)


class Watcher:
    """An object that MkDocs' server takes for its observer."""

    def __init__(self) -> None:
        self._observer: BaseObserver = observers.Observer()
        self._scheduled: list[tuple[FileSystemEventHandler, str, bool]] = []

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> ObservedWatch:
        """Tell ``handler`` of changes of a file, or below a folder."""
        if Path(path).is_file():
            handler, path, recursive = _OneFile(handler, Path(path)), str(Path(path).parent), False
        self._scheduled.append((handler, path, recursive))
        return self._observer.schedule(handler, path, recursive=recursive, event_filter=list(_CHANGES))

    def unschedule(self, watch: ObservedWatch) -> None:
        """Undo ``schedule``."""
        self._observer.unschedule(watch)

    def start(self) -> None:
        """Begin. Where the system has no more watches to give, or none for such a disk, it is done by looking."""
        try:
            self._observer.start()
        except OSError:
            self._observer = PollingObserver(timeout=INTERVAL)
            for handler, path, recursive in self._scheduled:
                self._observer.schedule(handler, path, recursive=recursive)
            self._observer.start()

    def stop(self) -> None:
        """End."""
        self._observer.stop()

    def join(self) -> None:
        """Wait for the end."""
        self._observer.join()
