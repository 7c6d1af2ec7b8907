"""The site of a hub: every page and file of it, made when it is asked for.

MkDocs' own loop makes all pages, each time, and keeps all of them in memory. Here one page is converted and put into
its template at a time, so a build makes what has changed, and a preview what somebody looks at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from mkdocs_studenthub import surroundings
from mkdocs_studenthub.build import TOLD, Build
from mkdocs_studenthub.convert import Converted, Converter
from studenthub import render
from studenthub.markup.extension import CitationExtension
from studenthub.render import OutputFile, Page
from studenthub.render.page import Content
from studenthub.render.views import ArticleView
from studenthub.runtime.cache import digest
from studenthub.source.problems import Problem
from studenthub.source.text import Place


@dataclass(frozen=True)
class Frame:
    """What MkDocs has for the pages of a hub. ``files`` are all files of docs/ and of the theme, and all pages."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment
    extension: CitationExtension


class Site:
    """What a build puts into its folder, by address. Not for several threads at once.

    ``surroundings`` is a digest of all that its pages depend on besides their own values, ``texts`` of what the HTML of
    their texts does; or "" where nobody can say.
    """

    def __init__(self, build: Build, frame: Frame) -> None:
        self.settings, self.config, self.problems = build.hub.settings, frame.config, build.hub.problems
        self._frame = frame
        self._build, self._config, self._files = build, frame.config, frame.files
        self._nav, self._env = frame.nav, frame.env
        frame.env.globals["hub_navigation"] = render.navigation(build.hub)
        self.texts = texts = surroundings.of_texts(frame.config)
        told = (frame.env.globals.get(name) for name in TOLD)
        self.surroundings = surroundings.of_site(texts, frame.config, told)
        self._converter = Converter(frame.config, frame.files, frame.extension, build.cache, texts)
        self._converted: dict[str, Converted] = {}
        self._settled: dict[str, Converted] = {}
        self._told: set[str] = set()
        self._mkdocs_pages: dict[str, MkDocsPage] = {}

    def of(self, build: Build) -> Site:
        """The site of the same hub after an edit; this one makes no more pages."""
        site = Site(build, replace(self._frame, files=build.with_pages(self._files, self._config)))
        site._converter.go_on_with(self._converter)
        return site

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """The pages by the path of their file in the site."""
        files = ((self._file(page), page) for page in self._build.pages.values())
        return {file.dest_uri: page for file, page in files if file.inclusion != InclusionLevel.EXCLUDED}

    @cached_property
    def outputs(self) -> Mapping[str, OutputFile]:
        """The files that are no pages, by their path in the site."""
        files = render.files(self._build.hub, self._build.pages.values(), self.content, self._build.cache)
        return {file.path: file for file in files}

    def failures(self) -> Iterator[Problem]:
        """The pages that could not be converted, of those that were asked for since the last time."""
        for path, converted in self._all_converted().items():
            if converted.failure and path not in self._told:
                self._told.add(path)
                yield Problem(Place(f"{self.settings.docs_dir}/{path}"), "HUB003", converted.failure)

    def key(self, page: Page) -> str:
        """A digest of all that a page follows from, templates and settings apart."""
        text = self._known(page).key if page.body else ""
        edit_url = self._mkdocs_page(page).edit_url or ""
        return digest("page", page.path, page.template, page.title, page.description, page.key, text, edit_url)

    def html(self, page: Page) -> bytes:
        """A page as it is served."""
        mkdocs_page = self._filled(page)
        plugins, config = self._config.plugins, self._config
        context = get_context(self._nav, self._documentation, config, mkdocs_page)
        context = plugins.on_page_context(context, page=mkdocs_page, config=config, nav=self._nav)
        html = self._env.get_template(page.template).render(context)
        html = plugins.on_post_page(html, page=mkdocs_page, config=config) or ""
        return html.encode(errors="xmlcharrefreplace")

    def extract(self, page: Page) -> str:
        """What of the page of an article a reader can find."""
        assert isinstance(page.view, ArticleView)
        return render.extract(page.view, self._filled(page).content or "")

    def extract_key(self, key: str) -> str:
        """A digest of all that the extract of a page with this ``key`` follows from, or ""."""
        return digest("extract", self.texts, key) if self.texts else ""

    def forget(self, page: Page) -> None:
        """Let go of what takes memory, as all pages together do. It can be asked for once more, and is made again."""
        page.forget()
        if mkdocs_page := self._mkdocs_pages.get(page.path):
            mkdocs_page.markdown, mkdocs_page.content, mkdocs_page.meta = None, None, {}
            mkdocs_page.toc = get_toc([])
        if converted := self._converted.pop(page.path, None):
            self._settled[page.path] = replace(converted, toc=(), cited=(), links={})

    def content(self, slug: str) -> Content:
        """The text of an article."""
        page = self._articles[slug]
        return Content(lambda: self._known(page).key if page.body else "", partial(self._content, page))

    def check_anchors(self) -> None:
        """Let MkDocs say which links lead to an anchor that no page has, of the pages that were asked for."""
        level = self._config.validation.links.anchors
        linking = []
        for path, converted in self._all_converted().items():
            page = self._mkdocs_page(self._build.pages[path])
            page.present_anchor_ids = set(converted.anchors)
            aims = {self._files.get_file_from_path(to): dict(anchors) for to, anchors in converted.aims.items()}
            page.links_to_anchors = {file: anchors for file, anchors in aims.items() if file}
            linking.append(page)
        for page in linking:
            page.validate_anchor_links(files=self._files, log_level=level)

    @cached_property
    def _articles(self) -> Mapping[str, Page]:
        return {page.article: page for page in self._build.pages.values() if page.article}

    @cached_property
    def _documentation(self) -> Sequence[File]:
        """All pages, which somebody else's template may want; ours do not."""
        return self._files.documentation_pages()

    def _file(self, page: Page) -> File:
        return self._files.src_uris[page.path]

    def _mkdocs_page(self, page: Page) -> MkDocsPage:
        if page.path not in self._mkdocs_pages:
            self._mkdocs_pages[page.path] = MkDocsPage(page.title, self._file(page), self._config)
        return self._mkdocs_pages[page.path]

    def _text(self, page: Page) -> Converted:
        """The body of a page, converted."""
        if page.path not in self._converted:
            article = self._build.hub.catalogue.by_slug.get(page.article)
            groups = article.groups if article else ()
            document = self._build.document_of(page)
            self._converted[page.path] = self._converter.convert(self._file(page), page.body, document, groups)
        return self._converted[page.path]

    def _filled(self, page: Page) -> MkDocsPage:
        """A page as other plugins know it, with its text as they leave it, until it is forgotten."""
        mkdocs_page = self._mkdocs_page(page)
        if mkdocs_page.content is None:
            mkdocs_page.markdown = page.body
            mkdocs_page.meta = {
                "title": page.title,
                "description": page.description,
                "template": page.template,
                "hub": page.view,
            }
            if page.body:
                mkdocs_page.toc = get_toc(list(self._text(page).toc))
            mkdocs_page.content = self._config.plugins.on_page_content(
                self._content(page), page=mkdocs_page, config=self._config, files=self._files
            )
        return mkdocs_page

    def _known(self, page: Page) -> Converted:
        """What is known of the text of a page: without its contents, if the page was forgotten."""
        return self._settled.get(page.path) or self._text(page)

    def _all_converted(self) -> Mapping[str, Converted]:
        return self._settled | self._converted

    def _content(self, page: Page) -> str:
        if not page.body:
            return ""
        try:
            return self._converter.html(self._known(page))
        except LookupError:
            # The row was damaged, or another build took its room.
            self._settled.pop(page.path, None)
            again = self._converter.again(self._file(page), page.body, self._build.document_of(page))
            self._converted[page.path] = again
            return self._converter.html(again)
