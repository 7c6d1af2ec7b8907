"""The command: how it ends, what it writes, and that nobody sees a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hubs
from studenthub.cli import main
from studenthub.model.sources import bibliography
from studenthub.parse.bibtex import BadEntry
from studenthub.parse.bibtex.layout import in_order
from studenthub.rules import explained
from studenthub.source.text import Text
from texts import times

COMMANDS = (
    *("new", "check", "explain", "report", "preview", "list", "cite", "bib", "rename", "withdraw", "draft"),
    *("links", "build", "audit", "cache", "doctor"),
)


def small(tmp_path: Path, **files: str) -> Path:
    """A hub with one article."""
    return hubs.write(
        tmp_path, {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article("Text.")} | files
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 4


def test_the_commands_are_documented() -> None:
    overview = hubs.run(hubs.PROJECT, ["hub", "--help"]).output
    for command in COMMANDS:
        assert f"  {command} " in overview


@pytest.mark.parametrize("arguments", [[], ["bib"], ["draft"]])
def test_who_names_no_command_is_told_all(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: hub")


def test_all_codes_are_listed_with_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "HUB301  unknown source" in lines
    assert len(lines) == len(explained.explanations())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the device that is always full is Linux'")
@pytest.mark.parametrize("redirection", ["> /dev/full", ">&-", "2>&-"])
def test_output_that_cannot_be_written_brings_no_traceback(redirection: str, tmp_path: Path) -> None:
    hubs.needs_a_program()
    small(tmp_path)
    command = f"{sys.executable} -m studenthub.cli check {redirection}"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == (2 if "full" in redirection else 0)
    assert "Traceback" not in done.stderr
    assert ("No space left" in done.stderr) is ("full" in redirection)


def test_a_program_without_a_terminal_has_nowhere_to_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python has no streams where whoever started it has closed them."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["explain", "HUB301"]) == 0
    assert main(["explain", "HUB000"]) == 2


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("<html><head></head></html>")
    target = tmp_path / "no/such/folder/x.html"
    assert main(["--root", str(tmp_path), "preview", str(tmp_path / "site"), str(target)]) == 2
    assert capsys.readouterr().err == f"hub: {target}: No such file or directory; nothing was written to it\n"


def test_who_reads_only_the_first_line_sees_no_traceback(tmp_path: Path) -> None:
    hubs.needs_a_program()
    small(tmp_path, **{f"docs/articles/wrong-{n}.md": "no front matter\n" for n in range(300)})
    command = f"{sys.executable} -m studenthub.cli check | head -1"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
def test_control_c_ends_in_words(tmp_path: Path) -> None:
    hubs.needs_a_program()
    small(tmp_path)
    code = "import os, signal; from studenthub.cli import main; import studenthub.cli.commands.check as c\n"
    # A shell that starts this in the background has told it to ignore the signal.
    code += "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code += "c.reader = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT) or __import__('time').sleep(5)\n"
    code += "raise SystemExit(main(['check']))"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "stopped" in said
    assert "Traceback" not in said


def test_a_mend_keeps_line_ends_and_the_byte_order_mark(tmp_path: Path) -> None:
    small(tmp_path)
    article = tmp_path / "docs/articles/a.md"
    before = hubs.article("Text.", Tags="[sleep]").replace("\n", "\r\n")
    article.write_bytes(b"\xef\xbb\xbf" + before.encode())
    article.chmod(0o640)
    assert main(["--root", str(tmp_path), "check", "--fix"]) == 0
    assert article.read_bytes() == b"\xef\xbb\xbf" + before.replace("Tags", "tags").encode()
    assert article.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in article.parent.iterdir()) == ["a.md"]


def test_only_what_was_asked_for_is_mended(tmp_path: Path) -> None:
    body = r"See [@nobody2001] and <script>alert(1)</script> \@everyone, [@nobody2001]."
    small(tmp_path, **{"docs/articles/b.md": hubs.article(body, title="'<b>A</b> @everyone'")})
    rows = json.loads(hubs.run(tmp_path, ["hub", "check", "--format", "json"]).output)
    assert {"path", "line", "column", "code", "level", "message", "hint", "fix", "suggestion"} == rows[0].keys()
    log = json.loads(hubs.run(tmp_path, ["hub", "check", "--format", "sarif"]).output)
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == [row["code"] for row in rows]


@given(st.text(alphabet=st.sampled_from('@{}()"=,#%\n abAuthor1'), max_size=200))
def test_sorting_a_bibliography_loses_nothing(text: str) -> None:
    content = f"% head\n@book{{b, title = {{B}}}}\n{text}\n@book{{a, title = {{A}}}}\n% tail\n"
    with suppress(BadEntry):
        assert sorted(in_order(content).replace("\n", "")) == sorted(content.replace("\n", ""))


def tidied(content: str) -> str:
    return in_order(content, tidy=True)


def fields(content: str) -> dict[str, dict[str, str]]:
    sources = bibliography.read([Text("a.bib", content)])[0].sources
    return {key: {name: field.raw for name, field in source.fields.items()} for key, source in sources.items()}


def balanced(pair: tuple[str, str]) -> bool:
    """Whether each brace of a value closes one that is open: the command refuses a file with others."""
    depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in pair[1]))
    return min(depths, default=0) >= 0 and (depths or [0])[-1] == 0


NAMES = st.sampled_from(["title", "Year", "note"])
VALUES = st.tuples(NAMES, st.text('ab {}"\\,=#@1\n', max_size=12)).filter(balanced)


@given(st.lists(VALUES, max_size=4))
@times(2)
def test_tidying_changes_no_value(values: list[tuple[str, str]]) -> None:
    for opening, closing in ("{}", '""', ("", "")):
        lines = ",".join(f"{name}={opening}{value}{closing}" for name, value in values)
        content = f"% above\n@Book{{b, {lines}}}\n"
        with suppress(BadEntry):
            once = tidied(content)
            assert fields(once) == fields(content)
            assert tidied(once) == once


def test_tidying_changes_no_value_of_what_others_wrote(shared: Path) -> None:
    files = [shared / "cases/hard.bib", *sorted((shared / "data/bib_corpus").glob("*.bib"))]
    for file in files:
        content = file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        if not bibliography.read([Text("a.bib", content)])[1]:
            assert fields(tidied(content)) == fields(content), file.name


def test_an_entry_that_cannot_be_read_stops_the_sorting(tmp_path: Path) -> None:
    bib = "@book{b, title = {B}}\n@book{a, title = {A}\n"
    ran = hubs.run(small(tmp_path, **{"bib/a.bib": bib}), ["hub", "bib", "tidy"])
    assert ran.status == 2
    assert (tmp_path / "bib/a.bib").read_text() == bib


def test_sorting_keeps_every_entry_of_the_hub() -> None:
    content = (hubs.PROJECT / "bib/references.bib").read_text(encoding="utf-8")
    assert sorted(fields(in_order(content)).items()) == sorted(fields(content).items())


def test_an_article_without_a_front_matter_brings_no_traceback(tmp_path: Path) -> None:
    """Its title is the name of its file, which students write as they like."""
    hubs.write(tmp_path, {"docs/articles/MY GREAT ARTICLE ON SLEEP..md": "Text & **more**.\n"})
    ran = hubs.run(tmp_path, ["hub", "check"])
    assert "Traceback" not in ran.output
    assert {"HUB101", "HUB121", "HUB601"} <= set(re.findall(r"HUB\d{3}", ran.output)), ran.output
