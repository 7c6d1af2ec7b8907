"""What strangers write that Pandoc would take for ever over: it reads it quickly, or the page alone has an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import markdown
import pytest

import hubs
from studenthub import styles
from studenthub.markup import diagrams
from studenthub.markup.document import Document
from studenthub.markup.extension import CitationExtension
from studenthub.model.sources import bibliography
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles import formulas
from studenthub.styles.formatter import Formatter
from studenthub.styles.formulas import Formula, MathML
from studenthub.styles.pandoc import worker
from studenthub.styles.pandoc.worker import NotFormatted
from studenthub.styles.pandoc.workers import Workers

APA = styles.find("apa")
#: Opening marks, or signs before and within emphasis. With two or three dozen of one, Pandoc takes years.
MARKS = ["“", "‘", "“‘", "\"'", "'`\">", "“a‘b ", "``", "{\\it ‘}", '\\textit{"}', "<i>“", "‘a’ “"]
AFFIXES = [
    *("[a](", "<!-- [a](", "~~~*=", "_~~**", "('www.[a]", "*a **b ", "**a* ", "_a __b ", "~a ~~b ", "^[a", "![a](b"),
    *("`", "``a ", "<a ", "<a b=", "&", "&a", "\\", "\\[", "$a", "*_*", "(", "{", "'a ", '"a ', "- ", "@ ", "#", "!["),
]
FORMULAS = [
    "_",
    "^",
    "x_^",
    "\\not",
    "\\hat{\\left(",
    "\\left(\\stackrel{",
    "\\begin{matrix}^",
    "{\\binom{^",
    "_\\hat{",
]


def formatter_of(bib: str) -> Formatter:
    found, _ = bibliography.read([Text("bib/a.bib", bib)])
    return Formatter(found.sources, Cache(None), Workers(1))


def groups(text: str) -> list[CiteGroup]:
    return [group for group in citations.find(text) if isinstance(group, CiteGroup)]


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes too long is given up at once here, and so a failure."""
    monkeypatch.setattr(worker, "LIMIT", 10.0)
    monkeypatch.setattr(worker, "LIMIT_OF_FORMULAS", 0.4)


@pytest.fixture(scope="module")
def formatter() -> Iterator[Formatter]:
    with formatter_of("@misc{k, author = {A, B.}, title = {Title}, year = 2000}") as made:
        yield made


@pytest.mark.parametrize("field", ["title", "journal", "publisher", "pages"])
def test_quotation_marks_that_nothing_closes(field: str) -> None:
    entries = (
        f"@article{{k{n}, author = {{A, B.}}, year = 2000, {field} = {{x {mark * 40}}}}}"
        for n, mark in enumerate(MARKS)
    )
    with formatter_of("\n".join(entries)) as made:
        text = " ".join(f"[@k{n}]" for n in range(len(MARKS)))
        assert len(made.document(APA, groups(text)).references) == len(MARKS)
        assert len(made.entries(APA, "en", made.sources.values())) == len(MARKS)


def test_quotation_marks_print_as_they_were() -> None:
    title = "“One” “two” “three” “four” ‘five’ ‘six’ “seven” “eight” ‘nine’ “ten” “eleven” it's"
    with formatter_of(f"@book{{k, author = {{A, B.}}, title = {{{title}}}, year = 2000}}") as made:
        (reference,) = made.document(APA, groups("@k")).references
        assert title.replace("it's", "it’s") in reference.html


@pytest.mark.parametrize("marks", ["", "“" * 12])
def test_words_that_keep_their_capitals_are_no_quotation(marks: str) -> None:
    title = " ".join(f"{{Word{number}}}" for number in range(12))
    with formatter_of(f"@misc{{k, author = {{A, B.}}, title = {{{marks}{title}}}, year = 2000}}") as formatter:
        (reference,) = formatter.document(APA, groups("[@k]")).references
    assert f"{marks}Word0 Word1 Word2" in reference.html
    assert "nocase" not in reference.html


