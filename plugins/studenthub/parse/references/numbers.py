"""The numbers that end a reference or a part of it: volume, issue, pages and the date between them.

, 124(21), 2256-2262.      2013 Jan;20(1):144–51.      vol. 12, no. 3, pp. 45–52, Mar. 2016
14, no. 2 (2016): 101–19   12 (2010) 34–45             2013, 15, 34–45
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from studenthub.parse.page_ranges import RANGE
from studenthub.parse.references import dates

_ROLES: Mapping[str, tuple[str, ...]] = {
    "volume": ("volume", "vol", "v", "jaargang", "jg", "tome", "t", "band", "bd"),
    "number": ("issue", "iss", "number", "no", "nos", "nr", "nommer", "num", "numéro", "n°", "nº", "n"),
    "pages": ("pages", "page", "pp", "p", "pg", "bladsye", "bladsy", "bll", "bl"),
    "chapter": ("chapter", "chap", "ch", "hoofstuk", "chapitre"),
    "eid": ("article number", "article no.", "article no", "article id", "article", "art. no.", "art. no", "art"),
}
_ROLE_OF = {label: role for role, labels in _ROLES.items() for label in labels}
_LABEL = "(?:" + "|".join(sorted(map(re.escape, _ROLE_OF), key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_EXTRA = r"(?:suppl(?:ement|\.)?|special issue|spec\.? (?:no|issue)\.?|pt\.?|part|deel)(?![^\W\d_])"
_ONE = r"[A-Za-z]{0,5}\d+(?:\.pub\d+|(?>(?:\.\d+)*))[A-Za-z]?(?![^\W_])"
_NUMBER = rf"(?:\d+:\d+ ?[-–] ?\d+:\d+|{_ONE}(?: ?[-–—]{{1,2}} ?{_ONE}|/\d+)?)"
_TOKEN = re.compile(
    r"(?P<group>\([^()\n]{1,40}\)|\[[^\[\]\n]{1,20}\])"
    rf"|(?P<date>{dates.DAY})"
    rf"|(?P<month>(?:\d\d? )?{dates.MONTH}(?: ?[-–/] ?{dates.MONTH})?(?: \d\d?(?:[-–]\d\d?)?(?![\d(:.]))?)"
    rf"|(?P<extra>{_EXTRA}(?: ?(?:\d+|[A-Z](?![^\W_])))?)"
    rf"|(?P<label>{_LABEL}(?=[\s\d:]|[A-Z]\d))"
    rf"|(?P<number>{_NUMBER})"
    r"|(?P<roman>[ivxlc]{1,7}(?: ?[-–] ?(?:[ivxlc]{1,7}|\d+))?(?![^\W_]))"
    r"|(?P<gap>\s+)|(?P<sign>[,;:.–&-])"
    r"|(?P<word>[^\s,;:.()\[\]]+|[()\[\]])",
    re.IGNORECASE,
)
_DATED_GROUP = re.compile(rf"(?:{dates.MONTH}(?: ?[-–/] ?{dates.MONTH})?,? )?{dates.DATE}[a-z]?", re.IGNORECASE)
_ISSUE_GROUP = re.compile(
    rf"(?:(?:no|nos|nr|issue)\.? ?)?(?P<issue>(?:{_NUMBER}|{_EXTRA}(?:[ _]?(?:\d+|[A-Z](?![^\W_])))?)"
    rf"(?:[ ,]*(?:{_EXTRA}(?: ?(?:\d+|[A-Z]))?|{_NUMBER}))?)",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"{dates.YEAR}[a-z]?")


@dataclass(slots=True)
class Numbers:
    """The numbers between ``start`` and ``end`` of a text; each as a range of the text by the name of its field.

    The fields are volume, number, pages, chapter, eid, date (a year or more) and month.
    """

    start: int
    end: int
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def read(text: str, start: int, end: int, *, dated: bool) -> Numbers | None:
    """The numbers that end ``text[start:end]``; None where it ends in words.

    ``dated`` is whether the date is known already, so that a number as large as a year may be a page.
    """
    run: list[_Token] = []
    for token in _tokens(text, start, end):
        if token.kind == "word":
            run.clear()
        elif token.kind != "gap" and (run or token.kind != "sign"):
            run.append(token)
    found = _Sense(run, text, dated).numbers() if run else None
    return found if found and found.spans else None


def _tokens(text: str, start: int, end: int) -> Iterator[_Token]:
    before = ""
    for match in _TOKEN.finditer(text, start, end):
        kind = str(match.lastgroup)
        if (kind == "roman" and _ROLE_OF.get(before) != "pages") or (kind == "group" and not _is_numeric(match[0])):
            kind = "word"
        if kind not in ("gap", "sign"):
            before = match[0].lower().rstrip(".") if kind == "label" else ""
        yield _Token(kind, match[0], match.start(), match.end())


def _is_numeric(group: str) -> bool:
    inner = group[1:-1].strip()
    return bool(_DATED_GROUP.fullmatch(inner) or _ISSUE_GROUP.fullmatch(inner))


class _Sense:
    """Gives each number of a run its role: by its label, by the signs around it, or else by its turn."""

    def __init__(self, run: list[_Token], text: str, dated: bool) -> None:
        self._run, self._text, self._dated = run, text, dated
        self._found = Numbers(run[0].start, run[-1].end)
        self._label = self._sign = ""

    def numbers(self) -> Numbers:
        for token in self._run:
            self._take(token)
        spans = self._found.spans
        volume = self._text[slice(*spans["volume"])] if "volume" in spans else ""
        if re.fullmatch(r"\d+\.\d+", volume) and "number" not in spans:
            # 15.2 is volume 15, issue 2 (MLA before its eighth edition, MHRA).
            begin, middle = spans["volume"][0], spans["volume"][0] + volume.index(".")
            spans["volume"], spans["number"] = (begin, middle), (middle + 1, begin + len(volume))
        return self._found

    def _take(self, token: _Token) -> None:
        if token.kind == "sign":
            self._sign = token.text if token.text != "." or not self._label else self._sign
            return
        if token.kind == "label":
            self._label = _ROLE_OF.get(token.text.lower().rstrip("."), "")
            return
        if token.kind == "group":
            self._group(token)
        elif token.kind in ("date", "month"):
            self._date(token)
        elif token.kind == "extra":
            self._extra(token)
        else:
            self._number(token)
        self._sign, self._label = "", ""

    def _group(self, token: _Token) -> None:
        inner = token.text[1:-1].strip()
        start = token.start + 1 + token.text[1:].index(inner)
        if _DATED_GROUP.fullmatch(inner) and (
            "date" not in self._found.spans and not (self._dated and "number" not in self._found.spans)
        ):
            self._put("date", start, start + len(inner))
        elif issue := _ISSUE_GROUP.fullmatch(inner):
            self._put("number", start + issue.start("issue"), start + issue.end("issue"))
        else:
            self._put("date", start, start + len(inner))

    def _extra(self, token: _Token) -> None:
        """36 Suppl 1 is what the volume is called; a supplement elsewhere is an issue."""
        if "volume" in self._found.spans and not self._sign:
            self._found.spans["volume"] = self._found.spans["volume"][0], token.end
        else:
            self._put("number", token.start, token.end)

    def _date(self, token: _Token) -> None:
        name = "month" if token.kind == "month" else "date"
        if not self._put(name, token.start, token.end) and name == "month":
            begin = self._found.spans["month"][0]
            self._found.spans["month"] = begin, token.end

    def _number(self, token: _Token) -> None:
        spans, place = self._found.spans, (token.start, token.end)
        if self._label:
            self._labelled(token)
        elif (
            _YEAR.fullmatch(token.text)
            and "date" not in spans
            and self._sign != ":"
            and (not self._dated or "month" in spans)
        ):
            self._put("date", *place)
        elif (
            (self._sign == ":" and spans)
            or "volume" in spans
            or (token.text.isdigit() and len(token.text) > 5)
            or RANGE.fullmatch(token.text)
        ):
            if not self._put("pages", *place) and self._sign == ",":
                spans["pages"] = spans["pages"][0], token.end
        elif "pages" in spans and self._sign == ",":
            spans["pages"] = spans["pages"][0], token.end
        else:
            self._put("volume", *place)

    def _labelled(self, token: _Token) -> None:
        spans = self._found.spans
        if not self._put(self._label, token.start, token.end) and self._label == "pages":
            spans["pages"] = spans["pages"][0], token.end

    def _put(self, name: str, start: int, end: int) -> bool:
        """Note where a field is; False where it is known already."""
        if name in self._found.spans:
            return False
        self._found.spans[name] = start, end
        return True
