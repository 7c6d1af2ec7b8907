"""Judgments and Acts are printed with their reports, courts and numbers, in every style."""

from __future__ import annotations

import pytest

from studenthub import styles
from studenthub.model.sources import bibliography
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles import printed
from studenthub.styles.formatter import Formatter
from studenthub.styles.pandoc.workers import Workers

BIB = r"""
@jurisdiction{zotero, title={Author v Example}, date={2019}, journaltitle={SA}, volume={3}, pages={123},
  institution={CC}}
@jurisdiction{imported, title={Author v Example}, year={2019}, journal={SA}, volume={2019 (3)}, pages={123}, court={CC}}
@legal{typed, title={Author v Example 2019 (3) SA 123 (CC)}, year={2019}, reporter={SA}, volume={2019 (3)}, pages={123},
  court={CC}}
@jurisdiction{neutral, title={Author v Example}, date={2019-05-03}, number={[2019] XACC 12},
  institution={Court of Example}}
@jurisdiction{docket, title={Author v Example}, date={2019-05-03}, number={CCT 1/19}, institution={Court of Example}}
@jurisdiction{old, title={Author v Example}, date={1910}, journaltitle={AD}, pages={5}}
@jurisdiction{english, title={Author v Example}, date={1998}, journaltitle={AC}, volume={1}, pages={232}}
@jurisdiction{american, title={Author v. Example}, date={1973}, journaltitle={U.S.}, volume={410}, pages={113}}
@legislation{act, title={Example Act}, number={Act 99 of 2005}, date={2005}, journaltitle={Gazette}, issue={1234}}
@legislation{whole, title={Example Act 99 of 2005}, number={99 of 2005}, date={2005}}
@legislation{bill, title={Example Bill}, number={B 1-2019}, date={2019}}
@legislation{law, title={Example Act}, number={111-148}, date={2010}}
@legislation{rules, title={Regulations on examples}, number={R 180}, series={Gazette}, volume={35099}, date={2012}}
@legal{treaty, title={Convention on Examples}, date={1989}}
"""
NAMES = {
    **dict.fromkeys(("zotero", "imported", "typed"), "Author v Example 2019 (3) SA 123 (CC)"),
    "neutral": "Author v Example [2019] XACC 12",
    "docket": "Author v Example (CCT 1/19) (Court of Example)",
    "old": "Author v Example 1910 AD 5",
    "english": "Author v Example [1998] 1 AC 232",
    "american": "Author v. Example, 410 U.S. 113",
    "act": "Example Act 99 of 2005, Gazette 1234",
    "whole": "Example Act 99 of 2005",
    "bill": "Example Bill, B 1-2019",
    "law": "Example Act, Pub. L. No. 111-148",
    "rules": "Regulations on examples, R 180, Gazette 35099",
    "treaty": "Convention on Examples",
}


@pytest.mark.parametrize("name", ["apa", "vancouver", "harvard", "uct", "ama", "chicago-author-date"])
def test_a_name_has_its_report_court_and_number(name: str) -> None:
    sources = bibliography.read([Text("bib/law.bib", BIB)])[0].sources
    style = styles.find(name).speaking("en-ZA")
    with Formatter(sources, Cache(None), Workers(1)) as formatter:
        found = formatter.entries(style, "en-ZA", sources.values())
    for key, said in NAMES.items():
        reference = found[key].striptags()
        assert said.casefold() in reference.casefold(), (key, reference)
        assert reference.count("Gazette") <= 1
        lost = {"container-title", "volume", "number", "authority"} & sources[key].csl.keys()
        assert lost <= printed.variables(style, sources[key])


@pytest.mark.parametrize(("name", "said"), [("apa", "(Author v Example, 1910)"), ("uct", "(Author v Example, 1910)")])
def test_a_citation_has_the_name_alone(name: str, said: str) -> None:
    sources = bibliography.read([Text("bib/law.bib", BIB)])[0].sources
    groups = [group for group in citations.find("It is so [@old].") if isinstance(group, CiteGroup)]
    with Formatter(sources, Cache(None), Workers(1)) as formatter:
        document = formatter.document(styles.find(name).speaking("en-ZA"), groups)
    assert document.citations[0].striptags() == said


def test_no_space_is_before_a_colon_but_in_french() -> None:
    entries = "@article{a, title={Sleep : a review}}@article{b, title={Le sommeil : une revue}, langid={french}}"
    found = bibliography.read([Text("bib/a.bib", entries)])[0].sources
    assert [found["a"].title, found["b"].title] == ["Sleep: a review", "Le sommeil : une revue"]
