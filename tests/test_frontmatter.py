"""Front matter: what may be there, what each slip is told, and what the fields are read as."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from studenthub.parse import frontmatter
from studenthub.parse.frontmatter import MAX_BYTES, FrontMatter, Value, fields, forms
from studenthub.parse.frontmatter.fields import Reader
from studenthub.parse.frontmatter.forms import Wrong
from studenthub.source import fixes
from studenthub.source.problems import Problem
from studenthub.source.text import Place, Text
from texts import made_of, quadratic, work

SIGNS = (
    *"-:#[]{}&*!|>'\"%@`?,.~\n\t ",
    "---",
    "\n---\n",
    "title: ",
    "\n  ",
    "\n- ",
    "<<: ",
    "!!",
    "\\x",
    "\x00",
    "é",
    "😀",
)


@pytest.fixture(params=["libyaml", "pure Python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both readers of YAML: where libyaml is missing, the other one must say the same."""
    name = "CSafeLoader" if request.param == "libyaml" else "SafeLoader"
    monkeypatch.setattr(frontmatter, "LOADER", getattr(yaml, name))


def parse(content: str) -> tuple[FrontMatter, list[Problem]]:
    return frontmatter.parse(Text("a.md", content))


def block(fields: str) -> str:
    return f"---\n{fields}\n---\nBody.\n"


def plain(data: object) -> object:
    """Values without their places."""
    if isinstance(data, Value):
        return plain(data.data)
    if isinstance(data, Mapping):
        return {name: plain(value) for name, value in data.items()}
    return [plain(value) for value in data] if isinstance(data, tuple) else data


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("fields", "values"),
    [
        ("", {}),
        ("# only a comment", {}),
        ("title: A title", {"title": "A title"}),
        ("title: 'A: title'\ntags: [a, b]", {"title": "A: title", "tags": ["a", "b"]}),
        ("authors:\n  - name: A\n    orcid: B\n  - c", {"authors": [{"name": "A", "orcid": "B"}, "c"]}),
        ("authors:\n- name: A", {"authors": [{"name": "A"}]}),
        ("title: >\n  one\n  two\nx: |\n  a\n  b", {"title": "one two\n", "x": "a\nb\n"}),
        ("title: one\n  two", {"title": "one two"}),
        ("title: Don't & do", {"title": "Don't & do"}),
        ("title: C# and F#  # a comment", {"title": "C# and F#"}),
        ("a:\nb: ~\nc: null\nd: ''\ne: []\nf: {}", {"a": "", "b": "", "c": "", "d": "", "e": [], "f": {}}),
        ("name: Null\nother: 'null'", {"name": "Null", "other": "null"}),
        ('title: "\\u00e9\\n"', {"title": "é\n"}),
        ("<<: {a: b}", {"<<": {"a": "b"}}),
    ],
)
def test_what_yaml_says(fields: str, values: object) -> None:
    front, problems = parse(block(fields))
    assert problems == []
    assert plain(front.fields) == values


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    "scalar",
    [
        *("no", "yes", "on", "off", "true", "1_000", "12:30", "190:20:30", "0o17", "017", "0x1F", "1e3", ".5", "1.10"),
        *(".inf", ".nan", "+1", "2024-07-11", "2024-07-11T10:00:00Z", "=", "<<", "9" * 5000),
    ],
)
def test_yaml_guesses_nothing(scalar: str) -> None:
    front, problems = parse(block(f"title: {scalar}"))
    assert problems == []
    assert plain(front.fields) == {"title": scalar}


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("---\ntitle: x\n---\nBody\n", "Body\n"),
        ("---\ntitle: x\n---", ""),
        ("---  \ntitle: x\n...\nBody", "Body"),
        ("---\n---\nBody", "Body"),
        ("---\ntitle: x\n---\t\n\n---\nrule", "\n---\nrule"),
        ("---\ntitle: x\n --- \n---\nBody", "Body"),
        ("No front matter", "No front matter"),
        ("---\nnever closed", ""),
        ("---\n[broken\n---\nBody", "Body"),
    ],
)
def test_where_the_body_begins(content: str, body: str) -> None:
    front, _ = parse(content)
    assert content[front.body_start :] == body


