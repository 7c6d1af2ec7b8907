"""What follows from the tag of a language."""

from __future__ import annotations

import pytest

from studenthub.parse import languages
from studenthub.parse.small_words import language_of


@pytest.mark.parametrize(
    ("tag", "name", "direction"),
    [
        ("zu", "isiZulu", "ltr"),
        ("af", "Afrikaans", "ltr"),
        ("ar", "العربية", "rtl"),
        ("fa", "فارسی", "rtl"),
        ("ur", "اردو", "rtl"),
        ("yi", "ייִדיש", "rtl"),
        ("qqq", "qqq", "ltr"),
        ("not a tag", "not a tag", "ltr"),
    ],
)
def test_a_language_has_its_own_name_and_its_direction(tag: str, name: str, direction: str) -> None:
    assert (languages.own_name(tag), languages.direction(tag)) == (name, direction)


@pytest.mark.parametrize(("tag", "direction"), [("az", "ltr"), ("az-Arab", "rtl"), ("ar-QQ", "rtl"), ("en-ZA", "ltr")])
def test_a_script_or_a_country_may_be_in_the_tag(tag: str, direction: str) -> None:
    assert languages.direction(tag) == direction


#: The same in all of them, more or less: languages that are near to each other are told from each other.
TEXTS = {
    "nl": (
        "De student liep in de nacht naar het ziekenhuis en zag dat de patiënt niet meer sliep. Het is van "
        "belang dat de arts die dienst heeft met de familie praat en dat er ook een plan is voor de volgende "
        "dag, want zonder plan kan het niet goed gaan met de patiënt en wordt het een lange nacht voor "
        "iedereen die er is."
    ),
    "es": (
        "El estudiante que trabaja de noche en el hospital no siempre sabe lo que tiene que hacer con los "
        "pacientes que llegan por la mañana. Es importante que la familia hable con el médico y que haya un "
        "plan para el día siguiente, porque sin plan las cosas no van bien para nadie que esté en la sala de "
        "urgencias durante la noche."
    ),
    "pt": (
        "O estudante que trabalha de noite no hospital nem sempre sabe o que tem de fazer com os doentes que "
        "chegam pela manhã. É importante que a família fale com o médico e que haja um plano para o dia "
        "seguinte, porque sem plano as coisas não correm bem para ninguém que esteja na sala de urgência "
        "durante a noite."
    ),
    "de": (
        "Der Student, der in der Nacht im Krankenhaus arbeitet, weiß nicht immer, was er mit den Patienten "
        "machen soll, die am Morgen kommen. Es ist wichtig, dass die Familie mit dem Arzt spricht und dass es "
        "einen Plan für den nächsten Tag gibt, denn ohne Plan geht es niemandem gut, der in der Notaufnahme "
        "ist."
    ),
    "it": (
        "Lo studente che lavora di notte in ospedale non sa sempre che cosa fare con i pazienti che arrivano "
        "al mattino. È importante che la famiglia parli con il medico e che ci sia un piano per il giorno "
        "dopo, perché senza piano le cose non vanno bene per nessuno che sia nella sala durante la notte."
    ),
    "xh-ZA": (
        "Abafundi abasebenza ebusuku esibhedlele abasoloko besazi ukuba mabenze ntoni na ngezigulane ezifika "
        "kusasa. Kubalulekile ukuba usapho luthethe nogqirha kwaye kubekho isicwangciso sosuku olulandelayo, "
        "kuba ngaphandle kwesicwangciso izinto azihambi kakuhle nakubani na okhoyo kwigumbi likaxakeka "
        "ngexesha lasebusuku xa kukho abantu abaninzi kunye nosapho lwabo apho."
    ),
    "af-ZA": (
        "Die student wat in die nag by die hospitaal werk, weet nie altyd wat om met die pasiënte te doen wat "
        "in die oggend kom nie. Dit is belangrik dat die familie met die dokter praat en dat daar ook 'n plan "
        "is vir die volgende dag, want sonder 'n plan gaan dit nie goed met enigiemand nie en word dit 'n "
        "lang nag."
    ),
    "fr-FR": (
        "L'étudiant qui travaille la nuit à l'hôpital ne sait pas toujours ce qu'il doit faire avec les "
        "patients qui arrivent le matin. Il est important que la famille parle avec le médecin et qu'il y ait "
        "un plan pour le lendemain, car sans plan les choses ne vont pas bien pour les gens qui sont dans la "
        "salle."
    ),
    "zu-ZA": (
        "Abafundi abasebenza ebusuku esibhedlela abahlali bazi ukuthi kumele benzeni ngeziguli ezifika "
        "ekuseni. Kubalulekile ukuthi umndeni ukhulume nodokotela futhi kube nohlelo losuku olulandelayo, "
        "ngoba ngaphandle kohlelo izinto azihambi kahle kunoma ubani uma abantu bebaningi lapho kanye "
        "nemindeni yabo ngokuthi bangalali ebusuku noma kungekho muntu futhi kodwa bayalinda."
    ),
    "st-ZA": (
        "Moithuti ya sebetsang bosiu sepetlele ha a tsebe kamehla seo a tshwanetseng ho se etsa ka bakudi ba "
        "tlang hoseng. Ho bohlokwa hore lelapa le bue le ngaka mme ho be le morero wa letsatsi le latelang, "
        "hobane ntle le morero dintho ha di tsamaye hantle bakeng sa batho ba leng teng ka bosiu."
    ),
    "tn-ZA": (
        "Moithuti yo o dirang bosigo kwa bookelong ga a itse ka metlha se a tshwanetseng go se dira ka "
        "balwetse ba ba tlang mo mosong. Go botlhokwa gore lelapa le bue le ngaka mme go nne le leano la "
        "letsatsi le le latelang, gonne kwa ntle ga leano dilo ga di tsamaye sentle mo bathong ba ba leng "
        "teng bosigo."
    ),
    "en": (
        "The student who works at night in the hospital does not always know what to do with the patients who "
        "come in the morning. It is important that the family talks to the doctor and that there is a plan "
        "for the next day, because without a plan things do not go well for anybody who is in the ward."
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_small_words_tell_a_language_from_its_neighbours(language: str) -> None:
    assert language_of(TEXTS[language]) == language
    assert language_of(" ".join(TEXTS[language].split()[:20])) == "", "too short to say"


def test_a_text_that_is_half_in_another_language_is_in_none() -> None:
    assert language_of(f"{TEXTS['fr-FR']} {TEXTS['es']}") == ""
    assert language_of(f"{TEXTS['af-ZA']} {TEXTS['en']}") == ""


def test_a_list_is_in_no_language() -> None:
    names = "* [Name {0}](https://name.example.com/{0}) - **Author, A. E. O.** <a.e@example.com>, licence: MIT\n"
    assert language_of("".join(map(names.format, range(60)))) == ""


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        *(
            ("en-KE", "KE"),
            ("fr", "FR"),
            ("fr-CA", "CA"),
            ("pt-PT", "PT"),
            ("zu", "ZA"),
            ("en", "US"),
            ("es-419", "ES"),
        ),
        *(("sr-Latn", "RS"), ("zh-Hant", "TW"), ("zh-Hant-HK", "HK"), ("tlh", ""), ("nothing at all", "")),
    ],
)
def test_a_language_says_in_which_country_most_speak_it(tag: str, expected: str) -> None:
    assert languages.country(tag) == expected
