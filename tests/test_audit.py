"""``hub audit``: a built site is whole, and what breaks it is told. All kinds of faults are in cases/audit.txt."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import hubs
from studenthub.cli import main
from studenthub.site import audit

URL = "https://hub.example/"


@pytest.fixture
def site(showcase: Path, tmp_path: Path) -> Path:
    """The site of the showcase, to be broken."""
    return Path(shutil.copytree(showcase / "site", tmp_path / "site"))


def faults(site: Path, url: str = URL) -> list[str]:
    return [str(fault) for fault in audit.read(site, url).faults]


def test_a_site_of_everything_is_whole(showcase: Path) -> None:
    found = audit.read(showcase / "site", URL)
    assert not found.faults
    assert found.pages == len(list((showcase / "site").rglob("*.html")))


@pytest.mark.parametrize("address", ["https://hub.example/repo", ""])
def test_a_site_is_whole_below_a_path_and_without_an_address(address: str, tmp_path: Path) -> None:
    settings = hubs.MKDOCS_YML.replace("site_url: https://hub.example/", f"site_url: {address}")
    topic = {"docs/topics/testing.md": hubs.TOPIC}
    hubs.write(tmp_path, topic | {"mkdocs.yml": settings, "docs/articles/a.md": hubs.article("[Home](../index.md)")})
    (tmp_path / "docs/index.md").write_text("[A](articles/a.md)")
    built = hubs.build(tmp_path)
    assert built.status == 0, built.output
    assert faults(tmp_path / "site", address) == []


def test_a_fault_of_all_pages_is_told_a_few_times(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hubs.write(site.parent, {})
    (site / "assets/hub.css").unlink()
    assert main(["--root", str(site.parent), "audit", str(site)]) == 1
    *told, more, count = capsys.readouterr().out.splitlines()
    pages = len(list(site.rglob("*.html")))
    assert len(told) == 5
    assert (
        told[0] == f"404.html:{_line(site / '404.html', 'assets/hub.css')}: assets/hub.css is loaded, and is not there"
    )
    assert more == f"… and {pages - 5} more: assets/hub.css is loaded, and is not there"
    assert count == f"{pages} pages, {pages} faults"


def _line(page: Path, words: str) -> str:
    lines = page.read_text(encoding="utf-8").splitlines()
    return next(f"{number}:{line.index('<') + 1}" for number, line in enumerate(lines, 1) if words in line)


def test_a_page_that_is_gone_is_missed_by_those_that_lead_there(site: Path) -> None:
    shutil.rmtree(site / "articles/night")
    found = "\n".join(faults(site))
    for place in ("index.html:", "articles/index.html:", "feed.xml:1:1:", "sitemap.xml:1:1:"):
        assert any(line.startswith(place) and "leads to articles/night/" in line for line in found.splitlines()), place


def test_a_site_built_for_another_address_is_told(site: Path) -> None:
    found = faults(site, "https://elsewhere.example/repo/")
    assert (
        "index.html:1:1: the page says that its address is https://hub.example/, and it is "
        "https://elsewhere.example/repo/" in found
    )
    assert len([line for line in found if "says that its address" in line]) == len(list(site.rglob("index.html")))


def test_other_encodings_are_told_and_no_page_stops_the_audit(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"<html>\n<p>caf\xe9")
    (tmp_path / "a.html").write_text("<![x[ <!x> <?x> <p id=> </q> <h1 <title", encoding="utf-8")
    found = faults(tmp_path)
    assert "index.html:2:7: it is not UTF-8, so readers see wrong letters" in found
    assert "a.html:1:1: the page has no heading" in found
