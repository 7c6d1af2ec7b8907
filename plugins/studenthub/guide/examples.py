"""The examples in the guide, by the subject of the hub. Names and findings are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studenthub.model.vocabulary import HEALTH


@dataclass(frozen=True, slots=True)
class Example:
    """An article that somebody could write. ``slug`` is the name of its file; ``tags`` are as typed."""

    slug: str
    title: str
    description: str
    tags: str
    series: str
    picture: str
    biography: str


EXAMPLES: Mapping[str, Example] = {
    HEALTH: Example(
        "sleep-on-call",
        "What a night on call does to your judgement",
        "After sixteen hours awake, students were slower and surer of themselves. What that means for the last "
        "admission of the night.",
        "sleep, on call",
        "A year on the wards",
        "An empty hospital corridor at night, lit by one lamp",
        "Studies medicine, and writes about sleep because of too little of it.",
    ),
    "law": Example(
        "bail-and-money",
        "What bail costs those who have no money",
        "Two courts set the same sum for very different people. What that means for those who wait for their trial.",
        "bail, equality",
        "A year at the law clinic",
        "An empty court room in the morning, with the doors open",
        "Studies law, and writes about bail after a year of watching it being set.",
    ),
    "general": Example(
        "reading-on-paper",
        "What we remember of what we read on paper",
        "Two groups read the same text, on paper and on a screen. What they remembered, and what they believed that "
        "they remembered.",
        "reading, memory",
        "A year in the library",
        "An empty reading room in the evening, lit by one lamp",
        "Studies history, and writes about reading because of too little time for it.",
    ),
}
