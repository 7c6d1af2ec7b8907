"""Checks of links: their syntax and their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from studenthub.rules.checked import Checked
from studenthub.rules.citing.typed_citations import DOI_IN_BRACKETS
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.text import internal_links
from studenthub.rules.text.addresses import has_scheme
from studenthub.source.problems import Fix, shortened

_BARE = re.compile(r"(?<![\w\"'=<@/.])(?<!\]\()(?:https?://|www\.(?=[\w-]+\.[a-zA-Z]))[^\s<>\"'`|]+")
_ADDRESS = r"(?:https?://|www\.)[^\s()\[\]<>]+"
#: A blank between the brackets, the two kinds of brackets changed round, and a bracket that is never closed.
_BROKEN = re.compile(
    rf"\[(?P<apart>[^\[\]\n]+)\][ \t]+\((?P<target>{_ADDRESS}|[\w./-]+\.md(?:#[\w-]*)?)\)"
    rf"|\((?P<turned>[^()\n]+)\)\[(?P<square>{_ADDRESS})\]"
    rf"|\((?P<before>{_ADDRESS})\)\[(?P<behind>[^\W\d_][^\[\]\n]*)\](?![(\[])"
    rf"|\[(?P<open>[^\[\]\n]+)\]\((?P<address>{_ADDRESS})(?=[ \t]|\n|\Z)"
)
_FILE = r"[^\s()\[\]<>]+\.(?:png|jpe?g|gif|webp|svg|avif|pdf)"
#: The same in a picture.
_BROKEN_PICTURE = re.compile(
    rf"!\[(?P<apart>[^\[\]\n]*)\][ \t]+\((?P<a>{_FILE})\)|!\((?P<turned>[^()\n]*)\)\[(?P<b>{_FILE})\]"
    rf"|!\[(?P<open>[^\[\]\n]*)\]\((?P<c>{_FILE})(?=[ \t]*(?:\n|\Z))",
    re.IGNORECASE,
)
#: Words and the name of an address, [words][name]; where the page defines that name, the link is blank by now.
_UNDEFINED = re.compile(
    r"(?<![\w\]\\!^@])\[(?P<words>[^\W\d_][^\[\]@\n]*)\]\[(?P<name>(?=[^\W\d_])[^\[\]@\n]+)\](?![\[(:])"
)
#: Words that say nothing about where a link leads.
_EMPTY_TEXTS = {
    "here", "click here", "click", "press here", "this", "link", "this link", "the link", "read more", "more",
    "see here", "go here", "this page", "this site", "this website", "website", "the website", "url", "article",
    "this article", "source", "study", "this study", "online", "info", "more info", "more information", "details",
    "learn more", "find out more", "hier", "klik hier", "lees meer",
}  # fmt: skip
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
        broken = [match.span() for sought in (_BROKEN, _UNDEFINED) for match in document.find_running(sought)]
        if document.article:
            broken += [match.span() for match in document.find_running(DOI_IN_BRACKETS)]
        for match in _BARE.finditer(document.running):
            start, address = match.start(), _trimmed(match[0])
            if _cited(document, start) or any(begin <= start < end for begin, end in broken):
                continue
            if _OF_LATEX.search(document.running, max(0, start - _LONGEST_COMMAND), start):
                # HUB254 says what to write for the whole command.
                continue
            whole = address if "://" in address else f"https://{address}"
            yield document.found(
                start,
                "this web address is not a link",
                f"write [what it is]({shortened(whole)}), or put it between < and >",
                Fix(start, start + len(address), f"<{whole}>"),
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


def broken_link(checked: Checked) -> Iterator[Finding]:
    """A link is its words in square brackets, followed directly by its address in round ones.

    With a space between them, or with the two kinds of brackets swapped, readers see the signs and no link. So do they
    where the second brackets are square, and no line of the page says which address they mean.

    Wrong: [the guide] (https://example.org/guide)
    Right: [the guide](https://example.org/guide)
    """
    for document in checked.documents:
        for match in document.find_running(_UNDEFINED) if "][" in document.running else ():
            if re.fullmatch(_ADDRESS, match["name"]):
                right = f"[{match['words']}]({match['name']})"
                message, edit = "this is not a link: its second brackets are square", Fix(*match.span(), right)
                yield document.found(match.start(), message, f"write {shortened(right, 80)}", edit)
            else:
                message = f"this is not a link: no line of this page begins with [{shortened(match['name'])}]:"
                yield document.found(match.start(), message, f"write [{shortened(match['words'])}](its address)")
        if not any(signs in document.flowing.text for signs in ("](", "] (", ")[")):
            continue
        for match in document.find_running(_BROKEN_PICTURE):
            target = match["a"] or match["b"] or match["c"]
            right = f"![{match['apart'] or match['turned'] or match['open']}]({target})"
            hint, fix = f"write {shortened(right, 80)}", Fix(*match.span(), right)
            message = "this is not a picture: its brackets are not as they should be"
            name = internal_links.to_target(internal_links.in_docs(checked, document.text.path), unquote(target))
            if not has_scheme(target) and name not in checked.files.files:
                # A fix would only show that there is no such file, and each would be tried in vain.
                yield document.found(match.start(), message, f"{hint}, and upload {shortened(target, 80)}")
            else:
                yield document.found(match.start(), message, hint, fix)
        for match in document.find_running(_BROKEN):
            words = match["apart"] or match["turned"] or match["behind"] or match["open"]
            target = match["target"] or match["square"] or match["before"] or match["address"]
            if match["apart"]:
                message = "this is not a link: there is a space between ] and ("
            elif match["turned"] or match["before"]:
                message = "this is not a link: its brackets are in the wrong order"
            else:
                message = "this is not a link: its last bracket is missing"
            right = f"[{words}]({target})"
            yield document.found(
                match.start(), message, f"write {shortened(right, 80)}", Fix(match.start(), match.end(), right)
            )


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
