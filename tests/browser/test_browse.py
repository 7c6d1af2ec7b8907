"""The filters of /articles/ and the lists that need no script, in a real Chromium under a project path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_search import violations

import hubs
from browsers import chromium
from served import Site, serve

TOPICS = {"hygiene": "Hand hygiene", "sleep": "Sleep & night work", "writing": "L’écriture / O'Writing"}
PLACES = {"a": ("University of A", "Country One"), "b": ("University of B/C", "Côte d'Example")}
NUMBER = 60
#: The rows of a page, which is another number than the default.
PAGE = 24
CHANGED = {41: "correction", 42: "retraction", 43: "expression-of-concern"}


def _front(n: int) -> dict[str, str]:
    fields = f'affiliation: "{PLACES["ab"[n % 2]][0]}", year_of_study: {n % 3 + 1}'
    authors = ", ".join(f'{{name: "{name}", {fields}}}' for name in _names(n))
    front = {
        "title": f"Notebook number {n}",
        "date": f"{2020 + n // 20}-{n % 12 + 1:02}-03",
        "authors": f"[{authors}]",
        "topics": f"[{list(TOPICS)[n % 3]}]",
    }
    if n in CHANGED:
        front["changes"] = f"[{{date: 2023-05-05, kind: {CHANGED[n]}, note: Something was put right.}}]"
    return front


def _names(n: int) -> list[str]:
    """The authors of an article: of one there are seven, and every 20th has two others as well."""
    return [f"Author-{n % 7}, Ö."] + (["Writer, A.", "Writer, B."] if n % 20 == 15 else [])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browse")
    files = {f"docs/topics/{ident}.md": f'---\nname: "{name}"\n---\n' for ident, name in TOPICS.items()}
    for ident, (name, country) in PLACES.items():
        files[f"docs/institutions/{ident}.md"] = f'---\nname: "{name}"\ncountry: "{country}"\n---\n'
    files["bib/a.bib"] = "".join(
        f"@book{{b{n}, author={{Author, A.}}, title={{T}}, year={{200{n}}}}}\n" for n in (1, 2)
    )
    for n in range(NUMBER):
        cited = {44: "Text [@b1].", 45: "Text [@b1; @b2]."}.get(n, "Text.")
        files[f"docs/articles/article-{n:02}.md"] = hubs.article(cited, **_front(n))
    files["mkdocs.yml"] = hubs.MKDOCS_YML.replace("bib_dir: bib", f"bib_dir: bib, per_page: {PAGE}")
    built = hubs.build(hubs.write(folder, files))
    assert built.status == 0, built.output
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def site(built: Path) -> Iterator[Site]:
    with serve(built) as served:
        yield served


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    # Narrow enough that the filters are folded up above the list.
    context = browser.new_context(viewport={"width": 850, "height": 720})
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.goto(f"{site.url}articles/")
    yield opened
    context.close()


def _open(page: Page) -> None:
    page.get_by_role("button", name="Filter").click()
    _status(page, f"{NUMBER} articles")


def _status(page: Page, text: str) -> None:
    expect(page.locator("[data-browse-status]")).to_have_text(text)


def _choose(page: Page, facet: str, value: str) -> None:
    page.locator(f".browse select[name={facet}]").select_option(value)


def test_filters_combine_and_stay_in_the_address(page: Page) -> None:
    _open(page)
    _choose(page, "topic", "sleep")
    _status(page, f"20 of {NUMBER} articles")
    _choose(page, "year", "2021")
    expected = [n for n in range(NUMBER) if n % 3 == 1 and n // 20 == 1]
    _status(page, f"{len(expected)} of {NUMBER} articles")
    expect(page).to_have_url(re.compile(r"/repo/articles/\?topic=sleep&year=2021$"))
    chips = page.get_by_role("list", name="Filters").get_by_role("button")
    expect(chips).to_have_text(["Sleep & night work", "2021"])
    shown = page.locator(".cards h3 a").all_inner_texts()
    assert sorted(shown) == sorted(f"Notebook number {n}" for n in expected)
    expect(page.locator(".pager")).to_be_hidden()
    expect(page.locator("[data-browse-none]")).to_be_hidden()
    page.reload()
    _status(page, f"{len(expected)} of {NUMBER} articles")
    page.go_back()
    _status(page, f"20 of {NUMBER} articles")
    page.get_by_role("button", name="Remove the filter Sleep & night work").click()
    _status(page, f"{NUMBER} articles")
    expect(chips).to_have_count(0)
    expect(page.locator(".list__count")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/repo/articles/$"))
    page.go_back()
    _status(page, f"20 of {NUMBER} articles")
    page.get_by_role("button", name="Clear filters").click()
    _status(page, f"{NUMBER} articles")
    expect(page.locator(".pager")).to_be_visible()
    expect(page.locator(".cards > *")).to_have_count(PAGE)


def test_the_counts_of_every_facet_are_those_of_the_catalogue(page: Page, built: Path) -> None:
    """Against the fronts of the articles, and against the static lists."""
    _open(page)
    page.locator(".browse").get_by_label("Author").focus()
    expect(page.locator("[id='page:browse-filters-author'] option")).to_have_count(9)
    counts = {
        "topic": Counter(list(TOPICS.values())[n % 3] for n in range(NUMBER)),
        "institution": Counter(PLACES["ab"[n % 2]][0] for n in range(NUMBER)),
        "country": Counter(PLACES["ab"[n % 2]][1] for n in range(NUMBER)),
        "year": Counter(str(2020 + n // 20) for n in range(NUMBER)),
        "study": Counter(f"Year {n % 3 + 1}" for n in range(NUMBER)),
    }
    folders = dict(zip(counts, ["topics", "institutions", "countries", "years", "study-years"], strict=True))
    for facet, expected in counts.items():
        options = page.locator(f".browse select[name={facet}] option").all()[1:]
        said = {option.get_attribute("value"): option.inner_text() for option in options}
        assert sorted(said.values()) == sorted(f"{name} ({count})" for name, count in expected.items())
        for value, text in said.items():
            assert text.endswith(f"({_static(built, f'{folders[facet]}/{value}')})")
    authors = page.locator("[id='page:browse-filters-author'] option").all()
    expected = Counter(name for n in range(NUMBER) for name in _names(n))
    assert {author.get_attribute("value"): author.inner_text() for author in authors} == {
        name: f"{count} articles" for name, count in expected.items()
    }
    for author in authors:
        path = f"authors/{author.get_attribute('data-id')}"
        assert author.inner_text() == f"{_static(built, path)} articles"


def _static(built: Path, path: str) -> str:
    """How many articles a list says that it has."""
    return hubs.text(hubs.page(built.parent, path).xpath("//h2[@id='page:articles']")[0]).split()[0]


def test_an_author_stays_in_the_address(page: Page, site: Site) -> None:
    _open(page)
    author = page.locator(".browse").get_by_label("Author")
    author.focus()
    expect(page.locator("[id='page:browse-filters-author'] option")).to_have_count(9)
    author.fill("Author-3")
    author.press("Enter")
    _status(page, f"9 of {NUMBER} articles")
    expect(author).to_have_value("Author-3, Ö.")
    expect(page).to_have_url(re.compile(r"\?author=author-3-o$"))
    page.goto(page.url)
    _status(page, f"9 of {NUMBER} articles")
    expect(author).to_have_value("Author-3, Ö.")
    page.goto(f"{site.url}articles/?author=nobody")
    _status(page, f"0 of {NUMBER} articles")
    expect(author).to_have_value("nobody")
    expect(page.get_by_text("No article fits all of these filters.")).to_be_visible()
    expect(page.locator(".pager")).to_be_hidden()


def test_a_name_that_nobody_has_stays_and_says_so(page: Page) -> None:
    _open(page)
    author, wrong = page.locator(".browse").get_by_label("Author"), page.locator("[id='page:browse-filters-unknown']")
    author.fill("Author-3")
    author.press("Tab")
    _status(page, f"9 of {NUMBER} articles")
    expect(wrong).to_be_hidden()
    author.fill("Nobody")
    author.press("Tab")
    expect(wrong).to_have_text("No author of these articles has this name: choose one of those that are suggested.")
    expect(author).to_have_value("Nobody")
    expect(author).to_have_attribute("aria-invalid", "true")
    _status(page, f"{NUMBER} articles")  # nothing is left out by a name that is not there
    _choose(page, "topic", "sleep")
    _status(page, f"20 of {NUMBER} articles")
    expect(author).to_have_value("Nobody")
    author.fill("writer")
    author.press("Tab")
    expect(wrong).to_have_text("Several authors have that in their names: choose one of those that are suggested.")
    author.fill("writer, a")
    author.press("Tab")
    expect(author).to_have_value("Writer, A.")
    expect(wrong).to_be_hidden()
    expect(author).to_have_attribute("aria-invalid", "false")


def test_counts_allow_for_the_other_filters(page: Page) -> None:
    _open(page)
    _choose(page, "country", "cote-dexample")
    _status(page, f"30 of {NUMBER} articles")
    expected = sum(1 for n in range(NUMBER) if n % 2 and n % 3 == 0)
    expect(page.locator(".browse select[name=topic] option[value=hygiene]")).to_have_text(f"Hand hygiene ({expected})")
    expect(page.locator(".browse select[name=institution] option")).to_have_count(2)


def test_more_articles(page: Page) -> None:
    _open(page)
    _choose(page, "institution", "b")
    expect(page.locator(".cards > *")).to_have_count(PAGE)
    page.get_by_role("button", name="More articles").click()
    expect(page.locator(".cards > *")).to_have_count(30)
    expect(page.locator(".cards h3 a").nth(PAGE)).to_be_focused()
    expect(page.get_by_role("button", name="More articles")).to_be_hidden()
    page.locator(".cards h3 a").first.click()
    expect(page).to_have_url(re.compile(r"/repo/articles/article-59/$"))


#: The cards of the page, with full addresses and without white space between elements.
_CARDS = """() => [...document.querySelectorAll(".cards > *")].map((card) => {
  for (const link of card.querySelectorAll("a")) {
    const { href } = link;
    link.removeAttribute("href");
    link.setAttribute("href", href);
  }
  return card.outerHTML.replace(/\\s+/g, " ").replaceAll("> <", "><");
})"""


def test_a_card_is_that_of_the_static_list(page: Page) -> None:
    """Cards with one author and several, with sources and changes: those of a script are those of the template."""
    before = page.evaluate(_CARDS)
    _open(page)
    _choose(page, "year", "2022")
    expect(page.locator(".cards > *")).to_have_count(20)
    after = page.evaluate(_CARDS)
    for part in ("badge", "card--retracted", " and <a", ", <a", ">1 source<", ">2 sources<"):
        assert part in "".join(after)
    assert after == before[:20]


@pytest.mark.parametrize("width", [320, 850])
def test_axe_finds_nothing_in_the_filters(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    _open(page)
    _choose(page, "topic", "writing")
    expect(page.locator(".cards > *")).to_have_count(20)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_beside_the_list_the_filters_are_open_from_the_start(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site.url}articles/")
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_hidden()
    expect(page.locator("[data-browse] select[name=topic]")).to_be_visible()
    _choose(page, "topic", "writing")
    expect(page.locator(".cards > *")).to_have_count(20)
    filters, cards = (
        page.locator(".browse .filters").bounding_box(),
        page.locator(".columns__main .cards").bounding_box(),
    )
    assert filters
    assert cards
    assert filters["x"] > cards["x"] + cards["width"]
    assert violations(page) == []
    context.close()


def test_a_list_is_as_wide_as_its_page_until_there_is_room_for_filters_beside_it(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 768, "height": 900})
    page.goto(f"{site.url}articles/")
    cards, main = page.locator(".columns__main .cards").bounding_box(), page.locator("main").bounding_box()
    assert cards
    assert main
    assert cards["width"] > 0.9 * main["width"]
    page.context.close()


def test_nothing_is_loaded_before_the_first_use(page: Page, site: Site) -> None:
    page.wait_for_load_state("networkidle")
    assert site.bytes_of("articles/data/", "assets/browse-") == 0
    assert 0 < site.bytes_of("assets/browse.js") < 600
    _open(page)
    assert 0 < site.bytes_of("articles/data/facets.json") < 1_500
    assert site.bytes_of("articles/data/author.json", "articles/data/rows") == 0


@pytest.mark.parametrize("missing", ["articles/data/", "assets/browse-facets.js"])
def test_filters_that_cannot_load_say_so(page: Page, site: Site, missing: str) -> None:
    site.missing = (missing,)
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("[data-browse-error]")).to_contain_text("The filters could not load. Browse by topic")
    expect(page.locator(".cards > *")).to_have_count(PAGE)


def test_without_javascript_there_are_pages(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}articles/")
    expect(page.locator("[data-browse]")).to_be_hidden()
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(f"{site.url}articles/page/2/")
    page.goto(f"{site.url}countries/")
    page.get_by_role("link", name="Côte d'Example").click()
    expect(page).to_have_url(f"{site.url}countries/cote-dexample/")
    expect(page.locator("h2[id='page:articles']")).to_have_text("30 articles")
    context.close()


def test_an_article_in_two_languages_counts_once(browser: Browser, tmp_path: Path) -> None:
    """As in the lists; whoever filters by a language gets the version in that."""
    files = {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/alone.md": hubs.article("Text.", title="Alone")}
    files["docs/articles/sleep.md"] = hubs.article("Text.", title="On sleep", type="review")
    files["docs/articles/slaap.md"] = hubs.article(
        "Teks.", title="Oor slaap", type="review", language="af-ZA", translation_of="sleep", date="2024-07-12"
    )
    assert hubs.build(hubs.write(tmp_path, files)).status == 0
    with serve(tmp_path / "site") as site:
        page = browser.new_page(viewport={"width": 850, "height": 720})
        page.goto(f"{site.url}articles/")
        page.get_by_role("button", name="Filter").click()
        _status(page, "2 articles")
        (static,) = (card for card in page.evaluate(_CARDS) if "On sleep" in card)
        expect(page.locator("[data-browse] select[name=kind] option")).to_have_text(["All kinds", "Review (1)"])
        expect(page.locator("[data-browse] select[name=language] option")).to_have_text(
            ["All languages", "Afrikaans (1)"]
        )
        page.locator("[data-browse] select[name=kind]").select_option("review")
        _status(page, "1 of 2 articles")
        expect(page.locator(".columns__main .card__title")).to_have_text(["On sleep"])
        assert page.evaluate(_CARDS) == [static]
        page.locator("[data-browse] select[name=kind]").select_option("")
        page.locator("[data-browse] select[name=language]").select_option("af")
        _status(page, "1 of 2 articles")
        expect(page.locator(".columns__main .card__title")).to_have_text(["Oor slaap"])
        page.close()


def test_topics_of_a_hub_whose_language_the_interface_lacks_say_theirs(browser: Browser, tmp_path: Path) -> None:
    files = {"docs/topics/testing.md": "---\nname: Versuche\n---\n", "docs/articles/a.md": hubs.article("Text.")}
    files["docs/articles/b.md"] = hubs.article(
        "نص.", date="2023-01-01", language="ar", title="الموافقة قبل العلاج", description="ما الذي يفهمه المريض."
    )
    files["mkdocs.yml"] = hubs.MKDOCS_YML.replace("bib_dir: bib", "bib_dir: bib, language: de")
    assert hubs.build(hubs.write(tmp_path, files)).status == 0
    with serve(tmp_path / "site") as site:
        page = browser.new_page()
        page.goto(f"{site.url}articles/?year=2023")
        _status(page, "1 of 2 articles")
        topics = page.locator(".columns__main .kicker a")
        expect(topics).to_have_count(1)
        expect(topics).to_have_attribute("lang", "de")
        expect(page.locator("[data-browse] option[value=testing]")).to_have_attribute("lang", "de")
        expect(page.locator("[data-browse] option[value='2023']")).to_have_attribute("lang", "")
        title, said = (page.locator(f".columns__main .card__{part}") for part in ("title a", "description"))
        ends = [place["x"] + place["width"] for place in (title.bounding_box(), said.bounding_box()) if place]
        assert abs(ends[0] - ends[1]) < 2, "both begin at the right"
        page.get_by_role("button", name="Search", exact=True).click()
        page.get_by_label("Search the articles").fill("versuche")
        expect(page.locator(".search-places [lang=de]")).to_have_text("Versuche")
        page.close()
