"""What a line above or below a text is: a date, a label with its value, a greeting, a supervisor."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studenthub.importer import bylines
from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text.blocks import Block, Paragraph, Rule, Table
from studenthub.importer.text.lines import Line, joined
from studenthub.parse.references import dates

DATE = re.compile(
    rf"(?:(?:published|submitted|date|datum|last edited|last updated|updated|revised|written|written on"
    rf"|draft of|gepubliseer|"
    rf"publié le|le|op|on)\b\s*(?:on)?\s*[:\-–]?\s*)?(?P<date>{dates.DAY})\.?",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w./])(?:\+\d{1,3}[ -]?)?\(?0?\d{2,4}\)?[ -]\d{3}[ -]?\d{3,4}(?!\d)|\b0\d{9}\b|\b0[78]00\b")
GREETING = re.compile(
    r"(?:dear|hi|hello|good (?:day|morning|afternoon)|geagte|beste|hallo|liewe|cher|chère|bonjour)\b", re.IGNORECASE
)
FAREWELL = re.compile(
    r"(?:kind regards|best regards|regards|best wishes|yours (?:sincerely|faithfully|truly)|sincerely|thanks"
    r"|thank you|sent from my|"
    r"groete|vriendelike groete|cordialement|bien à vous)\b",
    re.IGNORECASE,
)
MORE = re.compile(
    r"to read more|read more (?:articles|student)|visit our|for more (?:articles|information) visit|lees meer"
    r"|pour en savoir plus",
    re.IGNORECASE,
)
#: For what a paper was written, as a title page says it.
SUBMITTED = re.compile(
    r"(?:this .{3,60} (?:is|was) )?"
    r"(?:submitted|presented|in partial|ingedien|voorgelê|ter (?:gedeeltelike )?vervulling)\b"
    r".{0,200}\b(?:fulfil\w*|requirements?|degree|course|module|vervulling|vereistes|graad|kursus)\b.{0,160}",
    re.IGNORECASE | re.DOTALL,
)
LABEL = re.compile(
    r"(?P<name>title|titel|titre|topic|summary|standfirst|abstract|description|opsomming|résumé|date|datum"
    r"|word count|words|woordetelling|aantal woorde"
    r"|(?:student|module|course|subject|assignment|group|studente|kursus)"
    r"[ -]?(?:number|no\.?|nr\.?|code|name|nommer|kode)"
    r"|module|course|subject|kursus|(?:due|submission|hand-in|inhandigings) ?(?:date|datum)|submitted on"
    r"|lecturer|(?:co-?)?supervisors?|tutor|facilitator|dosent|studieleier|faculty|department"
    r"|programme|qualification|degree|institution|university"
    r"|(?P<person>(?:student(?:['’]?s)? |full )?name(?: and surname| of student)?|author|student"
    r"|submitted by|prepared by|compiled by|naam|naam en van|outeur|skrywer|voorgelê deur|nom"
    r"|opsteller|opgestel deur))\s*:\s+(?P<value>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
#: The number of a student with its label, and the signs around them, in a line that says more.
STUDENT_NUMBER = re.compile(
    r"(?:^|[\s,;|(–-]+)studente?[ -]?(?:number|no|nr|nommer|id)\b[\s.:#]*"
    rf"(?:{bylines.STUDENT_NUMBER}|\b\d[\d-]{{3,}})[\s,;|)–-]*",
    re.IGNORECASE,
)
#: Labels of what an author studies, and where.
STUDIES = ("programme", "qualification", "degree", "institution", "university")
STANDFIRSTS = ("summary", "standfirst", "abstract", "description", "opsomming", "résumé")
SENTENCE = re.compile(r"[.?!…][”\"’')\]\d¹²³⁰⁴-⁹⁻,–]*$")
#: A line below which supervisors, examiners or lecturers are, who are no authors.
SUPERVISORS = re.compile(
    r"(?:(?:under|with) (?:the )?)?(?:supervision|guidance) (?:of|by)|(?:supervis|advis|guid|examin|mentor)ed by"
    r"|submitted to|(?:(?:co-?|under |the )?(?:supervisors?|advis[eo]rs?|examiners?|promot[eo]rs?|mentors?)"
    r"|lecturers?|instructors?|professors?|tutors?|facilitators?|studieleiers?|dosente?|dirigée? par"
    r"|sous la direction de|encadrée? par|directeurs? de (?:thèse|mémoire)|orientador(?:es|as|a)?)",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?:(?:ass(?:oc|is)\w*\.?|emeritus|adjunct)\s)?(?:prof(?:essor)?|dr|mr|mrs|ms|mnr|mev)\b\.?"
    r"|(?:senior |assistant |associate )?(?:lecturer|consultant|reader|head of)\b",
    re.IGNORECASE,
)
#: The most blocks of a letter, and words of a greeting.
_LONGEST_LETTER, _LONGEST_GREETING = 10, 12
#: The longest line on a supervisor, and the fewest rows with known labels that a title page in a table has.
_LONGEST_ON_SUPERVISOR, _FEWEST_ROWS, _LONGEST_LABEL = 14, 2, 5


def end_of_letter(blocks: Sequence[Block]) -> int:
    """How many of the blocks are the letter that an article came in; 0 where it came without."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph) or not GREETING.match(first.line.text):
        return 0
    head = blocks[:_LONGEST_LETTER]
    rule = next((at for at, block in enumerate(head) if isinstance(block, Rule)), 0)
    end = rule or next((at + 1 for at, block in enumerate(head) if FAREWELL.match(blocks_.text([block]))), 1)
    # Hello, my name is Ann, and this talk is about …
    return 0 if end == 1 and len(first.line.text.split()) > _LONGEST_GREETING else end


def is_of_supervisor(text: str) -> bool:
    """Whether a line, below one for supervisors, names one of them or says what they are."""
    words = len(text.split())
    is_named = _TITLED.match(text) or bylines.is_person(text) or bylines.more(text)
    return bool(is_named) and words <= _LONGEST_ON_SUPERVISOR and not SENTENCE.search(text.rstrip(" ."))


def of_title_page(table: Table) -> Sequence[Line]:
    """The rows of a table that is a title page, each as a line with its label; none for any other table."""
    if len(table.rows[0]) != len(("label", "value")):
        return ()
    if any(not label.text or len(label.text.split()) > _LONGEST_LABEL for label, _ in table.rows):
        return ()
    rows = [
        joined([label.part(0, len(label.text.rstrip(" :"))).without("strong", "emph"), Line(": "), value.strip()])
        for label, value in table.rows
        if value.text.strip()
    ]
    known = [line for line in rows if LABEL.fullmatch(line.text)]
    return rows if len(known) >= _FEWEST_ROWS and 2 * len(known) >= len(rows) else ()
