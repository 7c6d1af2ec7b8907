"""``hub preview``: a page of the built site as one file, which a phone opens without unpacking anything."""

from __future__ import annotations

import argparse
import base64
import datetime
import mimetypes
import posixpath
import re
import sys
from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from studenthub import templating
from studenthub.articles import Article
from studenthub.cli import pull_request
from studenthub.cli.check import write
from studenthub.cli.terminal import Commands, Usage, read


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "preview",
        help="write a page of the built site into one file",
        description="Put the page of an article, its styles and its pictures into one file that opens anywhere. Build "
        "the site first. Without --base it is the newest article.",
    )
    parser.add_argument("site", type=Path, metavar="SITE", help="the folder that mkdocs build has made")
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write, such as preview.html")
    parser.add_argument("--base", metavar="REF", help="the first article that changed since this commit or branch")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Find the page, and write it."""
    found = read(options)
    articles: Sequence[Article] = found.catalogue.articles
    if options.base:
        changed = pull_request.changed(found.settings.root, options.base)
        articles = pull_request.articles_of(found.catalogue, changed)
    today = datetime.date.today()
    published = [f"articles/{article.slug}/" for article in articles if article.is_published(today)]
    site: Path = options.site
    page = next((page for page in [*published, ""] if (site / page / "index.html").is_file()), None)
    if page is None:
        raise Usage(f"there is no page in {site}", "build the site first: make build")
    alone = _Alone(site, page, found.settings.address(page))
    alone.feed((site / page / "index.html").read_text(encoding="utf-8"))
    alone.close()
    write(options.file, "".join(alone.parts).encode())
    sys.stdout.write(f"{options.file} is the page {page or 'index.html'}\n")
    return 0


class _Alone(HTMLParser):
    """Copies a page as it is, but for what it would load: that is put in, or left out.

    ``page`` is its folder in the site, ``address`` where it will be once it is published; links lead there.
    """

    def __init__(self, site: Path, page: str, address: str) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._site, self._page, self._address = site, page, address
        self._in_script = False
        self._css: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Scripts and what is linked to are left out; pictures are put in."""
        given = {name: value or "" for name, value in attrs}
        text = self.get_starttag_text() or ""
        if tag == "script":
            self._in_script = True
        elif tag == "link":
            if given.get("rel") == "stylesheet" and (style := self._read(given.get("href", ""))):
                self._css.append(style.decode("utf-8").replace("</", r"<\/"))
        elif tag == "meta" and "http-equiv" in given:
            pass
        elif tag in {"img", "source"}:
            self.parts.append(_with(text, {"src": self._picture(given.get("src", "")), "srcset": ""}, given))
        elif tag == "a" and self._address and not given.get("href", "#").startswith("#"):
            self.parts.append(_with(text, {"href": urljoin(self._address, given["href"])}, given))
        else:
            self.parts.append(text)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The same: its end is in its text."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """The styles stand at the end of the head."""
        if tag == "script":
            self._in_script = False
            return
        if tag == "head":
            self.parts.append(templating.render("preview-head.html", css="\n".join(self._css)))
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._in_script:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        """``&amp;``, as it is written."""
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """``&#39;``, as it is written."""
        self.parts.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """The doctype."""
        self.parts.append(f"<!{decl}>")

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


def _with(text: str, values: Mapping[str, str], given: Mapping[str, str]) -> str:
    """A tag as it is written, with other values for the attributes that it has."""
    for name, value in values.items():
        if name in given:
            written = re.compile(rf"(?<=\s){name}\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
            attribute = f'{name}="{escape(value)}"'
            text = written.sub(lambda _, attribute=attribute: attribute, text, count=1)  # type: ignore[misc]
    return text
