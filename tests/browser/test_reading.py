"""What a reader of the hub's pages meets, in a real Chromium: by mouse, keyboard and touch, and for the eye."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from reading import Served, serve

import showcase as hub
from browsers import chromium

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
#: What axe tries, and which of it looks at colours.
_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
NIGHT = "articles/night/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def site(showcase: Path) -> Iterator[Served]:
    with serve(showcase / "site") as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, site: Served) -> Page:
    opened = context.new_page()
    opened.goto(site.url + NIGHT)
    return opened


@pytest.fixture
def phone(browser: Browser, site: Served) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.goto(site.url + NIGHT)
    yield opened
    context.close()


# --- accessibility ----------------------------------------------------------------------------------------------------


def _violations(page: Page, rules: dict[str, Any] = _RULES) -> list[str]:
    """What axe finds: rule, and the first elements that break it."""
    if not page.evaluate("'axe' in window"):
        # As a script of the page it would need the leave of the page's policy; evaluated, it needs none.
        page.evaluate(_AXE + "; undefined")
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {', '.join(node['html'][:120] for node in rule['nodes'][:3])}" for rule in found["violations"]
    ]


def _violations_in_all_modes(page: Page) -> dict[str, list[str]]:
    """What axe finds by mode, where it finds something. A page that reads the theme follows the system here."""
    found = {}
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme, rules in (("light", _RULES), ("dark", _COLOURS)):  # a scheme changes colours, and nothing else
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if wrong := _violations(page, rules):
                found[f"{size['width']} {scheme}"] = wrong
    return found


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A page on which nothing moves while axe looks."""
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", hub.PAGES)
def test_axe_finds_nothing(still: Page, site: Served, path: str) -> None:
    wrong: list[str] = []
    still.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    still.goto(site.url + path)
    assert _violations_in_all_modes(still) == {}
    assert [text for text in wrong if "404" not in text] == []


def _card(page: Page) -> Locator:
    page.locator("a.cite").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    return page.locator(".cite-card")


def _boxes(page: Page) -> Locator:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    return page.get_by_text("Inside.")


def _search(page: Page) -> Locator:
    page.keyboard.press("Control+k")
    page.keyboard.type("night")
    expect(page.locator(".search-result").first).to_be_visible()
    page.locator("[data-search-filters]").click()
    return page.locator("[id='page:search-filters']")


def _filters(page: Page) -> Locator:
    if page.locator("[data-browse-open]").is_visible():
        page.locator("[data-browse-open]").click()
    page.locator("[data-browse] select[name=topic]").select_option(label="Sleep (6)")
    expect(page.locator("[data-browse-status]")).not_to_be_empty()
    return page.locator("[id='page:browse-filters']")


@pytest.mark.parametrize(
    ("path", "unfold"),
    [(NIGHT, _card), (NIGHT, _boxes), (NIGHT, _search), ("articles/", _filters)],
    ids=["card", "boxes and contents", "search", "filters"],
)
def test_axe_finds_nothing_where_something_is_open(
    still: Page, site: Served, path: str, unfold: Callable[[Page], Locator]
) -> None:
    still.goto(site.url + path)
    opened = unfold(still)
    expect(opened).to_be_visible()
    assert _violations_in_all_modes(still) == {}
    expect(opened).to_be_visible()  # and has been all the time


def test_axe_can_find_something(page: Page) -> None:
    """The control: with these the page would not pass."""
    page.evaluate(
        """() => {
        const main = document.getElementById("page:main");
        const picture = document.createElement("img");
        picture.src = "bars.png";
        const pale = document.createElement("p");
        pale.textContent = "Hard to read";
        pale.style.color = "#ccc";
        main.append(picture, pale);
    }"""
    )
    found = " ".join(_violations(page))
    assert "image-alt" in found
    assert "color-contrast" in found


# --- the card of a citation -------------------------------------------------------------------------------------------


def test_the_card_by_mouse(page: Page) -> None:
    cite, card = page.locator("a.cite").first, page.locator(".cite-card")
    cite.hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("A title about DNA & number 2001")
    expect(cite).to_have_attribute("aria-describedby", "page:cite-card")
    # The pointer may move onto it, and it stays.
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    box, link = card.bounding_box(), cite.bounding_box()
    assert box
    assert link
    assert box["y"] >= link["y"]
    page.mouse.move(5, 5)
    page.locator("h1").hover()
    expect(card).to_have_count(0)
    cite.hover()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    cite.click()
    expect(page).to_have_url(re.compile(r"#ref:author2001$"))


