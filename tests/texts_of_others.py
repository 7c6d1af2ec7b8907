"""Texts of hubs on law, pharmacy and writing, twenty of each, which none of the checks may accuse of anything."""

from __future__ import annotations

#: Notes on cases and statutes.
CASES = (
    (
        "*Author v Republic* [2019] eKLR was heard by a bench of five. Counsel for the appellant, Mr Example, "
        "argued that the charge was duplex."
    ),
    (
        "The respondent, aged 34, had pleaded guilty to theft by servant. The magistrate in Nakuru sentenced "
        "her to 18 months."
    ),
    "> “A confession is not a conversation,” said the judge, and she excluded it.\n\nThat is the whole of the ratio.",
    (
        "Section 2 defines *child* as an individual who has not attained the age of eighteen years. Sections "
        "8(1) and 8(2) follow it; s 11A does not."
    ),
    (
        "Article 50(2)(h) gives an accused person an advocate at state expense “if substantial injustice would "
        "otherwise result”. See also arts 22, 23 and 165(3)(d)."
    ),
    "1. The duty.\n2. The breach.\n3. The damage.\n\nA student who forgets (3) fails; so does a plaintiff.",
    (
        "The deceased left a widow, two sons and no will. The High Court appointed the elder son as "
        "administrator on 4 May 2021."
    ),
    (
        "PW1 told the court that she had known the accused since 2009. PW2, a police officer (No. 61234), "
        "produced the exhibit."
    ),
    "Civil Appeal No. 214 of 2017 (2018) was followed in Petition E016 of 2022, and then in nothing at all.",
    "Dr Example, who was called as an expert, examined the signature and not the person who wrote it.",
    "The claimant was diagnosed by nobody; the defendant pleaded contributory negligence, and lost.",
    (
        "A tribunal may review its own decision (r 12), may extend time (r 14), and must give reasons (r 15). "
        "It rarely does."
    ),
    (
        "What the Act calls *matrimonial property* is three things: the home, what is in it, and what was "
        "bought together."
    ),
    "The employee’s file was closed in March 2020. He was 58, and had worked there for thirty years.",
    "In *Example Bank Ltd v Author & 2 others*, interest ran at 14% per annum from the date of filing.",
    "Ms W (not her name) came to the clinic with a lease of one page. We read it to her twice.",
    "Lord Example held otherwise in 1932; Lady Example JA did not follow him. Both were right about snails.",
    "The treaty entered into force on 21 October 1986, and was ratified by Kenya on 23 January 1992.",
    (
        "Under the Limitation of Actions Act (Cap 22), time runs from the day on which the cause of action "
        "accrued. It does not run from the day you found out, save in s 26."
    ),
    "The Chief Justice, the Attorney-General and the DPP attended. The Speaker sent his apologies, and a long letter.",
)

#: Interviews, notes of a laboratory, rules.
OFFICINE = (
    (
        "**Pourquoi la pharmacie hospitalière ?** Parce que j’aimais les chiffres, et que personne ne m’avait "
        "dit qu’il fallait aussi aimer les gens."
    ),
    (
        "« On m’a appris à compter les comprimés ; on ne m’a pas appris à compter le temps », dit Mme Exemple, "
        "préparatrice depuis 1998."
    ),
    "– Et la nuit ?\n\n– La nuit, on répond au téléphone. On dit : venez demain, ou : venez tout de suite.",
    (
        "L’équipe compte trois pharmaciens, deux internes et 1,5 ETP de préparateurs. Elle traite 240 "
        "ordonnances par jour."
    ),
    (
        "Le décret n° 2021-685 du 28 mai 2021 fixe la liste des vaccins. L’article L. 5125-1-1 A du code en "
        "donne le cadre."
    ),
    "Nous avons pesé 10 × 50 mg (balance de classe I, résolution 0,1 mg) ; l’écart-type était de 0,7 mg.",
    "La solubilité à 25 °C est de 14 mg/mL dans l’eau et de 0,3 mg/mL dans l’éthanol à 96 % (V/V).",
    "Au comptoir, trois questions suffisent : pour qui ? depuis quand ? avec quoi d’autre ?",
    "Il y a 97 ans, la première pénicilline attendait encore son chimiste.",
    "Les AINS, l’aspirine comprise, ne vont pas avec tout. Les IPP non plus.",
    "M. Exemple, président du conseil régional, a ouvert la séance à 9 h 30 et l’a fermée à 18 h.",
    "À Lyon, le 12 mars 2023, quarante étudiants de 4e année ont répondu au questionnaire ; 31 étaient des femmes.",
    "L’officine a été admise au réseau le 3 septembre 2022, après deux ans d’attente.",
    "On confond souvent *générique* et *biosimilaire*. Le premier est une copie ; le second, une ressemblance.",
    "Le code-barres commence par 3400 9, suivi du code CIP à treize chiffres, par exemple 3400930000007.",
    "Le docteur Exemple enseigne la toxicologie. Sa thèse, soutenue en 1989, compte 212 pages et aucun tableau.",
    "Une plante de 80 ans n’existe pas ; un arbre, si. L’if dont on tire le paclitaxel vit des siècles.",
    "Le tiers payant, la feuille de soins, la carte Vitale : le client ne voit que la dernière.",
    "Né d’une erreur de pesée, ce sirop est devenu célèbre en 1911.",
    "« Ne dites pas *jamais* », écrit le vieux manuel, « dites *demandez-moi d’abord* ».",
)

#: Letters on method.
LETTERS = (
    "Caro colega: pediste-me que explicasse o que é um argumento. É uma frase com uma razão atrás.",
    "Comecei por ler três teses, de 2018, 2020 e 2022. Nenhuma dizia, na introdução, o que queria saber.",
    "Primeiro, o método; segundo, os dados; terceiro, a paciência. Por esta ordem, mas não só uma vez.",
    "— Então cito tudo?\n\n— Cita o que não é teu, e o que não é de todos.",
    "A Prof.ª Exemplo, que orienta teses há 25 anos, chama-lhe «o parágrafo que ninguém pediu».",
    "O corpus tem 48 textos, recolhidos entre 5 de outubro de 2021 e 30 de junho de 2022, com 61 340 palavras.",
    "Um aluno de 19 anos escreveu: «não sei começar». Começou assim, e ficou bem.",
    "Segundo o Decreto-Lei n.º 74/2006, de 24 de março, a tese é original. O decreto não diz o que é original.",
    "As reticências… servem para hesitar; o travessão — esse — serve para insistir.",
    "Quem lê o resumo lê 250 palavras; quem lê a conclusão, 900; quem lê tudo somos nós.",
    "A tabela 3 mostra o que a figura 2 escondia: metade dos textos não tem uma única fonte.",
    "O dr. Exemplo, diretor do centro, respondeu em duas linhas. Eram boas linhas.",
    "Evite «é de salientar que»: saliente. Evite «no que diz respeito a»: diga.",
    "Nasci em 1980 num sítio sem biblioteca, escreveu o autor; o resto do livro é a biblioteca.",
    "A banca reuniu-se a 14 de julho de 2023, às 10h30, na sala B-204, e demorou três horas.",
    "Um doente imaginário é uma peça; um leitor imaginário é um método.",
    "Ver também o capítulo 4 (pp. 87–112) e o anexo B, sobretudo a nota 17.",
    "Traduzi «paper» por artigo, «draft» por rascunho e «deadline» por prazo. Para «feedback» não achei nada.",
    "O guia de 1997 mandava escrever na terceira pessoa; o de 2019 manda escrever bem.",
    "Se o título precisa de dois pontos, talvez sejam dois títulos: escolha um.",
)
