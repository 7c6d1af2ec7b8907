"""How well drafts become articles: python benchmarks/drafts.py [--count N] [--mutations N] [--seed N] [--scored DIR].

Prints, for invented drafts in six ways of citing, the share of citations that are linked to the right works, and how
many are wrong; what damaged files and strings do; and time and memory for a draft of 3,000 words with 60 references.
With --scored, a folder of drafts with their perfect articles and a score.py beside it, prints its totals as well.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import invented_drafts
from studenthub.importer import article
from studenthub.importer.article import Imported
from studenthub.importer.refusals import Refused
from studenthub.importer.reports import report

_PART = re.compile(r"part \d+")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="invented drafts")
    parser.add_argument("--mutations", type=int, default=10_000, help="damaged drafts")
    parser.add_argument("--seed", type=int, default=0, help="what the damage starts from, to damage in several runs")
    parser.add_argument("--scored", type=Path, help="a folder of drafts with their perfect articles")
    given = parser.parse_args()
    if given.scored:
        _scored(given.scored)
    _invented(given.count)
    _damaged(given.mutations, given.seed)
    _long()


def _scored(folder: Path) -> None:
    """The totals of the scorer for all drafts of a folder."""
    spec = importlib.util.spec_from_file_location("score", folder.parent / "score.py")
    assert spec
    assert spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    results = []
    for expected in sorted(folder.glob("*.expect.json")):
        name = expected.name.removesuffix(".expect.json")
        draft = next(
            path for path in folder.glob(f"{name}.*") if path.suffix in (".docx", ".odt", ".rtf", ".txt", ".html")
        )
        with tempfile.TemporaryDirectory() as out:
            _write(article.make(draft.read_bytes(), draft.name, {}), Path(out))
            results.append(score.score(name, Path(out), folder))
    print(f"drafts with a perfect article: {sum(map(score.perfect, results))} of {len(results)} made perfectly")


def _write(made: Imported, folder: Path) -> None:
    file = folder / "docs/articles" / made.path
    file.parent.mkdir(parents=True)
    file.write_text(made.article, encoding="utf-8")
    for picture in made.pictures:
        (file.parent / picture.name).write_bytes(picture.data)
    (folder / "bib").mkdir()
    (folder / f"bib/{made.slug}.bib").write_text(made.bibliography, encoding="utf-8")
    for ending, write in report.FORMATS.items():
        (folder / f"report{ending}").write_text(write(made.report.masked()), encoding="utf-8")


def _invented(count: int) -> None:
    """Citations of invented drafts: in the order of the text, each with exactly the works that are meant."""
    meant, linked, wrong = Counter[str](), Counter[str](), Counter[str]()
    whole = references = 0
    for seed in range(count):
        style = invented_drafts.STYLES[seed % len(invented_drafts.STYLES)]
        draft = invented_drafts.draft(seed, style)
        made = article.make(draft.text.encode(), "draft.txt", {})
        wanted = [frozenset(_part(title) for title in one) for one in draft.cited]
        found = _cited(made)
        blocks = SequenceMatcher(None, found, wanted, autojunk=False).get_matching_blocks()
        right = sum(block.size for block in blocks)
        meant[style] += len(wanted)
        linked[style] += right
        wrong[style] += len(found) - right
        references += len(made.report.references)
        whole += sum(one.whole for one in made.report.references)
    for style in invented_drafts.STYLES:
        share = linked[style] / max(1, meant[style])
        print(f"invented drafts, {style:10} {share:7.2%} of {meant[style]:6,} citations linked, {wrong[style]} wrong")
    share = linked.total() / max(1, meant.total())
    print(
        f"invented drafts, all: {share:.2%} linked, {wrong.total()} wrong; {whole:,} of {references:,} references whole"
    )


def _part(text: str) -> str:
    match = _PART.search(text)
    return match[0] if match else ""


def _cited(made: Imported) -> list[frozenset[str]]:
    """The works of each citation of an article, by the number in their titles."""
    titles = {}
    for entry in re.split(r"\n(?=@)", made.bibliography):
        if key := re.match(r"@\w+\{([^,]+),", entry):
            titles[key[1]] = _part(entry)
    groups = re.findall(r"\[[^\]]*@[^\]]*\]|@\w+", made.body)
    return [frozenset(titles.get(key, key) for key in re.findall(r"@(\w+)", group)) for group in groups]


def _damaged(count: int, seed: int) -> None:
    """Files and strings with bytes changed, cut and doubled: each is read or refused, and nothing else happens."""
    dice = random.Random(seed)
    base = _word_file()
    texts = [invented_drafts.draft(seed, style).text.encode() for seed, style in enumerate(invented_drafts.STYLES)]
    read = refused = 0
    crashes: list[str] = []
    slowest = 0.0
    for number in range(count):
        # Every tenth is a Word file, whose document is damaged within its package; Pandoc is started for each.
        data = _mutated_word(dice, base) if number % 10 == 0 else _mutated(dice, dice.choice(texts))
        begin = time.process_time()
        try:
            article.make(data, "draft" if number % 10 == 0 else f"draft{dice.choice(('.txt', '.txt', ''))}", {})
            read += 1
        except Refused:
            refused += 1
        except Exception as error:
            crashes.append(f"{number}: {type(error).__name__} {error}")
        slowest = max(slowest, time.process_time() - begin)
    print(
        f"damaged drafts: {read:,} read, {refused:,} refused, {len(crashes)} crashes; the slowest took {slowest:.1f} s"
    )
    print(*crashes[:20], sep="\n")


def _mutated(dice: random.Random, data: bytes) -> bytes:
    for _ in range(dice.randint(1, 8)):
        at, length = dice.randrange(len(data) + 1), dice.randint(1, 40)
        what = dice.random()
        if what < 0.4:
            data = data[:at] + bytes(dice.randrange(256) for _ in range(dice.randint(1, 5))) + data[at:]
        elif what < 0.7:
            data = data[:at] + data[at + length :]
        else:
            data = data[:at] + data[at : at + length] * dice.randint(2, 20) + data[at:]
    return data or b"x"


def _word_file() -> dict[str, bytes]:
    """The parts of a Word file of an invented draft."""
    text = invented_drafts.draft(1, "apa").text
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.docx"
        subprocess.run([_pandoc(), "-f", "markdown", "-o", str(path)], input=text, text=True, check=True)
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def _mutated_word(dice: random.Random, parts: dict[str, bytes]) -> bytes:
    changed = dict(parts)
    if dice.random() < 0.7:
        name = dice.choice(("word/document.xml", "word/document.xml", "word/styles.xml", "word/footnotes.xml"))
        text = changed[name]
        start = dice.randrange(len(text))
        tags = (
            b"<w:del>",
            b"</w:p>",
            b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            b"<w:vanish/>",
            b"&lt;",
            b"<w:sdt>",
        )
        changed[name] = text[:start] + dice.choice(tags) + text[start:] if dice.random() < 0.6 else _mutated(dice, text)
    else:
        changed.pop(dice.choice(list(changed)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in changed.items():
            archive.writestr(name, content)
    data = out.getvalue()
    return _mutated(dice, data) if dice.random() < 0.2 else data


def _pandoc() -> str:
    from studenthub.styles.pandoc.worker import pandoc

    return pandoc()[0]


def _long() -> None:
    """Time and memory for a Word file of 3,000 words with 60 references, by hub import in a process of its own."""
    words = "It is known that tired students make more mistakes than those who have slept, and nobody asks why. " * 8
    names = [f"Author{chr(97 + number % 26)}{'x' * (number // 26)}" for number in range(60)]
    works = [f"{name}, A. ({1960 + n}). Title {n}. Example Journal, {n + 1}(2), 3–9." for n, name in enumerate(names)]
    cited = [f"({names[n]}, {1960 + n}; {names[n + 1]}, {1961 + n})" for n in range(0, 59, 2)]
    paragraphs = [f"{words[:-2]} {one}." for one in cited]
    text = "\n\n".join(["# A long draft", *paragraphs[:18], "# References", *works])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [_pandoc(), "-f", "markdown", "-o", str(folder / "long.docx")], input=text, text=True, check=True
        )
        program = (
            "import sys; from pathlib import Path; from studenthub.importer import article; "
            "made = article.make(Path(sys.argv[1]).read_bytes(), 'long.docx', {}); print(made.report.summary)"
        )
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.monotonic()
        command = [sys.executable, "-c", program, str(folder / "long.docx")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = len(re.findall(r"\w+", text))
    passed = time.monotonic() - begin
    print(f"a draft of {size:,} words with 60 references: {worked:.1f} s of CPU time, {passed:.1f} s in all,")
    print(f"  at most {after.ru_maxrss / 1024:.0f} MB; {done.stdout.strip()}")


if __name__ == "__main__":
    main()
