"""Citations and references as a CSL style prints them, by Pandoc's citeproc."""

from studenthub.styles.csl import Style, UnknownStyle, find
from studenthub.styles.formatter import Formatted, Formatter, Group, Reference
from studenthub.styles.formulas import Formula, MathML
from studenthub.styles.worker import NotFormatted, WorkerFailed

__all__ = [
    "Formatted",
    "Formatter",
    "Formula",
    "Group",
    "MathML",
    "NotFormatted",
    "Reference",
    "Style",
    "UnknownStyle",
    "WorkerFailed",
    "find",
]
