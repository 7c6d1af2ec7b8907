"""Puts the formulas of a page into it as MathML, without a script or a font.

They are taken out of the text before anything else is read in it, so that no sign of a formula is taken for emphasis,
the border of a cell or a quotation, and put in after the filters, like citations: what strangers write may hold no
<math>, and what Pandoc makes of a formula is taken apart here and put together again from a list of elements and
attributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup

from studenthub.markup.placeholders import Placeholders
from studenthub.parse.markdown import cross_references, formulas, running_text
from studenthub.parse.markdown.cross_references import Numbered
from studenthub.runtime.templating import macro
from studenthub.source.problems import shortened
from studenthub.styles.formulas import Formula, MathML
from studenthub.styles.tex import WIDEST

#: After fenced code (25) and comments (19.4), and before blocks are read.
_TEXT_PRIORITY = 19.3
#: After inline patterns (20), so that all formulas are known.
_TREE_PRIORITY = 14
#: After attribute lists (8), and before the filter for HTML (5.5).
_ATTRIBUTES_PRIORITY = 6
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
#: MathML Core (https://www.w3.org/TR/mathml-core/), and <menclose>, which Firefox knows and others show without lines.
ELEMENTS: Set[str] = frozenset(
    """
    math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace msqrt mstyle
    msub msubsup msup mtable mtd mtext mtr munder munderover
    """.split()  # noqa: SIM905 - one word a line says no more
)
ATTRIBUTES: Set[str] = frozenset(
    """
    accent accentunder columnalign depth display displaystyle fence form height linethickness lspace mathvariant
    maxsize minsize movablelimits notation rspace scriptlevel separator stretchy voffset width
    """.split()  # noqa: SIM905 - the same
)
_LENGTH = re.compile(r"-?(\d+(?:\.\d+)?)(?:em|ex|pt|px|cm|mm|in)?")
#: What pymdownx.arithmatex names its own, which would take for a formula what is none.
_OTHER_INLINE, _OTHER_BLOCK = "arithmatex-inline", "arithmatex-block-"


@dataclass(frozen=True, slots=True)
class _Written:
    """A formula as it is written, with its delimiters, and what it says."""

    source: str
    formula: Formula


def build(
    md: Markdown,
    convert: Callable[[Sequence[Formula]], Sequence[MathML]],
    places: Placeholders,
    complain: Callable[[str], None],
) -> Callable[[], Sequence[Numbered]]:
    """Put it into ``md``. ``places`` keep HTML for later. Gives back how to ask for the formulas that have a number.

    ``complain`` is told of a formula that cannot be read; the page shows it as it was written.
    """
    found: dict[int, _Written] = {}
    taken = _TakeOut(md, places, found)
    md.preprocessors.register(taken, "formulas_out", _TEXT_PRIORITY)
    md.treeprocessors.register(_Formulas(md, convert, places, complain, found), "formulas", _TREE_PRIORITY)
    md.treeprocessors.register(_Attributes(md, places, found), "formulas_in_attributes", _ATTRIBUTES_PRIORITY)
    return lambda: taken.numbered


class _TakeOut(Preprocessor):
    """Puts places in the place of formulas."""

    def __init__(self, md: Markdown, places: Placeholders, found: dict[int, _Written]) -> None:
        super().__init__(md)
        self._places = places
        self._found = found
        self.numbered: Sequence[Numbered] = ()

    def run(self, lines: list[str]) -> list[str]:
        self.md.inlinePatterns.deregister(_OTHER_INLINE, strict=False)
        for kind in ("dollar", "square", "begin"):
            self.md.parser.blockprocessors.deregister(f"{_OTHER_BLOCK}{kind}", strict=False)
        self._found.clear()
        text = "\n".join(lines)
        pieces, at = [], 0
        spans = list(formulas.find(running_text.blank_blocks(text)))
        self.numbered = cross_references.equations(text, spans)
        for span in spans:
            place = self._places.new()
            (number,) = self._places.numbers(place)
            tex = cross_references.with_numbers(span.tex, self.numbered) if self.numbered else span.tex
            self._found[number] = _Written(text[span.start : span.end], Formula(tex.strip(), span.is_display))
            pieces += [text[at : span.start], place]
            at = span.end
        return "".join([*pieces, text[at:]]).split("\n")


class _Formulas(Treeprocessor):
    """Fills the places of formulas, and leaves those in code as they were written."""

    def __init__(
        self,
        md: Markdown,
        convert: Callable[[Sequence[Formula]], Sequence[MathML]],
        places: Placeholders,
        complain: Callable[[str], None],
        found: Mapping[int, _Written],
    ) -> None:
        super().__init__(md)
        self._convert = convert
        self._places = places
        self._complain = complain
        self._found = found

    def run(self, root: Element) -> None:
        if not self._found:
            return
        for element in root.iter("code"):
            if element.text and "\x02" in element.text:
                element.text = AtomicString(self._places.filled(element.text, self._source))
        numbers = [number for text in root.itertext() for number in self._places.numbers(text) if number in self._found]
        alone = set(self._stand_alone(root))
        asked = [self._found[number].formula for number in numbers]
        for number, formula, made in zip(numbers, asked, self._convert(asked), strict=True):
            self._places.html[number] = self._html(number, formula, made, is_alone=number in alone)

    def _stand_alone(self, root: Element) -> Iterator[int]:
        """The formulas that are a paragraph of their own, which becomes a block."""
        for paragraph in root.iter("p"):
            text = paragraph.text or ""
            numbers = self._places.numbers(text)
            is_alone = len(numbers) == 1 and len(paragraph) == 0 and not self._places.filled(text, lambda _: "").strip()
            if is_alone and numbers[0] in self._found and self._found[numbers[0]].formula.is_display:
                paragraph.tag = "div"
                paragraph.set("class", "arithmatex")
                yield numbers[0]

    def _html(self, number: int, formula: Formula, made: MathML, *, is_alone: bool) -> str:
        try:
            math = Markup(allowed_math(made.html, formula.tex))  # noqa: S704 - made of elements and attributes of a list
        except ElementTree.ParseError:
            wrong = made.wrong or "there is a character in it that cannot be shown"
            self._complain(f"the formula “{shortened(formula.tex)}” cannot be read: {wrong}")
            return macro("formulas.html", "unread")(self._found[number].source)
        return math if is_alone else macro("formulas.html", "within")(math)

    def _source(self, number: int) -> str:
        return self._found[number].source if number in self._found else ""


class _Attributes(Treeprocessor):
    """Puts formulas back as they were written where they are in an attribute, as in the words of a picture."""

    def __init__(self, md: Markdown, places: Placeholders, found: Mapping[int, _Written]) -> None:
        super().__init__(md)
        self._places = places
        self._found = found

    def run(self, root: Element) -> None:
        if not self._found:
            return
        for element in root.iter():
            for name, value in element.items():
                if value and "\x02" in value:
                    element.set(name, self._places.filled(value, self._source))

    def _source(self, number: int) -> str:
        return self._found[number].source if number in self._found else ""


def allowed_math(html: str, tex: str) -> str:
    """<math> with its TeX in alttext. In an <annotation> a reader of feeds or a search engine would show it as well."""
    math = ElementTree.fromstring(html)  # noqa: S314 - what Pandoc wrote: it has no document type, and no entities
    annotated = math.find(f"{_NAMESPACE}semantics")
    if annotated is not None:
        math[:] = annotated[:1]
    for element in math.iter():
        name = element.tag.removeprefix(_NAMESPACE)
        element.tag = name if name in ELEMENTS else "mrow"
        # Browsers align columns by style alone. The hub's style sheet does it, and the filters allow no style.
        for attribute, value in list(element.items()):
            if attribute not in ATTRIBUTES or _is_too_wide(value):
                del element.attrib[attribute]
    math.set("alttext", tex)
    return ElementTree.tostring(math, encoding="unicode", short_empty_elements=False)


def _is_too_wide(length: str) -> bool:
    """Whether an attribute is a length that no page has room for; such a formula is refused before it gets here."""
    found = _LENGTH.fullmatch(length)
    return found is not None and float(found[1]) > WIDEST
