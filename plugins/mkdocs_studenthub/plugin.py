"""The plugin. Each hook passes MkDocs' values to the session and returns what the session returns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import Environment
from mkdocs.config.base import BaseConfigOption, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from mkdocs_studenthub import log, private, settings
from mkdocs_studenthub.bibtex_front import BibOptions, BibTexFront
from mkdocs_studenthub.session import Session
from studenthub.model import options
from studenthub.model.options import BadSettings, Option


class _HubOption(BaseConfigOption[Any]):
    """An option of the hub's own, which the core reads and refuses in the same words as ``hub check``."""

    def __init__(self, option: Option) -> None:
        super().__init__()
        self._option = option

    def run_validation(self, value: object) -> Any:
        try:
            return self._option.read(value)
        except BadSettings as wrong:
            raise ValidationError(str(wrong)) from None


#: The options in mkdocs.yml: those of mkdocs-bibtex, and the hub's own.
HubOptions = type("HubOptions", (BibOptions,), {option.name: _HubOption(option) for option in options.OWN})


class StudentHub(BibTexFront):
    """Builds the hub with MkDocs, which finds files, reads settings and fills templates; the pages are our own."""

    config_class = HubOptions
    config_scheme = private.scheme(HubOptions)

    def __init__(self) -> None:
        super().__init__()
        self._session = Session("", dirty=False)

    def load_config(
        self, written: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """MkDocs only warns of an option that there is not; here it stops the build, as it stops ``hub check``."""
        errors, warnings = super().load_config(written, config_file_path)
        unknown = dict(options.unknown(written))
        wrong: ConfigErrors = [(name, ValidationError(said)) for name, said in unknown.items()]
        return [*errors, *wrong], [row for row in warnings if row[0] not in unknown]

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Begin a session, which holds the state of this run."""
        log.forward()
        self._session = Session(command, dirty=dirty)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Give Material's own templates, which other plugins use, the language of the hub."""
        settings.speak(config, self.config.language)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """It is here that the hub is read, because right after this MkDocs deletes the old site."""
        self._session.begin(config, partial(settings.read, self, config, preview=not self._session.stops))

    on_files = CombinedEvent(
        lambda self, files, config: self._session.files(files, config),
        event_priority(-100)(lambda self, files, config: self._session.navigable(files, config)),
    )

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Take the pages out of MkDocs' own loop."""
        return self._session.nav(nav, files, config)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make the site, with the templates of the theme."""
        return self._session.env(env, config)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Fill the new folder, beside the old site."""
        self._session.finish()

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the old site as it was."""
        self._session.fail(error)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Let the preview make a page when a browser asks for it."""
        return self._session.server(server, config, builder)

    def on_shutdown(self) -> None:
        """Put the new folder in the place of the old one."""
        self._session.end()
