"""Checks of links: addresses that are none, and their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.rules.checked import Checked
from studenthub.rules.citing.typed_citations import DOI_IN_BRACKETS
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.text import broken_links
from studenthub.source.problems import Fix, shortened

_BARE = re.compile(r"(?<![\w\"'=<@/.])(?<!\]\()(?:https?://|www\.(?=[\w-]+\.[a-zA-Z]))[^\s<>\"'`|（）【】，。]+")
#: What an address that ends in a hyphen goes on with in the next line.
_REST_BELOW = re.compile(r"\n[ \t>]*(?P<rest>(?=[^\s]*[/.=?][^\s])[\w%.,/=?&#~+-]*[\w/])")
#: Words that say nothing about where a link leads.
_EMPTY_TEXTS = {
    "here", "click here", "click", "press here", "this", "link", "this link", "the link", "read more", "more",
    "see here", "go here", "this page", "this site", "this website", "website", "the website", "url", "article",
    "this article", "source", "study", "this study", "online", "info", "more info", "more information", "details",
    "learn more", "find out more", "hier", "klik hier", "lees meer",
}  # fmt: skip
#: Before an address that was to be that of a link: a bracket directly behind its words.
_HALF_LINK = re.compile(r"[\w\]]\(\Z")
#: The beginning of a command of LaTeX that an address is in.
_OF_LATEX = re.compile(r"\\(?:url|nolinkurl|href|footnote|thanks)\{[^{}\n]*\Z")
_LONGEST_COMMAND = 300


def bare_link(checked: Checked) -> Iterator[Finding]:
    """A web address in the text is a link.

    A bare address cannot be clicked, and reading it aloud takes a minute.

    Wrong: See https://example.org/page.
    Right: See [the guide to sleep](https://example.org/page), or at least <https://example.org/page>.
    """
    for document in checked.documents:
        if "://" not in document.running and "www." not in document.running:
            continue
        broken = list(broken_links.spans(document))
        if document.article:
            broken += [match.span() for match in document.find_running(DOI_IN_BRACKETS)]
        for match in _BARE.finditer(document.running):
            start, address = match.start(), _trimmed(match[0])
            if _cited(document, start) or any(begin <= start < end for begin, end in broken):
                continue
            if _OF_LATEX.search(document.running, max(0, start - _LONGEST_COMMAND), start):
                # HUB254 says what to write for the whole command.
                continue
            if rest := _REST_BELOW.match(document.content, match.end()) if address[-1] in "-_=" else None:
                hint = f"write it on one line: {shortened(address + rest['rest'])}"
                yield document.found(start, "this web address is divided by the end of its line", hint)
                continue
            whole = address if "://" in address else f"https://{address}"
            is_half = _HALF_LINK.search(document.content, max(start - 2, 0), start) is not None
            is_half = is_half or document.content.startswith(">", match.end())
            yield document.found(
                start,
                "this web address is not a link",
                f"write [what it is]({shortened(whole)}), or put it between < and >",
                None if is_half else Fix(start, start + len(address), f"<{whole}>"),
            )


def _trimmed(address: str) -> str:
    """An address without what belongs to the sentence: full stops, and brackets that open before it."""
    while address[-1] in ".,;:!?*_’”" or (address[-1] in ")]" and address.count(address[-1]) > address.count(
        "(" if address[-1] == ")" else "["
    )):  # fmt: skip
        address = address[:-1]
    return address


def _cited(document: Document, offset: int) -> bool:
    """Whether a character is within a citation."""
    groups = document.groups
    return any(group.start <= offset < group.end for group in groups)


def telling_link_text(checked: Checked) -> Iterator[Finding]:
    """The words of a link say where it leads.

    Many people move from link to link; a list of "here, here, here" tells them nothing.

    Wrong: For the guide click [here](https://example.org/guide).
    Right: Read [the guide to sleep](https://example.org/guide).
    """
    for document, link in checked.links:
        if link.picture or not link.bracketed:
            continue
        words = " ".join(re.sub(r"[*_`]", "", link.label).split()).casefold().strip(" .,:;!")
        if not words:
            yield document.found(link.offset, "this link has no words", "say between [ and ] where it leads")
        elif words in _EMPTY_TEXTS:
            yield document.found(
                link.offset,
                f"the link text “{shortened(link.label)}” does not say where it leads",
                "write between [ and ] what readers find there, such as [the guide to sleep]",
            )
