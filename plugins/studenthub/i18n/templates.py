"""Translates the words in templates."""

from __future__ import annotations

from typing import Any, cast

from jinja2 import Environment

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

    def plain_text(message: str, **values: object) -> str:
        return str(interface.gettext(message, **values))

    env.globals |= {"interface": interface, "plain_text": plain_text}
    env.filters["plain"] = str
