"""Articles as lists show them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache, partial

from studenthub.i18n import Interface
from studenthub.model.articles import Article
from studenthub.model.authors import Author
from studenthub.model.catalogue import Catalogue
from studenthub.model.collections import NAMED
from studenthub.model.settings import Settings
from studenthub.model.vocabulary import ARTICLE
from studenthub.parse import languages
from studenthub.render.citing import link_to_list, path_of
from studenthub.render.page import Fingerprinted
from studenthub.render.parts import Byline, Card, Day, Link, Status, Version
from studenthub.render.pictures import Pictures
from studenthub.runtime.fingerprints import fingerprint


class Cards:
    """The card of every article: many lists show it, and it is made once."""

    def __init__(self, catalogue: Catalogue, settings: Settings) -> None:
        self._catalogue, self.settings, self.interface = catalogue, settings, settings.interface
        self.pictures = Pictures(settings)
        self._today = datetime.date.today()
        self._made: dict[str, Fingerprinted[Card]] = {}

    def of(self, article: Article) -> Fingerprinted[Card]:
        """The card of an article."""
        if article.slug not in self._made:
            card = self._card(article)
            self._made[article.slug] = Fingerprinted(card, cache(partial(fingerprint, card)))
        return self._made[article.slug]

    def _card(self, article: Article) -> Card:
        catalogue, terms = self._catalogue, self._catalogue.terms
        language = article.language or self.settings.language
        spoken, interface = languages.primary(language), self.interface
        return Card(
            title=article.title,
            href=path_of(article),
            description=article.description,
            authors=tuple(_byline(author, catalogue, interface) for author in article.authors),
            date=Day.of(article.date, interface),
            minutes=article.minutes,
            references=sum(1 for key in article.keys if key in catalogue.bibliography.sources),
            topics=tuple(link_to_list(NAMED["topics"], topic, terms, self.settings) for topic in article.topics),
            status=Status.of(article.status, interface),
            unpublished="draft" if article.draft else "scheduled" if article.date > self._today else "",
            kind=link_to_list(NAMED["kinds"], article.type, terms, self.settings) if article.type != ARTICLE else None,
            image=self.pictures.view(article),
            language=language,
            direction=languages.direction(language),
            tongue=languages.own_name(spoken) if spoken != languages.primary(self.settings.language) else "",
            is_foreign=bool(languages.differing(language, interface.language)),
            versions=tuple(self._versions(article)),
        )

    def _versions(self, article: Article) -> Iterator[Version]:
        for other in self._catalogue.versions.get(article.slug, ()):
            if other is not article:
                language = other.language or self.settings.language
                yield Version(language, languages.own_name(languages.primary(language)), path_of(other))


def _byline(author: Author, catalogue: Catalogue, interface: Interface) -> Byline:
    place = Link(author.affiliation, NAMED["institutions"].href(author.institution)) if author.institution else None
    return Byline(
        name=author.name,
        href=NAMED["authors"].href(author.id),
        details=author.details_in(interface),
        affiliation=place,
        orcid=author.orcid,
        organisation=author.organisation,
        about=catalogue.terms["authors"][author.id].description,
        count=len(catalogue.lists["authors"][author.id]),
    )
