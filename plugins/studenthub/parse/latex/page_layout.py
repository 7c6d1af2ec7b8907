"""The commands of LaTeX that lay out a printed page, and names for its parts: other formats show nothing for them."""

from __future__ import annotations

import re

NAMES = (
    *("newpage", "clearpage", "cleardoublepage", "pagebreak", "noindent", "bigskip", "medskip", "smallskip"),
    *("centering", "maketitle", "tableofcontents", "par", "hfill", "vfill", "raggedright"),
)
#: A line that has no other words; blocks of code are blanked in the text.
ALONE = re.compile(rf"(?:\A|(?<=\n))[ ]{{0,3}}\\(?:{'|'.join(NAMES)})(?:\{{\}})?[ \t]*(?=\n|\Z)")
#: The name of a place; those of captions and formulas are part of these.
LABEL = re.compile(r"[ \t]*(?<!\\)\\label\{[^{}\n]*\}")
