"""LaTeX in BibTeX fields: what a reader sees of it, and that nothing an author typed becomes markup."""

from __future__ import annotations

import re
import subprocess
import unicodedata

import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.parse import latex
from studenthub.parse.latex import GREATER, LESS
from studenthub.parse.latex.symbols import SYMBOLS
from texts import made_of, quadratic, work

SIGNS = (
    *("{", "}", "\\", "$", "~", "`", "'", '"', "-", "--", "_", "^", "<", ">", "&", "%", " ", "\n", "a", "é", "e"),
    *(
        "\\'",
        '\\"',
        "\\c",
        "\\v ",
        "\\i",
        "\\aa",
        "\\textit{",
        "\\it ",
        "\\emph",
        "\\enquote{",
        "\\ce{H2O",
        "\\SI{5",
        "\\char",
        "\\symbol{",
        "\\texorpdfstring",
        "\\textcolor[x]{",
        "\\hspace{",
        "\\not",
        "\\kern",
        "\\foo{",
        "\\leq ",
        "\\log",
        "\\frac",
        "\\url{",
        "\\href{",
        "\\foo",
    ),
    *("\\noopsort{", "$_", "$^{", "\\(", "\\]", "{\\'e}", "{HIV}", "&amp;", "&#0;", LESS, GREATER, "\x00", "\xa0"),
)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("plain text", "plain text"),
        ("", ""),
        ("  a \n\t b  ", "a b"),
        ("a\x00b\x1b", "a b"),
        # Accents, in each of the ways of writing them.
        (r"{\'e} \'{e} \'e {\'{e}} \' e \'{\relax e}", "é é é é é é"),
        (r"\`a \'a \^a \~a \"a \=a \.a", "à á â ã ä ā ȧ"),
        (r"\u{g} \u g \v{s} \v s \H{o} \H o \r{a} \k{a} \k a", "ğ ğ š š ő ő å ą ą"),
        (r"\c{c} \c c \d{s} \b{d} \t{oo} \h{a} \G{a} \f{a}", "ç ç ṣ ḏ o͡o ả ȁ ȃ"),
        (r"\'{\i} \'\i {\'\i} \^{\j} \'i", "í íí ĵ í"),
        (r"\'{\^e} \^{\'e} \'{\=\i}", "ế é\u0302 ī́"),  # the first accent stands nearer to the letter
        (r"Vall{\'e}e, Schr{\"o}dinger, G\"odel, P{\v{s}}eni{\v c}ka", "Vallée, Schrödinger, Gödel, Pšenička"),
        (r"\~{} \^{} \'{}", "~ ^ ´"),
        (r"\'{\textit{e}}", "é"),
        ("e\u0301", "é"),
        # Letters and signs that have names.
        (r"\ss{} \ae\oe \AA \L\l \O{}\o \i \dh\TH \ng", "ß æœÅŁłØøıðÞŋ"),
        (r"{\L}ukasz {\O}rsted Stra{\ss}e", "Łukasz Ørsted Straße"),
        (r"\& \% \# \_ \$ \{ \}", "& % # _ $ { }"),
        (r"\textbackslash\ \textasciitilde \textunderscore\textless\textgreater", r"\ ~_<>"),
        (r"\copyright{} 10\textdegree C, 5\,mg, \pounds 3, \dots", "© 10°C, 5 mg, £3, …"),
        (r"{\LaTeX} \LaTeX\ x", "LaTeX LaTeX x"),
        # Typography.
        ("a -- b---c - d", "a – b—c - d"),
        ("``double'' and `single', o'clock", "“double” and ‘single’, o’clock"),
        ("?`Qu'e? !`Hola!", "¿Qu’e? ¡Hola!"),
        (r'"straight" a~b\ c\-d\/e\\f', '"straight" a\xa0b cde f'),
        # Mathematics.
        ("H$_2$O, CO$_{2}$, $x^2$, 10$^{-3}$", "H2O, CO2, x2, 10-3"),
        (r"$\alpha$-\ensuremath{\beta} $5\times 3 \leq \infty$ $\mathrm{pH}$", "α-β 5 × 3 ≤ ∞ pH"),
        (r"37$^\circ$C, 37^\circ, $\frac{1}{2}$, \(a_1\), \[b\]", "37°C, 37^°, 1/2, a1, b"),
        (r"US$5, a \$6 price", "US$5, a $6 price"),
        # Medicine and law.
        (
            r"$\geq$65 years, $p \leq 0.05$, $\pm$2, \textmu g, \SI{5}{\micro\gram\per\litre}",
            "≥65 years, p ≤ 0.05, ±2, µg, 5 µg/L",
        ),
        (
            r"TGF-$\beta$1, \textbeta-blocker, \ce{H2O}, \ce{Ca^2+}, \num{1e-5}",
            "TGF-β1, β-blocker, H2O, Ca2+, 1 × 10−5",
        ),
        (r"5\% of \S\,12 \& 37\,\textcelsius{} or 37~\SI{}{\celsius}", "5% of § 12 & 37 °C or 37\xa0°C"),
        (r"\qty{37}{\degreeCelsius} \qtyrange{2}{4}{\milli\litre} \ang{45}", "37 °C 2–4 mL 45°"),
        (r"\ij sland \textonehalf{} \texteuro 5 \textnumero 7 \textsection 3", "ijsland ½ €5 №7 §3"),
        (r"\si{\milli g} \si{\cubic\centi\metre} \si{\metre\tothe{3}} \si{mmol.l^{-1}}", "mg cm³ m3 mmol·l−1"),
        (r"\si{\kilogram\metre\squared\per\hour} \si{\percent\unknown}", "kg m²/h % unknown"),
        (r"\num{5 +- 2} \num{e4} \num{-3 \times 2} \num{2e}", "5 ± 2 104 −3 × 2 2e"),
        (r"\ce{A -> B} \ce{A <-> B} \ce{A <=> B} \ce{A <- B}", "A → B A ↔ B A ⇌ B A ← B"),
        (r"\ce{^{227}_{90}Th+} \ce{[Fe(CN)6]^3-} \ce{SO4^{2-}}", "22790Th+ [Fe(CN)6]3- SO42-"),
        # Words and their dress.
        (r"\'{}x \'{\i} \^\j \'{\textit{}}", "´x í ĵ"),
        ("'one' and 'two, it's 'a", "‘one’ and ’two, it’s ’a"),
        ("'They treat us like this': nurses' views", "‘They treat us like this’: nurses’ views"),
        ("A study of 'nurse-led' care; an '{HIV} clinic'", "A study of ‘nurse-led’ care; an ‘HIV clinic’"),
        ("'n Boer se 'kliniek', 'n ander", "’n Boer se ‘kliniek’, ’n ander"),
        (
            "Rock 'n' roll in the '90s and the '00s, nurses' work",
            "Rock ’n’ roll in the ’90s and the ’00s, nurses’ work",
        ),
        ("The 't Hoen case; 'twas the doctors'", "The ’t Hoen case; ’twas the doctors’"),
        (r"\enquote{a \enquote{b} c} \mkbibquote{d}", "“a ‘b’ c” “d”"),
        (r"\texorpdfstring{$\alpha$}{alpha} \foreignlanguage{german}{Über} \textcolor{red}{red}", "α Über red"),
        (r"\uppercase{hiv} \MakeLowercase{HIV} \mkbibparens{a} \href{http://a.b}{c}", "HIV hiv (a) c"),
        (r"\char233 \symbol{233} \nobreakspace{}x\allowbreak y", "éé \xa0xy"),
        (r"\foreignquote{german}{a} \hyphenquote{afrikaans}{b}", "“a” “b”"),
        (r"a\hspace{1em}b\hspace{-1em}c\hspace{0pt}d", "a bcd"),
        (r"\ifmmode a\else b\fi c $\ifmmode x\else y\fi z$", "bc xz"),
        (r"\numrange{2}{4} \SIrange{2}{4}{\milli\litre} \char x", "2–4 2–4 mL x"),
        (r"$\frac{1}{2}$ $\log x$ $\mathrm{d}x$ $\sqrt{2}$", "1/2 log x dx √2"),
        # Commands that are not known, and braces that do not pair.
        (r"\foo{bar} \baz qux \foo[x]{y}", "bar qux [x]y"),
        (r"\noopsort{1973b}1973 \vspace{2em}x", "1973 x"),
        (
            r"\url{http://a.b/c_d~e--f} \href{http://x_y}{text} \doi{10.1000/a_b}",
            "http://a.b/c_d~e--f text 10.1000/a_b",
        ),
        ("{a {b} c", "a b c"),
        ("a} b} {c", "a b c"),
        ("\\", ""),
        ("a\\", "a"),
        ("{}{{}}$$", ""),
        # What databases leave in their exports.
        (r"Health &amp; Place, {\&}amp; &lt;i&gt; &#8217; &#x2019;", "Health & Place, & <i> ’ ’"),
        ("R&D; AT&T; &unknown; &amp", "R&D; AT&T; &unknown; &amp"),
    ],
)
def test_as_text(written: str, printed: str) -> None:
    assert latex.to_text(written) == printed


