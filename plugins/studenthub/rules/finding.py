"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studenthub.model.sources.source import Source
from studenthub.source.problems import Fix
from studenthub.source.text import Place


@dataclass(frozen=True)
class Finding:
    """A finding of a check. ``secret`` must not be printed anywhere, because logs are public.

    ``keys`` are the entries of the bibliography that it is about, ``missing`` the fields that the first of them needs,
    as students know them. It is advice where it is ``harmless``, as nothing wrong is published because of it, whatever
    the level of its rule is.
    """

    place: Place
    message: str
    hint: str = ""
    fix: Fix | None = None
    secret: str = ""
    keys: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    harmless: bool = False

    def about(self, source: Source) -> Finding:
        """The same, which is about another entry of the bibliography as well."""
        return replace(self, keys=(*self.keys, source.key))
