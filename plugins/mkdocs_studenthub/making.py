"""A site that MkDocs helps to make, from the build that was begun to the pages that can be asked for."""

from __future__ import annotations

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from mkdocs_studenthub.generator import MkDocs, files_of, navigable, pictures_of, turn_away
from studenthub.site.build import Build
from studenthub.site.conversion import templates
from studenthub.site.site import Site
from studenthub.source.problems import Problem


class Making:
    """The objects of MkDocs for the pages of ``build``, as its hooks hand them over; the last hook makes ``site``.

    ``wrong`` is what is wrong with the files that MkDocs found.
    """

    def __init__(self, build: Build) -> None:
        self._build = build
        self._files, self._nav = Files([]), Navigation([], [])
        self.wrong: list[Problem] = []
        self.site: Site | None = None

    def files(self, files: Files, config: MkDocsConfig) -> Files:
        """As Session."""
        files = files_of(files, self._build.pages.values(), config, self._build.settings)
        self.wrong = turn_away(files, config)
        return files

    def navigable(self, files: Files, config: MkDocsConfig) -> Files:
        """As Session."""
        self._files = files
        return navigable(files, config)

    def pictures(self, nav: Navigation, files: Files, config: MkDocsConfig) -> list[File]:
        """The pictures that MkDocs must not copy, once it has its navigation."""
        self._nav = nav
        return pictures_of(files, config, self._build.settings.hub)

    def prepare(self, env: Environment, config: MkDocsConfig, *, preview: bool) -> None:
        """Make the site of what is there."""
        templates.prepare(env, self._build.settings, preview=preview)
        self.site = Site(self._build, MkDocs(config, self._files, self._nav, env))
