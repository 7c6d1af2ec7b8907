"""Citations and references as a CSL style prints them, by Pandoc's citeproc, and kept on disk."""

from studenthub.styles.cache import Cache
from studenthub.styles.csl import Style, UnknownStyle, find
from studenthub.styles.formatter import Formatted, Formatter, Group, Reference
from studenthub.styles.worker import WorkerFailed

__all__ = ["Cache", "Formatted", "Formatter", "Group", "Reference", "Style", "UnknownStyle", "WorkerFailed", "find"]
