"""Runs Pagefind on the extracts of articles, as a program: its Python API waits 0.1 s for each article."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from importlib.metadata import version
from pathlib import Path
from types import TracebackType

import pagefind_bin

from studenthub.parse import languages
from studenthub.runtime import programs
from studenthub.runtime.lock import acquire, release
from studenthub.site.failure import SiteFailed

FOLDER = "pagefind"

#: Parts of an article's text that are not worth finding: our own headings, links back from the references, numbers that
#: are close to a word, and Mermaid.
_EXCLUDED = (
    *(
        "sup.cites",
        ".cite--note",
        ".references",
        ".reference__back",
        ".reference__also",
        ".headerlink",
        ".footnote-backref",
        # In an excerpt its letters would run together, and a third become 13.
        "math",
    ),
    "figure.diagram",
)
#: Pagefind's own dialogs and worker, which the hub does not use.
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js")
#: In the index: what it calls the articles, a line for each in the order of the catalogue. Filters know them by number.
_ARTICLES = "articles.txt"
#: An index of nothing, which Pagefind does not make: a hub without articles is searched like any other.
_EMPTY = {
    "pagefind.js": "const no = async () => ({ results: [] });\nexport { no as init, no as options, no as search };\n",
    "pagefind-entry.json": "{}\n",
    _ARTICLES: "",
}
#: Indexes that are kept: of the site, of the preview with its drafts, and of the state before the last change.
_MOST_KEPT = 3
#: Seconds of CPU time for an index, and for each article in it: thirty times what it takes.
_LIMIT, _LIMIT_EACH = 60.0, 0.1
#: What every file of Pagefind's begins with, before the JSON of a fragment.
_SIGNATURE = b"pagefind_dcd"


class Extracts:
    """The input of Pagefind: an extract of each article, in files that stay from one build to the next.

    They are in the folder ``kept``, with the last indexes. While another build is at work there, and where it cannot
    be written to, they are in a folder of their own that goes at the end.
    """

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._stack = ExitStack()
        self._folder = Path()
        self._digests: dict[str, str] = {}

    def __enter__(self) -> Extracts:
        try:
            self._folder = self._kept / "extracts"
            (self._folder / "articles").mkdir(parents=True, exist_ok=True)
            lock = acquire(self._folder)
            self._stack.callback(release, lock)
            is_ours = lock >= 0
            if is_ours:
                _tidy(self._folder / "articles")
            tempfile.TemporaryFile(dir=self._folder / "articles").close()
        except OSError:
            is_ours = False
        if not is_ours:
            self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="extracts-")))
            (self._folder / "articles").mkdir()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def put(self, slug: str, key: str, make: Callable[[], str]) -> None:
        """Have the extract of an article.

        It is not made where one of the same ``key`` is there, and is as it was written; "" is no key. Raises OSError.
        """
        path = f"{self._folder}/articles/{slug}"
        head, content = _read(path)
        if not key or head != _head(key, content):
            content = make().encode(errors="xmlcharrefreplace")
            with open(path, "wb") as file:  # noqa: PTH123 - a Path takes longer than a look at the disk
                file.write(_head(key, content) + content)
        self._digests[slug] = hashlib.sha256(content).hexdigest()

    def index(self, site: Path, language: str, slugs: Sequence[str]) -> list[str]:
        """Put the index of these articles into ``site``.

        An index takes 3 CPU-ms for each article, and never changes in part. So the last few are kept, and used again as
        long as no extract has changed; that takes 0.1 ms for each. The old index of the site is replaced at the end,
        so a reader of a preview has one meanwhile.

        All articles are in one index, whatever their language: a reader of any page searches the whole hub. Raises
        SiteFailed where the index cannot be made. Returns the slugs of articles that it lacks: those without a word.
        """
        old, new = site / FOLDER, site / f".{FOLDER}"
        shutil.rmtree(new, ignore_errors=True)
        if not slugs:
            new.mkdir(parents=True)
            for name, content in _EMPTY.items():
                (new / name).write_text(content, encoding="ascii")
        elif not _use(same := self._kept / "indexes" / self._digest(language, slugs), new):
            self._make(language, slugs, new)
            _keep(new, same)
        shutil.rmtree(old, ignore_errors=True)
        new.rename(old)
        if not slugs:
            return []
        names = (old / _ARTICLES).read_text(encoding="ascii").split("\n")
        return [slug for slug, name in zip(slugs, names, strict=True) if not name]

    def _digest(self, language: str, slugs: Sequence[str]) -> str:
        """A digest of all inputs of the index: the extracts, Pagefind's version, and its options."""
        extracts = [(slug, self._digests[slug]) for slug in slugs]
        said = json.dumps([version("pagefind_bin"), language, extracts]).encode()
        return hashlib.sha256(Path(__file__).read_bytes() + said).hexdigest()

    def _make(self, language: str, slugs: Sequence[str], folder: Path) -> None:
        self._forget_others(slugs)
        command = [str(pagefind_bin.get_executable()), "--site", str(self._folder), "--glob", "articles/*", "--silent"]
        command += ["--output-path", str(folder), "--exclude-selectors", ", ".join(_EXCLUDED)]
        command += ["--force-language", languages.primary(language)]
        try:
            ran = programs.run(command, _LIMIT + _LIMIT_EACH * len(slugs))
        except programs.LimitReached as reached:
            raise SiteFailed(f"the search index was not made: Pagefind was stopped ({reached}); build again") from None
        if ran.returncode:
            raise SiteFailed(f"the search index was not made: {' '.join((ran.stderr or ran.stdout).split())}")
        found = _fragments(folder)
        names = (found.get(f"/articles/{slug}", "") for slug in slugs)
        (folder / _ARTICLES).write_text("\n".join(names), encoding="ascii")
        for pattern in _UNUSED:
            for path in folder.glob(pattern):
                path.unlink()

    def _forget_others(self, slugs: Sequence[str]) -> None:
        """Remove the extracts of articles that are no more."""
        for name in {entry.name for entry in os.scandir(self._folder / "articles")} - set(slugs):
            (self._folder / "articles" / name).unlink()


