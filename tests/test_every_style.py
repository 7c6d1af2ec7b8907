"""Every style of the CSL repository: what it says of a source is on the page, in its order.

Each style prints six sources through the hub, and as its makers wrote it through Pandoc's own HTML. Who, when, what and
where it appeared is in the hub's entry wherever it is in that one, in the same order. Some styles print no titles of
articles, or no addresses; that is for their makers to say. A sample is tried by default, all with ALL_STYLES=1.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from lxml import etree, html

from studenthub import styles
from studenthub.model.sources import bibliography
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles import csl
from studenthub.styles.formatter import Formatter
from studenthub.styles.normalised.items import csl_of
from studenthub.styles.pandoc.worker import pandoc

BIB = r"""
@article{article, author={Abelard, Nora}, title={Quick brown foxes}, journal={Journal of Vulpine Letters}, year=2011,
  volume=3, number=2, pages={45--52}, doi={10.1234/example}}
@book{book, author={Bertrand, Owen}, title={Lazy dogs}, publisher={Canine Press}, address={Ghent}, year=2012, edition=2}
@incollection{chapter, author={Corday, Paula}, title={Jumping over}, booktitle={Handbook of Leaps}, year=2013,
  editor={Editorson, Quentin}, publisher={Leap House}, address={Turin}, pages={61--70}}
@phdthesis{thesis, author={Dunois, Ralph}, title={Sleepy hounds}, school={University of Example}, year=2014}
@online{page, author={Eluard, Sibyl}, title={Foxes online}, organization={Foxsite}, year=2015,
  url={https://example.org/foxes}, urldate={2016-03-04}}
@techreport{report, author={Fabre, Tim}, title={Counting tails}, institution={Bureau of Tails}, number={77}, year=2017}
"""
#: Who, when, what and where, of each source.
FACTS: Mapping[str, tuple[str, str, str, str]] = {
    "article": ("Abelard", "2011", "Quick brown foxes", "Journal of Vulpine Letters"),
    "book": ("Bertrand", "2012", "Lazy dogs", "Canine Press"),
    "chapter": ("Corday", "2013", "Jumping over", "Handbook of Leaps"),
    "thesis": ("Dunois", "2014", "Sleepy hounds", "University of Example"),
    "page": ("Eluard", "2015", "Foxes online", "example.org/foxes"),
    "report": ("Fabre", "2017", "Counting tails", "Bureau of Tails"),
}
CITED = [group for group in citations.find("".join(f"[@{key}] " for key in FACTS)) if isinstance(group, CiteGroup)]

#: The styles that a hub of medical students is most likely to use, and some that display parts of entries apart.
CHOSEN = (
    *("apa", "american-medical-association", "nlm-citation-sequence", "elsevier-vancouver", "harvard-cite-them-right"),
    *("harvard-university-of-cape-town", "chicago-author-date", "chicago-notes-bibliography", "ieee", "nature"),
    *("modern-language-association", "latin-american-research-review", "american-anthropological-association"),
    *("south-african-medical-journal", "the-lancet", "bmj", "international-journal-of-spatial-data-infrastructures"),
)
ALL = [name for name in csl.names() if csl.shipped(name)]
TRIED = ALL if os.environ.get("ALL_STYLES") else [*filter(csl.shipped, CHOSEN), *ALL[::150]]


@pytest.fixture(scope="module")
def formatter() -> Iterator[Formatter]:
    found, problems = bibliography.read([Text("a.bib", BIB)])
    assert not problems
    with Formatter(found.sources, Cache(None)) as formatter:
        yield formatter


def in_order(text: str, facts: Sequence[str]) -> list[str]:
    """The facts that a text has, in their order in it."""
    text = " ".join(text.split()).casefold()
    return sorted((fact for fact in facts if fact.casefold() in text), key=lambda fact: text.index(fact.casefold()))


def by_pandoc(name: str, formatter: Formatter, folder: Path) -> Mapping[str, str]:
    """The entries of the six sources as Pandoc writes them in a style as it is shipped."""
    style = styles.find(name)
    items = [csl_of(source, style) for source in formatter.sources.values()]
    (folder / "items.json").write_text(json.dumps(items), encoding="utf-8")
    (folder / "style.csl").write_text(csl.shipped(style.name), encoding="utf-8")
    command = (pandoc()[0], "--citeproc", "--from=markdown", "--to=html", "--bibliography=items.json")
    asked = "---\nnocite: '@*'\n---\n"
    options = ("--csl=style.csl", f"--metadata=lang:{style.locale}")
    made = subprocess.run((*command, *options), cwd=folder, input=asked.encode(), check=True, capture_output=True)
    page = made.stdout.decode()
    entries = html.fromstring(page).xpath("//div[starts-with(@id, 'ref-')]") if page.strip() else ()
    return {entry.get("id").removeprefix("ref-"): " ".join(entry.itertext()) for entry in entries}


@pytest.mark.parametrize("name", TRIED)
def test_a_style_keeps_every_word(name: str, formatter: Formatter, tmp_path: Path) -> None:
    style = styles.find(name)
    document = formatter.document(style, CITED)
    assert all(citation.striptags() for citation in document.citations)
    expected = by_pandoc(name, formatter, tmp_path) if style.has_list else {}
    entries = {entry.key: entry for entry in document.references}
    assert {key for key, text in expected.items() if text.strip()} <= entries.keys()
    for key, entry in entries.items():
        assert etree.fromstring(f"<p>{entry.html}</p>".replace("&nbsp;", "\u00a0")) is not None
        text = f"{entry.label} {entry.html.striptags()}"
        facts = FACTS[key]
        assert in_order(text, facts) == in_order(expected[key], facts) or not expected[key].strip()
        # Some styles print next to nothing of some kinds of source; then there is nothing to keep.
        assert in_order(text, facts) or (expected[key].strip() and not in_order(expected[key], facts))
        assert not re.search(r"</?(?:div|span|em|i)\b", text)