@pytest.mark.usefixtures("loader")
def test_values_know_their_places() -> None:
    front, _ = parse(block("title: é😀 x\ntags:\n  - one\n  - two\nimage: {src: a.png}\nempty:"))
    tags, image = front.fields["tags"].data, front.fields["image"].data
    assert isinstance(tags, tuple)
    assert isinstance(image, Mapping)
    assert str(front.fields["title"].place) == "a.md:2:8"
    assert [str(tag.place) for tag in tags] == ["a.md:4:5", "a.md:5:5"]
    assert str(image["src"].place) == "a.md:6:14"
    assert [str(value.name.place) for value in (image["src"], front.fields["empty"]) if value.name] == [
        "a.md:6:9",
        "a.md:7:1",
    ]


NONE = (
    "HUB101 this file has no front matter"
    " (copy the block from “The long way” in “Write for the hub” to the top of the file, and fill it in)"
)
IN_CODE = "HUB101 the front matter is inside a block of code, between two lines of ``` (delete these two lines)"
ABOVE = "HUB101 a line of three hyphens is missing above the first field (write --- as the first line of the file)"
BELOW = "HUB102 a line of three hyphens is missing below the last field"
INDENTED = "HUB101 the front matter is indented (delete the spaces before each of its lines)"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("Text", f"1:1: {NONE}"),
        ("", f"1:1: {NONE}"),
        (
            "\n---\ntitle: x\n---\n",
            "1:1: HUB101 the first line is empty, and must be --- (delete the empty lines at the top)",
        ),
        ("—\ntitle: x\n---\n", "1:1: HUB101 the first line is —, and must be three hyphens (write ---)"),
        ("  ---\n  title: x\n  ---\n", f"1:1: {INDENTED}"),
        ("```yaml\n---\n", f"1:1: {IN_CODE}"),
        ("title: x\n---\n", f"1:1: {ABOVE}"),
        ("---\ntitle: x\n", f"1:1: {BELOW} (write --- on a line by itself there)"),
        ("---\ntitle: x\n\nText", f"3:1: {BELOW} (write --- here)"),
        ("---\ntitle: x\n----\nText", f"3:1: {BELOW} (write ---)"),
        (
            block("x: " + "é" * MAX_BYTES),
            "1:1: HUB103 the front matter is longer than 8 KB (move text into the article)",
        ),
    ],
)
def test_the_block_itself(content: str, problem: str) -> None:
    assert [str(found) for found in parse(content)[1]] == [f"a.md:{problem}"]


def test_exactly_the_longest_front_matter_is_read() -> None:
    filler = "x" * (MAX_BYTES - len("title: \n"))
    assert parse(block(f"title: {filler}"))[1] == []
    assert parse(block(f"title: {filler}x"))[1][0].code == "HUB103"


