"""The allow-list of HTML, which both filters use: ``markup.html_filter`` and ``html.sanitize``.

It is what Markdown, the extensions in mkdocs.yml and our own citations make, and nothing else. Strangers choose
classes (``{: .x }``, ``!!! x``), ids and addresses, so these are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import lru_cache
from html import unescape
from urllib.parse import urlsplit

TAGS: Set[str] = frozenset(
    """
    a abbr b blockquote br button caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark nav ol p picture pre q s samp section small source span
    strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905 - one word a line says no more
)
#: Attributes by element; "*" is every element. What their values may be, ``attribute`` says.
ATTRIBUTES: Mapping[str, Set[str]] = {
    "*": frozenset({"aria-hidden", "aria-label", "aria-labelledby", "class", "dir", "id", "lang", "role", "title"}),
    "a": frozenset({"href"}),
    "details": frozenset({"open"}),
    "div": frozenset({"data-tabs"}),
    "img": frozenset({"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding", "align", "style"}),
    "input": frozenset({"type", "name", "checked", "disabled"}),
    "label": frozenset({"for"}),
    # The weight of our lists in the search index.
    "ol": frozenset({"start", "type", "reversed", "data-pagefind-weight"}),
    "ul": frozenset({"data-pagefind-weight"}),
    "source": frozenset({"type", "srcset", "sizes"}),
    "td": frozenset({"align", "colspan", "rowspan", "style"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope", "style"}),
    "time": frozenset({"datetime"}),
}
#: For links. Pictures come from the hub itself, and from nowhere else.
SCHEMES: Set[str] = frozenset({"http", "https", "mailto", "tel"})

_CLASS = re.compile(
    # Markdown, footnotes, contents, task lists, tables
    r"footnote(?:-ref|-backref)?|toc|toctitle|headerlink|task-list(?:-item|-control|-indicator)?|clearfix|caption"
    # admonitions and details: the words of Material
    r"|admonition(?:-title)?|note|abstract|summary|tldr|info|todo|tip|hint|important|success|check|done|question|help"
    r"|faq|warning|caution|attention|failure|fail|missing|danger|error|bug|example|quote|cite|seealso|inline|end"
    # tabs, code, keys, formulas
    r"|tabbed-(?:set|alternate|content|block|labels|label|button|control)|highlight(?:table)?|linenos|linenodiv"
    r"|linenums|code|codehilite|filename|special|normal|hll|language-[\w+#.-]{1,40}|no-highlight|arithmatex|unread|mermaid"
    r"|[a-z][a-z0-9]{0,2}|err|esc|keys|key-[a-z0-9-]{1,40}"
    # what writers may ask for
    r"|grid|cards|annotate|md-button(?:--primary)?|lead|small|left|right|center|nowrap"
    # citations and references
    r"|cites|cite--note|cite-missing|references(?:__list(?:--numbered)?)?|all-references|notes(?:__list)?"
    r"|reference(?:__(?:label|text|back|also|block(?:--indented)?))?|smallcaps"
)
#: An id of a writer. ``__`` begins the ids that Material's own script acts on, such as __config.
_ID = re.compile(r"(?!__)[^\s\"'<>&`]{1,200}")
_MADE_ID = {"input": re.compile(r"__tabbed_\d+_\d+")}
_TEXT = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]*")
_FILE = r"(?:\.\./){0,20}assets/pictures/[0-9a-f]{12}-\d{1,4}\.(?:webp|jpg|png) \d{1,4}w"
_VALUES: Mapping[str, re.Pattern[str]] = {
    "align": re.compile(r"left|right|center"),
    "aria-hidden": re.compile(r"true|false"),
    "checked": re.compile(r"|checked"),
    "colspan": re.compile(r"\d{1,3}"),
    "data-pagefind-weight": re.compile(r"0\.\d"),
    "data-tabs": re.compile(r"[\d:]{1,20}"),
    "datetime": re.compile(r"[\d:TZ+-]{4,30}"),
    "decoding": re.compile(r"async"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "disabled": re.compile(r"|disabled"),
    "for": _MADE_ID["input"],
    "height": re.compile(r"\d{1,4}"),
    "lang": re.compile(r"[A-Za-z0-9-]{2,35}"),
    "loading": re.compile(r"lazy|eager"),
    "name": re.compile(r"__tabbed_\d+"),
    "open": re.compile(r"|open"),
    "reversed": re.compile(r"|reversed"),
    "role": re.compile(r"doc-[a-z]{3,20}|note|list|listitem|img|math|group|region|complementary"),
    "rowspan": re.compile(r"\d{1,3}"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "sizes": re.compile(r"[\w.,:() -]{1,80}"),
    # Only the files that the hub makes of a picture: their names follow from their bytes.
    "srcset": re.compile(rf"{_FILE}(?:, {_FILE}){{0,4}}"),
    "start": re.compile(r"\d{1,9}"),
    "style": re.compile(r"text-align: ?(?:left|right|center);?|(?:width: \d{1,3}%; )?--ratio: \d{1,4}(?:\.\d{1,3})?"),
    "type": re.compile(r"checkbox|radio|[1aAiI]|image/webp"),
    "width": re.compile(r"\d{1,4}%?"),
}
_NOT_SHOWN = re.compile("[\x00-\x20\x7f-\x9f\xa0\u2028\u2029\ufeff]+")
_SCHEME = re.compile(r"([^:/?#\\]*):")
#: What most links of a page are: nothing in it could be a scheme, an entity or a host in brackets.
_WAY = re.compile(r"[\w./#-]*", re.ASCII)


def attribute(tag: str, name: str, value: str) -> str | None:
    """The allowed value of an attribute, or None if it is not allowed."""
    if name not in ATTRIBUTES["*"] and name not in ATTRIBUTES.get(tag, ()):
        return None
    # What HTML is put in for: it must not land in an attribute.
    if "\x02" in value:
        return None
    if name == "class":
        return _classes(value) or None
    if name == "href":
        return value if is_address(value) else None
    if name == "src":
        return value if is_address(value) and not leads_elsewhere(value) else None
    if name == "id":
        made = _MADE_ID.get(tag)
        return value if _ID.fullmatch(value) or (made and made.fullmatch(value)) else None
    return value if _VALUES.get(name, _TEXT).fullmatch(value) else None


@lru_cache(maxsize=4096)
def _classes(value: str) -> str:
    return " ".join(word for word in value.split() if _CLASS.fullmatch(word))


def is_address(value: str) -> bool:
    """Whether a link may lead there: http, https, mailto, tel, or a place of the hub.

    It is looked at as a browser does it, which resolves entities and leaves out control characters
    (https://url.spec.whatwg.org/#concept-basic-url-parser). What Python cannot take apart is refused as well,
    because site generators do just that and stop: ``http://[insert link]``.
    """
    if _WAY.fullmatch(value):
        return True
    plain = _NOT_SHOWN.sub("", unescape(value))
    try:
        urlsplit(plain)
        urlsplit(value)
    except ValueError:
        return False
    scheme = _SCHEME.match(plain)
    return not scheme or scheme[1].lower() in SCHEMES


def leads_elsewhere(value: str) -> bool:
    """Whether an address is one of another host."""
    plain = _NOT_SHOWN.sub("", unescape(value)).replace("\\", "/")
    return plain.startswith("//") or bool(_SCHEME.match(plain))
