"""``hub import``: a draft, as a word processor saves it, becomes an article with its bibliography and a report."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from studenthub import hub
from studenthub.cli.commands.check import write
from studenthub.cli.terminal import (
    Commands,
    Usage,
    check_kind,
    check_slug,
    check_topics,
    day,
    patience,
    settings_of,
    within,
)
from studenthub.hub import Hub
from studenthub.importer import article as importer
from studenthub.importer import kept_front_matter
from studenthub.importer.article import Given, Imported
from studenthub.importer.bylines import DraftAuthor
from studenthub.importer.files.file_kinds import LARGEST
from studenthub.importer.refusals import Refused
from studenthub.importer.reports import report as reports
from studenthub.importer.reports.report import Note, Report
from studenthub.model.articles import ARTICLES
from studenthub.model.settings import Settings
from studenthub.model.settings import read as read_settings
from studenthub.parse import frontmatter
from studenthub.source.problems import one_line
from studenthub.source.text import NotUtf8, Text

#: The code of a word such as TODO that was left to be filled in.
_LEFT_OPEN = "HUB213"
#: How many lines of an article are named that another draft replaces.
_MOST_REPLACED = 30
#: What a draft may name beside it.
_BESIDE = frozenset((".bib", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"))


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "import",
        help="make an article of a draft from Word, Google Docs or LibreOffice",
        description="Make an article, its bibliography and a report of a draft: .docx, .odt, .rtf, .html, .md, .txt, "
        "or the .zip of a web page of Google Docs. "
        "Citations and references become citations and entries where they are certain; all else stays as typed and is "
        "listed in the report. No existing file is changed.",
        epilog="Example: hub import essay.docx --topic student-wellbeing --report report.md",
    )
    parser.add_argument("draft", metavar="DRAFT", help="the file, or - for standard input")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    parser.add_argument(
        "--into",
        metavar="FILE",
        help="put the text into this existing article, in the place of its own; its front matter stays",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="also write the report to this file: text, JSON or Markdown (.txt, .json, .md)",
    )
    parser.add_argument("--title", default="", help="the title, if it is not that of the draft")
    parser.add_argument("--description", default="", help="one or two sentences that make people want to read it")
    parser.add_argument("--author", action="append", metavar="NAME", help="an author; repeat it for others")
    parser.add_argument("--programme", default="", help="what the authors study, such as MBChB")
    parser.add_argument("--year", type=int, choices=range(1, 11), metavar="1-10", help="their year of study")
    parser.add_argument("--affiliation", default="", help="their university")
    parser.add_argument("--topic", action="append", metavar="ID", help="a topic of the hub; repeat it for others")
    parser.add_argument("--type", metavar="KIND", default="", help="what kind of article it is")
    parser.add_argument("--date", default="", help="the day of publication, such as 2026-09-30")
    parser.add_argument("--language", default="", help="its language, such as af-ZA, if it is not that of the hub")
    parser.add_argument("--slug", default="", help="the name of the file (default: made from the title)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import a draft: 0 where there is an article, 1 where the draft cannot be read."""
    settings = settings_of(options)
    if options.report and options.report.suffix not in reports.FORMATS:
        raise Usage(f"a report cannot be written as {options.report}", "let its name end in .txt, .json or .md")
    given = _given(options)
    check_kind(settings, given.type)
    name, data = _draft(options.draft)
    with patience("reading the hub"):
        found = hub.read(settings, unpublished=True)
    check_topics(given.topics, found.catalogue.terms["topics"])
    path = within(options, options.into) if options.into else ""
    try:
        with patience("reading the draft"):
            sources = found.catalogue.bibliography.sources
            made = importer.make(data, name, sources, given, partial(_beside, Path(options.draft)))
    except Refused as refused:
        return _refuse(name, refused, options.report)
    placed = _placed(settings, made, path)
    report = _shown(placed, found) if options.dry_run else _written(placed, settings)
    sys.stdout.write(reports.as_text(report))
    if options.report:
        options.report.write_text(reports.FORMATS[options.report.suffix](report), encoding="utf-8")
    return 0


def _refuse(name: str, refused: Refused, report: Path | None) -> int:
    """Say why the draft cannot be read, and write it to the report."""
    sys.stderr.write(one_line(f"hub: {name}: {refused.said}") + "\n")
    if report:
        _write_refusal(report, name, refused)
    return 1


