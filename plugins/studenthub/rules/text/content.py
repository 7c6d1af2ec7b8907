"""Checks of the text: alternative texts of pictures, HTML, and placeholders such as TODO."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import chain

from studenthub.parse.markdown.elements import Link
from studenthub.parse.markdown.unwrapped import Match
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document, Prefiltered
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

_EMPTY_ALTS = {
    "image", "picture", "photo", "photograph", "figure", "screenshot", "img", "alt", "alt text", "alternative text",
    "description", "graphic", "diagram", "icon",
}  # fmt: skip
_FILE_NAME = re.compile(
    r"(?:img|dsc|image|screenshot|photo|picture)?[-_ ]?\d+|\S+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|heic)", re.IGNORECASE
)
#: All tags of HTML, but for those that Markdown has no sign for: br, sub, sup, kbd, abbr, wbr.
_HTML_TAGS = {
    "a", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi", "bdo", "big",
    "blink", "blockquote", "body", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data",
    "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset",
    "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "label", "legend", "li", "link", "main",
    "map", "mark", "marquee", "math", "menu", "meta", "meter", "nav", "nobr", "noframes", "noscript", "object", "ol",
    "optgroup", "option", "output", "p", "param", "picture", "portal", "pre", "progress", "q", "rp", "rt", "ruby", "s",
    "samp", "script", "search", "section", "select", "slot", "small", "source", "span", "strike", "strong", "style",
    "summary", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr",
    "track", "tt", "u", "ul", "var", "video",
}  # fmt: skip
#: Opening and closing tags within one line for which Markdown has a sign.
_PAIRS = re.compile(
    r"<(?P<tag>b|strong|i|em)>(?P<words>[^<>\n*]+|<[A-Z][A-Z_]*>)</(?P=tag)>"
    r"|<a href=[\"'](?P<href>https?://[^\"'\s<>()]+)[\"'][^<>\n]*>(?P<text>[^<>\n\[\]]+)</a>",
    re.IGNORECASE,
)
#: Below a picture, a line in italics or one that begins with its number: who does not see the picture hears this.
_CAPTION_BELOW = re.compile(
    r"\)(?:\{[^{}\n]*\})?[ \t]*\n(?:[ \t]*\n)?(?:[*_]{1,3}[^\s*_]|[*_]{0,3}Fig(?:ure|\.)[ ]?\d)"
)
#: A box around words, on lines of its own.
_BOXES = re.compile(
    r"^<(?P<tag>div|center|p)\b[^<>\n]*>(?P<words>[^<>]+)</(?P=tag)>[ \t]*$", re.IGNORECASE | re.MULTILINE
)
#: Signs of less and more around a letter that is also the name of a tag: a<b and c>d, a<b>c. Python looks behind for
#: a fixed number of signs only.
_COMPARED = re.compile(r"<[abipqsu](?:\s[^<>=\"']*+>|(?:(?<=\b\w<\w)|(?<=\b\w\w<\w))>(?=\w{1,3}\b))")
#: XXX as a set of chromosomes, or as the number thirty.
_CHROMOSOMES = re.compile(
    r"\b4\d,(?:XX|XY)|\bXX[XY]?Y\b|\bX{2,5} (?:and|or) X+Y|\bkaryotyp|\b(?:trisomy|triple) X\b|\bXXX syndrome",
    re.IGNORECASE,
)
_THIRTY = re.compile(r"\b(?:Chapter|Part|Title|Book|Volume|Vol\.|Canto|Psalm|Schedule|Olympiad|Louis) $", re.IGNORECASE)
_DATE_OR_TOPICS = re.compile("(?:date|updated|topics):")
#: What writers leave for later, behind "insert" and "add".
_TO_COME = (
    r"(?:here|names?|ref(?:erence)?s?|citations?|sources?|links?|dates?|figures?|tables?|pictures?|images?"
    r"|photos?|photographs?|graphs?|charts?|diagrams?|titles?|quot(?:es?|ations?)|examples?"
    r"|statistics?|captions?|url|doi|year|author|hospital|university|paragraph|sentence|heading)"
)
_PLACEHOLDERS = Prefiltered(
    # [Enter] and [Insert] are keys, and [name] may be that of a field.
    r"(?<!\\)\[(?:insert|add|your|enter|put|type|citation needed|ref(?:erence)?s? needed|link to external site)\b"
    r"(?:(?<!(?-i:Enter))(?<!(?-i:Insert))|(?!\]))[^\]\n]*\](?![(\[])"
    r"|(?<!\\)\[(?:(?:refs?|references?|citations?|sources?)(?: \d{1,2})?|name|date|link|figure|xx+)\](?![(\[:])"
    r"(?! (?:fields?|columns?|tags?|attributes?|buttons?|keys?)\b)"
    # A nurse may (insert or remove) a catheter, and others (add to taste).
    rf"|\((?:insert|add) (?:[\w’'-]+ ){{0,4}}{_TO_COME}\b[^()\n]{{0,40}}\)"
    # What Word prints for a reference to something that was deleted, in English, Afrikaans and German.
    r"|\b(?:Error! (?:Reference source|Bookmark) not (?:found|defined)|Fout! (?:Verwysingsbron|Boekmerk) nie [a-z]+ nie"
    r"|Fehler! (?:Verweisquelle|Textmarke) [a-z ]{0,40}(?:werden|definiert))"
    # What is left of a comment, and numbers that are still to come.
    r"|\bCommented \[\w{1,6}\]:"
    r"|(?<!\\)\[(?:comments?(?: by [^\]\n:]{1,30})?:|note to self\b)[^\]\n]*\](?![(\[:])"
    # In small letters, somebody writes about a form or about citations; the 20XX codes are no year.
    r"|(?-i:\((?:Author|Name|Surname)s?,? (?:Year|Date)\)|\((?:AUTHOR|NAME|SURNAME)S?,? (?:YEAR|DATE)\))"
    r"|(?:(?<=\()|(?<=, )|(?<=\d[–-])|(?<=\bin )|(?<=\ben )|(?<=\bem )|(?<=\bby )|(?<=\bof )|(?<=\bfrom )"
    r"|(?<=\bsince )|(?<=\buntil )|(?<=\bafter )|(?<=\bbefore )|(?<=\bduring )|(?<=\bbetween )|(?<=uary )|(?<=\bMarch )"
    r"|(?<=\bApril )|(?<=\bMay )|(?<=\bJune )|(?<=\bJuly )|(?<=\bAugust )|(?<=tober )|(?<=[tvc]ember ))"
    r"(?:19|20)XX\b(?!-?[ ]?(?:code|error|form|model|number|range|response|series|standard|status))"
    r"|\((?:refs?|references?|citations?) needed\)|\(REFS?\)"
    r"|\bn ?= ?xx+\b|(?<!\w)xx+(?:[.,]x+)? ?%"
    r"|lorem ipsum|\bTODO\b|(?<![\w,])XXX+\b|\bLink to external site\b"
    # From the example that the guide and CONTRIBUTING.md give to copy.
    r"|(?<=: )(?:your (?:name|university)|what your article says, in a few words|"
    r"one or two sentences that tell a reader what the article is about and why it matters\.)$"
    r"|^your text begins after an empty line\.$",
    (
        *("[insert", "(insert", "[add", "(add", "[your", "[enter", "[put", "[type", "[cit", "[ref", "[link", "[sourc"),
        *("[name", "[date", "[figure", "[xx", "todo", "lorem ipsum", "xxx", "link to external", "your name"),
        *(
            "commented [",
            *("(author", "(name", "(surname", "19xx", "20xx", " needed)", "(ref"),
            "[comment",
            "[note to self",
            "xx",
            "your university",
            "what your article says",
            "tell a reader what",
            "your text begins",
            "error!",
            "fout!",
            "fehler!",
        ),
    ),
    re.IGNORECASE | re.MULTILINE,
)


def alternative_text(checked: Checked) -> Iterator[Finding]:
    """Every picture has a text that says what it shows.

    It is read aloud to those who cannot see the picture, and shown where the picture does not load.

    Wrong: ![](corridor.jpg)
    Right: ![An empty corridor at night](corridor.jpg)
    """
    for document, link in _pictures(checked):
        if not link.label.strip():
            yield document.found(
                link.offset,
                "this picture has no alternative text",
                "say between [ and ] what it shows, for those who cannot see it",
            )


def telling_alternative_text(checked: Checked) -> Iterator[Finding]:
    """The text of a picture says what it shows, and is not the name of its file.

    "IMG_0001.jpg" read aloud helps nobody.

    Wrong: ![IMG_0001.jpg](IMG_0001.jpg)
    Right: ![An empty corridor at night](IMG_0001.jpg)
    """
    for document, link in _pictures(checked):
        if _says_nothing(link.label, link.target):
            yield document.found(
                link.offset,
                f"the alternative text “{shortened(link.label)}” says nothing about the picture",
                "say what it shows",
                harmless=_CAPTION_BELOW.match(document.content, document.content.find(")", link.target_offset))
                is not None,
            )
    for document in checked.article_documents:
        article = document.article
        if article and article.image and article.image.alt and _says_nothing(article.image.alt, article.image.src):
            yield Finding(
                article.places["image"],
                f"image.alt is “{shortened(article.image.alt)}”, which says nothing about the picture",
                "say what it shows",
            )


def _says_nothing(alt: str, target: str) -> bool:
    words = " ".join(alt.split()).casefold().strip(" .:")
    stem = posixpath.splitext(posixpath.basename(target))[0].casefold()
    if not words:
        return False
    return words in _EMPTY_ALTS or bool(_FILE_NAME.fullmatch(words)) or (("-" in stem or "_" in stem) and words == stem)


def raw_html(checked: Checked) -> Iterator[Finding]:
    """An article is written in Markdown, without HTML.

    HTML breaks on phones, in feeds and in readers for the blind, and is how harm gets into a page.

    Wrong: <b>bold</b>, <font color="red">red</font>
    Right: **bold**
    """
    for document in checked.article_documents:
        pairs = {match.start(): match for match in _PAIRS.finditer(document.content)} if document.tags else {}
        boxes = {match.start(): match for match in _BOXES.finditer(document.content)} if document.tags else {}
        for offset, tag in document.tags:
            if tag in _HTML_TAGS and not _is_compared(document.content, offset, tag):
                pair, box = pairs.get(offset), boxes.get(offset)
                fix = Fix(pair.start(), pair.end(), _in_markdown(pair)) if pair else None
                yield document.found(
                    offset,
                    f"<{tag}> is HTML, which this hub does not show",
                    _INSTEAD.get(tag, "write it in Markdown, or leave it out"),
                    Fix(box.start(), box.end(), f"\n{box['words'].strip()}\n") if box else fix,
                )


def _is_compared(content: str, offset: int, tag: str) -> bool:
    """Whether < and > compare what is beside them; a tag that something ends is one."""
    return _COMPARED.match(content, offset) is not None and f"</{tag}>" not in content.lower()


def _in_markdown(pair: re.Match[str]) -> str:
    if pair["href"]:
        return f"[{pair['text']}]({pair['href']})"
    sign = "**" if pair["tag"].lower() in {"b", "strong"} else "*"
    words = pair["words"]
    space, behind = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{space}{sign}{words.strip()}{sign}{behind}" if words.strip() else words


_INSTEAD: Mapping[str, str] = {
    "b": "write **bold**", "strong": "write **bold**", "i": "write *slanted*", "em": "write *slanted*",
    "a": "write [words](address)", "img": "write ![what it shows](file.jpg)",
    "p": "leave an empty line between paragraphs",
    "h1": "write ## Heading", "h2": "write ## Heading", "h3": "write ### Heading", "ul": "begin each line with - ",
    "ol": "begin each line with 1. ", "li": "begin each line with - ", "hr": "write --- on a line by itself",
    "blockquote": "begin each line with > ", "code": "write `code`", "table": "write a table with | between the cells",
    "u": "readers take underlined words for links; write *slanted*", "center": "the hub takes care of the layout",
    "font": "the hub takes care of the layout", "script": "programs are not allowed in articles",
    "iframe": "link to the page instead",
}  # fmt: skip


def placeholder(checked: Checked) -> Iterator[Finding]:
    """Nothing is left to be filled in.

    Wrong: See [insert link] for more. TODO: add the numbers.
    Right: See [the guide to sleep](https://example.org/guide) for more.
    """
    for document in checked.documents:
        above = (match for match in document.find(_PLACEHOLDERS) if match.end() <= document.body_start)
        for match in chain(above, document.find_running(_PLACEHOLDERS)):
            if match.start() < document.body_start and _is_read(document, match):
                continue
            if match[0] == "XXX" and (_THIRTY.search(match.before(12)) or _CHROMOSOMES.search(document.content)):
                continue
            # A todo list is one, and so is tuberculosis.
            if match[0].isupper() or (match[0].lower() != "todo" and set(match[0].lower()) != {"x"}):
                yield _left(document, match.start(), match[0])
        for offset, tag in document.tags:
            if tag in {"insert", "add", "your"}:
                yield _left(document, offset, document.content[offset:].partition(">")[0] + ">")


def _is_read(document: Document, match: Match) -> bool:
    """Whether what a front matter has is a list in brackets, or in a field whose own check names what belongs there."""
    start = document.content.rfind("\n", 0, match.start()) + 1
    return (match[0][0] == "[" and match.before(2) == ": ") or bool(_DATE_OR_TOPICS.match(document.content, start))


def _left(document: Document, offset: int, words: str) -> Finding:
    return document.found(offset, f"“{shortened(words)}” was left to be filled in", "fill it in, or delete it")


def empty_article(checked: Checked) -> Iterator[Finding]:
    """An article has a text.

    Wrong: nothing under the second line of hyphens
    Right: the text of the article
    """
    for document in checked.article_documents:
        readable = document.article and document.article.places
        if readable and not document.content[document.body_start :].strip():
            yield document.found(document.body_start, "this article has no text", "write it below the second ---")


def _pictures(checked: Checked) -> Iterator[tuple[Document, Link]]:
    return ((document, link) for document, link in checked.links if link.picture)
