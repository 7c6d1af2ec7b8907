"""Running text: what is blanked, as the converter reads it; where sentences end; what a quotation looks like."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from studenthub.parse.markdown import citations, running_text
from studenthub.parse.markdown.citations import CiteGroup
from texts import made_of, quadratic

SIGNS = (
    *(
        "`",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "- ",
        "> ",
        "# ",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "<",
        ">",
        "<!--",
    ),
    *("-->", "<a b='", '"', "[@a]", "[@a; @b]", "@a", "[^1]", "[r]: u\n", "[x][r]", "!!! note\n", "| ", "\\", "*", "_"),
    *(". ", "A", "e.g. ", "é", "\r", "\x00", "&amp;", "{: .c}", "~", "^"),
)

#: Each cites @yes where the text runs, and @no where it does not. The converter must see the same.
BLANKED = [
    # Fences, as superfences reads them.
    "[@yes]\n\n```\n[@no]\n```\n\n[@yes2]",
    "```python\n@no\ndef f(): ...\n```",
    "~~~ {.python title='x'}\n[@no]\n~~~",
    "````\n```\n[@no]\n```\n[@no2]\n````\n[@yes]",
    "```\n[@no]\n\n\n[@no2]\n```\n[@yes]",
    "- item\n\n    ```\n    [@no]\n    ```\n\n    [@yes]",
    "> ```\n> [@no]\n> ```\n> [@yes]",
    "!!! note\n\n    ```\n    [@no]\n    ```\n    [@yes]",
    "```\n  [@no]\n```\n[@yes]\n```",  # a third fence opens nothing
    # A fence without its other half is none.
    "```\n[@yes]",
    "```\n[@yes]\n~~~\n[@yes2]",
    "```\n[@yes]\n````\n[@yes2]",
    "- item\n\n    ```\n    [@yes]\n\n[@yes2]\n\n```\n[@no]\n```",
    # Inline code.
    "`[@no]` [@yes]",
    "``a ` [@no]`` [@yes]",
    "` [@no]\n[@no2] ` [@yes]",
    "`` ` [@no] ` `` [@yes]",
    "a ` [@yes]",
    "`a [@yes]\n\nb` [@yes2]",
    r"\`[@yes]`",
    "``a` [@yes]",
    # Indented code, but not what belongs to a list, a note, a tab, a footnote or a definition.
    "    [@no]",
    "text\n\n    [@no]\n\n\n    [@no2]\n\ntext [@yes]",
    "text\n\n\t[@no]",
    "# Heading\n    [@no]",
    "text\n    [@yes]",
    "- item\n\n    [@yes]",
    "- item\n\n    [@yes]\n\n        [@no]",
    "- item\n    - nested\n\n        [@yes]\n\n            [@no]",
    "- item\nlazy\n\n    [@yes]",
    "- item\n\ntext\n\n    [@no]",
    "1. item\n\n\t[@yes]\n\n\t\t[@no]",
    "!!! note\n    [@yes]\n\n    [@yes2]\n\n        [@no]",
    '??? note "Title"\n    [@yes]',
    '=== "One"\n\n    [@yes]\n\n=== "Two"\n\n    [@yes2]',
    "text[^1]\n\n[^1]: note [@yes]\n\n    more [@yes2]",
    "Term\n:   definition [@yes]\n\n    more [@yes2]",
    # Comments.
    "<!-- [@no] --> [@yes]",
    "<!--\n[@no]\n\n[@no2]\n-->\n[@yes]",
    "a <!-- [@no]\n@no2 --> [@yes]",
    "<!-- [@yes]",
    "a <!-- [@yes]\n\n[@yes2] --> [@yes3]",
    # Links and images.
    "[@no](http://example.org) [@yes]",
    "[a @no b](x) [@yes]",
    "[a](x 'said @no') [@yes]",
    "[a](x(y)z@no) [@yes]",
    "[@no](x\n'title') [@yes]",
    "![@no](x.png) [@yes]",
    "[![a @no](b)](c) [@yes]",
    "[@no](<a b>) [@yes]",
    "[a](b [@yes]",
    "[@yes] (x)",
    # A reference is a link only where its label is defined.
    "[@no][r] [@yes]\n\n[r]: http://example.org",
    "[@no][Two\nwords] [@yes]\n\n[two Words]: http://example.org 'title'",
    "[@no][] [@yes]\n\n[@no]: http://example.org",
    "[@no] [@yes]\n\n[@no]: <http://example.org>\n    (title)",
    "![@no][r] [@yes]\n\n[r]: x.png",
    "[x] [@yes][r] [@yes2]\n\n[r]: u",  # [x] [@yes] was tried first
    "[@yes][r]",
    "[@yes][@yes2]",
    "[@yes]: said so",
    # Addresses and tags.
    "<https://example.org/@no> [@yes]",
    "<me@example.org> [@yes]",
    "<b title='@no'>[@yes]</b>",
    "<a\nhref='x@no'>x</a> [@yes]",
    "p <0.05 [@yes] and n> 5",
    "a < b [@yes] > c",
    # Everything else is text.
    "*[@yes]* **@yes2** (@yes3) ==[@yes4]==",
    "| a | b |\n| --- | --- |\n| [@yes] | x |",
    "> quote [@yes]\n> - item [@yes2]",
    "## Heading [@yes] {#id}",
    "- [x] [@yes]",
]  # fmt: skip


class Recorder(Extension):
    """What the converter takes for citations, by the pattern and at the place of the hub's own extension."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        processor = _Recording(citations.GROUP.pattern, md)
        processor.keys = self.keys
        md.inlinePatterns.register(processor, "citation", 75)