@pytest.mark.parametrize(
    ("written", "rich"),
    [
        (r"\textit{E. coli} \emph{b} \textsl{c} \mkbibemph{d}", "<i>E. coli</i> <i>b</i> <i>c</i> <i>d</i>"),
        (r"{\it a} b {\em c {\bf d}} {\itshape e}", "<i>a</i> b <i>c <b>d</b></i> <i>e</i>"),
        (r"\it a {b} c", "<i>a b c</i>"),
        (r"\textbf{a \textit{b}}", "<b>a <i>b</i></b>"),
        (r"2\textsuperscript{nd} H\textsubscript{2}O", "2<sup>nd</sup> H<sub>2</sub>O"),
        ("H$_2$O $x_{ij}^{2}$ $a^b_c$", "H<sub>2</sub>O x<sub>ij</sub><sup>2</sup> a<sup>b</sup><sub>c</sub>"),
        (r"\textit a", "<i>a</i>"),
        (r"\textit{a", "<i>a</i>"),
        (r"\textit{}", "<i></i>"),
        ("<b>x</b> a<1", f"{LESS}b{GREATER}x{LESS}/b{GREATER} a{LESS}1"),
        (r"$a<b$ \'<x \textless", f"a{LESS}b {LESS}\u0301x {LESS}"),
        (f"{LESS}i{GREATER}", "i"),  # what stands for a bracket cannot be smuggled in
    ],
)
def test_as_rich_text(written: str, rich: str) -> None:
    assert latex.to_csl(written) == rich


