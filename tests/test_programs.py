"""Limits of other programs: they count work, so a busy machine gives the same verdict."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

import hubs
from studenthub.markup import diagrams
from studenthub.runtime import programs
from studenthub.runtime.cache import Cache

_SPIN = "while True: pass"


def test_what_a_program_prints_and_its_status() -> None:
    ran = programs.run([sys.executable, "-c", "print(input()); raise SystemExit(3)"], 10.0, "é\n")
    assert (ran.stdout, ran.returncode) == ("é\n", 3)


def test_work_has_a_limit() -> None:
    with pytest.raises(programs.TooMuchWork, match="it worked for more than 0 seconds"):
        programs.run([sys.executable, "-c", _SPIN], 0.3)


def test_time_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "INTERVAL", 0.02)
    ran = programs.run([sys.executable, "-c", "import time; time.sleep(1.0); print('done')"], 0.5)
    assert ran.stdout == "done\n"


def test_a_program_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "INTERVAL", 0.02)
    monkeypatch.setattr(programs, "IDLE", 20)
    with pytest.raises(programs.NoProgress):
        programs.run([sys.executable, "-c", "import time; time.sleep(600)"], 100.0)


def test_a_program_that_stays_is_given_its_limit_for_each_question() -> None:
    code = "import sys, time\nfor line in sys.stdin:\n  end = time.process_time() + 0.25\n"
    code += "  while time.process_time() < end: pass\n  print(line, flush=True)"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        for _ in range(3):
            with programs.limited(process, 0.6):
                process.stdin.write("x\n")
                process.stdin.flush()
                process.stdout.readline()
        process.kill()


def test_many_at_once_on_a_busy_machine_are_all_drawn() -> None:
    """With a limit of 3 seconds that pass, each of these was refused at times."""
    hubs.needs_a_program()
    others = [subprocess.Popen([sys.executable, "-c", _SPIN]) for _ in range(20)]
    try:
        start, wrong = time.monotonic(), []
        page = '<pre class="mermaid"><code>graph TD\n A--&gt;B</code></pre>' * 2
        drawn = diagrams.draw(page, Cache(None), wrong.append)
        passed = time.monotonic() - start
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert wrong == [], f"after {passed:.1f} s"
    assert drawn.count("<img") == 2