COLON = "HUB102 a value with a colon needs quotes (write"
QUOTES = "HUB102 there is a quotation mark too few or too many here (write"
NO_SPACE = "HUB102 a space is missing after the colon (write title: A)"
BRACKET = "HUB102 a bracket is missing, or text follows one (write"
COLUMN = "HUB102 this line is indented too far or not far enough (line it up with the one above)"
NO_FIELD = "HUB102 this line is not a field (a field is a name, a colon, a space and a value; --- follows the last one)"
TWICE = "is there twice (the first is in line"
INVISIBLE = "HUB102 the front matter contains an invisible character,"
AGAIN = "(delete it and type the text again)"
HASHTAG = "HUB102 what follows # would be left out, as a comment"
BACKSLASH = "HUB102 there is a backslash in double quotes (use single quotes for this value)"
DEEP = "HUB102 the front matter is nested too deeply (a field has at most two levels of groups below it)"
TAB = "HUB102 this line begins with a tab (use two spaces)"


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("title: A: b", f'2:9: {COLON} title: "A: b")'),
        ("title: He: \"no\"", f"2:10: {COLON} title: 'He: \"no\"')"),
        ("x: y\ntitle: Foo:", f'3:11: {COLON} title: "Foo:")'),
        ("a:\n  - name: A: b", f'3:12: {COLON} - name: "A: b")'),
        ("authors:\n\t- name: A", f"3:1: {TAB}"),
        ("title: A\n\tdate: x", "3:1: HUB102 this line begins with a tab (delete it)"),
        ('title: "A title\ndate: x', f'2:8: {QUOTES} title: "A title")'),
        ("title: 'A doctor's title'", f'2:18: {QUOTES} title: "A doctor\'s title")'),
        ('title: "A" title', f"2:12: {QUOTES} title: '\"A\" title')"),
        ("title: 'n Dokter: x", f'2:8: {QUOTES} title: "\'n Dokter: x")'),
        ("title: “A: b”", f'2:10: {COLON} title: "A: b")'),
        ('title: "C:\\path"', f"2:8: {BACKSLASH}"),
        ("topics: [a, b\ndate: x", f"2:9: {BRACKET} topics: [a, b])"),
        ("date: x\nimage: {src: a", f"3:8: {BRACKET} image: {{src: a}})"),
        ("title: [Draft] A title", f'2:16: {BRACKET} title: "[Draft] A title")'),
        ("title: A\n  date: x", f"3:7: {COLUMN}"),
        ("authors:\n  - name: A\n   programme: B", f"4:4: {COLUMN}"),
        ("title: A\ndate 2024\ntopics: [a]", f"3:1: {NO_FIELD}"),
        ("title: A\n\nSome prose here.\n\nMore: prose.", f"3:1: {BELOW} (write --- here)"),
        ("x: y\n\ntitle:A\n\ndate: z", f"4:1: {NO_SPACE}"),
        ("x: y\n: b", "3:1: HUB102 there is no name before this colon (write name: value)"),
        ("title\ndate: x", "2:1: HUB102 this line is not a field (write title: My article)"),
        ("title:A", f"2:1: {NO_SPACE}"),
        ("title:\xa0A", "2:1: HUB102 the spaces in this line are unusual ones (write title: A)"),
        ("- a", "2:1: HUB102 this line is not a field (write title: My article)"),
        ("a: - b", "2:4: HUB102 a list begins on the line below its name (put the - on a line of its own)"),
        ("title: @home", '2:8: HUB104 a value cannot begin with @ (put the whole value in quotes: title: "@home")'),
        ("title: `x`", '2:8: HUB104 a value cannot begin with ` (put the whole value in quotes: title: "`x`")'),
        ("title: **A** b", '2:8: HUB104 a value cannot begin with * (put the whole value in quotes: title: "**A** b")'),
        ("title: > A", '2:10: HUB104 a value cannot begin with > (put the whole value in quotes: title: "> A")'),
        ("title: ?", '2:8: HUB104 a value cannot begin with ? (put the whole value in quotes: title: "?")'),
        ("title: *bold*", '2:8: HUB104 a value cannot begin with * (put the whole value in quotes: title: "*bold*")'),
        ("title: &x others", "2:8: HUB104 a value cannot begin with & (put the whole value in quotes)"),
        ("title: !Kung", "2:8: HUB104 a value cannot begin with ! (put the whole value in quotes)"),
        ("a: !!python/object:os.system x", "2:4: HUB104 a value cannot begin with ! (put the whole value in quotes)"),
        ("a: b\n&x c: d", "3:1: HUB104 a value cannot begin with & (put the whole value in quotes)"),
        ("a: [&x {}, *x]", "2:5: HUB104 a value cannot begin with & (put the whole value in quotes)"),
        ("title: a\ndate: b\ntitle: c", f"4:1: HUB105 the field title {TWICE} 2; keep one of them)"),
        ("a:\n  b: c\n  b: d", f"4:3: HUB105 the field b {TWICE} 3; keep one of them)"),
        ("? [a]\n: b", "2:3: HUB102 the name of a field must be a word (write name: value)"),
        ('"": b', "2:1: HUB102 the name of a field must be a word (write name: value)"),
        ("x: é\x00", f"2:5: {INVISIBLE} U+0000 {AGAIN}"),
        ("x: \x1b[31m", f"2:4: {INVISIBLE} U+001B {AGAIN}"),
        ("x: a\u2028b", f"2:5: {INVISIBLE} U+2028 {AGAIN}"),
        ("x: Why #MeToo", f"2:8: {HASHTAG} (put the whole value in quotes; a true comment has a space after its #)"),
        ("a: " + "[" * 8 + "]" * 8, f"2:10: {DEEP}"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_the_terms_of_who_typed_it(fields: str, problem: str) -> None:
    front, problems = parse(block(fields))
    assert [str(found) for found in problems] == [f"a.md:{problem}"]
    # What was fixed in a copy is known.
    assert bool(problems[0].fix) is (front.unread == frozenset())


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    "fields", ["[" * 4000, "a: " + "{" * 4000, "- " * 4000, "? " * 4000, "[{a: " * 1600, "a:\n" + " - " * 2700]
)
def test_deep_nesting_is_refused_at_once(fields: str) -> None:
    assert work(lambda text: parse(block(text)), fields, 20) < 20
    assert [problem.code for problem in parse(block(fields))[1]] == ["HUB102"]


