"""The plugin: a doorman. Each hook hands what MkDocs has to one function, and gives back what it returns."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from functools import cache, partial
from pathlib import Path
from typing import Any

import click
from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from mkdocs_studenthub.bibtex_front import BibOptions, BibTexFront
from mkdocs_studenthub.build import Build, Options, excluded, navigable, prepare
from mkdocs_studenthub.intruders import turn_away
from mkdocs_studenthub.preview import Preview, require_port
from mkdocs_studenthub.publish import Publication
from mkdocs_studenthub.site import Frame, Site
from studenthub import styles
from studenthub.markup.extension import CitationExtension
from studenthub.model.declarations import DECLARATIONS
from studenthub.model.settings import DEFAULTS, OPTIONS, BadSettings, Settings, branch, unknown_option
from studenthub.site.failure import SiteFailed
from studenthub.site.policy import policy
from studenthub.site.single_page import PREVIEW
from studenthub.source.problems import Problem


class HubOptions(BibOptions):  # type: ignore[misc] # mkdocs-bibtex has no types
    """The options in mkdocs.yml: those of mkdocs-bibtex, and the hub's own."""

    csl = config_options.Type(str, default=DEFAULTS["csl"])
    language = config_options.Type(str, default=DEFAULTS["language"])
    licence = config_options.Type(str, default=DEFAULTS["licence"])
    per_page = config_options.Type(int, default=DEFAULTS["per_page"])
    references_heading = config_options.Type(str, default=DEFAULTS["references_heading"])
    cache_dir = config_options.Type(str, default=DEFAULTS["cache_dir"])
    require = config_options.ListOfItems(config_options.Choice(DECLARATIONS), default=[])
    social_cards = config_options.Type(bool, default=DEFAULTS["social_cards"])


class StudentHub(BibTexFront):
    """Builds the hub with MkDocs, which finds files, reads settings and fills templates; the pages are our own."""

    config_class = HubOptions
    config_scheme = HubOptions._schema

    def __init__(self) -> None:
        super().__init__()
        self.stages, self.stops = False, True
        self.only: Collection[str] = ()
        self.serves = False
        self.preview: Preview | None = None
        self.work: Publication | Preview | None = None
        self.build: Build | None = None
        self.frame: Frame | None = None
        self.site: Site | None = None
        self.nav: Navigation | None = None
        self.files: Files | None = None
        self.turned_away: list[Problem] = []

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """MkDocs only warns of an option that there is not; here it stops the build, as it stops ``hub check``."""
        errors, warnings = super().load_config(options, config_file_path)
        unknown = [name for name in options if name not in OPTIONS]
        wrong: ConfigErrors = [(name, ValidationError(unknown_option(str(name)))) for name in unknown]
        return [*errors, *wrong], [row for row in warnings if row[0] not in unknown]

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.only = frozenset(os.environ.get(PREVIEW, "").splitlines()) if command == "build" else ()
        # --dirty builds on what is there.
        self.stages = command == "build" and not dirty and not self.only
        self.stops = command == "build" and not self.only
        self.serves = command == "serve"
        if command == "serve" and _reloads():
            self.preview = Preview()

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check the hub. It is here because right after this MkDocs deletes the old site."""
        if self.serves and self.work is None:
            require_port(*config.dev_addr)
        self.build = self.site = None
        self.work = self.preview or Publication(stages=self.stages, stops=self.stops, only=self.only)
        try:
            self.build = self.work.begin(config, self._options(config))
        except SiteFailed as error:
            raise Abort(str(error)) from None
        except (BadSettings, styles.UnknownStyle, styles.WorkerFailed, RuntimeError) as error:
            hint = f" ({error.hint})" if isinstance(error, styles.UnknownStyle) and error.hint else ""
            raise PluginError(f"{error}{hint}") from None
        if self.build:
            self.extension = CitationExtension(self.build.document)
            config.markdown_extensions.append(self.extension)  # type: ignore[arg-type] # Python-Markdown takes both

    def _with_pages(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self.build is None:
            config.theme.static_templates.clear()
            config.nav = []
            return Files([])
        # Ours has the dates of the articles.
        config.theme.static_templates.discard("sitemap.xml")
        files = self.build.files(files, config)
        self.turned_away = turn_away(files, config)
        return files

    @event_priority(-100)
    def _navigable(self, files: Files, *, config: MkDocsConfig) -> Files:
        """After all other plugins, which may add files, and want to see the pages."""
        self.files = files
        return navigable(files, config)

    on_files = CombinedEvent(_with_pages, _navigable)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """From here on the pages are ours: MkDocs would make all of them, and keep them in memory."""
        self.nav = nav
        for file in files.documentation_pages():
            files.remove(file)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        if self.build and self.nav and self.files:
            prepare(env, files, self.config.language)
            templates = Path(config.theme.custom_dir or "")
            env.globals["content_security_policy"] = policy(env, templates, preview=self.preview is not None)
            self.site = Site(self.build, Frame(config, self.files, self.nav, env, self.extension))
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self.work and self.site:
            self.work.finish(self.site, config, self.turned_away)

    def on_build_error(self, *, error: Exception) -> None:
        if self.work:
            self.work.fail()
        if isinstance(error, styles.WorkerFailed | SiteFailed):
            raise Abort(str(error)) from None
        if isinstance(error, OSError):
            raise Abort(f"The site could not be written, and the old site is as it was: {error}") from None

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        return self.preview.server(server, config, builder) if self.preview else server

    def on_shutdown(self) -> None:
        """The last hook of a build, after --strict has counted the warnings."""
        if self.work:
            try:
                self.work.end()
            except SiteFailed as error:
                raise Abort(str(error)) from None

    def _options(self, config: MkDocsConfig) -> Options:
        if not config.use_directory_urls:
            raise BadSettings("use_directory_urls in mkdocs.yml must be true: feeds, records and the search lead there")
        root = Path(config.config_file_path).resolve().parent
        csl = self.csl_path(config)
        settings = Settings(
            root=root,
            docs_dir=Path(config.docs_dir).relative_to(root).as_posix(),
            bib_files=self.local_bib_files(config),
            site_name=config.site_name,
            site_url=config.site_url or "",
            site_description=config.site_description or "",
            csl=csl or self.config.csl,
            language=self.config.language,
            licence=self.config.licence,
            per_page=self.config.per_page,
            references_heading=self.config.references_heading,
            cache_dir=self.config.cache_dir,
            require=tuple(self.config.require),
            social_cards=self.config.social_cards,
            repo_url=config.repo_url or "",
            branch=branch(_said(config, "edit_uri")),
            extra=config.extra,
        )
        return Options(
            settings,
            styles.of_hub(settings),
            self.config.bib_by_default,
            self.config.bib_command,
            self.config.full_bib_command,
            self.remote_bibs(),
            (config.config_file_path, *(str(root / path) for path in (*settings.bib_files, *settings.style_files))),
            cache(partial(excluded, config, preview=not self.stops)),
        )


def _reloads() -> bool:
    """Whether there will be a server that tells us of requests: not with --no-livereload, and not outside of MkDocs'
    own command."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.params.get("livereload", True))


def _said(config: MkDocsConfig, name: str) -> object:
    """What mkdocs.yml itself says: where it says nothing, MkDocs takes master for the branch of every repository."""
    return next((user[name] for user in reversed(config.user_configs) if name in user), None)
