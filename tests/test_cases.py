"""The text cases: each file of tests/cases is a tiny hub, commands, and exactly what they print.

    What this shows.

    -- docs/articles/a.md --
    ...
    $ hub check
    output
    [1]

``[1]`` is the exit status, left out where it is 0. Commands are ``hub …``, ``mkdocs …``, ``find PATH`` (the files
under a path), ``cat FILE``, and ``show PAGE XPATH`` (the HTML of elements of a built page). ``pytest --rewrite`` writes
what is printed now into the file: read the difference before you commit it.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from lxml import etree

import hubs

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    written = case.read_text(encoding="utf-8")
    if "\n$ mkdocs " in written:
        hubs.needs_a_program()
    hubs.write(tmp_path, hubs.files_of(written))
    head, *steps = hubs.COMMAND.split(written)
    assert steps, "a case runs at least one command"
    printed = head + "".join(f"$ {command}\n{_run(tmp_path, command)}" for command in steps[::2])
    if request.config.getoption("--rewrite"):
        case.write_text(printed, encoding="utf-8")
        return
    assert printed == written


def _run(folder: Path, command: str) -> str:
    program, *arguments = shlex.split(command)
    if program == "find":
        root = folder / arguments[0]
        return (
            "".join(f"{path.relative_to(folder).as_posix()}\n" for path in sorted(root.rglob("*")) if path.is_file())
            or "nothing\n"
        )
    if program == "cat":
        return (folder / arguments[0]).read_text(encoding="utf-8")
    if program == "show":
        return _show(folder, *arguments)
    ran = hubs.run(folder, [program, *arguments])
    output = ran.output.replace(str(folder), "HUB")
    output = re.sub(r"(?m)^INFO .*\n", "", output)
    output += "" if output.endswith("\n") or not output else "\n"
    return output + (f"[{ran.status}]\n" if ran.status else "")


def _show(folder: Path, page: str, xpath: str) -> str:
    shown = ""
    found = hubs.page(folder, page).xpath(xpath)
    for element in found if isinstance(found, list) else [found]:
        source = (
            element
            if isinstance(element, str)
            else etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        )
        shown += re.sub(r"\s*\n\s*", "\n", str(source).strip()) + "\n"
    return shown or "nothing\n"
