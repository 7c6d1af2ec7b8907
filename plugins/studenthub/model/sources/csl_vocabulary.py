"""The types and variables of CSL for those of BibTeX (https://docs.citationstyles.org/en/stable/specification.html)."""

from __future__ import annotations

#: BibTeX and biblatex entry types in the types of CSL 1.0.2.
TYPE_OF = {
    "article": "article-journal", "book": "book", "mvbook": "book", "collection": "book", "booklet": "pamphlet",
    "inbook": "chapter", "incollection": "chapter", "suppbook": "chapter", "inproceedings": "paper-conference",
    "conference": "paper-conference", "proceedings": "book", "manual": "report", "techreport": "report",
    "report": "report", "mastersthesis": "thesis", "phdthesis": "thesis", "thesis": "thesis",
    "unpublished": "manuscript", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "newspaper": "article-newspaper", "magazine": "article-magazine", "dataset": "dataset", "software": "software",
    "video": "motion_picture", "legislation": "legislation", "jurisdiction": "legal_case", "patent": "patent",
    "mvcollection": "book", "mvproceedings": "book", "mvreference": "book", "commentary": "book", "reference": "book",
    "bookinbook": "chapter", "suppcollection": "chapter", "suppperiodical": "article-journal",
    "letter": "personal_communication",
    "periodical": "periodical", "standard": "standard", "artwork": "graphic", "image": "graphic", "audio": "song",
    "music": "song", "movie": "motion_picture", "performance": "performance", "legal": "legislation",
    "inreference": "entry-encyclopedia", "review": "review",
}  # fmt: skip
PREPRINT = "article"
#: All types of CSL that an entry may have.
TYPES = frozenset({*TYPE_OF.values(), PREPRINT, "article-newspaper", "article-magazine", "webpage", "document"})
#: The variables of people, by the fields of an entry.
PERSON_VARIABLES = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
}  # fmt: skip
#: All variables of CSL that an entry may have for people.
PEOPLE = frozenset(PERSON_VARIABLES.values())
