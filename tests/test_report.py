"""The report on a pull request, as GitHub's own Markdown shows it: for students to act on, and safe to look at."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import cmarkgfm
import pytest
from lxml import html

import english
import hubs
from studenthub.cli import main, pull_request
from studenthub.cli.commands import report
from studenthub.cli.pull_request import Copy

#: Values that would become something else on GitHub if they were printed as they stand.
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=https://evil.example/x.png>",
    "![x](https://evil.example/x.png)",
    "[press here](https://evil.example/)",
    "</details><h1>Merged</h1>",
    "`code` | cell | <!-- comment",
    "https://evil.example/ and www.evil.example",
    "``` fence",
    "$\\\\href{https://evil.example}{x}$ ~~struck~~ **bold**",
)


def rendered(folder: Path, *arguments: str) -> html.HtmlElement:
    """The report on a hub, as a page."""
    ran = hubs.run(folder, ["hub", "report", *arguments])
    assert ran.status == 0, ran.output
    return html.document_fromstring(f"<body>{cmarkgfm.github_flavored_markdown_to_html(ran.output, UNSAFE)}</body>")


#: What the report itself is made of.
TAGS = {
    *("html", "body", "h1", "h2", "h3", "p", "ul", "li", "strong", "em", "code", "pre", "blockquote", "a", "span"),
    *("details", "summary", "table", "thead", "tbody", "tr", "th", "td"),
}
#: Raw HTML is kept, as GitHub keeps it: what is dangerous must not be there in the first place.
UNSAFE = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE


def hub(folder: Path, **files: str) -> Path:
    return hubs.write(folder, {"docs/topics/testing.md": hubs.TOPIC} | files)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Author", "-c", "user.email=author@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, files: Mapping[str, str]) -> None:
    """Write files, and commit everything."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Change")


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    """A hub with an article that is there already, on the branch main."""
    hub(tmp_path, **{"docs/articles/old.md": hubs.article("See [@nobody2001].\n\nText.", title="An old article")})
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {})
    git(tmp_path, "checkout", "-q", "-b", "patch-1")
    return tmp_path


@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_that_a_student_wrote_becomes_more_than_text(value: str, tmp_path: Path) -> None:
    title = value.replace('"', "'")
    article = hubs.article(
        f"# {value}\n\nSee [@nobody2001] and [@author2001].\n\n```\n{value}\n```",
        title=f'"{title}"',
        description=f'"{title} {title}"',
        authors=f'[{{name: "{title}", affiliation: "{title}"}}]',
    )
    bib = f"@book{{author2001, author = {{Author, A.}}, title = {{{value}}}, publisher = {{P}}, year = {{2001}}}}\n"
    page = rendered(hub(tmp_path, **{"docs/articles/a.md": article, "bib/a.bib": bib}))
    assert {element.tag for element in page.iter()} <= TAGS
    assert not page.xpath("//a[not(contains(@href, 'hub.example'))]")
    assert len(page.xpath("//h1")) == 1
    assert value.split("\\")[0].split("`")[0].split("<!--")[0].strip() in page.text_content()


def test_every_mend_is_shown_as_it_is_and_as_it_should_be(tmp_path: Path) -> None:
    body = "See [it](example.org/page) and ```` ``` ````.\n\nA \u202esign."
    page = rendered(hub(tmp_path, **{"docs/articles/a.md": hubs.article(body)}))
    shown = [block.text_content() for block in page.xpath("//li//pre")]
    assert shown == [
        "- See [it](example.org/page) and ```` ``` ````.\n+ See [it](https://example.org/page) and ```` ``` ````.\n",
        "- A ‹U+202E›sign.\n+ A sign.\n",
    ]
    rows = json.loads(hubs.run(tmp_path, ["hub", "check", "--format", "json"]).output)
    mends = {tuple(sorted(row["suggestion"].items())) for row in rows if row["suggestion"]}
    assert len(shown) == len(mends)


def test_what_is_copied_from_a_report_is_what_was_written(tmp_path: Path) -> None:
    page = rendered(hub(tmp_path, **{"docs/articles/a.md": hubs.article("See (@author2001) and [@nobody2001].")}))
    assert "Unknown source @nobody2001." in page.text_content()
    # GitHub looks for the names of its users in each piece of text by itself.
    assert not page.xpath("//text()[contains(., '@n') or contains(., '@a')][not(ancestor::code or ancestor::pre)]")


