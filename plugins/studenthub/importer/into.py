"""The front matter of an article that is there already, into which the text of a draft is put."""

from __future__ import annotations

import re

from studenthub.importer.article import TODO

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<fields>.*?)\n---[ \t]*\r?\n", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>[A-Za-z_]+)[ \t]*:[^\n]*\n(?:[ \t-][^\n]*\n)*", re.MULTILINE)


def merged(article: str, made: str) -> str:
    """The front matter of ``article`` with its lines of three hyphens, "" where it has none.

    What it says stays. A field that is still TODO gets what ``made``, the front matter of the draft, says of it.
    """
    front = _FRONT.match(article)
    if not front:
        return ""
    answers = {match["name"]: match[0] for match in _FIELD.finditer(made) if TODO not in match[0]}

    def answered(match: re.Match[str]) -> str:
        return answers.get(match["name"], match[0]) if TODO in match[0] else match[0]

    fields = _FIELD.sub(answered, f"{front['fields']}\n")
    return f"{article[: front.start('fields')]}{fields}{article[front.end('fields') + 1 : front.end()]}"
