"""The tree of a page in HTML, and where the notes in it are."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from studenthub.importer.files.signs import SIGNS

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"],
)
#: The elements that end where another begins, with what they are in.
_ENDED = {
    "p": ("p", "div", "ul", "ol", "dl", "table", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "li"),
    "li": ("li",), "td": ("td", "th", "tr"), "th": ("td", "th", "tr"), "tr": ("tr",), "dt": ("dt", "dd"),
    "dd": ("dt", "dd"), "option": ("option",),
}  # fmt: skip
_WITHIN = {"li": ("ul", "ol"), "td": ("table",), "th": ("table",), "tr": ("table",), "dt": ("dl",), "dd": ("dl",)}
#: How deep elements are read; what is deeper is text of the last.
_DEEPEST = 150
_BLOCKS = ("div", "li", "aside", "p", "dd", "section")
_TAG = re.compile(r"<(?P<end>/)?(?P<name>[a-zA-Z][\w:-]{0,60})")
#: Up to the end of a tag, which is no bracket in a value.
_INSIDE = re.compile(r"""[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>""")
_ATTRIBUTE = re.compile(r"""(?P<name>[a-zA-Z_:][\w:.-]*)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'>]+))?""")
#: What a note is marked with, and what leads back: [1] or iv or a or ↩ or [AB1].
_MARK = re.compile(r"[\W\d_]{0,8}(?:[ivxlc]{1,6}|[a-z]{1,2}|[A-Z]{1,4}\d{1,3})?[\W\d_]{0,8}")
#: Elements whose content is no HTML, and numbers of signs that no sign has.
_RAW = {name: re.compile(f"</{name}\\b", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}
_NO_SIGN = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")


def tree(page: str) -> ET.Element:
    """An element that holds all of a page. Its comments are elements of this name, with the attribute ``said``.

    Python's own parser takes the square of the time for what is malformed.
    """
    return _Builder(page).built()


class _Builder:
    """Makes a tree of a page, of which no end tag is needed."""

    def __init__(self, page: str) -> None:
        self._page, self._root = page, ET.Element("div")
        self._open = [self._root]
        #: The text since the last tag, in pieces.
        self._text: list[str] = []

    def built(self) -> ET.Element:
        """The element that holds all."""
        page, at = self._page, 0
        while (begin := page.find("<", at)) >= 0:
            self._text.append(page[at:begin])
            at = self._markup(begin)
        self._text.append(page[at:])
        self._write()
        return self._root

    def _markup(self, at: int) -> int:
        """Read what begins with ``<``; where it ends."""
        page, tag = self._page, _TAG.match(self._page, at)
        if page.startswith("<!--", at):
            end = page.find("-->", at + 4)
            self._remark(page[at + 4 : end if end >= 0 else len(page)])
            return end + 3 if end >= 0 else len(page)
        if tag is None and not page.startswith(("<!", "<?", "</"), at):
            self._text.append("<")
            return at + 1
        inside = _INSIDE.match(page, tag.end()) if tag else None
        end = inside.end() if inside else page.find(">", at) + 1 or len(page)
        if tag is None:
            return end
        name = tag["name"].casefold()
        if tag["end"]:
            self._end(name)
            return end
        self._start(name, page[tag.end() : end].removesuffix(">"))
        if name in _RAW:
            close = _RAW[name].search(page, end)
            stop = close.start() if close else len(page)
            self._text.append(page[end:stop])
            return stop
        return end

    def _start(self, name: str, inside: str) -> None:
        """Begin an element, where those end that do so without a tag."""
        self._write()
        while len(self._open) > 1 and name in _ENDED.get(self._open[-1].tag, ()):
            self._open.pop()
        if name in _WITHIN:
            self._end_open(name, _WITHIN[name])
        said = {
            one["name"].casefold(): _unescaped((one["value"] or "").strip("\"'")) for one in _ATTRIBUTE.finditer(inside)
        }
        tag = "span" if ":" in name else name
        if tag in _VOID:
            ET.SubElement(self._open[-1], tag, said)
        elif len(self._open) < _DEEPEST:
            element = ET.SubElement(self._open[-1], tag, said)
            self._open += [] if inside.endswith("/") and ":" in name else [element]

    def _end(self, name: str) -> None:
        """End an element, and those in it that were not ended."""
        self._write()
        tag = "span" if ":" in name else name
        at = next((at for at in range(len(self._open) - 1, 0, -1) if self._open[at].tag == tag), 0)
        if at:
            del self._open[at:]

    def _remark(self, text: str) -> None:
        """Add a comment as an element."""
        self._write()
        if not text.startswith("["):
            ET.SubElement(self._open[-1], "comment", {"said": _unescaped(text)})

    def _write(self) -> None:
        """Add the text behind all that the innermost element holds."""
        text, parent = _unescaped("".join(self._text)), self._open[-1]
        self._text.clear()
        if text and len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        elif text:
            parent.text = (parent.text or "") + text

    def _end_open(self, tag: str, within: tuple[str, ...]) -> None:
        """End the last element of a kind that is open in the innermost of those that hold it."""
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag in within:
                return
            if tag in _ENDED.get(self._open[at].tag, ()):
                del self._open[at:]
                return


def _unescaped(text: str) -> str:
    return SIGNS.sub("", html.unescape(_NO_SIGN.sub("\ufffd", text)))


class Places:
    """Where the elements of a tree are. ``above`` is what each is in."""

    def __init__(self, root: ET.Element) -> None:
        self.above: dict[ET.Element, ET.Element] = {}
        self._before: dict[ET.Element, ET.Element] = {}
        self._named: dict[str, ET.Element] = {}
        #: Where each begins and ends, in elements; and how many pieces of text and how many links are before it.
        self._begin: dict[ET.Element, int] = {}
        self._end: dict[ET.Element, int] = {}
        self._said: dict[ET.Element, int] = {}
        self._links: list[int] = []
        self._root, self._pieces = root, 0
        self._place(root)

    def _place(self, element: ET.Element) -> None:
        self._begin[element], self._said[element] = len(self._begin), self._pieces
        is_link = element.tag == "a" and element.get("href", "").startswith("#")
        self._links.append((self._links[-1] if self._links else 0) + is_link)
        for name in names(element):
            self._named.setdefault(name, element)
        self._pieces += bool((element.text or "").strip())
        before = None
        for child in element:
            self.above[child] = element
            if before is not None:
                self._before[child] = before
            self._place(child)
            self._pieces += bool((child.tail or "").strip())
            before = child
        self._end[element] = len(self._begin)

    def holder(self, link: ET.Element, mark: ET.Element) -> ET.Element | None:
        """The element that is the note of a mark, to which ``link`` leads back from it; None where it is none.

        It has the name that the mark leads to; or it is the largest with that name in it, and no words before the link.
        """
        target = self._named.get(mark.get("href", "")[1:])
        if target is None or not all(_MARK.fullmatch("".join(one.itertext())) for one in (mark, link)):
            return None
        if target is not link and self._has(target, link):
            return target if target.tag in _BLOCKS and not self._has(target, mark) else None
        found, at = None, link
        while (at := self.above.get(at, self._root)) is not self._root and at.tag != "body":
            if self._has(at, mark) or not self._is_alone(at, link):
                break
            found = at if at.tag in _BLOCKS else found
        return found if found is not None and self._has(found, target) else None

    def rules(self, holder: ET.Element, link: ET.Element) -> Iterator[ET.Element]:
        """The lines between the text and its notes: before a note, or in it before its link."""
        before = self._before.get(holder)
        yield from () if before is None or before.tag != "hr" else (before,)
        yield from (one for one in list(holder.iter("hr")) if self._begin[one] < self._begin[link])

    def _has(self, element: ET.Element, other: ET.Element) -> bool:
        return self._begin[element] <= self._begin[other] < self._end[element]

    def _is_alone(self, element: ET.Element, link: ET.Element) -> bool:
        """Whether no words are before a link in an element, and no other link that leads within the page is in it."""
        begin, end = self._begin[element], self._end[element]
        return self._said[element] == self._said[link] and self._links[end - 1] - self._links[begin] == 1


def names(element: ET.Element) -> list[str]:
    """The names by which a link leads to an element: its ``id``, and its ``name`` as older pages have it."""
    return [name for name in (element.get("id", ""), element.get("name", "")) if name]
