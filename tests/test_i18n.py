"""The words of the interface: that all of them are in the catalogues, and that a hub speaks its language."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import jinja2.ext
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from jinja2 import nodes
from lxml import html

import hubs
from studenthub import i18n
from studenthub.i18n import Interface, catalogues, scripts
from studenthub.model.settings import Settings
from studenthub.runtime import templating
from studenthub.site.conversion import templates

CORE = hubs.PROJECT / "plugins/studenthub"
LANGUAGES = catalogues.languages()
_PLACE = re.compile(r"%\(\w+\)s")
_TAG = re.compile(r"</?\w[^>]*>")


@cache
def _used() -> Catalog:
    """All messages that templates, scripts and code have, as make words finds them."""
    told = tomllib.loads((hubs.PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(pattern, row["method"]) for row in told for pattern in _forms(row["pattern"])]
    keywords = DEFAULT_KEYWORDS | {"plain_text": None}
    found = Catalog()
    for name, line, message, _, context in extract_from_dir(CORE, methods, keywords=keywords):
        found.add(message, locations=[(name, line)], context=context)
    return found


def _forms(message: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def test_there_are_catalogues() -> None:
    assert LANGUAGES == ("af", "fr", "pt", "zu")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_interface_is_in_every_catalogue(language: str) -> None:
    used, known = _used(), catalogues.read(language)
    assert len(used) > 200
    lacking = [
        m.id for m in used if m.id and ((own := known.get(m.id, m.context)) is None or not all(_forms(own.string)))
    ]
    assert lacking == [], "run make words, and translate what is new"
    assert [m.id for m in known if m.id and used.get(m.id, m.context) is None] == [], "run make words"
    assert [m.id for m in known if m.fuzzy and m.id] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_places_and_tags(language: str) -> None:
    for message in catalogues.read(language):
        if not message.id:
            continue
        *_, written = _forms(message.id)
        for form in _forms(message.string):
            assert sorted(_PLACE.findall(form)) == sorted(_PLACE.findall(written)), form
            plain = form.replace(' lang="en"', "")
            assert sorted(_TAG.findall(plain)) == sorted(_TAG.findall(written)), form
            # What is put together with others keeps its spaces.
            ends = (written[:1].isspace(), written[-1:].isspace())
            assert ends == (form[:1].isspace(), form[-1:].isspace()) or written in {"; ", ": ", " and "}, form


def test_french_has_no_break_before_its_signs() -> None:
    said = [form for message in catalogues.read("fr") if message.id for form in _forms(message.string)]
    assert [form for form in said if re.search("[^ ] [:;?!»](?:\\W|$)|« ", form)] == []


def test_isizulu_asks_for_a_native_reader() -> None:
    assert "native reader" in catalogues.path("zu").read_text("utf-8").partition("msgid")[0]


# --- no word that is in no catalogue --------------------------------------------------------------------------------

#: What is the same in every language: signs, names and codes.
_NO_WORDS = {"ORCID"}


class _Words(HTMLParser):
    """The words of a template that are written into it: in its text, and in what is read out of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipped += tag in {"script", "style", "code"}
        self.found += [v for k, v in attrs if k in {"aria-label", "title", "placeholder", "alt", "label"} and v]

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in {"script", "style", "code"}

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.found.append(data)


def _literal(source: str) -> Iterator[str]:
    """The words in a template that {% trans %} and _() do not have; what is between braces counts as a sign."""
    env = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    parsed = env.parse(source)
    text = "".join(_data(parsed))
    reader = _Words()
    reader.feed(text)
    for said in reader.found:
        for word in re.findall(r"[^\W\d_]{2,}", said):
            if word not in _NO_WORDS:
                yield word


