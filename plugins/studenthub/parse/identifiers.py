"""Identifiers and addresses in the fields of an entry: DOIs, numbers of arXiv, web addresses."""

from __future__ import annotations

import re

from studenthub.parse import latex

_DOI = re.compile(r"10\.\d{4,9}/[^\s\\]+")
_ARXIV = re.compile(r"(?:arxiv:)?([a-z.-]+/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s{}<>\"]+")
_ADDRESS = re.compile(
    r"https?://(?:[\w-]++(?>(?:\.[\w-]++)*)\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#][^\s<>\\]*)?", re.IGNORECASE
)


def doi(raw: str) -> str:
    """The bare DOI in a field, such as 10.2196/jmir.2912, or "" (https://www.doi.org/the-identifier/).

    The angle brackets of some old DOIs are written as in an address.
    """
    match = _DOI.search(latex.to_address(raw)) if raw else None
    return re.sub(r"[<>\"]", lambda sign: f"%{ord(sign[0]):02X}", match[0].rstrip(".,;")) if match else ""


def arxiv_doi(raw: str) -> str:
    """The DOI of a preprint by its number at arXiv, or ""."""
    number = _ARXIV.fullmatch(latex.to_address(raw))
    return f"10.48550/arXiv.{number[1]}" if number else ""


def first_url(raw: str) -> str:
    """The first web address in a text, or ""."""
    match = _URL.search(re.sub(r"\{\\([_&%#~])\}", r"\1", raw))
    return latex.to_address(match[0]).rstrip(".,;)") if match else ""


def is_web_address(url: str) -> bool:
    """Whether ``url`` is an http or https address with a host, and nothing that a browser would read otherwise."""
    return url.isprintable() and bool(_ADDRESS.fullmatch(url))
