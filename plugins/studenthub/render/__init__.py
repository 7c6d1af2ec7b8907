"""The pages that follow from a catalogue, as values that a template shows."""

from studenthub.render.pages import everything
from studenthub.render.views import Page

__all__ = ["Page", "everything"]
