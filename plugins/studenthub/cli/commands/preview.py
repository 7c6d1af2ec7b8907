"""``hub preview``: write one page of the site as a single HTML file, to open on a phone."""

from __future__ import annotations

import argparse
import base64
import io
import mimetypes
import posixpath
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from studenthub.cli import pull_request
from studenthub.cli.commands.check import write
from studenthub.cli.terminal import Commands, Usage, patience, read, within
from studenthub.html.copying import Attributes, Copy, start_tag
from studenthub.model.articles import Article
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings
from studenthub.runtime import templating
from studenthub.site import configuration, standalone
from studenthub.site.failure import SiteFailed

#: The file that is written by default.
_FILE = "preview.html"
_BUILD = "leave the folder out, and the page is built"


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "preview",
        usage="hub preview [-h] [--base REF] [ARTICLE] [SITE] [FILE]",
        help="write the page of an article as one file",
        description="Write the page of an article, with its styles and pictures, as one file that opens anywhere. The "
        "article may be a draft, dated in the future, or have problems. With SITE the page comes from a site that you "
        "have built.",
        epilog="Example: hub preview docs/articles/sleep-on-call.md",
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="ARTICLE SITE FILE",
        help="the article, a file that ends in .md (default: the newest one); the folder that mkdocs build has made, "
        f"if the page is to be taken from there; the file to write, which ends in .html (default: {_FILE})",
    )
    parser.add_argument("--base", metavar="REF", help="take the first article that changed since this commit or branch")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Find the page, and write it."""
    article, site, file = _named(options)
    found = read(options)
    if site:
        page = _page_of(found, article, site) if article else _newest(found, options.base, site)
        data = alone(found.settings, site, page)
    else:
        wanted = _article(found, article) if article else next(iter(_changed(found, options.base)), None)
        page = _address(wanted) if wanted else ""
        data = build(found.settings, wanted)
    write(file, data)
    sys.stdout.write(f"{file} is the page {page or 'index.html'}\n")
    return 0


def build(settings: Settings, article: Article | None) -> bytes:
    """The page of an article as one file, or the home page; built for it alone. Raises Usage where it cannot be."""
    path = article.path.removeprefix(f"{settings.docs_dir}/") if article else "index.md"
    said = io.StringIO()
    with tempfile.TemporaryDirectory(prefix="hub-preview-") as folder:
        site = Path(folder) / "site"
        try:
            # What is wrong is on the page, and not to be said twice.
            with patience("building the page"), redirect_stderr(said):
                standalone.preview(configuration.read(settings.root, site, preview=True), path)
            return alone(settings, site, _address(article) if article else "")
        except SiteFailed as error:
            sys.stderr.write(f"{said.getvalue()}{error}\n")
            raise Usage("the page cannot be built", "fix what is above first") from None


def alone(settings: Settings, site: Path, page: str) -> bytes:
    """A page of a built site as one file that loads nothing. ``page`` is its folder in ``site``."""
    copy = _Alone(site, page, settings.address(page))
    return copy.of((site / page / "index.html").read_text(encoding="utf-8")).encode()


def _named(options: argparse.Namespace) -> tuple[str, Path | None, Path]:
    """The article, relative to the hub, or "" where none is named; the site, if one is; the file. Raises Usage."""
    names = list(options.names)
    article = within(options, names.pop(0)) if names and names[0].endswith(".md") else ""
    file = Path(names.pop()) if names and names[-1].endswith(".html") else Path(_FILE)
    if len(names) > 1 or any(name.endswith((".md", ".html")) for name in names):
        raise Usage("these are too many names", "write hub preview, one article, the folder of the site, and a file")
    if article and options.base:
        raise Usage("--base looks for an article, and one is named", "leave one of them out")
    return article, Path(names[0]) if names else None, file


def _article(found: Hub, path: str) -> Article:
    """The article of a file. Raises Usage."""
    article = next((article for article in found.catalogue.articles if article.path == path), None)
    if article is None:
        raise Usage(f"{path} is no article", "articles are the .md files in docs/articles")
    return article


def _address(article: Article) -> str:
    return f"articles/{article.slug}/"


def _page_of(found: Hub, path: str, site: Path) -> str:
    """The page of an article in a built site. Raises Usage where there is none, with what to do."""
    article = _article(found, path)
    page = _address(article)
    if not (site / page / "index.html").is_file():
        raise Usage(f"there is no page of {path} in {site}", _BUILD)
    # Each build that has something to do makes a new folder.
    if (found.settings.root / path).stat().st_mtime > site.stat().st_mtime:
        sys.stderr.write(f"hub: {path} has changed since {site} was built; for its newest text, {_BUILD}\n")
    return page


def _newest(found: Hub, base: str | None, site: Path) -> str:
    """In a built site, the page of the newest article or of one that changed since ``base``; "" is the home page."""
    pages = [_address(article) for article in _changed(found, base)]
    page = next((page for page in [*pages, ""] if (site / page / "index.html").is_file()), None)
    if page is None:
        raise Usage(f"there is no page in {site}", _BUILD)
    return page


def _changed(found: Hub, base: str | None) -> Sequence[Article]:
    """The articles that have changed since ``base``, or all of them; the newest first."""
    if not base:
        return found.catalogue.articles
    return pull_request.articles_of(found.catalogue, pull_request.changed(found.settings.root, base))


class _Alone(Copy):
    """Copies a page as it is, but for what it would load: that is put in, or left out.

    ``page`` is its folder in the site, ``address`` where it will be once it is published; links lead there.
    """

    def __init__(self, site: Path, page: str, address: str) -> None:
        super().__init__()
        self._site, self._page, self._address = site, page, address
        self._css: list[str] = []

    def start(self, tag: str, attributes: Attributes) -> str:
        """Leave out scripts and what is linked to; put in pictures."""
        href = attributes.get("href") or ""
        if tag == "script":
            self.leave_out(tag)
            return ""
        if tag == "link":
            if attributes.get("rel") == "stylesheet" and (style := self._read(href)):
                self._css.append(style.decode("utf-8").replace("</", r"<\/"))
            return ""
        if tag == "meta" and "http-equiv" in attributes:
            return ""
        if tag in {"img", "source"}:
            return start_tag(tag, _with(attributes, src=self._picture(attributes.get("src") or ""), srcset=""))
        if tag == "a" and self._address and "href" in attributes and not href.startswith("#"):
            return start_tag(tag, {**attributes, "href": urljoin(self._address, href)})
        return super().start(tag, attributes)

    def end(self, tag: str) -> str:
        """Put the styles at the end of the head."""
        styles = templating.render("preview-head.html", css="\n".join(self._css)) if tag == "head" else ""
        return f"{styles}{super().end(tag)}"

    def _picture(self, address: str) -> str:
        data = self._read(address)
        kind = mimetypes.guess_type(urlsplit(address).path)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}" if data else address

    def _read(self, address: str) -> bytes:
        """A file of the site; nothing for what lies elsewhere."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path:
            return b""
        file = (self._site / posixpath.join(self._page, unquote(parts.path))).resolve()
        inside = file.is_relative_to(self._site.resolve()) and file.is_file()
        return file.read_bytes() if inside else b""


def _with(attributes: Attributes, **values: str) -> Attributes:
    """The attributes, of which those that are there have these values."""
    return {name: values.get(name, value) for name, value in attributes.items()}
