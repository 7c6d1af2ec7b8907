"""The words of a Markdown text that readers see, in order. A fix must not lose one.

They are found without converting the text, as its signs are few: what is between brackets, braces and tags is either
words or markup. A link is one sign, ``→``, and a citation is ``@`` and its key. ``tests/test_words.py`` compares these
words with those of converted pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from difflib import SequenceMatcher

from studenthub.parse import ligatures, misread
from studenthub.parse.folding import fold

LINK = "→"

#: Invisible characters that divide no word: soft hyphens, joiners, marks of direction, and tags.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0001-\U000e007f"
)
_INVISIBLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{INVISIBLE}]")
_HYPHEN_AT_END = re.compile("\u00ad[ \\t]*\n[ \\t>]*")
_ALT = r"\balt[ ]*=[ ]*(?:\"(?P<quoted>[^\"<>]*)\"|'(?P<single>[^'<>]*)')"
_TOKEN = re.compile(
    r"<(?P<tag>/?[a-zA-Z][\w-]*+)(?P<attributes>(?:[\s/][^<>]*+)?)>"
    r"|\]\([ ]?(?P<target><[^<>\n]*+>|[^()\s]*+(?>(?:\([^()\n]*+\)[^()\s]*+)*))[^()\n]*+\)"
    r"|\{(?::?[ ]*[.#][\w.:#-]|:?[ ]*[\w-]++=)[^{}\n]*+\}"
    r"|\\[a-zA-Z]++\*?"
    r"|(?<![\w@/.=\\])@\{?(?P<key>\w++(?>(?:[:.#$%&\-+?<>~/]++\w++)*))\}?"
    r"|(?<=\w)\}?,?[ \n]++(?:and|&)[ \n]++(?=-?@\{?\w)"
    r"|(?P<word>[^\W_]++)",
    re.DOTALL,
)
_INNER = r"(?>(?:[^{}]|\{(?>(?:[^{}]|\{[^{}]*\})*)\})*)"
#: Blocks of LaTeX that hold figures, tables and lists; and what in them says only how they are laid out.
_BLOCK = re.compile(
    r"\\begin\{(?P<name>(?:(?:wrap|sub)?figure|(?:wrap|sideways|long)?table|tabular[xy]?|center|multicols|minipage"
    r"|itemize|enumerate)\*?)\}"
)
_LAYOUT = re.compile(
    r"(?<!\\)%[^\n]*|\\\\\[[^\[\]\n]*\]"
    rf"|\\begin\{{(?:tabular[xy]?|longtable|multicols|minipage|subfigure)\*?\}}(?:\[[^\[\]\n]*\])?(?:\{{{_INNER}\}}){{0,2}}"
    rf"|\\(?:begin|end)\{{[A-Za-z]+\*?\}}(?:\[[^\[\]\n]*\])?"
    rf"|(?P<picture>\\includegraphics(?:\[[^\[\]\n]*\])?\{{[^{{}}]*\}})"
    rf"|\\(?:multicolumn|multirow|resizebox|setlength|renewcommand)\*?(?:\s*\\[A-Za-z]+|\{{{_INNER}\}})(?:\{{{_INNER}\}})"
    rf"|\\(?:scalebox|vspace|hspace|cline|cmidrule|captionsetup)\*?(?:\([a-z]+\))?\{{{_INNER}\}}",
)
_SIGNS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
#: What bullets of Word become where their font is lost; and where one begins a line.
LETTERS_FOR_BULLETS = "oØü"
_BULLET = re.compile(rf"^([ \t>]*+)[{LETTERS_FOR_BULLETS}][ \t\xa0]+", re.MULTILINE)


def words(text: str) -> list[str]:
    """The words of ``text``, which is below a front matter, links and citations among them."""
    return list(_words(_without_layout(_without_comments(_INVISIBLE.sub("", _restored(text))))))


def plain(text: str) -> list[str]:
    """The words of a text without markup, in small letters."""
    return _WORD.findall(_INVISIBLE.sub("", _restored(text)).casefold())


def _restored(text: str) -> str:
    """``text`` with the letters that programs have changed into signs: ﬁ and fi are the same to a reader. A word that
    is divided by an invisible hyphen at the end of a line is whole."""
    return ligatures.restored(misread.restored(_HYPHEN_AT_END.sub("", text)))


def targets(text: str) -> list[str]:
    """Where the links of ``text`` lead, as words."""
    return [word for match in _TOKEN.finditer(text) if match["target"] for word in _WORD.findall(match["target"])]


def _without_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[at:start])
        at = end + 3
    return "".join([*parts, text[at:]])


def _without_layout(text: str) -> str:
    """``text`` with what its blocks of LaTeX say to readers, and nothing of how these are laid out on paper."""
    parts: list[str] = []
    at = 0
    lacking = set[str]()
    for begin in _BLOCK.finditer(text) if "\\begin{" in text else ():
        if begin.start() < at or begin["name"] in lacking:
            continue
        end = text.find(f"\\end{{{begin['name']}}}", begin.end())
        if end < 0:
            lacking.add(begin["name"])
            continue
        block = _LAYOUT.sub(_shown, text[begin.start() : end])
        parts += [text[at : begin.start()], block]
        at = end + len(f"\\end{{{begin['name']}}}")
    return "".join([*parts, text[at:]])


def _shown(match: re.Match[str]) -> str:
    return " ](…) " if match["picture"] else " "


def _words(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            yield match["word"]
        elif kind == "key":
            yield f"@{match['key']}"
        elif kind == "target":
            yield LINK
        elif kind == "attributes":
            yield from _of_tag(match["tag"].lower(), match["attributes"])


def _of_tag(tag: str, attributes: str) -> Iterator[str]:
    """The words of an HTML tag: the end of a link, or a picture with its alternative text."""
    if tag == "/a":
        yield LINK
    elif tag == "img":
        if alt := re.search(_ALT, attributes):
            yield from _WORD.findall(alt["quoted"] or alt["single"] or "")
        yield LINK


def lost(before: list[str], after: list[str]) -> tuple[Counter[str], Counter[str]]:
    """The words of ``before`` that are missing, in their order, and those that have come instead."""
    begin = 0
    while begin < min(len(before), len(after)) and before[begin] == after[begin]:
        begin += 1
    end = 0
    while end < min(len(before), len(after)) - begin and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[begin : len(before) - end], after[begin : len(after) - end]
    gone: Counter[str] = Counter()
    come: Counter[str] = Counter()
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            gone.update(old[i:j])
            come.update(new[k:m])
    return gone, come


#: What an address may get that had it not, as in www.example.org; and a page, as in Author (2024: 3).
_ADDED = {"http", "https", "mailto", "p", "pp", LINK}


def keeps(before: str, after: str, printed: Callable[[str], Collection[str]]) -> bool:
    """Whether ``after`` says to its readers all that ``before`` says, and nothing else.

    Where a citation has come for what was typed, the words may go that are ``printed`` for its key, in small letters.
    So may those of an address that has become the target of a link.
    """
    gone, come = lost(*(words(_BULLET.sub(r"\1- ", text)) for text in (before, after)))
    if not gone and not come:
        return True
    cites = {word for word in come if word.startswith("@")}
    if cites or before.count("\\begin{") > after.count("\\begin{"):
        # The page of \cite[p. 3]{key} is put behind its key, and the caption of a table below it.
        moved = gone & come
        gone, come = gone - moved, come - moved
    allowed = {spelt(word) for key in cites for word in (key[1:], *_WORD.findall(key), *printed(key[1:]))}
    addresses = set(targets(after)) if come[LINK] else set()
    bare = {_SIGNS.sub("", word) for word in allowed}
    return all(spelt(word) in allowed or word in addresses or _is_key_of(word, bare) for word in gone) and all(
        word in _ADDED or word in cites for word in come
    )


def _is_key_of(word: str, keys: Collection[str]) -> bool:
    """Whether a citation differs from one of ``keys``, which have no signs, in its signs alone."""
    return word.startswith("@") and _SIGNS.sub("", spelt(word)) in keys


def spelt(word: str) -> str:
    """A word as it is compared: Muller is Müller, and an Organization an organisation."""
    return fold(word).replace("isation", "ization")
