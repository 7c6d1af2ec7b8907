"""The templates of a hub, its own and the theme's, prepared for its pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment

from studenthub import i18n
from studenthub.html import ids
from studenthub.site.conversion.policy import policy
from studenthub.site.settings import SiteSettings

#: The global values of templates.
GLOBALS = ("interface", "hub_appearance", "hub_language", "hub_navigation", "content_security_policy")


def prepare(env: Environment, settings: SiteSettings, *, preview: bool = False) -> None:
    """Make the templates escape, and tell them what all pages share."""
    env.trim_blocks = env.lstrip_blocks = True
    # A preview builds anew when a template has changed.
    env.auto_reload = False
    # Escaping is decided when a template is compiled, so before any is.
    env.autoescape = lambda name: bool(name) and not str(name).endswith(".xml")
    i18n.templates.install(env, settings.hub.interface)
    (env.cache or {}).clear()
    hub = settings.hub
    env.globals["hub_appearance"] = hub.appearance
    env.globals["hub_language"] = hub.own_language
    env.filters["without_references"] = without_references
    env.globals["content_security_policy"] = policy(env, of_folders(settings.templates).values(), preview=preview)


def without_references(html: str) -> tuple[str, str]:
    """The HTML of an article in two parts: its text, and the list of references where that ends it, or "".

    Nobody but the hub gives the id by which the list is known. Where an author puts text below the list, all is text.
    """
    at = html.rfind("<section", 0, max(0, html.find(f'id="{ids.REFERENCES}"')))
    rest = html[at:].rstrip() if at >= 0 else ""
    ends = rest.count("</section>") == 1 and rest.endswith("</section>")
    return (html[:at], html[at:]) if ends else (html, "")


def of_folders(folders: Iterable[Path]) -> Mapping[str, Path]:
    """The templates in ``folders`` by their names; of two with one name, that of the earlier folder."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.rglob("*.html"):
            found.setdefault(path.relative_to(folder).as_posix(), path)
    return found