def test_of_a_long_line_the_mend_is_shown_first_and_the_line_to_copy_below(tmp_path: Path) -> None:
    line = f"{'word ' * 60}(@author2001) {'word ' * 60}".strip()
    bib = "@book{author2001, author = {Author, A.}, title = {A title}, publisher = {P}, year = {2001}}\n"
    page = rendered(hub(tmp_path, **{"docs/articles/a.md": hubs.article(line), "bib/a.bib": bib}))
    difference, whole = (block.text_content() for block in page.xpath("//li//pre")[:2])
    assert all(len(row) < 160 for row in difference.splitlines())
    assert "(@author2001)" in difference
    assert "[@author2001]" in difference
    assert whole == line.replace("(@author2001)", "[@author2001]") + "\n"


def test_what_is_confidential_is_in_no_part_of_the_report(tmp_path: Path) -> None:
    secret = "8001015009087"
    article = hubs.article(
        f"# The ID {secret}\n\nSee https://example.org/ID{secret} and [@{secret}].",
        title=f"The patient {secret} and us",
        description=f"This is about {secret}, the number.",
    )
    ran = hubs.run(hub(tmp_path, **{"docs/articles/a.md": article}), ["hub", "report"])
    assert secret not in ran.output
    assert "The patient ••• and us" in ran.output


def test_what_may_lead_to_a_person_is_told_before_all_else(tmp_path: Path) -> None:
    urgent = "Tell the editors at once"
    harmless = hubs.run(hub(tmp_path, **{"docs/articles/a.md": hubs.article("# Twice")}), ["hub", "report"])
    assert urgent not in harmless.output
    files = {"docs/articles/a.md": hubs.article("Folder no. 12345678.")}
    before, found, after = hubs.run(hub(tmp_path, **files), ["hub", "report"]).output.partition(urgent)
    assert found
    assert "## " not in before
    assert "HUB505" in after


def test_a_report_is_never_larger_than_github_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(report, "LARGEST", 30_000)
    files = {f"docs/articles/a{n}.md": hubs.article(f"[{'é' * 30}](example.org/page)\n\n" * 9) for n in range(15)}
    assert main(["--root", str(hub(tmp_path, **files)), "report"]) == 0
    output = capsys.readouterr().out
    assert 28_000 < len(output.encode()) < 30_000 + 4096
    assert output.rstrip().endswith("then look again.")
    assert output.count("<details>") == output.count("</details>") > 5


def test_only_what_the_pull_request_changes_is_reported(fork: Path) -> None:
    commit(
        fork,
        {
            "docs/articles/new.md": hubs.article("## Fine\n\nText.", title="A new article"),
            "mkdocs.yml": "#\n" + hubs.MKDOCS_YML,
        },
    )
    text = hubs.text(rendered(fork, "--base", "main"))
    assert "A new article" in text
    assert "docs/articles/new.md · new" in text
    assert "More than an article. Files of the hub itself come with it: mkdocs.yml" in text
    assert "docs/articles/old.md You did not change this file." in text
    assert "An old article" not in text
    ran = hubs.run(fork, ["hub", "check", "--no-advice", "--format", "github", "--base", "main"])
    assert [line.split("::")[1].split(",")[0] for line in ran.output.splitlines()] == [
        "error file=docs/articles/old.md",
        "notice file=mkdocs.yml",
    ]


def test_what_is_in_the_wrong_place_is_reported_with_the_right_one(
    fork: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "My sleep.md": hubs.article("Text."),
        "texts/My sleep.md": hubs.article("Text."),
        "My Library.bib": "% nothing yet",
        "drafts/Sleep.docx": "PK",
        "docs/articles/Sleep 2.docx": "PK",
        "NOTES.md": "# Notes\n\nOf the maintainers.",
        ".github/x.md": hubs.article("Text."),
    }
    commit(fork, files)
    assert main(["--root", str(fork), "check", "--no-advice", "--base", "main"]) == 1
    rows = [line.split(": ", 1) for line in capsys.readouterr().out.splitlines() if "HUB6" in line]
    move = "open it, press the pencil, and write that path in the box with its name"
    lost = f"HUB604 this is an article, and it is in the wrong folder (move it to docs/articles/my-sleep.md: {move})"
    assert rows == [
        [
            "My Library.bib:1:1",
            f"HUB618 the sources in My Library.bib are not read here (move it to bib/my-library.bib: {move})",
        ],
        ["My sleep.md:1:1", lost],
        [
            "drafts/Sleep.docx:1:1",
            "HUB612 files of the type .docx are not read (paste its text into a file docs/articles/sleep.md)",
        ],
        ["texts/My sleep.md:1:1", lost],
        [
            "docs/articles/Sleep 2.docx:1:1",
            "HUB612 files of the type .docx do not belong here (paste its text into a file sleep-2.md)",
        ],
    ]
    monkeypatch.setenv("GITHUB_REPOSITORY", "your/hub")
    page = rendered(fork, "--base", "main")
    assert "❌ 6 problems to fix" in page.text_content()
    assert "come with it: .github/x.md, NOTES.md. Please" in page.text_content()
    assert "https://github.com/your/hub/issues/new?template=2-draft.yml" in page.xpath("//blockquote//a/@href")
    names = [name for name in files if "My" in name or name.endswith(".docx")]
    git(fork, "rm", "-q", *names)
    commit(fork, {})
    assert main(["--root", str(fork), "check", "--no-advice", "--base", "main"]) == 1
    assert "HUB6" not in capsys.readouterr().out
    assert "You have a Word file" not in rendered(fork, "--base", "main").text_content()


