"""The pages and files that follow from a catalogue: pages as values that a template shows."""

from studenthub.render.articles import printed
from studenthub.render.extract import extract
from studenthub.render.files import files
from studenthub.render.navigation import navigation
from studenthub.render.page import OutputFile, Page
from studenthub.render.pages import everything

__all__ = ["OutputFile", "Page", "everything", "extract", "files", "navigation", "printed"]
