"""``hub build`` on a disk: what the site has, what the next build takes over, and what a fault leaves."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

import hubs
from studenthub.runtime import lock
from studenthub.runtime.cache import Cache
from studenthub.site.failure import SiteFailed
from studenthub.site.folder import collisions, staging
from studenthub.site.folder.manifest import Folder, Manifest
from studenthub.site.folder.staging import Staging

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
TEXT = """\
Said [@author2001].

- [x] done
- [ ] to do

![Half as wide](bars.png){width=50%} ![In pixels](bars.png){width=120} ![Drawn](drawn.svg)

[What to print](../../handout.txt)
"""
FILES = {
    "docs/topics/testing.md": hubs.TOPIC,
    "docs/articles/night/index.md": hubs.article(TEXT, title="A night"),
    "docs/articles/night/drawn.svg": DRAWING,
    "docs/articles/day.md": hubs.article("Text.", title="A day"),
    "docs/handout.txt": "To print.\n",
    "bib/a.bib": "@book{author2001, author = {Author, A.}, title = {One}, publisher = {P}, year = {2001}}\n",
    "mkdocs.yml": hubs.MKDOCS_YML.replace("toc,", "toc, pymdownx.tasklist,"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub with its site."""
    folder = hubs.write(tmp_path_factory.mktemp("hub"), FILES)
    picture = io.BytesIO()
    Image.new("RGB", (1600, 900), (30, 90, 90)).save(picture, "PNG")
    (folder / "docs/articles/night/bars.png").write_bytes(picture.getvalue())
    assert build(folder).output.endswith("pages\n")
    return folder


@pytest.fixture
def hub(built: Path, tmp_path: Path) -> Path:
    """The same in another place, built there, to be changed."""
    folder = Path(shutil.copytree(built, tmp_path / "hub", ignore=shutil.ignore_patterns("site")))
    assert build(folder).status == 0
    return folder


def build(folder: Path, *options: str) -> hubs.Run:
    return hubs.run(folder, ["hub", "build", "site", *options])


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def numbers(site: Path) -> dict[str, int]:
    """The numbers of the files on the disk: a file that was taken over keeps its own."""
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}


def test_pictures_take_the_room_that_their_author_gave_them(built: Path) -> None:
    half, pixels, drawn = hubs.page(built, "articles/night").xpath('//div[contains(@class, "prose")]//img')
    assert half.get("style") == "width: 50%; --ratio: 1.778"
    assert half.get("sizes") == "33vw"
    assert (pixels.get("width"), pixels.get("height"), pixels.get("sizes")) == ("120", "68", "120px")
    picture = (built / "site/articles/night" / drawn.get("src")).resolve()
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert (built / "site/handout.txt").read_text() == "To print.\n"


def test_a_checkbox_says_what_it_is(built: Path) -> None:
    boxes = hubs.page(built, "articles/night").xpath('//input[@type="checkbox"]')
    assert [(box.get("aria-label"), box.get("checked") is not None) for box in boxes] == [
        ("Done", True),
        ("To do", False),
    ]


def test_as_markdown_a_drawing_is_the_picture_of_it(built: Path, tmp_path: Path) -> None:
    ran = hubs.run(built, ["hub", "build", "--markdown", str(tmp_path / "docs")])
    assert ran.status == 0, ran.output
    assert "![Drawn](drawn.svg.png)" in (tmp_path / "docs/articles/night/index.md").read_text()
    assert (tmp_path / "docs/articles/night/drawn.svg.png").is_file()
    assert (tmp_path / "docs/handout.txt").read_text() == "To print.\n"


def test_where_nothing_has_changed_nothing_is_done(hub: Path) -> None:
    before = numbers(hub / "site")
    assert "Nothing has changed since the last build" in build(hub).output
    assert numbers(hub / "site") == before


