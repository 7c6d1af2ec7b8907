"""Checks of citations within a link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.source.problems import shortened

_DEFINED = re.compile(r"^ {0,3}\[-?@(?P<key>[^\s\[\]]+)\]:[ \t]", re.MULTILINE)


def citation_in_link(checked: Checked) -> Iterator[Finding]:
    """A citation is beside a link, not in its words, and is not given an address of its own.

    A citation is a link to the list of references, and no link can hold another one: readers would see the key.
    The address of a source belongs to its entry in bib/.

    Wrong: [The council says so [@author2024]](https://example.org/)
    Right: [The council says so](https://example.org/) [@author2024]
    """
    known = checked.catalogue.bibliography.sources
    for document in checked.article_documents:
        if "@" not in document.content:
            continue
        for offset, key in _in_links(document):
            if key in known:
                hint = f"write [@{shortened(key)}] after the link"
                yield document.found(
                    offset, f"@{shortened(key)} is cited in the words of a link, where it is not read", hint
                )
        for match in _definitions(document):
            if match["key"].strip("{}") in known:
                message = f"this line makes a link of every [@{shortened(match['key'])}], which is then not cited"
                yield document.found(
                    match.start(), message, "delete it; the address belongs to the entry in bib/, as url"
                )


def _in_links(document: Document) -> Iterator[tuple[int, str]]:
    """Where a source is named in the words of a link, and its key."""
    for link in document.links:
        if link.bracketed and not link.picture and "@" in link.label:
            start = document.content.find(link.label, link.offset)
            for group in citations.find(link.label):
                if isinstance(group, CiteGroup):
                    yield from ((start + cite.offset, cite.key) for cite in group.cites)


def _definitions(document: Document) -> Iterator[re.Match[str]]:
    if "]:" not in document.content:
        return
    # Links are blank in running text, and so is the line of a definition; code is blank in both.
    for match in _DEFINED.finditer(document.content, document.body_start):
        if any(link.offset == match.start() for link in document.links):
            yield match
