"""Identifiers and addresses in the fields of an entry: DOIs, numbers of arXiv, web addresses."""

from __future__ import annotations

import re

from studenthub.parse import latex

#: How a DOI begins, as a pattern: its prefix, and the slash before what its owner chose (https://www.doi.org/the-identifier/).
DOI = r"10\.\d{4,9}/"
_DOI = re.compile(rf"{DOI}[^\s\\]+")
#: A short form of a DOI (https://shortdoi.org): doi.org knows it as well.
_SHORT_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*|\A)(10/[a-z0-9]{3,12})[.,;]?\Z", re.IGNORECASE)
_ARXIV = re.compile(r"(?:arxiv:)?([a-z.-]+/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s{}<>\"]+")
_ADDRESS = re.compile(
    r"https?://(?:[\w-]++(?>(?:\.[\w-]++)*)\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#][^\s<>\\]*)?", re.IGNORECASE
)


def doi_address(bare: str) -> str:
    """Where a DOI leads, or "" for none."""
    return f"https://doi.org/{bare}" if bare else ""


def orcid_address(bare: str) -> str:
    """Where an ORCID iD leads, or "" for none."""
    return f"https://orcid.org/{bare}" if bare else ""


def doi(raw: str) -> str:
    """The bare DOI in a field, such as 10.2196/jmir.2912, or "" (https://www.doi.org/the-identifier/).

    The angle brackets of some old DOIs are written as in an address.
    """
    if not raw:
        return ""
    text = latex.to_address(raw)
    if short := _SHORT_DOI.search(text):
        return short[1]
    match = _DOI.search(text)
    return re.sub(r"[<>\"]", lambda sign: f"%{ord(sign[0]):02X}", match[0].rstrip(".,;")) if match else ""


def arxiv_doi(raw: str) -> str:
    """The DOI of a preprint by its number at arXiv, or ""."""
    number = _ARXIV.fullmatch(latex.to_address(raw))
    return f"10.48550/arXiv.{number[1]}" if number else ""


#: Where the numbers of biblatex's eprinttype lead (https://ctan.org/pkg/biblatex, section 3.14.7).
_EPRINTS = {
    "jstor": "https://www.jstor.org/stable/", "hdl": "https://hdl.handle.net/", "handle": "https://hdl.handle.net/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/", "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/", "googlebooks": "https://books.google.com/books?id=",
    "ssrn": "https://ssrn.com/abstract=",
}  # fmt: skip
_EPRINT = re.compile(r"[\w./-]{1,80}", re.ASCII)


def eprint_address(kind: str, number: str) -> str:
    """The address of a work by its number in a collection such as JSTOR or PubMed, or ""."""
    begins = _EPRINTS.get(kind.strip().casefold().replace(" ", ""), "")
    return f"{begins}{number}" if begins and _EPRINT.fullmatch(number) else ""


def first_address(raw: str) -> str:
    """The field url of an entry: the address itself, or the first of several; "" where there is none."""
    address = latex.to_address(raw)
    pieces = [piece for piece in re.split(r"[\s;,|]+", address) if piece not in ("", "and")]
    # A space within an address breaks it, so that its end is not known.
    return pieces[0] if len(pieces) > 1 and all(map(is_web_address, pieces)) else address


def first_url(raw: str) -> str:
    """The first web address in a text, or ""."""
    match = _URL.search(re.sub(r"\{\\([_&%#~])\}", r"\1", raw))
    return latex.to_address(match[0]).rstrip(".,;)") if match else ""


def is_web_address(url: str) -> bool:
    """Whether ``url`` is an http or https address with a host, and nothing that a browser would read otherwise."""
    return url.isprintable() and bool(_ADDRESS.fullmatch(url))
