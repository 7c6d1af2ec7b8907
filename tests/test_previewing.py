"""What a preview makes when a browser asks, after an edit and after a fault: in this process, without a server."""

from __future__ import annotations

import errno
import posixpath
import random
import shutil
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

import edits
import hubs
from studenthub.hub import Read
from studenthub.site import configuration, standalone
from studenthub.site.serving.preview import Preview
from studenthub.site.settings import SiteSettings
from texts import tried

BIB = "@article{one, author = {Author, A.}, title = {One}, journal = {Journal}, year = {2001}}\n"
FAILED = "This could not be made"


class Previewed:
    """A hub in ``folder`` and a preview of it; ``reloaded`` says that browsers have been asked to load again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.preview = Preview(self._settings())
        self.builds = 0
        self.reloaded = threading.Event()
        self.preview.reload = self.reloaded.set
        self.build()

    def _settings(self) -> SiteSettings:
        return configuration.read(self.folder, self.folder / "preview", preview=True)

    def build(self) -> None:
        settings = self._settings()
        build = self.preview.begin(settings)
        site, _, wrong = standalone.prepare(build, self.preview.folder(settings))
        self.preview.finish(site, wrong)
        self.paths = sorted(site.pages)
        self.let_go = threading.Event()
        weakref.finalize(site, self.let_go.set)
        self.builds += 1

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a file, as a server notices it."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def write(self, path: str, text: str) -> None:
        """The same with the whole file."""
        (self.folder / path).write_text(text, encoding="utf-8")
        self.preview.rebuild(self.build)

    def file(self, path: str) -> str:
        """What a browser gets at an address; "" where there is nothing."""
        self.preview.bring(path)
        file = self.preview.root / path
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    def page(self, path: str) -> str:
        """The same for a page."""
        return self.file(f"{path}index.html")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Previewed]:
    hubs.write(
        tmp_path,
        {
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/first.md": hubs.article("Cited [@one]."),
            "docs/articles/second.md": hubs.article("Cited [@one] as well.", title="The second"),
            "bib/references.bib": BIB,
        },
    )
    hubs.own_templates(tmp_path, "article.html")
    previewed = Previewed(tmp_path)
    yield previewed
    previewed.preview.end()


def test_an_edit_of_a_text_shows_on_each_page_that_has_it(hub: Previewed) -> None:
    assert "(Author, 2001)" in hub.page("articles/first/")
    hub.edit("docs/articles/first.md", "title: An article", "title: Another name")
    for path in ("", "articles/", "topics/testing/", "authors/author-a/", "articles/second/"):
        assert "Another name" in hub.page(path), path
    assert "Another name" in hub.file("feed.xml")
    hub.edit("bib/references.bib", "Author, A.", "Writer, W.")
    assert "(Writer, 2001)" in hub.page("articles/first/")
    assert hub.builds == 1, "an edit of a text builds nothing anew"


def test_what_was_shown_before_an_edit_is_let_go(hub: Previewed) -> None:
    assert hub.file("feed.xml")
    hub.file("pagefind/pagefind.js")
    assert not hub.let_go.is_set()
    hub.edit("docs/articles/first.md", "authors: [", "authors: [{name: Writer W.}, ")
    assert hub.let_go.wait(20), "even the checks that were at work on it"
    assert "Writer W." in hub.file("authors/writer-w/feed.xml")
    assert "Writer W." in hub.page("authors/writer-w/")
    hub.edit("docs/articles/first.md", "{name: Writer W.}, ", "")
    assert (hub.file("authors/writer-w/feed.xml"), hub.page("authors/writer-w/")) == ("", "")


def test_a_fault_of_the_checks_is_on_the_page(hub: Previewed, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space is left")

    monkeypatch.setattr(Read, "checked", full)
    hub.edit("docs/articles/first.md", "Cited", "Said")
    assert hub.reloaded.wait(20)
    assert "no space is left" in hub.page("articles/first/")
    monkeypatch.undo()
    hub.edit("docs/articles/first.md", "Said", "Cited")
    assert "no space is left" not in hub.page("articles/first/")


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edit_each_page_is_that_of_a_new_preview(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    edited = Previewed(edits.hub(tmp_path / "hub", rng))
    for edit in tried(edits.IN_TEXTS[seed::2]):
        edit(rng, edited.folder)
        edited.preview.rebuild(edited.build)
        copied = tmp_path / edit.__name__
        shutil.copytree(edited.folder, copied, ignore=shutil.ignore_patterns("preview"))
        new = Previewed(copied)
        root = edited.preview.root
        paths = {*new.paths, *(path.relative_to(root).as_posix() for path in root.rglob("*.html"))}
        assert [path for path in sorted(paths) if edited.file(path) != new.file(path)] == [], edit.__name__
        new.preview.end()
    assert edited.builds == 1, "an edit of a text builds nothing anew"
    edited.preview.end()


FIRST_PAGE = """\
import sys
from pathlib import Path
from studenthub.site import configuration, standalone
from studenthub.site.serving import preview
preview._PAUSE = 60
settings = configuration.read(Path(), Path("preview"), preview=True)
shown = preview.Preview(settings)
build = shown.begin(settings)
site, _, wrong = standalone.prepare(build, shown.folder(settings))
shown.finish(site, wrong)
shown.bring("articles/first/index.html")
assert "(Author, 2001)" in (shown.root / "articles/first/index.html").read_text(encoding="utf-8")
print(*(name for name in sys.modules if name.startswith("studenthub.rules")))
shown.bring("write/checks/index.html")
assert "HUB301" in (shown.root / "write/checks/index.html").read_text(encoding="utf-8")
shown.end()
"""


def test_the_first_page_is_shown_before_the_rules_are_loaded(hub: Previewed) -> None:
    settings = hubs.MKDOCS_YML.replace("bib_dir: bib", "bib_dir: bib, guide: true")
    hub.folder.joinpath("mkdocs.yml").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-c", FIRST_PAGE]
    done = subprocess.run(command, cwd=hub.folder, capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_only_a_file_that_comes_or_goes_builds_anew(hub: Previewed) -> None:
    before = hub.preview.root
    hub.write("docs/articles/third.md", hub.folder.joinpath("docs/articles/second.md").read_text())
    assert hub.builds == 2
    assert "The second" in hub.page("articles/third/")
    assert not before.exists(), "what the preview before has made is gone"
    hub.write("docs/articles/third.md", "no front matter")
    assert hub.builds == 2


FAULTS = {
    "mkdocs.yml cannot be read": ("mkdocs.yml", "plugins:", "nonsense: [\nplugins:", "mkdocs.yml"),
    "an unknown style": ("mkdocs.yml", "bib_dir: bib", "bib_dir: bib, csl: appa", "(did you mean apa?)"),
    "a template that cannot be read": ("overrides/article.html", "{% block", "{% if %}{% block", "article.html:"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_on_the_last_good_page_until_it_is_fixed(hub: Previewed, fault: str) -> None:
    path, old, new, said = FAULTS[fault]
    assert FAILED not in hub.page("articles/first/")
    hub.edit(path, old, new)
    page = hub.page("articles/first/")
    assert "(Author, 2001)" in page
    assert FAILED in page
    assert said in page
    hub.edit(path, new, old)
    assert FAILED not in hub.page("articles/first/")


def test_a_page_that_never_was_good_says_what_is_wrong(hub: Previewed) -> None:
    hub.edit("overrides/article.html", "{{ card.title }}</h1>", "{{ 1 / 0 }}</h1>")
    page = hub.page("articles/first/")
    assert "this is a fault of the hub or of a template" in page
    assert "ZeroDivisionError" in page
    hub.edit("overrides/article.html", "{{ 1 / 0 }}</h1>", "{{ card.title }}</h1>")
    assert "(Author, 2001)" in hub.page("articles/first/")


def test_what_the_checks_find_comes_after_a_pause(hub: Previewed, capsys: pytest.CaptureFixture[str]) -> None:
    assert "HUB301" not in hub.page("articles/second/")
    hub.edit("docs/articles/second.md", "[@one]", "[@none]")
    assert hub.reloaded.wait(30)
    assert "Unknown source @none." in hub.page("articles/second/")
    assert "HUB301" in capsys.readouterr().err
    hub.reloaded.clear()
    hub.edit("docs/articles/second.md", "[@none]", "[@one]")
    assert hub.reloaded.wait(30)
    assert "HUB301" not in hub.page("articles/second/")
    assert capsys.readouterr().err == "No problems are left.\n"


def test_the_search_is_made_when_a_reader_opens_it(hub: Previewed) -> None:
    index = hub.preview.root / "pagefind/pagefind-entry.json"
    hub.page("articles/first/")
    assert not index.exists()
    hub.file("pagefind/pagefind.js")
    assert '"page_count":2' in index.read_text()
    made = index.stat().st_mtime_ns
    hub.file("pagefind/pagefind.js")
    assert index.stat().st_mtime_ns == made, "nothing has changed since"


def test_an_article_without_words_is_named_where_the_search_lacks_it(
    hub: Previewed, caplog: pytest.LogCaptureFixture
) -> None:
    hub.write("docs/articles/third.md", "---\ntitle: The third\ndraft: true\n---\n")
    hub.file("pagefind/pagefind.js")
    assert "the search does not find the article third" in caplog.text


def test_a_server_knows_what_to_watch_and_when_a_page_is_old(hub: Previewed) -> None:
    assert set(hub.preview.watched()) >= {hub.folder / name for name in ("docs", "bib", "mkdocs.yml", "overrides")}
    made_from = hub.preview.bring("articles/first/index.html")
    assert hub.preview.is_shown(made_from)
    hub.edit("docs/articles/second.md", "as well", "too")
    assert not hub.preview.is_shown(made_from)


def test_a_server_that_has_noticed_nothing_new_changes_nothing(hub: Previewed) -> None:
    shown = hub.preview.bring("articles/first/index.html")
    hub.preview.rebuild(hub.build)
    assert hub.preview.is_shown(shown)


def test_a_preview_that_never_began_ends(tmp_path: Path) -> None:
    hubs.write(tmp_path, {})
    Preview(configuration.read(tmp_path, tmp_path / "preview", preview=True)).end()


def test_a_picture_is_shown_in_widths_or_as_it_moves_and_a_broken_one_as_it_is(hub: Previewed) -> None:
    folder = hub.folder / "docs/articles/pictures"
    folder.mkdir()
    moving = [Image.new("RGB", (600, 300), shade) for shade in ("white", "grey")]
    Image.new("RGB", (1200, 600)).save(folder / "wide.png")
    moving[0].save(folder / "moving.gif", save_all=True, append_images=moving[1:])
    (folder / "broken.png").write_bytes(b"no picture")
    names = ("wide.png", "moving.gif", "broken.png")
    hub.write("docs/articles/pictures/index.md", hubs.article("\n\n".join(f"![Grey]({name})" for name in names)))
    page = html.fromstring(hub.page("articles/pictures/"))
    wide, moves, broken = page.xpath("//article//img[@alt='Grey']")
    assert (wide.get("width"), wide.get("height")) == ("1200", "600")
    assert len(wide.get("srcset").split(", ")) == 3
    assert (moves.get("src"), moves.get("width"), moves.get("srcset")) == ("moving.gif", "600", None)
    assert (broken.get("src"), broken.get("width"), broken.get("srcset")) == ("broken.png", None, None)
    for address in (wide.get("src"), "moving.gif", "broken.png"):
        path = posixpath.normpath(f"articles/pictures/{address}")
        hub.preview.bring(path)
        assert (hub.preview.root / path).stat().st_size > 0
    assert (hub.preview.root / "articles/pictures/broken.png").read_bytes() == b"no picture"


def test_what_is_at_no_address_is_not_made(hub: Previewed) -> None:
    assert hub.page("articles/nothing/") == ""


def test_a_draft_and_what_is_wrong_in_it_are_on_its_page_and_no_other_page_suffers(hub: Previewed) -> None:
    hub.write("docs/articles/draft.md", hubs.article("Cited [@one].", draft="true"))
    page = hub.page("articles/draft/")
    assert "This is a draft" in page
    assert "(Author, 2001)" in page
    hub.reloaded.clear()
    hub.write("docs/articles/draft.md", hubs.article("Cited [@onne].", titel="Again"))
    assert hub.reloaded.wait(30)
    page = hub.page("articles/draft/")
    assert "Unknown source @onne. Add its entry to a file in bib/, or copy its key from there." in page
    assert "Unknown field titel. Did you mean title?" in page
    assert "draft.md" in hub.page("")
    hub.write("bib/references.bib", "@article{one, author = {Author, A.}, year = 1999}\n@article{oops")
    assert "(Author, 1999)" in hub.page("articles/first/")
    (hub.folder / "docs/articles/binary.md").write_bytes(b"---\ntitle: \xff\n---\n")
    hub.write("docs/articles/draft.md", hubs.article("Cited [@one]."))
    assert "This file is not plain text" in hub.page("")
    assert "(Author, 1999)" in hub.page("articles/first/")
