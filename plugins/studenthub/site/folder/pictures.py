"""The pictures in docs/ as the site has them: a generator never copies one. The hub publishes those that a page shows,
and of these the pixels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import unquote

from studenthub import pictures
from studenthub.render import OutputFile, is_drawing, is_picture
from studenthub.site.generator import Generator
from studenthub.site.settings import SiteSettings
from studenthub.source.files import Folder

#: What follows the name of a drawing.
DRAWN = ".png"


def of_docs(settings: SiteSettings, generator: Generator) -> Mapping[str, str]:
    """The pictures that the generator knows, by their path in the site, each with its path in docs/.

    What is drawn is a PNG, whatever the file was.
    """
    files = Folder.read(settings.hub.root, settings.hub.docs_dir).files.values()
    found = {}
    for path in (file.path for file in files if file.plain and is_picture(file.path)):
        address = generator.address(path)
        if address is not None and not settings.excludes(path):
            found[unquote(address) + DRAWN * is_drawing(path)] = path
    return found


def output(path: str, source: Path) -> OutputFile:
    """A picture as it is published. A broken one, which only a preview meets, stays as it is."""
    return OutputFile(path, partial(_made, source), partial(_key, source))


def _key(source: Path) -> str:
    return pictures.key(source.read_bytes())


def _made(source: Path) -> bytes:
    return _published(source.read_bytes())


@lru_cache(maxsize=16)
def _published(content: bytes) -> bytes:
    # Pillow takes longer to load than most builds take for their pictures: what has not changed is taken over.
    from studenthub.pictures.opening import Refused
    from studenthub.pictures.publishing import published

    try:
        return published(content)
    except Refused:
        return content
