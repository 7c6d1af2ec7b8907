"""``hub rename``: rename an article, and redirect readers from its old address."""

from __future__ import annotations

import argparse
import datetime
import posixpath
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from studenthub.cli.commands.check import apply
from studenthub.cli.terminal import Commands, Usage, check_slug, count, read, within
from studenthub.model.articles import ARTICLES, Article
from studenthub.model.hub import Hub
from studenthub.model.withdrawn import Withdrawn
from studenthub.parse import frontmatter
from studenthub.parse.markdown.elements import Elements, Link
from studenthub.source.problems import Fix, did_you_mean
from studenthub.source.text import Text


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "rename",
        help="rename an article, and keep its old address",
        description="Rename the file or folder of an article, update every link to it and translation_of in its "
        "translations, and add the old name to redirect_from in its front matter, so that the old address leads to the "
        "new one.",
        epilog="Example: hub rename sleep-on-call nights-on-call",
    )
    parser.add_argument("old", metavar="OLD", help="the article: its file, or its name without .md")
    parser.add_argument("new", metavar="NEW", help="its new name, without .md")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Work out all changes, then make them."""
    found = read(options)
    article = named_article(options, found, options.old)
    new = _new_slug(found, article, options.new)
    renaming = _Renaming(found, article, new)
    changes = {path: fixes for path, fixes in renaming.changes() if fixes}
    translations = renaming.translations
    root = found.settings.root
    for path, fixes in changes.items():
        apply(root, path, fixes)
    (root / renaming.old_place).rename(root / renaming.new_place)
    links = sum(len(fixes) for fixes in changes.values()) - renaming.notes_old_address - len(translations)
    sys.stdout.write(f"{renaming.old_place} is {renaming.new_place} now, and {count(links, 'link')} to it changed\n")
    for path in translations:
        sys.stdout.write(f"translation_of in {path} names {new} now\n")
    if renaming.notes_old_address:
        sys.stdout.write(f"its old address leads to the new one: redirect_from in {renaming.new_path} says so\n")
    else:
        sys.stdout.write("its old address was never published, so nothing leads on from it\n")
    return 0


def named_article(options: argparse.Namespace, found: Hub, name: str) -> Article | Withdrawn:
    """The article that ``name`` means: a file, a folder, or the last part of an address. Raises Usage."""
    articles: list[Article | Withdrawn] = [*found.catalogue.articles, *found.catalogue.withdrawn]
    name = name.rstrip("/")
    by_slug = {article.slug: article for article in articles}
    if name in by_slug:
        return by_slug[name]
    if "/" not in name and not name.endswith(".md"):
        hint = did_you_mean(name, by_slug) or "give its file, such as docs/articles/sleep-on-call.md"
        raise Usage(f"there is no article {name}", hint)
    path = within(options, name)
    article = next((one for one in articles if one.path in (path, f"{path}/index.md")), None)
    if article is None:
        raise Usage(f"{path} is no article", "articles are the .md files in docs/articles")
    return article


def _new_slug(found: Hub, article: Article | Withdrawn, name: str) -> str:
    """The new name as it will be part of the address. Raises Usage where it cannot be, or another page has it."""
    slug = posixpath.basename(name.rstrip("/").removesuffix("/index.md")).removesuffix(".md")
    check_slug(slug)
    if slug == article.slug:
        raise Usage(f"the article has the name {slug} already")
    folder = found.settings.root / found.settings.docs_dir / ARTICLES
    if (folder / slug).exists() or (folder / f"{slug}.md").exists():
        raise Usage(f"there is an article {slug} already", "choose another name")
    old, new = f"{ARTICLES}/{slug}/", f"{ARTICLES}/{article.slug}/"
    if found.catalogue.redirects.get(old, new) != new:
        raise Usage(f"{old} leads to {found.catalogue.redirects[old]}", "choose another name")
    return slug


@dataclass(frozen=True)
class _Renaming:
    """The changes of all files that go with another name for ``article``."""

    found: Hub
    article: Article | Withdrawn
    new: str

    @property
    def notes_old_address(self) -> bool:
        """Whether readers may know the old address."""
        is_new = isinstance(self.article, Article) and not self.article.is_published(datetime.date.today())
        return not is_new or bool(self.article.redirect_from)

    @property
    def _is_folder(self) -> bool:
        return self.article.path.endswith("/index.md")

    @property
    def old_place(self) -> str:
        """The path to rename: the file, or the folder of the article."""
        return self.article.path.removesuffix("/index.md")

    @property
    def new_place(self) -> str:
        """The same with its new name."""
        name = self.new if self._is_folder else f"{self.new}.md"
        return posixpath.join(posixpath.dirname(self.old_place), name)

    @property
    def new_path(self) -> str:
        """The file with the text of the article."""
        return f"{self.new_place}/index.md" if self._is_folder else self.new_place

    @cached_property
    def translations(self) -> Mapping[str, Fix]:
        """The files of the translations that name the article, each with the new name in translation_of."""
        fixes: dict[str, Fix] = {}
        for other in self.found.catalogue.articles:
            if other.translation_of == self.article.slug != other.slug:
                original = frontmatter.parse(other.text)[0].fields["translation_of"]
                # What is read from a line with a slip has no place in the file: hub check says what to write.
                if original.end:
                    fixes[other.path] = Fix(original.start, original.end, self.new)
        return fixes

    def changes(self) -> Iterator[tuple[str, list[Fix]]]:
        """The files that change, each with what changes in it."""
        catalogue = self.found.catalogue
        texts: dict[Text, int] = {article.text: article.body_start for article in catalogue.articles}
        terms = [term for kind in catalogue.terms.values() for term in kind.values() if term.text]
        texts |= {term.text: term.body_start for term in terms if term.text}
        texts |= {guide.text: guide.body_start for guide in self.found.guides.values()}
        for text, start in texts.items():
            fixes = [fix for link in Elements.read(text.content, start).links for fix in self._link(text, link)]
            if text.path == self.article.path and self.notes_old_address:
                fixes.append(self._redirect())
            if text.path in self.translations:
                fixes.append(self.translations[text.path])
            yield text.path, fixes
        if isinstance(self.article, Withdrawn):
            yield self.article.path, [self._redirect()]
        yield from self._sources().items()

    def _link(self, text: Text, link: Link) -> Iterator[Fix]:
        """A link to the article, or into its folder."""
        path = link.target.partition("#")[0]
        old, new = (self.found.settings.address(f"{ARTICLES}/{slug}") for slug in (self.article.slug, self.new))
        if old and (path == old or path.startswith(f"{old}/")):
            yield Fix(link.target_offset, link.target_offset + len(old), new)
        if not path or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/", path):
            return
        folder = posixpath.dirname(text.path)
        aim = posixpath.normpath(posixpath.join(folder, unquote(path)))
        if aim == self.old_place or aim.startswith(f"{self.old_place}/"):
            # The text of the article is renamed with it: what it calls its own is beside it, as before.
            folder = folder.replace(self.old_place, self.new_place, 1) if text.path == self.article.path else folder
            better = posixpath.relpath(self.new_place + aim[len(self.old_place) :], folder or ".")
            if better != path:
                yield Fix(link.target_offset, link.target_offset + len(path), better)

    def _redirect(self) -> Fix:
        """The field redirect_from with the old name at its end."""
        names = [name for name in (*self.article.redirect_from, self.article.slug) if name != self.new]
        front = frontmatter.parse(self.article.text)[0]
        spans = front.spans(self.article.text)
        if not spans or front.unread is None:
            raise Usage(f"{self.article.path} has no front matter that can be read", "write each field in its own line")
        return Fix(*spans.get("redirect_from", (front.end, front.end)), f"redirect_from: [{', '.join(names)}]\n")

    def _sources(self) -> Mapping[str, list[Fix]]:
        """The entries of the bibliography that give the address of the article."""
        old, new = (self.found.settings.address(f"{ARTICLES}/{slug}") for slug in (self.article.slug, self.new))
        fixes: dict[str, list[Fix]] = {}
        for source in self.found.catalogue.bibliography.sources.values() if old else ():
            field = source.fields.get("url")
            if field and (field.raw == old or field.raw.startswith(f"{old}/")):
                fix = Fix(field.offset, field.offset + len(old), new)
                fixes.setdefault(source.text.path, []).append(fix)
        return fixes
