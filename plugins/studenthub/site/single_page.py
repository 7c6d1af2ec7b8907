"""One page of the site, built alone: with drafts, articles of the future, and with what is wrong on the page."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studenthub.model.settings import Settings

#: The environment variable that tells a build which pages to make, one on each line, relative to docs/. Problems do
#: not stop such a build.
PREVIEW = "HUB_PREVIEW"


class NotBuilt(Exception):
    """The page cannot be built; the message is what the build says."""


@contextmanager
def built(settings: Settings, path: str) -> Iterator[Path]:
    """A folder with the page of ``path``, relative to docs/, and what the page loads. Raises NotBuilt."""
    with tempfile.TemporaryDirectory(prefix="hub-preview-") as folder:
        site = Path(folder) / "site"
        # The site generator is a program beside the core, and no part of it.
        command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)]
        environment = os.environ | {PREVIEW: path, "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(
            command, cwd=settings.root, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode:
            raise NotBuilt(done.stderr.strip() or done.stdout.strip())
        yield site
