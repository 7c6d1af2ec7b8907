"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import commands
from showcase import showcase as showcase  # a fixture for all

PROJECT = Path(__file__).resolve().parents[1]

# Nothing is timed: an example may be slow because the machine is busy. A commit has one verdict: it is tried with the
# same examples everywhere, and with a fifth of them by make test-fast; other ones come with --hypothesis-seed.
settings.register_profile("hub", deadline=None, derandomize=True)
settings.register_profile("fast", settings.get_profile("hub"), max_examples=20)
settings.load_profile(os.environ.get("HUB_TESTS") or "hub")

commands.compile_once(commands.compiled())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write what the text cases print now as what is expected")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks ``quadratic`` takes a minute or more."""
    for item in items:
        if isinstance(item, pytest.Function) and "quadratic" in item.function.__code__.co_names:
            item.add_marker("linear")


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Test data from elsewhere, which lies beside the project on machines that have it."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared test data is not on this machine")
    return folder