def lacking(slugs: Sequence[str]) -> str:
    """That these articles are not in the index."""
    more = f" and {len(slugs) - 1} more" if len(slugs) > 1 else ""
    return f"the search does not find the article {slugs[0]}{more}: there is no word in it"


def _tidy(folder: Path) -> None:
    """Remove what is no file of ours from a folder of extracts: a folder, as some disks make, or a link."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif not entry.is_file(follow_symlinks=False):
            os.unlink(entry.path)  # noqa: PTH108 - a Path takes longer


def _read(path: str) -> tuple[bytes, bytes]:
    """The first line of an extract, and all that follows; nothing where there is none."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - the same
            return file.readline(), file.read()
    except OSError:
        return b"", b""


def _head(key: str, content: bytes) -> bytes:
    """The first line of an extract: what it was made from, and its digest, as a file may be damaged."""
    return f"<!-- {key} {hashlib.sha256(content).hexdigest()} -->\n".encode()


def _fragments(folder: Path) -> dict[str, str]:
    """The addresses of all pages in an index, and what it calls their fragments, which are JSON, compressed.

    Raises SiteFailed where files are not whole: on a full disk Pagefind ends as if all were well.
    """
    found = {}
    try:
        if any(path.is_file() and not path.stat().st_size for path in folder.rglob("*")):
            raise EOFError
        for path in (folder / "fragment").iterdir():
            fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE))
            found[fragment["url"]] = path.stem
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise SiteFailed("the search index is not whole; is there room on the disk?") from error
    return found


def _use(kept: Path, folder: Path) -> bool:
    """Whether the index ``kept`` was there, and is in ``folder`` now."""
    try:
        made = kept.stat().st_mtime_ns
        # A file that was edited in the site is the same file as the one that is kept.
        if any(path.stat().st_mtime_ns > made for path in kept.rglob("*") if path.is_file()):
            return False
        shutil.copytree(kept, folder, copy_function=_link)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        return False
    return True


def _keep(folder: Path, kept: Path) -> None:
    """Keep an index, and forget those that were made before the last few."""
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as scratch:
            whole = shutil.copytree(folder, Path(scratch) / "index", copy_function=_link)
            os.utime(whole)
            by_age = sorted(kept.parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            others = [path for path in by_age if path not in (Path(scratch), kept)]
            # Half of one must never lie where a whole one is looked for, whenever we are killed.
            for path in (kept, *others[_MOST_KEPT - 1 :]):
                if path.exists():
                    path.rename(Path(scratch) / path.name)
            whole.rename(kept)


def _link(one: str, other: str) -> None:
    """Give a file a second name, which takes a tenth of the time of a copy; or copy it to another disk."""
    try:
        os.link(one, other)
    except OSError:
        shutil.copy2(one, other)
