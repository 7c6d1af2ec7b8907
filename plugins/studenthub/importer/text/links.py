"""Removes detours by search engines and mail filters from addresses of links, and finds addresses without a link."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from studenthub.importer.text.lines import Line, Mark
from studenthub.parse import identifiers

#: Hosts that lead to another address, with the parameter that says which.
_DETOURS = (
    ("google.com", "/url", ("q", "url")),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("l.facebook.com", "/l.php", ("u",)),
)
_BARE = re.compile(r"(?<!\w)https?://[^\s<>\"“”‘’«»\ufffc]+")
_OPENS = {")": "(", "]": "["}
_TRACKING = re.compile(r"(?<=[?&])(?:utm_\w+|fbclid|gclid)=[^&#]*&?")


def linked(line: Line) -> Line:
    """The line with the web addresses that are typed in it as links."""
    taken = line.ranges("link", "code", "key", "field")
    found = []
    for match in _BARE.finditer(line.text):
        address = match[0].rstrip(".,;:!?'*_")
        while address.endswith((")", "]")) and address.count(address[-1]) > address.count(_OPENS[address[-1]]):
            address = address[:-1].rstrip(".,;:!?'*_")
        end = match.start() + len(address)
        if identifiers.is_web_address(address) and not any(a < end and match.start() < b for a, b in taken):
            found.append(Mark(match.start(), end, "link", address))
    return replace(line, marks=(*line.marks, *found)) if found else line


def meant(url: str) -> str:
    """The address that a link leads to in the end."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return url.strip()
    for name, path, keys in _DETOURS:
        if (host == name or host.endswith(f".{name}")) and parts.path.startswith(path):
            asked = parse_qs(parts.query)
            found = next((asked[key][0] for key in keys if asked.get(key)), "")
            if identifiers.is_web_address(found):
                return found
    return re.sub(r"[?&](?=#|$)", "", _TRACKING.sub("", url.strip()))


def compared(url: str) -> str:
    """An address as it is compared: a DOI, or the address without its scheme, www and last slash."""
    if doi := identifiers.doi(url):
        return f"doi:{doi.casefold()}"
    return re.sub(r"^https?://(?:www\.)?", "", url.strip()).rstrip("/.").casefold()