class _Recording(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)
    keys: list[str]

    def handleMatch(  # type: ignore[override] # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        group = citations.read(m)
        if not isinstance(group, CiteGroup):
            return None, m.start(), m.end()
        self.keys += group.keys
        return self.md.htmlStash.store(""), m.start(), m.end()


def predicted(text: str) -> set[str]:
    return {key for group in citations.find(running_text.blank(text)) for key in getattr(group, "keys", ())}


def converted(text: str) -> set[str]:
    recorder = Recorder()
    extensions = ["admonition", "attr_list", "def_list", "footnotes", "tables", "toc", "pymdownx.superfences"]
    more = ["pymdownx.details", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.mark", "pymdownx.betterem"]
    Markdown(extensions=[*extensions, *more, recorder]).convert(text)
    return set(recorder.keys)


@pytest.mark.parametrize("text", BLANKED)
def test_what_is_blanked_is_what_the_converter_skips(text: str) -> None:
    running = set(re.findall(r"@(yes\d*)", text))
    assert predicted(text) == running
    assert converted(text) == running


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("a `b` c", "a     c"),
        ("a\n```\nb\n```\nc", "a\n   \n \n   \nc"),
        ("é [x](y) é", "é        é"),
        ("a [x][r]\n\n[r]: u\n", "a       \n\n      \n"),
        ("<b>a</b>", "   a    "),
        ("a <!-- b\nc --> d", "a       \n      d"),
        ("[@a] *b*", "[@a] *b*"),
        ("", ""),
    ],
)
def test_blank_leaves_spaces(text: str, blanked: str) -> None:
    assert running_text.blank(text) == blanked


@given(made_of(*SIGNS) | st.text())
def test_blank_keeps_every_offset(text: str) -> None:
    blanked = running_text.blank(text)
    assert len(blanked) == len(text)
    assert all(now == before or (now == " " and before != "\n") for now, before in zip(blanked, text, strict=True))


@given(st.text(st.characters(categories=["L", "N", "Zs"]), max_size=200))
def test_blank_leaves_words_alone(text: str) -> None:
    text = text.lstrip()
    assert running_text.blank(text) == text


# --- sentences -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two @x. Three.", "Two @x."),
        ("One! Two @x? Three.", "Two @x?"),
        ("@x begins. Two.", "@x begins."),
        ("One. Two ends @x", "Two ends @x"),
        ("One.\nTwo\n@x. Three.", "Two\n@x."),
        # A citation after the full stop belongs to the sentence.
        ("One. Two. [@x] Three.", "Two. [@x]"),
        ("One. Two. [@a; @b] [see @x, p. 3 [sic]] Three.", "Two. [@a; @b] [see @x, p. 3 [sic]]"),
        ("One. Two. [@x]", "Two. [@x]"),
        ("One. Two.[^1] Three @x.", "Three @x."),
        ("One [@a]. Two [@x]. Three.", "Two [@x]."),
        # The caption of a picture is a block of its own.
        ("![Bars](a.png)\n/// caption\nBars, and *more* [@x].\n///\n", "Bars, and *more* [@x]."),
        # Where the next sentence begins with something else than a letter.
        ("One. “Two @x.” Three.", "“Two @x.”"),
        ("One. (Two @x.) Three.", "(Two @x.)"),
        ("One. **Two** @x. *Three*.", "**Two** @x."),
        ("One. @x said. Three.", "@x said."),
        ("One. 25 of them @x. Three.", "25 of them @x."),
        ("Один. Два @x. Три.", "Два @x."),
        # Full stops that end nothing.
        ("One. As Dr. Nkosi and Prof. Smith say @x. Three.", "As Dr. Nkosi and Prof. Smith say @x."),
        ("One. In e.g. Smith, i.e. Nkosi, cf. Botha vs. Zulu @x.", "In e.g. Smith, i.e. Nkosi, cf. Botha vs. Zulu @x."),
        ("One. E.g. Smith @x.", "E.g. Smith @x."),
        ("One. Smith et al. Found @x. Three.", "Smith et al. Found @x."),
        ("One. J. R. Smith @x. Three.", "J. R. Smith @x."),
        ("One. On p. 3 and pp. 4-5, Fig. 2, No. 7 @x. Three.", "On p. 3 and pp. 4-5, Fig. 2, No. 7 @x."),
        ("One. It was 3.5 of 10.1000/x @x. Three.", "It was 3.5 of 10.1000/x @x."),
        ("One. He said … and left @x. Three.", "He said … and left @x."),
        ("One. See example.org for more @x. Three.", "See example.org for more @x."),
        # These do.
        ("Is there one? No. Two @x.", "Two @x."),
        ("Pills, drips, etc. Two @x.", "Two @x."),
        # Headings, list items, quotes, tables and notes are texts of their own.
        ("# Heading @x\nText.", "# Heading @x"),
        ("# Heading\nText @x\nwraps. More.", "Text @x\nwraps."),
        ("- one\n- two @x\n  wraps\n- three", "- two @x\n  wraps"),
        ("1. one\n2. two @x\n3. three", "2. two @x"),
        ("Text\n- one @x", "- one @x"),
        ("> One. Two\n> @x. Three.", "Two\n> @x."),
        ("> One\n>\n> Two @x", "> Two @x"),
        ("One\n \nTwo @x\n\t\nThree", "Two @x"),
        ("| a | b |\n| --- | --- |\n| One. Two | three @x |", " three @x "),
        ("text\n\n[^1]: A note @x.", "[^1]: A note @x."),
        ("Term\n:   a definition @x", ":   a definition @x"),
    ],
)  # fmt: skip
def test_sentence(text: str, sentence: str) -> None:
    start, end = running_text.sentence(text, text.index("@x"))
    assert text[start:end] == sentence