def _shown(placed: _Placed, found: Hub) -> Report:
    """Print the differences, and write nothing. The report of that."""
    root = found.settings.root
    changes = _changes(root, placed)
    sys.stdout.writelines(_differences(root, changes))
    return replace(_report(placed), status="dry" if changes else "unchanged").masked(found.secrets)


def _written(placed: _Placed, settings: Settings) -> Report:
    """Write the article and what belongs to it, and check it. The report of that."""
    changes = _changes(settings.root, placed)
    _write(settings.root, changes)
    checked = hub.read(read_settings(settings.root), unpublished=True, advice=True)
    ours = (placed.article, placed.bibliography)
    problems = [problem for problem in (*checked.problems, *checked.advice) if problem.place.path in ours]
    places = Counter(problem.place for problem in problems)
    # Where another problem says what belongs there, nobody needs to hear that TODO is left as well.
    problems = [problem for problem in problems if problem.code != _LEFT_OPEN or places[problem.place] == 1]
    status = "unchanged" if not changes else "changed" if placed.is_into else "new"
    return replace(_report(placed), status=status, checks=tuple(map(str, problems))).masked(checked.secrets)


def _given(options: argparse.Namespace) -> Given:
    """The fields of the article that the options give. Raises Usage."""
    if options.slug:
        check_slug(options.slug)
    authors = tuple(
        DraftAuthor(name, options.programme, options.year or 0, options.affiliation) for name in options.author or ()
    )
    return Given(
        title=options.title,
        description=options.description,
        date=day(options.date) if options.date else None,
        authors=authors,
        topics=tuple(options.topic or ()),
        type=options.type,
        language=options.language,
        slug=options.slug,
    )


def _draft(name: str) -> tuple[str, bytes]:
    """The name and the bytes of the draft; of a larger file than any draft, no more than show that it is."""
    if name == "-":
        return "standard input", sys.stdin.buffer.read(LARGEST + 1)
    path = Path(name)
    if not path.is_file():
        raise Usage(f"there is no file {name}", "give the path of a draft")
    with path.open("rb") as file:
        return path.name, file.read(LARGEST + 1)


def _beside(draft: Path, name: str) -> bytes | None:
    """A picture or a file of BibTeX that a draft names, where that is in the folder of the draft."""
    folder = draft.parent.resolve()
    path = (folder / unquote(name)).resolve()
    if path.suffix.lower() not in _BESIDE or not path.is_relative_to(folder) or not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(LARGEST)


@dataclass(frozen=True)
class _Placed:
    """An article at its place in the hub. Paths are relative to the hub.

    ``text`` is the whole file, and ``before`` the one that is there, "" for none. It ``is_into`` an article that was
    there before; then ``shift`` is by how many lines its text is lower than in the article that the draft alone makes.
    """

    made: Imported
    article: str
    bibliography: str
    text: str
    before: str = ""
    is_into: bool = False

    @property
    def shift(self) -> int:
        return self.text.count("\n") - self.made.article.count("\n") if self.is_into else 0


def _placed(settings: Settings, made: Imported, path: str) -> _Placed:
    """The article at ``path``, or where its slug says. Raises Usage rather than to change another."""
    article = path or f"{settings.docs_dir}/{ARTICLES}/{made.path}"
    file = Path(article)
    bibliography = settings.new_bib_file(file.parent.name if file.name == "index.md" else file.stem)
    there = _text(settings.root, article)
    if path:
        return _Placed(made, article, bibliography, _below_front_of(there, made), there.content, is_into=True)
    if there.content not in ("", made.article):
        raise Usage(
            f"there is an article {article} already, and it is not this draft",
            f"give the new one a name with --slug, or put the text into it with --into {article}",
        )
    other = settings.root / settings.docs_dir / ARTICLES / made.slug
    if not there.content and (other.exists() or other.with_suffix(".md").exists()):
        raise Usage(f"there is an article {made.slug} already", "give the new one another name with --slug")
    return _Placed(made, article, bibliography, made.article, there.content)


def _below_front_of(there: Text, made: Imported) -> str:
    """The text of a draft below the front matter of an article. Raises Usage."""
    if made.pictures and not there.path.endswith("/index.md"):
        folder = Path(there.path).with_suffix("").as_posix()
        raise Usage("the draft has pictures", f"move {there.path} to {folder}/index.md first")
    try:
        front = kept_front_matter.merged(there, made.front)
    except ValueError as error:
        raise Usage(str(error), "fix it first: hub check says how") from None
    return f"{front}\n{made.body}" if front else made.article


