"""Translates the words in templates."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from jinja2 import Environment, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from studenthub.i18n.interface import Interface


def install(env: Environment, interface: Interface) -> None:
    """Let the templates of ``env`` say what they say in the words of ``interface``: before any is compiled.

    They have Jinja's own ``{% trans %}``, ``_()`` and ``ngettext()``, which mark a word that is not translated; for
    attributes, titles and options, in which nothing can be marked, ``plain_text()`` and the filter ``plain``; and the
    ``interface`` itself.
    """
    env.add_extension("jinja2.ext.i18n")
    said = interface.translations
    cast("Any", env).install_gettext_callables(
        said.gettext, said.ngettext, newstyle=True, pgettext=said.pgettext, npgettext=said.npgettext
    )

    @cache
    def words(message: str, escapes: bool) -> str:
        return Markup(said.gettext(message)) if escapes else said.gettext(message)  # noqa: S704 - our own message

    @cache
    def without_values(message: str, escapes: bool) -> str:
        return words(message, escapes) % {}

    # Jinja's own looks a word up and formats it each time, and a page has a hundred.
    @pass_eval_context
    def gettext(context: EvalContext, message: str, /, **values: object) -> str:
        escapes = bool(context.autoescape)
        return words(message, escapes) % values if values else without_values(message, escapes)

    def plain_text(message: str, **values: object) -> str:
        return str(interface.gettext(message, **values))

    env.globals |= {"interface": interface, "plain_text": plain_text, "_": gettext, "gettext": gettext}
    env.filters["plain"] = str
