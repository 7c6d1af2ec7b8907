"""``hub build``: the expanded docs folder, for another site generator or none."""

from __future__ import annotations

import argparse
import posixpath
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import partial
from pathlib import Path

import yaml

from studenthub import render, styles
from studenthub.cli.check import write
from studenthub.cli.terminal import Commands, Usage, count, patience, read
from studenthub.hub import Hub
from studenthub.model.articles import Article
from studenthub.pictures import ENDINGS
from studenthub.pictures.publishing import published
from studenthub.render import Page
from studenthub.render.views import Card, HomeView, IndexView, Link, ListView, SourcesView
from studenthub.rules.files import Folder
from studenthub.rules.markup import Markup
from studenthub.runtime.cache import Cache
from studenthub.site.pictures import linked
from studenthub.source import problems
from studenthub.styles import Formatter

#: Stands in a folder that this command may empty.
_MARK = ".made-by-hub-build"


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "build",
        help="write all pages as Markdown, for another site generator",
        description="Write the articles with their front matter worked out, and every list as a page of Markdown. "
        "The site itself is built by: mkdocs build",
        epilog="The articles keep their [@key]. Another generator on Python-Markdown prints them with the extension "
        "studenthub.markup, whose options are bib_dir and csl.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new folder, or one that this command made")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, check and write."""
    found = read(options, unpublished=False)
    if found.problems:
        sys.stderr.write(problems.as_text(found.problems))
        sys.stderr.write(f"{count(len(found.problems), 'problem')}: nothing was written\n")
        return 1
    folder: Path = options.folder
    _make_room(folder, found.settings.root)
    with patience("writing pages"):
        pages = list(_pages(found))
        addresses = {_address(page.path): page.path for page in pages}
        articles = {article.path: article for article in found.catalogue.articles}
        for page in pages:
            article = articles.get(f"{found.settings.docs_dir}/{page.path}")
            _write(folder / page.path, _front(page, article) + _body(page, addresses))
        copied = _copy(found, folder, {path for page in pages for path in _linked(page)})
    sys.stdout.write(f"{count(len(pages), 'page')} and {count(copied, 'other file')} in {folder}\n")
    return 0


def _make_room(folder: Path, root: Path) -> None:
    resolved = folder.resolve()
    if resolved == root or resolved in root.parents:
        raise Usage(f"{folder} holds the hub itself", "name a new folder")
    if folder.exists() and not (folder / _MARK).exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Usage(f"{folder} is there already, and was not made by this command", "name a new folder")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()


def _pages(found: Hub) -> Iterable[Page]:
    settings = found.settings
    cache = Cache(settings.cache_file)
    formatter = Formatter(found.catalogue.bibliography.sources, cache)
    try:
        style = styles.of_hub(settings)
        formatter.submit_entries(style, render.printed(found))
        pages = list(render.everything(found, partial(formatter.entries, style), style.key))
        # What they show is made while there is somebody to format it.
        return [page for page in pages if page.view]
    finally:
        formatter.close()
        cache.close()


def _linked(page: Page) -> Set[str]:
    """The files that a page links to, relative to docs/."""
    return linked(page.path, (link.target for link in Markup.read(page.body, 0).links))


def _copy(found: Hub, folder: Path, links: set[str]) -> int:
    """The pictures that pages show, as pixels alone, and the other files of docs/."""
    shown = links.union(render.lead_picture(article, found.settings) for article in found.catalogue.articles)
    files = Folder.read(found.settings.root, found.settings.docs_dir)
    copied = 0
    for path, file in files.files.items():
        is_picture = file.suffix in ENDINGS
        if file.suffix == ".md" or not file.plain or (is_picture and render.is_sent(path) and path not in shown):
            continue
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        content = files.content(path)
        # The checks have refused what cannot be published.
        target.write_bytes(published(content) if is_picture else content)
        copied += 1
    return copied


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, content.encode())


def _front(page: Page, article: Article | None) -> str:
    fields: dict[str, object] = {"title": page.title}
    if page.description:
        fields["description"] = page.description
    if article:
        fields |= _worked_out(article)
    return f"---\n{yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=1000)}---\n\n"


def _worked_out(article: Article) -> Mapping[str, object]:
    """The front matter with everything that the hub knows about its names."""
    authors = [
        {
            "name": author.name,
            "id": author.id,
            "programme": author.programme,
            "year_of_study": author.year_of_study,
            "affiliation": author.affiliation,
            "orcid": author.orcid,
        }
        for author in article.authors
    ]
    fields: dict[str, object] = {
        "date": article.date,
        "updated": article.last_changed if article.last_changed != article.date else None,
        "authors": [{key: value for key, value in author.items() if value} for author in authors],
        "topics": list(article.topics),
        "tags": list(article.tags),
        "type": article.type,
        "words": article.words,
        "minutes": article.minutes,
        "doi": article.doi,
        "licence": article.licence,
        "language": article.language,
        "csl": article.csl,
        "declarations": dict(article.declarations),
        "changes": [{"date": c.date, "kind": c.kind, "note": c.note} for c in article.changes],
        "references": list(article.keys),
    }
    return {name: value for name, value in fields.items() if value}


def _body(page: Page, addresses: Mapping[str, str]) -> str:
    parts = [page.body.strip(), *_lines(page, addresses)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _lines(page: Page, addresses: Mapping[str, str]) -> Iterator[str]:
    """What the view of a list shows, as Markdown."""
    view = page.view
    here = posixpath.dirname(page.path)

    def link(text: str, href: str) -> str:
        target = addresses.get(href.partition("#")[0])
        words = _escaped(text)
        return f"[{words}]({posixpath.relpath(target, here or '.')})" if target else words

    def card(one: Card) -> str:
        names = ", ".join(author.name for author in one.authors)
        return f"- {link(one.title, one.href)} ({_escaped(names)}). {_escaped(one.description)}"

    def row(one: Link, words: str = "") -> str:
        number = f" ({one.count})" if one.count else ""
        return f"- {link(one.text, one.href)}{number}{f': {_escaped(words)}' if words else ''}"

    if isinstance(view, ListView):
        yield "\n".join(card(one) for one in view.cards)
        yield _around(page, addresses)
    elif isinstance(view, IndexView):
        yield "\n".join(row(one, words) for one, words in view.links)
        yield _around(page, addresses)
    elif isinstance(view, SourcesView):
        for source in view.sources:
            cited = ", ".join(link(mention.article.text, mention.article.href) for mention in source.mentions)
            yield f"- {_escaped(str(source.html.striptags()))} Cited in {cited}."
        yield _around(page, addresses)
    elif isinstance(view, HomeView):
        cards = [*([view.lead] if view.lead else []), *view.cards]
        yield "\n".join(card(one) for one in cards)
        yield "\n".join(row(one) for one in view.topics)


def _around(page: Page, addresses: Mapping[str, str]) -> str:
    """Links to the pages before and after this one."""
    pager = getattr(page.view, "pager", None)
    if pager is None:
        return ""
    here = posixpath.dirname(page.path) or "."
    ends = ((pager.previous, "Previous page"), (pager.next, "Next page"))
    return " · ".join(
        f"[{words}]({posixpath.relpath(addresses[at], here)})" for at, words in ends if at and at in addresses
    )


def _address(path: str) -> str:
    """The address of a page, relative to the root: articles/sleep.md is articles/sleep/."""
    stem = path.removesuffix(".md")
    return stem.removesuffix("index") if posixpath.basename(stem) == "index" else f"{stem}/"


def _escaped(text: str) -> str:
    """Text whose signs Markdown would read otherwise."""
    out = "".join(f"\\{sign}" if sign in "\\`*_{}[]#@" else sign for sign in " ".join(text.split()))
    return out.replace("<", "&lt;")
