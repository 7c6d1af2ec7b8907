"""Finds lists of attributes (``{.small #id}``), as opposed to words in braces."""

from __future__ import annotations

import re
from collections.abc import Iterator

_VALUE = r"(?:\"[^\"\n{}]*+\"|'[^'\n{}]*+'|[^\s\"'{}=<>`]++)"
#: What people give to pictures and other elements: HTML's own names, and those that Quarto begins with a word.
_NAME = (
    r"(?:id|class|alt|title|width|height|lang|dir|align|style|loading|target|rel|start|type|role"
    r"|(?:fig|tbl|out|data|aria)-[\w-]+)"
)
#: An id, a class, or Pandoc's sign for a heading without a number.
_MARK = r"(?:[#.][^\W\d][\w:.-]*+|-(?=[ }]))"
_ONE = rf"(?:{_MARK}|{_NAME}={_VALUE})"
#: After a colon any name is one, as in {: data=x }.
_ANY = rf"(?:{_MARK}|[A-Za-z][\w:-]*+={_VALUE})"
_PLAIN = rf"[ ]*+{_ONE}(?>(?:[ ]++{_ONE})*)[ ]*+"
_AFTER_COLON = rf"[ ]*+{_ANY}(?>(?:[ ]++{_ANY})*)[ ]*+"
#: Braces with attributes. What they hold is the group ``list``.
BRACES = rf"\{{(?={_PLAIN}\}}|:{_AFTER_COLON}\}}):?(?P<list>[^\n{{}}]++)\}}"
_BRACES = re.compile(BRACES)
#: Words in square brackets that have attributes.
SPAN = re.compile(rf"(?<!!)\[(?P<words>(?>(?:[^\[\]@\x02\x03]++|\[[^\[\]@]*+\])*))\](?={BRACES})")
_ID = re.compile(r"(?:^|[ ])(?:#(?P<id>[\w:.-]++)|id=[\"']?(?P<named>[^\s\"'{}]++))")


def ids(text: str) -> Iterator[tuple[int, str]]:
    """The ids that lists of attributes in ``text`` give, each with its offset."""
    for match in _BRACES.finditer(text) if "{" in text else ():
        for found in _ID.finditer(match["list"]):
            name = "id" if found["id"] is not None else "named"
            yield match.start("list") + found.start(name), found[name]
