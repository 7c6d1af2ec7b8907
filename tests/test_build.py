"""Real builds of real hubs: the one article that was received, bad input, many articles, and the preview."""

from __future__ import annotations

import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import hubs
from studenthub.site import audit

# What APA 7 prints for the four sources of the seed article.
SEED_REFERENCES = [
    "Chretien, K. C., Kind, T., & Thompson, B. (2011). Social media and clinical care: Ethical, professional, and "
    "social implications. <em>Circulation</em>, <em>124</em>(21), 2256–2262.",
    "Grajales, F. J., III, Sheps, S., Ho, K., Novak-Lauscher, H., & Eysenbach, G. (2014). Social media: A review and "
    "tutorial of applications in medicine and health care. <em>Journal of Medical Internet Research</em>, "
    "<em>16</em>(2), e13.",
    "Moorhead, S. A., Hazlett, D. E., Harrison, L., Carroll, J. K., Irwin, A., & Hoving, C. (2013). A new dimension of "
    "health care: Systematic review of the uses, benefits, and limitations of social media for health communication. "
    "<em>Journal of Medical Internet Research</em>, <em>15</em>(4), e85.",
    "Ventola, C. L. (2014). Social media and health care professionals: Benefits, risks, and best practices. "
    "<em>Pharmacy and Therapeutics</em>, <em>39</em>(7), 491–520.",
]


