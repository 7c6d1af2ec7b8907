"""A check for the syntax of other programs: blocks of Pandoc, Quarto and MyST, wiki links, template tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from studenthub.markup.titles import TITLES
from studenthub.parse.markdown import running_text
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

#: The boxes of other programs, and which of ours they are.
BOXES = {title.lower(): title.lower() for title in TITLES} | {
    "hint": "tip",
    "attention": "warning",
    "error": "danger",
    "admonition": "note",
    "seealso": "info",
}
#: A line of colons, as Pandoc, Quarto, Docusaurus and MyST begin and end a block.
_COLONS = re.compile(r"(?:(?<=\n)|\A)(?P<indent>[ \t>]*+):{3,}[ \t]*+(?P<name>[^\n]*+)")
_KIND = re.compile(r"\{?[.:]?(?:callout-)?(?P<kind>[a-z]+)\}?")
_TITLE = re.compile(
    r"title=\"(?P<given>[^\"\n]*)\"|\A(?:\{[a-z]++\}|[a-z]++)[ \t]*\[?(?P<after>[^\s{\[\]][^\n\]]*)\]?\Z"
)
_INDENTED = "and below it the text, indented by four spaces"
#: The blocks of MyST, which would be shown as code.
_DIRECTIVES = {name: f"write !!! {ours}, {_INDENTED}" for name, ours in BOXES.items()} | {
    **dict.fromkeys(("figure", "image"), "write ![what it shows](the name of the file)"),
    **dict.fromkeys(("table", "list-table", "csv-table"), "write the rows with | between their cells"),
    "bibliography": "delete it: the hub prints the list of references by itself",
    "epigraph": "begin each line of the quotation with >",
    "math": "write the formula between two lines of $$",
}
#: A role of MyST or Sphinx, {cite:p}`author2024`; the code behind it is blank in the running text.
_ROLE = re.compile(r"[{:](?P<name>cite|ref|numref|doc|term|eq)(?::(?P<how>[a-z]+))?[}:](?=[ ])")
_CODE_SPAN = re.compile(r"`(?P<inner>[^`\n]+)`")
_KEY = re.compile(r"[^\s,;`]+")
_FIELD = (
    r"(?:ADDIN (?:ZOTERO|CSL|EN\.CITE|Mendeley)\w*|PAGEREF _\w+|HYPERLINK \\l|SEQ (?:Figure|Table|Figuur|Tabel) \\\*"
    r"|TOC \\o|CITATION \w+ \\l \d+)"
)
#: Words behind an address that say when somebody saw it, in English and Afrikaans: such an address is no link.
_NOT_VISITED = (
    r"(?!\(?(?i:(?:last|date|laas|laaste|datum)\b|as (?:at|of|on)|on \d|op \d|\d{1,2} \w+ \d{4}"
    r"|accessed|visited|retrieved|viewed|checked|consulted|downloaded|available|besoek|geraadpleeg|besigtig|verkry))"
)
_OTHERS = re.compile(
    r"(?:(?<=\n)|\A)\.\. [a-z][a-z-]*::[^\n]*"
    r"|(?<![\w\]])!?\[\[(?P<page>#?[^\W\d_][^\[\]\n|,;]{0,80})(?:\|(?P<words>[^\[\]\n]{1,80}))?\]\]"
    r"|(?:(?<=\s)|\A)~(?P<struck>[^\W\d_]{3,}(?: [^\W\d_]+){0,8})~(?![\w~])"
    r"|(?:(?<=[\s(])|\A)(?P<emoji>:[a-z]{3,}(?:_[a-z]+)*:)(?=[\s.,;!?)]|\Z)"
    r"|%%[^%\n]+%%|'''[^'\n]{1,80}'''|(?<=\n)={2,6} [^=\n]{1,80} ={2,6}(?=[ \t]*(?:\n|\Z))|\[edit(?: source)?\]"
    # A link of MediaWiki, the beginning of its table, its note; and signs of BBCode.
    rf"|(?<![\w\]!])\[(?P<address>https?://[^\s\[\]]+) {_NOT_VISITED}(?P<label>[^\[\]\n]{{1,100}})\](?!\()"
    r"|(?:(?<=\n)|\A)\{\|[^\n}]*(?=\n[|!])"
    r"|\[(?P<bb>b|i|u|s|url|img|quote|code|list|size|color)(?:=[^\[\]\n]*)?\](?=[^\n]{1,2000}?\[/(?P=bb)\])"
    # Fields of Word, and what Pandoc writes for its styles and bookmarks.
    rf"|\{{[ ]?{_FIELD}[^{{}}\n]*\}}|\b{_FIELD}"
    r"|(?<=\])\{custom-style=\"[^\"\n]*\"\}"
    # What Zotero's scannable cite leaves: {See | Author, 2020 | p. 3 | |zu:1:ABC}.
    r"|\{[^{}|\n]*\|[^{}|\n]+\|[^{}|\n]*\|[^{}|\n]*\|z[ug]:\d+:[A-Z\d]+\}"
    r"|\{%-?[ ]*[a-z]\w*[^%\n]*%\}|\{\{[<%][ ]*[\w/][^{}\n]*[>%]\}\}|\{\{[ ]*[A-Za-z_][\w. -]*(?:\|[^{}\n]*)?\}\}"
)
#: The notes of MediaWiki, and the records of EndNote.
_TAGS = {"ref", "references", "records"}
_IN_OTHERS = (
    *(
        "[http",
        "{|",
        "<ref",
        "</ref",
        "addin ",
        "pageref ",
        "hyperlink ",
        "seq ",
        "toc \\",
        "citation ",
        "{custom-",
        "|z",
    ),
    "[/",
)
_CODE = "delete it; if you write about it, put it between two backticks"


def other_markdown(checked: Checked) -> Iterator[Finding]:
    """A text has the Markdown that this hub knows.

    Signs of Quarto, Jupyter, Obsidian or a template mean nothing here: readers see them as they are typed.

    Wrong: ::: note, the text of the box, :::
    Right: !!! note, and below it the text of the box, indented by four spaces
    """
    for document in checked.documents:
        if document.has_any(":::"):
            yield from _colons(document)
        if document.has_any("```", "~~~"):
            yield from _directives(document)
        if document.has_any("}`", ":`"):
            yield from _roles(document)
        if document.has_any(
            "[[", "%%", "{%", "{{", ".. ", "'''", " ==", "[edit", " ~", "\n~", " :", "(:", "\n:", *_IN_OTHERS
        ):
            yield from _others(document)
        for offset, tag in document.tags:
            if tag in _TAGS and not document.content.startswith("/", offset + 1):
                yield document.found(offset, _seen(f"<{tag}>"), "delete it, and cite the source by its key")


@dataclass(frozen=True, slots=True)
class _Block:
    """The line of colons that begins a block, the one that ends it, and whether it holds or is in another block."""

    opens: re.Match[str]
    closes: re.Match[str] | None
    is_nested: bool


def _colons(document: Document) -> Iterator[Finding]:
    for block in _blocks(document):
        opens, closes = block.opens, block.closes
        name = document.content[opens.start("name") : opens.end("name")].strip().strip(":").strip()
        kind = _KIND.match(name)
        ours = BOXES.get(kind["kind"], "") if kind else ""
        start = opens.start() + len(opens["indent"])
        message = f"{shortened(opens[0].strip())} is a block of another program, and readers see the colons"
        if "refs" in name:
            yield document.found(start, message, "delete it: the hub prints the list of references by itself")
        elif not ours:
            yield document.found(start, message, "delete the lines of colons; what is between them stays")
        else:
            first = f"!!! {ours}{_title(name)}"
            hint = f"write {shortened(first)}, {_INDENTED}"
            fix = None
            if closes and not block.is_nested and not opens["indent"]:
                text = document.content[opens.end() : closes.start()].strip("\n")
                lines = [f"    {line}" if line.strip() else "" for line in text.split("\n")]
                fix = Fix(opens.start(), closes.end(), "\n".join([first, "", *lines]))
            yield document.found(start, message, hint, fix)


def _title(name: str) -> str:
    found = _TITLE.search(name)
    title = (found["given"] or found["after"] or "").strip(' "') if found else ""
    return f' "{title.replace(chr(34), chr(39))}"' if title else ""


def _blocks(document: Document) -> Iterator[_Block]:
    """The blocks of a text, each one within another as well; a line of colons without a name ends one, or is alone."""
    opens: list[re.Match[str]] = []
    closes: dict[int, re.Match[str]] = {}
    nested: set[int] = set()
    around: list[int] = []
    for line in _COLONS.finditer(document.running, document.body_start):
        if around and not line["name"].strip():
            closes[around.pop()] = line
            continue
        if around:
            nested |= {around[-1], len(opens)}
        around.append(len(opens))
        opens.append(line)
    yield from (_Block(line, closes.get(at), at in nested) for at, line in enumerate(opens))


def _directives(document: Document) -> Iterator[Finding]:
    for fence in running_text.fences(document.content):
        if fence.info.startswith("{") and (hint := _DIRECTIVES.get(fence.name)):
            head = document.content[fence.head : fence.start]
            message = f"{shortened(head.strip())} is a block of another program, and would be shown as code"
            yield document.found(fence.head + len(head) - len(head.lstrip()), message, hint)


def _roles(document: Document) -> Iterator[Finding]:
    for role in _ROLE.finditer(document.running, document.body_start):
        if not (code := _CODE_SPAN.match(document.content, role.end())):
            continue
        message = _seen(role[0] + code[0])
        if role["name"] == "cite":
            keys = "; ".join(f"@{key}" for key in _KEY.findall(code["inner"]))
            right = keys if role["how"] == "t" and ";" not in keys else f"[{keys}]"
            fix = Fix(role.start(), code.end(), right)
            yield document.found(role.start(), message, f"write {shortened(right)}", fix)
        else:
            yield document.found(role.start(), message, "write what it is called: the figure below, Table 2")


def _others(document: Document) -> Iterator[Finding]:
    for match in _OTHERS.finditer(document.running, document.body_start):
        hint = _CODE
        if match["page"] and match[0].startswith("!"):
            hint = f"write ![what it shows]({shortened(match['page'].strip())})"
        elif match["page"]:
            words = shortened((match["words"] or match["page"]).strip(" #"))
            hint = f"write [{words}](its address), or leave the brackets out"
        elif match[0].startswith(("'", "=")):
            words = match[0].strip("'= \t")
            hint = f"write {f'**{words}**' if match[0].startswith(chr(39)) else f'## {words}'}"
        elif match["address"]:
            address = document.content[match.start("address") : match.end("address")]
            link = f"[{match['label'].strip()}]({address})"
            fix = Fix(match.start(), match.end(), link)
            yield document.found(match.start(), _seen(match[0]), f"write {shortened(link)}", fix)
            continue
        elif match["struck"]:
            struck = f"~~{match['struck']}~~"
            fix = Fix(match.start(), match.end(), struck)
            yield document.found(match.start(), _seen(match[0]), f"write {shortened(struck)}", fix)
            continue
        elif match["emoji"]:
            if match["emoji"] in _emoji():
                # :key: may be a word between colons.
                hint, is_word = "write the sign itself, or delete it", "_" not in match["emoji"]
                yield document.found(match.start(), _seen(match[0]), hint, harmless=is_word)
            continue
        elif match[0].startswith(".."):
            hint = "write it in Markdown, as the guide shows"
        yield document.found(match.start(), _seen(document.content[match.start() : match.end()]), hint)


@cache
def _emoji() -> frozenset[str]:
    """The names of emoji on GitHub and in Slack, with their colons."""
    # Most texts have no such name, and these are thousands.
    from pymdownx import gemoji_db

    return frozenset((*gemoji_db.emoji, *gemoji_db.aliases))


def _seen(written: str) -> str:
    return f"{shortened(written.strip())} means something to another program; here readers see it as it is"
