"""Recognises names of organisations.

BibTeX takes the last word of a name for a family name, so that an organisation without braces is printed as a person:
"Organization, W. H.". Words that no person is called tell them apart, in the languages that are cited in South Africa
most. A name is compared in small letters and without accents.
"""

from __future__ import annotations

import re
from functools import lru_cache

from studenthub.parse import latex
from studenthub.parse.folding import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: The last words of groups that write beside persons, such as the Example Group.
GROUPS = frozenset(
    {"collaboration", "collaborators", "committee", "consortium", "group", "initiative", "investigators", "network"}
    | {"team", "trialists"}
)
#: Small words of such a name, which its initials leave out, and which stay small where the others have capitals.
SMALL = _words("of the and for in on to at by with a an & van vir en die de des du la le l d et pour au aux del")
#: No person is called so: one of these words is enough.
_CERTAIN = _words("""
    abuse academia academics act academie academies academy accountability actuarial actuaries addiction administration
    administrations advisory advocates affairs africains african afrika afrikaanse agence agencia agencies agency
    agentskap agricultural agriculture aids akademie alliansie alumni ambulance american anaesthesia
    anaesthesiologists anesthesia archief archive archives argief artists asian asociacion assembly associates
    association associations assosiasie attorneys ausschuss australia australian authorities authority authors
    autism autorite banque biblioteek bibliothek bibliotheque biodiversity bioethics biosciences biotech
    biotechnology borough british broadcasting bulletin campaign canadian cancer cardiology carers census centre
    centres centro children chronicle city clinic clinical clinics coalition collaborating collaboration
    collaborations collaborative collaborators collectif collective colleges comision comite commission commissioner
    commissions committee committees communities community companies company conference consejo consortium
    constabulary constitutional constitutionnel consultants consulting contributors convention cooperative
    corporation correctional councils counsel county crescent criminal customs defence defense dementia dental
    dentists departement departemento department departments development diabetes diagnostics dictionaries
    dictionary dienste directorate direktoraat disability disease diseases district districts division doctors drug
    ecole economic economists editors education embassy emergency employment encyclopaedia encyclopedia enforcement
    engineering engineers environment epidemiologists epidemiology epilepsy equality equity ethics etiek european
    europese facebook factory faculte faculty fakulteit families farmers federal federale federasie federation
    federations finance fisheries fondation food forensic forestry forum foundation foundations frontieres fundacion
    gazette gender geneeskunde genetics genome genomes genomics genootskap gesellschaft gesondheid global gmbh
    gobierno google gouvernement governance government governments graduates groep group groups grupo guideline
    guidelines gynaecologists gynaecology gynecology handves health healthcare hepatitis historians hiv hochschule
    hogeschool holdings hopital hospice hospitaal hospital hospitals housing humanitarian hygiene immigration
    immunisation immunization immunology inc incorporated industries inisiatief initiative initiatives innovation
    inquiry inspectorate institut institute institutes institutet institution institutions instituto instituut
    insurance intelligence internasionale international internationale investigation investigations investigators
    investments istituto italy joint journalists kantoor kliniek koerant kollege komitee kommissie kommission
    kommune konsortium laboratoire laboratories laboratorium laboratory landesamt lawyers librarians libraries
    library limited llc ltd maatskappy magazine malaria medecin medecine medecins medical medicin medicines mediese
    metropolitan microsoft midwifery midwives migrants migration minerals ministere ministerie ministerio
    ministerium ministero ministries ministry mondiale monitoring monthly movement municipal municipality
    munisipaliteit musee museum museums narcotics nasionale national nationale navorsing navorsingsraad netwerk
    network networks neurology news newspaper newspapers nurses nursing nutrition nuus obesity observatoire
    observatorio observatory obstetricians obstetrics office offices ombud ombudsman ombudsperson oncology onderwys
    ophthalmology organisasie organisation organisations organizacion organization organizations owerheid paediatric
    paediatrics panel parents parlament parlement parliament partners partnership partnerships pathologists
    pathology patients pediatric pediatrics pharma pharmacare pharmaceutical pharmaceuticals pharmacists pharmacy
    physicians planning platforms plc polisie polytechnic polytechnique postgraduate prevention prisons programma
    programme programmes project projekt projet protection protector provincial provinsiale proyecto psychiatric
    psychiatrists psychiatry psychological psychologists psychology pty publications publishers publishing quarterly
    radiology recherche refugee refugees regering regional registrar registries registry regsgeleerdes regte
    regulator regulatory rehabilitation republic republica republiek republique rescue research reserve revenue
    rheumatology rights safety sanatorium sanitation science sciences scientists secretariat security sentrum
    services settlements skool sociedad societe societies society software solutions staat stad statistical
    statistics statistiek statistique stats stiftung stigting studente students studies supreme surgeons surgery
    surgical surveillance survey survivors sustainability systems task taskforce teachers team teams technical
    technikon technologies technology telegraph television tesourie therapeutics therapists torture tourism
    toxicology trade trafficking transparency transplant transplantation transport transportation trauma treasury
    trialists trials tribunal tribune trust trusts tuberculosis undergraduate unesco unicef unie unit united
    universidad universidade universidades universitair universitat universite universiteit universities university
    vaccine vaccines verein vereniging verslag violence watch welfare wereld wetenskap wetenskaplike wetenskappe
    wikipedia women woordeboek workers workgroup working writers zealand zentrum
""")  # fmt: skip
#: People are called so as well: one of these words is enough where another one is part of no person's name either.
_PERHAPS = _words("""
    access africa aid alliance america appeal appeals arts bank banks bible blood board bone borders branch britain
    bureau buro canada center centers central china church civil collection college commons congress conseil control
    core council cour court courts cross culture data design digital eastern energy england etat europe family
    forest france friends fund funds gazette general germany groupe guardian heart herald high history hof home
    house human internet ireland israel journal justice kidney kingdom lab labor labour labs law league legal lung
    mail media medicine members mission nations network north northern nuclear observer online open party police
    post press public raad radio review royal sake school schools scotland section senate series service social
    south southern spain sport sports staff standard state states store stroke study sunday systems times treasury
    trial union user users volunteers wales water web weekly western world youth
""")  # fmt: skip
#: Small words within names of organisations, and of no person.
_BETWEEN = _words("for on against with without vir teen pour sans für contre the die")
#: A name that was made: RECOVERY, RStudio.
_ACRONYM = re.compile(r"[A-Z]{3,}[0-9-]*|[A-Z]{2,}[a-z]{2,}[A-Za-z]*")
#: Names in Latin letters alone, with what is between them: no number, and no braces.
_PLAIN = re.compile(r"(?>(?:[A-Za-zÀ-ÖØ-öø-ɏ .’]++|-(?!-)|,(?![^ ]))*)")
#: Names without any of these words are those of people, unless they have a number or braces.
_TELLING = frozenset({*_CERTAIN, *_PERHAPS, *(fold(word) for word in _BETWEEN), "of", "daily"})
_LONGEST = 300
_IN_BRACKETS = re.compile(r"\([^()]*\)")
#: What joins the two halves of a name such as Food and Drug Administration, but no two organisations.
_HEADS = _words("""
    academy administration agency alliance association authority bank bureau center centre college commission committee
    consortium corporation council court department federation foundation fund government group hospital initiative
    institute kommissie league ministry museum network office organisation organization parliament press programme
    raad school society stigting team trust union universiteit university vereniging
""")  # fmt: skip


