"""The settings of the site, independent of the generator."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from markdown.extensions import Extension

import studenthub
from studenthub.model.settings import Settings
from studenthub.source.text import Text
from studenthub.styles import Style

#: The templates, stylesheets and scripts of every hub.
THEME = Path(studenthub.__file__).parent / "theme"
NO_FOLDERS = "use_directory_urls in mkdocs.yml must be true: feeds, records and the search lead there"


@dataclass(frozen=True, slots=True)
class Levels:
    """How grave it is, as a level of ``logging``, that a link leads nowhere, and that it does in one of four ways.

    ``not_found`` is of the name of a file that is not there, ``unrecognized`` of what names no file, ``absolute`` of an
    address that begins with a slash, ``anchors`` of a place that a page does not have.
    """

    not_found: int = logging.WARNING
    unrecognized: int = logging.INFO
    absolute: int = logging.INFO
    anchors: int = logging.INFO


@dataclass(frozen=True, slots=True)
class EditLinks:
    """Where the text of a page can be changed: ``uri`` or ``template`` is below ``repo``, or a whole address.

    ``template`` may hold {path} and {path_noext}.
    """

    repo: str = ""
    uri: str = ""
    template: str = ""

    def of(self, path: str) -> str:
        """The address for a file of docs/; "" if there is none."""
        if not self.template and not self.uri:
            return ""
        noext = posixpath.splitext(path)[0]
        uri = self.template.format(path=path, path_noext=noext) if self.template else self.uri + path
        repo = self.repo if not self.repo or self.repo.endswith("/") or uri.startswith(("?", "#")) else f"{self.repo}/"
        return urljoin(repo, uri)


@dataclass(frozen=True)
class SiteSettings:
    """All that the site is made from besides the texts.

    ``folder`` is where the site is to be, ``templates`` are the folders of templates, the hub's own before the theme's:
    of two files with one name the first counts. ``files`` are those outside of docs/ that a build reads: settings,
    sources and styles; ``config_files`` are those of the settings.
    ``extensions`` are those of Python-Markdown, with their options by name. ``bibs`` are sources that came from an
    address. ``door`` is the folder of the package that fills templates, ``others`` are plugins and hooks that take
    part, and may look at anything. ``excludes`` says of a path below docs/ whether it is left out.
    """

    hub: Settings
    style: Style
    folder: Path
    templates: tuple[Path, ...]
    files: Sequence[Path] = ()
    config_files: Sequence[Path] = ()
    extensions: Sequence[str | Extension] = ()
    extension_options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    levels: Levels = Levels()
    edit: EditLinks = EditLinks()
    bibs: Sequence[Text] = ()
    door: Path = Path(__file__).parent
    others: Sequence[str] = ()
    excludes: Callable[[str], bool] = lambda _: False

    @property
    def docs(self) -> Path:
        """The folder of the texts."""
        return self.hub.root / self.hub.docs_dir
