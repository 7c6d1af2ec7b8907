"""Patterns of patients' names, ages above 89 and dates in Afrikaans, French and Portuguese.

Each pattern is as careful as its English one in ``patients``: the words around a name say that somebody was treated.
"""

from __future__ import annotations

from studenthub.rules.document import Prefiltered
from studenthub.rules.privacy.personal_data import DATE_ELSEWHERE

_WORD = r"[A-ZÀ-Þ](?=[\w’'-]*[a-zà-ÿ])[\w’'-]+"
_NAME = rf"{_WORD}(?: (?:(?:de|da|do|dos|das|du|van|der|den) ){{0,2}}{_WORD})?"
_INITIALS = r"(?:(?:[A-Z]\. ?){1,3}|[A-Z]{1,3} )?"
_PARTICLES = r"(?:(?:de|da|do|dos|das|du|la|le|van|der|den|von) ){0,2}"
_TITLE = (
    r"(?:Monsieur|Madame|Mademoiselle|Mme|Mlle|M\.|Senhora?|Sra?\.|Dona|D\.|(?:Mnr|Mev|Mej)\b\.?|(?:Meneer|Mevrou)\b)"
)
_TITLED = rf"{_TITLE} {_INITIALS}{_PARTICLES}{_NAME}"
_PATIENT = r"(?:[Pp]atiente?|[Dd]oente|[Pp]aciente|[Uu]tente|[Pp]asiënt)"
_TREATED = (
    r"(?:a été (?:admise?(?= (?:à l[’']hôpital|aux|en|au service|dans le service|le \d))|hospitalisée?|opérée?|intubée?"
    r"|transfusée?|réanimée?|diagnostiquée?)"
    r"|est (?:venue?|arrivée?|entrée?) (?:aux urgences|à l[’']hôpital|en consultation)|souffr(?:e|ait) d"
    r"|foi (?:internad|operad|entubad|transfundid|reanimad|diagnosticad)[oa]"
    r"|foi admitid[oa] (?:n[oa] (?:hospital|serviço|enfermaria|urgência)|nos cuidados)"
    r"|(?:deu entrada|entrou) n[oa] (?:hospital|urgência|serviço)|sofr(?:e|ia) de"
    r"|is (?:[^.\n]{0,40}? )?(?:in die hospitaal opgeneem|gehospitaliseer|geopereer|gediagnoseer|geïntubeer"
    r"|uit die hospitaal ontslaan)|ly aan)\b"
)
_OUR = r"(?:[Ll]e|[Ll]a|[Mm]on|[Mm]a|[Nn]otre|[OoAa]|(?:[OoAa] )?(?:[Mm]eu|[Mm]inha|[Nn]oss[oa])|[Dd]ie|[Mm]y|[Oo]ns)"
_AGED = r"(?:,? (?:âgée? de )?\d{1,3} ans,|, (?:de|com) \d{1,3} anos,|,? \d{1,3} jaar oud,)?"
_NAMED_WITH = (
    *("patient", "doente", "paciente", "utente", "pasiënt", " été ", " aux urgences", "hôpital", "consultation"),
    *("souffr", " foi ", " deu entrada", " entrou", "sofr", "hospita", "geopereer", "gediagnoseer", "geïnt", "ly aan"),
    " ans,",
)
#: Each names a patient; the name is the group ``secret``.
NAMES = tuple(
    Prefiltered(pattern, _NAMED_WITH)
    for pattern in (
        rf"\b{_PATIENT},? (?:nommée?|appelée?|du nom de|chamad[oa]|de nome|genaamd|met die naam(?: van)?) "
        rf"(?P<secret>{_TITLED}|{_NAME})",
        rf"\b{_OUR} {_PATIENT},? (?P<secret>{_TITLED})",
        rf"\b{_PATIENT} ?: (?P<secret>{_WORD} {_WORD})",
        rf"\b{_PATIENT} se naam is (?P<secret>{_NAME})",
        rf"\b(?P<secret>{_TITLED}){_AGED} {_TREATED}",
        rf"\b(?P<secret>{_TITLED}),? (?:âgée? de )?\d{{1,3}} ans,",
    )
)
_ABOVE_89 = r"(?:9\d|1[01]\d)"
_PERSON = (
    rf"(?:{_PATIENT}|femme|homme|dame|monsieur|veuve|veuf|grand-mère|grand-père|mulher|homem|senhora?|viúv[ao]|avó|avô"
    r"|vrou|man|weduwee|wewenaar|ouma|oupa)"
)
#: Somebody of whom a text gives the age: the name is the group ``secret``.
AGED = Prefiltered(
    rf"\b(?:{_PERSON},? (?:de|com) \d{{1,3}} an(?:o)?s|\d{{1,3}}-jarige (?:[\w-]+ )?{_PERSON}), (?P<secret>{_NAME})",
    (" ans", " anos", "-jarige"),
)
OLD = Prefiltered(
    rf"\b{_PERSON},? (?:(?:âgée?|d[’']âge|de|a|avait|com|tem|tinha|is|was|van) ){{0,2}}"
    rf"{_ABOVE_89} (?:ans|anos|jaar oud)\b"
    rf"|\b{_ABOVE_89}-jarige (?:[\w-]+ ){{0,2}}{_PERSON}\b",
    (" ans", " anos", " jaar oud", "-jarige"),
)
_DONE = r"(?:admise?|hospitalisée?|opérée?|décédée?|internad[oa]|operad[oa]|admitid[oa]|faleceu|morreu)"
_SOMEBODY = rf"(?:{_PATIENT}|[Ee]lle|[Ii]l|[Ee]la|[Ee]le|[Hh]y|[Ss]y|femme|mulher|homem|vrou|{_TITLED})"
#: The day on which somebody was at a hospital: the group ``day``.
DAYS = Prefiltered(
    rf"\b{_SOMEBODY}\b[^.\n]{{0,60}}?\b{_DONE}\b[^.\n]{{0,60}}?\b(?:le|a|em|no dia|dia) (?P<day>{DATE_ELSEWHERE})"
    rf"|\b{_SOMEBODY}\b[^.\n]{{0,60}}?\bop (?P<dag>{DATE_ELSEWHERE})[^.\n]{{0,60}}?"
    r"\b(?:opgeneem|geopereer|oorlede)\b",
    (
        *("admis", "hospitalis", "opéré", "décéd", "internad", "operad", "admitid", "falec", "morreu"),
        *("opgeneem", "geopereer", "oorlede"),
    ),
)
