"""The lowest Python that README names: Debian 12's own is 3.11.2, whose patterns have a fault that 3.11.5 fixed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import pytest

import hubs

#: Prints what modules that need no package make of each text on standard input.
_PROGRAM = """
import json, sys
from dataclasses import asdict
from studenthub.parse import bibtex, latex
from studenthub.parse.markdown import citations, running_text
answers = []
for text in json.load(sys.stdin):
    groups = [asdict(group) for group in citations.find(running_text.blank(text))]
    entries = [repr(part) for part in bibtex.entries(text)]
    answers.append([running_text.blank(text), running_text.plain(text), groups, entries, latex.to_text(text)])
print(json.dumps(answers))
"""


def test_no_group_repeats_possessively() -> None:
    # Before Python 3.11.5 such a group may miss what it should match, when its last repetition begins and fails
    # (https://github.com/python/cpython/issues/106052). An atomic group says the same: (?>(?:…)*) for (?:…)*+.
    wrong = []
    for path in sorted((hubs.PROJECT / "plugins").rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"(?<!\\)[)}](?:[*+?]|\{\d+(?:,\d*)?\})\+", line):
                wrong.append(f"{path.name}:{number}: {line.strip()}")
    assert not wrong


def test_debians_python_reads_what_this_one_reads() -> None:
    debian = shutil.which("python3.11", path="/usr/bin")
    version = subprocess.run([debian, "-V"], capture_output=True, text=True, check=False).stdout if debian else ""
    if not debian or not version < "Python 3.11.5":
        pytest.skip("no Python before 3.11.5 is on this machine")
    paths = [path for folder in ("docs", "bib", "tests/cases") for path in (hubs.PROJECT / folder).rglob("*.*")]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.suffix in (".md", ".bib", ".txt")]
    texts += ["x `code` `` y ` `` z [@a", "<!-- -- --> [a [b] c](d (e) f) [@a; [b] @c", "| a |\n| :-- |\n"]
    assert len(texts) > 40
    answers = [
        subprocess.run(
            [python, "-c", _PROGRAM],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": str(hubs.PROJECT / "plugins")},
        ).stdout
        for python in (sys.executable, debian)
    ]
    assert json.loads(answers[0]) == json.loads(answers[1])
