"""``hub import --into``: the text of a draft with the front matter of an existing article."""

from __future__ import annotations

from studenthub.importer.article import TODO
from studenthub.parse import frontmatter
from studenthub.source import fixes
from studenthub.source.problems import Fix
from studenthub.source.text import Text


def merged(article: Text, made: str) -> str:
    """The front matter of ``article`` with its lines of three hyphens, "" where it has none.

    What it says stays. A field that is still TODO gets what ``made``, the front matter of the draft, says of it.
    Raises ValueError where the front matter cannot be read.
    """
    answers = {name: lines for name, lines in _fields(Text("", f"---\n{made}---\n")).items() if TODO not in lines}
    front = frontmatter.parse(article)[0]
    if front.body_start and front.unread is None:
        raise ValueError(f"{article.path} has no front matter that can be read")
    content = article.content[: front.body_start]
    asked = {name: span for name, span in front.spans(article).items() if TODO in content[slice(*span)]}
    return fixes.fixed(content, [Fix(*span, answers[name]) for name, span in asked.items() if name in answers])


def _fields(text: Text) -> dict[str, str]:
    spans = frontmatter.parse(text)[0].spans(text)
    return {name: text.content[slice(*span)] for name, span in spans.items()}
