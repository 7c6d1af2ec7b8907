"""Asks whether known works have been retracted or corrected since, many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from studenthub.model.sources.notices import RETRACTION
from studenthub.model.sources.verdicts import AGREES, DIFFERS, Record, Verdict
from studenthub.runtime import progress
from studenthub.verify.client import Away
from studenthub.verify.opening import Opened

#: How many works are asked for at once: from Crossref with all their references, from PubMed by number alone.
_AT_CROSSREF, _AT_PUBMED = 20, 100


def changed(kept: Mapping[str, Verdict], asker: Opened) -> tuple[list[str], str]:
    """The keys of the works of which a notice says something new, and why not all could be asked about, or "".

    Raises ``client.OutOfTime``.
    """
    found = {key: v.record for key, v in kept.items() if v.record and v.verdict in (AGREES, DIFFERS)}
    by_doi = {record.doi.casefold(): key for key, record in found.items() if record.doi and "," not in record.doi}
    by_pmid = {record.pmid: key for key, record in found.items() if record.pmid and not record.doi}
    keys: list[str] = []
    try:
        for dois in progress.shown("Asking for retractions", list(_chunks(sorted(by_doi), _AT_CROSSREF))):
            for record in asker.crossref.several(dois):
                key = by_doi.get(record.doi.casefold())
                if key and _news(record, found[key]):
                    keys.append(key)
        for pmids in _chunks(sorted(by_pmid), _AT_PUBMED):
            retracted = set(asker.pubmed.retracted(pmids))
            keys += (by_pmid[p] for p in pmids if p in retracted and not _is_retracted(found[by_pmid[p]]))
    except Away as error:
        return keys, str(error)
    return keys, ""


def _chunks(rows: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (rows[at : at + size] for at in range(0, len(rows), size))


def _news(now: Record, before: Record) -> bool:
    """Whether a notice is new or gone; what another service reported is not in this record."""
    mine, yours = ({(n.kind, n.doi.casefold()) for n in record.notices} for record in (now, before))
    return bool(mine - yours) or bool({row for row in yours - mine if row[1]} and before.service == now.service)


def _is_retracted(record: Record) -> bool:
    return any(notice.kind == RETRACTION for notice in record.notices)
