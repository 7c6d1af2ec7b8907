"""The text of an article for readers of feeds."""

from __future__ import annotations

from urllib.parse import urljoin

from markupsafe import escape

from studenthub.html.copying import Attributes, Copy, start_tag

#: Classes of what only makes sense on the page itself.
_PAGE_ONLY = frozenset({"headerlink", "reference__back", "reference__also", "visually-hidden"})
#: Attributes of a picture by which a browser chooses a size; feed readers take the one that is named.
_CHOICE = frozenset({"srcset", "sizes", "style", "loading", "decoding"})


def content(html: str, url: str) -> str:
    """The HTML of an article without what belongs to its page, and with whole addresses; its own is ``url``."""
    return _Content(url).of(html)


class _Content(Copy):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def start(self, tag: str, attributes: Attributes) -> str:
        """Leave out, replace or change the element that begins here."""
        if tag == "source":
            return ""
        if not attributes:
            return super().start(tag, attributes)
        if tag == "math" and (written := attributes.get("alttext")):
            # Readers of feeds show letters without their places, or nothing, so they get the formula as TeX.
            self.leave_out(tag)
            return f"<code>{escape(written)}</code>"
        if not _PAGE_ONLY.isdisjoint((attributes.get("class") or "").split()):
            self.leave_out(tag)
            return ""
        changed = {
            name: self._whole(value)
            for name in ("href", "src")
            if (value := attributes.get(name)) and "://" not in value
        }
        if tag != "img" and not changed:
            return super().start(tag, attributes)
        return start_tag(tag, {name: value for name, value in (attributes | changed).items() if name not in _CHOICE})

    def _whole(self, address: str) -> str:
        # Most lead to another place of the article: to a source, and back.
        return self._url + address if address.startswith("#") else urljoin(self._url, address)
