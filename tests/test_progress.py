"""What is said of something that takes long."""

from __future__ import annotations

import io

import pytest

from studenthub.runtime import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Moments, in seconds: the first, and then one for each thing."""
    moments: list[float] = []
    monkeypatch.setattr(progress.time, "monotonic", lambda: moments.pop(0))
    return moments


def said(out: io.StringIO, count: int) -> str:
    assert list(progress.shown("Making pages", range(count), out)) == list(range(count))
    return out.getvalue()


def test_nothing_is_said_of_what_is_quick(clock: list[float]) -> None:
    clock += [0.0, 0.1, 0.2, 0.9]
    assert said(Terminal(), 3) == ""


def test_a_terminal_has_one_line_that_goes_at_the_end(clock: list[float]) -> None:
    clock += [0.0, 0.5, 1.5, 1.55, 2.0]
    line = "Making pages: 1 of 4"
    assert said(Terminal(), 4) == f"\r{line}\rMaking pages: 3 of 4\r{' ' * len(line)}\r"


def test_a_log_has_lines(clock: list[float]) -> None:
    clock += [0.0, 5.0, 12.0, 13.0, 30.0]
    assert said(io.StringIO(), 4) == "Making pages: 1 of 4 (12 s)\nMaking pages: 3 of 4 (30 s)\n"


def test_nothing_to_do(clock: list[float]) -> None:
    clock += [0.0]
    assert said(Terminal(), 0) == ""
