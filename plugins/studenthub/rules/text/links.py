"""Checks of links: their syntax, their targets, and their words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from studenthub.html import ids
from studenthub.model.guides import CHECKS, WRITING, has_guide
from studenthub.parse.markdown.elements import Link
from studenthub.parse.slugs import slugify
from studenthub.pictures import DRAWINGS, ENDINGS
from studenthub.rules.checked import Checked
from studenthub.rules.citing.typed_citations import DOI_IN_BRACKETS
from studenthub.rules.document import Document
from studenthub.rules.files.disk import SENT
from studenthub.rules.finding import Finding
from studenthub.source.files import near_file
from studenthub.source.problems import Fix, did_you_mean, shortened

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:", "doi:")
_WEB = re.compile(r"https?://[^\s/<>\\?#@\[\]{}|^`\"]+\.[^\s<>\\\[\]{}|^`\"]+", re.IGNORECASE)
_LOCAL = re.compile(r"https?://(?:localhost|127\.0\.0\.1)\b")
#: What was meant to be http:// or https://, and how the address goes on.
_NEARLY_WEB = re.compile(
    r"(?:h?t{1,3}p{1,2}(?P<s>s)?|h{2,}ttp(?P<also>s)?|htps?)(?::/{0,2}|;//|//)(?P<rest>[\w-]+(?:\.[\w-]+)+\S*)",
    re.IGNORECASE,
)
#: A domain without https://, by endings that no file has.
_DOMAIN = re.compile(
    r"(?:www\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|int|info|eu|za|uk|us|au|ca|de|nl|ch|fr|in|ng|ke|na)"
    r"(?:[/?#]\S*)?)",
    re.IGNORECASE,
)
_ON_DISK = re.compile(r"[a-zA-Z]:[\\/]|file:", re.IGNORECASE)
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
_PICTURES = {*ENDINGS, ".svg", ".bmp", ".heic", ".tif", ".tiff"}


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
            name = _beside(_in_docs(checked, document.text.path), unquote(target))
            if not _SCHEME.match(target) and name not in checked.files.files:
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


def malformed_address(checked: Checked) -> Iterator[Finding]:
    """A link has a whole address, from https:// on.

    Wrong: [the guide](www.example.org/guide), [the guide](http://[insert link])
    Right: [the guide](https://www.example.org/guide)
    """
    for document, link in checked.links:
        why, better = _malformed(link.target)
        if why:
            start = link.target_offset
            yield document.found(
                start,
                f"this address cannot work: {why}",
                f"write {shortened(better, 80)}" if better else "copy it again from the browser",
                Fix(start, start + len(link.target), better) if better else None,
            )


def _malformed(target: str) -> tuple[str, str]:
    """The problem of an address, and its correction if that is certain; both may be empty."""
    if not target:
        return "it is empty", ""
    try:
        urlsplit(target)
    except ValueError:
        return "it contains brackets, or is not an address", ""
    if re.search(r"\s", target):
        return ("it contains a space", "") if _SCHEME.match(target) else ("", "")
    if re.match(r"https?://", target, re.IGNORECASE):
        return ("", "") if _WEB.fullmatch(target) or _LOCAL.match(target) else ("it is not a web address", "")
    if near := _NEARLY_WEB.fullmatch(target):
        scheme = "https" if near["s"] or near["also"] or target[:4].lower() == "htps" else "http"
        return f"it does not begin with {scheme}://", f"{scheme}://{near['rest']}"
    if re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", target):
        return "it is an e-mail address", f"mailto:{target}"
    if _DOMAIN.fullmatch(target):
        return "it does not begin with https://", f"https://{target}"
    return "", ""


def unsafe_address(checked: Checked) -> Iterator[Finding]:
    """A link leads to a web page, a page of the hub, an e-mail address or a telephone number.

    Other addresses run programs, or show files that only your own computer has.

    Wrong: [a file](file:///C:/Users/me/draft.docx)
    Right: [the guide](https://example.org/guide)
    """
    for document, link in checked.links:
        scheme = _SCHEME.match(re.sub(r"[\x00-\x20]", "", unquote(link.target)))
        if not scheme or scheme[0].lower() in _SAFE_SCHEMES or _malformed(link.target)[0]:
            continue
        if _ON_DISK.match(link.target):
            message = "this address leads to a file on your own computer, which nobody else has"
        else:
            message = f"an address that begins with {shortened(scheme[0])} is not allowed"
        yield document.found(link.target_offset, message, "link to a web page, or leave the link out")


def dead_link(checked: Checked) -> Iterator[Finding]:
    """A link to another page of the hub leads to a file that is there.

    Link to the file, with .md at its end; the hub makes the address of the page from it.

    Wrong: [the other article](sleep-on-cal.md)
    Right: [the other article](sleep-on-call.md)
    """
    pages = None
    for document, link in checked.links:
        if (target := _internal(link)) is None:
            continue
        pages = pages if pages is not None else _pages(checked)
        if found := _dead(checked, document, link, target, pages):
            yield found


def _dead(checked: Checked, document: Document, link: Link, target: str, pages: frozenset[str]) -> Finding | None:
    own = _in_docs(checked, document.text.path)
    name, files = _beside(own, target), checked.files.files
    if target.startswith("/"):
        return document.found(
            link.target_offset,
            "an address that begins with / breaks when the hub moves",
            "link to the file, such as ../articles/sleep-on-call.md",
        )
    if name in files and name.startswith(SENT) and name.lower().endswith(tuple(DRAWINGS)) and not link.picture:
        message = f"{shortened(name, 80)} is a drawing, of which readers get a picture and not the file"
        return document.found(link.target_offset, message, f"show it: ![what it shows]({shortened(link.target, 80)})")
    if name in files or name in pages:
        return _unpublished(checked, document, link, name)
    if posixpath.splitext(name)[1] in {".xml", ".json", ".txt", ".bib", ".ris"}:
        return None
    # From the address of a page, ../ leads to its neighbours; from its file, out of the folder.
    beside = posixpath.normpath(posixpath.join(own.removesuffix("/index.md").removesuffix(".md"), target))
    for guess in (f"{name}.md", f"{name}/index.md", f"{beside}.md", f"{beside}/index.md"):
        if guess in files or guess in pages:
            return _to_file(document, link, own, guess, "this is the address of a page; the link must name its file")
    now = checked.catalogue.redirects.get(f"{name.removesuffix('/index.md').removesuffix('.md')}/", "").rstrip("/")
    for guess in (f"{now}.md", f"{now}/index.md") if now else ():
        if guess in files:
            return _to_file(document, link, own, guess, f"{shortened(name, 80)} has another name now")
    near = _near(name, own, (*files, *pages))
    ending = posixpath.splitext(name)[1].lower()
    if link.picture or ending in _PICTURES:
        message, hint = f"there is no picture {shortened(name, 80)}", "upload it, or fix its name"
    elif ending in {"", ".md"}:
        message = f"this link leads nowhere: there is no {shortened(name, 80)}"
        hint = "a link to another article is written [words](its-file.md)"
    else:
        message = f"this link leads nowhere: there is no {shortened(name, 80)}"
        near, hint = "", "only pictures can be put beside an article; link to a web page, or leave the link out"
    return document.found(link.target_offset, f"{message} in {checked.settings.docs_dir}/", near or hint)


def _near(name: str, own: str, files: Iterable[str]) -> str:
    """A hint that names the file which was certainly meant, as the link in the file ``own`` must name it."""
    meant = near_file(name, files)
    return f"did you mean {posixpath.relpath(meant, posixpath.dirname(own) or '.')}?" if meant else ""


def _to_file(document: Document, link: Link, own: str, name: str, message: str) -> Finding:
    path = posixpath.relpath(name, posixpath.dirname(own) or ".")
    length = len(link.target.partition("#")[0].partition("?")[0])
    return document.found(
        link.target_offset,
        message,
        f"write {path}",
        Fix(link.target_offset, link.target_offset + length, path),
    )


def _unpublished(checked: Checked, document: Document, link: Link, name: str) -> Finding | None:
    """A page that readers see must not lead to one that they do not."""
    target = checked.by_path.get(f"{checked.settings.docs_dir}/{name}")
    if target is None or target.article is None or target.article.is_published(checked.today):
        return None
    if document.article and not document.article.is_published(checked.today):
        return None
    if not target.article.is_dated:
        return None
    what = "a draft" if target.article.draft else "not published before " + target.article.date.isoformat()
    return document.found(
        link.target_offset, f"{name} is {what}, so readers cannot follow this link yet", "leave the link out until then"
    )


def dead_anchor(checked: Checked) -> Iterator[Finding]:
    """A link to a heading names one that is there.

    After # comes the heading in small letters, with hyphens for its spaces.

    Wrong: [below](#methdos)
    Right: [below](#methods)
    """
    for document, link in checked.links:
        path, sign, anchor = link.target.partition("#")
        if not sign or not anchor or link.picture or (path and _internal(link) is None) or _SCHEME.match(link.target):
            continue
        here = posixpath.dirname(_in_docs(checked, document.text.path))
        name = posixpath.normpath(posixpath.join(here, unquote(path))) if path else ""
        target = checked.by_path.get(f"{checked.settings.docs_dir}/{name}") if path else document
        anchors = target.anchors if target else None
        anchor = unquote(anchor)
        if anchors is None or anchor in anchors or ids.is_reserved(anchor):
            continue
        at = link.target_offset + len(path) + 1
        slug = slugify(anchor)
        yield document.found(
            at - 1,
            f"{name or 'this page'} has no heading #{shortened(anchor)}",
            did_you_mean(anchor, anchors, "#") or "write the heading in small letters with hyphens: #two-words",
            Fix(at, at + len(link.target) - len(path) - 1, slug) if slug in anchors else None,
        )


def own_address(checked: Checked) -> Iterator[Finding]:
    """A page of the hub is linked by its file, not by its address on the web.

    Then the link is checked, works in a preview, and still works when the hub moves.

    Wrong: [the other article](https://hub.example/articles/sleep-on-call/)
    Right: [the other article](sleep-on-call.md)
    """
    site = checked.settings.site_url.rstrip("/") + "/"
    if len(site) < 2:
        return
    for document, link in checked.links:
        if link.bracketed and link.target.startswith(site):
            path = link.target.removeprefix(site).partition("#")[0].partition("?")[0].strip("/")
            own = _in_docs(checked, document.text.path)
            for name in (f"{path}.md", f"{path}/index.md") if path else ("index.md",):
                if name in checked.files.files:
                    yield _to_file(document, link, own, name, "this is a page of the hub itself")


def _internal(link: Link) -> str | None:
    """The path of a link to another file, without its anchor; None for other links."""
    target = link.target
    if not target or target.startswith(("#", "//", "?")) or _SCHEME.match(target) or _malformed(target)[0]:
        return None
    path = unquote(target.partition("#")[0].partition("?")[0])
    return path or None


def _in_docs(checked: Checked, path: str) -> str:
    return posixpath.relpath(path, checked.settings.docs_dir)


def _beside(own: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(own), target))


def _pages(checked: Checked) -> frozenset[str]:
    """The pages that the hub makes itself, as files of docs/."""
    settings = checked.settings
    beside = [CHECKS, WRITING] if has_guide(checked.guides, settings.docs_dir) else []
    beside += [settings.in_docs(guide.path) for guide in checked.guides if not guide.has_file]
    return frozenset([*checked.catalogue.pages(settings.per_page), *beside])
