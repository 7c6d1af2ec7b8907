"""The collector of garbage rests while modules are loaded and while a hub is read, and only then."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest

import hubs
from studenthub import hub
from studenthub.model import articles
from studenthub.model.settings import Settings
from studenthub.runtime import gc_pause


def test_it_rests_while_a_hub_is_read_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article("Text.")})
    seen: list[bool] = []
    parse = articles.parse

    def look(*arguments: Any, **options: Any) -> object:
        seen.append(gc.isenabled())
        return parse(*arguments, **options)

    monkeypatch.setattr(articles, "parse", look)
    read = hub.Reader(Settings(tmp_path)).read()
    read.checked(pause=lambda: seen.append(gc.isenabled()))
    assert len(seen) > 20
    assert not any(seen)
    assert gc.isenabled()


def test_it_works_again_after_an_error_and_rests_on_where_it_did() -> None:
    with pytest.raises(ValueError, match="x"), gc_pause.uncollected():
        raise ValueError("x")
    assert gc.isenabled()
    with gc_pause.uncollected():
        with gc_pause.uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_rests_while_modules_are_loaded_and_leaves_them_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loaded_slowly.py").write_text(
        "import gc\nENABLED = gc.isenabled()\nHELD = [[] for _ in range(50_000)]\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    before = gc.get_freeze_count()
    module = gc_pause.loaded("loaded_slowly")
    assert not module.ENABLED
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(module.HELD)
