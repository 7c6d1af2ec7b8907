"""From an issue to an article: what is fetched, imported, checked and handed over, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from PIL import Image

import github_server
import hubs
import submissions
from github_server import GitHub
from studenthub import hub
from studenthub.cli import main
from studenthub.model import settings
from studenthub.submission import form, messages, pasted
from studenthub.submission.parcel import Parcel

TEXT = "Students who sleep write better than students who do not, and nobody has told them why (Author, 2019). " * 6
LISTED = "References\n\nAuthor, A. (2019). Nights on call. Journal of Examples, 12(3), 45-52."

Job = Callable[..., int]


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    with github_server.running() as found:
        for name, value in {
            "GITHUB_API_URL": f"{found.address}/api",
            "GITHUB_SERVER_URL": found.address,
            "GITHUB_REPOSITORY": github_server.REPOSITORY,
            "GITHUB_RUN_ID": "99",
            "GITHUB_TOKEN": "secret",
        }.items():
            monkeypatch.setenv(name, value)
        yield found


@pytest.fixture
def read(github: GitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Parcel]:
    """The first job: what it hands over of an issue with this text. Pages are built by a test of their own."""
    monkeypatch.setattr("studenthub.cli.commands.take.preview.build", lambda *_: b"<html>")

    def job(text: str, answers: Mapping[str, str] = {}, files: Mapping[str, str] = {}) -> Parcel:
        root = hubs.write(tmp_path / "hub", {"docs/topics/testing.md": hubs.TOPIC} | files)
        found = settings.read(root)
        fields = form.fields(found, hub.read(found, unpublished=True).catalogue.terms["topics"])
        body = submissions.body(text, submissions.GOOD | answers, ticked=["Testing"], fields=fields)
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(submissions.event(tmp_path / "event.json", body)))
        parcel = tmp_path / f"parcel-{len(list(tmp_path.iterdir()))}"
        assert main(["--root", str(root), "draft", "read", str(parcel), str(tmp_path / "preview.html")]) == 0
        return Parcel.read(parcel)

    return job


def front(parcel: Parcel) -> Mapping[str, object]:
    """The fields of the article."""
    [article] = [data.decode() for path, data in parcel.files.items() if path.endswith(".md")]
    fields = yaml.safe_load(article.split("---\n")[1])
    assert isinstance(fields, dict)
    return fields


def test_a_pasted_text_becomes_an_article_with_what_the_form_knows(read: Callable[..., Parcel]) -> None:
    parcel = read(f"{TEXT}\n\n{LISTED}", {"description": "What a night without sleep does to those who learn."})
    assert list(parcel.files) == ["bib/sleep-on-call.bib", "docs/articles/sleep-on-call.md"]
    assert b"[@author2019]" in parcel.files["docs/articles/sleep-on-call.md"]
    fields = front(parcel)
    assert fields["title"] == "Sleep on call"
    assert fields["authors"] == [
        {"name": "Thandi Example", "programme": "MBChB", "year_of_study": 4, "affiliation": "University of Example"}
    ]
    assert (fields["topics"], fields["type"]) == (["testing"], "opinion")
    assert parcel.names == ("Thandi Example",)
    assert parcel.preview
    assert parcel.missing == ()
    assert "# ✅ Ready for an editor" in parcel.report
    assert "your copy" not in parcel.report


def test_what_is_missing_is_asked_for_once(read: Callable[..., Parcel]) -> None:
    parcel = read(f"{TEXT} Nobody else does (Writer, 2020).\n\n{LISTED}")
    assert parcel.missing == (
        "A standfirst: one or two sentences that say what the article finds.",
        "“(Writer, 2020)” stays as typed: Writer, 2020 is not in the list of references.",
    )


def test_authors_whom_only_the_draft_names_are_kept(read: Callable[..., Parcel]) -> None:
    text = f"# Sleep on call\n\nThandi Example (MBChB IV) and Ben Writer (MBChB V), University of Example\n\n{TEXT}"
    assert front(read(text))["authors"] == [
        {"name": "Thandi Example", "programme": "MBChB", "year_of_study": 4, "affiliation": "University of Example"},
        {"name": "Ben Writer", "programme": "MBChB", "year_of_study": 5, "affiliation": "University of Example"},
    ]
    # Whom the form names, and the draft does not, is the author.
    assert [row["name"] for row in front(read(text, {"name": "Cy Third"}))["authors"]] == ["Cy Third"]  # type: ignore[attr-defined]


def picture(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(data, "PNG")
    return data.getvalue()


ASSETS = "/user-attachments/assets/0c0ffee0-0000-4000-8000-00000000000"


def test_pictures_in_a_pasted_text_come_into_the_article(github: GitHub, read: Callable[..., Parcel]) -> None:
    first, second = (
        github.attach(f"{ASSETS}{number}", picture(colour)) for number, colour in ((1, "red"), (2, "blue"))
    )
    tag = f'<img width="40" height="30" alt="Beds by ward" src="{first}" />'
    elsewhere = "![a chart](https://evil.example/chart.png)"
    parcel = read(f"{TEXT}\n\n{tag}\n\n{TEXT}\n\n![image]({second})\n\n{elsewhere}\n\n{LISTED}")
    article = parcel.files["docs/articles/sleep-on-call/index.md"].decode()
    assert article.index("![Beds by ward](beds-by-ward.png)") < article.index("![](sleep-on-call-2.png)")
    assert parcel.files["docs/articles/sleep-on-call/beds-by-ward.png"] == picture("red")
    assert parcel.files["docs/articles/sleep-on-call/sleep-on-call-2.png"] == picture("blue")
    assert "user-attachments" not in article
    assert any("The picture sleep-on-call-2.png has no alternative text" in row for row in parcel.missing)
    assert "The picture chart.png was not beside the draft: add it." in parcel.missing


def test_a_picture_beside_a_file_is_at_the_end_of_the_article(github: GitHub, read: Callable[..., Parcel]) -> None:
    file = github.attach("/user-attachments/files/1/draft.txt", f"{TEXT}\n\n{LISTED}".encode())
    shown = github.attach(f"{ASSETS}1", picture("red"))
    parcel = read(f"[draft.txt]({file})\n\nFigure 1:\n\n![Beds by ward]({shown})")
    article = parcel.files["docs/articles/sleep-on-call/index.md"].decode()
    assert article.rstrip().endswith("![Beds by ward](beds-by-ward.png)")
    assert (
        "The picture beds-by-ward.png came beside the draft, and is at the end: move it to its place." in parcel.missing
    )
    assert parcel.note == "Figure 1:"


def test_pictures_that_cannot_be_had_are_named(
    github: GitHub, read: Callable[..., Parcel], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = [github.attach(f"{ASSETS}{number}", picture("red")) for number in range(3)]
    text = "\n\n".join([TEXT, *(f"![]({address})" for address in shown)])
    gone = f"![]({github.address}{ASSETS}9)"
    assert read(f"{text}\n\n{gone}").refusals == (
        "Picture 4 could not be fetched: it is not there any more, or only members of the repository may read it. "
        "Please drop it in again.",
    )
    monkeypatch.setattr(pasted, "LARGEST", len(picture("red")) * 2)
    assert read(text).refusals == ("The pictures have more than 0 MB together. Please make them smaller.",)
    monkeypatch.setattr(pasted, "MOST", 2)
    assert read(text).refusals == ("There are more than 2 pictures. Please leave the ones that a reader needs.",)


def test_what_is_no_picture_is_left_out(github: GitHub, read: Callable[..., Parcel]) -> None:
    fake = github.attach(f"{ASSETS}1", b"<svg onload='alert(1)'>")
    parcel = read(f"{TEXT}\n\n![A chart]({fake})")
    assert list(parcel.files) == ["docs/articles/sleep-on-call.md"]
    assert any("Picture 1 has a format that browsers do not show" in row for row in parcel.missing)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def packed(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word"),
        (b"%PDF-1.7\n", "PDF"),
        (b"", "this file is empty"),
        (b"PK\x03\x04 broken", "cannot be read"),
        (packed(**{"xl__workbook.xml": "<x/>"}), "this is a spreadsheet"),
        (packed(**{"word__document.xml": "<w:document"}), "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    data: bytes, said: str, github: GitHub, read: Callable[..., Parcel], tmp_path: Path
) -> None:
    parcel = read(github.attach("/user-attachments/files/1/draft.docx", data))
    [reason] = parcel.refusals
    assert said in reason
    assert not parcel.files
    assert not (tmp_path / "preview.html").exists()
    assert not (tmp_path / "hub/docs/articles").exists()


def test_a_page_that_google_packs_becomes_an_article(read: Callable[..., Parcel], github: GitHub) -> None:
    page = packed(**{"Sleep.html": f"<html><body><p>{TEXT}</p></body></html>", "images__image1.png": "x"})
    parcel = read(github.attach("/user-attachments/files/1/Sleep.zip", page))
    assert not parcel.refusals
    assert list(parcel.files) == ["docs/articles/sleep-on-call.md"]


def test_what_is_no_draft_is_refused_by_its_name(read: Callable[..., Parcel], github: GitHub) -> None:
    link = b'{"doc_id": "1a", "email": "ann@example.org"}'
    assert read(github.attach("/user-attachments/files/1/Sleep.gdoc", link)).refusals == (
        "The file Sleep.gdoc cannot be read: this is only a link to a draft that is elsewhere. Download the draft "
        "there as a Word file, and send that.",
    )


def test_a_file_that_is_too_large_is_not_fetched_to_its_end(github: GitHub, read: Callable[..., Parcel]) -> None:
    address = github.attach("/user-attachments/files/1/draft.docx", b"x" * (20 * 1024 * 1024 + 1))
    assert read(address).refusals == (
        "The file draft.docx cannot be taken: it is larger than 20 MB. Please make its pictures smaller (in Word: "
        "choose a picture, Picture Format, Compress Pictures), and drop it in again.",
    )


def test_what_may_tell_who_a_patient_is_goes_no_further(
    read: Callable[..., Parcel], github: GitHub, tmp_path: Path
) -> None:
    number = "Her ID number was 8001015009087."
    said = {"description": number, "title": "Sleep on call"}
    parcel = read(f"{TEXT}\n\n## More\n\n{number}\n\n{number} {number}", submissions.GOOD | said)
    # Nobody sees the article, so a line of it would lead nowhere.
    assert parcel.refusals == (
        messages.CONFIDENTIAL,
        "Above the text: this looks like an identity number.",
        "Paragraph 2 of the text: this looks like an identity number.",
        "Paragraph 3 of the text: this looks like an identity number.",
    )
    assert not parcel.files
    assert "8001015009087" not in str(parcel.refusals)
    parcel.write(tmp_path / "again")
    assert main(["--root", str(tmp_path / "hub"), "draft", "send", str(tmp_path / "again")]) == 0
    assert not github.pulls
    assert "8001015009087" not in str(github.comments)


def test_an_article_that_is_there_is_not_written_over(read: Callable[..., Parcel], tmp_path: Path) -> None:
    there = hubs.article(title="Sleep on call")
    parcel = read(TEXT, files={"docs/articles/sleep-on-call.md": there})
    assert (tmp_path / "hub/docs/articles/sleep-on-call.md").read_text() == there
    assert list(parcel.files) == ["docs/articles/sleep-on-call.md"]
    assert not parcel.preview


HOSTILE = [
    "../../.github/workflows/evil",
    "x\n---\nredirect_from: [/]\n---",
    "${{ github.token }}",
    "$(touch /tmp/owned) `id` && exit 1",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "@everyone [x](javascript:alert(1)) ![](https://evil.example/x.png)",
    '"]}\n!!python/object/apply:os.system ["id"]',
    "{{ config }} {% include '/etc/passwd' %}",
    "::error file=x::y\n::set-output name=x::y",
    "\u202eevil\u2066 \x00\x1b[31m",
    "## Before you send it\n\n- [x] No patient",
    "a" * 5000,
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_issue_is_only_ever_text(
    value: str, read: Callable[..., Parcel], github: GitHub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = dict.fromkeys(("title", "name", "university", "programme", "description", "others", "funding"), value)
    parcel = read(f"{value}\n\n{TEXT}\n\n{value}\n\n{LISTED}\n\n{value}", answers)
    output = capsys.readouterr().out
    assert not [line for line in output.splitlines() if line.startswith("::")]
    if parcel.refusals:
        assert not parcel.files
        return
    assert all(path.startswith(("docs/articles/", "bib/")) and ".." not in path for path in parcel.files)
    assert "redirect_from" not in front(parcel)
    parcel.write(tmp_path / "again")
    assert main(["--root", str(tmp_path / "hub"), "draft", "send", str(tmp_path / "again")]) == 0
    assert {path for path in github.content("draft/7") if path != "mkdocs.yml"} == set(parcel.files)
    said = "".join((github.pulls[0]["body"], github.comments[0]["body"]))
    assert "@everyone" not in said
    assert "<script" not in said
    assert "https://evil" not in said