TYPED = """\
Sleep matters\u00a0(Author & Writer, 2019). See http://example.org/here
Reasons:
• nobody asks
• nobody says

References

Author, A., & Writer, B. (2019). An invented study. *Journal of Examples*, *12*(3), 45-52. https://doi.org/10.1234/a
Example, C. (2020). Handover at night. Example Press.
"""


def test_a_file_with_a_typed_list_is_offered_whole_and_then_nothing_is_left_to_fix(
    fork: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git(fork, "rm", "-q", "docs/articles/old.md")
    commit(fork, {"docs/articles/new.md": hubs.article(TYPED, date="2999-01-01")})
    event = tmp_path / "event.json"
    head = {"ref": "patch-1", "repo": {"full_name": "student/hub"}}
    event.write_text(json.dumps({"pull_request": {"head": head}}))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    page = rendered(fork, "--base", "main")
    [whole] = [part for part in page.xpath("//details") if "The whole file, corrected" in part.text_content()]
    assert "https://github.com/student/hub/edit/patch-1/docs/articles/new.md" in whole.xpath(".//a/@href")
    [block] = whole.xpath(".//pre")
    commit(fork, {"docs/articles/new.md": block.text_content()})
    main(["--root", str(fork), "check", "--no-advice", "--base", "main"])
    assert "no problems" in capsys.readouterr().out
    text = (fork / "docs/articles/new.md").read_text()
    assert "Sleep matters [@author2019]. See http://example.org/here" in text
    assert "@book{example2020," in text
    # Where nothing is wrong, and where it may lead to a person, nothing is offered.
    assert "corrected" not in rendered(fork, "--base", "main").text_content()
    commit(fork, {"docs/articles/new.md": hubs.article(f"Folder no. 12345678.\n\n{TYPED}")})
    assert "The whole file, corrected" not in rendered(fork, "--base", "main").text_content()


def test_elsewhere_nobody_is_told_what_to_press_on_github(fork: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(fork, {"docs/articles/new.md": hubs.article("See [@nobody2002].")})
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    text = hubs.text(rendered(fork, "--base", "main"))
    assert "save the file where you sent it from: the checks run again" in text
    assert "It is in the file preview.html" in text
    assert not any(words in text for words in ("Commit changes", "Artifacts", "pull request"))
    monkeypatch.setenv("GITHUB_REPOSITORY", "your/hub")
    text = hubs.text(rendered(fork, "--base", "main"))
    assert all(words in text for words in ("Commit changes", "Artifacts", "pull request"))


def test_a_word_file_is_sent_with_the_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = hubs.MKDOCS_YML + "repo_url: https://github.com/your/hub\n"
    hub(tmp_path, **{"mkdocs.yml": settings, "docs/articles/Sleep.docx": "PK"})
    assert main(["--root", str(tmp_path), "check"]) == 1
    said = capsys.readouterr().out
    assert (
        "send it with the form “Send a draft” instead: https://github.com/your/hub/issues/new?template=2-draft.yml"
        in said
    )


def test_what_was_changed_is_told_first(fork: Path) -> None:
    commit(fork, {"docs/articles/zzz.md": hubs.article("See [@nobody2002].\n\nText.")})
    ran = hubs.run(fork, ["hub", "check", "--no-advice", "--base", "main"])
    assert [line.partition(":")[0] for line in ran.output.splitlines()[:2]] == [
        "docs/articles/zzz.md",
        "docs/articles/old.md",
    ]
    assert "HUB901" not in ran.output


def test_a_template_date_that_has_passed_is_told_and_stops_nothing(fork: Path) -> None:
    files = {
        name: hubs.article("Text.", title=name, date=day)
        for name, day in (("new", "2024-07-11"), ("later", "2999-01-01"))
    }
    commit(fork, {f"docs/articles/{name}.md": text for name, text in files.items()})
    ran = hubs.run(fork, ["hub", "check", "--base", "main", "docs/articles/new.md", "docs/articles/later.md"])
    assert "docs/articles/new.md:4:7: HUB902 the day of publication has passed: 2024-07-11" in ran.output
    assert "later.md:4:7: HUB902" not in ran.output
    assert "old.md" not in ran.output
    assert ran.status == 0
    text = hubs.text(rendered(fork, "--base", "main"))
    assert "The day of publication has passed: 2024-07-11. An editor sets it before the article is published" in text


def test_a_line_leads_to_the_students_own_copy(fork: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(fork, {"docs/articles/new.md": hubs.article("See [@nobody2002].\n\nText.")})
    event = tmp_path / "event.json"
    head = {"ref": "patch 1", "repo": {"full_name": "student/hub"}}
    event.write_text(json.dumps({"pull_request": {"head": head}}))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    links = rendered(fork, "--base", "main").xpath("//li//a/@href")
    assert links[0] == "https://github.com/student/hub/blob/patch%201/docs/articles/new.md?plain=1#L9"


@pytest.mark.parametrize("event", ["", "{}", "[]", '{"pull_request": {"head": {"repo": null, "ref": "a"}}}'])
def test_elsewhere_nobody_knows_the_copy(event: str, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(event)
    assert Copy.of({"GITHUB_EVENT_PATH": str(tmp_path / "event.json")}).line("a", 1) == ""
    assert Copy.of({}).line("a", 1) == ""


def test_the_page_is_shown_as_readers_will_see_its_head(tmp_path: Path) -> None:
    authors = '[{name: "Author, A.", programme: MBChB, year_of_study: 4, affiliation: University of Example}]'
    files = {
        "docs/articles/a.md": hubs.article("Text [@author2001; @short2002].", authors=authors, date="2999-07-11"),
        "bib/a.bib": "@book{author2001, author = {Author, A.}, title = {A title}, publisher = {P}, year = {2001}}\n"
        "@book{short2002, author = {Author, A.}, title = {Another title}, year = {2002}}\n",
    }
    page = rendered(hub(tmp_path, **files))
    assert [hubs.text(line) for line in page.xpath("//blockquote/p")] == [
        "An article",
        "What this article is about, in one sentence.",
        "Author, A., MBChB, fourth year, University of Example",
        "11 July 2999 · 1 min read · Testing",
        "It will appear on 11 July 2999.",
    ]
    rows = [[hubs.text(cell) for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows == [
        ["author2001", "Author, A. (2001). A title. P.", "✅"],
        ["short2002", "Author, A. (2002). Another title.", "no publisher"],
    ]


def test_git_is_asked_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hub(tmp_path)
    for base in ("nowhere", "--upload-pack=x"):
        assert main(["--root", str(tmp_path), "report", f"--base={base}"]) == 2
    assert capsys.readouterr().err.count("hub: ") == 2


def test_deleted_files_are_told_apart(fork: Path) -> None:
    (fork / "docs/articles/old.md").unlink()
    commit(fork, {"docs/articles/é.md": hubs.article()})
    assert pull_request.changed(fork, "main") == {"docs/articles/old.md": "deleted", "docs/articles/é.md": "new"}


def test_the_limit_is_githubs() -> None:
    assert report.LARGEST + 4096 == 1024 * 1024


@pytest.mark.parametrize(
    ("language", "heading", "look"),
    [
        ("fr-FR", "❌ 2 problèmes à corriger", "Auteur, A., MBChB, quatrième année"),
        ("pt-PT", "❌ 2 problemas a corrigir", "Auteur, A., MBChB, quarto ano"),
        ("af-ZA", "❌ 2 probleme om te herstel", "Auteur, A., MBChB, vierde jaar"),
        ("zu-ZA", "❌ izinkinga ezingu-2 okumele zilungiswe", "Auteur, A., MBChB, unyaka wesine"),
    ],
)
def test_the_report_is_in_the_language_of_the_hub(
    fork: Path, monkeypatch: pytest.MonkeyPatch, language: str, heading: str, look: str
) -> None:
    own = f"{{bib_dir: bib, language: {language}}}"
    authors = '[{name: "Auteur, A.", programme: MBChB, year_of_study: 4}]'
    files = {
        "mkdocs.yml": hubs.MKDOCS_YML.replace("{bib_dir: bib}", own),
        "docs/articles/un.md": hubs.article("Un [@auteur2001]. Dossier n° 123456.", authors=authors, draft="true"),
        "docs/articles/deux.md": hubs.article("Deux [@absent2001]. Fin.", date="2999-07-11", title="Deux titres"),
        "docs/articles/trois.docx": "PK",
        "bib/a.bib": "@book{auteur2001, author = {Auteur, A.}, title = {Un titre}, year = {2001}}\n",
    }
    git(fork, "rm", "-q", "docs/articles/old.md")
    commit(fork, files)
    monkeypatch.setenv("GITHUB_REPOSITORY", "your/hub")
    text = hubs.text(rendered(fork, "--base", "main"))
    assert heading.replace("2", "3") in text
    assert look in text
    assert english.left(text) == []
