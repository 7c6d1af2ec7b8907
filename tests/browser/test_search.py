"""The search as a reader meets it, in a real Chromium, on a site under a project path (/repo/)."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, Route, expect

import hubs
from browsers import chromium
from served import Site, serve

#: What the hub's own policy allows to scripts, workers and requests.
POLICY = (
    "default-src 'none'; script-src 'self' {wasm}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
)
TOPICS = {"hygiene": "Hand hygiene", "sleep": "Sleep & night work", "writing": "Writing"}
NAMES = ["Author, A.", "Gonçauthor, B.", "O’Writer, C."]
NUMBER = 36


def _articles() -> dict[str, dict[str, str]]:
    """The front matter of the articles by slug. Every third one is on each topic, by each author and of each year."""
    found = {}
    for n in range(NUMBER):
        topic = list(TOPICS)[n % 3]
        found[f"article-{n:02}"] = {
            "title": f"'Notebook number {n}: what a ward teaches'",
            "description": f"A short text about wards and about number {n}, for the tests.",
            "date": f"{2021 + n // 12}-{n % 12 + 1:02}-03",
            "authors": f'[{{name: "{NAMES[n // 2 % 3]}", affiliation: "University of {"AB"[n % 2]}"}}]',
            "topics": f"[{topic}]",
        }
    found["article-07"]["title"] = "'Spirometry for beginners'"
    found["article-10"]["title"] = "'Zeuthen and her wards'"
    found["article-11"] |= {"title": "'Wat ’n saal leer'", "language": "af"}
    found["article-08"]["title"] = "'Nutrition and the night shift'"
    found["article-08"]["changes"] = "[{date: 2024-01-02, kind: retraction, note: The numbers were not right.}]"
    return found


def _text(number: int) -> str:
    cite = {
        5: "Somebody said this before [@zeuthen2011].",
        10: "In 2011 nobody said so.",
        20: "Others said it [@zeuthen2003; @bo2011], and others [@zeuthen2003], and others [@bo2011].",
    }.get(number, "Nobody said this before.")
    return f"## A heading\n\nThe corridor was quiet. {cite} <b>Not</b> bold & plain: word{number} is here alone.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    files = {f"docs/topics/{ident}.md": f"---\nname: {name}\n---\n" for ident, name in TOPICS.items()}
    for number, (slug, front) in enumerate(_articles().items()):
        files[f"docs/articles/{slug}.md"] = hubs.article(_text(number).replace("<b>Not</b>", "**Not**"), **front)
    files["bib/a.bib"] = "".join(
        f"@article{{{key}, author={{{author}}}, title={{On wards}}, journal={{J}}, year={{{key[-4:]}}}}}\n"
        for key, author in {
            "zeuthen2011": "Zeuthen, Z. and Bo, B.",
            "zeuthen2003": "Zeuthen, Z.",
            "bo2011": "Bo, B.",
        }.items()
    )
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
def root(built: Path) -> Iterator[Site]:
    """The site at the address that it says of itself, as the page for lost addresses asks for."""
    with serve(built, prefix="/") as served:
        yield served


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.goto(site.url)
    yield opened
    context.close()


@pytest.fixture(scope="module")
def lasting(browser: Browser, built: Path) -> Iterator[tuple[Page, Site]]:
    """A page for many tests, where it makes no difference what was looked for before: to load one takes a second."""
    with serve(built) as served:
        page = browser.new_page()
        page.set_default_timeout(10_000)
        page.goto(served.url)
        yield page, served
        page.context.close()


@pytest.fixture
def dialog(lasting: tuple[Page, Site]) -> Page:
    """A page on which the search is open, with nothing in it."""
    page, _ = lasting
    _search(page, "")
    _status(page, "")
    return page


@pytest.fixture
def script(lasting: tuple[Page, Site]) -> Callable[..., object]:
    """Calls a function of search-query.js: its name, and what it is given."""
    page, served = lasting
    call = "([url, name, rest]) => import(url).then((module) => module[name](...rest) ?? null)"
    return lambda name, *given: page.evaluate(call, [f"{served.url}assets/search-query.js", name, list(given)])


def _search(page: Page, query: str) -> None:
    field = page.get_by_label("Search the articles")
    if not field.is_visible():
        page.get_by_role("button", name="Search", exact=True).click()
    field.fill(query)


def _titles(page: Page) -> list[str]:
    return page.locator(".search-result > a").all_inner_texts()


def _status(page: Page, text: str) -> None:
    expect(page.locator("[data-search-status]")).to_have_text(text)


# --- finding ----------------------------------------------------------------------------------------------------------


def test_a_result_has_title_byline_date_and_marked_excerpt(page: Page) -> None:
    _search(page, "word9")
    _status(page, "1 article")
    result = page.locator(".search-result")
    expect(result.locator("a")).to_have_text("Notebook number 9: what a ward teaches")
    expect(result.locator(".facts span")).to_have_text(NAMES[1])
    expect(result.locator(".badge")).to_be_hidden()
    expect(result.locator("time")).to_have_text("3 October 2021")
    expect(result.locator("mark")).to_have_text("word9")
    excerpt = result.locator(".search-result__excerpt").inner_text()
    assert "Not bold & plain" in excerpt
    assert NAMES[1] not in excerpt
    assert "Notebook number" not in excerpt
    result.locator("a").click()
    expect(page).to_have_url(re.compile(r"/repo/articles/article-09/$"))


def test_of_many_authors_a_result_shows_two_lines(page: Page) -> None:
    _search(page, "word9")
    names = page.locator(".search-result .facts > span").first
    one = names.bounding_box()
    names.evaluate("names => (names.textContent = 'Author, A., '.repeat(60))")
    many = names.bounding_box()
    assert one
    assert many
    assert many["height"] == 2 * one["height"]


def test_an_excerpt_says_where_it_is_cut_and_has_no_gap_in_its_brackets(dialog: Page) -> None:
    _search(dialog, '"others said"')
    excerpt = dialog.locator(".search-result__excerpt")
    expect(excerpt).to_have_text(re.compile(r"^A short text .* Others said it \(Bo, 2011; …$"))
    dialog.get_by_label("Search the articles").fill("word9")
    expect(excerpt).to_have_text(re.compile("^… .* is here alone.$"))  # the end of the text


def test_a_result_says_that_an_article_was_retracted(dialog: Page) -> None:
    _search(dialog, "nutrition")
    _status(dialog, "1 article")
    expect(dialog.locator(".search-result .badge--grave")).to_have_text("Retracted")
    line = "link => getComputedStyle(link).textDecorationLine"
    assert dialog.locator(".search-result > a").evaluate(line) == "line-through"
    dialog.get_by_label("Search the articles").fill("word9")
    expect(dialog.locator(".search-result > a")).to_have_text("Notebook number 9: what a ward teaches")
    assert dialog.locator(".search-result > a").evaluate(line) == "none"


def test_a_result_says_its_language_where_it_is_another(dialog: Page) -> None:
    _search(dialog, "word11")
    _status(dialog, "1 article")
    expect(dialog.locator(".search-result > a")).to_have_attribute("lang", "af")
    expect(dialog.locator(".search-result__excerpt")).to_have_attribute("lang", "af")
    dialog.get_by_label("Search the articles").fill("word9")
    expect(dialog.locator(".search-result > a")).to_have_text("Notebook number 9: what a ward teaches")
    expect(dialog.locator(".search-result > a")).not_to_have_attribute("lang", re.compile("."))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("spirometry OR nutrition", ["Nutrition and the night shift", "Spirometry for beginners"]),
        ("zeuthen -spirometry", ["Notebook number 20: what a ward teaches", "Notebook number 5: what a ward teaches",
                                 "Zeuthen and her wards"]),
        ("zeuthen −notebook", ["Zeuthen and her wards"]),
        ("zeuthen -wards -xyzzy", []),
        ("zeuthen author:o’writer", ["Notebook number 5: what a ward teaches", "Zeuthen and her wards"]),
        ('author:"Gonçauthor, B." nutrition', ["Nutrition and the night shift"]),
        ("author:writer nutrition", []),
        ('author:"Author, A." nutrition OR spirometry', ["Spirometry for beginners"]),
    ],
)  # fmt: skip
def test_operators(dialog: Page, query: str, titles: list[str]) -> None:
    _search(dialog, query)
    expect(dialog.locator("[data-search-status]")).to_have_text(re.compile("^No article|article"))
    expect(dialog.locator(".search-result > a")).to_have_count(len(titles))
    assert sorted(_titles(dialog)) == titles


def test_an_author_alone_finds_all_that_they_wrote(dialog: Page) -> None:
    _search(dialog, "author:gonçauthor")
    _status(dialog, "12 articles")


def test_a_hub_without_articles_is_searched_like_any_other(browser: Browser, tmp_path: Path) -> None:
    built = hubs.run(
        hubs.write(tmp_path, {"docs/topics/sleep.md": "---\nname: Sleep\n---\n"}), ["hub", "build", "site"]
    )
    assert built.status == 0, built.output
    with serve(tmp_path / "site") as served:
        page = browser.new_page()
        page.goto(f"{served.url}search/?q=sleep")
        _status(page, "No article has “sleep”.")
        expect(page.locator("[data-search-error]")).to_be_hidden()
        page.context.close()


def test_where_nothing_is_found_there_is_no_link_to_it(dialog: Page) -> None:
    share = dialog.get_by_role("link", name="Link to this search")
    _search(dialog, "corridor")
    expect(share).to_be_visible()
    dialog.get_by_label("Search the articles").fill("xyzzyq")
    _status(dialog, "No article has “xyzzyq”.")
    expect(share).to_be_hidden()


def test_of_nothing_no_order_and_no_filters_are_offered(dialog: Page) -> None:
    order, filters = dialog.get_by_label("Order"), dialog.get_by_role("button", name="Filter")
    field = dialog.get_by_label("Search the articles")
    _search(dialog, "corridor")
    expect(order).to_be_visible()
    expect(filters).to_be_visible()
    field.fill("xyzzyq")
    _status(dialog, "No article has “xyzzyq”.")
    expect(order).to_be_hidden()
    expect(filters).to_be_hidden()
    field.fill("corridor")
    expect(order).to_be_visible()
    filters.click()
    field.fill("xyzzyq")
    _status(dialog, "No article has “xyzzyq”.")
    expect(order).to_be_hidden()
    expect(filters).to_be_visible()  # to close what is open


def test_the_look_of_results_comes_with_the_search(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.goto(site.url)
    look = page.locator("link[href$='/search.css']")
    expect(look).to_have_count(0)
    page.route("**/search.css", lambda route: route.abort())
    for _ in range(2):
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_label("Search the articles")).to_be_focused()  # the dialog waits for nothing
        expect(look).to_have_count(0)  # what failed is gone, so that the next search asks for it again
        without = page.locator(".search-browse").bounding_box()
        page.keyboard.press("Escape")
    page.unroute("**/search.css")
    for _ in range(2):
        page.get_by_role("button", name="Search").click()
        expect(look).to_have_count(1)
        expect(page.locator(".search-status")).to_have_css("flex-grow", "1")  # it has come
        assert page.locator(".search-browse").bounding_box() == without, "nothing moves"
        page.keyboard.press("Escape")
    page.close()


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("spirometry", "article-07"),
        ("the spirometry of", "article-07"),
        ("goncauthor word14", "article-14"),
        ('"nutrition and the night"', "article-08"),
        ("word11 hygiene university", ""),
        ("word12 hygiene university", "article-12"),
    ],
)
def test_finds(dialog: Page, query: str, slug: str) -> None:
    _search(dialog, query)
    _status(dialog, "1 article" if slug else f"No article has “{query}”.")
    if slug:
        assert (dialog.locator(".search-result > a").get_attribute("href") or "").endswith(f"/repo/articles/{slug}/")


def test_an_article_about_it_comes_before_one_that_cites_it(dialog: Page) -> None:
    _search(dialog, "zeuthen")
    _status(dialog, "3 articles")
    assert _titles(dialog)[0] == "Zeuthen and her wards"


@pytest.mark.parametrize("query", ["zeuthen 2011", "Zeuthen et al., 2011"])
def test_who_cites_a_source_comes_after_what_is_about_it_and_before_the_rest(dialog: Page, query: str) -> None:
    """Article 10 has the name in its title and the year in its text; article 20 cites the same author of another year,
    and another author of the same year, several times."""
    _search(dialog, query)
    _status(dialog, "3 articles")
    assert _titles(dialog) == [
        "Zeuthen and her wards",
        "Notebook number 5: what a ward teaches",
        "Notebook number 20: what a ward teaches",
    ]


def test_quotation_marks_ask_for_the_phrase_among_other_words(dialog: Page) -> None:
    _search(dialog, '"the corridor was" word11')
    _status(dialog, "1 article")
    expect(dialog.locator(".search-result mark").first).to_have_text("The")
    dialog.get_by_label("Search the articles").fill('"was the corridor" word11')
    _status(dialog, 'No article has “"was the corridor" word11”.')


def test_only_articles_are_found_and_no_chrome(dialog: Page) -> None:
    for query in ('"cited at"', '"how to cite this article"', "neighbours"):
        _search(dialog, query)
        _status(dialog, f"No article has “{query}”.")


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("hygiene", ["Topic Hand hygiene 12 articles"]),
        ("hand hyg", ["Topic Hand hygiene 12 articles"]),
        ("hand hygeine", ["Topic Hand hygiene 12 articles"]),
        ("writer", ["Author O’Writer, C. 12 articles"]),
        ("university", ["Institution University of A 18 articles", "Institution University of B 18 articles"]),
        ("corridor", []),
    ],
)
def test_what_has_the_name_that_was_typed_is_above_the_articles(dialog: Page, query: str, places: list[str]) -> None:
    _search(dialog, query)
    expect(dialog.locator("[data-search-status]")).not_to_be_empty()
    expect(dialog.locator(".search-places a"), "those of what was meant, where a word is mistyped").to_have_count(
        len(places)
    )
    assert [" ".join(text.split()) for text in dialog.locator(".search-places a").all_inner_texts()] == places


def test_a_place_is_reached_with_the_arrow_keys(page: Page) -> None:
    _search(page, "hygiene")
    expect(page.locator(".search-places a")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/repo/topics/hygiene/$"))


def test_without_the_names_the_articles_are_found(page: Page, site: Site) -> None:
    site.missing = ("search/places.json",)
    _search(page, "hygiene")
    expect(page.locator(".search-result")).not_to_have_count(0)
    expect(page.locator(".search-places")).to_be_hidden()


def test_more_results_and_newest_first(page: Page) -> None:
    _search(page, "corridor")
    _status(page, f"{NUMBER} articles")
    expect(page.locator(".search-result")).to_have_count(5)
    page.get_by_label("Order").select_option("Newest first")
    expect(page.locator(".search-result time").first).to_have_text("3 December 2023")
    page.get_by_role("button", name="More results").click()
    expect(page.locator(".search-result")).to_have_count(15)
    assert page.evaluate("document.activeElement === document.querySelectorAll('.search-result > a')[5]")
    months = [text.split()[1] for text in page.locator(".search-result time").all_inner_texts()]
    assert months[:4] == ["December", "November", "October", "September"]


def test_a_slow_search_says_that_it_is_at_work(page: Page, site: Site) -> None:
    site.delay = 0.4
    _search(page, "spirometry")
    _status(page, "Searching …")
    _status(page, "1 article")


def test_did_you_mean(dialog: Page) -> None:
    _search(dialog, "spiromerty")
    expect(dialog.locator("[data-search-meant]")).to_contain_text("No article has spiromerty: these have spirometry.")
    assert _titles(dialog) == ["Spirometry for beginners"]
    dialog.get_by_role("button", name="Search for what I typed").click()
    _status(dialog, "No article has “spiromerty”.")
    expect(dialog.locator("[data-search-meant]")).to_be_hidden()


def test_a_word_of_a_text_alone_is_no_slip(dialog: Page) -> None:
    """Negative control: corridor is in no title, so it is not among the hub's words; and it has a near one, none."""
    _search(dialog, "corridors")
    _status(dialog, f"{NUMBER} articles")
    expect(dialog.locator("[data-search-meant]")).to_be_hidden()