def test_the_card_by_keyboard(page: Page) -> None:
    cite, card = page.locator("a.cite").first, page.locator(".cite-card")
    page.locator(".site-header__name").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if cite.evaluate("one => one === document.activeElement"):
            break
    expect(card).to_be_visible()
    expect(card.locator("a")).not_to_have_count(0)
    page.keyboard.press("Tab")
    expect(page.locator("a.cite").nth(1), "no link of the card is a stop on the way").to_be_focused()
    expect(card).to_contain_text("number 2002")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page.locator("a.cite").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#ref:author2002$"))


def test_the_card_by_touch(phone: Page) -> None:
    cite, card = phone.locator("a.cite").nth(2), phone.locator(".cite-card")
    cite.scroll_into_view_if_needed()
    before = phone.evaluate("scrollY")
    cite.tap()
    expect(card).to_be_visible()
    assert phone.evaluate("scrollY") == before, "the first tap stays where the reader is"
    box = card.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    cite.tap()
    expect(card).to_have_count(0)
    expect(phone, "the second tap follows the link").to_have_url(re.compile(r"#ref:author2003$"))
    cite.tap()
    phone.locator(".standfirst").tap()
    expect(card).to_have_count(0)


def test_an_abbreviation_is_explained_by_touch(phone: Page) -> None:
    card = phone.locator(".cite-card")
    phone.locator("abbr").first.tap()
    expect(card).to_have_text("Hyper Text Markup Language")
    phone.locator("abbr").first.tap()
    expect(card).to_have_count(0)


def test_a_footnote_has_a_card_too(page: Page) -> None:
    page.locator("a.footnote-ref").first.hover()
    expect(page.locator(".cite-card")).to_contain_text("An aside, with a page of examples.")
    assert page.evaluate("document.querySelectorAll('#fn\\\\:aside').length") == 1, "no id is there twice"


# --- light and dark ---------------------------------------------------------------------------------------------------


def _paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_light_and_dark(context: BrowserContext, site: Served) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme="dark")
    page.goto(site.url + NIGHT)
    dark = _paper(page)
    button = page.get_by_role("button", name="Dark colours")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    light = _paper(page)
    assert light != dark
    # What was chosen is there before anything is painted: the style sheet sees it from the first.
    page.add_init_script(
        """new MutationObserver((_, watch) => {
            if (document.body) { window.first = document.documentElement.dataset.theme; watch.disconnect(); }
        }).observe(document, {childList: true, subtree: true});"""
    )
    page.reload()
    assert page.evaluate("window.first") == "light"
    assert _paper(page) == light
    page.goto(site.url)
    assert _paper(page) == light
    page.get_by_role("button", name="Dark colours").click()
    assert _paper(page) == dark


# --- buttons ----------------------------------------------------------------------------------------------------------


