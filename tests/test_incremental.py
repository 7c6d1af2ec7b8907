"""What a build takes from the one before it: the site is the same as one that was built from nothing."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import edits
import hubs
from studenthub import hub as reading
from studenthub import render
from studenthub.model.settings import Settings

#: The size of a sequence of edits, and how many there are. Each edit costs two builds.
_EDITS, _SEEDS = 7, 3


# --- the site after each ----------------------------------------------------------------------------------------------


def site(folder: Path) -> Mapping[str, bytes]:
    files = sorted(path for path in (folder / "site").rglob("*") if path.is_file())
    return {path.relative_to(folder / "site").as_posix(): path.read_bytes() for path in files}


def from_nothing(folder: Path, clean: Path) -> Mapping[str, bytes]:
    """The site of a hub that was never built, made without MkDocs: it is the same."""
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(folder, clean, ignore=shutil.ignore_patterns("site", ".cache", ".site*"))
    built = hubs.run(clean, ["hub", "build", "site"])
    assert built.status == 0, built.output
    return site(clean)


@pytest.mark.parametrize("seed", range(_SEEDS))
def test_after_any_edit_the_site_is_that_of_a_clean_build(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    # Every edit comes about equally often over all sequences.
    chosen = [edit for number, edit in enumerate(edits.EDITS) if number % _SEEDS == seed]
    chosen += rng.sample(edits.EDITS, _EDITS - len(chosen))
    rng.shuffle(chosen)
    folder = edits.hub(tmp_path / "hub", rng)
    assert hubs.run(folder, ["mkdocs", "build"]).status == 0
    for edit in chosen:
        edit(rng, folder)
        built = hubs.run(folder, ["mkdocs", "build"])
        assert built.status == 0, built.output
        found, expected = site(folder), from_nothing(folder, tmp_path / "clean")
        assert found.keys() == expected.keys(), edit.__name__
        assert [name for name in found if found[name] != expected[name]] == [], edit.__name__


# --- what is taken, and what is not -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Where a hub was built, and a copy of it."""
    folder = edits.hub(tmp_path_factory.mktemp("incremental") / "hub", random.Random(99))
    made = hubs.build(folder)
    assert made.status == 0, made.output
    shutil.copytree(folder, copied := folder.with_name("copy"))
    return folder, copied


@pytest.fixture
def built(kept: tuple[Path, Path]) -> Path:
    """A hub with its site, in the place by which a build knows it: copied back, so that its files are other ones."""
    folder, copied = kept
    shutil.rmtree(folder)
    shutil.copytree(copied, folder)
    return folder


def inodes(folder: Path) -> Mapping[str, int]:
    return {p.relative_to(folder / "site").as_posix(): p.stat().st_ino for p in (folder / "site").rglob("*.*")}


def test_where_nothing_has_changed_nothing_is_done(built: Path) -> None:
    # The files are other ones than before, though the same is in them.
    assert "Nothing has changed" not in hubs.build(built).output
    before = inodes(built)
    ran = hubs.build(built)
    assert ran.status == 0
    assert "Nothing has changed since the last build" in ran.output
    assert inodes(built) == before


#: A build in another process, and the packages of the core that it loaded.
LOADED = """\
import sys
from mkdocs.__main__ import cli
cli(["build", "--quiet"], standalone_mode=False)
print(*{".".join(name.split(".")[1:3]) for name in sys.modules if name.startswith("studenthub.")})
"""


