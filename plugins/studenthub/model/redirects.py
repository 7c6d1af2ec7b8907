"""Redirects: the old addresses of renamed articles, and those of terms under their other names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from studenthub.model.articles import ARTICLES, Article
from studenthub.model.terms import Term
from studenthub.model.withdrawn import Withdrawn
from studenthub.parse.slugs import slugify
from studenthub.source.problems import Problem

#: An old address and the one that took its place, both relative to the root of the site.
Redirects = Mapping[str, str]


def redirects(
    articles: Iterable[Article],
    withdrawn: Iterable[Withdrawn],
    terms: Mapping[str, Mapping[str, Term]],
    problems: list[Problem],
) -> Redirects:
    """All redirects. An old address that two pages claim is added to ``problems``."""
    found = _of_articles([*articles, *withdrawn], problems)
    for kind, known in terms.items():
        found |= _of_terms(kind, known, problems)
    return found


def _of_articles(articles: Iterable[Article | Withdrawn], problems: list[Problem]) -> dict[str, str]:
    renamed = [article for article in articles if article.redirect_from]
    taken = {article.slug: article.path for article in articles} if renamed else {}
    found: dict[str, str] = {}
    for article in renamed:
        for old in article.redirect_from:
            if old in taken:
                message = f"redirect_from names {old}, which is the address of {taken[old]}"
                place = article.places.get("redirect_from") or article.text.place(0)
                problems.append(Problem(place, "HUB606", message, "an old address leads to one page: delete it here"))
            else:
                taken[old] = article.path
                found[f"{ARTICLES}/{old}/"] = f"{ARTICLES}/{article.slug}/"
    return found


def _of_terms(kind: str, known: Mapping[str, Term], problems: list[Problem]) -> dict[str, str]:
    """The addresses that terms would have under their aliases."""
    found: dict[str, str] = {}
    owners = dict(known)
    for term in known.values():
        for alias in term.aliases:
            ident = slugify(alias)
            other = owners.setdefault(ident, term)
            if other is term:
                found[f"{kind}/{ident}/"] = f"{kind}/{term.id}/"
            elif term.place:
                where = other.place.path if other.place else f"the page {kind}/{other.id}/"
                hint = "a name leads to one page: delete it in one of them"
                problems.append(Problem(term.place, "HUB606", f"the alias {alias} is a name of {where} as well", hint))
    found.pop(f"{kind}//", None)
    return {old: new for old, new in found.items() if old != new}
