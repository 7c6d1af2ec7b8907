"""``mkdocs serve``: what an edit changes, and what no fault takes away."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

import hubs
from mkdocs_studenthub.server import PreviewServer
from previews import get, serving, wait_for
from studenthub.site import configuration
from studenthub.site.serving.preview import Preview
from studenthub.styles import csl

BIB = "@article{one, author = {Author, A.}, title = {One}, journal = {Journal}, year = {2001}}\n"


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    front = {"authors": '[{name: "Author, A.", affiliation: University of Example}]'}
    hubs.write(
        tmp_path,
        {
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/first.md": hubs.article("Cited [@one].", **front),
            "docs/articles/second.md": hubs.article("Cited [@one] as well.", title="The second", **front),
            "bib/references.bib": BIB,
        },
    )
    hubs.own_templates(tmp_path, "article.html")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_an_edit_shows_wherever_it_counts(hub: Path) -> None:
    first = hub / "docs/articles/first.md"
    with serving(hub) as address:
        wait_for(f"{address}/articles/first/", "(Author, 2001)")
        change(first, "Cited", "Newly cited")
        wait_for(f"{address}/articles/first/", "Newly cited")
        assert "Newly cited" in get(f"{address}/sources/")
        change(first, "title: An article", "title: Another name")
        wait_for(f"{address}/articles/first/", "Another name")
        for page in ("", "articles/", "topics/testing/", "authors/author-a/", "articles/second/", "feed.xml"):
            assert "Another name" in get(f"{address}/{page}"), page
        change(hub / "bib/references.bib", "Author, A.", "Writer, W.")
        wait_for(f"{address}/articles/first/", "(Writer, 2001)")
        for page in ("articles/second/", "sources/", "sources/sources.bib", "articles/second/index.html"):
            assert "Writer" in get(f"{address}/{page}"), page
        (hub / "docs/authors").mkdir()
        (hub / "docs/authors/author-a.md").write_text(
            "---\nname: Author, A.\ndescription: Writes of tests alone.\n---\n"
        )
        wait_for(f"{address}/articles/first/", "Writes of tests alone.")
        change(hub / "docs/authors/author-a.md", "tests alone", "nothing else")
        wait_for(f"{address}/articles/first/", "Writes of nothing else.")
        (hub / "docs/articles/third.md").write_text(hubs.article("New.", title="The third", topics="[testing]"))
        wait_for(address, "The third")
        first.unlink()
        wait_for(f"{address}/articles/first/", "This page is not here")
        assert "Another name" not in get(f"{address}/articles/")


def test_an_edit_of_the_style_of_a_hub_shows(hub: Path) -> None:
    style = hub / "own.csl"
    style.write_text(csl.shipped("apa"))
    change(hub / "mkdocs.yml", "bib_dir: bib", "bib_dir: bib, csl_file: own.csl")
    with serving(hub) as address:
        wait_for(f"{address}/articles/first/", "(Author, 2001)")
        change(style, '<layout delimiter="; " prefix="(" suffix=")">', '<layout delimiter="; " prefix="⟨" suffix="⟩">')
        wait_for(f"{address}/articles/first/", "⟨Author, 2001⟩")


def test_a_fault_leaves_the_last_good_pages(hub: Path) -> None:
    """And says what it is, in the browser too. Which faults there are, test_previewing tries without a server."""
    settings = hub / "mkdocs.yml"
    good = settings.read_text()
    with serving(hub) as address:
        page = f"{address}/articles/first/"
        wait_for(page, "(Author, 2001)")
        settings.write_text(f"{good}\nnonsense: [")
        assert "(Author, 2001)" in wait_for(page, "This could not be made")
        assert "<title>" in get(f"{address}/sources/")
        assert ".site-header" in get(f"{address}/assets/hub.css")
        settings.write_text(good)
        _wait_without(page, "This could not be made")
    assert "Traceback" not in (hub / "preview.log").read_text()


def _wait_without(address: str, unexpected: str) -> None:
    for _ in range(600):
        page = get(address)
        if page and unexpected not in page:
            return
        time.sleep(0.1)
    pytest.fail(f"{address} always shows {unexpected!r}")


def test_the_search_of_a_preview_is_made_when_it_is_opened(hub: Path) -> None:
    with serving(hub) as address:
        wait_for(f"{address}/articles/first/", "(Author, 2001)")
        assert "Making the search index" not in (hub / "preview.log").read_text()
        assert "pagefind" in get(f"{address}/pagefind/pagefind.js")
        assert "Making the search index of 2 articles" in (hub / "preview.log").read_text()
        assert '"page_count":2' in get(f"{address}/pagefind/pagefind-entry.json")
        # An article that somebody has just begun, without a word in it.
        (hub / "docs/articles/third.md").write_text("---\ntitle: The third\ndraft: true\n---\n")
        wait_for(f"{address}/articles/", "The third")
        assert "pagefind" in get(f"{address}/pagefind/pagefind.js")
        assert "the search does not find the article third" in (hub / "preview.log").read_text()
        with (hub / "docs/articles/third.md").open("a") as article:
            article.write("\nSome words.\n")
        wait_for(f"{address}/articles/third/", "Some words.")
        get(f"{address}/pagefind/pagefind.js")
        assert '"page_count":3' in get(f"{address}/pagefind/pagefind-entry.json")


def test_a_preview_without_live_reload_has_everything(hub: Path) -> None:
    change(hub / "docs/articles/second.md", "[@one]", "[@none]")
    with serving(hub, "--no-livereload") as address:
        wait_for(f"{address}/articles/first/", "(Author, 2001)")
        assert "Unknown source @none." in get(f"{address}/articles/second/")
        assert "The second" in get(f"{address}/feed.xml")


@pytest.mark.parametrize("arguments", [[], ["--no-livereload"]])
def test_an_article_is_cited_by_the_address_of_the_site(hub: Path, arguments: list[str]) -> None:
    """Not by that of the preview, which is another one at each start."""
    with serving(hub, *arguments) as address:
        wait_for(f"{address}/articles/first/", "(Author, 2001)")
        for path in ("articles/first/", "feed.xml"):
            made = get(f"{address}/{path}")
            assert "https://hub.example/articles/first/" in made, path
            assert address not in made, path


@pytest.mark.parametrize("arguments", [[], ["--no-livereload"]])
def test_a_port_that_is_taken_is_told_in_a_line(hub: Path, arguments: list[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ran = hubs.run(hub, ["mkdocs", "serve", "-a", f"127.0.0.1:{port}", *arguments])
    assert ran.status == 1
    assert ran.output.splitlines()[-1] == (
        f"Port {port} is taken. Stop the other server, or use another port: mkdocs serve -a 127.0.0.1:{port + 1}"
    )
    assert "Traceback" not in ran.output
    assert "Reading and checking" not in ran.output, "it is said before anything is built"


def test_a_port_that_is_taken_while_the_site_is_built_is_told_as_well(
    hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hub)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        config = load_config(dev_addr=f"127.0.0.1:{other.getsockname()[1]}")
        server = PreviewServer(Preview(configuration.read(hub, hub / "preview", preview=True)), config, lambda: None)
        with pytest.raises(Abort, match="is taken"):
            server.server_bind()
        server.server_close()
