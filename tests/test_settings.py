"""What mkdocs.yml says: followed as any user of MkDocs expects, or refused in a line that says why."""

from __future__ import annotations

import gzip
import http.server
import re
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from PIL import Image

import hubs
from mkdocs_studenthub import private
from mkdocs_studenthub.plugin import HubOptions
from studenthub.model import options, settings

SOURCE = "@book{author2001, author = {Author, A.}, title = {A title}, publisher = {Press}, year = {2001}}"
FILES = {
    "docs/topics/testing.md": hubs.TOPIC,
    "docs/articles/first.md": hubs.article("See [@author2001]."),
    "docs/notes.md": "# Notes\n\nOnly for us.\n",
    "bib/sources.bib": SOURCE,
    "styles/no-style.csl": "<html/>",
    "styles/title.csl": '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>T'
    "</title><id>t</id><updated>2024-01-01T00:00:00+00:00</updated></info><citation><layout prefix='‹' suffix='›'>"
    "<text variable='title'/></layout></citation></style>",
}


def configured(folder: Path, options: str = "bib_dir: bib", more: str = "") -> Path:
    """A hub whose plugin has these options, and whose mkdocs.yml has ``more`` lines."""
    hubs.write(folder, FILES)
    (folder / "mkdocs.yml").write_text(hubs.MKDOCS_YML.replace("bib_dir: bib", options) + more)
    return folder


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("bib_dir: bib, per_page: 0", "per_page in mkdocs.yml must be a whole number from 1"),
        ("bib_dir: bib, language: English", "language in mkdocs.yml is not a language: English; write en-ZA"),
        ("bib_dir: bib, kinds: [{a: b}]", "kinds in mkdocs.yml needs words for a, of 2 to 60 characters"),
        (
            "bib_dir: bib, require: [data]",
            "require in mkdocs.yml names no declaration of this hub: data (there are ai_use",
        ),
        ("bib_dir: bib, csl: appa", "there is no citation style called appa (did you mean apa?)"),
        ("bib_dir: bib, csl_file: styles/missing.csl", "there is no style file"),
        ("bib_dir: bib, csl_file: styles/no-style.csl", "no-style is no citation style"),
        ("bib_dir: bibs", "bibs"),
        (
            "bib_dir: bib, footnote_format: '{key}'",
            "the option footnote_format of the plugin studenthub in mkdocs.yml does nothing: the citation style says",
        ),
        ("bib_dri: bib", "the plugin studenthub in mkdocs.yml has no option bib_dri (did you mean bib_dir?)"),
        ("qqq: bib", "the plugin studenthub in mkdocs.yml has no option qqq (it has ask_authors, bib_by_default, "),
    ],
)
def test_what_cannot_be_is_told_by_the_build_and_by_the_checks(tmp_path: Path, written: str, said: str) -> None:
    configured(tmp_path, written)
    for command, status in ((["hub", "check"], 2), (["mkdocs", "build"], 1)):
        ran = hubs.run(tmp_path, command)
        assert ran.status == status, ran.output
        assert said in ran.output
        assert "Traceback" not in ran.output


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("csl", 7, "must be a text; put it in quotation marks"),
        ("per_page", True, "must be a whole number from 1"),
        ("per_page", "25", "must be a whole number from 1"),
        ("country", "Kenya", "must be two capital letters, such as KE"),
        ("issn", "2049-3631", "is not an ISSN: 2049-3631; copy it again, such as 2049-3630"),
        ("issn", 20493630, "must be a text; put it in quotation marks"),
        ("subject", "medicine", "must be one of these: health, law, general"),
        ("subject", ["law"], "must be one of these: health, law, general"),
        ("require", "funding", "must be a list of declarations, or a group in which each has a reason"),
        ("require", [["funding"]], "must be a list of declarations, or a group in which each has a reason"),
        ("require", {"funding": "yes"}, "needs a reason in words for funding"),
        ("kinds", ["case-report", "case-note"], "has no case-note (there are article, opinion"),
        ("kinds", [{"Case note": "Case note"}], "has a name that cannot be: Case note; use small letters"),
        ("kinds", [{"case-note": "Case note", "moot": "Moot"}], "must be a list: each a name that is known (article, "),
        ("declarations", ["data"], "has no data (there are ai_use, conflicts, funding, ethics"),
        ("limits", {"titel": {"most": 9, "reason": "it must fit"}}, "has no titel (did you mean title?)"),
        ("limits", {"title": {"most": 90}}, "needs for title a reason: in words"),
        ("limits", {"title": {"most": 900, "reason": "it must fit"}}, "needs for title least: or most:, from 3 to 200"),
        ("limits", {"text": {"reason": "it must fit"}}, "needs for text least: or most:, from 0 to 30000"),
        ("limits", {"text": {"most": True, "reason": "it must fit"}}, "needs for text least: or most:"),
        ("programmes", "LLB", "must be a list of texts, such as LLB"),
        ("ask_authors", ["degree"], "must be a list of some of these: programme, year_of_study, position"),
        ("checks", {"HUB324": "none"}, "must be a group: below each code, such as HUB324, a level"),
        ("checks", {"HUB324": {"level": "none", "reason": "no"}}, "must be a group: below each code, such as HUB324"),
        ("checks", ["HUB324"], "must be a group: below each code, such as HUB324, a level"),
        ("guide", "perhaps", "must be true or false"),
        ("social_cards", 1, "must be true or false"),
    ],
)
def test_an_option_is_refused_with_what_it_must_be(name: str, value: object, said: str) -> None:
    with pytest.raises(options.BadSettings) as refused:
        options.read({name: value})
    assert str(refused.value).startswith(f"{name} in mkdocs.yml {said}")


