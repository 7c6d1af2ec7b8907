"""Where the formulas of a text are, and what TeX becomes before Pandoc reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from studenthub.markup.document import Document
from studenthub.markup.extension import CitationExtension
from studenthub.parse.latex import chemistry
from studenthub.parse.markdown import formulas, running_text
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles import find, tex
from studenthub.styles.formatter import Formatter
from studenthub.styles.formulas import Formula, FormulaReader
from studenthub.styles.pandoc.workers import Workers
from texts import work


@pytest.fixture(scope="module")
def reader() -> Iterator[FormulaReader]:
    reader = FormulaReader(Cache(None))
    yield reader
    reader.close()


def found(text: str) -> list[str]:
    """The TeX of the formulas in a text; those of display have two dollar signs around them."""
    spans = formulas.find(running_text.blank_blocks(text))
    return [f"$${span.tex.strip()}$$" if span.is_display else span.tex for span in spans]


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        # As Pandoc reads dollar signs.
        ("It is $a<b$.", ["a<b"]),
        ("$a$, ($b$) and “$c$”: the $n$th and $k$-means", ["a", "b", "c", "n", "k"]),
        ("$x\ny$", ["x\ny"]),
        ("$ x $, $x $, $ x$", []),
        ("$x\n\ny$", []),
        ("It costs $5 here and $6 there, or R5; $20,000 and USD$30,000; from $10 to $x.", []),
        ("R$5–R$6 and US$5/US$6", []),
        (r"\$x\$ and x\$y\$z", []),
        (r"a price of \$5, $x$", ["x"]),
        (r"$\$5 + x$", [r"\$5 + x"]),
        (r"$\text{if $x$ is}$", [r"\text{if $x$ is}"]),
        # What Pandoc takes for a formula, and nobody means.
        ('It says "$NaN". It would be nicer if it said "$0" or "$none".', []),
        ("US$-based and A$-based", []),
        ("($USD) was five or ($AUD)", []),
        ("CO$_2$, 10$^{-3}$, x$+$y and p$<$0.05", ["_2", "^{-3}", "+"]),
        ("It was $5 million or $x$", ["x"]),
        # Brackets with a backslash that some program has put there.
        (r"potassium \(mmol/L\), \(aged 45\), \(BMI\), \(see [@a_b, p. 3]\), \[sic\]", []),
        ("\\[aged 45\\]", []),
        (r"\(p < 0.05\), \(2x\), \(\text{BMI}\), \(CO_2\)", ["p < 0.05", "2x", r"\text{BMI}", "CO_2"]),
        ("\\[ BMI = weight / size \\]", ["$$BMI = weight / size$$"]),
        # Formulas of a line of their own, wherever they are.
        ("$$\nx\n$$", ["$$x$$"]),
        ("Under text\n$$\na = b\n$$\nand above $$c$$ it", ["$$a = b$$", "$$c$$"]),
        ("$$a$b$$ and $$ $$", ["$$a$b$$"]),
        ("$$\na\n\nb\n$$", []),
        ("> $$\n> a\n> > b\n> $$", ["$$a\nb$$"]),
        ("- item\n\n    $$\n    a\n    $$", ["$$a$$"]),
        ("Text\n\\begin{align*}\na &= b\n\\end{align*}\ntext", ["$$\\begin{align*}\na &= b\n\\end{align*}$$"]),
        (r"\begin{array}{l}\begin{array}{l}a\end{array}\end{array}", None),
        ("\\begin{figure}x\\end{figure}", []),
        ("\\begin{align} a", []),
        (r"\(x\) and \[sic\]", ["x"]),
        ("\\[\nx\n\\]", ["$$x$$"]),
        # GitHub's own way, and what is no text.
        ("$`x^2`$", ["x^2"]),
        ("`$x$` and `` $y$ `` and `$HOME` or `$PATH`", []),
        ("```\n$x$\n```\n\n    $x$\n", []),
        ("<!-- $x$ --> <https://example.org/$x$>", []),
        ("[a](http://x/$y) and [b](http://z$)", []),
        ("[the value $x$](a.md) and ![of $y$](b.png)", ["x", "y"]),
        ("$f[x](y)$", ["f[x](y)"]),
        ("| $|x|$ | $5 | $6 |", ["|x|"]),
    ],
)
def test_what_is_a_formula(text: str, tex: list[str] | None) -> None:
    assert found(text) == ([f"$${text}$$"] if tex is None else tex)


@given(st.text(alphabet='$\\()[]{}`<>!-\n abx1_^"&|', max_size=60))
def test_a_formula_lies_in_one_paragraph_and_no_two_meet(text: str) -> None:
    end = 0
    for span in formulas.find(running_text.blank_blocks(text)):
        assert end <= span.start < span.end <= len(text)
        assert "\n\n" not in text[span.start : span.end]
        assert span.tex.strip()
        end = span.end


@pytest.mark.parametrize(
    "part",
    [
        *("$", "$$", "$a ", "$$a ", "$a\n", "\\(", "\\[", "\\begin{align}", "\\begin{array}\\end{array}", "\\text{"),
        *("$\\text{", "$\\text{a", "$\\text{{", "`$", "$`", "``a ", "<a ", "<!--", "](", "](a", "\\", "$\\", "> $$\n"),
    ],
)
def test_hostile_texts_take_no_more_than_linear_time(part: str) -> None:
    assert work(lambda text: list(formulas.find(text)), part * (40_000 // len(part)), 3) < 3


@pytest.mark.parametrize(
    "text",
    [
        "Text $x_1 * y_2 * z$ and $a|b$ and *$c$*.",
        "| a | b |\n| --- | --- |\n| $|x|$ | $$y$$ |",
        "- one $a_1$\n- two\n\n    $$\n    b_2\n    $$",
        "## The value $x^2$\n\n> $$\n> a\n> = b\n> $$",
        "The risk is given by\n$$\nr_{ij} = \\sum_{k=1}^{K} b_{jk} x_{ij}\n$$\nwhere $x_i$ is the dose.",
        "A model\n\\begin{align*}\ny_i &\\sim D \\\\\ng(m_i) &= \\sum_{j=1} f_j(x_{ji})\n\\end{align*}\nof $y_i$.",
        "[the $x$](a.md), a note[^1]\n\n[^1]: on $y$",
        "$$a$$\n$$b$$",
        "`$x$`, ``$y$``\n\n    $z$\n\n```\n$w$\n```\n\n<!-- $v$ -->",
        "![of $x$](a.png 'of $y$') and **bold $z$**",
    ],
)
def test_a_page_has_the_formulas_that_the_checks_find(text: str) -> None:
    asked: list[str] = []

    class Reader(Formatter):
        def formulas(self, wanted):  # type: ignore[no-untyped-def]
            asked.extend(formula.tex for formula in wanted)
            return super().formulas(wanted)

    with Reader({}, Cache(None), Workers(1)) as formatter:
        extension = CitationExtension(Document(formatter, find("apa")))
        names = ["tables", "footnotes", "attr_list", "pymdownx.superfences", "pymdownx.betterem", "toc"]
        page = Markdown(extensions=[*names, extension]).convert(text)
    expected = [span.tex.strip() for span in formulas.find(running_text.blank_blocks(text))]
    shown = [one for one in expected if f"of ${one}$" not in text or "![" not in text]
    assert sorted(asked) == sorted(shown)
    assert page.count("<math") == len(shown)
    assert "\x02" not in page
    assert extension.failure == ""


@pytest.mark.parametrize(
    "written",
    [
        r"\dbinom{n}{k} \tbinom{n}{k}",
        r"\left\{\begin{array}{l}0 \cr x\cr y\end{array}\right.",
        r"\cfrac{1}{2} \nicefrac{1}{2}",
        r"\textcolor{red}{x} {\color{red} x} \colorbox{red}{x} \fbox{x}",
        r"x \notag \nonumber \label{eq:a}",
        r"x \tag{1}",
        r"x \tag*{A}",
        r"{\rm max} {\cal L} \hbox{and} \textnormal{so}",
        r"\Large x \small y",
        r"5\degree 5\celsius \ohm \micro",
        r"a \kern 1em b \hskip 2pt c \mkern18mu d \hspace*{1em}",
        r"\abs{x} \norm{x} \braket{x} \dv{x}{y} \pdv{x}{y}",
        r"\mathbbm{1} \mathds{1} \bmod \argmax_x",
        r"x = 1 \\ y = 2",
        r"x &= 1 \\ y &= 2",
        "x % the dose\n = 1",
        r"\begin{dcases} a & b \\ c & d \end{dcases}",
        r"\begin{subequations}\begin{align} a &= b\end{align}\end{subequations}",
        "\\begin{align}\na &= b \\notag \\\\\nc &= d\n\\end{align}",
        "\\begin{align}\na &= b \\\\ \n  & \\\\\nc &= d\n\\end{align}",
        r"\qty{5}{mg} \SI{5}{\milli\gram}",
        r"\ce{2 H2O + CO2 <=> H2CO3}",
    ],
)
def test_commands_that_authors_use_can_be_read(reader: FormulaReader, written: str) -> None:
    (made,) = reader.read([Formula(written, True)])
    assert made.wrong == ""
    assert made.html.startswith("<math")


@pytest.mark.parametrize(
    ("written", "wrong", "hint"),
    [
        (r"\frac{1}", "it ends too early", "look for a brace or an \\end that is missing"),
        (r"\foo x", r"\foo is a command that the hub does not know", "write it with other commands, or leave it out"),
        (r"\eqref{a}", r"\eqref is a command that", "write the number itself: equations have no numbers here"),
        (r"{a \over b}", r"\over is a command that", r"write \frac{a}{b}"),
        (r"x = 1 \\ y = 2", r"a line break \\ is in a formula within a line", "put it between $$ and $$"),
        ("50%", "a % begins a comment", r"write \%"),
        ("a & b", "& separates columns", r"write \& for the sign"),
        ('\\text{x} "a"', "a quotation mark", r"\text{…}"),
        (r"\begin{aligned}a &\left\{|y\right\langley\right|: y\right\}\end{aligned}", "is misspelt", "each word"),
        (r"\begin{tabular}{l}a\end{tabular}", r"\begin{tabular} does not begin a formula", r"\begin{array}"),
        (r"\def\a{b}\a", r"\def is a command that", "write the formula out"),
        (r"\hspace{100000em}x", "a space of 100000em is too wide", ""),
        (r"\hspace{11em}x", "a space of 11em is too wide", ""),
        (r"x \\[500pt] y", "a space of 500pt is too wide", ""),
        (r"\genfrac{}{}{99em}{}{a}{b}", "a space of 99em is too wide", ""),
    ],
)
def test_what_cannot_be_read_has_a_reason_and_what_to_write(
    reader: FormulaReader, written: str, wrong: str, hint: str
) -> None:
    (made,) = reader.read([Formula(written, False)])
    assert made.html == ""
    assert wrong in made.wrong
    assert hint in made.hint


@pytest.mark.parametrize(
    ("written", "tex"),
    [
        ("H2O", r"\mathrm{H}_{2}\mathrm{O}"),
        ("SO4^2-", r"\mathrm{S}\mathrm{O}_{4}^{2-}"),
        ("[AgCl2]-", r"[\mathrm{Ag}\mathrm{Cl}_{2}]^{-}"),
        ("2H2O", r"2\,\mathrm{H}_{2}\mathrm{O}"),
        ("^{227}_{90}Th+", r"^{227}_{90}\mathrm{Th}^{+}"),
        ("Fe^{II}", r"\mathrm{Fe}^{\text{II}}"),
        ("C6H5-CHO", r"\mathrm{C}_{6}\mathrm{H}_{5}-\mathrm{C}\mathrm{H}\mathrm{O}"),
        ("A ->[H2O] B", r"\mathrm{A}  \overset{\mathrm{H}_{2}\mathrm{O}}{\rightarrow} \;\mathrm{B}"),
        ("H2 ^", r"\mathrm{H}_{2}\uparrow "),
        ("KCr(SO4)2*12H2O", r"\mathrm{K}\mathrm{Cr}(\mathrm{S}\mathrm{O}_{4})_{2}\cdot 12\,\mathrm{H}_{2}\mathrm{O}"),
        ("a ~ b", ""),
    ],
)
def test_chemical_formulas(written: str, tex: str) -> None:
    assert chemistry.as_tex(written) == tex


@given(st.text(alphabet="\\{}[]abH2O^_-><=+ ()%&$nl", max_size=40))
def test_whatever_is_written_becomes_something(written: str) -> None:
    assert isinstance(tex.readable(written, is_display=True), str)
    assert isinstance(chemistry.as_tex(written), str)
    Text("a.md", written)
