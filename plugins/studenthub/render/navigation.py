"""What every page has at its head and its foot."""

from __future__ import annotations

from studenthub.hub import Hub
from studenthub.model.articles import ARTICLES
from studenthub.model.collections import COLLECTIONS, SOURCES
from studenthub.model.guides import GUIDE
from studenthub.render.views import FilterView, Link, Navigation


def navigation(hub: Hub) -> Navigation:
    """The pages that every page leads to, and the filters. A list at the foot has articles."""
    has_guide = f"{hub.settings.docs_dir}/{GUIDE}index.md" in hub.guides
    lists = hub.catalogue.lists
    return Navigation(
        header=(
            Link("Articles", f"{ARTICLES}/"),
            *(Link(one.heading, f"{one.name}/") for one in COLLECTIONS if one.in_header),
            Link("Sources", f"{SOURCES}/"),
            *([Link("Write", GUIDE)] if has_guide else []),
        ),
        footer=(
            *(Link(one.heading, f"{one.name}/") for one in COLLECTIONS if not one.in_header and lists[one.name]),
            *([Link("Write for the hub", GUIDE)] if has_guide else []),
        ),
        filters=tuple(
            FilterView(one.filter.name, one.filter.label, one.filter.all, one.filter.is_large) for one in COLLECTIONS
        ),
        guide=GUIDE if has_guide else "",
    )
