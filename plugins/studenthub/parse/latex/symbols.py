"""Commands of LaTeX without arguments, and the character that each prints.

The names are those of "The Comprehensive LaTeX Symbol List" (https://ctan.org/pkg/comprehensive): of LaTeX itself,
textcomp, amssymb, textgreek, upgreek, gensymb, eurosym and siunitx, as
far as a text about medicine or law may have them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studenthub.parse.latex.journals import JOURNALS

#: The private-use characters that stand for a bracket of the text in CSL-JSON, where < begins a tag.
LESS, GREATER = "\ue03c", "\ue03e"
ESCAPE = str.maketrans({"<": LESS, ">": GREATER, LESS: "", GREATER: ""})


def words(text: str) -> frozenset[str]:
    """The words of ``text``."""
    return frozenset(text.split())


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    words = text.split()
    return zip(words[::2], words[1::2], strict=True)


_GREEK = dict(
    _pairs("""
    alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο
    pi π rho ρ sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ
    Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ
    Psi Ψ Omega Ω
    """)
)
#: Greek in maths, in running text, and upright.
_LETTERS_OF_GREEK = {
    **_GREEK,
    **{f"text{name}": letter for name, letter in _GREEK.items()},
    **{f"{'up' if name.islower() else 'Up'}{name.lower()}": letter for name, letter in _GREEK.items()},
    **dict(_pairs("varepsilon ε vartheta ϑ varpi ϖ varrho ϱ varsigma ς varphi φ varkappa ϰ digamma ϝ textmicro µ")),
    **dict(
        _pairs("varGamma Γ varDelta Δ varTheta Θ varLambda Λ varXi Ξ varPi Π varSigma Σ varPhi Φ varPsi Ψ varOmega Ω")
    ),
    **dict(_pairs("straightphi ϕ textvarphi φ textvarepsilon ε upvarepsilon ε upvarphi φ textscripta α textmu µ")),
}
_LETTERS = dict(
    _pairs("""
    ss ß SS SS ae æ AE Æ oe œ OE Œ o ø O Ø aa å AA Å l ł L Ł i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ ij ij
    IJ IJ textschwa ə schwa ə textglotstop ʔ hbar ħ hslash ħ ell ℓ imath ı jmath ȷ eth ð wp ℘ aleph ℵ Re ℜ Im ℑ
    textturna ɐ textopeno ɔ textepsilonopen ɛ textesh ʃ textezh ʒ textlhookt ƫ texthvlig ƕ textnrleg ƞ
    """)
)
_PUNCTUATION = dict(
    _pairs(r"""
    dots … ldots … cdots … textellipsis … dotsc … dotsb … dotsm … dotso … vdots ⋮ ddots ⋱ textendash – textemdash —
    textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” textquotesingle ' textquotedbl " lq ‘
    rq ’ quotesinglbase ‚ quotedblbase „ glq ‚ grq ‘ flq ‹ frq › glqq „ grqq “ flqq « frqq » guilsinglleft ‹
    guilsinglright › guillemotleft « guillemotright » guillemetleft « guillemetright » og « fg » textexclamdown ¡
    textquestiondown ¿ textinterrobang ‽ textbackslash \ backslash \ textasciitilde ~ textasciicircum ^
    textasciigrave ` textasciiacute ´ textasciidieresis ¨ textasciimacron ¯ textunderscore _ textbar | textbardbl ‖
    textbraceleft { textbraceright } lbrace { rbrace } lbrack [ rbrack ] textbracketleft [ textbracketright ]
    langle ⟨ rangle ⟩ textlangle ⟨ textrangle ⟩ lvert | rvert | vert | mid | lVert ‖ rVert ‖ Vert ‖ parallel ∥
    lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ slash / textslash / textfractionsolidus ⁄ textasteriskcentered ∗
    textperiodcentered · textcentereddot · textbullet • bullet • textopenbullet ◦ textnumero № textdash - hyphen -
    hyp - textvisiblespace ␣ colon : semicolon ; comma , period . addcomma , addcolon : addsemicolon ; adddot .
    addperiod . textsection § S § textparagraph ¶ P ¶ textpilcrow ¶ dag † ddag ‡ dagger † ddagger ‡ textdagger †
    textdaggerdbl ‡ textreferencemark ※ textbrokenbar ¦ textordfeminine ª textordmasculine º textonesuperior ¹
    texttwosuperior ² textthreesuperior ³ textonehalf ½ textonequarter ¼ textthreequarters ¾ textperthousand ‰
    permil ‰ textpertenthousand ‱ textpercent % percent % textnumbersign # textampersand & textat @ textdollar $
    mathdollar $ textcent ¢ cent ¢ pounds £ textsterling £ textyen ¥ euro € texteuro € EUR € textcurrency ¤
    textflorin ƒ textnaira ₦ textwon ₩ textbaht ฿ textpeso ₱ textdong ₫ textlira ₤ textregistered ® circledR ®
    texttrademark ™ textcopyright © copyright © textservicemark ℠ textcircledP ℗ textestimated ℮ textrecipe ℞
    textleaf ☘ checkmark ✓ textcheckmark ✓ square □ blacksquare ◼ Box □
    """)
)
_SCIENCE = dict(
    _pairs("""
    textdegree ° degree ° celsius °C degreeCelsius °C textcelsius °C textohm Ω ohm Ω textmho ℧ perthousand ‰
    micron µm textbigcircle ◯ textleftarrow ← textrightarrow → textuparrow ↑ textdownarrow ↓ textminus − textlnot ¬
    textsurd √ male ♂ female ♀ Male ♂ Female ♀ mars ♂ venus ♀ textmale ♂ textfemale ♀ textmarried ⚭ textdied †
    textborn * flat ♭ sharp ♯ natural ♮ star ⋆ bigstar ★ heartsuit ♡ diamondsuit ♢ clubsuit ♣ spadesuit ♠ lozenge ◊
    angstrom Å infty ∞ partial ∂ nabla ∇ prime ′ backprime ‵ circ ° emptyset ∅ varnothing ∅ forall ∀ exists ∃
    nexists ∄ neg ¬ lnot ¬ therefore ∴ because ∵ angle ∠ top ⊤ bot ⊥ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮
    surd √ sqrt √ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ triangle △ bigtriangleup △ bigtriangledown ▽ Diamond ◇
    diamond ⋄ complement ∁ mho ℧ Finv Ⅎ mathellipsis … mathunderscore _ mathsterling £ mathsection § mathparagraph ¶
    """)
)
#: Relations and operations, which have a space on both sides where one is written behind them.
BETWEEN: Mapping[str, str] = dict(
    _pairs("""
    times × texttimes × div ÷ textdiv ÷ pm ± textpm ± mp ∓ cdot · ast ∗ setminus ∖ cap ∩ cup ∪ wedge ∧ vee ∨ land ∧
    lor ∨ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ wr ≀ amalg ⨿ leq ≤ le ≤ geq ≥ ge ≥ leqslant ≤ geqslant ≥ leqq ≦ geqq ≧
    lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ lneq ⪇ gneq ⪈ nleq ≰ ngeq ≱ nless ≮ ngtr ≯ neq ≠ ne ≠ ll ≪ gg ≫
    lll ⋘ ggg ⋙ approx ≈ approxeq ≊ sim ∼ simeq ≃ nsim ≁ cong ≅ ncong ≇ equiv ≡ propto ∝ varpropto ∝ asymp ≍ doteq ≐
    triangleq ≜ models ⊨ vdash ⊢ dashv ⊣ perp ⊥ in ∈ notin ∉ ni ∋ owns ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇
    subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ nsupseteq ⊉ prec ≺ succ ≻ preceq ≼ succeq ≽ to → gets ← rightarrow →
    leftarrow ← uparrow ↑ downarrow ↓ leftrightarrow ↔ updownarrow ↕ Rightarrow ⇒ Leftarrow ⇐ Uparrow ⇑ Downarrow ⇓
    Leftrightarrow ⇔ iff ⇔ implies ⇒ longrightarrow → longleftarrow ← longleftrightarrow ↔ Longrightarrow ⇒
    Longleftrightarrow ⇔ mapsto ↦ longmapsto ↦ hookrightarrow ↪ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
    rightleftharpoons ⇌ leftrightharpoons ⇋ rightleftarrows ⇄ rightharpoonup ⇀ rightsquigarrow ⇝ leadsto ⇝
    nrightarrow ↛ twoheadrightarrow ↠
    """)
)
#: Functions that are called by their name.
FUNCTIONS = words("""
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max
    min mod Pr sec sin sinh sup tan tanh
""")
#: Programs and formats of TeX.
_LOGOS = dict(
    _pairs("""
    TeX TeX LaTeX LaTeX LaTeXe LaTeX2e BibTeX BibTeX BibLaTeX BibLaTeX XeTeX XeTeX XeLaTeX XeLaTeX LuaTeX LuaTeX
    LuaLaTeX LuaLaTeX pdfTeX pdfTeX pdfLaTeX pdfLaTeX ConTeXt ConTeXt AmS AMS AmSTeX AMS-TeX AmSLaTeX AMS-LaTeX
    MF Metafont METAFONT Metafont MP MetaPost METAPOST MetaPost SGML SGML HTML HTML XML XML PS PostScript
    """)
)
#: Spaces of any width.
SPACES = words("""
    space quad qquad enspace enskip thinspace medspace thickspace negthinspace newline linebreak par newblock
    addspace hfil hfill hfilneg tab smallskip medskip bigskip addnbspace
""")
#: Units of siunitx and their prefixes.
UNITS: Mapping[str, str] = dict(
    _pairs("""
    yocto y zepto z atto a femto f pico p nano n micro µ milli m centi c deci d deca da deka da hecto h kilo k
    mega M giga G tera T peta P exa E zetta Z yotta Y ampere A candela cd kelvin K kilogram kg gram g metre m
    meter m mole mol second s becquerel Bq celsius °C degreeCelsius °C coulomb C farad F gray Gy hertz Hz henry H
    joule J katal kat lumen lm lux lx newton N ohm Ω pascal Pa radian rad siemens S sievert Sv steradian sr tesla T
    volt V watt W weber Wb day d hectare ha hour h litre L liter L minute min tonne t angstrom Å bar bar barn b
    bel B dalton Da decibel dB electronvolt eV mmHg mmHg atomicmassunit u arcminute ′ arcsecond ″ degree ° percent %
    permille ‰ squared ² cubed ³ molar M atmosphere atm calorie cal inch in
    """)
)
SYMBOLS: Mapping[str, str] = {
    **_LETTERS_OF_GREEK,
    **_LETTERS,
    **_PUNCTUATION,
    **_SCIENCE,
    **BETWEEN,
    **_LOGOS,
    **{name: name for name in FUNCTIONS},
    **dict.fromkeys(SPACES, " "),
    **JOURNALS,
    "nobreakspace": "\u00a0",
    **dict.fromkeys(["textless", "lt"], LESS),
    **dict.fromkeys(["textgreater", "gt"], GREATER),
    "limsup": "lim sup",
    "liminf": "lim inf",
}
