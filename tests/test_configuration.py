"""What ``hub build`` reads of mkdocs.yml, as MkDocs does, and what it leaves to MkDocs."""

from __future__ import annotations

import logging
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

import hubs
from studenthub.model.options import BadSettings
from studenthub.site import configuration
from studenthub.site.settings import EditLinks, SiteSettings

FUNCTION = "markdown_extensions:\n  - toc:\n      slugify: !!python/name:%s\n"


def read(folder: Path, lines: str = "", *, plugin: str = "bib_dir: bib", preview: bool = False) -> SiteSettings:
    written = hubs.MKDOCS_YML.partition("markdown_extensions:")[0].replace("bib_dir: bib", plugin)
    hubs.write(folder, {"mkdocs.yml": written + lines})
    return configuration.read(folder, folder / "site", preview=preview)


@pytest.mark.parametrize(
    ("lines", "plugin", "said"),
    [
        ("use_directory_urls: false\n", "bib_dir: bib", "use_directory_urls in mkdocs.yml must be true"),
        ("", "bib_file: 'https://example.org/a.bib'", "only MkDocs fetches them"),
        ("", "csl_file: 'https://example.org/a.csl'", "which only mkdocs build fetches"),
        (FUNCTION % "nowhere.at_all", "bib_dir: bib", "mkdocs.yml:8: there is no nowhere.at_all to be had"),
        (FUNCTION % "html.nothing", "bib_dir: bib", "mkdocs.yml:8: there is no html.nothing to be had"),
        ("extra: {one: !relative two}\n", "bib_dir: bib", "mkdocs.yml:6: the tag !relative is read by MkDocs alone"),
    ],
)
def test_what_only_mkdocs_can_do_is_refused(lines: str, plugin: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=said):
        read(tmp_path, lines, plugin=plugin)


def test_a_function_is_the_one_that_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, FUNCTION % "xml.etree.ElementTree.tostring")
    assert found.extension_options["toc"]["slugify"] is ElementTree.tostring


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("!ENV SET", "yes"),
        ("!ENV UNSET", None),
        ("!ENV [UNSET, SET, default]", "yes"),
        ("!ENV [UNSET, default]", "default"),
    ],
)
def test_variables_of_the_environment_are_read(
    written: str, value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SET", "yes")
    monkeypatch.delenv("UNSET", raising=False)
    found = read(tmp_path, f"markdown_extensions: [{{toc: {{title: {written}}}}}]\n")
    assert found.extension_options["toc"]["title"] == value


@pytest.mark.parametrize(
    ("lines", "plugins", "said"),
    [
        ("", "", ""),
        ("hooks: [own.py]\n", "", "own.py"),
        ("", "  - search\n  - {tags: {}}\n", "search, tags"),
    ],
)
def test_what_takes_no_part_is_named(
    lines: str, plugins: str, said: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        written = hubs.MKDOCS_YML.replace("markdown_extensions:", f"{plugins}markdown_extensions:") + lines
        hubs.write(tmp_path, {"mkdocs.yml": written})
        configuration.read(tmp_path, tmp_path / "site")
    assert caplog.messages == ([f"without MkDocs, these take no part: {said}"] if said else [])


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        ("", ""),
        ("repo_url: https://github.com/a/b\n", "https://github.com/a/b/edit/master/docs/x.md"),
        ("repo_url: https://example.org/a/b/\n", ""),
        ("repo_url: https://github.com/a/b\nedit_uri: blob/main/docs\n", "https://github.com/a/b/blob/main/docs/x.md"),
        ("repo_url: https://github.com/a/b\nedit_uri: ''\n", ""),
        ("edit_uri_template: 'https://e.org/{path_noext}'\n", "https://e.org/x"),
        ("repo_url: https://e.org/a\nedit_uri: '?file='\n", "https://e.org/a?file=/x.md"),
    ],
)
def test_a_page_is_edited_where_mkdocs_says(lines: str, address: str, tmp_path: Path) -> None:
    assert read(tmp_path, lines).edit.of("x.md") == address


def test_where_nobody_says_a_page_is_edited_there_is_no_address() -> None:
    assert EditLinks("https://github.com/a/b").of("x.md") == ""


def test_drafts_are_left_out_of_all_but_a_preview(tmp_path: Path) -> None:
    lines = "exclude_docs: |\n  out/\ndraft_docs: |\n  later.md\n"
    excluded = {
        preview: [path for path in ("out/a.md", "later.md", "a.md", ".git/a", "templates/a") if leaves_out(path)]
        for preview in (False, True)
        if (leaves_out := read(tmp_path, lines, preview=preview).excludes)
    }
    assert excluded == {
        False: ["out/a.md", "later.md", ".git/a", "templates/a"],
        True: ["out/a.md", ".git/a", "templates/a"],
    }


def test_levels_of_warnings_are_those_of_mkdocs(tmp_path: Path) -> None:
    levels = read(tmp_path, "validation: {anchors: warn, links: {not_found: ignore, absolute_links: warn}}\n").levels
    assert (levels.not_found, levels.unrecognized, levels.absolute, levels.anchors) == (
        logging.DEBUG,
        logging.INFO,
        logging.WARNING,
        logging.WARNING,
    )
