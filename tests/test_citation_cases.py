"""The citations that break other tools, in APA and in NLM: input, text on the page, entries of the list.

The bibliography is test data from elsewhere. ``-`` in NLM is the number in brackets.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from studenthub import styles
from studenthub.model.sources import bibliography
from studenthub.model.sources.bibliography import Bibliography
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles.formatter import Formatter
from studenthub.styles.pandoc.worker import Worker

#: An entry that the shared file lacks: a key with every sign that Pandoc allows.
EXTRA = "@misc{k:1/2.3, author={{Dept of Health \\& Co}}, title={Odd key}, year=2019}"

# Each row: what is written, what APA prints, what NLM prints.
IN_TEXT = [
    ("[@chretien2011]", "(Chretien & Kind, 2013)", "(1)"),
    ("[@moorhead2013]", "(Moorhead et al., 2013)", "(1)"),
    ("[@grajales2014]", "(Grajales et al., 2014)", "(1)"),
    (
        "[@ventola2014; @moorhead2013; @chretien2011]",
        "(Chretien & Kind, 2013; Moorhead et al., 2013; Ventola, 2014)",
        "(1–3)",
    ),
    ("[see @grajales2014, p. 3; @ventola2014]", "(see Grajales et al., 2014, p. 3; Ventola, 2014)", "(see 1,2)"),
    ("[@ventola2014, pp. 491-493]", "(Ventola, 2014, pp. 491–493)", "(1)"),
    ("[@ventola2014, chap. 2]", "(Ventola, 2014, Chapter 2)", "(1)"),
    ("[@ventola2014, sec. 1.2 and elsewhere]", "(Ventola, 2014, Section 1.2 and elsewhere)", "(1 and elsewhere)"),
    ("[@ventola2014, {my own locator}]", "(Ventola, 2014, my own locator)", "(1)"),
    ("[-@ventola2014]", "(2014)", "(1)"),
    ("@moorhead2013", "Moorhead et al. (2013)", "Moorhead et al. (1)"),
    ("@chretien2011", "Chretien and Kind (2013)", "Chretien and Kind (1)"),
    ("@{sub10b} [p. 2]", "Moyo and Adams (2018, p. 2)", "Moyo and Adams (1)"),
    ("@grajales2014 [p. 4]", "Grajales et al. (2014, p. 4)", "Grajales et al. (1)"),
    (
        "[see also @ventola2014, p. 5, for a review]",
        "(see also Ventola, 2014, p. 5, for a review)",
        "(see also 1, for a review)",
    ),
    (
        "[e.g., @brace2015; see also @berg2019, p. 7; cf. @hippel1988]",
        "(e.g., Pillay, 2015; see also van der Berg, 2019, p. 7; cf. von Hippel, 1988)",
        "(e.g., 1,see also 2,cf. 3)",
    ),
    ("[@smith2011x; @smith2011y]", "(Smith, 2011a, 2011b)", "(1,2)"),
    ("[@smith2011y]", "(Smith, 2011)", "(1)"),
    ("[@smithA2011]", "(Smith, 2011)", "(1)"),
    ("[@smithA2011] [@smith2011x]", "(A. Smith, 2011) (J. Smith, 2011)", "(1) (2)"),
    ("[@smithnd]", "(Smith, n.d.)", "(1)"),
    ("[@smithnd; @smithnd2]", "(Smith, n.d.-b, n.d.-a)", "(1,2)"),
    ("[@etal1; @etal2]", "(Khumalo, Botha, & Naidoo, 2016; Khumalo, Botha, & Venter, 2016)", "(1,2)"),
    ("[@who2020]", "(World Health Organization, 2020)", "(1)"),
    ("[@hpcsa2022]", "(Health Professions Council of South Africa, 2022)", "(1)"),
    ("[@berg2019]", "(van der Berg, 2019)", "(1)"),
    ("[@vanniekerk2020]", "(Van Niekerk & De Villiers, 2020)", "(1)"),
    ("[@vondrak2001]", "(de la Cruz et al., 2001)", "(1)"),
    ("[@brace2015]", "(Pillay, 2015)", "(1)"),
    ("[@many21]", "(Aa et al., 2018)", "(1)"),
    ("[@edbook]", "(Tucker & Jones, 2009)", "(1)"),
    ("[@chap, pp. 12-14]", "(Mokoena, 2009, pp. 12–14)", "(1)"),
    ("[@thesis]", "(Nkosi, 2020)", "(1)"),
    ("[@inpress]", "(Zulu, in press)", "(1)"),
    ("[@range]", "(Dube, 2010–2011)", "(1)"),
    ("[@noauthor]", "(“Anonymous Editorial,” 2019)", "(1)"),
    ("[@obrien]", "(O’Brien, 2012)", "(1)"),
    ("[@hyph]", "(Smith-Jones & García Márquez, 2018)", "(1)"),
    ("[@sub10a; @sub10b]", "(Moyo, 2018; Moyo & Adams, 2018)", "(1,2)"),
    (
        "[@key:colon] [@key.dot] [@key/slash] [@{key/slash}]",
        "(Colon, 2018) (Dot, 2018) (Slash, 2018) (Slash, 2018)",
        "(1) (2) (3) (3)",
    ),
    ("[@k:1/2.3] [@{k:1/2.3}, p. 4]", "(Dept of Health & Co, 2019) (Dept of Health & Co, 2019, p. 4)", "(1) (1)"),
    ("[@chinese]", "(王 & 李, 2020)", "(1)"),
    ("[@rfcdash]", "(Department of Health, Republic of South Africa, 2021)", "(1)"),
    ("[@missingkey2020]", "(missingkey2020?)", "(missingkey2020?)"),
    ("[@hostile]", "(<script>alert(1)</script>, 2017)", "(1)"),
    (
        "[see <script>alert(1)</script> @obrien]",
        "(see <script>alert(1)</script> O’Brien, 2012)",
        "(see <script>alert(1)</script> 1)",
    ),
    ("[@sub10b; @sub10a; @sub10b]", "(Moyo, 2018; Moyo & Adams, 2018, 2018)", "(1,1,2)"),
]

# Each row: a key, its entry in APA, its entry in NLM ("" is not looked at).
ENTRIES = [
    (
        "grajales2014",
        "Grajales, F. J., III, Sheps, S., Ho, K., Novak-Lauscher, H., & Eysenbach, G. (2014). Social media: A review "
        "and tutorial of applications in medicine and health care. <em>Journal of Medical Internet Research</em>, "
        '<em>16</em>(2), e13. <a href="https://doi.org/10.2196/jmir.2912">https://doi.org/10.2196/jmir.2912</a>',
        "Grajales FJ III, Sheps S, Ho K, Novak-Lauscher H, Eysenbach G. Social media: A review and tutorial of "
        "applications in medicine and health care. J Med Internet Res. 2014;16(2):e13. "
        'doi:<a href="https://doi.org/10.2196/jmir.2912">10.2196/jmir.2912</a>',
    ),
    ("smithnd", "Smith, J. (n.d.). No date paper. <em>BMJ</em>.", "Smith J. No date paper. BMJ."),
    (
        "who2020",
        "World Health Organization. (2020). <em>World health statistics 2020</em>.",
        "World Health Organization. World health statistics 2020. World Health Organization; 2020.",
    ),
    (
        "hpcsa2022",
        "Health Professions Council of South Africa. (2022). <em>Booklet 16: Ethical guidelines on social media</em>. "
        '<a href="https://www.hpcsa.co.za/x?a=1&b=2">https://www.hpcsa.co.za/x?a=1&b=2</a>',
        "Health Professions Council of South Africa. Booklet 16: Ethical guidelines on social media [Internet]. 2022 "
        "[cited 2024 Jul 11]. Available from: "
        '<a href="https://www.hpcsa.co.za/x?a=1&b=2">https://www.hpcsa.co.za/x?a=1&b=2</a>',
    ),
    ("berg2019", "van der Berg, P. (2019). Particles. <em>SAMJ</em>.", "van der Berg P. Particles. SAMJ. 2019."),
    (
        "vondrak2001",
        "de la Cruz, M. J., Müller, J., Łukasiewicz, J., & Østergård, S. (2001). LaTeX escapes & élève 50% α "
        "H<sub>2</sub>O. <em>Rev. Méd.</em>",
        "",
    ),
    (
        "freetitle",
        "Author, A. (2020). <em>Social media use by doctors in South Africa during HIV and COVID-19</em>.",
        "",
    ),
    (
        "brace2015",
        "Pillay, D. (2015). The HIV Epidemic in South Africa: A DNA Study of E. coli and <em>Mycobacterium "
        'tuberculosis</em>. <em>PLoS ONE</em>. <a href="https://doi.org/10.1371/journal.pone.0123456">'
        "https://doi.org/10.1371/journal.pone.0123456</a>",
        "",
    ),
    (
        "many21",
        "Aa, A., Bb, B., Cc, C., Dd, D., Ee, E., Ff, F., Gg, G., Hh, H., Ii, I., Jj, J., Kk, K., Ll, L., Mm, M., "
        "Nn, N., Oo, O., Pp, P., Qq, Q., Rr, R., Ss, S., … Vv, V. (2018). Twenty-two authors. <em>Lancet</em>.",
        "Aa A, Bb B, Cc C, Dd D, Ee E, Ff F, et al. Twenty-two authors. Lancet. 2018.",
    ),
    (
        "many20",
        "Aa, A., Bb, B., Cc, C., Dd, D., Ee, E., Ff, F., Gg, G., Hh, H., Ii, I., Jj, J., Kk, K., Ll, L., Mm, M., "
        "Nn, N., Oo, O., Pp, P., Qq, Q., Rr, R., Ss, S., & Zz, Z. (2018). Twenty authors. <em>Lancet</em>.",
        "Aa A, Bb B, Cc C, Dd D, Ee E, Ff F, et al. Twenty authors. Lancet. 2018.",
    ),
    (
        "edbook",
        "Tucker, G., & Jones, A. (Eds.). (2009). <em>Edited handbook</em> (2nd ed.). Juta.",
        "Tucker G, Jones A, editors. Edited handbook. 2nd ed. Cape Town: Juta; 2009.",
    ),
    (
        "chap",
        "Mokoena, L. (2009). Consent in practice. In G. Tucker (Ed.), <em>Edited handbook</em> (pp. 10–20). Juta.",
        "Mokoena L. Consent in practice. In: Tucker G, editor. Edited handbook. Juta; 2009. p. 10–20.",
    ),
    ("thesis", "Nkosi, S. (2020). <em>Burnout in interns</em> [PhD thesis]. University of Cape Town.", ""),
    ("inpress", "Zulu, B. (in press). Forthcoming work. <em>SAMJ</em>.", ""),
    ("range", "Dube, T. (2010–2011). Range. <em>J</em>.", ""),
    ("noauthor", "Anonymous editorial. (2019). <em>The Lancet</em>.", ""),
    ("obrien", "O’Brien, S. (2012). Apostrophes: “quoted” and “double.” <em>J</em>.", ""),
    ("hyph", "Smith-Jones, J.-L., & García Márquez, G. (2018). Hyphens. <em>J</em>.", ""),
    # Pandoc prints a full stop after a Chinese name, where citeproc-js does not: a known deviation.
    ("chinese", "王小明., & 李雷. (2020). 社交媒体与医学教育. <em>中华医学</em>.", ""),
    (
        "hostile",
        "&lt;script&gt;alert(1)&lt;/script&gt;, E. (2017). &lt;img src=x onerror=alert(1)&gt; & “quotes” "
        "&lt;b&gt;bold&lt;/b&gt;. <em>J &lt;i&gt;x&lt;/i&gt;</em>.",
        "",
    ),
]


@pytest.fixture(scope="module")
def sources(shared: Path) -> Bibliography:
    texts = [
        Text.read(shared / "cases", "hard.bib"),
        Text("extra.bib", EXTRA),
        Text(
            "more.bib", "@article{vanniekerk2020, author={Van Niekerk, A. and De Villiers, B.}, title={T}, year=2020}"
        ),
        Text(
            "free.bib",
            "@misc{freetitle, author={Author, A.}, year=2020, "
            "title={Social media use by doctors in South Africa during HIV and COVID-19}}",
        ),
    ]
    found, problems = bibliography.read(texts)
    assert not problems
    return found


@pytest.fixture(scope="module")
def formatter(sources: Bibliography) -> Iterator[Formatter]:
    with Formatter(sources.sources, Cache(None)) as formatter:
        yield formatter


def groups(text: str) -> list[CiteGroup]:
    found = list(citations.find(text))
    assert all(isinstance(group, CiteGroup) for group in found)
    return [group for group in found if isinstance(group, CiteGroup)]


@pytest.mark.parametrize(("written", "apa", "nlm"), IN_TEXT, ids=[row[0] for row in IN_TEXT])
def test_in_text(formatter: Formatter, written: str, apa: str, nlm: str) -> None:
    for style, expected in (("apa", apa), ("nlm-citation-sequence", nlm)):
        document = formatter.document(styles.find(style), groups(written))
        printed = " ".join(citation.striptags() for citation in document.citations)
        assert printed == expected, style


@pytest.mark.parametrize(("key", "apa", "nlm"), ENTRIES, ids=[row[0] for row in ENTRIES])
def test_entry(formatter: Formatter, key: str, apa: str, nlm: str) -> None:
    for style, expected in (("apa", apa), ("nlm-citation-sequence", nlm)):
        (reference,) = formatter.document(styles.find(style), groups(f"[@{key}]")).references
        if expected:
            assert reference.html == expected.replace(" & ", " &amp; ").replace("1&b", "1&amp;b")


@pytest.mark.parametrize(("written", "_apa", "_nlm"), IN_TEXT, ids=[row[0] for row in IN_TEXT])
@pytest.mark.parametrize("style", ["apa", "nlm-citation-sequence"])
def test_every_citation_leads_to_its_entry_and_back(
    formatter: Formatter, style: str, written: str, _apa: str, _nlm: str
) -> None:
    """Every key that is known has an entry, and every link of the list an anchor in the text."""
    asked = groups(written)
    document = formatter.document(styles.find(style), asked)
    text = " ".join(document.citations)
    known = {key for group in asked for key in group.keys if key in formatter.sources}
    assert {reference.key for reference in document.references} == known
    assert text.count('href="#ref:') + text.count("<span id=") == sum(
        len(g.keys) for g in asked if set(g.keys) <= known
    )
    for reference in document.references:
        assert reference.backlinks
        for _, href in reference.backlinks:
            assert f'id="{unquote(href[1:])}"' in text


def test_lists_are_sorted_as_the_style_says(formatter: Formatter) -> None:
    asked = groups("[@ventola2014] [@berg2019] [@chretien2011] [@sub10b] [@sub10a]")
    apa = formatter.document(styles.find("apa"), asked)
    assert [r.key for r in apa.references] == ["chretien2011", "sub10a", "sub10b", "berg2019", "ventola2014"]
    nlm = formatter.document(styles.find("nlm-citation-sequence"), asked)
    assert [r.key for r in nlm.references][:2] == ["ventola2014", "berg2019"]
    assert nlm.references[0].label == "1."
    assert nlm.is_numbered
    assert not apa.is_numbered


def test_letters_of_one_document_never_reach_another(formatter: Formatter) -> None:
    both, alone = groups("[@smith2011x; @smith2011y]"), groups("[@smith2011y]")
    apa = styles.find("apa")
    for _ in range(2):
        assert "2011a" in formatter.document(apa, both).citations[0]
        assert formatter.document(apa, alone).citations[0].striptags() == "(Smith, 2011)"
        assert "2011a" in formatter.document(apa, both).references[0].html


def test_a_document_costs_no_more_than_its_own_sources(sources: Bibliography, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pandoc is given what a document cites, once, and never the whole bibliography."""
    asked: list[int] = []
    ask = Worker.ask

    def counted(self: Worker, items: Sequence[str], *rest: Any, **options: Any) -> str:
        asked.append(len(items))
        return ask(self, items, *rest, **options)

    monkeypatch.setattr(Worker, "ask", counted)
    with Formatter(sources.sources, Cache(None)) as formatter:
        for written in ("[@obrien; @hyph]", "@chap said", "[@obrien], and @hyph said, and [@obrien]"):
            formatter.document(styles.find("apa"), groups(written))
    assert asked == [2, 1, 2]