def _changes(root: Path, placed: _Placed) -> Mapping[str, bytes]:
    """The files that are not there yet or, with --into, not so. Raises Usage rather than to change a picture."""
    made = placed.made
    files = {placed.article: placed.text.encode()} if placed.text != placed.before else {}
    folder = Path(placed.article).parent.as_posix()
    for picture in made.pictures:
        path = f"{folder}/{picture.name}"
        before = (root / path).read_bytes() if (root / path).is_file() else None
        if before is not None and before != picture.data:
            raise Usage(f"there is a picture {path} already, and it is not that of the draft", "rename one of them")
        if before is None:
            files[path] = picture.data
    if made.bibliography:
        files[placed.bibliography] = made.bibliography.encode()
    return files


def _report(placed: _Placed) -> Report:
    """The report on an article, with the paths and the lines of its files."""
    made, folder = placed.made, Path(placed.article).parent.as_posix()
    report = replace(
        made.report,
        left=(*made.report.left, *_replaced(placed)),
        todo=tuple(_at_its_line(row, placed) for row in made.report.todo),
        told=tuple(_at_its_line(row, placed) for row in made.report.told),
        citations=tuple(replace(one, line=one.line and one.line + placed.shift) for one in made.report.citations),
        pictures=tuple(f"{folder}/{name}" for name in made.report.pictures),
    )
    return report.placed(placed.article, placed.bibliography if made.bibliography else "")


def _replaced(placed: _Placed) -> Iterator[Note]:
    """The lines of the article that are not in the draft, such as what an editor has corrected since."""
    if not placed.is_into:
        return
    start = frontmatter.parse(Text(placed.article, placed.before))[0].body_start
    first = placed.before.count("\n", 0, start) + 1
    kept = {line.strip() for line in placed.text.splitlines()}
    lines = enumerate(placed.before[start:].splitlines(), first)
    gone = [(number, line.strip()) for number, line in lines if line.strip() and line.strip() not in kept]
    for number, line in gone[:_MOST_REPLACED]:
        yield Note("left", f"line {number} of the article as it was: {line}")
    if len(gone) > _MOST_REPLACED:
        yield Note("left", f"lines of the article as it was: {len(gone) - _MOST_REPLACED} more")


def _at_its_line(said: Note, placed: _Placed) -> Note:
    """A note with its line in an article that has another front matter than the draft."""
    if not placed.is_into or said.path != "article":
        return said
    is_front = said.line <= placed.made.front.yaml.count("\n") + 2
    return replace(said, path="", line=0) if is_front else replace(said, line=said.line + placed.shift)


def _text(root: Path, path: str) -> Text:
    """The file, an empty text where there is none. Raises Usage."""
    try:
        return Text.read(root, path) if (root / path).exists() else Text(path, "")
    except (NotUtf8, OSError) as error:
        raise Usage(f"{path} cannot be read", "fix it first: hub check says how") from error


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    """Write all files, the article last; where one cannot be written, none stays that was not there."""
    made: list[Path] = []
    try:
        for path, data in sorted(files.items(), key=lambda item: (item[0].endswith(".md"), item[0])):
            file = root / path
            folders = [folder for folder in file.parents if not folder.exists()]
            file.parent.mkdir(parents=True, exist_ok=True)
            made += [*reversed(folders), *([] if file.exists() else [file])]
            write(file, data)
    except (OSError, Usage):
        for path_ in reversed(made):
            if path_.is_dir():
                path_.rmdir()
            else:
                path_.unlink(missing_ok=True)
        raise


def _differences(root: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    """The difference between what is there and what would be written."""
    for path, data in files.items():
        if not path.endswith((".md", ".bib")):
            yield f"+++ {path} ({len(data):,} bytes)\n"
            continue
        file = root / path
        before = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
        after = data.decode().splitlines()
        name = path if before else "/dev/null"
        yield from (f"{one_line(line)}\n" for line in difflib.unified_diff(before, after, name, path, lineterm=""))
    if files:
        yield "\n"


def _write_refusal(file: Path, name: str, refused: Refused) -> None:
    """A report that says why there is no article."""
    said = f"{name}: {refused}: {refused.hint}."
    if file.suffix == ".json":
        data = {"version": 1, "status": "refused", "draft": name, "message": str(refused), "hint": refused.hint}
        said = json.dumps(data, ensure_ascii=False, indent=2)
    file.write_text(f"{said}\n", encoding="utf-8")
