"""A hub that begins: one command, and it builds, is whole, and says nothing that is another hub's."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import english
import hubs
from studenthub import hub
from studenthub.model import settings
from studenthub.model.settings import DRAFT_FORM
from studenthub.starter import files, forms
from studenthub.starter.answers import HOSTS, QUESTIONS, Answers, BadAnswer

LAW = {
    "name": "Law Students' Journal",
    "description": "Articles by law students on the law in Kenya.",
    "address": "https://journal.example/",
    "language": "en-KE",
    "subject": "law",
    "style": "oscola",
    "helplines": "Legal aid: 0800 000 000; Write to us: https://journal.example/contact",
    "contact": "editors@journal.example",
    "repository": "https://github.com/example/journal",
    "branch": "trunk",
    "morning": "06:30",
}
PHARMACY = {
    "name": "Revue des étudiants en pharmacie",
    "description": "Des articles d’étudiants en pharmacie, avec des sources vérifiables.",
    "address": "https://revue.example/",
    "language": "fr-FR",
    "subject": "health",
    "style": "vancouver",
    "repository": "https://gitlab.com/exemple/revue",
    "host": "gitlab",
}
WRITING = {
    "name": "Centro de Escrita",
    "description": "Artigos de estudantes sobre a escrita académica.",
    "address": "https://escrita.example/",
    "language": "pt-PT",
    "subject": "general",
}
HUBS = {"law": LAW, "pharmacy": PHARMACY, "writing": WRITING}
#: Words that a hub on law has no use for.
OF_MEDICINE = re.compile(
    r"\b(?:patients?|medic\w+|hospitals?|wards?|clinical|clinics?|doctors?|nurses?|PubMed|MBChB|drugs?|doses?|POPIA"
    r"|surg\w+|diseases?|diagnos\w+)\b(?!s? doctor)",
    re.IGNORECASE,
)
#: What is none: the place where students of law work, and our own command.
_NOT_MEANT = re.compile(r"law clinic|hub doctor")


def begun(folder: Path, answers: dict[str, str]) -> Path:
    """A hub made by one command."""
    words = [word for name, answer in answers.items() for word in (f"--{name}", answer)]
    made = hubs.run(folder.parent, ["hub", "init", folder.name, "--yes", *words])
    assert made.status == 0, made.output
    return folder


def _own(folder: Path) -> dict[str, bytes]:
    """The files of a hub, without what a build makes."""
    made = {"site", ".cache"}
    files = (path for path in folder.rglob("*") if path.is_file() and not made & set(path.relative_to(folder).parts))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def answered(**given: str) -> Answers:
    needed = {"name": "A name", "description": "What it is."}
    return Answers.of(needed | given, lambda _, default: default)


def test_there_are_fifteen_questions_at_most() -> None:
    assert len(QUESTIONS) <= 15


@pytest.mark.parametrize("kind", HUBS)
def test_a_new_hub_builds_and_is_whole(tmp_path: Path, kind: str) -> None:
    folder = begun(tmp_path / kind, HUBS[kind])
    before = _own(folder)
    checked = hubs.run(folder, ["hub", "check"])
    assert (checked.status, checked.output) == (0, "no articles, no problems\n")
    assert hubs.build(folder).status == 0
    audited = hubs.run(folder, ["hub", "audit", "site"])
    assert audited.status == 0, audited.output
    for page in ("", "about", "policies", "write", "write/article", "topics"):
        assert hubs.page(folder, page).xpath("//h1"), page
    assert _own(folder) == before, "a build changes no file of the hub's own"
    written = [path for path in folder.rglob("*") if path.is_file() and path.suffix in {".yml", ".md", ".sh", ""}]
    left = [path for path in written if re.search(r"<<|<%|your-organisation", path.read_text(encoding="utf-8"))]
    assert left == [] or "repository" not in HUBS[kind]
    assert (folder / ".github").is_dir() is (kind != "pharmacy"), "which is on GitLab"


def test_a_hub_on_law_has_no_word_of_medicine(tmp_path: Path) -> None:
    folder = begun(tmp_path / "law", LAW)
    assert hubs.build(folder).status == 0
    kinds = (".html", ".xml", ".json", ".txt", ".yml", ".md")
    for path in folder.rglob("*"):
        if path.suffix in kinds and not {"pagefind", ".cache"} & set(path.parts):
            text = _NOT_MEANT.sub("", path.read_text(encoding="utf-8"))
            assert OF_MEDICINE.findall(text) == [], path


def test_what_is_english_in_a_hub_of_another_language_says_so(tmp_path: Path) -> None:
    folder = begun(
        tmp_path / "hub", WRITING | {"language": "zu-ZA", "name": "Umagazini", "description": "Imibhalo yabafundi."}
    )
    assert hubs.run(folder, ["hub", "check"]).status == 0
    assert hubs.build(folder).status == 0
    spoken: dict[str, str] = {}
    for path in sorted((folder / "site").rglob("index.html")):
        page = hubs.page(folder, path.parent.relative_to(folder / "site").as_posix())
        for node in page.xpath("//body//*[not(self::script or self::style or ancestor::pre or ancestor::code)]"):
            language = node.xpath("ancestor-or-self::*[@lang][1]/@lang")[0]
            said = [node.text, *(node.get(name) for name in ("aria-label", "placeholder", "title", "alt"))]
            spoken[language] = " ".join([spoken.get(language, ""), *filter(None, said)])
            spoken[language] += " ".join(["", *filter(None, (child.tail for child in node))])
    english_words = re.compile(r"\b(?:the|of|and|is|are|which|your|about|review)\b", re.IGNORECASE)
    assert spoken.keys() == {"zu-ZA", "en"}
    assert english_words.findall(spoken["zu-ZA"]) == []
    assert len(english_words.findall(spoken["en"])) > 1000


def test_the_workflows_are_sound(tmp_path: Path) -> None:
    folder = begun(tmp_path / "law", LAW)
    programs = Path(sys.executable).parent
    workflows = sorted(map(str, (folder / ".github/workflows").glob("*.yml")))
    for command in (
        [programs / "zizmor", "--offline", "--no-progress", str(folder / ".github")],
        [programs / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows],
        [
            programs / "check-jsonschema",
            "--builtin-schema",
            "vendor.dependabot",
            str(folder / ".github/dependabot.yml"),
        ],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    check = (folder / ".github/workflows/check.yml").read_text(encoding="utf-8")
    assert "origin/trunk" in check
    assert "origin/main" not in check
    morning = yaml.safe_load((folder / ".github/workflows/morning.yml").read_text(encoding="utf-8"))
    assert morning[True]["schedule"] == [{"cron": "30 3 * * *"}], "half past six in Kenya"


def test_this_hub_has_the_workflows_of_a_new_one() -> None:
    """One source: what is changed in the templates is changed here, and the other way round."""
    made = files.renewed(hubs.PROJECT)
    assert len(made) == 7
    for path, text in made.items():
        assert (hubs.PROJECT / path).read_text(encoding="utf-8") == text, path


def test_this_hub_has_the_issue_forms_of_a_new_one() -> None:
    for path, text in forms.of(settings.read(hubs.PROJECT), {}).items():
        if "/ISSUE_TEMPLATE/" in path and path != DRAFT_FORM:
            assert (hubs.PROJECT / path).read_text(encoding="utf-8") == text, path


@pytest.mark.parametrize(
    ("language", "title", "words", "promise"),
    [
        ("fr-FR", "Idée\u00a0: ", "Cette page est publique.", "- [ ] Nous l’avons écrit nous-mêmes"),
        ("pt-PT", "Ideia: ", "Esta página é pública.", "- [ ] Fomos nós que o escrevemos"),
        ("zu-ZA", "Umbono: ", "Leli khasi lisesidlangalaleni.", "- [ ] Sikubhale thina"),
    ],
)
def test_the_forms_are_in_the_language_of_the_hub(
    tmp_path: Path, language: str, title: str, words: str, promise: str
) -> None:
    folder = begun(tmp_path / "hub", WRITING | {"language": language})
    github = folder / ".github"
    idea = yaml.safe_load((github / "ISSUE_TEMPLATE/1-idea.yml").read_text(encoding="utf-8"))
    assert (idea["title"], idea["labels"]) == (title, ["idea"])
    assert idea["body"][0]["attributes"]["value"].startswith(words)
    written = (github / "pull_request_template.md").read_text(encoding="utf-8")
    assert promise in written
    assert "(https://escrita.example/write/confidentiality/)" in written
    for path in (*github.glob("ISSUE_TEMPLATE/*.yml"), github / "pull_request_template.md"):
        assert english.left(path.read_text(encoding="utf-8")) == [], path


def test_a_new_hub_has_the_settings_of_this_one() -> None:
    ours = (hubs.PROJECT / "mkdocs.yml").read_text(encoding="utf-8").partition("markdown_extensions:")[2]
    theirs = files.of(answered())["mkdocs.yml"].partition("markdown_extensions:")[2]
    assert theirs == ours


@pytest.mark.parametrize("host", HOSTS)
def test_the_recipe_of_a_host_makes_the_site(tmp_path: Path, host: str) -> None:
    """Its own commands, but for that which installs the program from elsewhere."""
    folder = begun(tmp_path / "hub", WRITING | {"host": host, "branch": "trunk"})
    github = {path.name for path in (folder / ".github/workflows").glob("*.yml")}
    assert ("publish.yml" in github) is (host == "github")
    if host == "gitlab":
        pipeline = folder / ".gitlab-ci.yml"
        schema = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(pipeline)]
        subprocess.run([Path(sys.executable).parent / "check-jsonschema", *schema], check=True, capture_output=True)
        jobs = yaml.safe_load(pipeline.read_text(encoding="utf-8"))
        commands, site = jobs["pages"]["script"], jobs["pages"]["artifacts"]["paths"][0]
        assert jobs["pages"]["rules"] == [{"if": '$CI_COMMIT_BRANCH == "trunk"'}]
    elif host == "netlify":
        build = tomllib.loads((folder / "netlify.toml").read_text(encoding="utf-8"))["build"]
        commands, site = build["command"].split(" && "), build["publish"]
    else:
        commands, site = ["mkdocs build --strict"], "site"
    for command in commands:
        program = command.split()[0]
        if program in ("hub", "mkdocs"):
            done = hubs.run(folder, command.split())
            assert done.status == 0, done.output
        else:
            assert program in ("pip", "mv"), command
            subprocess.run(command.split() if program == "mv" else ["true"], cwd=folder, check=True)
    assert (folder / site / "index.html").is_file()
    assert (folder / site / "_headers").is_file() is (host in ("netlify", "cloudflare"))
    if host == "server":
        assert "server_name escrita.example;" in (folder / "nginx.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("name", " ", "write a name"),
        ("address", "journal.example", "write a whole web address"),
        ("language", "English", "write the tag of a language"),
        ("country", "Kenya", "write the two letters of a country"),
        ("name", "J", "write a name, of 2 to 200 characters"),
        ("name", "J" * 201, "write a name, of 2 to 200 characters"),
        ("subject", "medicine", "write one of these: health, law, general"),
        ("style", "oscla", "there is no citation style called oscla"),
        ("branch", "-x", "write the name of a branch"),
        ("morning", "25:00", "write a time"),
        ("helplines", "0800 000 000", "write each line as"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(name: str, answer: str, said: str) -> None:
    with pytest.raises(BadAnswer, match=re.escape(said)):
        answered(**{name: answer})


@pytest.mark.parametrize(
    ("answers", "cron"),
    [
        ({"country": "ZA", "morning": "05:17"}, "17 3 * * *"),
        ({"country": "KE", "morning": "00:30"}, "30 21 * * *"),
        ({"country": "IN", "morning": "06:00"}, "30 0 * * *"),
        ({"country": "US", "morning": "23:00"}, None),
    ],
)
def test_the_hour_is_that_of_the_country(answers: dict[str, str], cron: str | None) -> None:
    hour = files.hour(answered(**answers))
    assert re.fullmatch(r"\d{1,2} \d{1,2} \* \* \*", hour.cron)
    assert cron is None or hour.cron == cron


def test_words_that_are_signs_of_yaml_stay_words(tmp_path: Path) -> None:
    name = 'The "Review": #1 & <b>more</b> << here >>'
    folder = begun(tmp_path / "odd", LAW | {"name": name, "description": "- yes: no, or perhaps"})
    assert yaml.safe_load((folder / "docs/about.md").read_text().split("---")[1])["description"].find(name) > 0
    assert hubs.run(folder, ["hub", "check"]).status == 0
    assert hubs.build(folder).status == 0
    assert name in hubs.text(hubs.page(folder, "").xpath("//title")[0])


@pytest.mark.parametrize(
    ("language", "begins"), [("en-KE", "Write"), ("fr-FR", "Écrivez"), ("pt-PT", "Escreva"), ("af-ZA", "Skryf")]
)
def test_a_sample_is_a_draft_in_the_language_of_the_hub(tmp_path: Path, language: str, begins: str) -> None:
    written = files.of(answered(language=language), sample=True)
    hubs.write(tmp_path, written)
    assert [str(problem) for problem in hub.read(settings.read(tmp_path), unpublished=True).problems] == []
    (path,) = (path for path in written if path.startswith("docs/articles/"))
    assert f"\n{begins} " in written[path]
    assert "draft: true" in written[path]


@pytest.mark.parametrize(("language", "is_told"), [("de-DE", True), ("zu-ZA", True), ("en-KE", False), ("af", False)])
def test_who_has_no_pages_in_their_language_is_told(tmp_path: Path, language: str, is_told: bool) -> None:
    words = ["--name", "A name", "--description", "What it is.", "--language", language, "--country", "ZA"]
    said = hubs.run(tmp_path, ["hub", "init", "new", "--yes", *words]).output
    assert ("The pages in docs/ are in English, and say so" in said) is is_told
    assert ("language: en\n" in (tmp_path / "new/docs/about.md").read_text(encoding="utf-8")) is is_told
    assert hubs.run(tmp_path / "new", ["hub", "check"]).status == 0


def test_the_shortest_name_passes_the_checks(tmp_path: Path) -> None:
    begun(tmp_path / "hub", dict(LAW, name="UJ"))
    assert hubs.run(tmp_path / "hub", ["hub", "check"]).status == 0


@pytest.mark.parametrize(
    ("folder", "said"),
    [(".", "written to this folder. Next: make serve."), ("new", "written to new. Next: cd new, then make serve.")],
)
def test_the_next_step_is_said_from_where_one_is(tmp_path: Path, folder: str, said: str) -> None:
    words = ["--name", "A name", "--description", "What it is."]
    assert said in hubs.run(tmp_path, ["hub", "init", folder, "--yes", *words]).output


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there/notes.txt").write_text("mine")
    made = hubs.run(tmp_path, ["hub", "init", "there", "--yes", "--name", "New", "--description", "What it is."])
    assert made.status == 2
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["notes.txt"]