def test_a_word_that_nobody_wrote_is_left_out(dialog: Page) -> None:
    _search(dialog, "zeuthen 2031")
    expect(dialog.locator("[data-search-meant]")).to_contain_text("No article has zeuthen 2031: these have zeuthen.")
    _status(dialog, "3 articles")
    dialog.get_by_label("Search the articles").fill("cited")
    _status(dialog, "No article has “cited”.")


def test_words_of_every_article_are_not_sent(page: Page, site: Site) -> None:
    _search(page, "what is the")
    _status(page, "These words are in nearly every article. Add another one.")
    assert site.bytes_of("pagefind/index/") == 0


def test_places_that_did_not_load_are_asked_for_again(page: Page) -> None:
    page.route("**/search/places.json", lambda route: route.abort())
    _search(page, "corridor")
    _status(page, f"{NUMBER} articles")
    page.unroute("**/search/places.json")
    page.get_by_label("Search the articles").fill("hand hygiene")
    expect(page.locator(".search-places a").first).to_contain_text("Hand hygiene")


# --- keys and focus ---------------------------------------------------------------------------------------------------


def test_the_dialog_by_keyboard(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    expect(page.get_by_label("Search the articles")).to_be_focused()
    page.keyboard.type("corridor")
    expect(page.locator(".search-result")).to_have_count(5)
    for index in (0, 1):
        page.keyboard.press("ArrowDown")
        expect(page.locator(".search-result > a").nth(index)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Search the articles")).to_be_focused()
    assert page.get_by_label("Search the articles").input_value() == "corridor"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/repo/articles/article-\d\d/$"))


def test_a_reader_who_is_quicker_than_the_search_stays_in_the_results(page: Page, site: Site) -> None:
    _search(page, "corridor")
    _status(page, f"{NUMBER} articles")
    site.delay = 0.3
    page.get_by_label("Search the articles").fill("corridor word9")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search-result > a").first).to_be_focused()
    _status(page, "1 article")
    expect(page.locator(".search-result > a")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Search the articles")).to_be_focused()


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k"])
def test_escape_closes_and_focus_comes_back(page: Page, keys: str) -> None:
    link = page.get_by_role("link", name="Topics", exact=True).first
    link.focus()
    page.keyboard.press(keys)
    expect(page.get_by_label("Search the articles")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(link).to_be_focused()


def test_focus_comes_back_to_the_button(page: Page) -> None:
    button = page.get_by_role("button", name="Search", exact=True)
    button.click()
    page.get_by_role("button", name="Close the search").click()
    expect(page.locator("dialog")).to_be_hidden()
    expect(button).to_be_focused()


def test_enter_goes_to_the_first_result(page: Page) -> None:
    _search(page, "spirometry")
    _status(page, "1 article")
    page.keyboard.press("Enter")
    expect(page.locator(".search-result > a").first).to_be_focused()


def test_no_key_of_one_character_opens_the_search(page: Page) -> None:
    for key in string.printable.strip():
        page.keyboard.press(key)
    expect(page.locator("dialog")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("dialog")).to_be_visible()


# --- filters, addresses, the way back ---------------------------------------------------------------------------------


def _filters(page: Page) -> None:
    page.locator("[data-search-filters]").click()
    expect(page.locator("select[name=topic] option")).to_have_count(4)


def test_the_counts_of_filters_are_those_of_the_catalogue(page: Page, site: Site) -> None:
    _search(page, "corridor")
    _status(page, f"{NUMBER} articles")
    _filters(page)
    assert site.bytes_of("articles/data/author.json") == 0
    page.get_by_label("Author").focus()
    expect(page.locator("[id='page:search-filters-author'] option")).to_have_count(3)
    fronts = list(_articles().values())
    expected = {
        "topic": Counter(TOPICS[front["topics"].strip("[]")] for front in fronts),
        "year": Counter(front["date"][:4] for front in fronts),
        "institution": Counter(f"University of {'AB'[n % 2]}" for n in range(NUMBER)),
    }
    for facet, counts in expected.items():
        options = page.locator(f"select[name={facet}] option").all_inner_texts()[1:]
        assert sorted(options) == sorted(f"{name} ({count})" for name, count in counts.items())
    authors = page.locator("[id='page:search-filters-author'] option").all()
    counts = Counter(name for name in NAMES for front in fronts if f'"{name}"' in front["authors"])
    assert {option.get_attribute("value"): option.inner_text() for option in authors} == {
        name: f"{count} articles" for name, count in counts.items()
    }


def test_filters_narrow_and_their_counts_allow_for_each_other(page: Page) -> None:
    _search(page, "corridor")
    _filters(page)
    page.locator("select[name=topic]").select_option("Hand hygiene (12)")
    _status(page, "12 articles")
    page.locator("select[name=year]").select_option("2022")
    _status(page, "4 articles")
    expect(page.locator("[data-search-filters]")).to_have_text("Filter (2)")
    # What another topic would leave in 2022, not what both topics have in common.
    expect(page.locator("select[name=topic] option[value=writing]")).to_have_text("Writing (4)")
    page.get_by_label("Search the articles").fill("nobody")
    _status(page, "4 articles")
    page.get_by_label("Search the articles").fill("spirometry")
    _status(page, "No article has “spirometry” and these filters.")
    page.get_by_label("Search the articles").fill("corridor")
    page.get_by_role("button", name="Clear filters").click()
    _status(page, f"{NUMBER} articles")
    assert page.get_by_label("Search the articles").input_value() == "corridor"


def test_an_author_is_chosen_by_a_part_of_the_name(page: Page) -> None:
    _search(page, "corridor")
    _filters(page)
    author = page.get_by_label("Author")
    author.focus()
    expect(page.locator("[id='page:search-filters-author'] option")).to_have_count(3)
    author.fill("goncauthor")
    author.press("Enter")
    _status(page, "12 articles")
    expect(author).to_have_value("Gonçauthor, B.")
    author.fill("au")
    author.press("Tab")
    wrong = page.locator("[id='page:search-filters-unknown']")
    expect(wrong).to_contain_text("Several authors have that in their names")
    expect(author).to_have_value("au")
    _status(page, f"{NUMBER} articles")


def test_an_address_can_be_shared(page: Page) -> None:
    _search(page, "corridor")
    _filters(page)
    page.locator("select[name=topic]").select_option("sleep")
    _status(page, "12 articles")
    page.get_by_role("link", name="Link to this search").click()
    expect(page).to_have_url(re.compile(r"/repo/search/\?q=corridor&topic=sleep$"))
    _status(page, "12 articles")
    expect(page.locator("select[name=topic]")).to_have_value("sleep")
    expect(page.get_by_label("Search the articles")).not_to_be_focused()
    page.get_by_label("Search the articles").fill("word7")
    expect(page).to_have_url(re.compile(r"\?q=word7&topic="))
    _status(page, "1 article")
    page.reload()
    _status(page, "1 article")
    expect(page.locator("select[name=topic] option:checked")).to_have_text("Sleep & night work (1)")
    page.goto(page.url.replace("topic=sleep", "author=goncauthor-b"))
    expect(page.get_by_label("Author")).to_have_value("Gonçauthor, B.")
    _status(page, "No article has “word7” and these filters.")


def test_the_way_back_from_a_result_leads_to_the_search(page: Page) -> None:
    _search(page, "spirometry")
    page.locator(".search-result > a").click()
    expect(page).to_have_url(re.compile(r"/articles/article-07/$"))
    page.go_back()
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    expect(page.get_by_label("Search the articles")).to_have_value("spirometry")
    _status(page, "1 article")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    page.wait_for_function("history.state === null")
    page.reload()
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    expect(page.locator("dialog")).to_be_hidden()


def test_the_way_back_to_the_search_page(page: Page, site: Site) -> None:
    page.goto(f"{site.url}search/?q=spirometry")
    page.locator(".search-result > a").click()
    page.go_back()
    _status(page, "1 article")
    expect(page.locator("dialog")).to_have_count(0)


# --- what can go wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["pagefind/", "pagefind/pagefind.js", "pagefind/wasm", "assets/search-"])
def test_a_search_that_cannot_load_says_so(page: Page, site: Site, missing: str) -> None:
    site.missing = (missing,)
    _search(page, "corridor")
    said = "Search could not load. Browse all articles instead, or by topic, author or year."
    expect(page.get_by_role("alert")).to_have_text(said)
    expect(page.locator(".search-browse")).to_be_hidden()
    page.get_by_role("alert").get_by_role("link", name="all articles").click()
    expect(page).to_have_url(re.compile(r"/repo/articles/$"))


def test_an_index_that_was_replaced_meanwhile_is_an_error(page: Page, site: Site) -> None:
    _search(page, "corridor")
    _status(page, f"{NUMBER} articles")
    site.missing = ("pagefind/",)
    page.get_by_label("Search the articles").fill("spirometry")
    expect(page.get_by_role("alert")).to_be_visible()
    site.missing = ()
    page.get_by_label("Search the articles").fill("corridor")
    _status(page, f"{NUMBER} articles")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_lost_list_of_words_is_no_error(page: Page, site: Site) -> None:
    site.missing = ("search/words.txt",)
    _search(page, "spiromerty")
    _status(page, "No article has “spiromerty”.")
    expect(page.get_by_role("alert")).to_be_hidden()


@pytest.fixture
def with_policy(browser: Browser, built: Path) -> Callable[[str], AbstractContextManager[Page]]:
    @contextmanager
    def opened(wasm: str) -> Iterator[Page]:
        headers = {"Content-Security-Policy": POLICY.format(wasm=wasm)}
        with serve(built, headers=headers) as served:
            context = browser.new_context()
            page = context.new_page()
            page.goto(served.url)
            yield page
            context.close()

    return opened


def test_works_under_a_content_security_policy(with_policy: Callable[[str], Any]) -> None:
    with with_policy("'wasm-unsafe-eval'") as page:
        _search(page, "spirometry")
        _status(page, "1 article")


def test_a_policy_without_wasm_is_an_error_that_is_shown(with_policy: Callable[[str], Any]) -> None:
    """Negative control: the policy of the test above does reach the search."""
    with with_policy("") as page:
        _search(page, "spirometry")
        expect(page.get_by_role("alert")).to_be_visible()


def test_the_button_moves_nothing_when_it_comes(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    held: list[Route] = []
    page.route("**/assets/search.js", lambda route: held.append(route))
    with page.expect_request("**/assets/search.js"):
        page.goto(site.url, wait_until="commit")
    expect(page.get_by_role("link", name="Browse", exact=True)).to_be_visible()
    before = page.locator(".site-header__buttons").bounding_box()
    held[0].continue_()
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    assert page.locator(".site-header__buttons").bounding_box() == before
    context.close()


_SHIFTS = """() => new Promise((found) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => (sum += one.value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => found(sum), 200);
})"""


def test_the_results_of_an_address_move_nothing(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site.url}search/?q=corridor")
    expect(page.locator("[data-search-status]")).to_have_text(re.compile("article"))
    expect(page.locator(".search-browse")).to_be_visible()
    # What the search says of itself may take a second line; 0.1 is a good page's bound, and it was 0.65.
    assert page.evaluate(_SHIFTS) < 0.05
    context.close()


def test_without_javascript_the_button_is_a_link(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_hidden()
    page.get_by_role("link", name="Browse", exact=True).click()
    expect(page).to_have_url(f"{site.url}articles/")
    page.goto(f"{site.url}search/?q=spirometry")
    expect(page.locator("noscript p")).to_contain_text("Search needs JavaScript")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.get_by_label("Search the articles")).to_be_hidden()
    context.close()


def test_a_narrow_phone(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True)
    page = context.new_page()
    page.goto(site.url)
    page.get_by_role("button", name="Search", exact=True).tap()
    page.get_by_label("Search the articles").fill("corridor")
    page.locator("[data-search-filters]").tap()
    _status(page, f"{NUMBER} articles")
    dialog = page.locator("dialog")
    assert dialog.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # The filters have asked again, and the results are those that stay.
    expect(page.locator("[id='page:search-filters'] [name=topic] option")).to_have_count(len(TOPICS) + 1)
    title = page.locator(".search-result > a").first
    title.evaluate("link => (link.textContent = 'Pneumonoultramicroscopicsilicovolcanoconiosis'.repeat(2))")
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    title.evaluate("link => (link.parentElement.style.overflowWrap = 'normal')")
    assert dialog.evaluate("dialog => dialog.scrollWidth > dialog.clientWidth"), "the control"
    context.close()


_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe finds, with the first element that breaks each rule."""
    page.evaluate(_AXE + "; undefined")
    options = {"runOnly": {"type": "tag", "values": _TAGS}, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found["violations"]]


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_search(page: Page, site: Site, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 700})
    _search(page, "")
    assert violations(page) == []
    page.get_by_label("Search the articles").fill("corridor spiromerty")
    page.locator("[data-search-filters]").click()
    _status(page, "1 article")
    assert violations(page) == []
    page.goto(f"{site.url}search/?q=corridor&year=2022")
    _status(page, "12 articles")
    assert violations(page) == []
    # Negative control: axe does look into the panel.
    page.evaluate("document.getElementById('page:search-input').labels[0].remove()")
    assert any(found.startswith("label") for found in violations(page))


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("the role of social media in medical education", "role social media medical education"),
        ('"the role of" media', '"the role of" media'),
        ("say “so what” again", 'say "so what" again'),
        ('an "open phrase', '"open phrase"'),
        ("a b cd", "cd"),
        ("Zeuthen et al., 2011", "Zeuthen 2011"),
        ("(COVID-19), O'Brien?", "COVID-19 O'Brien"),
        ("The OF and", ""),
        ('""', ""),
        ("  ", ""),
        ("不眠 ward", "不眠 ward"),
    ],
)
def test_what_is_sent(script: Callable[..., object], query: str, sent: str) -> None:
    assert script("cleaned", query) == sent


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nutriton", "nutrition"),
        ("nutritoin", "nutrition"),
        ("nutritionn", "nutrition"),
        ("nutrution", "nutrition"),
        ("ntriiton", "nutrition"),
        ("goncalvez", "gonçalves"),
        ("wrad", "ward"),
        ("war", None),
        ("nutxxxion", None),
        ("xutrition", "nutrition"),
    ],
)
def test_which_word_was_meant(script: Callable[..., object], typed: str, meant: str | None) -> None:
    assert script("nearest", typed, ["ward", "nutrition", "gonçalves", "wards"]) == meant


@pytest.mark.parametrize(
    ("query", "sources"),
    [
        ("zeuthen 2011", ["zeuthen 2011"]),
        ("zeuthen bo 2011a hygiene", ["zeuthen 2011", "bo 2011"]),
        ("2011 zeuthen", ["zeuthen 2011"]),
        ("a study of the hands of zeuthen 2011", ["study 2011", "hands 2011", "zeuthen 2011"]),
        ("zeuthen", []),
        ("2011", []),
        ("covid19 2020 3000", []),
        ('"zeuthen 2011"', []),
    ],
)
def test_which_sources_are_asked_for(script: Callable[..., object], query: str, sources: list[str]) -> None:
    sent = script("cleaned", query)
    assert script("cited", sent) == sources


@pytest.mark.parametrize(
    ("query", "ways", "without", "authors"),
    [
        ("hand hygiene", ["hand hygiene"], [], []),
        ("TB OR tuberculosis consent", ["TB consent", "tuberculosis consent"], [], []),
        ('"hand hygiene" OR "clean hands"', ['"hand hygiene"', '"clean hands"'], [], []),
        ("consent -research −“case report”", ["consent"], ["research", '"case report"'], []),
        ("author: Moyo sepsis", ["sepsis"], [], ["Moyo"]),
        ("Author:“Ann Author” OR", ["OR"], [], ["Ann Author"]),
        ("self-report at -5 °C - a study", ["self-report at -5 °C - a study"], [], []),
        ("a OR b OR c OR d OR e", ["a", "b", "c", "d"], [], []),
    ],
)
def test_what_operators_ask_for(
    script: Callable[..., object], query: str, ways: list[str], without: list[str], authors: list[str]
) -> None:
    assert script("operators", query) == {"ways": ways, "without": without, "authors": authors}


def test_a_text_that_was_pasted_by_mistake_is_cut(dialog: Page, script: Callable[..., object]) -> None:
    found = script("fromAddress", f"?q={'long+' * 300}", ["topic"])
    assert found == {"query": ("long " * 300)[:200], "filters": {}, "sort": ""}
    dialog.get_by_label("Search the articles").focus()
    dialog.keyboard.insert_text("long " * 300)
    assert len(dialog.get_by_label("Search the articles").input_value()) == 200


# --- what it costs ----------------------------------------------------------------------------------------------------


def test_nothing_of_the_index_is_loaded_before_a_search(page: Page, site: Site) -> None:
    site.forget()
    page.goto(f"{site.url}articles/article-07/")
    page.wait_for_load_state("networkidle")
    assert site.bytes_of("assets/search.") <= 5 * 1024
    assert site.bytes_of("pagefind/", "search/", "assets/search-") == 0
    _search(page, "spirometry")
    _status(page, "1 article")
    assert site.bytes_of("pagefind/") > 50 * 1024


def test_no_index_of_material_is_built_or_requested(page: Page, site: Site, built: Path) -> None:
    _search(page, "spirometry")
    _status(page, "1 article")
    assert not list(built.rglob("search_index.json"))
    assert not list(built.rglob("*lunr*"))
    assert [path for path in site.requests if "worker" in path] == ["assets/search-worker.js"]
    assert not [path for path in site.requests if "search_index" in path]


def test_what_is_typed_before_the_scripts_have_come_stays(page: Page, site: Site) -> None:
    held: list[Route] = []
    page.route("**/search-panel*.js", lambda route: held.append(route))
    page.goto(f"{site.url}search/?q=corridor&topic=sleep")
    field = page.get_by_label("Search the articles")
    field.fill("wards")
    for route in held:
        route.continue_()
    expect(page).to_have_url(re.compile(r"search/\?q=wards&topic=sleep$"))
    expect(field).to_have_value("wards")
    assert held


def test_a_list_leads_to_the_search_within_it(page: Page, site: Site) -> None:
    page.goto(f"{site.url}topics/sleep/")
    page.get_by_role("link", name="Search within this list").click()
    page.get_by_label("Search the articles").fill("wards")
    expect(page).to_have_url(re.compile(r"search/\?q=wards&topic=sleep$"))
    _status(page, "12 articles")


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("articles/spirometry-for-beginers/", ["Spirometry for beginners"]),
        ("topics/hygien", ["Hand hygiene"]),
        ("articles/zzzyx.html", []),
    ],
)
def test_an_address_that_leads_nowhere_finds_what_is_near(
    page: Page, root: Site, address: str, nearest: list[str]
) -> None:
    page.goto(root.url + address)
    expect(page.locator("[data-not-found]")).not_to_have_value("")
    if nearest:
        expect(page.locator(".nearest a").first).to_have_text(nearest[0])
        assert violations(page) == []
        page.locator(".nearest a").first.click()
        expect(page.locator("h1")).to_have_text(nearest[0])
    else:
        page.wait_for_load_state("networkidle")
        expect(page.locator(".nearest")).to_be_hidden()
