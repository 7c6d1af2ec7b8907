"""The grammar of BibTeX: what an entry may look like, and that a bad one is told and spoils nothing else."""

from __future__ import annotations

import re
import tracemalloc
import unicodedata
from functools import partial
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.parse import bibtex
from studenthub.parse.bibtex import BadEntry, Block, Entry
from studenthub.parse.bibtex.abbreviations import Word
from studenthub.source.text import Text
from texts import made_of, quadratic, work

SIGNS = (
    *(
        '@{}()",=#%\\ \n',
        "@a{b,",
        "\n@a{b,",
        "c={d}",
        ',\n  c = "d"',
        "\n@comment{",
        "@string{",
        "@preamble{",
        "%@a{",
        "}}",
    ),
    *("{{", "a", "1", "é", " # ", "author = {", "and", "}\n\n@misc{k2, title = {x}}\n", "\x00", "\xa0"),
)


def read(content: str) -> tuple[dict[str, dict[str, str]], list[str]]:
    """The fields of every entry by key, and what is wrong as line:column: message (hint)."""
    entries: dict[str, dict[str, str]] = {}
    problems: list[str] = []
    text = Text("", content)
    for found in bibtex.entries(content):
        if isinstance(found, Entry):
            entries[found.key] = {name: field.raw for name, field in found.fields.items()}
        elif isinstance(found, BadEntry):
            place = text.place(found.offset)
            problems.append(f"{place.line}:{place.column}: {found.message} ({found.hint})")
    return entries, problems


@pytest.mark.parametrize(
    ("content", "entries"),
    [
        ("", {}),
        ("only text, and me@example.org", {}),
        ("@misc{a, title = {x}}", {"a": {"title": "x"}}),
        ("@misc{a}", {"a": {}}),
        ("@misc{a,}", {"a": {}}),
        ("@Misc{a,TITLE={x},Year=2024}", {"a": {"title": "x", "year": "2024"}}),
        ("@misc(a, title = {x)y}, year = 2024)", {"a": {"title": "x)y", "year": "2024"}}),
        ("  @ misc { a , title = {x} , }", {"a": {"title": "x"}}),
        ("@misc{a,\n  title\n  =\n  {x}\n  ,\n}", {"a": {"title": "x"}}),
        ("@misc{a, title = {x},, year = 2024,}", {"a": {"title": "x", "year": "2024"}}),
        # Values.
        ('@misc{a, b = "c {"} d", e = {f "g" h}}', {"a": {"b": 'c {"} d', "e": 'f "g" h'}}),
        ("@misc{a, b = 12, c = d}", {"a": {"b": "12", "c": "d"}}),
        ("@misc{a, b = {}, c = \"\", d = { }}", {"a": {"b": "", "c": "", "d": " "}}),
        ("@misc{a, b = {c {d {e {f {g}}}}}}", {"a": {"b": "c {d {e {f {g}}}}"}}),
        ('@misc{a, b = "c {d {e {f {g}}}}"}', {"a": {"b": "c {d {e {f {g}}}}"}}),
        ("@misc{a, b = {c, d = e}, f = {g\n\nh}}", {"a": {"b": "c, d = e", "f": "g\n\nh"}}),
        ("@misc{a, b = {c}, B = {d}}", {"a": {"b": "c"}}),  # the first of two fields counts
        # Abbreviations and joining.
        ("@string{j = {Journal}} @misc{a, journal = j}", {"a": {"journal": "Journal"}}),
        ('@STRING(j = "Journal")\n@misc{a, journal = J # { of } # "X" # 1}', {"a": {"journal": "Journal of X1"}}),
        ('@string{a = {x}, b = a # "y"} @misc{k, t = b#a}', {"k": {"t": "xyx"}}),
        ("@misc{a, month = jul # {~11}, publisher = elsevier}", {"a": {"month": "jul~11", "publisher": "elsevier"}}),
        ("@misc{a, month = September, pages = 3--9}", {"a": {"month": "september", "pages": "3--9"}}),
        ("@misc{a, j = x # {y}} @string{x = {z}}", {"a": {"j": "xy"}}),  # defined below: nobody knows it yet
        # What is between entries is no matter.
        ("text @misc{a, t={x}} more @misc{b, t={y}}", {"a": {"t": "x"}, "b": {"t": "y"}}),
        ("% Encoding: UTF-8\n\n@misc{a, t={x}}", {"a": {"t": "x"}}),
        ("% @misc{a, t={x}}\n  %@misc{b,\n% t={y}}\n@misc{c, t={z}}", {"c": {"t": "z"}}),
        ("@misc{a, t={x}} % @misc{b, t={y}}", {"a": {"t": "x"}, "b": {"t": "y"}}),
        ("@comment{a @misc{b, t={x}} c} @misc{d, t={y}}", {"d": {"t": "y"}}),
        ("@comment{jabref-meta: x;\ny}\n@misc{a, t={x}}", {"a": {"t": "x"}}),
        ("@comment{not closed\n@misc{a, t={x}}", {"a": {"t": "x"}}),
        ("@comment nothing\n@misc{a, t={x}}", {"a": {"t": "x"}}),
        ('@preamble{"\\def\\x#1{{{{#1}}}}" # "y"}\n@misc{a, t={x}}', {"a": {"t": "x"}}),
        ("@preamble{}@misc{a, t={x}}", {"a": {"t": "x"}}),
        # An @ at the beginning of a line of a value.
        ("@misc{a, t={x\n@foo{bar} y\n@article is z}}", {"a": {"t": "x\n@foo{bar} y\n@article is z"}}),
        ("@misc{a, t={\n@Doe (2014, p. 3) said}}", {"a": {"t": "\n@Doe (2014, p. 3) said"}}),
        # A field that is commented out.
        ("@misc{a, % z\n b = {x}, % {y}\n % c = 2023,\n c = 2024 %\n}", {"a": {"b": "x", "c": "2024"}}),
        ("@misc{a, title = {x},\n% }\n}", {"a": {"title": "x"}}),
        # Keys and names of fields with odd signs.
        ("@misc{O'Brien:2010/é+1_b.c-d, t={x}}", {"O'Brien:2010/é+1_b.c-d": {"t": "x"}}),
        ('@misc{doi:10.1000/(a)%#"b", t={x}}', {'doi:10.1000/(a)%#"b"': {"t": "x"}}),
        ("@misc{10.1000/1, t={x}}", {"10.1000/1": {"t": "x"}}),
        ("@misc{a, __markedentry={b}, bdsk-file-1={c}}", {"a": {"__markedentry": "b", "bdsk-file-1": "c"}}),
        ("@misc{a, author+an={b}, tïtle={c}}", {"a": {"author+an": "b", "tïtle": "c"}}),
    ],
)  # fmt: skip
def test_what_is_read(content: str, entries: dict[str, dict[str, str]]) -> None:
    assert read(content) == (entries, [])