def _data(node: nodes.Node) -> Iterator[str]:
    """The text of a template in its order, with a sign for each value; what is only remembered is left out."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child.data
        elif isinstance(child, nodes.Expr):
            yield "\ue000"
        elif not isinstance(child, nodes.AssignBlock):
            yield "\ue001"
            yield from _data(child)


TEMPLATES = sorted([*(CORE / "theme").rglob("*.html"), *(CORE / "templates").glob("*.html")])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_word_that_is_in_no_catalogue(path: Path) -> None:
    # What only maintainers see, beside messages that are English; and a script.
    if path.name not in {"failure.html", "theme.html"}:
        assert list(_literal(path.read_text("utf-8"))) == []


def test_words_in_a_template_are_found() -> None:
    assert list(
        _literal('<p title="Two">{{ _("a") }} {% trans %}b{% endtrans %} One{% if x %}Three{% endif %}</p>')
    ) == [*("Two", "One", "Three")]


_CALL = re.compile(r"(?:_|ngettext)\((?:[^()\"]|\"[^\"]*\")*\)")
_STRING = re.compile(r"\"([^\"\\\n]*)\"|`([^`]*)`")
_COMMENT = re.compile(r"^\s*(?://|\*|/\*).*$|\s//\s.*$", re.MULTILINE)
#: Names of keys, formats, errors that only the console has, and what is written into files.
_NO_WORDS_OF_SCRIPTS = re.compile(
    r"(?:Arrow(?:Down|Up)|Enter|Escape|NFKD|A|MARK|the (?:index has changed|search does not answer|worker of.*))\Z"
)


@pytest.mark.parametrize("path", sorted((CORE / "theme/assets").glob("*.js")), ids=lambda path: path.name)
def test_a_script_has_no_word_that_is_in_no_catalogue(path: Path) -> None:
    script = _CALL.sub("", _COMMENT.sub("", path.read_text("utf-8")))
    found = [a or b for a, b in _STRING.findall(script)]
    assert [
        said for said in found if re.match(r"[A-Z][a-z]+(?: |\Z|…)", said) and not _NO_WORDS_OF_SCRIPTS.match(said)
    ] == []


# --- scripts --------------------------------------------------------------------------------------------------------


def test_a_script_has_its_words_in_the_language_of_the_hub() -> None:
    script = 'a = _("Copied"); b = ngettext("%(n)s article", "%(n)s articles", total); c = x_("Copied"); d = NUMBERS;'
    assert scripts.translated(script, i18n.of_hub("fr-FR")) == (
        'a = "Copié"; b = ["%(n)s article", "%(n)s articles"][Number((total > 1))]; c = x_("Copied"); d = "fr";'
    )
    assert scripts.translated(script, i18n.of_hub("en-ZA")) == (
        'a = "Copied"; b = ["%(n)s article", "%(n)s articles"][Number((total != 1))]; c = x_("Copied"); d = "en";'
    )


def test_strings_of_a_script_that_belong_together_are_one_message() -> None:
    assert scripts.translated('_(\n "Cop" +\n "ied",\n)', i18n.of_hub("af")) == '"Gekopieer"'


# --- one language ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hub", "language", "word"),
    [
        ("en-ZA", "en-ZA", "Search"),
        ("fr-CA", "fr-CA", "Rechercher"),
        ("pt", "pt", "Pesquisar"),
        ("zu-ZA", "zu-ZA", "Sesha"),
        ("af-ZA", "af-ZA", "Soek"),
        # No catalogue: the pages are in English, and say so.
        ("de-DE", "en", "Search"),
        ("st-ZA", "en", "Search"),
    ],
)
def test_the_interface_is_in_the_language_of_the_hub(hub: str, language: str, word: str) -> None:
    interface = i18n.of_hub(hub)
    assert (interface.language, interface.gettext("Search")) == (language, word)


def test_dates_numbers_and_lists_are_written_as_the_language_writes_them() -> None:
    day = datetime.date(2026, 3, 5)
    said = {
        language: (i18n.of_hub(language).date(day), i18n.of_hub(language).number(1016), _listed(i18n.of_hub(language)))
        for language in ("en-ZA", "en-US", "af", "fr", "pt", "zu")
    }
    assert said == {
        "en-ZA": ("5 March 2026", "1,016", "A, B and C"),
        "en-US": ("March 5, 2026", "1,016", "A, B and C"),
        "af": ("5 Maart 2026", "1\xa0016", "A, B en C"),
        "fr": ("5 mars 2026", "1\u202f016", "A, B et C"),
        "pt": ("5 de março de 2026", "1.016", "A, B e C"),
        "zu": ("Mashi 5, 2026", "1,016", "A, B no-C"),
    }


def _listed(interface: Interface) -> str:
    return interface.listed(["A", "B", "C"])


@pytest.mark.parametrize(
    ("iso", "said"),
    [("2010-02-06", "6 février 2010"), ("2010-02", "février 2010"), ("2010", "2010"), ("2010-13", "2010"), ("", "")],
)
def test_as_much_of_a_date_is_said_as_is_known(iso: str, said: str) -> None:
    assert i18n.of_hub("fr").partial_date(iso) == said


def test_a_word_that_a_catalogue_lacks_is_english_and_says_so() -> None:
    interface = i18n.of_hub("fr")
    env = jinja2.Environment(autoescape=True)
    i18n.templates.install(env, interface)
    written = """{{ _("Search") }} {{ _("Nonesuch") }} {% trans n=2 %}{{ n }} x{% pluralize %}{{ n }} xs{% endtrans %}
