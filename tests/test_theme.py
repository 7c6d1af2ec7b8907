"""The theme in the package: a hub has only the files that it changes, whatever makes its site."""

from __future__ import annotations

import filecmp
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import html

import hubs

FILES = {
    "docs/topics/testing.md": hubs.TOPIC,
    "docs/articles/one.md": hubs.article("Text.", title="One"),
}
OWN = {
    "mkdocs.yml": hubs.MKDOCS_YML.replace("name: studenthub}", "name: studenthub, custom_dir: overrides}"),
    "overrides/404.html": '{% extends "base.html" %}\n{% block main %}<h1>Gone fishing</h1>{% endblock %}\n',
    "overrides/assets/logo.txt": "a file that the theme does not have\n",
    "overrides/README.md": "For the editors.\n",
}


def test_a_file_of_the_hub_takes_the_place_of_the_themes(tmp_path: Path) -> None:
    """In a site by MkDocs and in one without it, which are the same."""
    hubs.write(tmp_path, FILES | OWN)
    assert hubs.build(tmp_path).status == 0
    site = tmp_path / "site"
    assert "Gone fishing" in (site / "404.html").read_text()
    assert (site / "assets/logo.txt").is_file()
    assert not (site / "README.md").exists()
    assert "How to cite" in (site / "articles/one/index.html").read_text()
    assert hubs.run(tmp_path, ["hub", "build", "again"]).status == 0
    assert _differences(filecmp.dircmp(site, tmp_path / "again")) == []


def test_a_file_that_is_changed_or_taken_away_shows_in_the_next_build(tmp_path: Path) -> None:
    hubs.write(tmp_path, FILES | OWN)
    page = tmp_path / "site/404.html"
    for text, shown in (("Gone fishing", "Gone fishing"), ("Gone for good", "Gone for good"), ("", "Gone fishing")):
        own = tmp_path / "overrides/404.html"
        if text:
            own.write_text(OWN["overrides/404.html"].replace("Gone fishing", text))
        else:
            own.unlink()
        assert hubs.build(tmp_path).status == 0
        assert (shown in page.read_text()) == bool(text)


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_another_theme_is_below_the_hubs(tmp_path: Path, theme: str) -> None:
    hubs.write(tmp_path / "ours", FILES)
    hubs.write(tmp_path / "other", FILES | {"mkdocs.yml": hubs.MKDOCS_YML.replace("studenthub}", f"{theme}}}", 1)})
    for folder in ("ours", "other"):
        assert hubs.build(tmp_path / folder).status == 0
    assert _differences(filecmp.dircmp(tmp_path / "ours/site", tmp_path / "other/site")) == []


def test_the_package_has_all_of_the_theme(tmp_path: Path) -> None:
    hubs.needs_a_program()
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(hubs.PROJECT)], check=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as package:
        there = set(package.namelist())
    folder = hubs.THEME.parent
    wanted = {
        f"studenthub/{path.relative_to(folder).as_posix()}"
        for path in hubs.THEME.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert wanted - there == set()


def _differences(two: filecmp.dircmp[str]) -> list[str]:
    below = [f"{name}/{path}" for name, inner in two.subdirs.items() for path in _differences(inner)]
    return [*two.left_only, *two.right_only, *two.diff_files, *below]


def _skipped(page: str) -> list[str]:
    """The headings, of templates for scripts as well, that are more than one level below the one before."""
    levels, skipped = [0], []
    for heading in html.fromstring(page).iter("h1", "h2", "h3", "h4", "h5", "h6"):
        levels.append(int(heading.tag[1]))
        if levels[-1] > levels[-2] + 1:
            skipped.append(heading.tag)
    return skipped


def test_no_page_skips_a_level_of_headings(showcase: Path) -> None:
    pages = sorted((showcase / "site").rglob("*.html"))
    assert len(pages) > 40
    assert {str(page): found for page in pages if (found := _skipped(page.read_text("utf-8")))} == {}
    assert _skipped("<body><h1>One</h1><template><h3>Two</h3></template></body>") == ["h3"], "the control"
