"""The templates that a hub has of its own, prepared for its pages."""

from __future__ import annotations

from jinja2 import Environment, TemplateNotFound

from studenthub.site.failure import SiteFailed
from studenthub.site.policy import policy
from studenthub.site.settings import SiteSettings

#: What templates are told besides their page.
GLOBALS = ("hub_language", "hub_navigation", "content_security_policy")


def prepare(env: Environment, settings: SiteSettings, *, preview: bool = False) -> None:
    """Make the templates escape, and tell them what all pages share. Raises SiteFailed where there are none."""
    env.trim_blocks = env.lstrip_blocks = True
    # Escaping is decided when a template is compiled, so before any is.
    env.autoescape = lambda name: bool(name) and not str(name).endswith(".xml")
    if env.cache is not None:
        env.cache.clear()
    try:
        env.get_template("article.html")
    except TemplateNotFound:
        message = "the hub's templates are missing; write custom_dir: overrides under theme: in mkdocs.yml"
        raise SiteFailed(message) from None
    assert settings.templates
    env.globals["hub_language"] = settings.hub.language
    env.globals["content_security_policy"] = policy(env, settings.templates, preview=preview)