<i title="{{ plain_text("Nonesuch") }}">{% trans name="<b>" %}By {{ name }}{% endtrans %}</i>{{ said }}"""
    assert env.from_string(written).render(said=interface.gettext("Nonesuch")) == (
        'Rechercher <span lang="en">Nonesuch</span> <span lang="en">2 xs</span>\n'
        '<i title="Nonesuch"><span lang="en">By &lt;b&gt;</span></i><span lang="en">Nonesuch</span>'
    )


def test_what_the_hub_says_within_a_text_is_in_the_language_of_the_text_or_marked() -> None:
    notes = {
        language: templating.render("notes.html", i18n.of_text(language), notes=["a"]) for language in ("fr", "st")
    }
    assert "Retour à la note " in notes["fr"]
    assert '<span lang="en">Back to note </span>' in notes["st"]


def test_templates_are_told_the_language() -> None:
    assert "interface" in templates.GLOBALS
    assert repr(Settings(Path(), language="fr").interface) != repr(Settings(Path(), language="pt").interface)


# --- a whole hub ----------------------------------------------------------------------------------------------------

#: Names that are no words of a language, and what is quoted from programs.
_NAMES = {
    *("atom", "json", "feed", "bibtex", "ris", "csl", "cff", "orcid", "ror", "github", "word", "javascript", "html"),
    *("mbchb", "cc", "by", "issn", "doi", "test", "hub", "ctrl"),
}


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a hub in French, whose own words all begin with "zz"."""
    folder = tmp_path_factory.mktemp("french")
    hubs.write(folder, _files())
    built = hubs.build(folder)
    assert built.status == 0, built.output
    return folder / "site"


def _files() -> dict[str, str]:
    head = "title: Zzaa zzbb\ndescription: Zzcc zzdd zzee zzff."
    authors = "authors:\n  - {name: Zzgg Zzhh, programme: MBChB, year_of_study: 5, affiliation: Zzii}\n"
    authors += "  - {name: Zzjj Zzkk}\n"
    article = f"---\n{head}\ndate: 2024-03-05\n{authors}topics: [zzll]\ntags: [zzmm]\ntype: opinion\n"
    changes = "changes:\n  - {date: 2024-04-01, kind: retraction, note: Zzpp zzqq zzrr zzss.}\n"
    declared = "declarations: {ai_use: zznone, conflicts: zznone, patient_information: zznone}\n"
    body = "\n---\n\n## Zzss\n\nZztt [@zz2001].[^1]\n\n## Zzuu\n\n- [ ] zzvv\n- [x] zzww\n\n## Zzxx\n\n[^1]: Zzyy.\n"
    own = "language: fr, licence: CC-BY-4.0, per_page: 2, issn: 2049-3630, publisher: Zzpress, editors: [Zzeditor]"
    yml = hubs.MKDOCS_YML.replace("{bib_dir: bib}", f"{{bib_dir: bib, {own}, ask_authors: [position, affiliation]}}")
    yml = yml.replace("toc,", "toc, pymdownx.tasklist,")
    articles = {
        f"docs/articles/zz{n}.md": article.replace("zzbb", f"zz{n}")
        + (changes if n == 1 else "")
        + declared
        + f"series: Zzabc\n{body[1:]}"
        for n in range(1, 7)
    }
    bib = "@article{zz2001,\n author = {Zzuthor, Z.},\n title = {Zzitle},\n journal = {Zzournal},\n year = 2001\n}\n"
    guide = "---\ntitle: Zzguide\ndescription: Zzguide zzguide.\n---\n\nZztext.\n"
    return {
        "mkdocs.yml": yml + "repo_url: https://github.com/zz/zz\nedit_uri: edit/main/docs/\n",
        "bib/zz.bib": bib,
        "docs/topics/zzll.md": "---\nname: Zzll\n---\n",
        "docs/about.md": guide,
        "docs/write/index.md": guide,
        "docs/write/citing.md": guide,
        **articles,
    }


