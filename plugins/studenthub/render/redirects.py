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
    titles, interface = _titles(catalogue), settings.interface
    for old, new in catalogue.redirects.items():
        title = interface.gettext("%(title)s has moved", title=titles[new])
        description = interface.gettext("This page is now at %(address)s.", address=settings.address(new) or new)
        read = partial(_moved, Link(titles[new], new), settings)
        yield Page(f"{old.rstrip('/')}.md", "moved.html", title, description, read, indexed=False)
    for one in catalogue.withdrawn:
        path = one.path.removeprefix(f"{settings.docs_dir}/")
        description = interface.gettext("This article was withdrawn: %(reason)s", reason=one.reason)
        yield Page(path, "withdrawn.html", one.title, description, partial(_withdrawn, one, settings), indexed=False)


def _titles(catalogue: Catalogue) -> Mapping[str, str]:
    """The titles of all pages to which an old address can lead, by their addresses."""
    found = {f"{kind}/{ident}/": term.name for kind, terms in catalogue.terms.items() for ident, term in terms.items()}
    found |= {f"{ARTICLES}/{article.slug}/": article.title for article in catalogue.articles}
    return found | {f"{ARTICLES}/{one.slug}/": one.title for one in catalogue.withdrawn}


def _moved(to: Link, settings: Settings) -> Ready:
    return Ready(MovedView(to, Head(canonical=settings.address(to.href))))


def _withdrawn(one: Withdrawn, settings: Settings) -> Ready:
    """Search engines must remove it: what they keep of an article is often why it was withdrawn."""
    address = settings.address(f"{ARTICLES}/{one.slug}/")
    head = Head(canonical=address, names=(("robots", "noindex"),))
    return Ready(WithdrawnView(Day.of(one.date, settings.interface), one.reason, head))


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
