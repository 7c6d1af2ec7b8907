"""Translations: an original article, and the articles that name it in ``translation_of``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from studenthub.model.articles import Article
from studenthub.parse import languages
from studenthub.source.problems import Problem, nearest

#: The articles that say the same, by the slug of each of them: the original first, then by their languages.
Versions = Mapping[str, tuple[Article, ...]]


def versions(articles: Iterable[Article]) -> Versions:
    """The articles of which there are several versions. A translation that names no original is alone."""
    known = {article.slug: article for article in articles}
    groups: defaultdict[str, list[Article]] = defaultdict(list)
    for article in known.values():
        original = known.get(article.translation_of) if article.translation_of else None
        if original and original is not article and not original.translation_of:
            groups[original.slug].append(article)
    found: dict[str, tuple[Article, ...]] = {}
    for slug, others in groups.items():
        group = (known[slug], *sorted(others, key=lambda article: (article.language, article.slug)))
        found |= dict.fromkeys((article.slug for article in group), group)
    return found


def shown(articles: Sequence[Article], several: Versions, language: str) -> Sequence[Article]:
    """A list with one version of each article: that in the ``language`` of the hub, or else the original."""
    if not several or not any(article.slug in several for article in articles):
        return articles
    among = {article.slug for article in articles}
    return [
        article
        for article in articles
        if article.slug not in several or article is _preferred(several[article.slug], among, language)
    ]


def _preferred(group: Iterable[Article], among: Container[str], language: str) -> Article:
    return next(article for article in by_preference(group, language) if article.slug in among)


def by_preference(group: Iterable[Article], language: str) -> Sequence[Article]:
    """The versions of an article, that in the ``language`` of the hub first, or else the original."""
    spoken = languages.primary(language)
    return sorted(group, key=lambda article: languages.primary(article.language or language) != spoken)


def wrong(articles: Sequence[Article], language: str) -> Iterator[Problem]:
    """The problems of ``translation_of``, in articles that are published or not, of a hub in ``language``."""
    translated = [article for article in articles if article.translation_of]
    if not translated:
        return
    known = {article.slug: article for article in articles}
    renamed = {old: article.slug for article in articles for old in article.redirect_from}
    taken: dict[tuple[str, str], Article] = {}
    for article in sorted(translated, key=lambda article: article.slug):
        name = article.translation_of
        place, original = article.places["translation_of"], known.get(name)
        spoken = languages.primary(article.language or language)
        if original is None:
            near = nearest(name, known)
            if name in renamed:
                yield Problem(place, "HUB607", f"{name} has another name now", f"write {renamed[name]}")
                continue
            hint = f"did you mean {near}?" if near else "write the name of its file in docs/articles, without .md"
            yield Problem(place, "HUB607", f"translation_of names {name}, and there is no such article", hint)
        elif original is article:
            hint = "write the name of the article that was translated, or delete the line"
            yield Problem(place, "HUB607", "translation_of names this article itself", hint)
        elif original.translation_of:
            named = original.translation_of
            is_circle = named == article.slug
            hint = (
                "delete the line in the article that was written first" if is_circle else f"write the original: {named}"
            )
            yield Problem(place, "HUB607", f"translation_of names {name}, which is a translation itself", hint)
        elif spoken == languages.primary(original.language or language):
            hint = "write language: and the short form of its language, such as zu-ZA"
            yield Problem(place, "HUB607", f"this article and {original.path} are in the same language", hint)
        elif (other := taken.setdefault((name, spoken), article)) is not article:
            hint = "an article has one translation into a language: delete the line in one of them"
            yield Problem(place, "HUB607", f"{other.path} is a translation of {name} into this language too", hint)