@pytest.mark.parametrize("laughs", ["a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "a: &a {b: *a}", "<<: *a"])
def test_aliases_never_expand(laughs: str) -> None:
    assert {problem.code for problem in parse(block(laughs))[1]} == {"HUB104"}


# --- fields --------------------------------------------------------------------------------------------------------


def taken(fields: str, convert: Callable[[Value], object], name: str = "x") -> tuple[object, list[str]]:
    front, problems = parse(block(fields))
    assert problems == []
    read = Reader(front.fields, front.place)
    value = read.take(name, convert, None)
    return value, [str(problem) for problem in read.finish()]


def one_name(value: Value) -> str:
    with Reader({}, Place("a.md")).nested(value, "x"):
        return ""


@pytest.mark.parametrize(
    ("convert", "written", "value"),
    [
        (forms.string, "a  b\n   c", "a b c"),
        (forms.string, "12:30", "12:30"),
        (forms.string, "no", "no"),
        (forms.string, "'می\u200cخواهم'", "می\u200cخواهم"),  # Persian is written with a joiner
        (forms.string, "👩\u200d⚕️", "👩\u200d⚕️"),
        (forms.integer(1, 10), "5", 5),
        (forms.integer(1, 10), "'5'", 5),
        (forms.integer(-5, 10), "-5", -5),
        (forms.boolean, "true", True),
        (forms.boolean, "No", False),
        (forms.boolean, "'off'", False),
        (forms.date, "2024-07-11", datetime.date(2024, 7, 11)),
        (forms.date, "'2024-02-29'", datetime.date(2024, 2, 29)),
        (forms.one_of("a", "b"), "b", "b"),
        (forms.matching(r"\d+", "digits"), "0017", "0017"),
        (forms.length(2, 3), "ab", "ab"),
    ],
)
def test_what_a_field_is_read_as(convert: Callable[[Value], object], written: str, value: object) -> None:
    assert taken(f"x: {written}", convert) == (value, [])


WHOLE = "must be a whole number from 1 to 10 (write the number alone)"
DATE_FORM = "(write it as year-month-day, such as 2024-07-11)"
CALENDAR = "(after the year come the month and the day)"


@pytest.mark.parametrize(
    ("convert", "written", "problem"),
    [
        (forms.string, "[a]", "must be text (put it in quotes)"),
        (forms.string, "{a: b}", "must be text (put it in quotes)"),
        (forms.string, '"a\\0"', "contains an invisible character, U+0000 (delete it and type the text again)"),
        (forms.string, "a\u202eb", "contains an invisible character, U+202E (delete it and type the text again)"),
        (forms.integer(1, 10), "11", WHOLE),
        (forms.integer(1, 10), "5.0", WHOLE),
        (forms.integer(1, 10), "1_0", WHOLE),
        (forms.integer(1, 10), "0o7", WHOLE),
        (forms.integer(1, 10), "fifth", WHOLE),
        (forms.integer(1, 10), "٣", WHOLE),
        (forms.integer(1, 10), "9" * 5000, WHOLE),
        (forms.integer(1, 10), "true", WHOLE),
        (forms.integer(1, 10), "[5]", "must be text (put it in quotes)"),
        (forms.boolean, "maybe", "must be true or false"),
        (forms.boolean, "1", "must be true or false"),
        (forms.date, "11 July 2024", "is not a date: 11 July 2024 (write 2024-07-11)"),
        (forms.date, "July 11th, 2024", "is not a date: July 11th, 2024 (write 2024-07-11)"),
        (forms.date, "2024-7-1", "is not a date: 2024-7-1 (write 2024-07-01)"),
        (forms.date, "31/12/2024", "is not a date: 31/12/2024 (write 2024-12-31)"),
        (forms.date, "5/3/2024", "could be 5 March or 3 May: 5/3/2024 (write 2024-03-05 or 2024-05-03)"),
        (forms.date, "5/5/2024", "is not a date: 5/5/2024 (write 2024-05-05)"),
        (forms.date, "12/31/2024", "is not a date: 12/31/2024 (write 2024-12-31)"),
        (forms.date, "31 June 2024", f"is not a date: 31 June 2024 {DATE_FORM}"),
        (forms.date, "11 Ju 2024", f"is not a date: 11 Ju 2024 {DATE_FORM}"),
        (forms.date, "2024-07-11T10:00:00", f"is not a date: 2024-07-11T10:00:00 {DATE_FORM}"),
        (forms.date, "20240711", f"is not a date: 20240711 {DATE_FORM}"),
        (forms.date, "2024-13-45", f"is not a day of the calendar: 2024-13-45 {CALENDAR}"),
        (forms.date, "2023-02-29", f"is not a day of the calendar: 2023-02-29 {CALENDAR}"),
        (forms.date, "0000-01-01", f"is not a day of the calendar: 0000-01-01 {CALENDAR}"),
        (forms.one_of("opinion", "review"), "opinon", "is opinon, which is not known (did you mean opinion?)"),
        (forms.one_of("a", "b", "c"), "xyz", "is xyz, which is not known (choose a, b or c)"),
        (forms.one_of("a"), "z" * 50, f"is {'z' * 39}…, which is not known (choose a)"),
        (forms.matching(r"\d+", "only digits"), "12a", "has the wrong form: 12a (only digits)"),
        (forms.length(3, 5), "a", "has 1 character, and needs at least 3 (say more)"),
        (forms.length(3, 5), "ab", "has 2 characters, and needs at least 3 (say more)"),
        (forms.length(3, 5), "abcdef", "has 6 characters, and may have 5 (shorten it by 1)"),
        (one_name, "a", "is not a group of fields (write name: and its value below it, indented by two spaces)"),
    ],
)
def test_what_a_field_cannot_be(convert: Callable[[Value], object], written: str, problem: str) -> None:
    assert taken(f"x: {written}", convert) == (None, [f"a.md:2:4: HUB113 x {problem}"])


@pytest.mark.parametrize("written", ["", "~", "null", "''", "[]", "# a comment"])
def test_an_empty_field_is_missing(written: str) -> None:
    front, _ = parse(block(f"x: {written}"))
    read = Reader(front.fields, front.place)
    assert read.take("x", forms.string, "default", required="write x: and something") == "default"
    assert read.each("x", forms.string) == ()
    assert not read.has("x")
    (problem,) = read.finish()
    assert (problem.code, problem.message, problem.hint) == ("HUB111", "the field x is empty", "write x: and something")
    assert problem.place.line == 2


def test_an_absent_field_is_missing_at_the_top_of_the_file() -> None:
    front, _ = parse(block("y: z"))
    read = Reader(front.fields, front.place)
    read.take("y", forms.string, "")
    read.each("x", forms.string, required="write x")
    read.take("optional", forms.string, "")
    assert [str(problem) for problem in read.finish()] == ["a.md:1:1: HUB111 the field x is missing (write x)"]
    assert str(read.place("x")) == "a.md:1:1"
    assert str(read.place("y")) == "a.md:2:4"


@pytest.mark.parametrize(
    ("written", "values", "problems"),
    [
        ("[a, b]", ("a", "b"), []),
        ("a", ("a",), []),
        ("\n  - a\n  - [b]\n  - c", ("a", "c"), ["a.md:4:5: HUB113 x must be text (put it in quotes)"]),
    ],
)
def test_each(written: str, values: tuple[str, ...], problems: list[str]) -> None:
    front, _ = parse(block(f"x: {written}"))
    read = Reader(front.fields, front.place)
    assert read.each("x", forms.string) == values
    assert [str(problem) for problem in read.finish()] == problems


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("titel", "did you mean title?"),
        ("Title", "title is there as well: keep one of them"),
        ("zzz", "known fields: date, title"),
    ],
)
def test_an_unknown_field_is_told_where_its_name_stands(field: str, hint: str) -> None:
    front, _ = parse(block(f"title: x\n{field}: y"))
    read = Reader(front.fields, front.place)
    read.take("title", forms.string, "")
    read.take("date", forms.string, "")
    assert [str(problem) for problem in read.finish()] == [f"a.md:3:1: HUB112 unknown field {field} ({hint})"]


