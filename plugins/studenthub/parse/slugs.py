"""The parts of addresses that stand for names, and for files."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import PurePosixPath

#: Small letters, digits, and single hyphens between them.
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@lru_cache(maxsize=1 << 16)
def slugify(text: str) -> str:
    """The part of an address that stands for ``text``: lower case, accents folded, hyphens between the words.

    Letters of scripts without a Latin form are kept, so that no name is lost.
    """
    folded = unicodedata.normalize(
        "NFKD", text.casefold().replace("ø", "o").replace("ł", "l").replace("’", "").replace("'", "")
    )
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", letters)).strip("-") or "unnamed"


def file_name(text: str) -> str:
    """What to call the file of an article: small letters, digits and hyphens."""
    return f"{re.sub(r'[^a-z0-9]+', '-', slugify(text)).strip('-') or 'my-article'}.md"


def slug_of(path: str) -> str:
    """The slug of the article in ``path``: the name of its file, or of its folder where the file is index.md."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem == "index" else pure.stem