@pytest.mark.parametrize(
    ("written", "rich"),
    [
        ("The {HIV} Epidemic", 'The <span class="nocase">HIV</span> Epidemic'),
        ("{{A {B} c}}", '<span class="nocase">A B c</span>'),
        (r"{\'E}cole {\textit{E. coli}} {\L}", "École <i>E. coli</i> Ł"),
        (r"\textit{{E}. coli} \foo{Bar}", "<i>E. coli</i> Bar"),
        (r"{$\alpha$} $\mathrm{DNA}$", '<span class="nocase">α</span> DNA'),
        ("{} {-} {:}", "- :"),
    ],
)
def test_braces_keep_capitals(written: str, rich: str) -> None:
    assert latex.to_csl(written, protect=True) == rich


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org/a_b--c~d?e=1&f=%20#g", "https://example.org/a_b--c~d?e=1&f=%20#g"),
        (r"https://example.org/a\_b?c\&d\%20\#e\~f", "https://example.org/a_b?c&d%20#e~f"),
        (r"\url{https://example.org/a{\_}b}", "https://example.org/a_b"),
        ("https://example.org/\u200ba\u202eb c", "https://example.org/ab c"),
        ("https://example.org/?a=1&amp;b=2&c", "https://example.org/?a=1&b=2&c"),
        (r"https://example.org/{\textasciitilde}a/\textasciitilde{}b/\~{}c/$\sim$d", "https://example.org/~a/~b/~c/~d"),
        (r"10.1000/a\textunderscore b{\textunderscore}c", "10.1000/a_b_c"),
        (r"{https://example.org/\{x\}}", "https://example.org/x"),
        ("", ""),
    ],
)
def test_as_address(written: str, address: str) -> None:
    assert latex.to_address(written) == address


