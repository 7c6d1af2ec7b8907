"""Keeps the front matter of an existing article into which a draft is imported (``hub import --into``)."""

from __future__ import annotations

from studenthub.importer.front_matter import TODO, FrontMatter
from studenthub.parse import frontmatter
from studenthub.parse.frontmatter import yaml_writer
from studenthub.source import fixes
from studenthub.source.problems import Fix
from studenthub.source.text import Text


def merged(article: Text, made: FrontMatter) -> str:
    """The front matter of ``article`` with its lines of three hyphens, "" where it has none.

    What it says stays. A field that is still TODO gets what ``made``, the front matter of the draft, says of it.
    Raises ValueError where the front matter cannot be read.
    """
    front = frontmatter.parse(article)[0]
    if front.body_start and front.unread is None:
        raise ValueError(f"{article.path} has no front matter that can be read")
    content = article.content[: front.body_start]
    asked = {name: span for name, span in front.spans(article).items() if TODO in content[slice(*span)]}
    answers = {name: value for name, value in made.fields.items() if name in asked and name not in made.missing}
    return fixes.fixed(content, [Fix(*asked[name], yaml_writer.dump({name: answers[name]})) for name in answers])
