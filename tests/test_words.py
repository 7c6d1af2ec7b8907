"""The words of a text: those that readers see on its page, found without converting it."""

from __future__ import annotations

import pytest
from hypothesis import given

import readers
from studenthub.parse.markdown import words
from texts import made_of, quadratic

#: What stands for a link, and is no word.
_SIGNS = {words.LINK}


def plain(text: str) -> list[str]:
    """The words of a text, with the keys of its citations."""
    return [word.removeprefix("@") for word in words.words(text) if word not in _SIGNS]


@pytest.mark.parametrize(
    "text",
    [
        "One *two* **three** `four` ==five== six^seven^ H~2~O.",
        "# One\n\n## Two {: #id }\n\nThree\n{: .class }",
        "1. one\n2. two\n\n- three\n    - four\n\n> five",
        "| one | two |\n| :-- | --: |\n| three | four |",
        '[one](https://example.org/a_(b) "title") and ![two three](x.png) <https://four.example>',
        "One <!-- not this --> two<br>three",
        '!!! note "One"\n\n    two\n\n[@key] @other [see @third, p. 4]',
        "```python\none = two\n```\n\n    three four five",
    ],
)
def test_words_are_those_of_the_page(text: str) -> None:
    said = [word for word in plain(text) if word not in ("python", "note")]
    assert said == readers.words(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<b>one</b> <a href='https://x.example'>two</a>", ["one", "two", "→"]),
        ("<img src='x.png' alt='one two'> <IMG SRC=x>", ["one", "two", "→", "→"]),
        (r"\textit{one} \cite{two} [three]{.four} five{ width=50% }", ["one", "two", "three", "five"]),
        ("sl\u00adeep \u202eon\u202c \ufeffcall", ["sleep", "on", "call"]),
        ("@{a:b} name@example.org", ["@a:b", "name", "example", "org"]),
    ],
)  # fmt: skip
def test_markup_is_no_word(text: str, said: list[str]) -> None:
    assert words.words(text) == said


@pytest.mark.parametrize(
    ("before", "after", "keeps"),
    [
        ("one two", "one **two**", True),
        ("one two", "two one", False),
        ("one two", "one", False),
        ("one", "one two", False),
        ("the pro\ufb01 t", "the profit", True),
        ("the wi\ufb01 is", "the wifiis", False),
        ("(Author & Writer, 2001)", "[@author2001]", True),
        ("(Author & Writer, 2001, p. 4)", "[@author2001, p. 4]", True),
        ("(Author & Third, 2001)", "[@author2001]", False),
        ("(Author, 2002)", "[@author2001]", False),
        ("[author2001]", "[@author2001]", True),
        ("\\cite[p. 3]{author2001}", "[@author2001, p. 3]", True),
        ("one [@author2001] two", "one two", False),
        ("[one] (https://x.example/two)", "[one](https://x.example/two)", True),
        ("[one](https://x.example)", "one", False),
        ("www.x.example", "<https://www.x.example>", True),
    ],
)
def test_what_is_kept(before: str, after: str, keeps: bool) -> None:
    printed = {"author2001": ["author", "writer", "2001", "et", "al"]}
    assert words.keeps(before, after, lambda key: printed.get(key, [])) is keeps


@given(made_of("[a](b)", "<b>", "`", "{.x}", "@a", "\\x", "\n", "w", " ", "<!--", "-->", "](", "{", "}"))
def test_any_text_keeps_its_own_words(text: str) -> None:
    assert words.keeps(text, text, lambda key: ())
    assert words.lost(words.words(text), [])[0].total() == len(words.words(text))


def test_no_text_takes_more_than_linear_time() -> None:
    assert quadratic(words.words) == []