def test_an_option_is_read_as_it_is_meant() -> None:
    checks = {"HUB324": {"level": "none", "reason": "our opinions are marked as such"}}
    found = options.read({"require": ["funding"], "checks": checks, "issn": "2049-3630", "per_page": 1, "csl": None})
    assert (found["require"], found["checks"], found["per_page"]) == ({"funding": ""}, {"HUB324": "none"}, 1)
    assert found["csl"] == options.DEFAULTS["csl"]


def test_the_options_are_those_of_the_plugin() -> None:
    """The core says what is mistyped without MkDocs, so it knows those of mkdocs-bibtex by their names."""
    assert {*HubOptions(), "enabled"} == options.NAMES | options.IDLE.keys()


def test_readme_has_a_line_for_each_option() -> None:
    readme = (hubs.PROJECT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^  \| `(\w+)` \| (.+?) \| .+ \|$", readme, re.MULTILINE)
    assert rows == [(option.name, option.help) for option in options.OWN]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            b"plugins: [\nnonsense: {",
            "mkdocs.yml:2:12: a bracket is missing, or text follows one (",
        ),
        (
            b"site_name: A: hub\n",
            'mkdocs.yml:1:13: a value with a colon needs quotes (write site_name: "A: hub")',
        ),
        (b"theme:\n\tname: a\n", "mkdocs.yml:2:1: this line begins with a tab (use two spaces)"),
        (b"site_name: A\n\tsite_url: a\n", "mkdocs.yml:2:1: this line begins with a tab (delete it)"),
        (b"\tsite_name: A\n", "mkdocs.yml:1:1: this line begins with a tab (delete it)"),
        (b"site_name:\tA\n", "mkdocs.yml:1:11: there is a tab in this line (use a space)"),
        (b"plugins:\n  - a\n- b\n", "mkdocs.yml:3:1: this line is indented too far or not far enough (line it up"),
        (
            b"name= a\nb: c\n",
            "mkdocs.yml:1:1: this line is not a field (a field is a name, a colon, a space and a value)",
        ),
        (b"site_name: \xff\n", "mkdocs.yml is not plain text; save it with the encoding UTF-8"),
        (b"- site_name\n", "mkdocs.yml holds no settings"),
        (b"site_name: \x07\n", "mkdocs.yml:1:12: this file cannot be read: it contains an invisible character; "),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_place(tmp_path: Path, text: bytes, said: str) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(text)
    with pytest.raises(options.BadSettings) as told:
        settings.read(tmp_path)
    assert str(told.value).startswith(said)
    assert "unicode string" not in str(told.value)


