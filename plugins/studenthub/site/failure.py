"""The error that stops a build, in words for people."""

from __future__ import annotations

from studenthub.source.stop import Stop


class SiteFailed(Stop):
    """The site cannot be made, or not take its place; the message says why."""
