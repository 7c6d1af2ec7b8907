"""Checks of the text: pictures, headings, links, HTML, and what was left to be written."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from studenthub.articles import ARTICLES, TERM_KINDS
from studenthub.problems import Fix, did_you_mean, shortened
from studenthub.rules.checked import Checked, Document, Finding
from studenthub.rules.files import FileOnDisk
from studenthub.rules.markup import Link

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:", "doi:")
_WEB = re.compile(r"https?://[^\s/<>\\?#@\[\]{}|^`\"]+\.[^\s<>\\\[\]{}|^`\"]+", re.IGNORECASE)
_BARE = re.compile(r"https?://(?<![\w\"'=(<]https://)(?<![\w\"'=<]http://)[^\s<>\"'`|]+")
#: Words that say nothing about where a link leads.
_EMPTY_TEXTS = {
    "here", "click here", "click", "press here", "this", "link", "this link", "the link", "read more", "more",
    "see here", "go here", "this page", "this site", "this website", "url", "hier", "klik hier",
}  # fmt: skip
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
_PLACEHOLDERS = re.compile(
    r"(?<!\\)\[(?:insert|add|your|enter|put|type|citation needed|ref(?:erence)?s? needed|link to external site)\b"
    r"[^\]\n]*\]"
    r"|lorem ipsum|\bTODO\b|\bLink to external site\b",
    re.IGNORECASE,
)
#: Most texts hold none of these, and need no closer look.
_BRACKETED = re.compile(r"\[(?:[Ii]nsert|INSERT|[Aa]dd|ADD|[Yy]our|[Ee]nter|[Pp]ut|[Tt]ype|[Cc]itation|[Rr]ef|[Ll]ink)")
_LEFT_OVER = ("TODO", "orem ipsum", "ink to external")
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LISTS = {
    "references",
    "reference list",
    "bibliography",
    "works cited",
    "literature",
    "sources",
    "verwysings",
    "bronne",
}
_BOLD_LINE = re.compile(r"\n\n(?P<line>\*\*[^*\n]{3,80}\*\*|__[^_\n]{3,80}__)[ \t]*\n(?=\n)")


def alternative_text(checked: Checked) -> Iterator[Finding]:
    """Every picture has a text that says what it shows.

    It is read aloud to those who cannot see the picture, and shown where the picture does not load.

    Wrong: ![](corridor.jpg)
    Right: ![An empty hospital corridor at night](corridor.jpg)
    """
    for document, link in _pictures(checked):
        if not link.label.strip():
            yield document.found(
                link.offset,
                "this picture has no alternative text",
                "say between [ and ] what it shows, for who cannot see it",
            )


def telling_alternative_text(checked: Checked) -> Iterator[Finding]:
    """The text of a picture says what it shows, and is not the name of its file.

    "IMG_0001.jpg" read aloud helps nobody.

    Wrong: ![IMG_0001.jpg](IMG_0001.jpg)
    Right: ![An empty hospital corridor at night](IMG_0001.jpg)
    """
    for document, link in _pictures(checked):
        if _says_nothing(link.label, link.target):
            yield document.found(
                link.offset,
                f"the alternative text “{shortened(link.label)}” says nothing about the picture",
                "say what it shows",
            )
    for document in checked.articles:
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


def first_level_heading(checked: Checked) -> Iterator[Finding]:
    """Headings in the text begin with two hashes.

    The one with a single hash is the title, which the page has already from its front matter.

    Wrong: # Methods
    Right: ## Methods
    """
    for document in checked.documents:
        for heading in document.headings:
            if heading.level == 1:
                yield document.found(
                    heading.offset,
                    "a heading with one # is a second title",
                    "begin with ##",
                    Fix(heading.offset, heading.offset + 1, "##"),
                )


def skipped_heading(checked: Checked) -> Iterator[Finding]:
    """No level of headings is skipped.

    Who listens to a page moves from heading to heading, and thinks that something is missing.

    Wrong: #### Details directly under ## Methods
    Right: ### Details
    """
    for document in checked.documents:
        before = 1
        for heading in document.headings:
            if heading.level > before + 1:
                yield document.found(
                    heading.offset,
                    f"this heading has {heading.level} hashes; the one above it has {before if before > 1 else 'none'}",
                    f"write {'#' * (before + 1)}",
                    Fix(heading.offset, heading.offset + heading.level, "#" * (before + 1)),
                )
            before = max(heading.level, 2)


def typed_reference_list(checked: Checked) -> Iterator[Finding]:
    """The list of references is made by the hub, not typed.

    A typed list and the citations in the text drift apart, and readers cannot follow a link from one to the other.

    Wrong: ## References
    Right: (no such heading; put the sources into bib/ and cite them as [@key])
    """
    for document in checked.articles:
        for heading in document.headings:
            if (
                heading.title.strip(" .:*_").casefold() in _LISTS
                and "\\bibliography" not in document.content[heading.offset :]
            ):
                yield document.found(
                    heading.offset,
                    f"the hub makes the list “{heading.title.strip(' .:*_')}” itself",
                    "move the sources into a file in bib/, cite them as [@key], and delete this heading",
                )


def bare_link(checked: Checked) -> Iterator[Finding]:
    """A web address in the text is a link.

    A bare address cannot be clicked, and reading it aloud takes a minute.

    Wrong: See https://example.org/page.
    Right: See [the guide to sleep](https://example.org/page), or at least <https://example.org/page>.
    """
    for document in checked.documents:
        if "://" not in document.running:
            continue
        for match in _BARE.finditer(document.running):
            address = match[0].rstrip(".,;:!?*_)]")
            start = match.start()
            if not _cited(document, start):
                yield document.found(
                    start,
                    "this web address is not a link",
                    f"write [what it is]({shortened(address)}), or put it between < and >",
                    Fix(start, start + len(address), f"<{address}>"),
                )


def _cited(document: Document, offset: int) -> bool:
    """Whether a character stands within a citation."""
    groups = document.article.groups if document.article else ()
    return any(group.start <= offset < group.end for group in groups)


def telling_link_text(checked: Checked) -> Iterator[Finding]:
    """The words of a link say where it leads.

    Many people move from link to link; a list of "here, here, here" tells them nothing.

    Wrong: For the guide click [here](https://example.org/guide).
    Right: Read [the guide to sleep](https://example.org/guide).
    """
    for document, link in _links(checked):
        if link.picture or not link.bracketed:
            continue
        words = " ".join(re.sub(r"[*_`]", "", link.label).split()).casefold().strip(" .,:;!")
        if not words:
            yield document.found(link.offset, "this link has no words", "say between [ and ] where it leads")
        elif words in _EMPTY_TEXTS:
            yield document.found(
                link.offset,
                f"the link text “{shortened(link.label)}” does not say where it leads",
                "name what is behind it",
            )


def malformed_address(checked: Checked) -> Iterator[Finding]:
    """The address of a link is one.

    Wrong: [the guide](http://[insert link])
    Right: [the guide](https://example.org/guide)
    """
    for document, link in _links(checked):
        if why := _malformed(link.target):
            yield document.found(
                link.target_offset, f"this address cannot work: {why}", "copy it again from the browser"
            )


def _malformed(target: str) -> str:
    if not target:
        return "it is empty"
    try:
        urlsplit(target)
    except ValueError:
        return "it holds brackets, or is no address at all"
    if re.match(r"https?:", target, re.IGNORECASE) and not _WEB.fullmatch(target):
        if re.search(r"\s", target):
            return "it holds a space"
        return "" if re.match(r"https?://(?:localhost|127\.0\.0\.1)\b", target) else "it is no web address"
    if re.match(r"www\.", target, re.IGNORECASE):
        return "it lacks https://"
    return ""


def unsafe_address(checked: Checked) -> Iterator[Finding]:
    """A link leads to a web page, a page of the hub, an e-mail or a telephone.

    Other addresses run programs or show files of the reader's own computer.

    Wrong: [a file](file:///C:/Users/me/draft.docx)
    Right: [the guide](https://example.org/guide)
    """
    for document, link in _links(checked):
        scheme = _SCHEME.match(re.sub(r"[\x00-\x20]", "", unquote(link.target)))
        if scheme and scheme[0].lower() not in _SAFE_SCHEMES:
            yield document.found(
                link.target_offset,
                f"an address that begins with {shortened(scheme[0])} is not allowed",
                "link to a web page",
            )


def dead_link(checked: Checked) -> Iterator[Finding]:
    """A link to another page of the hub leads to a file that is there.

    Link to the file, with .md at its end; the hub makes the address of the page from it.

    Wrong: [the other article](sleep-on-cal.md)
    Right: [the other article](sleep-on-call.md)
    """
    pages = None
    for document, link in _links(checked):
        if (target := _internal(link)) is None:
            continue
        pages = pages if pages is not None else _pages(checked)
        if found := _dead(checked, document, link, target, pages):
            yield found


def _dead(checked: Checked, document: Document, link: Link, target: str, pages: frozenset[str]) -> Finding | None:
    name = posixpath.normpath(posixpath.join(posixpath.dirname(_in_docs(checked, document.text.path)), target))
    files = checked.files.files
    if target.startswith("/"):
        return document.found(
            link.target_offset,
            "an address that begins with / breaks when the hub moves",
            "link to the file, such as ../articles/sleep-on-call.md",
        )
    if name in files or name in pages:
        return _unpublished(checked, document, link, name)
    if posixpath.splitext(name)[1] in {".xml", ".json", ".txt", ".bib", ".ris"}:
        return None
    own = _in_docs(checked, document.text.path)
    # From the address of a page, ../ leads to its neighbours; from its file, out of the folder.
    beside = posixpath.normpath(posixpath.join(own.removesuffix("/index.md").removesuffix(".md"), target))
    for guess in (f"{name}.md", f"{name}/index.md", f"{beside}.md", f"{beside}/index.md"):
        if guess in files or guess in pages:
            path = posixpath.relpath(guess, posixpath.dirname(own) or ".")
            length = len(link.target.partition("#")[0].partition("?")[0])
            return document.found(
                link.target_offset,
                "link to the file and not to the page",
                f"write {path}",
                Fix(link.target_offset, link.target_offset + length, path),
            )
    if link.picture or posixpath.splitext(name)[1].lower() in _PICTURES:
        return document.found(
            link.target_offset,
            f"there is no file {shortened(name, 80)} in {checked.settings.docs_dir}/",
            did_you_mean(posixpath.basename(name), map(posixpath.basename, files)) or "upload it, or mend its name",
        )
    return document.found(
        link.target_offset,
        f"this link leads nowhere: there is no {shortened(name, 80)} in {checked.settings.docs_dir}/",
        did_you_mean(posixpath.basename(name), {posixpath.basename(file) for file in (*files, *pages)} - {"index.md"})
        or "a link to another article is written [words](its-file.md)",
    )


_PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".heic", ".tif", ".tiff"}


def _unpublished(checked: Checked, document: Document, link: Link, name: str) -> Finding | None:
    """A page that readers see must not lead to one that they do not."""
    target = checked.by_path.get(f"{checked.settings.docs_dir}/{name}")
    if target is None or target.article is None or target.article.is_published(checked.today):
        return None
    if document.article and not document.article.is_published(checked.today):
        return None
    if target.article.date == datetime.date.min:
        return None
    what = "a draft" if target.article.draft else "not published before " + target.article.date.isoformat()
    return document.found(
        link.target_offset, f"{name} is {what}, so readers cannot follow this link yet", "leave the link out until then"
    )


def dead_anchor(checked: Checked) -> Iterator[Finding]:
    """A link to a heading names one that is there.

    Wrong: [below](#methdos)
    Right: [below](#methods)
    """
    for document, link in _links(checked):
        path, sign, anchor = link.target.partition("#")
        if not sign or not anchor or link.picture or (path and _internal(link) is None) or _SCHEME.match(link.target):
            continue
        here = posixpath.dirname(_in_docs(checked, document.text.path))
        name = posixpath.normpath(posixpath.join(here, unquote(path))) if path else ""
        target = checked.by_path.get(f"{checked.settings.docs_dir}/{name}") if path else document
        anchors = target.anchors if target else None
        anchor = unquote(anchor)
        if (
            anchors is None
            or anchor in anchors
            or re.match(r"(?:ref|cite|fn|fnref|note|noteref|source)[-:]|__", anchor)
        ):
            continue
        yield document.found(
            link.target_offset + len(path),
            f"{name or 'this page'} has no heading #{shortened(anchor)}",
            did_you_mean(anchor, anchors, "#") or "it is made from the words of the heading: #two-words",
        )


def raw_html(checked: Checked) -> Iterator[Finding]:
    """An article is written in Markdown, without HTML.

    HTML breaks on phones, in feeds and in readers for the blind, and is how harm gets into a page.

    Wrong: <b>bold</b>, <font color="red">red</font>
    Right: **bold**
    """
    for document in checked.articles:
        for offset, tag in document.tags:
            name = tag.removeprefix("/")
            if name in _HTML_TAGS and not tag.startswith("/"):
                yield document.found(
                    offset, f"<{name}> is HTML", _INSTEAD.get(name, "write it in Markdown, or leave it out")
                )


_INSTEAD: Mapping[str, str] = {
    "b": "write **bold**", "strong": "write **bold**", "i": "write *slanted*", "em": "write *slanted*",
    "a": "write [words](address)", "img": "write ![what it shows](file.jpg)",
    "p": "leave an empty line between paragraphs",
    "h1": "write ## Heading", "h2": "write ## Heading", "h3": "write ### Heading", "ul": "begin each line with - ",
    "ol": "begin each line with 1. ", "li": "begin each line with - ", "hr": "write --- on a line by itself",
    "blockquote": "begin each line with > ", "code": "write `code`", "table": "write a table with | between the cells",
    "u": "readers take underlined words for links; write *slanted*", "center": "the hub looks after the layout",
    "font": "the hub looks after the layout", "script": "programs are not allowed in articles",
    "iframe": "link to the page instead",
}  # fmt: skip


def placeholder(checked: Checked) -> Iterator[Finding]:
    """Nothing is left to be filled in.

    Wrong: See [insert link] for more. TODO: add the numbers.
    Right: See [the guide to sleep](https://example.org/guide) for more.
    """
    for document in checked.documents:
        content = document.content
        if not _BRACKETED.search(content) and not any(word in content for word in _LEFT_OVER):
            continue
        text = content[: document.body_start] + document.running[document.body_start :]
        for match in _PLACEHOLDERS.finditer(text):
            if match[0].upper() != "TODO" or match[0].isupper():
                yield document.found(
                    match.start(), f"“{shortened(match[0])}” was left to be filled in", "fill it in, or delete it"
                )


def hidden_character(checked: Checked) -> Iterator[Finding]:
    """The text holds no invisible signs that change how it is read.

    Some of them turn the order of letters round, so that a reader sees other words than stand there.

    Wrong: a text with U+202E in it
    Right: the same text, typed again
    """
    for document in checked.documents:
        for match in _HIDDEN.finditer(document.content):
            yield document.found(
                match.start(),
                f"an invisible character stands here (U+{ord(match[0]):04X})",
                "delete it",
                Fix(match.start(), match.end(), ""),
            )


def empty_article(checked: Checked) -> Iterator[Finding]:
    """An article has a text.

    Wrong: nothing under the second line of hyphens
    Right: the text of the article
    """
    for document in checked.articles:
        readable = document.article and document.article.places
        if readable and not document.content[document.body_start :].strip():
            yield document.found(document.body_start, "this article has no text", "write it below the second ---")


def shouted_heading(checked: Checked) -> Iterator[Finding]:
    """A heading is easier to read in small letters.

    Wrong: ## WHAT WE DID
    Right: ## What we did
    """
    for document in checked.documents:
        for heading in document.headings:
            letters = [sign for sign in heading.title if sign.isalpha()]
            if len(letters) > 8 and " " in heading.title.strip() and heading.title.isupper():
                yield document.found(heading.offset, "this heading is all in capitals", "write it in small letters")


def bold_heading(checked: Checked) -> Iterator[Finding]:
    """A line in bold is not a heading.

    It looks like one, but it is missing from the table of contents and for who listens.

    Wrong: **What we did**
    Right: ## What we did
    """
    for document in checked.articles:
        if "\n\n**" in document.running or "\n\n__" in document.running:
            for match in _BOLD_LINE.finditer(document.running):
                if not match["line"].rstrip("*_").endswith((".", ":", "?", "!")):
                    yield document.found(
                        match.start("line"), "this line in bold looks like a heading", "begin it with ## instead"
                    )


def _links(checked: Checked) -> Iterator[tuple[Document, Link]]:
    for document in checked.documents:
        for link in document.links:
            yield document, link


def _pictures(checked: Checked) -> Iterator[tuple[Document, Link]]:
    return ((document, link) for document, link in _links(checked) if link.picture)


def _internal(link: Link) -> str | None:
    """The path of a link to another file, without its anchor; None for other links."""
    target = link.target
    if not target or target.startswith(("#", "//", "?")) or _SCHEME.match(target) or _malformed(target):
        return None
    path = unquote(target.partition("#")[0].partition("?")[0])
    return path or None


def _in_docs(checked: Checked, path: str) -> str:
    return posixpath.relpath(path, checked.settings.docs_dir)


def _pages(checked: Checked) -> frozenset[str]:
    """The pages that the hub makes itself, as files of docs/."""
    terms = checked.catalogue.terms
    return frozenset(
        [
            "index.md",
            "years/index.md",
            "sources/index.md",
            "search.md",
            "write/checks.md",
            f"{ARTICLES}/index.md",
            *(f"years/{year}.md" for year in checked.catalogue.by_year),
            *(f"{kind}/index.md" for kind in TERM_KINDS),
            *(f"{kind}/{ident}.md" for kind in TERM_KINDS for ident in terms[kind]),
        ]
    )


def is_picture(file: FileOnDisk) -> bool:
    """Whether a file is a picture, by its name."""
    return file.suffix in _PICTURES
