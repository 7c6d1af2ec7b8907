"""A check of links whose brackets are not as they should be."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from urllib.parse import unquote

from studenthub.parse.markdown import brackets
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.text import internal_links
from studenthub.rules.text.addresses import has_scheme
from studenthub.source.problems import Fix, shortened

_ADDRESS = r"(?:https?://|www\.)[^\s()\[\]<>]+"
_TARGET = rf"(?:{_ADDRESS}|[\w./-]+\.md(?:#[\w-]*)?|#[\w-]+)"
#: The end of an address, without the full stop of its sentence.
_NO_STOP = "(?<![.,;:!?])"
#: A blank between the brackets, the two kinds of brackets changed round, a bracket that is never closed, and one that
#: is of the other kind.
_BROKEN = re.compile(
    rf"\[(?P<apart>[^\[\]\n]+)\][ \t]+\((?P<target>{_TARGET})\)"
    rf"|\((?P<turned>[^()\n]+)\)\[(?P<square>{_ADDRESS})\]"
    rf"|\((?P<before>{_ADDRESS})\)\[(?P<behind>[^\W\d_][^\[\]\n]*)\](?![(\[])"
    rf"|\[(?P<open>[^\[\]\n]+)\]\((?P<address>{_TARGET}{_NO_STOP})(?=[.,;:!?]*(?:[ \t]|\n|\Z))"
    r"|(?!\[[^\[\]\n]+\]\[[^\[\]\n]+\])(?:\[|(?<!\w)\((?=[^\[\]()\n]+\]\())"
    rf"(?P<other>[^\[\]()\n]+)[\])](?<!\\.)[(\[](?P<goal>{_TARGET})[)\]](?![(\[])"
)
#: An address that only begins with the sign < of a link.
_HALF = re.compile(r"<(?P<address>https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]])(?=[.,;:!?)\]]*(?:\s|\Z))")
#: The end of a link that has no beginning.
_END = re.compile(rf"(?<!\\)\]\((?P<target>{_TARGET})\)")
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


def broken_link(checked: Checked) -> Iterator[Finding]:
    """A link is its words in square brackets, followed directly by its address in round ones.

    With a space between them, or with the two kinds of brackets swapped, readers see the signs and no link. So do they
    where the second brackets are square, and no line of the page says which address they mean.

    Wrong: [the guide] (https://example.org/guide)
    Right: [the guide](https://example.org/guide)
    """
    for document in checked.documents:
        yield from _beside_links(document)
        yield from _without_beginning(document) if "](" in document.running else ()
        for half in _HALF.finditer(document.running, document.body_start) if "<http" in document.running else ():
            message, right = "this is not a link: its > is missing", f"<{half['address']}>"
            yield document.found(half.start(), message, f"write {shortened(right, 80)}", Fix(*half.span(), right))
        for match in document.find_running(_UNDEFINED) if "][" in document.running else ():
            if re.fullmatch(_ADDRESS, match["name"]):
                right = f"[{match['words']}]({match['name']})"
                message = "this is not a link: its second brackets are square"
                fix = Fix(match.start(), match.end(), right)
                yield document.found(match.start(), message, f"write {shortened(right, 80)}", fix)
            else:
                message = f"this is not a link: no line of this page begins with [{shortened(match['name'])}]:"
                yield document.found(match.start(), message, f"write [{shortened(match['words'])}](its address)")
        if not any(signs in document.flowing.text for signs in ("](", "] (", ")[", ")(", "][")):
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
            name = next(name for name in ("apart", "turned", "behind", "open", "other") if match[name])
            # Code among the words is blank in the running text.
            words = document.content[match.start(name) : match.end(name)]
            target = match["target"] or match["square"] or match["before"] or match["address"] or match["goal"]
            if match["apart"]:
                message = "this is not a link: there is a space between ] and ("
            elif match["turned"] or match["before"]:
                message = "this is not a link: its brackets are in the wrong order"
            elif match["other"]:
                message = "this is not a link: one of its brackets is of the other kind"
            else:
                message = "this is not a link: its last bracket is missing"
            right = f"[{words}]({target})"
            yield document.found(
                match.start(), message, f"write {shortened(right, 80)}", Fix(match.start(), match.end(), right)
            )


def spans(document: Document) -> Iterator[tuple[int, int]]:
    """Where the links are that are not read, with their addresses."""
    for sought in (_BROKEN, _UNDEFINED, _HALF):
        yield from (match.span() for match in document.find_running(sought))


def _without_beginning(document: Document) -> Iterator[Finding]:
    found = sorted(spans(document))
    for match in _END.finditer(document.running, document.body_start):
        before = bisect.bisect(found, (match.start(), match.start())) - 1
        if before < 0 or found[before][1] <= match.start():
            message = "this is not a link: before its words is no bracket, or behind them is one too many"
            yield document.found(match.start(), message, f"write [its words]({shortened(match['target'], 60)})")


def _beside_links(document: Document) -> Iterator[Finding]:
    """What is wrong beside links that are read: brackets that have no second one."""
    content, running = document.content, document.running
    for link in document.links:
        if not link.bracketed:
            continue
        start, end = link.offset, content.find(")", link.target_offset + len(link.target)) + 1
        if running.startswith("[", start - 1) and content[start - 2] != "\\" and not brackets.is_closed(running, start):
            yield document.found(start - 1, brackets.ONE_TOO_MANY, "delete it", Fix(start - 1, start, ""))
        for pair in ("[]", "()"):
            if running.startswith(pair[1], end) and not brackets.is_open(running, start, pair):
                yield document.found(end, brackets.ONE_TOO_MANY, "delete it", Fix(end, end + 1, ""))
