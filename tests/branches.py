"""Names each module of which tests try less than 90 % of the branches: the end of ``make coverage``.

It fails for a module without a reason in ELSEWHERE, and for one whose reason is out of date.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from coverage import Coverage

LEAST = 90
#: What is tried by tests that ``make coverage`` leaves out, or cannot happen on the machine that runs it.
ELSEWHERE = {"runtime/lock.py": "Windows cannot lock a folder, and no test runs there"}


def main() -> int:
    """Read what the tests have reached; 0 where nothing is to do."""
    coverage = Coverage()
    coverage.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        coverage.json_report(outfile=str(report))
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    below = {}
    for path, file in files.items():
        total, reached = file["summary"]["num_branches"], file["summary"]["covered_branches"]
        if 100 * reached < LEAST * total:
            below[path.partition("studenthub/")[2]] = 100 * reached // total
    for path, percent in sorted(below.items()):
        print(f"{percent:3} % of the branches of {path}: {ELSEWHERE.get(path, 'TESTS ARE MISSING')}")
    for path in sorted(ELSEWHERE.keys() - below):
        print(f"{path} has {LEAST} % or more: delete its reason in {Path(__file__).name}")
    return 1 if below.keys() != ELSEWHERE.keys() else 0


if __name__ == "__main__":
    sys.exit(main())
