"""Reads a draft with Pandoc, sandboxed: it can read and fetch nothing but the draft."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from studenthub.i18n import N_
from studenthub.importer.refusals import BROKEN, Refused
from studenthub.runtime import programs
from studenthub.styles.pandoc.worker import pandoc

#: Seconds of CPU time for a draft; one of 3,000 words takes half a second.
LIMIT = 30.0
#: The most memory for Pandoc, as its runtime counts it.
_MEMORY = "1g"
_READERS = {
    "docx": "docx",
    "odt": "odt",
    "rtf": "rtf",
    "html": "html+epub_html_exts",
    "md": "markdown-yaml_metadata_block-example_lists-tex_math_single_backslash+lists_without_preceding_blankline"
    "-raw_tex-smart-implicit_figures+autolink_bare_uris-fancy_lists",
}


def read(kind: str, data: bytes) -> tuple[Any, dict[str, bytes]]:
    """Pandoc's tree of a draft, and its pictures by the name that the tree has for them. Raises Refused."""
    with tempfile.TemporaryDirectory(prefix="studenthub-") as name:
        folder = Path(name)
        (folder / "draft").write_bytes(data)
        media = folder / "media"
        command = (pandoc()[0], "+RTS", f"-M{_MEMORY}", "-RTS", "--sandbox", "-f", _READERS[kind], "-t", "json")
        try:
            done = programs.run((*command, "--extract-media", str(media), str(folder / "draft")), LIMIT)
        except programs.LimitReached:
            raise Refused(N_("this draft is too much to read"), N_("send it in parts")) from None
        if done.returncode:
            raise Refused(*BROKEN)
        try:
            tree = json.loads(done.stdout)
        except (ValueError, RecursionError):
            raise Refused(
                N_("this draft is nested too deeply"), N_("copy its text into a new file, and send that")
            ) from None
        pictures = (
            {str(path): path.read_bytes() for path in media.rglob("*") if path.is_file()} if media.is_dir() else {}
        )
    return tree, pictures
