"""Whether a name is that of an organisation, and not of a person.

BibTeX takes the last word of a name for a family name, so that an organisation without braces is printed as a person:
"Organization, W. H.". Words that no person is called tell them apart, in the languages that are cited in South Africa
most. A name is compared in small letters and without accents.
"""

from __future__ import annotations

import re
from functools import lru_cache

from studenthub.parse.folding import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Nobody is called so: one of these words is enough.
_CERTAIN = _words("""
    academia academie academies academy administration administrations advisory advocates affairs africains
    african afrika afrikaanse agence agencia agencies agency agentskap akademie alliansie american archief
    archive archives argief asian asociacion assembly association associations assosiasie attorneys ausschuss
    australia australian authorities authority authors autorite banque biblioteek bibliothek bibliotheque
    biodiversity bioethics borough british campaign canadian cancer census centre centres centro children city
    clinic clinical coalition collaborating collaboration collaborations collaborative collaborators colleges
    comision comite commission commissioner commissions committee committees companies company conference
    conseil consejo consortium constabulary constitutional consulting contributors convention corporation
    councils counsel county crescent criminal defence defense dental departement departemento department
    departments development dienste directorate direktoraat disease diseases district districts division doctors
    drug ecole economic editors education embassy encyclopaedia encyclopedia engineering environment ethics
    etiek european europese faculte faculty fakulteit federal federale federasie federation federations finance
    fondation food forum foundation foundations frontieres fundacion geneeskunde genetics genome genomes
    genomics genootskap gesellschaft gesondheid global gmbh gobierno gouvernement government governments groep
    group groups grupo guideline guidelines health hochschule hogeschool holdings hopital hospitaal hospital
    hospitals humanitarian inc incorporated industries inisiatief initiative initiatives inquiry inspectorate
    institut institute institutes institution institutions instituto instituut internasionale international
    internationale investigators italy joint kantoor kliniek kollege komitee kommissie kommission konsortium
    laboratoire laboratories laboratory lawyers libraries library limited llc ltd magazine medecin medecine
    medecins medical medicin medicines mediese metropolitan ministere ministerie ministerio ministerium
    ministries ministry mondiale municipal municipality munisipaliteit musee museum museums nasionale national
    nationale navorsing netwerk network networks news newspaper newspapers nurses nursing office offices ombud
    ombudsman ombudsperson onderwys organisasie organisation organisations organizacion organization
    organizations owerheid panel parlament parlement parliament partners patients pharmaceutical pharmaceuticals
    physicians plc polisie polytechnic polytechnique prevention programma programme programmes project
    protection protector provincial provinsiale pty publications publishers publishing recherche regering
    regional registrar registries registry regsgeleerdes regte regulator regulatory republic republica republiek
    republique research reserve rights safety science sciences secretariat security sentrum services skool
    sociedad societe societies society software solutions staat stad statistics statistiek statistique stiftung
    stigting studente students studies supreme surgeons surveillance survey sustainability systems task
    taskforce teachers team teams technical technikon technologies technology tesourie trade treasury trialists
    trials tribunal trust trusts unie unit united universidad universidade universitair universitat universite
    universiteit universities university verein vereniging watch wereld wetenskap wetenskappe wikipedia women
    workers workgroup working zealand zentrum
""")  # fmt: skip
#: People are called so as well: one of these words is enough where another one is part of no person's name either.
_PERHAPS = _words("""
    access africa aid alliance america appeal appeals arts bank banks bible board borders branch britain bureau
    buro canada center centers central china church civil collection college commons congress control core
    council cour court courts cross culture data digital eastern energy england europe family forest france fund
    funds general germany groupe high history hof home house human internet ireland israel journal justice
    kingdom labor labour law league legal media medicine members nations north northern nuclear online open
    party police post press public raad review royal sake school schools scotland section senate series service
    social south southern spain sport sports standard state states study times trial union user users wales
    water web western world youth
""")  # fmt: skip
#: Small words between the words of an organisation, and of nobody else.
_BETWEEN = _words("for on against without vir teen pour sans für contre the die")
#: A name that was made: RECOVERY, RStudio.
_ACRONYM = re.compile(r"[A-Z]{3,}[0-9-]*|[A-Z]{2,}[a-z]{2,}[A-Za-z]*")
#: Names in Latin letters alone, with what is between them: no number, and no LaTeX.
_PLAIN = re.compile(r"(?>(?:[A-Za-zÀ-ÖØ-öø-ɏ .’]++|-(?!-)|,(?![^ ]))*)")
#: Names without any of these words are those of people, unless they have a number or LaTeX.
_TELLING = frozenset({*_CERTAIN, *_PERHAPS, *(fold(word) for word in _BETWEEN), "of"})
_LONGEST = 300
_IN_BRACKETS = re.compile(r"\([^()]*\)")
#: What joins the two halves of a name such as Food and Drug Administration, but no two organisations.
_HEADS = _words("""
    academy administration agency alliance association authority bank bureau center centre college commission committee
    consortium corporation council court department federation foundation fund government group hospital initiative
    institute kommissie league ministry museum network office organisation organization parliament press programme
    raad school society stigting team trust union universiteit university vereniging
""")  # fmt: skip


def may_be_organisation(names: str) -> bool:
    """Whether one of some names, as a field of BibTeX has them, can be that of an organisation: a quick look."""
    plain = " ".join(names.split())
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
    if len(words) > 2 and parts[0] in {"the", "die"}:
        return True
    perhaps = sum(part in _PERHAPS for part in parts) + ("of" in words[1:-1])
    perhaps += any(sign.isdigit() for sign in name)
    perhaps += bool(_ACRONYM.fullmatch(words[0].strip(".,"))) and not _ACRONYM.fullmatch(words[-1].strip(".,"))
    return perhaps >= 2


def is_word(word: str) -> bool:
    """Whether ``word`` is of those that organisations are called by."""
    return any(part in _CERTAIN or part in _PERHAPS for part in _folded(word))


def has_head(name: str) -> bool:
    """Whether a word of ``name`` says what kind of organisation it is, so that it is a whole name."""
    return any(part in _HEADS for word in name[:_LONGEST].split() for part in _folded(word))


def _folded(word: str) -> list[str]:
    return fold(re.sub("[-/’]", " ", word)).split()
