"""The files of a preview, in the folder from which a server reads them."""

from __future__ import annotations

import logging
import shutil
import sys
from functools import partial
from pathlib import Path
from weakref import WeakSet

from studenthub.runtime import templating
from studenthub.site.folder import pagefind
from studenthub.site.serving.faults import Faults
from studenthub.site.site import Site
from studenthub.source import problems

_LOG = logging.getLogger(__name__)
#: The file that a browser loads first when somebody searches.
_SEARCH = f"{pagefind.FOLDER}/pagefind.js"


class Files:
    """The files in ``folder``, each of which is made when a browser asks for it. Not for several threads at once.

    A page that cannot be made stays as it was when it was good.
    """

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder, self._faults = folder, faults
        self._good: dict[str, bytes] = {}
        self._made: set[str] = set()
        self._indexed: WeakSet[Site] = WeakSet()

    def begin_anew(self, folder: Path) -> Files:
        """No file yet, in another folder, but pages that are known from when they were good."""
        files = Files(folder, self._faults)
        files._good.update(self._good)
        return files

    def bring(self, path: str, site: Site, failure: str) -> None:
        """Make the file ``path`` of a site, if it has one; on a page is what ``failure`` says, too."""
        if path == _SEARCH:
            self._index(site)
            return
        content = self._content(path, site, failure)
        if content is not None:
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            self._made.add(path)
        elif path in self._made and not site.has(path):
            # It was on a list that is gone, such as that of an author with another name now.
            (self.folder / path).unlink(missing_ok=True)

    def delete(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _content(self, path: str, site: Site, failure: str) -> bytes | None:
        page = site.pages.get(path)
        try:
            if page is None:
                output = site.picture(path) or site.outputs.get(path)
                return output.content if output else None
            self._good[path] = html = site.html(page)
            sys.stderr.write(problems.as_text(site.failures()))
            return _with_word(html, failure)
        except self._faults.all as error:
            words = self._faults.logged(error, path)
        return _with_word(self._good.get(path, b"<main></main>"), words) if page else None

    def _index(self, site: Site) -> None:
        """Make the search index when a reader turns to the search: it wants every article."""
        if site in self._indexed:
            return
        articles = [page for page in site.pages.values() if page.article]
        number = f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
        _LOG.info("Making the search index of %s: after an edit, the next search has a new one", number)
        try:
            with pagefind.Extracts(site.settings.hub.search_folder) as extracts:
                for page in articles:
                    extracts.put(page.article, site.extract_key(site.key(page)), partial(site.extract, page))
                    site.forget(page)
                slugs = [page.article for page in articles]
                if lost := extracts.index(self.folder, site.settings.hub.language, slugs):
                    _LOG.warning("%s", pagefind.lacking(lost))
        except self._faults.all as error:
            self._faults.logged(error)
        self._indexed.add(site)


def _with_word(html: bytes, failure: str) -> bytes:
    """A page with a word on what could not be made, if there is one."""
    if not failure:
        return html
    word = str(templating.render("failure.html", reason=failure)).encode()
    return html.replace(b"<main", word + b"<main", 1)
