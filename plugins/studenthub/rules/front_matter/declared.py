"""Checks of what an article declares of itself: authors, language, kind, length, topics, declarations."""

from __future__ import annotations

from collections.abc import Iterator

from studenthub.model.vocabulary import ARTICLE
from studenthub.parse import languages, small_words
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import listed, shortened

#: Characters that are enough to recognise the language of a text.
_SAMPLE = 800
#: What somebody declares who has nothing to declare, as the guides have it.
_NOTHING = {"", "none", "no", "not applicable", "n/a", "néant", "nada a declarar", "geen"}


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
                article.place_of("title"),
                f"this article seems to be in {languages.own_name(languages.primary(found))}",
                f"add a line language: {found} to the front matter",
            )


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
            yield Finding(article.place_of("type"), f"this hub has no articles of the kind {article.type}", hint)


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
