"""``hub links``: check whether the web addresses in the hub still work."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import responses
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import urljoin, urlsplit

from studenthub.cli.commands.check import write
from studenthub.cli.terminal import Commands, Usage, count, read
from studenthub.github.markdown import code
from studenthub.model.articles import Article
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings
from studenthub.parse.identifiers import is_web_address
from studenthub.parse.markdown.elements import Elements
from studenthub.runtime import progress
from studenthub.runtime.web import NoAnswer, NoHost, Web
from studenthub.source.problems import without
from studenthub.source.text import Place, Text

#: How many hosts are asked at once; the seconds between two questions to one, and those that one has to answer.
_HOSTS, _PAUSE, TIMEOUT = 8, 0.3, 20.0
#: Seconds after which a host that did not answer is asked again.
_AGAIN = 3.0
#: What an answer means. A page that is there and refuses programs is not dead: 401, 403, 429 are unknown.
GOOD, MOVED, GONE, UNKNOWN = "good", "moved", "gone", "unknown"
_DOI = "https://doi.org/"
_MOVES, _MOVES_FOR_GOOD, _DEAD = {301, 302, 303, 307, 308}, {301, 308}, {404, 410}
#: How many redirections are followed.
_HOPS = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """The result for an address: one of GOOD, MOVED, GONE and UNKNOWN, and why, or where it has moved to.

    ``has_host`` is false where the look-up of the host found none.
    """

    kind: str
    why: str = ""
    has_host: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """The dead addresses of the last run, each with the reason, and its day; None if ``hub links`` has not run yet."""

    day: datetime.date | None = None
    gone: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, settings: Settings) -> Record:
        """The file of the last run; one that cannot be read counts as none."""
        try:
            data = json.loads(_record_file(settings).read_text(encoding="utf-8"))
            gone = {str(row["address"]): str(row["why"]) for row in data["gone"]}
            return cls(datetime.date.fromisoformat(data["day"]), gone)
        except (OSError, ValueError, TypeError, KeyError):
            return cls()

    def save(self, settings: Settings) -> None:
        """Keep it for ``hub list``."""
        file = _record_file(settings)
        file.parent.mkdir(parents=True, exist_ok=True)
        gone = [{"address": address, "why": why} for address, why in self.gone.items()]
        write(file, json.dumps({"day": self.day and self.day.isoformat(), "gone": gone}, indent=2).encode())


def _record_file(settings: Settings) -> Path:
    return settings.root / settings.cache_dir / "links.json"


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "links",
        help="check whether all web addresses still work",
        description="Open every web address in the articles and in the sources that they cite, and list in Markdown "
        "those that are dead or have moved. This takes minutes: it asks other hosts slowly, and twice if one does "
        "not answer. Exits with 1 if a page is gone, and with 2 if no host was found, as on a computer that is "
        "not online.",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask, and print what was found."""
    found = read(options)
    places = _addresses(found)
    number, hosts = count(len(places), "address", "addresses"), count(len(_by_host(places)), "host")
    # What is found goes elsewhere, such as into the summary of a workflow.
    sys.stderr.write(f"hub: asking for {number} at {hosts}; it may take minutes\n" if places else "")
    answers = ask(places, f"studenthub ({found.settings.site_url or 'link check'})")
    if answers and not any(answer.has_host for answer in answers.values()):
        raise Usage("no host was found", "is this computer online? Nothing was learnt about the links")
    sys.stdout.write(without(found.secrets, _report(places, answers)))
    gone = {address: answer.why for address, answer in answers.items() if answer.kind == GONE}
    Record(datetime.date.today(), gone).save(found.settings)
    return 1 if gone else 0


def _addresses(found: Hub) -> Mapping[str, Place]:
    """The web addresses of all texts and of the cited sources, each with the first place where it is."""
    texts: dict[Text, int] = {article.text: article.body_start for article in found.catalogue.articles}
    texts |= {guide.text: guide.body_start for guide in found.guides.values()}
    terms = [term for kind in found.catalogue.terms.values() for term in kind.values() if term.text]
    texts |= {term.text: term.body_start for term in terms if term.text}
    rows = [
        (link.target, text.place(link.offset))
        for text, start in texts.items()
        for link in Elements.read(text.content, start).links
    ]
    rows += [(term.url, term.place) for term in terms if term.url and term.place]
    rows += [(source.link, source.place) for source in found.catalogue.cited if source.link]
    places: dict[str, Place] = {}
    for address, place in rows:
        if is_web_address(address) and is_elsewhere(address):
            places.setdefault(address.partition("#")[0], place)
    return places


