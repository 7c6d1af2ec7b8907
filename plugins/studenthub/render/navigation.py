"""The navigation at the head and the foot of every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from studenthub.i18n import N_
from studenthub.model.articles import ARTICLES
from studenthub.model.collections import COLLECTIONS, HOME, NOT_FOUND, SOURCES
from studenthub.model.guides import GUIDE
from studenthub.model.hub import Hub
from studenthub.render.pages.guides import link_to
from studenthub.render.parts import Link
from studenthub.render.views import FilterView, Navigation


def navigation(hub: Hub) -> Navigation:
    """The pages that every page leads to, and the filters. A list at the foot, and a filter, have articles.

    Pages of the hub's own are where ``nav:`` in mkdocs.yml has them: its own lines at the head, those of its sections
    at the foot. A page of docs/ itself that it does not name is at the foot.
    """
    has_guide = f"{hub.settings.docs_dir}/{GUIDE}index.md" in hub.guides
    lists = hub.catalogue.lists
    own, said = list(_own(hub)), hub.settings.interface.gettext
    return Navigation(
        header=(
            Link(said(N_("Articles")), f"{ARTICLES}/"),
            *(Link(said(one.heading), f"{one.name}/") for one in COLLECTIONS if one.in_header),
            Link(said(N_("Sources")), f"{SOURCES}/"),
            *(link for link, is_inner in own if not is_inner),
            *([Link(said(N_("Write")), GUIDE)] if has_guide else []),
        ),
        footer=(
            *(link for link, is_inner in own if is_inner),
            *(Link(said(one.heading), f"{one.name}/") for one in COLLECTIONS if not one.in_header and lists[one.name]),
            *([Link(said(N_("Write for the hub")), GUIDE)] if has_guide else []),
        ),
        filters=tuple(
            FilterView(one.filter.name, said(one.filter.label), said(one.filter.all), one.filter.is_large)
            for one in COLLECTIONS
            if lists[one.name]
        ),
        guide=GUIDE if has_guide else "",
    )


def _own(hub: Hub) -> Iterator[tuple[Link, bool]]:
    """The pages of the hub's own and other places that editors name, each with whether it is at the foot."""
    guides = {hub.settings.in_docs(guide.path): guide for guide in hub.guides.values()}
    for item in hub.settings.nav:
        if "://" in item.target:
            yield Link(item.text or item.target, item.target), item.is_inner
        elif item.target in guides and not _has_a_place(item.target):
            yield link_to(guides[item.target], hub.settings, item.text), item.is_inner
    named = {item.target for item in hub.settings.nav}
    for path, guide in sorted(guides.items()):
        if path not in named and _is_first(path) and not _has_a_place(path):
            yield link_to(guide, hub.settings), True


def _has_a_place(path: str) -> bool:
    """Whether it needs no link here: the home page and the guide have one, and the text of 404.html is no page."""
    return path in (HOME, NOT_FOUND) or path.startswith(GUIDE)


def _is_first(path: str) -> bool:
    """Whether a page is in docs/ itself, or the first of a folder there."""
    parts = PurePosixPath(path).parts
    return len(parts) == 1 or (len(parts) == 2 and parts[1] == "index.md")
