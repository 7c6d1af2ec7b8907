"""Names: of people and of organisations, in BibTeX and at the head of an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.model.authors import Author
from studenthub.parse import latex, person
from studenthub.parse.bibtex.names import OTHERS, Name, from_parts, names, people
from studenthub.parse.latex.commands import ACCENTS
from studenthub.parse.organisations import is_organisation
from texts import made_of, quadratic

# --- names of BibTeX --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # The three forms of BibTeX, with and without a particle.
        ("Donald E. Knuth", [Name("Knuth", "Donald E.")]),
        ("Knuth, Donald E.", [Name("Knuth", "Donald E.")]),
        ("Ludwig van Beethoven", [Name("Beethoven", "Ludwig", "van")]),
        ("van der Berg, Piet", [Name("Berg", "Piet", "van der")]),
        ("Piet van der Berg", [Name("Berg", "Piet", "van der")]),
        ("van der Berg", [Name("Berg", "", "van der")]),
        ("Van Niekerk, A.", [Name("Van Niekerk", "A.")]),
        ("Jean de La Fontaine", [Name("La Fontaine", "Jean", "de")]),
        ("de la Cruz, Mar{\\'\\i}a Jos{\\'e}", [Name("Cruz", "María José", "de la")]),
        ("Charles de la Vall{\\'e}e Poussin", [Name("Vallée Poussin", "Charles", "de la")]),
        ("{\\relax van} Gogh, V.", [Name("Gogh", "V.", "van")]),
        ("bell hooks", [Name("hooks", "", "bell")]),
        ("d'Alembert, Jean", [Name("d’Alembert", "Jean")]),
        ("{\\'E}mile {\\O}sterg{\\aa}rd", [Name("Østergård", "Émile")]),
        ("王, 小明", [Name("王", "小明")]),
        # Suffixes, where BibTeX wants them and where APA prints them.
        ("Grajales, III, F. J.", [Name("Grajales", "F. J.", suffix="III")]),
        ("Grajales, F. J., III", [Name("Grajales", "F. J.", suffix="III")]),
        ("van King, Jr., Martin Luther", [Name("King", "Martin Luther", "van", "Jr.")]),
        ("Martin Luther King, Jr.", [Name("King", "Martin Luther", suffix="Jr.")]),
        ("Martin van King, Sr", [Name("King", "Martin", "van", "Sr")]),
        ("King, Jr.", [Name("King", suffix="Jr.")]),
        ("van Niekerk, V.", [Name("Niekerk", "V.", "van")]),
        ("Smith, IV", [Name("Smith", "IV")]),
        # Braces keep together.
        ("{World Health Organization}", [Name(literal="World Health Organization")]),
        ("{Health, South Africa} and Knuth, D.", [Name(literal="Health, South Africa"), Name("Knuth", "D.")]),
        ("{Barnes and Noble}", [Name(literal="Barnes and Noble")]),
        ("{{{{{Deep}}}}}", [Name(literal="Deep")]),
        ("Jos{\\'e} {Garc{\\'i}a M{\\'a}rquez}", [Name("García Márquez", "José")]),
        ("{de Souza}, A.", [Name("de Souza", "A.")]),
        ("Ana {de} Souza", [Name("Souza", "Ana de")]),
        ("Smith, {J. and K.}", [Name("Smith", "J. and K.")]),
        ("Smith, J.\\,K.", [Name("Smith", "J. K.")]),
        # Databases put them at other places.
        ("King, Martin Luther Jr.", [Name("King", "Martin Luther", suffix="Jr.")]),
        ("King Jr., Martin Luther", [Name("King", "Martin Luther", suffix="Jr.")]),
        ("Grajales III, F. J.", [Name("Grajales", "F. J.", suffix="III")]),
        ("Martin Luther King Jr.", [Name("King", "Martin Luther", suffix="Jr.")]),
        ("Ludwig van Beethoven II", [Name("Beethoven", "Ludwig", "van", "II")]),
        ("King Jr.", [Name("King", suffix="Jr.")]),
        ("Charles III", [Name(literal="Charles III")]),
        # A comma at the end says that there is no first name: EndNote and Quarto write organisations so.
        ("World Health Organization,", [Name(literal="World Health Organization")]),
        ("R Core Team, ", [Name(literal="R Core Team")]),
        ("{\\'E}cole sup{\\'e}rieure, and Roe, R.", [Name(literal="École supérieure"), Name("Roe", "R.")]),
        # A tie that is an accent, and a space that belongs to a command.
        ("Mu\\~noz, Juan", [Name("Muñoz", "Juan")]),
        ("Ana Pe\\~na", [Name("Peña", "Ana")]),
        ("Jo\\~ao Silva and Pe\\~{n}a, Ana", [Name("Silva", "João"), Name("Peña", "Ana")]),
        ("Erd\\H os, P\\'al and Pe\\v cka, J.", [Name("Erdős", "Pál"), Name("Pečka", "J.")]),
        ("Bj\\o rn \\AA ngstr\\\"om", [Name("Ångström", "Bjørn")]),
        ("Mar\\'\\i a G\\'omez", [Name("Gómez", "María")]),
        ("Strau\\ss Peter", [Name("Peter", "Strauß")]),
        ("J.\\ K. Rowling", [Name("Rowling", "J. K.")]),
        ("Robert~L.~Mercer", [Name("Mercer", "Robert L.")]),
        # In the parts of biblatex.
        ("family=Toit, given=Anna, prefix=du, useprefix=true", [Name("Toit", "Anna", "du")]),
        ("given=Anna, family=Toit, prefix=du", [Name("Toit", "Anna", "du")]),
        ("given=Anna, family=Toit, prefix=du, useprefix=false", [Name("Toit", "Anna", dropping="du")]),
        ("family=Smith, given=Jo, suffix=Jr. and Roe, R.", [Name("Smith", "Jo", suffix="Jr."), Name("Roe", "R.")]),
        ("family={de Vries, Jr.}, given-i={A. B.}", [Name("de Vries, Jr.", "A. B.")]),
        ('given="Anna", Family=M{\\"u}ller, id=x', [Name("Müller", "Anna")]),
        ("given=Plato", [Name(literal="Plato")]),
        # Spaces of any kind.
        ("Robert~L. Mercer", [Name("Mercer", "Robert L.")]),
        ("Mercer,Robert~L.", [Name("Mercer", "Robert L.")]),
        ("A. Aa and and B. Bb", [Name("Aa", "A."), Name("Bb", "B.")]),
        ("A. Aa\n  and\n\tB. Bb AND C. Cc", [Name("Aa", "A."), Name("Bb", "B."), Name("Cc", "C.")]),
        ("C. Cc And D. Dd", [Name("Cc", "C."), Name("Dd", "D.")]),
        # More than are named.
        ("Smith, J. and others", [Name("Smith", "J."), OTHERS]),
        ("Smith, J., et al.", [Name("Smith", "J."), OTHERS]),
        ("Smith, J. and et al.", [Name("Smith", "J."), OTHERS]),
        ("Smith, J. and Others", [Name("Smith", "J."), OTHERS]),
        ("others", [OTHERS]),
        ("et al.", [OTHERS]),
        # Words alone.
        ("Plato", [Name(literal="Plato")]),
        ("Anderson and Sandberg", [Name(literal="Anderson"), Name(literal="Sandberg")]),
        # What is left over.
        ("Smith, J. and", [Name("Smith", "J.")]),
        ("and Smith, J.,", [Name("Smith", "J.")]),
        (", John", [Name(literal="John")]),
        ("", []),
        ("{}", []),
        (" and ", []),
        ("<script>, Eve", [Name("<script>", "Eve")]),
    ],
)  # fmt: skip
def test_names(raw: str, expected: list[Name]) -> None:
    assert list(names(raw)) == expected


def test_a_name_in_its_forms() -> None:
    name = Name("Berg", "Piet", "van der", "III")
    assert (name.sort_name, name.full) == ("van der Berg", "Piet van der Berg III")
    assert name.to_csl() == {"family": "Berg", "given": "Piet", "non-dropping-particle": "van der", "suffix": "III"}
    assert Name(literal="<WHO>").to_csl() == {"literal": "\ue03cWHO\ue03e"}
    assert (Name(literal="WHO").sort_name, Name(literal="WHO").full) == ("WHO", "WHO")


# Nobody is called Jr: where a given name stands, it is a suffix that was typed in the wrong place.
PARTS = st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True).filter(lambda part: part not in {"Jr", "Sr"})
PEOPLE = st.builds(
    Name,
    family=PARTS,
    given=PARTS,
    particle=st.sampled_from(["", "van", "de la"]),
    suffix=st.sampled_from(["", "Jr.", "III"]),
)


@given(st.lists(PEOPLE | st.builds(Name, literal=PARTS.map("The {}".format)), min_size=1, max_size=5), st.data())
def test_people_that_are_written_are_read_back(people: list[Name], data: st.DataObject) -> None:
    def written(name: Name) -> str:
        if name.literal:
            return f"{{{name.literal}}}"
        last = f"{name.particle} {name.family}".strip()
        if not name.suffix and data.draw(st.booleans()):
            return f"{name.given} {last}"
        return ", ".join(part for part in (last, name.suffix, name.given) if part)

    assert list(names(" and ".join(map(written, people)))) == people


@pytest.mark.parametrize("accent", sorted(ACCENTS))
@pytest.mark.parametrize(
    "form",
    [
        "Jo\\{accent} ao Silva",
        "Silva, Jo\\{accent} ao",
        "Jo\\{accent}{{a}}o Silva",
        "Jo{{\\{accent} a}}o Silva",
    ],
)
def test_an_accent_keeps_a_name_whole(accent: str, form: str) -> None:
    raw = form.format(accent=accent)
    (name,) = names(raw)
    assert (name.family, name.given) == ("Silva", latex.to_text(f"Jo\\{accent}{{a}}o"))


def test_where_the_names_of_a_field_are() -> None:
    raw = " Doe, Jane AND\n{Barnes and Noble} and  R. Roe "
    assert [(one.text, raw[one.start : one.end]) for one in people(raw)] == [
        *((text, text) for text in ("Doe, Jane", "{Barnes and Noble}", "R. Roe")),
    ]  # fmt: skip


@given(
    made_of(
        "and", " and ", " ", ",", "{", "}", "\\", "~", "A", "a", "\\H ", "family=", "given=", "others", ", Jr.", "III"
    )
    | st.text()
)
def test_any_text_is_names(text: str) -> None:
    for one in people(text):
        assert text[one.start : one.end] == one.text == one.text.strip()
    for name in names(text):
        assert name.full
        assert all(name.to_csl().values())


def test_no_text_takes_more_than_linear_time() -> None:
    assert quadratic(lambda text: list(names(text))) == []
    assert (
        quadratic(lambda text: list(names(text)), ["\\H ", "\\o ", "\\~", "family=a,", "a,", "and ", " and,", "\\ "])
        == []
    )
    assert quadratic(is_organisation, ["a ", "of ", "for ", "A1 ", "AAA ", "(", ")"]) == []


# --- organisations ----------------------------------------------------------------------------------------------------

ORGANISATIONS = """
Centers for Disease Control and Prevention
Food and Drug Administration
Statistics South Africa
World Bank
RECOVERY Collaborative Group
Médecins Sans Frontières
Human Rights Watch
World Health Organization
United Nations
United Nations Children's Fund
UNICEF South Africa
National Institute for Health and Care Excellence
National Institutes of Health
Department of Health
Department of Justice and Constitutional Development
South African Law Reform Commission
R Core Team
RStudio Team
Wikipedia contributors
The pandas development team
The Cochrane Collaboration
Cochrane Collaboration
American Psychological Association
American Medical Association
World Bank Group
International Monetary Fund
Organisation for Economic Co-operation and Development
European Commission
European Medicines Agency
European Union
African Union
South African Police Service
South African Nursing Council
South African Medical Association
Medical Research Council
Human Sciences Research Council
University of Cape Town
University of the Witwatersrand
Stellenbosch University
Red Cross War Memorial Children's Hospital
Chris Hani Baragwanath Academic Hospital
National Health Laboratory Service
Council for Medical Schemes
Office of the Health Ombud
Public Protector
Competition Commission
Constitutional Court
Supreme Court of the United States
Federal Bureau of Investigation
Central Intelligence Agency
National Research Foundation
Royal Society
Royal College of Physicians
Nuffield Council on Bioethics
Wellcome Trust
Bill & Melinda Gates Foundation
Global Fund
Save the Children
Doctors without Borders
Oxford University Press
Pew Research Center
Institute for Health Metrics and Evaluation
GBD 2019 Collaborators
STROBE Initiative
World Medical Association
Suid-Afrikaanse Mediese Vereniging
Departement van Onderwys
Universiteit van die Vrystaat
Ministère des Solidarités et de la Santé
Institut national de la santé et de la recherche médicale
Assemblée nationale
Conseil constitutionnel
Robert Koch Institut
Bundesministerium für Gesundheit
Robert Koch-Institut
Deutsche Gesellschaft für Innere Medizin
Standard Bank
Reserve Bank of South Africa
Google Inc
Microsoft Corporation
Apple Inc.
Gift of the Givers
Equal Education
Amnesty International UK
Cancer Research UK
Public Health England
Health Canada
NHS England
Mayo Clinic
National Institute for Communicable Diseases
South African Medical Research Council
Health Professions Council of South Africa
Medical Protection Society
Royal College of Surgeons of England
British Medical Association
Joint United Nations Programme on HIV/AIDS
European Centre for Disease Prevention and Control
Africa Centres for Disease Control and Prevention
National Department of Health
Western Cape Government
Council for International Organizations of Medical Sciences
General Medical Council
Treatment Action Campaign
Doctors Without Borders
International Committee of Medical Journal Editors
Law Society of South Africa
Constitutional Court of South Africa
Legal Aid South Africa
Amnesty International
International Criminal Court
Supreme Court of Appeal
South African Human Rights Commission
Information Regulator
Republic of South Africa
Parliament of the Republic of South Africa
City of Cape Town
Statistics Canada
Office for National Statistics
Universiteit van Pretoria
Universiteit Stellenbosch
Noordwes-Universiteit
Mediese Navorsingsraad
Departement van Gesondheid
Suid-Afrikaanse Akademie vir Wetenskap en Kuns
Vereniging vir Regsgeleerdes
Organisation mondiale de la Santé
Université de Montréal
Haute Autorité de santé
Institut Pasteur
Médecins du Monde
Ministère de la Santé
Conseil national de l'Ordre des médecins
Global Burden of Disease Collaborators
COVID-19 Host Genetics Initiative
Cochrane Library
Bill and Melinda Gates Foundation
Academy of Medicine of South Africa
Groote Schuur Hospital
Gun Free South Africa
Sonke Gender Justice
Stop TB Partnership
Daily Maverick
Google DeepMind
Oxford English Dictionary
Karolinska Institutet
Aspen Pharmacare
King's Fund
Persons with Disabilities
""".strip().splitlines()


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_an_organisation_is_known_by_its_words(name: str) -> None:
    assert is_organisation(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Jane Doe",
            "J. M. Coetzee",
            "Piet van der Berg",
            "Robert Service",
            "Janet Bank",
            "William H. Press",
            "Ann Church",
        ),
        *("Augustine of Hippo", "Sipho Africa", "Jean-Baptiste Légal", "F A A Kingdom", "Trong-On Do", "Les Carr"),
        *(
            "Justice Malala",
            "Michael Justice",
            "Ann Council",
            "Jacqueline R. Center",
            "Fereydoon Family",
            "Lee Nations",
        ),
        *("Simon Conseil", "George W. Stroke", "Gretchen C. Daily", "Roger T. Staff", "Heather O'Donoghue"),
        *("Elman R. Service", "John Fund", "Anna Union", "Paula England", "Peter High", "Mary South", "王 小明"),
        *(
            "Jörg Hoffmann 0001",
            "Ann (Example Research Center) Author",
            "Plato",
            "",
            "and",
            "de la Cruz",
            "Marie Curie",
            "García Márquez",
            "Nkosazana Dlamini Zuma",
        ),
    ],
)
def test_a_person_is_not_accused(name: str) -> None:
    assert not is_organisation(name)


# --- names at the head of an article ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jane Doe", Name("Doe", "Jane")),
        ("Piet van der Berg", Name("Berg", "Piet", "van der")),
        ("N. P. van Wyk Louw", Name("Wyk Louw", "N. P.", "van")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("Jane Doe II", Name("Doe", "Jane", suffix="II")),
        ("Doe, Jane", Name("Doe", "Jane")),
        ("van der Berg, Piet", Name("Berg", "Piet", "van der")),
        ("Author, Jr., A.", Name("Author", "A.", suffix="Jr.")),
        ("王小明", Name(literal="王小明")),
        # Nothing of BibTeX means anything.
        ("Jane {Doe}", Name("{Doe}", "Jane")),
        ("Jane\\ Doe", Name("Doe", "Jane\\")),
    ],
)
def test_a_person(text: str, name: Name) -> None:
    assert person.person(text) == name


@pytest.mark.parametrize(
    ("family", "given", "name"),
    [
        ("Wang", "Xiaoming", Name("Wang", "Xiaoming")),
        ("van der Berg", "Piet", Name("Berg", "Piet", "van der")),
        ("hooks", "bell", Name("hooks", "bell")),
        ("King Jr.", "Martin Luther", Name("King", "Martin Luther", suffix="Jr.")),
        ("X", "Malcolm", Name("X", "Malcolm")),
        ("García Márquez", "Gabriel José", Name("García Márquez", "Gabriel José")),
        ("Plato", "", Name(literal="Plato")),
    ],
)
def test_a_person_in_parts(family: str, given: str, name: Name) -> None:
    assert from_parts(family, given) == name


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("Jane Doe, MBChB", "ends in a degree: MBChB", "write Jane Doe;"),
        ("Jane Doe M.B.Ch.B.", "ends in a degree: M.B.Ch.B.", "write Jane Doe;"),
        ("Jane Doe PhD, MD", "ends in a degree: PhD, MD", "write Jane Doe;"),
        ("Jane Doe, MD", "ends in a degree: MD", "write Jane Doe;"),
        ("Doe, MBChB", "ends in a degree: MBChB", "write Doe;"),
        ("Sipho Nkosi BSc (Hons)", "ends in a degree: BSc (Hons)", "write Sipho Nkosi;"),
        ("Sipho Ndlovu (Hons)", "ends in a degree: (Hons)", "write Sipho Ndlovu;"),
        ("Prof. Dr. Jane Doe, MBChB, FCP(SA)", "begins with a title: Prof. Dr.", "write Jane Doe"),
        ("Dr Jane Doe", "begins with a title: Dr", "write Jane Doe"),
        ("Prof Jane Doe (UCT)", "begins with a title: Prof", "write Jane Doe"),
        ("A/Prof Jane Doe", "begins with a title: A/Prof", "write Jane Doe"),
        ("Mev. Jane Doe", "begins with a title: Mev.", "write Jane Doe"),
        ("Jane Doe and Ann Author", "contains several people: Jane Doe and Ann Author", "write “- name: Jane Doe”"),
        ("Jane Doe; Ann Author", "contains several people: Jane Doe; Ann Author", "write “- name: Jane Doe”"),
        ("Jane Doe & Ann Author", "contains several people: Jane Doe & Ann Author", "write “- name: Jane Doe”"),
        ("Jane Doe en Ann Author", "contains several people: Jane Doe en Ann Author", "write “- name: Jane Doe”"),
        ("Jane Doe, University of Example", "has an affiliation in it: University of Example", "write Jane Doe,"),
        ("A, B, C, D", "has a comma too many: A, B, C, D", "write it"),
        ("Jane, , Doe", "has a comma too many: Jane, , Doe", "write it"),
    ],
)
def test_what_is_no_name(text: str, message: str, hint: str) -> None:
    found = person.slip(text)
    assert found
    assert (found.message, found.certain) == (message, True)
    assert found.hint.startswith(hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Jane Doe, Ann Author", "may be two people, or one: Jane Doe, Ann Author"),
        ("Medical Students Council", "is that of an organisation: Medical Students Council"),
        ("jane doe", "is in small letters: jane doe"),
        ("Doe JM", "ends in initials: Doe JM"),
        ("Doe MA", "ends in initials: Doe MA"),
        ("Jane Doe, M.D.", "ends in a degree: M.D."),
        ("Jane (Janie) Doe", "has brackets in it: (Janie)"),
        ("Jane Doe [UCT]", "has brackets in it: [UCT]"),
        ("Jane Doe¹", "has characters in it that are not letters: ¹"),
        ("Author 0", "has characters in it that are not letters: 0"),
        ("Author-3, Ö.", "has characters in it that are not letters: 3"),
    ],
)
def test_what_may_be_a_name(text: str, message: str) -> None:
    """Such a name is printed as it is written, so that it is advice."""
    found = person.slip(text)
    assert found
    assert (found.message, found.certain) == (message, False)
    assert found.hint


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Jane Doe",
            "Doe, Jane",
            "Ann Author",
            "Justice Malala",
            "Jack Ma",
            "Doctor Khumalo",
            "Martin Luther King Jr.",
        ),
        *(
            "Jane Doe II",
            "van der Berg, Piet",
            "J. M. Coetzee",
            "Zanele kaMagwaza-Msibi",
            "O'Brien, Sinéad",
            "王小明",
            "Plato",
        ),
        *("Jane “Janie” Doe", "Author, Jr., A.", "Ngũgĩ wa Thiong’o", "Jan-Willem de Vries", "Doe, J. M.", "En Vogue"),
        *("Doe, M.D.", "Van Wyk, M. A."),
    ],
)
def test_what_is_a_name(text: str) -> None:
    assert person.slip(text) is None


@given(
    made_of("Dr ", "Prof. ", "Jane", " ", "Doe", ", ", " and ", "(", ")", "PhD", "1", "&", ";", "a")
    | st.text(max_size=160)
)
def test_any_text_is_a_name_or_a_slip(text: str) -> None:
    text = " ".join(text.split())
    if not text:
        return
    found = person.slip(text)
    assert person.person(text).full
    assert found is None or (found.message and found.hint)


@pytest.mark.parametrize(
    ("programme", "details"),
    [
        ("MBChB IV", "MBChB IV"),
        ("4th-year MBChB", "4th-year MBChB"),
        ("MBChB", "MBChB, fourth year"),
        ("MBChB III", "MBChB III, fourth year"),
    ],
)
def test_a_year_of_study_is_printed_once(programme: str, details: str) -> None:
    assert Author("ann", "Ann Author", programme, 4).details == details
