"""The guide for writers: templates of the package, filled with a hub's settings. A page of the hub replaces one.

The pages are Markdown with Jinja's signs. A sign that is alone on its line leaves no line behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from studenthub.guide.examples import EXAMPLES
from studenthub.model import licences
from studenthub.model.guides import GUIDE, Guide, parse_guide
from studenthub.model.lengths import LENGTHS
from studenthub.model.settings import Settings, draft_form
from studenthub.parse import languages
from studenthub.source import problems
from studenthub.source.text import Text

_FOLDER = Path(__file__).parent
#: The language of the pages that there are not in the hub's own.
_ENGLISH = "en"
_ALONE = re.compile(r"^[ \t]*(\{%[^%\n]*%\})[ \t]*\n", re.MULTILINE)


def pages(settings: Settings, topics: Sequence[str], paths: Collection[str]) -> Iterator[Guide]:
    """The pages that a hub has none of its own of, where its settings ask for the guide.

    ``topics`` are those of the hub by name, ``paths`` its files below docs/, which a page may lead to.
    """
    if not settings.guide:
        return
    files = _files(settings)
    for name, file in files.items():
        if f"{GUIDE}{name}" in paths:
            continue
        written = _template(file).render(
            subject=settings.subject,
            country=settings.country,
            language=settings.language,
            interface=settings.interface,
            licence=licences.named(settings.licence).name,
            csl=settings.csl,
            kinds=settings.kinds_of_article,
            declarations=settings.declared,
            required=settings.require,
            lengths={name: settings.length(name) for name in LENGTHS},
            programme=settings.examples_of_programmes[0],
            topics=topics,
            draft_form=draft_form(settings.github) if settings.github else "",
            example=EXAMPLES[settings.subject],
            has=_has(settings, paths, files),
            listed=_listed,
        )
        guide, _ = parse_guide(Text(f"{settings.docs_dir}/{GUIDE}{name}", written))
        language = file.parent.name
        yield Guide(guide.text, guide.body_start, guide.title, guide.description, has_file=False, language=language)


def _files(settings: Settings) -> Mapping[str, Path]:
    """The pages by name: each in the language of the hub, or in English where there is none."""
    folders = (_FOLDER / _ENGLISH, _FOLDER / languages.primary(settings.language))
    found = {file.name: file for folder in folders for file in folder.glob("*.md")}
    return dict(sorted(found.items()))


def _has(settings: Settings, paths: Collection[str], files: Collection[str]) -> Callable[[str], bool]:
    made = {f"{GUIDE}{name}" for name in files}
    docs = settings.root / settings.docs_dir
    return lambda path: path in paths or path in made or (docs / path).is_file()


def _listed(words: Iterable[str], conjunction: str = "") -> str:
    """Words of a file, each as code, in a row."""
    rows = [f"`{word}`" for word in words]
    return problems.listed(rows, conjunction) if conjunction else ", ".join(rows)


@cache
def _template(file: Path) -> Template:
    # {#id} is a sign of Markdown.
    env = Environment(  # noqa: S701 - it makes Markdown
        undefined=StrictUndefined, keep_trailing_newline=True, comment_start_string="{##", comment_end_string="##}"
    )
    return env.from_string(_ALONE.sub(r"\1", file.read_text(encoding="utf-8")))
