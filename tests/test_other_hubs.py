"""Hubs on other subjects, in other countries and languages: their texts are accused of nothing that they did not do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree

import hubs
from studenthub import hub
from studenthub.model.settings import Settings
from studenthub.render.licences import licence
from studenthub.render.parts import Link
from studenthub.source.problems import Problem
from texts_of_others import CASES, LETTERS, OFFICINE

LAW = (
    "Mr Kamau was discharged by the court on 3 March 2024, and the prosecutor did not appeal.",
    "Ms Atieno was admitted to the roll of advocates on 12 June 2023.",
    "The accused, Mr Otieno, was treated as a first offender, and was released on his own bond.",
    "Mrs Wanjiku's file was lost, so the magistrate ordered a new trial.",
    "The court in Petition No. 45 of 2019 asked who may speak for a child.",
    "Section 49(1)(h) of the Constitution says when an arrested person is released on bond.",
    "The GDPR and the Data Protection Act, 2019 use the same words for consent.",
    "Baby Pendo was a child of six months; the inquest named those who were responsible.",
    "The judge noted that the complainant, a 92-year-old widow, had lived on the land since 1951.",
    "In Case no. 123456 of 2021 the appeal was struck out with costs.",
    "The parties agreed on a price of KES 1,200,000 and paid a third of it.",
    "The Bill was read a second time on 14 November 2023, and was passed in the next year.",
    "An advocate who is suspended may not practise; the register says so.",
    "The tribunal was of the view that the notice came too late. It was not.",
    "A tenant who pays late is not a tenant who does not pay.",
    "The rule in the old cases is clear: what was promised must be done.",
    "Parliament may delegate, but not everything, and not for ever.",
    "Ms N. v the Attorney General is still good law, whatever one thinks of it.",
    "The Law Society wrote to the Chief Justice, who answered within a week.",
    "Chapter Four begins with the words that every student knows by heart.",
)
PHARMACY = (
    "La pharmacie de garde ouvre à 8 h et ferme à 20 h ; la nuit, on sonne.",
    "Le paracétamol est le médicament le plus vendu en France, et le plus mal connu.",
    "Une dose de 1 g toutes les 6 h ne doit pas être dépassée chez l’adulte.",
    "L’article 5 du règlement dit ce qu’il faut écrire sur l’ordonnance.",
    "Le 3 mars 2024, l’Agence a publié une nouvelle liste de médicaments essentiels.",
    "M. Dupont enseigne la galénique depuis vingt ans et n’a jamais manqué un cours.",
    "Les étudiants de 3e année passent deux mois à l’officine.",
    "Le numéro 15 appelle le SAMU ; le 112 marche partout en Europe.",
    "Le prix est fixé par le comité, qui se réunit 4 fois par an.",
    "Qui délivre un médicament doit dire comment on le prend, et pourquoi.",
    "Les « génériques » ont le même principe actif et un autre nom.",
    "Au XIXe siècle, l’apothicaire pesait encore en grains et en onces.",
    "La loi du 21 juillet 2009 a changé le métier : le pharmacien conseille aussi.",
    "Il faut lire la notice, même si elle est longue, et surtout quand elle est longue.",
    "L’interaction est rare, mais elle est connue depuis 1975.",
    "Deux boîtes se ressemblent ; l’une contient 5 mg, l’autre 50 mg.",
    "Le conseil de l’ordre répond à toute lettre en un mois.",
    "Le stage m’a appris à me taire et à écouter.",
    "On ne juge pas celui qui demande ; on lui répond.",
    "La balance est vérifiée chaque année, et porte une étiquette qui le dit.",
)
WRITING = (
    "Quem escreve bem lê muito, e lê devagar.",
    "Um parágrafo tem uma ideia; a segunda ideia pede outro parágrafo.",
    "O Acordo Ortográfico de 1990 mudou o modo de escrever, e ainda se discute.",
    "A 3 de março de 2024 abrimos o centro, com quatro tutores e uma mesa.",
    "Os estudantes do 1.º ano vêm mais em janeiro, antes dos exames.",
    "A vírgula não se põe entre o sujeito e o verbo.",
    "A senhora professora Maria leu o texto três vezes e riscou metade.",
    "Uma citação sem fonte é uma opinião com aspas.",
    "O centro fica na sala 2.14 e abre das 9 às 17 horas.",
    "Ninguém nasce a saber fazer um resumo.",
    "A introdução escreve-se no fim, quando já se sabe o que se disse.",
    "Cada tutor atende seis estudantes por dia, e anota o que ficou por dizer.",
    "O plágio começa muitas vezes num caderno sem aspas.",
    "Há quem escreva de manhã; eu escrevo à noite, quando a casa dorme.",
    "O título promete; o texto cumpre, ou não.",
    "Em português, a ordem das palavras é mais livre do que em inglês.",
    "A tese tem 300 páginas e uma só pergunta.",
    "Ler em voz alta é o revisor mais barato que existe.",
    "O dicionário não morde, mas também não escreve por nós.",
    "Um bom exemplo vale por duas definições.",
)


def found(folder: Path, texts: Sequence[str], **settings: str) -> list[Problem]:
    """What the checks and their advice find in an article for each of the texts."""
    front = {"authors": '[{name: "Author, A.", affiliation: University of Example}]', "description": "A sentence " * 6}
    files = {"docs/topics/testing.md": hubs.TOPIC}
    for number, text in enumerate(texts):
        files[f"docs/articles/a{number}.md"] = hubs.article(text, title=f"The text with number {number}", **front)
    hubs.write(folder, files)
    read = hub.Reader(Settings(folder, **settings), today=hubs.TODAY).read().checked(advice=True)  # type: ignore[arg-type]
    # That an article has no source at all is true of these.
    return [problem for problem in (*read.problems, *read.advice) if problem.code != "HUB326"]


@pytest.mark.parametrize(
    ("texts", "settings"),
    [
        (LAW, {"language": "en-KE", "country": "KE", "subject": "law"}),
        (CASES, {"language": "en-KE", "country": "KE", "subject": "law"}),
        (PHARMACY, {"language": "fr-FR", "country": "FR", "subject": "health"}),
        (OFFICINE, {"language": "fr-FR", "country": "FR", "subject": "health"}),
        (WRITING, {"language": "pt-PT", "country": "PT", "subject": "general"}),
        (LETTERS, {"language": "pt-PT", "country": "PT", "subject": "general"}),
    ],
    ids=["law", "cases", "pharmacy", "officine", "writing", "letters"],
)
def test_twenty_texts_are_accused_of_nothing(tmp_path: Path, texts: Sequence[str], settings: dict[str, str]) -> None:
    assert len(set(texts)) == 20
    assert [str(problem) for problem in found(tmp_path, texts, **settings)] == []


def test_the_same_texts_are_accused_where_patients_are_written_about(tmp_path: Path) -> None:
    """So the tests above can fail."""
    codes = {problem.code for problem in found(tmp_path, LAW, language="en-ZA", country="ZA", subject="health")}
    assert {"HUB507", "HUB511", "HUB514", "HUB227"} & codes


@pytest.mark.parametrize(
    ("country", "language", "text", "codes"),
    [
        ("FR", "fr-FR", "La patiente, née le 1er janvier 1980, est venue.", ["HUB506"]),
        ("FR", "fr-FR", "Né le 01/01/1980, il est venu.", ["HUB506"]),
        ("FR", "fr-FR", "Voir le dossier n° 123456 du service.", ["HUB505"]),
        ("FR", "fr-FR", "On l’appelle au 06 12 34 56 78 le soir.", ["HUB503"]),
        ("FR", "fr-FR", "Son numéro est 1 80 01 75 000 000 35 en entier.", ["HUB501"]),
        ("FR", "fr-FR", "Son numéro est 1 80 01 75 000 000 99 en entier.", []),
        ("PT", "pt-PT", "A doente, nascida a 3 de março de 1980, voltou.", ["HUB506"]),
        ("PT", "pt-PT", "O processo clínico n.º 123456 ficou aberto.", ["HUB505"]),
        ("PT", "pt-PT", "Ligaram para o 912 345 678 à noite.", ["HUB503"]),
        ("BR", "pt-BR", "O prontuário n.º 123456 ficou aberto.", ["HUB505"]),
        ("BR", "pt-BR", "Ligue para (11) 91234-5678 à noite.", ["HUB503"]),
        ("BR", "pt-BR", "Foram 12 2019-2021 no quadro.", []),
        ("KE", "en-KE", "Call her on 0712 345 678 at night.", ["HUB503"]),
        ("KE", "en-KE", "ISBN 0712 345 678 is no telephone.", []),
    ],
)
def test_what_gives_somebody_away_is_found_in_each_country(
    tmp_path: Path, country: str, language: str, text: str, codes: list[str]
) -> None:
    problems = found(tmp_path, [text], country=country, language=language)
    assert [problem.code for problem in problems if problem.code.startswith("HUB50")] == codes
    assert not any("1980" in str(problem) or "345" in str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("said", "name", "address"),
    [
        ("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc by-nc-sa 3.0", "CC BY-NC-SA 3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("All rights reserved", "All rights reserved", ""),
    ],
)
def test_a_licence_has_its_name_and_leads_to_its_text(said: str, name: str, address: str) -> None:
    assert licence(said) == Link(name, address)


def test_who_begins_an_article_declares_what_the_hub_requires_and_can_ask(tmp_path: Path) -> None:
    yml = hubs.MKDOCS_YML.replace("bib_dir: bib", "bib_dir: bib, require: [conflicts]")
    yml += "repo_url: https://github.com/example/hub\nextra: {contact: %s}\n"
    files = {"docs/topics/testing.md": hubs.TOPIC, "docs/write/index.md": "# Write\n"}
    for contact, address in (
        ("a@example.org", "mailto:a@example.org"),
        ("https://example.org/", "https://example.org/"),
    ):
        hubs.write(tmp_path, files | {"mkdocs.yml": yml % contact})
        assert hubs.run(tmp_path, ["hub", "build", "site"]).status == 0
        page = hubs.page(tmp_path, "write/article")
        assert {href for href in page.xpath("//a/@href") if href.endswith(contact)} == {address}
        assert "declarations" in "".join(page.xpath("//a/@href"))


def test_the_issn_and_the_publisher_are_where_machines_look(tmp_path: Path) -> None:
    own = "issn: 2049-3630, publisher: Example Press, editors: [Ed Editor, Eve Editor], licence: CC-BY-4.0"
    settings = hubs.MKDOCS_YML.replace("{bib_dir: bib}", f"{{bib_dir: bib, {own}}}")
    settings += "extra: {contact: editors@journal.example}\n"
    article = hubs.article("Text.", title="One", volume="3", issue="2")
    about = "---\ntitle: About\n---\n\nThe hub.\n"
    files = {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/one.md": article, "docs/about.md": about}
    hubs.write(tmp_path, {"mkdocs.yml": settings, **files})
    assert hubs.build(tmp_path).status == 0
    page = hubs.page(tmp_path, "articles/one")
    names = {tag.get("name"): tag.get("content") for tag in page.xpath("//meta[@name]")}
    assert names["citation_issn"] == "2049-3630"
    assert names["citation_publisher"] == names["DC.publisher"] == "Example Press"
    data = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
    node = next(row for row in data["@graph"] if "isPartOf" in row)
    issue = node["isPartOf"]
    volume = issue["isPartOf"]
    journal = volume["isPartOf"]
    assert (issue["@type"], issue["issueNumber"]) == ("PublicationIssue", "2")
    assert (volume["@type"], volume["volumeNumber"]) == ("PublicationVolume", "3")
    assert (journal["issn"], node["publisher"]["name"]) == ("2049-3630", "Example Press")
    assert [editor["name"] for editor in journal["editor"]] == ["Ed Editor", "Eve Editor"]
    assert (names["citation_volume"], names["citation_issue"]) == ("3", "2")
    assert ", 3(2)" in hubs.text(page.xpath("//section[@class='cite-this']")[0])
    folder = tmp_path / "site/articles/one"
    ris, bib = ("".join(path.read_text() for path in folder.glob(f"*.{ending}")) for ending in ("ris", "bib"))
    assert {"SN  - 2049-3630", "VL  - 3", "IS  - 2"} <= set(ris.splitlines())
    assert all(line in bib for line in ("issn = {2049-3630}", "volume = {3}", "number = {2}"))
    cff = (folder / "CITATION.cff").read_text(encoding="utf-8")
    assert '"volume": "3", "issue": "2", "issn": "2049-3630"' in cff
    feed = etree.parse(tmp_path / "site/feed.xml")
    said = {etree.QName(node).localname: node.text for node in feed.iter("{*}issn", "{*}volume", "{*}number")}
    assert said == {"issn": "2049-3630", "volume": "3", "number": "2"}
    assert [node.text for node in feed.findall("{*}contributor/{*}name")] == ["Ed Editor", "Eve Editor"]
    assert json.loads((tmp_path / "site/feed.json").read_text())["_publication"]["editors"][0] == "Ed Editor"
    imprint = hubs.text(hubs.page(tmp_path, "about").xpath("//dl")[0])
    for words in ("Example Press", "Ed Editor; Eve Editor", "2049-3630", "CC BY 4.0", "editors@journal.example"):
        assert words in imprint


def test_an_issn_that_was_mistyped_stops_the_build(tmp_path: Path) -> None:
    settings = hubs.MKDOCS_YML.replace("{bib_dir: bib}", "{bib_dir: bib, issn: 2049-3631}")
    hubs.write(tmp_path, {"mkdocs.yml": settings})
    checked = hubs.run(tmp_path, ["hub", "check"])
    assert (checked.status, "issn in mkdocs.yml is not an ISSN: 2049-3631" in checked.output) == (2, True)


def test_words_of_the_hubs_own_are_on_its_pages(tmp_path: Path) -> None:
    """In its language: none of them is marked as English, as a word is that lacks a translation."""
    own = (
        "language: fr-FR, country: FR, guide: true, kinds: [article, {cas: Cas d’officine}], "
        "declarations: [conflicts, {donnees: Accès aux données}], require: {donnees: on doit pouvoir vérifier}, "
        "programmes: [DFGSP2, DFASP1], ask_authors: [programme, position], "
        "limits: {title: {most: 90, reason: il tient sur une ligne}}"
    )
    article = hubs.article(
        "Un texte.",
        title="Un cas",
        type="cas",
        authors="[{name: Ann Author, position: Pharmacienne}]",
        declarations="{donnees: Les données sont publiques.}",
    )
    hubs.write(
        tmp_path,
        {
            "mkdocs.yml": hubs.MKDOCS_YML.replace("{bib_dir: bib}", f"{{bib_dir: bib, {own}}}"),
            "docs/topics/testing.md": hubs.TOPIC,
            "docs/articles/un-cas.md": article,
        },
    )
    built = hubs.build(tmp_path)
    assert built.status == 0, built.output
    page = hubs.page(tmp_path, "articles/un-cas")
    (heading,) = (row for row in page.xpath("//dt") if hubs.text(row) == "Accès aux données")
    assert not heading.xpath("ancestor-or-self::*[@lang='en']")
    assert "Pharmacienne" in hubs.text(page.xpath("//article")[0])
    assert "Cas d’officine" in hubs.text(hubs.page(tmp_path, "kinds/cas").xpath("//h1")[0])
    form = hubs.page(tmp_path, "write/article")
    fields = {field.get("id"): field for field in form.xpath("//form[@data-write]//input")}
    assert {"page:write-donnees", "page:write-position", "page:write-programme"} <= fields.keys()
    assert "page:write-year" not in fields
    assert "page:write-university" not in fields
    assert fields["page:write-title"].get("maxlength") == "90"
    assert "DFGSP2, DFASP1" in fields["page:write-programme"].get("placeholder")
    printed = json.loads(hubs.run(tmp_path, ["hub", "schema"]).output)["properties"]
    assert printed["type"]["enum"] == ["article", "cas"]
    assert list(printed["declarations"]["properties"]) == ["conflicts", "donnees"]
    assert printed["title"]["maxLength"] == 90
    hubs.run(tmp_path, ["hub", "draft", "form"])
    sent = (tmp_path / ".github/ISSUE_TEMPLATE/2-draft.yml").read_text(encoding="utf-8")
    assert "On doit pouvoir vérifier." in sent
    assert "declared-donnees" in sent
