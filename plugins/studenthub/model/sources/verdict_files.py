"""The files in which answers of ``hub verify`` are kept; builds and reports read these.

An answer is one small file in the folder ``verified`` beside the bibliography, and is never changed: its name says
which entry it is about, when it was given (in UTC) and what it says, and has digests of the entry and of all the rest.
So two branches can neither change one file in two ways nor add two files of one name, and git always merges them. What
is out of date is left alone: of several answers the newest counts, and none counts for an entry that has changed since.

    bib/verified/chretien2011.2026-11-29T0931.differs.1b9a0c4e-5d02f7aa.json

The files come with pull requests, so they are not trusted: what is no verdict is no answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import quote

from studenthub.model.sources.notices import KINDS, RETRACTION, WITHDRAWAL, Notice
from studenthub.model.sources.source import Source
from studenthub.model.sources.verdicts import NOTICE_WORDS, VERDICTS, Record, Verdict, cleaned, entry_digest
from studenthub.parse.bibtex.names import Name
from studenthub.parse.identifiers import DOI

_WORDS = (*VERDICTS, *NOTICE_WORDS.values())
_DATE = r"\d{4}-\d\d-\d\dT\d{4}"
_FILE = re.compile(
    rf"(?P<key>.+)\.(?P<date>{_DATE})\.(?P<word>{'|'.join(_WORDS)})\.(?P<entry>[0-9a-f]{{8}})-[0-9a-f]{{8}}\.json"
)
#: Bytes of a file, and values of a list: records are far below these.
_LARGEST, _MOST = 65_536, 200


@dataclass(frozen=True, slots=True)
class _File:
    """A file as its name says it: ``key`` is quoted, ``entry`` the first half of the digest of the entry."""

    name: str
    key: str
    date: str
    word: str
    entry: str


def _file_of(name: str) -> _File | None:
    match = _FILE.fullmatch(name)
    return _File(name, match["key"], match["date"], match["word"], match["entry"]) if match else None


def _quoted(key: str) -> str:
    """A key as the beginning of a file's name, on every system: letters, digits, _ and -, and % for all else."""
    quoted = quote(key, safe="").replace(".", "%2E").replace("~", "%7E")
    return quoted if len(quoted) <= 120 else f"{quoted[:80]}%{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def names(folder: Path) -> tuple[str, ...]:
    """The names of all answers, in their order. This is quick, whatever they say."""
    try:
        with os.scandir(folder) as entries:
            found = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    except OSError:
        return ()
    return tuple(sorted(name for name in found if _FILE.fullmatch(name)))


def read(folder: Path, sources: Iterable[Source]) -> Mapping[str, Verdict]:
    """The newest answer for each source that has one, by its key."""
    return dict(_newest(folder, sources, names(folder), _WORDS))


def notices(folder: Path, names: Iterable[str], sources: Mapping[str, Source]) -> Mapping[str, Notice]:
    """The notices that readers must know of, by the key of the source. ``names`` are those of the files.

    Only the answers that say so are opened: a build of a large hub opens few, and none where nothing was retracted.
    """
    words = (NOTICE_WORDS[RETRACTION], NOTICE_WORDS[WITHDRAWAL])
    grave = {file.key for file in map(_file_of, names) if file and file.word in words}
    suspects = [source for source in sources.values() if _quoted(source.key) in grave] if grave else []
    found = _newest(folder, suspects, names, words)
    return {key: verdict.notice for key, verdict in found if verdict.notice and verdict.notice.is_grave}


def _newest(
    folder: Path, sources: Iterable[Source], names: Iterable[str], words: Iterable[str]
) -> Iterator[tuple[str, Verdict]]:
    """The newest answer for each source, where it is one of ``words``."""
    by_key: dict[str, list[_File]] = {}
    for file in map(_file_of, names):
        if file:
            by_key.setdefault(file.key, []).append(file)
    for source in sources:
        if not (files := by_key.get(_quoted(source.key))):
            continue
        digest = entry_digest(source)
        for file in sorted(files, key=lambda file: (file.date, file.name), reverse=True):
            if file.entry != digest[:8]:
                continue
            if file.word not in words:
                break
            verdict = read_file(folder / file.name)
            if verdict and (verdict.key, verdict.entry, verdict.word) == (source.key, digest, file.word):
                yield source.key, verdict
                break