def test_an_edit_makes_what_follows_from_it_and_takes_over_the_rest(hub: Path, tmp_path: Path) -> None:
    before = numbers(hub / "site")
    page = hub / "docs/articles/day.md"
    page.write_text(page.read_text().replace("Text.", "Other words."))
    assert build(hub).status == 0
    made = {path for path, number in numbers(hub / "site").items() if before.get(path) != number}
    assert "articles/day/index.html" in made
    assert not made & {"articles/night/drawn.svg.png", "write/index.html", "authors/index.html"}, made
    shutil.rmtree(hub / ".cache")
    after = contents(hub / "site")
    shutil.rmtree(hub / "site")
    assert build(hub).status == 0
    assert contents(hub / "site") == after, "as a build that has nothing to take over makes it"


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a page was edited by hand": lambda hub: (hub / "site/articles/day/index.html").write_text("<p>By hand."),
    "a page of the same size": lambda hub: (hub / "site/articles/day/index.html").write_bytes(
        bytes(len((hub / "site/articles/day/index.html").read_bytes()))
    ),
    "a page is gone": lambda hub: (hub / "site/articles/day/index.html").unlink(),
    "a file is one too many": lambda hub: (hub / "site/left.html").write_text("From elsewhere."),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_site_that_was_changed_is_made_good(hub: Path, damage: str) -> None:
    good = contents(hub / "site")
    DAMAGES[damage](hub)
    assert build(hub).status == 0
    assert contents(hub / "site") == good


