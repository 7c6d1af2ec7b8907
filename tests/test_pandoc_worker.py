"""A Pandoc that is too old, refuses, ends, hangs or works without an end: each is said in words."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pypandoc
import pytest

from studenthub.parse.markdown import citations
from studenthub.runtime import programs
from studenthub.styles import find
from studenthub.styles.pandoc import worker
from studenthub.styles.pandoc.worker import NotFormatted, TooMuchForPandoc, Worker, WorkerFailed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the program that answers is a script of the shell")


@pytest.fixture
def pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a program that takes the place of Pandoc, and may work for a moment."""
    path = tmp_path / "pandoc"
    monkeypatch.setattr(worker, "pandoc", lambda: (str(path), "3.2"))
    monkeypatch.setattr(worker, "LIMIT", 0.3)
    return path


@pytest.mark.parametrize(
    ("script", "kind", "said"),
    [
        ("""echo '{"ok": false, "error": "no such term"}'""", NotFormatted, "format its citations: no such term"),
        ("exit", TooMuchForPandoc, "Pandoc ended without an answer; is there enough memory?"),
        ("while :; do :; done", TooMuchForPandoc, "its citations take Pandoc more than 0 seconds; split it"),
        ("sleep 600", NotFormatted, "Pandoc has stopped without an answer; run the command again"),
    ],
    ids=["refuses", "ends", "works", "hangs"],
)
def test_what_pandoc_does_instead_of_an_answer(
    pandoc: Path, script: str, kind: type[Exception], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if script.startswith("sleep"):
        monkeypatch.setattr(programs, "INTERVAL", 0.02)
        monkeypatch.setattr(programs, "IDLE", 10)
    pandoc.write_text(f"#!/bin/sh\nwhile read question; do {script}; done\n")
    pandoc.chmod(0o755)
    asked = Worker()
    for _ in range(2):  # it is started anew where it has ended
        with pytest.raises(kind, match=said) as raised:
            asked.ask([], find("apa"), [citations.only("one")])
        assert type(raised.value) is kind
    asked.close()


def test_pandoc_may_refuse_formulas(pandoc: Path) -> None:
    pandoc.write_text("""#!/bin/sh\nread question\necho '{"ok": false, "error": "no such sign"}'\n""")
    pandoc.chmod(0o755)
    asked = Worker()
    asked.start()
    with pytest.raises(NotFormatted, match="Pandoc could not read its formulas: no such sign"):
        asked.formulas([("x", False)])
    asked.close()


@pytest.mark.parametrize("is_killed", [False, True])
def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_killed: bool
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    asked = Worker()
    assert asked.formulas([("x", False)])
    if is_killed:
        monkeypatch.setattr(worker, "LIMIT_OF_FORMULAS", 0.0)
        monkeypatch.setattr(programs, "INTERVAL", 0.01)
        with pytest.raises(TooMuchForPandoc):
            asked.formulas([("x", False)] * 20_000)
    asked.close()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("version", "said"), [("2.19.2", "Pandoc 2.19.2 is too old"), ("", "Pandoc is missing")])
def test_a_pandoc_that_is_too_old_or_missing_is_named(version: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> str:
        if not version:
            raise OSError("No pandoc was found")
        return version

    monkeypatch.setattr(pypandoc, "get_pandoc_version", told)
    worker.pandoc.cache_clear()
    with pytest.raises(WorkerFailed, match=said):
        worker.pandoc()
