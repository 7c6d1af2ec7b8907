"""Advice on style: sentences, abbreviations, words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from babel import Locale

from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.privacy import personal_data
from studenthub.source.problems import shortened

_LONGEST_SENTENCE = 45
_FEWEST_WORDS = 100
#: Longer ones are mostly names of programs, projects and data sets, which are never written out.
_ABBREVIATION = re.compile(r"(?<![\w./@+-])[A-Z][A-Z]{2,3}s?\b(?!(?:[./+–-]|--)?\w)")
#: An abbreviation that begins a name: the UCR Time Series Archive.
_NAME_BEHIND = re.compile(r" [A-Z][a-z]+")
_BETWEEN_INITIALS = r"[\w’'-]*[ -](?:(?:of|for|the|and|in|on|to) ){0,2}"
#: Behind a name whose source says what it is, and behind one that is a link or has its address.
_SOURCE_BEHIND = re.compile(r"[*_`\"”’]*,? ?(?:\[-?@|@|\]\(|\()")
#: Sections that thank people and name grants.
_THANKS = re.compile(
    r"^#{1,4}[ \t]*(?:acknowledg|fund|financ|(?:author )?contribution|conflicts? of|competing|declaration)[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NEXT_SECTION = re.compile(r"^#{1,4}[ \t]", re.MULTILINE)
#: What no reader of this hub needs explained.
_KNOWN = {
    "HIV", "AIDS", "DNA", "RNA", "USA", "COVID", "WHO", "BMJ", "JAMA", "DOI", "URL", "PDF", "MRI", "ICU", "ECG", "SARS",
    "NHS", "UNESCO", "UNICEF", "BBC", "CNN", "MBC", "MBChB", "PhD", "TED", "SMS", "GPS", "FAQ", "POPIA", "HPCSA",
    "SAMA", "III", "VII", "VIII", "XII", "ORCID", "ISBN", "ISSN", "PMID", "PMCID", "PLOS", "BMC", "TODO", "XXX",
    "API", "CPU", "GPU", "RAM", "USB", "CSV", "JSON", "XML", "HTML", "SQL", "GUI", "NASA", "ESA", "UTC", "GNU", "MIT",
    "BSD", "GPL", "LLC", "AWS", "MATLAB", "CUDA", "TRUE", "FALSE",
}  # fmt: skip
#: What readers of hubs on one subject know besides.
_KNOWN_TO: Mapping[str, Collection[str]] = {"law": {"LLB", "LLM", "GDPR", "ECHR", "ICC", "ICJ", "AU", "EU", "UN"}}
#: What is before a number or a day that must not be there.
_LABELS = {"DOB", "MRN", "UHID"}
_HARDEST = 20
#: With shorter sentences, it is the names of a subject that make a text seem hard.
_LONG_ON_AVERAGE = 25


def long_sentence(checked: Checked) -> Iterator[Finding]:
    """A sentence has at most 45 words.

    Most people here read in a second or third language, and lose the thread of longer ones.

    Wrong: one sentence of 60 words
    Right: two of 25
    """
    for document in _readable(checked):
        for offset, words in document.prose.sentences:
            if words > _LONGEST_SENTENCE:
                at = document.flowing.offset(offset)
                yield document.found(at, f"this sentence has {words} words", "split it into two")


def hard_to_read(checked: Checked) -> Iterator[Finding]:
    """A text for everybody has a Flesch reading ease of 20 or more.

    The number follows from the length of sentences and words: 60 is a newspaper, 30 a scientific journal, and below
    20 even colleagues read slowly. Texts whose sentences have 25 words or fewer on average are not reported: the names
    of their subject make them seem harder than they are.

    Wrong: sentences of 30 words, with four syllables each
    Right: shorter sentences, and shorter words where there are any
    """
    for document in _readable(checked):
        counts = [words for _, words in document.prose.sentences if words > 2]
        total = sum(counts)
        if total < _FEWEST_WORDS:
            continue
        ease = 206.835 - 1.015 * total / len(counts) - 84.6 * document.prose.syllables / total
        if ease < _HARDEST and total > _LONG_ON_AVERAGE * len(counts):
            yield document.found(
                document.body_start,
                f"this text is hard to read: Flesch reading ease {max(0, round(ease))}, "
                f"{total // len(counts)} words a sentence",
                "shorter sentences help most",
            )


def undefined_abbreviation(checked: Checked) -> Iterator[Finding]:
    """An abbreviation of three or four letters that is used again is explained where it is first used.

    This does not apply to names that are followed by a source, to tables, or to acknowledgements.

    Wrong: The NCDP was asked.
    Right: The National College of Dental Practice (NCDP) was asked.
    """
    known = {*_KNOWN, *Locale("en").currencies, *_KNOWN_TO.get(checked.settings.subject, ())}
    for document in _readable(checked):
        text, seen = document.flowing.text, set(_initials(document))
        thanks: list[tuple[int, int]] | None = None
        for match in _ABBREVIATION.finditer(text):
            word = match[0].removesuffix("s")
            if word in seen or word in known or _shouting(text, match) or _NAME_BEHIND.match(text, match.end()):
                continue
            thanks = _thanks(text) if thanks is None else thanks
            if any(first <= match.start() < last for first, last in thanks):
                continue
            if _is_named(document.unwrapped.text, match):
                seen.add(word)
                continue
            if word in _LABELS and personal_data.is_told(document, document.flowing.offset(match.start())):
                # To be deleted, and not to be explained.
                continue
            seen.add(word)
            if not re.compile(rf"\b{word}s?\b").search(text, match.end()):
                continue
            if not _is_explained(word, document.unwrapped.text):
                yield document.found(
                    document.flowing.offset(match.start()),
                    f"{shortened(word)} is not explained",
                    f"write it out, with ({shortened(word)}) behind it",
                )


def _is_explained(word: str, text: str) -> bool:
    """Whether a text has an abbreviation in brackets, its words in brackets behind it, or a name with its initials."""
    words = r"\b" + _BETWEEN_INITIALS.join(word)
    beside = rf"\([*_]*{word}s?[*_]*[);,]|\b{word}s? \(|\*\[{word}\]:"
    return re.search(beside, text) is not None or re.search(words, text) is not None


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Whether a word is in a row of a table, or a name whose source or address is beside it."""
    line = text.rfind("\n", 0, match.start()) + 1
    return text.startswith("|", line) or _SOURCE_BEHIND.match(text, match.end()) is not None


