"""All uses of MkDocs' private names, each with its reason. MkDocs is pinned to 1.6, which has them."""

from __future__ import annotations

import posixpath
import warnings
from collections.abc import Callable, Iterable
from typing import Any

# What every template of MkDocs gets, and other plugins' on_page_context expects: MkDocs makes it nowhere else.
from mkdocs.commands.build import get_context as get_context
from mkdocs.config.base import Config
from mkdocs.livereload import LiveReloadServer


def scheme(config_class: type[Config]) -> Any:
    """The options of a plugin as a list, which mkdocs-bibtex sets beside its config_class: MkDocs prefers the list."""
    return config_class._schema


def written(config: Config, name: str) -> object:
    """The value as mkdocs.yml has it: where it has none, MkDocs takes master for the branch of every repository.

    MkDocs warns whoever asks, and has it nowhere else.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        said = config.user_configs
    return next((user[name] for user in reversed(said) if name in user), None)


class Server(LiveReloadServer):
    """MkDocs' server, which has each file made before it looks for it, and can be told to reload.

    It has no hook for either: ``serve_request`` also answers what is no file, and ``watch`` reloads for files alone.
    """

    def made(self, name: str) -> Callable[[], bool]:
        """Make the file ``name`` of the site. What is returned says whether it is still the one to serve."""
        raise NotImplementedError

    def reload(self) -> None:
        """Have browsers load their page again."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes] | None:
        path = str(environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "ignore")
        if not path.startswith(self.mount_path) or path.startswith("/livereload/"):
            return super()._serve_request(environ, start_response)
        name = path[len(self.mount_path) :] + ("index.html" if path.endswith("/") else "")
        name = posixpath.normpath(f"/{name}").lstrip("/")
        while True:
            is_current = self.made(name)
            begun: list[tuple[Any, ...]] = []
            answer = super()._serve_request(environ, lambda *given, begun=begun: begun.append(given))
            # An edit may have come in between; MkDocs' server waits for it, and then the file is an old one.
            if is_current():
                break
        for given in begun[-1:]:
            start_response(*given)
        return answer
