"""Renders views as Markdown, by the templates in theme/markdown/."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from studenthub import i18n
from studenthub.parse.markdown.elements import Elements
from studenthub.render import Page, is_drawing
from studenthub.site.folder.pictures import DRAWN
from studenthub.site.settings import SiteSettings

_FOLDER = "markdown"
#: What Markdown would read as a sign, and [@key] and #heading with it.
_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]#@"} | {"<": "&lt;", "&": "&amp;"})


class MarkdownPages:
    """Fills the templates of Markdown. A page for whose view there is none is its text alone.

    ``addresses`` are the paths of all pages, relative to docs/, by their addresses.
    """

    def __init__(self, settings: SiteSettings, addresses: Mapping[str, str]) -> None:
        self._addresses = addresses
        # Every text is escaped as it comes into a template: there Markdown is what Markup is in HTML.
        self._templates = Environment(
            loader=FileSystemLoader(settings.templates),
            autoescape=True,
            finalize=_escaped,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        i18n.templates.install(self._templates, settings.hub.interface)
        self._templates.filters["link"] = _link
        self._known = frozenset(self._templates.list_templates(["md"]))

    def body(self, page: Page) -> str:
        """The Markdown below the front matter of a page: its text, and what its view shows around it."""
        text = _with_drawn(page).strip()
        name = f"{_FOLDER}/{PurePosixPath(page.template).stem}.md"
        if name in self._known:
            template = self._templates.get_template(name)
            text = template.render(view=page.view, body=Markup(text), path=page.path, addresses=self._addresses).strip()  # noqa: S704 - Markdown, which is not escaped
        return f"{text}\n" if text else ""


def _with_drawn(page: Page) -> str:
    """The text of a page, in which each drawing is the picture that the hub has made of it."""
    text = page.body
    for link in reversed(Elements.read(text, 0).links):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(link.target)))
        if link.picture and is_drawing(name):
            end = link.target_offset + len(link.target)
            text = f"{text[:end]}{DRAWN}{text[end:]}"
    return text


@pass_context
def _link(context: Context, text: str, href: str) -> Markup:
    """A link to the page at ``href``, relative to the page that is filled; the text alone where no page is there."""
    target = context["addresses"].get(unquote(href.partition("#")[0]))
    words = _escaped(text)
    start = posixpath.dirname(context["path"]) or "."
    return Markup(f"[{words}]({posixpath.relpath(target, start)})") if target else words  # noqa: S704 - escaped above


def _escaped(value: object) -> Markup:
    """Text whose signs Markdown would read otherwise, on one line; Markup is as it should be."""
    if isinstance(value, Markup):
        return value
    return Markup(re.sub(r"\s+", " ", str(value)).translate(_SIGNS))  # noqa: S704 - escaped for Markdown
