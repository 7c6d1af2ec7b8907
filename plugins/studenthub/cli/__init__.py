"""The command ``hub``."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit status."""
    try:
        # This takes a moment, in which somebody may think better of it.
        from studenthub.cli.command_line import main as run
    except KeyboardInterrupt:
        sys.stderr.write("\nhub: stopped\n")
        return 2
    return run(arguments)


__all__ = ["main"]
