"""Checks for what was copied with a text by mistake: words of a chatbot, private links, local paths."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.rules.checked import Checked
from studenthub.rules.document import Prefiltered
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix, shortened

#: Marks that programs put into their answers for what they found; no person types them.
_MARKS = Prefiltered(
    r":?contentReference\[oaicite:[^\]\n]*\](?:\{index=\d+\})?|\boaicite:?\d*|【[^【】\n]{1,60}†[^【】\n]{0,60}】"
    r"|\[cite_(?:start|end)\]|\[cite: ?\d[\d, ]*\]|\b(?:cite)?turn\d+(?:search|view|news|academia|image|file)\d+"
    r"|\ue200[^\ue201\n]*\ue201",
    ("oaicite", "†", "[cite_", "[cite:", "turn", "\ue200"),
)
#: The names of pages that ChatGPT shows as buttons, copied with the numbers on them: PubMed+2Wikipedia+1.
_BUTTONS = Prefiltered(
    r"(?:(?<=[.!?)\]])|(?<!\S)|(?<=\[))(?:[A-Z][\w&’' -]{1,29}[a-z]\+[1-9]\d?){2,}(?!\w)"
    r"|(?<=[a-z]{2}[.!?])[A-Z][\w&’' -]{2,30}\+[1-9]\d?(?=\s|\Z)",
    tuple(f"+{digit}" for digit in range(1, 10)),
)
#: Lines that are between what was said and what was answered.
_OF_TALK = re.compile(r"^[ \t>#*]*(?P<said>(?:ChatGPT|Copilot) said:|Copy code)[ \t*]*$", re.MULTILINE)
#: How assistants begin and end. In quotation marks, somebody writes about them.
_PHRASES = Prefiltered(
    r"(?<![“\"‘'\w])(?:As an? (?:AI|artificial intelligence)(?: language)?(?: model| assistant)?,? I\b"
    r"|As a large language model,? I\b|As of my last (?:knowledge )?update"
    r"|(?:Certainly|Sure|Of course|Absolutely)[!,] ?(?:[Hh]ere(?:[’']s| is| are)|[Bb]elow is|I[’']ve|I have)\b"
    r"|Would you like me to (?:revise|expand|rewrite|adjust|shorten|make|add|continue)\b"
    r"|(?:Let me know|Please let me know) if you(?:[’']d| would) like (?:me to|any)\b"
    r"|I hope this (?:revised|helps with your|draft|version)\b"
    r"|If you(?:[’']d (?:like|prefer)| want| prefer| wish),? I can (?:(?:also )?(?:turn (?:this|it|these) into|rewrite"
    r"|expand (?:this|it|on)|reformat|summari[sz]e this|convert (?:this|it)|tailor (?:this|it)|shorten (?:this|it))"
    r"|also (?:add|adapt|create|draft|format|make|provide|write)\b))",
    (
        *("as a ai", "as an ai", "as a artificial", "as an artificial", "as a large language", "as of my last"),
        *("certainly", "sure", "of course", "absolutely", "would you like me", "let me know if you", "i hope this"),
        *("if you want", "if you'd", "if you’d", "if you prefer", "if you wish"),
    ),
)
_SOUGHT = (_MARKS, _BUTTONS, _PHRASES)
#: What an assistant adds to the addresses that it shows.
_TRACE = re.compile(r"(?P<first>[?&])utm_source=(?:chatgpt\.com|openai|perplexity(?:\.ai)?|copilot\.com)(?P<more>&?)")
#: Hosts whose pages open only for those whom somebody let in.
_PRIVATE = re.compile(
    r"https?://(?:docs\.google\.com/(?!forms/)(?:\w+/)?d/(?!e/)|drive\.google\.com/|[\w-]+\.sharepoint\.com/"
    r"|1drv\.ms/|onedrive\.live\.com/|(?:www\.)?dropbox\.com/(?:s|scl|home)/|teams\.microsoft\.com/|mail\.google\.com/"
    r"|outlook\.(?:office|live)(?:365)?\.com/|web\.whatsapp\.com|chat\.whatsapp\.com/|chatgpt\.com/c/)"
    r"[^\s<>()\]\"']*"
)
#: A file on somebody's computer.
_LOCAL = Prefiltered(
    r"(?<![\w/.])(?:file:///?[^\s<>()\]]+|[A-Za-z]:\\+(?:Users|Documents and Settings)\\+[^\s<>()\]]+"
    r"|/(?:Users|home)/[a-z][\w.-]*/(?:Desktop|Documents|Downloads|Pictures|Library|OneDrive|Dropbox)[^\s<>()\]]*)"
    r"(?<![.,;:!?])",
    ("file:/", "users", "/home/", "documents and settings"),
)


def text_of_an_assistant(checked: Checked) -> Iterator[Finding]:
    """An article is the text of its authors, without what an AI assistant says about its own text.

    Programs such as ChatGPT leave words and marks in what is copied from them. Marks for sources lead nowhere. Check
    each claim and each source near them: AI assistants invent both.

    Wrong: Certainly! Here is a revised version. Sleep matters :contentReference[oaicite:0].
    Right: Sleep matters [@author2024].
    """
    for document in checked.documents:
        found = [(match.start(), match[0]) for sought in _SOUGHT for match in document.find_running(sought)]
        found += [(link.offset, link.label) for link in document.links if _BUTTONS.pattern.fullmatch(link.label)]
        if document.has_any(" said:", "copy code"):
            found += [
                (match.start("said"), match["said"])
                for match in _OF_TALK.finditer(document.running, document.body_start)
            ]
        for offset, words in found:
            hint = "delete it, and check each claim and source near it: AI assistants invent both"
            yield document.found(offset, f"“{shortened(words)}” comes from an AI assistant", hint)


def trace_of_an_assistant(checked: Checked) -> Iterator[Finding]:
    """A web address holds nothing that an AI assistant has added.

    Such an address shows that an AI assistant found the page. Open the page and read it: AI assistants invent sources.

    Wrong: https://example.org/page?utm_source=chatgpt.com
    Right: https://example.org/page
    """
    for document in checked.documents:
        if "utm_source=" not in document.content:
            continue
        for match in _TRACE.finditer(document.content, document.body_start):
            left = match["first"] if match["more"] else ""
            yield document.found(
                match.start(),
                "an AI assistant has added its name to this address",
                f"delete {match[0].strip('?&')}, and read the page: AI assistants invent sources",
                Fix(match.start(), match.end(), left),
            )


def link_for_a_few(checked: Checked) -> Iterator[Finding]:
    """A link leads to a page that every reader can open.

    A document in somebody's Google Drive, OneDrive or Dropbox opens only for people who were given access, and may be
    gone tomorrow.

    Wrong: [the interviews](https://docs.google.com/document/d/1/edit)
    Right: a file in the folder of the article, a public page, or words without a link
    """
    for document in checked.documents:
        if "://" not in document.content:
            continue
        found = [(match.start(), match[0]) for match in document.find_running(_PRIVATE)]
        found += [(link.offset, link.target) for link in document.links if _PRIVATE.match(link.target)]
        for offset, address in found:
            yield document.found(
                offset,
                f"only those who were let in can open {shortened(address)}",
                "put what it shows into the article, or link to a public page",
            )


def file_of_a_computer(checked: Checked) -> Iterator[Finding]:
    """The text names no file on somebody's computer.

    Readers cannot open it, and it often holds a name.

    Wrong: see C:\\Users\\Ann\\Documents\\notes.xlsx
    Right: a file in the folder of the article, or words without a path
    """
    for document in checked.documents:
        for match in document.find_running(_LOCAL):
            yield document.found(
                match.start(),
                f"{shortened(match[0])} is a file on somebody’s computer",
                "upload the file to the folder of the article and link to its name, or delete the path",
            )
