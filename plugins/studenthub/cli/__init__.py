"""The command ``hub``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from studenthub.runtime import gc_pause


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit status."""
    try:
        # This takes a moment, in which somebody may think better of it.
        command_line = gc_pause.loaded("studenthub.cli.command_line")
    except KeyboardInterrupt:
        sys.stderr.write("\nhub: stopped\n")
        return 2
    return int(command_line.main(arguments))


__all__ = ["main"]
