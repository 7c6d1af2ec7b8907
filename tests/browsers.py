"""The browser of the tests: the Chromium that is there, or the one that Playwright fetched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

import hubs

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
#: It asks nobody for anything by itself.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a fresh profile. Without any, Playwright says how to get one; ``make test`` does."""
    hubs.needs_a_program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_installed(), args=list(_ARGUMENTS))
        yield browser
        browser.close()


def program() -> str:
    """The path of the browser, for tools that start it themselves."""
    if found := _installed():
        return found
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _installed() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
