"""Pages that are neither articles nor terms: the home page's text, the guide for students."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from studenthub.model.articles import ARTICLES
from studenthub.model.lengths import PAGE_DESCRIPTION, PAGE_TITLE
from studenthub.parse import frontmatter, languages, slugs
from studenthub.parse.frontmatter import FrontMatter, forms
from studenthub.parse.frontmatter.fields import Reader
from studenthub.source.problems import Problem
from studenthub.source.text import Text

#: The folder of the guide for writers, on a hub that has one; and the pages that are made beside it: of the checks, and
#: to begin an article.
GUIDE, CHECKS, WRITING = "write/", "write/checks.md", "write/article.md"
_TITLE = forms.length(PAGE_TITLE.least, PAGE_TITLE.most)
_DESCRIPTION = forms.length(PAGE_DESCRIPTION.least, PAGE_DESCRIPTION.most)


@dataclass(frozen=True)
class Guide:
    """A page that is neither an article nor a term: the home page's text, the guide for students.

    The page of the checks, which is made, ``has_file`` False. ``language`` is the tag of another language than the
    hub's, or "". Where it ``is_titled``, its title and description are in that of the interface all the same.
    """

    text: Text = field(repr=False, compare=False)
    body_start: int
    title: str
    description: str = ""
    has_file: bool = True
    language: str = ""
    is_titled: bool = False

    @property
    def path(self) -> str:
        """The file, relative to the project."""
        return self.text.path

    @property
    def body(self) -> str:
        """The Markdown after the front matter."""
        return self.text.content[self.body_start :]


_HEADING = re.compile(r"\s*# +(?P<title>[^\n]+?)[ #]*\n")


def parse_guide(text: Text) -> tuple[Guide, list[Problem]]:
    """A page with a title and perhaps a description and a language, and nothing else that a template would act on.

    Such a page may do without a front matter: its title is then its first heading.
    """
    if not text.content.startswith("---"):
        heading = _HEADING.match(text.content)
        return Guide(
            text, heading.end() if heading else 0, heading["title"] if heading else slugs.slug_of(text.path)
        ), []
    front, problems = frontmatter.parse(text)
    if not front.fields and problems:
        return Guide(text, front.body_start, slugs.slug_of(text.path)), problems
    if _has_fields_of_articles(front):
        # Its fields are right, and only its folder is not.
        return Guide(text, front.body_start, slugs.slug_of(text.path)), [_misplaced(text)]
    read = Reader(front.fields, front.place, unread=front.unread)
    title = read.take("title", _TITLE, slugs.slug_of(text.path), required="write “title:” and the title of the page")
    description = read.take("description", _DESCRIPTION, "")
    language = read.take("language", forms.matching(languages.TAG.pattern, "write its short form, such as en"), "")
    return Guide(text, front.body_start, title, description, language=language), [*problems, *read.finish()]


#: Fields that only articles have: a page with two of them is one.
_OF_ARTICLES = frozenset({"authors", "date", "topics"})


def is_article(text: Text) -> bool:
    """Whether a text begins as an article does, wherever it is."""
    return text.content.startswith("---") and _has_fields_of_articles(frontmatter.parse(text)[0])


def _has_fields_of_articles(front: FrontMatter) -> bool:
    return len(_OF_ARTICLES & front.fields.keys()) > 1


def _misplaced(text: Text) -> Problem:
    stem = PurePosixPath(text.path).stem
    hint = f"move it to docs/{ARTICLES}/{slugs.file_name('my-article' if stem in {'index', 'README'} else stem)}"
    return Problem(text.place(0), "HUB604", "this is an article, and is in the wrong folder", hint)


def has_guide(guides: Iterable[Guide], docs_dir: str) -> bool:
    """Whether one of the pages is of the guide for writers."""
    return any(guide.path.startswith(f"{docs_dir}/{GUIDE}") for guide in guides)
