"""The settings in mkdocs.yml, from MkDocs' values to the hub's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel, set_exclusions

from mkdocs_studenthub import private
from mkdocs_studenthub.bibtex_front import BibTexFront
from studenthub import styles
from studenthub.model import appearance
from studenthub.model import options as hub_options
from studenthub.model.options import BadSettings, ReferenceLists
from studenthub.model.settings import Settings, as_folder, branch, nav_items
from studenthub.parse import languages
from studenthub.site.settings import NO_FOLDERS, THEME, EditLinks, Levels, SiteSettings


def read(plugin: BibTexFront, config: MkDocsConfig, *, preview: bool) -> SiteSettings:
    """All settings. Raises BadSettings, also where a bibliography cannot be fetched, and UnknownStyle."""
    if not config.use_directory_urls:
        raise BadSettings(NO_FOLDERS)
    hub = _hub(plugin, config, _address(config, preview=preview))
    config_files = (Path(config.config_file_path),)
    return SiteSettings(
        hub=hub,
        style=styles.of_hub(hub),
        folder=Path(config.site_dir),
        templates=_templates(config),
        files=(*config_files, *(hub.root / path for path in (*hub.bib_files, *hub.style_files))),
        config_files=config_files,
        extensions=tuple(config.markdown_extensions),
        extension_options=config.mdx_configs or {},
        levels=_levels(config),
        edit=EditLinks(config.repo_url or "", config.edit_uri or "", str(config.edit_uri_template or "")),
        bibs=plugin.remote_bibs(),
        door=Path(__file__).parent,
        others=tuple(_others(config)),
        excludes=cache(partial(_excludes, config, preview)),
    )


def _hub(plugin: BibTexFront, config: MkDocsConfig, address: str) -> Settings:
    """The settings that the core has of its own; ``address`` is that of the site."""
    root, options = Path(config.config_file_path).resolve().parent, plugin.config
    own = dict(hub_options.agreed({option.name: options[option.name] for option in hub_options.OWN}))
    if csl_file := plugin.csl_path(config):
        own["csl"] = csl_file
    return Settings(
        root=root,
        docs_dir=Path(config.docs_dir).relative_to(root).as_posix(),
        bib_files=plugin.local_bib_files(config),
        site_name=config.site_name,
        site_url=address,
        site_description=config.site_description or "",
        repo_url=config.repo_url or "",
        branch=branch(private.written(config, "edit_uri")),
        extra=config.extra,
        nav=tuple(nav_items(config.nav)),
        appearance=appearance.read(
            {name: private.written(config, name) for name in appearance.NAMES},
            [Path(config.docs_dir), *([Path(config.theme.custom_dir)] if config.theme.custom_dir else [])],
        ),
        reference_lists=ReferenceLists.of(options),
        **own,
    )


def _address(config: MkDocsConfig, *, preview: bool) -> str:
    """Where the site is published. MkDocs' server puts its own address in the place of it, which nobody is to cite."""
    return as_folder(str(private.written(config, "site_url") or "")) if preview else config.site_url or ""


def _templates(config: MkDocsConfig) -> tuple[Path, ...]:
    """The folders of templates. Where mkdocs.yml names another theme than the hub's, this comes before it."""
    own = [str(config.theme.custom_dir)] if config.theme.custom_dir else []
    dirs = config.theme.dirs
    if str(THEME) not in dirs:
        dirs.insert(len(own), str(THEME))
    return (*map(Path, own), THEME)


def speak(config: MkDocsConfig, language: str) -> None:
    """Let Material use its own words for the hub's ``language``, where it has them."""
    spoken = languages.primary(language)
    if any((Path(folder) / f"partials/languages/{spoken}.html").is_file() for folder in config.theme.dirs):
        config.theme["language"] = spoken


def _levels(config: MkDocsConfig) -> Levels:
    links = config.validation.links
    # Links that begin with a slash are errors of our own, whatever MkDocs would make of them.
    absolute = links.absolute_links if isinstance(links.absolute_links, int) else 0
    return Levels(links.not_found, links.unrecognized_links, absolute, links.anchors)


def _others(config: MkDocsConfig) -> Iterable[str]:
    """The names of the other plugins and hooks that take part."""
    yield from (name for name in config.plugins if name != "studenthub")
    yield from map(str, config.hooks)


def _excludes(config: MkDocsConfig, preview: bool, path: str) -> bool:
    """Whether exclude_docs or draft_docs in mkdocs.yml leaves out a file, whose path is relative to docs/."""
    file = File(path, config.docs_dir, config.site_dir, config.use_directory_urls)
    set_exclusions([file], config)
    return file.inclusion == InclusionLevel.EXCLUDED or (file.inclusion == InclusionLevel.DRAFT and not preview)