@given(made_of(*SIGNS) | st.text(), st.data())
def test_a_sentence_lies_around_its_offset_and_within_its_paragraph(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    low, high = running_text.paragraph(text, offset)
    start, end = running_text.sentence(text, offset)
    assert 0 <= low <= start <= end <= high <= len(text)
    assert low <= offset <= high


def test_a_sentence_without_an_end_is_cut() -> None:
    start, end = running_text.sentence("word " * 100_000, 250_000)
    assert 0 < 250_000 - start <= 2000
    assert 0 < end - 250_000 <= 2000


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("One [@a] two [see @b, p. 3 [sic]; @c].", "One two."),
        ("@a [p. 4] said", "@a [p. 4] said"),  # narrative citations stay for who knows their names
        ("**bold** *it* __b__ _i_ ***both*** ~~no~~ ==mark==", "bold it b i both no mark"),
        ("H~2~O and x^2^", "H2O and x2"),
        ("snake_case, 5 * 3, a_b_c, ~ and ^", "snake_case, 5 * 3, a_b_c, ~ and ^"),
        (r"\*not\* \_this\_ \@me 5\. a\b", r"*not* _this_ @me 5. a\b"),
        ("`a*b` ``c`d``", "a*b c`d"),
        ("`[@a]` `<b>`", "[@a] <b>"),
        ("[link](u) [ref][r] ![alt](p.png) [![x](y)](z)", "link ref alt x"),
        ("[*a*](b 'c') [`d`](e)", "a d"),
        ("[sic] [1]", "[sic] [1]"),
        ("<https://example.org/a_b_> <b class='x'>bold</b><br>", "https://example.org/a_b_ bold"),
        ("p <0.05 and n> 3", "p <0.05 and n> 3"),
        ("a[^1] b <!-- c --> d{: .e} {#f}", "a b d"),
        ("&amp; &lt;b&gt; &nbsp;x", "& <b> x"),
        ("# Heading", "Heading"),
        ("- [ ] a task", "a task"),
        ("> > - quoted\n> more", "quoted more"),
        ("1. one\n[^1]: note", "one note"),
        ("2014. That was it.", "2014. That was it."),
        ("a\n  b\n\nc", "a b c"),
        ("", ""),
    ],
)  # fmt: skip
def test_plain(text: str, plain: str) -> None:
    assert running_text.plain(text) == plain


@given(made_of(*SIGNS) | st.text())
def test_plain_is_one_line(text: str) -> None:
    plain = running_text.plain(text)
    assert "\n" not in plain
    assert plain == plain.strip()


def test_no_text_takes_more_than_linear_time() -> None:
    assert quadratic(running_text.blank) == []
    assert quadratic(running_text.plain) == []
    assert quadratic(lambda text: [running_text.sentence(text, at) for at in range(0, len(text), 1000)]) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One – two — three … four?", 4),
        ("A student-led survey doesn’t don't.", 5),
        ("- an item\n* one more\n\n## A *heading* ##\n", 6),
        ("naïveté, Äpfel und Ærø; 2,5 kg", 7),
        ("Ὀδυσσεύς ἔπλευσε", 2),
        ("What? Why?! ? !", 2),
        ("5 ≥ 3 → a\u2003b ✓ a--b", 6),
    ],
)
def test_count_words(text: str, count: int) -> None:
    assert running_text.count_words(text) == count


@given(st.lists(st.sampled_from(["word", "naïve", *"’- \n,.–“”?()*"])).map("".join))
def test_words_are_those_of_a_pattern(text: str) -> None:
    """Where hyphens and apostrophes stand as in prose: within words, or in none."""
    prose = re.sub(r"(?<!\w)[’-]+|[’-]+(?!\w)", " ", text)
    assert running_text.count_words(prose) == len(re.findall(r"\w+(?:[’'-]\w+)*", prose))
