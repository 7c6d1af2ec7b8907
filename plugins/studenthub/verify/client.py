"""The client of the services: one question after another, within the rate that each allows.

A question that is not answered in five seconds is asked again twice; "429 Too Many Requests" and "503 Service
Unavailable" are obeyed (RFC 9110, section 10.2.3: Retry-After). A service that fails several times is left alone for
the rest of the run. An answer may lead on to the hosts of the services and nowhere else.
"""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from studenthub.runtime.web import Answer, NoAnswer, NoHost, Web

#: Seconds that a question may take, and bytes that an answer may have: records with all their references are long.
SECONDS, LARGEST = 5.0, 8 << 20
#: Seconds to wait before the second and the third try.
AGAIN = (1.0, 3.0)
#: If a service asks to wait longer than this, it is not asked again.
_MOST_PATIENT = 30.0
#: After how many questions in a row without an answer a service is left alone.
_MOST_FAILURES = 3
_HOPS = 3
_MOVES, _ABSENT, _BUSY = {301, 302, 303, 307, 308}, {404, 410}, {429, 503}


class Away(Exception):
    """A service gave no answer that can be used: this is no answer, and never "not found". The message says why."""


class OutOfTime(Exception):
    """The time that the run may take is over."""


@dataclass(slots=True)
class _State:
    """The state of a service in this run: when it may be asked again, and how often it has failed in a row."""

    next: float = 0.0
    pause: float = 0.0
    failures: int = 0
    why: str = ""


@dataclass
class Client:
    """Asks services. ``agent`` says who asks, ``hosts`` are the only hosts that an answer may lead on to.

    ``until`` is when the run ends, by the clock ``time.monotonic``. ``hurries`` leaves out the pauses between
    questions, for a server of one's own. ``asked`` counts the questions.
    """

    agent: str
    hosts: frozenset[str]
    until: float = float("inf")
    hurries: bool = False
    asked: int = 0
    _states: dict[str, _State] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._web = Web(self.agent, seconds=SECONDS, largest=LARGEST, accept="application/json, application/atom+xml")

    def json(self, service: str, address: str, pause: float) -> Mapping[str, Any] | None:
        """The JSON object at an address; None where the service says that there is none. Raises Away and OutOfTime.

        ``pause`` is the time between two questions to the service, in seconds.
        """
        body = self.body(service, address, pause)
        if body is None:
            return None
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            raise self._failed(service, "it sent what is no JSON") from None
        if not isinstance(data, dict):
            raise self._failed(service, "it sent what is no JSON object")
        return data

    def body(self, service: str, address: str, pause: float) -> bytes | None:
        """The same as bytes."""
        state = self._states.setdefault(service, _State())
        if state.failures >= _MOST_FAILURES:
            raise Away(state.why)
        why = ""
        for again in (*AGAIN, None):
            try:
                answer = self._follow(state, address, pause)
            except NoAnswer as error:
                why, wait = str(error), again
                if isinstance(error, NoHost):
                    # Without a network a second try is no use.
                    state.failures, wait = _MOST_FAILURES, None
            else:
                if answer.status == 200:
                    state.failures = 0
                    return answer.body
                if answer.status in _ABSENT:
                    state.failures = 0
                    return None
                why, wait = f"it answered {answer.status}", again
                if answer.status in _BUSY:
                    wait = None if again is None else max(again, _asked_to_wait(answer))
                elif answer.status < 500:
                    # Asked again it would say the same, but of another work it may know.
                    raise Away(why)
            if wait is None or wait > _MOST_PATIENT:
                break
            self._sleep(wait)
        raise self._failed(service, why)

    def is_away(self, service: str) -> bool:
        """Whether a service is left alone for the rest of the run."""
        return service in self._states and self._states[service].failures >= _MOST_FAILURES

    def _failed(self, service: str, why: str) -> Away:
        state = self._states[service]
        state.failures, state.why = state.failures + 1, why
        return Away(why)

    def _follow(self, state: _State, address: str, pause: float) -> Answer:
        """The answer at an address, or where that leads within the service. Raises NoAnswer and OutOfTime."""
        here = address
        for _ in range(_HOPS):
            self._sleep(0.0 if self.hurries else state.next - time.monotonic())
            self.asked += 1
            answer = self._web.ask(here)
            state.pause = _pause_of(answer) or state.pause
            state.next = time.monotonic() + max(pause, state.pause)
            if answer.status not in _MOVES:
                return answer
            onward = urljoin(here, answer.headers.get("location", ""))
            if urlsplit(onward).netloc not in self.hosts or (here.startswith("https:") > onward.startswith("https:")):
                raise NoAnswer("it leads to another host")
            here = onward
        raise NoAnswer("it leads in a circle")

    def _sleep(self, seconds: float) -> None:
        if time.monotonic() + max(seconds, 0.0) >= self.until:
            raise OutOfTime
        if seconds > 0:
            time.sleep(seconds)


def _asked_to_wait(answer: Answer) -> float:
    """The seconds that an answer asks to wait; a date is one way to say so."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    now = datetime.datetime.now(until.tzinfo)
    return max(0.0, (until - now).total_seconds())


def _pause_of(answer: Answer) -> float:
    """The seconds between two questions as the headers of Crossref say them: 5 in 1s is one each 0.2 s."""
    limit = answer.headers.get("x-rate-limit-limit", "")
    interval = answer.headers.get("x-rate-limit-interval", "").rstrip("s")
    if not (limit.isdecimal() and interval.isdecimal()) or int(limit[:9]) == 0:
        return 0.0
    return min(_MOST_PATIENT, int(interval[:9]) / int(limit[:9]))