def test_the_name_of_the_temporary_folder_is_no_markdown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: Bibliography
) -> None:
    """One in 1,369 that Python makes begins and ends with an underscore."""
    folder = tmp_path / r"_a_ *b* `c` $d$ \e ~f~ [g](h) <i> @j [@k] 'l' \"m\" é"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with Formatter(sources.sources, Cache(None)) as formatter:
        written = formatter.document(styles.find("apa"), groups("[@obrien]"))
    assert written.citations[0].striptags() == "(O’Brien, 2012)"


def test_an_address_cannot_leave_its_attribute(formatter: Formatter) -> None:
    (reference,) = formatter.document(styles.find("apa"), groups("[@hosturl]")).references
    assert not html.fromstring(reference.html).xpath("//@onmouseover")
    assert "javascript:alert(1)" in reference.html.striptags()
    assert 'href="javascript' not in reference.html


def test_a_link_in_an_affix_is_no_link(formatter: Formatter) -> None:
    document = formatter.document(styles.find("apa"), groups("[see *this* @obrien, and <javascript:alert(1)>]"))
    assert "href" in document.citations[0]
    assert 'href="javascript' not in document.citations[0]
    assert "<em>this</em>" in document.citations[0]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("harvard-university-of-cape-town", "(Ventola, 2014: 3)"),
        ("ieee", "[1, p. 3]"),
        ("vancouver", "(1)"),
        ("american-medical-association", "1(p3)"),
        ("nature", "1"),
        ("chicago-notes-bibliography", "1"),
        ("modern-language-association", "(Ventola 3)"),
        ("south-african-medical-journal", "[1]"),
    ],
)
def test_styles_by_name(formatter: Formatter, style: str, expected: str) -> None:
    document = formatter.document(styles.find(style), groups("[@ventola2014, p. 3]"))
    assert document.citations[0].striptags() == expected
    assert len(document.references) == 1


def test_a_note_style_prints_notes(formatter: Formatter) -> None:
    document = formatter.document(styles.find("chicago-notes-bibliography"), groups("[@ventola2014, 492]"))
    assert 'href="#note:1"' in document.citations[0]
    assert "492" in document.notes[0]


def test_single_entries_have_no_letters(formatter: Formatter) -> None:
    """The list of all sources has two Smiths of 2011, and is no document in which they would be told apart."""
    chosen = [formatter.sources[key] for key in ("smith2011x", "smith2011y", "berg2019")]
    entries = formatter.entries(styles.find("apa"), "en", chosen)
    assert entries["smith2011x"] == "Smith, J. (2011). Alpha. <em>BMJ</em>."
    assert entries["smith2011y"] == "Smith, J. (2011). Beta. <em>BMJ</em>."
    assert formatter.entries(styles.find("ieee"), "en", chosen)["berg2019"].startswith("P. van der Berg")
