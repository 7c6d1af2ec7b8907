"""Figures, tables and lists of LaTeX, as what a student may write instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.parse.latex.blocks import in_markdown
from studenthub.parse.markdown import words
from texts import times

FIGURE = r"""\begin{figure}[htbp]
  \centering % in the middle
  \includegraphics[width=0.8\textwidth]{assets/flow.png}
  \caption{The flow of \textbf{all} patients, see @one2001 --- and $a_1$.}
  \label{fig:flow}
\end{figure}"""
TABLE = r"""\begin{table}[t]
\setlength{\tabcolsep}{4pt}
\caption{Doses of tea}\label{tab:tea}
\resizebox{\textwidth}{!}{%
\begin{tabular}{@{}l|c*{2}{r}p{.2\textwidth}@{}}
\toprule
\textbf{Kind} & Cups & \multicolumn{2}{c}{Minutes} & Why* \\ \cmidrule(lr){3-4}
Green\_tea & 2 & 3 & 4 & a \& b, 5\,\% \\[2pt]
\multirow{2}{*}{Black} & $x|y$ & \texttt{a\_b} & | & \\
\bottomrule
\end{tabular}}
\end{table}"""


def test_a_figure_becomes_a_picture_with_its_caption() -> None:
    caption = r"The flow of **all** patients, see @one2001 — and $a_1$. \label{fig:flow}"
    assert in_markdown(FIGURE) == f"![{caption}](assets/flow.png){{width=80%}}"


def test_a_table_gets_bars_and_its_caption_below() -> None:
    assert in_markdown(TABLE) == "\n".join(
        [
            r"| **Kind** | Cups | Minutes |  | Why\* |",
            "| --- | :-: | --: | --: | --- |",
            r"| Green\_tea | 2 | 3 | 4 | a & b, 5% |",
            r"| Black | $x|y$ | `a_b` | \| |  |",
            "",
            r": Doses of tea \label{tab:tea}",
        ]
    )


@pytest.mark.parametrize(
    ("block", "instead"),
    [
        (
            "\\begin{itemize}\n\\item One,\n  still one\n\\item[Two] \\emph{2}\n\\end{itemize}",
            "- One, still one\n- **Two** *2*",
        ),
        ("\\begin{enumerate}\\item A\\item B\\end{enumerate}", "1. A\n1. B"),
        (r"\begin{center}\includegraphics{my plot.pdf}\end{center}", "![my plot](<my plot.pdf>)"),
        (r"\begin{wrapfigure}{r}{.4\textwidth}\includegraphics{a.png}\caption{A}\end{wrapfigure}", "![A](a.png)"),
        (
            r"\begin{figure*}\subfloat[One]{\includegraphics{a.png}}\hfill\subfloat[Two]{\includegraphics{b.png}}\end{figure*}",
            "![One](a.png)\n\n![Two](b.png)",
        ),
        (
            r"\begin{longtable}{lr}\caption{Teas}\\ \hline A & B\\ \endhead 1 & 2\\ \end{longtable}",
            "| A | B |\n| --- | --: |\n| 1 | 2 |\n\n: Teas",
        ),
        (
            r"\begin{longtable}{lr}\caption{Teas}\label{tab:teas}\\ A & B\\ 1 & 2\\ \end{longtable}",
            "| A | B |\n| --- | --: |\n| 1 | 2 |\n\n: Teas \\label{tab:teas}",
        ),
        (r"\begin{tabular}{ll}\makecell{a\\b} & {c}\\ \end{tabular}", "| a b | c |\n| --- | --- |"),
        (r"\begin{minipage}{5cm}\includegraphics{a.png}\captionof{figure}{One}\end{minipage}", "![One](a.png)"),
        (r"\begin{figure}\subfloat{\includegraphics{one-cup.png}}\end{figure}", "![one cup](one-cup.png)"),
    ],
)
def test_other_blocks(block: str, instead: str) -> None:
    assert in_markdown(block) == instead


@pytest.mark.parametrize(
    "block",
    [
        r"\begin{figure}\includegraphics{a.png}Words.\end{figure}",
        r"\begin{figure}\begin{tikzpicture}\draw (0,0);\end{tikzpicture}\end{figure}",
        r"\begin{figure}\includegraphics{a.png}\includegraphics{b.png}\caption{Both}\end{figure}",
        r"\begin{figure}\includegraphics{no-ending}\end{figure}",
        r"\begin{tabular}{l}a & b\\ \end{tabular}",
        r"\begin{tabular}{ll}\mycommand{a} & b\\ \end{tabular}",
        r"\begin{table}\caption{Only words}\end{table}",
        r"\begin{figure}\caption{Not {closed\end{figure}",
        r"\begin{tikzpicture}\end{tikzpicture}",
        r"\begin{figure}\includegraphics{a.png}\%\end{figure}",
        r"\begin{figure}\includegraphics{a.png}\caption{One}\caption{Two}\end{figure}",
        r"\begin{itemize}Words before the first item. \item One\end{itemize}",
        "\\begin{figure}\\includegraphics{a.png}\\end{figure}\\",
        r"\begin{figure}" + "{" * 9 + r"\includegraphics{a.png}" + "}" * 9 + r"\end{figure}",
        r"\begin{itemize}\item " + "word " * 10_001 + r"\end{itemize}",
        r"\begin{figure}" * 100,
    ],
)
def test_what_nobody_can_say(block: str) -> None:
    assert in_markdown(block) is None


@pytest.mark.parametrize("block", [FIGURE, TABLE])
def test_no_word_is_lost(block: str) -> None:
    instead = in_markdown(block)
    assert instead
    assert words.keeps(block, instead, lambda key: ())
    assert not words.keeps(block, instead.replace("Black", "").replace("patients", ""), lambda key: ())


@times(2)
@given(
    st.lists(
        st.sampled_from(
            ["\\begin{table}", "\\end{table}", "{", "}", "\\caption", "&", "\\\\", "$", "\\item", "a", "[", "]", "%"]
        )
    )
)
def test_nothing_breaks_it(parts: list[str]) -> None:
    text = "".join(parts)
    in_markdown(f"\\begin{{tabular}}{{ll}}{text}\\end{{tabular}}")
    in_markdown(f"\\begin{{figure}}{text}\\end{{figure}}")
    words.words(text)
