"""The pages and files that follow from a catalogue: pages as values that a template shows."""

from studenthub.render.extract import extract
from studenthub.render.files import files
from studenthub.render.pages import everything, navigation, printed
from studenthub.render.views import OutputFile, Page

__all__ = ["OutputFile", "Page", "everything", "extract", "files", "navigation", "printed"]
