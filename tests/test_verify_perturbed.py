"""Any work, as an entry has it and as an index has it: noise changes nothing, and one wrong thing is always named."""

from __future__ import annotations

import string
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from index_server import Person, Work, crossref_item
from studenthub.model.sources import bibliography
from studenthub.source.text import Text
from studenthub.verify.claim import Claim
from studenthub.verify.compare import Match, compare, is_one_work
from studenthub.verify.services import crossref

THIS_YEAR = 2026


def spelt(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(string.ascii_lowercase, min_size=least, max_size=most)


#: Family names are three letters apart: one letter would be a slip.
families = spelt(6, 10).map(lambda word: f"{word[0] * 3}{word}".capitalize())
people = st.lists(
    st.builds(Person, families, spelt(3, 7).map(str.capitalize)),
    min_size=2,
    max_size=6,
    unique_by=lambda person: person.family[0],
)
phrases = st.lists(spelt(5, 9), min_size=5, max_size=8, unique_by=lambda word: word[:3]).map(" ".join)


@st.composite
def works(draw: st.DrawFn) -> Work:
    first, count = draw(st.integers(2, 900)), draw(st.integers(1, 30))
    journal = draw(st.lists(spelt(6, 10).map(str.capitalize), min_size=2, max_size=4, unique_by=lambda word: word[0]))
    return Work(
        title=draw(phrases).capitalize(),
        authors=tuple(draw(people)),
        container=f"Journal of {' and '.join(journal)}",
        printed=draw(st.integers(1960, 2024)),
        volume=str(draw(st.integers(1, 300))),
        issue=str(draw(st.integers(1, 12))),
        page=f"{first}-{first + count}",
        doi="10.1234/example",
    )


def entry(work: Work, **changed: str) -> str:
    """The work as an entry."""
    values = {
        "author": " and ".join(f"{person.family}, {person.given}" for person in work.authors),
        "title": work.title,
        "journal": work.container,
        "year": str(work.printed),
        "volume": work.volume,
        "number": work.issue,
        "pages": work.page.replace("-", "--"),
    }
    fields = ", ".join(f"{name} = {{{value}}}" for name, value in (values | changed).items() if value)
    return f"@article{{key, {fields}}}"


def compared(content: str, work: Work) -> Match:
    (source,) = bibliography.read([Text("a.bib", content)])[0].sources.values()
    return compare(Claim.of(source), crossref.read(crossref_item(work)), THIS_YEAR)


@given(works(), st.data())
def test_noise_changes_nothing(work: Work, data: st.DataObject) -> None:
    draw = data.draw
    first, last = work.page.split("-")
    kept = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(last) - 1)
    shortened = f"{first}-{last[kept:]}" if len(first) == len(last) else work.page
    record = replace(
        work,
        title=draw(st.sampled_from([work.title, work.title.upper(), f"<i>{work.title}</i>.", work.title.title()])),
        subtitle=draw(st.sampled_from(["", "A subtitle of its own"])),
        authors=tuple(replace(person, given=f"{person.given[0]}.") for person in work.authors),
        container=draw(st.sampled_from([work.container, f"The {work.container}", work.container.replace("and", "&")])),
        online=draw(st.sampled_from([0, work.printed - 1, work.printed])),
        page=draw(st.sampled_from([work.page, shortened, first])),
    )
    named = [f"{person.family}, {person.given}" for person in work.authors[: draw(st.integers(1, len(work.authors)))]]
    words = [word for word in work.container.split() if word not in ("of", "and")]
    noise: dict[str, str] = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "author": st.just(" and ".join([*named, "others"])),
                "journal": st.just(" ".join(f"{word[:5]}." for word in words)),
                "number": st.just(""),
                "pages": st.just(first),
                "volume": st.just(f"Vol. {work.volume}"),
                "year": st.just(str(work.printed + 1)),
            },
        )
    )
    match = compared(entry(work, **noise), record)
    assert match.wrong == ()
    assert is_one_work(match)


def without_one(work: Work, draw: Any) -> list[Person]:
    left_out = draw(st.sampled_from(work.authors))
    return [person for person in work.authors if person != left_out]


@given(works(), st.data())
def test_one_wrong_thing_is_named_and_nothing_else(work: Work, data: st.DataObject) -> None:
    draw = data.draw
    first, last = map(int, work.page.split("-"))
    one, other, *rest = draw(st.permutations(work.authors)) if len(work.authors) > 2 else work.authors
    swapped = [other, one, *rest]
    is_swapped = swapped != list(work.authors)
    stranger = Person("Zzyzxova", "Quilla")
    wrong = {
        "year": {"year": str(work.printed + draw(st.sampled_from([-20, -3, -2, 2, 3, 20])))},
        "volume": {"volume": str(int(work.volume) + draw(st.integers(1, 50)))},
        "issue": {"number": str(int(work.issue) + draw(st.integers(1, 12)))},
        "pages": {"pages": f"{first + 40}--{last + 40}"},
        "journal or book": {"journal": "Xylophone Weekly"},
        "title": {"title": "Quizzes, jackdaws and why xylophones hum"},
    }
    lists = [[*work.authors, stranger], [stranger, *work.authors[1:]], without_one(work, draw)]
    lists += [swapped] if is_swapped else []
    written = " and ".join(f"{person.family}, {person.given}" for person in draw(st.sampled_from(lists)))
    field, changed = draw(st.sampled_from([*wrong.items(), ("authors", {"author": written})]))
    assert compared(entry(work, **changed), work).wrong == (field,)


@given(works(), st.integers(1, 10))
def test_a_year_that_has_not_come_is_always_wrong(work: Work, ahead: int) -> None:
    record = replace(work, online=THIS_YEAR, printed=0)
    assert compared(entry(work, year=str(THIS_YEAR + ahead)), record).wrong == ("year",)
