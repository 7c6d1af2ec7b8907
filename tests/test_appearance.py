"""The look of a hub as mkdocs.yml asks for it, in the settings that Material has."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

import hubs
from studenthub.model import appearance
from studenthub.model.appearance import Appearance, contrast

PAPER, DARK = "#fbfaf7", "#15181c"
ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8H0z"/></svg>\n'


def look(**theme: object) -> Appearance:
    return appearance.read({"theme": theme})


def test_the_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("name", [*appearance.NAMED, "#123456", "#ABCDEF"])
def test_every_colour_can_be_read_in_light_and_in_dark(name: str) -> None:
    found = look(palette={"primary": name})
    assert contrast(found.accent, PAPER) >= 4.5
    assert contrast(found.dark_accent, DARK) >= 4.5
    assert found.colours.count(found.dark_accent) == 1


def test_pictures_that_are_shared_have_the_colour_of_the_links(tmp_path: Path) -> None:
    stylesheet = (hubs.THEME / "assets/hub.css").read_text(encoding="utf-8")
    assert f"--accent: var(--light, {look().printed_accent})" in stylesheet
    coloured = hubs.MKDOCS_YML.replace("name: studenthub", "name: studenthub, palette: {primary: red}")
    assert coloured != hubs.MKDOCS_YML
    hubs.write(
        tmp_path, {"mkdocs.yml": coloured, "docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article()}
    )
    assert hubs.run(tmp_path, ["hub", "build", "site"]).status == 0
    for path in ("assets/card.png", "articles/a/card.png"):
        with Image.open(tmp_path / "site" / path) as card:
            red, green, blue = card.convert("RGB").getpixel((5, 5))
        assert f"#{red:02x}{green:02x}{blue:02x}" == look(palette={"primary": "red"}).accent, path


def test_a_colour_that_is_changed_is_reported_and_another_is_not() -> None:
    (note,) = look(palette={"primary": "yellow"}).notes
    assert note.startswith("theme.palette: #ffec3d has a contrast of 1.2 on paper, and text needs 4.5: links are #")
    assert look(palette={"primary": "indigo"}) == Appearance("#4051b5", look(palette={"primary": "indigo"}).dark_accent)
    assert (
        look(palette=[{"scheme": "default", "primary": "indigo", "toggle": {"icon": "x"}}, {"scheme": "slate"}]).notes
        == ()
    )


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"theme": {"palette": {"primary": "teel"}}}, "theme.palette.primary: teel is not a colour"),
        ({"theme": {"palette": {"accent": "red"}}}, "theme.palette.accent does nothing here"),
        ({"theme": {"palette": {"scheme": "slate"}}}, "theme.palette.scheme: slate does nothing here"),
        (
            {"theme": {"palette": [{"primary": "indigo"}, {"scheme": "slate", "primary": "blue grey"}]}},
            "theme.palette: blue grey does nothing: the first primary, indigo, is made lighter for the dark",
        ),
        ({"extra": {"help": [{"label": "Call", "tel": 15}, {"label": "Nobody"}]}}, "extra.help: a line does nothing"),
        ({"extra": {"help": "Call 15"}}, "extra.help: a line does nothing without tel: or url: and a label (Call 15)"),
        ({"theme": {"features": ["navigation.tabs"]}}, "theme.features in mkdocs.yml does nothing"),
        ({"theme": {"icon": {"logo": "material/library"}}}, "theme.icon in mkdocs.yml does nothing: write logo:"),
        ({"theme": {"font": {"text": "Roboto"}}}, "theme.font in mkdocs.yml does nothing"),
        ({"theme": {"language": "fr"}}, "theme.language in mkdocs.yml does nothing: write language: among"),
        ({"theme": {"logo": "../../etc/passwd.png"}}, "theme.logo: ../../etc/passwd.png does nothing"),
        (
            {"extra": {"analytics": {"provider": "google"}}},
            "extra.analytics in mkdocs.yml is refused: it sends readers'",
        ),
        ({"extra": {"social": [{"icon": "x"}]}}, "extra.social: a line without link:"),
        ({"extra_css": ["a.css"]}, "extra_css in mkdocs.yml does nothing"),
        ({"copyright": "<b>Us</b>"}, "copyright is printed as plain text"),
    ],
)
def test_a_setting_without_effect_is_a_message(config: dict[str, object], said: str) -> None:
    (note,) = appearance.read(config).notes
    assert note.startswith(said)


def test_a_font_that_is_not_wanted_is_no_setting_in_vain() -> None:
    assert look(font=False).notes == ()


def test_a_picture_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(ICON)
    found = appearance.read({"theme": {"logo": "logo.svg", "favicon": "tab.png"}}, [tmp_path])
    assert (found.logo, found.favicon) == ("logo.svg", "")
    assert found.notes == ("theme.favicon: tab.png is not in docs/ or overrides/, so the hub's own is shown",)


def test_the_settings_show_on_every_page_by_mkdocs_and_without_it(tmp_path: Path) -> None:
    settings = hubs.MKDOCS_YML.replace(
        "{name: studenthub}", "{name: studenthub, palette: {primary: teal}, logo: logo.svg, favicon: icons/tab.png}"
    )
    lines = "[{label: Call, tel: 0800 000 000}, {label: Write, url: 'https://help.example/'}, {label: Both, tel: 15, "
    lines += "url: 'https://both.example/'}, {label: Nothing}]"
    settings += (
        f"copyright: 2026 The editors\nextra: {{social: [{{link: 'https://social.example/@hub'}}], help: {lines}}}\n"
    )
    hubs.write(tmp_path, {"mkdocs.yml": settings, "docs/topics/testing.md": hubs.TOPIC, "docs/logo.svg": ICON})
    lost = "---\ntitle: Nothing here\n---\n\nLook at [testing](topics/testing.md), or ![The logo](logo.svg).\n"
    (tmp_path / "docs/404.md").write_text(lost)
    (tmp_path / "docs/icons").mkdir()
    (tmp_path / "docs/icons/tab.png").write_bytes((hubs.THEME / "assets/hub-180.png").read_bytes())
    assert hubs.build(tmp_path).status == 0
    page = hubs.page(tmp_path, "topics/testing")
    assert page.xpath("//header//img/@src") == ["../../logo.svg"]
    assert page.xpath("//link[@rel='icon']/@href") == ["../../icons/tab.png"]
    assert page.xpath("//footer//a[@rel='me']/text()") == ["social.example"]
    assert "2026 The editors" in hubs.text(page)
    ways = ["tel:0800000000", "https://help.example/", "tel:15", "https://both.example/"]
    assert page.xpath("//footer//section[@class='help']//a/@href") == ways
    site = tmp_path / "site"
    not_found = html.parse(site / "404.html")
    assert not_found.xpath("string(//h1)") == "Nothing here"
    assert not_found.xpath("//main/div[@class='prose']//@href") == ["/topics/testing/"]
    assert not_found.xpath("//main/div[@class='prose']//@src") == ["/logo.svg"]
    assert not page.xpath("//footer//a[.='Nothing here']")
    assert not (site / "404").exists()
    assert look(palette={"primary": "teal"}).accent in (site / "assets/hub.css").read_text()
    assert hubs.run(tmp_path, ["hub", "audit", "site"]).status == 0
    assert hubs.run(tmp_path, ["hub", "build", "again"]).status == 0
    for name in ("assets/hub.css", "logo.svg", "icons/tab.png", "topics/testing/index.html", "404.html"):
        assert filecmp.cmp(site / name, tmp_path / "again" / name, shallow=False), name
    checked = hubs.run(tmp_path, ["hub", "check"])
    assert "mkdocs.yml:1:1: HUB904 theme.palette: #009485 has a contrast of" in checked.output
