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
#: The names of parts that most articles have, and that are the title of none.
SECTIONS = _phrases("""
    abstract | acknowledgements | acknowledgments | author information | authors | background | conclusion | contents
    | corresponding author | declaration | declarations | discussion | introduction | keywords | key words
    | list of abbreviations | list of figures | list of tables | methods | plagiarism declaration | results
    | running head | running title | short title | summary | table of contents | title page | agtergrond | bespreking
    | bedankings | gevolgtrekking | inhoud | inhoudsopgawe | inleiding | metode | opsomming | resultate
    | sleutelwoorde | titelblad | verklaring | isingeniso | isifinyezo | résumé | sommaire | table des matières
""")
_REFERENCES, _SECTIONS = (frozenset(map(fold, names)) for names in (REFERENCES, SECTIONS))
#: Any name of a list of references, with its accents or without.
_NAMES = "|".join(sorted(REFERENCES | _REFERENCES))
#: A paragraph or a heading that is nothing but such a name, as it comes from Word.
NAME_OF_LIST = re.compile(
    rf"(?:\d{{1,2}}\.?[ \t]+)?(?:\*\*|__)?(?P<name>{_NAMES})(?:\*\*|__)?:?(?:\*\*|__)?", re.IGNORECASE
)
#: A line that is nothing but the name of a list, or BibTeX, with the signs of a heading or without.
LINE_ABOVE_ENTRIES = re.compile(
    rf"(?:#{{1,6}}[ \t]*)?(?:\*\*|__)?(?:{_NAMES}|bibtex):?(?:\*\*|__)?:?[ \t]*#*", re.IGNORECASE
)


def is_of_list(words: str) -> bool:
    """Whether a heading, in words without Markdown, is the name of a list of references: 7. References:"""
    return fold(re.sub(r"^[\d.\s]+|[\s:.]+$", "", words)) in _REFERENCES


def is_of_section(words: str) -> bool:
    """Whether a heading, in words without Markdown, is the name of a part that most articles have."""
    return fold(words.strip(" :.")) in _SECTIONS
