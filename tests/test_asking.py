"""What ``hub new`` and ``hub init`` ask at a terminal, and what becomes of the answers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import hubs
from hubs import Terminal
from studenthub.cli import terminal


def new(folder: Path, *answers: str, options: tuple[str, ...] = ()) -> hubs.Run:
    hubs.write(folder, {"docs/topics/sleep.md": hubs.TOPIC, "docs/topics/stress.md": hubs.TOPIC})
    return hubs.run(folder, ["hub", "new", *options], Terminal("".join(f"{answer}\n" for answer in answers)))


def test_answers_are_the_front_matter_of_a_new_article(tmp_path: Path) -> None:
    ran = new(tmp_path, "Sleep on call", "Why it is short.", "Ann Author", "MBChB", "4", "Example", "sleep stress")
    assert ran.status == 0
    assert "The topics are sleep, stress." in ran.output
    front = (tmp_path / "docs/articles/sleep-on-call.md").read_text().partition("\n---\n")[0]
    for line in ("title: Sleep on call", "Why it is short.", "name: Ann Author", "programme: MBChB", "sleep", "stress"):
        assert line in front
    assert "year_of_study: 4" in front
    assert "TODO" not in front


def test_an_answer_that_cannot_be_is_asked_for_again(tmp_path: Path) -> None:
    ran = new(tmp_path, "Sleep", "Words.", "Ann", "MBChB", "fourth", "11", "4", "Example", "slep", "nothing", "sleep")
    assert ran.output.count("Please write a number from 1 to 10") == 2
    assert "There is no topic slep (did you mean sleep?)." in ran.output
    assert "There is no topic nothing (choose from sleep" in ran.output
    assert "year_of_study: 4" in (tmp_path / "docs/articles/sleep.md").read_text()


def test_what_is_left_out_is_to_do_and_the_end_of_the_input_leaves_out_the_rest(tmp_path: Path) -> None:
    assert new(tmp_path, "Sleep", "").status == 0
    written = (tmp_path / "docs/articles/sleep.md").read_text()
    for line in ("title: Sleep", 'description: "TODO', "TODO: your name", "todo-choose-a-topic"):
        assert line.replace('"', "") in written.replace('"', "").replace("'", "")


def test_nobody_is_asked_about_an_author_whom_the_options_name(tmp_path: Path) -> None:
    ran = new(tmp_path, "Sleep", "Words.", "sleep", options=("--author", "Ann Author", "--year", "4"))
    assert "Your name" not in ran.output
    assert "Your university" not in ran.output
    assert "year_of_study: 4" in (tmp_path / "docs/articles/sleep.md").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--slug", "Not a slug"), "Not a slug cannot be part of an address (write not-a-slug)"),
        (("--slug", "there"), "there is an article there already (give the new one another name with --slug)"),
        (("--topic", "slep"), "there is no topic slep (did you mean sleep?)"),
        (("--date", "tomorrow"), "tomorrow is no date (write year-month-day, such as 2026-09-30)"),
    ],
)
def test_an_option_that_cannot_be_is_refused_before_anything_is_asked(
    options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    (tmp_path / "docs/articles/there").mkdir(parents=True)
    ran = new(tmp_path, options=("--title", "Sleep", *options))
    assert ran.output.splitlines()[-1] == f"hub: {said}"
    assert ran.status == 2


def test_a_new_hub_is_made_of_answers_and_defaults(tmp_path: Path) -> None:
    answers = Terminal("My Hub\n" + "\n" * 20)
    ran = hubs.run(tmp_path, ["hub", "init", "new", "--description", "What it is."], answers)
    assert ran.status == 0, ran.output
    assert " files written to new." in ran.output
    assert "site_name: My Hub" in (tmp_path / "new/mkdocs.yml").read_text()


def test_an_answer_to_init_that_cannot_be_is_asked_again(tmp_path: Path) -> None:
    words = ["--name", "My Hub", "--description", "What it is."]
    ran = hubs.run(tmp_path, ["hub", "init", "new", *words], Terminal("anywhere\nhttps://hub.example/\n" + "\n" * 20))
    assert ran.status == 0, ran.output
    assert ran.output.count("The web address that it will have") == 2
    assert "  Write a whole web address" in ran.output
    assert "https://hub.example/" in (tmp_path / "new/mkdocs.yml").read_text()


def test_a_hub_is_not_made_where_the_answers_end(tmp_path: Path) -> None:
    ran = hubs.run(tmp_path, ["hub", "init", "new"], Terminal("My Hub\n"))
    assert ran.output.splitlines()[-1] == "hub: there was no answer (say --yes for the defaults)"
    assert not (tmp_path / "new").exists()


def test_who_waits_at_a_terminal_is_told_for_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = Terminal()
    monkeypatch.setattr("sys.stderr", output)
    monkeypatch.setattr(terminal, "PATIENCE", 0)
    with terminal.patience("reading the hub"):
        while not output.buffer.getvalue():
            time.sleep(0.001)
    assert output.buffer.getvalue().decode() == "hub: reading the hub …\n"