def _thanks(text: str) -> list[tuple[int, int]]:
    """From where to where a text thanks people."""
    found = []
    for heading in _THANKS.finditer(text):
        following = _NEXT_SECTION.search(text, heading.end())
        found.append((heading.start(), following.start() if following else len(text)))
    return found


def _initials(document: Document) -> Iterator[str]:
    """The initials of the authors, as they say who did what."""
    for author in document.article.authors if document.article else ():
        yield "".join(part[0] for part in re.split(r"[\s.-]+", author.name) if part).upper()


#: Laws of elsewhere, and the South African one on the same subject.
_LAWS = {"HIPAA": ("the United States", "POPIA"), "GDPR": ("the European Union", "POPIA")}


def foreign_law(checked: Checked) -> Iterator[Finding]:
    """Where a law of another country is named, the South African one is as well.

    Your readers work under POPIA and the National Health Act; HIPAA does not bind them.

    Wrong: HIPAA protects what patients say.
    Right: In South Africa POPIA protects what patients say, as HIPAA does in the United States.
    """
    for document in checked.article_documents:
        for law, (place, ours) in _LAWS.items():
            at = document.running.find(law)
            if at >= 0 and ours not in document.content and checked.settings.language.endswith("-ZA"):
                yield document.found(
                    at, f"{law} is a law of {place}", f"does it hold for your readers? name {ours} too"
                )


def _shouting(text: str, match: re.Match[str]) -> bool:
    """Whether a word is among others in capitals."""
    around = (
        text[max(0, match.start() - 12) : match.start()].split()[-1:] + text[match.end() : match.end() + 12].split()[:1]
    )
    return any(len(word) > 1 and word.isupper() for word in around)


def _readable(checked: Checked) -> Iterator[Document]:
    """Articles in English, whose words these numbers were made for."""
    for document in checked.article_documents:
        language = document.article.language if document.article else ""
        if (language or checked.settings.language).startswith("en"):
            yield document
