"""What entries take from others: abbreviations of any file, crossref and xdata; and what leads nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.model.sources import bibliography
from studenthub.model.sources.bibliography import Bibliography
from studenthub.parse.bibtex import abbreviations
from studenthub.source.text import Text
from texts import quadratic


def read(*contents: str) -> tuple[Bibliography, list[str]]:
    """The files a.bib, b.bib and so on, and what is wrong as line:column: code message."""
    texts = [Text(f"{letter}.bib", content) for letter, content in zip("abcd", contents, strict=False)]
    found, problems = bibliography.read(texts)
    return found, [f"{p.place}: {p.code} {p.message}" for p in problems]


def fields(found: Bibliography, key: str) -> dict[str, str]:
    return {name: field.raw for name, field in found.sources[key].fields.items()}


# --- abbreviations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "journal"),
    [
        (["@string{j = {One}} @misc{k, journal = j}"], "One"),
        (["@string{j = {One}} @string{j = {Two}} @misc{k, journal = J}"], "Two"),
        (["@misc{k, journal = j} @string{j = {One}}"], "One"),
        (["@misc{k, journal = j}", "@string{J = {One}}"], "One"),
        (["@string{j = {One}}", "@misc{k, journal = {The } # j # { x}}"], "The One x"),
        (["@misc{k, journal = j}", "@string{j = {One}}", "@string{j = {One}}"], "One"),
        # What the file itself says counts.
        (["@string{j = {Two}}", "@misc{k, journal = j} @string{j = {One}}", "@string{j = {Three}}"], "One"),
        # An abbreviation of abbreviations.
        (["@misc{k, journal = j}", "@string{j = a # { } # b}", "@string{b = {Two}, a = {One}}"], "One Two"),
        (["@string{j = a} @misc{k, journal = j}", "@string{a = {One}}"], "One"),
        (["@string{j = {Zero}} @string{j = a} @misc{k, journal = j}", "@string{a = {One}}"], "One"),
        # Those of BibTeX's own styles, if nobody defines them.
        (["@misc{k, journal = jacm}"], "Journal of the ACM"),
        (["@misc{k, journal = jacm}", "@string{jacm = {J. ACM}}"], "J. ACM"),
        (["@misc{k, month = jan, journal = {x}}"], "x"),
    ],
)
def test_an_abbreviation_of_any_file_is_written_out(files: list[str], journal: str) -> None:
    found, problems = read(*files)
    assert (found.sources["k"].container, problems) == (journal, [])


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (["@misc{k, journal = j}"], "a.bib:1:20: HUB405 the abbreviation j is not defined"),
        (["@misc{k, journal = {x} # j}"], "a.bib:1:26: HUB405 the abbreviation j is not defined"),
        # Within another abbreviation, the place is the field that uses that one.
        (["@misc{k, journal = j}", "@string{j = a}"], "a.bib:1:20: HUB405 the abbreviation a is not defined"),
        (["@string{j = j} @misc{k, journal = j}"], "a.bib:1:35: HUB405 the abbreviation j is not defined"),
        (
            ["@misc{k, journal = j}", "@string{j = {One}}", "@string{j = {Two}}"],
            "a.bib:1:20: HUB405 the abbreviation j stands for different things in b.bib and c.bib",
        ),
    ],
)
def test_an_abbreviation_that_nobody_defines_is_an_error(files: list[str], problem: str) -> None:
    found, problems = read(*files)
    assert problems == [problem]
    assert found.sources["k"].container.endswith("j")


def test_an_abbreviation_in_a_field_that_nobody_prints_is_advice() -> None:
    _, problems = bibliography.read([Text("a.bib", "@misc{k, timestamp = now, journal = j}")])
    assert [(problem.code, problem.level) for problem in problems] == [("HUB405", "advice"), ("HUB405", "error")]


def test_abbreviations_of_many_files_cannot_blow_up() -> None:
    doubling = "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(19))
    uses = "".join(f"@misc{{k{n}, title = a19}}\n" for n in range(9))
    found, problems = read(uses, doubling, "@string{a0 = {0123456789}}")
    assert "a.bib:9:19: HUB405 the abbreviations of the bibliography expand to too much text" in problems
    assert sum(len(source.raw("title")) for source in found.sources.values()) <= abbreviations.MOST_TEXT
    deep = "".join(f"@string{{a{n + 1} = a{n}}}\n" for n in range(1000))
    assert read("@misc{k, title = a1000}", deep)[1][0].startswith("a.bib:1:18: HUB405")


# --- crossref ---------------------------------------------------------------------------------------------------------

BOOK = "@proceedings{p, title={Proc}, year=2001, editor={E, F.}, publisher={Pub}, doi={10.1000/p}, author={X, Y.}}"


def test_a_paper_takes_from_its_proceedings_what_it_does_not_say() -> None:
    found, problems = read("@inproceedings{a, title={Paper}, crossref={p}, publisher={Own}}", BOOK)
    a = found.sources["a"]
    assert (a.title, a.container, a.year, a.plain("publisher"), a.doi) == ("Paper", "Proc", "2001", "Own", "")
    assert [name.full for name in a.authors] == ["F. E"]
    assert a.place_of("year") == a.place_of("crossref")
    assert found.sources["p"].fields.keys() == {"title", "year", "editor", "publisher", "doi", "author"}
    assert problems == []


@pytest.mark.parametrize(
    ("parent", "child", "inherited"),
    [
        # The table of biblatex.
        ("book", "inbook", {"booktitle": "T", "booksubtitle": "S", "author": "A", "bookauthor": "A"}),
        ("book", "bookinbook", {"booktitle": "T", "booksubtitle": "S", "author": "A", "bookauthor": "A"}),
        ("mvbook", "book", {"maintitle": "T", "mainsubtitle": "S"}),
        ("mvbook", "inbook", {"maintitle": "T", "mainsubtitle": "S", "author": "A", "bookauthor": "A"}),
        ("mvcollection", "collection", {"maintitle": "T", "mainsubtitle": "S"}),
        ("mvcollection", "incollection", {"maintitle": "T", "mainsubtitle": "S"}),
        ("mvproceedings", "proceedings", {"maintitle": "T", "mainsubtitle": "S"}),
        ("mvreference", "inreference", {"maintitle": "T", "mainsubtitle": "S"}),
        ("collection", "incollection", {"booktitle": "T", "booksubtitle": "S"}),
        ("reference", "inreference", {"booktitle": "T", "booksubtitle": "S"}),
        ("proceedings", "inproceedings", {"booktitle": "T", "booksubtitle": "S"}),
        ("periodical", "article", {"journaltitle": "T", "journalsubtitle": "S"}),
        # Those of BibTeX.
        ("book", "incollection", {"booktitle": "T", "booksubtitle": "S"}),
        ("book", "inproceedings", {"booktitle": "T", "booksubtitle": "S"}),
        ("proceedings", "conference", {"booktitle": "T", "booksubtitle": "S"}),
        ("misc", "misc", {}),
    ],
)
def test_what_the_title_of_a_parent_becomes(parent: str, child: str, inherited: dict[str, str]) -> None:
    above = f"@{parent}{{p, title={{T}}, subtitle={{S}}, author={{A}}, year=2001}}"
    found, _ = read(above, f"@{child}{{a, title={{t}}, crossref={{p}}}}")
    assert fields(found, "a") == {"title": "t", "crossref": "p", "year": "2001"} | inherited


def test_a_part_of_a_book_without_a_title_of_its_own_has_that_of_the_book() -> None:
    found, _ = read("@book{p, title={T}, author={A}, year=2001} @inbook{a, chapter=3, crossref={P}}")
    assert fields(found, "a")["title"] == "T"
    assert "booktitle" not in found.sources["a"].fields


def test_what_is_inherited() -> None:
    shared = "editor translator booktitle maintitle journal publisher organization institution address year series"
    shared += " number volume edition isbn issn eventtitle language"
    own = "doi url urldate pages note key abstract keywords eprint pmid file ids ignore addendum shorttitle titleaddon"
    parent = ", ".join(f"{name} = {{x}}" for name in f"{shared} {own}".split())
    found, _ = read(f"@collection{{p, {parent}}} @misc{{a, crossref = {{p}}}}")
    assert set(found.sources["a"].fields) == {"crossref", *shared.split()}


@pytest.mark.parametrize(
    ("child", "parent", "year"),
    [
        ("year = 2020", "date = {2019-05}", "2020"),
        ("date = 2020", "year = 2019, month = may", "2020"),
        ("", "year = 2019, month = may", "2019"),
        ("month = jun", "year = 2019, month = may", "2019"),
    ],
)
def test_a_date_is_inherited_as_a_whole(child: str, parent: str, year: str) -> None:
    found, _ = read(f"@book{{p, title={{T}}, {parent}}} @inbook{{a, crossref={{p}}, {child}}}")
    assert found.sources["a"].year == year


def test_capitals_of_a_key_do_not_count_in_crossref() -> None:
    found, problems = read("@inbook{a, crossref={Proc:2001}}", "@book{proc:2001, title={T}, year=2001}")
    assert (found.sources["a"].year, problems) == ("2001", [])


def test_a_long_chain_is_followed_to_its_end() -> None:
    entries = [f"@misc{{k{n}, crossref={{k{n + 1}}}}}" for n in range(5000)]
    found, problems = read("\n".join([*entries, "@misc{k5000, year=2001}"]))
    assert (found.sources["k0"].year, problems) == ("2001", [])


# --- xdata ------------------------------------------------------------------------------------------------------------


def test_shared_data_is_part_of_each_entry_that_names_it() -> None:
    found, problems = read(
        "@article{a, title={A}, xdata={j, place}, volume=3} @article{b, title={B}, journaltitle={Own}, xdata={j}}",
        "@xdata{j, journaltitle={J}, publisher={P}, doi={10.1/x}} @xdata{place, location={L}, xdata={more}}",
        "@xdata{more, issn={1}}",
    )
    a = {"title": "A", "xdata": "j, place", "volume": "3", "journaltitle": "J", "publisher": "P", "doi": "10.1/x"}
    assert fields(found, "a") == a | {"location": "L", "issn": "1"}
    assert found.sources["b"].container == "Own"
    assert problems == []


def test_shared_data_is_no_source() -> None:
    found, _ = read("@xdata{j, journaltitle={J}}")
    assert (dict(found.sources), found.broken) == ({}, {"j"})


ABSENT = ", which is not there"


# --- what leads nowhere -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "problems"),
    [
        (
            "@misc{a, crossref={none}}",
            ["a.bib:1:20: HUB406 the field crossref names the entry none, which is not there"],
        ),
        (
            "@misc{a, xdata={x, y}} @xdata{x}",
            ["a.bib:1:17: HUB406 the field xdata names the entry y, which is not there"],
        ),
        ("@misc{a, crossref={a}}", ["a.bib:1:20: HUB406 @a takes its fields from itself"]),
        (
            "@misc{a, crossref={b}} @misc{b, crossref={A}}",
            ["a.bib:1:43: HUB406 @b and @a take their fields from each other"],
        ),
        (
            "@misc{a, crossref={b}} @misc{b, crossref={c}} @misc{c, crossref={b}}",
            ["a.bib:1:66: HUB406 @c and @b take their fields from each other"],
        ),
        ("@xdata{a, xdata={a}}", ["a.bib:1:18: HUB406 @a takes its fields from itself"]),
        ("@misc{a, crossref={}} @misc{b, xdata={,}}", []),
    ],
)
def test_a_field_that_leads_nowhere(entries: str, problems: list[str]) -> None:
    assert read(entries)[1] == problems


def test_a_parent_that_cannot_be_read() -> None:
    _, problems = read("@misc{a, crossref={b}}\n@misc{b, title={x}")
    assert problems[1] == "a.bib:1:20: HUB406 the field crossref names the entry b, which cannot be read"


KEYS = st.sampled_from("abcd")


@given(st.dictionaries(KEYS, st.tuples(st.sampled_from(["crossref", "xdata"]), KEYS | st.just("a, b")), max_size=4))
def test_any_net_of_entries_is_resolved(net: dict[str, tuple[str, str]]) -> None:
    content = " ".join(f"@misc{{{key}, t{key}={{x}}, {name}={{{to}}}}}" for key, (name, to) in net.items())
    found, problems = read(content)
    assert found.sources.keys() == net.keys()
    assert all("HUB406" in problem for problem in problems)
    for key in net:
        assert fields(found, key)[f"t{key}"] == "x"


def test_no_net_takes_more_than_linear_time() -> None:
    def chained(text: str) -> None:
        entries = [f"@misc{{k{n}, crossref={{k{n + 1}}}, xdata={{{text[:20]}}}}}" for n in range(len(text) // 20)]
        read("\n".join(entries))

    assert quadratic(chained, ["k", "k1,"]) == []
    assert quadratic(lambda text: read(f"@misc{{a, xdata = {{{text}}}}}"), ["a,", "b,", " "]) == []
