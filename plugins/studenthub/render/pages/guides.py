"""The pages of running text that belong to no list, such as the guide for writers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath

from studenthub.i18n import N_
from studenthub.model.collections import HOME, NOT_FOUND
from studenthub.model.guides import GUIDE, WRITING, Guide
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings
from studenthub.parse import languages
from studenthub.render import faults
from studenthub.render.data import metadata
from studenthub.render.licences import licence
from studenthub.render.page import Page, Ready, address_of
from studenthub.render.pages import writing
from studenthub.render.parts import Link
from studenthub.render.views import GuideView

#: A link from a guide to another one in its folder.
_LINK = re.compile(r"\]\(([\w.-]+\.md)[)#\s]")
#: The page that says who publishes the hub, where there is one.
_ABOUT = "about.md"


def pages(hub: Hub) -> Iterator[Page]:
    """The page of every guide but the home page and the one for addresses that lead nowhere."""
    beside_each = siblings(hub)
    for guide in hub.guides.values():
        path = hub.settings.in_docs(guide.path)
        if path not in (HOME, NOT_FOUND):
            beside = beside_each.get(PurePosixPath(path).parent.as_posix(), ())
            read = partial(_read, hub, guide, path, beside if len(beside) > 1 else ())
            yield Page(path, "guide.html", read, guide)


def not_found(hub: Hub) -> Page | None:
    """The text of the page for addresses that lead nowhere, where the hub has one of its own."""
    guide = hub.guides.get(f"{hub.settings.docs_dir}/{NOT_FOUND}")
    if not guide:
        return None
    view = GuideView(language=language_of(guide, hub.settings))
    return Page(NOT_FOUND, "404.html", partial(Ready, guide.title, guide.description, view), guide)


def _read(hub: Hub, guide: Guide, path: str, siblings: tuple[Link, ...]) -> Ready:
    head = metadata.page(guide.title, guide.description, address_of(path), hub.settings)
    language = language_of(guide, hub.settings)
    said = tuple(_imprint(hub.settings)) if path == _ABOUT else ()
    view = GuideView(siblings, faults.on_page_of(guide.path, hub), language, said, head, guide.is_titled)
    return Ready(guide.title, guide.description, view)


def language_of(guide: Guide, settings: Settings) -> str:
    """That of its words where it is another than the interface's, or ""."""
    return languages.differing(guide.language or settings.language, settings.interface.language)


def link_to(guide: Guide, settings: Settings, text: str = "") -> Link:
    """The title of a guide, or another ``text``, which leads to it."""
    address = address_of(settings.in_docs(guide.path))
    return Link(text or guide.title, address, language="" if guide.is_titled else language_of(guide, settings))


def _imprint(settings: Settings) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """The imprint of the hub: publisher, editors, ISSN, licence and contact, as far as the settings name them."""
    terms = licence(settings.licence)
    contact = Link(settings.contact, writing.contact_address(settings)) if settings.contact else None
    rows = (
        (N_("Publisher"), (Link(settings.publisher, ""),) if settings.publisher else ()),
        (N_("Editors"), tuple(Link(name, "") for name in settings.editors)),
        (
            "ISSN",
            (Link(settings.issn, f"https://portal.issn.org/resource/ISSN/{settings.issn}"),) if settings.issn else (),
        ),
        (N_("Licence"), (terms,) if terms else ()),
        (N_("Contact"), (contact,) if contact else ()),
    )
    yield from ((settings.interface.gettext(name), values) for name, values in rows if values)


def siblings(hub: Hub) -> Mapping[str, tuple[Link, ...]]:
    """The pages of each folder below docs/ of guides: its index, then in the order in which that leads to them.

    The one on which an article is begun comes after the index of its folder.
    """
    folders: dict[str, dict[str, Guide]] = {}
    for guide in hub.guides.values():
        path = PurePosixPath(hub.settings.in_docs(guide.path))
        folders.setdefault(path.parent.as_posix(), {})[path.name] = guide
    links = {
        folder: [link_to(guide, hub.settings) for guide in _ordered(guides)]
        for folder, guides in folders.items()
        if folder != "."
    }
    if writing.is_made(hub):
        links[GUIDE.rstrip("/")].insert(1, Link(hub.settings.interface.gettext(writing.TITLE), address_of(WRITING)))
    return {folder: tuple(rows) for folder, rows in links.items()}


def _ordered(guides: Mapping[str, Guide]) -> list[Guide]:
    """The guides of one folder, by the names of their files; what the index does not name comes last."""
    index = guides.get("index.md")
    named = _LINK.findall(index.body) if index else []
    place = {name: number for number, name in reversed(list(enumerate(["index.md", *named])))}
    return [guides[name] for name in sorted(guides, key=lambda name: (place.get(name, len(named) + 1), name))]
