"""Citations: every form that Pandoc knows, the slips that are told, and what only looks like one."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.model.sources import bibliography
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup, Malformed
from studenthub.source.text import Text
from texts import made_of, quadratic

SIGNS = (*"[]@{};-\\:.,/^() \n\t\"'=", "[@a", "@a", "[@a; @b]", "@{a}", " [p. 1]", "\n\n", "\\@", "[x]", "é", "_")

#: What is written, and what a CSL processor is asked for: keys in braces, white space collapsed.
GROUPS = [
    ("[@key]", ["[@{key}]"]),
    ("[@a; @b]", ["[@{a}; @{b}]"]),
    ("[see @a, p. 3; @b]", ["[see @{a}, p. 3; @{b}]"]),
    ("[-@a]", ["[-@{a}]"]),
    ("[see -@a, p. 3; -@b]", ["[see -@{a}, p. 3; -@{b}]"]),
    ("@key said", ["@{key}"]),
    ("-@key said", ["-@{key}"]),
    ("@key [p. 4] said", ["@{key} [p. 4]"]),
    ("@key[p. 4] said", ["@{key} [p. 4]"]),
    ("@key\n[p. 4] said", ["@{key} [p. 4]"]),
    ("[@{key/with:odd.chars}]", ["[@{key/with:odd.chars}]"]),
    ("[@{doi:10.1000/a;b(c)}, p. 2; @b]", ["[@{doi:10.1000/a;b(c)}, p. 2; @{b}]"]),
    ("@{key.} said", ["@{key.}"]),
    ("[@key:colon; @key.dot; @key/slash; @k:1/2.3]", ["[@{key:colon}; @{key.dot}; @{key/slash}; @{k:1/2.3}]"]),
    ("[@a_b; @a-b; @a+b; @a&b; @1a]", ["[@{a_b}; @{a-b}; @{a+b}; @{a&b}; @{1a}]"]),
    ("[@a#b; @a%b; @a$b; @a?b; @a~b; @_a]", ["[@{a#b}; @{a%b}; @{a$b}; @{a?b}; @{a~b}; @{_a}]"]),
    ("[@naïve2010; @王2020]", ["[@{naïve2010}; @{王2020}]"]),
    ("[@a ;  see\n@b ]", ["[@{a}; see @{b}]"]),
    ("[@a, {my own locator}]", ["[@{a}, {my own locator}]"]),
    ("[@a, p. 3 [emphasis added]]", ["[@{a}, p. 3 [emphasis added]]"]),
    ("[@a [sic]; @b]", ["[@{a} [sic]; @{b}]"]),
    ("[(@a)]", ["[(@{a})]"]),
    ("[e.g.,@a]", ["[e.g.,@{a}]"]),
    ("[*see* @a]", ["[*see* @{a}]"]),
    # What stands around it is no part of it.
    ("Said @a.", ["@{a}"]),
    ("Said @a, and @b; @c: @d? @e! (@f) “@g” *@h* @i’s", [f"@{{{key}}}" for key in "abcdefghi"]),
    ("So [@a].", ["[@{a}]"]),
    ("[@a-]", ["[@{a}-]"]),
    ("As in [@a]: this", ["[@{a}]"]),
    ("@a [p. 4]: this", ["@{a} [p. 4]"]),
    ("[@a][@b]", ["[@{a}]", "[@{b}]"]),
    ("[@a] [b]", ["[@{a}]"]),
    ("[@a]{.note}", ["[@{a}]"]),
    (r"\\[@a]", ["[@{a}]"]),
    # Text after a narrative citation is its locator only if it cites nothing and says something.
    ("@a [@b]", ["@{a}", "[@{b}]"]),
    ("@a [see @b]", ["@{a}", "[see @{b}]"]),
    ("@a [ ]", ["@{a}"]),
    ("@a [^1]", ["@{a}"]),
    ("@a  [p. 4]", ["@{a}"]),
    ("@a\n\n[p. 4]", ["@{a}"]),
    # No group reaches over an empty line, or into another bracket that cites.
    ("[@a,\np. 3]", ["[@{a}, p. 3]"]),
    ("[@a,\n \np. 3]", ["@{a}"]),
    ("[as shown [@a]]", ["[@{a}]"]),
    ("[[@a]", ["[@{a}]"]),
    (r"\[@a\]", ["@{a}"]),
    ("[@a", ["@{a}"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sources"), GROUPS)
def test_groups(text: str, sources: list[str]) -> None:
    found = list(citations.find(text))
    assert [group.source for group in found if isinstance(group, CiteGroup)] == sources
    assert all(isinstance(group, CiteGroup) for group in found)


def test_pandoc_reads_in_a_group_what_was_found_in_it() -> None:
    groups = [group for text, _ in GROUPS for group in citations.find(text) if isinstance(group, CiteGroup)]
    ran = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from=markdown", "--to=json"],
        input="\n\n".join(f"So {group.source}" for group in groups),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for group, block in zip(groups, json.loads(ran.stdout)["blocks"], strict=True):
        (cited,) = cites(block)
        assert [cite["citationId"] for cite in cited] == list(group.keys)
        assert (cited[0]["citationMode"]["t"] == "AuthorInText") == (group.narrative and "-@" not in group.source)


def cites(block: Any) -> Iterator[Any]:
    """The citations in a part of Pandoc's document."""
    if isinstance(block, dict) and block.get("t") == "Cite":
        yield block["c"][0]
        return
    for child in block.values() if isinstance(block, dict) else block if isinstance(block, list) else ():
        yield from cites(child)


