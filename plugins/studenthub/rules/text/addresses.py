"""Checks of the addresses in links: their form, and what they may begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

#: What an address on the web, of mail or of a telephone begins with.
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:", "doi:")
_WEB = re.compile(r"https?://[^\s/<>\\?#@\[\]{}|^`\"]+\.[^\s<>\\\[\]{}|^`\"]+", re.IGNORECASE)
_LOCAL = re.compile(r"https?://(?:localhost|127\.0\.0\.1)\b")
#: What was meant to be http:// or https://, and how the address goes on.
_NEARLY_WEB = re.compile(
    r"(?:h?t{1,3}p{1,2}(?P<s>s)?|h{2,}ttp(?P<also>s)?|htps?)(?::/{0,2}|;//|//)(?P<rest>[\w-]+(?:\.[\w-]+)+\S*)",
    re.IGNORECASE,
)
#: A domain without https://, by endings that no file has.
_DOMAIN = re.compile(
    r"(?:www\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|int|info|eu|za|uk|us|au|ca|de|nl|ch|fr|in|ng|ke|na)"
    r"(?:[/?#]\S*)?)",
    re.IGNORECASE,
)
_ON_DISK = re.compile(r"[a-zA-Z]:[\\/]|file:", re.IGNORECASE)


def malformed_address(checked: Checked) -> Iterator[Finding]:
    """A link has a whole address, from https:// on.

    Wrong: [the guide](www.example.org/guide), [the guide](http://[insert link])
    Right: [the guide](https://www.example.org/guide)
    """
    for document, link in checked.links:
        why, better = malformed(link.target)
        if why:
            start = link.target_offset
            yield document.found(
                start,
                f"this address cannot work: {why}",
                f"write {shortened(better, 80)}" if better else "copy it again from the browser",
                Fix(start, start + len(link.target), better) if better else None,
            )


def has_scheme(target: str) -> bool:
    """Whether an address begins with what it is one of: https:, mailto:."""
    return _SCHEME.match(target) is not None


def malformed(target: str) -> tuple[str, str]:
    """The problem of an address, and its correction if that is certain; both may be empty."""
    if not target:
        return "it is empty", ""
    try:
        urlsplit(target)
    except ValueError:
        return "it contains brackets, or is not an address", ""
    if re.search(r"\s", target):
        return ("it contains a space", "") if _SCHEME.match(target) else ("", "")
    if re.match(r"https?://", target, re.IGNORECASE):
        return ("", "") if _WEB.fullmatch(target) or _LOCAL.match(target) else ("it is not a web address", "")
    if near := _NEARLY_WEB.fullmatch(target):
        scheme = "https" if near["s"] or near["also"] or target[:4].lower() == "htps" else "http"
        return f"it does not begin with {scheme}://", f"{scheme}://{near['rest']}"
    if re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", target):
        return "it is an e-mail address", f"mailto:{target}"
    if _DOMAIN.fullmatch(target):
        return "it does not begin with https://", f"https://{target}"
    return "", ""


def unsafe_address(checked: Checked) -> Iterator[Finding]:
    """A link leads to a web page, a page of the hub, an e-mail address or a telephone number.

    Other addresses run programs, or show files that only your own computer has.

    Wrong: [a file](file:///C:/Users/me/draft.docx)
    Right: [the guide](https://example.org/guide)
    """
    for document, link in checked.links:
        scheme = _SCHEME.match(re.sub(r"[\x00-\x20]", "", unquote(link.target)))
        if not scheme or scheme[0].lower() in _SAFE_SCHEMES or malformed(link.target)[0]:
            continue
        if _ON_DISK.match(link.target):
            message = "this address leads to a file on your own computer, which nobody else has"
        else:
            message = f"an address that begins with {shortened(scheme[0])} is not allowed"
        yield document.found(link.target_offset, message, "link to a web page, or leave the link out")
