"""The vocabulary of a front matter (kinds, changes, declarations), each word with its label for readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studenthub.i18n import N_, Interface


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a word for readers: ``text`` in English, or the hub's own text in its language."""

    text: str
    is_own: bool = False

    def translated(self, interface: Interface) -> str:
        """In the language of the pages."""
        return self.text if self.is_own else interface.gettext(self.text)


#: What an article may declare, and mkdocs.yml may ask for.
DECLARATIONS: Mapping[str, str] = {
    "ai_use": N_("Use of AI tools"),
    "conflicts": N_("Conflicts of interest"),
    "funding": N_("Funding"),
    "ethics": N_("Ethics approval"),
    "patient_information": N_("Patient information"),
}
#: What hubs write about: it decides who must not be recognised, what the guide shows, and what articles may declare.
HEALTH = "health"
SUBJECTS = (HEALTH, "law", "general")
#: By the subject of a hub: the people who must not be recognised, and what students study.
PERSONS = {HEALTH: "patient", "law": "client", "general": "person"}
PROGRAMMES = {HEALTH: "MBChB", "law": "LLB", "general": "BA"}
#: What a hub may ask of an author beside the name, in the order in which it asks.
OF_AUTHORS = ("programme", "year_of_study", "position", "affiliation")
#: What only a hub of this subject has.
OF_HEALTH = frozenset({"patient_information", "case-report"})
#: The words that an article may use for a change, in the terms of journals.
CHANGES: Mapping[str, str] = {
    "correction": N_("Correction"),
    "update": N_("Update"),
    "clarification": N_("Clarification"),
    "expression-of-concern": N_("Expression of concern"),
    "retraction": N_("Retraction"),
}
#: Statuses that readers must know of, before they read or afterwards: the gravest first.
GRAVE = ("retraction", "expression-of-concern", "correction")
#: The kinds of article, with what readers call them. One that says nothing is an ARTICLE.
ARTICLE = "article"
TYPES: Mapping[str, str] = {
    ARTICLE: N_("Article"),
    "opinion": N_("Opinion"),
    "review": N_("Review"),
    "case-report": N_("Case report"),
    "reflection": N_("Reflection"),
    "research": N_("Research"),
    "interview": N_("Interview"),
    "letter": N_("Letter"),
    "editorial": N_("Editorial"),
    "guide": N_("Guide"),
}
