"""Hostile Markdown in a real browser: both filters, and each with the other taken down.

``make test`` takes every fifth of the published vectors; ``make test-hostile`` takes them all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import vectors
from browsers import chromium
from studenthub.styles.pandoc import answer
from vectors import Converter, Vector, Watch

_EVERY = 1 if os.environ.get("ALL_VECTORS") else 5
#: How the filters are tried: whether the first one is up, and whether the second one is.
FILTERS = {"both filters": (True, True), "filter alone": (True, False), "sanitiser alone": (False, True)}
NO_FILTERS = {"no filters": (False, False)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Converter:
    return Converter(tmp_path_factory.mktemp("hub"))


def look(
    browser: Browser, converter: Converter, tried: list[Vector], filters: Mapping[str, tuple[bool, bool]]
) -> dict[str, str]:
    """What the vectors do that do something behind any of ``filters``. HTML that several become is looked at once."""
    documents = {
        f"{vector.id}, {name}": converter.html(vector.text, first=first, second=second)
        for name, (first, second) in filters.items()
        for vector in tried
    }
    seen = Watch(browser).look({html: html for html in documents.values()})
    return {name: f"{seen[html]}: {html[:300]}" for name, html in documents.items() if seen[html]}


def test_own_vectors(browser: Browser, converter: Converter) -> None:
    assert look(browser, converter, vectors.own(), FILTERS) == {}


def test_published_vectors(browser: Browser, converter: Converter, shared: Path) -> None:
    tried = vectors.shared(shared)
    assert len(tried) == 646
    assert look(browser, converter, tried[::_EVERY], FILTERS) == {}


#: What a hostile style or source would have Pandoc answer with: HTML in texts, raw HTML, and links that run script.
_HTML = (
    '<svg onload="alert(1)"></svg><script>alert(1)</script><img src="x" onerror="alert(1)">'
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><style>@import "https://evil.example/a.css"</style>'
    '<math><mtext><style><!--</style><img title="--><img src=x onerror=alert(1)>"></math>'
)
_LINKS = ("javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>alert(1)</script>", "#ref-a")
_ATTRIBUTES = ["", ["skip"], [["onclick", "alert(1)"], ["style", "position:fixed;inset:0"]]]


def _answer() -> str:
    """Pandoc's answer to one citation of one source."""
    hostile = [
        {"t": "Str", "c": f"First. {_HTML}"},
        {"t": "RawInline", "c": ["html", _HTML]},
        *({"t": "Link", "c": [_ATTRIBUTES, [{"t": "Str", "c": _HTML}], [link, _HTML]]} for link in _LINKS),
        {"t": "Span", "c": [_ATTRIBUTES, [{"t": "Emph", "c": [{"t": "Str", "c": _HTML}]}]]},
    ]
    entry = {"t": "Div", "c": [["ref-a", ["csl-entry"], _ATTRIBUTES[2]], [{"t": "Para", "c": hostile}]]}
    return json.dumps({"blocks": [{"t": "Para", "c": hostile}, {"t": "Div", "c": [["refs", [], []], [entry]]}]})


def test_what_pandoc_answers_is_text_however_it_is_called(browser: Browser) -> None:
    formatted = answer.written(answer.read(_answer(), 1), [("a",)], {"a": ""})
    html = "".join([*formatted.citations, *(entry.html for entry in formatted.references)])
    assert html.count("First.") == 2
    seen = Watch(browser).look({"bare": _HTML, "written": html})
    assert [name for name, what in seen.items() if what] == ["bare"], seen


def test_without_filters_the_browser_notices(browser: Browser, converter: Converter, shared: Path) -> None:
    """The counter-check: what is said to run is seen to run, so that nothing seen means that nothing ran."""
    tried = [vector for vector in vectors.shared(shared) if vector.runs][::12]
    noticed = look(browser, converter, tried, NO_FILTERS)
    assert noticed.keys() == {f"{vector.id}, no filters" for vector in tried}
    assert len(look(browser, converter, vectors.own()[::4], NO_FILTERS)) > 20