#: Signs that join two words.
_JOINTS = str.maketrans("-/’", "   ")


def may_be_organisation(names: str) -> bool:
    """Whether one of some names, as a field of BibTeX has them, can be that of an organisation: a quick look."""
    plain = " ".join((latex.to_text(names) if "\\" in names else names).split())
    return not _PLAIN.fullmatch(plain) or not _TELLING.isdisjoint(_folded(plain.replace(",", " ")))


@lru_cache(maxsize=1 << 14)
def is_organisation(name: str) -> bool:
    """Whether ``name``, of several words and in the order of speech, is certainly that of an organisation."""
    # The affiliation that some database puts behind a person: Ann (Example Research Center) Author.
    words = _IN_BRACKETS.sub(" ", name[:_LONGEST]).split()
    parts = [part for word in words for part in _folded(word)]
    if len(parts) < 2 or all(len(part) == 1 for part in parts[:-1]):
        return False
    if not _CERTAIN.isdisjoint(parts) or not _BETWEEN.isdisjoint(words[1:-1]):
        return True
    if (len(words) > 2 and parts[0] in {"the", "die"}) or parts[0] == "daily":
        return True
    perhaps = sum(part in _PERHAPS for part in parts) + ("of" in words[1:-1])
    perhaps += any(sign.isdigit() for sign in name) + any(word.endswith(("'s", "’s")) for word in words[:-1])
    perhaps += bool(_ACRONYM.fullmatch(words[0].strip(".,"))) and not _ACRONYM.fullmatch(words[-1].strip(".,"))
    return perhaps >= 2


def is_word(word: str) -> bool:
    """Whether ``word`` is of those that organisations are called by."""
    return any(part in _CERTAIN or part in _PERHAPS for part in _folded(word))


def has_head(name: str) -> bool:
    """Whether a word of ``name`` says what kind of organisation it is, so that it is a whole name."""
    return any(part in _HEADS for word in name[:_LONGEST].split() for part in _folded(word))


def _folded(word: str) -> list[str]:
    return fold(word.translate(_JOINTS)).split()


def acronyms(name: str) -> set[str]:
    """The possible initials of an organisation: with and without its last word, small words left out."""
    words = re.findall(r"[^\W_]+", name)
    letters = "".join(word[0] for word in words if word.casefold() not in SMALL).casefold()
    every = "".join(word[0] for word in words).casefold()
    return {every, *(letters[:length] for length in (len(letters), len(letters) - 1) if length > 2)} - {every[:2]}
