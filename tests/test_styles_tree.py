"""Pandoc's tree: nothing of it is lost, whatever is in it and in whatever order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from studenthub.styles.pandoc import answer, tree

_ATTRIBUTES = st.sampled_from([["", [], []], *(["", [name], []] for name in ("smallcaps", "nocase", "csl-block"))])
_DISPLAYED = st.sampled_from(["csl-block", "csl-indent", "csl-left-margin", "csl-right-inline"])
_WORDS = st.text("abc 12.,:;?“”‘’–&<>\"'é王\u00a0", min_size=1, max_size=6)
_LEAVES = st.one_of(
    st.builds(lambda word: {"t": "Str", "c": word}, _WORDS),
    st.sampled_from([{"t": "Space"}, {"t": "SoftBreak"}, {"t": "LineBreak"}]),
    st.builds(lambda word: {"t": "Code", "c": [["", [], []], word]}, _WORDS),
    st.builds(lambda word: {"t": "Math", "c": [{"t": "InlineMath"}, word]}, _WORDS),
    st.builds(lambda word: {"t": "RawInline", "c": ["html", word]}, _WORDS),
)


def _holding(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    parts = st.lists(inside, max_size=4)
    kinds = ["Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"]
    links = st.sampled_from(["#ref-a", "#ref-b", "#ref-unknown", "https://example.org/", "javascript:alert(1)"])
    return st.one_of(
        st.builds(lambda kind, some: {"t": kind, "c": some}, st.sampled_from(kinds), parts),
        st.builds(lambda attributes, some: {"t": "Span", "c": [attributes, some]}, _ATTRIBUTES, parts),
        st.builds(lambda name, some: {"t": "Span", "c": [["", [name], []], some]}, _DISPLAYED, parts),
        st.builds(lambda some, to: {"t": "Link", "c": [["", [], []], some, [to, ""]]}, parts, links),
        st.builds(
            lambda kind, some: {"t": "Quoted", "c": [{"t": kind}, some]},
            st.sampled_from(["SingleQuote", "DoubleQuote"]),
            parts,
        ),
        st.builds(lambda some: {"t": "Cite", "c": [[], some]}, parts),
    )


INLINES = st.lists(st.recursive(_LEAVES, _holding, max_leaves=12), max_size=6)


def words(value: Any) -> Iterator[str]:
    """All text in JSON of Pandoc's: each string that is no kind, no attribute and no address."""
    for node in value:
        kind, holds = node["t"], node.get("c", [])
        if kind == "Str":
            yield holds
        elif kind in ("Code", "Math", "RawInline"):
            yield holds[1]
        elif kind in ("Span", "Cite", "Link"):
            yield from words(holds[1])
        elif kind == "Quoted":
            quotes = "‘’" if holds[0]["t"] == "SingleQuote" else "“”"
            yield quotes[0]
            yield from words(holds[1])
            yield quotes[1]
        elif isinstance(holds, list):
            yield from words(holds)


def without_spaces(text: str) -> str:
    return "".join(text.split())


@given(INLINES)
def test_no_word_is_lost(inlines: list[Any]) -> None:
    parts = tree.read(inlines)
    expected = without_spaces("".join(words(inlines)))
    for same in (parts, tree.upright(parts), tree.spaced(parts), tree.unlinked(parts)):
        assert without_spaces("".join(map(str, same))) == expected


@given(INLINES)
def test_an_entry_and_a_citation_print_every_word(inlines: list[Any]) -> None:
    """And the HTML is well formed: what a parser reads from it is what was there."""
    entry = {"t": "Div", "c": [["ref-a", ["csl-entry"], []], [{"t": "Para", "c": inlines}]]}
    refs = {"t": "Div", "c": [["refs", [], []], [entry]]}
    cite = {"t": "Para", "c": [{"t": "Cite", "c": [[], inlines]}]}
    found = answer.read(json.dumps({"blocks": [cite, refs]}), 1)
    written = answer.written(found, [("a",)], {"a": ""})
    expected = without_spaces("".join(words(inlines)))
    for label, printed in (*(("", one) for one in written.citations), *((e.label, e.html) for e in written.references)):
        read = html.fragment_fromstring(printed, create_parent="div")
        assert without_spaces(label + read.text_content()) == expected
    (printed_entry,) = found.entries
    assert bool(written.references) == (not printed_entry.is_empty)


def test_an_unknown_kind_is_no_silence() -> None:
    with pytest.raises(ValueError, match="unknown kind: Blink"):
        tree.read([{"t": "Blink", "c": []}])


def entry(*inlines: Any) -> str:
    """What becomes of the inlines of an entry, as HTML."""
    division = {"t": "Div", "c": [["ref-a", [], []], [{"t": "Para", "c": list(inlines)}]]}
    found = answer.read(json.dumps({"blocks": [{"t": "Div", "c": [["refs", [], []], [division]]}]}), 0)
    (reference,) = answer.written(found, [], {"a": ""}).references
    return reference.html


def said(text: str) -> dict[str, Any]:
    return {"t": "Str", "c": text}


def within(kind: str, *inlines: Any) -> dict[str, Any]:
    return {"t": kind, "c": list(inlines)}


def displayed(name: str, *inlines: Any) -> dict[str, Any]:
    return {"t": "Span", "c": [["", [name], []], list(inlines)]}


def linked(href: str, *inlines: Any) -> dict[str, Any]:
    return {"t": "Link", "c": [["", [], []], list(inlines), [href, ""]]}


def test_emphasis_within_emphasis_is_upright() -> None:
    species = within("Emph", said("E. coli"))
    assert entry(within("Emph", said("Biology of "), species, said(" today"))) == (
        "<em>Biology of </em>E. coli<em> today</em>"
    )
    address = "https://example.org/"
    assert entry(within("Emph", linked(address, said("Biology of "), species))) == (
        f'<a href="{address}"><em>Biology of </em>E. coli</a>'
    )
    assert entry(within("Emph", within("Strong", said("A")), said("b"))) == "<em><strong>A</strong>b</em>"


def test_what_a_style_displays_apart_is_kept_in_its_order() -> None:
    """As in american-anthropological-association: the year is in a margin, and is no label."""
    assert entry(
        displayed("csl-block", said("Author, Ann")), displayed("csl-left-margin", said("2019")), said("A title.")
    ) == ('<span class="reference__block">Author, Ann</span> 2019 A title.')
    assert entry(said("A title."), displayed("csl-indent", said("A note."))) == (
        'A title. <span class="reference__block reference__block--indented">A note.</span>'
    )


def test_a_range_leads_to_all_that_it_stands_for() -> None:
    divisions = [
        {"t": "Div", "c": [[f"ref-{key}", [], []], [{"t": "Para", "c": [said(key.upper())]}]]} for key in "abcd"
    ]
    cite = [said("("), linked("#ref-a", said("1")), said("–"), linked("#ref-d", said("4")), said(")")]
    blocks = [{"t": "Para", "c": cite}, {"t": "Div", "c": [["refs", [], []], divisions]}]
    written = answer.written(answer.read(json.dumps({"blocks": blocks}), 1), [tuple("abcd")], dict.fromkeys("abcd", ""))
    (citation,) = written.citations
    links = html.fragment_fromstring(citation, create_parent="p").findall("a")
    assert [(link.get("href"), link.get("aria-label") or link.text) for link in links] == [
        ("#ref:a", "1"), ("#ref:b", "2"), ("#ref:c", "3"), ("#ref:d", "4")
    ]  # fmt: skip
    assert citation.striptags() == "(1–4)"
    assert [entry.cited for entry in written.references] == [1, 1, 1, 1]
