"""The codes that no rule finds: parsers report files, front matters, citations and entries that cannot be read.

A few more are those of settings and pull requests. Rules have theirs in their own list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studenthub.source.problems import ADVICE, ERROR


@dataclass(frozen=True)
class ParserCode:
    """A code, its name in three words, and an explanation in the form of the docstring of a rule.

    ``level`` is ERROR or ADVICE. Where the fix ``rewrites``, it writes a name or a value in the hub's own way, and the
    value is read again afterwards: the words before and after need not be the same.
    """

    code: str
    name: str
    explanation: str
    level: str = ERROR
    rewrites: bool = False


PARSER_CODES: Sequence[ParserCode] = (
    ParserCode(
        "HUB001",
        "not UTF-8",
        """A file is text in the encoding UTF-8.

        Other encodings lose letters such as é and ë. In Windows Notepad, choose Save as, and UTF-8 below the name.

        Wrong: a file that was saved as "ANSI" or "Unicode"
        Right: the same, saved as UTF-8
        """,
    ),
    ParserCode(
        "HUB002",
        "unreadable file",
        """A file can be opened.

        Wrong: a file that belongs to somebody else, or a link to one that is gone
        Right: a plain file
        """,
    ),
    ParserCode(
        "HUB003",
        "page that cannot be converted",
        """A page can be turned into HTML.

        The converter gave up on something in it. Take out the last thing that you changed, and put it back bit by bit.

        Wrong: a sign that was typed a thousand times
        Right: the same page without it
        """,
    ),
    ParserCode(
        "HUB004",
        "too much on one page",
        """A page has at most 200 KB, no sign thousands of times, and no word of thousands of letters.

        The converter would take minutes for it, and everybody would wait.

        Wrong: [[[[[[[[[[[[[[[[[[[[ and so on, five thousand times
        Right: two pages, or the sign once
        """,
    ),
    ParserCode(
        "HUB101",
        "no front matter",
        """An article begins with a front matter: its title, its date and so on, between two lines of three hyphens.

        Wrong: # Sleep on call
        Right: ---
        title: Sleep on call
        ---
        """,
    ),
    ParserCode(
        "HUB102",
        "unreadable front matter",
        """The front matter is a list of fields, one a line: a name, a colon, a space, a value.

        A value that holds a colon is in quotes. What belongs to a field is indented by two spaces, never by tabs.

        Wrong: title: Sleep on call: a survey
        Right: title: "Sleep on call: a survey"
        """,
    ),
    ParserCode(
        "HUB103",
        "long front matter",
        """The front matter has at most 8 KB.

        Wrong: the whole article as the description
        Right: one or two sentences there, and the text below the second ---
        """,
    ),
    ParserCode(
        "HUB104",
        "value that begins with a sign",
        """A value does not begin with &, * or !, unless it is in quotes.

        These signs are commands, which can make a small file huge. In quotes they are text like any other.

        Wrong: title: *Sleep* on call
        Right: title: "*Sleep* on call"
        """,
    ),
    ParserCode(
        "HUB105",
        "field twice",
        """A front matter has each field only once.

        Wrong: title: Sleep
        title: Sleep on call
        Right: title: Sleep on call
        """,
    ),
    ParserCode(
        "HUB111",
        "missing field",
        """Every article has a title, a description, a date, authors and topics.

        Lists, search and citations of the article are made from them.

        Wrong: no line that begins with date:
        Right: date: 2024-07-11
        """,
    ),
    ParserCode(
        "HUB112",
        "unknown field",
        """A field has a name that the hub knows.

        A misspelt field would do nothing, and nobody would notice.

        Wrong: titel: Sleep on call
        Right: title: Sleep on call
        """,
        rewrites=True,
    ),
    ParserCode(
        "HUB113",
        "wrong value",
        """The value of a field has its form: dates are year-month-day, a year of study is a number, and so on.

        Wrong: date: 11 July 2024
        Right: date: 2024-07-11
        """,
        rewrites=True,
    ),
    ParserCode(
        "HUB114",
        "updated before date",
        """The day of a change, `updated`, is not before `date`.

        Wrong: date: 2024-07-11
        updated: 2023-01-01
        Right: date: 2024-07-11
        updated: 2024-08-01
        """,
    ),
    ParserCode(
        "HUB115",
        "unknown author",
        """An author who is named by an id has a file in docs/authors/.

        Wrong: authors: [nobody]
        Right: authors: and under it - name: Ann Author
        """,
    ),
    ParserCode(
        "HUB116",
        "unknown topic",
        """A topic is one of the hub's own: the name of a file in docs/topics/, without .md.

        With topics that everybody makes up, readers do not find what belongs together. Use tags for your own words.

        Wrong: topics: [sleeping]
        Right: topics: [student-wellbeing]
        """,
        rewrites=True,
    ),
    ParserCode(
        "HUB117",
        "withdrawn article with a text",
        """A withdrawn article keeps only its title, the day and the reason.

        What is below its front matter would not be shown, and could still be read by anybody on GitHub.

        Wrong: withdrawn: in the front matter, and the article below it
        Right: withdrawn: in the front matter, and nothing below it
        """,
    ),
    ParserCode(
        "HUB302",
        "malformed citation",
        """Each part of a citation names exactly one source.

        Separate two sources with a semicolon; what follows a comma is a page.

        Wrong: [@author2024, @other2020]
        Right: [@author2024; @other2020]
        """,
    ),
    ParserCode(
        "HUB401",
        "unreadable entry",
        """An entry of the bibliography is @type{key, field = {value}, field = {value}}.

        Each { has its }, and each field but the last a comma behind it. One bad entry does not spoil the others.

        Wrong: title = {Sleep on call, year = {2024}
        Right: title = {Sleep on call}, year = {2024}
        """,
    ),
    ParserCode(
        "HUB402",
        "key twice",
        """Two entries with the same key are for the same work, and say the same.

        Articles may bring the same source, each in its own file. Where the entries differ, nobody knows which of them
        is meant.

        Wrong: two entries author2024, of two works
        Right: author2024 and author2024sleep
        """,
    ),
    ParserCode(
        "HUB404",
        "reference that is no entry",
        """A file in the folder bib holds entries, not references as they are printed.

        What is outside an entry is not read. Each source needs an entry; with its DOI, you need not type it.

        Wrong: Author, A. (2024). An example. Journal of Examples, 1(2), 3-9.
        Right: @article{author2024, author = {Author, A.}, title = {An example}, and so on
        """,
        ADVICE,
    ),
    ParserCode(
        "HUB405",
        "undefined abbreviation",
        """A word without braces or quotation marks is an abbreviation, and a line @string says what it stands for.

        That line may be in any file of the folder bib. An ordinary word belongs in braces.

        Wrong: journal = jexamp, and no file has @string{jexamp = {Journal of Examples}}
        Right: journal = {Journal of Examples}
        """,
    ),
    ParserCode(
        "HUB406",
        "entry that others are taken from",
        """The fields crossref and xdata name entries that exist, and no entry takes its fields from itself.

        A chapter takes from its book what it does not say itself: the editors, the year, the publisher.

        Wrong: crossref = {author2042}, and no entry has this key
        Right: crossref = {author2024}
        """,
    ),
    ParserCode(
        "HUB601",
        "name of a file",
        """The name of an article's file, which becomes the address of its page, has small letters, digits and hyphens.

        Wrong: Sleep on call.md
        Right: sleep-on-call.md
        """,
    ),
    ParserCode(
        "HUB602",
        "two files for one page",
        """Each page has an address of its own.

        Wrong: sleep.md and sleep/index.md
        Right: sleep.md and sleep-on-call.md
        """,
    ),
    ParserCode(
        "HUB603",
        "two names for one page",
        """Two names that make the same address belong to one person or place, and are spelt in one way.

        Wrong: University of Testing here, and University Of Testing there
        Right: University of Testing everywhere
        """,
    ),
    ParserCode(
        "HUB604",
        "file in the wrong folder",
        """Articles are directly in docs/articles/, or as index.md in a folder there.

        Wrong: docs/articles/2024/sleep.md, docs/sleep.md
        Right: docs/articles/sleep.md, or docs/articles/sleep/index.md
        """,
    ),
    ParserCode(
        "HUB605",
        "file that takes the place of another",
        """A file in docs/ is a page, or a picture beside one, and takes the place of nothing that the hub makes itself.

        Wrong: docs/assets/hub.css, docs/404.html
        Right: docs/articles/sleep-on-call/corridor.jpg
        """,
    ),
    ParserCode(
        "HUB606",
        "address that two pages claim",
        """An address that a page had before leads to one page.

        The names under `redirect_from` are those that an article had; the aliases of a person, a topic or an
        institution are other names of it. None of them is the name of another page.

        Wrong: redirect_from: [sleep-on-call] in one article, and another article in sleep-on-call.md
        Right: redirect_from: [sleep-on-call], and no other article of that name
        """,
    ),
    ParserCode(
        "HUB607",
        "translation of another article",
        """`translation_of` names the article that was translated, by the name of its file.

        Each language has one version. All translations name the original, and the original names none: the hub does
        the rest. Say in `language` which language the translation is in.

        Wrong: translation_of: /articles/sleep-on-call/
        Right: translation_of: sleep-on-call
        """,
    ),
    ParserCode(
        "HUB901",
        "more than an article in a pull request",
        """A pull request brings an article with its sources and author, or a change of the hub itself: not both.

        Editors read articles, and maintainers look at everything else. In two pull requests, neither waits for the
        other.

        Wrong: docs/articles/sleep-on-call.md together with a change of mkdocs.yml
        Right: two pull requests
        """,
        ADVICE,
    ),
    ParserCode(
        "HUB902",
        "day of publication in the past",
        """The editors set the day on which an article appears.

        A day that was right when you wrote it has often passed by the time your article is ready. An editor changes it
        before it is published; you need do nothing.

        Wrong: date: 2026-09-30, in a new article, in October
        Right: date: 2026-10-15
        """,
        ADVICE,
    ),
    ParserCode(
        "HUB903",
        "choice of a check that there is not",
        """A code under `checks` in mkdocs.yml is that of a check.

        A mistyped code would change nothing, and nobody would notice. Errors in the form of a file cannot be switched
        off.

        Wrong: HUB999: {level: none, reason: it does not suit us}
        Right: HUB324: {level: none, reason: our opinions are marked as such}
        """,
    ),
    ParserCode(
        "HUB904",
        "setting without effect",
        """Each line of mkdocs.yml does something.

        The hub has its own look, and knows the settings of Material that it can follow: the primary colour, logo,
        favicon, copyright and social links. A colour that cannot be read on paper is made darker.

        Wrong: features: [navigation.tabs] under theme:
        Right: palette: {primary: teal} under theme:
        """,
        ADVICE,
    ),
)
