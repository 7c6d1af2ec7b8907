"""Citations as people type them: found in every style, never attributed to a work that is not meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.parse import references, typed_citations
from studenthub.parse.typed_citations import Notes, Passage, Work, Works, notes
from texts import made_of, quadratic

CASES = sorted((Path(__file__).parent / "typed_citations").glob("*.txt"))
SIGNS = (
    *"()[]“”‘’'\".,;:&-–—\n²³", " and ", " et al. ", "(2010)", "2010", "2010a", "Smith", "Jones",
    "(Smith, 2010)", "[1]", "[1–3]", "p. 4", "see ", "van der ", "A. ", "n.d.", "as cited in ", "Ibid.", "(n 2)",
    "World Health Organization ",
)  # fmt: skip


def _works(lines: list[str]) -> Works:
    """The works of printed references; numbered where the first line is."""
    read = [references.read(line) for line in lines]
    keys: dict[str, str] = {}
    for reference in read:
        key = references.key_of(reference)
        letters = (key, *(f"{key}{letter}" for letter in "abcdef"))
        keys[reference.text] = next(one for one in letters if one not in keys.values())
    return Works(typed_citations.work(one, keys[one.text], int(re.sub(r"\D", "", one.label) or 0)) for one in read)


def _passage(text: str) -> Passage:
    """Numbers between ^ are raised, what is between ` is code."""
    plain, raised, opaque = "", [], []
    for part in re.split(r"(\^[^^\n]+\^|`[^`\n]+`)", text):
        start = len(plain)
        plain += part[1:-1] if part[:1] == "^" and len(part) > 1 else part
        if part[:1] == "^" and len(part) > 1:
            raised.append((start, len(plain)))
        if part[:1] == "`":
            opaque.append((start, len(plain)))
    return Passage(plain, tuple(raised), tuple(opaque))


def _seen(passage: Passage, works: Works, how: typed_citations.Habits) -> list[str]:
    return [
        f"= {passage.text[one.start : one.end]} → {typed_citations.written(one) or _verdicts(one)}"
        for one in typed_citations.find(passage, works, how)
    ]


def _verdicts(citation: typed_citations.Citation) -> str:
    return ", ".join(f"{item.verdict.status} {' '.join(item.verdict.keys)}".strip() for item in citation.items)


def _answers(blocks: list[str]) -> Iterator[str]:
    """The blocks of a file as they should be: a comment, the list, then a line of text and what is cited in it."""
    lines = [line for line in blocks[1].split("\n") if line]
    works = _works(lines)
    passages = [_passage(block.split("\n")[0]) for block in blocks[2:]]
    yield from blocks[:2]
    if blocks[0].startswith("# Notes"):
        reader = Notes(works)
        for number, passage in enumerate(passages, 1):
            found = reader.read(number, passage.text)
            yield "\n".join([passage.text, f"= {typed_citations.written(found) if found else 'a note'}"])
        return
    how = typed_citations.habits(passages, works)
    for block, passage in zip(blocks[2:], passages, strict=True):
        yield "\n".join([block.split("\n")[0], *_seen(passage, works, how)])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_citations_are_found(path: Path, request: pytest.FixtureRequest) -> None:
    blocks = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    found = list(_answers(blocks))
    if request.config.getoption("--rewrite"):
        path.write_text("\n\n".join(found) + "\n", encoding="utf-8")
    assert found == blocks


def test_the_cases_of_people_who_cite(shared: Path) -> None:
    """Sentences of a set made elsewhere: which works they cite, and which they must not."""
    rows = [json.loads(line) for line in (shared / "cases/intext_citations.jsonl").open(encoding="utf-8")]
    lists = {row["id"]: Works(map(_listed, row["refs"])) for row in rows if row["type"] == "reflist"}
    wrong = []
    for row in rows:
        if row["type"] == "case":
            passage, works = _passage(row["text"]), lists[row["refs"]]
            cited = typed_citations.find(passage, works, typed_citations.habits([passage], works))
            found = [
                key for one in cited for item in one.items if item.verdict.status == "ok" for key in item.verdict.keys
            ]
            if sorted(found) != sorted(key for one in row["expected"] for key in one["keys"]):
                wrong.append((row["text"], found))
    assert not wrong


def _listed(row: dict[str, object]) -> Work:
    """A work of that set, whose authors are names, or records of a person or organisation."""
    names, given, literal = [], "", False
    authors = row.get("authors", [])
    assert isinstance(authors, list)
    for author in authors:
        if isinstance(author, str):
            names.append(author)
            continue
        names.append(author.get("literal") or author["family"])
        literal, given = literal or "literal" in author, given or author.get("given", "")
    number = row.get("n", 0)
    assert isinstance(number, int)
    year, title = str(row.get("year", "")), str(row.get("title", ""))
    return Work(str(row["key"]), tuple(names), year, title, initials=given, organisation=literal, number=number)


LIST = _works(
    [
        "Smith, J. (2010). A study. Journal of Examples, 1(2), 3–4.",
        "Smith, J., & Jones, B. (2012a). Another study. Journal of Examples, 2(2), 3–4.",
        "Smith, J., & Jones, B. (2012b). One more study. Journal of Examples, 2(3), 5–6.",
        "World Health Organization. (2020). A report. https://www.example.org/report",
        "van der Smith, K. (2010). A book. Example Press.",
    ]
)


@given(made_of(*SIGNS))
def test_what_is_cited_has_its_name_and_year_in_the_text(text: str) -> None:
    """A key is only ever given to words that name the author of the work."""
    passage = Passage(text)
    for citation in typed_citations.find(passage, LIST, typed_citations.habits([passage], LIST)):
        assert 0 <= citation.start < citation.end <= len(text)
        for item in citation.items:
            if item.verdict.status == "ok":
                work = LIST.by_key[item.verdict.keys[0]]
                said = text[: citation.end]
                assert work.names[0].split()[-1].casefold() in said.casefold() or "WHO" in said
                assert not work.year or work.year[:4] in said or item.locator


@given(st.lists(made_of(*SIGNS), max_size=4))
def test_notes_are_read_whatever_they_are(texts: list[str]) -> None:
    reader = Notes(LIST)
    for number, text in enumerate(texts, 1):
        found = reader.read(number, text)
        assert found is None or all(item.verdict.status == "ok" for item in found.items)
        list(notes.sources(text))


def test_no_text_takes_quadratic_time() -> None:
    def read(text: str) -> None:
        typed_citations.find(Passage(text), LIST, typed_citations.Habits(pages=True))
        Notes(LIST).read(1, text)

    pieces = ("(", "[1,", "(Smith, 2010; ", "Smith and ", "2010, ", "(n 2", "A. ", "“", "¹", "et al. ", "(2010) ", "; ")
    assert not quadratic(read, pieces, size=4000)
