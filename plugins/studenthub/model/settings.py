"""The settings of a hub, read from mkdocs.yml without MkDocs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

import yaml
from yaml.reader import ReaderError

from studenthub import i18n
from studenthub.i18n import Interface
from studenthub.model import appearance, options
from studenthub.model.appearance import Appearance
from studenthub.model.lengths import USUAL, Length
from studenthub.model.options import BadSettings, Options, ReferenceLists
from studenthub.model.vocabulary import ARTICLE, DECLARATIONS, HEALTH, OF_HEALTH, PROGRAMMES, TYPES, Label
from studenthub.parse import languages
from studenthub.runtime import cache
from studenthub.runtime.fingerprints import fields, fingerprint
from studenthub.source.folders import walk
from studenthub.source.text import Text

_GITHUB = re.compile(r"https://(?:www\.)?(?P<host>github\.[a-z.]+)/(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?")
#: Where GitHub looks for the form *Send a draft*.
DRAFT_FORM = ".github/ISSUE_TEMPLATE/2-draft.yml"
#: What the file of the settings may be called, the better known name first.
CONFIG_FILES = ("mkdocs.yml", "properdocs.yml")


def draft_form(repository: str) -> str:
    """The address of the form *Send a draft*; ``repository`` is that of a repository on GitHub.

    https://docs.github.com/issues/tracking-your-work-with-issues/creating-an-issue#creating-an-issue-from-a-url-query
    """
    return f"{repository}/issues/new?template={PurePosixPath(DRAFT_FORM).name}"


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of ``nav:``: its words ("" where it has none), what it leads to, and whether it is in a section."""

    text: str
    target: str
    is_inner: bool


