"""Texts in Afrikaans, French and Portuguese: what gives a patient away is found, and nobody else is accused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import hubs
from studenthub import hub
from studenthub.model.settings import Settings
from studenthub.source.problems import Problem
from studenthub.submission import draft, form
from studenthub.submission.form import Answers

AFRIKAANS = (
    "Mnr. Botha gee al twintig jaar anatomie, en het nog nooit ’n klas gemis nie.",
    "Mev. Naidoo van die Raad het die brief op 3 Maart 2024 geteken.",
    "Die pasiënt is in die herfs opgeneem en het na ’n week huis toe gegaan.",
    "Die span het op 12 Junie 2023 die protokol aanvaar.",
    "Die wet van 2003 is geen outeur nie, en Januarie (2004) ook nie.",
    "Die lêer nommer nege op die rak is leeg.",
    "’n Vrou van in die negentig het die kliniek se tuin geplant.",
    "Die hospitaal is in 1938 gebou en in 1997 herbou.",
    "Sy is gebore in ’n klein dorp waar almal mekaar ken.",
    "Ons het 96 studente gevra, en 90 jaar se argiewe gelees.",
    "Die Grondwet (1996) beskerm privaatheid, en die Raad ook.",
    "Die ouma in die verhaal het geen naam nie, en so hoort dit.",
    "Prof. Example praat oor slaap, en oor wat min slaap doen.",
    "Die minister het op 1 April 2020 die nuwe reëls afgekondig.",
    "Hy is as student opgeneem in die raad van die fakulteit.",
    "Elke pasiënt se naam is vertroulik, ook wanneer niemand luister nie.",
    "Die kursus duur ses jaar, en die laaste een is die langste.",
    "Die dosis is 500 mg, en nie 5 g nie.",
    "My pasiënt het gevra of dit môre beter sal wees.",
    "Niemand is so moeg soos ’n intern op Sondagaand nie.",
)
FRENCH = (
    "M. Dupont a été admis à l’école de médecine après deux essais.",
    "Mme Exemple a été admise au barreau, puis a changé de métier.",
    "La patiente a été hospitalisée en automne et va mieux.",
    "Le 3 mars 2024, le conseil a été réuni par Mme Exemple.",
    "Une femme de plus de quatre-vingt-dix ans attendait dans le couloir.",
    "Le patient a 45 ans et préfère le matin.",
    "M. Martin, professeur depuis 20 ans, corrige les copies en bleu.",
    "Il est né dans un village où l’on parle peu.",
    "L’hôpital a été opéré, si l’on ose dire, par trois architectes.",
    "La loi du 4 mars 2002 dit ce qu’un patient peut demander.",
    "Le dossier médical appartient au patient, dit la loi.",
    "En Août (2019), la ville était vide.",
    "Le service compte 96 lits et 90 ans d’archives.",
    "La patiente du récit est inventée, et n’a pas de nom.",
    "Mme Exemple, 3e année, écrit sur le sommeil.",
    "Le Décret (2009) a changé les stages.",
    "On souffre de peu de choses quand on dort bien.",
    "Il est venu en consultation trois fois, et trois fois il s’est tu.",
    "Notre professeur, Mme Exemple, nous a tout appris.",
    "Le médicament a été retiré le 3 mars 2024 par l’Agence.",
)
PORTUGUESE = (
    "O Sr. Silva foi admitido na Faculdade depois de dois anos.",
    "A Sra. Exemplo foi operadora de rádio antes de estudar.",
    "A doente foi internada no outono e está melhor.",
    "A 3 de março de 2024, o conselho aprovou o regulamento.",
    "Uma mulher com mais de noventa anos esperava no corredor.",
    "O doente tem 45 anos e prefere a manhã.",
    "A D. Maria da portaria sabe o nome de todos nós.",
    "Ele nasceu numa aldeia onde se fala pouco.",
    "O hospital foi inaugurado a 27 de abril de 1954.",
    "A lei de 2014 diz o que um doente pode pedir.",
    "O processo clínico pertence ao doente.",
    "Em Agosto (2019), a cidade estava vazia.",
    "O serviço tem 96 camas e 90 anos de arquivo.",
    "A doente da história é inventada, e não tem nome.",
    "A utente pediu uma segunda consulta, e depois uma terceira.",
    "O Decreto (2009) mudou os estágios.",
    "Sofre-se de pouca coisa quando se dorme bem.",
    "O número de utente não se escreve em lado nenhum.",
    "A nossa professora, Dra. Exemplo, ensinou-nos tudo.",
    "O medicamento foi retirado a 3 de março de 2024 pela Agência.",
)


def found(folder: Path, texts: Sequence[str], **settings: str) -> list[Problem]:
    """What the checks and their advice find on confidentiality and citing in an article for each of the texts."""
    files = {"docs/topics/testing.md": hubs.TOPIC}
    for number, text in enumerate(texts):
        files[f"docs/articles/a{number}.md"] = hubs.article(text, title=f"The text with number {number}")
    hubs.write(folder, files)
    read = hub.Reader(Settings(folder, **settings), today=hubs.TODAY).read().checked(advice=True)  # type: ignore[arg-type]
    rows = [row for row in (*read.problems, *read.advice) if row.code[:4] in ("HUB2", "HUB3", "HUB5")]
    return [row for row in rows if row.code not in ("HUB326", "HUB220")]


@pytest.mark.parametrize(
    ("texts", "settings"),
    [
        (AFRIKAANS, {"language": "af-ZA", "country": "ZA"}),
        (FRENCH, {"language": "fr-FR", "country": "FR"}),
        (PORTUGUESE, {"language": "pt-PT", "country": "PT"}),
    ],
    ids=["af", "fr", "pt"],
)
def test_twenty_texts_on_health_are_accused_of_nothing(
    tmp_path: Path, texts: Sequence[str], settings: dict[str, str]
) -> None:
    assert len(set(texts)) == 20
    problems = found(tmp_path, texts, **settings)
    # Mr and Mrs of a text are advice in each language: nobody else may be accused.
    assert [str(problem) for problem in problems if problem.code != "HUB514"] == []


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        ("af-ZA", "Ons pasiënt, mev. Voorbeeld, was bang. Pasiënt genaamd Jan Voorbeeld.", ["HUB507"]),
        ("af-ZA", "My pasiënt, Mev. Voorbeeld, was bang.", ["HUB507"]),
        ("af-ZA", "Mnr. J. Voorbeeld is gister in die hospitaal opgeneem.", ["HUB507"]),
        ("af-ZA", "Die vrou is op 3 Maart 2024 opgeneem.", ["HUB512"]),
        ("af-ZA", "Haar lêernommer 12345678 is in die boek.", ["HUB505"]),
        ("af-ZA", "Die man is gebore op 3 Maart 1980.", ["HUB506"]),
        ("af-ZA", "’n 97-jarige vrou het gewag.", ["HUB511"]),
        ("fr-FR", "M. Dupont, 47 ans, a été admis le 3 mars 2024.", ["HUB507", "HUB512"]),
        ("fr-FR", "Mme Exemple a été opérée deux fois.", ["HUB507"]),
        ("fr-FR", "Notre patiente, Mme Exemple, avait peur.", ["HUB507"]),
        ("fr-FR", "Un patient nommé Jean Exemple attendait.", ["HUB507"]),
        ("fr-FR", "Une femme de 97 ans attendait.", ["HUB511"]),
        ("fr-FR", "La patiente est décédée le 3 mars 2024.", ["HUB512"]),
        ("pt-PT", "O Sr. João Exemplo, de 47 anos, foi internado ontem.", ["HUB507"]),
        ("pt-PT", "A doente, Sra. Exemplo, tinha medo.", ["HUB507"]),
        ("pt-PT", "Um utente chamado João Exemplo esperava.", ["HUB507"]),
        ("pt-PT", "Uma mulher de 97 anos esperava.", ["HUB511"]),
        ("pt-PT", "A doente foi operada a 3 de março de 2024.", ["HUB512"]),
    ],
)
def test_what_gives_a_patient_away_is_found(tmp_path: Path, language: str, text: str, codes: list[str]) -> None:
    settings = {"language": language, "country": language[-2:]}
    problems = found(tmp_path, [text], **settings)
    assert sorted({problem.code for problem in problems if problem.code in _OF_PATIENTS}) == codes
    assert not any("xempl" in str(problem) or "oorbeeld" in str(problem) for problem in problems)


_OF_PATIENTS = ("HUB505", "HUB506", "HUB507", "HUB511", "HUB512")


@pytest.mark.parametrize(
    ("language", "heading", "typed"),
    [
        ("af-ZA", "Bronnelys", "(Outeur en Skrywer, 2019)"),
        ("fr-FR", "Références", "(voir Auteur et Exemple, 2019)"),
        ("pt-PT", "Referências bibliográficas", "(ver Autor e Exemplo, 2019)"),
    ],
)
def test_typed_citations_and_lists_are_found(tmp_path: Path, language: str, heading: str, typed: str) -> None:
    name, other = typed.strip("()").split(" ")[-4 if "v" in typed[1] else 0], "Exemple"
    line = f"{name}, A., & {other}, B. (2019). Un livre inventé. Example Press."
    text = f"Le sommeil compte {typed}.\n\n## {heading}\n\n{line}"
    codes = {problem.code for problem in found(tmp_path, [text], language=language, country=language[-2:])}
    assert {"HUB205", "HUB311"} & codes
    assert "HUB205" in codes


@pytest.mark.parametrize("language", ["af-ZA", "fr-FR", "pt-PT"])
def test_the_form_is_in_the_language_of_the_hub_and_is_read_again(language: str) -> None:
    settings = Settings(Path(), language=language, licence="CC-BY-4.0")
    fields = form.fields(settings, {})
    english = {field.label for field in form.fields(Settings(Path(), language="en"), {})}
    assert not {field.label for field in fields} & (english - {"Patients"})
    chosen = {"year": form.years(settings)[3], "patients": next(f for f in fields if f.id == "patients").options[1]}
    chosen |= {"type": next(f for f in fields if f.id == "type").options[3], "name": "Ann Author", "conflicts": "néant"}
    body = "\n\n".join(f"### {field.label}\n\n{chosen.get(field.id, '_No response_')}" for field in fields)
    known = draft.known(Answers.read(body, fields), settings, {})
    assert (known.authors[0].name, known.authors[0].year_of_study, known.type) == ("Ann Author", 4, "case-report")
    assert known.declarations["conflicts"] == "néant"
    assert known.declarations["patient_information"] == settings.interface.gettext(
        "A patient appears, with written consent."
    )


@pytest.mark.parametrize(
    ("language", "line", "year", "place"),
    [
        ("fr-FR", "Bo Exemple, Pharmacie, 5e année, Faculté de l’Exemple", 5, "Faculté de l’Exemple"),
        ("fr-FR", "Bo Exemple, Droit, 1re année, École de l’Exemple", 1, "École de l’Exemple"),
        ("pt-PT", "Bo Exemplo, Letras, 3.º ano, Universidade do Exemplo", 3, "Universidade do Exemplo"),
        ("af-ZA", "Bo Voorbeeld, MBChB, 4de jaar, Universiteit van Voorbeeld", 4, "Universiteit van Voorbeeld"),
        ("zu-ZA", "Bo Example, LLB, unyaka 2, Inyuvesi yesibonelo", 2, "Inyuvesi yesibonelo"),
    ],
)
def test_other_authors_are_read_in_the_language_of_the_hub(language: str, line: str, year: int, place: str) -> None:
    settings = Settings(Path(), language=language)
    fields = form.fields(settings, {})
    label = next(field.label for field in fields if field.id == "others")
    known = draft.known(Answers.read(f"### {label}\n\n{line}", fields), settings, {})
    assert [(one.year_of_study, one.affiliation) for one in known.authors] == [(year, place)]
