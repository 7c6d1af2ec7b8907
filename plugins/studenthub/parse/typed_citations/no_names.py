"""Lists the words with a capital, or before a year or a number in brackets, that are no name of an author."""

from __future__ import annotations

from collections.abc import Mapping

from studenthub.parse import months


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What each word is, in small letters. People are called by the words of some kinds as well: May, Page, Judge, Bill.
KINDS: Mapping[str, frozenset[str]] = {
    "month": months.IN_FULL,
    "day": _words("monday tuesday wednesday thursday friday saturday sunday"),
    "season": _words("spring summer autumn winter"),
    "holiday": _words(
        "easter lent advent pentecost christmas ramadan eid diwali holi passover pesach hanukkah paasfees kersfees"
    ),
    "title": _words("dr prof professor mr mrs ms sir doctor judge justice adv"),
    #: A part of a work.
    "part": _words(
        """figure fig table chapter section appendix volume box note article page tabel figuur tableau figura tabela
        artigo nr"""
    ),
    #: What is counted, or numbered within a text.
    "counted": _words(
        """part step stage grade phase type class level day week month year group equation eq eqs equations theorem
        lemma model question option number item category score version afdeling vraag"""
    ),
    "number": _words(
        """one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred een twee
        drie vier vyf ses sewe agt nege tien deux trois quatre cinq sept huit neuf dix"""
    ),
    #: A law, or what else has a year of its own.
    "law": _words("act wet"),
    "of a year": _words(
        """constitution bill protocol declaration grondwet décret traité protocole decreto acordo tratado protocolo
        constituição windows level phase town conference census version edition uitgawe édition edição published
        treaty accessed updated"""
    ),
    #: Where something was found, what it is, or what was done with it.
    "medium": _words(
        """online aanlyn internet website webwerf site web interview onderhoud entrevista lecture lesing photograph
        photo foto video film podcast episode email unpublished ongepubliseer translated vertaal traduit reprinted
        revised adapted aangepas adapté adaptado quoted cited"""
    ),
    #: What begins a sentence.
    "beginning": _words(
        """a according after all also although an and another as at because before between both but by cf despite
        during each early eg even first following for from further hence her here his how however if in indeed it its
        last later like many more moreover most my new no nor not of often on once one only or other others our
        overall part recent recently report second see several she similarly since so some sources source still such
        than that the their then there therefore these they third this those though thus to under unlike until upon
        was we what when where whereas whether which while who with within without yet you your studies researchers
        authors maar die hierdie daar toe soos volgens sien ook en na vir teen sedert selon voir mais les le la dans
        pour aussi furthermore additionally besides meanwhile consequently conversely finally generally globally
        importantly interestingly likewise locally nationally nevertheless nonetheless notably previously specifically
        subsequently surprisingly traditionally ultimately unfortunately firstly secondly thirdly lastly verder boonop
        nietemin ensuite enfin ainsi"""
    ),
    "before a date": _words(
        "about after before between by from in since the until sedert tussen depuis après desde após"
    ),
    #: What a number in brackets behind it counts, or what goes on.
    "link": _words(
        """some many most few several all none each every and are was were for from with that than the but not namely
        either both including include includes these those follows als wees met vir van dat avec pour que dans"""
    ),
}


def of(*kinds: str) -> frozenset[str]:
    """The words of some kinds."""
    return frozenset().union(*(KINDS[kind] for kind in kinds))
