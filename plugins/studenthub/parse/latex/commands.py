"""Commands of LaTeX with arguments, and what each prints; commands that print nothing."""

from __future__ import annotations

from collections.abc import Mapping

from studenthub.parse.latex.symbols import SYMBOLS, words

#: Accents and the combining characters that follow the letter in Unicode; the words are those of maths.
ACCENTS: Mapping[str, str] = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "h": "\u0309", "r": "\u030a", "H": "\u030b", "v": "\u030c", "G": "\u030f", "f": "\u0311",
    "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "U": "\u030e", "B": "\u0335",
    "grave": "\u0300", "acute": "\u0301", "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303",
    "widetilde": "\u0303", "bar": "\u0304", "overline": "\u0305", "breve": "\u0306", "dot": "\u0307",
    "ddot": "\u0308", "dddot": "\u20db", "check": "\u030c", "mathring": "\u030a", "vec": "\u20d7",
    "underbar": "\u0331", "textsubdot": "\u0323", "textsubring": "\u0325", "textcommabelow": "\u0326",
    "textogonekcentered": "\u0328", "capitalacute": "\u0301", "capitaldieresis": "\u0308",
}  # fmt: skip
#: What an accent without a letter prints, such as the tilde of \~{} in an address.
BARE_ACCENTS = {"`": "`", "'": "´", "^": "^", "~": "~", '"': "¨", "=": "¯"}
#: Commands of one sign. Most others print their sign.
SIGNS = {
    " ": " ", "~": "\u00a0", ",": " ", ";": " ", ":": " ", ">": " ", "!": "", "/": "", "-": "", "@": "", "*": "",
    "\\": " ", "\n": " ", "\t": " ", "|": "‖",
}  # fmt: skip
#: Commands that are a tag of CSL-JSON around their argument, or around the rest of their group.
TAGS: Mapping[str, str] = {
    "textit": "i", "emph": "i", "textsl": "i", "mkbibemph": "i", "mkbibitalic": "i", "mathit": "i", "it": "i",
    "em": "i", "itshape": "i", "sl": "i", "slshape": "i", "textbf": "b", "mathbf": "b", "boldsymbol": "b", "bm": "b",
    "mkbibbold": "b", "bf": "b", "bfseries": "b", "textsuperscript": "sup", "mkbibsuperscript": "sup", "tsup": "sup",
    "up": "sup", "ap": "sup", "textsubscript": "sub", "mkbibsubscript": "sub", "tsub": "sub",
}  # fmt: skip
#: Commands whose last argument is printed, with the number of their arguments.
PRINTED: Mapping[str, int] = {
    **dict.fromkeys(
        words("""
            text textrm textsf texttt textmd textlf textup textnormal textulc textsc textin ensuremath mbox hbox vbox
            fbox boxed framebox makebox centerline underline uline uuline ul hl sout st textst mathrm mathsf mathtt
            mathnormal mathcal mathscr mathfrak mathbb mathbin mathrel mathop mathord mathopen mathclose mathinner
            operatorname mathsfbf smash mkbibacro mkbibnamefamily mkbibnamegiven autocap bibstring mkpureparens
            natexlab bibnamefont bibfnamefont citenamefont textlatin textgreek textcyrillic emphasis nolbreaks surname
            llap rlap clap acro mkbibquotefree textls overbrace underbrace NoCaseChange BibTitle
            capitalize capitalisewords
        """),
        1,
    ),
    **dict.fromkeys(
        words("""
            textcolor foreignlanguage textlang colorbox raisebox parbox rotatebox scalebox bibinfo bibfield hyperref
            hyperlink hypertarget texttooltip pdftooltip
        """),
        2,
    ),
    **dict.fromkeys(["resizebox", "fcolorbox"], 3),
}
#: Commands whose arguments are not printed: \noopsort{1973b} only sorts an entry.
UNSEEN: Mapping[str, int] = {
    **dict.fromkeys(
        words("""
            noopsort SortNoop sortnoop noop singleletter label vspace phantom hphantom vphantom color selectlanguage
            pagecolor hyphenation nocite index glossary bibliographystyle linespread mkbibindexname fontfamily
            fontseries fontshape fontencoding addvspace
        """),
        1,
    ),
    **dict.fromkeys(["fontsize", "rule", "setlength"], 2),
    "discretionary": 3,
}
#: Switches, and what means something to TeX alone.
SILENT = words("""
    relax protect string null noindent indent rm sf tt sc upshape normalfont mdseries rmfamily sffamily ttfamily
    scshape tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge left right middle big Big bigg
    Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle textstyle scriptstyle scriptscriptstyle limits
    nolimits sloppy fussy frenchspacing nonfrenchspacing selectfont unspace nopunct isdot nopp allowbreak nolinebreak
    nobreak break leavevmode ignorespaces unskip strut mathstrut displaylimits textcompwordmark hskip vskip mskip kern
    mkern boldmath unboldmath centering raggedright expandafter noexpand nonumber notag bgroup egroup begingroup
    endgroup hss vss cal fi
""")
#: Commands that may have a dimension behind them, such as \kern-.1em.
DIMENSIONED = words("kern mkern hskip vskip mskip")
#: Commands whose argument is an address and no LaTeX.
VERBATIM = words("url path nolinkurl doi texturl")
#: What belongs into no field of an entry: a note, a reference, a picture. It is not printed, and always reported.
OUT_OF_PLACE = words("""
    cite citep citet citealp citealt citeauthor citeyear textcite parencite autocite footcite footnote footnotemark
    footnotetext thanks marginpar ref eqref pageref autoref cref nameref includegraphics input include newcommand
    renewcommand def let
""")
#: Quotation marks of csquotes and biblatex.
QUOTED = words("enquote mkbibquote textquote blockquote textcquote")
#: The same, of another language, which is their first argument.
QUOTED_IN = words("foreignquote hyphenquote")
#: The pairs of brackets that biblatex sets around an argument.
BRACKETED: Mapping[str, tuple[str, str]] = {"mkbibparens": ("(", ")"), "mkbibbrackets": ("[", "]")}
FRACTIONS = words("frac dfrac tfrac cfrac nicefrac sfrac textfrac flatfrac xfrac")
#: Commands that change the case of their argument.
UPPER = words("uppercase MakeUppercase MakeTextUppercase")
LOWER = words("lowercase MakeLowercase MakeTextLowercase")
#: All commands that are known, for a guess at what was meant by another one.
KNOWN = frozenset(
    name
    for names in (SYMBOLS, ACCENTS, TAGS, PRINTED, UNSEEN, SILENT, VERBATIM, QUOTED, BRACKETED, FRACTIONS, UPPER, LOWER)
    for name in names
    if len(name) > 2
)
