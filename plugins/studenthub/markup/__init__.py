"""The Python-Markdown extension of the hub: citations, the filter for HTML, formulas, diagrams."""

from typing import Any


def makeExtension(**options: Any) -> Any:  # noqa: N802 - Python-Markdown's name
    """The extension, which Python-Markdown looks for here. It is not loaded before: checks ask other modules here."""
    from studenthub.markup import extension

    return extension.makeExtension(**options)
