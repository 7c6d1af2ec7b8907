"""Checks of links within the hub: to pages, files and headings that are there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from studenthub.html import ids
from studenthub.model.guides import CHECKS, WRITING, has_guide
from studenthub.parse.markdown.elements import Link
from studenthub.parse.slugs import slugify
from studenthub.pictures import DRAWINGS, ENDINGS
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.files.disk import SENT
from studenthub.rules.finding import Finding
from studenthub.rules.text.addresses import has_scheme, malformed
from studenthub.source.files import near_file
from studenthub.source.problems import Fix, did_you_mean, shortened

_PICTURES = {*ENDINGS, ".svg", ".bmp", ".heic", ".tif", ".tiff"}


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
    own = in_docs(checked, document.text.path)
    name, files = to_target(own, target), checked.files.files
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
        if not sign or not anchor or link.picture or (path and _internal(link) is None) or has_scheme(link.target):
            continue
        here = posixpath.dirname(in_docs(checked, document.text.path))
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
            own = in_docs(checked, document.text.path)
            for name in (f"{path}.md", f"{path}/index.md") if path else ("index.md",):
                if name in checked.files.files:
                    yield _to_file(document, link, own, name, "this is a page of the hub itself")


def _internal(link: Link) -> str | None:
    """The path of a link to another file, without its anchor; None for other links."""
    target = link.target
    if not target or target.startswith(("#", "//", "?")) or has_scheme(target) or malformed(target)[0]:
        return None
    path = unquote(target.partition("#")[0].partition("?")[0])
    return path or None


def in_docs(checked: Checked, path: str) -> str:
    """A file, relative to docs/."""
    return posixpath.relpath(path, checked.settings.docs_dir)


def to_target(own: str, target: str) -> str:
    """Where a link in the file ``own`` leads, as a path like it."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(own), target))


def _pages(checked: Checked) -> frozenset[str]:
    """The pages that the hub makes itself, as files of docs/."""
    settings = checked.settings
    beside = [CHECKS, WRITING] if has_guide(checked.guides, settings.docs_dir) else []
    beside += [settings.in_docs(guide.path) for guide in checked.guides if not guide.has_file]
    return frozenset([*checked.catalogue.pages(settings.per_page), *beside])
