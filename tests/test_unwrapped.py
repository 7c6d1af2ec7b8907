"""A sentence says the same wherever its lines are broken, to every check that reads sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hubs
from studenthub.parse.markdown import unwrapped
from studenthub.parse.markdown.unwrapped import Unwrapped
from test_rules_privacy import SECRETS
from texts import PIECES, quadratic, tried

BIB = """\
@book{author2024, author = {Author, Ann}, title = {On Sleep}, publisher = {Press}, year = {2024}}
@book{other2020, author = {Other, Odd and More, M.}, title = {On Rest}, publisher = {Press}, year = {2020}}
"""
#: What is wrong, in sentences, besides what concerns confidentiality.
SENTENCES = r"""
The _wall of a cell* is （very thin） and ［so on］ here.
Sleep matters to all of us (Author, 2024), they say.
So Author (2024, p. 3) says, and Author (2024) again.
Rest matters (see Other & More, 2020; Author, 2024).
As Author’s (2024) book and Other and More (2020) say.
Sleep matters (Nobody et al., 2001), (Nobody & Else, 2003).
The Van der Nobody (2001) and Else (2002) trials.
This holds (see https://doi.org/10.1234/abc) for all.
Sleep matters [1, 2], and rest does too [3].
Sleep matters (see @author2024, p. 3) to all.
Sleep matters [@author2024, @other2020] to all.
Sleep matters \cite[p. 3]{author2024, other2020} to all.
Sleep matters [author2024] [@ other2020] to all.
Sleep matters [@author2024 and more to all.
Sleep matters see @author2024] to all of us here.
Sleep matters [@author2024] [@other2020] to all.
So Author [@author2024] and Other and More [@other2020] say.
It is known. [@author2024] They say so.
According to [@author2024] it is known. However, [@other2020] also said so.
It is known [@author2024, pg 3; @other2020, pp. 3 – 5] to all.
It is known [p. 3, @author2024] and [@author2024, 2024] to all.
So @author2024 (2024) and @other2020 (p. 3) say, as do [@author2024] (pp. 3-5).
It is known.[@author2024] They say so.
Certainly! Here is a revised version of it.
As an AI language model, I cannot say. I hope this version helps.
It is known 【4† source】 to all, [cite: 1, 2] they say.
A file C:\Users\Ann\a.doc and https://docs.google.com/document/d/1/edit
See [the good guide] (https://example.org/guide) to it.
See (the good guide)[https://example.org/guide] to it.
See [insert a link here] for all of it.
All of it (add the numbers) is Lorem ipsum of old.
Studies have shown that 40 per cent of us sleep.
It is well known that we do.
The NCDP was asked, and the NCDP said so.
The HIPAA holds, and A NEW DAY comes, says the NCDP (Author, 2024), the NCDP.
Her date of birth, DOB 1 March 1980.
A 97-year-old very old woman came.
The man, who was 93 years old, came, and she is 95.
The patient was admitted on 1 March 2024.
On 1 March 2024, a man was operated on.
Last Tuesday a patient came.
Elle a été opérée le 1 mars 2024, une femme de 97 ans.
Madame Nobody, 45 ans, a été hospitalisée.
In \textit{two or three words} it is, \footnote{as they say}, so.
See <b>two words</b> and www.example.org here.
""".strip().split("\n")
CLEAN = "The National College (NCDP) was asked, and NCDP said so."
LONG = "A sentence [see @author2024, p. 3; also @other2020, ch. 2] " + "that goes on and on " * 9 + "and ends."
PRIVATE = tuple(marked.replace("<<", "(").replace(">>", ")").replace("<", "").replace(">", "") for _, marked in SECRETS)
#: What is before a paragraph, and before each line of it that follows.
FORMS = {
    "paragraph": ("", ""),
    "item": ("- ", "  "),
    "quote": ("> ", "> "),
    "note": ("[^1]: ", "    "),
    "lazy": ("> ", ""),
}


def _codes(folder: Path, articles: dict[str, str]) -> dict[str, Counter[str]]:
    """What is found in each article; titles are the same, and one of those who say the same is as good as another."""
    files = {f"docs/articles/{name}.md": hubs.article(f"See.[^1]\n\n{body}") for name, body in articles.items()}
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    for problem in hubs.found(folder, files | {"bib/a.bib": BIB}, advice=True, fixes=False):
        if problem.code not in {"HUB124", "HUB220", "HUB431"}:
            codes[problem.place.path.rpartition("/")[2].removesuffix(".md")][problem.code] += 1
    return codes


@pytest.mark.parametrize("form", FORMS)
def test_no_verdict_depends_on_where_a_line_ends(form: str, tmp_path: Path) -> None:
    first, others = FORMS[form]
    articles, whole = {}, {}
    for number, sentence in enumerate((CLEAN, *tried((LONG, *SENTENCES, *PRIVATE)))):
        words = sentence.split(" ")
        breaks = [f"{' '.join(words[:at])}\n{others}{' '.join(words[at:])}" for at in range(1, len(words))]
        for at, text in enumerate([sentence, *breaks, f"\n{others}".join(words)]):
            articles[f"s{number}-{at}"] = f"{first}{text}"
            whole[f"s{number}-{at}"] = f"s{number}-0"
    codes = _codes(tmp_path, articles)
    different = [
        f"{dict(codes[name])}, not {dict(codes[same])}: {articles[name]!r}"
        for name, same in whole.items()
        if codes[name] != codes[same]
    ]
    assert not different, "\n".join(different)
    assert [name for name in articles if name.endswith("-0") and not codes[name]] == ["s0-0"]


PARTS = ("a", "b.", " ", "\n", "\n\n", "> ", "- ", "# ", "|", "  ", "\\", "    ", "1. ")


@given(st.lists(st.sampled_from(PARTS)).map("".join), st.integers(0, 3))
def test_every_character_is_where_it_was(text: str, start: int) -> None:
    ranges = unwrapped.breaks(text, min(start, len(text)))
    made = Unwrapped.of(text, ranges)
    spaces = {begin for begin, _ in ranges}
    for at, sign in enumerate(made.text):
        assert sign == text[made.offset(at)] or (sign == " " and made.offset(at) in spaces)
    assert made.offset(len(made.text)) == len(text)
    assert "".join(made.text.split()) == "".join(text.split()) if ">" not in text else True


def test_a_block_of_its_own_goes_on_in_no_line() -> None:
    text = "# A\nb\n\na\n- b\n  c\n\n| a |\n| b |\nc\n\na\n> b\n> c\n>\n> d\n\na  \nb\\\nc\n\n!!! note\n    a\n    b\n"
    assert Unwrapped.of(text, unwrapped.breaks(text, 0)).text == (
        "# A\nb\n\na\n- b c\n\n| a |\n| b |\nc\n\na\n> b c\n>\n> d\n\na  \nb\\\nc\n\n!!! note\n    a b\n"
    )


def test_no_text_takes_more_than_linear_time() -> None:
    assert quadratic(lambda text: Unwrapped.of(text, unwrapped.breaks(text, 0)), PIECES, size=5_000) == []
