"""Lists what authors call the parts that most articles have, in the languages of the hub's countries."""

from __future__ import annotations

import re

from studenthub.parse.folding import fold


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


#: The names of lists of references, as people type them above one.
REFERENCES = _phrases("""
    references | reference list | list of references | reference | refs | cited references | references cited
    | references and notes | reference list and bibliography | bibliography | selected bibliography | works cited
    | work cited | literature | literature cited | sources | sources cited | list of sources | source list | endnotes
    | table of authorities | verwysings | verwysingslys | lys van verwysings | bronne | bronnelys | literatuurlys
    | bibliografie | références | références bibliographiques | liste des références | sources et références
    | bibliographie | ouvrages cités | referências | referências bibliográficas | lista de referências | bibliografia
    | obras citadas | imithombo | izinkomba
""")
#: The names of the parts of a text that most articles have.
PARTS = _phrases("""
    abstract | acknowledgements | acknowledgments | aim | aims | background | conclusion | conclusions | discussion
    | discussion and conclusion | findings | introduction | limitations | literature review | materials and methods
    | methodology | methods | methods and materials | objectives | recommendations | results | results and discussion
    | summary
    | aanbevelings | agtergrond | bespreking | bevindinge | bedankings | gevolgtrekking | inleiding | literatuuroorsig
    | metode | metodes | opsomming | resultate | isingeniso | isifinyezo | isiphetho | isiphelo
    | contexte | méthode | méthodes | recommandations | remerciements | résultats | résumé
    | agradecimentos | conclusão | discussão | introdução | metodologia | métodos | recomendações | resultados | resumo
""")
#: The names of what is above the text of a paper, which are the title of none either.
ABOVE = _phrases("""
    author information | authors | contents | corresponding author | declaration | declarations | keywords | key words
    | list of abbreviations | list of figures | list of tables | plagiarism declaration | running head | running title
    | short title | table of contents | title page | inhoud | inhoudsopgawe | sleutelwoorde | titelblad | verklaring
    | sommaire | table des matières
""")
_FOLDED_REFERENCES, _FOLDED_PARTS, _FOLDED_ABOVE = (frozenset(map(fold, names)) for names in (REFERENCES, PARTS, ABOVE))
#: The number of a heading: 7. or 2.1 or IV.
_NUMBER = re.compile(r"(?:[\d.\s]+|[IVX]{1,4}\.\s+)(?=\S)")
#: Any name of a list of references, with its accents or without.
_NAMES = "|".join(sorted(REFERENCES | _FOLDED_REFERENCES))
_EMPHASIS = r"(?:\*{1,3}|_{1,3})?"
#: A paragraph or a heading that is nothing but such a name, as it comes from Word.
NAME_OF_LIST = re.compile(
    rf"(?:\d{{1,2}}\.?[ \t]+)?{_EMPHASIS}(?P<name>{_NAMES}){_EMPHASIS}:?{_EMPHASIS}",
    re.IGNORECASE,
)
#: A line that is nothing but the name of a list, or BibTeX, with the signs of a heading or without.
LINE_ABOVE_ENTRIES = re.compile(
    rf"(?:#{{1,6}}[ \t]*)?(?:\*\*|__)?(?:{_NAMES}|bibtex):?(?:\*\*|__)?:?[ \t]*#*", re.IGNORECASE
)


def is_of_list(words: str) -> bool:
    """Whether a heading, in words without Markdown, is the name of a list of references: 7. References:"""
    return fold(re.sub(r"^[\d.\s]+|[\s:.]+$", "", words)) in _FOLDED_REFERENCES


def is_of_part(words: str) -> bool:
    """Whether a heading, in words without Markdown, is the name of a part of a text: 2. Methods."""
    number = _NUMBER.match(words)
    return fold(words[number.end() if number else 0 :].strip(" :.")) in _FOLDED_PARTS


def is_of_section(words: str) -> bool:
    """Whether a heading, in words without Markdown, is the name of a part that is in most papers, and no title."""
    return is_of_part(words) or fold(words.strip(" :.")) in _FOLDED_ABOVE