def test_where_nothing_has_changed_nothing_is_loaded_that_reads_or_makes_pages(built: Path) -> None:
    assert hubs.build(built).status == 0
    ran = subprocess.run([sys.executable, "-c", LOADED], cwd=built, capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert {"site.folder", "styles.csl"} <= loaded
    assert {name.partition(".")[0] for name in loaded}.isdisjoint({"hub", "markup", "render", "rules"})
    assert loaded.isdisjoint({"model.articles", "parse.bibtex", "parse.markdown", "site.build", "styles.formatter"})


@pytest.mark.parametrize("name", ["docs/articles/New.MD", "bib/new.BIB"])
def test_a_file_that_no_page_is_made_of_is_looked_at_as_well(built: Path, name: str) -> None:
    (built / name).write_text("@misc{new2001}")
    ran = hubs.build(built)
    assert ran.status == 1
    assert f"{name}:1:1: HUB61" in ran.output


def test_a_link_to_a_folder_that_is_added_later_is_refused_as_in_a_clean_build(built: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (built / "docs/articles/linked").symlink_to(tmp_path / "outside")
    ran = hubs.build(built)
    assert ran.status == 1
    assert "docs/articles/linked:1:1: HUB613" in ran.output


def test_what_lies_behind_a_link_in_the_templates_is_looked_at_as_well(built: Path) -> None:
    template = built / "overrides/article.html"
    template.rename(built / "elsewhere.html")
    template.symlink_to("../elsewhere.html")
    assert hubs.build(built).status == 0
    edits.change(built / "elsewhere.html", "How to cite this article", "Cite this")
    assert hubs.build(built).status == 0
    assert "Cite this" in hubs.text(hubs.page(built, "articles/a1"))


#: A hub of two articles that have nothing to do with each other but for a link, and what changes the page of "one".
ALONE = {
    "docs/topics/testing.md": hubs.TOPIC,
    "docs/topics/sleeping.md": "---\nname: Sleeping\n---\n",
    "docs/articles/one.md": hubs.article(f"Cited [@key0]. See [the other](two.md).\n\n{'Text. ' * 9}", title="One"),
    "docs/articles/two.md": hubs.article("Text.", title="Two", topics="[sleeping]", authors='[{name: "Writer, W."}]'),
    "bib/a.bib": edits.BIB,
}
REACHES = {
    "a retraction": (
        "docs/articles/two.md",
        "---\n\n",
        "changes: [{date: 2025-01-02, kind: retraction, note: No.}]\n---\n\n",
    ),
    "a neighbour": ("docs/articles/two.md", "title: Two", "title: Zwei"),
    "a topic": ("docs/topics/testing.md", "name: Testing", "name: Trying"),
    "a source": ("bib/a.bib", "10.1234/0", "10.1234/9"),
    "a text": ("docs/articles/one.md", "Text.", "Words."),
    "a related article": ("docs/articles/two.md", "topics: [sleeping]", "topics: [testing]"),
}


def _keys(folder: Path) -> Mapping[str, str]:
    read = reading.read(Settings(folder, bib_files=("bib/a.bib",), site_url="https://hub.example/"), today=hubs.TODAY)
    return {page.path: page.key for page in render.everything(read, lambda _: {})}


@pytest.mark.parametrize("what", REACHES)
def test_a_page_is_known_by_what_it_shows_of_others(what: str, tmp_path: Path) -> None:
    before = _keys(hubs.write(tmp_path, ALONE))
    assert _keys(tmp_path) == before
    name, old, new = REACHES[what]
    edits.change(tmp_path / name, old, new)
    assert _keys(tmp_path)["articles/one.md"] != before["articles/one.md"]


def test_a_catalogue_that_goes_on_is_that_of_a_new_one(tmp_path: Path) -> None:
    """What a preview looks up once it looks up again where a term has changed."""
    front = {"authors": '[{name: "Author, A.", affiliation: Example U}]'}
    hubs.write(tmp_path, ALONE | {"docs/articles/one.md": hubs.article(**front)})
    reader = reading.Reader(Settings(tmp_path, bib_files=("bib/a.bib",)), today=hubs.TODAY)
    reader.read()
    place = "---\nname: University of Example\naliases: [Example U]\n---\n"
    for name, text in (
        ("docs/institutions/example.md", place),
        ("docs/institutions/example.md", place.replace("University of Example", "Example University")),
        ("docs/authors/author-a.md", "---\nname: Author, A.\norcid: 0000-0002-1825-0097\n---\n"),
        ("docs/authors/author-a.md", "---\nname: Author, A.\norganisation: true\n---\n"),
        ("docs/topics/testing.md", "---\nname: Trying\n---\n"),
    ):
        hubs.write(tmp_path, {name: text})
        found = reader.read().hub.catalogue
        expected = reading.read(Settings(tmp_path, bib_files=("bib/a.bib",)), today=hubs.TODAY).catalogue
        assert [(a.authors, a.keywords) for a in found.articles] == [(a.authors, a.keywords) for a in expected.articles]
        assert found.terms == expected.terms


def test_a_page_is_not_made_again_for_what_it_does_not_show(tmp_path: Path) -> None:
    before = _keys(hubs.write(tmp_path, ALONE))
    edits.change(tmp_path / "docs/articles/two.md", "Text.", "Words.")
    edits.change(tmp_path / "bib/a.bib", "Title 3", "Title 33")
    after = _keys(tmp_path)
    assert after["articles/two.md"] != before["articles/two.md"]
    assert after["articles/one.md"] == before["articles/one.md"]


def test_the_search_index_is_taken_where_no_article_has_changed(built: Path) -> None:
    before = inodes(built)
    with (built / "docs/write/index.md").open("a") as guide:
        guide.write("\nMore.\n")
    assert hubs.build(built).status == 0
    after = inodes(built)
    assert after["write/index.html"] != before["write/index.html"]
    pagefind = [name for name in before if name.startswith("pagefind/")]
    assert len(pagefind) > 5
    assert [after[name] for name in pagefind] == [before[name] for name in pagefind]


def test_only_what_has_changed_is_made(built: Path) -> None:
    before = inodes(built)
    path = built / "docs/articles/a1.md"
    path.write_text(f"{path.read_text()}\nMore.\n")
    assert hubs.build(built).status == 0
    after = inodes(built)
    made = {name for name in after if after[name] != before.get(name)}
    assert "articles/a1/index.html" in made
    assert "feed.xml" in made
    for same in ("articles/a2/index.html", "articles/a2/cite.bib", "articles/a2/card.png", "topics/index.html"):
        assert same not in made


def test_a_site_that_somebody_has_edited_is_made_again(built: Path) -> None:
    page, added, gone = (built / "site" / name for name in ("articles/a1/index.html", "stray.txt", "feed.xml"))
    before = page.read_bytes()
    page.write_bytes(before.replace(b"Article 1", b"Artefact1"))
    added.write_text("stray")
    gone.unlink()
    assert hubs.build(built).status == 0
    assert page.read_bytes() == before
    assert gone.exists()
    assert not added.exists()


def test_a_copied_site_is_known_by_its_bytes(built: Path) -> None:
    """As a deployment restores it: other times, the same bytes."""
    before = site(built)
    for path in (built / "site").rglob("*"):
        path.touch()
    assert hubs.build(built).status == 0
    assert site(built) == before


def test_a_warning_is_said_again(built: Path) -> None:
    settings = built / "mkdocs.yml"
    settings.write_text(f"{settings.read_text()}\nnav: [index.md, gone.md]\n")
    for _ in range(2):
        ran = hubs.run(built, ["mkdocs", "build"])
        assert ran.status == 0, ran.output
        assert "'gone.md' is included in the 'nav' configuration" in ran.output
    assert hubs.build(built).status == 1


def test_another_plugin_turns_the_cache_off(built: Path) -> None:
    """Nobody can say what it looks at."""
    hook = "import time\ndef on_post_page(output, **_): return output + f'<!-- {time.time()} -->'\n"
    (built / "hook.py").write_text(hook)
    settings = built / "mkdocs.yml"
    settings.write_text(f"{settings.read_text()}\nhooks: [hook.py]\n")
    pages = []
    for _ in range(2):
        assert hubs.build(built).status == 0
        pages.append((built / "site/articles/a1/index.html").read_bytes())
    assert pages[0] != pages[1]


@pytest.mark.parametrize("damage", ["row", "middle", "version"])
def test_a_damaged_cache_is_made_again(built: Path, damage: str) -> None:
    import sqlite3

    before = site(built)
    path = built / ".cache/studenthub/cache.sqlite"
    database = sqlite3.connect(path)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if damage == "row":
        database.execute("UPDATE made SET content = x'00112233'")
        database.commit()
    if damage == "version":
        database.execute("PRAGMA application_id = 7")
        database.commit()
    database.close()
    if damage == "middle":
        data = bytearray(path.read_bytes())
        data[4096 : len(data) // 2] = bytes(len(data) // 2 - 4096)
        path.write_bytes(data)
    guide = built / "docs/write/index.md"
    guide.write_text(f"{guide.read_text()}\nMore.\n")
    ran = hubs.build(built)
    assert ran.status == 0, ran.output
    after = site(built)
    assert {name for name in after if after[name] != before[name]} == {"write/index.html"}
