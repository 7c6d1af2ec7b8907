"""Digests of frozen values: the names under which the cache keeps what is made from them."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable, Mapping, Set
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from studenthub.runtime.cache import digest


def fingerprint(*values: object) -> str:
    """A digest of ``values``: equal ones have the same in each process, whatever ``repr`` shows of them.

    A dataclass is its name and the fields by which it is compared, unless it has a ``fingerprint`` of its own. Of a
    mapping and a sequence the order counts, of a set it does not. Raises TypeError for a type that has none.
    """
    return digest(_encode(values))


def fields(value: Any) -> list[object]:
    """The name of a dataclass and the fields by which it is compared, for a ``fingerprint`` of its own."""
    return [type(value).__name__, *(getattr(value, one.name) for one in dataclasses.fields(value) if one.compare)]


class _Readers(dict[type, Callable[[Any], object]]):
    """What makes of a value of a type one that JSON knows."""

    def __missing__(self, kind: type) -> Callable[[Any], object]:
        self[kind] = found = self._find(kind)
        return found

    def _find(self, kind: type) -> Callable[[Any], object]:
        if hasattr(kind, "fingerprint"):
            return attrgetter("fingerprint")
        if dataclasses.is_dataclass(kind):
            names = [field.name for field in dataclasses.fields(kind) if field.compare]
            return lambda value: [kind.__name__, *[getattr(value, name) for name in names]]
        for known in _KNOWN:
            if issubclass(kind, known):
                return self[known]
        raise TypeError(f"{kind.__module__}.{kind.__qualname__} has no fingerprint")


_KNOWN = (datetime.date, PurePath, Set, Mapping)
_readers = _Readers(
    {
        datetime.date: datetime.date.isoformat,
        PurePath: str,
        Set: lambda values: sorted(map(_encode, values)),
        Mapping: dict,
    }
)


def _plain(value: object) -> object:
    return _readers[type(value)](value)


_encode: Callable[[object], str] = json.JSONEncoder(check_circular=False, separators=(",", ":"), default=_plain).encode
