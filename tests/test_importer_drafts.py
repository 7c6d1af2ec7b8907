"""Drafts as students write them, each with the perfect article: the importer makes it, and tells what must be told."""

from __future__ import annotations

import importlib.util
from itertools import cycle
from pathlib import Path
from types import ModuleType

import pytest

import english
from studenthub import i18n
from studenthub.importer import article, parts
from studenthub.importer.article import Given
from studenthub.importer.reports import report

SCORED = ("02-apa-errors", "05-vancouver-superscript", "07-chicago-notes", "11-google-docs", "16-email-txt")
#: Of these, what is different from the perfect article: a raised ordinal is a matter of taste, a style of law too.
SEEN = (
    "0-seed", "1-apa-bold-headings", "2-vancouver-list-number", "3-superscript-picture", "4-footnotes-law",
    "5-tracked-comments", "6-zotero-fields", "7-mendeley", "8-word-sources",
)  # fmt: skip


def _score(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "cases/drafts/score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _import(draft: Path, folder: Path) -> article.Imported:
    made = article.make(draft.read_bytes(), draft.name, {})
    file = folder / "docs/articles" / made.path
    file.parent.mkdir(parents=True)
    file.write_text(made.article, encoding="utf-8")
    for picture in made.pictures:
        (file.parent / picture.name).write_bytes(picture.data)
    (folder / "bib").mkdir()
    (folder / f"bib/{made.slug}.bib").write_text(made.bibliography, encoding="utf-8")
    for ending, write in report.FORMATS.items():
        (folder / f"report{ending}").write_text(write(made.report.masked()), encoding="utf-8")
    return made


@pytest.mark.parametrize("name", SCORED)
def test_a_draft_becomes_the_perfect_article(name: str, shared: Path, tmp_path: Path) -> None:
    score, drafts = _score(shared), shared / "cases/drafts/scored"
    _import(next(path for path in drafts.glob(f"{name}.*") if path.suffix in (".docx", ".txt")), tmp_path)
    result = score.score(name, tmp_path, drafts)
    assert score.perfect(result), result


@pytest.mark.parametrize("name", SEEN)
def test_citations_references_and_words_are_those_of_the_perfect_article(
    name: str, shared: Path, tmp_path: Path
) -> None:
    score, drafts = _score(shared), shared / "cases/drafts"
    made = _import(drafts / f"{name}.docx", tmp_path)
    gold_front, gold_text = score.split_front((drafts / f"{name}.md").read_text(encoding="utf-8"))
    front, text = score.split_front(made.article)
    gold_bib = score.parse_bib((drafts / f"{name}.bib").read_text(encoding="utf-8"))
    references, keys = score.score_refs({}, gold_bib, score.parse_bib(made.bibliography))
    assert references["whole"] == references["n"], references
    assert references["extra"] == references["doubled"] == 0
    gold, ours = score.Body(gold_text), score.Body(text)
    assert [word for word in ours.words if word != "rd"] == [w for w in gold.words if w != "rd"] or name.startswith("3")
    cited = [[(keys[i["key"]], i["prefix"], i["suffix"], i["form"]) for i in items] for _, items in ours.cites]
    assert cited == [[(i["key"], i["prefix"], i["suffix"], i["form"]) for i in items] for _, items in gold.cites]
    assert ours.headings == gold.headings
    assert [alternative for alternative, _ in ours.images] == [alternative for alternative, _ in gold.images]
    for field in ("title", "date", "authors"):
        assert str(front[field]).replace("TODO: ", "") == str(gold_front[field])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("8-word-sources", "Unuseddottir (2011) is a source of Word that is never cited"),
        ("4-footnotes-law", "a style of law"),
        ("5-tracked-comments", "[ADD NUMBER] is a placeholder"),
        ("1-apa-bold-headings", "Lastexample (2017) is not in the list of references"),
        ("3-superscript-picture", "5/11/2026 may be day/month or month/day"),
    ],
)
def test_what_is_not_certain_is_told(name: str, words: str, shared: Path) -> None:
    draft = shared / f"cases/drafts/{name}.docx"
    assert words in report.as_text(article.make(draft.read_bytes(), draft.name, {}).report)


@pytest.mark.parametrize(("name", "language"), [*zip(SEEN, cycle(["af", "fr", "pt", "zu"]))])
def test_what_there_is_to_say_of_a_draft_is_in_the_language_of_the_hub(name: str, language: str, shared: Path) -> None:
    """Each draft in one language: that no language lacks a word, test_i18n says."""
    said, draft = i18n.of_hub(language), shared / f"cases/drafts/{name}.docx"
    made = article.assembled(parts.read(draft.read_bytes(), draft.name, {}), Given(), said)
    told = report.as_markdown(made.report, said)
    assert english.left(told) == []


def test_a_citation_is_reported_in_its_own_line_each_time() -> None:
    draft = (
        "# Sleep\n\nStudents sleep badly (Author, 2020).\n\nAuthor (2020) counted them.\n\n"
        "They sleep less on call (Author, 2020).\n\n"
        "## References\n\nAuthor, A. (2020). Sleep on call. Journal of Examples, 1(2), 3-9.\n"
    )
    made = article.make(draft.encode(), "draft.md", {})
    lines = made.article.split("\n")
    assert [one.written for one in made.report.citations] == ["[@author2020]", "@author2020", "[@author2020]"]
    assert [lines[one.line - 1].split()[0] for one in made.report.citations] == ["Students", "@author2020", "They"]


def test_what_is_confidential_is_in_no_form_of_a_report() -> None:
    secret, mask = "8001015009087", "•••"
    told = report.Note("told", f"it says {secret}")
    made = report.Report(
        *("draft.md", "docs/articles/a.md"),
        citations=(report.Citation(f"({secret}, 2019)", "[@a2019]"),),
        told=(told,),
        checks=("docs/articles/a.md:1:1: HUB101 `title` is missing",),
    ).masked((secret,))
    for write in report.FORMATS.values():
        text = write(made)
        assert secret not in text
        assert text.count(mask) == 2
    assert "- docs/articles/a.md:1:1: HUB101 `title` is missing" in report.as_markdown(made).replace("\\", "")


def test_a_name_that_begins_with_the_and_a_word_before_a_name_are_read_as_they_are_meant() -> None:
    draft = (
        "# Sleep\n\nIt is so (The Sleep Group, 2022). Furthermore, Author et al. (2020) counted them.\n\n"
        "## References\n\nAuthor, A., Writer, B., & Page, C. (2020). Sleep on call. Journal of Examples, 1(2), 3-9.\n\n"
        "The Sleep Group. (2022). Effects of *E. coli* on sleep. Journal of Examples, 1(2), 10-19.\n"
    )
    made = article.make(draft.encode(), "draft.md", {})
    assert "It is so [@thesleepgroup2022]. Furthermore, @author2020 counted them." in made.body
    assert "title = {Effects of \\emph{E. coli} on sleep}" in made.bibliography
