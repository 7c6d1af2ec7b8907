"""Audits a built site: dead links, requests to other hosts, incomplete pages, unreadable files.

It reads what readers get, whatever made it. An address means what it means to a browser (https://url.spec.whatwg.org/);
<base> counts for nothing, as the policy of every page forbids it. Two things are left to others: what scripts load, to
that policy; and whole addresses in texts, even those of the hub itself, to ``hub links``, since other sites may live on
the same host.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from studenthub.site import audited_files
from studenthub.site.audited_files import WHOLE, Content, Fault
from studenthub.source.folders import walk
from studenthub.source.text import Place

#: The page that a server shows for what is not there, at whatever address that was.
_NOT_FOUND = "404.html"
#: A hub that does not know its address has this one while we look.
_NOWHERE = "https://hub.invalid/"


@dataclass(frozen=True, slots=True)
class Audit:
    """How many pages a site has, and what is wrong with its files, in their order."""

    pages: int
    faults: tuple[Fault, ...]


class _Target(NamedTuple):
    """A file of the site and a place in it. What is on our host and not in the site begins with a slash."""

    name: str
    ident: str = ""

    def __str__(self) -> str:
        path = _folder(self.name) or self.name
        return f"{path}#{self.ident}" if self.ident else path


def read(site: Path, site_url: str = "") -> Audit:
    """Read all files in the folder ``site``, which will be published at ``site_url``. Raises OSError."""
    names = sorted(name for name, entry in walk(site, skip=lambda _: False) if entry.is_file())
    files = _Files(f"{(site_url or _NOWHERE).rstrip('/')}/", frozenset(names))
    pages: dict[str, frozenset[str]] = {}
    places: dict[_Target, Place] = {}
    faults: list[Fault] = []
    for name in names:
        content = audited_files.read(site, name, files.address(name) if site_url and name != _NOT_FOUND else "")
        faults += content.faults
        faults += files.not_loaded(name, content.loads)
        if name == _NOT_FOUND:
            faults += _relative(content)
        if name.endswith(".html"):
            pages[name] = content.ids
        for target, place in files.targets(name, content.links):
            if target.name not in files.names:
                faults.append(Fault(place, f"a link leads to {_Target(target.name)}, which is not there"))
            elif target.ident and (target.name != name or target.ident not in content.ids):
                places.setdefault(target, place)
    # Whether another page has a place is known when all have been read.
    for target, place in places.items():
        if target.ident not in pages.get(target.name, {target.ident}):
            faults.append(Fault(place, f"a link leads to {target}, and that page has no such place"))
    return Audit(len(pages), tuple(sorted(faults)))


def _relative(content: Content) -> Iterator[Fault]:
    """Addresses that hold in one folder only."""
    for address, place in (*content.links.items(), *content.loads.items()):
        if address and not address.startswith(("/", "#", "?")) and not WHOLE.match(address):
            yield Fault(place, f"{address} must begin with a slash, as this page is shown at any address")


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of the site by their names. ``root`` is the address of the site, with a slash at its end."""

    root: str
    names: frozenset[str]

    def address(self, name: str) -> str:
        """Where a file is published."""
        return self.root + quote(_folder(name))

    def targets(self, name: str, links: Mapping[str, Place]) -> Iterator[tuple[_Target, Place]]:
        """To which files the links in the file ``name`` lead, but for those to other hosts."""
        for address, place in links.items():
            if target := self._target(name, address):
                yield target, place

    def not_loaded(self, name: str, loads: Mapping[str, Place]) -> Iterator[Fault]:
        """The faults of a file: loads from other hosts, missing files, pages that it takes for something else."""
        for address, place in loads.items():
            if address.lstrip().lower().startswith("data:"):
                continue
            target = self._target(name, address)
            if not target:
                yield Fault(place, f"{address} is loaded from another host")
            elif target.name not in self.names:
                yield Fault(place, f"{target} is loaded, and is not there")
            elif target.name.endswith(".html") and not address.startswith("#"):
                yield Fault(place, f"{target} is loaded as a part of this, and is a page of its own")

    def _target(self, name: str, address: str) -> _Target | None:
        """Where an address in the file ``name`` leads; None for other hosts, and other sites on ours."""
        try:
            parts = urlsplit(address)
            if not (parts.scheme or parts.netloc or parts.path):
                return _Target(name, _ident(parts.fragment))
            whole, root = urlsplit(urljoin(self.address(name), address)), urlsplit(self.root)
        except ValueError:
            # An address that no browser understands leads nowhere.
            return _Target(address)
        if (whole.scheme, whole.netloc) != (root.scheme, root.netloc):
            return None
        if not f"{whole.path}/".startswith(root.path):
            return None if parts.netloc else _Target(whole.path)
        path = unquote(whole.path[len(root.path) :])
        index = f"{path.rstrip('/')}/index.html".lstrip("/")
        is_folder = not path or path.endswith("/") or index in self.names
        return _Target(index if is_folder else path, _ident(whole.fragment))


def _ident(fragment: str) -> str:
    """The id that a fragment names. The top is on every page, and words to look for are no place.

    https://html.spec.whatwg.org/multipage/browsing-the-web.html#scrolling-to-a-fragment
    """
    ident = unquote(fragment.partition(":~:")[0])
    return "" if ident.lower() == "top" else ident


def _folder(name: str) -> str:
    """A file as addresses name it: an index.html by its folder."""
    return name.removesuffix("index.html") if f"/{name}".endswith("/index.html") else name
