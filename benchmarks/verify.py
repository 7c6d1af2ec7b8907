"""How well ``hub verify`` tells wrong references from right ones, and what it costs.

    python benchmarks/verify.py FILE.bib…             the table, and 1,000 entries through the command
    python benchmarks/verify.py FILE.bib… --show KIND  the cases of a kind that are not as they should be

The bibliographies are the caller's, and nothing of them is kept. The index is a server on this machine; each case is
asked about alone, in an index of all unchanged entries, in which its own record may have the noise of real ones.
"""

from __future__ import annotations

import argparse
import datetime
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import verify_corpus
from index_server import Server
from studenthub.model.sources.verdicts import AGREES, DIFFERS, NOT_FOUND, WRONG_WORK, Verdict
from studenthub.verify.opening import Opened, opened
from verify_corpus import Case, Corpus

#: The day of all cases, so that the future begins at the same place each time.
_NOW = datetime.datetime(2026, 11, 29, 9, 31, tzinfo=datetime.UTC)
#: Runs the command, and says how much memory it took at most: what getrusage says of a child includes its parent.
_RUN = """
import sys
from studenthub.cli import main
main(sys.argv[1:])
sys.stderr.write(open("/proc/self/status").read())
"""


def main() -> None:
    """Build the sets, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.bib")
    parser.add_argument("--most", type=int, default=300, help="cases of each kind (default: 300)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", metavar="KIND", help="print the cases of a kind that are not as they should be")
    options = parser.parse_args()
    corpus = Corpus.of(verify_corpus.read(options.files))
    print(f"{len(corpus.entries):,} entries of {len(options.files)} files\n")
    wrong = [case for case in verify_corpus.wrong_cases(corpus, options.most, options.seed) if _is_shown(case, options)]
    right = [case for case in verify_corpus.right_cases(corpus, options.most, options.seed) if _is_shown(case, options)]
    _table("wrong", "reported", wrong, _ask_all(corpus, wrong), options.show)
    _table("right", "accused", right, _ask_all(corpus, right), options.show)
    if not options.show:
        _cost(corpus)


def _is_shown(case: Case, options: argparse.Namespace) -> bool:
    return options.show is None or options.show in case.kind


def _ask_all(corpus: Corpus, cases: Sequence[Case]) -> list[str]:
    """The verdict on each case."""
    server = Server(corpus.works)
    with server.running() as address:
        asker = opened(at=address, now=_NOW)
        return [_ask(server, asker, case) for case in cases]


def _ask(server: Server, asker: Opened, case: Case) -> str:
    """The verdict on one case, with its own record in the index in place of the unchanged one."""
    source = verify_corpus.source_of(case.entry)
    if source is None:
        return "unreadable"
    with server.index.replaced(case.work):
        answer = asker.inquiry.ask(source)
    if not isinstance(answer, Verdict):
        return f"not asked: {answer.why}"
    return answer.verdict + (f" ({', '.join(answer.differs)})" if answer.differs else "")


def _table(name: str, column: str, cases: Sequence[Case], verdicts: Sequence[str], show: str | None) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case, verdict in zip(cases, verdicts, strict=True):
        word = verdict.split(" ")[0]
        for kind in (case.kind, f"all {name} entries"):
            counts[kind][word] += 1
            counts[kind]["reported"] += word in (DIFFERS, WRONG_WORK, NOT_FOUND)
            counts[kind]["all"] += 1
        if show and (word == AGREES) is (name == "wrong"):
            print(f"--- {case.kind}: {verdict}\n{case.entry.bibtex}{case.work}\n")
    words = (AGREES, DIFFERS, WRONG_WORK, NOT_FOUND)
    print(f"| {name} | cases | {column} | {' | '.join(words)} | other |\n|---|--:|--:|{'--:|' * len(words)}--:|")
    for kind, count in sorted(counts.items(), key=lambda row: row[0].startswith("all ")):
        rest = count["all"] - sum(count[word] for word in words)
        share = f"{100 * count['reported'] / count['all']:.1f} %"
        print(f"| {kind} | {count['all']} | {share} | {' | '.join(str(count[word]) for word in words)} | {rest} |")
    print()


def _cost(corpus: Corpus) -> None:
    """What ``hub verify`` takes for 1,000 entries, in two runs of 500, against a server that answers at once."""
    entries = [entry for entry in corpus.entries if verify_corpus.source_of(entry)][:1000]
    with tempfile.TemporaryDirectory() as folder, Server(corpus.works).running() as address:
        root = Path(folder)
        (root / "docs").mkdir()
        (root / "bib").mkdir()
        (root / "mkdocs.yml").write_text("site_name: Hub\nplugins:\n  - studenthub: {bib_dir: bib}\n")
        (root / "bib/all.bib").write_text("\n".join(entry.bibtex for entry in entries), encoding="utf-8")
        command = [sys.executable, "-c", _RUN, "--root", folder, "verify", "--services", address]
        begin = time.monotonic()
        done = [subprocess.run(command, capture_output=True, text=True, check=False) for _ in range(2)]
        wall = time.monotonic() - begin
        kept = len(list((root / "bib/verified").glob("*.json")))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    memory = max(int(one.stderr.split("VmHWM:")[1].split()[0]) for one in done) / 1024
    print(f"{len(entries):,} entries, {kept:,} answers: {cpu:.1f} s CPU, {wall:.1f} s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
