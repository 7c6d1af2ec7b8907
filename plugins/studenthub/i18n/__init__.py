"""The words of the interface, in the language of the hub: for readers, authors and the search.

A word is written in English where it is used, and marked; its translations are in ``locale/``, in the form of gettext.
"""

from studenthub.i18n import catalogues, scripts, templates
from studenthub.i18n.interface import ENGLISH, N_, Interface, Message, of_hub, of_text

__all__ = ["ENGLISH", "N_", "Interface", "Message", "catalogues", "of_hub", "of_text", "scripts", "templates"]
