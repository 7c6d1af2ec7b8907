"""The templates of a hub, its own and the theme's, prepared for its pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment

from studenthub.site.policy import policy
from studenthub.site.settings import SiteSettings

#: What templates are told besides their page.
GLOBALS = ("hub_appearance", "hub_language", "hub_navigation", "content_security_policy")


def prepare(env: Environment, settings: SiteSettings, *, preview: bool = False) -> None:
    """Make the templates escape, and tell them what all pages share."""
    env.trim_blocks = env.lstrip_blocks = True
    # Escaping is decided when a template is compiled, so before any is.
    env.autoescape = lambda name: bool(name) and not str(name).endswith(".xml")
    if env.cache is not None:
        env.cache.clear()
    env.globals["hub_appearance"] = settings.hub.appearance
    env.globals["hub_language"] = settings.hub.language
    env.globals["content_security_policy"] = policy(env, of_folders(settings.templates).values(), preview=preview)


def of_folders(folders: Iterable[Path]) -> Mapping[str, Path]:
    """The templates in ``folders`` by their names; of two with one name, that of the earlier folder."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.rglob("*.html"):
            found.setdefault(path.relative_to(folder).as_posix(), path)
    return found
