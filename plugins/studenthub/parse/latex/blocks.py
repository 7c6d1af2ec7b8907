r"""Converts figures, tables and lists of LaTeX into Markdown.

A picture in ``figure`` becomes a picture with its caption, a ``tabular`` a table with bars, ``itemize`` a list. What
lays out a printed page is left out; where a block holds anything else, nobody can say what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studenthub.parse.latex import tables as latex_tables
from studenthub.parse.latex import words as latex_words
from studenthub.parse.latex.words import UnknownError

#: What holds pictures and tables, and what only says where things are on paper.
_FLOATS = ("figure", "wrapfigure", "SCfigure", "subfigure", "table", "wraptable", "sidewaystable", "longtable")
_AROUND = (
    "center",
    "flushleft",
    "flushright",
    "multicols",
    "minipage",
    "adjustbox",
    "threeparttable",
    "landscape",
    "small",
)
_TABLES = ("tabular", "tabularx", "tabulary", "longtable")
_LISTS = {"itemize": "-", "enumerate": "1.", "description": "-"}
#: The environments that are read, with a star or without.
ENVIRONMENTS = frozenset((*_FLOATS, *_AROUND, *_TABLES, *_LISTS))
#: How many arguments in braces follow the name of an environment.
_ARGUMENTS = {"wrapfigure": 2, "wraptable": 2, "subfigure": 1, "multicols": 1, "minipage": 1, "adjustbox": 1} | {
    **dict.fromkeys(("tabularx", "tabulary"), 2),
    **dict.fromkeys(("tabular", "longtable"), 1),
}
#: Commands that show nothing, by their arguments in braces; and those of whose arguments the last is shown.
_NOTHING = {
    **dict.fromkeys(
        ("centering", "raggedright", "small", "footnotesize", "scriptsize", "tiny", "normalsize", "large"), 0
    ),
    **dict.fromkeys(
        ("noindent", "hfill", "vfill", "par", "newline", "linebreak", "smallskip", "medskip", "bigskip"), 0
    ),
    **dict.fromkeys(("columnbreak", "newpage", "clearpage", "protect"), 0),
    **dict.fromkeys(("vspace", "hspace", "captionsetup"), 1),
    **dict.fromkeys(("setlength", "renewcommand", "addtolength"), 2),
}
_SHOWING = {
    "resizebox": 3,
    "scalebox": 2,
    "makebox": 1,
    "fbox": 1,
    "mbox": 1,
    "parbox": 2,
    "adjustbox": 2,
    "rotatebox": 2,
}
_PIECE = re.compile(
    r"\\(?:begin\{(?P<begin>[A-Za-z]+)\*?\}|(?P<command>[A-Za-z]+)\*?|(?P<sign>[^A-Za-z]))|(?P<group>\{)|(?P<text>[^\\{]+)"
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*(?:\n[ \t]*)?")
_WIDTH = re.compile(r"width\s*=\s*(?P<share>0?\.\d+|1(?:\.0*)?)?\s*\\(?:text|line|column)width")
_CAPTION = re.compile(r"\\(caption|label)\s*(?=\{)")
_DEEPEST, _LONGEST = 8, 50_000


@dataclass
class _Found:
    """The content of a block: blocks of Markdown, and words that are still to be joined."""

    blocks: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


def in_markdown(block: str) -> str | None:
    r"""Markdown for ``block``, which is from a ``\begin`` to its ``\end``; None if that is not certain."""
    if len(block) > _LONGEST:
        return None
    try:
        blocks = _read(_COMMENT.sub("", block), 0).blocks
    except UnknownError:
        return None
    return "\n\n".join(blocks) or None


def _read(tex: str, depth: int) -> _Found:
    if depth > _DEEPEST:
        raise UnknownError
    found, at, words = _Found(), 0, ""
    while at < len(tex):
        piece = _PIECE.match(tex, at)
        if piece is None:
            raise UnknownError
        at = piece.end()
        if name := piece["begin"]:
            inner, at = latex_words.environment(tex, name, at)
            _take(found, name, inner, depth)
        elif piece["group"]:
            inner, at = latex_words.braces(tex, piece.start())
            _add(found, _read(inner, depth + 1))
        elif name := piece["command"]:
            at = _command(found, tex, name, at, depth)
        elif piece["text"] is not None:
            words = piece["text"].strip()
            if words:
                raise UnknownError
        elif piece["sign"] not in "\\ \n;,":
            raise UnknownError
    return found


def _command(found: _Found, tex: str, name: str, at: int, depth: int) -> int:
    """Read a command up to where it ends."""
    options, at = latex_words.options(tex, at)
    if name == "includegraphics":
        path, at = latex_words.braces(tex, at)
        found.pictures.append((path.strip(), options))
    elif name in ("caption", "captionof", "subcaption", "label"):
        if name == "captionof":
            _, at = latex_words.braces(tex, at)
        words, at = latex_words.braces(tex, at)
        if name == "label":
            found.labels.append(words.strip())
        else:
            words, label = latex_words.labelled(words)
            found.captions.append(latex_words.words(words))
            found.labels += label
    elif name in _NOTHING:
        for _ in range(_NOTHING[name]):
            _, at = latex_words.argument(tex, at)
    elif name in _SHOWING:
        for _ in range(_SHOWING[name]):
            shown, at = latex_words.braces(tex, at)
        _add(found, _read(shown, depth + 1))
    elif name == "subfloat":
        picture, at = latex_words.braces(tex, at)
        one = _read(picture, depth + 1)
        if options.strip():
            one.captions.append(latex_words.words(options.strip()[1:-1]))
        _add(found, _Found([*_put_together(one)]))
    else:
        raise UnknownError
    return at


def _take(found: _Found, name: str, inner: str, depth: int) -> None:
    """Put what is in an environment to what was found."""
    if name not in ENVIRONMENTS:
        raise UnknownError
    at, arguments = latex_words.options(inner, 0)[1], list[str]()
    for _ in range(_ARGUMENTS.get(name, 0)):
        argument, at = latex_words.braces(inner, at)
        arguments.append(argument)
        at = latex_words.options(inner, at)[1]
    inner = inner[at:]
    if name in _LISTS:
        found.blocks.append(_list(inner, _LISTS[name]))
    elif name in _TABLES:
        table = latex_tables.table(_without_caption(inner, found), arguments[-1])
        if name == "longtable":
            _add(found, _Found([*_put_together(_Found(tables=[table], captions=found.captions, labels=found.labels))]))
            found.captions, found.labels = [], []
        else:
            found.tables.append(table)
    elif name in _FLOATS:
        found.blocks += _put_together(_read(inner, depth + 1))
    else:
        _add(found, _read(inner, depth + 1))
    if depth == 0 and name not in _FLOATS:
        found.blocks = list(_put_together(found))
        found.pictures, found.tables, found.captions, found.labels = [], [], [], []


def _add(found: _Found, more: _Found) -> None:
    found.blocks += more.blocks
    found.pictures += more.pictures
    found.tables += more.tables
    found.captions += more.captions
    found.labels += more.labels


def _put_together(found: _Found) -> Iterator[str]:
    """A picture or a table with its caption, or pictures without."""
    labels = "".join(rf" \label{{{label}}}" for label in found.labels)
    if len(found.captions) > 1 or len(found.labels) > 1 or (found.blocks and (found.captions or found.labels)):
        raise UnknownError
    yield from found.blocks
    caption = "".join(found.captions)
    if len(found.pictures) + len(found.tables) > 1 and (caption or labels):
        raise UnknownError
    if not found.pictures and not found.tables and (caption or labels):
        raise UnknownError
    for path, options in found.pictures:
        words = caption or _name(path)
        yield f"![{words}{labels}]({_address(path)}){_width(options)}"
    for table in found.tables:
        yield f"{table}\n\n: {caption}{labels}" if caption else table


def _name(path: str) -> str:
    return re.sub(r"[-_]+", " ", path.rpartition("/")[2].rpartition(".")[0])


def _address(path: str) -> str:
    if not re.search(r"\.\w{2,4}\Z", path) or re.search(r"[\\{}()\n]", path):
        raise UnknownError
    return f"<{path}>" if " " in path else path


def _width(options: str) -> str:
    share = _WIDTH.search(options)
    if not share:
        return ""
    return f"{{width={round(float(share['share'] or 1) * 100)}%}}"


def _list(tex: str, sign: str) -> str:
    before, *items = re.split(r"\\item(?![A-Za-z])", tex)
    if before.strip() or not items:
        raise UnknownError
    return "\n".join(f"{sign} {_item(item)}" for item in items)


def _item(tex: str) -> str:
    options, at = latex_words.options(tex, 0)
    name = options.strip()[1:-1].strip()
    words = latex_words.words(tex[at:])
    return f"**{latex_words.words(name)}** {words}" if name else words


def _without_caption(tex: str, found: _Found) -> str:
    """A ``longtable`` has its caption between its rows."""
    while match := _CAPTION.search(tex):
        words, end = latex_words.braces(tex, match.end())
        if match[1] == "label":
            found.labels.append(words.strip())
        else:
            words, label = latex_words.labelled(words)
            found.captions.append(latex_words.words(words))
            found.labels += label
        tex = tex[: match.start()] + tex[end:]
    return tex
