"""The facts of a picture: read once, and cached under a digest of its bytes."""

from __future__ import annotations

import hashlib
import json
import warnings
from dataclasses import astuple, dataclass
from functools import cache as once
from importlib.metadata import version
from pathlib import Path
from typing import Any

from studenthub.pictures import drawings, kinds
from studenthub.runtime.cache import Cache, digest

_KIND = "looks"


@dataclass(frozen=True, slots=True)
class Facts:
    """A picture. ``kind`` is what its name should end in, without the dot, or "" for what is no picture; ``width`` and
    ``height`` are in pixels, as it is shown. ``wrong`` says why it cannot be published, ``hint`` what to do.

    The rest is what a reader does not see: whether it tells where it was taken (``has_place``), what it tells about the
    ``owner`` of the camera, and the ``texts`` in it: descriptions, comments, names of places. ``credits`` say whose it
    is.
    """

    kind: str
    width: int = 0
    height: int = 0
    wrong: str = ""
    hint: str = ""
    has_place: bool = False
    owner: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()


class Pictures:
    """Looks at pictures, or remembers in ``cache`` what it saw."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def facts(self, content: bytes) -> Facts:
        """The facts of the picture with these bytes."""
        name = key(content)
        if (kept := _load(self._cache.get(name))) is not None:
            return kept
        facts = look(content)
        self._cache.put(_KIND, name, json.dumps(astuple(facts)))
        return facts


def key(content: bytes) -> str:
    """A digest of all that follows from the picture with these bytes: what is known of it, and what is published."""
    return digest(_KIND, _code(), drawings.code(content), hashlib.sha256(content).hexdigest())


def look(content: bytes) -> Facts:
    """The same without a cache. Never raises, whatever the bytes are."""
    # Pillow takes longer to load than the checks of a hub without new pictures take.
    from studenthub.pictures import metadata, opening

    try:
        # Pillow warns about odd metadata of cameras, which does not matter here.
        with warnings.catch_warnings(action="ignore"), opening.opened(content) as image:
            said = metadata.read(image)
            width, height = image.size
            if metadata.is_turned(metadata.orientation(image)):
                width, height = height, width
            kind = drawings.kind(content) or opening.ending(image)
    except opening.NoPicture as refused:
        # A file may have the head of a picture and nothing else of it.
        return Facts("", wrong=str(refused), hint=refused.hint)
    except opening.Refused as refused:
        return Facts(drawings.kind(content) or kinds.kind(content[:64]), wrong=str(refused), hint=refused.hint)
    return Facts(kind, width, height, "", "", said.has_place, said.owner, said.texts, said.credits)


def _load(text: str | None) -> Facts | None:
    try:
        if text is None:
            return None
        values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in json.loads(text)]
        return Facts(*values)
    except (ValueError, TypeError):
        return None


@once
def _code() -> str:
    """A digest of what looks: with other code, or another Pillow, it may see something else."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return digest(version("pillow"), *(path.read_text(encoding="utf-8") for path in files))
