"""The Python-Markdown extension that puts citations and references into a page.

Every generator on Python-Markdown can load it:

    markdown_extensions:
      - studenthub.markup:
          bib_dir: bib
          csl: apa

The inline processor only notes what is cited and leaves a placeholder; when the whole document is known it is
formatted at once, because the letters behind years and the numbers depend on all of it. The HTML is put in last, so
that what authors and bibliographies hold is never read as Markdown; and after the sanitiser, which has seen it when
it was formatted.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from studenthub.html import sanitize
from studenthub.markup import (
    alerts,
    attributes,
    citing,
    diagrams,
    formulas,
    guard,
    heading_placeholders,
    headings,
    html_filter,
    rewriting,
    titles,
)
from studenthub.markup.citing import Notes
from studenthub.markup.document import Document
from studenthub.model import settings
from studenthub.model.sources import bibliography
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime import templating
from studenthub.runtime.cache import NAME, Cache
from studenthub.source.text import Text
from studenthub.styles import find
from studenthub.styles.formatter import Formatter
from studenthub.styles.pandoc.worker import NotFormatted

#: Characters of HTML: what 200 KB of code with numbered lines come to.
_LARGEST = 8 << 20


class CitationExtension(Extension):
    """Citations for Python-Markdown. Set ``document`` before each conversion, or give the options of ``make``.

    ``failure`` says why the last page, or a part of it, could not be converted; the page then shows it as well.
    """

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.failure = ""
        self._notes = Notes()

    @property
    def cited(self) -> tuple[CiteGroup, ...]:
        """The groups that the last page cites, as a reader meets them."""
        return self._notes.cited

    @property
    def lists_all(self) -> bool:
        """Whether it lists the whole bibliography."""
        return self._notes.full is not None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add what reads citations, formulas, boxes and the rest, each with its priority."""
        # Any sign may be escaped, as in Pandoc and on GitHub: 80\% is 80%, and \@ is an @ that cites nothing.
        md.ESCAPED_CHARS.extend(sign for sign in string.punctuation if sign not in md.ESCAPED_CHARS)
        notes = self._notes
        citing.build(md, lambda: self.document, notes)
        heading_placeholders.build(md, notes.places)
        md.registerExtension(notes)  # type: ignore[arg-type] # anything with reset()
        equations = formulas.build(
            md, lambda wanted: self.document.formatter.formulas(wanted), notes.places, self._complain
        )
        rewriting.build(md, lambda: self.document.formatter.terms(self.document.style.language), equations)
        headings.build(md, lambda: self.document.has_title)
        titles.build(md, lambda: self.document.interface)
        alerts.build(md, lambda: self.document.interface)
        attributes.build(md)
        html_filter.build(md)
        # No other place is around all processors, the generator's own among them.
        md.convert = partial(self._convert, md, md.convert)  # type: ignore[method-assign]

    def _convert(self, md: Markdown, convert: Callable[[str], str], source: str) -> str:
        self.failure = ""
        try:
            return self._finish(md, guard.run(convert, source))
        except (guard.PageFailed, NotFormatted) as failed:
            self.failure = str(failed)
            return templating.render("failed.html", self.document.interface, reason=self.failure)

    def _finish(self, md: Markdown, html: str) -> str:
        """The page that Markdown made: through the sanitiser, and with the citations in it.

        Not a postprocessor, as the table of contents runs all of these again for each heading.
        """
        if len(html) > _LARGEST:
            raise guard.PageFailed(f"this page becomes one of {len(html) >> 20} MB; look for what is shown many times")
        _clean_contents(getattr(md, "toc_tokens", ()))
        md.toc = ""  # type: ignore[attr-defined] # the same as HTML, which no template shows
        document = self.document
        html = self._notes.places.filled(sanitize.clean(html))
        return diagrams.draw(html, document.formatter.cache, self._complain, document.interface)

    def _complain(self, wrong: str) -> None:
        """A part of the page is not what its writer meant; it shows as it was written."""
        self.failure = "; ".join(filter(None, (self.failure, wrong)))


def _clean_contents(tokens: Sequence[dict[str, Any]]) -> None:
    """Make the names of headings text, which themes print as it is."""
    for token in tokens:
        token["name"] = token["html"] = sanitize.text(token["name"])
        token["data-toc-label"] = ""
        _clean_contents(token["children"])


def makeExtension(**options: Any) -> CitationExtension:  # noqa: N802 - Python-Markdown's name
    """The extension for generators that know nothing of the hub.

    Options: ``bib_file`` or ``bib_dir``, ``csl``, ``heading``, and ``root``, which the paths are relative to.
    """
    root = Path(options.get("root", ".")).resolve()
    bib_file, bib_dir = options.get("bib_file"), options.get("bib_dir", "bib")
    files = (bib_file,) if bib_file else settings.bib_files(root, bib_dir)
    stamps = tuple((name, (root / name).stat().st_mtime_ns) for name in files)
    return CitationExtension(_document(root, stamps, options.get("csl", "apa"), options.get("heading", "")))


@lru_cache(maxsize=4)
def _document(root: Path, stamps: tuple[tuple[str, int], ...], csl: str, heading: str) -> Document:
    """Generators make a converter for every page; the bibliography is read and the workers started once."""
    found, _ = bibliography.read(Text.read(root, name) for name, _ in stamps)
    cache = Cache(root / ".cache" / "studenthub" / NAME, autocommit=True)
    return Document(Formatter(found.sources, cache), find(csl, root), heading)