def test_a_nested_reader_names_the_whole_path() -> None:
    front, _ = parse(block("authors:\n  - name: [x]\n    place:\n      citty: y"))
    read = Reader(front.fields, front.place)

    def city(author: Reader, value: Value) -> str:
        with author.nested(value, "place") as place:
            return place.take("city", forms.string, "nowhere", required="write city:")

    def name(value: Value) -> str:
        with read.nested(value, "authors") as author:
            author.take("place", lambda inner: city(author, inner), "")
            return author.take("name", forms.string, "nobody")

    assert read.each("authors", name) == ("nobody",)
    assert sorted(str(problem) for problem in read.finish()) == [
        "a.md:3:11: HUB113 authors.name must be text (put it in quotes)",
        "a.md:5:7: HUB112 unknown field authors.place.citty (did you mean city?)",
    ]


def test_finish_may_be_asked_twice() -> None:
    front, _ = parse(block("zzz: y"))
    read = Reader(front.fields, front.place)
    assert read.finish() == read.finish()


def test_wrong_is_for_converters_of_other_modules() -> None:
    def refuse(value: Value) -> str:
        raise Wrong("is refused", "because")

    assert taken("x: y", refuse) == (None, ["a.md:2:4: HUB113 x is refused (because)"])


def test_unique() -> None:
    assert fields.unique(["b", "a", "b"]) == ("b", "a")


