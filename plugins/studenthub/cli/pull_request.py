"""The files that a pull request changes, and the address at which its author can edit each."""

from __future__ import annotations

import datetime
import json
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from studenthub.cli import misplaced
from studenthub.cli.terminal import Usage
from studenthub.model.articles import ARTICLES, Article
from studenthub.model.catalogue import Catalogue
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings
from studenthub.source.problems import ADVICE, Problem
from studenthub.source.text import Place

#: What git says of a file, in words.
_KINDS = {"A": "new", "D": "deleted"}


def changed(root: Path, base: str) -> Mapping[str, str]:
    """The files that differ from where they branched off ``base``: new, changed or deleted. Raises Usage."""
    if base.startswith("-"):
        raise Usage(f"{base} is not the name of a commit")
    command = ["git", "diff", "--name-status", "--no-renames", "-z", "--relative", f"{base}...HEAD"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise Usage("git is not installed", "leave --base out") from None
    if done.returncode:
        raise Usage(f"git does not know {base}", f"fetch it first: git fetch origin {base.removeprefix('origin/')}")
    kinds, names = (done.stdout.decode("utf-8", "replace").split("\0")[start::2] for start in (0, 1))
    return {name: _KINDS.get(kind, "changed") for kind, name in zip(kinds, names, strict=False)}


def articles_of(catalogue: Catalogue, names: Collection[str]) -> list[Article]:
    """The articles of which something changed, their pictures included."""
    folders = {name.rpartition("/")[0] + "/index.md" for name in names}
    return [article for article in catalogue.articles if article.path in names or article.path in folders]


def others(settings: Settings, names: Sequence[str]) -> list[str]:
    """Files of a pull request beside its articles and their sources; none if it has no article."""
    folders = tuple(f"{settings.docs_dir}/{kind}/" for kind in (ARTICLES, "authors"))
    content = {name for name in names if name.startswith(folders) or name.endswith(".bib")}
    # What is in the wrong place is an article, or a source, and an error of its own.
    content |= {problem.place.path for problem in misplaced.misplaced(settings, dict.fromkeys(names, "new"))}
    return [name for name in names if name not in content] if content else []


def mixed(settings: Settings, names: Sequence[str]) -> list[Problem]:
    """The first file that should come in a pull request of its own, as advice."""
    return [
        Problem(
            Place(name),
            "HUB901",
            "this file is not part of an article, but comes with one",
            "send it in a separate pull request: editors read articles, and maintainers the rest",
            ADVICE,
        )
        for name in others(settings, names)[:1]
    ]


def dated(found: Hub, names: Mapping[str, str]) -> list[Problem]:
    """New articles whose day has passed, as advice: a template's date stays as it is while an article is reviewed."""
    return [
        Problem(
            article.places["date"],
            "HUB902",
            f"the day of publication has passed: {article.date.isoformat()}",
            "an editor sets it before the article is published, so you need not change it",
            ADVICE,
        )
        for article in found.catalogue.articles
        if names.get(article.path) == "new" and article.is_dated and article.date < datetime.date.today()
    ]


@dataclass(frozen=True, slots=True)
class Copy:
    """The branch that a pull request comes from: ``address`` is that of its folder of files, and ``home`` that of the
    repository to which it is sent; or ""."""

    address: str = ""
    home: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Copy:
        """The copy that GITHUB_EVENT_PATH describes in a workflow; an empty one elsewhere."""
        server = environment.get("GITHUB_SERVER_URL", "https://github.com")
        to = environment.get("GITHUB_REPOSITORY", "")
        home = f"{server}/{quote(to)}" if to else ""
        try:
            event = json.loads(Path(environment["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
            head = event["pull_request"]["head"]
            place = f"{quote(head['repo']['full_name'])}/blob/{quote(head['ref'])}"
        except (KeyError, TypeError, ValueError, OSError):
            return cls(home=home)
        return cls(f"{server}/{place}", home)

    @property
    def is_on_github(self) -> bool:
        """Whether its reader sees GitHub's pages."""
        return bool(self.home or self.address)

    def line(self, path: str, line: int) -> str:
        """The address of a line of a file, or ""."""
        return f"{self.address}/{quote(path)}?plain=1#L{line}" if self.address else ""

    def edit(self, path: str) -> str:
        """The address of the editor for a file, or ""."""
        return f"{self.address.replace('/blob/', '/edit/', 1)}/{quote(path)}" if self.address else ""
