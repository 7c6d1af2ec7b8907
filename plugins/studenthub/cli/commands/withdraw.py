"""``hub withdraw``: remove an article, and leave a note at its address."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from studenthub.cli.commands.check import write
from studenthub.cli.commands.rename import named_article
from studenthub.cli.terminal import Commands, Usage, count, day, read
from studenthub.model.withdrawn import Withdrawn
from studenthub.parse.frontmatter import yaml_writer
from studenthub.source.problems import listed

_SHORTEST, _LONGEST = 10, 600


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "withdraw",
        help="remove an article, and leave a note at its address",
        description="Remove the text and the pictures of an article. Readers find its title, the day and the reason at "
        "its address. Older versions stay on GitHub: the guide for editors says how to remove them as well.",
        epilog='Example: hub withdraw sleep-on-call --reason "Withdrawn by the editors at the request of its authors."',
    )
    parser.add_argument("article", metavar="ARTICLE", help="its file, or its name without .md")
    parser.add_argument("--reason", required=True, help="why, in a sentence for readers")
    parser.add_argument("--date", help="the day of the withdrawal (default: today)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the note over the article, and delete what lies beside it."""
    found = read(options)
    article = named_article(options, found, options.article)
    if isinstance(article, Withdrawn):
        raise Usage(f"{article.path} is withdrawn already", "change the note there")
    reason = " ".join(options.reason.split())
    if not _SHORTEST <= len(reason) <= _LONGEST:
        raise Usage(f"the reason has {len(reason)} characters", f"write {_SHORTEST} to {_LONGEST}")
    fields: dict[str, object] = {"title": article.title, "withdrawn": {"date": day(options.date), "reason": reason}}
    if article.redirect_from:
        fields["redirect_from"] = list(article.redirect_from)
    file = found.settings.root / article.path
    write(file, f"---\n{yaml_writer.dump(fields)}---\n".encode())
    beside = _beside(file)
    for path in beside:
        path.unlink()
    deleted = f", and {count(len(beside), 'file')} beside it deleted" if beside else ""
    sys.stdout.write(f"{article.path} is a note now{deleted}\n")
    known = found.catalogue.bibliography.sources
    cited = found.catalogue.by_source.items()
    if only := [key for key, citing in cited if citing == (article,) and known[key].text.path != article.path]:
        sys.stdout.write(f"no other article cites {listed(sorted(only), 'and')}, so you may delete that from bib/\n")
    return 0


def _beside(file: Path) -> list[Path]:
    """The pictures of an article that has a folder of its own."""
    if file.name != "index.md":
        return []
    return [path for path in file.parent.rglob("*") if path != file and (path.is_symlink() or path.is_file())]
