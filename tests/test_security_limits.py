# ruff: noqa: E501 - one faulty file a line, however long it is
"""Pages that would take the time of all the others, and files that no parser expects."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

import hubs
import vectors
from studenthub import hub
from studenthub.markup import guard
from studenthub.model.settings import Settings
from studenthub.model.sources import bibliography
from studenthub.source import limits
from studenthub.source.text import Text
from texts import quadratic, work
from vectors import Converter

HEAD = "---\ntitle: x\n---\n"


@pytest.fixture(scope="module")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Converter:
    return Converter(tmp_path_factory.mktemp("hub"))


#: What takes the square of its length somewhere in Python-Markdown or its extensions, or did once.
REPEATED = [
    *("[", "![", "[a](", "[a](<", "[a][", "[^a", "[@a ", "[@one2001 ", "[-@", "@a ", "[a] [b] "),
    *("*a **b ", "_a __b ", "~", "~a~", "^a^", "==a ", "`", "``a ", "++a", "\\*", "&a;", "<", "<![", "<!--", "<a "),
    *("# a\n", "# a\n\n", "a\n===\n", "a\n\n", "> ", "> - ", "- ", "1. ", ": a\n", "a\n: b\n\n", "|a|b|\n|-|-|\n"),
    *('=== "a"\n', "!!! note\n    a\n\n", "```\n", "~~~ { .py }\n", "*[a]: b\n\n", "[^a]: b\n\n", "[a]: b\n\n"),
    *("- [ ] a\n", "$$", '"[', "{: a=b }", "*a*{: a=b } ", "a ", "\n", " ", "\t"),
    # What came of trying mixtures of these by chance.
    *("a^b c", "a~b c", "^'<a \"&", "[@\n> ", "++\n|[^][", "``\\\n# a^", "@one2001\n# b ", "\t:", "\t\u200b", "::\n\n"),
    *("-->\\(<a ", "](  \\(é", "\\[a ", "^\n\n", "\n$$\n", "\n> http://.b"),
    *("]:aa\n\n", "- \n# ===???!!!", "'\n# 2001-01-01", "a" * 50 + "\n", "x.w", "h", "A", "1-", "é", "字"),
]


@pytest.mark.parametrize("repeated", REPEATED, ids=repr)
def test_a_hostile_page_takes_time_as_its_length(converter: Converter, repeated: str) -> None:
    """And never as long as a page may take."""

    def convert(text: str) -> None:
        short, _ = limits.truncated(Text("docs/articles/a.md", HEAD + text))
        assert "takes longer than" not in converter.html(short.content[len(HEAD) :])

    assert quadratic(convert, [repeated], size=32_000) == []


def test_a_long_article_is_within_the_limits(converter: Converter) -> None:
    feature = (vectors.HOSTILE / "every_feature.md").read_text(encoding="utf-8").partition("[^1]: ")[0]
    text = HEAD + feature * (limits.LONGEST // len(feature) - 1)
    assert len(text) > 190_000
    short, problems = limits.truncated(Text("docs/articles/a.md", text))
    assert problems == []
    assert short.content == text


def test_what_is_beyond_a_limit_is_cut_off_and_said() -> None:
    for line, said in (
        ("[ " * 9000, "7:1: HUB004 a paragraph here has too many brackets or other signs"),
        ("a" * 9000, "7:1: HUB004 a word here has more than 2000 characters"),
        (" " * 9000 + "a", "5:6: HUB004 there are more than 1000 spaces in a row here"),
        ("[\n\n" * 9000, "10005:1: HUB004 this page has more than 5000 brackets"),
        ("> " * 40 + "a", "7:1: HUB004 lists or quotations are nested too deeply here"),
        ("@a\n# b\n" * 3000, "2004:1: HUB004 this page has more than 1000 headings and rules"),
        ("a ^ b\n" * 3000, "7:1: HUB004 a paragraph here has too many brackets or other signs"),
        ("a[^1]\n\n" * 1100, "2005:2: HUB004 this page has more than 1000 footnotes"),
        ("[TOC]\n\n" * 6, "15:1: HUB004 this page has more than 5 lists of its headings"),
        (f"*[a]: {'a ' * 101}\n\n", "7:1: HUB004 this abbreviation stands for more than 200 characters"),
    ):
        text = Text("docs/articles/a.md", f"{HEAD}\nFine.\n\n{line}\n\nFine.\n")
        short, problems = limits.truncated(text)
        assert [str(problem).partition(" (")[0] for problem in problems] == [f"docs/articles/a.md:{said}"]
        assert text.content.startswith(short.content)
        assert short.content.endswith("\n")
        # What is left is within all limits, and not only within the one that is said.
        assert limits.truncated(short) == (short, [])


def test_a_page_has_a_budget_of_time() -> None:
    def slow(text: str) -> str:
        while True:
            text = text[::-1]

    start = time.process_time()
    with pytest.raises(guard.PageFailed, match="longer than 0 seconds"):
        guard.run(slow, "a" * 1000, 0.3)
    assert time.process_time() - start < 1


def test_the_work_of_other_threads_is_not_a_pages_own() -> None:
    """A hub of 10,000 articles has citations formatted for ten seconds while its first page waits."""

    def busy() -> None:
        end = time.thread_time() + 0.6
        while time.thread_time() < end:
            sum(range(10_000))

    def waits(text: str) -> str:
        worker = threading.Thread(target=busy)
        worker.start()
        worker.join()
        return text

    assert guard.run(waits, "a", 0.2) == "a"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RecursionError(), "lists or quotations in this page are nested too deeply"),
        (LookupError("the tag of nothing"), r"not of the text \(LookupError: the tag of nothing\)"),
    ],
)
def test_what_an_extension_raises_is_said_of_the_page(error: Exception, said: str) -> None:
    def fails(text: str) -> str:
        raise error

    with pytest.raises(guard.PageFailed, match=said):
        guard.run(fails, "a")


def test_in_the_thread_of_a_server_a_page_is_converted_without_an_alarm() -> None:
    made: list[str] = []
    thread = threading.Thread(target=lambda: made.append(guard.run(str.upper, "a", 0.01)))
    thread.start()
    thread.join()
    assert made == ["A"]


def test_what_swallows_exceptions_is_stopped_as_well() -> None:
    def stubborn(text: str) -> str:
        while True:
            try:
                while True:
                    text = text[::-1]
            except Exception:  # as libraries do
                continue

    with pytest.raises(guard.PageFailed):
        guard.run(stubborn, "a" * 1000, 0.2)


def test_a_page_that_fails_is_an_error_of_its_own(tmp_path: Path) -> None:
    """An extension that raises: the page says so, the message names it, and the others are checked all the same."""
    extension = (
        "from markdown.extensions import Extension\n"
        "from markdown.preprocessors import Preprocessor\n"
        "class Raises(Preprocessor):\n"
        "    def run(self, lines):\n"
        "        if any('trap' in line for line in lines): raise ValueError('fell into it')\n"
        "        return lines\n"
        "class Trap(Extension):\n"
        "    def extendMarkdown(self, md): md.preprocessors.register(Raises(md), 'trap', 50)\n"
        "def makeExtension(**options): return Trap(**options)\n"
    )
    hubs.write(
        tmp_path,
        {
            "mkdocs.yml": hubs.MKDOCS_YML.replace("[admonition,", "[traps, admonition,"),
            "traps.py": extension,
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/a.md": hubs.article("A trap."),
            "docs/articles/b.md": hubs.article("Another trap."),
        },
    )
    built = hubs.build(tmp_path)
    assert built.status == 1
    for name in "ab":
        assert (
            f"docs/articles/{name}.md:1:1: HUB003 this page cannot be converted; this is a fault of the hub or of an "
            "extension, and not of the text (ValueError: fell into it)"
        ) in built.output
    assert "Traceback" not in built.output
    assert 'traps.py", line' in hubs.build(tmp_path, "--verbose").output


# --- files that no parser expects ------------------------------------------------------------------------------------

F = "---\ntitle: A title\n"
#: 60 faulty articles.
FAULTY: Mapping[str, bytes] = {
    name: text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    for name, text in {
        "empty": "", "blank": "\n\n", "nul": "\0", "only-fence": "---", "two-fences": "---\n---", "never-closed": F,
        "no-front-matter": "Text.", "utf-16": "---\ntitle: é\n---\n".encode("utf-16"), "latin-1": "title: é".encode("latin-1"),
        "utf-8-bom-twice": b"\xef\xbb\xbf\xef\xbb\xbf---\n", "half-character": b"---\ntitle: \xc3\n---\n",
        "surrogate": "---\ntitle: \ud800\n---\n", "carriage-returns": "---\rtitle: a\r---\rText.", "binary": bytes(range(256)) * 20,
        "png": b"\x89PNG\r\n\x1a\n" + bytes(100), "zip": b"PK\x03\x04" + bytes(100), "tab": "---\n\ttitle: a\n---\n",
        "colon": "---\ntitle: a: b\n---\n", "list": "---\n- a\n---\n", "scalar": "---\na\n---\n", "number": "---\n1\n---\n",
        "null": "---\nnull\n---\n", "anchor": "---\na: &a [b]\nc: *a\n---\n", "merge": "---\na: &a {b: c}\n<<: *a\n---\n",
        "bomb": "---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n---\n", "python": "---\na: !!python/object/apply:os.system [ls]\n---\n",
        "tag": "---\na: !a b\n---\n", "set": "---\n? a\n---\n", "key-is-list": "---\n? [a]\n: b\n---\n", "twice": F + "title: b\n---\n",
        "huge-number": "---\ntitle: 0x" + "f" * 7000 + "\n---\n", "long": "---\ntitle: " + "a" * 9000 + "\n---\n",
        "nested": "---\na: " + "[" * 500 + "]" * 500 + "\n---\n", "nested-maps": "---\n" + "".join(" " * n + "a:\n" for n in range(60)) + "---\n",
        "unclosed-quote": "---\ntitle: \"a\n---\n", "unclosed-bracket": "---\ntags: [a\n---\n", "escape": '---\ntitle: "\\x"\n---\n',
        "date": "---\ndate: 2024-13-45\n---\n", "date-is-list": "---\ndate: [1]\n---\n", "authors-is-map": "---\nauthors: {a: b}\n---\n",
        "authors-deep": "---\nauthors: [[[a]]]\n---\n", "boolean-title": "---\ntitle: yes\n---\n", "empty-fields": "---\ntitle:\nauthors:\ndate:\n---\n",
        "two-documents": "---\ntitle: a\n--- \n---\nb: c\n---\n", "directive": "---\n%YAML 1.1\n---\n", "control": "---\ntitle: a\x07b\n---\n",
        "template": F + "template: /etc/passwd\n---\n", "unicode-line": "---\ntitle: a\u2028b\n---\n", "bidi": "---\ntitle: a\u202eb\n---\n",
        "cite-open": F + "---\n[@", "cite-nothing": F + "---\n[@; @; ;;]", "cite-odd": F + "---\n[@a{b}c, p. 3 [@d]]\n[-@-@]\n",
        "fence-open": F + "---\n```\n[@a", "link-host": F + "---\n[x](http://[insert link])", "attribute": F + "---\n[a](b){: href }",
        "declaration": F + "---\n<![>", "placeholder": F + "---\nwzxhzdk:0 \x02wzxhzdk:0\x03", "deep-list": F + "---\n" + "".join("    " * n + "- a\n" for n in range(200)),
        "deep-quote": F + "---\n" + ">" * 3000 + " a", "long-line": F + "---\n" + "a" * 300_000,
    }.items()
}  # fmt: skip


def write_faulty(folder: Path) -> Path:
    hubs.write(folder, {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/fine.md": hubs.article("Fine.")})
    for name, content in FAULTY.items():
        (folder / f"docs/articles/faulty-{name}.md").write_bytes(content)
    return folder


def test_faulty_files_bring_messages_and_no_traceback(tmp_path: Path) -> None:
    assert len(FAULTY) == 60
    write_faulty(tmp_path)
    built = hubs.build(tmp_path)
    assert built.status == 1
    assert "Traceback" not in built.output
    for name in FAULTY:
        assert f"docs/articles/faulty-{name}.md:" in built.output
    assert "docs/articles/fine.md" not in built.output
    checked = hubs.run(tmp_path, ["hub", "check"])
    assert checked.status == 1
    assert "Traceback" not in checked.output


def test_a_preview_shows_the_other_pages(tmp_path: Path) -> None:
    hubs.needs_a_program()
    write_faulty(tmp_path)
    script = (
        "from mkdocs.config import load_config\nfrom mkdocs.commands.build import build\n"
        "config = load_config('mkdocs.yml')\nconfig.plugins.on_startup(command='serve', dirty=False)\n"
        "build(config, serve_url='http://127.0.0.1/')\nconfig.plugins.on_shutdown()\n"
    )
    (tmp_path / "preview.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "preview.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Fine." in (tmp_path / "site/articles/fine/index.html").read_text(encoding="utf-8")


def test_the_corpus_of_bibliographies_brings_no_traceback(shared: Path, tmp_path: Path) -> None:
    files = sorted((shared / "data/bib_corpus").glob("*.bib"))
    assert len(files) > 60
    hubs.write(tmp_path, {})
    for path in files:
        (tmp_path / "bib" / path.name).write_bytes(path.read_bytes())
    assert "Traceback" not in hubs.build(tmp_path).output


def test_bombs_in_bibliographies_go_off_nowhere() -> None:
    strings = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(40))
    for bomb in (f'@string{{s0 = "aaaaaaaaaa"}}\n{strings}@misc{{a, title = s40}}', "@misc{a, title = " + "{" * 20_000,
                 "@misc{a, title = " + "{" * 5_000 + "}" * 5_000 + "}", "@a{" * 10_000, "@string{a = a # a}"):  # fmt: skip
        assert work(lambda content: bibliography.read([Text("bib/a.bib", content)]), bomb, 40) < 40


# --- names and places ------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return hubs.write(
        tmp_path / "hub", {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/fine.md": hubs.article("Fine.")}
    )


@pytest.mark.parametrize(
    "name",
    [
        "docs/articles/drawing.pdf",
        "docs/articles/page.html",
        "docs/articles/script.js",
        "docs/articles/program.exe",
        "docs/articles/picture.png.html",
        "docs/articles/no-ending",
        "docs/articles/Capital.md",
        "docs/articles/a b.md",
        "docs/articles/index.html",
        "docs/authors/x.html",
        "docs/topics/testing/index.html",
        "docs/assets/hub.css",
        "docs/assets/hub.js",
        "docs/assets/javascripts/bundle.min.js",
        "docs/index.html",
        "docs/articles/fine.jpg",
    ],
)
def test_files_that_may_not_be_published(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if name == "docs/assets/javascripts/bundle.min.js":
        import material

        bundle = next((Path(material.__file__).parent / "templates/assets/javascripts").glob("bundle.*.js"))
        path = path.with_name(bundle.name)
    path.write_text(hubs.article() if path.suffix == ".md" else "<script>alert(1)</script>", encoding="utf-8")
    built = hubs.build(folder)
    assert built.status == 1, built.output
    assert path.relative_to(folder).as_posix() in built.output
    assert "Traceback" not in built.output
    assert not (folder / "site").exists()


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("docs/articles/x.md", "/etc/passwd"),
        ("docs/articles/x.md", "/dev/zero"),
        ("docs/articles/x.md", "x.md"),
        ("docs/articles/x.md", "nowhere"),
        ("docs/x.txt", "/etc/passwd"),
        ("docs/articles/x.png", "/etc/passwd"),
        ("docs/more", "/etc"),
        ("docs/x.txt", "../mkdocs.yml"),
    ],
)
def test_links_out_of_the_hub_are_not_published(folder: Path, name: str, target: str) -> None:
    (folder / name).symlink_to(target)
    built = hubs.build(folder)
    assert "Traceback" not in built.output
    assert "root:" not in built.output
    published = [path for path in (folder / "site").rglob("*") if path.is_file()]
    assert not [path for path in published if b"root:" in path.read_bytes() or path.name == "hostname"]
    assert built.status == 1


@pytest.mark.parametrize("target", ["/etc/passwd", "/dev/zero", "nowhere", "a pipe"])
@pytest.mark.parametrize("option", ["bib_dir: bib", "bib_file: bib/a.bib"])
def test_a_bibliography_is_a_file(folder: Path, option: str, target: str) -> None:
    """Whatever else is in its place is neither followed nor waited for, and is told."""
    settings, bib = folder / "mkdocs.yml", folder / "bib/a.bib"
    settings.write_text(settings.read_text(encoding="utf-8").replace("bib_dir: bib", option), encoding="utf-8")
    if target == "a pipe":
        os.mkfifo(bib)
    else:
        bib.symlink_to(target)
    built = hubs.build(folder)
    assert built.status == 1
    assert "bib/a.bib:1:1: HUB002 this file cannot be read: " in built.output
    assert "Traceback" not in built.output


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "docs/articles/pipe.md")
    assert hubs.build(folder).status == 1


def test_a_name_that_is_no_text(folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder / "docs/articles") + b"/\xff\xfe.md"))).write_text("x", encoding="utf-8")
    built = hubs.build(folder)
    assert built.status == 1
    assert "Traceback" not in built.output


def test_reading_a_hub_of_faults_raises_nothing(tmp_path: Path) -> None:
    write_faulty(tmp_path)
    found = hub.read(Settings(tmp_path), unpublished=True)
    assert len(found.problems) >= 60
