"""Reads the settings of the site from mkdocs.yml without MkDocs."""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pathspec.gitignore import GitIgnoreSpec

from studenthub import styles
from studenthub.model import settings
from studenthub.model.options import BadSettings
from studenthub.site.settings import NO_FOLDERS, THEME, EditLinks, Levels, SiteSettings

_LOG = logging.getLogger(__name__)
#: The extensions of Python-Markdown that MkDocs puts before those of mkdocs.yml.
_BUILT_IN = ("toc", "tables", "fenced_code")
#: What MkDocs leaves out of docs/, whatever mkdocs.yml says.
_LEFT_OUT = (".*", "/templates/")
_LEVELS = {"warn": logging.WARNING, "info": logging.INFO, "ignore": logging.DEBUG}
#: Where the hosts that MkDocs knows let a file be changed, below the address of a repository.
_EDITORS = {"github.com": "edit/master/docs/", "gitlab.com": "edit/master/docs/", "bitbucket.org": "src/default/docs/"}


def read(root: Path, folder: Path, *, preview: bool = False) -> SiteSettings:
    """The settings in ``root/mkdocs.yml`` of a site that is to be in ``folder``, and has drafts in a ``preview``.

    Raises BadSettings and UnknownStyle.
    """
    config = settings.load(root, _Loader)
    hub = settings.of(root, config)
    if config.get("use_directory_urls") is False:
        raise BadSettings(NO_FOLDERS)
    settings.refuse_remote_sources(hub)
    if "://" in hub.csl:
        raise BadSettings("csl_file in mkdocs.yml is an address, which only mkdocs build fetches")
    extensions = dict(_extensions(config.get("markdown_extensions")))
    config_file = settings.config_file(root)
    _report_others(config)
    return SiteSettings(
        hub=hub,
        style=styles.of_hub(hub),
        folder=folder,
        templates=((root / hub.custom_dir).resolve(), THEME) if hub.custom_dir else (THEME,),
        files=(config_file, *(root / path for path in (*hub.bib_files, *hub.style_files))),
        config_files=(config_file,),
        extensions=tuple(extensions),
        extension_options=extensions,
        levels=_levels(config.get("validation")),
        edit=_edit_links(config),
        excludes=_excludes(config, preview=preview),
    )


def _extensions(rows: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The extensions of Python-Markdown and their options, as MkDocs reads a list or a mapping of them."""
    yield from ((name, {}) for name in _BUILT_IN)
    named = list(rows.items()) if isinstance(rows, dict) else []
    for row in rows if isinstance(rows, list) else ():
        named += list(row.items()) if isinstance(row, dict) else [(str(row), {})]
    for name, options in named:
        yield name, options if isinstance(options, dict) else {}


def _levels(validation: object) -> Levels:
    default = Levels()
    said = validation if isinstance(validation, dict) else {}
    links = said.get("links")
    said = said | links if isinstance(links, dict) else said

    def level(name: str, default: int) -> int:
        return _LEVELS.get(str(said.get(name)), default)

    return Levels(
        level("not_found", default.not_found),
        level("unrecognized_links", default.unrecognized),
        level("absolute_links", default.absolute),
        level("anchors", default.anchors),
    )


def _edit_links(config: Mapping[str, object]) -> EditLinks:
    repo, uri = str(config.get("repo_url") or ""), config.get("edit_uri")
    if uri is None:
        uri = _EDITORS.get(urlsplit(repo).netloc.lower(), "")
    uri = f"{uri}/" if uri and not str(uri).endswith("/") else str(uri)
    return EditLinks(repo, uri, str(config.get("edit_uri_template") or ""))


def _excludes(config: Mapping[str, object], *, preview: bool) -> Callable[[str], bool]:
    names = ("exclude_docs",) if preview else ("exclude_docs", "draft_docs")
    lines = (str(config.get(name) or "").splitlines() for name in names)
    spec = GitIgnoreSpec.from_lines([*_LEFT_OUT, *(line for some in lines for line in some)])
    return spec.match_file


def _report_others(config: Mapping[str, object]) -> None:
    """Say what takes part in a build by MkDocs, and in none without it."""
    plugins, hooks = config.get("plugins"), config.get("hooks")
    names = [next(iter(row)) if isinstance(row, dict) else row for row in plugins] if isinstance(plugins, list) else []
    names = list(plugins) if isinstance(plugins, dict) else names
    others = [str(name) for name in (*names, *(hooks if isinstance(hooks, list) else ())) if name != "studenthub"]
    if others:
        _LOG.warning("without MkDocs, these take no part: %s", ", ".join(others))


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml with its !ENV tags and the functions that it names, as MkDocs does."""


def _function(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> object:
    module, _, name = suffix.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        place = f"mkdocs.yml:{node.start_mark.line + 1}"
        raise BadSettings(f"{place}: there is no {suffix} to be had: {error}") from None


def _variable(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    """The first environment variable of those named that is set; the last of several names is the default."""
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(node.value))
    *names, default = loader.construct_sequence(node)
    return next((os.environ[name] for name in names if name in os.environ), default)


def _unknown(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> object:
    raise BadSettings(f"mkdocs.yml:{node.start_mark.line + 1}: the tag {suffix} is read by MkDocs alone")


_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", _function)
_Loader.add_multi_constructor("", _unknown)
_Loader.add_constructor("!ENV", _variable)
