"""The first filter: raw HTML becomes text, and only allowed elements, attributes and addresses stay in Markdown's tree.

It works within Python-Markdown, so that what a generator does with a page afterwards, such as checking its links,
never sees what could upset it.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import HtmlInlineProcessor, InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from studenthub.html import allowed

#: Before fences are read (25; 31 where tabs are kept), and after control characters went (30).
_FENCES_PRIORITY = 26
_RAW_FENCES_PRIORITY = 32.5
#: Around the readers of raw HTML: Markdown's and md_in_html's (20), and MkDocs' (21), which some input stops.
_HIDE_PRIORITY, _SHOW_PRIORITY = 21.5, 19.5
#: When fenced code is out of the way and "<" is back.
_COMMENTS_PRIORITY = 19.4
#: After attribute lists (8) and abbreviations (7); before the table of contents (5) takes ids and titles.
_TREE_PRIORITY = 5.5
#: The few tags that Markdown has no sign for, bare: nothing can be hidden in them.
_SMALL = r"(<(?:br|wbr) ?/?>|</?(?:sub|sup|kbd)>)"
_SMALL_PRIORITY = 90
_COMMENT = r"<!--(?>(?:(?!-->).)*)-->"
#: What is put for "<" meanwhile. No text holds it: Python-Markdown removes its control characters first.
_LESS = "\x02less\x03"


def build(md: Markdown) -> None:
    """Put the filter into ``md``, whatever other extensions do."""
    md.preprocessors.register(_Fences(md), "filter_raw_fences", _RAW_FENCES_PRIORITY)
    md.preprocessors.register(_Fences(md), "filter_fences", _FENCES_PRIORITY)
    md.preprocessors.register(_Replace(md, "<", _LESS), "filter_hide", _HIDE_PRIORITY)
    md.preprocessors.register(_Show(md, _LESS, "<"), "filter_show", _SHOW_PRIORITY)
    md.preprocessors.register(_Comments(md), "filter_comments", _COMMENTS_PRIORITY)
    md.preprocessors.deregister("html_block", strict=False)
    md.inlinePatterns.register(_Comment(_COMMENT, md), "filter_comment", _SMALL_PRIORITY)
    md.inlinePatterns.register(HtmlInlineProcessor(_SMALL, md), "filter_small", _SMALL_PRIORITY)
    md.treeprocessors.register(_Filter(md), "filter_tree", _TREE_PRIORITY)


class _Replace(Preprocessor):
    def __init__(self, md: Markdown, old: str, new: str) -> None:
        super().__init__(md)
        self._old, self._new = old, new

    def run(self, lines: list[str]) -> list[str]:
        return "\n".join(lines).replace(self._old, self._new).split("\n")


class _Show(_Replace):
    """Also takes out what reads raw HTML later on, which an extension listed after ours may have put in."""

    def run(self, lines: list[str]) -> list[str]:
        self.md.inlinePatterns.deregister("html", strict=False)
        self.md.parser.blockprocessors.deregister("markdown_block", strict=False)
        return super().run(lines)


class _Comments(Preprocessor):
    """Takes out comments that begin a line, over empty lines and all: authors leave notes to themselves in them."""

    def run(self, lines: list[str]) -> list[str]:
        text, out, at = "\n".join(lines), [], 0
        for opening in re.finditer(r"^ {0,3}<!--", text, re.MULTILINE):
            if opening.start() < at:
                continue
            end = text.find("-->", opening.end())
            if end < 0:
                break
            out.append(text[at : opening.start()])
            at = end + 3
        return "".join([*out, text[at:]]).split("\n")


class _Comment(InlineProcessor):
    """Takes out comments within a line."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override] # noqa: N802
        return "", m.start(), m.end()


#: Only these heads can carry more than a language, a title and numbers.
_FENCE = re.compile(r"^(?P<fence>[> \t]*(?:`{3,}|~{3,}))(?P<head>[^\n]*(?:\}[ \t\r]*|title_mode[^\n]*))$", re.MULTILINE)
_OPTION = re.compile(
    r"(?P<word>[.#]?[\w+-][\w.+#-]*)(?=[\s}]|$)"
    r"|(?P<option>(?:linenums|hl_lines|title)=(?:\"[^\"{}\r]*\"|'[^'{}\r]*'))"
    r"|[^\s{}]+"
)


class _Fences(Preprocessor):
    """The heads of fenced code keep their language, classes, id, title, line numbers and marked lines.

    What else is in them, pymdown-extensions print as it is: data-* attributes without escaping, and a title as
    HTML where title_mode says so.
    """

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "```" not in text and "~~~" not in text:
            return lines
        return _FENCE.sub(_plain_head, text).split("\n")


def _plain_head(match: re.Match[str]) -> str:
    head = match["head"]
    kept = " ".join(filter(None, map(_kept, _OPTION.finditer(head))))
    return f"{match['fence']} {{ {kept} }}" if "{" in head else f"{match['fence']} {kept}"


def _kept(option: re.Match[str]) -> str:
    word = option["word"] or ""
    if word.startswith("#"):
        return word if allowed.attribute("pre", "id", word[1:]) else ""
    return word or option["option"] or ""


_ESCAPED = re.compile("\x02(\\d+)\x03")
_STASHED = re.compile("\x02(?!amp\x03)[^\x03]*\x03")


class _Filter(Treeprocessor):
    """The elements of the page and their attributes."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            if element is not root and element.tag not in allowed.TAGS:
                element.tag = "span"
            if element.attrib or element.tag in ("a", "img"):
                _filter(element)


def _filter(element: Element) -> None:
    for name, value in list(element.items()):
        # An attribute without a value has None. What is stashed is HTML, and must not land in an attribute.
        written = _STASHED.sub("", _ESCAPED.sub(lambda m: chr(int(m[1])), value or ""))
        kept = allowed.attribute(element.tag, name, written.replace("\x02amp\x03", "&"))
        if kept is None:
            del element.attrib[name]
        else:
            element.set(name, written if "\x02" in written else kept)
    if element.tag == "a" and not element.get("href"):
        element.tag = "span"
    if element.tag == "img" and not element.get("src"):
        element.tag, element.text = "span", element.attrib.pop("alt", "")
        for name in ("width", "height", "loading"):
            element.attrib.pop(name, None)
