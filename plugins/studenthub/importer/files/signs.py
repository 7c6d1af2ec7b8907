"""Signs that go through Pandoc with the text of a draft, and say what Pandoc does not know."""

from __future__ import annotations

import re

#: Signs that no draft may have, which go through Pandoc with the text: a citation that is data, from its number on, its
#: printed words, and its end; a paragraph of a list that a program made; a heading by its size; a caption; the end of
#: the name of a picture; a paragraph that is there only to end a list; a tab.
FIELD, PRINTED, END, GENERATED, HEADING, CAPTION, NAMED, BREAK, TAB = map(chr, range(0xE000, 0xE009))
SIGNS = re.compile("[\ue000-\ue00f]")
