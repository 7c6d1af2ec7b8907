"""Removes redirects of search engines and mail filters from the addresses of links."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from studenthub.parse import identifiers

#: Hosts that lead to another address, with the parameter that says which.
_DETOURS = (
    ("google.com", "/url", ("q", "url")),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("l.facebook.com", "/l.php", ("u",)),
)
_TRACKING = re.compile(r"(?<=[?&])(?:utm_\w+|fbclid|gclid)=[^&#]*&?")


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
