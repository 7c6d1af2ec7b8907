"""The names under which the cache keeps what is made from values."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

import hubs
from studenthub.model.settings import Settings
from studenthub.runtime.fingerprints import fingerprint

#: Prints the key of each page of the hub.
_KEYS = """
from pathlib import Path
from markupsafe import Markup
from studenthub import hub, render
from studenthub.model import settings
read = hub.read(settings.read(Path(".")))
pages = render.everything(read, lambda sources: {source.key: Markup(source.key) for source in sources}, "style")
print(*(f"{page.path} {page.key}" for page in pages), sep="\\n")
"""


@dataclass(frozen=True)
class _Value:
    name: str
    words: frozenset[str] = frozenset()
    hidden: str = field(default="", repr=False)
    place: int = field(default=0, compare=False)


def test_all_that_a_value_is_compared_by_counts() -> None:
    value = _Value("a", frozenset({"x", "y"}))
    made = {
        fingerprint(value),
        fingerprint(replace(value, name="b")),
        fingerprint(replace(value, hidden="not in repr")),
        fingerprint(replace(value, words=frozenset({"x"}))),
        fingerprint((value, value)),
        fingerprint({"a": value, "b": None}),
        fingerprint({"b": None, "a": value}),
        fingerprint(datetime.date(2024, 7, 11)),
    }
    assert len(made) == 8
    assert fingerprint(replace(value, place=1)) == fingerprint(value)


def test_the_order_in_which_a_set_was_filled_does_not_count() -> None:
    one, other = frozenset([0, 8]), frozenset([8, 0])
    assert list(one) != list(other), "Python keeps these two in the order in which they were put in"
    assert fingerprint(one) == fingerprint(other)


def test_a_value_with_a_fingerprint_of_its_own_is_known_by_it(tmp_path: Path) -> None:
    here, there = Settings(tmp_path), Settings(tmp_path / "elsewhere")
    assert fingerprint([here]) == fingerprint([there]) == fingerprint([here.fingerprint])
    assert fingerprint([replace(here, extra={"contact": "a"})]) != fingerprint([here])


@pytest.mark.parametrize("unknown", [object(), lambda: None, b"bytes"])
def test_a_type_that_nobody_thought_of_is_refused(unknown: object) -> None:
    with pytest.raises(TypeError, match="has no fingerprint"):
        fingerprint(_Value("a"), [unknown])


def test_each_process_gives_a_page_the_same_key() -> None:
    hubs.needs_a_program()

    def keys(seed: str) -> str:
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", _KEYS]
        ran = subprocess.run(command, cwd=hubs.PROJECT, env=environment, capture_output=True, encoding="utf-8")
        assert not ran.stderr
        return ran.stdout

    first = keys("1")
    assert "index.md" in first
    assert keys("2") == keys("3") == first