FAULTS = {
    "an unknown source": ("[@author2001]", "[@nobody1999]", "1 problem: nothing was built"),
    "a link to nowhere, with --strict": ("../../handout.txt", "../../nothing.txt", "nothing was built"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_the_old_site(hub: Path, fault: str) -> None:
    old, new, said = FAULTS[fault]
    before = contents(hub / "site")
    page = hub / "docs/articles/night/index.md"
    page.write_text(page.read_text().replace(old, new))
    ran = build(hub, "--strict")
    assert ran.status == 1
    assert said in ran.output
    assert contents(hub / "site") == before


def test_markdown_is_not_written_where_there_are_problems(hub: Path, tmp_path: Path) -> None:
    (hub / "docs/articles/day.md").write_text("no front matter")
    ran = hubs.run(hub, ["hub", "build", "--markdown", str(tmp_path / "docs")])
    assert ran.status == 1
    assert "HUB101" in ran.output
    assert ran.output.endswith("1 problem: nothing was written\n")
    assert not (tmp_path / "docs").exists()


def test_what_is_kept_is_listed_and_cleared(hub: Path) -> None:
    listed = hubs.run(hub, ["hub", "cache"]).output
    for kind in ("texts as HTML", "formatted citations and references", "what is in the site"):
        assert kind in listed
    assert "in .cache/studenthub" in listed
    assert "what the search reads and its indexes" in listed
    held = lock.acquire(hub / ".cache/studenthub/search/extracts")
    busy = hubs.run(hub, ["hub", "cache", "--clear"])
    assert (busy.status, busy.output) == (1, "a build or a preview is at work: clear it when that has ended\n")
    lock.release(held)
    assert hubs.run(hub, ["hub", "cache", "--clear"]).status == 0
    assert hubs.run(hub, ["hub", "cache"]).output == "nothing is kept: the next build makes everything\n"


@pytest.mark.parametrize("kind", ["texts", "facts"])
def test_what_is_kept_and_cannot_be_read_is_made_again(hub: Path, kind: str) -> None:
    """A row may be damaged in the same moment in which a build has seen that it is there."""
    before = contents(hub / "site")
    file = hub / ".cache/studenthub/cache.sqlite"
    with closing(sqlite3.connect(file)) as database, database:
        rows = [name for (name,) in database.execute("SELECT digest FROM made WHERE kind = ?", (kind,))]
        if kind == "texts":
            database.execute("UPDATE made SET content = ? WHERE kind = 'texts'", (b"damaged",))
    assert rows
    cache = Cache(file)
    for name in rows if kind == "facts" else ():
        cache.put("facts", name, '["of another form"]')
    cache.close()
    shutil.rmtree(hub / "site")
    assert build(hub).status == 0
    assert contents(hub / "site") == before


# --- the folder that takes the place of the old site ------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An old site, with what is hidden at its top."""
    folder = tmp_path / "site"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git/config").write_text("theirs")
    (folder / ".nojekyll").write_text("old")
    (folder / "page.html").write_text("old")
    return folder


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_whole_site_takes_the_place_of_the_old_one(
    site: Path, exchanges: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a system can exchange two names, and where it cannot."""
    if not exchanges:
        monkeypatch.setattr(staging.sys, "platform", "darwin")
    new = Staging.begin(site)
    (new.folder / "page.html").write_text("new")
    (new.folder / ".nojekyll").write_text("new")
    new.end(is_whole=True)
    assert contents(site) == {"page.html": b"new", ".nojekyll": b"new", ".git/config": b"theirs"}
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_site_that_is_not_whole_leaves_the_old_one(site: Path) -> None:
    before = contents(site)
    new = Staging.begin(site)
    (new.folder / "page.html").write_text("half")
    new.end(is_whole=False)
    assert contents(site) == before
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_site_that_was_moved_away_before_the_end_comes_back(site: Path) -> None:
    before = contents(site)
    site.rename(site.with_name(".site-new-1-old"))
    (site.with_name(".site-new-2")).mkdir()
    Staging.begin(site).end(is_whole=False)
    assert contents(site) == before
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_where_the_new_site_cannot_be_moved_the_old_one_is_there(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "exchange", lambda one, other: False)
    before, rename = contents(site), Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if target == site and not str(self).endswith("-old"):
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    new = Staging.begin(site)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(SiteFailed, match="The old site is as it was"):
        new.end(is_whole=True)
    assert contents(site) == before


def test_of_two_builds_that_end_at_once_the_slower_tries_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where names cannot be exchanged, another site may be there at each step: before and after ours is moved away."""
    monkeypatch.setattr(staging.sys, "platform", "darwin")
    rename, errors = Path.rename, [errno.ENOENT, errno.ENOTEMPTY]

    def late(self: Path, target: Path) -> Path:
        if errors and target.name.endswith("-old") == (errors[-1] == errno.ENOENT):
            raise OSError(errors.pop(), "Another build was quicker")
        return rename(self, target)

    new = Staging.begin(site)
    (new.folder / "page.html").write_text("new")
    monkeypatch.setattr(Path, "rename", late)
    new.end(is_whole=True)
    assert errors == []
    assert contents(site)["page.html"] == b"new"
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_folder_that_another_build_has_swept_away_is_made_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[Path] = []

    def acquire(folder: Path) -> int:
        if not swept:
            swept.append(folder)
            folder.rmdir()
        return lock.acquire(folder)

    monkeypatch.setattr(staging, "acquire", acquire)
    new = Staging.begin(site)
    assert new.folder.is_dir()
    assert new.folder not in swept
    new.end(is_whole=False)


def test_a_site_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SiteFailed, match="The site cannot be written"):
        Staging.begin(tmp_path / "file/site")


def test_a_manifest_that_cannot_be_read_describes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, cache = tmp_path / "site", Cache(tmp_path / "cache")
    folder = Folder(site, tmp_path / "old", Manifest())
    folder.write("page.html", "key", b"text")
    whole = folder.manifest("all", "begun with")
    whole.save(cache, site)
    assert Manifest.load(cache, site) == whole
    assert whole.describes(site)
    for text in ("", "[1, 2]", '["a", "b", {"page.html": ["key"]}]', '["a", "b", []]'):
        monkeypatch.setattr(cache, "get", lambda digest, text=text: text)
        assert Manifest.load(cache, site) == Manifest()
    cache.close()


def test_a_file_is_taken_over_where_nobody_has_touched_it(tmp_path: Path) -> None:
    old = Folder(tmp_path / "old", tmp_path / "none", Manifest())
    for name in ("same", "copied", "touched", "gone"):
        old.write(f"{name}/index.html", "key", b"text")
    before = old.manifest("", "")
    os.utime(tmp_path / "old/copied/index.html", ns=(1, 1))
    (tmp_path / "old/touched/index.html").write_bytes(b"TEXT")
    os.utime(tmp_path / "old/touched/index.html", ns=(1, 1))
    (tmp_path / "old/gone/index.html").unlink()
    new = Folder(tmp_path / "new", tmp_path / "old", before)
    taken = {name: new.take(f"{name}/index.html", "key") for name in ("same", "copied", "touched", "gone")}
    assert taken == {"same": True, "copied": True, "touched": False, "gone": False}
    assert not (tmp_path / "new/touched/index.html").exists()
    assert not new.take("same/index.html", "another key")
    new.write("touched/index.html", "key", b"text")
    assert (tmp_path / "new/touched/index.html").read_bytes() == b"text"


def test_a_link_to_a_file_outside_is_turned_away(tmp_path: Path) -> None:
    docs, theme = tmp_path / "docs", tmp_path / "theme"
    (docs / "sub").mkdir(parents=True)
    (theme / "js").mkdir(parents=True)
    (theme / "js/hub.js").write_text("ours")
    (tmp_path / "secret.txt").write_text("not to be published")
    (docs / "link.txt").symlink_to(tmp_path / "secret.txt")
    (docs / "own.txt").write_text("own")
    (docs / "inside.txt").symlink_to(docs / "own.txt")
    (docs / "folder").symlink_to(tmp_path)
    names = ("link.txt", "own.txt", "inside.txt", "folder/secret.txt", "js/hub.js", "made.json")
    found = dict(collisions.find(docs, [(name, name) for name in names], {"made.json"}, [theme]))
    assert {path: problem.message for path, problem in found.items()} == {
        "link.txt": "this is a link to a file outside of the hub",
        "folder/secret.txt": "this is a link to a file outside of the hub",
        "js/hub.js": "this file would take the place of one that the hub makes itself",
        "made.json": "this file would take the place of one that the hub makes itself",
    }


# --- what a hub may have ----------------------------------------------------------------------------------------------


def own(folder: Path, lines: str = "", **files: str) -> Path:
    """A hub of one article with its own ``lines`` in mkdocs.yml."""
    rows = {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article("Text.")}
    return hubs.write(folder, rows | {"mkdocs.yml": hubs.MKDOCS_YML + lines} | files)


def test_the_page_of_addresses_that_lead_nowhere_is_the_hubs_own(tmp_path: Path) -> None:
    assert build(own(tmp_path, **{"docs/404.md": "# Not here\n\nTry the [list](articles/index.md).\n"})).status == 0
    page = (tmp_path / "site/404.html").read_text()
    assert "<h1" in page
    assert 'Try the <a href="/articles/">list</a>' in page


def test_what_is_left_out_has_no_picture(tmp_path: Path) -> None:
    own(tmp_path, "exclude_docs: private/\n")
    for folder in ("private", "shown"):
        (tmp_path / "docs" / folder).mkdir()
        Image.new("RGB", (40, 20)).save(tmp_path / "docs" / folder / "a.png")
    assert build(tmp_path).status == 0
    assert not (tmp_path / "site/private").exists()
    assert (tmp_path / "site/shown/a.png").is_file()


def test_a_variable_of_the_environment_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(tmp_path, "extra: {disclaimer: !ENV [DISCLAIMER, none]}\n")
    monkeypatch.setenv("DISCLAIMER", "One view.")
    assert build(tmp_path).status == 0
    assert "Nothing has changed" in build(tmp_path).output
    monkeypatch.setenv("DISCLAIMER", "Another view.")
    assert "Nothing has changed" not in build(tmp_path).output


def test_with_an_extension_that_may_read_files_everything_is_made_each_time(tmp_path: Path) -> None:
    own(tmp_path)
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("toc,", "toc, pymdownx.snippets,"))
    assert build(tmp_path).status == 0
    assert "Nothing has changed" not in build(tmp_path).output


def test_what_authors_must_declare_is_in_a_file_that_is_begun(tmp_path: Path) -> None:
    own(tmp_path)
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("bib_dir: bib", "bib_dir: bib, require: [conflicts]"))
    ran = hubs.run(tmp_path, ["hub", "new", "--title", "New", "--type", "opinion"])
    assert ran.status == 0, ran.output
    front = (tmp_path / "docs/articles/new.md").read_text()
    assert "\ntype: opinion\n" in front
    assert "\ndeclarations:\n  conflicts: " in front


def test_without_an_address_of_the_site_no_page_claims_one(tmp_path: Path) -> None:
    own(tmp_path)
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("site_url: https://hub.example/\n", ""))
    assert build(tmp_path).status == 0
    page = hubs.page(tmp_path, "articles/a")
    assert page.xpath('//link[@rel="canonical"] | //meta[@name="citation_public_url" or @name="DC.identifier"]') == []
    assert page.xpath('//meta[@name="citation_title"]')


def test_a_name_that_ends_in_a_full_stop_gets_no_second_one(tmp_path: Path) -> None:
    authors = '[{name: "Author, A."}, {name: Ann Author}]'
    files = {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article(authors=authors)}
    assert hubs.run(hubs.write(tmp_path, files), ["hub", "build", "site"]).status == 0
    said = hubs.page(tmp_path, "articles/a").xpath("//div[@class='author']/p[1]")
    assert [hubs.text(line) for line in said] == ["Author, A.", "Ann Author."]