def test_copying(context: BrowserContext, site: Served, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url.rstrip("/"))
    page.reload()
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (
        "Author, A., Person, H., & Ministry of Examples. (2026). What a night on call does to your judgement. "
        "Test Hub. https://hub.example/articles/night/"
    )
    page.locator("[data-copy-link]").click()
    expect(page.locator("[data-copy-link]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == site.url + NIGHT
    page.locator("pre .copy-code").click()
    expect(page.locator("pre .copy-code")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("def double")


def test_a_button_that_copies_says_what_came_of_it_for_two_seconds(context: BrowserContext, site: Served) -> None:
    page = context.new_page()
    page.add_init_script("navigator.clipboard.writeText = async () => { if (window.refuses) throw new Error(); };")
    page.clock.install()
    page.goto(site.url + NIGHT)
    reference, link = page.locator("[data-copy]"), page.locator("[data-copy-link]")
    announced = page.locator("body > [role=status]")
    for _ in range(3):
        reference.click()
        expect(reference).to_have_text("Copied")
        expect(announced).to_have_text("Copied")
    link.click()
    expect(link).to_have_text("Copied")
    expect(reference).to_have_text("Copy reference")
    page.clock.run_for(2100)
    expect(link).to_have_text("Copy link")
    expect(announced).to_be_empty()
    page.evaluate("window.refuses = true")
    reference.click()
    expect(reference).to_have_text("Could not be copied")
    expect(announced).to_have_text("Could not be copied")
    page.clock.run_for(2100)
    expect(reference).to_have_text("Copy reference")


_CODE = """() => {
    const code = document.querySelector("pre > code"), button = code.parentElement.querySelector(".copy-code");
    const [one, other] = [code, button].map(part => part.getBoundingClientRect());
    return {beside: other.left - one.right, above: one.top - other.bottom,
            share: one.width / code.parentElement.getBoundingClientRect().width};
}"""


def test_the_button_that_copies_code_covers_none_of_it(phone: Page, page: Page, site: Served) -> None:
    for one in (phone, page):
        one.goto(site.url + "articles/crowd/")
        expect(one.locator(".copy-code")).to_be_attached()
    assert phone.locator("pre > code").first.evaluate("code => code.scrollWidth > code.clientWidth"), "it is long"
    assert 0 <= page.evaluate(_CODE)["beside"] < 1
    narrow = phone.evaluate(_CODE)
    assert narrow["above"] >= 0
    assert narrow["share"] > 0.99, "on a telephone a line of code has all of the width"
    assert phone.locator(".copy-code").first.evaluate("button => button.getBoundingClientRect().height") >= 40
    phone.evaluate("document.querySelector('pre > code').style.gridRow = '1 / 3'")
    assert phone.evaluate(_CODE)["above"] < 0, "the control"


def test_what_is_wrong_and_right_is_not_to_be_copied(phone: Page, site: Served) -> None:
    phone.goto(site.url + "write/checks/")
    expect(phone.locator(".copy-code")).to_have_count(0)
    code = phone.locator("pre > code").filter(has_text="a link to one that is gone")
    assert code.evaluate("code => code.scrollWidth <= code.clientWidth")
    code.evaluate("code => (code.style.whiteSpace = 'pre')")
    assert code.evaluate("code => code.scrollWidth > code.clientWidth"), "the control"


def _lines_of_tabs(page: Page) -> list[str]:
    labels = page.locator(".tabbed-labels > label").all()
    return [str(label.evaluate("label => getComputedStyle(label).borderBottomColor")) for label in labels]


@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_tab_that_is_open_has_a_line(page: Page, forced: Any) -> None:
    page.emulate_media(forced_colors=forced)
    first, second = _lines_of_tabs(page)
    assert first != second
    page.get_by_text("Second tab").click()
    assert _lines_of_tabs(page) == [second, first]


def test_signs_of_boxes_are_there_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="light")
    style = """box => {
        const { content, color, borderColor } = getComputedStyle(box, "::before");
        return [content, color, borderColor];
    }"""
    box = page.locator(".admonition-title").first
    black = "rgb(0, 0, 0)"
    assert box.evaluate(style) == ['"i" / ""', black, black]
    page.emulate_media(forced_colors="none")
    assert box.evaluate(style)[1:] == ["rgb(255, 255, 255)", "rgb(11, 93, 99)"], "the control"


def test_tabs_and_boxes_need_no_script(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + NIGHT)
    expect(page.get_by_text("Text of the first.")).to_be_visible()
    page.get_by_text("Second tab").click()
    expect(page.get_by_text("Text of the second.")).to_be_visible()
    expect(page.get_by_text("Text of the first.")).to_be_hidden()
    page.get_by_text("Closed until opened").click()
    expect(page.get_by_text("Inside.")).to_be_visible()
    context.close()


def test_without_scripts_all_but_the_buttons_works(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark", viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.url + NIGHT)
    assert _paper(page) != "rgb(251, 250, 247)", "dark by the system's wish"
    for name in ("Dark colours", "Print", "Share", "Copy link", "Copy"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.locator("a.cite").first.click()
    expect(page).to_have_url(re.compile(r"#ref:author2001$"))
    expect(page.locator("[id='ref:author2001']")).to_be_in_viewport()
    page.get_by_role("link", name="Topics").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Topics")
    context.close()


def test_copied_formulas_are_as_they_were_written(context: BrowserContext, site: Served, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url.rstrip("/"))
    page.goto(site.url + "articles/signs/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.prose'))")
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "treat is $\\text{NNT} = 1/\\text{ARR}$ (Author et al., 2001), and costs" in copied
    assert "\n$$\\hat{p} \\pm 1.96\\sqrt{" in copied
    assert page.locator(".site-footer ~ div").count() == 0, "nothing is left on the page"


def test_sharing_where_a_browser_can(context: BrowserContext, site: Served) -> None:
    page = context.new_page()
    page.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page.goto(site.url + NIGHT + "#page:history")
    expect(page.locator("[data-copy-link]")).to_be_hidden()
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("window.shared")["url"] == site.url + NIGHT


def test_the_contents_are_beside_the_text_or_folded_up_above_it(page: Page, phone: Page) -> None:
    beside = page.locator(".contents")
    expect(beside.get_by_role("link", name="Boxes")).to_be_visible()
    boxes, text = beside.bounding_box(), page.locator(".prose").first.bounding_box()
    assert boxes
    assert text
    assert boxes["x"] + boxes["width"] < text["x"]
    folded = phone.locator(".contents")
    expect(folded.get_by_role("link", name="Boxes")).to_be_hidden()
    folded.locator("summary").focus()
    phone.keyboard.press("Enter")
    folded.get_by_role("link", name="Boxes").tap()
    expect(phone.get_by_role("heading", name="Boxes")).to_be_in_viewport()


def test_the_contents_mark_the_part_that_is_read_and_stay_in_reach(page: Page, phone: Page) -> None:
    marked = page.locator(".contents a[data-current]")
    expect(marked).to_have_count(0)
    page.locator("#boxes").evaluate("heading => heading.scrollIntoView()")
    expect(marked).to_have_text(["Boxes"])
    expect(page.locator(".to-contents")).to_be_hidden()
    expect(phone.locator(".to-contents")).to_be_hidden()
    phone.locator("#boxes").evaluate("heading => heading.scrollIntoView()")
    phone.get_by_role("link", name="On this page").tap()
    expect(phone.locator(".contents summary")).to_be_in_viewport()


# --- room -------------------------------------------------------------------------------------------------------------


def _too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_nothing_scrolls_sideways_at_320_pixels(context: BrowserContext, site: Served) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    for path in hub.PAGES:
        page.goto(site.url + path)
        assert not _too_wide(page), path
        for link in page.locator(".site-nav a").all():
            expect(link).to_be_in_viewport()
    page.evaluate("document.querySelector('h1').style.width = '500px'")
    assert _too_wide(page), "the control"


#: Gives whoever and whatever has a name one without a place to break it.
_LONG_NAMES = """() => {
    const names = ".facts__names a, .bylines :is(a, span), .places a, .author a, .tags a, .help a:not([href^=tel])";
    for (const one of document.querySelectorAll(names)) one.textContent = "Taumatawhakatangihangakoauau".repeat(3);
}"""


def test_long_names_break(context: BrowserContext, site: Served) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    for path in ("", "articles/", NIGHT, "articles/crowd/"):
        page.goto(site.url + path)
        page.evaluate(_LONG_NAMES)
        assert not _too_wide(page), path
        if names := page.locator(".facts__names a").all():
            assert all(name.evaluate("one => one.scrollWidth <= innerWidth") for name in names), path
    page.evaluate("document.querySelector('.author a').style.whiteSpace = 'nowrap'")
    assert _too_wide(page), "the control"


def test_nothing_scrolls_sideways_with_letters_of_twice_the_size(context: BrowserContext, site: Served) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    for path in hub.PAGES:
        page.goto(site.url + path)
        page.evaluate("document.documentElement.style.fontSize = '40px'")
        assert not _too_wide(page), path


def test_a_dot_between_authors_begins_no_line(context: BrowserContext, site: Served) -> None:
    page = context.new_page()
    page.goto(site.url + "articles/crowd/")
    for width in range(320, 560, 20):
        page.set_viewport_size({"width": width, "height": 800})
        # The boxes of an item with its dot: on one line they have one bottom, a name of several lines apart.
        lines = page.evaluate(
            """() => [...document.querySelectorAll(".bylines--many li:not(:last-child)")]
                .map(one => new Set([...one.getClientRects()].map(box => Math.round(box.bottom))).size)"""
        )
        assert set(lines) == {1}, width


def _least_scale(page: Page) -> float:
    """Of the diagrams: how many pixels of the screen one of the picture has."""
    images = page.locator(".diagram__picture img").all()
    return min(float(one.evaluate("one => one.getBoundingClientRect().width / one.naturalWidth")) for one in images)


_MANY_LETTERS = """() => {
    const back = document.querySelector(".reference__back");
    for (let n = 0; n < 14; n++) back.append(" ", back.querySelector("a").cloneNode(true));
    const caption = document.querySelector(".article__image figcaption");
    caption.append("Picture: drawn by all of the editors after several");
    caption.append(" and others, who are named in the text and in the list of references");
    return document.documentElement.scrollWidth;
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_a_source_that_is_cited_often_and_a_long_credit_break(
    context: BrowserContext, site: Served, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site.url + NIGHT)
    assert page.evaluate(_MANY_LETTERS) <= width
    # The control: where they cannot break, the page pans.
    page.evaluate("document.querySelector('.reference__back').style.whiteSpace = 'nowrap'")
    assert page.evaluate("document.documentElement.scrollWidth") > width


def test_a_picture_begins_with_its_caption_and_is_as_wide_as_its_author_says(page: Page) -> None:
    picture, caption = page.locator(".prose figure img").first, page.locator(".prose figcaption").first
    picture.scroll_into_view_if_needed()
    one, other = picture.bounding_box(), caption.bounding_box()
    assert one
    assert other
    assert abs(one["x"] - other["x"]) < 1
    picture.evaluate("picture => picture.setAttribute('width', '200')")
    narrow = picture.bounding_box()
    assert narrow
    assert (round(narrow["width"]), round(narrow["height"])) == (200, 112)


_TALL = """() => {
    const picture = document.createElement("img");
    picture.src = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='400' height='1400'/>";
    picture.style.setProperty("--ratio", 400 / 1400);
    document.querySelector(".prose").prepend(picture);
    return picture.decode().then(() => picture.getBoundingClientRect().height / innerHeight);
}"""


def test_a_tall_picture_stays_within_a_screen(phone: Page) -> None:
    assert phone.evaluate(_TALL) <= 0.86


def test_a_tall_picture_at_the_head_stays_within_a_screen(page: Page) -> None:
    height = "document.querySelector('.article__image img').getBoundingClientRect().height / innerHeight"
    assert page.evaluate(height) < 0.81
    tall = "document.querySelector('.article__image img').{}"
    page.evaluate(tall.format("setAttribute('height', 1800)"))  # it is 640 wide
    page.evaluate(tall.format("style.setProperty('aspect-ratio', '640 / 1800')"))
    page.evaluate(tall.format("style.setProperty('object-fit', 'cover')"))
    assert page.evaluate(height) > 1.5, "the control"
    page.evaluate(tall.format("style.setProperty('--ratio', 640 / 1800)"))
    assert page.evaluate(height) < 0.81


def test_a_drawing_on_nothing_is_on_white_in_the_dark(page: Page) -> None:
    """Its lines are black. In the dark white is dimmed; on paper and in the light nothing is done."""
    look = """() => [...document.querySelectorAll(".prose img, .article__image img")].map(
        one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).filter])"""
    plain, dark = ["rgba(0, 0, 0, 0)", "none"], ["rgb(255, 255, 255)", "brightness(0.82)"]
    assert page.evaluate(look) == [plain, plain]
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(look) == [dark, dark]
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(look) == [plain, plain]


def test_in_a_list_long_words_go_on_below_the_picture(phone: Page, site: Served) -> None:
    phone.goto(site.url + "articles/")
    card = phone.locator(".card--pictured").first
    row, picture, facts = (one.bounding_box() for one in (card, card.locator(".card__picture"), card.locator(".facts")))
    assert row
    assert picture
    assert facts
    assert picture["width"] < row["width"] / 3
    assert abs(row["x"] + row["width"] - picture["x"] - picture["width"]) < 1, "it is at the end"
    assert facts["width"] == row["width"]


def test_a_title_spans_more_than_the_text(page: Page, phone: Page) -> None:
    width = "([name]) => document.querySelector(name).getBoundingClientRect().width"
    assert page.evaluate(width, ["h1"]) > 1.3 * page.evaluate(width, [".prose > p"])
    hyphens = "getComputedStyle(document.querySelector('h1')).hyphens"
    assert (page.evaluate(hyphens), phone.evaluate(hyphens)) == ("manual", "auto")


def test_what_else_cites_a_source_is_folded_up(page: Page) -> None:
    also = page.locator(".reference__also").first
    expect(also.locator("ul")).to_be_hidden()
    also.locator("summary").click()
    expect(also.locator("ul")).to_be_visible()


def test_a_wide_table_takes_the_free_column_and_lines_of_text_do_not(page: Page) -> None:
    text, table = page.evaluate(
        """() => {
            const prose = document.querySelector(".article__body .prose"), table = document.createElement("table");
            table.innerHTML = `<tr>${"<td>Something long</td>".repeat(9)}</tr>`;
            prose.prepend(table);
            return [prose.querySelector("p"), table].map((element) => element.getBoundingClientRect().width);
        }"""
    )
    assert text < 620 < 750 < table
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_too_wide_is_reached_by_keyboard_once_it_is_shown(phone: Page, site: Served) -> None:
    phone.goto(site.url + "articles/crowd/")
    wide = phone.locator(".prose table").first
    expect(wide).to_have_attribute("tabindex", "0")
    wide.evaluate("table => (table.style.display = 'none')")
    expect(wide).not_to_have_attribute("tabindex", "0")
    wide.evaluate("table => (table.style.display = '')")
    expect(wide).to_have_attribute("tabindex", "0")


def test_diagrams_are_large_enough_to_read_and_scroll(phone: Page, site: Served) -> None:
    """Letters of 16 pixels in the picture are 12 at least on the screen."""
    phone.goto(site.url + "articles/signs/")
    assert _least_scale(phone) > 0.745
    box = phone.locator(".diagram__picture").first
    assert box.evaluate("box => box.scrollWidth > box.clientWidth && getComputedStyle(box).backgroundImage !== 'none'")
    assert not _too_wide(phone)
    phone.set_viewport_size({"width": 2000, "height": 900})
    phone.evaluate("document.documentElement.style.setProperty('--measure', '1800px')")
    assert round(_least_scale(phone), 2) == 1, "and in full size where there is room"
    phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
    phone.evaluate("document.querySelectorAll('.diagram__picture img').forEach((one) => (one.style.minWidth = 0))")
    assert _least_scale(phone) < 0.7, "the control"


def _broken_keys(page: Page) -> int:
    """How many words of code in tables stand on two lines."""
    return int(
        page.evaluate(
            """() => [...document.querySelectorAll("td code")]
            .filter((code) => !/[\\s-]/.test(code.textContent.trim()) && code.getClientRects().length > 1).length"""
        )
    )


def test_a_text_from_right_to_left_begins_at_the_right(page: Page) -> None:
    page.evaluate("document.querySelector('.article').dir = 'rtl'")
    bars = "one => [getComputedStyle(one).borderLeftWidth, getComputedStyle(one).borderRightWidth]"
    assert page.locator(".prose blockquote").first.evaluate(bars) == ["0px", "3px"]
    dot = "one => [getComputedStyle(one, '::before').left, getComputedStyle(one, '::before').right]"
    left, right = page.locator(".article__header .facts > *").nth(1).evaluate(dot)
    assert float(right.removesuffix("px")) < 0 < float(left.removesuffix("px")), "the dot hangs before its fact"


def test_a_key_in_a_table_is_not_broken(phone: Page, site: Served) -> None:
    phone.goto(site.url + "articles/crowd/")
    assert _broken_keys(phone) == 0
    assert not _too_wide(phone)
    phone.evaluate("document.querySelectorAll('td code').forEach((code) => (code.style.wordBreak = 'break-word'))")
    assert _broken_keys(phone) > 0, "the control"


def _heights_of_headings(page: Page) -> list[float]:
    headings = page.locator(".prose :is(h2, h3)").all()
    return [float(heading.evaluate("one => one.getBoundingClientRect().height")) for heading in headings]


def test_the_link_of_a_heading_to_itself_takes_no_room(phone: Page, site: Served) -> None:
    """At every width, as it is the last words of a heading that decide."""
    phone.goto(site.url + NIGHT)
    for width in range(320, 400, 8):
        phone.set_viewport_size({"width": width, "height": 700})
        phone.evaluate("document.querySelectorAll('.headerlink').forEach((one) => (one.style.display = 'none'))")
        without = _heights_of_headings(phone)
        phone.evaluate("document.querySelectorAll('.headerlink').forEach((one) => (one.style.display = ''))")
        assert _heights_of_headings(phone) == without, width
        assert not _too_wide(phone)
    phone.evaluate(
        "document.querySelectorAll('.headerlink').forEach((one) => one.style.cssText = 'position: static; width: 100%')"
    )
    assert _heights_of_headings(phone) != without, "the control"


@pytest.mark.parametrize("width", [360, 683, 760, 900])
def test_the_buttons_of_the_header_are_at_its_right(page: Page, site: Served, width: int) -> None:
    """683 pixels is a laptop whose reader enlarges everything to twice its size."""
    page.set_viewport_size({"width": width, "height": 500})
    page.goto(site.url)

    def room() -> float:
        return float(
            page.evaluate("innerWidth - document.querySelector('.theme-button').getBoundingClientRect().right")
        )

    assert room() < 60
    left, right = (page.locator(".site-nav a").nth(place).bounding_box() for place in (0, 1))
    assert left
    assert right
    assert right["x"] - left["x"] - left["width"] < 30, "the links are side by side, not from edge to edge"
    page.evaluate("document.querySelector('.site-header__buttons').style.flexBasis = '100%'")
    assert room() > 100, "the control"


def _letters_in_a_line(page: Page) -> float:
    return float(
        page.evaluate(
            """() => {
            const text = [...document.querySelectorAll(".prose > p")].find(one => one.textContent.length > 180);
            const style = getComputedStyle(text);
            const pen = document.createElement("canvas").getContext("2d");
            pen.font = `${style.fontSize} ${style.fontFamily}`;
            return text.clientWidth / (pen.measureText(text.textContent).width / text.textContent.length);
        }"""
        )
    )


def test_lines_are_60_to_70_letters_long(page: Page) -> None:
    assert 58 <= _letters_in_a_line(page) <= 74
    page.evaluate("document.documentElement.style.setProperty('--measure', '90ch')")
    assert _letters_in_a_line(page) > 74, "the control"


def _shift(page: Page) -> float:
    """How far things have moved since the page was opened (https://web.dev/articles/cls)."""
    return float(
        page.evaluate(
            """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(one => (sum += one.value)))
                .observe({type: "layout-shift", buffered: true});
            setTimeout(() => done(sum), 100);
        })"""
        )
    )


def test_nothing_moves_while_a_page_loads(context: BrowserContext, site: Served) -> None:
    page = context.new_page()
    for path in ("", NIGHT, "articles/signs/", "articles/", "sources/"):
        page.goto(site.url + path, wait_until="networkidle")
        assert _shift(page) == 0, path
    page.evaluate("document.querySelector('h1').style.marginTop = '99px'")
    assert _shift(page) > 0, "the control"


def _too_small(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".site-header a, button:not([hidden]), .actions a, .site-footer a, " +
            ".reference__back a, .contents summary, .kicker a")]
            .filter(one => { const box = one.getBoundingClientRect();
                             return box.width && (box.height < 23.9 || box.width < 23.9); })
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    return found


def test_what_can_be_pressed_is_large_enough(phone: Page) -> None:
    """24 by 24 pixels, or within a sentence (WCAG 2.2, 2.5.8)."""
    assert _too_small(phone) == []
    phone.evaluate("document.querySelector('.actions a').style.padding = '0'")
    phone.evaluate("document.querySelector('.actions a').style.lineHeight = '1'")
    assert len(_too_small(phone)) == 1, "the control"


def _too_low(phone: Page) -> list[str]:
    found: list[str] = phone.evaluate(
        """() => [...document.querySelectorAll(".site-nav a, .site-footer__nav a, .search-button:not([hidden]), " +
            ".actions :is(a, button:not([hidden])), .contents summary, .reference__back a, .help a, .tags a, " +
            ".site-header__name, .letters a, .find-source input, .home__heading a, .series-parts summary, " +
            ".prose details:not(.reference__also) summary")]
            .filter(one => one.getBoundingClientRect().height < 43.9)
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    return found


def test_under_a_finger_what_is_no_part_of_a_sentence_is_44_pixels_high(phone: Page, page: Page, site: Served) -> None:
    assert len(_too_low(page)) > 10, "the control: a mouse needs less"
    for path in (NIGHT, "", "authors/", "sources/", "articles/signs/"):
        phone.goto(site.url + path)
        assert _too_low(phone) == [], path


def test_the_mark_of_a_note_is_met_around_it(phone: Page) -> None:
    hit = """([x, y]) => {
        const mark = document.querySelector("a.footnote-ref"), box = mark.getBoundingClientRect();
        const there = document.elementFromPoint((box.left + box.right) / 2 + x, (box.top + box.bottom) / 2 + y);
        return mark === there;
    }"""
    phone.locator("a.footnote-ref").scroll_into_view_if_needed()
    corners = [[x, y] for x in (-11.5, 11.5) for y in (-11.5, 11.5)]
    assert [phone.evaluate(hit, corner) for corner in corners] == [True] * 4
    phone.evaluate("document.styleSheets[0].insertRule('.footnote-ref::after { content: none !important }')")
    assert not any(phone.evaluate(hit, corner) for corner in corners), "the control"


def test_dots_between_facts_are_not_read_out(page: Page) -> None:
    sources = page.get_by_role("link", name="6 sources", exact=True)
    expect(sources).to_be_visible()
    page.evaluate("""document.styleSheets[0].insertRule('.facts > * + *::before { content: "·" !important }')""")
    expect(sources).to_have_count(0)  # the control


def test_links_of_headings_to_themselves_are_not_read_out(page: Page) -> None:
    heading = page.get_by_role("heading", name="Lists and tables", exact=True)
    expect(heading).to_be_visible()
    expect(heading.locator(".headerlink")).to_be_visible()
    page.evaluate("document.querySelectorAll('.headerlink').forEach(one => one.removeAttribute('aria-hidden'))")
    expect(heading).to_have_count(0)  # the control


# --- paper ------------------------------------------------------------------------------------------------------------


def test_print(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    assert _paper(page) == "rgb(255, 255, 255)"
    chrome = ".site-nav", ".theme-button", ".related", ".after", ".contents", ".prose .headerlink"
    for gone in (*chrome, ".reference__back", ".banner .screen"):
        expect(page.locator(gone).first).to_be_hidden()
    for kept in (".bylines", ".banner", "[id='ref:author2001']", ".how-to-cite", "a[href='tel:0800225677']"):
        expect(page.locator(kept).first).to_be_visible()
    expect(page.get_by_text("Inside.")).to_be_visible()  # of the box that is closed on the screen
    assert page.pdf(format="A4").startswith(b"%PDF")
    breaks = page.locator(".card, .author").evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")
    assert set(breaks) == {"avoid"}


def test_on_paper_a_lead_picture_is_on_the_page_of_the_title(page: Page) -> None:
    page.set_viewport_size({"width": 643, "height": 980})
    page.emulate_media(media="print")
    end = "document.querySelector('.article__image').getBoundingClientRect().bottom + scrollY"
    assert page.evaluate(end) < 800  # of 980, which A4 has without its margins
    page.evaluate("document.querySelector('.article__image img').style.cssText = 'max-height: none; width: 100%'")
    assert page.evaluate(end) > 820, "the control"


_WIDE_FORMULA = """() => {
    const part = document.querySelector("div.arithmatex math > *");
    for (let n = 0; n < 6; n++) part.after(part.cloneNode(true));
}"""


def test_on_paper_no_line_of_code_is_cut_off(page: Page, site: Served) -> None:
    page.goto(site.url + "articles/crowd/")
    page.set_viewport_size({"width": 643, "height": 980})
    page.evaluate("document.querySelector('pre > code').append('x'.repeat(400))")
    cut = "(() => { const code = document.querySelector('pre > code'); return code.scrollWidth - code.clientWidth })()"
    assert page.evaluate(cut) > 1000, "the control"
    page.emulate_media(media="print")
    assert page.evaluate(cut) == 0


def test_on_paper_no_formula_is_cut_off(page: Page, site: Served) -> None:
    page.set_viewport_size({"width": 643, "height": 980})
    page.goto(site.url + "articles/signs/")
    page.evaluate(_WIDE_FORMULA)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    wide = "[...document.querySelectorAll('div.arithmatex')].some((box) => box.scrollWidth > box.clientWidth + 1)"
    assert not page.evaluate(wide)
    page.evaluate("document.querySelectorAll('div.arithmatex').forEach((box) => box.style.removeProperty('--fit'))")
    assert page.evaluate(wide), "the control"


def test_on_paper_each_page_of_a_retracted_article_says_so(page: Page, site: Served) -> None:
    """The name of the pages, for which the style sheet has a line in the margin."""
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).page") == "auto"
    page.goto(site.url + "articles/withdrawn/")
    assert page.evaluate("getComputedStyle(document.body).page") == "retracted"


# --- weight -----------------------------------------------------------------------------------------------------------


def _first_view(browser: Browser, served: Served, path: str) -> list[tuple[str, int]]:
    served.sent.clear()
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.goto(served.url + path, wait_until="networkidle")
    context.close()
    assert [url for url in elsewhere if not url.startswith((served.url, "data:"))] == []
    return list(served.sent)


def test_what_comes_from_elsewhere_or_weighs_much_is_seen(browser: Browser, tmp_path: Path) -> None:
    """The control of the bounds below."""
    (tmp_path / "heavy.js").write_bytes(random.Random(1).randbytes(50_000))
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><script src=heavy.js></script>")
    with serve(tmp_path) as served:
        assert sum(size for path, size in _first_view(browser, served, "") if path.endswith(".js")) > 49_000
        (tmp_path / "index.html").write_text("<!doctype html><title>x</title><img src=http://127.0.0.1:9/x.png>")
        with pytest.raises(AssertionError):
            _first_view(browser, served, "")


def test_an_article_is_light_and_does_not_grow_with_the_hub(
    browser: Browser, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    weights: dict[int, int] = {}
    for others in (0, 300):
        folder = tmp_path_factory.mktemp(f"weight-{others}")
        files = {f"docs/articles/n{n}.md": _article(n) for n in range(others)}
        for path in (shared / "seed-hub").rglob("*"):
            if path.is_file():
                files[path.relative_to(shared / "seed-hub").as_posix()] = path.read_text(encoding="utf-8")
        hub.hubs.write(folder, files)
        built = hub.hubs.build(folder)
        assert built.status == 0, built.output
        with serve(folder / "site") as served:
            sent = _first_view(browser, served, "articles/role-of-social-media/")
            weights[others] = sum(size for _, size in sent)
            assert len(sent) <= 7, sent
            assert weights[others] <= 21_500, sent
            assert not any(path.endswith("search.css") for path, _ in sent), "that comes with a search"
            assert sum(size for path, size in sent if path.endswith(".js")) <= 4_000, sent
            home = _first_view(browser, served, "")
            assert sum(size for _, size in home) <= 60_000, home
            print(f"{others} others: article {weights[others]} bytes in {len(sent)}, home {sum(s for _, s in home)}")
    assert abs(weights[300] - weights[0]) <= 1_500, weights


def _article(number: int) -> str:
    return hub.hubs.article(
        "Words of text. " * 20,
        title=f"An article with the number {number}",
        date=f"20{10 + number % 10}-01-{number % 28 + 1:02}",
        topics="[social-media]",
        authors=f'[{{name: "Author {chr(65 + number % 26)}"}}]',
    )


def test_a_dark_page_prints_as_a_light_one_does(context: BrowserContext, site: Served) -> None:
    page = context.new_page()
    page.goto(site.url + "articles/signs/")
    printed = []
    for scheme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
        printed.append(
            page.evaluate("""() => [...document.querySelectorAll("main *")].map((one) => {
                const style = getComputedStyle(one);
                return [style.color, style.backgroundColor, style.filter, style.mixBlendMode];
            })""")
        )
    assert len(printed[0]) > 100
    assert printed[0] == printed[1]