def test_what_mkdocs_yml_says_is_read_without_a_warning() -> None:
    config = MkDocsConfig()
    config.load_dict({"edit_uri": "edit/trunk/docs/"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert private.written(config, "edit_uri") == "edit/trunk/docs/"


def test_addresses_end_in_a_slash(tmp_path: Path) -> None:
    ran = hubs.build(configured(tmp_path, more="use_directory_urls: false\n"))
    assert ran.status == 1
    assert "use_directory_urls in mkdocs.yml must be true" in ran.output


def test_a_hub_is_built_from_any_folder(tmp_path: Path) -> None:
    """Paths in mkdocs.yml begin where it lies, wherever the command is given."""
    configured(tmp_path, "bib_file: bib/sources.bib, csl_file: styles/title.csl")
    ran = hubs.run(tmp_path / "docs", ["mkdocs", "build", "--strict", "-f", "../mkdocs.yml"])
    assert ran.status == 0, ran.output
    assert "‹A title›" in hubs.text(hubs.page(tmp_path, "articles/first"))


@pytest.mark.parametrize("option", ["csl", "csl_file"])
def test_an_edit_of_the_hubs_own_style_shows(tmp_path: Path, option: str) -> None:
    configured(tmp_path, f"bib_dir: bib, {option}: styles/title.csl")
    assert hubs.build(tmp_path).status == 0
    style = tmp_path / "styles/title.csl"
    style.write_text(style.read_text().replace("‹", "«"))
    assert hubs.build(tmp_path).status == 0
    assert "«A title›" in hubs.text(hubs.page(tmp_path, "articles/first"))


@pytest.mark.parametrize("option", ["exclude_docs", "draft_docs"])
def test_a_page_that_is_left_out_is_nowhere(tmp_path: Path, option: str) -> None:
    ran = hubs.build(configured(tmp_path, more=f"{option}: notes.md\n"))
    assert ran.status == 0, ran.output
    assert not (tmp_path / "site/notes").exists()
    assert "notes" not in (tmp_path / "site/sitemap.xml").read_text()


def test_an_article_that_is_left_out_would_leave_links_to_nowhere(tmp_path: Path) -> None:
    ran = hubs.build(configured(tmp_path, more="exclude_docs: articles/first.md\n"))
    assert ran.status == 1
    assert "docs/articles/first.md is left out by exclude_docs" in ran.output


@pytest.fixture
def silent_zotero(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A proxy in the place of Zotero, which hangs up."""

    class HangsUp(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.close_connection = True

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name in the standard library
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), HangsUp)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_address[1]}")
    yield
    server.shutdown()


@pytest.mark.usefixtures("silent_zotero")
def test_sources_that_cannot_be_fetched_are_no_traceback(tmp_path: Path) -> None:
    configured(tmp_path, "bib_file: 'http://api.zotero.org/groups/1/items'")
    ran = hubs.run(tmp_path, ["mkdocs", "build"])
    assert ran.status == 1
    assert "the bibliography cannot be fetched from http://api.zotero.org/groups/1/items" in ran.output
    assert "Traceback" not in ran.output


def test_the_checks_do_not_call_sources_unknown_that_they_have_not_fetched(tmp_path: Path) -> None:
    ran = hubs.run(configured(tmp_path, "bib_file: 'http://127.0.0.1:9/sources.bib'"), ["hub", "check"])
    assert ran.status == 2
    assert ran.output == (
        "hub: the sources are at http://127.0.0.1:9/sources.bib, and only MkDocs fetches them (mkdocs build checks the "
        "same; for this command, put a copy into bib/)\n"
    )


def test_a_file_inherits_from_another(tmp_path: Path) -> None:
    configured(tmp_path, "bib_dir: bib, per_page: 7")
    (tmp_path / "mkdocs.yml").rename(tmp_path / "base.yml")
    (tmp_path / "mkdocs.yml").write_text(
        "INHERIT: base.yml\nsite_name: The Heir\nplugins: {studenthub: {bib_dir: bib}}\n"
    )
    assert settings.read(tmp_path).site_name == "The Heir"
    for command in (["hub", "check"], ["mkdocs", "build"]):
        ran = hubs.run(tmp_path, command)
        assert ran.status == 0, ran.output


def test_an_heir_may_say_nothing_of_its_own(tmp_path: Path) -> None:
    configured(tmp_path, "bib_dir: bib, per_page: 7")
    (tmp_path / "mkdocs.yml").rename(tmp_path / "base.yml")
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\n")
    assert settings.read(tmp_path).per_page == 7


@pytest.mark.parametrize(
    ("parent", "said"),
    [
        ("missing.yml", "INHERIT in mkdocs.yml names a file that is not there: missing.yml"),
        ("mkdocs.yml", "mkdocs.yml inherits from itself"),
    ],
)
def test_a_parent_that_cannot_be_is_told(tmp_path: Path, parent: str, said: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"INHERIT: {parent}\nplugins: [studenthub]\n")
    with pytest.raises(options.BadSettings, match=said):
        settings.read(tmp_path.resolve())


def test_a_navigation_may_name_pages_that_the_hub_makes(tmp_path: Path) -> None:
    """No article is shown to MkDocs but those that its navigation names, as one that is not there fails --strict."""
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article()})
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(hubs.MKDOCS_YML + "nav: [articles/a.md, {Lists: [articles/index.md, years/index.md]}]\n")
    built = hubs.build(tmp_path)
    assert (built.status, "WARNING" in built.output) == (0, False), built.output
    settings.write_text(hubs.MKDOCS_YML + "nav: [articles/b.md]\n")
    assert hubs.build(tmp_path).status == 1, "a negative control"


#: A hook that adds a page and reads what it is told of others, as those of MkDocs' own documentation do.
HOOK = """
from pathlib import Path
from mkdocs.structure.files import File
def on_files(files, config):
    files.append(File.generated(config, "terms-of-use.txt", content="Be kind."))
    assert files.get_file_from_path("articles/a.md"), "others see the articles"
    return files
def on_page_content(html, page, config, files):
    with Path("seen.txt").open("a") as seen:
        print(page.meta["title"], page.markdown.strip(), file=seen)
    return html.replace("Text", "Said")
"""


def test_hooks_take_part(tmp_path: Path) -> None:
    """They see every page, once, and may add files that articles link to."""
    article = hubs.article("Text. See [the terms](../terms-of-use.txt).", title="Of hooks")
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": article, "hook.py": HOOK})
    (tmp_path / "mkdocs.yml").write_text(hubs.MKDOCS_YML + "hooks: [hook.py]\n")
    built = hubs.run(tmp_path, ["mkdocs", "build"])
    assert built.status == 0, built.output
    assert (tmp_path / "seen.txt").read_text().count("Of hooks Text.") == 1
    link = hubs.page(tmp_path, "articles/a").xpath('//div[contains(@class, "prose")]//a[text()="the terms"]')[0]
    assert link.get("href") == "../../terms-of-use.txt"
    fragments = (tmp_path / "site/pagefind/fragment").iterdir()
    assert any(b"Said." in gzip.decompress(path.read_bytes()) for path in fragments), "what a hook makes is found"


def test_pictures_are_copied_whatever_the_navigation_leaves_out(tmp_path: Path) -> None:
    article = hubs.article("![A white square](square.png)")
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": article})
    picture = tmp_path / "docs/articles/square.png"
    Image.new("RGB", (64, 64), "white").save(picture)
    (tmp_path / "mkdocs.yml").write_text(hubs.MKDOCS_YML + "not_in_nav: /articles/\n")
    built = hubs.build(tmp_path)
    assert built.status == 0, built.output
    (source,) = hubs.page(tmp_path, "articles/a").xpath("//article//img[@alt='A white square']/@src")
    with Image.open(tmp_path / "site/articles/a" / source) as published:
        assert published.size == (64, 64)


def test_in_an_article_of_another_language_the_hub_speaks_its_own(tmp_path: Path) -> None:
    hub = configured(tmp_path)
    changed = "[{date: 2025-02-03, kind: correction, note: A number was wrong here.}]"
    fields = {
        "title": "Another",
        "language": "ar",
        "changes": changed,
        "declarations": "{funding: None at all.}",
        "tags": "[a tag]",
    }
    (hub / "docs/articles/other.md").write_text(hubs.article("Text.\n\n## One\n\n## Two\n\n## Three", **fields))
    assert hubs.build(hub).status == 0
    page = hubs.page(hub, "articles/other")
    assert page.get("lang") == "en-ZA"
    spoken = {
        " ".join(text.split()): text.getparent().xpath("ancestor-or-self::*[@lang][1]/@lang")[-1]
        for text in page.xpath("//main//text()[normalize-space()]")
    }
    theirs = {"Another", "Text.", "One", "None at all.", "A number was wrong here.", "a tag"}
    ours = {"1 min read", "11 July 2024", "On this page", "Correction", "Funding", "Declarations", "History", "Cite"}
    assert {spoken[text] for text in theirs} == {"ar"}
    assert {spoken[text] for text in ours} == {"en-ZA"}