def test_everything_knows_its_place() -> None:
    content = 'x\n@misc{a,\n  é = {x},\n  title = "y",\n  year = 2024 # z\n}\n\n @book{b, t={x}}'
    first, second = bibtex.entries(content)
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert (first.type, second.type) == ("misc", "book")
    text = Text("a.bib", content)
    assert [str(text.place(entry.offset)) for entry in (first, second)] == ["a.bib:2:1", "a.bib:8:2"]
    assert {name: str(text.place(field.offset)) for name, field in first.fields.items()} == {
        "é": "a.bib:3:8",
        "title": "a.bib:4:12",
        "year": "a.bib:5:10",
    }


def test_what_is_no_entry_has_a_place_as_well() -> None:
    content = '@string{a = {x}, b = c}\n@comment{y} @preamble{"z"}\n@misc{k, t = {x} # a # b}'
    string, comment, preamble, entry = bibtex.entries(content)
    assert isinstance(string, Block)
    assert {name: field.raw for name, field in string.fields.items()} == {"a": "x", "b": "c"}
    assert isinstance(comment, Block)
    assert isinstance(preamble, Block)
    assert [content[block.offset : block.end] for block in (string, comment, preamble)] == [
        *("@string{a = {x}, b = c}", "@comment{y}", '@preamble{"z"}'),
    ]  # fmt: skip
    assert isinstance(entry, Entry)
    assert (content[entry.offset : entry.end], content[entry.body :]) == (
        "@misc{k, t = {x} # a # b}",
        " t = {x} # a # b}",
    )
    field = entry.fields["t"]
    assert content[field.start : field.end] == "t = {x} # a # b"
    assert (field.raw, field.pieces) == ("xxb", ("x", "x", Word("b", content.rindex("b"))))


TITLE_OPEN = "the field title of the entry a is not closed"
BRACES = "(each { needs a })"
TOO_MANY = "there is one } too many in the field"
OPENS = "(each } needs a { before it)"
QUOTES = '(each " needs another; within it write {"})'
COUNT = "(count its braces: each { needs a })"
ENDS = "the entry a ends before its field year (there is one } too many above it)"
AFTER_TITLE = (
    "the entry a cannot be read after its field title"
    " (put a comma after it; if there is one, count its braces: each { needs a })"
)
NO_COMMA = "a comma is missing after the field title of the entry a (add it)"
WRITTEN = "(a field is written name = {value}, with a comma after it)"
NO_KEY = "this @misc has no key (write @misc{surname2024, and then its fields)"
NOT_ONE = "is not one word (write it without spaces, such as"
BETWEEN = "(put a comma between key and fields)"
VALUE = "(write it in braces: name = {value})"


