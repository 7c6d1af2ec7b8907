"""The files of a new hub, from templates.

Templates have << … >> and <% … %>, since {{ … }} is a sign of workflows and pages.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from babel import Locale
from babel.core import get_global
from jinja2 import Environment, StrictUndefined

from studenthub.model import licences
from studenthub.parse import languages
from studenthub.parse.frontmatter import yaml_writer
from studenthub.source.folders import walk
from studenthub.starter.answers import Answers

_FOLDER = Path(__file__).parent
_ENGLISH = "en"
#: Files that only GitHub reads.
_GITHUB = ".github/"
#: How the paths of files begin that are the program's rather than the hub's: a newer version may have better ones.
_RENEWED = (".github/workflows/", ".github/verdicts.sh", ".gitlab-ci.yml")
#: The place of a value in them.
_SLOT = re.compile(r"<< (\w+) >>")
#: Files that may not bear their own name in a package.
_NAMES = {"gitignore": ".gitignore"}
#: Files that only some places of a site have a use for.
_HOSTS: Mapping[str, Collection[str]] = {
    ".github/workflows/publish.yml": {"github"},
    ".github/workflows/morning.yml": {"github"},
    ".gitlab-ci.yml": {"gitlab"},
    "netlify.toml": {"netlify"},
    "docs/_headers": {"netlify", "cloudflare"},
    "nginx.conf": {"server"},
}


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of each day as workflows say it: ``cron`` in UTC, and ``words`` with the hour where the editors are."""

    cron: str
    words: str


def of(answers: Answers, package: str = "", *, sample: bool = False) -> Mapping[str, str]:
    """The files of a hub by their paths, with a ``sample`` of an article where that is wanted.

    ``package`` is the line of requirements.txt that names the program.
    """
    words = _words(languages.primary(answers["language"]))
    values = _values(answers, package) | {"words": words}
    found = {
        _NAMES.get(path, path): _filled(text, values)
        for path, text in _templates().items()
        if _is_wanted(path, answers)
    }
    found |= {f"docs/{name}": _spoken(_filled(text, values), words["written"]) for name, text in words["pages"].items()}
    topics: Mapping[str, str] = words["topics"][answers["subject"]]
    for ident, name in topics.items():
        found[f"docs/topics/{ident}.md"] = f"---\n{yaml_writer.dump({'name': name})}---\n"
    if sample:
        text = _filled(words["sample"]["text"], {"topic": next(iter(topics))})
        found[f"docs/articles/{words['sample']['file']}.md"] = text
    return found


def in_english(answers: Answers) -> bool:
    """Whether the pages of a hub begin in English, as there are none in its language."""
    return bool(_words(languages.primary(answers["language"]))["written"])


