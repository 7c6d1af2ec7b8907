"""Fails for each module of which tests try less than 90 % of the branches: the end of ``make coverage``."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from coverage import Coverage

LEAST = 90


def main() -> int:
    """Read what the tests have reached; 0 where nothing is to do."""
    coverage = Coverage()
    coverage.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        coverage.json_report(outfile=str(report))
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    below = 0
    for path, file in sorted(files.items()):
        total, reached = file["summary"]["num_branches"], file["summary"]["covered_branches"]
        if 100 * reached < LEAST * total:
            below += 1
            print(f"{100 * reached // total:3} % of the branches of {path.partition('studenthub/')[2]}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
