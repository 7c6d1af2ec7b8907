"""Pictures from strangers: opened once within limits, searched for personal data, published as pixels alone."""

from studenthub.pictures.facts import Facts as Facts
from studenthub.pictures.facts import Pictures as Pictures
from studenthub.pictures.facts import key as key
from studenthub.pictures.kinds import DRAWINGS as DRAWINGS
from studenthub.pictures.kinds import ENDINGS as ENDINGS
from studenthub.pictures.kinds import kind as kind
