"""The explanation of every code, for ``hub explain`` and for the page of checks on the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc

from studenthub.model.settings import Settings
from studenthub.rules import RULES
from studenthub.rules.chosen import chosen
from studenthub.rules.parser_codes import PARSER_CODES, ParserCode
from studenthub.rules.rule import Rule
from studenthub.source.problems import ADVICE

SUBJECTS = {
    "0": "Files that cannot be read",
    "1": "Front matter",
    "2": "Text",
    "3": "Citations",
    "4": "Bibliography",
    "5": "Confidentiality",
    "6": "Files and pictures",
    "9": "The whole hub",
}
_LABEL = re.compile(r"^(Wrong|Right): ?", re.MULTILINE)
_CODE = re.compile(r"(`[^`]+`)")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A check in words. ``summary`` is what holds when all is well, ``why`` the reason, perhaps empty."""

    code: str
    name: str
    level: str
    summary: str
    why: str
    wrong: str
    right: str

    @classmethod
    def of(cls, one: Rule | ParserCode) -> Explanation:
        """Parse a docstring."""
        words, *examples = _LABEL.split(cleandoc(one.explanation))
        summary, _, why = words.strip().partition("\n\n")
        said = dict(zip(examples[::2], map(str.strip, examples[1::2]), strict=True))
        wrong, right = said.get("Wrong", ""), said.get("Right", "")
        return cls(one.code, one.name, one.level, _flowing(summary), _flowing(why), wrong, right)

    @property
    def kind(self) -> str:
        """Whether it stops the publication, in words."""
        return "advice, which stops nothing" if self.level == ADVICE else "must be fixed before publication"


def _flowing(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


@cache
def explanations() -> dict[str, Explanation]:
    """Every code that a message can begin with, in order."""
    found = [*map(Explanation.of, PARSER_CODES), *map(Explanation.of, RULES)]
    return {explanation.code: explanation for explanation in sorted(found, key=lambda one: one.code)}


def as_text(one: Explanation) -> str:
    """An explanation for a terminal."""
    parts = [f"{one.code}: {one.name} ({one.kind})", one.summary, *([one.why] if one.why else [])]
    examples = [f"    {label}: {text}".replace("\n", "\n           ") for label, text in _examples(one)]
    return "\n\n".join([*parts, "\n".join(examples)]) + "\n"


def as_markdown(settings: Settings) -> str:
    """The page of all checks of a hub. Each has an anchor that is its code in small letters."""
    return "\n\n".join(_sections(settings)) + "\n"


def _sections(settings: Settings) -> Iterator[str]:
    yield (
        "Each message of a check begins with a code. Here is what the codes mean, and what to do. "
        "*Advice* stops nothing: take it or leave it. Everything else must be fixed before an article appears."
    )
    yield (
        "If a check is wrong about your article, say so under `ignore` in its front matter, with the code and a reason "
        "of at least ten characters. An editor reads the reason. For an entry of the bibliography, the field is "
        "`ignore = {HUB418: printed so in the book}`."
    )
    subject = ""
    shown: list[ParserCode | Rule] = [*PARSER_CODES, *chosen(RULES, settings)]
    levels = {one.code: one.level for one in shown}
    for one in explanations().values():
        if not (level := levels.get(one.code)):
            continue
        if one.code[3] != subject:
            subject = one.code[3]
            yield f"## {SUBJECTS[subject]}"
        yield f"### {one.code}: {_escaped(one.name)} {{ #{one.code.lower()} }}"
        yield _escaped(one.summary) + (" *(Advice.)*" if level == ADVICE else "")
        if one.why:
            yield _escaped(one.why)
        lines = "\n".join(f"{label}: {text}" for label, text in _examples(one))
        yield f"````text\n{lines}\n````"


def _examples(one: Explanation) -> list[tuple[str, str]]:
    return [(label, text) for label, text in (("Wrong", one.wrong), ("Right", one.right)) if text]


def _escaped(text: str) -> str:
    """Prose with Markdown's signs escaped, except for `code`."""
    parts = _CODE.split(text)
    return "".join(
        part if number % 2 else re.sub(r"([@\[\]*_{}#])", r"\\\1", part).replace("<", "&lt;")
        for number, part in enumerate(parts)
    )
