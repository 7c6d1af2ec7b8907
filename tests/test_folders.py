"""The one walk through a folder, and what its users leave out."""

from __future__ import annotations

from pathlib import Path

from studenthub.model.settings import bib_files
from studenthub.site.folder.manifest import files
from studenthub.source.files import Folder
from studenthub.source.folders import walk


def tree(folder: Path) -> Path:
    for name in ("a.md", "b/c.md", "b/.d.md", ".e/f.md", "b/x.bib", ".e/y.bib"):
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/secret.md").write_text("not ours")
    (folder / "docs/link").symlink_to(folder / "elsewhere")
    (folder / "docs/loop").symlink_to(folder / "docs")
    (folder / "docs/broken.md").symlink_to("nowhere.md")
    return folder / "docs"


def test_links_are_named_and_never_followed(tmp_path: Path) -> None:
    found = {path: entry.is_symlink() for path, entry in walk(tree(tmp_path))}
    assert found == {
        **dict.fromkeys(["a.md", "b", "b/c.md", "b/x.bib"], False),
        **dict.fromkeys(["link", "loop", "broken.md"], True),
    }


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert list(walk(tmp_path / "nothing")) == []
    (tmp_path / "file").touch()
    assert list(walk(tmp_path / "file")) == []


def test_what_is_left_out_is_not_entered(tmp_path: Path) -> None:
    asked: list[str] = []
    found = {path for path, _ in walk(tree(tmp_path), skip=lambda path: asked.append(path) or path == "b")}  # type: ignore[func-returns-value]
    assert "b" in asked
    assert not {path for path in found | set(asked) if path.startswith("b/")}
    assert ".e/f.md" in found


def test_each_user_of_it_sees_what_it_needs(tmp_path: Path) -> None:
    docs = tree(tmp_path)
    assert {path: file.plain for path, file in Folder.read(tmp_path, "docs").files.items()} == {
        **dict.fromkeys(["a.md", "b/c.md", "b/x.bib"], True),
        **dict.fromkeys(["link", "loop", "broken.md"], False),
    }
    assert bib_files(tmp_path, "docs") == ("docs/.e/y.bib", "docs/b/x.bib")
    assert bib_files(tmp_path, "./docs/b") == ("docs/b/x.bib",)
    # Of a site, what is hidden at its top, such as .git, is none of ours; .well-known below is.
    assert {path for path, _ in files(docs)} == {"a.md", "b/c.md", "b/.d.md", "b/x.bib", "broken.md", "link", "loop"}
