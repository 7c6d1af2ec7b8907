"""Fills the small templates of the core, which escape every value that is not ``Markup``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from studenthub.i18n import ENGLISH, Interface, templates


@cache
def _environment(interface: Interface) -> Environment:
    env = Environment(
        loader=PackageLoader("studenthub"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.install(env, interface)
    return env


def render(name: str, speaking: Interface = ENGLISH, **values: object) -> Markup:
    """The template ``name`` filled with ``values``, its own words being those of an interface."""
    return Markup(_environment(speaking).get_template(name).render(**values))


@cache
def macro(template: str, name: str) -> Callable[..., Markup]:
    """The macro ``name`` of a template. Raises AttributeError where there is none."""
    return cast("Callable[..., Markup]", getattr(_environment(ENGLISH).get_template(template).module, name))
