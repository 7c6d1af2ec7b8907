"""The part of mkdocs-bibtex that the hub uses: its options and its downloads.

Its formatting and its regular expressions corrupt pages, so they never run. The package is unmaintained; to live
without it, write BibOptions and the two functions imported below here, and nothing else changes.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs_bibtex.config import BibTexConfig
from mkdocs_bibtex.plugin import BibTexPlugin
from mkdocs_bibtex.utils import get_path_relative_to_mkdocs_yaml, tempfile_from_url

from studenthub.model.options import BadSettings
from studenthub.model.settings import bib_files
from studenthub.source.text import Text

BibOptions = BibTexConfig


class BibTexFront(BibTexPlugin):  # type: ignore[misc] # mkdocs-bibtex has no types
    """A plugin that takes the options of mkdocs-bibtex and leaves pages alone."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Replaces the reading with pybtex, which stops at the first bad entry."""
        return config

    def on_page_markdown(self, markdown: str, **_: object) -> str:
        """Replaces the replacing of text, which reaches into code and links."""
        return markdown

    def local_bib_files(self, config: MkDocsConfig) -> tuple[str, ...]:
        """The .bib files that ``bib_file`` or ``bib_dir`` name, relative to mkdocs.yml."""
        root = Path(config.config_file_path).resolve().parent
        if self.config.bib_file and not _is_url(self.config.bib_file):
            path = get_path_relative_to_mkdocs_yaml(self.config.bib_file, config)
            return (Path(os.path.relpath(path, root)).as_posix(),)
        if self.config.bib_dir and not self.config.bib_file:
            return bib_files(root, os.path.relpath(self.config.bib_dir, root))
        return ()

    def remote_bibs(self) -> tuple[Text, ...]:
        """The files that ``bib_file`` names by address, also Zotero's. Raises BadSettings if one cannot be fetched."""
        return (_download(self.config.bib_file),) if self.config.bib_file and _is_url(self.config.bib_file) else ()

    def csl_path(self, config: MkDocsConfig) -> str:
        """The style file that ``csl_file`` names by path (relative to mkdocs.yml) or address; "" without one."""
        if not self.config.csl_file:
            return ""
        if _is_url(self.config.csl_file):
            return _csl(self.config.csl_file)
        return str(Path(get_path_relative_to_mkdocs_yaml(self.config.csl_file, config)).resolve())


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


@cache
def _download(url: str) -> Text:
    """The bibliography at an address, once for each run: a preview would otherwise ask again with every edit."""
    path = Path(_fetched("the bibliography", url, ".bib"))
    try:
        return Text(url, Text.read(path.parent, path.name).content)
    finally:
        path.unlink()


@cache
def _csl(url: str) -> str:
    return _fetched("the citation style", url, ".csl")


def _fetched(name: str, url: str, suffix: str) -> str:
    """The path of a temporary file with what is at an address. Raises BadSettings."""
    try:
        return str(tempfile_from_url(name, url, suffix))
    except (RuntimeError, UnboundLocalError):
        # The second is what mkdocs-bibtex raises when Zotero has not answered three times.
        raise BadSettings(f"{name} cannot be fetched from {url}; check the address, and try again") from None
