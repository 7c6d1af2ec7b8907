"""The parts of a draft: what it says of itself, its text, and the list of its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from studenthub.i18n import N_
from studenthub.importer import closing_lines, opening_lines
from studenthub.importer.citations import by_key, listing
from studenthub.importer.citations.by_key import Own
from studenthub.importer.citations.listing import Split
from studenthub.importer.citations.sources import Sources
from studenthub.importer.files import archives, reading
from studenthub.importer.files.file_kinds import Beside, none_beside
from studenthub.importer.files.reading import Read
from studenthub.importer.front import Front
from studenthub.importer.text import contents
from studenthub.importer.text.blocks import Picture
from studenthub.model.sources.source import Source


@dataclass(frozen=True)
class Parts:
    """A draft that was read and taken apart: what it says of itself, its text, and the list of its sources.

    ``known`` are the sources of bib/ by key.
    ``others`` are the files of its archive that the draft does not name.
    """

    name: str
    read: Read
    front: Front
    lists: Split
    known: Mapping[str, Source]
    own: Own
    others: tuple[str, ...] = ()


def read(
    data: bytes,
    name: str,
    known: Mapping[str, Source],
    beside: Beside = none_beside,
    pictures: Sequence[Picture] = (),
) -> Parts:
    """Read a draft, or the one in an archive. ``known`` are the sources of bib/ by key. Raises Refused.

    ``beside`` gives a file that the draft names: a picture, or one of BibTeX. ``pictures`` came with it, and nobody
    knows where they belong: they are at the end of the article.
    """
    draft = archives.unpacked(data, name, beside)
    found = reading.read(draft.data, draft.name, draft.beside, pictures)
    cited = by_key.cited([*found.draft.blocks, *(block for note in found.draft.notes for block in note)])
    own = by_key.gathered(found.entries, found.metadata.bibliography, draft.beside, cited, Sources(known))
    blocks, lines_of_contents = contents.without(found.draft.blocks)
    above, rest = closing_lines.take(*opening_lines.take(blocks, found.draft.named))
    if lines_of_contents:
        above = above.leaving(
            "; ".join(lines_of_contents), N_("the table of contents of the draft, which the hub makes itself")
        )
    above = replace(above, authors=found.metadata.authors or above.authors)
    lists = listing.split_all(rest)
    above, text = closing_lines.take(above, lists.text)
    above, behind = closing_lines.take(above, lists.behind)
    lists = replace(lists, text=text, behind=behind)
    return Parts(name, found, above, lists, known, own, tuple(draft.others))
