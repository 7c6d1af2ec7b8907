"""Findings that an author allows, in the field ``ignore`` of an article or an entry, with the reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from studenthub.model.lengths import SHORTEST_REASON
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding


class Ignored:
    """The reasons that articles and entries of the bibliography give for what stays as it is."""

    def __init__(self, checked: Checked) -> None:
        articles = [article for article in checked.catalogue.articles if article.ignore]
        self._articles: Mapping[str, Mapping[str, str]] = {article.path: article.ignore for article in articles}
        self._folders = {
            article.path.removesuffix("index.md"): article.ignore
            for article in articles
            if article.path.endswith("/index.md")
        }
        self._entries: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
        entries = checked.catalogue.bibliography.sources.values()
        if any("ignore" in source.fields for source in entries):
            for source in sorted(entries, key=lambda source: source.offset):
                rows = self._entries.setdefault(source.text.path, [])
                rows.append((source.place.line, dict(_reasons(source.raw("ignore")))))

    def reason(self, finding: Finding, code: str) -> str:
        """Why a finding of the rule ``code`` is allowed; "" if it is not."""
        path = finding.place.path
        if reason := self._articles.get(path, {}).get(code, ""):
            return reason
        # An article may have entries in its own file.
        rows = self._entries.get(path, [])
        index = bisect_right([line for line, _ in rows], finding.place.line) - 1
        if index >= 0:
            return rows[index][1].get(code, "")
        folder = path.rpartition("/")[0] + "/"
        return self._folders.get(folder, {}).get(code, "")


def _reasons(raw: str) -> Iterator[tuple[str, str]]:
    """``HUB418: printed so in the book; HUB425: it is an abbreviation``, in a field of an entry."""
    for part in raw.split(";"):
        code, _, reason = part.partition(":")
        if len(reason.strip()) >= SHORTEST_REASON:
            yield code.strip(), " ".join(reason.split())