@pytest.mark.parametrize(
    ("content", "key", "problem"),
    [
        # A brace too few or too many.
        ("@misc{a,\n  title = {x,\n  year = {2024}\n}", "a", f"2:12: {TITLE_OPEN} {BRACES}"),
        ("@misc{a,\n  title = {x\n  year = 2024\n}", "a", f"2:12: {TITLE_OPEN} {BRACES}"),
        ("@misc{a,\n  title = {{x},\n  year = {2024}", "a", f"2:12: {TITLE_OPEN} {BRACES}"),
        ("@misc{a,\n  title = {x},\n  year = {2024}\n", "a", f"1:1: the entry a is not closed {COUNT}"),
        ('@misc{a,\n  title = "x,\n  year = {2024}\n}', "a", f"2:12: {TITLE_OPEN} {QUOTES}"),
        ("@misc{a, title = {x}}, year = 2024}", "a", f"1:24: {ENDS}"),
        ("@misc{a, title = {x}}, year = 2024}}", "a", f"1:24: {ENDS}"),
        ("@string{j = {x}", "", f"1:1: this @string is not closed {COUNT}"),
        ('@misc{a, title = "x } y { z"}', "a", f"1:21: {TOO_MANY} title of the entry a {OPENS}"),
        ('@misc{a, n="x}} @misc{b, c={y"}', "a", f"1:14: {TOO_MANY} n of the entry a {OPENS}"),
        # A comma, an = or a value too few.
        ("@misc{a,\n  title = {x}\n  year = 2024\n}", "a", f"3:3: {NO_COMMA}"),
        ("@misc{a, title = {x} {y}}", "a", f"1:22: {AFTER_TITLE}"),
        ('@misc{a, title = "G\\"odel"}', "a", f"1:22: {AFTER_TITLE}"),
        ("@misc{a, title {x}}", "a", f"1:10: the entry a cannot be read near title {WRITTEN}"),
        ("@misc{a, title}", "a", f"1:10: the entry a cannot be read near title {WRITTEN}"),
        ("@misc{a, 1st = {x}}", "a", f"1:10: the entry a cannot be read near 1st {WRITTEN}"),
        ("@misc{a, = {x}}", "a", f"1:10: the entry a cannot be read {WRITTEN}"),
        ("@misc{a, title = }", "a", f"1:10: the field title of the entry a has no value {VALUE}"),
        ("@misc{a, title = , year = 2024}", "a", f"1:10: the field title of the entry a has no value {VALUE}"),
        ("@misc{a, title = x # }", "a", f"1:10: the field title of the entry a has no value {VALUE}"),
        ("@misc{a, title =", "a", f"1:10: the field title of the entry a has no value {VALUE}"),
        # A key too few, or none that can be one.
        ("@misc{, title = {x}}", "", f"1:1: {NO_KEY}"),
        ("@misc{title = {x}}", "", f"1:1: {NO_KEY}"),
        ("@misc{", "", f"1:1: {NO_KEY}"),
        ("@misc{van der Merwe 2019, title = {x}}", "", f"1:1: the key van der Merwe 2019 {NOT_ONE} vanderMerwe2019)"),
        ("@misc{merwe title = {x}}", "", f"1:1: the key merwe has no comma after it {BETWEEN}"),
    ],
)  # fmt: skip
def test_a_bad_entry_is_told_and_the_next_one_survives(content: str, key: str, problem: str) -> None:
    before, after = "@misc{before, t = {x}}\n", "\n@misc{after, t = {x}}\n"
    entries, problems = read(content + after)
    assert list(entries) == ["after"]
    assert problems == [problem]
    (bad,) = [found for found in bibtex.entries(content) if isinstance(found, BadEntry)]
    assert bad.key == key
    assert list(read(before + content + after)[0]) == ["before", "after"]


@pytest.mark.parametrize(
    ("begin", "survivors"),
    [
        ("@misc{b, t={y}}", {"b": "y", "c": "b"}),
        ("  @ Misc ( b, t={y})", {"b": "y", "c": "b"}),
        ("@misc{b,\n\n  t = {y}}", {"b": "y", "c": "b"}),
        ("@misc{t = {y}}", {"c": "b"}),
        ("@string{b = {y}}", {"c": "y"}),
        ("@STRING(b = {y})", {"c": "y"}),
    ],
)
def test_an_entry_that_is_not_closed_ends_where_the_next_begins(begin: str, survivors: dict[str, str]) -> None:
    entries, problems = read(f"@misc{{a, t = {{x\n{begin}\n@misc{{c, t=b}}")
    assert problems[0] == f"1:15: the field t of the entry a is not closed {BRACES}"
    assert {key: fields["t"] for key, fields in entries.items()} == survivors


