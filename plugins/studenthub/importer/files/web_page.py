"""Prepares a page in HTML for Pandoc, as Word, LibreOffice and Google Docs save one.

In such a page notes and comments are links that lead to and fro. What is hidden, bold or a title is so by its style, at
which Pandoc 3.9 does not look (measured).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from xml.etree import ElementTree as ET

from studenthub.importer.files import page_tree
from studenthub.importer.files.beside_text import Comment, Word
from studenthub.importer.files.signs import HEADING

#: What Pandoc may read at the head of a page.
_NAMES = ("author", "description", "date", "subtitle")
_REMARK = re.compile(r"/\*[^*]{0,500}\*/|<!--")
#: The last part of a selector: .title or p.MsoTitle
_CLASS = re.compile(r"\s*(?:[a-z][a-z0-9]{0,20})?\.(?P<name>[\w-]+)\s*", re.IGNORECASE)
_SIZE = re.compile(r"(?P<size>\d{1,3})(?:\.\d+)?pt")
_SUBTITLES = frozenset(("subtitle", "msosubtitle"))
#: Among how many paragraphs a title is, what its class may be, and its least size in points.
_HEAD, _TITLES, _LARGE = 8, frozenset(("title", "msotitle")), 18
_PROGRAM = re.compile(r"libreoffice|openoffice", re.IGNORECASE)
_OF_COMMENT = re.compile(r"#?(?:cmnt|_msocom|_com)")
_ITEM = re.compile(r"\s*(?:(?P<bullet>[·•§▪o-])|(?P<number>\d{1,3})[.)])[\s\u00a0]+")
_LEVEL = re.compile(r"\blst-kix_\w+-(?P<level>\d)\b")
#: The class of a list that was none.
_MADE = "made"
_HIDING = (("display", "none"), ("visibility", "hidden"), ("mso-hide", "all"))
_EMPHASIS: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    ("font-weight", lambda said: said in ("bold", "bolder") or (said.isdecimal() and int(said) >= 600), "b"),
    ("font-style", lambda said: said in ("italic", "oblique"), "i"),
    ("vertical-align", lambda said: said == "super", "sup"),
    ("vertical-align", lambda said: said == "sub", "sub"),
    ("text-decoration", lambda said: "line-through" in said, "s"),
    ("text-decoration", lambda said: "underline" in said, "u"),
)


def read(page: str) -> Word:
    """Make a page ready."""
    root = page_tree.tree(page)
    reader = _Reader(root)
    reader.read()
    reader.found.data = ET.tostring(root, encoding="unicode", method="html").encode()
    return reader.found


class _Reader:
    """Takes out of a tree what is hidden or beside the text, and notes it in ``found``."""

    def __init__(self, root: ET.Element) -> None:
        self.found = Word()
        self._root = root
        styles = "\n".join(element.text or "" for element in root.iter("style"))
        self._classes = dict(_classes(styles))
        generators = [one.get("content", "") for one in root.iter("meta") if one.get("name", "").lower() == "generator"]
        self.found.shows_deleted = any("LibreOffice" in one for one in generators)
        body = next(root.iter("body"), None)
        is_google = body is not None and ("doc-content" in body.get("class", "") or "googleusercontent" in styles)
        self._margins = frozenset(body if body is not None and is_google else ())
        self._has_remarks = any(map(_PROGRAM.search, generators))

    def read(self) -> None:
        """Read the whole tree."""
        self._clean(self._root)
        self._notes()
        self._large()
        self._lists(self._root)
        self._emphasise(self._root)

    def _style(self, element: ET.Element) -> Mapping[str, str]:
        """What the style of an element says, by its classes and its own."""
        said: dict[str, str] = {}
        for name in element.get("class", "").split():
            said |= self._classes.get(name, {})
        return said | dict(_declared(element.get("style", "")))

    def _clean(self, parent: ET.Element) -> None:
        """Take out what is not of the text; the words behind it stay."""
        kept: list[ET.Element] = []
        for child in parent:
            if not self._is_left_out(child):
                self._clean(child)
                kept.append(child)
            elif kept:
                kept[-1].tail = (kept[-1].tail or "") + (child.tail or "")
            else:
                parent.text = (parent.text or "") + (child.tail or "")
        parent[:] = kept

    def _is_left_out(self, element: ET.Element) -> bool:
        """Whether an element is hidden, deleted or beside the text; what is, is noted."""
        tag, found = element.tag, self.found
        if tag == "comment":
            self._remark(element.get("said", "") if self._has_remarks else "")
            return True
        if tag in ("style", "script"):
            return True
        if tag in ("html", "body"):
            element.attrib.pop("lang", None)
        if tag == "meta":
            return element.get("name", "").lower() not in _NAMES
        is_tracked = bool(element.attrib.keys() & {"datetime", "cite"})
        if tag == "ins" and is_tracked:
            found.inserted += filter(None, [_words(element)])
        style = self._style(element)
        if "hidden" in element.attrib or any(style.get(name) == said for name, said in _HIDING):
            found.hidden += bool(_words(element))
        elif (tag == "del" and is_tracked) or element.get("class") == "msoDel":
            found.deleted += bool(_words(element))
        elif tag == "div" and (element.get("title") in ("header", "footer") or self._is_margin(element)):
            found.margins += [words for words in [_words(element)] if words and words not in found.margins]
        else:
            return False
        return True

    def _is_margin(self, element: ET.Element) -> bool:
        """Whether a part of a page of Google Docs is the header or the footer: all others are notes and comments."""
        return element in self._margins and not any(link.get("href", "").startswith("#") for link in element.iter("a"))

    def _remark(self, text: str) -> None:
        self.found.comments += [Comment("", words, "") for words in [" ".join(text.split())] if words]

    def _notes(self) -> None:
        """Let Pandoc know notes as such, and take out comments: links to a place from which a link leads back."""
        places = page_tree.Places(self._root)
        marks: dict[str, ET.Element] = {}
        for link in [link for link in self._root.iter("a") if link.get("href", "").startswith("#")]:
            there = link.get("href", "")[1:]
            mark = marks.get(there)
            holder = places.holder(link, mark) if mark is not None else None
            if mark is None or holder is None:
                for name in page_tree.names(link) or page_tree.names(places.above[link]):
                    marks.setdefault(name, link)
                continue
            del marks[there]
            for rule in places.rules(holder, link):
                _empty(rule)
            _empty(link)
            if holder.tag == "li":
                # Of a list of notes, nothing is left.
                places.above[holder].tag = "div"
            self._note(mark, holder)

    def _note(self, mark: ET.Element, holder: ET.Element) -> None:
        name = mark.get("href", "")[1:]
        if _OF_COMMENT.match(name):
            self._remark(" ".join("".join(holder.itertext()).split()))
            _empty(holder)
            _empty(mark)
            return
        if holder.tag == "p":
            inner = ET.Element("p")
            inner.text, inner[:] = holder.text, list(holder)
            holder.text, holder[:] = None, [inner]
        for element, tag, said in (
            (holder, "aside", {"epub:type": "footnote", "id": name}),
            (mark, "a", {"epub:type": "noteref", "href": f"#{name}"}),
        ):
            element.tag = tag
            element.attrib.clear()
            element.attrib.update(said)

    def _large(self) -> None:
        """Mark the title by its class or its size, as it is no heading."""
        head = [paragraph for paragraph in islice(self._root.iter("p"), _HEAD) if _words(paragraph)]
        named = [paragraph for paragraph in head if _TITLES & set(paragraph.get("class", "").casefold().split())]
        sized = [paragraph for paragraph in head[:1] if any(map(_is_large, paragraph.iter()))]
        for paragraph in (named or sized)[:1]:
            paragraph.text = f"{HEADING}1{paragraph.text or ''}"
        below = [paragraph for paragraph in head if _SUBTITLES & set(paragraph.get("class", "").casefold().split())]
        for element in list(self._root.iter("head"))[:1]:
            for paragraph in below[:1]:
                ET.SubElement(element, "meta", {"name": "subtitle", "content": _words(paragraph)})
                _empty(paragraph)

    def _lists(self, parent: ET.Element) -> None:
        """Make lists of the paragraphs that Word writes for their items, and put the lists of Google in one another."""
        kept: list[ET.Element] = []
        inner: list[tuple[int, ET.Element]] = []
        for child in parent:
            text = "".join(child.itertext()) if _is_item(child) else ""
            item = _ITEM.match(text)
            if item:
                kind = "ul" if item["bullet"] else "ol"
                if not kept or kept[-1].get("class") != _MADE or kept[-1].tag != kind:
                    kept.append(ET.Element(kind, {"class": _MADE, "start": item["number"] or "1"}))
                _cut(child, item.end())
                child.tag, child.tail = "li", None
                kept[-1].append(child)
                continue
            self._lists(child)
            level = _level(child)
            inner = [one for one in inner if one[0] <= level]
            if inner and inner[-1][0] == level and inner[-1][1].tag == child.tag:
                inner[-1][1].extend(child)
                continue
            if inner and inner[-1][0] < level and len(inner[-1][1]):
                inner[-1][1][-1].append(child)
            else:
                kept.append(child)
            inner += [(level, child)] if level >= 0 else []
        parent[:] = kept

    def _emphasise(self, parent: ET.Element) -> None:
        """Let spans that are bold or otherwise set off by their style be so by their name."""
        for child in parent:
            self._emphasise(child)
            if child.tag != "span":
                continue
            style = self._style(child)
            for name, is_so, tag in _EMPHASIS:
                if is_so(style.get(name, "")):
                    inner = ET.Element(tag)
                    inner.text, inner[:] = child.text, list(child)
                    child.text, child[:] = None, [inner]


def _classes(styles: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The classes of a stylesheet, each with what it says; not what it says for a printer only, or another screen."""
    within = 0
    for rule in _REMARK.sub("", styles).split("}"):
        selectors, _, body = rule.rpartition("{")
        within += rule.count("{") - 1 if body.strip() or rule.count("{") else -bool(within)
        if within:
            continue
        said = dict(_declared(body))
        for selector in selectors.split(","):
            if match := _CLASS.fullmatch(selector):
                yield match["name"], said


def _declared(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        name, _, value = part.partition(":")
        yield name.strip().casefold(), value.replace("!important", "").strip().casefold()


def _level(element: ET.Element) -> int:
    """How deep a list of Google Docs is in others, which are beside it in the page; -1 for any other element."""
    found = _LEVEL.search(element.get("class", "")) if element.tag in ("ul", "ol") else None
    return int(found["level"]) if found else -1


def _is_large(element: ET.Element) -> bool:
    size = _SIZE.search(element.get("style", ""))
    return size is not None and int(size["size"]) >= _LARGE


def _is_item(element: ET.Element) -> bool:
    return element.tag == "p" and element.get("class", "").startswith("MsoListParagraph")


def _words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _empty(element: ET.Element) -> None:
    """Let nothing be left of an element but the text behind it."""
    element.tag, element.text, element[:] = "span", None, []
    element.attrib.clear()


def _cut(element: ET.Element, count: int) -> None:
    """Remove the first letters of the text of an element."""
    for one in element.iter():
        text = one.text or ""
        one.text, count = text[count:], max(0, count - len(text))