@pytest.mark.parametrize(
    "text",
    [
        *("", "plain", "[no key]", "[]", "[@]", "@", "@ a", "@{}", "@{a b}", "@-a", "@.a"),
        *("me@example.org", "[me@example.org]", "mailto:me@example.org", "first.last+tag@example.org"),
        *("https://example.org/@handle", "https://example.org/?by=@handle", "@handle@example.social", "x.@a"),
        *(r"\@handle", r"[see \@handle]", r"\@{key}", "@@a"),
        *("[^1]", "[x] done", "array[0]", "[a; b]"),
    ],
)
def test_what_cites_nothing(text: str) -> None:
    assert list(citations.find(text)) == []


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("[e.g., SAFTE; @a, p. 4; @b]", "e.g., SAFTE; "),
        ("[one; two;\n@a; @b]", "one; two; "),
        ("[see also; -@a]", "see also; "),
    ],
)
def test_words_before_the_first_source_may_have_semicolons(text: str, prefix: str) -> None:
    (group,) = citations.find(text)
    assert isinstance(group, CiteGroup)
    assert group.cites[0].prefix == prefix
    assert text[group.cites[0].offset :].startswith("@a")


@pytest.mark.parametrize(
    ("text", "offset", "part"),
    [
        ("So [@a, @b].", 4, "@a, @b"),
        ("[@a and @b]", 1, "@a and @b"),
        ("[@a; @b, @c]", 5, "@b, @c"),
        ("[@a; see also]", 5, "see also"),
        ("[smith2020; @a]", 1, "smith2020"),
        ("[Smith, 2020; @a]", 1, "Smith, 2020"),
        ("[@a;]", 4, ""),
        ("[@a; ; @b]", 5, ""),
        ("[p. 4; @b]", 1, "p. 4"),
        ("[@a, {p. 3; 4}]", 12, "4}"),
        ("[@a\n and\n @b]", 1, "@a and @b"),
    ],
)
def test_a_part_that_names_no_source_or_two_is_told(text: str, offset: int, part: str) -> None:
    assert list(citations.find(text)) == [Malformed(offset, part)]


def test_after_a_slip_the_rest_is_read() -> None:
    before, slip, after = citations.find("@a and [@b, @c] and [@d]")
    assert isinstance(before, CiteGroup)
    assert isinstance(slip, Malformed)
    assert isinstance(after, CiteGroup)
    assert (before.keys, after.keys) == (("a",), ("d",))


def test_offsets() -> None:
    text = "é [see -@a, p. 3;\n @{b}] and -@c [p. 4]."
    bracket, narrative = citations.find(text)
    assert isinstance(bracket, CiteGroup)
    assert isinstance(narrative, CiteGroup)
    assert text[bracket.start : bracket.end] == "[see -@a, p. 3;\n @{b}]"
    assert text[narrative.start : narrative.end] == "-@c [p. 4]"
    assert [text[cite.offset :][:2] for group in (bracket, narrative) for cite in group.cites] == ["@a", "@{", "@c"]
    assert (bracket.keys, bracket.narrative) == (("a", "b"), False)
    assert (narrative.keys, narrative.narrative) == (("c",), True)


@given(made_of(*SIGNS) | st.text())
def test_any_text_has_groups_in_order_that_say_what_they_are(text: str) -> None:
    end = 0
    for found in citations.find(text):
        if isinstance(found, Malformed):
            assert end <= found.offset <= len(text)
            continue
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert all(text[cite.offset] == "@" for cite in found.cites)
        # Said again as it was understood, it means the same: the key of a cache is the source.
        (again,) = citations.find(found.source)
        assert isinstance(again, CiteGroup)
        assert (again.source, again.keys, again.narrative) == (found.source, found.keys, found.narrative)


def test_no_text_takes_more_than_linear_time() -> None:
    assert quadratic(lambda text: list(citations.find(text))) == []


def test_accents_of_keys_may_be_signs_of_their_own() -> None:
    composed, apart = "m\u00fcller2022", "mu\u0308ller2022"
    for text in (f"[@{apart}, p. 3]", f"[@{{{apart}}}]", f"@{apart} said"):
        (group,) = citations.find(text)
        assert isinstance(group, CiteGroup)
        assert group.keys == (composed,)
    found, _ = bibliography.read([Text("a.bib", f"@misc{{{apart}, title={{T}}}}")])
    assert list(found.sources) == [composed]
