"""What an import reports of a Word file beside its text: comments, tracked changes, and what it could not take over."""

from __future__ import annotations

from studenthub.i18n import N_, Interface
from studenthub.importer.files.beside_text import Comment, Word
from studenthub.importer.files.reading import Read
from studenthub.importer.reports.report import Findings, cut


def find(findings: Findings, read: Read) -> None:
    """Add what there is to say of a file of Word or LibreOffice."""
    _comments(findings, read.word)
    _tracked(findings, read.word)
    _beside_the_text(findings, read.word)
    _lost(findings, read)


def _comments(findings: Findings, word: Word) -> None:
    for comment in word.comments:
        line = findings.line(comment.about[:40]) if comment.about else 0
        findings.todo("comment", _comment(comment, findings.interface), "article", line)


def _comment(comment: Comment, interface: Interface) -> str:
    """A comment of Word, with its author and the words that it is about, where these are known."""
    _ = interface.gettext
    message = {
        (True, True): N_("A comment of %(author)s on “%(about)s”, which is not in the article: %(text)s"),
        (True, False): N_("A comment of %(author)s, which is not in the article: %(text)s"),
        (False, True): N_("A comment on “%(about)s”, which is not in the article: %(text)s"),
        (False, False): N_("A comment, which is not in the article: %(text)s"),
    }[bool(comment.author), bool(comment.about)]
    return _(message, author=comment.author, about=cut(comment.about), text=comment.text)


def _tracked(findings: Findings, word: Word) -> None:
    """Tracked changes, and hidden text."""
    _ = findings.interface.gettext
    if word.inserted:
        words = _("; ").join(_("“%(text)s”", text=cut(text)) for text in word.inserted)
        findings.note("tracked", _("Tracked changes: insertions were taken into the text: %(words)s", words=words))
    if word.deleted:
        deleted = findings.interface.ngettext(
            "Tracked changes: %(n)s deleted passage was left out.",
            "Tracked changes: %(n)s deleted passages were left out.",
            word.deleted,
        )
        findings.note("tracked", deleted)
    if word.shows_deleted:
        shown = N_(
            "A page of LibreOffice also shows what was deleted with tracked changes, as if it were text: if you track "
            "changes, send the .odt or .docx instead."
        )
        findings.note("tracked", _(shown))
    if word.hidden:
        hidden = findings.interface.ngettext(
            "Hidden text was left out (%(n)s passage); it is not shown here, as it may be confidential.",
            "Hidden text was left out (%(n)s passages); it is not shown here, as it may be confidential.",
            word.hidden,
        )
        findings.note("hidden", hidden)


def _beside_the_text(findings: Findings, word: Word) -> None:
    """Headers and footers of pages, diagrams, and text boxes."""
    _ = findings.interface.gettext
    for text in word.margins:
        findings.left("header or footer", _("the header or footer of the pages: %(text)s", text=text))
    for text in word.diagrams:
        findings.left("diagram", _("the words of a diagram (SmartArt): %(text)s", text=text))
    if word.boxes:
        boxes = findings.interface.ngettext(
            "%(n)s text box became a paragraph behind the paragraph it was beside; check the order.",
            "%(n)s text boxes became paragraphs behind the paragraph they were beside; check the order.",
            word.boxes,
        )
        findings.note("textbox", boxes)


def _lost(findings: Findings, read: Read) -> None:
    """What Markdown cannot hold: charts and the like, numbers of headings, pictures that are elsewhere."""
    _, word = findings.interface.gettext, read.word
    for what in {str(what): what for what in read.lost}.values():
        lost = N_("The draft holds %(what)s, which could not be imported: add it as a picture, or in words.")
        findings.todo("lost", _(lost, what=what.translated(findings.interface)))
    if word.numbered_headings:
        numbers = N_(
            "Word numbered the headings, and the article does not: where the text says “section 2”, name the heading."
        )
        findings.note("numbers", _(numbers))
    for address in word.outside:
        outside = N_(
            "A picture that is not in the file but elsewhere (%(address)s) was not fetched: add it, if you may use it."
        )
        findings.todo("lost", _(outside, address=cut(address)))