def _said(site: Path) -> Iterator[tuple[str, str]]:
    """All that readers, screen readers and search engines are told, with where it is."""
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        page = html.fromstring(path.read_text("utf-8"))
        for english in page.xpath("//*[@lang='en'] | //code"):
            english.text, english[:] = "", []
        yield from ((name, str(text)) for text in page.xpath("//text()[not(ancestor::script or ancestor::style)]"))
        shown = "//@alt | //@title | //@aria-label | //@aria-description | //@placeholder | //@data-label | //@summary"
        said = "//meta[@name='description' or starts-with(@name, 'twitter:') or contains(@property, 'title')"
        said += " or contains(@property, 'description') or contains(@property, ':alt') or @property='article:section']"
        card = {"summary_large_image", "summary"}
        yield from ((name, str(text)) for text in page.xpath(f"{shown} | {said}/@content") if text not in card)
        for script in page.xpath("//script[@type='application/ld+json']/text()"):
            yield from ((f"{name} (JSON-LD)", text) for text in _of_people(json.loads(script)))
    for path in sorted(site.rglob("CITATION.cff")):
        yield "CITATION.cff", re.search(r"^message: (.*)$", path.read_text("utf-8"), re.MULTILINE)[1]  # type: ignore[index]
    for path in sorted(site.rglob("feed.json")):
        feed = json.loads(path.read_text("utf-8"))
        yield "feed.json", f"{feed['title']} {feed.get('description', '')}"
        yield from (("feed.json", f"{item['title']} {item.get('summary', '')}") for item in feed["items"])
    for name in ("feed.xml", "llms.txt"):
        yield (
            name,
            re.sub(r"<content.*?</content>|<[^>]*>|\(\S+\)", " ", (site / name).read_text("utf-8"), flags=re.DOTALL),
        )
    for kind, *_ in json.loads((site / "search/places.json").read_text("utf-8")):
        yield "places.json", kind
    for path in (site / "articles/data").glob("rows-*.json"):
        for row in json.loads(path.read_text("utf-8")):
            yield "rows.json", f"{row['date']} {row['kind'][0]}"


def _of_people(data: object, name: str = "") -> Iterator[str]:
    """What JSON-LD says in words, and not in the terms of schema.org."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _of_people(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from _of_people(value, name)
    elif name in ("name", "headline", "description", "abstract", "genre", "text", "articleSection", "keywords"):
        yield str(data)


def test_a_french_hub_has_no_english_word_but_names(french: Path) -> None:
    """Every word is one of the French catalogue, of the calendar, of the hub itself, or a name."""
    known = {w for m in catalogues.read("fr") if m.id for form in _forms(m.string) for w in _split(_TAG.sub(" ", form))}
    months = {word for month in range(1, 13) for word in _split(i18n.of_hub("fr").date(datetime.date(2024, month, 1)))}
    strange: dict[str, list[str]] = {}
    for name, text in _said(french):
        for word in _split(text):
            if not word.startswith("zz") and word not in known | months | _NAMES:
                strange.setdefault(word, []).append(name)
    assert strange == {}


def _split(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[^\W\d_]{2,}", re.sub(r"https?://\S+", " ", text))]


def test_the_language_of_a_french_hub_is_said(french: Path) -> None:
    page = html.fromstring((french / "articles/zz2/index.html").read_text("utf-8"))
    assert page.get("lang") == "fr"
    assert '"fr"' in (french / "assets/browse-list.js").read_text("utf-8")
    assert _split((french / "assets/hub.js").read_text("utf-8")).count("copié") == 1
    assert 'content:"Article rétracté"' in (french / "assets/hub.css").read_text("utf-8").replace(": ", ":")


def test_an_article_of_another_language_keeps_it(tmp_path: Path) -> None:
    """In a French hub: an Arabic article from right to left, around which the hub is French; and one in isiZulu."""
    files = _files()
    arabic = files["docs/articles/zz3.md"].replace("type: opinion", "type: opinion\nlanguage: ar")
    zulu = files["docs/articles/zz4.md"].replace("type: opinion", "type: opinion\nlanguage: zu-ZA")
    hubs.write(tmp_path, files | {"docs/articles/zz3.md": arabic, "docs/articles/zz4.md": zulu})
    assert hubs.build(tmp_path).status == 0
    page = hubs.page(tmp_path, "articles/zz3")
    (article,) = page.xpath("//article[@class='article']")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    assert article.xpath(".//p[@class='kicker']")[0].get("lang") == "fr"
    assert article.xpath("./footer")[0].get("dir") == "ltr"
    page = hubs.page(tmp_path, "articles/zz4")
    (section,) = page.xpath("//section[@id='page:references']")
    assert hubs.text(section.xpath("./h2")[0]).startswith("Imithombo esetshenzisiwe")
    assert section.xpath("./div")[0].get("lang") == "fr-FR"
    assert [box.get("aria-label") for box in page.xpath("//input[@type='checkbox']")] == [
        "Kusamele kwenziwe",
        "Kwenziwe",
    ]


def test_material_speaks_the_language_of_the_hub(tmp_path: Path) -> None:
    """In the pages that other plugins make by its templates."""
    shows = "{% import 'partials/language.html' as lang with context %}{{ lang.t('search.placeholder') }}"
    yml = hubs.MKDOCS_YML.replace("{bib_dir: bib}", "{bib_dir: bib, language: fr-FR}")
    yml = yml.replace("theme: {", "theme: {custom_dir: overrides, static_templates: [said.html], ")
    hubs.write(tmp_path, {"mkdocs.yml": yml, "overrides/said.html": shows, "docs/index.md": "# Zz\n"})
    assert hubs.build(tmp_path).status == 0
    assert (tmp_path / "site/said.html").read_text("utf-8") == "Rechercher"
