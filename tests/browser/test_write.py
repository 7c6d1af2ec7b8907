"""The page that begins an article, in a real Chromium: with its script, without, and on a hub that is not on GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from test_search import violations

import hubs
from browsers import chromium
from served import Site, serve

GUIDE = {"docs/write/index.md": "# Write\n\nSee [a page](article.md).\n", "docs/write/citing.md": "# How to cite\n"}
TOPICS = {f"docs/topics/{name}.md": f"---\nname: {name.capitalize()}, and more\n---\n" for name in ("sleep", "testing")}


def build(folder: Path, repository: str, options: str = "") -> Path:
    settings = hubs.MKDOCS_YML.replace("bib_dir: bib", f"bib_dir: bib{options}")
    settings += f"repo_url: {repository}\nextra: {{contact: editors@hub.example}}\n"
    files = {"mkdocs.yml": settings, "docs/articles/a.md": hubs.article(declarations="{conflicts: none}")}
    built = hubs.build(hubs.write(folder, files | GUIDE | TOPICS))
    assert built.status == 0, built.output
    audited = hubs.run(folder, ["hub", "audit", "site"])
    assert audited.status == 0, audited.output
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = build(tmp_path_factory.mktemp("write"), "https://github.com/example/hub", ", require: [conflicts]")
    with serve(folder) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"{site.url}write/article/")
    yield page
    page.context.close()


def editor(page: Page) -> tuple[str, str, str]:
    """Where the link leads: the address of GitHub's editor, the name of the file, and what is in it."""
    parts = urlsplit(page.get_by_role("link", name="Go on in the editor on GitHub").get_attribute("href") or "")
    query = parse_qs(parts.query)
    return f"{parts.scheme}://{parts.netloc}{parts.path}", query["filename"][0], query.get("value", [""])[0]


def fill(page: Page, **answers: str) -> None:
    fields = {
        "Title": "Café: is “sleep” a #1 need?",
        "What it finds, in one or two sentences": 'He said "no": students sleep\ntoo little.',
        "Your name": "Ngũgĩ O'Example",
        "Your university": "University of Example",
        "Programme": "MBChB",
        "Year of study": "4",
        "Conflicts of interest": "none",
    }
    for label, text in (fields | answers).items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Testing, and more").check()


def test_answers_become_a_file_that_the_checks_accept(page: Page, tmp_path: Path) -> None:
    fill(page)
    address, name, text = editor(page)
    assert address == "https://github.com/example/hub/new/main"
    assert name == "docs/articles/cafe-is-sleep-a-1-need.md"
    # The folder is part of the name, and its slashes stand for themselves.
    assert "filename=docs/articles/cafe" in (page.locator("[data-write-go]").get_attribute("href") or "")
    found = hubs.found(tmp_path, {name: text.replace("Paste your text here", "A text")} | TOPICS)
    assert found == []
    assert 'description: "He said \\"no\\": students sleep too little."' in text
    assert "topics: [testing]" in text
    assert "  conflicts: " in text
    page.get_by_text("The file, to copy").click()
    assert page.locator("[data-write-file]").text_content() == text
    expect(page.get_by_text(name)).to_be_visible()


def test_what_is_missing_is_said_before_github_is_opened(page: Page) -> None:
    page.route("https://github.com/**", lambda route: route.fulfill(body="GitHub"))
    page.get_by_role("link", name="Go on in the editor").click()
    assert page.evaluate("document.activeElement.id") == "page:write-title"
    fill(page)
    page.get_by_label("Testing, and more").uncheck()
    page.get_by_role("link", name="Go on in the editor").click()
    assert page.evaluate("document.activeElement.dataset.topic") == ""
    assert "write/article/" in page.url
    page.get_by_label("Sleep, and more").check()
    page.get_by_role("link", name="Go on in the editor").click()
    page.wait_for_url("https://github.com/example/hub/new/main?**")


def test_an_address_that_github_would_refuse_is_not_made(page: Page) -> None:
    # Letters that take nine signs each in an address.
    fill(page, **{"Title": "睡" * 200, "What it finds, in one or two sentences": "眠" * 400, "Your name": "名" * 120})
    whole = page.locator("[data-write-go]").get_attribute("href") or ""
    assert len(whole) < 7000
    assert editor(page)[1:] == ("docs/articles/my-article.md", "")
    expect(page.get_by_text("longer than an address may be")).to_be_visible()
    fill(page)
    expect(page.get_by_text("longer than an address may be")).to_be_hidden()
    assert editor(page)[2]


def test_no_answer_breaks_the_front_matter(page: Page, tmp_path: Path) -> None:
    fill(page)
    files = dict(TOPICS)
    words = ("true", "No", "- a", "a: b", "[x]", "# x", "'", '"', "@a", "`", "&a", "*a", "2024", "!x", "%")
    for number, word in enumerate(words):
        page.get_by_label("Title", exact=True).fill(f"{word} title {number}")
        page.get_by_label("Programme", exact=True).fill(word + word)
        _, name, text = editor(page)
        files[name] = text.replace("Paste your text here", "A text")
    assert len(files) == len(TOPICS) + len(words)
    assert hubs.found(tmp_path, files) == []


def test_without_script_the_link_has_a_file_to_fill_in(browser: Browser, site: Site, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}write/article/")
    expect(page.locator("form.write")).to_be_hidden()
    address, name, text = editor(page)
    assert (address, name) == ("https://github.com/example/hub/new/main", "docs/articles/my-article.md")
    found = hubs.found(tmp_path, {name: text} | TOPICS)
    # Only what is left to fill in is wrong with it.
    assert {problem.code for problem in found} == {"HUB213"}
    context.close()


def test_a_hub_that_is_not_on_github_says_so(browser: Browser, tmp_path: Path) -> None:
    with serve(build(tmp_path, "https://gitlab.com/example/hub")) as site:
        page = browser.new_page()
        page.goto(f"{site.url}write/article/")
        expect(page.get_by_text("This hub is not on GitHub")).to_be_visible()
        assert (page.locator("main").text_content() or "").count("GitHub") == 1, "nothing else is said of it"
        assert page.get_by_role("link", name="Go on in the editor").count() == 0
        assert page.locator("main a[href='mailto:editors@hub.example']").count() == 1
        page.get_by_label("Title", exact=True).fill("Sleep at night")
        assert "title: Sleep at night" in (page.locator("[data-write-file]").text_content() or "")
        assert violations(page) == []
        page.context.close()


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 700})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