@pytest.mark.parametrize("affix", AFFIXES)
def test_signs_before_and_after_a_source(formatter: Formatter, affix: str) -> None:
    pumped = (affix * (190 // len(affix))).strip()
    written = [f"[{pumped} @k]", f"[@k, {pumped}]"]
    found = [group for text in written for group in groups(text)]
    if found:
        assert len(formatter.document(APA, found).citations) == len(found)


def test_emphasis_and_addresses_in_an_affix_are_kept(formatter: Formatter) -> None:
    written = (
        "[see *this* and **that**, H~2~O, the 2^nd^ & <https://example.org/a_b_c> @k, p. 3--4, my_own_name (a) [sic]; "
        "but \\*cf\\* [emphasis added] @k, {ch. 2 *a*}]"
    )
    (citation,) = formatter.document(APA, groups(written)).citations
    for part in (
        *("<em>this</em>", "<strong>that</strong>", "H<sub>2</sub>O", "2<sup>nd</sup> &amp;", "my_own_name (a) [sic]"),
        *('<a href="https://example.org/a_b_c">', "*cf* [emphasis added]", "ch. 2 <em>a</em>"),
    ):
        assert part in citation, part


def test_too_many_sources_are_refused_in_words() -> None:
    bib = "\n".join(f"@misc{{k{n}, author = {{Name{n % 300}, A.}}, title = {{T}}, year = 2000}}" for n in range(401))
    with formatter_of(bib) as made:
        with pytest.raises(NotFormatted, match="it cites 401 sources, and 400 are allowed"):
            made.document(APA, groups(" ".join(f"[@k{n}]" for n in range(401))))
        with pytest.raises(NotFormatted, match="too much text beside the sources"):
            made.document(APA, groups("\n\n".join(f"[see {'some words ' * 15}@k1, p. {n}]" for n in range(150))))
        with pytest.raises(NotFormatted, match="a word in a citation has more than 200 characters: aaa"):
            made.document(APA, groups(f"[{'a' * 201} @k1]"))
    bib = "\n".join(f"@misc{{k{n}, author = {{Name, X{n}}}, title = {{T}}, year = 2000}}" for n in range(101))
    with formatter_of(bib) as made:
        with pytest.raises(NotFormatted, match="101 sources by authors called Name, and 100 are allowed"):
            made.document(APA, groups(" ".join(f"[@k{n}]" for n in range(101))))
        assert len(made.document(APA, groups(" ".join(f"[@k{n}]" for n in range(100)))).references) == 100


def test_a_source_that_cannot_be_formatted_is_a_title_in_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a mark gets through that is not known yet, the lists of all sources are made all the same."""
    monkeypatch.setattr(worker, "LIMIT", 0.4)
    monkeypatch.setattr(styles.pandoc.limits, "MOST_QUOTES", 1000)
    bib = f"@misc{{a, title = {{Fine}}, year = 2000}}\n@misc{{b, title = {{x {'“‘' * 40}}}, year = 2000}}"
    with formatter_of(bib) as made:
        entries = made.entries(APA, "en", made.sources.values())
        assert "Fine" in entries["a"]
        assert entries["b"].startswith("x “‘")


def html(text: str) -> tuple[str, str]:
    """A page with the extensions that draw, and what is wrong with it."""
    extension = CitationExtension(Document(Formatter({}, Cache(None), Workers(1)), APA))
    configs = {"pymdownx.arithmatex": {"generic": True}}
    md = markdown.Markdown(extensions=["pymdownx.arithmatex", "toc", extension], extension_configs=configs)
    return md.convert(text), extension.failure


@pytest.mark.parametrize("part", FORMULAS)
def test_a_formula_without_an_end_is_named(part: str) -> None:
    page, wrong = html(f"It is $x^2$.\n\n$a {part * 60}$")
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in page
    assert f"the formula “{f'a {part * 60}'[:39]}…”" in wrong
    assert "cannot be read" in wrong


def test_characters_that_are_none_in_a_formula_are_told() -> None:
    for sign in ("\x0b", "\ufffe"):
        page, wrong = html(f"It is $x{sign}y$.")
        assert "unread" in page
        assert "a character in it that cannot be shown" in wrong


def test_a_formula_in_a_heading_has_the_same_id_in_every_build() -> None:
    page, _ = html("## The value $x^2$\n\nText")
    assert '<h2 id="the-value-x2">The value <span class="arithmatex"><math' in page


def test_formulas_that_take_too_long_are_named_and_so_are_those_that_were_not_read() -> None:
    def ask(wanted: Sequence[Formula]) -> Sequence[MathML]:
        if any("slow" in formula.tex for formula in wanted):
            raise worker.TooMuchForPandoc("it is too much")
        return [MathML(f"<math>{formula.tex}</math>") for formula in wanted]

    wanted = [Formula(tex, False) for tex in ("a", "slow1", "b", "slow2", "c")]
    made = formulas.convert(wanted, Cache(None), ask)
    assert [one.html for one in made] == ["<math>a</math>", "", "<math>b</math>", "", ""]
    assert made[1].wrong == made[3].wrong == "reading it takes too long"
    assert made[4].wrong.startswith("it was not read, as other formulas of this page take too long")


def test_a_page_has_a_number_of_diagrams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagrams, "MOST", 1)
    said: list[str] = []
    drawn = diagrams.draw('<pre class="mermaid"><code>graph TD; A--&gt;B</code></pre>' * 3, Cache(None), said.append)
    assert drawn.count("<img") == 1
    assert said == ["the diagram “graph TD; A-->B …” cannot be drawn: a page may have 1 diagrams"] * 2


@pytest.mark.skipif("sys.platform == 'win32'", reason="no limits of memory there")
def test_a_diagram_has_a_limit_of_memory() -> None:
    said: list[str] = []
    diagrams.draw(
        '<pre class="mermaid"><code>block-beta\n columns 4000000000\n a b</code></pre>', Cache(None), said.append
    )
    assert "memory allocation" in said[0]


def test_a_build_names_the_page_and_makes_all_others(tmp_path: Path) -> None:
    names = ["Name" + chr(97 + n // 26) + chr(97 + n % 26) for n in range(401)]
    entries = (
        f"@misc{{k{n}, author = {{{name}, A.}}, title = {{T {n}}}, year = 2000}}\n" for n, name in enumerate(names)
    )
    bib = "".join(entries)
    cited = "\n\n".join(f"[@k{n}]" for n in range(401))
    hubs.write(
        tmp_path,
        {
            "bib/references.bib": bib,
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/many.md": hubs.article(cited),
            "docs/articles/fine.md": hubs.article("Fine. [@k1]"),
        },
    )
    built = hubs.build(tmp_path)
    assert built.status == 1
    said = [line for line in built.output.splitlines() if "HUB003" in line]
    assert len(said) == 1
    assert said[0].startswith("docs/articles/many.md:1:1: HUB003 it cites 401 sources, and 400 are allowed")
    assert "Traceback" not in built.output