def hour(answers: Answers) -> Hour:
    """The hour of the morning, of winter where there is a summer time. Where no time zone is known, it is UTC."""
    hours, minutes = map(int, answers["morning"].split(":"))
    zones = get_global("territory_zones").get(answers["country"], [])
    try:
        offset = ZoneInfo(zones[0]).utcoffset(datetime.datetime(2026, 1, 15)) if zones else None
    except ZoneInfoNotFoundError:
        offset = None
    there = Locale(_ENGLISH).territories[answers["country"]] if offset is not None else "UTC"
    total = (hours * 60 + minutes - int((offset or datetime.timedelta()).total_seconds() // 60)) % (24 * 60)
    return Hour(f"{total % 60} {total // 60} * * *", f"{hours:02}:{minutes:02} in {there}")


def renewed(root: Path) -> Mapping[str, str]:
    """The workflows and pipelines of the hub in ``root``, by their paths, as this version of the program writes them.

    They get the branch and the hour that the hub has in its own. One that it does not have is left out, and so is one
    whose values are in none of them.
    """
    there = {
        path: (template, (root / path).read_text(encoding="utf-8", errors="replace"))
        for path, template in _templates().items()
        if path.startswith(_RENEWED) and (root / path).is_file()
    }
    values: dict[str, str] = {}
    for template, own in there.values():
        values = dict(_said(template, own)) | values
    return {
        path: _filled(template, values)
        for path, (template, _) in there.items()
        if values.keys() >= set(_SLOT.findall(template))
    }


def _said(template: str, own: str) -> Iterator[tuple[str, str]]:
    """The values that a file made of ``template`` has, however old it is: in lines that are the same but for them."""
    lines = own.splitlines()
    for line in filter(_SLOT.search, template.splitlines()):
        names: set[str] = set()
        pattern = ""
        for number, part in enumerate(_SLOT.split(line)):
            is_name = number % 2
            pattern += (f"(?P={part})" if part in names else f"(?P<{part}>.+)") if is_name else re.escape(part)
            names |= {part} if is_name else set()
        for match in filter(None, map(re.compile(pattern).fullmatch, lines)):
            yield from match.groupdict().items()


def this_program() -> str:
    """The running program as a line of requirements.txt: by its version, or by the address that it was installed from.

    pip keeps that address in direct_url.json (PEP 610).
    """
    found = metadata.distribution("studenthub")
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    if revision := origin.get("vcs_info"):
        return f"studenthub @ {revision['vcs']}+{origin['url']}@{revision['commit_id']}"
    return f"studenthub @ {origin['url']}" if origin else f"studenthub=={found.version}"


def _values(answers: Answers, package: str) -> dict[str, Any]:
    morning = hour(answers)
    owner = urlsplit(answers["repository"]).path.strip("/").partition("/")[0] or "your-organisation"
    lines = [
        {"label": label, "ways": [("url" if "://" in way or "@" in way else "tel", _way(way))]}
        for label, way in answers.helplines
    ]
    return dict(answers.by_name) | {
        "helplines": lines,
        "edit_uri": _edit_uri(answers),
        "morning": morning.cron,
        "morning_there": morning.words,
        "owner": owner,
        "package": package or this_program(),
    }


def _way(way: str) -> str:
    return f"mailto:{way}" if "@" in way and "://" not in way else way


def _edit_uri(answers: Answers) -> str:
    """Where files are changed below the address of the repository; GitLab has it in another place."""
    host = urlsplit(answers["repository"]).hostname or ""
    return f"{'-/' if 'gitlab' in host else ''}edit/{answers['branch']}/docs/"


def _is_on_github(answers: Answers) -> bool:
    repository = answers["repository"]
    return not repository or (urlsplit(repository).hostname or "").startswith("github.")


def _is_wanted(path: str, answers: Answers) -> bool:
    """Whether a file is for the place where the repository is, and for that where the site is."""
    if hosts := _HOSTS.get(path):
        return answers["host"] in hosts
    return not path.startswith(_GITHUB) or _is_on_github(answers)


@cache
def _words(language: str) -> Mapping[str, Any]:
    """The words of a new hub in a language; ``written`` is that of its pages where it is English instead, or ""."""
    own = _FOLDER / f"pages/{language}.yml"
    words: dict[str, Any] = {}
    for path in (_FOLDER / f"pages/{_ENGLISH}.yml", own):
        said = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
        words |= said
    # What is at the foot of every page cannot say its language.
    return words | {"written": "" if "pages" in said else _ENGLISH, "disclaimer": said.get("disclaimer", "")}


def _spoken(page: str, language: str) -> str:
    """A page whose front matter says its language, where that is another than the hub's."""
    return page.replace("---\n", f"---\nlanguage: {language}\n", 1) if language else page


@cache
def _templates() -> Mapping[str, str]:
    """The files of ``templates/`` by their paths."""
    return {path: (_FOLDER / "templates" / path).read_text(encoding="utf-8") for path in _paths()}


def _paths() -> Iterator[str]:
    for path, entry in walk(_FOLDER / "templates", skip=lambda _: False):
        if entry.is_file():
            yield PurePosixPath(path).as_posix()


@cache
def _environment() -> Environment:
    env = Environment(  # noqa: S701 - it makes Markdown and YAML
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    env.filters["yaml"] = yaml_writer.dump_scalar
    env.filters["licence"] = lambda said: licences.named(said).name
    env.filters["host"] = lambda address: urlsplit(address).hostname
    return env


def _filled(text: str, values: Mapping[str, object]) -> str:
    return _environment().from_string(text).render(values)
