"""Slugs: the parts of addresses made from names, and names of files."""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from functools import lru_cache

#: Bytes of a slug, as the name of a file has 255 at most; and characters that stand for what is cut off.
_LONGEST, _DIGEST = 200, 8
#: Small letters, digits, and single hyphens between them.
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@lru_cache(maxsize=1 << 16)
def slugify(text: str) -> str:
    """The slug of ``text``: lower case, accents folded, hyphens between the words.

    Letters of scripts without a Latin form are kept, so that no name is lost. One that is too long for the name of a
    file ends in a few signs that tell it from others.
    """
    folded = unicodedata.normalize(
        "NFKD", text.casefold().replace("ø", "o").replace("ł", "l").replace("’", "").replace("'", "")
    )
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    slug = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", letters)).strip("-") or "unnamed"
    data = slug.encode(errors="surrogatepass")
    if len(data) <= _LONGEST:
        return slug
    words, _, _ = data[: _LONGEST - _DIGEST - 1].decode(errors="ignore").rpartition("-")
    begin = words or data[: _LONGEST - _DIGEST - 1].decode(errors="ignore")
    return f"{begin}-{hashlib.sha256(data).hexdigest()[:_DIGEST]}"


def file_name(text: str) -> str:
    """A name for the file of an article: small letters, digits and hyphens."""
    return f"{re.sub(r'[^a-z0-9]+', '-', slugify(text)).strip('-') or 'my-article'}.md"


def slug_of(path: str) -> str:
    """The slug of the article in ``path``: the name of its file, or of its folder where the file is index.md."""
    folder, name = posixpath.split(path)
    stem, _ = posixpath.splitext(name)
    return posixpath.basename(folder) if stem == "index" else stem
