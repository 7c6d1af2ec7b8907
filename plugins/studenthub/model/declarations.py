"""What an article may declare, and mkdocs.yml may ask for: the name of each field, and what readers see."""

from __future__ import annotations

from collections.abc import Mapping

DECLARATIONS: Mapping[str, str] = {
    "ai_use": "Use of AI tools",
    "conflicts": "Conflicts of interest",
    "funding": "Funding",
    "ethics": "Ethics approval",
    "patient_information": "Patient information",
}