def write(folder: Path, verdict: Verdict) -> Path:
    """Write an answer, and return its file. What is there is never changed."""
    content = json.dumps(_as_json(verdict), indent=1, ensure_ascii=False) + "\n"
    digest = hashlib.sha256(content.encode()).hexdigest()[:8]
    name = f"{_quoted(verdict.key)}.{verdict.date}.{verdict.word}.{verdict.entry[:8]}-{digest}.json"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{name}.part")
    part.write_text(content, encoding="utf-8", newline="\n")
    part.replace(path)
    return path


_NAME = ("family", "given", "particle", "suffix", "literal")
_NOTICE = ("kind", "date", "doi", "pmid", "reason", "service")


def _as_json(verdict: Verdict) -> dict[str, object]:
    """The fields that are not empty, in their order."""
    rows = {name: getattr(verdict, name) for name in ("key", "entry", "verdict", "date", "asked", "differs")}
    written: dict[str, object] = {name: value for name, value in rows.items() if value}
    written |= {name: _record_json(record) for name in ("record", "meant") if (record := getattr(verdict, name))}
    return written


def _record_json(record: Record) -> dict[str, object]:
    values = {one.name: _plain(getattr(record, one.name)) for one in fields(Record)}
    # The one value that is worth a word where it is False says that the list of authors was cut.
    return {name: value for name, value in values.items() if (value is False if isinstance(value, bool) else value)}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Name | Notice):
        names = _NAME if isinstance(value, Name) else _NOTICE
        return {name: part for name in names if (part := getattr(value, name))}
    return value


def read_file(path: Path) -> Verdict | None:
    """The answer in a file, or None where it holds none."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("verdict") not in VERDICTS:
        return None
    record, meant = (_record(row) if isinstance(row := data.get(name), dict) else None for name in ("record", "meant"))
    key, entry, verdict, date = (_text(data.get(name)) for name in ("key", "entry", "verdict", "date"))
    return Verdict(key, entry, verdict, date, _texts(data.get("asked")), _texts(data.get("differs")), record, meant)


def _record(data: Mapping[str, object]) -> Record:
    values: dict[str, object] = {}
    for one in fields(Record):
        value = data.get(one.name)
        if one.name in ("authors", "editors"):
            values[one.name] = tuple(Name(**_parts(row, _NAME)) for row in _rows(value))
        elif one.name == "notices":
            read = (Notice(**_parts(row, _NOTICE)) for row in _rows(value) if row.get("kind") in KINDS)
            values[one.name] = tuple(map(_safe, read))
        elif one.name in ("printed", "online"):
            values[one.name] = value if isinstance(value, int) and 0 < value < 10_000 else 0
        elif one.name == "is_complete":
            values[one.name] = value is not False
        elif isinstance(one.default, tuple):
            values[one.name] = _texts(value)
        else:
            values[one.name] = _text(value)
    return Record(**values)  # type: ignore[arg-type] # each was made of the type of its field


def _safe(notice: Notice) -> Notice:
    """A notice that leads nowhere but to a DOI or to PubMed."""
    doi = notice.doi if re.fullmatch(rf"{DOI}\S{{1,300}}", notice.doi) else ""
    pmid = notice.pmid if re.fullmatch(r"[0-9]{1,9}", notice.pmid) else ""
    date = notice.date if re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", notice.date) else ""
    return Notice(notice.kind, date, doi, pmid, notice.reason, notice.service)


def _rows(value: object) -> list[Mapping[str, object]]:
    return [row for row in value[:_MOST] if isinstance(row, dict)] if isinstance(value, list) else []


def _parts(row: Mapping[str, object], names: Iterable[str]) -> dict[str, str]:
    return {name: _text(row.get(name)) for name in names}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, value[:_MOST]))) if isinstance(value, list) else ()


def _text(value: object) -> str:
    """A text on one line, without invisible characters."""
    return cleaned(value) if isinstance(value, str) else ""
