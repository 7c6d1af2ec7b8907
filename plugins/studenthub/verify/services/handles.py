"""The resolver of all DOIs, which knows whether one exists, whoever registered it (https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation).

It answers with a code: 1 where the DOI leads somewhere, 100 where there is none
(https://www.handle.net/proxy_servlet.html).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from studenthub.verify.client import Client

BASE = "https://doi.org"
_PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Handles:
    """The resolver; it has no records."""

    client: Client
    base: str = BASE
    name: str = "doi.org"

    def exists(self, doi: str) -> bool:
        """Whether a DOI was registered. Raises ``client.Away``."""
        data = self.client.json(self.name, f"{self.base}/api/handles/{quote(doi, safe='/')}", _PAUSE)
        return data is not None and data.get("responseCode") != 100
