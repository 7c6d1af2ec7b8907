"""The command ``hub``."""

from studenthub.cli.main import main

__all__ = ["main"]
