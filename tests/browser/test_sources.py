"""The list of sources: what is cited most, and the field that finds one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect
from reading import serve

import hubs
from browsers import chromium

NUMBER = 30


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    hubs.needs_a_program()
    folder = tmp_path_factory.mktemp("sources")
    everything = "; ".join(f"@s{n}" for n in range(NUMBER))
    fields = "title={{Study {n}}}, year={{2001}}, journal={{J}}, doi={{10.1234/s.{n}}}, "
    fields += "ignore={{HUB447: numbers tell the authors of this test apart}}"
    entry = "@article{{s{n}, author={{Author{n}, Á.}}, " + fields + "}}\n"
    hubs.write(
        folder,
        {
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a.md": hubs.article(f"All of them [{everything}]."),
            "docs/articles/b.md": hubs.article("Some [@s7; @s3]."),
            "docs/articles/c.md": hubs.article("One [@s7]."),
            "bib/a.bib": "".join(entry.format(n=n) for n in range(NUMBER)).replace(
                "title={Study 8}", "langid={french}, title={Étude 8}"
            ),
        },
    )
    built = hubs.run(folder, ["mkdocs", "build"])
    assert built.status == 0, built.output
    with chromium() as browser, serve(folder / "site") as site:
        opened = browser.new_page()
        opened.goto(f"{site.url}sources/")
        opened.sent = site.sent  # type: ignore[attr-defined]
        yield opened


def test_those_that_several_articles_cite_are_first(page: Page) -> None:
    rows = page.locator(".often-cited li").all_inner_texts()
    assert [" ".join(row.split()) for row in rows] == [
        "Author7 (2001). Study 7 3 articles",
        "Author3 (2001). Study 3 2 articles",
    ]


@pytest.mark.parametrize("typed", ["author9", "10.1234/S.9", "2001 àuthor9", "@s9"])
def test_a_source_is_found_on_whatever_page_it_is(page: Page, typed: str) -> None:
    page.get_by_label("Find a source").fill(typed)
    link = page.locator(".find-source a")
    expect(link).to_have_text("Author9 (2001). Study 9")
    expect(link).to_have_attribute("href", "../sources/page/2/#source:s9")
    expect(page.locator(".find-source [role=status]")).to_have_text("1 source")


def test_nothing_moves_when_the_field_comes(page: Page) -> None:
    browser = page.context.browser
    assert browser
    other = browser.new_page()
    held: list[Route] = []
    other.route("**/assets/sources.js", lambda route: held.append(route))
    with other.expect_request("**/assets/sources.js"):
        other.goto(page.url, wait_until="commit")
    heading = other.get_by_role("heading", name="Most cited")
    expect(heading).to_be_visible()
    expect(other.get_by_label("Find a source")).to_be_hidden()
    before = heading.bounding_box()
    held[0].continue_()
    expect(other.get_by_label("Find a source")).to_be_visible()
    assert heading.bounding_box() == before
    other.close()


def test_the_language_of_a_title_is_said(page: Page) -> None:
    page.get_by_label("Find a source").fill("author8")
    expect(page.locator(".find-source a")).to_have_text("Author8 (2001). Étude 8")
    expect(page.locator(".find-source a")).to_have_attribute("lang", "fr")
    page.get_by_label("Find a source").fill("author9")
    expect(page.locator(".find-source a")).to_have_text("Author9 (2001). Study 9")
    expect(page.locator(".find-source a")).not_to_have_attribute("lang", "fr")


def test_what_is_no_source_is_not_found(page: Page) -> None:
    page.get_by_label("Find a source").fill("author99")
    expect(page.locator(".find-source [role=status]")).to_have_text("0 sources")


def test_sources_that_did_not_load_are_asked_for_again(page: Page) -> None:
    page.route("**/names.json", lambda route: route.abort())
    page.reload()
    field, failure = page.get_by_label("Find a source"), page.locator(".find-source [role=alert]")
    field.fill("author9")
    expect(failure).to_be_visible()
    expect(page.locator(".find-source [role=status]")).to_be_empty()
    page.unroute("**/names.json")
    field.press_sequentially("9")
    expect(page.locator(".find-source [role=status]")).to_have_text("0 sources")
    expect(failure).to_be_hidden()


def test_nothing_is_loaded_before_somebody_types(page: Page) -> None:
    page.sent.clear()  # type: ignore[attr-defined]
    page.reload()
    page.wait_for_load_state("networkidle")
    later = "names.json", "sources-list.js", "search-query.js", "hub-data.js", "search.css"
    assert not any(path.endswith(later) for path, _ in page.sent)  # type: ignore[attr-defined]
