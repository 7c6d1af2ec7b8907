"""What readers see of a text: its words as the pages of this project have them, without its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import html
from markdown import Markdown
from mkdocs.config import load_config

import hubs
from studenthub.markup import html_filter
from studenthub.parse import frontmatter
from studenthub.source.text import Text

_WORD = re.compile(r"[^\W_]+")


@cache
def _markdown() -> Markdown:
    config = load_config(str(hubs.PROJECT / "mkdocs.yml"))
    md = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    html_filter.build(md)
    return md


def page(text: str) -> html.HtmlElement:
    """The text below a front matter, as the project's own extensions convert it; citations stay as they are written."""
    body = text[frontmatter.parse(Text("a.md", text))[0].body_start :]
    return html.fromstring(f"<div>{_markdown().reset().convert(body)}</div>")


def words(text: str) -> list[str]:
    """The words that readers see, numbers of lists and words of pictures among them."""
    return _WORD.findall(" ".join(_said(page(text))))


def _said(element: html.HtmlElement) -> Iterator[str]:
    number = int(element.get("start") or 1) if element.tag == "ol" else 0
    if element.tag == "img":
        yield element.get("alt") or ""
    if element.get("class") != "headerlink" and element.text:
        yield element.text
    for child in element:
        if number and child.tag == "li":
            yield f" {number} "
            number += 1
        if isinstance(child.tag, str):
            yield from _said(child)
        yield child.tail or ""
