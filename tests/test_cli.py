"""The command: how it ends, what it writes, and that nobody sees a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

import hubs
from studenthub import bibliography
from studenthub.cli import main
from studenthub.source import Text

COMMANDS = ("new", "check", "explain", "report", "preview", "cite", "bib", "links", "build", "cache", "doctor")


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


def test_who_reads_only_the_first_line_sees_no_traceback(tmp_path: Path) -> None:
    small(tmp_path, **{f"docs/articles/wrong-{n}.md": "no front matter\n" for n in range(300)})
    command = f"{sys.executable} -m studenthub.cli check | head -1"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
def test_control_c_ends_in_words(tmp_path: Path) -> None:
    small(tmp_path)
    code = "import os, signal; from studenthub.cli import main, check; import studenthub.cli.check as c\n"
    # A shell that starts this in the background has told it to ignore the signal.
    code += "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code += "c.read = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT) or __import__('time').sleep(5)\n"
    code += "raise SystemExit(main(['check']))"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "stopped" in said
    assert "Traceback" not in said


def test_a_mend_keeps_line_ends_and_the_byte_order_mark(tmp_path: Path) -> None:
    small(tmp_path)
    article = tmp_path / "docs/articles/a.md"
    before = hubs.article("# One hash\n\nText.").replace("\n", "\r\n")
    article.write_bytes(b"\xef\xbb\xbf" + before.encode())
    article.chmod(0o640)
    assert main(["--root", str(tmp_path), "check", "--fix"]) == 0
    assert article.read_bytes() == b"\xef\xbb\xbf" + before.replace("# One", "## One").encode()
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
@how(max_examples=100, deadline=None)
def test_sorting_a_bibliography_loses_nothing(
    text: str,
) -> None:
    from studenthub.cli.bib import _parts

    content = f"% head\n@book{{b, title = {{B}}}}\n{text}\n@book{{a, title = {{A}}}}\n% tail\n"
    head, entries, tail = _parts(content)
    assert "".join([*head, *(part for _, part in entries), tail]).count("@") == content.count("@")
    assert sorted("".join([*head, *(part for _, part in entries), tail])) == sorted(content)


def test_an_entry_that_cannot_be_read_stops_the_sorting(tmp_path: Path) -> None:
    bib = "@book{b, title = {B}}\n@book{a, title = {A}\n"
    ran = hubs.run(small(tmp_path, **{"bib/a.bib": bib}), ["hub", "bib", "tidy"])
    assert ran.status == 2
    assert (tmp_path / "bib/a.bib").read_text() == bib


def test_sorting_keeps_every_entry_of_the_hub() -> None:
    from studenthub.cli.bib import _parts

    path = hubs.PROJECT / "bib/references.bib"
    content = path.read_text(encoding="utf-8")
    _, entries, _ = _parts(content)
    assert [key for key, _ in entries] == list(bibliography.read([Text("a.bib", content)])[0].sources)
