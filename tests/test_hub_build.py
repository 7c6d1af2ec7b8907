"""``hub build``: the site without MkDocs; and a folder that is one without our plugin, in two other generators."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

import hubs

FILES = {
    "docs/topics/testing.md": "---\nname: Testing & more\n---\n\nSee [one](../articles/one.md).\n",
    "docs/articles/one.md": hubs.article(
        "Said [@author2001, p. 3], and see [two](two.md#notes).\n\n- [ ] a\n",
        title='"One: [a] *title* <b> `x`"',
        authors="[{name: Ann O’Author, affiliation: University of {Testing}}]",
        topics="[testing]",
        tags="[sleep]",
        ignore="{HUB132: the signs are the point of this title}",
    ).replace("University of {Testing}", "University of Testing"),
    "docs/articles/two.md": hubs.article("## Notes\n\n@author2001 said so.", title="Two"),
    "docs/write/index.md": "# Write\n\nSee [the checks](checks.md).\n",
    "docs/index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
    "bib/a.bib": "@book{author2001, author = {Author, A.}, title = {A {Title}}, publisher = {P}, year = {2001}}\n",
}
EXTENSIONS = "[admonition, attr_list, footnotes, md_in_html, tables, toc, pymdownx.superfences, pymdownx.tasklist]"


@pytest.fixture(scope="module")
def expanded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which docs/ is what the command has made of a hub."""
    folder = tmp_path_factory.mktemp("expanded")
    hub = hubs.write(tmp_path_factory.mktemp("hub"), FILES)
    ran = hubs.run(hub, ["hub", "build", "--markdown", str(folder / "docs")])
    assert ran.status == 0, ran.output
    (folder / "bib").mkdir()
    (folder / "bib/a.bib").write_text(FILES["bib/a.bib"])
    return folder


def built(folder: Path, command: list[str], settings: str) -> Path:
    hubs.needs_a_program()
    (folder / "mkdocs.yml").write_text(settings)
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_pages_of_markdown_say_what_those_of_html_say(tmp_path: Path) -> None:
    retracted = "[{date: 2024-08-01, kind: retraction, note: 'The [numbers] were not right.'}]"
    files = {
        f"docs/articles/a{number}.md": hubs.article("See @author2001.", title=f"Title {number}", changes=changes)
        for number, changes in enumerate((retracted, *[""] * 7), start=1)
    }
    files["docs/articles/gone.md"] = (
        "---\ntitle: What is gone\nwithdrawn: {date: 2024-09-01, reason: A person could be recognised.}\n---\n"
    )
    files["docs/topics/testing.md"] = "---\nname: Testing\n---\n"
    files["mkdocs.yml"] = hubs.MKDOCS_YML.replace("bib_dir: bib", "bib_dir: bib, language: af-ZA")
    files["bib/a.bib"] = FILES["bib/a.bib"]
    hub = hubs.write(tmp_path / "hub", files)
    ran = hubs.run(hub, ["hub", "build", "--markdown", str(tmp_path / "docs")])
    assert ran.status == 0, ran.output
    home, article, gone, sources = (
        (tmp_path / "docs" / page).read_text("utf-8")
        for page in ("index.md", "articles/a1.md", "articles/gone.md", "sources/index.md")
    )
    assert all(f"- [Title {number}](articles/a{number}.md)" in home for number in range(2, 9)), (
        "those beside the first too"
    )
    assert "> **Terugtrekking**, 1 Augustus 2024: The \\[numbers\\] were not right.\n\nSee @author2001." in article
    assert "A person could be recognised." in gone
    assert "    - [Title 1](../articles/a1.md) **Teruggetrek.**" in sources


def test_plain_mkdocs_builds_it_without_a_warning(expanded: Path) -> None:
    settings = (
        f"site_name: Plain\ntheme: mkdocs\nmarkdown_extensions: {EXTENSIONS}\n"
        "validation: {links: {anchors: warn, absolute_links: warn, unrecognized_links: warn}}\n"
    )
    site = built(expanded, [sys.executable, "-m", "mkdocs", "build", "--strict"], settings)
    pages = ("", "articles/", "articles/one/", "topics/testing/", "authors/ann-oauthor/", "years/2024/", "sources/")
    for page in pages:
        assert (site / page / "index.html").is_file()
    home = html.fromstring((site / "index.html").read_text("utf-8"))
    assert "One: [a] *title* <b> x" in [link.text_content() for link in home.xpath("//a")]


def test_zensical_builds_it_with_the_citations(expanded: Path) -> None:
    """Version 0.0.73, as the lock says: later ones need zensical-ui, which cannot be had wherever the tests run."""
    settings = f"site_name: Test\nmarkdown_extensions: [{EXTENSIONS[1:-1]}, {{studenthub.markup: {{bib_dir: bib}}}}]\n"
    zensical = Path(sys.executable).with_name("zensical")
    site = built(expanded, [str(zensical), "build", "--clean"], settings)
    page = html.fromstring((site / "articles/one/index.html").read_text("utf-8"))
    assert "Said (Author, 2001, p. 3), and see two." in hubs.text(page)
    assert "Author, A. (2001). A Title. P." in hubs.text(page)
    assert page.xpath('//a[contains(@href, "../two/")]')


def test_the_site_is_the_same_without_mkdocs(showcase: Path, tmp_path: Path) -> None:
    """Byte for byte, where neither MkDocs nor its theme nor its plugins can be imported."""
    hub = tmp_path / "hub"
    shutil.copytree(showcase, hub, ignore=shutil.ignore_patterns(".cache", "site"))
    built = hubs.build(hub)
    assert built.status == 0, built.output
    shutil.rmtree(hub / ".cache")
    script = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(('mkdocs', 'material', 'mkdocs_bibtex', 'properdocs')))\n"
        "from studenthub.cli import main\n"
        "sys.exit(main(['build', 'out', '--strict']))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=hub, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    ours, theirs = _contents(hub / "out"), _contents(hub / "site")
    assert len(ours) > 150
    assert sorted(ours) == sorted(theirs)
    assert [path for path, content in ours.items() if content != theirs[path]] == []


def test_properdocs_is_a_twin(showcase: Path, tmp_path: Path) -> None:
    """The program that goes on with MkDocs 1.x builds the same, from its own file of settings, and counts warnings."""
    pytest.importorskip("properdocs")
    hubs.needs_a_program()
    hub = tmp_path / "hub"
    shutil.copytree(showcase, hub, ignore=shutil.ignore_patterns(".cache", "site"))
    (hub / "mkdocs.yml").rename(hub / "properdocs.yml")
    command = [sys.executable, "-m", "properdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=hub, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert _contents(hub / "site") == _contents(showcase / "site")
    assert hubs.run(hub, ["hub", "check"]).status == 0
    with (hub / "docs/write/index.md").open("a") as guide:
        guide.write("\n[No such place](#nowhere)\n")
    assert subprocess.run(command, cwd=hub, capture_output=True, text=True, check=False).returncode == 1


def _contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
