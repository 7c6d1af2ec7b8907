"""The questions of ``hub init``, and the form of each answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError

from studenthub import styles
from studenthub.model.lengths import PAGE_DESCRIPTION, PAGE_TITLE, Length
from studenthub.model.vocabulary import SUBJECTS
from studenthub.parse import languages
from studenthub.source.problems import listed

#: Where a site can be, the best known first; ``server`` is any that shows files.
HOSTS = ("github", "gitlab", "netlify", "cloudflare", "server")


class BadAnswer(ValueError):
    """An answer that cannot be; the message says what it must be."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the name of its option, what is asked, the answer for who gives none, and what refuses an answer.

    ``check`` gives back the answer as it is used, and raises BadAnswer.
    """

    name: str
    words: str
    default: str = ""
    check: Callable[[str], str] = str.strip


def _of_length(what: str, length: Length) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not length.least <= len(text.strip()) <= length.most:
            raise BadAnswer(f"write {what}, of {length.least} to {length.most} {length.unit}")
        return text.strip()

    return check


def _address(text: str) -> str:
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadAnswer("write a whole web address, such as https://example.org/journal/")
    return f"{text.strip().rstrip('/')}/"


def _language(text: str) -> str:
    try:
        Locale.parse(text.strip(), sep="-")
    except (ValueError, UnknownLocaleError):
        raise BadAnswer("write the tag of a language, such as en-KE, fr-FR or pt-PT") from None
    return text.strip()


def _country(text: str) -> str:
    code = text.strip().upper()
    if code not in Locale("en").territories or not re.fullmatch("[A-Z]{2}", code):
        raise BadAnswer("write the two letters of a country, such as KE, FR or PT")
    return code


def _one_of(choices: Sequence[str]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text.strip() not in choices:
            raise BadAnswer(f"write one of these: {', '.join(choices)}")
        return text.strip()

    return check


def _style(text: str) -> str:
    try:
        styles.find(text.strip())
    except styles.UnknownStyle as error:
        raise BadAnswer(str(error)) from None
    return text.strip()


def _repository(text: str) -> str:
    return _address(text).rstrip("/") if text.strip() else ""


def _branch(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][\w./-]*", text.strip()):
        raise BadAnswer("write the name of a branch, such as main")
    return text.strip()


def _hour(text: str) -> str:
    if not re.fullmatch(r"(?:[01]?\d|2[0-3]):[0-5]\d", text.strip()):
        raise BadAnswer("write a time, such as 05:00")
    return text.strip()


def _help(text: str) -> str:
    if not all(label and way for label, way in _lines_of_help(text)):
        raise BadAnswer("write each line as “words: number or address”, with ; between two of them")
    return text.strip()


def _lines_of_help(text: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, map(str.strip, text.split(";"))):
        label, _, way = line.rpartition(":") if "://" not in line else line.partition(": ")
        yield label.strip(), way.strip()


#: In the order in which they are asked. Fifteen are the most that anybody should have to answer.
QUESTIONS = (
    Question("name", "The name of the hub", check=_of_length("a name", PAGE_TITLE)),
    Question("description", "What is it, in one sentence?", check=_of_length("one sentence", PAGE_DESCRIPTION)),
    Question("address", "The web address that it will have", "https://example.org/", _address),
    Question("language", "Its language, such as en-KE, fr-FR or pt-PT", "en", _language),
    Question("country", "Its country, in two letters", check=_country),
    Question("subject", f"What is it about: {listed(SUBJECTS, 'or')}?", "general", _one_of(SUBJECTS)),
    Question("licence", "The licence of its articles", "CC-BY-4.0"),
    Question("style", "The style of its citations", "apa", _style),
    Question("helplines", "Help at the foot of each page, as “words: number or address; …” (optional)", "", _help),
    Question("contact", "A mail or web address of the editors (optional)"),
    Question("repository", "The address of its repository (optional)", "", _repository),
    Question("branch", "The branch that is published", "main", _branch),
    Question("host", f"Where the site is: {listed(HOSTS, 'or')}", HOSTS[0], _one_of(HOSTS)),
    Question("morning", "The hour at which articles of the day appear", "05:00", _hour),
)


@dataclass(frozen=True)
class Answers:
    """The answers by the names of the questions, complete and checked."""

    by_name: Mapping[str, str]

    @classmethod
    def of(cls, given: Mapping[str, str | None], ask: Callable[[Question, str], str]) -> Answers:
        """The answers that are ``given``, and those to the other questions, which are put with a default.

        Raises BadAnswer for what is given and cannot be; what is asked is asked again by ``ask``.
        """
        found: dict[str, str] = {}
        for question in QUESTIONS:
            default = _default(question, found)
            said = given.get(question.name)
            try:
                found[question.name] = question.check(ask(question, default) if said is None else said)
            except BadAnswer as error:
                raise BadAnswer(f"--{question.name}: {error}") from None
        return cls(found)

    def __getitem__(self, name: str) -> str:
        return self.by_name[name]

    @property
    def helplines(self) -> Iterable[tuple[str, str]]:
        """The lines of help: the words, and a number or an address."""
        return _lines_of_help(self["helplines"])


def _default(question: Question, found: Mapping[str, str]) -> str:
    """The default, which may follow from an earlier answer: en-KE, or fr, says in which country a hub is."""
    return languages.country(found["language"]) if question.name == "country" else question.default
