"""The site of a hub: every page and file of it, made when it is asked for.

A generator's own loop makes all pages, each time, and keeps all of them in memory. Here one page is converted and put
into its template at a time, so a build makes what has changed, and a preview what somebody looks at.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial

from markupsafe import Markup

from studenthub import render
from studenthub.render import OutputFile, Page
from studenthub.render.page import Content
from studenthub.render.views import ArticleView, GuideView, NotFoundView
from studenthub.runtime.cache import digest
from studenthub.site import fingerprint
from studenthub.site.build import Build
from studenthub.site.conversion.convert import Converted, Converter
from studenthub.site.conversion.picture_markup import name_of
from studenthub.site.folder import pictures
from studenthub.site.generator import Generator, PageText, Shown
from studenthub.source.problems import Problem
from studenthub.source.text import Place

_LOG = logging.getLogger(__name__)


class Site:
    """The content of the built site by address. Not for several threads at once.

    ``fingerprint`` is a digest of all that its pages depend on besides their own values, ``texts`` of what the HTML of
    their texts does; or "" where nobody can say.
    """

    def __init__(self, build: Build, generator: Generator) -> None:
        self.settings, self.problems = build.settings, build.hub.problems
        self._build, self._generator = build, generator
        generator.templates.globals["hub_navigation"] = render.navigation(build.hub)
        self.texts = fingerprint.of_texts(build.settings)
        self.fingerprint = fingerprint.of_site(self.texts, build.settings, generator.templates)
        self._sized = render.Pictures(build.settings.hub, build.cache)
        self._converter = Converter(build.settings, generator, build.cache, self.texts, self._sized)
        self._converted: dict[str, Converted] = {}
        self._settled: dict[str, Converted] = {}
        self._reported: set[str] = set()
        self._shown: dict[str, Shown] = {}
        self._linked: set[str] = set()
        self._in_texts: set[str] = set()
        generator.templates.globals["hub_not_found"] = self._not_found()

    def _not_found(self) -> NotFoundView | None:
        """The page for addresses that lead nowhere, which the generator fills."""
        page = render.not_found(self._build.hub)
        if not page or not isinstance(page.view, GuideView):
            return None
        text = Markup(self._content(page))  # noqa: S704 - the sanitiser has cleaned it
        return NotFoundView(page.title, page.description, page.view.language, text)

    def of(self, build: Build) -> Site:
        """The site of the same hub after an edit; this one makes no more pages."""
        # Most edits change no address, and the generator takes long to list the pages of a large hub.
        same = _outline(build) == _outline(self._build)
        site = Site(build, self._generator if same else self._generator.showing(build.pages.values()))
        if same:
            site._places = self._places
        site._converter.go_on_with(self._converter)
        # They refer to this site, which would stay in memory: a preview looks for no cycles.
        vars(self).pop("outputs", None)
        # A browser may still ask for the pictures of a page that it has.
        site._in_texts |= self._in_texts
        return site

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """The pages by the path of their file in the site."""
        pages = self._build.pages
        return {place: pages[path] for path, place in self._places.items()}

    @cached_property
    def _places(self) -> Mapping[str, str]:
        """The path of each page's file in the site, by that of its file in docs/."""
        pages = self._build.pages.values()
        return {page.path: f"{page.address}index.html" for page in pages if not self._generator.is_excluded(page.path)}

    @cached_property
    def social_cards(self) -> render.SocialCards:
        """The pictures for those who share an article."""
        return render.SocialCards(self._build.hub, self._build.cache)

    @cached_property
    def outputs(self) -> Mapping[str, OutputFile]:
        """The files that are no pages, by their path in the site."""
        files = render.files(self._build.hub, self._build.pages.values(), self.content, self.social_cards)
        return {file.path: file for file in files}

    def has(self, path: str) -> bool:
        """Whether there is a page or another file at a path."""
        return path in self.pages or path in self.outputs or self.picture(path) is not None

    def picture(self, path: str) -> OutputFile | None:
        """The picture at an address, whether a page shows it or not."""
        if path.startswith(f"{render.PICTURES}/"):
            found = (self._heads, self._sizes_of(self._in_texts))
            return next((file for files in found for file in files if file.path == path), None)
        name = self._pictures.get(path)
        return pictures.output(path, self.settings.docs / name) if name else None

    def shown_pictures(self, pages: Iterable[Page]) -> Iterator[OutputFile]:
        """The pictures that these pages show, all of which have been asked for, and no others have: in several widths,
        and as they are where a link leads to one or there is only one width."""
        heads = self._heads_of(pages)
        shown = heads | self._in_texts
        yield from self._published(self._linked.union(name for name in shown if not name_of(self._sized.named(name))))
        yield from self._sizes_of(shown)

    def sent_pictures(self, pages: Iterable[Page]) -> Iterator[OutputFile]:
        """The pictures that these pages show or link to, each under its own name."""
        return self._published(self._heads_of(pages) | self._in_texts | self._linked)

    @cached_property
    def _heads(self) -> tuple[OutputFile, ...]:
        return tuple(self._sizes_of(self._heads_of(self._build.pages.values())))

    def _heads_of(self, pages: Iterable[Page]) -> set[str]:
        """The lead pictures of articles."""
        articles = (self._build.hub.catalogue.by_slug[page.article] for page in pages if page.article)
        return {render.lead_picture(article, self.settings.hub) for article in articles} - {""}

    def _sizes_of(self, names: Iterable[str]) -> Iterator[OutputFile]:
        """The files of pictures in several widths, each once: one picture may be in several places."""
        found = {picture.name: picture for name in sorted(names) if (picture := self._sized.named(name))}
        for picture in found.values():
            yield from render.picture_files(picture, self._build.cache)

    def own_pictures(self) -> Iterator[OutputFile]:
        """The pictures of the hub itself, which templates and stylesheets may show."""
        return self._published(name for name in self._pictures.values() if not render.is_sent(name))

    def _published(self, names: Iterable[str]) -> Iterator[OutputFile]:
        wanted = set(names)
        return (
            pictures.output(path, self.settings.docs / name) for path, name in self._pictures.items() if name in wanted
        )

    @cached_property
    def _pictures(self) -> Mapping[str, str]:
        return pictures.of_docs(self.settings, self._generator)

    def failures(self) -> Iterator[Problem]:
        """The pages that could not be converted, of those that were asked for since the last time."""
        for path, converted in self._all_converted().items():
            if converted.failure and path not in self._reported:
                self._reported.add(path)
                yield Problem(Place(f"{self.settings.hub.docs_dir}/{path}"), "HUB003", converted.failure)

    def key(self, page: Page) -> str:
        """A digest of all inputs of a page but templates and settings."""
        text = self._known(page).key if page.body else ""
        return digest("page", page.path, page.template, page.key, text, self._edit_url(page))

    def html(self, page: Page) -> bytes:
        """A page as it is served."""
        return self._generator.html(page, self._filled(page)).encode(errors="xmlcharrefreplace")

    def extract(self, page: Page) -> str:
        """The extract of the page of an article, in which readers search."""
        assert isinstance(page.view, ArticleView)
        return render.extract(page.view, self._filled(page).content or "")

    def extract_key(self, key: str) -> str:
        """A digest of all that the extract of a page with this ``key`` follows from, or ""."""
        return digest("extract", self.texts, key) if self.texts else ""

    def forget(self, page: Page) -> None:
        """Let go of what takes memory, as all pages together do. It can be asked for once more, and is made again."""
        page.forget()
        self._shown.pop(page.path, None)
        if converted := self._converted.pop(page.path, None):
            self._settled[page.path] = replace(converted, toc=(), cited=(), links={})

    def content(self, slug: str) -> Content:
        """The text of an article."""
        page = self._articles[slug]
        return Content(lambda: self._known(page).key if page.body else "", partial(self._content, page))

    def check_anchors(self) -> None:
        """Say which links lead to a place that its page does not have, of the pages that were asked for."""
        converted = self._all_converted()
        places = {path: set(one.anchors) for path, one in converted.items()}
        for path, one in converted.items():
            for target, anchors in one.aims.items():
                for anchor, url in anchors.items():
                    if target in places and anchor not in places[target]:
                        where = f"{self.settings.hub.docs_dir}/{path}"
                        what = "this page" if target == path else target
                        _LOG.log(
                            self.settings.levels.anchors,
                            "%s: the link %s leads to #%s, and %s has no such place",
                            *(where, url, anchor, what),
                        )

    @cached_property
    def _articles(self) -> Mapping[str, Page]:
        return {page.article: page for page in self._build.pages.values() if page.article}

    def _edit_url(self, page: Page) -> str:
        return self.settings.edit.of(page.path) if page.has_file else ""

    def _text(self, page: Page) -> Converted:
        """The body of a page, converted."""
        if page.path not in self._converted:
            article = self._build.hub.catalogue.by_slug.get(page.article)
            groups = article.groups if article else ()
            document = self._build.document_of(page)
            self._converted[page.path] = made = self._converter.convert(page.path, page.body, document, groups)
            self._linked |= set(made.files)
            self._in_texts |= set(made.pictures)
        return self._converted[page.path]

    def _filled(self, page: Page) -> Shown:
        """A page as the generator's plugins know it, with its text as they leave it, until it is forgotten."""
        if page.path not in self._shown:
            headings = self._text(page).toc if page.body else ()
            text = PageText(self._content(page), headings, self._edit_url(page))
            self._shown[page.path] = self._generator.show(page, text)
        return self._shown[page.path]

    def _known(self, page: Page) -> Converted:
        """The converted text of a page: without its table of contents, if the page was forgotten."""
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
            again = self._converter.again(page.path, page.body, self._build.document_of(page))
            self._converted[page.path] = again
            return self._converter.html(again)


def _outline(build: Build) -> Mapping[str, str]:
    """All of its pages that the generator knows: their paths, and the templates that show them."""
    return {path: page.template for path, page in build.pages.items()}