# --- fixes ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("\n\n---\ntitle: A\n---\n", "---\ntitle: A\n---\n"),
        ("—\ntitle: A\n—\n", "---\ntitle: A\n---\n"),
        ("title: A\n---\n", "---\ntitle: A\n---\n"),
        ("---\ntitle: A\n=====\n", "---\ntitle: A\n---\n"),
        ("```yaml\n---\ntitle: A\n---\n```\nBody", "---\ntitle: A\n---\nBody"),
        ("    ---\n    a:\n      - b\n    ---\n\nBody", "---\na:\n  - b\n---\n\nBody"),
        ("---\ntitle: A\n\nBody\n\n---\n", "---\ntitle: A\n---\n\nBody\n\n---\n"),
        ("—\ntitle: A: b\ntopics: [a\n—\n", '---\ntitle: "A: b"\ntopics: [a]\n---\n'),
        (block("title: A: b"), block('title: "A: b"')),
        (block('x: y\ntitle: He: "no"'), block("x: y\ntitle: 'He: \"no\"'")),
        (block("a:\n\tb: c"), block("a:\n  b: c")),
        (block('title: "A title\ndate: x'), block('title: "A title"\ndate: x')),
        (block("title: 'A doctor's title'"), block('title: "A doctor\'s title"')),
        (block("title: “A: b”"), block('title: "A: b"')),
        (block("title:A\ndate:\xa0b"), block("title: A\ndate: b")),
        (block("title: @home"), block('title: "@home"')),
        (block("title: &x others\ndate: y"), block('title: "&x others"\ndate: y')),
        (block("title: Why #MeToo now"), block('title: "Why #MeToo now"')),
    ],
)
def test_a_slip_is_fixed(wrong: str, right: str) -> None:
    found = [problem.fix for problem in parse(wrong)[1] if problem.fix]
    assert fixes.fixed(wrong, found) == right
    assert parse(right)[1] == []


