"""What there is to tell of an import: each thing in plain words, with its line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studenthub.importer import blocks as blocks_
from studenthub.importer import titles
from studenthub.importer.blocks import Block, Table
from studenthub.importer.by_key import Own
from studenthub.importer.citing import Citing
from studenthub.importer.front import Front
from studenthub.importer.pictures import Taken
from studenthub.importer.reading import Read
from studenthub.importer.report import Citation, Listed, Report, Said
from studenthub.importer.sources import Cited, Sources


class Telling:
    """Fills the report."""

    def __init__(self, report: Report, sources: Sources, cited: Citing, above: Front, read: Read, own: Own) -> None:
        self._report, self._sources, self._citing, self._above, self._read = report, sources, cited, above, read
        self._own = own

    def all(
        self,
        written: str,
        offset: int,
        taken: Sequence[Taken | None],
        heading: str,
        bibliography: str,
        body: Sequence[Block],
    ) -> None:
        """Everything that there is to tell, each with its line."""
        self._lines = written.split("\n")
        self._offset = offset
        self._citations()
        self._references(bibliography)
        self._typed()
        self._by_key()
        self._habits()
        self._word()
        self._lines_left(heading)
        self._shape(body, taken)
        self._front()

    def _line(self, words: str, after: int = 0) -> int:
        """The line of the article in which words are, or 0."""
        for number, line in enumerate(self._lines[after:], after):
            if words in line:
                return number + 1 + self._offset
        return 0

    def _citations(self) -> None:
        at = 0
        for one in self._citing.linked:
            number = self._line(one.written, at) or self._line(one.written)
            at = max(at, number - self._offset - 1)
            self._report.citations.append(Citation(one.printed, one.written, number))
        self._report.unlinked = len(self._citing.unlinked) + len(self._citing.unknown)

    def _references(self, bibliography: str) -> None:
        lines = bibliography.split("\n")
        starts = {
            line[line.index("{") + 1 :].rstrip(","): number
            for number, line in enumerate(lines, 1)
            if line.startswith("@") and "{" in line
        }
        cited = self._citing.cited()
        for key, source in self._own.sources.items():
            line = starts.get(key, 0)
            self._report.references.append(Listed(key, f"{source.label}: {source.title}", True, "bib", line))
        meant = {
            key
            for one in self._citing.unlinked
            for _, verdict in one.items
            for key in verdict.keys
            if verdict.status != "unlisted"
        }
        for one in self._sources.all:
            reference = one.reference
            whole = reference.whole or (one.origin not in ("list", "note") and not reference.doubts)
            line = starts.get(one.key, 0)
            self._report.references.append(
                Listed(one.key, one.printed or reference.text, whole, "bib" if line else "", line)
            )
            if not whole and not one.existing:
                rest = [f"not understood: {part.value}" for part in reference.left]
                why = "; ".join([*reference.doubts, *rest]) or "it is incomplete"
                self._todo("incomplete", f"The entry @{one.key} is incomplete, check it: {why}.", "bib", line)
            if one.existing:
                where = "the draft's own entries" if one.key in self._own.sources else "bib/ already"
                self._tell(
                    "existing", f"The source {_short(one)} is in {where} as @{one.key}, and is cited under this key."
                )
            if one.key not in cited and one.key not in meant:
                self._uncited(one, line)
        for printed, key in self._sources.doubles:
            self._tell("duplicate", f"A reference is there twice, and became one entry, @{key}: {_cut(printed)}")

    def _uncited(self, one: Cited, line: int) -> None:
        title = one.reference.value("title")
        if one.reference.kind == "legislation" and (named := self._line(title)):
            said = f"{title} is named, and not cited: write [@{one.key}] behind it, or delete its entry @{one.key}."
            self._todo("uncited", said, "article", named)
            return
        said = f"{_short(one)} is in the list of references, but never cited in the text"
        self._todo("uncited", f"{said}: cite it, or delete its entry @{one.key}.", "bib", line)

    def _typed(self) -> None:
        patterns = _REASONS if self._sources.has_list else _REASONS_WITHOUT_LIST
        for one in self._citing.unlinked:
            line = self._line(one.printed[:40]) or self._line(one.printed.strip("()[]¹²³⁴⁵⁶⁷⁸⁹")[:30])
            reasons = [
                patterns[verdict.status].format(
                    said=said if re.search(r"[^\W\d_]{2}", said) else one.printed,
                    keys=" or ".join(f"@{key}" for key in verdict.keys),
                )
                for said, verdict in one.items
                if verdict.status != "ok"
            ]
            why = "; ".join(dict.fromkeys(reasons)) or "it could not be matched to one reference"
            end = "" if why.endswith("?") else "."
            partial = any(verdict.status == "ok" for _, verdict in one.items)
            kind = "partial" if partial else one.items[0][1].status if one.items else "unlisted"
            rest = " One of its sources is known, but a citation is linked only as a whole." if partial else ""
            self._todo(kind, f"“{one.printed}” stays as typed: {why}{end}{rest}", "article", line)
        for note in self._citing.kept():
            said = "stays a footnote, as not every source in it is certain: cite each as [@key], or leave it"
            self._todo("note", f"“{_cut(note)}” {said}.", "article", self._line(note[:30]))
        for linked in self._citing.linked:
            if re.search(r"cited in|quoted in|aangehaal|cité", linked.written):
                self._tell(
                    "secondary", f"“{linked.printed}” is cited second hand; only the work that was read is a source."
                )
            short = re.match(r"\(([A-Z]{2,10}),", linked.printed)
            if short and "[-@" in linked.written:
                self._tell(
                    "abbreviation",
                    f"The abbreviation {short[1]} was part of the citation “{linked.printed}”, "
                    "and is no longer in the text.",
                )

    def _by_key(self) -> None:
        """Citations by key that have no entry, and what became of the entries of the draft."""
        own, unknown = self._own, self._citing.unknown
        told = set[str]()
        for written, keys in unknown:
            for key in (key for key in keys if key not in told):
                message = f"{written} cites @{key}, and no entry has this key: add its entry, or correct the key."
                self._todo("key", message, "article", self._line(written))
            told |= set(keys)
        for name in own.missing if unknown else ():
            message = f"The draft has its sources in {name}, which was not beside it: paste its entries below the text."
            self._todo("bibliography", message)
        for words in dict.fromkeys(self._citing.handles):
            self._tell("handle", f"{words} is no key of an entry, and stays a word.", "article", self._line(words))
        for source in own.doubles:
            self._tell(
                "existing",
                f"The source {source.label} is in bib/ already as @{source.key}, and is cited under this key.",
            )
        for key in own.renamed:
            new = own.keys[key]
            self._tell(
                "renamed", f"Another source in bib/ has the key @{key}: the entry and its citations are @{new} now."
            )
        for name, count in own.left:
            some = "1 entry" if count == 1 else f"{count} entries"
            self._tell("uncited", f"{some} of {name} that nothing cites stayed behind.")

    def _habits(self) -> None:
        """What of the draft as a whole is unusual: two ways of citing, sources of law, sources only in Word."""
        # Behind a name in the sentence, a number is a year or a page.
        typed = [one.printed for one in self._citing.linked if one.how == "typed" and "[-@" not in one.written]
        numbers = [printed for printed in typed if re.match(r"[\[(^]*[\d¹²³⁴⁵⁶⁷⁸⁹]", printed)]
        if numbers and len(numbers) < len(typed):
            self._tell("mixed", "Two styles are mixed: some citations are numbers, and some are authors and years.")
        if any(one.reference.kind in ("legislation", "jurisdiction") for one in self._sources.all):
            self._tell(
                "law", "Acts and cases are cited: an editor can choose a style of law with csl in the front matter."
            )
        used = {id(item.record) for found in self._citing.fields for item in found.items}
        for _, reference in self._read.word.sources:
            if id(reference) not in used:
                one = Cited("", reference, "Word")
                self._tell("uncited", f"{_short(one)} is a source of Word that is never cited, and no entry.")

    def _word(self) -> None:
        word = self._read.word
        for comment in word.comments:
            about = f" on “{_cut(comment.about)}”" if comment.about else ""
            author = f" of {comment.author}" if comment.author else ""
            line = self._line(comment.about[:40]) if comment.about else 0
            self._todo(
                "comment", f"A comment{author}{about}, which is not in the article: {comment.text}", "article", line
            )
        if word.inserted:
            words = "; ".join(f"“{_cut(text)}”" for text in word.inserted)
            self._tell("tracked", f"Tracked changes: insertions were taken into the text: {words}")
        if word.deleted:
            self._tell("tracked", f"Tracked changes: {word.deleted} deleted passages were left out.")
        if word.hidden:
            self._tell(
                "hidden",
                f"Hidden text was left out ({word.hidden} passages); it is not shown here, as it may be confidential.",
            )
        for text in word.margins:
            self._left("header or footer", f"the header or footer of the pages: {text}")
        if word.boxes:
            self._tell(
                "textbox",
                f"{word.boxes} text boxes became paragraphs behind the paragraph they were beside; check the order.",
            )
        for what in dict.fromkeys(self._read.lost):
            self._todo(
                "lost", f"The draft holds {what}, which could not be imported: add it as a picture, or in words."
            )
        for address in word.outside:
            self._todo(
                "lost",
                f"A picture that is not in the file but elsewhere ({_cut(address)}) was not fetched: "
                "add it, if you may use it.",
            )

    def _lines_left(self, heading: str) -> None:
        for text, why in self._above.left:
            self._left("left", f"{why}: {text}")
        for text in self._above.bylines:
            self._left("byline", f"the by-line, which became the authors of the front matter: {text}")
        if self._above.date_said not in ("", self._above.date):
            self._left("date", f"the date of the draft: {self._above.date_said}")
        if heading:
            self._left("heading", f"the heading of the list of references, which the hub makes itself: {heading}")
        for text in self._sources.generated:
            self._left("list", f"a line of the list that a program made of its data, as the hub does itself: {text}")
        dissolved = len(self._citing.dissolved)
        if dissolved:
            self._tell(
                "footnotes",
                f"{dissolved} footnotes were citations (Ibid. and shortened notes among them), "
                "and became citations in the text.",
            )

    def _shape(self, body: Sequence[Block], taken: Sequence[Taken | None]) -> None:
        for block in body:
            if isinstance(block, Table) and block.merged:
                words = next((cell.text for row in block.rows for cell in row if cell.text), "")
                self._tell(
                    "merged",
                    "A table has merged cells, which Markdown does not have: the cells beside them are empty.",
                    "article",
                    self._line(words[:20]),
                )
        for at, one in enumerate(taken):
            if one is None and not self._read.draft.pictures[at].data:
                name = self._read.draft.pictures[at].name
                self._todo("picture", f"The picture {name} was not beside the draft: add it.")
                continue
            if one is None:
                self._todo(
                    "picture",
                    f"Picture {at + 1} has a format that browsers do not show: save it as .png or .jpg, and add it.",
                )
                continue
            line = self._line(f"]({one.name})")
            if at >= len(taken) - self._read.loose:
                said = f"The picture {one.name} came beside the draft, and is at the end: move it to its place."
                self._todo("picture", said, "article", line)
            if one.changes:
                self._tell("picture", f"The picture {one.name}: {', '.join(one.changes)}.", "article", line)
            else:
                self._tell("picture", f"The picture was taken out of the file and named {one.name}.", "article", line)
            if not one.alternative:
                self._todo(
                    "alt",
                    f"The picture {one.name} has no alternative text: describe it for those who cannot see it, "
                    "between the square brackets.",
                    "article",
                    line,
                )
        for number, line_ in enumerate(self._lines):
            for match in re.finditer(r"\[[A-Z][A-Z ]{3,60}\](?!\()", line_):
                self._todo(
                    "placeholder",
                    f"{match[0]} is a placeholder that is still to be filled in.",
                    "article",
                    number + 1 + self._offset,
                )
        marked = [line.text[m.start : m.end] for line in blocks_.lines(body) for m in line.of("highlight")]
        for text in dict.fromkeys(marked):
            self._tell(
                "highlight",
                f"“{_cut(text)}” was highlighted in the draft; the highlight is not in the article.",
                "article",
                self._line(text[:30]),
            )

    def _front(self) -> None:
        above = self._above
        if titles.is_capitals(above.title.text):
            self._tell(
                "caps",
                f"The title was in capitals ({above.title.text}): check the capitals of names in it.",
                "article",
                2,
            )

    def _todo(self, kind: str, message: str, path: str = "", line: int = 0) -> None:
        self._report.todo.append(Said(kind, message, path if line else "", line))

    def _tell(self, kind: str, message: str, path: str = "", line: int = 0) -> None:
        self._report.told.append(Said(kind, message, path if line else "", line))

    def _left(self, kind: str, message: str) -> None:
        self._report.left.append(Said(kind, message))


_REASONS = {
    "unlisted": "{said} is not in the list of references",
    "ambiguous": "{said} may be more than one reference: {keys}",
    "year": "the list has another year for {said}: did you mean {keys}?",
    "spelling": "{said} is not in the list of references; another spelling: did you mean {keys}?",
    "authors": "the list has other authors for {said}: did you mean {keys}?",
    "no-year": "{said} has no year; it is ambiguous, perhaps {keys}",
}
#: The same where sources are in notes, or in the data of a program, alone.
_REASONS_WITHOUT_LIST = _REASONS | {
    "unlisted": "there is no list of references to find it in",
    "year": "the source has another year than {said}: did you mean {keys}?",
    "spelling": "no source is spelt like {said}: did you mean {keys}?",
    "authors": "the source has other authors than {said}: did you mean {keys}?",
}


def _short(one: Cited) -> str:
    """A work in few words: Author (2018)."""
    reference = one.reference
    year = reference.value("year") or reference.value("date")[:4] or "no year"
    who = (
        reference.authors[0].name
        if reference.authors
        else f"“{_cut(reference.value('title') or reference.value('url'))}”"
    )
    return f"{who} ({year})"


def _cut(text: str, most: int = 90) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
