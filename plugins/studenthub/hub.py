"""A hub as it lies on disk, read in one pass: its catalogue, its other pages, and all that is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar

from studenthub import articles, bibliography, catalogue, limits, mends, rules
from studenthub.articles import ARTICLES, TERM_KINDS, Guide, Term
from studenthub.catalogue import Catalogue
from studenthub.problems import ERROR, Problem, masked
from studenthub.rules import explained
from studenthub.settings import Settings
from studenthub.source import NotUtf8, Text

T = TypeVar("T")


@dataclass(frozen=True)
class Hub:
    """What was read. ``guides`` are the pages that are neither articles nor terms; ``hidden`` the files of articles
    that are not published yet. Paths are relative to the project; ``problems`` and ``advice`` are sorted. ``secrets``
    are the confidential words that were found, which must be printed nowhere."""

    settings: Settings
    catalogue: Catalogue
    guides: Mapping[str, Guide] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)

    def problems_of(self, path: str) -> tuple[Problem, ...]:
        """What is wrong in one file."""
        return tuple(problem for problem in self.problems if problem.place.path == path)


def read(
    settings: Settings,
    *,
    unpublished: bool = False,
    today: datetime.date | None = None,
    bibs: Iterable[Text] = (),
    advice: bool = False,
) -> Hub:
    """Read the hub of ``settings``. Nothing that is wrong in a file raises.

    ``unpublished`` keeps drafts and articles of the future, as a preview wants; ``bibs`` are more files of BibTeX,
    such as those that came from a web address. ``advice`` asks for what would make an article better, too.
    """
    problems: list[Problem] = []
    texts = _texts(settings, problems)
    found = _each(texts[ARTICLES], articles.parse, problems)
    shown = [a for a in found if unpublished or a.is_published(today or datetime.date.today())]
    terms: list[Term] = [term for kind in TERM_KINDS for term in _each(texts[kind], articles.parse_term, problems)]
    guides = _each(texts[""], articles.parse_guide, problems)
    made = _checks_page(settings, guides)
    bib_texts = [text for path in settings.bib_files if (text := _text(settings.root, path, problems))]
    sources, bad_entries = bibliography.read([*bib_texts, *bibs])
    built, clashes = catalogue.build(shown, terms, sources)
    # A draft is checked as well: its author wants to know before it is published.
    everything = built if len(shown) == len(found) else catalogue.build(found, terms, sources)[0]
    checked = rules.run(everything, settings, guides, today=today or datetime.date.today(), advice=advice)
    problems += [*bad_entries, *clashes, *checked.errors]
    every = {text.path: text for text in (*(t for kind in texts.values() for t in kind), *bib_texts, *bibs)}
    return Hub(
        settings,
        built,
        {guide.path: guide for guide in (*guides, *made)},
        frozenset(article.path for article in found) - {article.path for article in shown},
        *_shown(problems, checked, every),
        checked.secrets,
    )


def _shown(
    problems: Iterable[Problem], found: rules.Found, texts: Mapping[str, Text]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Each problem once, and the advice, with what to write instead; without anything confidential in either."""
    rows = mends.suggested({*problems, *found.advice}, texts)
    safe = sorted({masked(row, found.secrets) for row in rows} if found.secrets else rows)
    return tuple(row for row in safe if row.level == ERROR), tuple(row for row in safe if row.level != ERROR)


def _checks_page(settings: Settings, guides: Iterable[Guide]) -> list[Guide]:
    """The page of the checks, beside the guide for students where a hub has one."""
    folder = f"{settings.docs_dir}/write/"
    paths = {guide.path for guide in guides}
    path = f"{folder}checks.md"
    if path in paths or not any(name.startswith(folder) for name in paths):
        return []
    text = Text(path, explained.as_markdown())
    return [Guide(text, 0, "Checks", "What each message of the checks means, why it matters, and what to do about it.")]


def _each(texts: Iterable[Text], parse: Callable[[Text], tuple[T, list[Problem]]], problems: list[Problem]) -> list[T]:
    values: list[T] = []
    for text in texts:
        value, wrong = parse(text)
        values.append(value)
        problems += wrong
    return values


def _texts(settings: Settings, problems: list[Problem]) -> dict[str, list[Text]]:
    """The Markdown files of docs/ by what they are: articles, one of TERM_KINDS, or "" for every other page."""
    docs = settings.root / settings.docs_dir
    texts: dict[str, list[Text]] = {kind: [] for kind in (ARTICLES, *TERM_KINDS, "")}
    for path in sorted(docs.rglob("*.md")):
        parts = path.relative_to(docs).parts
        # A link is never followed, to wherever it may lead: HUB613 says so. A pipe would be waited for.
        if any(part.startswith(".") for part in parts) or path.is_symlink() or not (path.is_file() or path.is_dir()):
            continue
        name = PurePosixPath(settings.docs_dir, *parts).as_posix()
        kind = parts[0] if len(parts) > 1 and parts[0] in (ARTICLES, *TERM_KINDS) else ""
        if (text := _text(settings.root, name, problems)) is None:
            continue
        text, beyond = limits.tamed(text)
        problems += beyond
        if (misplaced := _misplaced(kind, parts)) is not None:
            problems.append(Problem(text.place(0), "HUB604", *misplaced))
        else:
            texts[kind].append(text)
    return texts


def _misplaced(kind: str, parts: tuple[str, ...]) -> tuple[str, str] | None:
    """Why a file cannot stand where it stands."""
    if not kind:
        if parts[0] in {"years", "countries", "study-years", "sources", "search"}:
            return f"the hub makes the pages of {parts[0]}/ itself", "move this file to another folder"
        return None
    if parts[1] == "index.md":
        return f"the hub makes the page of {kind}/ itself", "give this file another name"
    if len(parts) == 2 or (kind == ARTICLES and len(parts) == 3 and parts[2] == "index.md"):
        return None
    return f"a file of {kind} stands directly in its folder", f"move it to docs/{kind}/"


_PLAIN = "put a plain file here, which everybody may read"


def _text(root: Path, path: str, problems: list[Problem]) -> Text | None:
    try:
        return Text.read(root, path)
    except NotUtf8 as error:
        problems.append(
            Problem(error.place, "HUB001", "this file is not UTF-8 text", "save it again with the encoding UTF-8")
        )
    except OSError as error:
        problems.append(
            Problem(Text(path, "").place(0), "HUB002", f"this file cannot be read: {error.strerror}", _PLAIN)
        )
    return None
