"""The Python-Markdown extension of the hub: citations, the filter for HTML, formulas, diagrams."""

from studenthub.markup.extension import makeExtension as makeExtension