@pytest.fixture(scope="module")
def seed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed hub, built."""
    folder = tmp_path_factory.mktemp("seed")
    shutil.copytree(shared / "seed-hub", folder, dirs_exist_ok=True)
    hubs.write(folder, {})
    built = hubs.build(folder)
    assert built.status == 0, built.output
    return folder


def test_seed_citations_are_links(seed: Path) -> None:
    page = hubs.page(seed, "articles/role-of-social-media")
    links = page.xpath('//div[contains(@class, "prose")]//a[@class="cite"]')
    assert [hubs.text(link) for link in links] == [
        "(Chretien et al., 2011)",
        "(Moorhead et al., 2013)",
        "(Grajales et al., 2014)",
        "(Ventola, 2014)",
        "(Grajales et al., 2014)",
        "(Moorhead et al., 2013)",
    ]
    ids = set(page.xpath("//@id"))
    assert all(link.get("href")[1:] in ids for link in links)
    backlinks = page.xpath('//a[@role="doc-backlink"]')
    assert len(backlinks) == len(links)
    assert {link.get("href")[1:] for link in backlinks} == {link.get("id") for link in links}
    assert all(hubs.text(link).startswith("Back to citation") for link in backlinks)


def test_seed_site_is_whole(seed: Path) -> None:
    assert not audit.read(seed / "site", "https://hub.example/").faults


def test_seed_references(seed: Path) -> None:
    page = (seed / "site/articles/role-of-social-media/index.html").read_text(encoding="utf-8")
    found = re.findall(r'<span class="reference__text">(.*?)</span>\n', page)
    assert [html.replace("&amp;", "&") for html in found] == SEED_REFERENCES


@pytest.mark.parametrize(
    "path",
    [
        "authors/pumzile-molimi",
        "institutions/sefako-makgatho-health-sciences-university",
        "topics/social-media",
        "topics/professionalism",
        "years/2024",
        "articles",
        ".",
    ],
)
def test_seed_pages_list_the_article(seed: Path, path: str) -> None:
    titles = hubs.page(seed, path).xpath('//h3[contains(@class, "card__title")]/a')
    assert [hubs.text(title) for title in titles] == ["The role of social media in medical education and practice"]


def test_seed_sources_quote_the_sentences(seed: Path) -> None:
    sources = hubs.page(seed, "sources").xpath('//li[@class="source"]')
    assert len(sources) == 4
    quotes = [len(source.xpath(".//blockquote")) for source in sources]
    assert quotes == [1, 2, 2, 1]
    first = hubs.text(sources[0].xpath(".//blockquote")[0])
    assert first.startswith("Medical professionals can participate")
    assert first.endswith("professional development.")


def test_articles_in_are_articles_out(tmp_path: Path) -> None:
    """More than three pages of a list: every article is on exactly one of them, in the order of their dates."""
    articles = {
        f"docs/articles/number-{number:03}.md": hubs.article(
            f"Text of number {number}.",
            title=f"Number {number}",
            date=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
        )
        for number in range(80)
    }
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, **articles})
    built = hubs.build(tmp_path)
    assert built.status == 0, built.output
    assert len(list((tmp_path / "site/articles").glob("number-*/index.html"))) == 80
    for folder in ("articles", "topics/testing", "years/2024", "authors/author-a"):
        pages = [folder, *(f"{folder}/page/{number}" for number in range(2, 5))]
        listed = [href for page in pages for href in hubs.page(tmp_path, page).xpath("//h3/a/@href")]
        slugs = [href.rstrip("/").rsplit("/", 1)[-1] for href in listed]
        assert len(slugs) == 80
        assert len(set(slugs)) == 80
    assert not (tmp_path / "site/articles/page/5").exists()
    dates = [date for page in pages for date in hubs.page(tmp_path, page).xpath("//time/@datetime")]
    assert dates == sorted(dates, reverse=True)


def test_previous_and_next_lead_through_all_articles(tmp_path: Path) -> None:
    articles = {f"docs/articles/{name}.md": hubs.article(date=f"2024-01-0{day}") for day, name in enumerate("abcd", 1)}
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, **articles})
    assert hubs.build(tmp_path).status == 0
    here, seen = "a", ["a"]
    while links := hubs.page(tmp_path, f"articles/{here}").xpath('//nav[@class="neighbours"]/a[@rel="next"]/@href'):
        here = links[0].rstrip("/").rsplit("/", 1)[-1]
        seen.append(here)
    assert seen == list("abcd")


def test_a_failed_build_leaves_the_old_site(seed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    shutil.copytree(seed, folder)
    before = {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()}
    article = folder / "docs/articles/role-of-social-media.md"
    article.write_text(
        article.read_text(encoding="utf-8").replace("[@ventola2014]", "[@ventolla2014]"), encoding="utf-8"
    )
    built = hubs.build(folder)
    assert built.status == 1
    assert "HUB301 unknown source @ventolla2014 (did you mean @ventola2014?" in built.output
    assert "Traceback" not in built.output
    assert {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()} == before


def test_a_second_build_is_the_same_and_starts_no_worker(
    seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hub"
    shutil.copytree(seed, folder)
    before = {p.relative_to(folder): p.read_bytes() for p in (folder / "site").rglob("*.html")}
    # A program that cannot format anything is in Pandoc's place: whatever is not in the cache would fail.
    script = folder / "pandoc"
    script.write_text("#!/bin/sh\n[ \"$1\" = --version ] && echo 'pandoc 3.9'\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PYPANDOC_PANDOC", str(script))
    built = hubs.build(folder)
    assert built.status == 0, built.output
    assert {p.relative_to(folder): p.read_bytes() for p in (folder / "site").rglob("*.html")} == before
    shutil.rmtree(folder / ".cache")
    assert "Pandoc" in hubs.build(folder).output


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 99, None])
def test_a_damaged_cache_is_begun_anew(seed: Path, tmp_path: Path, damage: bytes | None) -> None:
    folder = tmp_path / "hub"
    shutil.copytree(seed, folder)
    cache = folder / ".cache/studenthub/cache.sqlite"
    if damage is None:
        half = cache.read_bytes()
        cache.write_bytes(half[: len(half) // 2])
    else:
        cache.write_bytes(damage)
    built = hubs.build(folder)
    assert built.status == 0, built.output
    assert hubs.page(folder, "articles/role-of-social-media").xpath('//a[@class="cite"]')


def test_values_are_escaped_where_they_land(tmp_path: Path) -> None:
    hostile = """'"><script>alert(1)</script><b x="'"""
    topic = f"---\nname: {hostile}\ndescription: {hostile}\n---\n\nText.\n"
    front = {"title": hostile, "description": hostile, "authors": f"[{{name: {hostile}, affiliation: {hostile}}}]"}
    body = "Text [@author2001]."
    bib = '@misc{author2001, author={<script>alert(1)</script>}, title={"><script>alert(1)</script>}, year=2001}'
    hubs.write(
        tmp_path,
        {
            "docs/topics/testing.md": topic,
            "docs/articles/a.md": hubs.article(body, **front, tags=f"[{hostile}]", licence=hostile),
            "bib/a.bib": bib,
        },
    )
    built = hubs.build(tmp_path)
    assert built.status == 0, built.output
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 8
    for page in pages:
        assert b"<script>alert" not in page.read_bytes(), page


def test_no_page_asks_another_host_for_anything(seed: Path) -> None:
    for path in (seed / "site").rglob("*.html"):
        page = hubs.html.fromstring(path.read_text(encoding="utf-8"))
        loaded = page.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src")
        assert not [address for address in loaded if "//" in address], path


def test_a_bibliography_and_a_style_from_an_address(tmp_path: Path) -> None:
    """bib_file and csl_file may be addresses, as in mkdocs-bibtex: here of a server on this machine."""
    files = tmp_path / "files"
    files.mkdir()
    good = "@book{author2001, author = {Author, A.}, title = {A title}, year = {2001}}"
    (files / "sources.bib").write_text(f"@oops{{author2001,\n{good}")
    style = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>T</title><id>t</id>'
        "<updated>2024-01-01T00:00:00+00:00</updated></info><citation><layout prefix='‹' suffix='›'>"
        "<text variable='title'/></layout></citation></style>"
    )
    (files / "style.csl").write_text(style, encoding="utf-8")
    with serving_files(files) as address:
        settings = f"{{bib_file: '{address}/sources.bib', csl_file: '{address}/style.csl'}}"
        hubs.write(tmp_path, {"docs/index.md": "# Home\n\nSee [@author2001].\n"})
        settings_file = tmp_path / "mkdocs.yml"
        settings_file.write_text(hubs.MKDOCS_YML.replace("{bib_dir: bib}", settings))
        built = hubs.build(tmp_path)
        # The bad entry is told with the address it came from, and stops the build like any other.
        assert f"{address}/sources.bib:1:1: HUB401" in built.output
        (files / "sources.bib").write_text(good)
        built = hubs.build(tmp_path)
    assert built.status == 0, built.output
    # The style has no bibliography, and so nothing to lead to.
    assert "See ‹A title›." in hubs.text(hubs.page(tmp_path, ".").xpath("//main")[0])


def test_a_bibliography_of_zotero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page after page, as its API gives them: here through a proxy on this machine, which answers in its place."""
    asked: list[str] = []

    class Zotero(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            number = 2 if "start=100" in self.path else 1
            self.send_response(200)
            if number == 1:
                self.send_header("Link", f'<{self.path}&start=100>; rel="next"')
            self.end_headers()
            fields = f"author = {{Author, A.}}, title = {{A book}}, publisher = {{Press}}, year = {{200{number}}}"
            self.wfile.write(f"@book{{author{number}, {fields}}}\n".encode())

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name in the standard library
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Zotero)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_address[1]}")
    hubs.write(tmp_path, {"docs/index.md": "# Home\n\nSee [@author1] and [@author2].\n"})
    settings = tmp_path / "mkdocs.yml"
    zotero = "http://api.zotero.org/groups/1/items?collection=ethics"
    settings.write_text(hubs.MKDOCS_YML.replace("{bib_dir: bib}", f"{{bib_file: '{zotero}'}}"))
    try:
        built = hubs.run(tmp_path, ["mkdocs", "build"])
    finally:
        server.shutdown()
    assert built.status == 0, built.output
    assert [hubs.text(link) for link in hubs.page(tmp_path, ".").xpath('//a[@class="cite"]')] == [
        "(Author, 2001)",
        "(Author, 2002)",
    ]
    first = f"{zotero}&format=bibtex&limit=100"
    assert asked == [first, f"{first}&start=100"]


@contextmanager
def serving_files(folder: Path) -> Iterator[str]:
    """The files of ``folder`` on a free port."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name in the standard library
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
