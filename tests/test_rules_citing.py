"""Citations that are typed or have a slip in them: fixed where one source alone can be meant, and never wrongly."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest

import hubs
from hubs import found
from studenthub.cli import main
from studenthub.model import articles, catalogue
from studenthub.model.hub import Contents
from studenthub.model.settings import Settings
from studenthub.model.sources import bibliography
from studenthub.model.sources.bibliography import Bibliography
from studenthub.rules.checked import Checked
from studenthub.rules.citing import typed_citations
from studenthub.source.problems import ERROR
from studenthub.source.text import Text

BIB = """\
@book{author2001, author = {Author, A. and Writer, B.}, title = {A title}, publisher = {Press}, year = {2001}}
@book{other2002, author = {Other, C.}, title = {Another title}, publisher = {Press}, year = {2002}}
@book{third2003, author = {van der Third, D. and others}, title = {A third title}, publisher = {Press}, year = {2003}}
@misc{org2004, author = {{Organization of Examples}}, title = {A fourth title}, year = {2004}}
"""
SLIPS = """
Sleep matters (Author & Writer, 2001).
Sleep matters [@author2001].

Sleep matters (see Author & Writer, 2001, p. 4; Other, 2002).
Sleep matters [see @author2001, p. 4; @other2002].

Sleep matters [Author and Writer, 2001], (van der Third et al., 2003) and (Organisation of Examples, 2004: 12).
Sleep matters [@author2001], [@third2003] and [@org2004, p. 12].

Other (2002) says so, and so does Other’s (2002) team.
@other2002 says so, and so does Other’s [-@other2002] team.

Author and Writer (2001: 44) say so, as Van der Third et al. (2003, pp. 1-2) did.
@author2001 [p. 44] say so, as @third2003 [pp. 1-2] did.

It matters [@author2001, @other2002]; it matters [@author2001 and @other2002, p. 3].
It matters [@author2001; @other2002]; it matters [@author2001; @other2002, p. 3].

It matters [@author2001,other2002] and [@author2001] [@other2002].
It matters [@author2001; @other2002] and [@author2001; @other2002].

It matters [@ author2001], [author2001], (@author2001) and [@Author2001].
It matters [@author2001], [@author2001], [@author2001] and [@author2001].

It matters \\cite{author2001,other2002}, and \\citep[p. 3]{other2002}.
It matters [@author2001; @other2002], and [@other2002, p. 3].

It matters.[@author2001] So it does[@other2002]. It is so. [@third2003]
It matters [@author2001]. So it does [@other2002]. It is so [@third2003].

Author [@author2001] and Other @other2002 say so; so do Author and Writer [@author2001].
Author [-@author2001] and Other [-@other2002] say so; so do Author and Writer [-@author2001].

It is so [e.g. @author2001, @other2002].
It is so [e.g. @author2001; @other2002].