def test_a_key_as_long_as_a_file_is_cut_in_messages() -> None:
    (problem,) = read(f"@misc{{{'k' * 100_000}, title}}")[1]
    assert len(problem) < 200


def test_abbreviations_cannot_blow_up() -> None:
    doubling = (
        "@string{a = {0123456789}}\n" + "@string{a = a # a}\n" * 2000 + "@misc{b, title = a}\n@misc{c, title = {x}}"
    )
    tracemalloc.start()
    try:
        assert work(read, doubling, 40) < 40
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
    entries, problems = read(doubling)
    assert "c" in entries
    assert "the abbreviations of this file expand to too much text (write out what they stand for)" in problems[0]


def test_many_uses_of_one_long_abbreviation_cannot_blow_up() -> None:
    many = "@string{a = {" + "x" * 50_000 + "}}\n" + "@misc{b, title = a # a # a # a}\n" * 2000
    entries, problems = read(many)
    assert sum(len(entry["title"]) for entry in entries.values()) < 5_000_000
    assert problems


@given(made_of(*SIGNS) | st.text())
def test_any_text_is_entries_with_places_in_it(content: str) -> None:
    end = -1
    for found in bibtex.entries(content):
        assert 0 <= found.offset <= len(content)
        if isinstance(found, BadEntry):
            assert found.message
            assert found.hint
        elif isinstance(found, Entry | Block):
            assert end <= found.offset < found.end <= len(content)
            end = found.end
            assert content[found.offset] == "@"
            for name, field in found.fields.items():
                assert found.offset < field.start < field.offset <= field.end <= found.end
                assert content[field.start :].lower().startswith(name)


FIELDS = made_of(
    "a = {b}", ", ", ",", "c={d {e} f}", "{", "}", '"', '"g"', "=", "#", " # ", "h", "\n", "1", "%", ")", "{i {j {k}}}"
)


@given(FIELDS.map("@misc{{k, {}".format) | FIELDS.map("@misc{{k, {}}}\n@misc{{l, m = {{n}}}}".format))
def test_the_quick_way_through_plain_fields_reads_what_the_careful_one_does(content: str) -> None:
    def found() -> list[object]:
        return [entry if isinstance(entry, Entry) else vars(entry) for entry in bibtex.entries(content)]

    with mock.patch.object(bibtex, "_PLAIN_FIELD", re.compile("(?!)")):
        careful = found()
    assert found() == careful


VALUES = st.recursive(
    st.text(st.characters(exclude_characters="{}\\", exclude_categories=["C"])),
    lambda inner: st.tuples(inner, inner).map(lambda pair: f"{pair[0]}{{{pair[1]}}}"),
    max_leaves=6,
)
NAMES = st.from_regex(r"[a-z][a-z0-9_+:.-]{0,8}", fullmatch=True)
ENTRIES = st.dictionaries(
    # A key is the same however its letters are encoded, and is read in the composed form.
    st.from_regex(r"[\w'+:./-]{1,9}", fullmatch=True).map(partial(unicodedata.normalize, "NFC")),
    st.dictionaries(NAMES, VALUES, max_size=4),
    min_size=1,
    max_size=4,
)


@given(ENTRIES, st.data())
def test_what_is_written_is_read_back(entries: dict[str, dict[str, str]], data: st.DataObject) -> None:
    written = []
    for key, fields in entries.items():
        opening, closing = data.draw(st.sampled_from([("{", "}"), ("(", ")")]))
        lines = []
        for name, value in fields.items():
            quoted = '"' not in value and data.draw(st.booleans())
            lines.append(f'  {name} = "{value}"' if quoted else f"  {name} = {{{value}}}")
        written.append(
            f"@misc{opening}{key},\n" + ",\n".join(lines) + data.draw(st.sampled_from(["\n", ",\n"])) + closing
        )
    assert read(data.draw(st.sampled_from(["\n", "\n\n", " text "])).join(written)) == (entries, [])


@given(ENTRIES, st.data())
def test_one_bad_entry_takes_down_no_other(entries: dict[str, dict[str, str]], data: st.DataObject) -> None:
    """Entries as programs write them, one of which has lost some of its signs."""
    written = [
        f"@misc{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items()) + "  end = {}\n}\n"
        for key, fields in entries.items()
    ]
    broken = data.draw(st.integers(0, len(written) - 1))
    at = data.draw(st.integers(1, len(written[broken]) - 1))
    written[broken] = written[broken][:at].rstrip("@") + "\n"
    found, _ = read("\n".join(written))
    others = [key for number, key in enumerate(entries) if number != broken]
    assert {key: {**entries[key], "end": ""} for key in others}.items() <= found.items()


def test_no_text_takes_more_than_linear_time() -> None:
    assert quadratic(read) == []
    assert quadratic(read, frame="@misc{a, b = {}") == []
    assert quadratic(read, frame="@misc{a, b = {}}") == []
