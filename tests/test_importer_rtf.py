"""Drafts in RTF: what is hidden, deleted or beside the text, in the ways in which Word and LibreOffice write it."""

from __future__ import annotations

from contextlib import suppress

import pytest

from studenthub.importer import article
from studenthub.importer.article import Imported
from studenthub.importer.files import rtf
from studenthub.importer.refusals import Refused
from texts import quadratic

FIRST = "Students sleep little, and they say so in every survey that has asked them."
PICTURE = (
    b"89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    b"48afa4710000000049454e44ae426082"
).decode()
#: What is written, what of it is in the article, and what the report says of it.
WRITTEN = {
    r"\pard One {\deleted\revauthdel1\revdttmdel-2074015744 two }three.\par": (
        "One three.",
        "Tracked changes: 1 deleted passage was left out.",
    ),
    r"\pard One \deleted two {\b three }\deleted0 four {\mvf1 five }{\mvt1 six}.\par": (
        "One four six.",
        "insertions were taken into the text: “six”",
    ),
    r"\pard One {\revised\revauth1\revdttm-2074015744 two{\b  th\'e9ree}} four.\par": (
        "One two **thérree** four.".replace("rr", "r"),
        "insertions were taken into the text: “two thérree”".replace("rr", "r"),
    ),
    r"\pard One {\v secret words}{\v\b  and more }two {\webhidden third} \v fourth\plain  three.\par": (
        "One two  three.".replace("  ", " "),
        "Hidden text was left out (2 passages)",
    ),
    r"\pard One {\v \u233?\'e9\emdash\tab\line {\field{\*\fldinst PAGE}{\fldrslt secret}}}two.\par": (
        "One two.",
        "Hidden text was left out (1 passage)",
    ),
    r"\pard One{\v\super\chftn{\footnote\pard\plain A secret note.}} two.\par": ("One two.", ""),
    r"\pard One{\deleted {\*\shppict{\pict\pngblip %s}}} two.\par".replace("%s", PICTURE): ("One two.", ""),
    r"\pard {\xe\v entry}One{\*\bkmkstart secret}{\*\bkmkend secret} two.\par": ("One two.", ""),
    r"\pard One {\*\atrfstart 7}\b two\plain  three{\*\atrfend 7}{\*\atnid A}{\*\atnauthor Sue Senior}\chatn"
    r"{\*\annotation{\*\atnref 7}{\*\atndate 12345678}\pard\plain Is it so\u8217?\par Really?} four.\par": (
        "One **two** three four.",
        "A comment of Sue Senior on “two three”, which is not in the article: Is it so’ Really?",
    ),
    r"\pard One.{\*\annotation Why?} Two.\par": ("One. Two.", "A comment, which is not in the article: Why?"),
    r"{\headerl\pard Essay 1\par}{\footer\pard Essay 1\par}\pard One.\par": (
        "One.",
        "the header or footer of the pages: Essay 1",
    ),
    r"{\*\generator Riched20 10.0;}{\info{\title Old}{\author user}{\company X}}\pard One.\par": ("One.", ""),
    r"\pard One.{\shp{\*\shpinst{\sp{\sn wzName}{\sv Box 1}}{\shptxt\pard In a box.\par}}{\shprslt In a box.}}\par": (
        "One.\n\nIn a box.",
        "",
    ),
    r"\pard{\listtext 1.\tab}\ilvl0\ls1 One\par\trowd\cellx9\cellx18\pard\intbl A\cell B\cell\row"
    r"\trowd\cellx9\cellx18\pard\intbl C\cell D\cell\row\pard Two.\par": (
        "1. One\n\n| A | B |\n| --- | --- |\n| C | D |\n\nTwo.",
        "",
    ),
    r"\pard{\*\shppict{\pict{\*\picprop{\sp{\sn wzName}{\sv P}}{\sp{\sn wzDescription}{\sv A dot}}}\pngblip %s}}"
    r"{\nonshppict{\pict\wmetafile8 00}}\par\pard\plain\s7 A dot of mine\par".replace("%s", PICTURE): (
        "![A dot](a-dot.png)\n/// caption\nA dot of mine\n///",
        "named a-dot.png",
    ),
    r"\pard{\*\shppict{\pict\pngblip %s}}\par".replace("%s", PICTURE): (
        "![](what-students-read-1.png)",
        "has no alternative text",
    ),
    r"\pard\plain\s1 A part\par\pard\plain\s2 A part of it\par\pard Words.\par": (
        "## A part\n\n### A part of it\n\nWords.",
        "",
    ),
    r"\pard A \u-8192?0\u-8191?x\u-8190? b.\par": ("A 0x b.", ""),
    r"\pard One \bin3 {}{two.\par": ("One two.", ""),
}


def _made(written: str) -> Imported:
    lists = r"{\*\listtable{\list{\listlevel\levelnfc0{\leveltext \'02\'00.;}}\listid1}}"
    styles = r"{\stylesheet{\s0 Normal;}{\s1\fs28\b heading 1;}{\s2 heading 2;}{\s3\qc Title;}{\s7 caption;}}"
    head = r"{\*\listoverridetable{\listoverride\listid1\ls1}}\pard\plain\s3 What students read\par\pard\plain "
    draft = rf"{{\rtf1\ansi\ansicpg1252\deff0{lists}{styles}{head}{FIRST}\par\pard\plain {written}}}"
    return article.make(draft.encode(), "draft.rtf", {})


@pytest.mark.parametrize("written", WRITTEN)
def test_what_is_not_of_the_text_is_taken_out_and_reported(written: str) -> None:
    body, told = WRITTEN[written]
    made = _made(written)
    assert made.front.title == "What students read"
    assert made.body.removeprefix(FIRST).strip() == body
    report = made.report
    said = [one.message for one in (*report.todo, *report.told, *report.left)]
    assert any(told in message for message in said) if told else not said
    assert not any("secret" in message for message in said)


@pytest.mark.parametrize(
    "draft", [r"{\rtf1 ", r"{\rtf1 a}}}} b \ ", r"{\rtf1\ansicpg99999 a\'e9\bin99999 }", r"{\rtf1{{{ a"]
)
def test_broken_rtf_is_read_as_far_as_it_goes(draft: str) -> None:
    with suppress(Refused):
        assert article.make(draft.encode(), "draft.rtf", {}).article


@pytest.mark.parametrize("draft", ["<p>A &#xE000;5&#xE001;x&#xE002; b.", "A &#xE000;5&#xE001;x&#xE002; b."])
def test_signs_of_the_importer_mean_nothing_in_a_draft(draft: str) -> None:
    name = "draft.html" if "<" in draft else "draft.md"
    assert article.make(f"{FIRST}\n\n{draft}".encode(), name, {}).body.endswith("A 5x b.\n")


def test_rtf_takes_no_more_time_than_it_is_long() -> None:
    groups = (r"{\v x}y ", r"{\*\atrfstart 1}x", r"{\s1 ", r"{\*\annotation x}")
    pieces = ("{", "}", "\\", r"\'e9", r"\u233?", r"\trowd x\row", *groups)

    def read(written: str) -> None:
        rtf.read(written.encode())

    assert quadratic(read, pieces, frame=r"{\rtf1 {}", size=60_000) == []