@dataclass(frozen=True)
class Settings(Options):
    """The hub's settings: its options, and what mkdocs.yml says elsewhere.

    ``root`` is the folder of mkdocs.yml, on which no page depends; ``docs_dir``, ``bib_files`` and ``cache_dir`` are
    relative to it. ``bib_dir`` is the folder for new files of sources, and ``bib_url`` the address of a bibliography
    that only a site generator's adapter fetches. ``repo_url`` is the address of the hub's repository, and ``branch`` is
    published. ``nav`` are the lines of ``nav:``. ``appearance`` is how the hub looks, and ``custom_dir`` the folder of
    its own templates, or "".
    """

    root: Path = field(repr=False)
    docs_dir: str = "docs"
    bib_files: tuple[str, ...] = ()
    bib_dir: str = "bib"
    bib_url: str = ""
    site_name: str = ""
    site_url: str = ""
    site_description: str = ""
    reference_lists: ReferenceLists = field(default_factory=ReferenceLists)
    repo_url: str = ""
    branch: str = "main"
    nav: tuple[NavItem, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    appearance: Appearance = field(default_factory=Appearance)
    custom_dir: str = field(default="", repr=False)

    @property
    def published_by(self) -> str:
        """Who publishes the hub: its own name, if mkdocs.yml names nobody else."""
        return self.publisher or self.site_name

    @property
    def kinds_of_article(self) -> Mapping[str, Label]:
        """The kinds that an article may be of: those that the hub names, or all that suit its subject."""
        return self.kinds or self._suitable(TYPES)

    @property
    def declared(self) -> Mapping[str, Label]:
        """The declarations that an article may make: those that the hub names, or all that suit its subject."""
        return self.declarations or self._suitable(DECLARATIONS)

    def _suitable(self, words: Mapping[str, str]) -> Mapping[str, Label]:
        return {name: Label(said) for name, said in words.items() if self.subject == HEALTH or name not in OF_HEALTH}

    def kind(self, name: str) -> str:
        """The label of a kind for readers; the hub may have no article of it."""
        return self._kind(name).translated(self.interface)

    def language_of_kind(self, name: str) -> str:
        """The language of what readers see of a kind, or "" where it is the interface's."""
        return self.own_language if self._kind(name).is_own else ""

    def _kind(self, name: str) -> Label:
        return self.kinds.get(name) or Label(TYPES.get(name, TYPES[ARTICLE]))

    def length(self, name: str) -> Length:
        """How long a title, a description or a text may be."""
        return self.limits.get(name) or USUAL[name]

    @property
    def examples_of_programmes(self) -> tuple[str, ...]:
        """Examples of what authors study."""
        return self.programmes or (PROGRAMMES[self.subject],)

    def new_bib_file(self, stem: str) -> str:
        """The path of a file of sources that is not there yet, relative to the root: ``stem`` or stem-2, stem-3 …"""
        ends = ("", *(f"-{number}" for number in range(2, 1000)))
        names = (PurePosixPath(self.bib_dir, f"{stem}{end}.bib").as_posix() for end in ends)
        return next(name for name in names if not (self.root / name).exists())

    @property
    def style_files(self) -> tuple[str, ...]:
        """The file of the hub's style, where it is not one of the CSL repository."""
        return (self.csl,) if self.csl.endswith(".csl") else ()

    @property
    def verified_folder(self) -> Path:
        """The folder of what was found out about the sources, beside the bibliography."""
        folders = [PurePosixPath(path).parent for path in self.bib_files]
        nearest = min(folders, key=lambda folder: (len(folder.parts), folder), default=PurePosixPath("bib"))
        return self.root / nearest / "verified"

    @property
    def cache_file(self) -> Path:
        """Where what was made before is kept."""
        return self.root / self.cache_dir / cache.NAME

    @property
    def search_folder(self) -> Path:
        """Where it is kept what the search index is made from, with the last indexes."""
        return self.root / self.cache_dir / "search"

    @property
    def github(self) -> str:
        """The address of the hub's repository, where that is on GitHub, or ""."""
        match = _GITHUB.fullmatch(self.repo_url)
        return f"https://{match['host']}/{match['name']}" if match else ""

    @property
    def contact(self) -> str:
        """Where the editors can be reached in private: an e-mail address or a web address, or ""."""
        return str(self.extra.get("contact") or "")

    @cached_property
    def fingerprint(self) -> str:
        """A digest of all that they say of the site."""
        # What mkdocs.yml has in extra: may be of any type.
        known = replace(self, root=Path(), custom_dir="", extra={})
        return fingerprint(*fields(known), repr(self.extra))

    @property
    def interface(self) -> Interface:
        """The interface of its pages, in its language."""
        return i18n.of_hub(self.language)

    @property
    def own_language(self) -> str:
        """That of what the hub writes itself, such as names of topics, or "" where it is the interface's as well."""
        return languages.differing(self.language, self.interface.language)

    def in_docs(self, path: str) -> str:
        """The path of a file of docs/, which is relative to the project, relative to docs/."""
        return path.removeprefix(f"{self.docs_dir}/")

    def address(self, path: str) -> str:
        """The whole address of ``path``, which is relative to the root of the site; "" where no site_url is known."""
        return f"{self.site_url.rstrip('/')}/{quote(path)}" if self.site_url else ""


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without running its !!python and !ENV tags."""


Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def read(root: Path) -> Settings:
    """The settings in ``root/mkdocs.yml``. Raises BadSettings."""
    return of(root, load(root))


def of(root: Path, config: Mapping[str, object]) -> Settings:
    """The settings that are written in ``config``. Raises BadSettings."""
    written = plugin_options(config.get("plugins"))
    for _, wrong in options.unknown(written):
        raise BadSettings(wrong)
    own = dict(options.read(written))
    bib_file, bib_dir = str(written.get("bib_file") or ""), str(written.get("bib_dir") or "")
    is_url = "://" in bib_file
    if bib_dir and not (root / bib_dir).is_dir():
        raise BadSettings(f"bib_dir in mkdocs.yml is not a folder: {bib_dir}")
    files = (bib_file,) if bib_file and not is_url else bib_files(root, bib_dir) if bib_dir and not bib_file else ()
    if csl_file := written.get("csl_file"):
        own["csl"] = str(csl_file)
    extra, theme = config.get("extra"), config.get("theme")
    docs_dir = PurePosixPath(str(config.get("docs_dir", "docs"))).as_posix()
    custom_dir = str(theme.get("custom_dir") or "") if isinstance(theme, dict) else ""
    return Settings(
        root=root,
        docs_dir=docs_dir,
        bib_files=files,
        bib_dir=bib_dir or PurePosixPath(files[0] if files else "bib/x").parent.as_posix(),
        bib_url=bib_file if is_url else "",
        site_name=str(config.get("site_name", "")),
        site_url=as_folder(str(config.get("site_url") or "")),
        site_description=str(config.get("site_description") or ""),
        repo_url=str(config.get("repo_url") or ""),
        branch=branch(config.get("edit_uri")),
        nav=tuple(nav_items(config.get("nav"))),
        extra=extra if isinstance(extra, dict) else {},
        appearance=appearance.read(config, [root / folder for folder in (docs_dir, custom_dir) if folder]),
        custom_dir=custom_dir,
        reference_lists=ReferenceLists.of(written),
        **own,
    )


def nav_items(said: object, text: str = "", depth: int = 0) -> Iterator[NavItem]:
    """The lines of ``nav:`` in their order, which MkDocs has read as well."""
    if isinstance(said, str):
        yield NavItem(text, said, depth > 1)
    elif isinstance(said, list):
        for item in said:
            yield from nav_items(item, depth=depth + 1)
    elif isinstance(said, Mapping):
        for name, item in said.items():
            yield from nav_items(item, str(name), depth)


def refuse_remote_sources(settings: Settings) -> None:
    """Raise BadSettings where the sources are at an address: only an adapter of a site generator fetches them."""
    if settings.bib_url:
        message = f"the sources are at {settings.bib_url}, and only MkDocs fetches them"
        raise BadSettings(message, "mkdocs build checks the same; for this command, put a copy into bib/")


def as_folder(address: str) -> str:
    """The address of the site as that of a folder, which MkDocs makes of it."""
    parts = urlsplit(address)
    return address if not address or parts.path.endswith("/") else parts._replace(path=f"{parts.path}/").geturl()


def branch(edit_uri: object) -> str:
    """The branch that MkDocs' edit_uri names, such as main in edit/main/docs/."""
    match = re.match(r"(?:edit|blob|raw)/([^/?#]+)/", str(edit_uri or ""))
    return match[1] if match else "main"


def config_file(root: Path) -> Path:
    """The file of the settings: mkdocs.yml or, where only this is there, ProperDocs' own."""
    names = (root / name for name in CONFIG_FILES)
    return next((path for path in names if path.is_file()), root / CONFIG_FILES[0])


def load(root: Path, loader: type[yaml.SafeLoader] = Loader) -> Mapping[str, object]:
    """The settings in mkdocs.yml and the files that it inherits from, read by ``loader``. Raises BadSettings."""
    return _config(config_file(root), loader)


def _config(path: Path, loader: type[yaml.SafeLoader], heirs: tuple[Path, ...] = ()) -> Mapping[str, object]:
    """The settings in a file, completed from the file that its INHERIT names. Raises BadSettings."""
    if path in heirs:
        raise BadSettings(f"{path.name} inherits from itself")
    try:
        text = path.read_text(encoding="utf-8")
        config = yaml.load(text, Loader=loader)  # noqa: S506 - a SafeLoader
    except OSError:
        if heirs:
            raise BadSettings(f"INHERIT in {heirs[-1].name} names a file that is not there: {path.name}") from None
        hint = "go to the folder of the hub and try again"
        raise BadSettings(f"there is no mkdocs.yml in {path.parent}; {hint}") from None
    except UnicodeDecodeError:
        raise BadSettings(f"{path.name} is not plain text; save it with the encoding UTF-8") from None
    except yaml.YAMLError as error:
        raise BadSettings(_unreadable(path, text, error)) from None
    if not isinstance(config, dict):
        raise BadSettings(f"{path.name} holds no settings")
    parent = config.pop("INHERIT", None)
    if not parent:
        return config
    return _merged(_config((path.parent / str(parent)).resolve(), loader, (*heirs, path)), config)


def _unreadable(path: Path, text: str, error: yaml.YAMLError) -> str:
    """Where YAML gave up, and what is wrong there in terms of what was typed, or else what YAML says."""
    file = Text(path.name, text)
    if isinstance(error, yaml.MarkedYAMLError) and (error.problem_mark or error.context_mark):
        # A build that can read its settings does not load the parsers of texts.
        from studenthub.parse.frontmatter.slips import Block
        from studenthub.source.corrected import CorrectedText

        slip = Block(CorrectedText.of(file), 0, text).explained(error)
        return f"{file.place(slip.at)}: {slip.message} ({slip.hint.partition('; ---')[0]})"
    at, said = (error.position, "it contains an invisible character") if isinstance(error, ReaderError) else (0, error)
    return f"{file.place(at)}: this file cannot be read: {said}; check this line and the one above it"


def _merged(below: Mapping[str, object], above: Mapping[str, object]) -> Mapping[str, object]:
    """As MkDocs does it: mappings are put together, all else is replaced."""
    merged = dict(below)
    for name, value in above.items():
        old = merged.get(name)
        merged[name] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def bib_files(root: Path, bib_dir: str) -> tuple[str, ...]:
    """All .bib files under ``bib_dir``, relative to ``root``, in the order of their names; links too, to be refused."""
    folder = PurePosixPath(Path(bib_dir).as_posix())
    found = (
        (folder / path).as_posix()
        for path, entry in walk(root / bib_dir, skip=lambda _: False)
        if path.endswith(".bib") and not entry.is_dir(follow_symlinks=False)
    )
    return tuple(sorted(found))


def plugin_options(plugins: object) -> Mapping[str, object]:
    """The options of the studenthub plugin; MkDocs takes a list of names and mappings, or one mapping."""
    rows = list(plugins.items()) if isinstance(plugins, dict) else []
    for row in plugins if isinstance(plugins, list) else ():
        rows += list(row.items()) if isinstance(row, dict) else [(row, {})]
    for name, written in rows:
        if name == "studenthub":
            return written if isinstance(written, dict) else {}
    raise BadSettings("mkdocs.yml does not list the plugin studenthub; add it under plugins:")
