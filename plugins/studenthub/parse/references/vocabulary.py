"""The words by which the parts of a reference are known, in English, Afrikaans and French, with some Dutch and German.

All are in lower case and without full stops.
"""

from __future__ import annotations

#: Between the last two names of a list.
AND = frozenset({"and", "&", "en", "et", "und", "y", "e"})
#: What may come before a family name and is part of it.
PARTICLES = frozenset(
    "von van vom vander ver de den der du da dos das del della di do la le lo ten ter te zu zum zur af av el al bin ibn"
    " ben y e ’t 't ó ní uí mac mc st ste san santa abu bint op het las los degli dei st'".split()
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "2nd", "3rd"})
#: What says that the people before or after it are no authors, and what they are.
ROLES = {
    "editor": (
        "ed", "eds", "editor", "editors", "edited", "red", "reds", "redakteur", "redakteurs", "redaktore", "dir", "éd",
        "éds", "hrsg", "hg", "coord", "coords", "geredigeer", "compiled", "comp",
    ),
    "translator": (
        "trans", "tr", "trad", "translator", "translators", "translated", "transl", "vert", "vertaal", "übers",
    ),
}  # fmt: skip
#: Words of which one at least is in the name of an organisation, or of what a state publishes.
ORGANISATIONS = frozenset(
    """academy academie administration affairs agency agence alliance assembly association associates authority bank
    board bureau cabinet centre center centers centres chamber clinic club coalition collaboration collaborative
    collaborators college collège comité commission committee community company confederation congress
    consortium council conseil corporation council court department dept département departement diabetes
    directorate division education executive faculty federation fédération force forum foundation fondation fund
    government group groupe groep guild health hospital house initiative inspectorate institute institut
    instituut institution investigators laboratory league library limited ltd ministry ministère ministerie
    mission municipality museum nations network observatory office ombudsman organisation organization
    organisasie organisation panel santé gesondheidsraad autorité ordre ministre navorsingsraad kommissie
    komitee parliament parlement party partnership pharmacy police press programme program project publications
    raad regering register registry republic republiek république school secretariat section service services
    society société society stats statistics states survey taskforce team trust tribunal unesco unicef union
    united université universiteit university us uk usa vereniging vereeniging who world""".split()
)
#: Words that only the title of a journal, a conference or another container has.
CONTAINERS = frozenset(
    """acta advances annalen annales annals archives archiv archivos argus arxiv bbc biorxiv bmc bmj bulletin chronicle
    communications conf conversation economist frontiers groundup guardian gazette herald independent jama journal
    journals kwartaalblad lancet letters magazine mail maverick medrxiv monatshefte neuroimage newsletter
    notices observer osf peerj perspectives plos preprints proc proceedings psyarxiv quarterly revue reviews samj
    ssrn star symposium times today transactions trends tydskrif verhandlungen wired workshop yearbook
    zeitschrift zentralblatt""".split()
)
#: Words that are often in such a title, and in other names as well.
TOPICS = frozenset(
    """american annual applied biology brain british canadian cell clinical clinics cognition computing conference
    congress current daily diabetes economics education engineering environmental ethics european experimental
    express genetics genomics health history international issues language law linguistics medical medicine
    memory methods nature neuron neuroscience news nursing opinion philosophy physics policy post practice
    psychiatry psychological psychology record report reports research review rheumatology science sciences
    scientific series social sociology statistics studia studies survey surveys world""".split()
)
#: Words of which one at least is in the name of most publishers.
PUBLISHERS = frozenset(
    """press presse presses publisher publishers publishing publications verlag uitgewers uitgewery uitgeverij books
    éditions editions edition éditeur editores university universitaires université universiteit inc ltd llc
    gmbh corp corporation sons brothers printer printers routledge springer elsevier wiley wiley-blackwell
    blackwell sage macmillan palgrave pearson mcgraw-hill mcgraw penguin harper harpercollins crc taylor karger
    thieme brill gruyter saunders mosby lippincott wilkins churchill livingstone butterworth butterworths
    heinemann lexisnexis juta jossey-bass jossey guilford norton freeman houghton mifflin prentice prentice-hall
    addison addison-wesley wadsworth cengage erlbaum ieee acm usenix aaai schaik tafelberg protea jacana knopf
    doubleday schuster vintage faber unwin verso chapman longman collins hodder bloomsbury continuum ashgate
    elgar emerald gallimard masson seuil puf flammarion larcier dunod colin hachette suhrkamp beck siebeck
    pers reclam plenum kluwer reidel birkhäuser dover klett-cotta government state staatsdrukker benjamins mouton
    winston lexington rowman littlefield sinauer horwood manning o’reilly packt apress""".split()
)
#: Cities and states that are before a publisher, or by themselves, where a colon or a comma follows.
PLACES = frozenset(
    """aldershot amsterdam ann arbor austin baltimore barcelona basel basingstoke beijing belgrade belmont berkeley
    berlin bern bloemfontein boca bologna bonn boston bristol brussels bruxelles budapest burlington cambridge
    cape carlton cham cheltenham chicago chichester cologne copenhagen dallas delhi denver dordrecht dublin
    durban durham edinburgh englewood exeter farnham florence florianópolis frankfurt freiburg genève geneva
    glasgow göttingen grahamstown haag hague hamburg harlow harmondsworth heidelberg helsinki hoboken hong
    houston indianapolis ithaca jena jerusalem johannesburg kaapstad kampala kong köln lagos lausanne leiden
    leipzig leuven lisbon liverpool london londres los angeles lund lyon madrid malden manchester melbourne
    milan milano milton minneapolis montréal montreal moscow mumbai münchen munich nairobi nashville new haven
    york newbury oslo ottawa oxford paris park philadelphia pietermaritzburg piscataway pittsburgh port
    elizabeth potchefstroom potsdam prague pretoria princeton providence raton reading redwood reston rio
    rockville rome rotterdam san francisco diego seattle seoul singapore stanford stellenbosch stockholm
    stuttgart sydney tokyo toronto town tübingen uppsala utrecht vancouver vienna warsaw washington weinheim
    westport wien wiesbaden windhoek zürich zurich africa america england scotland wales ireland germany
    deutschland netherlands nederland france italy italia spain españa belgium belgique switzerland suisse
    austria australia canada kenya nigeria ghana uganda zimbabwe botswana namibia india china japan sweden
    norway denmark finland brazil uk usa us california massachusetts michigan illinois texas oregon washington
    colorado florida virginia maryland ohio pennsylvania jersey sussex connecticut hillsdale mahwah aveiro
    kingston roma firenze napoli torino lisboa rabat cairo accra nsw qld d.c dc makhanda gqeberha mthatha polokwane
    soweto lesotho eswatini mozambique zambia malawi tanzania rwanda ethiopia gauteng limpopo mpumalanga""".split()
)
#: Short forms that end with a full stop and end no sentence.
ABBREVIATIONS = frozenset(
    """al approx bd bl bll bros c ca cf ch co corp dr e.g ed eds edn et etc
    fig ff fl hg hrsg i.e ibid jr m mme mr mrs ms
    mt no nos nr op p par para paras pp pr prof pt red reds rep revd tech s.a s.l sr st ste tr transl univ v vgl viz vol
    vols vs""".split()
)
#: Words of abbreviated titles of journals (ISO 4), of which full stops separate several.
ISO4 = frozenset(
    """acad acta adv afr am anaesth anal ann annu anthropol antimicrob appl arch arq assoc asthma aust behav biochem
    bioeth biol biomed br bull can cardiol cell chem clin cogn commun comput conf contemp crim crit curr
    dermatol dev dis econ educ emerg endocrinol eng engl environ epidemiol ethics eur exp exper fam fr
    gastroenterol gen genet geriatr gerontol gynecol gynaecol health heart hematol hist hosp hum hypertens
    immunol imag indian ind infect inform int intern invest ital j jpn lancet law lett ling malar manag math med
    mem ment metab methods microbiol mod mol mon natl nat neurobiol neuroimage neurol neurosci neurosurg new
    nucl numer nurs nutr obes obstet occup oncol open ophthalmol oral organ orthop otolaryngol pathol pediatr
    paediatr perinatol perspect pharm pharmacol philos phys physiol policy pol pract prev primatol proc prog
    psychiatr psychiatry psychol psychosom public q qual quant quart radiol rep reprod res respir rev rheumatol
    roy s sa sampl sch sci ser soc sociol sleep spec specim stat stud surg syst technol telemed ther thorac
    toxicol trans transl transpl trauma trends trop univ urol vet virol wkly world zool""".split()
)
#: Words around the parts of a reference that say nothing by themselves.
SILENT = (
    frozenset(
        """a the and en et und in by of at on to from for with pp p pages page pg vol volume v no nos nr number
        issue iss n art article available retrieved accessed cited viewed online internet url doi org dx
        http https www website web site pubmed central pmid pmcid isbn issn also see as dans bl bll
        bladsye jg al alii coll others colleagues ander andere autres edition edn ed published publication
        original work ahead print epub first advance chapter ch part beskikbaar toegang geraadpleeg
        aanlyn datum gebruik deur van op sur disponible cité citée consulté consultée le à l adresse lien last
        access date ref
        supplement suppl special c ca circa s verkry repéré repérée récupéré récupérée de posted preprint""".split()
    )
    | AND
    | {word for words in ROLES.values() for word in words}
)
