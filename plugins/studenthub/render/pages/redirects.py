"""Pages at old addresses: redirects of renamed pages, and notes in the place of withdrawn articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from studenthub.model.articles import ARTICLES
from studenthub.model.catalogue import Catalogue
from studenthub.model.settings import Settings
from studenthub.model.withdrawn import Withdrawn
from studenthub.render.page import Page, Ready
from studenthub.render.parts import Day, Link
from studenthub.render.views import Head, MovedView, WithdrawnView


def pages(catalogue: Catalogue, settings: Settings) -> Iterator[Page]:
    """A page for each old address, and one for each withdrawn article."""
    titles = _titles(catalogue) if catalogue.redirects else {}
    for old, new in catalogue.redirects.items():
        read = partial(_moved, Link(titles[new], new), settings)
        yield Page(f"{old.rstrip('/')}.md", "moved.html", read, indexed=False)
    for one in catalogue.withdrawn:
        path = one.path.removeprefix(f"{settings.docs_dir}/")
        yield Page(path, "withdrawn.html", partial(_withdrawn, one, settings), indexed=False)


def _titles(catalogue: Catalogue) -> Mapping[str, str]:
    """The titles of all pages to which an old address can lead, by their addresses."""
    found = {f"{kind}/{ident}/": term.name for kind, terms in catalogue.terms.items() for ident, term in terms.items()}
    found |= {f"{ARTICLES}/{article.slug}/": article.title for article in catalogue.articles}
    return found | {f"{ARTICLES}/{one.slug}/": one.title for one in catalogue.withdrawn}


def _moved(to: Link, settings: Settings) -> Ready:
    address = settings.address(to.href)
    title = settings.interface.gettext("%(title)s has moved", title=to.text)
    description = settings.interface.gettext("This page is now at %(address)s.", address=address or to.href)
    return Ready(title, description, MovedView(to, Head(canonical=address)))


def _withdrawn(one: Withdrawn, settings: Settings) -> Ready:
    """Search engines must remove it: what they keep of an article is often why it was withdrawn."""
    address = settings.address(f"{ARTICLES}/{one.slug}/")
    head = Head(canonical=address, names=(("robots", "noindex"),))
    description = settings.interface.gettext("This article was withdrawn: %(reason)s", reason=one.reason)
    return Ready(one.title, description, WithdrawnView(Day.of(one.date, settings.interface), one.reason, head))


def records(catalogue: Catalogue, settings: Settings) -> list[Mapping[str, str]]:
    """The withdrawn articles as catalogue.json has them."""
    return [
        {
            "id": one.slug,
            "url": settings.address(f"{ARTICLES}/{one.slug}/") or f"{ARTICLES}/{one.slug}/",
            "title": one.title,
            "date": one.date.isoformat(),
            "reason": one.reason,
        }
        for one in catalogue.withdrawn
    ]
