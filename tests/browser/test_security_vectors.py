"""Hostile Markdown in a real browser: both walls, and each with the other taken down.

``make test`` takes every fifth of the published vectors; ``make test-hostile`` takes them all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import vectors
from browsers import chromium
from studenthub.html import sanitize
from studenthub.styles import answer
from vectors import Converter, Vector, Watch

_EVERY = 1 if os.environ.get("ALL_VECTORS") else 5
WALLS = [
    pytest.param(True, True, id="both walls"),
    pytest.param(True, False, id="first wall alone"),
    pytest.param(False, True, id="second wall alone"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Converter:
    return Converter(tmp_path_factory.mktemp("hub"))


def look(browser: Browser, converter: Converter, tried: list[Vector], first: bool, second: bool) -> dict[str, str]:
    """What the vectors do that do something."""
    documents = {vector.id: converter.html(vector.text, first=first, second=second) for vector in tried}
    seen = Watch(browser).look(documents)
    return {name: f"{what}: {documents[name][:300]}" for name, what in seen.items() if what}


@pytest.mark.parametrize(("first", "second"), WALLS)
def test_own_vectors(browser: Browser, converter: Converter, first: bool, second: bool) -> None:
    assert look(browser, converter, vectors.own(), first, second) == {}


@pytest.mark.parametrize(("first", "second"), WALLS)
def test_published_vectors(browser: Browser, converter: Converter, shared: Path, first: bool, second: bool) -> None:
    tried = vectors.shared(shared)
    assert len(tried) == 646
    assert look(browser, converter, tried[::_EVERY], first, second) == {}


#: What Pandoc would print if a source got through it: a citation, an entry, and things that are neither.
_PRINTED = """
<p><span class="citation" data-cites="a">(<a href="javascript:alert(1)" onclick="alert(1)">A</a>,
<a href="#ref-a" onmouseover="alert(1)" style="position:fixed;inset:0">2001</a>,
<a href="&#106;avascript:alert(1)">p. 3</a> <svg onload="alert(1)"></svg><script>alert(1)</script>)</span></p>
<div id="refs"><div id="ref-a" class="csl-entry" onclick="alert(1)">First. <img src="x" onerror="alert(1)">
<em onclick="alert(1)" id="__config">A</em> <span class="smallcaps skip" onfocus="alert(1)" tabindex="0">B</span>
<iframe srcdoc="<script>alert(1)</script>"></iframe><a href="java\tscript:alert(1)">C</a>
<span style="font-variant: small-caps; position: fixed">D</span><style>@import "https://evil.example/a.css"</style>
&lt;img src=x onerror=alert(1)&gt;<math><mtext><style><!--</style><img title="--><img src=x onerror=alert(1)>"></math>
</div></div>
"""


def test_what_pandoc_prints_meets_both_walls_as_well(
    browser: Browser, converter: Converter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def through_our_reader() -> str:
        read = answer.read(_PRINTED, {"a"}, [("a",)])
        return "".join([*read.citations(), *(entry.html for entry in read.entries())])

    documents = {"bare": _PRINTED, "second": sanitize.clean(_PRINTED), "both": through_our_reader()}
    monkeypatch.setattr(sanitize, "clean", str)
    documents["first"] = through_our_reader()
    assert all("First." in html for html in documents.values())
    seen = Watch(browser).look(documents)
    assert [name for name, what in seen.items() if what] == ["bare"], seen


def test_without_walls_the_browser_notices(browser: Browser, converter: Converter, shared: Path) -> None:
    """The counter-check: what is said to run is seen to run, so that nothing seen means that nothing ran."""
    tried = [vector for vector in vectors.shared(shared) if vector.runs][::12]
    noticed = look(browser, converter, tried, first=False, second=False)
    assert noticed.keys() == {vector.id for vector in tried}
    assert len(look(browser, converter, vectors.own()[::4], first=False, second=False)) > 20
