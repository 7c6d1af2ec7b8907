"""A corrected article: typed references become entries, and every safe fix is made."""

from __future__ import annotations

import re
from contextlib import closing

from studenthub.hub import Hub, Read
from studenthub.importer import existing_article, misindented_authors
from studenthub.importer.refusals import Refused

_BLANK = re.compile(r"[^\S\n\t ]")


def correction(read: Read, found: Hub, path: str) -> str:
    """The corrected text of the article in ``path``, or "" where nothing in it can be corrected.

    Nothing confidential is repeated: then there is none.
    """
    text = read.texts[path]
    sources = found.catalogue.bibliography.sources
    try:
        after = existing_article.corrected(existing_article.begun(misindented_authors.gathered(text), sources), sources)
    except Refused:
        return ""
    with closing(read.fixer) as fixer:
        after = fixer.corrected(after, advice=False)
    # It is copied from a page, which shows every blank alike, and invisible characters by their number.
    content = _BLANK.sub(" ", after.content)
    is_plain = all(sign.isprintable() or sign in "\n\t" for sign in content)
    is_safe = is_plain and not any(secret in content for secret in found.secrets)
    return content if is_safe and content != _BLANK.sub(" ", text.content) else ""
