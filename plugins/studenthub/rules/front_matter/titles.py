"""Checks of titles and descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.model.articles import Article
from studenthub.parse import capitals
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

#: Signs of Markdown and HTML around words, and citations.
_SIGNS = re.compile(
    r"(?<![\w*])\*{1,2}[^\s*](?:[^*]*[^\s*])?\*{1,2}(?![\w*])|(?<!\w)_{1,2}\w[^_]*_{1,2}(?!\w)|`[^`]+`"
    r"|\[[^\]]+\]\([^)]*\)|\[-?@[^\]]+\]|</?(?:b|i|em|strong|sub|sup|br|p)\b[^>]*>|&(?:amp|nbsp|lt|gt|quot);"
)
#: A straight quotation mark that begins or ends words (5" is a length), and one that closes what a curly one opened.
_LONELY = re.compile(r"(?:^|(?<=[\s(]))\"(?=\w)|(?<=[^\W\d])[.,?!]?\"(?!\w)")
_CURLY = re.compile("[“”„]")
#: One sign on both sides of words.
_AROUND_WORDS = re.compile(r"(?P<sign>\*{1,2}|_{1,2}|`)(?P<words>[^*_`\[\]<>&]+)(?P=sign)")


def title_in_capitals(checked: Checked) -> Iterator[Finding]:
    """The title of an article is not written in capitals.

    Capitals are slow to read, and no style turns them into small letters.

    Wrong: title: SLEEP ON CALL
    Right: title: Sleep on call
    """
    for article in checked.catalogue.articles:
        if article.title.isupper() and article.title.count(" ") >= 2 and sum(map(str.isupper, article.title)) > 10:
            right = capitals.calmed(article.title, capitals.spellings(article.body)).rstrip(".")
            yield Finding(article.place_of("title"), "the title is all in capitals", f"write {shortened(right, 60)}")


def title_stop(checked: Checked) -> Iterator[Finding]:
    """A title ends without a full stop.

    Wrong: title: Sleep on call.
    Right: title: Sleep on call
    """
    for article in checked.catalogue.articles:
        if article.title.endswith(".") and not re.search(r"(?:\.\.|\b\w|\b(?:etc|al|Dr|Inc))\.$", article.title):
            yield Finding(article.place_of("title"), "the title ends with a full stop", "delete it")


def description_says_title(checked: Checked) -> Iterator[Finding]:
    """The description says more than the title.

    Readers see one right below the other.

    Wrong: description: Sleep on call, and what it does.
    Right: description: Two nights without sleep cost students a third of their memory, a survey found.
    """
    for article in checked.catalogue.articles:
        if article.description.casefold().strip(" .") == article.title.casefold().strip(" .") and article.description:
            yield Finding(
                article.places["description"], "the description only repeats the title", "say what the article finds"
            )


def same_title(checked: Checked) -> Iterator[Finding]:
    """No two articles have the same title.

    Readers cannot tell them apart in a list.

    Wrong: two articles called Sleep on call
    Right: Sleep on call, and Sleep after a night on call
    """
    first: dict[str, str] = {}
    for article in checked.catalogue.articles:
        other = first.setdefault(article.title.casefold(), article.path)
        if other != article.path:
            yield Finding(article.place_of("title"), f"{other} has the same title", "change one of them")


def signs_in_title(checked: Checked) -> Iterator[Finding]:
    """Title and description are plain words: no signs of Markdown, no HTML, no citations.

    They are in lists, in search results and in what others share, where such signs are printed as they are. A quotation
    mark is not alone.

    Wrong: title: Sleep **on call** [@author2024]; title: Sleep on call"
    Right: title: Sleep on call
    """
    for article in checked.catalogue.articles:
        for name, said in (("title", article.title), ("description", article.description)):
            if match := _SIGNS.search(said):
                yield Finding(
                    article.place_of(name),
                    f"the {name} would be printed with these signs: {shortened(match[0])}",
                    "write the words alone; a source is cited in the text below",
                    _without_signs(article, match[0]),
                )
            elif said.count('"') == 1 and _LONELY.search(said) and not _CURLY.search(said):
                message = f"the {name} would be printed with one quotation mark alone"
                yield Finding(article.place_of(name), message, "delete it, or write the other one")


def _without_signs(article: Article, written: str) -> Fix | None:
    """The words alone, where the front matter has them as they are printed."""
    words = _AROUND_WORDS.sub(r"\g<words>", written)
    start = article.text.content.find(written, 0, article.body_start)
    return Fix(start, start + len(written), words) if words != written and start >= 0 else None
