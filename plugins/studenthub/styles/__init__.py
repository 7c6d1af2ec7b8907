"""Citations and references as a CSL style prints them, by Pandoc's citeproc."""

from studenthub.styles.csl import Style, UnknownStyle, find, of_article, of_hub
from studenthub.styles.formatter import Formatter, Group
from studenthub.styles.formulas import Formula, MathML
from studenthub.styles.pandoc.answer import Entry, Formatted
from studenthub.styles.pandoc.worker import NotFormatted, WorkerFailed
from studenthub.styles.pandoc.workers import Workers

__all__ = [
    "Entry",
    "Formatted",
    "Formatter",
    "Formula",
    "Group",
    "MathML",
    "NotFormatted",
    "Style",
    "UnknownStyle",
    "WorkerFailed",
    "Workers",
    "find",
    "of_article",
    "of_hub",
]
