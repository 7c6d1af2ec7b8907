"""``hub preview``: a page of the site as one file that loads nothing, runs nothing, and looks as the page does."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from lxml import html

import hubs
from studenthub.cli import main

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def preview(hub: Path, folder: Path, site: Path) -> html.HtmlElement:
    """The newest article of a hub as one file in ``folder``."""
    file = folder / "preview.html"
    assert main(["--root", str(hub), "preview", str(site), str(file)]) == 0
    return html.document_fromstring(file.read_text(encoding="utf-8"))


def test_the_page_is_whole_and_stands_alone(showcase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = preview(showcase, tmp_path, showcase / "site")
    name = capsys.readouterr().out.strip().rpartition(" ")[2]
    page = hubs.page(showcase, name)
    for removed in page.xpath("//script"):
        removed.drop_tree()
    for template in alone.xpath("//template"):
        template.drop_tree()
    assert hubs.text(alone.find("body")) == hubs.text(page.find("body"))
    assert alone.xpath("string(//title)") == page.xpath("string(//title)")
    assert not alone.xpath("//script | //link | //*[@src and not(starts-with(@src, 'data:'))]")
    assert alone.xpath("//meta[@http-equiv]/@content") == [POLICY]
    assert len("".join(alone.xpath("//style/text()"))) > 10_000
    pictures = [src.partition(",")[2] for src in alone.xpath("//article//img/@src")]
    files = [(showcase / "site" / name / src).resolve() for src in page.xpath("//article//img/@src")]
    assert [base64.b64decode(picture) for picture in pictures] == [file.read_bytes() for file in files]
    # Links lead to where the pages will be, or to a place on this one.
    hrefs = {href for href in alone.xpath("//a/@href") if not href.startswith("#")}
    assert {f"https://hub.example/{path}" for path in ("", "articles/", "topics/")} <= hrefs
    assert all(href.startswith(("https://", "http://", "mailto:", "tel:")) for href in hrefs)


def test_without_a_site_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hubs.write(tmp_path, {"docs/index.md": "# Home\n"})
    assert main(["--root", str(tmp_path), "preview", str(tmp_path / "site"), str(tmp_path / "x.html")]) == 2
    assert "there is no page in" in capsys.readouterr().err
    assert not (tmp_path / "x.html").exists()


def test_nothing_outside_of_the_site_is_put_in(tmp_path: Path) -> None:
    hubs.write(
        tmp_path,
        {
            "docs/index.md": "# Home\n",
            "secret.css": "secret",
            "site/index.html": (
                '<html><head><link rel="stylesheet" href="../secret.css"><link rel=stylesheet href="https://evil.example/x.css">'
                '</head><body><img src="../secret.css"><IMG SRC=/etc/passwd><br/>&lt;&#39;&amp;</body></html>'
            ),
        },
    )
    main(["--root", str(tmp_path), "preview", str(tmp_path / "site"), str(tmp_path / "x.html")])
    text = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "secret}" not in text
    assert base64.b64encode(b"secret").decode()[:6] not in text
    assert "evil.example" not in text
    assert "<br/>&lt;&#39;&amp;</body>" in text


@pytest.mark.parametrize(
    "tag",
    [
        '<a aria-label="x href=y" href="https://e.example/style=position:fixed;inset:0;background:red;x:">guide</a>',
        '<a aria-label="x href=y" href="https://e.example/onmouseover=alert(1)/x">guide</a>',
        '<img alt="x src=q" src="p.png">',
        '<img title="srcset=&quot;x&quot; src=onerror=alert(1)" alt="&quot; onerror=&quot;x" src="p.png">',
    ],
)
def test_no_attribute_is_taken_from_a_text(tmp_path: Path, tag: str) -> None:
    hubs.write(tmp_path, {"docs/index.md": "# Home\n", "site/index.html": f"<html><body>{tag}</body></html>"})
    (tmp_path / "site/p.png").write_bytes(b"picture")
    main(["--root", str(tmp_path), "preview", str(tmp_path / "site"), str(tmp_path / "x.html")])
    (before,) = html.fromstring(f"<div>{tag}</div>")
    (after,) = html.fromstring((tmp_path / "x.html").read_bytes()).xpath("//a | //img")
    picture = f"data:image/png;base64,{base64.b64encode(b'picture').decode()}"
    assert dict(after.attrib) == {name: picture if name == "src" else value for name, value in before.attrib.items()}


def test_a_site_that_is_older_than_the_article_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article()})
    page = hubs.write(tmp_path, {"site/articles/a/index.html": "<html><head></head><body>Old</body></html>"})
    article = tmp_path / "docs/articles/a.md"
    command = ["--root", str(tmp_path), "preview", str(article), str(page / "site"), str(tmp_path / "x.html")]
    for seconds, is_told in ((-60, False), (60, True)):
        when = (tmp_path / "site").stat().st_mtime + seconds
        os.utime(article, (when, when))
        assert main(command) == 0
        assert ("docs/articles/a.md has changed since" in capsys.readouterr().err) is is_told


def test_a_page_is_built_whatever_keeps_it_from_the_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "---\ntitle: A draft of tomorrow\ndescription: It cites a source that is in no file, so it is not built.\n"
    text += "date: 2999-07-11\nauthors: [{name: Ann Author}]\ntopics: [testing]\ndraft: true\n---\n\n"
    files = {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a/index.md": f"{text}Said here [@nobody2001].\n"}
    hubs.write(tmp_path, files)
    file = tmp_path / "x.html"
    assert main(["--root", str(tmp_path), "preview", str(tmp_path / "docs/articles/a/index.md"), str(file)]) == 0
    page = html.document_fromstring(file.read_text(encoding="utf-8"))
    assert page.xpath("string(//h1)") == "A draft of tomorrow"
    assert "Said here" in hubs.text(page)
    # What is wrong is on the page, and the hub's own site is as it was.
    assert "nobody2001" in hubs.text(page)
    assert not (tmp_path / "site").exists()
    assert len("".join(page.xpath("//style/text()"))) > 10_000
    (tmp_path / "mkdocs.yml").write_text("theme: [")
    capsys.readouterr()
    assert main(["--root", str(tmp_path), "preview", str(tmp_path / "docs/articles/a/index.md"), str(file)]) == 2
