"""Pictures as strangers send them: opened once and within bounds, asked what they say about people, and published as
pixels alone."""

from studenthub.pictures.facts import Facts as Facts
from studenthub.pictures.facts import Pictures as Pictures
from studenthub.pictures.facts import key as key
from studenthub.pictures.kinds import DRAWINGS as DRAWINGS
from studenthub.pictures.kinds import ENDINGS as ENDINGS
from studenthub.pictures.kinds import kind as kind
