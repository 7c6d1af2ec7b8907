"""Checks of the front matter that need more than one field, or the rest of the hub."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from studenthub.model.articles import Article
from studenthub.model.vocabulary import ARTICLE
from studenthub.parse import capitals, languages, small_words
from studenthub.parse.frontmatter.forms import UNDATED
from studenthub.rules.checked import Checked, Finding
from studenthub.source.problems import Fix, listed, shortened
from studenthub.source.text import Place


def title_in_capitals(checked: Checked) -> Iterator[Finding]:
    """The title of an article is not written in capitals.

    Capitals are slow to read, and no style turns them into small letters.

    Wrong: title: SLEEP ON CALL
    Right: title: Sleep on call
    """
    for article in checked.catalogue.articles:
        if article.title.isupper() and article.title.count(" ") >= 2 and sum(map(str.isupper, article.title)) > 10:
            right = capitals.calmed(article.title, capitals.spellings(article.body)).rstrip(".")
            yield Finding(_place(article, "title"), "the title is all in capitals", f"write {shortened(right, 60)}")


#: Characters that are enough to recognise the language of a text.
_SAMPLE = 800


def _place(article: Article, name: str) -> Place:
    """The place of a field; without a front matter the title is the name of the file."""
    return article.places.get(name, article.text.place(0))


def title_stop(checked: Checked) -> Iterator[Finding]:
    """A title ends without a full stop.

    Wrong: title: Sleep on call.
    Right: title: Sleep on call
    """
    for article in checked.catalogue.articles:
        if article.title.endswith(".") and not re.search(r"(?:\.\.|\b\w|\b(?:etc|al|Dr|Inc))\.$", article.title):
            yield Finding(_place(article, "title"), "the title ends with a full stop", "delete it")


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
            yield Finding(_place(article, "title"), f"{other} has the same title", "change one of them")


def author_twice(checked: Checked) -> Iterator[Finding]:
    """An author is named once.

    Wrong: authors: and under it - name: Ann Author, and once more - name: Ann Author
    Right: authors: and under it - name: Ann Author
    """
    for article in checked.catalogue.articles:
        if len(article.authors) > 1:
            idents = [author.id for author in article.authors]
            for ident in sorted({ident for ident in idents if idents.count(ident) > 1}):
                yield Finding(
                    article.places["authors"],
                    f"the author {shortened(ident)} is named twice",
                    "delete one; for two people of one name, give one an id:",
                )


def change_date(checked: Checked) -> Iterator[Finding]:
    """The date of a change is between publication and today.

    Wrong: date: 2024-07-11, and under changes: date: 2023-01-01
    Right: under changes: the day on which the change was made
    """
    for article in checked.catalogue.articles:
        for change in article.changes:
            if change.date == UNDATED or not article.is_dated:
                continue
            if change.date < article.date:
                yield Finding(
                    article.places["changes"],
                    f"the change of {change.date} is before the publication on {article.date}",
                    "fix one of the dates",
                )
            elif change.date > checked.today:
                yield Finding(
                    article.places["changes"],
                    f"the change of {change.date} is in the future",
                    "write the day on which it was made",
                )


def other_language(checked: Checked) -> Iterator[Finding]:
    """An article that is not in the language of the hub says so.

    Browsers, programs that read aloud and the list of references follow the field language.

    Wrong: an article in isiZulu without language:
    Right: language: zu-ZA
    """
    for document in checked.article_documents:
        article = document.article
        if article is None or article.language:
            continue
        found = small_words.language_of(document.running[article.body_start : article.body_start + _SAMPLE])
        if found and languages.primary(found) != languages.primary(checked.settings.language):
            yield Finding(
                _place(article, "title"),
                f"this article seems to be in {languages.own_name(languages.primary(found))}",
                f"add a line language: {found} to the front matter",
            )


def future_update(checked: Checked) -> Iterator[Finding]:
    """The day of the last change is not in the future.

    Wrong: updated: 2999-01-01
    Right: updated: the day of the change
    """
    for article in checked.catalogue.articles:
        if article.updated and article.updated > checked.today and article.date <= checked.today:
            yield Finding(
                article.places["updated"],
                f"updated ({article.updated}) is in the future",
                "write the day of the change",
            )


#: An article that waits for its day seldom waits longer: in the last month of a year, for all of the next.
_FAR = datetime.timedelta(days=400)


def far_date(checked: Checked) -> Iterator[Finding]:
    """An article appears within a year or so.

    Nobody sees it before its date, and it is easy to mistype a year. If you mean that day, there is nothing to do.

    Wrong: date: 2062-07-11
    Right: date: 2026-07-11
    """
    for article in checked.catalogue.articles:
        if article.date - checked.today > _FAR:
            yield Finding(
                article.places["date"],
                f"this article appears on {article.date}, and not before",
                "fix the year; if the day is meant, there is nothing to do",
            )


#: Signs of Markdown and HTML around words, and citations.
_SIGNS = re.compile(
    r"(?<![\w*])\*{1,2}[^\s*](?:[^*]*[^\s*])?\*{1,2}(?![\w*])|(?<!\w)_{1,2}\w[^_]*_{1,2}(?!\w)|`[^`]+`"
    r"|\[[^\]]+\]\([^)]*\)|\[-?@[^\]]+\]|</?(?:b|i|em|strong|sub|sup|br|p)\b[^>]*>|&(?:amp|nbsp|lt|gt|quot);"
)


_AROUND_WORDS = re.compile(r"(?P<sign>\*{1,2}|_{1,2}|`)(?P<words>[^*_`\[\]<>&]+)(?P=sign)")


def signs_in_title(checked: Checked) -> Iterator[Finding]:
    """Title and description are plain words: no signs of Markdown, no HTML, no citations.

    They are in lists, in search results and in what others share, where such signs are printed as they are.

    Wrong: title: Sleep **on call** [@author2024]
    Right: title: Sleep on call
    """
    for article in checked.catalogue.articles:
        for name, said in (("title", article.title), ("description", article.description)):
            if match := _SIGNS.search(said):
                yield Finding(
                    _place(article, name),
                    f"the {name} would be printed with these signs: {shortened(match[0])}",
                    "write the words alone; a source is cited in the text below",
                    _without_signs(article, match[0]),
                )


def _without_signs(article: Article, written: str) -> Fix | None:
    """The words alone, where the front matter has them as they are printed."""
    words = _AROUND_WORDS.sub(r"\g<words>", written)
    start = article.text.content.find(written, 0, article.body_start)
    return Fix(start, start + len(written), words) if words != written and start >= 0 else None


def kind_of_another_hub(checked: Checked) -> Iterator[Finding]:
    """An article is of a kind that this hub has.

    Readers choose by the kind, so editors decide which there are: `kinds` in mkdocs.yml, or those that suit the subject
    of the hub. A kind that is left out is an article.

    Wrong: type: interview, in a hub that has articles and reviews alone
    Right: type: review
    """
    kinds = checked.settings.kinds_of_article
    for article in checked.catalogue.articles:
        if article.type not in (ARTICLE, *kinds):
            hint = f"write one of these: {', '.join(kinds)}; or leave the line out"
            yield Finding(_place(article, "type"), f"this hub has no articles of the kind {article.type}", hint)


def length_of_text(checked: Checked) -> Iterator[Finding]:
    """A text has the length that this hub wants.

    The editors decide how long an article may be, and say why: `limits` in mkdocs.yml. References, code and formulas do
    not count.

    Wrong: a text of 5,000 words, in a hub whose articles have 3,000 at most
    Right: a text of 2,900 words
    """
    length = checked.settings.limits.get("text")
    for article in checked.catalogue.articles if length else ():
        if length and not length.least <= article.words <= length.most:
            short = article.words < length.least
            bound = f"at least {length.least:,}" if short else f"{length.most:,} at most"
            hint = f"{'say more' if short else f'shorten it by {article.words - length.most:,} words'}: {length.reason}"
            yield Finding(
                article.text.place(article.body_start),
                f"this text has {article.words:,} words, and this hub wants {bound}",
                hint,
            )


def required_declaration(checked: Checked) -> Iterator[Finding]:
    """An article declares what this hub asks for.

    Readers, and other journals, want to know. Write none, or a sentence. What is asked for is in mkdocs.yml under
    require:.

    Wrong: no declarations: in the front matter
    Right: declarations: and under it ai_use: none
    """
    required = checked.settings.require
    for article in checked.catalogue.articles:
        missing = [name for name in required if not article.declarations.get(name)]
        reasons = "; ".join(required[name] for name in missing if required[name])
        if missing and article.type != "guide" and article.is_dated:
            yield Finding(
                article.places["declarations"],
                f"this hub asks for declarations of {', '.join(missing)}{f': {reasons}' if reasons else ''}",
                f"write “declarations:” and under it “{missing[0]}: none”, or a sentence in the place of none",
            )


#: What somebody declares who has nothing to declare, as the guides have it.
_NOTHING = {"", "none", "no", "not applicable", "n/a", "néant", "nada a declarar", "geen"}


def case_report(checked: Checked) -> Iterator[Finding]:
    """A case report says how the patient agreed.

    Nobody may publish a patient's story without written consent. Never send the signed form to the hub.

    Wrong: type: case-report, and no declarations
    Right: declarations: and under it patient_information: Written consent was given.
    """
    for article in checked.catalogue.articles:
        said = article.declarations.get("patient_information", "").strip()
        if article.type == "case-report" and said.casefold() in _NOTHING:
            yield Finding(
                article.places["declarations"],
                "a case report must say how the patient agreed",
                "write “declarations:” and under it “patient_information: Written consent was given.”",
            )


def many_topics(checked: Checked) -> Iterator[Finding]:
    """One to three topics are enough.

    Readers look under one or two topics: an article under many is found under none.

    Wrong: topics: [a, b, c, d, e]
    Right: topics: [a, b]
    """
    for article in checked.catalogue.articles:
        if len(article.topics) > 3:
            yield Finding(
                article.places["topics"],
                f"{len(article.topics)} topics are many",
                "keep the one to three that matter most",
            )


def unknown_ignore(checked: Checked) -> Iterator[Finding]:
    """The field ignore: names only checks that can be allowed.

    Only what a check finds can be allowed, not what makes a file unreadable.

    Wrong: ignore: and under it HUB999: it is right as it is
    Right: ignore: and under it HUB503: the address of our own help desk
    """
    for article in checked.catalogue.articles:
        for code in article.ignore:
            if code not in checked.codes:
                yield Finding(
                    article.places["ignore"],
                    f"`ignore` names {code}, which cannot be set aside",
                    f"{listed(['fix what it says', 'delete the line'])}",
                )
