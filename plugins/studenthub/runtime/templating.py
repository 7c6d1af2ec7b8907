"""The templates of the core. They escape whatever is not already HTML of our own making."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("studenthub"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(name: str, **values: object) -> Markup:
    """The template ``name`` filled with ``values``."""
    return Markup(_environment().get_template(name).render(**values))


@cache
def macro(template: str, name: str) -> Callable[..., Markup]:
    """The macro ``name`` of a template. Raises AttributeError where there is none."""
    return cast("Callable[..., Markup]", getattr(_environment().get_template(template).module, name))
