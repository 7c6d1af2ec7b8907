"""The request to Pandoc: a document with one paragraph for each group of citations.

The tree is that of https://hackage.haskell.org/package/pandoc-types, as JSON. Words before and after a source become
words in it and are never read as Markdown, so that they can neither hold HTML nor take Pandoc's parser for ever.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from studenthub.parse.markdown.citations import Cite, CiteGroup

#: A part of Pandoc's tree: its kind is "t", what it holds "c".
Node = dict[str, object]

_SPACE: Node = {"t": "Space"}
_NO_ATTRIBUTES = ["", [], []]
_MARKUP = re.compile(
    r"(?P<space>\s+)"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|<(?P<address>(?:https?://|mailto:)[^\s<>]{1,200})>"
    r"|(?P<mark>\*\*?|__?)(?=\w)(?P<marked>[\w ,.:;’'()-]{1,200}?)(?<=[\w.)])(?P=mark)(?![\w*_])"
    r"|(?P<raised>[~^])(?P<sign>[\w+-]{1,20})(?P=raised)"
)
_EMPHASIS = {1: "Emph", 2: "Strong"}
_RAISED = {"^": "Superscript", "~": "Subscript"}


def of(groups: Sequence[CiteGroup] | None, bibliography: str, style: str, locale: str) -> str:
    """A document of ``groups``, or of none, which lists the whole bibliography, as JSON.

    ``bibliography`` and ``style`` are paths of CSL-JSON and of CSL; ``locale`` is one of CSL's. What is missing is the
    version of the tree, which Pandoc knows.
    """
    meta: Node = {
        "bibliography": {"t": "MetaString", "c": bibliography},
        "csl": {"t": "MetaString", "c": style},
        "lang": {"t": "MetaString", "c": locale},
        "link-citations": {"t": "MetaBool", "c": True},
    }
    if groups is None:
        meta["nocite"] = {"t": "MetaInlines", "c": [_citation([_source("*", "NormalCitation")])]}
    return json.dumps({"meta": meta, "blocks": list(map(_paragraph, groups or ()))}, ensure_ascii=False)


def _paragraph(group: CiteGroup) -> Node:
    return {"t": "Para", "c": [_citation([_cite(cite, narrative=group.narrative) for cite in group.cites])]}


def _cite(cite: Cite, *, narrative: bool) -> Node:
    mode = "SuppressAuthor" if cite.is_suppressed else "AuthorInText" if narrative else "NormalCitation"
    # Pandoc puts the space after a prefix itself.
    return _source(cite.key, mode, list(inlines(cite.prefix.rstrip())), list(inlines(cite.suffix)))


def _source(key: str, mode: str, prefix: Sequence[Node] = (), suffix: Sequence[Node] = ()) -> Node:
    return {
        "citationId": key,
        "citationMode": {"t": mode},
        "citationPrefix": prefix,
        "citationSuffix": suffix,
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def _citation(cites: Sequence[Node]) -> Node:
    return {"t": "Cite", "c": [cites, []]}


def inlines(text: str) -> Iterator[Node]:
    """Words before or after a source: emphasis, raised and lowered signs, addresses and escapes are read.

    All other signs are signs.
    """
    at, word = 0, ""
    for match in _MARKUP.finditer(text):
        word += text[at : match.start()]
        at = match.end()
        if match["escaped"]:
            word += match["escaped"]
            continue
        yield from _string(word)
        word = ""
        yield _marked(match)
    yield from _string(word + text[at:])


def _marked(match: re.Match[str]) -> Node:
    if match["space"]:
        return _SPACE
    if match["address"]:
        address = match["address"]
        return {"t": "Link", "c": [_NO_ATTRIBUTES, list(_string(address.removeprefix("mailto:"))), [address, ""]]}
    if match["mark"]:
        return {"t": _EMPHASIS[len(match["mark"])], "c": list(inlines(match["marked"]))}
    return {"t": _RAISED[match["raised"]], "c": list(_string(match["sign"]))}


def _string(word: str) -> Iterator[Node]:
    if word:
        yield {"t": "Str", "c": word}
