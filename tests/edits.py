"""A small hub of random articles, and the edits that people make in one."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import hubs

_WORDS = ("sleep", "consent", "ward", "ethics", "record", "call", "exam", "letter")

#: The articles that pages link to.
LINKED = ("a1", "a2")
#: The templates that are edited.
TEMPLATES = ("article.html", "base.html", "partials/byline.html")
BIB = "".join(
    f"@article{{key{n}, author = {{Author, {name} and Writer, W.}}, title = {{Title {n}}}, journal = {{Journal}}, "
    f"year = {{20{10 + n}}}, doi = {{10.1234/{n}}}}}\n"
    for n, name in enumerate("ABCDEF")
)


def body(rng: random.Random) -> str:
    words = " ".join(rng.choices(_WORDS, k=12))
    keys = rng.sample(range(6), 2)
    return f"## {words.title()[:20]}\n\nText {words} [@key{keys[0]}; @key{keys[1]}, p. {rng.randint(1, 99)}].\n"


def article(rng: random.Random, number: int) -> str:
    return hubs.article(
        body(rng),
        title=f"Article {number} on {rng.choice(_WORDS)}",
        date=f"202{rng.randint(0, 4)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}",
        authors=f'[{{name: "Author, {rng.choice("ABC")}.", affiliation: University of Example}}]',
        topics=f"[{rng.choice(['testing', 'sleeping'])}]",
    )


def hub(folder: Path, rng: random.Random) -> Path:
    files = {f"docs/articles/a{n}.md": article(rng, n) for n in range(5)}
    hubs.write(
        folder,
        files
        | {
            "docs/index.md": "---\ntitle: Home\ndescription: A hub of tests.\n---\n\nSee [one](articles/a1.md).\n",
            "docs/write/index.md": "# Guide\n\nLike [this one](../articles/a2.md#references).\n",
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/topics/sleeping.md": "---\nname: Sleeping\n---\n",
            "bib/references.bib": BIB,
        },
    )
    hubs.own_templates(folder, *TEMPLATES, "assets/hub.css")
    return folder


# --- edits ------------------------------------------------------------------------------------------------------------


def _any(rng: random.Random, folder: Path) -> Path:
    return rng.choice(sorted((folder / "docs/articles").glob("*.md")))


def _unlinked(rng: random.Random, folder: Path) -> Path:
    """An article that can go: a dead link would be a problem that stops the build. There is always one."""
    free = [path for path in sorted((folder / "docs/articles").glob("*.md")) if path.stem not in LINKED]
    if len(free) < 2:
        add_article(rng, folder)
        return _unlinked(rng, folder)
    return rng.choice(free)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1))


def add_text(rng: random.Random, folder: Path) -> None:
    path = _any(rng, folder)
    path.write_text(f"{path.read_text()}\n{body(rng)}")


def change_title(rng: random.Random, folder: Path) -> None:
    change(_any(rng, folder), "title: Article", f"title: Article {rng.choice(_WORDS)} or")


def change_date(rng: random.Random, folder: Path) -> None:
    change(_any(rng, folder), "date: 202", f"date: 201{rng.randint(0, 9)}-01-02 # 202")


def change_author(rng: random.Random, folder: Path) -> None:
    change(_any(rng, folder), 'name: "Author, ', 'year_of_study: 3, name: "Author, Z')


def retract(rng: random.Random, folder: Path) -> None:
    path = _any(rng, folder)
    if "changes:" not in path.read_text():
        retracted = '{date: 2025-02-03, kind: retraction, note: "It was not so at all."}'
        change(path, "---\n\n", f"changes: [{retracted}]\n---\n\n")


def add_article(rng: random.Random, folder: Path) -> None:
    number = rng.randint(10, 99)
    (folder / f"docs/articles/a{number}.md").write_text(article(rng, number))


def rename_article(rng: random.Random, folder: Path) -> None:
    path = _unlinked(rng, folder)
    path.rename(path.with_name(f"b{rng.randint(10, 99)}.md"))


def delete_article(rng: random.Random, folder: Path) -> None:
    _unlinked(rng, folder).unlink()


def draft_article(rng: random.Random, folder: Path) -> None:
    path = _unlinked(rng, folder)
    if "draft:" not in path.read_text():
        change(path, "title:", "draft: true\ntitle:")


def change_source(rng: random.Random, folder: Path) -> None:
    number = rng.randint(0, 5)
    change(folder / "bib/references.bib", f"{{Title {number}", f"{{Title {number} anew")


def add_source_file(rng: random.Random, folder: Path) -> None:
    entry = "@book{book1, author = {Author, Q.}, title = {A book}, publisher = {Press}, year = {2001}}\n"
    (folder / "bib/more.bib").write_text(entry)
    path = _any(rng, folder)
    path.write_text(f"{path.read_text()}\nAs in @book1.\n")


def describe_author(rng: random.Random, folder: Path) -> None:
    path = folder / "docs/authors/author-a.md"
    path.parent.mkdir(exist_ok=True)
    said = f"Writes about {rng.choice(_WORDS)} and nothing else."
    path.write_text(f"---\nname: Author, A.\ndescription: {said}\n---\n\nHello.\n")


def rename_topic(rng: random.Random, folder: Path) -> None:
    (folder / "docs/topics/sleeping.md").write_text(f"---\nname: Sleeping or {rng.choice(_WORDS)}\n---\n\nA topic.\n")


def change_guide(rng: random.Random, folder: Path) -> None:
    path = folder / "docs/write/index.md"
    path.write_text(f"# Guide\n\nLike [that one](../articles/{rng.choice(LINKED)}.md#references).\n")


def change_template(rng: random.Random, folder: Path) -> None:
    path = folder / "overrides" / rng.choice(TEMPLATES)
    path.write_text(path.read_text().replace("</", f"{{# {rng.random()} #}}</", 1))
    change(folder / "overrides/article.html", "Related articles", rng.choice(["Related articles", "More articles"]))


def change_stylesheet(rng: random.Random, folder: Path) -> None:
    path = folder / "overrides/assets/hub.css"
    path.write_text(f"{path.read_text()}\n.x{rng.randint(0, 99)} {{ color: red }}\n")


def change_settings(rng: random.Random, folder: Path) -> None:
    path = folder / "mkdocs.yml"
    before, name = path.read_text(), rng.choice(_WORDS)
    lines = [line for line in before.splitlines() if not line.startswith(("site_name", "extra"))]
    extra = f"extra: {{disclaimer: No advice on {name}.}}"
    path.write_text("\n".join([f"site_name: Hub of {name}", extra, *lines, ""]))


def change_style(rng: random.Random, folder: Path) -> None:
    path = folder / "mkdocs.yml"
    style = rng.choice(["apa", "nlm-citation-sequence", "ieee"])
    plugin = f"  - studenthub: {{bib_dir: bib, csl: {style}}}"
    lines = [plugin if "- studenthub" in line else line for line in path.read_text().splitlines()]
    path.write_text("\n".join([*lines, ""]))


def nothing(rng: random.Random, folder: Path) -> None:
    pass


EDITS: tuple[Callable[[random.Random, Path], None], ...] = (
    add_text, change_title, change_date, change_author, retract, add_article, rename_article, delete_article,
    draft_article, change_source, add_source_file, describe_author, rename_topic, change_guide, change_template,
    change_stylesheet, change_settings, change_style, nothing,
)  # fmt: skip
#: Those after which a preview builds nothing anew.
IN_TEXTS = (
    add_text, change_title, change_date, change_author, retract, draft_article, change_source, rename_topic,
    change_guide, nothing,
)  # fmt: skip