def addresses_of(found: Hub, article: Article) -> Iterator[str]:
    """The web addresses of an article: those in its text, and those of the sources that it cites."""
    known = found.catalogue.bibliography.sources
    targets = [link.target for link in Elements.read(article.text.content, article.body_start).links]
    targets += [known[key].link for key in article.keys if key in known]
    return (target.partition("#")[0] for target in targets)


def is_elsewhere(address: str) -> bool:
    """Whether an address must be checked: examples and this machine need not."""
    host = urlsplit(address).hostname or ""
    return not host.endswith((".example", ".invalid", ".test", ".localhost")) and host not in {
        *("example.org", "example.com", "example.net", "localhost", "127.0.0.1"),
    }


def ask(addresses: Iterable[str], agent: str) -> Mapping[str, Answer]:
    """The answers to all addresses. Hosts are asked side by side, the addresses of one host one after the other."""
    web = Web(agent, seconds=TIMEOUT)
    rows = list(addresses)
    stopped = threading.Event()
    answers: SimpleQueue[tuple[str, Answer | Exception]] = SimpleQueue()

    def ask_host(addresses: Sequence[str]) -> None:
        for address in addresses:
            if stopped.is_set():
                break
            answer: Answer | Exception
            # It is raised where the answer is waited for.
            try:
                answer = _patiently(web, address)
            except Exception as error:
                answer = error
            answers.put((address, answer))
            time.sleep(_PAUSE)

    threads = ThreadPoolExecutor(_HOSTS)
    try:
        for host in _by_host(rows).values():
            threads.submit(ask_host, host)
        found: dict[str, Answer] = {}
        for _ in progress.shown("Asking for addresses", rows):
            address, answer = answers.get()
            if isinstance(answer, Exception):
                raise answer
            found[address] = answer
        return found
    finally:
        stopped.set()
        threads.shutdown(wait=False, cancel_futures=True)


def _by_host(addresses: Iterable[str]) -> Mapping[str, Sequence[str]]:
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(urlsplit(address).netloc, []).append(address)
    return hosts


def _patiently(web: Web, address: str) -> Answer:
    answer = _follow(web, address)
    if answer.kind in (GONE, UNKNOWN):
        time.sleep(_AGAIN)
        answer = _follow(web, address)
    return answer


def _follow(web: Web, address: str) -> Answer:
    """Where an address leads in the end. That a DOI leads on is all there is to know of it."""
    here, for_good = address, True
    for _ in range(_HOPS):
        try:
            status, onward = _status(web, here)
        except NoHost as error:
            return Answer(GONE if error.is_known else UNKNOWN, str(error), has_host=False)
        except NoAnswer as error:
            return Answer(UNKNOWN, str(error))
        if status in _MOVES and onward:
            if here.startswith(_DOI):
                return Answer(GOOD)
            here, for_good = urljoin(here, onward), for_good and status in _MOVES_FOR_GOOD
            if not here.startswith(("http://", "https://")):
                return Answer(UNKNOWN, f"it leads to {here}")
        elif status < 400:
            return Answer(MOVED, here) if for_good and _plain(here) != _plain(address) else Answer(GOOD)
        else:
            return Answer(GONE if status in _DEAD else UNKNOWN, f"{status} {responses.get(status, '')}".strip())
    return Answer(UNKNOWN, "it leads in a circle")


def _status(web: Web, address: str) -> tuple[int, str]:
    """The status of a page, and where it leads on. Many hosts answer the cheap question wrongly, and are asked both."""
    for method in ("HEAD", "GET"):
        answer = web.ask(address, method)
        if answer.status < 400:
            break
    return answer.status, answer.headers.get("location", "") if answer.status in _MOVES else ""


def _plain(address: str) -> str:
    """A page that has only a slash more, or https, is the same one."""
    return address.partition("#")[0].partition("://")[2].rstrip("/").removeprefix("www.")


def _report(places: Mapping[str, Place], answers: Mapping[str, Answer]) -> str:
    """The report as Markdown, for GitHub and for a terminal."""
    gone = [address for address in places if answers[address].kind == GONE]
    head = (
        f"# ❌ {count(len(gone), 'address leads', 'addresses lead')} nowhere"
        if gone
        else "# ✅ No address leads nowhere"
    )
    parts = [head, f"{count(len(places), 'address was', 'addresses were')} asked for."]
    for kind, heading in (
        (GONE, "Gone: fix the address, or name an archived copy"),
        (MOVED, "Moved: check whether it is still the same page"),
        (UNKNOWN, "No answer: this may pass, or the host refuses programs"),
    ):
        if rows := [address for address in places if answers[address].kind == kind]:
            lines = (f"- {code(str(places[row]))}: {code(row)} ({code(answers[row].why)})" for row in rows)
            parts += [f"## {heading}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"
