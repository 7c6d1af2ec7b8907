"""The formulas that pymdownx.arithmatex finds, as MathML: no script, no font, and no byte on other pages.

They are put in after the walls, like citations: what strangers write may hold no <math>, and what Pandoc makes of a
formula is taken apart here and put together again from a list of elements and attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from html import unescape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from studenthub.source.problems import shortened
from studenthub.styles import Formula, MathML

#: After inline patterns (20), so that all formulas are known.
_PRIORITY = 14
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
#: MathML Core (https://www.w3.org/TR/mathml-core/), and <menclose>, which Firefox knows and others show without lines.
_ELEMENTS: Set[str] = frozenset(
    """
    math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace msqrt mstyle
    msub msubsup msup mtable mtd mtext mtr munder munderover
    """.split()  # noqa: SIM905 - one word a line says no more
)
_ATTRIBUTES: Set[str] = frozenset(
    """
    accent accentunder columnalign depth display displaystyle fence form height linethickness lspace mathvariant
    maxsize minsize movablelimits notation rspace scriptlevel separator stretchy voffset width
    """.split()  # noqa: SIM905 - the same
)


def build(
    md: Markdown,
    convert: Callable[[Sequence[Formula]], Sequence[MathML]],
    place: Callable[[str], str],
    complain: Callable[[str], None],
) -> None:
    """Put it into ``md``. ``place`` keeps HTML for later, and gives what stands there meanwhile.

    ``complain`` is told of a formula that cannot be read; the page shows it as it was written.
    """
    md.treeprocessors.register(_Formulas(md, convert, place, complain), "formulas", _PRIORITY)


class _Formulas(Treeprocessor):
    def __init__(
        self,
        md: Markdown,
        convert: Callable[[Sequence[Formula]], Sequence[MathML]],
        place: Callable[[str], str],
        complain: Callable[[str], None],
    ) -> None:
        super().__init__(md)
        self._convert = convert
        self._place = place
        self._complain = complain

    def run(self, root: Element) -> None:
        found = [element for element in root.iter() if element.get("class") == "arithmatex" and element.text]
        if not found:
            return
        formulas = [Formula(_tex(element), element.tag == "div") for element in found]
        for element, formula, made in zip(found, formulas, self._convert(formulas), strict=True):
            try:
                element.text = self._place(_math(made.html, formula.tex))
            except ElementTree.ParseError:
                element.text = AtomicString(formula.tex)
                element.set("class", "arithmatex unread")
                wrong = made.wrong or "there is a character in it that cannot be shown"
                self._complain(f"the formula “{shortened(formula.tex)}” cannot be read: {wrong}")


def _tex(element: Element) -> str:
    r"""A formula without its \( \) or \[ \]."""
    tex = (element.text or "")[2:-2].strip()
    # The extension escapes those that have a line of their own, and Markdown will escape all text.
    return unescape(tex) if element.tag == "div" else tex


def _math(html: str, tex: str) -> str:
    """<math> with its TeX in alttext. In an <annotation> a reader of feeds or a search engine would show it as well."""
    math = ElementTree.fromstring(html)  # noqa: S314 - what Pandoc wrote: it has no document type, and no entities
    annotated = math.find(f"{_NAMESPACE}semantics")
    if annotated is not None:
        math[:] = annotated[:1]
    for element in math.iter():
        name = element.tag.removeprefix(_NAMESPACE)
        element.tag = name if name in _ELEMENTS else "mrow"
        # Browsers align columns by style alone. The hub's style sheet does it, and the walls allow no style.
        for attribute in element.attrib.keys() - _ATTRIBUTES:
            del element.attrib[attribute]
    math.set("alttext", tex)
    return ElementTree.tostring(math, encoding="unicode", short_empty_elements=False)
