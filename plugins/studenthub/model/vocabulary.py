"""The words that the front matter of an article may use, each with what readers see."""

from __future__ import annotations

from collections.abc import Mapping

#: What an article may declare, and mkdocs.yml may ask for.
DECLARATIONS: Mapping[str, str] = {
    "ai_use": "Use of AI tools",
    "conflicts": "Conflicts of interest",
    "funding": "Funding",
    "ethics": "Ethics approval",
    "patient_information": "Patient information",
}
#: What hubs write about: it decides who must not be recognised, what the guide shows, and what articles may declare.
HEALTH = "health"
SUBJECTS = (HEALTH, "law", "general")
#: Who must not be recognised, and what somebody studies, by the subject.
PERSONS = {HEALTH: "patient", "law": "client", "general": "person"}
PROGRAMMES = {HEALTH: "MBChB", "law": "LLB", "general": "BA"}
#: What only a hub of this subject has.
OF_HEALTH = frozenset({"patient_information", "case-report"})
#: The words that an article may use for a change, in the terms of journals.
CHANGES = ("correction", "update", "clarification", "expression-of-concern", "retraction")
#: Those that a reader must know of before reading, and who has read it afterwards: the gravest first.
GRAVE = ("retraction", "expression-of-concern", "correction")
#: The kinds of article, with what readers call them. One that says nothing is an ARTICLE.
ARTICLE = "article"
TYPES: Mapping[str, str] = {
    ARTICLE: "Article",
    "opinion": "Opinion",
    "review": "Review",
    "case-report": "Case report",
    "reflection": "Reflection",
    "research": "Research",
    "interview": "Interview",
    "letter": "Letter",
    "editorial": "Editorial",
    "guide": "Guide",
}
