"""Whatever happens to a build, the old site is there byte for byte, until the new one is whole."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import hubs
from commands import Started
from studenthub.runtime import lock
from studenthub.site.folder import staging

Files = Mapping[str, bytes]
PAGES = 12


def site(folder: Path) -> Files:
    """Every file of the site, by its path."""
    root = folder / "site"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.glob(".site-new-*")]


def articles(word: str) -> dict[str, str]:
    return {
        f"docs/articles/number-{n:02}.md": hubs.article(f"Text, {word}. " * 20, title=f"Number {n}, {word}")
        for n in range(PAGES)
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub with a site, and a change that is not built yet."""
    folder = tmp_path_factory.mktemp("hub")
    hubs.write(folder, {"docs/topics/testing.md": hubs.TOPIC, "docs/index.md": "# Home\n", **articles("old")})
    run = hubs.build(folder)
    assert run.status == 0, run.output
    hubs.write(folder, articles("new"))
    return folder


@pytest.fixture
def hub(built: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "hub"
    shutil.copytree(built, folder)
    return folder


def start(folder: Path, output: str = "output.txt") -> Started:
    """A build at work."""
    return hubs.start(folder, ["mkdocs", "build", "--strict"], folder / output)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def cites_a() -> dict[str, str]:
    return {"docs/articles/number-01.md": hubs.article("Text [@a].", title="Number 1, new")}


def template(name: str, old: str, new: str) -> Callable[[Path], object]:
    """A change of a template, in a copy that is the hub's own."""
    return lambda folder: replace(hubs.own_templates(folder, name) / name, old, new)


FAILING = ("{% block main %}", "{% block main %}{{ 1 / 0 }}")
#: Kinds of faults, from reading to the count of warnings at the very end.
FAULTS: Mapping[str, Callable[[Path], object]] = {
    "front matter": lambda f: replace(f / "docs/articles/number-00.md", "title:", "titel:"),
    "unknown source": lambda f: add(f / "docs/articles/number-01.md", "\n[@nobody2001]\n"),
    "not UTF-8": lambda f: (f / "docs/articles/number-02.md").write_bytes(b"---\ntitle: \xff\n---\n"),
    "broken bibliography": lambda f: hubs.write(f, {"bib/a.bib": "@article{a, author = {A}\n@book{", **cites_a()}),
    "configuration": lambda f: replace(f / "mkdocs.yml", "site_name", "site_nam"),
    "citation style": lambda f: replace(f / "mkdocs.yml", "bib_dir: bib", "bib_dir: bib, csl: no-such-style"),
    "template that cannot be read": template("base.html", "</html>", "</html>{% if %}"),
    "template that fails on a page": lambda f: replace(
        hubs.own_templates(f, "article.html") / "article.html", *FAILING
    ),
    "template that fails at the end": template("404.html", *FAILING),
    "link in a guide": lambda f: add(f / "docs/index.md", "\n[nowhere](nowhere.md)\n"),
    "unknown extension": lambda f: replace(f / "mkdocs.yml", "[admonition,", "[admonition, no_such_extension,"),
    "folder in the way": lambda f: (f / "docs/articles/folder.md").mkdir(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_the_old_site(hub: Path, fault: str) -> None:
    before = site(hub)
    FAULTS[fault](hub)
    run = hubs.build(hub)
    assert run.status != 0, run.output
    assert site(hub) == before
    assert not leftovers(hub)


def test_without_a_fault_the_new_site_is_there(hub: Path) -> None:
    (hub / "site/old.html").write_text("from an older build", encoding="utf-8")
    (hub / "site/.nojekyll").write_text("", encoding="utf-8")
    run = hubs.build(hub)
    assert run.status == 0, run.output
    new = site(hub)
    assert b"Number 3, new" in new["articles/number-03/index.html"]
    assert "old.html" not in new
    assert ".nojekyll" in new
    assert (hub / "site").stat().st_mode & 0o777 == 0o755
    assert not leftovers(hub)


def test_a_first_build_needs_no_old_site(hub: Path) -> None:
    shutil.rmtree(hub / "site")
    assert hubs.build(hub).status == 0
    assert len(list((hub / "site/articles").glob("number-*/index.html"))) == PAGES


def test_a_warning_counts_before_the_site_changes(hub: Path) -> None:
    """MkDocs counts the warnings of --strict after its last hook but one, when the site is long written."""
    before = site(hub)
    replace(hub / "mkdocs.yml", "site_name: Test Hub", "site_name: Test Hub\nnav: [index.md, missing.md]")
    assert hubs.build(hub).status == 1
    assert site(hub) == before
    assert hubs.run(hub, ["mkdocs", "build"]).status == 0
    assert site(hub) != before


def is_whole(files: Files, word: str) -> bool:
    """Whether every article is as it was written last, and can be found."""
    pages = [content for path, content in files.items() if re.fullmatch(r"articles/number-\d+/index\.html", path)]
    found = [path for path in files if path.startswith("pagefind/fragment/")]
    return len(pages) == len(found) == PAGES and all(word.encode() in content for content in pages)


def names(files: Files) -> set[str]:
    """The files whose names do not follow from the texts."""
    return {path for path in files if not path.startswith("pagefind/")}


def test_kills_leave_one_site_or_the_other(hub: Path) -> None:
    """kill -9 at 20 moments, most of them while pages are written: each build has something to write."""
    before = site(hub)
    started = time.monotonic()
    assert start(hub).end(60)[1] == 0
    seconds = time.monotonic() - started
    assert site(hub) != before
    before = site(hub)
    chance = random.Random(6)
    killed = tried = 0
    while killed < 20:
        tried += 1
        assert tried < 60
        word = f"version {tried}"
        hubs.write(hub, articles(word))
        build = start(hub)
        while build.is_running and tried % 3 and not leftovers(hub):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, seconds / 3 if tried % 3 else seconds))
        if build.is_running:
            killed += 1
        else:
            # Builds are quicker than the first one, which found no cache: aim earlier.
            seconds *= 0.8
        build.kill()
        now = site(hub)
        assert now == before or (names(now) == names(before) and is_whole(now, word))
        before = now
    assert hubs.build(hub).status == 0
    assert not leftovers(hub)


def test_a_full_disk_leaves_the_old_site(hub: Path) -> None:
    """Here no file may be longer than 4 KB, and so writing fails as on a full disk."""
    hubs.needs_a_program()
    before = site(hub)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=hub,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        preexec_fn=limit,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stdout, done.stdout
    assert site(hub) == before
    assert not leftovers(hub)


def test_the_folder_of_a_build_that_is_at_work_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / ".site-new-at-work"
    folder.mkdir()
    held = lock.acquire(folder)
    staging.sweep(tmp_path / "site")
    assert folder.is_dir()
    lock.release(held)
    staging.sweep(tmp_path / "site")
    assert not folder.exists()


def test_two_builds_at_once(hub: Path) -> None:
    for word in ("one", "two", "three"):
        hubs.write(hub, articles(word))
        both = [start(hub, "one.txt"), start(hub, "other.txt")]
        ended = [build.end(120) for build in both]
        assert [status for _, status in ended] == [0, 0], ended
        assert is_whole(site(hub), word)
    assert not leftovers(hub)


def test_a_site_that_is_a_link_stays_one(hub: Path, tmp_path: Path) -> None:
    (hub / "site").rename(tmp_path / "served")
    (hub / "site").symlink_to(tmp_path / "served")
    assert hubs.build(hub).status == 0
    assert (hub / "site").is_symlink()
    assert b"new" in (tmp_path / "served/articles/number-03/index.html").read_bytes()


def test_a_build_says_where_the_site_is(hub: Path) -> None:
    """MkDocs names the folder beside it. It is said though nothing has changed, and not of a build that failed."""
    for _ in range(2):
        ran = hubs.build(hub)
        number = sum(name.endswith(".html") for name in site(hub))
        assert ran.output.splitlines()[-1] == f"INFO    -  The site is in site/: {number} pages"
    (hub / "docs/articles/wrong.md").write_text("no front matter")
    assert "The site is in" not in hubs.build(hub).output
