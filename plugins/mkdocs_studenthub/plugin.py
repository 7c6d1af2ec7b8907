"""The plugin: a doorman. Each hook hands what MkDocs has to one function, and gives back what it returns."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mkdocs_studenthub.bibtex_front import BibOptions, BibTexFront
from mkdocs_studenthub.build import Build, prepare
from mkdocs_studenthub.intruders import turn_away
from mkdocs_studenthub.policy import policy
from mkdocs_studenthub.staging import Staging
from studenthub import hub, problems, render, styles
from studenthub.markdown import CitationExtension
from studenthub.problems import Problem
from studenthub.settings import DECLARATIONS, DEFAULTS, Settings
from studenthub.source import Place


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
    """Builds the hub with MkDocs."""

    config_class = HubOptions
    config_scheme = HubOptions._schema

    def __init__(self) -> None:
        super().__init__()
        self.serving = False
        self.build: Build | None = None
        self.citations: CitationExtension | None = None
        self.stages = False
        self.staging: Staging | None = None
        self.failures: list[Problem] = []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.serving = command == "serve"
        # A preview has a folder of its own, and --dirty builds on what is there.
        self.stages = not self.serving and not dirty

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check the hub. It is here because right after this MkDocs deletes the old site."""
        self._close()
        try:
            settings = self._settings(config)
            style = styles.find(settings.csl, settings.root)
            found = hub.read(settings, unpublished=self.serving, bibs=self.remote_bibs())
            if found.problems:
                sys.stderr.write(problems.as_text(found.problems))
                if not self.serving:
                    raise Abort(_summary(len(found.problems)))
            self.build = Build.begin(found, style, self._document_options())
        except (styles.UnknownStyle, styles.WorkerFailed, RuntimeError) as error:
            hint = f" ({error.hint})" if isinstance(error, styles.UnknownStyle) and error.hint else ""
            raise PluginError(f"{error}{hint}") from None
        self.citations = CitationExtension(self.build.document)
        config.markdown_extensions.append(self.citations)  # type: ignore[arg-type] # Python-Markdown takes both
        self.failures.clear()
        if self.stages:
            self.staging = Staging.begin(config)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self.build:
            files = self.build.files(files, config)
            self._fail(turn_away(files, config))
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        prepare(env, files, self.config.language, render.lists(self.build.hub.catalogue) if self.build else ())
        templates = Path(config.theme.custom_dir or "")
        env.globals["content_security_policy"] = policy(env, templates, preview=self.serving)
        return env

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        return self.build.body(page) if self.build else None

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # type: ignore[override]
        if self.build and self.citations:
            self.build.enter(page, self.citations)
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        if self.citations and self.citations.failure:
            path = Path(config.docs_dir).name + "/" + page.file.src_uri
            self._fail([Problem(Place(path), "HUB003", self.citations.failure)])
            # The next page may have no text to convert.
            self.citations.failure = ""
        return self.build.finish(page, html) if self.build else html

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self.failures and not self.serving:
            raise Abort(_summary(len(self.failures)))
        if self.build:
            self.build.write(Path(config.site_dir), Path(config.docs_dir))
            self._index(Path(config.site_dir))
        self._close()
        if self.staging:
            self.staging.is_whole = True

    def on_build_error(self, *, error: Exception) -> None:
        self._close()
        if self.staging:
            self.staging.is_whole = False
        if isinstance(error, styles.WorkerFailed):
            raise Abort(str(error)) from None
        if isinstance(error, OSError):
            raise Abort(f"The site could not be written, and the old site is as it was: {error}") from None

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]) -> None:
        """MkDocs watches docs/ alone."""
        for folder in {(Path(config.config_file_path).parent / path).parent for path in self.local_bib_files(config)}:
            server.watch(str(folder))

    def on_shutdown(self) -> None:
        """The last hook of a build, after --strict has counted the warnings."""
        self._close()
        if self.staging:
            self.staging.end()
        self.staging = None

    def _index(self, site: Path) -> None:
        assert self.build
        try:
            self.build.index(site)
        except PluginError as error:
            # Pages with faults, which a preview shows, may have nothing to be found by.
            if not self.serving:
                raise
            sys.stderr.write(f"{error}\n")

    def _fail(self, found: list[Problem]) -> None:
        """What is found after the old site is as good as replaced: a preview goes on, a build stops at its end."""
        self.failures += found
        sys.stderr.write(problems.as_text(found))

    def _close(self) -> None:
        if self.build:
            self.build.close()
        self.build = None

    def _settings(self, config: MkDocsConfig) -> Settings:
        root = Path(config.config_file_path).resolve().parent
        return Settings(
            root=root,
            docs_dir=Path(config.docs_dir).relative_to(root).as_posix(),
            bib_files=self.local_bib_files(config),
            site_name=config.site_name,
            site_url=config.site_url or "",
            site_description=config.site_description or "",
            csl=self.csl_path(config) or self.config.csl,
            language=self.config.language,
            licence=self.config.licence,
            per_page=self.config.per_page,
            references_heading=self.config.references_heading,
            cache_dir=self.config.cache_dir,
            require=tuple(self.config.require),
            social_cards=self.config.social_cards,
            extra=config.extra,
        )

    def _document_options(self) -> dict[str, object]:
        return {
            "lists_by_default": self.config.bib_by_default,
            "bib_command": self.config.bib_command,
            "full_bib_command": self.config.full_bib_command,
        }


def _summary(count: int) -> str:
    return f"{count} problem{'s' if count > 1 else ''}: nothing was built, and the old site is as it was."