def test_pandoc_prints_the_same_for_every_symbol_that_it_knows() -> None:
    # Pandoc has other spaces, other forms of these signs, and the letters of old styles of Greek.
    other = {
        *("quad", "qquad", "newline", "par", "cdot", "cdots", "dotsb", "dotsm", "circ", "ast", "epsilon", "phi"),
        *("textmu", "amalg", "hslash", "implies", "leadsto", "lVert", "rVert", "mid", "perp", "quotesinglbase"),
        *("setminus", "square", "textbigcircle", "upphi", "upvarepsilon", "varkappa", "varnothing", "varrho"),
        "varsigma",
    }
    words = sorted(set(SYMBOLS) - other)
    ran = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from=latex", "--to=plain", "--wrap=none"],
        input="\n\n".join(f"[\\{word}{{}}] $[\\{word}]$" for word in words),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for word, printed in zip(words, ran.stdout.strip().split("\n\n"), strict=True):
        known = {"".join(sign.split()) for sign in re.findall(r"\[(.*?)\]", printed) if word not in sign} - {""}
        assert not known or latex.to_text(f"\\{word}{{}}") in {
            *known,
            *(unicodedata.normalize("NFKC", sign) for sign in known),
        }, word
        assert latex.to_text(f"x\\{word}{{}}x") != "xx", word


@pytest.mark.parametrize(
    ("written", "unknown"),
    [
        ("plain", []),
        (r"\'e \textit{a} {\it b} \% \enquote{c} $\alpha_1$", []),
        (r"a \foo b", [("foo", 2, False)]),
        (r"\foo{bar} \foo{}", [("foo", 0, True), ("foo", 10, False)]),
        (r"a\footnote{b}", [("footnote", 1, False)]),
        (r"US$5 \foo", [("foo", 5, False)]),
    ],
)
def test_what_is_not_known(written: str, unknown: list[tuple[str, int, bool]]) -> None:
    assert list(latex.unknown(written)) == unknown


def test_deep_braces() -> None:
    assert latex.to_text("{" * 10_000 + "a" + "}" * 10_000) == "a"
    assert latex.to_text("{" * 39 + r"\'{e}" + "}" * 39 + "b") == "éb"
    assert latex.to_text("{" * 100 + "a" + "}" * 100 + "b {c} d") == "ab c d"
    assert work(latex.to_csl, r"\textit{" * 10_000, 20) < 20


def test_plain_and_escape_are_inverse() -> None:
    assert latex.escape("a < b > c & d") == f"a {LESS} b {GREATER} c & d"
    assert latex.plain(latex.escape("a < b > <i>c</i>")) == "a < b > <i>c</i>"
    assert latex.plain('<i>a</i> <span class="nocase">b</span>') == "a b"


@given(made_of(*SIGNS) | st.text(), st.booleans())
def test_any_text_is_one_line_with_balanced_tags_of_ours(text: str, protect: bool) -> None:
    rich = latex.to_csl(text, protect=protect)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", rich)
    assert rich == unicodedata.normalize("NFC", rich) == rich.strip()
    opened: list[str] = []
    for closing, tag in re.findall(r"<(/?)([^<>]*)>", rich):
        name = tag.removesuffix(' class="nocase"')
        assert name in {"i", "b", "sup", "sub", "span"}
        if not closing:
            opened.append(name)
        else:
            assert opened.pop() == name
    assert not opened
    assert "<" not in re.sub(r"</?(?:i|b|sup|sub|span)(?: class=\"nocase\")?>", "", rich)
    latex.to_address(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\\{}$~`'&-" + LESS + GREATER)))
def test_text_without_latex_is_left_alone(text: str) -> None:
    normal = unicodedata.normalize("NFC", text)
    assert latex.to_text(text) == latex.plain(latex.escape(normal)) == normal


def test_no_text_takes_more_than_linear_time() -> None:
    assert quadratic(lambda text: latex.to_csl(text, protect=True)) == []
    assert quadratic(latex.to_address) == []
    assert quadratic(latex.plain) == []
