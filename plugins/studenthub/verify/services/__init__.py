"""The services: one module for each, all of which return ``Record``.

Their terms, as far as they bind a program, are in the docstrings of the modules. None of them needs an account; with a
contact address in mkdocs.yml (``contact``) a question says whom to write to, as all of them ask for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from studenthub.model.sources.verdicts import Record
from studenthub.verify.claim import Claim


class Service(Protocol):
    """An index. Both questions raise ``client.Away`` where there is no answer."""

    @property
    def name(self) -> str:
        """Its name for people."""

    @property
    def identifiers(self) -> frozenset[str]:
        """The identifiers that it knows works by: some of doi, pmid, pmcid, arxiv and isbn, as a Claim has them."""

    @property
    def searches(self) -> bool:
        """Whether it can be asked for a title."""

    def find(self, identifier: str, value: str) -> Record | None:
        """The work with an identifier, such as ("doi", "10.1234/example"); None where the index has none."""

    def search(self, claim: Claim) -> Sequence[Record]:
        """The works that are most like what an entry says, the best first."""
