"""Citations and references as a CSL style prints them, by Pandoc's citeproc.

The package itself only finds styles, which every command needs; ``formatter`` prints with them.
"""

from studenthub.styles.csl import Style, UnknownStyle, find, of_article, of_hub

__all__ = ["Style", "UnknownStyle", "find", "of_article", "of_hub"]
