"""Catalogues of translations: files of gettext, which are read as they are written (.po).

What gettext itself reads (.mo) is made in memory, so that nothing that was generated lies in the repository or in a
package. Reading one takes 20 ms, once for each run and language.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

#: The name of the files: the domain of gettext.
DOMAIN = "studenthub"
#: The rule for numbers in English: which of two forms, in the language C.
ENGLISH_PLURAL = "(n != 1)"
_FOLDER = Path(str(files("studenthub.i18n"))) / "locale"


class Untranslated(str):
    """An English word in an interface of another language: within HTML it says that it is English."""

    __slots__ = ()

    def __html__(self) -> str:
        """The message as HTML, which it may hold: all messages are ours."""
        return f'<span lang="en">{self}</span>'


class English(NullTranslations):
    """The message itself, if a catalogue has no translation."""

    def gettext(self, message: str) -> str:
        """See ``NullTranslations``."""
        return Untranslated(message)

    def pgettext(self, context: str, message: str) -> str:
        """See ``NullTranslations``."""
        return Untranslated(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """See ``NullTranslations``."""
        return Untranslated(msgid1 if n == 1 else msgid2)


def languages() -> tuple[str, ...]:
    """The languages that the interface is translated into, as tags (BCP 47); English is not among them."""
    return tuple(sorted(path.name.replace("_", "-") for path in _FOLDER.iterdir() if path.is_dir()))


def path(language: str) -> Path:
    """The file of a language."""
    return _FOLDER / language.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def read(language: str) -> Catalog:
    """The catalogue of one of ``languages``."""
    with path(language).open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"), domain=DOMAIN, abort_invalid=True)


@cache
def translations(language: str) -> GNUTranslations:
    """The catalogue of one of ``languages`` as gettext knows it: without what is marked as fuzzy."""
    compiled = BytesIO()
    write_mo(compiled, read(language))
    compiled.seek(0)
    found = GNUTranslations(compiled)
    found.add_fallback(English())
    return found


def plural(language: str, one: str, many: str) -> tuple[tuple[str, ...], str]:
    """All forms of a message that depends on a number, with the rule that says which; the English ones where there are
    no others."""
    message = read(language).get(one) if language else None
    forms = message.string if message and not message.fuzzy else ""
    if not isinstance(forms, tuple) or not all(forms):
        return (one, many), ENGLISH_PLURAL
    return forms, read(language).plural_expr