It is so \\cite[see][p. 3]{author2001,other2002} and \\citet[p. 4]{other2002} says so.
It is so [see @author2001; @other2002, p. 3] and @other2002 [p. 4] says so.
"""


@pytest.mark.parametrize(("wrong", "right"), [pair.split("\n") for pair in SLIPS.strip().split("\n\n")])
def test_a_slip_is_mended(wrong: str, right: str, tmp_path: Path) -> None:
    files = {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article(wrong), "bib/a.bib": BIB}
    hubs.write(tmp_path, files)
    main(["--root", str(tmp_path), "check", "--fix"])
    assert (tmp_path / "docs/articles/a.md").read_text("utf-8") == hubs.article(right)


@pytest.mark.parametrize(
    "text",
    [
        "In March (2020), since the Act (2003), (Table 1, 2001), HIPAA (1996), the Constitution (1996).",
        "An [array] of [x], [0] and `[author2001]`; a [link](https://example.org) and [@author2001; @other2002, p. 3].",
        "In 2001 Author found it, and 10^3^ is a thousand, m^2^ an area, x² a square and CO~2~ a gas.",
        "It is so [@author2001]. It is so (as @other2002 said), and so said Other and his team [-@other2002].",
        "Write to ann@author2001.example, or see@other2002.example.org.",
        "See [@author2001, p. 3], @author2001 [p. 3] and Author, who was read by Other [see @author2001].",
    ],
)
def test_what_is_no_slip_is_left_alone(text: str, tmp_path: Path) -> None:
    problems = found(tmp_path, {"docs/articles/a.md": hubs.article(text), "bib/a.bib": BIB}, advice=True)
    assert [str(p) for p in problems if p.code.startswith("HUB3") and (p.fix or p.level == ERROR)] == []


@pytest.mark.parametrize(
    "power",
    [
        *("3 metres per second²", "4 kg per hectare³", "5 people/acre²", "newton²", "10 seconds²", "ten kilometres²"),
        *("omega²", "rsquared²", "3 metres per second^2^", "newton<sup>2</sup>"),
    ],
)
def test_a_power_is_no_citation(power: str, tmp_path: Path) -> None:
    problems = found(
        tmp_path, {"docs/articles/a.md": hubs.article(f"It was {power} there."), "bib/a.bib": BIB}, advice=True
    )
    assert [str(problem) for problem in problems if problem.code in ("HUB316", "HUB321")] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("It matters (Somebody, 1999).", "HUB321"),
        ("Somebody (1999) said so.", "HUB321"),
        ("It matters [1], and more [2, 3].", "HUB316"),
        ("It matters.¹ It matters,^1,2^ and so on.", "HUB316"),
        ("It matters.1 It matters,1,2 and so on.", "HUB316"),
        ("It matters (Some & Body, 1999).", "HUB316"),
        ("It matters (Page et al., 2021).", "HUB316"),
        ("It matters [Nobody et al., 2016].", "HUB316"),
        ("It matters (Nobody, in press).", "HUB321"),
        ("It matters (https://doi.org/10.1234/unknown).", "HUB316"),
        ("It matters (Skrywer, s.j.), (Auteur, s. d.) and (Doe, g.d.).", "HUB316"),
        ("It matters (Skrywer, sonder datum) and (Auteur, sans date).", "HUB316"),
        ("It matters [1].", "HUB321"),
        ("It matters² to them.", "HUB321"),
        ("They came second² and slept for 10 days.²", "HUB321"),
        ("Writer (2001), (Author & Other, 2001), (Other et al., 2002) and Author (2010) are other works.", "HUB316"),
        ("It matters [@author2001; see p. 3].", "HUB302"),
        ("It matters [@author2001;].", "HUB302"),
    ],
)
def test_what_has_no_fix_is_reported(text: str, code: str, tmp_path: Path) -> None:
    problems = found(tmp_path, {"docs/articles/a.md": hubs.article(text), "bib/a.bib": BIB}, advice=True)
    assert code in [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Sleep matters (Author, 2001).", "write [@author2001], if Author & Writer (2001) is meant"),
        ("Sleep matters (Author et al., 2001).", "write [@author2001], if Author & Writer (2001) is meant"),
        ("Author’s (2001) team.", "write Author’s [-@author2001], if Author & Writer (2001) is meant"),
        ("Author et al.’s (2001) team.", "write Author et al.’s [-@author2001], if Author & Writer (2001) is meant"),
        ("Van der Third (2003) said so.", "write @third2003, if van der Third et al. (2003) is meant"),
        (
            "It is so (Author, 2001; Other, 2002).",
            "write [@author2001; @other2002], if Author & Writer (2001) is meant",
        ),
    ],
)
def test_where_other_authors_are_named_nothing_is_fixed_unasked(text: str, hint: str, tmp_path: Path) -> None:
    files = {"docs/articles/a.md": hubs.article(text), "bib/a.bib": BIB}
    assert [(p.hint, p.fix) for p in found(tmp_path, files) if p.code == "HUB311"] == [(hint, None)]


def entry(source: dict[str, Any]) -> str:
    """A source of the shared cases as BibTeX."""
    people = [
        f"{name}, A." if isinstance(name, str) else f"{{{name.get('literal') or name['family']}}}"
        for name in source["authors"]
    ]
    year = re.sub(r"(?<=\d)[a-z]$", "", source["year"])
    return f"@book{{{source['key']}, author = {{{' and '.join(people)}}}, title = {{T}}, year = {{{year}}}}}\n"


def test_a_typed_citation_is_mended_often_and_never_with_a_wrong_source(shared: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in (shared / "cases/intext_citations.jsonl").read_text("utf-8").splitlines()]
    lists = [row for row in rows if row["type"] == "reflist" and "authors" in row["refs"][0]]
    bibs = {row["id"]: "".join(map(entry, row["refs"])) for row in lists}
    mended = 0
    for number, case in enumerate(row for row in rows if row["type"] == "case" and row["refs"] in bibs):
        files = {"docs/articles/a.md": hubs.article(case["text"]), "bib/a.bib": bibs[case["refs"]]}
        fixes = [p.fix.text for p in found(tmp_path / str(number), files) if p.code == "HUB311" and p.fix]
        keys = re.findall(r"@(\w+)", " ".join(fixes))
        assert keys in ([], [key for one in case["expected"] for key in one["keys"]]), case
        mended += bool(keys)
    assert mended >= 20


@pytest.mark.parametrize("text", ["(Organization of Examples, 2004, para 4)", "van der Third et al. 2003 say so."])
def test_a_text_is_read_beside_the_bibliography_that_it_would_have(text: str, tmp_path: Path) -> None:
    sources = bibliography.read([Text("bib/a.bib", BIB.replace("van der Third", "Third"))])[0]
    article = articles.parse(Text("docs/articles/a.md", hubs.article(text)))[0]
    made = catalogue.build([article], [], sources)[0]
    checked = Checked.of(Contents(Settings(tmp_path), made, datetime.date(2026, 1, 1)))
    (document,) = checked.texts
    for beside, is_known in ((checked.instead(document), True), (checked.instead(document, Bibliography()), False)):
        assert [one.right != "" for one in typed_citations.citations_of(document, beside)] == [is_known]