@given(made_of(*SIGNS) | st.text())
def test_a_fix_is_within_the_file(fields: str) -> None:
    content = block(fields)
    for problem in parse(content)[1]:
        if problem.fix:
            assert 0 <= problem.fix.start <= problem.fix.end <= len(content)
            assert fixes.fixed(content, [problem.fix]) != content


# --- any text at all -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("loader")
@given(made_of(*SIGNS) | st.text())
def test_no_block_raises_and_every_place_is_in_the_file(fields: str) -> None:
    content = block(fields)
    front, problems = parse(content)
    lines = content.split("\n")
    assert 0 <= front.body_start <= len(content)
    assert front.unread == frozenset() or problems
    for problem in problems:
        assert problem.place.line <= len(lines)
        assert problem.place.column <= len(lines[problem.place.line - 1]) + 1


@given(made_of(*SIGNS) | st.text())
def test_no_file_raises(content: str) -> None:
    parse(content)


@given(
    st.dictionaries(st.from_regex("[a-z_]{1,9}", fullmatch=True), st.text(st.characters(exclude_categories=["C", "Z"])))
)
def test_what_is_quoted_comes_back(fields: dict[str, str]) -> None:
    quoted = "\n".join("{}: '{}'".format(name, value.replace("'", "''")) for name, value in fields.items())
    front, problems = parse(block(quoted))
    assert problems == []
    assert plain(front.fields) == fields


def test_no_text_takes_more_than_linear_time() -> None:
    assert quadratic(lambda text: parse(text)) == []
    assert quadratic(lambda text: parse(block(text))) == []
    # At the longest block that is read at all.
    assert quadratic(lambda text: parse(block(text[:8000]))) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("title: A\ndate: 2024-01-01", {"title": "title: A\n", "date": "date: 2024-01-01\n"}),
        ("topics: [\na,\nb\n]\ntitle: A", {"topics": "topics: [\na,\nb\n]\n", "title": "title: A\n"}),
        ("topics:\n- a\n- b\n\n# the title\ntitle: A", {"topics": "topics:\n- a\n- b\n", "title": "title: A\n"}),
        (
            '"title": A\ndescription: >\n  # B\n\n  C',
            {"title": '"title": A\n', "description": "description: >\n  # B\n\n  C\n"},
        ),
        ('name: "B" C\ndate: D', {"name": 'name: "B" C\n', "date": "date: D\n"}),
        ("date: A\ntitle: B\ndate: C", {"date": "date: A\n", "title": "title: B\n"}),
        ("{title: A, date: B}", {}),
        ("", {}),
    ],
)
def test_a_field_has_all_of_its_lines(fields: str, expected: dict[str, str]) -> None:
    text = Text("a.md", block(fields))
    front = frontmatter.parse(text)[0]
    assert {name: text.content[slice(*span)] for name, span in front.spans(text).items()} == expected
    assert text.content[front.end :].startswith("---\nBody.")


@given(made_of(*SIGNS))
def test_the_lines_of_fields_are_within_the_front_matter_and_apart(content: str) -> None:
    text = Text("a.md", content)
    front = frontmatter.parse(text)[0]
    spans = sorted(front.spans(text).values())
    assert all(start < end <= front.end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
