"""The page *Write an article*: a few questions, and GitHub's own editor with the file begun."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

from studenthub.i18n import N_
from studenthub.model.articles import ARTICLES
from studenthub.model.guides import GUIDE, WRITING, has_guide
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings, draft_form
from studenthub.parse.frontmatter import yaml_writer
from studenthub.render.data import metadata
from studenthub.render.page import Page, Ready, address_of
from studenthub.render.parts import Link
from studenthub.render.views import WriteView

TITLE = N_("Write an article")
_DESCRIPTION = N_(
    "Begin your article here, and go on in the editor on GitHub: your file has its name, and its head is filled in."
)
_DESCRIPTION_ELSEWHERE = N_("Begin your article here: answer a few questions, and copy the first lines of your file.")
_CITING = f"{GUIDE}citing.md"
#: What is written below the front matter.
_BODY = N_("""\
Paste your text here, in place of this line.

<!-- Below this line: the BibTeX entries of your sources. They are not printed. -->
""")
_WORDS = {
    "title": N_("What your article says, in a few words"),
    "description": N_("One or two sentences that tell a reader what the article finds and why it matters."),
    "name": N_("Your name"),
    "university": N_("Your university"),
    "declaration": N_("TODO: none, or a sentence"),
}


def pages(hub: Hub, siblings: tuple[Link, ...]) -> Iterator[Page]:
    """The page, on a hub that has a guide and no such page of its own. ``siblings`` are the pages of the guide."""
    if is_made(hub):
        yield Page(WRITING, "write.html", partial(_read, hub, siblings))


def is_made(hub: Hub) -> bool:
    """Whether the hub has a guide, and no such page of its own."""
    docs = hub.settings.docs_dir
    return has_guide(hub.guides.values(), docs) and f"{docs}/{WRITING}" not in hub.guides


def _read(hub: Hub, siblings: tuple[Link, ...]) -> Ready:
    settings, topics = hub.settings, hub.catalogue.terms["topics"]
    said = settings.interface.gettext
    title, description = said(TITLE), said(_DESCRIPTION if settings.github else _DESCRIPTION_ELSEWHERE)
    folder = f"{settings.docs_dir}/{ARTICLES}"
    begun = template(hub)
    home = settings.github
    address = f"{home}/new/{quote(settings.branch)}" if home else ""
    # The folder is a part of the name: of a folder in the path GitHub leaves out the last one (isaacs/github#1527).
    name = f"{quote(folder)}/{said('my-article')}.md"
    link = f"{address}?filename={name}&value={quote(begun, safe='')}" if address else ""
    view = WriteView(
        siblings=siblings,
        topics=tuple(Link(term.name, ident) for ident, term in topics.items()),
        programmes=settings.examples_of_programmes,
        asked=settings.ask_authors,
        lengths={name: settings.length(name) for name in ("title", "description")},
        citing=address_of(_CITING if f"{settings.docs_dir}/{_CITING}" in hub.guides else f"{GUIDE}index.md"),
        declarations=tuple((name, settings.declared[name].translated(settings.interface)) for name in settings.require),
        new_file=address,
        folder=folder,
        link=link,
        begun=begun,
        body=said(_BODY),
        form=draft_form(home) if home else "",
        contact=Link(settings.contact, contact_address(settings)) if settings.contact else None,
        head=metadata.page(title, description, address_of(WRITING), settings),
    )
    return Ready(title, description, view)


def contact_address(settings: Settings) -> str:
    """Where the contact of the hub leads: a web address as it is, and a mail address as one."""
    return settings.contact if "://" in settings.contact else f"mailto:{settings.contact}"


def template(hub: Hub) -> str:
    """A file that is begun. Its day is that of the newest article, as a build must not depend on its own."""
    day = max((article.last_changed for article in hub.catalogue.articles), default=datetime.date(2026, 1, 1))
    words = {name: str(hub.settings.interface.gettext(text)) for name, text in _WORDS.items()}
    fields: dict[str, object] = {
        "title": words["title"],
        "description": words["description"],
        "date": day,
        "authors": [{"name": words["name"], "affiliation": words["university"]}],
        "topics": list(hub.catalogue.terms["topics"])[:1],
    }
    if hub.settings.require:
        fields["declarations"] = dict.fromkeys(hub.settings.require, words["declaration"])
    return f"---\n{yaml_writer.dump(fields)}---\n\n{hub.settings.interface.gettext(_BODY)}"
