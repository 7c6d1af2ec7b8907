"""A persistent Pandoc process: starting one costs four times as much as formatting an article."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

import pypandoc

from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime import programs
from studenthub.source.stop import Stop
from studenthub.styles.csl import Style
from studenthub.styles.pandoc import document

#: Older ones leave out the initials of editors and take a gigabyte (measured with 3.6.1).
OLDEST = (3, 8)
#: Seconds of CPU time for a document, and for formulas that are read at once. What people write takes a hundredth.
LIMIT, LIMIT_OF_FORMULAS = 20.0, 3.0


class WorkerFailed(Stop):
    """Pandoc is missing or too old."""


class NotFormatted(WorkerFailed):
    """Pandoc could not format a document. It can go on with others."""


class TooMuchForPandoc(NotFormatted):
    """A document needs more work or memory than Pandoc may have."""


@cache
def pandoc() -> tuple[str, str]:
    """The path and the version of Pandoc. Raises WorkerFailed."""
    try:
        path, version = str(pypandoc.get_pandoc_path()), str(pypandoc.get_pandoc_version())
    except OSError as error:
        raise WorkerFailed("Pandoc is missing; install the package pypandoc-binary") from error
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
        raise WorkerFailed(
            f"Pandoc {version} is too old; {OLDEST[0]}.{OLDEST[1]} or later is needed (package pypandoc-binary)"
        )
    return path, version


class Worker:
    """One Pandoc process, for one thread at a time. It starts with the first request, and again after a failure."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="studenthub-")

    def ask(self, items: Sequence[str], style: Style, groups: Sequence[CiteGroup] | None) -> str:
        """Pandoc's tree, as JSON, of ``groups`` and the list of references.

        ``items`` are the sources as CSL-JSON. Without groups, all of them are listed. Raises NotFormatted and
        WorkerFailed.
        """
        folder = self._own_folder()
        bibliography = folder / "items.json"
        bibliography.write_text(f"[{','.join(items)}]", encoding="utf-8")
        asked = document.of(groups, str(bibliography), str(style.file(folder)), style.locale)
        answer = self._exchange(json.dumps({"document": asked}), LIMIT)
        if not answer.get("ok"):
            raise NotFormatted(f"Pandoc could not format its citations: {str(answer.get('error'))[:300]}")
        return str(answer["answer"])

    def formulas(self, formulas: Sequence[tuple[str, bool]]) -> list[tuple[str, str]]:
        """Formulas in TeX, and whether each has a line of its own, as MathML; or "" and why it cannot be read.

        Raises NotFormatted and WorkerFailed.
        """
        asked = [{"tex": tex, "display": is_display} for tex, is_display in formulas]
        answer = self._exchange(json.dumps({"formulas": asked}), LIMIT_OF_FORMULAS)
        if not answer.get("ok"):
            raise NotFormatted(f"Pandoc could not read its formulas: {str(answer.get('error'))[:300]}")
        return [(str(made["html"]), str(made["wrong"])) for made in json.loads(str(answer["answer"]))]

    def start(self) -> None:
        """Start the process, if there is none. Raises WorkerFailed."""
        self._started()

    def close(self) -> None:
        """Stop the process and remove its folder."""
        self._stop()
        self._folder.cleanup()

    def _exchange(self, line: str, seconds: float) -> dict[str, object]:
        process = self._started()
        assert process.stdin
        assert process.stdout
        answer = ""
        try:
            with programs.limited(process, seconds), suppress(BrokenPipeError, ValueError):
                process.stdin.write(f"{line}\n")
                process.stdin.flush()
                answer = process.stdout.readline()
        except programs.TooMuchWork:
            self._stop()
            raise TooMuchForPandoc(
                f"its citations take Pandoc more than {seconds:.0f} seconds; split it into two pages"
            ) from None
        except programs.NoProgress:
            self._stop()
            raise NotFormatted("Pandoc has stopped without an answer; run the command again") from None
        if not answer:
            self._stop()
            raise TooMuchForPandoc("Pandoc ended without an answer; is there enough memory?")
        decoded = json.loads(answer)
        assert isinstance(decoded, dict)
        return decoded

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            script = files("studenthub.styles.pandoc") / "worker.lua"
            # It makes a file there, and leaves it behind when it is killed.
            temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self._own_folder()))
            self._process = subprocess.Popen(
                [pandoc()[0], "lua", str(script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # What it warns of (unknown keys) is checked before, and said better.
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                env={**os.environ, **temporary},
            )
        return self._process

    def _own_folder(self) -> Path:
        """The folder for what it is asked and what it makes; whoever tidies the system's may have taken it."""
        folder = Path(self._folder.name)
        folder.mkdir(exist_ok=True)
        return folder

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    with suppress(BrokenPipeError):
                        pipe.close()
            self._process = None
